/* The errors for a record that once existed: its file is missing or empty, but there may be copies
 * of it that this program made. */
#include "store/backup-folder.h"
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/text.h"

#include <regimen/clock.h>

#include <glib/gstdio.h>

/* Returns: (transfer full) (nullable): the path of the newest copy of @path that can be read; if
 * none can, of the newest that is not empty. */
static char *
find_copy (const char *path)
{
  RgmInstant now;
  g_autoptr (GPtrArray) copies = NULL;
  const BackupCopy *found = NULL;

  if (!rgm_clock_now (&now, NULL))
    now = G_MAXINT64; /* the copies are listed as their names say */
  copies = backup_list (path, now);
  for (guint i = 0; i < copies->len; i++) {
    const BackupCopy *copy = g_ptr_array_index (copies, i);

    if (copy->changes > 0)
      return g_strdup (copy->path);
    if (found == NULL && copy->size > 0)
      found = copy;
  }
  return found != NULL ? g_strdup (found->path) : NULL;
}

/* The command that restores @path from @copy. Returns: (transfer full). */
static char *
restore_command (const char *path, const char *copy)
{
  g_autofree char *record = text_shell_word (path), *from = text_shell_word (copy);

  return g_strdup_printf ("regimen --db %s restore %s", record, from);
}

gboolean
lost_record_check_missing (const char *path, GError **error)
{
  g_autofree char *copy = find_copy (path), *command = NULL, *problem = NULL;

  if (copy == NULL) {
    problem = backup_list_problem (path);
    if (problem != NULL)
      g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                   _ ("%s is missing, and it is not known whether there is a copy of it: %s"), path,
                   problem);
    return problem == NULL;
  }
  command = restore_command (path, copy);
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               _ ("%s is missing, but there is a copy of it; to restore it: %s (to start a new "
                  "record, first move the copies of the old one to another folder)"),
               path, command);
  return FALSE;
}

void
lost_record_set_empty (const char *path, GError **error)
{
  g_autofree char *copy = find_copy (path), *command = NULL;

  if (copy != NULL) {
    command = restore_command (path, copy);
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_DAMAGED,
      _ ("%s is an empty file, although there was a record; to restore a copy of it: %s"), path,
      command);
  } else {
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("%s is an empty file, so there is no record in it. \"regimen restore\" "
                    "restores a backup; if there never was a record, remove this file"),
                 path);
  }
}
