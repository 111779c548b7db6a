/* Runs the other programs of regimen, and finds out whether the service runs. */
#include "cli/programs.h"

#include "base/i18n.h"
#include "base/program.h"
#include "base/text.h"
#include "store/alert-rows.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

gboolean
cli_program_become (const char *name, char *const *arguments, GError **error)
{
  g_auto (GStrv) words = program_argv (name, (const char *const *)arguments, error);

  if (words == NULL)
    return FALSE;
  execv (words[0], words);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("%s could not be started: %s"), words[0], g_strerror (errno));
  return FALSE;
}

/* Reads the pipe directly, because g_spawn_sync() would end the output at its first zero byte. */
gboolean
cli_program_read (const char *name, const char *const *arguments, GString *out, GError **error)
{
  g_auto (GStrv) words = program_argv (name, arguments, error);
  GPid pid;
  int from, status = 0;
  char piece[4096];
  ssize_t length;

  if (words == NULL
      || !g_spawn_async_with_pipes (NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                                    NULL, &from, NULL, error))
    return FALSE;
  while ((length = read (from, piece, sizeof piece)) > 0 || (length < 0 && errno == EINTR))
    if (length > 0)
      g_string_append_len (out, piece, length);
  close (from);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  return g_spawn_check_wait_status (status, error);
}

/* ---- the service ---- */

gboolean
cli_service_runs (const CliInvocation *invocation)
{
  g_autofree char *database = cli_database_path (invocation);

  return store_service_runs (database);
}

/* Whether the user named the record, which is therefore another one than at the login. */
static gboolean
has_own_record (const CliInvocation *invocation)
{
  return invocation->globals.db != NULL || g_getenv ("REGIMEN_DB") != NULL;
}

CliServiceStart
cli_service_start (const CliInvocation *invocation)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *manager
    = g_build_filename (g_get_user_runtime_dir (), "systemd", "private", NULL);
  g_autofree char *bus = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  if (g_file_test (manager, G_FILE_TEST_EXISTS))
    return has_own_record (invocation) ? CLI_START_BY_HAND : CLI_START_SYSTEMD;
  return (address != NULL && *address != '\0') || g_file_test (bus, G_FILE_TEST_EXISTS)
           ? CLI_START_BY_HAND
           : CLI_START_DESKTOP;
}

/* The command that starts the service. @start: not CLI_START_DESKTOP. Returns: (transfer full). */
static char *
start_command (const CliInvocation *invocation, CliServiceStart start)
{
  const char *db = invocation->globals.db;
  g_autofree char *harmless = db != NULL ? text_harmless (db) : NULL;
  g_autofree char *quoted = db != NULL ? text_shell_word (db) : NULL;

  if (start == CLI_START_SYSTEMD)
    return g_strdup ("systemctl --user start regimend");
  if (db == NULL || !g_str_equal (harmless, db)) /* the user could not type what is shown */
    return g_strdup ("setsid -f regimend");
  return g_strdup_printf ("setsid -f regimend --db %s", quoted);
}

char *
cli_service_how (const CliInvocation *invocation, CliServiceStart start)
{
  g_autofree char *command = NULL;

  if (start == CLI_START_DESKTOP)
    return g_strdup (_ ("It needs a desktop, and starts when you log in to one"));
  command = start_command (invocation, start);
  return g_strdup_printf (
    has_own_record (invocation)
      ? _ ("It starts at a login for the usual record; to start it for this one now: %s")
      : _ ("It starts at the next login; to start it now: %s"),
    command);
}

void
cli_service_remind (CliInvocation *invocation)
{
  const char *command = invocation->command != NULL ? invocation->command->name : "";
  RgmInstant heartbeat = RGM_INSTANT_NONE;
  g_autofree char *what = NULL, *how = NULL;

  if (invocation->store == NULL || g_str_equal (command, "check"))
    return;
  CliServiceStart start = cli_service_start (invocation);
  /* if no service can run here, only the overview says so, because it would not help to repeat that
   * after every command */
  if (start == CLI_START_DESKTOP && invocation->command != NULL)
    return;
  if (!store_heartbeat (invocation->store, &heartbeat, &what, NULL) || heartbeat == RGM_INSTANT_NONE
      || cli_service_runs (invocation))
    return;
  if (start == CLI_START_DESKTOP) {
    cli_note (invocation, _ ("the alerts are off: they need a desktop, and start when you log in "
                             "to one (\"regimen check\" says more)"));
    return;
  }
  how = start_command (invocation, start);
  cli_note (invocation,
            _ ("the alerts are off: regimend does not run (%s; \"regimen check\" says more)"), how);
}

/* ---- programs that follow the record ---- */

/* Runs @name and waits for its end. Its standard output is discarded; its standard error, to which
 * it writes its own errors, is shown to the user. */
static gboolean
run_follower (const char *name, const char *const *arguments, GError **error)
{
  g_auto (GStrv) words = program_argv (name, arguments, error);

  return words != NULL
         && g_spawn_sync (NULL, words, NULL,
                          G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
                          NULL, NULL, NULL, error);
}

void
cli_followers_run (CliInvocation *invocation, gboolean changed)
{
  g_autofree char *database = cli_database_path (invocation);
  const char *const arguments[] = { "refresh", "--db", database, NULL };
  g_autoptr (RgmStore) own = changed ? rgm_store_open (database, RGM_STORE_READ, NULL) : NULL;
  RgmStore *store = changed ? own : invocation->store;
  g_auto (GStrv) programs = NULL;

  if (store == NULL || !(changed || store_written (store) > 0))
    return;
  programs = store_followers (store, NULL);
  if (programs == NULL || *programs == NULL || cli_service_runs (invocation))
    return;
  for (char **program = programs; *program != NULL; program++) {
    g_autoptr (GError) error = NULL;

    /* Publishing would make every command wait for a server, so it is left to the user. */
    if (g_str_equal (*program, "regimen-publish")) {
      g_autofree char *line = cli_own_commands (
        invocation, _ ("to update the calendar on the server, run: regimen publish"));
      g_autofree char *shown = text_plain_blanks (line);

      g_printerr ("regimen: %s\n", shown);
    } else if (!run_follower (*program, arguments, &error)) {
      g_autofree char *shown = text_harmless (error->message);

      g_printerr ("regimen: %s\n", shown);
    }
  }
}
