#include "power-disk.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define SECTOR 512

/* The files of a record: the names, and which syncs of them a disk may ignore. */
enum { RECORD, WAL, JOURNAL, NAMES };

static const struct {
  const char *ending;
  PowerIgnored ignored;
} names[NAMES] = { { "", POWER_IGNORES_RECORD }, { "-wal", POWER_IGNORES_WAL }, { "-journal", 0 } };

typedef enum {
  WRITE,
  CUT,    /* the file ends at @at from then on */
  SYNC,   /* of the file */
  MAKE,   /* the name is that of the file from then on */
  REMOVE, /* the name is that of no file */
  FOLDER, /* the names are synced */
} Kind;

#define NO_FILE (-1)

typedef struct {
  Kind kind;
  int name; /* MAKE, REMOVE */
  int file;
  gint64 at;
  GBytes *bytes; /* WRITE */
} Op;

/* What is written down. A file is a number, because another one may get its name. */
static struct {
  gboolean on;
  char *path;
  PowerIgnored ignored;
  GArray *ops;         /* of Op */
  GPtrArray *at_first; /* of GByteArray: what a file holds at first */
  int first[NAMES];    /* the file of each name at first */
  int now[NAMES];
} disk;

static void
clear_op (gpointer op)
{
  g_clear_pointer (&((Op *)op)->bytes, g_bytes_unref);
}

static void
note (Op op)
{
  g_array_append_val (disk.ops, op);
}

/* ---- the VFS ---- */

/* A file of SQLite; that of the VFS below follows it in memory. */
typedef struct {
  sqlite3_file base;
  sqlite3_file *below;
  const char *path;    /* SQLite keeps it as long as the file is open */
  gboolean folder_too; /* its first sync also syncs its folder, as the VFS below does it */
} Shim;

static sqlite3_vfs *usual;

/* The place of @path among the names of the record; NAMES: it is another file. */
static int
find_name (const char *path)
{
  gsize length = disk.on ? strlen (disk.path) : 0;

  for (int i = 0; path != NULL && length > 0 && i < NAMES; i++)
    if (strncmp (path, disk.path, length) == 0 && g_str_equal (path + length, names[i].ending))
      return i;
  return NAMES;
}

/* @at, @bytes: of a write. */
static void
note_of (const sqlite3_file *file, Kind kind, gint64 at, GBytes *bytes)
{
  int name = find_name (((const Shim *)file)->path);

  if (name < NAMES && disk.now[name] != NO_FILE)
    note ((Op){ kind, name, disk.now[name], at, bytes });
  else if (bytes != NULL)
    g_bytes_unref (bytes);
}

static int
below_close (sqlite3_file *file)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xClose (shim->below);
}

static int
below_read (sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xRead (shim->below, bytes, n, at);
}

static int
note_write (sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
  Shim *shim = (Shim *)file;
  int code = shim->below->pMethods->xWrite (shim->below, bytes, n, at);

  if (code == SQLITE_OK)
    note_of (file, WRITE, at, g_bytes_new (bytes, (gsize)n));
  return code;
}

static int
note_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  Shim *shim = (Shim *)file;
  int code = shim->below->pMethods->xTruncate (shim->below, size);

  if (code == SQLITE_OK)
    note_of (file, CUT, size, NULL);
  return code;
}

static int
note_sync (sqlite3_file *file, int flags)
{
  Shim *shim = (Shim *)file;
  int code = shim->below->pMethods->xSync (shim->below, flags), name = find_name (shim->path);

  if (code != SQLITE_OK || name == NAMES)
    return code;
  if ((disk.ignored & names[name].ignored) == 0)
    note_of (file, SYNC, 0, NULL);
  if (shim->folder_too && (disk.ignored & POWER_IGNORES_FOLDER) == 0)
    note ((Op){ FOLDER, name, NO_FILE, 0, NULL });
  shim->folder_too = FALSE;
  return code;
}

static int
below_size (sqlite3_file *file, sqlite3_int64 *size)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xFileSize (shim->below, size);
}

static int
below_lock (sqlite3_file *file, int level)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xLock (shim->below, level);
}

static int
below_unlock (sqlite3_file *file, int level)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xUnlock (shim->below, level);
}

static int
below_check_lock (sqlite3_file *file, int *held)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xCheckReservedLock (shim->below, held);
}

static int
below_control (sqlite3_file *file, int op, void *argument)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xFileControl (shim->below, op, argument);
}

static int
below_sector (sqlite3_file *file)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xSectorSize (shim->below);
}

static int
below_device (sqlite3_file *file)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xDeviceCharacteristics (shim->below);
}

static int
below_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **map)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xShmMap (shim->below, page, size, extend, map);
}

static int
below_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xShmLock (shim->below, offset, n, flags);
}

static void
below_shm_barrier (sqlite3_file *file)
{
  Shim *shim = (Shim *)file;
  shim->below->pMethods->xShmBarrier (shim->below);
}

static int
below_shm_unmap (sqlite3_file *file, int remove)
{
  Shim *shim = (Shim *)file;
  return shim->below->pMethods->xShmUnmap (shim->below, remove);
}

/* Version 2 has no mapped pages, so everything is written with xWrite. */
static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = below_close,
  .xRead = below_read,
  .xWrite = note_write,
  .xTruncate = note_truncate,
  .xSync = note_sync,
  .xFileSize = below_size,
  .xLock = below_lock,
  .xUnlock = below_unlock,
  .xCheckReservedLock = below_check_lock,
  .xFileControl = below_control,
  .xSectorSize = below_sector,
  .xDeviceCharacteristics = below_device,
  .xShmMap = below_shm_map,
  .xShmLock = below_shm_lock,
  .xShmBarrier = below_shm_barrier,
  .xShmUnmap = below_shm_unmap,
};

static int
add_file (GByteArray *content)
{
  g_ptr_array_add (disk.at_first, content);
  return (int)disk.at_first->len - 1;
}

static int
note_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given)
{
  Shim *shim = (Shim *)file;
  int name = find_name (path), code;

  *shim = (Shim){ .below = (sqlite3_file *)(shim + 1), .path = path };
  code = usual->xOpen (usual, path, shim->below, flags, given);
  if (shim->below->pMethods != NULL)
    shim->base.pMethods = &methods;
  if (code != SQLITE_OK || name == NAMES)
    return code;
  if (disk.now[name] == NO_FILE) {
    disk.now[name] = add_file (g_byte_array_new ());
    note ((Op){ MAKE, name, disk.now[name], 0, NULL });
  }
  /* os_unix.c: UNIXFILE_DIRSYNC */
  shim->folder_too = (flags & SQLITE_OPEN_CREATE) != 0
                     && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  return code;
}

static int
note_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  int name = find_name (path), code = usual->xDelete (usual, path, sync_folder);

  if (code != SQLITE_OK || name == NAMES)
    return code;
  disk.now[name] = NO_FILE;
  note ((Op){ REMOVE, name, NO_FILE, 0, NULL });
  if (sync_folder && (disk.ignored & POWER_IGNORES_FOLDER) == 0)
    note ((Op){ FOLDER, name, NO_FILE, 0, NULL });
  return code;
}

void
power_install (void)
{
  static sqlite3_vfs vfs;

  usual = sqlite3_vfs_find (NULL);
  vfs = *usual;
  vfs.zName = "power";
  vfs.szOsFile = (int)sizeof (Shim) + usual->szOsFile;
  vfs.xOpen = note_open;
  vfs.xDelete = note_delete;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

void
power_watch (const char *path, PowerIgnored ignored)
{
  g_clear_pointer (&disk.path, g_free);
  g_clear_pointer (&disk.ops, g_array_unref);
  g_clear_pointer (&disk.at_first, g_ptr_array_unref);
  disk.path = g_strdup (path);
  disk.ignored = ignored;
  disk.ops = g_array_new (FALSE, FALSE, sizeof (Op));
  g_array_set_clear_func (disk.ops, clear_op);
  disk.at_first = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  for (int i = 0; i < NAMES; i++) {
    g_autofree char *name = g_strconcat (path, names[i].ending, NULL);
    char *bytes;
    gsize length;
    disk.first[i] = NO_FILE;
    if (g_file_get_contents (name, &bytes, &length, NULL))
      disk.first[i] = add_file (g_byte_array_new_take ((guint8 *)bytes, length));
    disk.now[i] = disk.first[i];
  }
  disk.on = TRUE;
}

void
power_stop (void)
{
  disk.on = FALSE;
}

guint
power_count (void)
{
  return disk.ops->len;
}

/* ---- what is known when the power goes ---- */

struct PowerState {
  GPtrArray *synced;      /* of GByteArray, by file */
  GPtrArray *unsynced;    /* of GArray of guint: the ops since, by file */
  GArray *entries[NAMES]; /* of int: the file of each name as it was synced, then as it became */
};

static void
do_op (GByteArray *content, const Op *op)
{
  gsize length;
  const guint8 *bytes = op->bytes != NULL ? g_bytes_get_data (op->bytes, &length) : NULL;
  gsize end = (gsize)op->at + (bytes != NULL ? length : 0), before = content->len;

  if (op->kind == CUT || end > before)
    g_byte_array_set_size (content, (guint)end);
  if (end > before)
    memset (content->data + before, 0, end - before);
  if (bytes != NULL)
    memcpy (content->data + op->at, bytes, length);
}

static void
sync_file (PowerState *state, int file)
{
  GArray *ops = state->unsynced->pdata[file];

  for (guint i = 0; i < ops->len; i++)
    do_op (state->synced->pdata[file],
           &g_array_index (disk.ops, Op, g_array_index (ops, guint, i)));
  g_array_set_size (ops, 0);
}

PowerState *
power_state (guint n)
{
  PowerState *state = g_new0 (PowerState, 1);

  state->synced = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  state->unsynced = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < disk.at_first->len; i++) {
    const GByteArray *first = disk.at_first->pdata[i];
    GByteArray *copy = g_byte_array_sized_new (first->len);
    g_ptr_array_add (state->synced, g_byte_array_append (copy, first->data, first->len));
    g_ptr_array_add (state->unsynced, g_array_new (FALSE, FALSE, sizeof (guint)));
  }
  for (int i = 0; i < NAMES; i++) {
    state->entries[i] = g_array_new (FALSE, FALSE, sizeof (int));
    g_array_append_val (state->entries[i], disk.first[i]);
  }
  for (guint i = 0; i < n; i++) {
    const Op *op = &g_array_index (disk.ops, Op, i);
    if (op->kind == WRITE || op->kind == CUT)
      g_array_append_val ((GArray *)state->unsynced->pdata[op->file], i);
    else if (op->kind == SYNC)
      sync_file (state, op->file);
    else if (op->kind == MAKE || op->kind == REMOVE)
      g_array_append_val (state->entries[op->name], op->file);
    for (int j = 0; op->kind == FOLDER && j < NAMES; j++)
      g_array_remove_range (state->entries[j], 0, state->entries[j]->len - 1);
  }
  return state;
}

void
power_state_free (PowerState *state)
{
  if (state == NULL)
    return;
  g_ptr_array_unref (state->synced);
  g_ptr_array_unref (state->unsynced);
  for (int i = 0; i < NAMES; i++)
    g_array_unref (state->entries[i]);
  g_free (state);
}

/* ---- images ---- */

/* How much of what was not synced the disk has, in 64ths of its sectors. */
static int
roll_share (GRand *dice)
{
  static const int shares[] = { 0, 64, 32, 32, 6, 58 };

  return shares[g_rand_int_range (dice, 0, G_N_ELEMENTS (shares))];
}

static gboolean
roll (GRand *dice, int in_64)
{
  return g_rand_int_range (dice, 0, 64) < in_64;
}

/* What a sector has that was never written: zeroes, or what another file left there. */
static void
grow (GByteArray *content, gsize size, GRand *dice)
{
  gsize before = content->len;
  gboolean zeroes = roll (dice, 32);

  if (size <= before)
    return;
  g_byte_array_set_size (content, (guint)size);
  for (gsize i = before; i < size; i++)
    content->data[i] = zeroes ? 0 : (guint8)g_rand_int (dice);
}

/* The sectors of a write reach the disk each by itself. @torn: of the last one only a half. */
static void
write_part (GByteArray *content, const Op *op, int share, gboolean torn, GRand *dice)
{
  gsize length, n;
  const guint8 *bytes = g_bytes_get_data (op->bytes, &length);

  for (gsize from = 0; from < length; from += n) {
    gsize at = (gsize)op->at + from;
    n = MIN (length - from, SECTOR - at % SECTOR);
    if (torn && from + n == length)
      length = from + (n + 1) / 2;
    if (!roll (dice, share))
      continue;
    grow (content, MIN ((gsize)op->at + length, at + n), dice);
    memcpy (content->data + at, bytes + from, MIN (n, length - from));
  }
}

/* What a file may hold. Some disks write in the order in which they were told to, up to some write,
 * others in any order. */
static GByteArray *
image_of (const PowerState *state, int file, GRand *dice)
{
  const GByteArray *synced = state->synced->pdata[file];
  const GArray *ops = state->unsynced->pdata[file];
  GByteArray *content = g_byte_array_sized_new (synced->len);
  gboolean ordered = roll (dice, 16);
  int share = roll_share (dice);
  guint end = ordered ? (guint)g_rand_int_range (dice, 0, (int)ops->len + 1) : ops->len;
  gsize size = 0;

  g_byte_array_append (content, synced->data, synced->len);
  for (guint i = 0; i < end; i++) {
    const Op *op = &g_array_index (disk.ops, Op, g_array_index (ops, guint, i));
    gboolean last = i + 1 == end;
    if (op->kind == CUT) {
      if (ordered || roll (dice, share))
        do_op (content, op);
      continue;
    }
    write_part (content, op,
                !ordered ? share
                : last   ? 32
                         : 64,
                roll (dice, last      ? 32
                            : ordered ? 0
                                      : 4),
                dice);
    size = MAX (size, (gsize)op->at + g_bytes_get_size (op->bytes));
  }
  /* The size may have reached the disk before what was written. */
  if (roll (dice, 16))
    grow (content, size, dice);
  return content;
}

void
power_image (const PowerState *state, GRand *dice)
{
  for (int i = 0; i < NAMES; i++) {
    g_autofree char *name = g_strconcat (disk.path, names[i].ending, NULL);
    const GArray *entries = state->entries[i];
    int file = g_array_index (entries, int, g_rand_int_range (dice, 0, (int)entries->len));
    g_autoptr (GByteArray) content = file != NO_FILE ? image_of (state, file, dice) : NULL;
    g_autoptr (GError) error = NULL;

    g_unlink (name);
    if (content != NULL)
      g_file_set_contents_full (name, (const char *)content->data, (gssize)content->len,
                                G_FILE_SET_CONTENTS_NONE, 0600, &error);
    g_assert_no_error (error);
  }
}
