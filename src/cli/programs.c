/* The other programs of regimen: how a command runs them, and whether the service is there. */
#include "cli/programs.h"

#include "base/i18n.h"

#include <errno.h>
#include <regimen/program.h>
#include <sys/wait.h>
#include <unistd.h>

gboolean
cli_program_become (const char *name, char *const *arguments, GError **error)
{
  g_auto (GStrv) words = rgm_program_argv (name, (const char *const *)arguments, error);

  if (words == NULL)
    return FALSE;
  execv (words[0], words);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("%s could not be started: %s"), words[0], g_strerror (errno));
  return FALSE;
}

gboolean
cli_program_run (const char *name, const char *const *arguments, GError **error)
{
  g_auto (GStrv) words = rgm_program_argv (name, arguments, error);

  return words != NULL
         && g_spawn_sync (NULL, words, NULL,
                          G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
                          NULL, NULL, NULL, error);
}

/* Standard output as it is: GLib's own way to collect it ends at a zero byte. */
gboolean
cli_program_read (const char *name, const char *const *arguments, GString *out, GError **error)
{
  g_auto (GStrv) words = rgm_program_argv (name, arguments, error);
  GPid pid;
  int from, status = 0;
  char piece[4096];
  ssize_t length;

  if (words == NULL
      || !g_spawn_async_with_pipes (NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                                    NULL, &from, NULL, error))
    return FALSE;
  while ((length = read (from, piece, sizeof piece)) > 0)
    g_string_append_len (out, piece, length);
  close (from);
  return waitpid (pid, &status, 0) == pid && g_spawn_check_wait_status (status, error);
}

/* ---- the service ---- */

gboolean
cli_service_runs (const CliInvocation *invocation)
{
  g_autofree char *database = cli_database_path (invocation);

  return rgm_service_runs (database);
}

/* NULL: the overview. */
static const char *
cli_name (const CliInvocation *invocation)
{
  return invocation->command != NULL ? invocation->command->name : NULL;
}

void
cli_service_remind (CliInvocation *invocation)
{
  RgmInstant heartbeat = RGM_INSTANT_NONE;
  g_autofree char *what = NULL;

  if (invocation->store == NULL || g_strcmp0 (cli_name (invocation), "check") == 0)
    return;
  if (!rgm_store_heartbeat (invocation->store, &heartbeat, &what, NULL)
      || heartbeat == RGM_INSTANT_NONE || cli_service_runs (invocation))
    return;
  cli_note (invocation, _ ("the alerts are off: regimend does not run (systemctl --user "
                           "start regimend; \"regimen check\" says more)"));
}

/* ---- programs that follow the record ---- */

static void
run_all (const CliInvocation *invocation, char **programs)
{
  g_autofree char *database = cli_database_path (invocation);
  const char *const arguments[] = { "refresh", "--db", database, NULL };
  for (char **program = programs; *program != NULL; program++) {
    g_autoptr (GError) error = NULL;
    /* a command does not wait for a server */
    if (g_str_equal (*program, "regimen-publish"))
      g_printerr (_ ("regimen: the calendar on the server follows with: regimen publish\n"));
    else if (!cli_program_run (*program, arguments, &error))
      g_printerr ("regimen: %s\n", error->message);
  }
}

void
cli_followers_run (CliInvocation *invocation, gboolean changed)
{
  RgmStore *store = invocation->store;
  g_autoptr (RgmStore) own = NULL;
  g_auto (GStrv) programs = NULL;
  if (changed) {
    g_autofree char *database = cli_database_path (invocation);
    own = rgm_store_open (database, RGM_STORE_READ, NULL);
    store = own;
  }
  if (store == NULL || !(changed || rgm_store_written (store) > 0))
    return;
  programs = rgm_store_followers (store, NULL);
  if (programs != NULL && *programs != NULL && !cli_service_runs (invocation))
    run_all (invocation, programs);
}
