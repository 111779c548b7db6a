/* program-folders.c: finds out where the running program is installed. */
#include "base/program-folders.h"

#define LEVELS 4

char **
program_folders (void)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_autofree char *folder = g_file_read_link ("/proc/self/exe", NULL);

  for (int level = 0; folder != NULL && level < LEVELS; level++) {
    char *above = g_path_get_dirname (folder);
    g_free (folder);
    folder = above;
    g_strv_builder_add (folders, folder);
  }
  return g_strv_builder_end (folders);
}
