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

/* One of the files that a store has open, as stat(2) described it. names is the number of hard
 * links; 0 means that there was no file. size and written_at change whenever a program writes into
 * the file. */
typedef struct {
  dev_t device;
  ino_t inode;
  nlink_t names;
  off_t size;
  struct timespec written_at;
} RgmFile;

#define RGM_OWN_FILES 3 /* the record, and the files that SQLite keeps beside it: -wal and -shm */

struct _RgmStore {
  sqlite3 *db;
  char *path;
  GHashTable *statements; /* prepared statements, by SQL text, kept for reuse */
  /* the record cannot be written, for example because it has no file and is an empty one in memory,
   * or because its file is on a read-only medium */
  gboolean fixed;
  gboolean begun;    /* SQLite has begun the transaction of writing or together */
  gboolean writing;  /* between store_begin() and its commit or rollback */
  gboolean together; /* between store_begin_together() and its commit or rollback */
  int rows_before;   /* the value of rows when the open part of a change began */
  gint64 change;     /* id of the open change; 0: none */
  int rows;          /* how many rows of the record the open change has written */
  guint written;     /* how many changes this store has committed */
  gboolean remote;   /* the file system is one on which WAL is unsafe */
  /* XOR of the hashes of the rows that the open change has written; its value when the open part
   * began */
  guint8 sum[32], sum_before[32];
  RgmInstant change_at; /* when the open change was begun */
  RgmLoss *loss;        /* nullable */
  /* id of the last change that this store has read or made; 0: none */
  gint64 known;
  guint8 known_hash[32];        /* the hash of the chain at that change */
  RgmFile files[RGM_OWN_FILES]; /* their state when this store last found nothing wrong with them */
  /* another program wrote into the main file without SQLite, for example with cp */
  gboolean rewritten;
  /* the path of the record without symbolic links, from own_files_remember(); NULL if that was not
   * called, for example because the record is in memory */
  char *real;
  char *warning;   /* nullable: what the user has to know about the record */
  gboolean wal;    /* a commit goes into the -wal file first */
  GArray *doubted; /* of gint64: the courses that were passed to twins_doubt() */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)

/* ---- sql.c: statements ----
 * @types has one letter for each value that follows: i for gint64, d for int, t for const char *, b
 * for a pointer to 32 bytes. With t and b, a NULL pointer binds NULL. */

/* Returns: (transfer full): a statement with its values bound, to be stepped with sql_next() and
 * given back with sql_done(). Compiled statements are kept, so that the same text need not be
 * compiled again. */
sqlite3_stmt *sql_query (RgmStore *store, GError **error, const char *sql, const char *types, ...);
void sql_done (sqlite3_stmt *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sql_done)
/* Frees the prepared statements that are not being run, so that others can use their memory. */
void sql_forget (RgmStore *store);
/* Steps @statement. Returns: 1 if there is a row, 0 if there are no more, -1 with @error set. */
int sql_next (RgmStore *store, sqlite3_stmt *statement, GError **error);
/* Runs one statement to its end. */
gboolean sql_run (RgmStore *store, GError **error, const char *sql, const char *types, ...);
/* Checks that the statement that has just ended wrote one row. A trigger that this program did not
 * make may suppress the row without an error from SQLite. Returns: FALSE with RGM_ERROR_DAMAGED if
 * no row was written. */
gboolean sql_wrote_row (RgmStore *store, GError **error);
/* Reads the first column of the first row; if there is no row, @value stays as it is. */
gboolean sql_number (RgmStore *store, gint64 *value, GError **error, const char *sql,
                     const char *types, ...);
/* The value of column @column in the current row, valid until the next step; NULL if the column is
 * NULL. If there is no memory for it, the process ends, as with GLib's own allocations. */
const char *sql_borrow_text (sqlite3_stmt *statement, int column);
const void *sql_borrow_blob (sqlite3_stmt *statement, int column);
/* Returns: (transfer full) (nullable): column @column as valid UTF-8 text; NULL if it is NULL. */
char *sql_text (sqlite3_stmt *statement, int column);
/* Returns: the index in @names, which has @count elements, of the text in @column; @otherwise if it
 * is not among them. */
int sql_name (sqlite3_stmt *statement, int column, const char *const *names, guint count,
              int otherwise);
/* Reads an instant; NULL gives RGM_INSTANT_NONE. */
RgmInstant sql_instant (sqlite3_stmt *statement, int column);
/* Reads a local time; NULL gives RGM_LOCAL_NONE. RGM_ERROR_DAMAGED if the text is not a local
 * time. */
gboolean sql_local (sqlite3_stmt *statement, int column, RgmLocal *local, GError **error);
/* Sets @error from SQLite's last error. Always returns FALSE. */
gboolean sql_error (RgmStore *store, GError **error);
/* Sets RGM_ERROR_NEWER: the tables at @path have the newer version @version. Always returns
 * FALSE. */
gboolean sql_newer (const char *path, gint64 version, GError **error);
/* As sql_error(), for the error @code of @db, a connection to @path. @saving: whether something was
 * to be written; the message then says that it was not saved. */
gboolean sql_error_for (sqlite3 *db, int code, gboolean saving, const char *path, GError **error);

/* Returns: the errno of the last call that failed to read the file of @db, or its journal, because
 * of the disk (EIO, for example); 0 if none failed. */
int sql_failed_read (sqlite3 *db);

/* Makes an object from the current row. Returns: (transfer full): NULL with @error set on
 * failure. */
typedef gpointer (*RgmReadRow) (sqlite3_stmt *statement, GError **error);
/* Calls @read for each row of @statement, and adds the results to @into. @statement: (nullable): if
 * it is NULL, because preparing it failed, this fails too. */
gboolean sql_rows (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read, GPtrArray *into,
                   GError **error);
/* As sql_rows(), with a new list whose elements are freed with @free_element. Returns: (transfer
 * full). */
GPtrArray *sql_list (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read,
                     GDestroyNotify free_element, GError **error);
/* Adds the first column of each row to @ids (element-type gint64). */
gboolean sql_ids (RgmStore *store, sqlite3_stmt *statement, GArray *ids, GError **error);

/* A read transaction: until the variable goes out of scope, all statements see the record as it was
 * at one moment. If a transaction is open already, none is begun, and @store stays NULL. */
typedef struct {
  RgmStore *store;
} RgmView;
gboolean sql_view (RgmView *view, RgmStore *store, GError **error);
void sql_view_clear (RgmView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmView, sql_view_clear)

/* ---- row.c: rows of the record, each with its hash ---- */

typedef struct {
  const char *column;
  int type; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_NULL; the record has no other types */
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
/* The tables in row_tables that this database has; one of an older version lacks some. Returns:
 * (transfer container). */
GPtrArray *row_tables_there (RgmStore *store, GError **error);

void row_number (RgmRow *row, const char *column, gint64 value);
/* Adds an instant; RGM_INSTANT_NONE becomes NULL. */
void row_instant (RgmRow *row, const char *column, RgmInstant value);
void row_text (RgmRow *row, const char *column, const char *value);
/* Adds @row to the open change. @row has every column in the order of its table, except id,
 * change_id and hash, which are filled in here.
 * Returns: the id, 0 on failure. */
gint64 row_insert (RgmStore *store, RgmRow *row, GError **error);
/* Inserts @whole, which has every column except hash, with change_id at the end. @hash: (out): the
 * hash of the row. */
gboolean
row_put (RgmStore *store, const RgmRow *whole, guint8 hash[RGM_HASH_BYTES], GError **error);
/* The SHA-256 of the canonical content of @row: its table, then each column that is not NULL,
 * with its name, change_id last. NULL columns are left out so that the hash of an old row stays the
 * same when its table gets another column. */
void row_hash (const RgmRow *row, guint8 hash[RGM_HASH_BYTES]);
/* Runs SQLite's integrity check and its check of foreign keys. Adds a line to @problems for each
 * problem. */
gboolean row_check_pages (RgmStore *store, GPtrArray *problems, GError **error);
/* twins.c: a row that has no hash has its content twice: in its columns and, as one text, in the
 * column twin. SQL conditions: whether row t of course_heads, or of alerts, differs from its
 * twin. */
#define HEAD_DIFFERS(t)                                                                            \
  t ".twin IS NOT " t ".settled || ' ' || " t ".makeups || ' ' || " t ".active"
#define MARK_DIFFERS(t)                                                                            \
  t ".twin IS NOT (quote (" t ".course_id) || quote (" t ".dose) || quote (" t                     \
    ".key) || quote (" t ".state) || quote (" t ".at) || quote (" t ".until) || quote (" t         \
    ".attempts) || quote (" t ".server) || quote (" t ".popup))"
/* Whether row t of course_heads, or its twin, says that the course may have open doses. */
#define HEAD_MAY_BE_ACTIVE(t) "(" t ".active OR " t ".twin GLOB '* 1')"
/* Adds a line to @problems for each row that differs from its twin. */
gboolean twins_check (RgmStore *store, GPtrArray *problems, GError **error);
/* As twins_check(), but a row about a course is only checked if the course was passed to
 * twins_doubt(): there may be very many such rows, and each is compared with its twin when it is
 * read. */
gboolean twins_check_read (RgmStore *store, GPtrArray *problems, GError **error);
/* Notes that a row about the course was read that differs from its twin. */
void twins_doubt (RgmStore *store, gint64 course_id);
/* Checks the hashes of the last @newest rows of @table. */
gboolean row_check_table (RgmStore *store, const char *table, gint64 newest, GPtrArray *problems,
                          GError **error);
/* Returns: (transfer full): a sentence which says that row @id of @table is not as it was written,
 * and names the course, dose and day that the row is about. */
char *row_words (RgmStore *store, const char *table, gint64 id);
/* Adds the hash of a row to @sum, the XOR of the hashes of all rows of its change. */
void row_add_to_sum (guint8 sum[RGM_HASH_BYTES], const guint8 hash[RGM_HASH_BYTES]);
/* Checks the hash of every row, and that no row is missing. Adds a line to @problems for each
 * problem. */
gboolean row_check_rows (RgmStore *store, GPtrArray *problems, GError **error);
/* Runs row_check_pages() and row_check_rows(). */
gboolean row_check_all (RgmStore *store, GPtrArray *problems, GError **error);
/* Adds @message to @problems (element-type utf8), with "%s" replaced by @what. */
void row_add_problem (GPtrArray *problems, const char *message, const char *what);
/* Adds @message to @problems for each row that @sql finds, with "%s" replaced by the first column
 * of the row. */
gboolean row_check_each (RgmStore *store, const char *sql, const char *message, GPtrArray *problems,
                         GError **error);
/* Fills in @row from the current row of "SELECT * FROM table". Its texts are borrowed from
 * @statement. Returns: (transfer none) (nullable): the stored hash. */
const guint8 *row_read (sqlite3_stmt *statement, const char *table, RgmRow *row);

/* Formats @days (element-type RgmDay) for a column: sorted, and each day once. Returns: (transfer
 * full) (nullable): NULL if there are none. */
char *sql_days_to_text (const GArray *days);
/* Adds the days in @text (nullable) to @days. RGM_ERROR_DAMAGED if @text has anything else. */
gboolean sql_days_from_text (const char *text, GArray *days, GError **error);

/* ---- chain.c: a hash for each change, over its content and the previous hash ---- */

/* Adds the hash of the open change to the chain. @change is the hash of its row. */
gboolean chain_append (RgmStore *store, const guint8 change[RGM_HASH_BYTES], GError **error);
/* Makes the whole chain, for a record that has none yet. */
gboolean chain_build (RgmStore *store, GError **error);
/* Reads the hash of change @change in the chain. @found: (out): whether there is one. */
gboolean chain_hash (RgmStore *store, gint64 change, guint8 hash[RGM_HASH_BYTES], gboolean *found,
                     GError **error);
/* Finds the last change, among the first @last ones, that both records have: they share all changes
 * up to it and none after it. @shared: (out): its id; 0: there is none. */
gboolean chain_shared (RgmStore *one, RgmStore *other, gint64 last, gint64 *shared, GError **error);
/* Adds a problem to @problems if a change or a row is not what it was when it was committed. */
gboolean chain_check (RgmStore *store, GPtrArray *problems, GError **error);

/* ---- loss.c: what the record has lost since it was last seen ---- */

/* Compares the record with the note that is kept outside of it (witness.h) and, if nothing is lost,
 * updates that note. */
gboolean loss_look (RgmStore *store, GError **error);
/* As loss_look(), if there is no file at the path of @store. */
void loss_look_missing (RgmStore *store);
/* Notes that change @change was committed. */
void loss_note_saved (RgmStore *store, gint64 change);

/* ---- written-tables.c: the tables, as they are written to files for other programs ---- */

typedef enum {
  WRITTEN_NUMBER,
  WRITTEN_TEXT,
  WRITTEN_INSTANT, /* RFC 3339 in UTC */
  WRITTEN_HASH,    /* 64 hexadecimal digits */
} WrittenKind;

typedef struct {
  char *column;
  const char *key; /* its name in --json if that is another one; else column */
  WrittenKind kind;
} WrittenColumn;

typedef struct {
  const char *name;
  GArray *columns; /* of WrittenColumn, in the order of the table */
} WrittenTable;

/* The most columns that a table may have. */
#define WRITTEN_COLUMNS 32

/* The tables that such files contain, in that order, with the columns that they have in this
 * database: the tables of the record, and a few that belong with it. Returns: (transfer full)
 * (element-type WrittenTable). */
GPtrArray *written_tables (RgmStore *store, GError **error);
/* A statement that reads all rows of @table, in a fixed order. */
sqlite3_stmt *written_rows (RgmStore *store, const WrittenTable *table, GError **error);
/* Column @i of the current row as text, which is either borrowed from the row or formatted into
 * @buffer. @number: (out): whether the text is a number; also TRUE for an instant that is too far
 * away to be written as a date. Returns: (transfer none) (nullable): NULL if the column is NULL. */
const char *written_value (sqlite3_stmt *statement, int i, const WrittenColumn *column,
                           GString *buffer, gboolean *number);

/* ---- json-write.c, json-read.c ---- */

/* The version of the JSON format. It does not cover the columns of the tables, which depend on the
 * version of the tables. */
#define JSON_FORMAT 1
#define JSON_FIRST_LINE "{\"format\": %d, \"program\": \"regimen\", \"tables\": %d"
/* The last member: the SHA-256 of all lines before it. */
#define JSON_SUM_LINE "\"sha256\": \"%s\""

/* Makes a database in the empty file @copy from the file @from, which rgm_store_write_json() wrote.
 * Not everything is checked: the caller has to run row_check_all(). @whole: (out): FALSE if the
 * checksum in @from is wrong; then a check of the rows may find out which of them was altered. */
gboolean json_read (const char *from, const char *copy, gboolean *whole, GError **error);

/* ---- backup.c: temporary files beside their final place, and copies ---- */

/* Makes an empty temporary file beside @path. */
gboolean store_file_beside (const char *path, BesideFile *beside, GError **error);
/* Renames the file @beside to @path. If there is a file at @path already, it stays, and
 * @exists becomes TRUE; if @exists is NULL, that is an error. RGM_ERROR_STORE if SQLite left a -wal
 * file or a journal of another database under that name. @beside is discarded in any case. */
gboolean store_file_place (BesideFile *beside, const char *path, gboolean *exists, GError **error);
/* As store_file_place(), durably. RGM_ERROR_STORE also if the folder could not be synced; then the
 * file is at @path. */
gboolean
store_file_publish (BesideFile *beside, const char *path, gboolean *exists, GError **error);
gboolean store_file_sync (const char *path, GError **error);
/* Makes the names in @folder durable. A file system that cannot do this is no error. */
gboolean store_file_sync_folder (const char *folder, GError **error);
/* Removes the file @beside, if there is one, and the files that SQLite keeps beside it. */
void store_file_discard (BesideFile *beside);

/* Makes the folder of @path, 0700, if it is not there. */
gboolean store_file_make_folder (const char *path, GError **error);
/* @at as a part of a file name, for example "2026-11-23T080000Z": in UTC and without colons, which
 * FAT and exFAT, the file systems of memory sticks, do not allow. Returns: (transfer full). */
char *store_file_stamp (RgmInstant at);
/* A name that no file has: "PATH.WHAT-TIME", with a number at its end if that is taken; TIME as in
 * store_file_stamp(). */
char *store_file_free_name (const char *path, const char *what, RgmInstant at);
/* Copies @from to the empty file @file, and checks the copy as rgm_store_restore() will. The copy
 * is a single file, without a -wal file, so it can be moved elsewhere. @path: the name that
 * messages use. */
gboolean backup_copy (sqlite3 *from, const char *file, const char *path, GError **error);
/* Checks that there is no file at @path. RGM_ERROR_CONFLICT if there is one. */
gboolean backup_is_free (const char *path, GError **error);
/* Gives the open file @fd the owner and the group of the file @like. Returns: FALSE if this user
 * may not give files away, as only root may, or if @like does not exist. */
gboolean store_file_give (int fd, const char *like);
/* Copies @db to @path, as rgm_store_backup() does. @like: (nullable): see store_file_give(): the
 * copy of a record that lies beside it belongs to the owner of the record, also if root makes
 * it. */
gboolean backup_write (sqlite3 *db, const char *path, const char *like, GError **error);
/* Copies all pages of @from to @to, @pages at a time. With -1 they are copied in one step, so that
 * no reader sees only some of them. */
gboolean backup_pages (sqlite3 *from, sqlite3 *to, int pages, const char *path, GError **error);

/* ---- salvage-scan.c: rows in the bytes of a damaged file ---- */

#define SALVAGE_COLUMNS 24

/* A row that was found to be as it was written. */
typedef struct {
  guint table; /* index into row_tables */
  gint64 id;
  GBytes *bytes; /* the row in SQLite's own format */
} SalvagedRow;

/**
 * salvage_scan: finds the rows of the record in the file @path and its -wal file, even if the pages
 * that lead to them are damaged: it looks for a row at each byte, and the hash shows whether there
 * is one. Parts of the file that cannot be read count as zeroes. @model: an empty record of this
 * version.
 * Returns: (transfer full) (element-type SalvagedRow): each row once, by table and id; NULL with
 * RGM_ERROR_STORE if one of the files is there and cannot be opened.
 */
GPtrArray *salvage_scan (RgmStore *model, const char *path, GError **error);
/* Binds the columns of @row to ?1, ?2, … of @statement. Returns: the number of columns. */
int salvage_bind (const SalvagedRow *row, sqlite3_stmt *statement);

/* ---- change.c ---- */

/* Notes that change @undone_by took change @id back; 0: that none did. To be called inside a change
 * that is an undo. */
gboolean change_set_undone (RgmStore *store, gint64 id, gint64 undone_by, GError **error);

/* ---- check.c ---- */

/* Adds the problems that rgm_store_check() finds in the record itself, without those of the
 * connection settings and the file modes. If the record is of an older version, only its pages and
 * rows are checked, because it gets the current tables when it is opened. */
gboolean check_content (RgmStore *store, GPtrArray *problems, GError **error);
/* Adds a problem for each table, index, trigger and view that is missing, altered, or not made by
 * this program. */
gboolean schema_check (RgmStore *store, GPtrArray *problems, GError **error);

/* ---- past.c ---- */

/* From now on, until past_close(), all reads see the record as it was before change @change. Must
 * not be called inside a change. */
gboolean past_open (RgmStore *store, gint64 change, GError **error);
/* As past_open(), but reads see the record as if nothing had ever been undone. If @merges is FALSE,
 * they do not see merges that were undone. */
gboolean past_open_history (RgmStore *store, gint64 change, gboolean merges, GError **error);
void past_close (RgmStore *store);

/* ---- lock-wait.c ----
 * SQLite's own busy handler sleeps longer after each try, so that one of many writers may never get
 * its turn. With short random naps, all of them do. */

/* Sets whether @db waits up to 10 s for a lock that another program holds, or gives up at once. */
void lock_wait_set (sqlite3 *db, gboolean wait);
/* Sleeps briefly before the next try; @tries: how often it was called before for the same lock.
 * Returns: FALSE, without sleeping, if the 10 s are over. */
gboolean lock_wait (int tries);
/* Sleeps for 1 to 9 milliseconds, at random. */
void lock_nap (void);

/* ---- own-files.c ---- */

/* Checks that the file that SQLite has open is still the one at the path of the record: another
 * program may rename a file to that path while it is being opened. RGM_ERROR_STORE if it is not;
 * then closing the store writes nothing. */
gboolean own_files_check_opened (RgmStore *store, GError **error);
/* Remembers which files the store has open. RGM_ERROR_STORE as for own_files_check_opened(). */
gboolean own_files_remember (RgmStore *store, GError **error);
/* Checks that the file @path has only one name. RGM_ERROR_STORE if it has a hard link, or is
 * mounted without its folder. SQLite finds the files beside the record by its name, so two programs
 * that use different names do not see each other's locks. */
gboolean own_files_have_one_name (const char *path, GError **error);
/* Called before a transaction begins. If a program wrote into the main file since the store last
 * looked at it, the pages in SQLite's cache are dropped, because SQLite would take them for the
 * current ones. */
void own_files_forget_pages (RgmStore *store);
/* Whether the main file still has the record that this store knows. It does not if another program
 * wrote a different one into it without SQLite, for example with cp. */
gboolean own_files_have_own_content (RgmStore *store);
/* Checks that @store may write: the files that it has open still have their names, only SQLite
 * wrote into the main file, and the record has only one name. RGM_ERROR_STORE with a message that
 * begins with "NOT SAVED". */
gboolean own_files_check (RgmStore *store, GError **error);
/* The -wal file or journal that SQLite left of the database @path, with what was last written to
 * it. To be called if the database itself is missing. Returns: (transfer full) (nullable): NULL if
 * there is none, or if it is empty. */
char *own_files_journal (const char *path);
/* Fails with RGM_ERROR_STORE if own_files_journal() finds a file: SQLite would write its content
 * into any database that gets the name @path. */
gboolean own_files_check_journal (const char *path, GError **error);

/* ---- lost-record.c ---- */

/* To be called if there is no file at @path. Fails with RGM_ERROR_STORE if this program made a copy
 * of the record @path (the message names the command that restores it), or if it cannot be known
 * whether there is a copy. */
gboolean lost_record_check_missing (const char *path, GError **error);
/* Sets RGM_ERROR_DAMAGED: the file @path is empty, so it is not a record. */
void lost_record_set_empty (const char *path, GError **error);

/* ---- catch-up.c ---- */

/* As store_catch_up(), but tries only once. If a reader holds it back, a later call does it. */
void catch_up_once (RgmStore *store);
/* As store_catch_up(). Returns: whether nothing is left in the -wal file. */
gboolean catch_up_is_done (RgmStore *store);

/* ---- connection.c: one SQLite connection with this program's settings ---- */

typedef enum {
  RGM_HEADER_EMPTY, /* no bytes: a new database */
  RGM_HEADER_OURS,
} RgmHeader;

#define CONNECTION_HEADER_BYTES 100

/* Whether the first bytes of a file are those of a record of any version. */
gboolean connection_is_ours (const guint8 bytes[CONNECTION_HEADER_BYTES]);
/* Whether SQLite would begin a new database in a file of @size bytes. It takes one of a single byte
 * for an empty one, too (unixFileSize() in its os_unix.c). */
gboolean connection_is_empty (gint64 size);
/* Opens @path as it is: no file is made, nothing is written, and only the first bytes are read. */
sqlite3 *connection_open (const char *path, int flags, GError **error);
/* Opens @path for reading without making a file beside it. No other program may be writing to
 * it. */
sqlite3 *connection_open_immutable (const char *path, GError **error);
/* Looks at the first bytes without a lock, so that the file of another program stays untouched.
 * RGM_ERROR_FOREIGN, RGM_ERROR_NEWER. */
gboolean connection_header (sqlite3 *db, const char *path, RgmHeader *header, GError **error);
/* Applies the settings, and reads them back to see whether SQLite accepted them. */
gboolean connection_configure (RgmStore *store, GError **error);
/* Adds a line to @problems for each setting that is not as it should be. */
gboolean connection_check (RgmStore *store, GPtrArray *problems, GError **error);

/* Makes a store of the connection @db, which it takes. @path: the path of the record. */
RgmStore *store_wrap (sqlite3 *db, const char *path);

/* ---- open.c ---- */

/* Opens an empty record in memory. @path: the path that messages name. */
RgmStore *store_open_in_memory (const char *path, GError **error);

/* ---- migrate.c ---- */

/* The files of migrations/, in order. */
extern const RgmEmbedded migration_files[];
/* One script that makes the tables to which all migrations lead; it also sets user_version. */
extern const RgmEmbedded newest_tables[];

typedef struct {
  int number; /* from 1 on */
  char *name; /* for example "0001-record.sql" */
  char *sql;
} RgmMigration;
void migration_free (RgmMigration *migration);

/* The migrations of this program, by number, without a gap. Returns: (transfer full)
 * (element-type RgmMigration). */
GPtrArray *migrate_list (void);
/**
 * migrate_run: brings the database from its user_version to the last of @migrations, in one
 * transaction; a database that has a record is backed up first, and the backup is verified. If a
 * step fails, the database stays as it was.
 * @migrations: (nullable): NULL: those of this program. Then a database without tables gets
 * newest_tables in one step, which gives the same tables and is quicker.
 */
gboolean migrate_run (RgmStore *store, const GPtrArray *migrations, GError **error);

/* ---- the name of a course ----
 * SQL for row c of courses: its present handle, and whether the course was removed from all lists.
 * Neither says whether the change that added the course was undone. */
#define COURSE_NAME(column)                                                                        \
  "(SELECT " column " FROM course_names AS n CROSS JOIN changes AS nc ON nc.id = n.change_id"      \
  " WHERE n.course_id = c.id AND nc.undone_by IS NULL ORDER BY n.id DESC LIMIT 1)"
#define COURSE_HANDLE "coalesce (" COURSE_NAME ("n.handle") ", c.handle)"
#define COURSE_REMOVED COURSE_NAME ("n.removed_at") " IS NOT NULL"
#define COURSE_LISTED COURSE_NAME ("n.removed_at") " IS NULL"

/* ---- rows that a merge may have brought from another copy of the record ---- */

/* SQL for row t of moves: whether the dose was already on record as given or skipped when it was
 * moved. */
#define MOVE_KEPT                                                                                  \
  "coalesce (t.kept, EXISTS (SELECT 1 FROM administrations AS a CROSS JOIN changes AS ac ON ac.id" \
  " = a.change_id WHERE a.course_id = t.course_id AND a.dose = t.dose AND a.change_id <"           \
  " t.change_id AND ac.undone_by IS NULL))"
/* SQL for row t of revisions: whether it still counts. It does not if a later row, which a merge
 * wrote, replaced all schedules of the course before it (anew). */
#define REVISION_COUNTS                                                                            \
  "NOT EXISTS (SELECT 1 FROM revisions AS n CROSS JOIN changes AS nc ON nc.id = n.change_id"       \
  " WHERE n.course_id = t.course_id AND n.id > t.id AND n.anew = 1 AND nc.undone_by IS NULL)"

/* ---- the administrations that count ----
 * As table a: the administrations of changes in force, except those that a row of a change in force
 * corrects or takes back. The view counted_administrations has the same rows, but SQLite needs
 * twice as long to prepare a view. CROSS JOIN fixes the order of the loops. */
#define COUNTED                                                                                    \
  "administrations AS a CROSS JOIN changes AS ac ON ac.id = a.change_id"                           \
  " AND ac.undone_by IS NULL AND a.void IS NULL AND NOT EXISTS ("                                  \
  "SELECT 1 FROM administrations AS ar CROSS JOIN changes AS arc ON arc.id = ar.change_id"         \
  " WHERE ar.replaces = a.id AND arc.undone_by IS NULL)"

/* ---- course-write.c ---- */

/* The end of an UPDATE of course_heads: counts anew how many fractions of course ?1 were skipped
 * with make-up. */
#define COUNT_MAKEUPS                                                                              \
  "makeups = (SELECT count (*) FROM " COUNTED                                                      \
  " WHERE a.course_id = ?1 AND a.makeup) WHERE course_id = ?1"
