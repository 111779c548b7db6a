/* What is said if there is no record where one has been: its file is missing or empty, and copies
 * that this program made lie beside it. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/text.h"
#include <string.h>
#include <sys/stat.h>

gboolean
lost_record_is_copy (const char *name, const char *record)
{
  static const char *const beside[] = { "-wal", "-shm", "-journal", ".lock" };

  if (!g_str_has_prefix (name, record))
    return FALSE;
  name += strlen (record);
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    if (g_str_has_suffix (name, beside[i]))
      return FALSE;
  return (g_str_has_prefix (name, ".backup-v") || g_str_has_prefix (name, ".before-restore-"))
         && strstr (name, ".new-") == NULL;
}

/* Returns: (transfer full) (nullable): the path of the copy beside @path that was written last; an
 * empty one does not count. */
static char *
find_copy (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *record = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;
  gint64 latest = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *copy = g_build_filename (folder, name, NULL);
    struct stat status;

    if (!lost_record_is_copy (name, record) || stat (copy, &status) != 0 || status.st_size == 0
        || (found != NULL && status.st_mtime <= latest))
      continue;
    latest = status.st_mtime;
    g_free (found);
    found = g_steal_pointer (&copy);
  }
  return found;
}

/* The command that puts @copy in the place of @path. Returns: (transfer full). */
static char *
restore_command (const char *path, const char *copy)
{
  g_autofree char *record = text_shell_word (path), *from = text_shell_word (copy);

  return g_strdup_printf ("regimen --db %s restore %s", record, from);
}

gboolean
lost_record_check_missing (const char *path, GError **error)
{
  g_autofree char *copy = find_copy (path), *command = NULL;

  if (copy == NULL)
    return TRUE;
  command = restore_command (path, copy);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_STORE,
    _ ("%s is not there, but a copy of it is; to put it back: %s (to begin a new record, "
       "move the copies of the old one to another folder)"),
    path, command);
  return FALSE;
}

void
lost_record_set_empty (const char *path, GError **error)
{
  g_autofree char *copy = find_copy (path), *command = NULL;

  if (copy != NULL) {
    command = restore_command (path, copy);
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("%s is an empty file, although there was a record; to put back a copy of it: "
                    "%s"),
                 path, command);
  } else {
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("%s is an empty file, so there is no record in it; \"regimen restore\" puts a "
                    "backup back, and if there never was a record, remove this file"),
                 path);
  }
}
