/* Which copies of a record are kept: the cases of a table, and years of days. */
#include "model/backup-plan.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static RgmInstant
noon (RgmDay day)
{
  return day * (RgmInstant)86400 + 43200;
}

/* Adds the moments that @cell lists to @moments, and to @marks whether they are kept. */
static void
read_moments (const char *cell, gboolean kept, GArray *moments, GHashTable *marks)
{
  g_auto (GStrv) items = g_strsplit (cell, " ", -1);

  for (char **item = items; *item != NULL && **item != '\0'; item++) {
    g_auto (GStrv) ends = g_strsplit (*item, "..", 2);
    RgmInstant at = RGM_INSTANT_NONE, last;

    if (strchr (*item, 'T') == NULL)
      at = noon (rgm_day_parse (ends[0], NULL));
    else
      g_assert_true (rgm_instant_parse (*item, &at, NULL));
    last = ends[1] != NULL ? noon (rgm_day_parse (ends[1], NULL)) : at;
    for (; at >= last; at -= 86400) {
      g_array_append_val (moments, at);
      g_hash_table_insert (marks, g_memdup2 (&at, sizeof at), GINT_TO_POINTER (kept));
    }
  }
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  RgmInstant one = *(const RgmInstant *)a, other = *(const RgmInstant *)b;

  return one < other ? 1 : one > other ? -1 : 0;
}

static void
check_row (char **cells)
{
  const RgmZone *zone = rgm_zone_get (cells[0], NULL);
  gboolean daily = g_str_equal (cells[2], "daily");
  BackupRule newest
    = { .newest = daily ? 0 : (int)g_ascii_strtoll (cells[2] + strlen ("newest "), NULL, 10) };
  BackupRule rule = daily ? BACKUP_RULE_USUAL : newest;
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (RgmInstant));
  g_autoptr (GHashTable) marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree gboolean *keep = NULL;
  RgmInstant now;

  g_assert_nonnull (zone);
  g_assert_true (rgm_instant_parse (cells[1], &now, NULL));
  read_moments (cells[3], TRUE, moments, marks);
  read_moments (cells[4], FALSE, moments, marks);
  g_array_sort (moments, newest_first);
  keep = g_new (gboolean, moments->len + 1);
  backup_plan_keep (rule, (const RgmInstant *)moments->data, moments->len, zone, now, keep);
  for (guint i = 0; i < moments->len; i++) {
    RgmInstant at = g_array_index (moments, RgmInstant, i);
    g_autofree char *text = rgm_instant_format_utc (at);
    gboolean kept = g_hash_table_lookup (marks, &at) != NULL;
    table_expect (cells, text, kept ? "kept" : "removed", keep[i] ? "kept" : "removed");
  }
  table_expect (
    cells, "a copy now", cells[5],
    backup_plan_is_due ((const RgmInstant *)moments->data, moments->len, zone, now) ? "due" : "no");
}

static void
test_table (void)
{
  table_run ("backup-plan.tsv", 7, check_row);
}

/* Copies as the service makes them, on some of the days: there are never more than 11, the newest
 * is never removed, and with a copy each day the oldest one is of a day three or four weeks ago. */
static void
test_years (void)
{
  const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
  RgmDay first = rgm_day_new (2026, 1, 1);

  for (int every = 1; every <= 40; every = every * 2 + 1) {
    g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (RgmInstant));

    for (RgmDay day = first; day < first + 1000; day += every) {
      RgmInstant now = noon (day);
      g_autofree gboolean *keep = NULL;

      g_assert_true (
        backup_plan_is_due ((const RgmInstant *)moments->data, moments->len, zone, now));
      g_array_insert_val (moments, 0, now);
      keep = g_new (gboolean, moments->len);
      backup_plan_keep (BACKUP_RULE_USUAL, (const RgmInstant *)moments->data, moments->len, zone,
                        now, keep);
      g_assert_true (keep[0]);
      for (guint i = moments->len; i-- > 0;)
        if (!keep[i])
          g_array_remove_index (moments, i);
      g_assert_cmpuint (moments->len, <=, 11);
      if (day >= first + 40 * every)
        g_assert_cmpuint (moments->len, ==, 11);
      if (every == 1 && day >= first + 40) {
        RgmDay oldest = rgm_zone_day (zone, g_array_index (moments, RgmInstant, 10));
        g_assert_cmpint (day - oldest, >=, 22);
        g_assert_cmpint (day - oldest, <=, 28);
      }
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup-plan/table", test_table);
  g_test_add_func ("/backup-plan/years", test_years);
  return g_test_run ();
}
