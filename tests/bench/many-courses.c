/* many-courses FILE: what a look for alerts costs in a record that make-clinic made: the first one,
 * one where nothing is new, and one after a write to one course; and, in the same run, the least
 * that a look into such a file can cost: one row, found by its key. Writes a line for each: its
 * name, and milliseconds or a number. FILE is changed. */
#include "alerts/alert-cache.h"
#include "alerts/alert-marks.h"

#include <regimen/regimen.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOKS 41
#define INFUSION 3 /* the course of the first person that begins today */

/* The rows that SQLite went through without an index, in all connections. */
static gint64 rows_without_index;

static int
on_statement_end (unsigned int event, void *data, void *statement, void *nanoseconds)
{
  (void)event;
  (void)data;
  (void)nanoseconds;
  rows_without_index += sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  return 0;
}

static int
watch_connection (sqlite3 *db, char **message, const struct sqlite3_api_routines *routines)
{
  (void)message;
  (void)routines;
  return sqlite3_trace_v2 (db, SQLITE_TRACE_PROFILE, on_statement_end, NULL);
}

static double
milliseconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

/* Shows what it finds, outside of the time that it returns. */
static double
look (AlertCache *cache, const RgmSession *session)
{
  g_autoptr (GError) error = NULL;
  RgmInstant next;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) due = alert_cache_due (cache, session, 0, &next, &error);
  double spent = milliseconds_since (start);

  if (due == NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < due->len; i++)
    if (!alert_mark_shown (session, g_ptr_array_index (due, i), &error))
      g_error ("%s", error->message);
  return spent;
}

static void
book (RgmSession *session, int minute)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmLocal at = { rgm_zone_day (session->zone, session->now), 18 * 3600 + minute * 60 };

  if (!rgm_record_booked (session, INFUSION, 0, at, NULL, &recorded, &error))
    g_error ("%s", error->message);
}

static double
select_one (sqlite3 *db, int number)
{
  sqlite3_stmt *row = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean found
    = sqlite3_prepare_v2 (db, "SELECT * FROM courses WHERE id = ?1", -1, &row, NULL) == SQLITE_OK
      && sqlite3_bind_int (row, 1, number) == SQLITE_OK && sqlite3_step (row) == SQLITE_ROW;

  sqlite3_finalize (row);
  if (!found)
    g_error ("%s", sqlite3_errmsg (db));
  return milliseconds_since (start);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *left = a, *right = b;

  return (*left > *right) - (*left < *right);
}

static void
print_median (const char *name, double *times)
{
  qsort (times, LOOKS, sizeof *times, compare);
  printf ("%s %.4f\n", name, times[LOOKS / 2]);
}

static void
measure (RgmSession *session, sqlite3 *db)
{
  g_autoptr (AlertCache) cache = alert_cache_new ();
  double quiet[LOOKS], after[LOOKS], least[LOOKS];
  gint64 quiet_rows = 0, after_rows = 0;

  printf ("first %.4f\n", look (cache, session));
  look (cache, session);
  for (int i = 0; i < LOOKS; i++) {
    rows_without_index = 0;
    quiet[i] = look (cache, session);
    quiet_rows = MAX (quiet_rows, rows_without_index);
    least[i] = select_one (db, i + 1);
  }
  for (int i = 0; i < LOOKS; i++) {
    book (session, i);
    rows_without_index = 0;
    after[i] = look (cache, session);
    after_rows = MAX (after_rows, rows_without_index);
  }
  print_median ("quiet", quiet);
  print_median ("select", least);
  print_median ("after", after);
  printf ("quiet-rows %" G_GINT64_FORMAT "\nafter-rows %" G_GINT64_FORMAT "\n", quiet_rows,
          after_rows);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;
  RgmSettings settings;

  rgm_settings_init (&settings);
  sqlite3_auto_extension ((void (*) (void))watch_connection);
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, &error);
  g_autoptr (RgmStore) store
    = argc == 2 && catalog != NULL ? rgm_store_open (argv[1], RGM_STORE_CREATE, &error) : NULL;
  RgmSession session = { .store = store,
                         .catalog = catalog,
                         .settings = &settings,
                         .zone = rgm_zone_get ("Europe/Berlin", NULL) };
  if (store == NULL || !rgm_clock_now (&session.now, &error)
      || sqlite3_open_v2 (argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
    g_printerr ("many-courses: %s\n", error == NULL ? "usage: many-courses FILE" : error->message);
    sqlite3_close (db);
    return EXIT_FAILURE;
  }
  measure (&session, db);
  return sqlite3_close (db) == SQLITE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
