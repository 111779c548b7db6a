/* test-alert-cache.c: which alerts are to be shown, over a real database: those of several doses,
 * which process may show one, and how long it is current. */
#include "alerts/alert-cache.h"

#include "alerts/alert-marks.h"
#include "model/schedule.h"
#include "store/alert-rows.h"
#include "store/lost-zones.h"
#include "store/write.h"

#include <glib/gstdio.h>
#include <regimen/regimen.h>
#include <string.h>

typedef struct {
  char *folder, *path;
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
  gboolean beside; /* the process that claims lives */
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
  f->folder = g_dir_make_tmp ("alerts-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "regimen.db", NULL);
  f->catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  rgm_settings_init (&f->settings);
  f->session = (RgmSession){ .store = rgm_store_open (f->path, RGM_STORE_CREATE, &error),
                             .catalog = f->catalog,
                             .settings = &f->settings,
                             .zone = rgm_zone_get ("Europe/Berlin", NULL),
                             .now = at ("2026-11-23T09:00:00+01:00") };
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

/* ---- the record ---- */

static gint64
add (Fixture *f, const char *key, const char *schedule_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (schedule_text, &error);
  g_assert_no_error (error);
  RgmAddRequest request
    = { .treatment = rgm_catalog_lookup (f->catalog, key), .schedule = schedule };
  g_autoptr (RgmCourse) course = rgm_record_add (&f->session, &request, &error);
  g_assert_no_error (error);
  return course->id;
}

static void
give (Fixture *f, gint64 course, int dose, const char *when)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmGivenRequest request = { .at = at (when) };
  rgm_record_given (&f->session, course, dose, &request, &recorded, &error);
  g_assert_no_error (error);
}

static GPtrArray *
due (Fixture *f, const char *when, RgmInstant *next)
{
  g_autoptr (GError) error = NULL;
  if (when != NULL)
    f->session.now = at (when);
  GPtrArray *views = rgm_alerts_due (&f->session, FALSE, next, &error);
  g_assert_no_error (error);
  return views;
}

/* Checks the alerts that are due at @when: "denosumab/1 due-0:2026-12-03; …". */
static void
assert_due (Fixture *f, const char *when, const char *expected)
{
  g_autoptr (GPtrArray) views = due (f, when, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < views->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (views, i);
    g_string_append_printf (text, "%s%s/%d %s", i > 0 ? "; " : "", view->course, view->dose,
                            view->alert.key);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Checks that one of the alerts at @when is of @dose ("radiation/1") and counts: @summary. */
static void
assert_waiting (Fixture *f, const char *when, const char *dose, const char *summary)
{
  g_autoptr (GPtrArray) views = due (f, when, NULL);
  for (guint i = 0; i < views->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (views, i);
    g_autofree char *name = g_strdup_printf ("%s/%d", view->course, view->dose);
    if (g_str_equal (name, dose) && g_str_has_prefix (view->summary, summary))
      return;
  }
  g_test_message ("no alert of %s says \"%s\"", dose, summary);
  g_test_fail ();
}

static RgmAlertView *
only_due (Fixture *f, const char *when)
{
  g_autoptr (GPtrArray) views = due (f, when, NULL);
  g_assert_cmpuint (views->len, ==, 1);
  return g_ptr_array_steal_index (views, 0);
}

static gboolean
claims (Fixture *f, const RgmAlertView *view, const char *when)
{
  g_autoptr (GError) error = NULL;
  gboolean claimed = FALSE;
  if (when != NULL)
    f->session.now = at (when);
  alert_claim (&f->session, view, !f->beside, &claimed, &error);
  g_assert_no_error (error);
  return claimed;
}

/* The first patient travels to @zone. */
static void
travel (Fixture *f, const char *zone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = rgm_store_patients (f->session.store, NULL);
  gint64 person = ((const RgmPatient *)g_ptr_array_index (people, 0))->id;
  rgm_patient_free (rgm_record_patient_set (&f->session, person, NULL, zone, NULL, &error));
  g_assert_no_error (error);
}

#define DENOSUMAB "interval first=2026-12-03 every=4w reckon=given"

/* ---- marks ---- */

static const struct {
  RgmMark mark;
  RgmInstant now;
  gboolean allowed;
  RgmInstant again;
} mark_cases[] = {
  { { RGM_MARK_NONE, 0, RGM_INSTANT_NONE, 0 }, 1000, TRUE, RGM_INSTANT_NONE },
  { { RGM_MARK_SHOWN, 900, RGM_INSTANT_NONE, 0 }, 1000, FALSE, RGM_INSTANT_NONE },
  { { RGM_MARK_CLAIMED, 1000, RGM_INSTANT_NONE, 1 }, 1000, FALSE, 1060 },
  { { RGM_MARK_CLAIMED, 1000, RGM_INSTANT_NONE, 1 }, 1059, FALSE, 1060 },
  { { RGM_MARK_CLAIMED, 1000, RGM_INSTANT_NONE, 1 }, 1060, TRUE, RGM_INSTANT_NONE },
  { { RGM_MARK_CLAIMED, 1000, RGM_INSTANT_NONE, 2 }, 1060, FALSE, 4600 },
  { { RGM_MARK_CLAIMED, 1000, RGM_INSTANT_NONE, 9 }, 4600, TRUE, RGM_INSTANT_NONE },
  { { RGM_MARK_CLAIMED, 9000, RGM_INSTANT_NONE, 1 }, 1000, TRUE, RGM_INSTANT_NONE },
  { { RGM_MARK_SNOOZED, 900, 1100, 0 }, 1000, FALSE, 1100 },
  { { RGM_MARK_SNOOZED, 900, 1100, 0 }, 1100, TRUE, RGM_INSTANT_NONE },
  { { RGM_MARK_SNOOZED, 900, 1100, 0 }, 700, FALSE, 1100 },
  { { RGM_MARK_SNOOZED, 900, 1100, 0 }, 699, TRUE, RGM_INSTANT_NONE },
};

static void
test_marks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mark_cases); i++) {
    RgmInstant again;
    gboolean allowed = alert_mark_allows (&mark_cases[i].mark, mark_cases[i].now, &again);
    g_assert_cmpint (allowed, ==, mark_cases[i].allowed);
    g_assert_cmpint (again, ==, mark_cases[i].again);
  }
}

/* ---- due alerts ---- */

static void
test_a_life (Fixture *f, gconstpointer data)
{
  gint64 course = add (f, "denosumab", DENOSUMAB);
  assert_due (f, "2026-11-19T08:59:59+01:00", "");
  assert_due (f, "2026-11-19T09:00:00+01:00", "denosumab/1 book-14:2026-12-03");
  assert_due (f, "2026-12-01T12:00:00+01:00", "denosumab/1 book-3:2026-12-03");
  assert_due (f, "2026-12-02T12:00:00+01:00", "denosumab/1 upcoming-1:2026-12-03");
  assert_due (f, "2026-12-03T12:00:00+01:00", "denosumab/1 due-0:2026-12-03");
  assert_due (f, "2026-12-09T12:00:00+01:00", "denosumab/1 overdue-1:2026-12-03");
  give (f, course, 1, "2026-12-09T11:00:00+01:00");
  assert_due (f, NULL, "denosumab/1 watch-0:2026-12-09T10:00:00Z");
  assert_due (f, "2026-12-10T12:00:00+01:00", "denosumab/1 watch-1:2026-12-09T10:00:00Z");
  assert_due (f, "2026-12-12T12:00:00+01:00", "denosumab/1 watch-3:2026-12-09T10:00:00Z");
  assert_due (f, "2026-12-20T12:00:00+01:00", "");
  assert_due (f, "2026-12-24T12:00:00+01:00", "denosumab/2 book-14:2027-01-06");
}

static void
test_next_moment (Fixture *f, gconstpointer data)
{
  RgmInstant next = 0;
  add (f, "denosumab", DENOSUMAB);
  g_ptr_array_unref (due (f, "2026-11-01T12:00:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-11-19T09:00:00+01:00"));
  g_ptr_array_unref (due (f, "2026-12-03T09:00:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-12-08T09:00:00+01:00"));
}

static void
test_nothing_ever (Fixture *f, gconstpointer data)
{
  RgmInstant next = 0;
  g_autoptr (GPtrArray) views = due (f, NULL, &next);
  g_assert_cmpuint (views->len, ==, 0);
  g_assert_cmpint (next, ==, RGM_INSTANT_NONE);
}

/* The day of a session is fixed whether or not the one before has an answer. Of the sessions that
 * were given, effects are watched for after the first one of each week. */
static void
test_radiation (Fixture *f, gconstpointer data)
{
  gint64 course
    = add (f, "radiation", "fractions first=2026-12-07T14:00 fractions=6 per-day=1 days=31");
  assert_due (f, "2026-12-06T12:00:00+01:00", "radiation/1 upcoming-1:2026-12-07T14:00");
  assert_due (f, "2026-12-08T12:00:00+01:00",
              "radiation/1 due-0:2026-12-07T14:00; radiation/2 due-0:2026-12-08T14:00");
  give (f, course, 1, "2026-12-07T14:05:00+01:00");
  assert_due (f, "2026-12-08T13:00:00+01:00",
              "radiation/2 due-0:2026-12-08T14:00; radiation/1 watch-0:2026-12-07T13:05:00Z");
  f->session.now = at ("2026-12-11T14:30:00+01:00");
  give (f, course, 2, "2026-12-08T14:05:00+01:00");
  give (f, course, 3, "2026-12-09T14:05:00+01:00");
  give (f, course, 4, "2026-12-10T14:05:00+01:00");
  give (f, course, 5, "2026-12-11T14:05:00+01:00");
  assert_due (f, NULL, "radiation/1 watch-0:2026-12-07T13:05:00Z");
  assert_due (f, "2026-12-14T10:00:00+01:00", "");
  f->session.now = at ("2026-12-14T14:30:00+01:00");
  give (f, course, 6, "2026-12-14T14:05:00+01:00");
  assert_due (f, NULL, "radiation/6 watch-0:2026-12-14T13:05:00Z");
  assert_due (f, "2026-12-25T12:00:00+01:00", "");
  assert_due (f, "2026-12-28T12:00:00+01:00", "radiation/6 response-14:2026-12-14T13:05:00Z");
  assert_due (f, "2027-01-04T12:00:00+01:00", "radiation/6 response-21:2026-12-14T13:05:00Z");
  assert_due (f, "2027-01-14T12:00:00+01:00", "");
}

/* A session that was given in Kolkata on Monday of the second week, and put on record there, was
 * given before one of Sunday in New York. The first session of the week of that one is another. */
static void
test_radiation_on_a_journey (Fixture *f, gconstpointer data)
{
  gint64 course
    = add (f, "radiation", "fractions first=2026-12-07T14:00 fractions=6 per-day=1 days=31");
  f->session.anyway = TRUE;
  f->session.now = at ("2026-12-13T18:00:00-05:00");
  travel (f, "America/New_York");
  give (f, course, 1, "2026-12-13T17:30:00-05:00");
  assert_due (f, NULL, "radiation/1 watch-0:2026-12-13T22:30:00Z");
  travel (f, "Asia/Kolkata");
  give (f, course, 2, "2026-12-14T02:30:00+05:30");
  assert_due (f, NULL, "radiation/1 watch-0:2026-12-13T22:30:00Z");
}

/* Shows the alerts that are due at @when; the user closes them. */
static void
show_and_close (Fixture *f, const char *when, const char *expected)
{
  g_autoptr (GPtrArray) views = NULL;
  assert_due (f, when, expected);
  views = due (f, when, NULL);
  for (guint i = 0; i < views->len; i++) {
    RgmAlertView *view = g_ptr_array_index (views, i);
    g_assert_true (claims (f, view, NULL));
    g_assert_true (alert_mark_shown (&f->session, view, NULL));
  }
  assert_due (f, when, "");
}

/* 20:00 comes twice on a journey from Berlin to New York, and so does the reminder of the tablet,
 * if nobody has said that it was taken. */
static void
test_a_tablet_on_a_journey (Fixture *f, gconstpointer data)
{
  add (f, "oral-bisphosphonate", "times first=2026-12-01 times=20:00 days=127");
  show_and_close (f, "2026-12-01T20:00:00+01:00", "oral-bisphosphonate/1 due-0:2026-12-01T20:00");
  show_and_close (f, "2026-12-01T21:00:00+01:00",
                  "oral-bisphosphonate/1 overdue-0:2026-12-01T20:00");
  travel (f, "America/New_York");
  assert_due (f, "2026-12-01T19:59:59-05:00", "");
  show_and_close (f, "2026-12-01T20:00:00-05:00", "oral-bisphosphonate/1 due-0:2026-12-01T20:00");
  show_and_close (f, "2026-12-01T21:00:00-05:00",
                  "oral-bisphosphonate/1 overdue-0:2026-12-01T20:00");
}

/* If its popup is still on the screen when 20:00 comes again, it is not shown a second time, also
 * not after the user has closed it then. */
static void
test_a_popup_on_a_journey (Fixture *f, gconstpointer data)
{
  add (f, "oral-bisphosphonate", "times first=2026-12-01 times=20:00 days=127");
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-01T20:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  view->server = g_strdup ("bus/1");
  view->popup = 1;
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  travel (f, "America/New_York");
  assert_due (f, "2026-12-01T20:00:00-05:00", "");
  view->alert.slot = at ("2026-12-01T20:00:00-05:00"); /* as it is read again */
  g_assert_true (alert_mark_off_screen (&f->session, view, FALSE, NULL));
  assert_due (f, "2026-12-01T20:30:00-05:00", "");
}

/* Of five unanswered sessions one alert tells; only that of today has its own. When the first one
 * is answered, the alert of the next one tells about the others. */
static void
test_many_overdue (Fixture *f, gconstpointer data)
{
  gint64 course
    = add (f, "radiation", "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31");
  assert_due (f, "2026-12-09T08:59:00+01:00",
              "radiation/1 due-0:2026-12-07T14:00; radiation/2 due-0:2026-12-08T14:00");
  g_autoptr (GPtrArray) two = due (f, "2026-12-09T09:00:00+01:00", NULL);
  g_assert_cmpuint (two->len, ==, 1);
  g_assert_cmpstr (((RgmAlertView *)g_ptr_array_index (two, 0))->summary, ==,
                   "2 sessions unanswered: Radiation therapy");
  assert_due (f, "2026-12-11T12:00:00+01:00",
              "radiation/1 overdue-2:2026-12-07T14:00; radiation/5 due-0:2026-12-11T14:00");
  g_autoptr (GPtrArray) five = due (f, "2026-12-12T09:00:00+01:00", NULL);
  g_assert_cmpuint (five->len, ==, 1);
  g_assert_cmpstr (((RgmAlertView *)g_ptr_array_index (five, 0))->summary, ==,
                   "5 sessions unanswered: Radiation therapy");
  give (f, course, 1, "2026-12-07T14:00:00+01:00");
  g_autoptr (GPtrArray) four = due (f, NULL, NULL);
  g_assert_cmpstr (((RgmAlertView *)g_ptr_array_index (four, 0))->summary, ==,
                   "4 sessions unanswered: Radiation therapy");
  assert_due (f, NULL,
              "radiation/2 overdue-2:2026-12-08T14:00; radiation/1 watch-0:2026-12-07T13:00:00Z");
}

/* A session on hold does not silence those after it. */
static void
test_held_session (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course
    = add (f, "radiation", "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31");
  f->session.now = at ("2026-12-07T12:30:00+01:00");
  rgm_record_held (&f->session, course, 1, "machine down", RGM_NO_DAY, &recorded, &error);
  g_assert_no_error (error);
  assert_due (f, "2026-12-08T14:00:00+01:00", "radiation/2 due-0:2026-12-08T14:00");
  assert_due (f, "2026-12-10T09:00:00+01:00", "radiation/2 overdue-0:2026-12-08T14:00");
  assert_due (f, "2026-12-14T09:00:00+01:00",
              "radiation/2 overdue-4:2026-12-08T14:00; radiation/1 hold-0:2026-12-07T11:30:00Z");
}

/* A session on hold is not counted among those that wait. */
static void
test_held_session_is_not_counted (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course = add (f, "radiation", "fractions first=2026-11-23 fractions=10 per-day=1 days=31");
  f->session.now = at ("2026-11-23T09:00:00+01:00");
  rgm_record_held (&f->session, course, 2, "machine", RGM_NO_DAY, &recorded, &error);
  g_assert_no_error (error);
  assert_waiting (f, "2026-11-27T09:30:00+01:00", "radiation/1", "3 sessions unanswered: ");
}

/* If the first of several unanswered sessions is booked anew or moved, one alert tells about the
 * others, every day; when the first one waits again, it is one of them. */
static void
test_first_goes_behind (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RgmLocal later = { rgm_day_new (2026, 12, 21), 10 * 3600 };
  gint64 course = add (f, "radiation", "fractions first=2026-11-23 fractions=6 per-day=1 days=31");
  for (int round = 0; round < 2; round++) {
    g_auto (RgmRecorded) recorded = { 0 };
    g_autoptr (RgmChange) undone = NULL;
    assert_waiting (f, "2026-11-30T12:30:00+01:00", "radiation/1", "5 sessions unanswered: ");
    f->session.anyway = TRUE;
    if (round == 0)
      rgm_record_booked (&f->session, course, 1, later, NULL, &recorded, &error);
    else
      rgm_record_moved (&f->session, course, 1, later, FALSE, &recorded, &error);
    g_assert_no_error (error);
    assert_due (f, NULL, "radiation/2 overdue-4:2026-11-24; radiation/6 due-0:2026-11-30");
    assert_waiting (f, NULL, "radiation/2", "4 sessions unanswered: ");
    assert_due (f, "2026-12-01T09:30:00+01:00", "radiation/2 overdue-5:2026-11-24");
    assert_waiting (f, NULL, "radiation/2", "5 sessions unanswered: ");
    assert_due (f, "2026-12-02T09:30:00+01:00", "radiation/2 overdue-6:2026-11-24");
    assert_due (f, "2026-12-21T08:30:00+01:00",
                "radiation/2 overdue-21:2026-11-24; radiation/1 due-0:2026-12-21T10:00");
    assert_due (f, "2026-12-22T09:30:00+01:00", "radiation/2 overdue-21:2026-11-24");
    assert_waiting (f, NULL, "radiation/2", "6 sessions unanswered: ");
    rgm_record_undone (&f->session, &undone, &error);
    g_assert_no_error (error);
    f->session.anyway = FALSE;
  }
}

/* If a course counts from the day given, a later dose that was booked is announced, but it is not
 * due while an earlier one has no answer, even if that one is on hold. */
static void
test_booked_before_its_turn (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) held = { 0 }, booked = { 0 };
  RgmLocal visit = { rgm_day_new (2026, 12, 31), 10 * 3600 };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-12-03T12:00:00+01:00");
  rgm_record_booked (&f->session, course, 2, visit, NULL, &booked, &error);
  g_assert_no_error (error);
  assert_due (f, "2026-12-30T12:00:00+01:00",
              "denosumab/1 overdue-21:2026-12-03; denosumab/2 upcoming-1:2026-12-31T10:00");
  assert_due (f, "2026-12-31T08:00:00+01:00",
              "denosumab/1 overdue-21:2026-12-03; denosumab/2 due-0:2026-12-31T10:00");
  assert_due (f, "2026-12-31T10:00:00+01:00", "denosumab/1 overdue-21:2026-12-03");
  g_autoptr (RgmAlertView) view = only_due (f, "2027-01-08T12:00:00+01:00");
  g_assert_cmpstr (view->summary, ==, "Overdue: Denosumab injection 1");
  rgm_record_held (&f->session, course, 1, "calcium is low", rgm_day_new (2027, 1, 20), &held,
                   &error);
  g_assert_no_error (error);
  assert_due (f, NULL, "");
  assert_due (f, "2027-01-20T12:00:00+01:00", "denosumab/1 hold-0:2027-01-20");
}

static void
put_off (Fixture *f, gint64 course, int dose, const char *when, RgmDay until)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  f->session.now = at (when);
  rgm_record_held (&f->session, course, dose, "lab", until, &recorded, &error);
  g_assert_no_error (error);
}

/* Dose 2 is put off while dose 1 has no answer. The reminder comes on the day that was named, and
 * every week after it, whether the day of the dose itself is before or after it, and no matter
 * whether dose 1 is overdue, on hold as well, or given. */
static void
test_hold_behind_an_open_dose (Fixture *f, gconstpointer data)
{
  gint64 course = add (f, "denosumab", DENOSUMAB);
  put_off (f, course, 2, "2026-12-04T12:00:00+01:00", rgm_day_new (2026, 12, 10));
  assert_due (f, "2026-12-10T08:59:59+01:00", "denosumab/1 overdue-1:2026-12-03");
  assert_due (f, "2026-12-10T09:00:00+01:00",
              "denosumab/1 overdue-2:2026-12-03; denosumab/2 hold-0:2026-12-10");
  put_off (f, course, 2, "2026-12-10T12:00:00+01:00", rgm_day_new (2027, 1, 7));
  assert_due (f, "2026-12-31T12:00:00+01:00", "denosumab/1 overdue-21:2026-12-03");
  assert_due (f, "2027-01-06T12:00:00+01:00", "denosumab/1 overdue-28:2026-12-03");
  assert_due (f, "2027-01-07T12:00:00+01:00",
              "denosumab/1 overdue-28:2026-12-03; denosumab/2 hold-0:2027-01-07");
  assert_due (f, "2027-03-04T12:00:00+01:00",
              "denosumab/1 overdue-84:2026-12-03; denosumab/2 hold-56:2027-01-07");
  put_off (f, course, 1, "2027-03-04T12:00:00+01:00", rgm_day_new (2027, 3, 20));
  assert_due (f, NULL, "denosumab/2 hold-56:2027-01-07");
  f->session.anyway = TRUE;
  give (f, course, 1, "2027-03-04T12:00:00+01:00");
  assert_due (f, NULL, "denosumab/2 hold-56:2027-01-07; denosumab/1 watch-0:2027-03-04T11:00:00Z");
}

/* Without a day, the reminder comes after 7 days, in every kind of interval, also about a dose that
 * is farther away than alerts usually look. The service, which waits for the next moment, wakes up
 * for it. A tentative dose that is not on hold still has no alert. */
static void
test_hold_behind_an_open_dose_without_a_day (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *schedule;
    int dose;
  } cases[] = { { DENOSUMAB " count=3", 2 },
                { DENOSUMAB " count=9", 9 },
                { "interval first=2026-12-03 every=4w reckon=plan count=3", 2 },
                { "interval first=2026-12-03T08:00 every=4w reckon=given count=3", 3 },
                { "interval first=2026-12-03 every=1d reckon=given count=3", 2 },
                { "interval first=2026-12-03T08:00 every=12h reckon=given count=3", 2 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_auto (RgmRecorded) stopped = { 0 };
    RgmInstant next = 0;
    f->session.now = at ("2026-11-23T09:00:00+01:00");
    f->session.anyway = TRUE;
    gint64 course = add (f, "denosumab", cases[i].schedule);
    put_off (f, course, cases[i].dose, "2026-12-03T10:00:00+01:00", RGM_NO_DAY);
    g_autoptr (GPtrArray) before = due (f, "2026-12-10T08:59:59+01:00", &next);
    g_assert_cmpuint (before->len, ==, 1);
    g_assert_cmpint (next, ==, at ("2026-12-10T09:00:00+01:00"));
    g_autoptr (GPtrArray) views = due (f, "2026-12-10T09:00:00+01:00", NULL);
    g_assert_cmpuint (views->len, ==, 2);
    const RgmAlertView *hold = g_ptr_array_index (views, 1);
    g_autofree char *summary = g_strdup_printf ("On hold: Denosumab injection %d", cases[i].dose);
    g_assert_cmpint (hold->dose, ==, cases[i].dose);
    g_assert_cmpstr (hold->alert.key, ==, "hold-0:2026-12-03T09:00:00Z");
    g_assert_cmpstr (hold->summary, ==, summary);
    rgm_record_stopped (&f->session, course, RGM_NO_DAY, NULL, &stopped, &error);
    g_assert_no_error (error);
  }
}

/* Dose 2 was moved by hand while dose 1 has no answer. It stays tentative, so it has no alert until
 * dose 1 is answered; one that is put off after it was moved has the reminder of its hold. */
static void
test_moved_before_its_turn (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmLocal day = { rgm_day_new (2027, 1, 4), RGM_NO_TIME };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-12-04T12:00:00+01:00");
  rgm_record_moved (&f->session, course, 2, day, FALSE, &recorded, &error);
  g_assert_no_error (error);
  assert_due (f, "2027-01-04T12:00:00+01:00", "denosumab/1 overdue-21:2026-12-03");
  put_off (f, course, 2, "2027-01-04T12:00:00+01:00", rgm_day_new (2027, 1, 5));
  assert_due (f, "2027-01-05T12:00:00+01:00",
              "denosumab/1 overdue-28:2026-12-03; denosumab/2 hold-0:2027-01-05");
}

/* A hold that was entered by a clock a year ahead comes back as soon as the clock is right. */
static void
test_hold_by_a_wrong_clock (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmInstant next;
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2027-12-03T09:30:00+01:00");
  rgm_record_held (&f->session, course, 1, "calcium is low", RGM_NO_DAY, &recorded, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (due (f, "2026-12-01T12:00:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-12-03T09:00:00+01:00"));
  assert_due (f, "2026-12-03T12:00:00+01:00", "denosumab/1 hold-0:2026-12-03");
  assert_due (f, "2027-02-01T12:00:00+01:00", "denosumab/1 hold-56:2026-12-03");
  g_ptr_array_unref (due (f, "2027-12-02T23:00:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2027-12-03T00:00:00+01:00"));
  assert_due (f, "2027-12-10T12:00:00+01:00", "denosumab/1 hold-0:2027-12-03T08:30:00Z");
}

/* If the clock was two days ahead only, and the day of the reminder comes later, the reminder comes
 * on that day, and nothing is forgotten until then. */
static void
test_hold_by_a_clock_a_little_ahead (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmInstant next;
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-11-12T09:30:00+01:00");
  rgm_record_held (&f->session, course, 1, "lab", rgm_day_new (2026, 11, 20), &recorded, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (due (f, "2026-11-10T12:00:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-11-12T00:00:00+01:00"));
  g_ptr_array_unref (due (f, "2026-11-12T00:00:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-11-20T09:00:00+01:00"));
}

/* A pause without an end does not answer a hold. */
static void
test_hold_in_a_pause (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) held = { 0 }, paused = { 0 };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-12-02T12:00:00+01:00");
  rgm_record_held (&f->session, course, 1, "lab", rgm_day_new (2026, 12, 4), &held, &error);
  g_assert_no_error (error);
  rgm_record_paused (&f->session, course, rgm_day_new (2026, 12, 2), RGM_NO_DAY, NULL, &paused,
                     &error);
  g_assert_no_error (error);
  assert_due (f, "2026-12-04T12:00:00+01:00", "denosumab/1 hold-0:2026-12-04");
  assert_due (f, "2026-12-11T12:00:00+01:00", "denosumab/1 hold-7:2026-12-04");
}

/* A missed tablet gives way to the next one. Only the first tablet has a watch alert. */
static void
test_tablets (Fixture *f, gconstpointer data)
{
  gint64 course
    = add (f, "oral-bisphosphonate", "times first=2026-12-03 times=08:00,20:00 days=127");
  assert_due (f, "2026-12-03T07:59:59+01:00", "");
  assert_due (f, "2026-12-03T08:00:00+01:00", "oral-bisphosphonate/1 due-0:2026-12-03T08:00");
  assert_due (f, "2026-12-03T12:00:00+01:00", "oral-bisphosphonate/1 overdue-2:2026-12-03T08:00");
  assert_due (f, "2026-12-03T20:00:00+01:00", "oral-bisphosphonate/2 due-0:2026-12-03T20:00");
  give (f, course, 2, "2026-12-03T20:00:00+01:00");
  assert_due (f, NULL, "");
  give (f, course, 1, "2026-12-03T08:10:00+01:00");
  assert_due (f, NULL, "oral-bisphosphonate/1 watch-0:2026-12-03T07:10:00Z");
}

/* After three fixed times without an answer there is one alert a day, which counts them. */
/* A pause leaves tomorrow's tablets out. Tonight's is missed in the morning all the same, and its
 * popup has to go then. */
static void
test_a_tablet_before_a_pause (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmInstant next;
  gint64 course
    = add (f, "oral-bisphosphonate", "times first=2026-11-23 times=08:00,20:00 days=127");
  f->session.now = at ("2026-11-23T20:30:00+01:00");
  rgm_record_paused (&f->session, course, rgm_zone_day (f->session.zone, f->session.now) + 1,
                     RGM_NO_DAY, NULL, &recorded, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (due (f, "2026-11-24T07:30:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-11-24T08:00:00+01:00"));
  assert_due (f, "2026-11-24T08:00:00+01:00", "");
}

static void
test_many_tablets (Fixture *f, gconstpointer data)
{
  gint64 course
    = add (f, "oral-bisphosphonate", "times first=2026-12-03 times=08:00,20:00 days=127");
  assert_due (f, "2026-12-04T12:00:00+01:00", "oral-bisphosphonate/3 overdue-2:2026-12-04T08:00");
  assert_due (f, "2026-12-04T22:00:00+01:00", "");
  assert_due (f, "2026-12-05T08:30:00+01:00", "");
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-05T09:00:00+01:00");
  g_assert_cmpint (view->dose, ==, 5);
  g_assert_cmpint (view->alert.urgency, ==, RGM_URGENCY_NORMAL);
  g_assert_true (g_str_has_prefix (view->summary, "5 tablets unanswered: "));
  assert_due (f, "2026-12-05T20:00:00+01:00", "");
  assert_due (f, "2026-12-06T09:00:00+01:00", "oral-bisphosphonate/7 overdue-24:2026-12-06T08:00");
  assert_due (f, "2026-12-30T09:00:00+01:00", "oral-bisphosphonate/55 overdue-24:2026-12-30T08:00");
  give (f, course, 55, "2026-12-30T09:00:00+01:00");
  assert_due (f, "2026-12-30T20:00:00+01:00", "oral-bisphosphonate/56 due-0:2026-12-30T20:00");
}

static void
test_hold (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-12-03T12:00:00+01:00");
  rgm_record_held (&f->session, course, 1, "calcium is low", rgm_day_new (2026, 12, 10), &recorded,
                   &error);
  g_assert_no_error (error);
  assert_due (f, NULL, "");
  assert_due (f, "2026-12-10T09:00:00+01:00", "denosumab/1 hold-0:2026-12-10");
  assert_due (f, "2027-01-15T09:00:00+01:00", "denosumab/1 hold-35:2026-12-10");
}

/* A hold without a day comes back after 7 days and then every 7 days, for years; the doses after
 * it, whose days depend on it, have no alerts. */
static void
test_hold_without_a_day (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  RgmInstant next = 0;
  f->session.now = at ("2026-12-03T12:00:00+01:00");
  rgm_record_held (&f->session, course, 1, "calcium is low", RGM_NO_DAY, &recorded, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (due (f, NULL, &next));
  g_assert_cmpint (next, ==, at ("2026-12-10T09:00:00+01:00"));
  assert_due (f, "2026-12-10T08:59:00+01:00", "");
  for (int week = 0; week < 60; week++) {
    f->session.now = at ("2026-12-10T10:00:00+01:00") + week * 7 * 24 * 3600;
    g_autofree char *expected
      = g_strdup_printf ("denosumab/1 hold-%d:2026-12-03T11:00:00Z", week * 7);
    assert_due (f, NULL, expected);
  }
}

static void
test_stopped (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-12-03T12:00:00+01:00");
  rgm_record_stopped (&f->session, course, RGM_NO_DAY, NULL, &recorded, &error);
  g_assert_no_error (error);
  assert_due (f, NULL, "");
}

/* A dose whose answer was undone is due again. */
static void
test_undone (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmChange) undone = NULL;
  gint64 course = add (f, "denosumab", DENOSUMAB);
  f->session.now = at ("2026-12-03T12:00:00+01:00");
  give (f, course, 1, "2026-12-03T12:00:00+01:00");
  assert_due (f, NULL, "denosumab/1 watch-0:2026-12-03T11:00:00Z");
  rgm_record_undone (&f->session, &undone, &error);
  g_assert_no_error (error);
  assert_due (f, NULL, "denosumab/1 due-0:2026-12-03");
}

/* A dose whose day depends on an unanswered one has no alert. */
static void
test_projected (Fixture *f, gconstpointer data)
{
  add (f, "denosumab", DENOSUMAB);
  assert_due (f, "2027-01-10T12:00:00+01:00", "denosumab/1 overdue-28:2026-12-03");
}

static void
test_most_urgent_first (Fixture *f, gconstpointer data)
{
  add (f, "ct", "once first=2026-12-09");
  add (f, "denosumab", DENOSUMAB);
  assert_due (f, "2026-12-09T12:00:00+01:00",
              "denosumab/1 overdue-1:2026-12-03; ct/1 due-0:2026-12-09");
}

/* A visit of today comes before one that is to be booked, although that one has waited longer. */
static void
test_what_waits_for_an_answer_first (Fixture *f, gconstpointer data)
{
  add (f, "ct", "once first=2026-12-20");
  add (f, "denosumab", DENOSUMAB);
  assert_due (f, "2026-12-06T12:00:00+01:00",
              "denosumab/1 due-0:2026-12-03; ct/1 book-14:2026-12-20");
}

/* ---- which process shows an alert ---- */

static void
test_claim (Fixture *f, gconstpointer data)
{
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  g_assert_false (claims (f, view, NULL));
  assert_due (f, NULL, "");
  alert_mark_shown (&f->session, view, NULL);
  g_assert_false (claims (f, view, "2026-12-03T13:00:00+01:00"));
  assert_due (f, NULL, "");
}

static void
test_crash (Fixture *f, gconstpointer data)
{
  RgmInstant next = 0;
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  g_ptr_array_unref (due (f, "2026-12-03T12:00:30+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-12-03T12:01:00+01:00"));
  g_assert_false (claims (f, view, "2026-12-03T12:00:59+01:00"));
  g_assert_true (claims (f, view, "2026-12-03T12:01:00+01:00"));
  g_assert_false (claims (f, view, "2026-12-03T12:05:00+01:00"));
  assert_due (f, NULL, "");
  g_assert_true (claims (f, view, "2026-12-03T13:01:00+01:00"));
}

/* The claim of a service that waits for a server that hangs is not taken over. If the service gives
 * the claim up, the alert is free. */
static void
test_claim_of_one_that_lives (Fixture *f, gconstpointer data)
{
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  f->beside = TRUE;
  g_assert_false (claims (f, view, "2026-12-03T18:00:00+01:00"));
  g_assert_true (alert_mark_failed (&f->session, view, NULL));
  g_assert_true (claims (f, view, NULL));
}

static void
test_failed (Fixture *f, gconstpointer data)
{
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  for (int i = 0; i < 5; i++) {
    g_assert_true (claims (f, view, NULL));
    g_assert_true (alert_mark_failed (&f->session, view, NULL));
  }
  assert_due (f, NULL, "denosumab/1 due-0:2026-12-03");
}

static void
test_snooze (Fixture *f, gconstpointer data)
{
  RgmInstant next = 0;
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (rgm_alert_snooze (&f->session, view, at ("2026-12-03T13:00:00+01:00"), NULL));
  g_ptr_array_unref (due (f, "2026-12-03T12:59:59+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-12-03T13:00:00+01:00"));
  assert_due (f, "2026-12-03T12:59:59+01:00", "");
  g_autoptr (RgmAlertView) again = only_due (f, "2026-12-03T13:00:00+01:00");
  g_assert_cmpint (again->when, ==, at ("2026-12-03T13:00:00+01:00"));
  g_assert_true (claims (f, again, NULL));
}

/* If the alert of a tablet was snoozed, its next alert waits for the end of the snooze too. */
static void
test_snooze_holds_for_the_dose (Fixture *f, gconstpointer data)
{
  RgmInstant next = 0;
  add (f, "oral-bisphosphonate", "times first=2026-12-03 times=08:00,20:00 days=127");
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T08:50:00+01:00");
  g_assert_true (rgm_alert_snooze (&f->session, view, at ("2026-12-03T09:50:00+01:00"), NULL));
  g_ptr_array_unref (due (f, "2026-12-03T09:10:00+01:00", &next));
  g_assert_cmpint (next, ==, at ("2026-12-03T09:50:00+01:00"));
  assert_due (f, "2026-12-03T09:49:59+01:00", "");
  assert_due (f, "2026-12-03T09:50:00+01:00", "oral-bisphosphonate/1 overdue-0:2026-12-03T08:00");
}

static gboolean
holds (Fixture *f, AlertCache *cache, const RgmAlertView *view)
{
  g_autoptr (GError) error = NULL;
  gboolean holds = FALSE;
  g_assert_true (alert_cache_is_current (cache, &f->session, view, &holds, &error));
  g_assert_no_error (error);
  return holds;
}

static gboolean
reclaims (Fixture *f, const RgmAlertView *view)
{
  g_autoptr (GError) error = NULL;
  gboolean claimed = FALSE;
  g_assert_true (alert_reclaim (&f->session, view, &claimed, &error));
  g_assert_no_error (error);
  return claimed;
}

static void
set_place (RgmAlertView *view, guint32 popup)
{
  g_free (view->server);
  view->server = g_strdup ("bus/:1.1");
  view->popup = popup;
}

/* Two processes want to move the same alert from popup 1 to a digest of their own. Only the first
 * one may; and neither may after the alert has left that popup. */
static void
test_reclaim (Fixture *f, gconstpointer data)
{
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  g_assert_true (reclaims (f, view)); /* on its way to the screen, it moves within one process */
  set_place (view, 1);
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  g_assert_true (reclaims (f, view));
  g_assert_false (reclaims (f, view)); /* the other process */
  set_place (view, 2);
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  set_place (view, 1);
  g_assert_false (reclaims (f, view)); /* it is in popup 2 */
  set_place (view, 2);
  g_assert_true (alert_mark_off_screen (&f->session, view, FALSE, NULL));
  g_assert_false (reclaims (f, view)); /* the user closed it */
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  g_assert_true (alert_mark_off_screen (&f->session, view, TRUE, NULL));
  g_assert_true (reclaims (f, view)); /* it was lost, and nobody has it */
}

/* If another process snoozes an alert that is on the screen, or on its way there, the alert leaves
 * the screen and comes again at the end of the snooze. */
static void
test_snooze_elsewhere (Fixture *f, gconstpointer data)
{
  g_autoptr (AlertCache) cache = alert_cache_new ();
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  g_assert_true (holds (f, cache, view));
  g_assert_true (rgm_alert_snooze (&f->session, view, at ("2026-12-03T13:00:00+01:00"), NULL));
  g_assert_false (holds (f, cache, view));
  g_assert_false (reclaims (f, view));
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  assert_due (f, "2026-12-03T12:59:59+01:00", "");
  g_assert_false (holds (f, cache, view));
  g_autoptr (RgmAlertView) again = only_due (f, "2026-12-03T13:00:00+01:00");
  g_assert_true (holds (f, cache, again));
  g_assert_true (claims (f, again, NULL));
  g_assert_true (alert_mark_shown (&f->session, again, NULL));
  assert_due (f, NULL, "");
}

/* Of two alerts that were shown while the clock was a day ahead, the one whose time had not come
 * comes again, and the other one does not. */
static void
test_shown_by_a_clock_ahead (Fixture *f, gconstpointer data)
{
  g_autoptr (AlertCache) cache = alert_cache_new ();
  RgmInstant next;
  add (f, "denosumab", DENOSUMAB);
  add (f, "bone-scan", "once first=2026-11-25");
  g_autoptr (GPtrArray) ahead = due (f, "2026-11-25T12:00:00+01:00", NULL);
  g_assert_cmpuint (ahead->len, ==, 2);
  for (guint i = 0; i < ahead->len; i++) {
    g_assert_true (claims (f, g_ptr_array_index (ahead, i), NULL));
    g_assert_true (alert_mark_shown (&f->session, g_ptr_array_index (ahead, i), NULL));
  }
  f->session.now = at ("2026-11-24T12:00:00+01:00");
  g_autoptr (GPtrArray) now = alert_cache_due (cache, &f->session, ALERT_PLAIN, &next, NULL);
  g_assert_nonnull (now);
  g_assert_true (alert_cache_forget_ahead (cache, &f->session, NULL));
  assert_due (f, "2026-11-25T12:00:00+01:00", "bone-scan/1 due-0:2026-11-25");
}

static void
test_alert_of (Fixture *f, gconstpointer data)
{
  RgmAlertView *none = NULL;
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  g_assert_true (claims (f, view, NULL));
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  g_autoptr (RgmAlertView) found = NULL;
  g_assert_true (rgm_alert_of (&f->session, view->course_id, 0, &found, NULL));
  g_assert_cmpstr (found->alert.key, ==, view->alert.key);
  g_assert_cmpint (found->dose, ==, 1);
  g_assert_true (rgm_alert_of (&f->session, view->course_id, 2, &none, NULL));
  g_assert_null (none);
}

/* ---- on a screen ---- */

static GPtrArray *
on_screen (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AlertCache) cache = alert_cache_new ();
  GPtrArray *views = alert_cache_on_screen (cache, &f->session, FALSE, NULL, NULL, &error);
  g_assert_no_error (error);
  return views;
}

static void
test_on_screen (Fixture *f, gconstpointer data)
{
  gint64 course = add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  view->server = g_strdup ("bus/:1.7");
  view->popup = 12;
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  g_autoptr (GPtrArray) open = on_screen (f);
  g_assert_cmpuint (open->len, ==, 1);
  const RgmAlertView *there = g_ptr_array_index (open, 0);
  g_assert_cmpstr (there->summary, ==, view->summary);
  g_assert_cmpstr (there->server, ==, "bus/:1.7");
  g_assert_cmpuint (there->popup, ==, 12);
  give (f, course, 1, "2026-12-03T11:00:00+01:00");
  g_autoptr (GPtrArray) stale = on_screen (f);
  const RgmAlertView *bare = g_ptr_array_index (stale, 0);
  g_assert_null (bare->summary);
  g_assert_cmpstr (bare->course_uid, ==, view->course_uid);
  g_assert_true (bare->answerable);
  g_assert_true (alert_mark_off_screen (&f->session, bare, FALSE, NULL));
  g_autoptr (GPtrArray) none = on_screen (f);
  g_assert_cmpuint (none->len, ==, 0);
}

/* ---- how long an alert is current ---- */

static gboolean
still_holds (Fixture *f, const RgmAlertView *view)
{
  g_autoptr (GError) error = NULL;
  gboolean holds = FALSE;
  g_autoptr (AlertCache) cache = alert_cache_new ();
  alert_cache_is_current (cache, &f->session, view, &holds, &error);
  g_assert_no_error (error);
  return holds;
}

static void
test_holds (Fixture *f, gconstpointer data)
{
  gint64 course = add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  alert_mark_shown (&f->session, view, NULL);
  g_assert_true (still_holds (f, view));
  give (f, course, 1, "2026-12-03T11:00:00+01:00");
  g_assert_false (still_holds (f, view));
  g_autoptr (RgmAlertView) watch = only_due (f, NULL);
  g_assert_true (still_holds (f, watch));
  f->session.now = at ("2026-12-04T09:00:00+01:00");
  g_assert_false (still_holds (f, watch));
}

static void
test_booking_ends_the_call_to_book (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmLocal time;
  gint64 course = add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-11-25T12:00:00+01:00");
  g_assert_true (rgm_local_parse ("2026-12-04T10:40", &time, NULL));
  rgm_record_booked (&f->session, course, 1, time, "Day clinic", &recorded, &error);
  g_assert_no_error (error);
  g_assert_false (still_holds (f, view));
  assert_due (f, NULL, "");
  assert_due (f, "2026-12-04T08:40:00+01:00", "denosumab/1 due-0:2026-12-04T10:40");
  assert_due (f, "2026-12-04T10:40:00+01:00", "denosumab/1 due-0:2026-12-04T10:40");
}

/* The cache of a service that runs on hears of both. */
static void
test_renamed_and_removed (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AlertCache) cache = alert_cache_new ();
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course = add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmAlertView) view = only_due (f, "2026-12-03T12:00:00+01:00");
  view->server = g_strdup ("bus/:1.7");
  view->popup = 12;
  g_assert_true (alert_mark_shown (&f->session, view, NULL));
  g_assert_true (holds (f, cache, view));
  g_assert_true (rgm_record_renamed (&f->session, course, "shot", &recorded, &error));
  g_assert_true (holds (f, cache, view));
  g_autoptr (GPtrArray) shown
    = alert_cache_on_screen (cache, &f->session, FALSE, NULL, NULL, &error);
  g_assert_cmpstr (((const RgmAlertView *)shown->pdata[0])->course, ==, "shot");
  g_autoptr (RgmRemovedCourse) removed = rgm_record_removed (&f->session, course, &error);
  g_assert_no_error (error);
  g_assert_nonnull (removed);
  g_assert_false (holds (f, cache, view));
  g_autoptr (GPtrArray) stale
    = alert_cache_on_screen (cache, &f->session, FALSE, NULL, NULL, &error);
  g_assert_cmpuint (stale->len, ==, 1); /* it is to be closed */
  g_assert_null (((const RgmAlertView *)stale->pdata[0])->summary);
  assert_due (f, "2026-12-03T12:00:00+01:00", "");
}

/* ---- people ---- */

static void
test_several_people (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  add (f, "denosumab", DENOSUMAB);
  g_autoptr (RgmPatient) anna = NULL;
  anna = rgm_record_patient_added (&f->session, "Anna", "America/New_York", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (anna->name, ==, "Anna");
  f->session.patient = "Anna";
  add (f, "denosumab", DENOSUMAB);
  assert_due (f, "2026-12-03T09:00:00-05:00",
              "denosumab/1 due-0:2026-12-03; denosumab/1 due-0:2026-12-03");
  g_autoptr (GPtrArray) views = due (f, NULL, NULL);
  const RgmAlertView *hers = g_ptr_array_index (views, 1);
  g_assert_cmpstr (hers->patient, ==, "Anna");
  g_assert_cmpstr (hers->summary, ==, "Due today: Denosumab injection 1 · Anna");
  g_assert_nonnull (strstr (hers->body, "regimen --patient Anna log denosumab/1"));
}

/* A system without the zone of one person: her alerts cannot be told, and those of others come. */
static void
test_a_lost_zone (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmTransaction) change
    = store_begin (f->session.store, "patient add", f->session.now, &error);
  gint64 ann = store_add_patient (f->session.store, "Ann", "Europe/Berlin", &error);

  g_assert_no_error (error);
  g_assert_true (store_add_patient (f->session.store, "Bert", "Europe/Berlin", &error) != 0);
  g_assert_true (store_commit (change, &error));
  for (const char *const *name = (const char *const[]){ "Ann", "Bert", NULL }; *name; name++) {
    f->session.patient = *name;
    add (f, "denosumab", DENOSUMAB);
  }
  assert_due (f, "2026-12-03T10:00:00+01:00",
              "denosumab/1 due-0:2026-12-03; denosumab/1 due-0:2026-12-03");

  g_autoptr (RgmTransaction) lost
    = store_begin (f->session.store, "patient set", f->session.now, &error);
  g_assert_true (store_set_patient (f->session.store, ann, NULL, "America/Oldtown", NULL, &error));
  g_assert_true (store_commit (lost, &error));
  assert_due (f, "2026-12-03T10:00:00+01:00", "denosumab/1 due-0:2026-12-03");
  g_autoptr (GPtrArray) problems = store_lost_zones (f->session.store, 0, &error);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (problems->pdata[0], "regimen patient set Ann --zone ZONE"));

  rgm_patient_free (rgm_record_patient_set (&f->session, ann, NULL, "Europe/Rome", NULL, &error));
  g_assert_no_error (error);
  assert_due (f, "2026-12-03T10:00:00+01:00",
              "denosumab/1 due-0:2026-12-03; denosumab/1 due-0:2026-12-03");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/alert-cache/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alert-cache/marks", test_marks);
  ADD ("a-life", test_a_life);
  ADD ("next-moment", test_next_moment);
  ADD ("nothing-ever", test_nothing_ever);
  ADD ("radiation", test_radiation);
  ADD ("radiation-on-a-journey", test_radiation_on_a_journey);
  ADD ("many-overdue", test_many_overdue);
  ADD ("tablets", test_tablets);
  ADD ("a-tablet-before-a-pause", test_a_tablet_before_a_pause);
  ADD ("held-session", test_held_session);
  ADD ("held-session-is-not-counted", test_held_session_is_not_counted);
  ADD ("first-goes-behind", test_first_goes_behind);
  ADD ("booked-before-its-turn", test_booked_before_its_turn);
  ADD ("hold-behind-an-open-dose", test_hold_behind_an_open_dose);
  ADD ("hold-behind-an-open-dose-without-a-day", test_hold_behind_an_open_dose_without_a_day);
  ADD ("moved-before-its-turn", test_moved_before_its_turn);
  ADD ("hold-by-a-wrong-clock", test_hold_by_a_wrong_clock);
  ADD ("hold-by-a-clock-a-little-ahead", test_hold_by_a_clock_a_little_ahead);
  ADD ("hold-in-a-pause", test_hold_in_a_pause);
  ADD ("many-tablets", test_many_tablets);
  ADD ("hold", test_hold);
  ADD ("hold-without-a-day", test_hold_without_a_day);
  ADD ("stopped", test_stopped);
  ADD ("undone", test_undone);
  ADD ("projected", test_projected);
  ADD ("most-urgent-first", test_most_urgent_first);
  ADD ("what-waits-for-an-answer-first", test_what_waits_for_an_answer_first);
  ADD ("claim", test_claim);
  ADD ("crash", test_crash);
  ADD ("failed", test_failed);
  ADD ("claim-of-one-that-lives", test_claim_of_one_that_lives);
  ADD ("snooze", test_snooze);
  ADD ("snooze-holds-for-the-dose", test_snooze_holds_for_the_dose);
  ADD ("reclaim", test_reclaim);
  ADD ("snooze-elsewhere", test_snooze_elsewhere);
  ADD ("shown-by-a-clock-ahead", test_shown_by_a_clock_ahead);
  ADD ("alert-of", test_alert_of);
  ADD ("on-screen", test_on_screen);
  ADD ("holds", test_holds);
  ADD ("booking-ends-the-call-to-book", test_booking_ends_the_call_to_book);
  ADD ("renamed-and-removed", test_renamed_and_removed);
  ADD ("several-people", test_several_people);
  ADD ("a-lost-zone", test_a_lost_zone);
  ADD ("a-tablet-on-a-journey", test_a_tablet_on_a_journey);
  ADD ("a-popup-on-a-journey", test_a_popup_on_a_journey);
  return g_test_run ();
}
