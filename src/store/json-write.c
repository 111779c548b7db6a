/* Writes the whole record as JSON. Each row is an object on a line of its own, so that a reader
 * needs only one of them in memory at a time; together the lines are one JSON document. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/json-text.h"

#define PIECE 65536

typedef struct {
  GString *text;  /* what has not been handed to the sink yet */
  GString *value; /* buffer for one value */
  GChecksum *sum; /* of all text that was handed over so far */
  RgmStoreSink sink;
  gpointer data;
} Writer;

static gboolean
hand_over (Writer *writer, GError **error)
{
  gboolean done = writer->sink (writer->text->str, writer->text->len, writer->data, error);

  g_checksum_update (writer->sum, (const guchar *)writer->text->str, (gssize)writer->text->len);
  g_string_truncate (writer->text, 0);
  return done;
}

static gboolean
append_row (Writer *writer, sqlite3_stmt *statement, const WrittenTable *table, GError **error)
{
  for (guint i = 0; i < table->columns->len; i++) {
    const WrittenColumn *column = &g_array_index (table->columns, WrittenColumn, i);
    gboolean number;
    const char *value = written_value (statement, (int)i, column, writer->value, &number);

    g_string_append_printf (writer->text, "%s\"%s\": ", i == 0 ? "{" : ", ", column->key);
    if (value == NULL)
      g_string_append (writer->text, "null");
    else if (number)
      g_string_append (writer->text, value);
    else if (g_utf8_validate (value, -1, NULL))
      json_append_text (writer->text, value);
    else {
      g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                   _ ("row %s of %s has a text that is not UTF-8"), sql_borrow_text (statement, 0),
                   table->name);
      return FALSE;
    }
  }
  g_string_append_c (writer->text, '}');
  return TRUE;
}

static gboolean
write_table (Writer *writer, RgmStore *store, const WrittenTable *table, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = written_rows (store, table, error);
  gboolean any = FALSE;
  int more = -1;

  g_string_append_printf (writer->text, ",\n\"%s\": [", table->name);
  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    g_string_append (writer->text, any ? ",\n" : "\n");
    any = TRUE;
    if (!append_row (writer, statement, table, error)
        || (writer->text->len >= PIECE && !hand_over (writer, error)))
      return FALSE;
  }
  g_string_append (writer->text, "\n]");
  return more == 0;
}

static gboolean
write_all (Writer *writer, RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) tables = written_tables (store, error);

  if (tables == NULL)
    return FALSE;
  g_string_append_printf (writer->text, JSON_FIRST_LINE, JSON_FORMAT, RGM_SCHEMA_VERSION);
  for (guint i = 0; i < tables->len; i++)
    if (!write_table (writer, store, tables->pdata[i], error))
      return FALSE;
  /* a checksum for all lines, because not every table has hashes of its own */
  g_string_append (writer->text, ",\n");
  if (!hand_over (writer, error))
    return FALSE;
  g_string_append_printf (writer->text, JSON_SUM_LINE "\n}\n", g_checksum_get_string (writer->sum));
  return writer->sink (writer->text->str, writer->text->len, writer->data, error);
}

gboolean
rgm_store_write_json (RgmStore *store, RgmStoreSink sink, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_auto (RgmView) view = { 0 };
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  Writer writer = { g_string_new (NULL), g_string_new (NULL), sum, sink, data };
  gboolean done = FALSE;

  if (!sql_view (&view, store, error) || !row_check_all (store, problems, error)
      || !twins_check (store, problems, error))
    ;
  else if (problems->len > 0)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_DAMAGED,
      _ ("the record is damaged, so it was not exported: %s; \"regimen check\" says more"),
      (const char *)problems->pdata[0]);
  else
    done = write_all (&writer, store, error);
  g_string_free (writer.text, TRUE);
  g_string_free (writer.value, TRUE);
  return done;
}
