/* A table of the record as CSV (RFC 4180): a line with the names of its columns, then its rows.
 *
 * A spreadsheet takes a cell that begins with certain characters for a formula, and would run it.
 * Text that begins with one of them, or with an apostrophe, therefore gets an apostrophe in front.
 * A reader gets the text back by removing the first character if it is an apostrophe, and no two
 * texts become the same cell. */
#include "store/store-private.h"

#include <string.h>

#define PIECE 65536
/* OWASP, "CSV Injection": =, +, -, @, tab and carriage return. */
#define BEGINS_FORMULA "=+-@\t\r'"

/* Every text is in double quotes, so that an empty text differs from a missing one. */
static void
append_text (GString *line, const char *text)
{
  g_string_append_c (line, '"');
  if (*text != '\0' && strchr (BEGINS_FORMULA, *text) != NULL)
    g_string_append_c (line, '\'');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (line, '"');
    g_string_append_c (line, *p);
  }
  g_string_append_c (line, '"');
}

static void
append_row (GString *lines, sqlite3_stmt *statement, const WrittenTable *table, GString *buffer)
{
  for (guint i = 0; i < table->columns->len; i++) {
    const WrittenColumn *column = &g_array_index (table->columns, WrittenColumn, i);
    gboolean number;
    const char *value = written_value (statement, (int)i, column, buffer, &number);

    if (i > 0)
      g_string_append_c (lines, ',');
    if (value != NULL && (number || column->kind != WRITTEN_TEXT))
      g_string_append (lines, value);
    else if (value != NULL)
      append_text (lines, value);
  }
  g_string_append (lines, "\r\n");
}

static gboolean
write_table (RgmStore *store, const WrittenTable *table, RgmStoreSink sink, gpointer data,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = written_rows (store, table, error);
  g_autoptr (GString) lines = g_string_new (NULL), buffer = g_string_new (NULL);
  int more = -1;

  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "," : "",
                            g_array_index (table->columns, WrittenColumn, i).key);
  g_string_append (lines, "\r\n");
  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    append_row (lines, statement, table, buffer);
    if (lines->len >= PIECE) {
      if (!sink (lines->str, lines->len, data, error))
        return FALSE;
      g_string_truncate (lines, 0);
    }
  }
  return more == 0 && sink (lines->str, lines->len, data, error);
}

gboolean
rgm_store_write_csv (RgmStore *store, RgmStoreFile open, RgmStoreSink sink, gpointer data,
                     GError **error)
{
  g_auto (RgmView) view = { 0 };
  g_autoptr (GPtrArray) tables = NULL;

  if (!sql_view (&view, store, error) || (tables = written_tables (store, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++) {
    const WrittenTable *table = tables->pdata[i];
    if (!open (table->name, data, error) || !write_table (store, table, sink, data, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
store_csv_tables (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) tables = written_tables (store, error);
  GPtrArray *names = tables != NULL ? g_ptr_array_new_with_free_func (g_free) : NULL;

  for (guint i = 0; tables != NULL && i < tables->len; i++) {
    const WrittenTable *table = tables->pdata[i];
    g_ptr_array_add (names, g_strdup (table->name));
  }
  return names;
}
