#include "programs.h"

#include "base/i18n.h"

#include <errno.h>
#include <regimen/program.h>
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
