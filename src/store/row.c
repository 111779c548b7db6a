/* Adds rows to the record, each with its hash, and checks that none was changed or removed. */
#include "store/store-private.h"

#include "base/i18n.h"
#include <inttypes.h>
#include <string.h>

const char *const row_tables[] = { "changes",       "patients",     "patient_revisions",
                                   "courses",       "revisions",    "administrations",
                                   "appointments",  "moves",        "holds",
                                   "course_states", "dose_changes", "pauses",
                                   "undos",         "invitations",  "course_names",
                                   "observations",  "contacts",     "questions",
                                   "needs",         "merges",       NULL };

static RgmField *
add (RgmRow *row, const char *column, int type)
{
  RgmField *field = &row->fields[row->n++];

  g_assert (row->n <= (int)G_N_ELEMENTS (row->fields));
  field->column = column;
  field->type = type;
  return field;
}

void
row_number (RgmRow *row, const char *column, gint64 value)
{
  add (row, column, SQLITE_INTEGER)->number = value;
}

void
row_instant (RgmRow *row, const char *column, RgmInstant value)
{
  if (value == RGM_INSTANT_NONE)
    add (row, column, SQLITE_NULL);
  else
    row_number (row, column, value);
}

void
row_text (RgmRow *row, const char *column, const char *value)
{
  add (row, column, value != NULL ? SQLITE_TEXT : SQLITE_NULL)->text = value;
}

/* ---- the canonical content ---- */

/* Appends @number in decimal, faster than printf() would: every command checks rows, and formatting
 * numbers would take most of that time. */
static void
append_number (GString *text, gint64 number)
{
  char digits[20];
  int n = sizeof digits;
  guint64 rest = number < 0 ? -(guint64)number : (guint64)number;

  do
    digits[--n] = (char)('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (number < 0)
    g_string_append_c (text, '-');
  g_string_append_len (text, digits + n, (gssize)sizeof digits - n);
}

/* Puts the canonical content of @row into @content. */
static void
set_content (GString *content, const RgmRow *row)
{
  g_string_truncate (content, 0);
  g_string_append (content, row->table);
  g_string_append_c (content, '\n');
  for (int i = 0; i < row->n; i++) {
    const RgmField *field = &row->fields[i];

    if (field->type == SQLITE_NULL)
      continue;
    g_string_append (content, field->column);
    g_string_append_c (content, field->type == SQLITE_INTEGER ? '=' : ':');
    if (field->type == SQLITE_INTEGER)
      append_number (content, field->number);
    else {
      gsize length = strlen (field->text);

      append_number (content, (gint64)length);
      g_string_append_c (content, ':');
      g_string_append_len (content, field->text, (gssize)length);
    }
    g_string_append_c (content, '\n');
  }
}

void
row_hash (const RgmRow *row, guint8 hash[RGM_HASH_BYTES])
{
  g_autoptr (GString) content = g_string_sized_new (512);

  set_content (content, row);
  sha256_of (content->str, content->len, hash);
}

/* The sum must not depend on the order of the rows of a change, because they are in many tables. */
void
row_add_to_sum (guint8 sum[RGM_HASH_BYTES], const guint8 hash[RGM_HASH_BYTES])
{
  for (int i = 0; i < RGM_HASH_BYTES; i++)
    sum[i] ^= hash[i];
}

/* ---- writing ---- */

gboolean
row_put (RgmStore *store, const RgmRow *whole, guint8 hash[RGM_HASH_BYTES], GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_string_append_printf (sql, "INSERT INTO %s (", whole->table);
  for (int i = 0; i < whole->n; i++)
    g_string_append_printf (sql, "%s, ", whole->fields[i].column);
  g_string_append (sql, "hash) VALUES (");
  for (int i = 0; i < whole->n; i++)
    g_string_append (sql, "?, ");
  g_string_append (sql, "?)");
  statement = sql_query (store, error, sql->str, "");
  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < whole->n; i++)
    if (whole->fields[i].type == SQLITE_INTEGER)
      sqlite3_bind_int64 (statement, i + 1, whole->fields[i].number);
    else
      sqlite3_bind_text (statement, i + 1, whole->fields[i].text, -1, SQLITE_STATIC);
  row_hash (whole, hash);
  /* nothing is copied, so nothing can fail */
  sqlite3_bind_blob (statement, whole->n + 1, hash, RGM_HASH_BYTES, SQLITE_STATIC);
  return sql_next (store, statement, error) >= 0 && sql_wrote_row (store, error);
}

gint64
row_insert (RgmStore *store, RgmRow *row, GError **error)
{
  g_autofree char *max = g_strdup_printf ("SELECT ifnull (max (id), 0) + 1 FROM %s", row->table);
  RgmRow whole = { .table = row->table };
  guint8 hash[RGM_HASH_BYTES];
  gint64 id = 0;

  g_return_val_if_fail (store->change != 0, 0);
  /* The id is part of the content that is hashed, so it is needed before the row is written. No
   * other connection can take it meanwhile, because only one writes at a time. */
  if (!sql_number (store, &id, error, max, ""))
    return 0;
  /* the content of a row begins with id and ends with change_id */
  row_number (&whole, "id", id);
  for (int i = 0; i < row->n; i++)
    *add (&whole, row->fields[i].column, 0) = row->fields[i];
  row_number (&whole, "change_id", store->change);
  if (!row_put (store, &whole, hash, error))
    return 0;
  store->rows++;
  row_hash (&whole, hash);
  row_add_to_sum (store->sum, hash);
  return id;
}

/* ---- reading back ---- */

/* The columns of a statement that reads whole rows. SQLite is asked for their names only once,
 * because that takes as long as reading a value. */
typedef struct {
  const char *names[RGM_ROW_FIELDS + 1]; /* one more, for the hash */
  int count;
  int hash;   /* the index of the column hash; -1: there is none */
  int change; /* the index of change_id; -1: there is none */
} Layout;

static Layout
layout_of (sqlite3_stmt *statement)
{
  Layout layout = { .count = sqlite3_column_count (statement), .hash = -1, .change = -1 };

  g_assert (layout.count <= (int)G_N_ELEMENTS (layout.names));
  for (int i = 0; i < layout.count; i++) {
    layout.names[i] = sqlite3_column_name (statement, i);
    if (g_str_equal (layout.names[i], "change_id"))
      layout.change = i;
    else if (g_str_equal (layout.names[i], "hash"))
      layout.hash = i;
  }
  return layout;
}

static void
read_field (sqlite3_stmt *statement, const Layout *layout, int column, RgmRow *row)
{
  RgmField *field = add (row, layout->names[column], sqlite3_column_type (statement, column));

  if (field->type == SQLITE_INTEGER)
    field->number = sqlite3_column_int64 (statement, column);
  else if (field->type != SQLITE_NULL)
    field->text = sql_borrow_text (statement, column);
}

/* Columns that a later version added follow change_id and hash in the table. In the canonical
 * content change_id still comes last. */
static const guint8 *
read_row (sqlite3_stmt *statement, const Layout *layout, const char *table, RgmRow *row)
{
  int hash = layout->hash;

  row->table = table;
  row->n = 0;
  for (int i = 0; i < layout->count; i++)
    if (i != hash && i != layout->change)
      read_field (statement, layout, i, row);
  if (layout->change >= 0)
    read_field (statement, layout, layout->change, row);
  return hash >= 0 && sqlite3_column_bytes (statement, hash) == RGM_HASH_BYTES
           ? sql_borrow_blob (statement, hash)
           : NULL;
}

const guint8 *
row_read (sqlite3_stmt *statement, const char *table, RgmRow *row)
{
  const Layout layout = layout_of (statement);

  *row = (RgmRow){ .table = table };
  return read_row (statement, &layout, table, row);
}

/* ---- checking all of them ---- */

void
row_add_problem (GPtrArray *problems, const char *message, const char *what)
{
  GString *problem = g_string_new (message);

  g_string_replace (problem, "%s", what, 1);
  g_ptr_array_add (problems, g_string_free (problem, FALSE));
}

gboolean
row_check_each (RgmStore *store, const char *sql, const char *message, GPtrArray *problems,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    g_autofree char *about = sql_text (statement, 0);
    row_add_problem (problems, message, about);
  }
  return more == 0;
}

/* Checks the hash of each row of @statement, which is "SELECT * FROM @table". @counts: (nullable)
 * (element-type gint64): counts the rows of each change, by its id. */
static gboolean
check_rows (RgmStore *store, const char *table, sqlite3_stmt *statement, GArray *counts,
            GPtrArray *problems, GError **error)
{
  g_autoptr (GString) content = g_string_sized_new (512);
  RgmRow row = { .table = table };
  Layout layout = { 0 };
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    guint8 hash[RGM_HASH_BYTES];
    const guint8 *stored;
    gint64 change;

    /* not before the first step, because that may prepare the statement anew, with new names */
    if (layout.count == 0)
      layout = layout_of (statement);
    stored = read_row (statement, &layout, table, &row);
    change = row.n > 0 ? row.fields[row.n - 1].number : -1;
    set_content (content, &row);
    sha256_of (content->str, content->len, hash);
    if (stored == NULL || memcmp (stored, hash, sizeof hash) != 0)
      g_ptr_array_add (problems,
                       row_words (store, table, (gint64)sqlite3_column_int64 (statement, 0)));
    if (counts != NULL && change >= 0 && change < (gint64)counts->len)
      g_array_index (counts, gint64, change)++;
  }
  return more == 0;
}

gboolean
row_check_table (RgmStore *store, const char *table, gint64 newest, GPtrArray *problems,
                 GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT * FROM %s WHERE id > (SELECT max (id) FROM %s) - ? ORDER BY id", table, table);
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "i", newest);

  return check_rows (store, table, statement, NULL, problems, error);
}

/* Finds rows that were removed: each change has the number of its rows, and the changes are
 * numbered without a gap, up to @last. (Counting in SQL takes time that grows with the square of
 * the record.) @counts: (element-type gint64): the rows that each change has. */
static gboolean
check_missing (RgmStore *store, gint64 last, const GArray *counts, GPtrArray *problems,
               GError **error)
{
  g_autoptr (sqlite3_stmt) changes
    = sql_query (store, error, "SELECT id, command, row_count FROM changes ORDER BY id", "");
  gint64 gone = last;
  int more = -1;

  for (; changes != NULL && (more = sql_next (store, changes, error)) > 0; gone--) {
    gint64 id = sqlite3_column_int64 (changes, 0), written = sqlite3_column_int64 (changes, 2);
    gint64 there = id >= 0 && id < (gint64)counts->len ? g_array_index (counts, gint64, id) : 0;
    g_autofree char *command = sql_text (changes, 1);
    if (there == written && sqlite3_column_type (changes, 2) != SQLITE_NULL)
      continue;
    g_ptr_array_add (
      problems,
      g_strdup_printf (P_ ("change %" PRId64 " (%s) wrote %" PRId64 " row, but there are %" PRId64,
                           "change %" PRId64 " (%s) wrote %" PRId64 " rows, but there are %" PRId64,
                           (gulong)written),
                       id, command, written, there));
  }
  if (more == 0 && gone != 0)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%" PRId64 " changes are missing"), gone));
  return more == 0;
}

GPtrArray *
row_tables_there (RgmStore *store, GError **error)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT name FROM sqlite_schema WHERE type = 'table'", "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0)
    g_hash_table_add (there, sql_text (statement, 0));
  for (guint i = 0; more == 0 && row_tables[i] != NULL; i++)
    if (g_hash_table_contains (there, row_tables[i]))
      g_ptr_array_add (tables, (gpointer)row_tables[i]);
  return more == 0 ? g_steal_pointer (&tables) : NULL;
}

/* Whether @line of SQLite's integrity check says that a page could not be read, because the disk
 * failed or memory ran out. That says nothing about the content of the page. */
static gboolean
is_unread (const char *line)
{
  static const char words[] = "unable to get the page. error code=";
  const char *found = strstr (line, words);

  gint64 code = found != NULL ? g_ascii_strtoll (found + strlen (words), NULL, 10) & 0xff : 0;

  return code == SQLITE_IOERR || code == SQLITE_NOMEM;
}

/* Checks foreign keys. This runs the pragma itself, not a SELECT from it, for which SQLite would
 * first have to make a virtual table. */
static gboolean
check_references (RgmStore *store, GPtrArray *problems, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "PRAGMA main.foreign_key_check", "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    g_autofree char *table = sql_text (statement, 0), *row = sql_text (statement, 1);
    g_autofree char *what = row != NULL ? g_strdup_printf ("%s %s", table, row) : g_strdup (table);

    row_add_problem (problems, _ ("%s refers to a row that does not exist"), what);
  }
  return more == 0;
}

gboolean
row_check_pages (RgmStore *store, GPtrArray *problems, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, "PRAGMA main.integrity_check", "");
  gboolean unread = FALSE;
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    g_autofree char *line = sql_text (statement, 0);

    if (g_strcmp0 (line, "ok") == 0)
      continue;
    unread = unread || is_unread (line);
    row_add_problem (problems, "SQLite: %s", line);
  }
  if (more == 0 && unread)
    sql_error_for (store->db, SQLITE_IOERR, FALSE, store->path, error);
  return more == 0 && !unread && check_references (store, problems, error);
}

/* A statement that gives one row, which says for each of @tables whether it has rows. In most
 * records most tables are empty, and a statement for each of them would cost more than this one.
 * (No index is used, because it may be damaged.) */
static sqlite3_stmt *
which_have_rows (RgmStore *store, const GPtrArray *tables)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < tables->len; i++)
    g_string_append_printf (sql, "%sEXISTS (SELECT 1 FROM %s NOT INDEXED)", i > 0 ? ", " : "",
                            (const char *)tables->pdata[i]);
  return sql_query (store, NULL, sql->str, "");
}

gboolean
row_check_rows (RgmStore *store, GPtrArray *problems, GError **error)
{
  enum { MOST = 1 << 24 }; /* a higher number is taken for damage */
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autoptr (GPtrArray) tables = row_tables_there (store, error);
  g_autoptr (sqlite3_stmt) filled = NULL;
  gboolean known;
  gint64 last = 0;

  if (tables == NULL
      || !sql_number (store, &last, error, "SELECT ifnull (max (id), 0) FROM changes", ""))
    return FALSE;
  /* if this fails because a table cannot be read, the tables before it are checked all the same */
  filled = which_have_rows (store, tables);
  known = filled != NULL && sql_next (store, filled, NULL) > 0;
  g_array_set_size (counts, (guint)CLAMP (last, 0, MOST - 1) + 1);
  for (guint i = 0; i < tables->len; i++) {
    const char *table = tables->pdata[i];
    g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", table);
    g_autoptr (sqlite3_stmt) statement = NULL;

    if (known && !sqlite3_column_int (filled, (int)i))
      continue;
    statement = sql_query (store, error, sql, "");
    /* the first table is that of the changes themselves */
    if (!check_rows (store, table, statement, i > 0 ? counts : NULL, problems, error))
      return FALSE;
  }
  return check_missing (store, last, counts, problems, error);
}

gboolean
row_check_all (RgmStore *store, GPtrArray *problems, GError **error)
{
  return row_check_pages (store, problems, error) && row_check_rows (store, problems, error);
}
