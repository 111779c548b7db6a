/* store-private.h: types and functions that only the files of the store use. */
#pragma once

#include <base/beside.h>
#include <base/embedded.h>
#include <base/sha256.h>
#include <regimen/store.h>
#include <sqlite3.h>
#include <sys/types.h>

#include "store/write.h"

#define RGM_APPLICATION_ID 0x52474d4e

/* One of the files that a store has open. names: how many names it has; 0: there was none. size and
 * written_at change whenever some program writes into it. */
typedef struct {
  dev_t device;
  ino_t inode;
  nlink_t names;
  off_t size;
  struct timespec written_at;
} RgmFile;

#define RGM_OWN_FILES 3 /* the record, and what SQLite keeps beside it: -wal and -shm */

struct _RgmStore {
  sqlite3 *db;
  char *path;
  GHashTable *statements; /* by their text; each is kept for the next time */
  /* the record cannot be written: it is an empty one in memory because there is no file, or its
   * file is on a read-only medium */
  gboolean fixed;
  gboolean writing;               /* between begin and its end */
  gboolean together;              /* a change whose parts have a begin and an end of their own */
  int rows_before;                /* of the record, written before the part that is open */
  gint64 change;                  /* the open change, 0: none */
  int rows;                       /* of the record, written in it */
  guint written;                  /* changes committed */
  gboolean remote;                /* on a file system on which WAL is unsafe */
  guint8 sum[32], sum_before[32]; /* of the hashes of the rows, as rows and rows_before */
  RgmInstant change_at;           /* when the open change was begun */
  RgmLoss *loss;                  /* nullable */
  gint64 known;                   /* the last change that this store has seen or made; 0: none */
  guint8 known_hash[32];          /* of the chain up to it */
  RgmFile files[RGM_OWN_FILES];   /* as they were when they were last found to be right */
  gboolean rewritten;             /* another program wrote into the main file, past SQLite */
  char *real;                     /* its path then, without symbolic links; NULL: it is in memory */
  char *warning;                  /* nullable: what the user has to know about the record */
  gboolean wal;                   /* what is committed goes into the -wal file first */
  GArray *doubted;                /* of gint64: the courses that twins_doubt() was told of */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)

/* ---- sql.c: statements ----
 * @types names the values that follow, one letter each: i gint64, d int, t const char * (NULL:
 * NULL), b 32 bytes (NULL: NULL). */

/* Returns: (transfer full): a statement with its values bound, to be stepped with sql_next()
 * and given back with sql_done(). The same text is compiled once. */
sqlite3_stmt *sql_query (RgmStore *store, GError **error, const char *sql, const char *types, ...);
void sql_done (sqlite3_stmt *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sql_done)
/* Frees the prepared statements that are not being run, so that other ones can use their memory. */
void sql_forget (RgmStore *store);
/* 1: there is a row, 0: there is no more, -1: @error. */
int sql_next (RgmStore *store, sqlite3_stmt *statement, GError **error);
/* Runs one statement to its end. */
gboolean sql_run (RgmStore *store, GError **error, const char *sql, const char *types, ...);
/* Whether the statement that has just ended wrote one row. A trigger that somebody added may keep
 * it out, without an error of SQLite. RGM_ERROR_DAMAGED. */
gboolean sql_wrote_row (RgmStore *store, GError **error);
/* Reads the first column of the first row; if there is no row, @value stays as it is. */
gboolean sql_number (RgmStore *store, gint64 *value, GError **error, const char *sql,
                     const char *types, ...);
/* Column @column of the current row, until the next step; NULL if it has no value. Without memory
 * for it the process ends, as GLib does. */
const char *sql_borrow_text (sqlite3_stmt *statement, int column);
const void *sql_borrow_blob (sqlite3_stmt *statement, int column);
/* (transfer full) (nullable): column @column as text. */
char *sql_text (sqlite3_stmt *statement, int column);
/* The index of the text of @column among the @count @names; @otherwise if it is none of them. */
int sql_name (sqlite3_stmt *statement, int column, const char *const *names, guint count,
              int otherwise);
/* An instant; NULL is RGM_INSTANT_NONE. */
RgmInstant sql_instant (sqlite3_stmt *statement, int column);
/* A local time; NULL is RGM_LOCAL_NONE. RGM_ERROR_DAMAGED if the text is not a local time. */
gboolean sql_local (sqlite3_stmt *statement, int column, RgmLocal *local, GError **error);
/* Sets @error from the last error of SQLite; always returns FALSE. */
gboolean sql_error (RgmStore *store, GError **error);
/* Sets RGM_ERROR_NEWER: the tables at @path have the newer version @version. Always FALSE. */
gboolean sql_newer (const char *path, gint64 version, GError **error);
/* The same for @code of @db, a connection to @path that has no store. */
gboolean
sql_error_for (sqlite3 *db, int code, const char *prefix, const char *path, GError **error);

/* The error number of a call that failed to read @db, or the journal beside it, because the disk
 * did not answer. 0: none failed. */
int sql_failed_read (sqlite3 *db);

/* Reads the current row. Returns: (transfer full): NULL with @error set. */
typedef gpointer (*RgmReadRow) (sqlite3_stmt *statement, GError **error);
/* Adds each row of @statement, as @read gives it, to @into. @statement: (nullable): NULL means that
 * preparing it failed; then this fails too. */
gboolean sql_rows (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read, GPtrArray *into,
                   GError **error);
/* The same with a new list, whose elements @free_element frees. */
GPtrArray *sql_list (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read,
                     GDestroyNotify free_element, GError **error);
/* Adds the first column of each row to @ids (element-type gint64). */
gboolean sql_ids (RgmStore *store, sqlite3_stmt *statement, GArray *ids, GError **error);

/* The record as it is at one moment, over several statements. Ends when the variable goes out of
 * scope. Inside a transaction there is nothing to do: @store is NULL. */
typedef struct {
  RgmStore *store;
} RgmView;
gboolean sql_view (RgmView *view, RgmStore *store, GError **error);
void sql_view_clear (RgmView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmView, sql_view_clear)

/* ---- row.c: rows of the record, each with its hash ---- */

typedef struct {
  const char *column;
  int type; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_NULL; anything else has no place in the record */
  gint64 number;
  const char *text;
} RgmField;

#define RGM_ROW_FIELDS 24

typedef struct {
  const char *table;
  int n;
  RgmField fields[RGM_ROW_FIELDS];
} RgmRow;

#define RGM_HASH_BYTES SHA256_BYTES

/* The tables whose rows have a hash, NULL-terminated. */
extern const char *const row_tables[];
/* Those of them that this database has; one of an older version lacks some. Returns: (transfer
 * container). */
GPtrArray *row_tables_there (RgmStore *store, GError **error);

void row_number (RgmRow *row, const char *column, gint64 value);
/* RGM_INSTANT_NONE: NULL. */
void row_instant (RgmRow *row, const char *column, RgmInstant value);
void row_text (RgmRow *row, const char *column, const char *value);
/* Adds @row to the open change. @row has every column in the order of its table, but not id,
 * change_id and hash, which are added.
 * Returns: the id, 0 on failure. */
gint64 row_insert (RgmStore *store, RgmRow *row, GError **error);
/* Adds @whole, which has every column but hash, with change_id at the end. @hash: (out): its
 * hash. */
gboolean
row_put (RgmStore *store, const RgmRow *whole, guint8 hash[RGM_HASH_BYTES], GError **error);
/* The SHA-256 of the canonical content of @row: its table, then each column that is not NULL,
 * with its name, change_id last. So a column that is added later and NULL leaves the hashes of
 * old rows as they are. */
void row_hash (const RgmRow *row, guint8 hash[RGM_HASH_BYTES]);
/* The integrity of SQLite, and foreign keys. */
gboolean row_check_pages (RgmStore *store, GPtrArray *problems, GError **error);
/* twins.c: rows that have no hash have their content twice. Whether row t, a head or the mark of an
 * alert, is not what its twin says. */
#define HEAD_DIFFERS(t)                                                                            \
  t ".twin IS NOT " t ".settled || ' ' || " t ".makeups || ' ' || " t ".active"
#define MARK_DIFFERS(t)                                                                            \
  t ".twin IS NOT (quote (" t ".course_id) || quote (" t ".dose) || quote (" t                     \
    ".key) || quote (" t ".state) || quote (" t ".at) || quote (" t ".until) || quote (" t         \
    ".attempts) || quote (" t ".server) || quote (" t ".popup))"
/* Whether head t, or its twin, says that the course may have open doses. */
#define HEAD_MAY_BE_ACTIVE(t) "(" t ".active OR " t ".twin GLOB '* 1')"
/* Adds a line to @problems for each of them that differs. */
gboolean twins_check (RgmStore *store, GPtrArray *problems, GError **error);
/* The same, but of the rows about courses only those of the courses that twins_doubt() was told of:
 * each such row is compared when it is read, and there may be very many. */
gboolean twins_check_read (RgmStore *store, GPtrArray *problems, GError **error);
/* A row about a course was read that is not what its twin says. */
void twins_doubt (RgmStore *store, gint64 course_id);
/* The hashes of the @newest rows of @table. */
gboolean row_check_table (RgmStore *store, const char *table, gint64 newest, GPtrArray *problems,
                          GError **error);
/* What row @id of @table, which is not as it was written, is about: a sentence that names course,
 * dose and day. Returns: (transfer full). */
char *row_words (RgmStore *store, const char *table, gint64 id);
/* Adds the hash of a row to the sum of the rows of its change. */
void row_add_to_sum (guint8 sum[RGM_HASH_BYTES], const guint8 hash[RGM_HASH_BYTES]);
/* The hash of every row, and whether all rows are there. Adds a line to @problems for each problem.
 * */
gboolean row_check_rows (RgmStore *store, GPtrArray *problems, GError **error);
/* row_check_pages() and row_check_rows(). */
gboolean row_check_all (RgmStore *store, GPtrArray *problems, GError **error);
/* Adds @message to @problems (element-type utf8), with @what in the place of its "%s". */
void row_add_problem (GPtrArray *problems, const char *message, const char *what);
/* Adds a problem for each row that @sql finds: @message with the first column of the row in the
 * place of its "%s". */
gboolean row_check_each (RgmStore *store, const char *sql, const char *message, GPtrArray *problems,
                         GError **error);
/* @row as it is in the current row of "SELECT * FROM table". Borrows. Returns: (nullable): its
 * stored hash. */
const guint8 *row_read (sqlite3_stmt *statement, const char *table, RgmRow *row);

/* @days: (element-type RgmDay). Returns: (transfer full) (nullable): sorted, each once; NULL for
 * none. */
char *sql_days_to_text (const GArray *days);
/* Adds the days in @text (nullable) to @days. RGM_ERROR_DAMAGED if it holds anything else. */
gboolean sql_days_from_text (const char *text, GArray *days, GError **error);

/* ---- chain.c: a hash for each change, of its content and of the hash before it ---- */

/* Adds the open change, whose row has the hash @change. */
gboolean chain_append (RgmStore *store, const guint8 change[RGM_HASH_BYTES], GError **error);
/* Adds all changes, for a record that has no chain yet. */
gboolean chain_build (RgmStore *store, GError **error);
/* @found: (out): whether change @change has a hash in the chain. */
gboolean chain_hash (RgmStore *store, gint64 change, guint8 hash[RGM_HASH_BYTES], gboolean *found,
                     GError **error);
/* The last change that both have, of the first @last ones; 0: none. They have all changes up to it
 * in common, and none after it. */
gboolean chain_shared (RgmStore *one, RgmStore *other, gint64 last, gint64 *shared, GError **error);
/* Adds a problem to @problems if a change or a row is not what it was when it was committed. */
gboolean chain_check (RgmStore *store, GPtrArray *problems, GError **error);

/* ---- loss.c: what the record has lost since it was last seen ---- */

/* Compares the record with what is known of it outside, and notes there how far it is now. */
gboolean loss_look (RgmStore *store, GError **error);
/* The same if there is no file at the path of @store. */
void loss_look_missing (RgmStore *store);
/* Notes that change @change was committed. */
void loss_note_saved (RgmStore *store, gint64 change);

/* ---- written-tables.c: the tables, as files for other programs have them ---- */

typedef enum {
  WRITTEN_NUMBER,
  WRITTEN_TEXT,
  WRITTEN_INSTANT, /* RFC 3339 in UTC */
  WRITTEN_HASH,    /* 64 hexadecimal digits */
} WrittenKind;

typedef struct {
  char *column;
  const char *key; /* what --json calls the same thing, else column */
  WrittenKind kind;
} WrittenColumn;

typedef struct {
  const char *name;
  GArray *columns; /* of WrittenColumn, in the order of the table */
} WrittenTable;

/* What a table of the record can have at most. */
#define WRITTEN_COLUMNS 32

/* The tables that such files have, in their order, with the columns that this database gives them:
 * those of the record, and what else goes with it. Returns: (transfer full) (element-type
 * WrittenTable). */
GPtrArray *written_tables (RgmStore *store, GError **error);
/* All rows of @table, in their order. */
sqlite3_stmt *written_rows (RgmStore *store, const WrittenTable *table, GError **error);
/* Column @i of the current row as text, in @buffer if that is not the text of the row itself.
 * @number: (out): whether it is a number; so is a moment beyond the calendar. Returns: (transfer
 * none) (nullable): NULL if there is no value. */
const char *written_value (sqlite3_stmt *statement, int i, const WrittenColumn *column,
                           GString *buffer, gboolean *number);

/* ---- json-write.c, json-read.c ---- */

/* The version of the form in which a record is written as JSON. What the tables have is told by
 * the version of the tables. */
#define JSON_FORMAT 1
#define JSON_FIRST_LINE "{\"format\": %d, \"program\": \"regimen\", \"tables\": %d"
/* The last member: the SHA-256 of all lines before it. */
#define JSON_SUM_LINE "\"sha256\": \"%s\""

/* Makes a database of the empty file @copy, from what rgm_store_write_json() wrote to the file
 * @from. Not everything is checked: row_check_all() has to be asked. @whole: (out): whether the
 * lines are those that were written. If not, a check may be able to say which of them is another
 * one. */
gboolean json_read (const char *from, const char *copy, gboolean *whole, GError **error);

/* ---- backup.c: files beside each other, and copies ---- */

/* Makes an empty file of one's own beside @path. */
gboolean store_file_beside (const char *path, BesideFile *beside, GError **error);
/* Gives the file @beside its name @path, durably, unless there is one: then EEXIST in @exists
 * (nullable) or an error. RGM_ERROR_STORE if SQLite left a -wal file or a journal of another
 * database under that name. @beside is gone in any case. */
gboolean
store_file_publish (BesideFile *beside, const char *path, gboolean *exists, GError **error);
gboolean store_file_sync (const char *path, GError **error);
/* Removes @beside, if it is one, and the files that SQLite keeps beside it. */
void store_file_discard (BesideFile *beside);

/* Makes the folder of @path, 0700, if it is not there. */
gboolean store_file_make_folder (const char *path, GError **error);
/* A name that no file has: "PATH.WHAT-TIME", or the same with a number behind it. */
char *store_file_free_name (const char *path, const char *what, RgmInstant at);
/* Copies @from to the empty file @file, and checks the copy as rgm_store_restore() will. It is one
 * file that can be carried about, without a -wal file beside it. @path: for messages. */
gboolean backup_copy (sqlite3 *from, const char *file, const char *path, GError **error);
/* Whether there is no file at @path; else RGM_ERROR_CONFLICT. */
gboolean backup_is_free (const char *path, GError **error);
/* Copies @db to @path, as rgm_store_backup(). */
gboolean backup_write (sqlite3 *db, const char *path, GError **error);
/* Copies all pages of @from to @to, @pages at a time; -1: all at once, so that no reader sees half
 * of them. @prefix begins the message of an error. */
gboolean backup_pages (sqlite3 *from, sqlite3 *to, int pages, const char *prefix, const char *path,
                       GError **error);

/* ---- salvage-scan.c: rows in the bytes of a damaged file ---- */

#define SALVAGE_COLUMNS 24

/* A row that is as it was written. */
typedef struct {
  guint table; /* in row_tables */
  gint64 id;
  GBytes *bytes; /* as SQLite stores it */
} SalvagedRow;

/**
 * salvage_scan: finds the rows of the record in the file @path and its -wal file, whatever has
 * become of the pages that lead to them: each byte may begin one, and its hash says whether it is
 * one. @model: an empty record of this version. What cannot be read counts as zeroes.
 * Returns: (transfer full) (element-type SalvagedRow): each row once, by table and id; NULL with
 * RGM_ERROR_STORE if the file cannot be opened.
 */
GPtrArray *salvage_scan (RgmStore *model, const char *path, GError **error);
/* Binds the columns of @row to ?1, ?2, … of @statement. Returns: how many it has. */
int salvage_bind (const SalvagedRow *row, sqlite3_stmt *statement);

/* ---- change.c ---- */

/* Notes on change @id that change @undone_by, 0: none, took it back. Inside a change that is an
 * undo. */
gboolean change_set_undone (RgmStore *store, gint64 id, gint64 undone_by, GError **error);

/* ---- check.c ---- */

/* Adds what rgm_store_check() finds in the record itself, without the settings of the connection
 * and the modes of the files. Of a record of an older version, only its pages and rows are checked:
 * it gets the tables of today when it is opened. */
gboolean check_content (RgmStore *store, GPtrArray *problems, GError **error);
/* Adds a problem for each table, trigger and view that is not the one that this program makes. */
gboolean schema_check (RgmStore *store, GPtrArray *problems, GError **error);

/* ---- past.c ---- */

/* From now on all reads see the record as it was before change @change, until past_close(). Not
 * inside a change. */
gboolean past_open (RgmStore *store, gint64 change, GError **error);
/* The same, as if nothing had ever been undone; but without @merges, as if a merge that was undone
 * had never been. */
gboolean past_open_history (RgmStore *store, gint64 change, gboolean merges, GError **error);
void past_close (RgmStore *store);

/* ---- lock-wait.c ----
 * SQLite's own handler sleeps longer and longer, so that one of many writers may wait in vain. With
 * short random naps, all of them get their turn. */

/* Whether @db waits for a lock that another program holds, up to 10 s, or gives up at once. */
void lock_wait_set (sqlite3 *db, gboolean wait);
/* Waits a little, for the time after @tries tries. Returns: FALSE if the 10 s are over. */
gboolean lock_wait (int tries);
/* Some milliseconds. */
void lock_nap (void);

/* ---- own-files.c ---- */

/* Remembers which files the store has open. */
gboolean own_files_remember (RgmStore *store, GError **error);
/* RGM_ERROR_STORE if the file @path has more than one name: a hard link, or because it is mounted
 * alone. SQLite finds the files beside the
 * record by its name, so two programs that use two names do not see each other's locks. */
gboolean own_files_have_one_name (const char *path, GError **error);
/* Before a transaction begins: if some program wrote into the main file since it was last looked
 * at, the store forgets the pages that it has read. SQLite would take them for those of the file.
 * */
void own_files_forget_pages (RgmStore *store);
/* Whether the main file has the record that this store knows, and not one that another program has
 * written into it, past SQLite. */
gboolean own_files_have_own_content (RgmStore *store);
/* Whether @store may write: its files are those that have their names, the main file was written by
 * SQLite alone, and the record has only one name. RGM_ERROR_STORE with NOT SAVED. */
gboolean own_files_check (RgmStore *store, GError **error);
/* The file in which SQLite kept what was last written to the database @path, if that is missing and
 * the file is not empty. Returns: (transfer full) (nullable). */
char *own_files_journal (const char *path);
/* FALSE with RGM_ERROR_STORE if there is such a file: SQLite would write what it has into any
 * database that gets the name @path. */
gboolean own_files_check_journal (const char *path, GError **error);

/* ---- lost-record.c ---- */

/* FALSE with RGM_ERROR_STORE, which names the command that puts it back, if there is a copy of the
 * record @path that this program made, but the record itself is not there; or if that cannot be
 * known. */
gboolean lost_record_check_missing (const char *path, GError **error);
/* Sets RGM_ERROR_DAMAGED: the file @path is empty, so it is not a record. */
void lost_record_set_empty (const char *path, GError **error);

/* ---- catch-up.c ---- */

/* As store_catch_up(), but if another program that reads holds it back, it is left to others. */
void catch_up_once (RgmStore *store);

/* ---- connection.c: one SQLite connection with the settings of the house ---- */

typedef enum {
  RGM_HEADER_EMPTY, /* no bytes: a new database */
  RGM_HEADER_OURS,
} RgmHeader;

#define CONNECTION_HEADER_BYTES 100

/* Whether the first bytes of a file are those of a record, of whatever version. */
gboolean connection_is_ours (const guint8 bytes[CONNECTION_HEADER_BYTES]);
/* Opens @path as it is; nothing is made, read or written but its first bytes. */
sqlite3 *connection_open (const char *path, int flags, GError **error);
/* Opens @path, a file that nobody writes to: nothing is made beside it either. */
sqlite3 *connection_open_immutable (const char *path, GError **error);
/* Looks at the first bytes without a lock, so that a file that is not ours stays untouched.
 * RGM_ERROR_FOREIGN, RGM_ERROR_NEWER. */
gboolean connection_header (sqlite3 *db, const char *path, RgmHeader *header, GError **error);
/* Makes the settings and reads them back. */
gboolean connection_configure (RgmStore *store, GError **error);
/* One line for each setting that is not as it should be. */
gboolean connection_check (RgmStore *store, GPtrArray *problems, GError **error);

/* A connection as a store; takes @db. @path: for messages. */
RgmStore *store_wrap (sqlite3 *db, const char *path);

/* ---- open.c ---- */

/* An empty record in memory. */
RgmStore *store_open_in_memory (const char *path, GError **error);

/* ---- migrate.c ---- */

/* The files of migrations/, in order. */
extern const RgmEmbedded migration_files[];
/* The tables to which they lead, as one script; it also sets user_version. */
extern const RgmEmbedded newest_tables[];

typedef struct {
  int number; /* 1, 2, … */
  char *name; /* "0001-record.sql" */
  char *sql;
} RgmMigration;
void migration_free (RgmMigration *migration);

/* The migrations of this program, by number, without a gap. Returns: (transfer full)
 * (element-type RgmMigration). */
GPtrArray *migrate_list (void);
/**
 * migrate_run: brings the database from its user_version to the last of @migrations, in one
 * transaction; one that has a record is backed up first, and the copy is verified. If a step fails,
 * the database is as it was.
 * @migrations: (nullable): NULL: those of this program; a database that has no tables gets
 * newest_tables in one step instead, which is the same and quicker.
 */
gboolean migrate_run (RgmStore *store, const GPtrArray *migrations, GError **error);

/* ---- the name of a course ----
 * Of the row @c of courses: its handle now, and whether somebody took it out of all lists. Neither
 * says whether its adding was taken back. */
#define COURSE_NAME(column)                                                                        \
  "(SELECT " column " FROM course_names AS n CROSS JOIN changes AS nc ON nc.id = n.change_id"      \
  " WHERE n.course_id = c.id AND nc.undone_by IS NULL ORDER BY n.id DESC LIMIT 1)"
#define COURSE_HANDLE "coalesce (" COURSE_NAME ("n.handle") ", c.handle)"
#define COURSE_REMOVED COURSE_NAME ("n.removed_at") " IS NOT NULL"
#define COURSE_LISTED COURSE_NAME ("n.removed_at") " IS NULL"

/* ---- rows that came from another copy of the record ---- */

/* Whether the dose of row @t of moves was on record when it was moved. */
#define MOVE_KEPT                                                                                  \
  "coalesce (t.kept, EXISTS (SELECT 1 FROM administrations AS a CROSS JOIN changes AS ac ON ac.id" \
  " = a.change_id WHERE a.course_id = t.course_id AND a.dose = t.dose AND a.change_id <"           \
  " t.change_id AND ac.undone_by IS NULL))"
/* Whether the schedules of the course did not begin anew after row @t of revisions. */
#define REVISION_COUNTS                                                                            \
  "NOT EXISTS (SELECT 1 FROM revisions AS n CROSS JOIN changes AS nc ON nc.id = n.change_id"       \
  " WHERE n.course_id = t.course_id AND n.id > t.id AND n.anew = 1 AND nc.undone_by IS NULL)"

/* ---- the administrations that count ----
 * As table a: those of changes that hold, and neither corrected nor taken back by one that holds.
 * It is what the view counted_administrations has, but a view takes SQLite twice as long to
 * prepare. CROSS JOIN keeps the order of the loops. */
#define COUNTED                                                                                    \
  "administrations AS a CROSS JOIN changes AS ac ON ac.id = a.change_id"                           \
  " AND ac.undone_by IS NULL AND a.void IS NULL AND NOT EXISTS ("                                  \
  "SELECT 1 FROM administrations AS ar CROSS JOIN changes AS arc ON arc.id = ar.change_id"         \
  " WHERE ar.replaces = a.id AND arc.undone_by IS NULL)"

/* ---- course-write.c ---- */

/* The end of an UPDATE of the head of course ?1. */
#define COUNT_MAKEUPS                                                                              \
  "makeups = (SELECT count (*) FROM " COUNTED                                                      \
  " WHERE a.course_id = ?1 AND a.makeup) WHERE course_id = ?1"
