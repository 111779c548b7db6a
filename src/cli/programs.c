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
