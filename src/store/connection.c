/* One SQLite connection: opening it, its settings, and the check that the file belongs to regimen.
 */
#include "store/side-files.h"

#include "base/file.h"
#include "base/i18n.h"
#include "store/write.h"
#include <inttypes.h>
#include <string.h>
#include <sys/vfs.h>

/* Turns off SQLite's memory statistics, which this program does not use. To keep them, SQLite locks
 * a mutex for each allocation, which takes one in eight instructions of a short command. If SQLite
 * is in use already, this has no effect. */
static void
do_not_count_memory (void)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave (&done, 1);
  }
}

/* @name: the file name, or the URI, for SQLite. @path: the name that messages use. */
static sqlite3 *
open_named (const char *name, const char *path, int flags, GError **error)
{
  sqlite3 *db = NULL;
  do_not_count_memory ();
  side_files_guard ();
  /* Only one thread at a time uses a store, so no call has to lock the connection. */
  int code = sqlite3_open_v2 (
    name, &db, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX,
    NULL);

  if (code == SQLITE_OK) {
    lock_wait_set (db, TRUE);
    return db;
  }
  sql_error_for (db, code, FALSE, path, error);
  sqlite3_close (db);
  return NULL;
}

sqlite3 *
connection_open (const char *path, int flags, GError **error)
{
  g_autofree char *real = NULL;

  if ((flags & (SQLITE_OPEN_URI | SQLITE_OPEN_MEMORY)) == 0) {
    real = file_real (path); /* SQLite names the files beside the record after this path */
    if (!side_files_check (real, error))
      return NULL;
  }
  return open_named (path, path, flags, error);
}

sqlite3 *
connection_open_immutable (const char *path, GError **error)
{
  g_autofree char *name = g_canonicalize_filename (path, NULL);
  g_autofree char *escaped = g_uri_escape_string (name, "/", FALSE);
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);

  return open_named (uri, path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

/* ---- whether the file belongs to regimen ---- */

#define MAGIC                                                                                      \
  "SQLite format 3" /* with its final zero: 16 bytes, https://www.sqlite.org/fileformat2.html#magic_header_string */
#define AT_USER_VERSION 60
#define AT_APPLICATION_ID 68

static guint32
number_at (const guint8 *header, int offset)
{
  guint32 value;

  memcpy (&value, header + offset, sizeof value);
  return GUINT32_FROM_BE (value);
}

gboolean
connection_is_ours (const guint8 bytes[CONNECTION_HEADER_BYTES])
{
  return memcmp (bytes, MAGIC, sizeof MAGIC) == 0
         && number_at (bytes, AT_APPLICATION_ID) == RGM_APPLICATION_ID;
}

gboolean
connection_is_empty (gint64 size)
{
  return size <= 1;
}

gboolean
connection_header (sqlite3 *db, const char *path, RgmHeader *header, GError **error)
{
  guint8 bytes[CONNECTION_HEADER_BYTES] = { 0 };
  sqlite3_int64 size = 0;
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

  /* This reads with SQLite's own file handle: closing a second one on the same file would drop the
   * locks of this process. */
  if (code == SQLITE_OK)
    code = file->pMethods->xFileSize (file, &size);
  if (code == SQLITE_OK && size > 0)
    code = file->pMethods->xRead (file, bytes, CONNECTION_HEADER_BYTES, 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
    return sql_error_for (db, code, FALSE, path, error);
  *header = connection_is_empty (size) ? RGM_HEADER_EMPTY : RGM_HEADER_OURS;
  if (*header == RGM_HEADER_EMPTY)
    return TRUE;
  if (!connection_is_ours (bytes)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_FOREIGN,
                 _ ("%s is not a regimen database; it was left as it is. If it was one, it is "
                    "damaged: \"regimen backup --salvage FILE\" copies what is still intact, and "
                    "\"regimen restore FILE\" restores a backup"),
                 path);
    return FALSE;
  }
  if (number_at (bytes, AT_USER_VERSION) > RGM_SCHEMA_VERSION)
    return sql_newer (path, number_at (bytes, AT_USER_VERSION), error);
  return TRUE;
}

/* ---- settings ---- */

/* The settings that are made with sqlite3_db_config(), which gives back the value in effect. */
static const struct {
  const char *name;
  int op, value;
} switches[] = {
  { "foreign keys", SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
  { "trusted schema", SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
  { "defensive", SQLITE_DBCONFIG_DEFENSIVE, 1 },
  { "double-quoted strings", SQLITE_DBCONFIG_DQS_DML, 0 },
};

typedef struct {
  const char *set, *get, *value;
} Pragma;

#define PRAGMAS 3 /* for each kind of file system; the first one sets the journal mode */

static const Pragma local_pragmas[PRAGMAS] = {
  /* not set for a database that cannot be written, because it has no journal */
  { "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal" },
  { "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2" },
  { "PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1" },
};

/* WAL needs memory that all programs share, which programs on two machines cannot. Without WAL, a
 * commit is durable only if the folder is synced after the journal was removed: EXTRA does that. */
static const Pragma remote_pragmas[PRAGMAS] = {
  { "PRAGMA journal_mode = DELETE", "PRAGMA journal_mode", "delete" },
  { "PRAGMA synchronous = EXTRA", "PRAGMA synchronous", "3" },
  { "PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1" },
};

/* Whether the file of @db may be on another machine. FUSE counts as remote, because any file system
 * may be behind it. The numbers are in statfs(2) and linux/magic.h. */
static gboolean
is_remote (sqlite3 *db)
{
  static const guint32 remote[] = {
    0x6969,     /* NFS */
    0x517b,     /* SMB */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB 2 */
    0x65735546, /* FUSE: sshfs, rclone, … */
    0x01021997, /* 9P */
    0x5346414f, /* OpenAFS */
    0x6b414653, /* AFS */
    0x73757245, /* Coda */
    0x00c36400, /* Ceph */
    0x0bd00bd0, /* Lustre */
    0x01161970, /* GFS2 */
    0x7461636f, /* OCFS2 */
    0x47504653, /* GPFS */
    0x564c,     /* NCP */
    0x786f4256, /* VirtualBox */
    0xbacbacbc, /* VMware */
  };
  const char *path = sqlite3_db_filename (db, "main");
  struct statfs status;

  if (path == NULL || *path == '\0' || statfs (path, &status) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (remote); i++)
    if ((guint32)status.f_type == remote[i])
      return TRUE;
  return FALSE;
}

static const Pragma *
pragmas_of (const RgmStore *store)
{
  return store->remote ? remote_pragmas : local_pragmas;
}

static gboolean
pragma_holds (RgmStore *store, const Pragma *pragma, gboolean *holds, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, pragma->get, "");

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  *holds = g_strcmp0 (sql_borrow_text (statement, 0), pragma->value) == 0;
  return TRUE;
}

static gboolean
switch_holds (RgmStore *store, guint i, int wanted)
{
  int now = -1;

  return sqlite3_db_config (store->db, switches[i].op, wanted, &now) == SQLITE_OK
         && now == switches[i].value;
}

static gboolean
refused (RgmStore *store, const char *setting, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               _ ("%s: SQLite did not accept the setting \"%s\""), store->path, setting);
  return FALSE;
}

/* Runs @sql, trying again for up to 10 s while the database is busy. If two connections switch to
 * WAL mode at once, SQLite does not call the busy handler, because each would wait for the other.
 * That handler is off during the tries; otherwise each of them could wait for 10 s. */
static gboolean
run_patiently (RgmStore *store, const char *sql, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean done;

  lock_wait_set (store->db, FALSE);
  for (int tries = 0; !(done = sql_run (store, &problem, sql, "")); tries++) {
    if ((sqlite3_errcode (store->db) & 0xff) != SQLITE_BUSY || !lock_wait (tries))
      break;
    g_clear_error (&problem);
  }
  lock_wait_set (store->db, TRUE);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return done;
}

gboolean
connection_configure (RgmStore *store, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (!switch_holds (store, i, switches[i].value))
      return refused (store, switches[i].name, error);
  store->remote = is_remote (store->db);
  for (guint i = store->fixed ? 1 : 0; i < PRAGMAS; i++) {
    const Pragma *pragma = &pragmas_of (store)[i];
    gboolean holds = FALSE;
    if (!run_patiently (store, pragma->set, error) || !pragma_holds (store, pragma, &holds, error))
      return FALSE;
    if (!holds)
      return refused (store, pragma->set, error);
  }
  store->wal = !store->fixed && !store->remote;
  return TRUE;
}

gboolean
connection_check (RgmStore *store, GPtrArray *problems, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (!switch_holds (store, i, -1))
      g_ptr_array_add (
        problems, g_strdup_printf (_ ("SQLite did not keep the setting \"%s\""), switches[i].name));
  for (guint i = store->fixed ? 1 : 0; i < PRAGMAS; i++) {
    const Pragma *pragma = &pragmas_of (store)[i];
    gboolean holds = TRUE;
    if (!pragma_holds (store, pragma, &holds, error))
      return FALSE;
    if (!holds)
      g_ptr_array_add (problems,
                       g_strdup_printf (_ ("SQLite did not keep the setting \"%s\""), pragma->set));
  }
  return TRUE;
}

/* ---- a connection as a store ---- */

RgmStore *
store_wrap (sqlite3 *db, const char *path)
{
  RgmStore *store = g_new0 (RgmStore, 1);

  store->db = db;
  store->path = g_strdup (path);
  store->statements = g_hash_table_new (g_str_hash, g_str_equal);
  store->doubted = g_array_new (FALSE, FALSE, sizeof (gint64));
  return store;
}

void
rgm_store_close (RgmStore *store)
{
  sqlite3_stmt *statement;

  if (store == NULL)
    return;
  store_rollback (store);
  store_rollback_together (store);
  g_hash_table_unref (store->statements);
  while ((statement = sqlite3_next_stmt (store->db, NULL)) != NULL)
    sqlite3_finalize (statement);
  /* If another program wrote into the files or replaced them, nothing is written into them any
   * more. */
  if (!store->rewritten && store_has_own_files (store))
    catch_up_once (store);
  else
    sqlite3_db_config (store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_close (store->db);
  g_free (store->path);
  g_free (store->real);
  g_array_unref (store->doubted);
  g_free (store->warning);
  g_free (store->loss);
  g_free (store);
}

const char *
store_path (const RgmStore *store)
{
  return store->path;
}
