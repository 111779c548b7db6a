#include "store/store-private.h"

#include <string.h>

const char *const rgm_record_tables[] = { "changes",       "patients",     "patient_revisions",
                                          "courses",       "revisions",    "administrations",
                                          "appointments",  "moves",        "holds",
                                          "course_states", "dose_changes", "pauses",
                                          "undos",         "invitations",  NULL };

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
rgm_row_number (RgmRow *row, const char *column, gint64 value)
{
  add (row, column, SQLITE_INTEGER)->number = value;
}

void
rgm_row_instant (RgmRow *row, const char *column, RgmInstant value)
{
  if (value == RGM_INSTANT_NONE)
    add (row, column, SQLITE_NULL);
  else
    rgm_row_number (row, column, value);
}

void
rgm_row_text (RgmRow *row, const char *column, const char *value)
{
  add (row, column, value != NULL ? SQLITE_TEXT : SQLITE_NULL)->text = value;
}

/* ---- the canonical content ---- */

static void
feed (GChecksum *sum, const RgmField *field)
{
  g_autofree char *content = NULL;

  if (field->type == SQLITE_NULL)
    return;
  if (field->type == SQLITE_INTEGER)
    content = g_strdup_printf ("%s=%" G_GINT64_FORMAT "\n", field->column, field->number);
  else
    content = g_strdup_printf ("%s:%" G_GSIZE_FORMAT ":%s\n", field->column, strlen (field->text),
                               field->text);
  g_checksum_update (sum, (const guchar *)content, -1);
}

void
rgm_row_hash (const RgmRow *row, guint8 hash[RGM_HASH_BYTES])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = RGM_HASH_BYTES;

  g_checksum_update (sum, (const guchar *)row->table, -1);
  g_checksum_update (sum, (const guchar *)"\n", 1);
  for (int i = 0; i < row->n; i++)
    feed (sum, &row->fields[i]);
  g_checksum_get_digest (sum, hash, &length);
}

/* ---- writing ---- */

/* The primary key belongs to the content, so it is known before the row is written. Only one
 * connection writes at a time. */
static gboolean
next_id (RgmStore *store, const char *table, gint64 *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT ifnull (max (id), 0) + 1 FROM %s", table);

  return rgm_sql_number (store, id, error, sql, "");
}

static char *
insert_sql (const RgmRow *row)
{
  GString *sql = g_string_new ("INSERT INTO ");

  g_string_append_printf (sql, "%s (", row->table);
  for (int i = 0; i < row->n; i++)
    g_string_append_printf (sql, "%s, ", row->fields[i].column);
  g_string_append (sql, "hash) VALUES (");
  for (int i = 0; i < row->n; i++)
    g_string_append (sql, "?, ");
  g_string_append (sql, "?)");
  return g_string_free (sql, FALSE);
}

static void
bind_row (sqlite3_stmt *statement, const RgmRow *row)
{
  guint8 hash[RGM_HASH_BYTES];

  for (int i = 0; i < row->n; i++)
    if (row->fields[i].type == SQLITE_INTEGER)
      sqlite3_bind_int64 (statement, i + 1, row->fields[i].number);
    else
      sqlite3_bind_text (statement, i + 1, row->fields[i].text, -1, SQLITE_STATIC);
  rgm_row_hash (row, hash);
  sqlite3_bind_blob (statement, row->n + 1, hash, sizeof hash, SQLITE_TRANSIENT);
}

/* The columns that every table of the record has: id in front, change_id at the end. */
static RgmRow
complete (const RgmRow *row, gint64 id, gint64 change)
{
  RgmRow whole = { .table = row->table };

  rgm_row_number (&whole, "id", id);
  for (int i = 0; i < row->n; i++)
    *add (&whole, row->fields[i].column, 0) = row->fields[i];
  rgm_row_number (&whole, "change_id", change);
  return whole;
}

gint64
rgm_row_insert (RgmStore *store, RgmRow *row, GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  RgmRow whole;
  gint64 id = 0;

  g_return_val_if_fail (store->change != 0, 0);
  if (!next_id (store, row->table, &id, error))
    return 0;
  whole = complete (row, id, store->change);
  sql = insert_sql (&whole);
  statement = rgm_sql (store, error, sql, "");
  if (statement == NULL)
    return 0;
  bind_row (statement, &whole);
  if (rgm_sql_next (store, statement, error) < 0)
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

/* Columns that a later version added stand behind the two that every table has: change_id comes
 * last all the same. */
const guint8 *
rgm_row_read (sqlite3_stmt *statement, const char *table, RgmRow *row)
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
