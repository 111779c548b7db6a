/* store-private.h: what the files of the store share. */
#pragma once

#include <base/embedded.h>
#include <regimen/store.h>
#include <sqlite3.h>

#define RGM_APPLICATION_ID 0x52474d4e

struct _RgmStore {
  sqlite3 *db;
  char *path;
  GHashTable *statements; /* by their text; each is kept for the next time */
  /* cannot be written: an empty record in memory, for there is no file, or a file on something
   * read-only */
  gboolean fixed;
  gboolean writing;  /* between begin and its end */
  gboolean together; /* a change whose parts have a begin and an end of their own */
  int rows_before;   /* of the record, written before the part that is open */
  gint64 change;     /* the open change, 0: none */
  int rows;          /* of the record, written in it */
  guint written;     /* changes committed */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)

/* ---- sql.c: statements ----
 * @types names the values that follow, one letter each: i gint64, d int, t const char * (NULL:
 * NULL), b 32 bytes (NULL: NULL). */

/* Returns: (transfer full): a statement with its values bound, to be stepped with rgm_sql_next()
 * and given back with rgm_sql_done(). The same text is compiled once. */
sqlite3_stmt *rgm_sql (RgmStore *store, GError **error, const char *sql, const char *types, ...);
void rgm_sql_done (sqlite3_stmt *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, rgm_sql_done)
/* 1: there is a row, 0: there is no more, -1: @error. */
int rgm_sql_next (RgmStore *store, sqlite3_stmt *statement, GError **error);
/* Runs one statement to its end. */
gboolean rgm_sql_run (RgmStore *store, GError **error, const char *sql, const char *types, ...);
/* The first column of the first row; @value stays as it is where there is none. */
gboolean rgm_sql_number (RgmStore *store, gint64 *value, GError **error, const char *sql,
                         const char *types, ...);
/* (transfer full) (nullable): column @column as text. */
char *rgm_sql_text (sqlite3_stmt *statement, int column);
/* An instant; NULL is RGM_INSTANT_NONE. */
RgmInstant rgm_sql_instant (sqlite3_stmt *statement, int column);
/* A local time; NULL is RGM_LOCAL_NONE. RGM_ERROR_DAMAGED where it is none. */
gboolean rgm_sql_local (sqlite3_stmt *statement, int column, RgmLocal *local, GError **error);
/* Sets @error from what SQLite says of its last call; always returns FALSE. */
gboolean rgm_sql_error (RgmStore *store, GError **error);
/* The same for @code of @db, a connection to @path that has no store. */
gboolean
rgm_sql_error_for (sqlite3 *db, int code, const char *prefix, const char *path, GError **error);

/* The record as it is at one moment, over several statements. Ends when the variable goes out of
 * scope. Inside a transaction there is nothing to do: @store is NULL. */
typedef struct {
  RgmStore *store;
} RgmView;
gboolean rgm_sql_view (RgmView *view, RgmStore *store, GError **error);
void rgm_view_clear (RgmView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmView, rgm_view_clear)

/* ---- row.c: rows of the record, each with its hash ---- */

typedef struct {
  const char *column;
  int type; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_NULL; anything else has no place in the record */
  gint64 number;
  const char *text;
} RgmField;

typedef struct {
  const char *table;
  int n;
  RgmField fields[24];
} RgmRow;

#define RGM_HASH_BYTES 32

/* The tables whose rows have a hash, NULL-terminated. */
extern const char *const rgm_record_tables[];

void rgm_row_number (RgmRow *row, const char *column, gint64 value);
/* RGM_INSTANT_NONE: NULL. */
void rgm_row_instant (RgmRow *row, const char *column, RgmInstant value);
void rgm_row_text (RgmRow *row, const char *column, const char *value);
/* Adds @row to the open change. @row has every column in the order of its table, but not id,
 * change_id and hash, which are added.
 * Returns: the id, 0 on failure. */
gint64 rgm_row_insert (RgmStore *store, RgmRow *row, GError **error);
/* The SHA-256 of the canonical content of @row: its table, then each column that is not NULL,
 * with its name, change_id last. So a column that is added later and NULL leaves the hashes of
 * old rows as they are. */
void rgm_row_hash (const RgmRow *row, guint8 hash[RGM_HASH_BYTES]);
/* @row as it stands in the current row of "SELECT * FROM table". Borrows. Returns: (nullable):
 * its stored hash. */
const guint8 *rgm_row_read (sqlite3_stmt *statement, const char *table, RgmRow *row);

/* ---- change.c ---- */
gboolean rgm_change_open (RgmStore *store, const char *command, RgmInstant now, GError **error);
gboolean rgm_change_complete (RgmStore *store, GError **error);
/* Notes on change @id that change @undone_by, 0: none, took it back. Inside a change that is an
 * undo. */
gboolean rgm_change_set_undone (RgmStore *store, gint64 id, gint64 undone_by, GError **error);

/* ---- days.c: several days in one column ---- */

/* @days: (element-type RgmDay). Returns: (transfer full) (nullable): sorted, each once; NULL for
 * none. */
char *rgm_days_to_text (const GArray *days);
/* Adds to @days what @text, nullable, holds. RGM_ERROR_DAMAGED where it holds anything else. */
gboolean rgm_days_from_text (const char *text, GArray *days, GError **error);

/* ---- file.c: files beside each other ---- */

/* Makes an empty file of one's own beside @path. Returns: (transfer full): its name. */
char *rgm_file_beside (const char *path, GError **error);
/* Gives the file @beside its name @path, durably, unless there is one: then EEXIST in @exists
 * (nullable) or an error. @beside is gone in any case. */
gboolean rgm_file_publish (const char *beside, const char *path, gboolean *exists, GError **error);
gboolean rgm_file_sync (const char *path, GError **error);
/* Removes a database and what SQLite keeps beside it. */
void rgm_file_discard (const char *path);

/* ---- connection.c: one SQLite connection with the settings of the house ---- */

typedef enum {
  RGM_HEADER_EMPTY, /* no bytes: a new database */
  RGM_HEADER_OURS,
} RgmHeader;

/* Opens @path as it is; nothing is made, read or written but its first bytes. */
sqlite3 *rgm_connection_open (const char *path, int flags, GError **error);
/* Looks at the first bytes without a lock, so that a file that is not ours stays untouched.
 * RGM_ERROR_FOREIGN, RGM_ERROR_NEWER. */
gboolean rgm_connection_header (sqlite3 *db, const char *path, RgmHeader *header, GError **error);
/* Sets RGM_ERROR_NEWER; always FALSE. */
gboolean rgm_connection_newer (const char *path, gint64 version, GError **error);
/* Makes the settings and reads them back. */
gboolean rgm_connection_configure (RgmStore *store, GError **error);
/* One line for each setting that is not as it should be. */
gboolean rgm_connection_check (RgmStore *store, GPtrArray *problems, GError **error);

/* ---- open.c ---- */

/* A connection as a store; takes @db. @path: for messages. */
RgmStore *rgm_store_wrap (sqlite3 *db, const char *path);
/* An empty record in memory. */
RgmStore *rgm_store_in_memory (const char *path, GError **error);

/* ---- migrate.c ---- */

/* The files of migrations/, in order. */
extern const RgmEmbedded rgm_migration_files[];

typedef struct {
  int number; /* 1, 2, … */
  char *name; /* "0001-record.sql" */
  char *sql;
} RgmMigration;
void rgm_migration_free (RgmMigration *migration);

/* The migrations of this program, by number, without a gap. Returns: (transfer full)
 * (element-type RgmMigration). */
GPtrArray *rgm_migrations (void);
/**
 * rgm_migrate: brings the database from its user_version to the last of @migrations, each in a
 * transaction of its own; one that has a record is
 * backed up first. A step that fails leaves what was there before it.
 * @migrations: (nullable): NULL: those of this program.
 */
gboolean rgm_migrate (RgmStore *store, const GPtrArray *migrations, GError **error);

/* ---- backup.c ---- */

/* Copies @db to @path, as rgm_store_backup(). */
gboolean rgm_backup (sqlite3 *db, const char *path, GError **error);

/* ---- check.c ---- */

/* Integrity, foreign keys and the hash of every row. */
gboolean rgm_check_rows (RgmStore *store, GPtrArray *problems, GError **error);

/* ---- read.c: one row each, in the order of the columns that the macros name ---- */
#define RGM_ADMINISTRATION_COLUMNS                                                                 \
  "a.id, a.dose, a.outcome, a.at, a.amount, a.site, a.reason, a.note, a.makeup, a.recorded_at, "   \
  "a.replaces, a.anyway"
#define RGM_ADMINISTRATION_N_COLUMNS 12
RgmAdministration *rgm_read_administration (sqlite3_stmt *statement);

/* The end of an UPDATE of the head of course ?1. */
#define COUNT_MAKEUPS                                                                              \
  "makeups = (SELECT count (*) FROM counted_administrations AS a"                                  \
  " WHERE a.course_id = ?1 AND a.makeup) WHERE course_id = ?1"

/* Adds what a course has besides its own row. @settled and what lies before it is left out, but
 * for the anchors (course.h). */
gboolean rgm_read_parts (RgmStore *store, RgmCourse *course, GError **error);
