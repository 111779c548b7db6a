#include "programs.h"

#include "base/i18n.h"

#include <errno.h>
#include <unistd.h>

static char *
find_program (const char *name)
{
  const char *search = g_getenv ("REGIMEN_EXEC_PATH");
  g_auto (GStrv) folders = g_strsplit (search != NULL ? search : REGIMEN_PROGRAM_PATH, ":", -1);

  for (char **folder = folders; *folder != NULL; folder++) {
    g_autofree char *path = g_build_filename (*folder, name, NULL);

    if (**folder != '\0' && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return NULL;
}

gboolean
cli_program_become (const char *name, char *const *arguments, GError **error)
{
  g_autofree char *path = find_program (name);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  if (path == NULL) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                 _ ("the program %s is not installed beside this one"), name);
    return FALSE;
  }
  g_ptr_array_add (argv, path);
  for (char *const *argument = arguments; *argument != NULL; argument++)
    g_ptr_array_add (argv, *argument);
  g_ptr_array_add (argv, NULL);
  execv (path, (char **)argv->pdata);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("%s could not be started: %s"), path, g_strerror (errno));
  return FALSE;
}
