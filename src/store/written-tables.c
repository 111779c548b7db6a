/* The tables as they are written to files for other programs: which tables, in which order, and
 * what their columns are called. The columns are read from the database, so a migration needs no
 * change here, unless --json has another name for a new column. */
#include "store/store-private.h"

#include <string.h>

/* Tables that no user filled in, but that a program needs to continue with the record: the hash
 * that stands for everything up to a change; how far each course is settled, because that is
 * derived not only from the record but also from the clock; which alerts were shown, because each
 * is shown once; and which calendars were written, because a dose that was taken back is cancelled
 * only in a calendar that has shown it. */
static const char *const other_tables[] = { "chain", "course_heads", "alerts", "exports" };

/* Columns that --json calls by another name. */
static const struct {
  const char *table, *column, *key;
} other_names[] = {
  { "courses", "treatment_key", "treatment" }, { "courses", "started_at", "started" },
  { "course_names", "removed_at", "removed" }, { "course_states", "from_day", "from" },
  { "course_states", "until_day", "until" },   { "pauses", "from_day", "from" },
  { "pauses", "until_day", "until" },          { "contacts", "purpose", "for" },
  { "needs", "source", "suggestion" },
};

/* Columns that have instants, in addition to those whose names end in "_at". */
static const char *const instants[] = { "at", "since", "until", "changed", "instance", NULL };

static const char *
key_of (const char *table, const char *column)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_names); i++)
    if (g_str_equal (other_names[i].table, table) && g_str_equal (other_names[i].column, column))
      return other_names[i].key;
  return column;
}

static WrittenKind
kind_of (const char *column, const char *type)
{
  if (g_str_equal (type, "BLOB"))
    return WRITTEN_HASH;
  if (g_str_equal (type, "TEXT"))
    return WRITTEN_TEXT;
  return g_strv_contains (instants, column) || g_str_has_suffix (column, "_at") ? WRITTEN_INSTANT
                                                                                : WRITTEN_NUMBER;
}

static void
clear_column (gpointer column)
{
  g_free (((WrittenColumn *)column)->column);
}

static void
free_table (gpointer data)
{
  WrittenTable *table = data;

  g_array_unref (table->columns);
  g_free (table);
}

/* Adds the table to @tables, unless this database does not have it. */
static gboolean
add_table (RgmStore *store, const char *name, GPtrArray *tables, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT name, type FROM pragma_table_info (?)", "t", name);
  WrittenTable *table = g_new0 (WrittenTable, 1);
  int more = -1;

  table->name = name;
  table->columns = g_array_new (FALSE, TRUE, sizeof (WrittenColumn));
  g_array_set_clear_func (table->columns, clear_column);
  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    WrittenColumn column = { .column = sql_text (statement, 0) };
    column.key = key_of (name, column.column);
    column.kind = kind_of (column.column, sql_borrow_text (statement, 1));
    g_array_append_val (table->columns, column);
  }
  g_assert (table->columns->len <= WRITTEN_COLUMNS);
  if (more == 0 && table->columns->len > 0)
    g_ptr_array_add (tables, table);
  else
    free_table (table);
  return more == 0;
}

GPtrArray *
written_tables (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (free_table);

  for (guint i = 0; row_tables[i] != NULL; i++)
    if (!add_table (store, row_tables[i], tables, error))
      return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (other_tables); i++)
    if (!add_table (store, other_tables[i], tables, error))
      return NULL;
  return g_steal_pointer (&tables);
}

/* The rows are sorted by the first columns, which identify a row: in alerts the first three, else
 * the first alone. The statement names the columns, because "*" would also give those that SQLite
 * generates from the others. */
sqlite3_stmt *
written_rows (RgmStore *store, const WrittenTable *table, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "",
                            g_array_index (table->columns, WrittenColumn, i).column);
  g_string_append_printf (sql, " FROM %s ORDER BY 1, 2%s", table->name,
                          table->columns->len > 2 ? ", 3" : "");
  return sql_query (store, error, sql->str, "");
}

const char *
written_value (sqlite3_stmt *statement, int i, const WrittenColumn *column, GString *buffer,
               gboolean *number)
{
  const guint8 *bytes;

  *number = column->kind == WRITTEN_NUMBER;
  if (sqlite3_column_type (statement, i) == SQLITE_NULL)
    return NULL;
  g_string_truncate (buffer, 0);
  if (column->kind == WRITTEN_INSTANT) {
    gint64 instant = sqlite3_column_int64 (statement, i), read = 0;
    g_autofree char *text = rgm_instant_format_utc (instant);
    *number = !rgm_instant_parse (text, &read, NULL) || read != instant;
    if (!*number)
      g_string_append (buffer, text);
    else
      g_string_append_printf (buffer, "%" G_GINT64_FORMAT, instant);
    return buffer->str;
  }
  if (column->kind != WRITTEN_HASH)
    return sql_borrow_text (statement, i);
  bytes = sql_borrow_blob (statement, i);
  for (int n = 0; n < sqlite3_column_bytes (statement, i); n++)
    g_string_append_printf (buffer, "%02x", bytes[n]);
  return buffer->str;
}
