/* The chain of changes: each change has a hash of its content and of the hash of the change before
 * it. So the number of a change and its hash stand for everything that was on record up to it. */
#include "store/store-private.h"

#include "base/i18n.h"
#include <inttypes.h>
#include <string.h>

/* Replaces @hash, the hash of the change before, by that of the next change. @change: the hash of
 * its row in changes. @sum: the XOR of the hashes of its other rows. */
static void
go_on (guint8 hash[RGM_HASH_BYTES], const guint8 change[RGM_HASH_BYTES],
       const guint8 sum[RGM_HASH_BYTES])
{
  guint8 all[3 * RGM_HASH_BYTES];

  memcpy (all, hash, RGM_HASH_BYTES);
  memcpy (all + RGM_HASH_BYTES, change, RGM_HASH_BYTES);
  memcpy (all + 2 * RGM_HASH_BYTES, sum, RGM_HASH_BYTES);
  sha256_of (all, sizeof all, hash);
}

static gboolean
insert (RgmStore *store, gint64 change, const guint8 hash[RGM_HASH_BYTES], GError **error)
{
  return sql_run (store, error, "INSERT INTO chain (change_id, hash) VALUES (?, ?)", "ib", change,
                  hash)
         && sql_wrote_row (store, error);
}

gboolean
chain_hash (RgmStore *store, gint64 change, guint8 hash[RGM_HASH_BYTES], gboolean *found,
            GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT hash FROM chain WHERE change_id = ?", "i", change);
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *found = more > 0 && sqlite3_column_bytes (statement, 0) == RGM_HASH_BYTES;
  if (*found)
    memcpy (hash, sql_borrow_blob (statement, 0), RGM_HASH_BYTES);
  return more >= 0;
}

gboolean
chain_append (RgmStore *store, const guint8 change[RGM_HASH_BYTES], GError **error)
{
  guint8 hash[RGM_HASH_BYTES] = { 0 };
  gboolean found;

  /* If the hash of the change before is missing, this one is saved all the same; "regimen check"
   * reports it. */
  if (!chain_hash (store, store->change - 1, hash, &found, error))
    return FALSE;
  go_on (hash, change, store->sum);
  return insert (store, store->change, hash, error);
}

/* ---- all of it ---- */

/* An array with one hash for each change from 0 to @last: the XOR of the hashes of its rows.
 * Returns: (transfer full): NULL with @error set. */
static guint8 *
sum_rows (RgmStore *store, gint64 last, GError **error)
{
  g_autofree guint8 *sums = g_malloc0_n ((gsize)last + 1, RGM_HASH_BYTES);
  g_autoptr (GPtrArray) tables = row_tables_there (store, error);

  if (tables == NULL)
    return NULL;
  /* the first table is that of the changes themselves */
  for (guint i = 1; i < tables->len; i++) {
    g_autofree char *sql
      = g_strdup_printf ("SELECT change_id, hash FROM %s", (const char *)tables->pdata[i]);
    g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "");
    int more = -1;

    while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
      gint64 change = sqlite3_column_int64 (statement, 0);
      if (change > 0 && change <= last && sqlite3_column_bytes (statement, 1) == RGM_HASH_BYTES)
        row_add_to_sum (sums + change * RGM_HASH_BYTES, sql_borrow_blob (statement, 1));
    }
    if (more < 0)
      return NULL;
  }
  return g_steal_pointer (&sums);
}

typedef gboolean (*Link) (RgmStore *store, gint64 change, const guint8 hash[RGM_HASH_BYTES],
                          gpointer data, GError **error);

/* The highest number of a change for which memory is taken. A record that lost changes has higher
 * numbers than changes, but a number that is far too high is damage, and would ask for more memory
 * than there is. */
static gboolean
find_last (RgmStore *store, gint64 *last, GError **error)
{
  enum { MOST_MISSING = 1 << 20 };
  gint64 count = 0, highest = 0;

  if (!sql_number (store, &count, error, "SELECT count (*) FROM changes", "")
      || !sql_number (store, &highest, error, "SELECT ifnull (max (id), 0) FROM changes", ""))
    return FALSE;
  *last = CLAMP (highest, 0, count + MOST_MISSING);
  return TRUE;
}

/* Calls @link for each change, from the first one on, with the hash that it must have in the
 * chain. */
static gboolean
walk (RgmStore *store, Link link, gpointer data, GError **error)
{
  g_autofree guint8 *sums = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  guint8 hash[RGM_HASH_BYTES] = { 0 }, content[RGM_HASH_BYTES];
  static const guint8 none[RGM_HASH_BYTES] = { 0 };
  gint64 last = 0;
  int more = -1;

  if (!find_last (store, &last, error) || (sums = sum_rows (store, last, error)) == NULL)
    return FALSE;
  /* undone_by counts as NULL, as it was when the change was committed */
  statement = sql_query (
    store, error,
    "SELECT id, at, command, NULL AS undone_by, row_count FROM changes WHERE id > 0 ORDER BY id",
    "");
  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 change = sqlite3_column_int64 (statement, 0);
    RgmRow row;

    row_read (statement, "changes", &row);
    row_hash (&row, content);
    /* in a damaged table, find_last() does not always find the last row */
    go_on (hash, content, change <= last ? sums + change * RGM_HASH_BYTES : none);
    if (!link (store, change, hash, data, error))
      return FALSE;
  }
  return more == 0;
}

static gboolean
build_link (RgmStore *store, gint64 change, const guint8 hash[RGM_HASH_BYTES], gpointer data,
            GError **error)
{
  return insert (store, change, hash, error);
}

gboolean
chain_build (RgmStore *store, GError **error)
{
  return walk (store, build_link, NULL, error);
}

/* @data: points to the first change whose hash is wrong; 0: none yet. */
static gboolean
check_link (RgmStore *store, gint64 change, const guint8 hash[RGM_HASH_BYTES], gpointer data,
            GError **error)
{
  gint64 *wrong = data;
  guint8 stored[RGM_HASH_BYTES];
  gboolean found = TRUE;

  if (*wrong == 0 && !chain_hash (store, change, stored, &found, error))
    return FALSE;
  if (*wrong == 0 && (!found || memcmp (stored, hash, sizeof stored) != 0))
    *wrong = change;
  return TRUE;
}

gboolean
chain_check (RgmStore *store, GPtrArray *problems, GError **error)
{
  gint64 wrong = 0, more = 0;

  if (!walk (store, check_link, &wrong, error)
      || !sql_number (store, &more, error,
                      "SELECT count (*) FROM chain WHERE change_id NOT IN (SELECT id FROM changes)",
                      ""))
    return FALSE;
  if (wrong != 0)
    g_ptr_array_add (
      problems, g_strdup_printf (
                  _ ("change %" PRId64 ", or one of its rows, is not as it was saved"), wrong));
  if (more > 0)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%" PRId64 " changes are missing"), more));
  return TRUE;
}

/* ---- two records ---- */

/* Whether both have change @change with the same hash, which stands for everything before it. */
static gboolean
both_have (RgmStore *one, RgmStore *other, gint64 change, gboolean *both, GError **error)
{
  guint8 hash[2][RGM_HASH_BYTES];
  gboolean found[2];

  if (!chain_hash (one, change, hash[0], &found[0], error)
      || !chain_hash (other, change, hash[1], &found[1], error))
    return FALSE;
  *both = found[0] && found[1] && memcmp (hash[0], hash[1], RGM_HASH_BYTES) == 0;
  return TRUE;
}

gboolean
chain_shared (RgmStore *one, RgmStore *other, gint64 last, gint64 *shared, GError **error)
{
  gint64 low = 0, high = last;

  while (low < high) {
    gint64 middle = low + (high - low + 1) / 2;
    gboolean both;

    if (!both_have (one, other, middle, &both, error))
      return FALSE;
    if (both)
      low = middle;
    else
      high = middle - 1;
  }
  *shared = low;
  return TRUE;
}
