/* program.c: finds the other programs of regimen, wherever this one is installed. */
#include <regimen/program.h>

#include "base/i18n.h"

/* How many folders above the running program are searched: PREFIX/libexec/regimen/PROGRAM finds
 * PREFIX/bin, also where libexec is lib/ARCHITECTURE. */
#define LEVELS_UP 4

/* Adds the folders in which an installation of the running program has the others. */
static void
add_installed_folders (GStrvBuilder *folders)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  for (int level = 0; folder != NULL && level < LEVELS_UP; level++) {
    g_autofree char *bin = g_build_filename (folder, "bin", NULL);
    g_autofree char *helpers = g_build_filename (folder, REGIMEN_LIBEXECDIR, "regimen", NULL);
    g_strv_builder_add_many (folders, folder, bin, helpers, NULL);
    char *above = g_path_get_dirname (folder);
    g_free (folder);
    folder = above;
  }
  g_strv_builder_add_many (folders, REGIMEN_HELPER_PATH, REGIMEN_BIN_PATH, NULL);
}

static char *
find_program (const char *name)
{
  const char *search = g_getenv ("REGIMEN_EXEC_PATH");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) folders = search != NULL ? g_strsplit (search, ":", -1) : NULL;

  if (folders == NULL) {
    add_installed_folders (builder);
    folders = g_strv_builder_end (builder);
  }
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
