/* Reads back, line by line, what json-write.c wrote, into a new database with the same rows. A line
 * is the beginning or the end of the document, the beginning or the end of a table, one row, or the
 * checksum. So if a part is missing or is there twice, the error can name the line. */
#include "store/store-private.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/json-text.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The size of the buffer for a line. No text in a row has more than 500 characters, except the
 * refusals that the user overrode. */
#define LINE_BYTES (1 << 20)

/* With the usual 2 MB, the indexes of a long record are read from the file again and again. */
#define CACHE "PRAGMA cache_size = -16384"

typedef struct {
  const char *path; /* for messages */
  FILE *file;
  char *line; /* a buffer of LINE_BYTES: the line without its line break, ended by a zero byte */
  guint number;
  GChecksum *sum; /* of all lines so far */
  gboolean whole; /* FALSE if the file has a checksum and the lines do not match it */
} Reader;

/* cppcheck-suppress unknownMacro */
G_GNUC_PRINTF (3, 4)
static gboolean
fail_line (const Reader *reader, GError **error, const char *format, ...)
{
  g_autofree char *problem = NULL;
  va_list values;

  va_start (values, format);
  problem = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("%s, line %u: %s"), reader->path,
               reader->number, problem);
  return FALSE;
}

/* Reads the next line. FALSE with @error if it does not end, is too long, or has a zero byte. */
static gboolean
next_line (Reader *reader, GError **error)
{
  gsize length = 0;
  int c = 0;

  reader->number++;
  while (length < LINE_BYTES - 1 && (c = getc_unlocked (reader->file)) != EOF && c != '\n'
         && c != '\0')
    reader->line[length++] = (char)c;
  if (ferror (reader->file)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, "%s: %s", reader->path, g_strerror (errno));
    return FALSE;
  }
  if (length > 0 && reader->line[length - 1] == '\r')
    length--;
  reader->line[length] = '\0';
  g_checksum_update (reader->sum, (const guchar *)reader->line, (gssize)length);
  g_checksum_update (reader->sum, (const guchar *)"\n", 1);
  if (c == '\n')
    return TRUE;
  if (c == EOF)
    return fail_line (reader, error, _ ("the file ends here, before the record is complete"));
  if (c == '\0')
    return fail_line (reader, error, _ ("the line has a zero byte, so this is not a text file"));
  return fail_line (reader, error, _ ("the line is longer than any row of a record"));
}

static gboolean
expect_line (Reader *reader, const char *expected, GError **error)
{
  if (!next_line (reader, error))
    return FALSE;
  return g_str_equal (reader->line, expected)
         || fail_line (reader, error, _ ("expected %s, and nothing else on the line"), expected);
}

/* ---- the first line ---- */

/* @tables: (out): the version of the tables from which the rows come. */
static gboolean
read_first_line (Reader *reader, int *tables, GError **error)
{
  g_autofree char *line = NULL;
  int format = 0;

  if (!next_line (reader, error))
    return FALSE;
  /* NOLINTNEXTLINE(cert-err34-c): a number that is too large is not a known format or version. */
  if (sscanf (reader->line, JSON_FIRST_LINE ",", &format, tables) != 2 || *tables < 1)
    return fail_line (
      reader, error,
      _ ("this is not the beginning of a file written by \"regimen export --format json\""));
  if (format != JSON_FORMAT)
    return fail_line (reader, error,
                      _ ("the record is written in format %d; this program knows format %d"),
                      format, JSON_FORMAT);
  if (*tables > RGM_SCHEMA_VERSION)
    return sql_newer (reader->path, *tables, error);
  line = g_strdup_printf (JSON_FIRST_LINE ",", format, *tables);
  return g_str_equal (reader->line, line)
         || fail_line (reader, error, _ ("expected %s, and nothing else on the line"), line);
}

/* ---- one row ---- */

/* Returns: the index of the column with the key @key; -1 if there is none. The search begins at
 * @turn, because the members are usually in the order of the columns. */
static int
find_column (const WrittenTable *table, const char *key, guint turn)
{
  for (guint i = 0; i < table->columns->len; i++) {
    guint at = (turn + i) % table->columns->len;
    if (g_str_equal (g_array_index (table->columns, WrittenColumn, at).key, key))
      return (int)at;
  }
  return -1;
}

/* The value of a hexadecimal digit; -1 if @digit is not one. */
static int
hex_value (char digit)
{
  return digit >= '0' && digit <= '9'   ? digit - '0'
         : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                        : -1;
}

static gboolean
bind_hash (sqlite3_stmt *statement, int i, const char *text)
{
  guint8 hash[RGM_HASH_BYTES];

  if (strlen (text) != 2 * (gsize)RGM_HASH_BYTES)
    return FALSE;
  for (int n = 0; n < RGM_HASH_BYTES; n++) {
    int high = hex_value (text[2 * n]), low = hex_value (text[2 * n + 1]);
    if (high < 0 || low < 0)
      return FALSE;
    hash[n] = (guint8)(high << 4 | low);
  }
  return sqlite3_bind_blob (statement, i, hash, sizeof hash, SQLITE_TRANSIENT) == SQLITE_OK;
}

/* Returns: FALSE if @member is not a valid value for @column. */
static gboolean
bind_value (sqlite3_stmt *statement, int i, const WrittenColumn *column, const JsonMember *member)
{
  gint64 number = member->number;

  if (member->kind == JSON_NULL)
    return sqlite3_bind_null (statement, i) == SQLITE_OK;
  if (column->kind == WRITTEN_TEXT && member->kind == JSON_TEXT)
    return sqlite3_bind_text (statement, i, member->text, -1, SQLITE_STATIC) == SQLITE_OK;
  if (column->kind == WRITTEN_HASH)
    return member->kind == JSON_TEXT && bind_hash (statement, i, member->text);
  if (member->kind == JSON_TEXT
      && (column->kind != WRITTEN_INSTANT || !rgm_instant_parse (member->text, &number, NULL)))
    return FALSE;
  return column->kind != WRITTEN_TEXT && sqlite3_bind_int64 (statement, i, number) == SQLITE_OK;
}

static gboolean
fail_value (const Reader *reader, const WrittenTable *table, const WrittenColumn *column,
            GError **error)
{
  switch (column->kind) {
  case WRITTEN_NUMBER:
    return fail_line (reader, error, _ ("\"%s\" of %s is not a whole number or null"), column->key,
                      table->name);
  case WRITTEN_INSTANT:
    return fail_line (reader, error,
                      _ ("\"%s\" of %s is not a moment such as \"2026-12-01T13:00:00Z\", or null"),
                      column->key, table->name);
  case WRITTEN_HASH:
    return fail_line (reader, error, _ ("\"%s\" of %s is not a text of 64 hexadecimal digits"),
                      column->key, table->name);
  case WRITTEN_TEXT:
    break;
  }
  return fail_line (reader, error, _ ("\"%s\" of %s is not a text or null"), column->key,
                    table->name);
}

/* Sets @error: @table has no column @key or, if @twice, @key was there before. */
static gboolean
fail_key (const Reader *reader, const WrittenTable *table, const char *key, gboolean twice,
          GError **error)
{
  g_autofree char *quoted = text_quote (key);

  return twice
           ? fail_line (reader, error, _ ("%s occurs twice in this row"), quoted)
           : fail_line (reader, error, _ ("the table %s has no column %s"), table->name, quoted);
}

/* Binds each member to its column. Every column must have one. */
static gboolean
bind_row (const Reader *reader, sqlite3_stmt *statement, const WrittenTable *table,
          const JsonMember *members, guint count, GError **error)
{
  gboolean bound[WRITTEN_COLUMNS] = { FALSE };

  for (guint i = 0; i < count; i++) {
    int at = find_column (table, members[i].key, i);
    const WrittenColumn *column;

    if (at < 0 || bound[at])
      return fail_key (reader, table, members[i].key, at >= 0, error);
    column = &g_array_index (table->columns, WrittenColumn, (guint)at);
    if (!bind_value (statement, at + 1, column, &members[i]))
      return fail_value (reader, table, column, error);
    bound[at] = TRUE;
  }
  for (guint i = 0; i < table->columns->len; i++)
    if (!bound[i])
      return fail_line (reader, error, _ ("\"%s\" is missing"),
                        g_array_index (table->columns, WrittenColumn, i).key);
  return TRUE;
}

static gboolean
insert_row (Reader *reader, RgmStore *store, sqlite3_stmt *statement, const WrittenTable *table,
            GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  g_autoptr (GError) problem = NULL;
  int count = json_split_object (reader->line, members, WRITTEN_COLUMNS, &problem), code;

  if (count < 0)
    return fail_line (reader, error, "%s", problem->message);
  if (!bind_row (reader, statement, table, members, (guint)count, error))
    return FALSE;
  code = sqlite3_step (statement);
  sqlite3_reset (statement);
  if ((code & 0xff) == SQLITE_CONSTRAINT)
    return fail_line (reader, error, _ ("this row cannot be added to %s: %s"), table->name,
                      sqlite3_errmsg (store->db));
  return code == SQLITE_DONE || sql_error (store, error);
}

/* ---- one table ---- */

static sqlite3_stmt *
prepare_insert (RgmStore *store, const WrittenTable *table, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL), marks = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++) {
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "",
                            g_array_index (table->columns, WrittenColumn, i).column);
    g_string_append (marks, i > 0 ? ", ?" : "?");
  }
  g_autofree char *whole
    = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table->name, sql->str, marks->str);
  return sql_query (store, error, whole, "");
}

/* @last: this is the last table. @summed: (out): for the last table, whether the checksum of all
 * lines follows. A file of an older version has none. */
static gboolean
read_table (Reader *reader, RgmStore *store, const WrittenTable *table, gboolean last,
            gboolean *summed, GError **error)
{
  g_autofree char *head = g_strdup_printf ("\"%s\": [", table->name);
  const char *end = "],";
  g_autoptr (sqlite3_stmt) statement = prepare_insert (store, table, error);
  gboolean more = TRUE; /* after the head, or a comma, a row may follow */
  gboolean any = FALSE;

  if (statement == NULL || !expect_line (reader, head, error))
    return FALSE;
  while (next_line (reader, error)) {
    gsize length = strlen (reader->line);
    *summed = g_str_equal (reader->line, end);
    if (*summed || (last && g_str_equal (reader->line, "]")))
      return !(any && more) || fail_line (reader, error, _ ("expected a row after the comma"));
    if (!more)
      return fail_line (reader, error, _ ("expected %s, because no comma ends the row before"),
                        end);
    more = length > 0 && reader->line[length - 1] == ',';
    if (more)
      reader->line[length - 1] = '\0';
    any = TRUE;
    if (!insert_row (reader, store, statement, table, error))
      return FALSE;
  }
  return FALSE;
}

/* ---- all of it ---- */

static gboolean
read_sum (Reader *reader, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_copy (reader->sum);
  g_autofree char *expected = g_strdup_printf (JSON_SUM_LINE, g_checksum_get_string (sum));

  if (!next_line (reader, error))
    return FALSE;
  reader->whole = g_str_equal (reader->line, expected);
  return TRUE;
}

static gboolean
read_tables (Reader *reader, RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) tables = written_tables (store, error);
  gboolean summed = FALSE;

  if (tables == NULL || !sql_run (store, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    if (!read_table (reader, store, tables->pdata[i], i + 1 == tables->len, &summed, error))
      return FALSE;
  if (summed && !read_sum (reader, error))
    return FALSE;
  if (!expect_line (reader, "}", error))
    return FALSE;
  if (getc_unlocked (reader->file) != EOF)
    return fail_line (reader, error, _ ("expected the end of the file after this line"));
  return sql_run (store, error, "COMMIT", "");
}

/* Makes the tables as a record of version @version has them. */
static gboolean
make_tables (RgmStore *store, int version, GError **error)
{
  g_autoptr (GPtrArray) steps = migrate_list ();

  if (version == RGM_SCHEMA_VERSION)
    return migrate_run (store, NULL, error);
  g_ptr_array_set_size (steps, version);
  return migrate_run (store, steps, error);
}

static gboolean
read_file (Reader *reader, const char *copy, GError **error)
{
  g_autoptr (RgmStore) store = NULL;
  int tables = 0;
  sqlite3 *db;

  if (!read_first_line (reader, &tables, error))
    return FALSE;
  db = connection_open (copy, SQLITE_OPEN_READWRITE, error);
  store = db != NULL ? store_wrap (db, copy) : NULL;
  return store != NULL && make_tables (store, tables, error) && sql_run (store, error, CACHE, "")
         && read_tables (reader, store, error);
}

gboolean
json_read (const char *from, const char *copy, gboolean *whole, GError **error)
{
  g_autofree char *shown = file_shown (from), *line = g_malloc (LINE_BYTES);
  int fd = file_open_plain (from, error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  Reader reader = { shown, fd >= 0 ? fdopen (fd, "r") : NULL, line, 0, sum, TRUE };
  gboolean done;

  if (reader.file == NULL)
    return FALSE;
  done = read_file (&reader, copy, error);
  *whole = reader.whole;
  fclose (reader.file);
  return done;
}
