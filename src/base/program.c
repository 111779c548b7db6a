/* program.c: finds the other programs of regimen, wherever this one is installed. */
#include "base/program.h"

#include "base/i18n.h"
#include "base/program-folders.h"

/* The folders in which the other programs may be, in the order in which they are searched. */
static char **
search_path (void)
{
  const char *set = g_getenv ("REGIMEN_EXEC_PATH");
  if (set != NULL)
    return g_strsplit (set, ":", -1);

  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  g_auto (GStrv) above = program_folders ();
  for (char **folder = above; *folder != NULL; folder++) {
    g_autofree char *bin = g_build_filename (*folder, "bin", NULL);
    g_autofree char *helpers = g_build_filename (*folder, REGIMEN_LIBEXECDIR, "regimen", NULL);
    g_strv_builder_add_many (path, *folder, bin, helpers, NULL);
  }
  g_strv_builder_add_many (path, REGIMEN_HELPER_PATH, REGIMEN_BIN_PATH, NULL);
  return g_strv_builder_end (path);
}

char **
program_argv (const char *name, const char *const *arguments, GError **error)
{
  g_auto (GStrv) folders = search_path ();
  for (char **folder = folders; *folder != NULL; folder++) {
    g_autofree char *path = g_build_filename (*folder, name, NULL);
    if (**folder == '\0' || !g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      continue;
    g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
    g_strv_builder_add (words, path);
    g_strv_builder_addv (words, (const char **)arguments);
    return g_strv_builder_end (words);
  }
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
               _ ("the program %s is not installed beside this one"), name);
  return NULL;
}
