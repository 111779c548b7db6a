/* many-courses FILE N: what a look for alerts costs with N courses on record: the first one, one
 * where nothing is new, and one after a write to one course. */
#include "alerts/alert-cache.h"
#include "alerts/alert-marks.h"
#include "model/schedule.h"

#include <regimen/regimen.h>

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOKS 20
#define OF_ONE 20 /* courses of one person */

static double
milliseconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

/* One course of four weeks; their first days lie from 10 to 27 days ahead. */
static gint64
add_course (RgmSession *session, int i)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *handle = g_strdup_printf ("course-%d", i);
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom (handle, &error);
  g_autofree char *first
    = rgm_day_format (rgm_zone_day (session->zone, session->now) + 10 + i % 18);
  g_autofree char *text = g_strdup_printf ("interval first=%s every=4w reckon=given", first);
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (text, &error);
  RgmAddRequest request = { .treatment = treatment, .schedule = schedule, .handle = handle };
  g_autoptr (RgmCourse) course = rgm_record_add (session, &request, &error);
  if (course == NULL)
    g_error ("%s", error->message);
  return course->id;
}

static double
look (AlertCache *watch, const RgmSession *session, guint *found, RgmInstant *next)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) due = alert_cache_due (watch, session, FALSE, next, &error);
  if (due == NULL)
    g_error ("%s", error->message);
  *found = due->len;
  for (guint i = 0; i < due->len; i++)
    alert_mark_shown (session, g_ptr_array_index (due, i), NULL);
  return milliseconds_since (start);
}

static void
book (RgmSession *session, gint64 course, int i)
{
  g_auto (RgmRecorded) recorded = { 0 };
  RgmLocal at = { rgm_zone_day (session->zone, session->now) + 12, (8 + i % 9) * 3600 };
  rgm_record_booked (session, course, 0, at, NULL, &recorded, NULL);
}

/* Removes the record that an earlier run left at @path. */
static void
remove_record (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);
    g_unlink (file);
  }
}

int
main (int argc, char **argv)
{
  int n = argc == 3 ? (int)g_ascii_strtoll (argv[2], NULL, 10) : 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, &error);
  RgmSettings settings;
  rgm_settings_init (&settings);
  remove_record (argv[1]);
  g_autoptr (RgmStore) store = rgm_store_open (argv[1], RGM_STORE_CREATE, &error);
  g_autoptr (AlertCache) watch = alert_cache_new ();
  RgmSession session = { .store = store,
                         .catalog = catalog,
                         .settings = &settings,
                         .zone = rgm_zone_get ("Europe/Berlin", NULL),
                         .now = 1795000000 };
  guint found;
  RgmInstant next;
  gint64 some = 0;
  double quiet = 0, after = 0, worst = 0;
  for (int i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("Person %d", i / OF_ONE);
    session.patient = name;
    if (i % OF_ONE == 0)
      rgm_patient_free (rgm_record_patient_added (&session, name, "Europe/Berlin", &error));
    some = add_course (&session, i);
  }
  session.patient = NULL;
  double first = look (watch, &session, &found, &next);
  look (watch, &session, &found, &next);
  for (int i = 0; i < LOOKS; i++)
    quiet += look (watch, &session, &found, &next) / LOOKS;
  for (int i = 0; i < LOOKS; i++) {
    book (&session, some, i);
    double spent = look (watch, &session, &found, &next);
    after += spent / LOOKS;
    worst = MAX (worst, spent);
  }
  printf ("%d courses: first look %.0f ms; with nothing new %.2f ms; after a write %.2f ms, worst "
          "%.2f ms\n",
          n, first, quiet, after, worst);
  return 0;
}
