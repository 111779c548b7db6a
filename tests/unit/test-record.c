/* The use cases that write, on a real database in memory of the test's own folder. */
#include <glib/gstdio.h>
#include <regimen/regimen.h>
#include <string.h>

#include "model/schedule.h"
#include "store/calendar-rows.h"

typedef struct {
  char *folder, *path;
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
} Fixture;

static RgmInstant
at (const char *text)
{
  RgmInstant instant = 0;

  g_assert_true (rgm_instant_parse (text, &instant, NULL));
  return instant;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("regimen-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "regimen.db", NULL);
  f->catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  rgm_settings_init (&f->settings);
  f->session = (RgmSession){ rgm_store_open (f->path, RGM_STORE_CREATE, &error),
                             f->catalog,
                             &f->settings,
                             rgm_zone_get ("Europe/Berlin", NULL),
                             NULL,
                             at ("2026-11-23T09:00:00+01:00"),
                             FALSE };
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "regimen.db", "regimen.db-wal", "regimen.db-shm" };

  rgm_store_close (f->session.store);
  rgm_catalog_free (f->catalog);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_build_filename (f->folder, names[i], NULL);
    g_remove (file);
  }
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->path);
}

static RgmCourse *
try_add (Fixture *f, const char *key, const char *schedule_text, const char *handle, GError **error)
{
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (schedule_text, NULL);
  RgmAddRequest request
    = { rgm_catalog_lookup (f->catalog, key), schedule, handle, "4 mg", NULL, NULL };

  g_assert_nonnull (request.treatment);
  return rgm_record_add (&f->session, &request, error);
}

static gint64
add (Fixture *f, const char *key, const char *schedule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = try_add (f, key, schedule, NULL, &error);

  g_assert_no_error (error);
  return course->id;
}

#define EVERY_4W "interval first=2026-12-01 every=4w reckon=given"
#define TEN "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31"

/* Logs it at that very time, or now if that is later. */
static gboolean
give (Fixture *f, gint64 course, int dose, const char *when, RgmRecorded *recorded, GError **error)
{
  RgmGivenRequest request = { .at = at (when) };

  f->session.now = MAX (f->session.now, request.at);
  return rgm_record_given (&f->session, course, dose, &request, recorded, error);
}

static void
give_well (Fixture *f, gint64 course, int dose, const char *when, RgmRecorded *recorded)
{
  gboolean done = give (f, course, dose, when, recorded, NULL);

  g_assert_true (done);
}

static int
rows_of_history (Fixture *f)
{
  g_autoptr (GPtrArray) rows
    = rgm_store_history (f->session.store, 0, 0, RGM_HISTORY_CORRECTED, NULL);

  return (int)rows->len;
}

static void
assert_on (RgmLocal local, const char *expected)
{
  g_autofree char *text = rgm_local_format (local);

  g_assert_cmpstr (text, ==, expected);
}

/* ---- add ---- */

static void
test_first_patient (Fixture *f, gconstpointer data)
{
  g_autoptr (RgmPatient) nobody = rgm_session_patient (&f->session, NULL), me = NULL;

  g_assert_null (nobody);
  add (f, "zoledronic-acid", EVERY_4W);
  me = rgm_session_patient (&f->session, NULL);
  g_assert_cmpstr (me->name, ==, "me");
  g_assert_cmpstr (me->zone, ==, "Europe/Berlin");
}

static void
test_handles (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL, bad = NULL;
  g_autoptr (RgmCourse) first = try_add (f, "ct", "once first=2026-12-03", NULL, NULL);
  g_autoptr (RgmCourse) second = try_add (f, "ct", "once first=2026-12-04", NULL, NULL);
  g_autoptr (RgmCourse) third = try_add (f, "ct", "once first=2026-12-05", NULL, NULL);

  g_assert_cmpstr (first->handle, ==, "ct");
  g_assert_cmpstr (second->handle, ==, "ct-2");
  g_assert_cmpstr (third->handle, ==, "ct-3");
  g_assert_null (try_add (f, "ct", "once first=2026-12-03", "ct-2", &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  g_assert_null (try_add (f, "ct", "once first=2026-12-03", "left/hip", &bad));
  g_assert_error (bad, RGM_ERROR, RGM_ERROR_USAGE);
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) both = NULL, often = NULL;
  g_autoptr (RgmCourse) anyway = NULL;

  g_assert_null (try_add (f, "zoledronic-acid", "interval first=2026-12-01 every=2w reckon=given",
                          NULL, &often));
  g_assert_error (often, RGM_ERROR, RGM_ERROR_REFUSED);
  add (f, "zoledronic-acid", EVERY_4W);
  g_assert_null (try_add (f, "denosumab", EVERY_4W, NULL, &both));
  g_assert_error (both, RGM_ERROR, RGM_ERROR_REFUSED);
  f->session.anyway = TRUE;
  anyway = try_add (f, "denosumab", "interval first=2026-12-01 every=6w reckon=given", NULL, NULL);
  g_assert_nonnull (strstr (anyway->anyway, "6 weeks"));
  g_assert_nonnull (strstr (anyway->anyway, "zoledronic-acid"));
}

/* A course that is completed is no longer active. */
static void
test_refusal_ends (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W " count=1");
  g_auto (RgmRecorded) recorded = { 0 };

  give_well (f, drip, 0, "2026-12-01T09:00:00Z", &recorded);
  g_assert_false (recorded.has_next);
  add (f, "denosumab", "interval first=2027-01-05 every=4w reckon=given");
}

/* ---- log ---- */

static void
test_given (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  g_auto (RgmRecorded) recorded = { 0 };

  give_well (f, drip, 0, "2026-12-03T09:40:00Z", &recorded);
  g_assert_cmpint (recorded.dose.number, ==, 1);
  g_assert_cmpint (recorded.dose.state, ==, RGM_DOSE_GIVEN);
  assert_on (recorded.dose.target, "2026-12-01");
  g_assert_cmpstr (recorded.dose.administration->amount, ==, "4 mg");
  g_assert_cmpint (recorded.next.number, ==, 2);
  assert_on (recorded.next.target, "2026-12-31");
  g_assert_false (recorded.next.tentative);
}

static void
test_given_twice (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  g_auto (RgmRecorded) recorded = { 0 }, again = { 0 };
  g_autoptr (GError) same = NULL, repeated = NULL;

  give_well (f, drip, 0, "2026-12-03T09:40:00Z", &recorded);
  g_assert_false (give (f, drip, 1, "2026-12-03T09:40:00Z", &again, &same));
  g_assert_error (same, RGM_ERROR, RGM_ERROR_CONFLICT);
  g_assert_false (give (f, drip, 0, "2026-12-03T09:41:00Z", &again, &repeated));
  g_assert_error (repeated, RGM_ERROR, RGM_ERROR_REFUSED);
  g_assert_cmpint (rows_of_history (f), ==, 1);
}

/* A dose of long ago: its record is not loaded with the course, and still it cannot be given
 * twice. */
static void
test_given_long_ago (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) last = { 0 };

  for (int i = 0; i < 12; i++) {
    g_auto (RgmRecorded) recorded = { 0 };
    RgmGivenRequest request = { .at = at ("2026-12-01T09:00:00Z") + i * 28 * 86400 };
    f->session.now = request.at;
    g_assert_true (rgm_record_given (&f->session, drip, 0, &request, &recorded, NULL));
    g_assert_cmpint (recorded.dose.number, ==, i + 1);
  }
  g_assert_false (give (f, drip, 3, "2027-11-01T09:00:00Z", &last, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
}

/* Five minutes are a clock error; more is a plan. */
static void
test_given_ahead (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  RgmGivenRequest request = { .at = at ("2026-12-01T09:05:01Z") };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (GError) error = NULL;

  f->session.now = at ("2026-12-01T09:00:00Z");
  g_assert_false (rgm_record_given (&f->session, drip, 0, &request, &recorded, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  request.at--;
  g_assert_true (rgm_record_given (&f->session, drip, 0, &request, &recorded, NULL));
}

static void
test_given_amount (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  RgmGivenRequest request = { .at = at ("2026-12-01T09:00:00Z"), .amount = "40 mg" };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (GError) error = NULL;

  f->session.now = request.at;
  g_assert_false (rgm_record_given (&f->session, drip, 0, &request, &recorded, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  f->session.anyway = TRUE;
  g_assert_true (rgm_record_given (&f->session, drip, 0, &request, &recorded, NULL));
  g_assert_nonnull (strstr (recorded.dose.administration->anyway, "40 mg differs from 4 mg"));
}

/* The button of an alert says only that the dose was given. */
static void
test_given_at_the_visit (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, "radiation", TEN);
  g_auto (RgmRecorded) first = { 0 }, second = { 0 };
  RgmGivenRequest request = { .at = at ("2026-12-07T16:20:00Z"), .at_visit = TRUE };

  f->session.now = request.at;
  g_assert_true (rgm_record_given (&f->session, rays, 1, &request, &first, NULL));
  g_assert_cmpint (first.dose.administration->at, ==, at ("2026-12-07T13:00:00Z"));
  g_assert_cmpint (first.dose.administration->recorded_at, ==, request.at);
  f->session.now = request.at = at ("2026-12-09T08:20:00Z");
  g_assert_true (rgm_record_given (&f->session, rays, 2, &request, &second, NULL));
  g_assert_cmpint (second.dose.administration->at, ==, request.at);
}

static void
test_given_too_early (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (give (f, drip, 0, "2026-11-23T08:00:00Z", &recorded, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  f->session.anyway = TRUE;
  give_well (f, drip, 0, "2026-11-23T08:00:00Z", &recorded);
  g_assert_nonnull (strstr (recorded.dose.administration->anyway, "too early"));
  assert_on (recorded.next.target, "2026-12-21");
}

/* ---- skip, book ---- */

static void
test_skipped (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, "radiation", TEN);
  g_auto (RgmRecorded) made_up = { 0 }, forgone = { 0 }, none = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmDose dose;

  g_assert_false (rgm_record_skipped (&f->session, rays, 0, "  ", TRUE, &none, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_true (rgm_record_skipped (&f->session, rays, 0, "machine down", TRUE, &made_up, NULL));
  g_assert_true (
    rgm_record_skipped (&f->session, rays, 3, "doctor said so", FALSE, &forgone, NULL));
  g_assert_cmpint (forgone.next.number, ==, 2);
  course = rgm_store_course (f->session.store, rays, f->session.now, NULL);
  /* Ten fractions from Mon 7 Dec end on Fri 18 Dec; one is made up on Mon 21 Dec. */
  g_assert_true (rgm_course_dose (course, 11, forgone.zone, f->session.now, &dose, NULL));
  assert_on (dose.target, "2026-12-21T14:00");
  g_assert_false (rgm_course_dose (course, 12, forgone.zone, f->session.now, &dose, NULL));
}

/* A dose that was put off or moved is booked again for the same place. */
static void
assert_place_stays (Fixture *f, gint64 course_id, RgmLocal when)
{
  g_auto (RgmRecorded) held = { 0 }, booked = { 0 }, moved = { 0 }, later = { 0 };
  g_assert_true (rgm_record_held (&f->session, course_id, 1, "calcium", RGM_NO_DAY, &held, NULL));
  g_assert_null (held.dose.appointment);
  g_assert_true (rgm_record_booked (&f->session, course_id, 1, when, NULL, &booked, NULL));
  g_assert_cmpstr (booked.dose.appointment->place, ==, "Day clinic");
  g_assert_true (
    rgm_record_moved (&f->session, course_id, 1, (RgmLocal){ when.day, -1 }, FALSE, &moved, NULL));
  g_assert_null (moved.dose.appointment);
  g_assert_true (rgm_record_booked (&f->session, course_id, 1, when, NULL, &later, NULL));
  g_assert_cmpstr (later.dose.appointment->place, ==, "Day clinic");
}

static void
test_booked (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  g_auto (RgmRecorded) booked = { 0 }, again = { 0 }, without = { 0 }, bad = { 0 };
  g_autoptr (GError) past = NULL, timeless = NULL;
  RgmLocal when = { rgm_day_new (2026, 12, 2), 10 * 3600 + 1800 };

  g_assert_true (rgm_record_booked (&f->session, drip, 0, when, "Day clinic", &booked, NULL));
  g_assert_cmpint (booked.dose.state, ==, RGM_DOSE_BOOKED);
  g_assert_cmpstr (booked.dose.appointment->zone, ==, "Europe/Berlin");
  assert_on (booked.dose.target, "2026-12-01");
  /* What is not named stays, and "" takes it away. */
  when.day = rgm_day_new (2026, 12, 3);
  g_assert_true (rgm_record_booked (&f->session, drip, 1, when, NULL, &again, NULL));
  g_assert_cmpstr (again.dose.appointment->place, ==, "Day clinic");
  assert_place_stays (f, drip, when);
  g_assert_true (rgm_record_booked (&f->session, drip, 1, when, "", &without, NULL));
  g_assert_null (without.dose.appointment->place);
  when.day = rgm_day_new (2026, 11, 22);
  g_assert_false (rgm_record_booked (&f->session, drip, 0, when, NULL, &bad, &past));
  g_assert_error (past, RGM_ERROR, RGM_ERROR_USAGE);
  when = (RgmLocal){ rgm_day_new (2026, 12, 2), RGM_NO_TIME };
  g_assert_false (rgm_record_booked (&f->session, drip, 0, when, NULL, &bad, &timeless));
  g_assert_error (timeless, RGM_ERROR, RGM_ERROR_USAGE);
}

/* ---- SEQUENCE ---- */

static int
sequence_of (Fixture *f, gint64 course, int dose)
{
  g_autoptr (GArray) changes = store_dose_changes (f->session.store, course, NULL);
  RgmInstant when;

  return store_dose_sequence (changes, dose, 0, &when);
}

static void
test_sequence (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "zoledronic-acid", EVERY_4W);
  g_auto (RgmRecorded) booked = { 0 }, again = { 0 }, given = { 0 };
  RgmLocal when = { rgm_day_new (2026, 12, 2), 37800 };

  g_assert_cmpint (sequence_of (f, drip, 1), ==, 0);
  g_assert_true (rgm_record_booked (&f->session, drip, 0, when, NULL, &booked, NULL));
  g_assert_cmpint (sequence_of (f, drip, 1), ==, 1);
  g_assert_cmpint (sequence_of (f, drip, 2), ==, 0);
  when.second += 3600;
  g_assert_true (rgm_record_booked (&f->session, drip, 0, when, NULL, &again, NULL));
  g_assert_cmpint (sequence_of (f, drip, 1), ==, 2);
  give_well (f, drip, 0, "2026-12-02T10:40:00Z", &given);
  g_assert_cmpint (sequence_of (f, drip, 1), ==, 3);
  g_assert_cmpint (sequence_of (f, drip, 2), ==, 1);
  g_assert_cmpint (sequence_of (f, drip, 300), ==, 1);
}

/* ---- people ---- */

static void
test_whose (Fixture *f, gconstpointer data)
{
  g_autoptr (RgmPatient) anna = rgm_record_patient_added (&f->session, "Anna", "Europe/Rome", NULL);
  g_autoptr (RgmPatient) annika
    = rgm_record_patient_added (&f->session, "Annika", "Asia/Kolkata", NULL);
  g_autoptr (RgmPatient) found = NULL, moved = NULL;
  g_autoptr (GError) nobody = NULL, taken = NULL, zone = NULL;

  g_assert_nonnull (anna);
  g_assert_null (rgm_session_patient (&f->session, &nobody));
  g_assert_error (nobody, RGM_ERROR, RGM_ERROR_USAGE);
  f->session.patient = "anna";
  found = rgm_session_patient (&f->session, NULL);
  g_assert_cmpstr (found->name, ==, "Anna");
  g_assert_null (rgm_record_patient_added (&f->session, "ANNA", "UTC", &taken));
  g_assert_error (taken, RGM_ERROR, RGM_ERROR_CONFLICT);
  g_assert_null (rgm_record_patient_added (&f->session, "Ben", "Europe/Nowhere", &zone));
  g_assert_error (zone, RGM_ERROR, RGM_ERROR_USAGE);
  moved = rgm_record_patient_set (&f->session, annika->id, NULL, "America/New_York", NULL, NULL);
  g_assert_cmpstr (moved->name, ==, "Annika");
  g_assert_cmpstr (moved->zone, ==, "America/New_York");
}

/* ---- agenda ---- */

static char *
agenda_words (Fixture *f, int days)
{
  g_autoptr (RgmAgenda) agenda = rgm_agenda_load (&f->session, 0, days, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    g_autofree char *day = rgm_local_format (item->dose.target);
    g_string_append_printf (out, "%s%s/%d %s", i == 0 ? "" : ", ", item->course->handle,
                            item->dose.number, day);
  }
  return g_string_free (out, FALSE);
}

static void
test_agenda (Fixture *f, gconstpointer data)
{
  g_autofree char *near = NULL, *far = NULL, *next = NULL;

  add (f, "zoledronic-acid", EVERY_4W);
  add (f, "ct", "once first=2027-03-01");
  add (f, "bone-scan", "once first=2026-11-20");
  near = agenda_words (f, 8);
  /* The next dose of each course is there however far away. */
  g_assert_cmpstr (near, ==,
                   "bone-scan/1 2026-11-20, zoledronic-acid/1 2026-12-01, ct/1 2027-03-01");
  far = agenda_words (f, 40);
  g_assert_cmpstr (far, ==,
                   "bone-scan/1 2026-11-20, zoledronic-acid/1 2026-12-01, zoledronic-acid/2 "
                   "2026-12-29, ct/1 2027-03-01");
  next = agenda_words (f, -1);
  g_assert_cmpstr (next, ==, near);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/record/add/first-patient", test_first_patient);
  ADD ("/record/add/handles", test_handles);
  ADD ("/record/add/refusals", test_refusals);
  ADD ("/record/add/refusal-ends", test_refusal_ends);
  ADD ("/record/given", test_given);
  ADD ("/record/given/twice", test_given_twice);
  ADD ("/record/given/long-ago", test_given_long_ago);
  ADD ("/record/given/ahead", test_given_ahead);
  ADD ("/record/given/at-the-visit", test_given_at_the_visit);
  ADD ("/record/given/amount", test_given_amount);
  ADD ("/record/given/too-early", test_given_too_early);
  ADD ("/record/skipped", test_skipped);
  ADD ("/record/booked", test_booked);
  ADD ("/record/sequence", test_sequence);
  ADD ("/record/whose", test_whose);
  ADD ("/record/agenda", test_agenda);
  return g_test_run ();
}
