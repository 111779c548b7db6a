/* Copies of the record that a shared folder made beside it, because it was changed on two computers
 * before they had exchanged it. Each program that keeps folders in step has its own way of naming
 * such copies. */
#include "store/merge.h"
#include "store/store-private.h"

#include "base/file.h"

#include <string.h>
#include <unistd.h>

/* What such a program inserts before the ending of the file name, or appends to it, in lower case:
 *   regimen.sync-conflict-20261127-101112-ABCDEFG.db              Syncthing
 *   regimen (conflicted copy 2026-11-27 101112).db                Nextcloud, ownCloud
 *   regimen (Anna's conflicted copy 2026-11-27).db                Dropbox
 *   Regimen (Case Conflict).db, … (Unicode Encoding Conflict).db  Dropbox
 *   regimen_conflict-20261127-101112.db                           older versions of ownCloud
 *   regimen (SFConflict anna@example.org 2026-11-27-10-11-12).db  Seafile
 *   regimen.db (SFConflict anna@example.org 2026-11-27-10-11-12)  likewise
 *   regimen.Conflict.db                                           Resilio Sync */
static const char *const marks[]
  = { ".sync-conflict-", "conflicted copy", "case conflict", "unicode encoding conflict",
      "_conflict-",      "(sfconflict ",    ".conflict" };

/* "-LAPTOP", "-DESKTOP-4711-2": OneDrive appends the name of the computer, which on Windows has at
 * most 15 characters and no lower-case letters. */
static gboolean
is_computer (const char *middle)
{
  const char *name = middle + 1;

  return *middle == '-' && strlen (name) <= 18
         && strpbrk (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL
         && name[strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0';
}

/* " (1)": Google Drive numbers all copies like this, and OneDrive those that were uploaded. */
static gboolean
is_number (const char *middle)
{
  gsize digits = g_str_has_prefix (middle, " (") ? strspn (middle + 2, "0123456789") : 0;

  return digits >= 1 && digits <= 2 && g_str_equal (middle + 2 + digits, ")");
}

/* Returns: (transfer full) (nullable): what @name has in addition to @record, before the ending or
 * after it; NULL if it is another name. */
static char *
find_middle (const char *record, const char *name)
{
  const char *dot = strrchr (record, '.');
  gsize stem = dot != NULL && dot != record ? (gsize)(dot - record) : strlen (record);
  gsize whole = strlen (record), end = whole - stem, length = strlen (name);

  if (length <= whole || g_ascii_strncasecmp (name, record, stem) != 0)
    return NULL;
  if (g_str_equal (name + length - end, record + stem))
    return g_strndup (name + stem, length - whole);
  return strncmp (name + stem, record + stem, end) == 0 ? g_strdup (name + whole) : NULL;
}

/* Whether @name is the name of a conflict copy of the file @record. */
static gboolean
is_conflict_name (const char *record, const char *name)
{
  g_autofree char *middle = find_middle (record, name);
  g_autofree char *small = middle != NULL ? g_ascii_strdown (middle, -1) : NULL;

  for (guint i = 0; small != NULL && i < G_N_ELEMENTS (marks); i++)
    if (strstr (small, marks[i]) != NULL)
      return TRUE;
  return middle != NULL && (is_computer (middle) || is_number (middle));
}

static gboolean
is_record (const char *path)
{
  guint8 bytes[CONNECTION_HEADER_BYTES];
  int fd = file_open_plain (path, NULL);
  gboolean ours = fd >= 0 && read (fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes
                  && connection_is_ours (bytes);

  if (fd >= 0)
    close (fd);
  return ours;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
store_conflict_copies (const char *path)
{
  g_autofree char *real = file_real (path), *folder = g_path_get_dirname (real);
  g_autofree char *record = g_path_get_basename (real);
  GPtrArray *copies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *copy = g_build_filename (folder, name, NULL);
    if (is_conflict_name (record, name) && is_record (copy))
      g_ptr_array_add (copies, g_steal_pointer (&copy));
  }
  g_ptr_array_sort (copies, compare_paths);
  return copies;
}

gboolean
store_knows_copy (RgmStore *store, const char *path)
{
  g_autoptr (RgmStore) copy = store_open_copy (path, NULL);
  MergeBase base;

  return copy != NULL && store_merge_base (store, copy, &base, NULL) && base.known;
}
