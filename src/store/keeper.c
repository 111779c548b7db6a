/* Remembers which record keeps a calendar file. The list of the files is in the record, and so in
 * each copy of it: without this, a command on a copy would write the calendar of the original.
 *
 * There is one small file for each calendar file, in $XDG_STATE_HOME/regimen. The program works
 * without it: if it is missing or damaged, or cannot be read or written, nothing is known, and any
 * copy of the record may keep the file. */
#include "store/keeper.h"

#include "base/file.h"
#include "store/merge.h"
#include "store/witness.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define GROUP "calendar"
#define LARGEST 16384 /* bytes of such a file */
#define OWNER_ONLY 0600

typedef struct {
  char *record;  /* the path of the record, without symbolic links */
  char *written; /* hashes, as in RgmKeptFile */
} Keeper;

static void
keeper_clear (Keeper *keeper)
{
  g_free (keeper->record);
  g_free (keeper->written);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keeper, keeper_clear)

/* The path of the small file about the calendar file @file. Returns: (transfer full). */
static char *
note_of (const char *file)
{
  g_autofree char *key = witness_key (file), *name = g_strdup_printf ("%.32s.keeper", key);

  return g_build_filename (g_get_user_state_dir (), "regimen", name, NULL);
}

/* Returns: FALSE if nothing is known of @file. */
static gboolean
read_note (const char *file, Keeper *keeper)
{
  g_autofree char *path = note_of (file), *text = file_read (path, LARGEST, NULL, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *uri = NULL;

  if (text == NULL || !g_key_file_load_from_data (keys, text, (gsize)-1, G_KEY_FILE_NONE, NULL))
    return FALSE;
  uri = g_key_file_get_string (keys, GROUP, "record", NULL);
  keeper->record = uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  keeper->written = g_key_file_get_string (keys, GROUP, "written", NULL);
  return keeper->record != NULL && keeper->written != NULL;
}

static gboolean
is_gone (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* Whether the record @path and @store have the same first change, so that both are copies of one
 * record. If @path cannot be read, it counts as such a copy. */
static gboolean
is_related (RgmStore *store, const char *path)
{
  sqlite3 *db = connection_open (path, SQLITE_OPEN_READONLY, NULL);
  g_autoptr (RgmStore) other = db != NULL ? store_wrap (db, path) : NULL;
  guint8 ours[RGM_HASH_BYTES] = { 0 }, theirs[RGM_HASH_BYTES] = { 0 };
  gboolean here = FALSE, there = FALSE;

  if (other == NULL || !chain_hash (store, 1, ours, &here, NULL)
      || !chain_hash (other, 1, theirs, &there, NULL))
    return TRUE;
  return here && there && memcmp (ours, theirs, sizeof ours) == 0;
}

char *
keeper_other (RgmStore *store, const char *file)
{
  g_auto (Keeper) keeper = { 0 };
  g_autofree char *own = file_real (store->path);

  if (!read_note (file, &keeper) || g_str_equal (keeper.record, own) || is_gone (keeper.record)
      || store_is_file (store, keeper.record) || !is_related (store, keeper.record))
    return NULL;
  return g_steal_pointer (&keeper.record);
}

static gboolean
fill (int fd, gpointer data, GError **error)
{
  return file_append (fd, data, strlen (data), error);
}

void
keeper_note (const RgmStore *store, const char *file, const char *written)
{
  g_auto (Keeper) before = { 0 };
  g_autofree char *path = note_of (file), *folder = g_path_get_dirname (path);
  g_autofree char *own = file_real (store->path), *uri = g_filename_to_uri (own, NULL, NULL);
  g_autofree char *text = NULL;

  if (uri == NULL
      || (read_note (file, &before) && g_str_equal (before.record, own)
          && g_str_equal (before.written, written)))
    return;
  text
    = g_strdup_printf ("# Which record keeps a calendar file, and the hashes of what was written "
                       "to it.\n[" GROUP "]\nrecord=%s\nwritten=%s\n",
                       uri, written);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    file_replace (path, OWNER_ONLY, fill, text, NULL);
}

gboolean
keeper_wrote (const char *file, const char *hash)
{
  g_auto (Keeper) keeper = { 0 };

  return read_note (file, &keeper) && strstr (keeper.written, hash) != NULL;
}
