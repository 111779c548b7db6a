#include <regimen/program.h>

#include "base/i18n.h"

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

char **
rgm_program_argv (const char *name, const char *const *arguments, GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *path = find_program (name);

  if (path == NULL) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                 _ ("the program %s is not installed beside this one"), name);
    return NULL;
  }
  g_strv_builder_add (words, path);
  g_strv_builder_addv (words, (const char **)arguments);
  return g_strv_builder_end (words);
}
