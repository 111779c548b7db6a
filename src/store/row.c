/* Rows of the record, each with its hash: adding them, and checking that none was changed or
 * removed. */
#include "store/store-private.h"

#include "base/i18n.h"
#include <inttypes.h>
#include <string.h>

const char *const row_tables[] = { "changes",
                                   "patients",
                                   "patient_revisions",
                                   "courses",
                                   "revisions",
                                   "administrations",
                                   "appointments",
                                   "moves",
                                   "holds",
                                   "course_states",
                                   "dose_changes",
                                   "pauses",
                                   "undos",
                                   "invitations",
                                   "course_names",
                                   "observations",
                                   "contacts",
                                   "questions",
                                   "needs",
                                   NULL };

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

void
row_hash (const RgmRow *row, guint8 hash[RGM_HASH_BYTES])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = RGM_HASH_BYTES;

  g_checksum_update (sum, (const guchar *)row->table, -1);
  g_checksum_update (sum, (const guchar *)"\n", 1);
  for (int i = 0; i < row->n; i++) {
    const RgmField *field = &row->fields[i];
    g_autofree char *content = NULL;

    if (field->type == SQLITE_NULL)
      continue;
    if (field->type == SQLITE_INTEGER)
      content = g_strdup_printf ("%s=%" G_GINT64_FORMAT "\n", field->column, field->number);
    else
      content = g_strdup_printf ("%s:%" G_GSIZE_FORMAT ":%s\n", field->column, strlen (field->text),
                                 field->text);
    g_checksum_update (sum, (const guchar *)content, -1);
  }
  g_checksum_get_digest (sum, hash, &length);
}

/* ---- writing ---- */

gint64
row_insert (RgmStore *store, RgmRow *row, GError **error)
{
  g_autofree char *max = g_strdup_printf ("SELECT ifnull (max (id), 0) + 1 FROM %s", row->table);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;
  RgmRow whole = { .table = row->table };
  guint8 hash[RGM_HASH_BYTES];
  gint64 id = 0;

  g_return_val_if_fail (store->change != 0, 0);
  /* The primary key belongs to the content, so it is needed before the row is written. Only one
   * connection writes at a time. */
  if (!sql_number (store, &id, error, max, ""))
    return 0;
  /* every table of the record has id in front and change_id at the end */
  row_number (&whole, "id", id);
  for (int i = 0; i < row->n; i++)
    *add (&whole, row->fields[i].column, 0) = row->fields[i];
  row_number (&whole, "change_id", store->change);
  g_string_append_printf (sql, "INSERT INTO %s (", whole.table);
  for (int i = 0; i < whole.n; i++)
    g_string_append_printf (sql, "%s, ", whole.fields[i].column);
  g_string_append (sql, "hash) VALUES (");
  for (int i = 0; i < whole.n; i++)
    g_string_append (sql, "?, ");
  g_string_append (sql, "?)");
  statement = sql_query (store, error, sql->str, "");
  if (statement == NULL)
    return 0;
  for (int i = 0; i < whole.n; i++)
    if (whole.fields[i].type == SQLITE_INTEGER)
      sqlite3_bind_int64 (statement, i + 1, whole.fields[i].number);
    else
      sqlite3_bind_text (statement, i + 1, whole.fields[i].text, -1, SQLITE_STATIC);
  row_hash (&whole, hash);
  sqlite3_bind_blob (statement, whole.n + 1, hash, sizeof hash, SQLITE_TRANSIENT);
  if (sql_next (store, statement, error) < 0)
    return 0;
  store->rows++;
  return id;
}

/* ---- reading back ---- */

static void
read_field (sqlite3_stmt *statement, int column, RgmRow *row)
{
  RgmField *field
    = add (row, sqlite3_column_name (statement, column), sqlite3_column_type (statement, column));

  if (field->type == SQLITE_INTEGER)
    field->number = sqlite3_column_int64 (statement, column);
  else if (field->type != SQLITE_NULL)
    field->text = (const char *)sqlite3_column_text (statement, column);
}

/* Columns that a later version added follow change_id and hash in the table. In the canonical
 * content change_id still comes last. */
const guint8 *
row_read (sqlite3_stmt *statement, const char *table, RgmRow *row)
{
  const guint8 *hash = NULL;
  int change = -1;

  *row = (RgmRow){ .table = table };
  for (int i = 0; i < sqlite3_column_count (statement); i++) {
    const char *name = sqlite3_column_name (statement, i);
    if (g_str_equal (name, "change_id"))
      change = i;
    else if (!g_str_equal (name, "hash"))
      read_field (statement, i, row);
    else if (sqlite3_column_bytes (statement, i) == RGM_HASH_BYTES)
      hash = sqlite3_column_blob (statement, i);
  }
  if (change >= 0)
    read_field (statement, change, row);
  return hash;
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

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0)
    row_add_problem (problems, message, (const char *)sqlite3_column_text (statement, 0));
  return more == 0;
}

static gboolean
check_table (RgmStore *store, const char *table, GPtrArray *problems, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", table);
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    RgmRow row;
    guint8 hash[RGM_HASH_BYTES];
    const guint8 *stored = row_read (statement, table, &row);

    row_hash (&row, hash);
    if (stored == NULL || memcmp (stored, hash, sizeof hash) != 0)
      g_ptr_array_add (problems,
                       g_strdup_printf (_ ("row %" PRId64 " of %s is not as it was "
                                           "written"),
                                        (gint64)sqlite3_column_int64 (statement, 0), table));
  }
  return more == 0;
}

/* Finds rows that were removed: each change knows how many rows it has, and the changes are
 * numbered without a gap. */
static gboolean
check_missing (RgmStore *store, const GPtrArray *tables, GPtrArray *problems, GError **error)
{
  g_autoptr (GString) sql
    = g_string_new ("SELECT c.id || ' (' || c.command || '): ' || c.row_count || ' rows written, ' "
                    "|| count (r.change_id)"
                    " || ' are there' FROM changes AS c LEFT JOIN (SELECT NULL AS change_id");
  gint64 gone = 0;

  for (guint i = 1; i < tables->len; i++)
    g_string_append_printf (sql, " UNION ALL SELECT change_id FROM %s",
                            (const char *)tables->pdata[i]);
  g_string_append (
    sql,
    ") AS r ON r.change_id = c.id GROUP BY c.id HAVING count (r.change_id) IS NOT c.row_count");
  if (!row_check_each (store, sql->str, _ ("change %s"), problems, error)
      || !sql_number (store, &gone, error, "SELECT ifnull (max (id), 0) - count (*) FROM changes",
                      ""))
    return FALSE;
  if (gone != 0)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%" PRId64 " changes are missing"), gone));
  return TRUE;
}

/* The tables of the record that this database has; one of an older version lacks some. Returns:
 * (transfer container). */
static GPtrArray *
record_tables (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();

  for (guint i = 0; row_tables[i] != NULL; i++) {
    gint64 there = 0;
    if (!sql_number (store, &there, error,
                     "SELECT count (*) FROM sqlite_schema WHERE type = 'table' AND name = ?", "t",
                     row_tables[i]))
      return NULL;
    if (there > 0)
      g_ptr_array_add (tables, (gpointer)row_tables[i]);
  }
  return g_steal_pointer (&tables);
}

gboolean
row_check_all (RgmStore *store, GPtrArray *problems, GError **error)
{
  g_autoptr (GPtrArray) tables = NULL;

  if (!row_check_each (
        store, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        "SQLite: %s", problems, error)
      || !row_check_each (
        store,
        "SELECT rtrim (\"table\" || ' ' || ifnull (rowid, '')) FROM pragma_foreign_key_check",
        _ ("%s refers to a row that is not there"), problems, error)
      || (tables = record_tables (store, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    if (!check_table (store, tables->pdata[i], problems, error))
      return FALSE;
  return check_missing (store, tables, problems, error);
}
