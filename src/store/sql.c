/* SQL statements: prepares each once, binds and reads values, and explains SQLite's errors. */
#include "store/store-private.h"

#include "base/beside.h"
#include "base/compare.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* ---- errors ---- */

static const char *
explain (int code)
{
  switch (code & 0xff) {
  case SQLITE_FULL:
    return file_errno_text (ENOSPC);
  case SQLITE_READONLY:
    return _ ("the file or its folder is read-only; allow writing there, and try again");
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_PROTOCOL: /* SQLite gave up waiting for a lock of the -wal file */
    return _ ("another program kept it locked for 10 seconds; try again");
  case SQLITE_CANTOPEN:
    return _ ("it, or the files that SQLite keeps beside it, cannot be opened; check that you may "
              "write to the file and its folder");
  case SQLITE_NOMEM:
    return _ ("there is not enough memory; close other programs, and try again");
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return _ ("the record is damaged; \"regimen backup --salvage FILE\" copies what is still "
              "intact, and \"regimen restore FILE\" restores a backup");
  default:
    return NULL;
  }
}

/* @number: the error of the operating system; 0 if SQLite does not know it. Returns: (transfer
 * full). */
static char *
explain_disk (int number)
{
  if (number == ENOSPC || number == EDQUOT)
    return g_strdup (explain (SQLITE_FULL));
  if (number == EROFS)
    return g_strdup (explain (SQLITE_READONLY));
  g_autofree char *reason
    = number != 0 ? g_strdup_printf (" (%s)", g_strerror (number)) : g_strdup ("");
  return g_strdup_printf (_ ("reading or writing failed%s; try again. If it fails again, the disk "
                             "may be going bad, and \"regimen backup --salvage FILE\", with a FILE "
                             "on another disk, copies what can be read"),
                          reason);
}

int
sql_failed_read (sqlite3 *db)
{
  static const int files[] = { SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    sqlite3_file *file = NULL;
    int number = 0;

    if (db != NULL && sqlite3_file_control (db, "main", files[i], &file) == SQLITE_OK
        && file != NULL && file->pMethods != NULL
        && file->pMethods->xFileControl (file, SQLITE_FCNTL_LAST_ERRNO, &number) == SQLITE_OK
        && (number == EIO || number == ENXIO || number == ERANGE))
      return number;
  }
  return 0;
}

gboolean
sql_error_for (sqlite3 *db, int code, gboolean saving, const char *path, GError **error)
{
  int kind = code & 0xff, number = sqlite3_system_errno (db);
  g_autofree char *text = NULL, *meant = beside_meant (path);
  gboolean damaged;

  /* If a disk fails, SQLite may say that the database is corrupt, although it is not. */
  if ((kind == SQLITE_CORRUPT || (kind == SQLITE_IOERR && number == 0))
      && sql_failed_read (db) != 0) {
    kind = SQLITE_IOERR;
    number = sql_failed_read (db);
  }
  /* SQLITE_ERROR is a general code; here it means that a table is missing */
  damaged = kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB || kind == SQLITE_ERROR;
  text = kind == SQLITE_IOERR ? explain_disk (number) : g_strdup (explain (kind));
  if (text == NULL) /* in a damaged record, the message may have any bytes */
    text = g_utf8_make_valid (sqlite3_errmsg (db), -1);
  g_set_error (error, RGM_ERROR, damaged ? RGM_ERROR_DAMAGED : RGM_ERROR_STORE, "%s: %s", meant,
               text);
  if (saving)
    error_not_saved (error);
  return FALSE;
}

gboolean
sql_newer (const char *path, gint64 version, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_NEWER,
               _ ("%s was written by a newer regimen (its tables have version %" PRId64
                  ", this program knows %d); it was left as it is"),
               path, version, RGM_SCHEMA_VERSION);
  return FALSE;
}

gboolean
sql_error (RgmStore *store, GError **error)
{
  return sql_error_for (store->db, sqlite3_extended_errcode (store->db), store->writing,
                        store->path, error);
}

/* ---- statements ---- */

static sqlite3_stmt *
prepare (RgmStore *store, GError **error, const char *sql, const char *types, va_list *values)
{
  sqlite3_stmt *statement = g_hash_table_lookup (store->statements, sql);
  int code = SQLITE_OK;

  /* After some errors of the disk SQLite takes back the whole transaction. What follows would then
   * be saved one by one. */
  if (store->begun && sqlite3_get_autocommit (store->db)) {
    sql_error_for (store->db, SQLITE_IOERR, TRUE, store->path, error);
    return NULL;
  }
  /* a statement that is still being stepped belongs to a caller further up */
  if (statement == NULL || sqlite3_stmt_busy (statement)) {
    if (sqlite3_prepare_v2 (store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
      sql_error (store, error);
      return NULL;
    }
    g_hash_table_replace (store->statements, (gpointer)sqlite3_sql (statement), statement);
  }
  /* NOLINTBEGIN(clang-analyzer-valist.Uninitialized): the caller has called va_start. */
  for (int i = 0; code == SQLITE_OK && types[i] != '\0'; i++) {
    if (types[i] == 'i')
      code = sqlite3_bind_int64 (statement, i + 1, va_arg (*values, gint64));
    else if (types[i] == 'd')
      code = sqlite3_bind_int (statement, i + 1, va_arg (*values, int));
    else if (types[i] == 't')
      code = sqlite3_bind_text (statement, i + 1, va_arg (*values, const char *), -1,
                                SQLITE_TRANSIENT);
    else
      code = sqlite3_bind_blob (statement, i + 1, va_arg (*values, const void *), RGM_HASH_BYTES,
                                SQLITE_TRANSIENT);
  }
  /* NOLINTEND(clang-analyzer-valist.Uninitialized) */
  /* If memory ran out, the value would be NULL, and the statement would do something else. */
  if (code != SQLITE_OK) {
    sql_error (store, error);
    sql_done (statement);
    return NULL;
  }
  return statement;
}

void
sql_done (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

void
sql_forget (RgmStore *store)
{
  sqlite3_stmt *next, *each = sqlite3_next_stmt (store->db, NULL);

  for (; each != NULL; each = next) {
    next = sqlite3_next_stmt (store->db, each);
    if (sqlite3_stmt_busy (each))
      continue;
    if (g_hash_table_lookup (store->statements, sqlite3_sql (each)) == each)
      g_hash_table_remove (store->statements, sqlite3_sql (each));
    sqlite3_finalize (each);
  }
}

sqlite3_stmt *
sql_query (RgmStore *store, GError **error, const char *sql, const char *types, ...)
{
  va_list values;
  sqlite3_stmt *statement;

  va_start (values, types);
  statement = prepare (store, error, sql, types, &values);
  va_end (values);
  return statement;
}

int
sql_next (RgmStore *store, sqlite3_stmt *statement, GError **error)
{
  switch (sqlite3_step (statement)) {
  case SQLITE_ROW:
    return 1;
  case SQLITE_DONE:
    return 0;
  default:
    sql_error (store, error);
    return -1;
  }
}

gboolean
sql_run (RgmStore *store, GError **error, const char *sql, const char *types, ...)
{
  va_list values;
  g_autoptr (sqlite3_stmt) statement = NULL;
  int more;

  va_start (values, types);
  statement = prepare (store, error, sql, types, &values);
  va_end (values);
  if (statement == NULL)
    return FALSE;
  while ((more = sql_next (store, statement, error)) > 0)
    ;
  return more == 0;
}

gboolean
sql_wrote_row (RgmStore *store, GError **error)
{
  if (sqlite3_changes (store->db) == 1)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
               _ ("%s: something in it that this program did not make, such as a trigger, "
                  "prevents writing to its tables; \"regimen check\" names it"),
               store->path);
  if (store->writing)
    error_not_saved (error);
  return FALSE;
}

gboolean
sql_number (RgmStore *store, gint64 *value, GError **error, const char *sql, const char *types, ...)
{
  va_list values;
  g_autoptr (sqlite3_stmt) statement = NULL;
  int more;

  va_start (values, types);
  statement = prepare (store, error, sql, types, &values);
  va_end (values);
  if (statement == NULL)
    return FALSE;
  more = sql_next (store, statement, error);
  if (more > 0)
    *value = sqlite3_column_int64 (statement, 0);
  return more >= 0;
}

/* ---- rows ---- */

gboolean
sql_rows (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read, GPtrArray *into,
          GError **error)
{
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gpointer element = read (statement, error);
    if (element == NULL)
      return FALSE;
    g_ptr_array_add (into, element);
  }
  return more == 0;
}

GPtrArray *
sql_list (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read, GDestroyNotify free_element,
          GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_element);

  return sql_rows (store, statement, read, list, error) ? g_steal_pointer (&list) : NULL;
}

gboolean
sql_ids (RgmStore *store, sqlite3_stmt *statement, GArray *ids, GError **error)
{
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, 0);
    g_array_append_val (ids, id);
  }
  return more == 0;
}

/* ---- columns ---- */

/* Ends the process if memory ran out. In that case SQLite gives NULL for a column, which would be
 * taken for its value. */
static void
check_memory (sqlite3_stmt *statement)
{
  if (sqlite3_errcode (sqlite3_db_handle (statement)) == SQLITE_NOMEM)
    g_error ("failed to allocate memory for a value of the database");
}

const char *
sql_borrow_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);

  if (text == NULL)
    check_memory (statement);
  return text;
}

const void *
sql_borrow_blob (sqlite3_stmt *statement, int column)
{
  const void *bytes = sqlite3_column_blob (statement, column);

  if (bytes == NULL)
    check_memory (statement);
  return bytes;
}

char *
sql_text (sqlite3_stmt *statement, int column)
{
  const char *text = sql_borrow_text (statement, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

int
sql_name (sqlite3_stmt *statement, int column, const char *const *names, guint count, int otherwise)
{
  const char *text = sql_borrow_text (statement, column);

  for (guint i = 0; i < count; i++)
    if (g_strcmp0 (text, names[i]) == 0)
      return (int)i;
  return otherwise;
}

RgmInstant
sql_instant (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return RGM_INSTANT_NONE;
  return sqlite3_column_int64 (statement, column);
}

gboolean
sql_local (sqlite3_stmt *statement, int column, RgmLocal *local, GError **error)
{
  const char *text = sql_borrow_text (statement, column);
  g_autofree char *quoted = NULL;

  *local = RGM_LOCAL_NONE;
  if (text == NULL || rgm_local_parse (text, local, NULL))
    return TRUE;
  quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
               _ ("the record has %s where a date belongs; run \"regimen check\""), quoted);
  error_set_trait (error, ERROR_ADVISES_CHECK);
  return FALSE;
}

/* ---- reading several things as they were at one moment ---- */

gboolean
sql_view (RgmView *view, RgmStore *store, GError **error)
{
  if (sqlite3_get_autocommit (store->db) == 0)
    return TRUE;
  if (!sql_run (store, error, "BEGIN", ""))
    return FALSE;
  view->store = store;
  return TRUE;
}

void
sql_view_clear (RgmView *view)
{
  if (view->store != NULL)
    sqlite3_exec (view->store->db, "ROLLBACK", NULL, NULL, NULL);
}

RgmReading *
store_begin_reading (RgmStore *store, GError **error)
{
  return sql_run (store, error, "BEGIN", "") ? store : NULL;
}

void
store_end_reading (RgmReading *store)
{
  sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- several days in one column ---- */

char *
sql_days_to_text (const GArray *days)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)days);
  g_autoptr (GString) text = g_string_new (NULL);
  RgmDay last = RGM_NO_DAY;

  g_array_sort (sorted, compare_ints);
  for (guint i = 0; i < sorted->len; i++) {
    RgmDay day = g_array_index (sorted, RgmDay, i);
    g_autofree char *word = rgm_day_format (day);
    if (day != last)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", word);
    last = day;
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

gboolean
sql_days_from_text (const char *text, GArray *days, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    RgmDay day = rgm_day_parse (words[i], NULL);
    if (day == RGM_NO_DAY) {
      g_autofree char *quoted = text_quote (words[i]);
      g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                   _ ("the record has %s where a day belongs; run \"regimen check\""), quoted);
      error_set_trait (error, ERROR_ADVISES_CHECK);
      return FALSE;
    }
    g_array_append_val (days, day);
  }
  return TRUE;
}
