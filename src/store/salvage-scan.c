/* Finds the rows of the record in the bytes of a damaged file. SQLite itself finds rows by going
 * from page to page, so one damaged page hides all rows below it. But each row of the record has a
 * hash, by which it is recognized wherever it is.
 * The formats: https://www.sqlite.org/fileformat2.html */
#include "base/side-file.h"
#include "store/side-files.h"
#include "store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_SIZE_AT 16
#define USUAL_PAGE_SIZE 4096
#define MOST_PAGE 65536
#define MOST_PAYLOAD (1 << 20)
/* The serial type of a hash: a blob of 32 bytes. */
#define HASH_TYPE (12 + 2 * RGM_HASH_BYTES)

/* ---- the bytes ---- */

typedef struct {
  guint8 *bytes;
  gsize length, page_size;
} File;

typedef struct {
  RgmStore *model;
  File main, wal;
  GPtrArray *pages; /* of const guint8 *: all pages that may have rows */
  /* of const guint8 *, by page number: the pages of the -wal file, as last written */
  GHashTable *newest;
  GPtrArray *columns[SALVAGE_COLUMNS]; /* of char *: the columns of each table in row_tables */
  GHashTable *found;                   /* the set of SalvagedRow that were found */
} Scan;

/* Reads as much of @fd as can be read, and closes it. A piece that cannot be read counts as
 * zeroes. */
static gboolean
read_file (int fd, File *file)
{
  enum { PIECE = 4096 };
  struct stat status;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    close (fd);
    errno = EINVAL;
    return FALSE;
  }
  file->length = (gsize)status.st_size;
  file->bytes = g_try_malloc0 (file->length + MOST_PAGE); /* the last page may be cut short */
  for (gsize at = 0; file->bytes != NULL && at < file->length; at += PIECE)
    if (pread (fd, file->bytes + at, MIN (PIECE, file->length - at), (off_t)at) < 0)
      memset (file->bytes + at, 0, MIN (PIECE, file->length - at));
  close (fd);
  return file->bytes != NULL;
}

static guint32
number_at (const guint8 *bytes)
{
  return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
}

static void
set_page_size (File *file)
{
  guint size = 0;

  if (file->length > PAGE_SIZE_AT + 1)
    size = (guint)file->bytes[PAGE_SIZE_AT] << 8 | file->bytes[PAGE_SIZE_AT + 1];
  if (size == 1)
    size = MOST_PAGE;
  file->page_size = size >= 512 && (size & (size - 1)) == 0 ? size : USUAL_PAGE_SIZE;
}

/* Adds the pages of those transactions in the -wal file that were completed. */
static void
add_wal_pages (Scan *scan)
{
  enum { HEADER = 32, FRAME = 24, SALT_AT = 16, FRAME_SALT_AT = 8, SALT = 8 };
  const File *wal = &scan->wal;
  gsize step = FRAME + scan->main.page_size, end = HEADER;

  if (wal->bytes == NULL || wal->length < HEADER)
    return;
  for (gsize at = HEADER; at + step <= wal->length; at += step)
    if (memcmp (wal->bytes + at + FRAME_SALT_AT, wal->bytes + SALT_AT, SALT) == 0
        && number_at (wal->bytes + at + 4) != 0)
      end = at + step;
  for (gsize at = HEADER; at < end; at += step) {
    guint8 *page = wal->bytes + at + FRAME;
    if (memcmp (wal->bytes + at + FRAME_SALT_AT, wal->bytes + SALT_AT, SALT) != 0)
      continue;
    g_ptr_array_add (scan->pages, page);
    g_hash_table_insert (scan->newest, GUINT_TO_POINTER (number_at (wal->bytes + at)), page);
  }
}

static const guint8 *
page_of (const Scan *scan, guint32 number)
{
  const guint8 *newest = g_hash_table_lookup (scan->newest, GUINT_TO_POINTER (number));

  if (newest != NULL)
    return newest;
  return number > 0 && (gsize)number * scan->main.page_size <= scan->main.length
           ? scan->main.bytes + (gsize)(number - 1) * scan->main.page_size
           : NULL;
}

/* ---- one record ---- */

/* A big-endian number of 1 to 9 bytes, of which each but the last has its highest bit set. Returns:
 * its length, 0 if it does not end before @end. */
static int
read_varint (const guint8 *at, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (int i = 0; i < 9 && at + i < end; i++) {
    if (i == 8) {
      *value = *value << 8 | at[i];
      return 9;
    }
    *value = *value << 7 | (at[i] & 0x7f);
    if ((at[i] & 0x80) == 0)
      return i + 1;
  }
  return 0;
}

static gsize
size_of_type (guint64 type)
{
  static const guint8 sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : (gsize)(type - 12) / 2;
}

/* Reads the serial types in the header of an SQLite record. The header and the body together have
 * @length bytes, of which @there can be read here; the body is not read. @body: (out): where the
 * body begins. Returns: the number of columns; 0 if this is not a record. */
static int
read_types (const guint8 *bytes, gsize there, gsize length, guint64 types[SALVAGE_COLUMNS],
            gsize *body)
{
  guint64 header = 0;
  int at = read_varint (bytes, bytes + there, &header), n = 0;
  gsize sum = header;

  if (at == 0 || header < 3 || header > there || header > 2 * 9 * SALVAGE_COLUMNS)
    return 0;
  for (gsize next = (gsize)at; next < header; n++) {
    int used = n < SALVAGE_COLUMNS ? read_varint (bytes + next, bytes + header, &types[n]) : 0;
    if (used == 0 || types[n] == 10 || types[n] == 11 || types[n] > 2 * MOST_PAYLOAD)
      return 0;
    next += (gsize)used;
    sum += size_of_type (types[n]);
  }
  *body = header;
  return sum == length ? n : 0;
}

int
salvage_bind (const SalvagedRow *row, sqlite3_stmt *statement)
{
  gsize length, at = 0;
  const guint8 *bytes = g_bytes_get_data (row->bytes, &length);
  guint64 types[SALVAGE_COLUMNS];
  int n = read_types (bytes, length, length, types, &at);

  for (int i = 0; i < n; i++) {
    gsize size = size_of_type (types[i]);
    gint64 number = size > 0 && types[i] < 7 && (bytes[at] & 0x80) != 0 ? -1 : 0;

    if (i == 0)
      /* SQLite does not store the id of a row in its body */
      sqlite3_bind_int64 (statement, 1, row->id);
    else if (types[i] == 0)
      sqlite3_bind_null (statement, i + 1);
    else if (types[i] == 8 || types[i] == 9)
      sqlite3_bind_int64 (statement, i + 1, (gint64)types[i] - 8);
    else if (types[i] < 7) {
      for (gsize j = 0; j < size; j++)
        number = (gint64)((guint64)number << 8 | bytes[at + j]);
      sqlite3_bind_int64 (statement, i + 1, number);
    } else if (types[i] >= 12 && types[i] % 2 == 0)
      sqlite3_bind_blob (statement, i + 1, bytes + at, (int)size, SQLITE_STATIC);
    else if (types[i] >= 13)
      sqlite3_bind_text (statement, i + 1, (const char *)bytes + at, (int)size, SQLITE_STATIC);
    at += size;
  }
  return n;
}

/* ---- whose row it is ---- */

/* Whether @row, read as a row of the table @row->table, has the hash of its content. */
static gboolean
is_as_written (Scan *scan, const SalvagedRow *row)
{
  const GPtrArray *columns = scan->columns[row->table];
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (sqlite3_stmt) statement = NULL;
  const guint8 *stored;
  guint8 hash[RGM_HASH_BYTES];
  RgmRow read;

  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (sql, "%s?%u AS %s", i > 0 ? ", " : "", i + 1,
                            (const char *)columns->pdata[i]);
  statement = sql_query (scan->model, NULL, sql->str, "");
  if (statement == NULL)
    return FALSE;
  salvage_bind (row, statement);
  if (sql_next (scan->model, statement, NULL) <= 0)
    return FALSE;
  stored = row_read (statement, row_tables[row->table], &read);
  row_hash (&read, hash);
  return stored != NULL && memcmp (stored, hash, sizeof hash) == 0;
}

static guint
hash_of_row (gconstpointer row)
{
  const SalvagedRow *one = row;

  return g_int64_hash (&one->id) * 31 + one->table;
}

static gboolean
is_same_row (gconstpointer a, gconstpointer b)
{
  const SalvagedRow *one = a, *other = b;

  return one->table == other->table && one->id == other->id;
}

static void
row_free (gpointer data)
{
  SalvagedRow *row = data;

  g_bytes_unref (row->bytes);
  g_free (row);
}

/* Tries each table in whose column "hash" a row with @types would have a hash. Keeps the row if the
 * hash is right for one of these tables. */
static void
try_tables (Scan *scan, gint64 id, GBytes *bytes, const guint64 *types, int n)
{
  for (guint table = 0; row_tables[table] != NULL; table++) {
    const GPtrArray *columns = scan->columns[table];
    g_assert (columns != NULL);
    SalvagedRow row = { .table = table, .id = id, .bytes = bytes };
    guint hash = 0;

    while (hash < columns->len && !g_str_equal (columns->pdata[hash], "hash"))
      hash++;
    if (n > (int)columns->len || (int)hash >= n || types[hash] != HASH_TYPE
        || g_hash_table_contains (scan->found, &row) || !is_as_written (scan, &row))
      continue;
    SalvagedRow *kept = g_new (SalvagedRow, 1);
    *kept = (SalvagedRow){ .table = table, .id = id, .bytes = g_bytes_ref (bytes) };
    g_hash_table_add (scan->found, kept);
    return;
  }
}

static gboolean
has_hash (const guint64 *types, int n)
{
  for (int i = 1; i < n; i++)
    if (types[i] == HASH_TYPE)
      return types[0] == 0;
  return FALSE;
}

/* ---- where rows may be ---- */

/* The @length bytes of a payload whose first @here bytes are at @at, and whose rest is on overflow
 * pages. */
static GBytes *
read_overflow (const Scan *scan, const guint8 *at, gsize here, gsize length)
{
  guint8 *bytes = g_malloc (length);
  guint32 next = number_at (at + here);

  memcpy (bytes, at, here);
  for (gsize done = here; done < length;) {
    const guint8 *page = page_of (scan, next);
    gsize part = MIN (length - done, scan->main.page_size - 4);
    if (page == NULL) {
      g_free (bytes);
      return NULL;
    }
    memcpy (bytes + done, page + 4, part);
    next = number_at (page);
    done += part;
  }
  return g_bytes_new_take (bytes, length);
}

/* Keeps the row that begins at @at, on a page that ends at @end, if there is one. */
static void
try_row (Scan *scan, const guint8 *at, const guint8 *end)
{
  gsize usable = scan->main.page_size, least = (usable - 12) * 32 / 255 - 23, here, body;
  guint64 length = 0, id = 0, types[SALVAGE_COLUMNS];
  int used = read_varint (at, end, &length), more, n;
  g_autoptr (GBytes) bytes = NULL;

  if (used == 0 || length < RGM_HASH_BYTES || length > MOST_PAYLOAD)
    return;
  at += used;
  more = read_varint (at, end, &id);
  if (more == 0 || id == 0 || id > G_MAXINT64)
    return;
  at += more;
  here = (gsize)length;
  if (here > usable - 35) { /* the file format prescribes how much then stays on the page */
    here = least + ((gsize)length - least) % (usable - 4);
    if (here > usable - 35)
      here = least;
  }
  if (at + here + (here < length ? 4 : 0) > end)
    return;
  n = read_types (at, here, (gsize)length, types, &body);
  if (n < 3 || !has_hash (types, n))
    return;
  bytes = here == length ? g_bytes_new (at, here) : read_overflow (scan, at, here, (gsize)length);
  if (bytes != NULL)
    try_tables (scan, (gint64)id, bytes, types, n);
}

/* ---- all of it ---- */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const SalvagedRow *one = *(const SalvagedRow *const *)a, *other = *(const SalvagedRow *const *)b;

  if (one->table != other->table)
    return one->table < other->table ? -1 : 1;
  return (one->id > other->id) - (one->id < other->id);
}

static gboolean
read_columns (Scan *scan, GError **error)
{
  for (guint i = 0; row_tables[i] != NULL; i++) {
    g_autoptr (sqlite3_stmt) statement = sql_query (
      scan->model, error, "SELECT name FROM pragma_table_info (?)", "t", row_tables[i]);
    int more = -1;

    g_assert (i < SALVAGE_COLUMNS);
    scan->columns[i] = g_ptr_array_new_with_free_func (g_free);
    while (statement != NULL && (more = sql_next (scan->model, statement, error)) > 0)
      g_ptr_array_add (scan->columns[i], sql_text (statement, 0));
    if (more < 0)
      return FALSE;
  }
  return TRUE;
}

static void
scan_clear (Scan *scan)
{
  for (guint i = 0; i < SALVAGE_COLUMNS; i++)
    g_clear_pointer (&scan->columns[i], g_ptr_array_unref);
  g_clear_pointer (&scan->pages, g_ptr_array_unref);
  g_clear_pointer (&scan->newest, g_hash_table_unref);
  g_clear_pointer (&scan->found, g_hash_table_unref);
  g_free (scan->main.bytes);
  g_free (scan->wal.bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

/* Sets @error to what kept @path from being read. Returns: FALSE. */
static gboolean
fail_read (const char *path, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

/* Reads the -wal file of the record @path, if there is one. */
static gboolean
read_wal (const char *path, File *wal, GError **error)
{
  g_autofree char *name = g_strconcat (path, "-wal", NULL);
  g_autoptr (GError) problem = NULL;
  struct stat status;
  int fd = side_file_open (name, O_RDONLY, path, &problem);

  if (fd >= 0)
    return read_file (fd, wal) || fail_read (name, error);
  if (lstat (name, &status) != 0 && errno == ENOENT)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* Reads the record and its -wal file. The -wal file is read first: if another program brings it
 * into the record in between, its pages are there twice, and not missing. */
static gboolean
read_files (Scan *scan, const char *path, GError **error)
{
  if (!read_wal (path, &scan->wal, error))
    return FALSE;
  return read_file (open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), &scan->main)
         || fail_read (path, error);
}

GPtrArray *
salvage_scan (RgmStore *model, const char *path, GError **error)
{
  g_auto (Scan) scan = { .model = model,
                         .pages = g_ptr_array_new (),
                         .newest = g_hash_table_new (NULL, NULL),
                         .found = g_hash_table_new (hash_of_row, is_same_row) };
  GPtrArray *rows;

  if (!read_columns (&scan, error))
    return NULL;
  /* otherwise, a -wal file that another user put there would be trusted */
  if (!side_files_check (path, error) || !read_files (&scan, path, error))
    return NULL;
  set_page_size (&scan.main);
  add_wal_pages (&scan); /* first, because what is there is newer */
  for (gsize at = 0; at < scan.main.length; at += scan.main.page_size)
    g_ptr_array_add (scan.pages, scan.main.bytes + at);
  for (guint i = 0; i < scan.pages->len; i++) {
    const guint8 *page = scan.pages->pdata[i], *end = page + scan.main.page_size;
    for (const guint8 *at = page; at < end; at++)
      try_row (&scan, at, end);
  }
  rows = g_ptr_array_new_with_free_func (row_free);
  GHashTableIter iter;
  gpointer row;
  g_hash_table_iter_init (&iter, scan.found);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    g_ptr_array_add (rows, row);
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}
