/* test-calendar.c: the events of a calendar, for records that are made by the same calls as the
 * commands make. */
#include "calendar/calendar-shown.h"
#include "catalog/effects.h"

#include <glib/gstdio.h>
#include <regimen/regimen.h>
#include <string.h>

#define MONTH "2026-12-01"

typedef struct {
  char *folder, *path;
  RgmStore *store;
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
  RgmCalendarOptions options;
} Fixture;

static RgmInstant
at (const char *text)
{
  RgmInstant instant = 0;
  g_assert_true (rgm_instant_parse (text, &instant, NULL));
  return instant;
}

static RgmLocal
local (const char *text)
{
  RgmLocal value = RGM_LOCAL_NONE;
  g_assert_true (rgm_local_parse (text, &value, NULL));
  return value;
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("regimen-calendar-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "regimen.db", NULL);
  fixture->store = rgm_store_open (fixture->path, RGM_STORE_CREATE, &error);
  g_assert_no_error (error);
  fixture->catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  rgm_settings_init (&fixture->settings);
  fixture->session = (RgmSession){
    .store = fixture->store,
    .catalog = fixture->catalog,
    .settings = &fixture->settings,
    .zone = rgm_zone_get ("Europe/Berlin", NULL),
    .now = at ("2026-11-23T08:00:00Z"),
  };
  fixture->options = (RgmCalendarOptions){ .days = 180 };
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  rgm_store_close (fixture->store);
  rgm_catalog_free (fixture->catalog);
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *file = g_build_filename (fixture->folder, name, NULL);
    g_unlink (file);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* ---- commands ---- */

static gint64
add_with (Fixture *fixture, const char *treatment, const RgmSchedule *schedule)
{
  g_autoptr (GError) error = NULL;
  RgmAddRequest request = {
    .treatment = rgm_catalog_find (fixture->catalog, treatment, &error),
    .schedule = schedule,
    .amount = "120 mg",
    .place = "Clinic; room 3",
  };
  g_assert_no_error (error);
  g_autoptr (RgmCourse) course = rgm_record_add (&fixture->session, &request, &error);
  g_assert_no_error (error);
  return course->id;
}

static RgmSchedule *
four_weekly (const char *first)
{
  RgmSchedule *schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  schedule->first = local (first);
  schedule->every = (RgmPeriod){ 4, 'w' };
  schedule->reckon = RGM_RECKON_GIVEN;
  return schedule;
}

static gint64
add_denosumab (Fixture *fixture, const char *first)
{
  g_autoptr (RgmSchedule) schedule = four_weekly (first);
  return add_with (fixture, "denosumab", schedule);
}

static void
book (Fixture *fixture, const char *now, gint64 course, int dose, const char *when)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  fixture->session.now = at (now);
  rgm_record_booked (&fixture->session, course, dose, local (when), "Day ward", &recorded, &error);
  g_assert_no_error (error);
}

static void
give (Fixture *fixture, const char *now, gint64 course, int dose)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  fixture->session.now = at (now);
  RgmGivenRequest request = { .at = fixture->session.now };
  rgm_record_given (&fixture->session, course, dose, &request, &recorded, &error);
  g_assert_no_error (error);
}

static void
skip (Fixture *fixture, const char *now, gint64 course, int dose)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  fixture->session.now = at (now);
  rgm_record_skipped (&fixture->session, course, dose, "low calcium", FALSE, &recorded, &error);
  g_assert_no_error (error);
}

/* ---- reading ---- */

static GPtrArray *
unseen_events (Fixture *fixture, const char *now)
{
  g_autoptr (GError) error = NULL;
  fixture->session.now = at (now);
  GPtrArray *all = rgm_calendar_events (&fixture->session, 0, &fixture->options, NULL, &error);
  g_assert_no_error (error);
  return all;
}

/* The same, handed to a calendar program. */
static GPtrArray *
events (Fixture *fixture, const char *now)
{
  GPtrArray *all = unseen_events (fixture, now);
  g_assert_true (calendar_shown_note (&fixture->session, 0, &fixture->options, NULL));
  return all;
}

static const RgmEvent *
find (const GPtrArray *all, int dose)
{
  g_autofree char *end = g_strdup_printf ("-%d@regimen", dose);
  for (guint i = 0; i < all->len; i++) {
    const RgmEvent *event = g_ptr_array_index (all, i);
    if (g_str_has_suffix (event->uid, end))
      return event;
  }
  return NULL;
}

static void
assert_start (const RgmEvent *event, const char *start)
{
  g_autofree char *text = rgm_local_format (event->start);
  g_assert_cmpstr (text, ==, start);
}

static void
assert_says (const RgmEvent *event, const char *part)
{
  g_assert_null (event->details);
  if (strstr (event->description, part) == NULL)
    g_error ("no \"%s\" in\n%s", part, event->description);
}

static char *
everything (const GPtrArray *all)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < all->len; i++) {
    const RgmEvent *e = g_ptr_array_index (all, i);
    g_autofree char *start = rgm_local_format (e->start);
    g_string_append_printf (
      text, "%s|%d|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%d|%s|%s|%d|%s|%s|%s|%s|%d\n", e->uid,
      e->sequence, e->changed, e->created, e->status, start, e->zone, e->utc, e->summary,
      e->description, e->location, e->category, e->alarms);
  }
  return g_string_free (text, FALSE);
}

/* ---- tests ---- */

static void
test_planned (Fixture *fixture, gconstpointer data)
{
  add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-23T08:00:00Z");
  const char *const days[] = { "2026-12-01", "2026-12-29", "2027-01-26", "2027-02-23",
                               "2027-03-23", "2027-04-20", "2027-05-18" };
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (days));
  for (guint i = 0; i < all->len; i++) {
    const RgmEvent *event = g_ptr_array_index (all, i);
    g_autofree char *summary
      = g_strdup_printf ("Denosumab injection %u (%s)", i + 1, i == 0 ? "to book" : "tentative");
    g_assert_true (event == find (all, (int)i + 1));
    g_assert_cmpstr (event->summary, ==, summary);
    g_assert_cmpint (event->status, ==, RGM_EVENT_TENTATIVE);
    g_assert_cmpint (event->sequence, ==, 0);
    g_assert_true (event->alarms);
    g_assert_cmpint (event->changed, ==, at ("2026-11-23T08:00:00Z"));
    assert_start (event, days[i]);
  }
}

static void
test_description (Fixture *fixture, gconstpointer data)
{
  add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-23T08:00:00Z");
  const RgmEvent *event = find (all, 1);
  assert_says (event, "Amount: 120 mg\n");
  assert_says (event, "Planned for Tue 2026-12-01: the first date that was entered\n");
  assert_says (event, "On time from Fri 2026-11-27 to Sat 2026-12-05\n");
  assert_says (find (all, 2), "4 weeks after injection 1\n");
  g_autofree char *watch
    = effects_lines (rgm_catalog_lookup (fixture->catalog, "denosumab"), fixture->catalog);
  g_assert_cmpstr (watch, !=, "");
  assert_says (event, watch);
  g_assert_cmpstr (event->location, ==, "Clinic; room 3");
  g_assert_cmpstr (event->category, ==,
                   rgm_catalog_lookup (fixture->catalog, "denosumab")->class_name);
}

static void
test_booked (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) before = events (fixture, "2026-11-23T08:00:00Z");
  book (fixture, "2026-11-24T09:00:00Z", course, 1, "2026-12-02T10:40");
  g_autoptr (GPtrArray) after = events (fixture, "2026-11-24T10:00:00Z");
  const RgmEvent *event = find (after, 1);
  g_assert_cmpstr (event->uid, ==, find (before, 1)->uid);
  g_assert_cmpstr (event->summary, ==, "Denosumab injection 1");
  g_assert_cmpint (event->status, ==, RGM_EVENT_CONFIRMED);
  g_assert_cmpint (event->sequence, ==, 1);
  g_assert_cmpint (event->changed, ==, at ("2026-11-24T09:00:00Z"));
  g_assert_cmpint (event->created, ==, at ("2026-11-23T08:00:00Z"));
  g_assert_cmpint (event->start_at, ==, at ("2026-12-02T09:40:00Z"));
  g_assert_cmpstr (event->zone, ==, "Europe/Berlin");
  g_assert_cmpstr (event->location, ==, "Day ward");
  g_assert_cmpint (event->minutes, ==, 30);
  g_assert_false (event->utc);
  assert_start (event, "2026-12-02T10:40");
  g_assert_cmpint (find (after, 2)->sequence, ==, 0);
}

static void
test_booked_in_gap (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, "2027-03-27");
  book (fixture, "2026-11-24T09:00:00Z", course, 1, "2027-03-28T02:30");
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-24T10:00:00Z");
  g_assert_true (find (all, 1)->utc);
  g_assert_cmpint (find (all, 1)->start_at, ==, at ("2027-03-28T01:30:00Z"));
}

static void
test_minutes (Fixture *fixture, gconstpointer data)
{
  add_denosumab (fixture, MONTH);
  fixture->options.minutes = 75;
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-23T08:00:00Z");
  g_assert_cmpint (find (all, 1)->minutes, ==, 75);
}

static void
test_given (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  give (fixture, "2026-12-03T08:20:00Z", course, 1);
  g_autoptr (GPtrArray) all = events (fixture, "2026-12-03T09:00:00Z");
  const RgmEvent *first = find (all, 1), *second = find (all, 2);
  g_assert_cmpstr (first->summary, ==, "Denosumab injection 1 (given)");
  g_assert_cmpint (first->status, ==, RGM_EVENT_CONFIRMED);
  g_assert_cmpint (first->start_at, ==, at ("2026-12-03T08:20:00Z"));
  g_assert_false (first->alarms);
  assert_start (first, "2026-12-03T09:20");
  g_assert_cmpint (second->sequence, ==, 1);
  g_assert_cmpint (second->changed, ==, at ("2026-12-03T08:20:00Z"));
  assert_start (second, "2026-12-31");
  assert_says (second, "Planned for Thu 2026-12-31: 4 weeks after injection 1\n");
}

static void
test_given_in_repeated_hour (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, "2027-10-30");
  give (fixture, "2027-10-31T01:30:00Z", course, 1);
  g_autoptr (GPtrArray) all = events (fixture, "2027-10-31T10:00:00Z");
  g_assert_true (find (all, 1)->utc);
  g_assert_cmpint (find (all, 1)->start_at, ==, at ("2027-10-31T01:30:00Z"));
}

static void
test_skipped (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  book (fixture, "2026-11-24T09:00:00Z", course, 1, "2026-12-02T10:40");
  g_autoptr (GPtrArray) planned = events (fixture, "2026-11-24T10:00:00Z");
  g_assert_cmpint (find (planned, 1)->status, ==, RGM_EVENT_CONFIRMED);
  skip (fixture, "2026-11-30T09:00:00Z", course, 1);
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-30T10:00:00Z");
  const RgmEvent *event = find (all, 1);
  g_assert_cmpstr (event->summary, ==, "Cancelled: Denosumab injection 1");
  g_assert_cmpint (event->status, ==, RGM_EVENT_CANCELLED);
  g_assert_cmpint (event->sequence, ==, 2);
  g_assert_false (event->alarms);
  assert_start (event, "2026-12-02T10:40");
  assert_says (event, "Not given: low calcium");
  g_autoptr (GPtrArray) last_day = events (fixture, "2027-03-02T10:00:00Z");
  g_assert_nonnull (find (last_day, 1));
  g_autoptr (GPtrArray) later = events (fixture, "2027-03-03T10:00:00Z");
  g_assert_null (find (later, 1));
}

/* No calendar has shown the dose, so none has to be told. */
static void
test_skipped_before_it_was_shown (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  skip (fixture, "2026-11-30T09:00:00Z", course, 1);
  for (int again = 0; again < 2; again++) { /* the first calendar has not shown it either */
    g_autoptr (GPtrArray) all = events (fixture, "2026-11-30T10:00:00Z");
    g_assert_null (find (all, 1));
    g_assert_nonnull (find (all, 2));
    book (fixture, "2026-11-30T11:00:00Z", course, 2, "2026-12-30T10:40");
  }
}

/* A course of one visit ends with that visit. Its event stays in the calendar. */
static void
test_ended_course (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_ONCE);
  schedule->first = local ("2027-02-10T09:30");
  gint64 course = add_with (fixture, "bone-scan", schedule);
  g_autoptr (GPtrArray) planned = events (fixture, "2026-11-23T08:00:00Z");
  g_assert_cmpstr (find (planned, 1)->summary, ==, "Bone scan");
  g_assert_cmpint (find (planned, 1)->status, ==, RGM_EVENT_CONFIRMED);
  skip (fixture, "2026-11-30T09:00:00Z", course, 1);
  add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) all = events (fixture, "2027-05-10T10:00:00Z");
  guint found = 0;
  for (guint i = 0; i < all->len; i++) {
    const RgmEvent *event = g_ptr_array_index (all, i);
    found += g_str_equal (event->summary, "Cancelled: Bone scan");
  }
  g_assert_cmpuint (found, ==, 1);
}

/* A dose is given nine days late. So the dose that was the last one in the window is beyond it now.
 */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmSchedule) schedule = four_weekly (MONTH);
  schedule->until = rgm_day_parse ("2027-01-27", NULL);
  gint64 course = add_with (fixture, "denosumab", schedule);
  g_autoptr (GPtrArray) before = events (fixture, "2026-11-23T08:00:00Z");
  g_assert_cmpuint (before->len, ==, 3);
  give (fixture, "2026-12-10T08:20:00Z", course, 1);
  g_autoptr (GPtrArray) after = events (fixture, "2026-12-10T09:00:00Z");
  g_assert_cmpuint (after->len, ==, 3);
  const RgmEvent *event = find (after, 3);
  g_assert_cmpstr (event->uid, ==, find (before, 3)->uid);
  g_assert_cmpint (event->status, ==, RGM_EVENT_CANCELLED);
  g_assert_cmpint (event->sequence, ==, 1);
  g_assert_cmpstr (event->summary, ==, "Cancelled: Denosumab injection 3");
  assert_says (event, "No longer planned");
}

/* Two tablets a day are in the calendar only if that is asked for. A time that passes without an
 * answer changes nothing. */
static void
move (Fixture *fixture, const char *now, gint64 course, int dose, const char *day, gboolean later)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  fixture->session.now = at (now);
  rgm_record_moved (&fixture->session, course, dose, local (day), later, &recorded, &error);
  g_assert_no_error (error);
}

static void
take_back (Fixture *fixture, const char *now, gboolean redo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmChange) change = NULL;
  fixture->session.now = at (now);
  fixture->session.anyway = TRUE; /* however long ago */
  (redo ? rgm_record_redone : rgm_record_undone) (&fixture->session, &change, &error);
  fixture->session.anyway = FALSE;
  g_assert_no_error (error);
}

/* An event that the window showed before is moved to its new day, however far away that is. A dose
 * that was never shown has no event. The window ends on 22 May. */
static void
test_moved_beyond (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  g_ptr_array_unref (events (fixture, "2026-11-23T08:00:00Z"));
  move (fixture, "2026-11-23T09:00:00Z", course, 4, "2027-06-01", TRUE);
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-23T10:00:00Z");
  g_assert_cmpuint (all->len, ==, 7); /* 1 to 3 in it, 4 to 7 were */
  assert_start (find (all, 4), "2027-06-01");
  assert_start (find (all, 7), "2027-08-24");
  g_assert_cmpint (find (all, 4)->sequence, ==, 1);
  /* half a year after that the old days are past, and the window has come further */
  g_autoptr (GPtrArray) later = events (fixture, "2027-08-01T10:00:00Z");
  g_assert_nonnull (find (later, 12));
  g_assert_null (find (later, 13));
}

static guint
count_cancelled (const GPtrArray *all)
{
  guint count = 0;
  for (guint i = 0; i < all->len; i++)
    count += ((const RgmEvent *)g_ptr_array_index (all, i))->status == RGM_EVENT_CANCELLED;
  return count;
}

/* What no calendar has shown is not cancelled in one: a course that was added and taken back before
 * the first of them, or between two. */
static void
test_cancelled_only_if_seen (Fixture *fixture, gconstpointer data)
{
  add_denosumab (fixture, MONTH);
  take_back (fixture, "2026-11-23T08:10:00Z", FALSE);
  fixture->session.now = at ("2026-11-23T08:20:00Z");
  add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) first = events (fixture, "2026-11-23T08:30:00Z");
  g_assert_cmpuint (first->len, ==, 7);
  g_assert_cmpuint (count_cancelled (first), ==, 0);
  fixture->session.now = at ("2026-11-24T08:00:00Z");
  g_autoptr (RgmSchedule) schedule = four_weekly (MONTH);
  add_with (fixture, "physical-therapy", schedule);
  take_back (fixture, "2026-11-24T08:10:00Z", FALSE);
  g_autoptr (GPtrArray) second = events (fixture, "2026-11-24T08:20:00Z");
  g_assert_cmpuint (second->len, ==, 7);
  /* the next one has been seen */
  add_with (fixture, "physical-therapy", schedule);
  g_autoptr (GPtrArray) third = events (fixture, "2026-11-25T08:00:00Z");
  g_assert_cmpuint (third->len, ==, 14);
  take_back (fixture, "2026-11-25T08:10:00Z", FALSE);
  g_autoptr (GPtrArray) fourth = events (fixture, "2026-11-25T08:20:00Z");
  g_assert_cmpuint (count_cancelled (fourth), ==, 7);
}

/* A second person on record puts names before all titles, and so changes each event once more: that
 * shows nobody the doses of a course that had been stopped before the first calendar. */
static void
test_stopped_before_a_second_person (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 course = add_denosumab (fixture, MONTH);
  give (fixture, "2026-12-01T08:05:00Z", course, 1);
  fixture->session.now = at ("2026-12-01T08:10:00Z");
  g_assert_true (
    rgm_record_stopped (&fixture->session, course, RGM_NO_DAY, NULL, &recorded, &error));
  g_autoptr (GPtrArray) stopped = events (fixture, "2026-12-01T08:20:00Z");
  g_assert_cmpuint (stopped->len, ==, 1);
  fixture->session.now = at ("2026-12-02T08:00:00Z");
  rgm_patient_free (rgm_record_patient_added (&fixture->session, "Karl", "Europe/Rome", &error));
  g_assert_no_error (error);
  g_autoptr (GPtrArray) second = events (fixture, "2026-12-02T08:10:00Z");
  g_assert_cmpuint (second->len, ==, 1);
}

/* If the command that added a course is undone, all events of that course are cancelled. */
static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) before = events (fixture, "2026-11-23T08:00:00Z");
  take_back (fixture, "2026-11-24T08:00:00Z", FALSE);
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-24T09:00:00Z");
  g_assert_cmpuint (all->len, ==, before->len);
  for (guint i = 0; i < all->len; i++) {
    const RgmEvent *event = g_ptr_array_index (all, i), *was = g_ptr_array_index (before, i);
    g_assert_cmpstr (event->uid, ==, was->uid);
    g_assert_cmpint (event->status, ==, RGM_EVENT_CANCELLED);
    g_assert_cmpint (event->sequence, ==, 1);
    g_assert_true (rgm_local_equal (event->start, was->start));
    assert_says (event, "No longer planned");
  }
  take_back (fixture, "2026-11-25T08:00:00Z", TRUE);
  g_autoptr (GPtrArray) again = events (fixture, "2026-11-25T09:00:00Z");
  g_assert_cmpint (find (again, 1)->status, ==, RGM_EVENT_TENTATIVE);
  g_assert_cmpint (find (again, 1)->sequence, ==, 2);
}

/* With more events than the calendar has in memory at a time, each comes once, in order, and is the
 * same in whatever order it is asked for. Some of them are cancelled. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gint32 times[] = { 8 * 3600, 13 * 3600, 20 * 3600 };
  for (int i = 0; i < 2; i++) {
    g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_TIMES);
    g_array_append_vals (schedule->times, times, G_N_ELEMENTS (times));
    schedule->first = local ("2026-11-24T08:00");
    add_with (fixture, i == 0 ? "oral-bisphosphonate" : "pain-medicine", schedule);
  }
  g_autoptr (RgmSchedule) daily = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  daily->first = local ("2026-11-24T09:00");
  daily->every = (RgmPeriod){ 1, 'd' };
  add_with (fixture, "physical-therapy", daily);
  fixture->options.tablets = fixture->options.lead_events = TRUE;
  fixture->options.days = 3000;
  fixture->session.now = at ("2026-11-24T06:00:00Z");
  g_autoptr (RgmCalendar) calendar
    = rgm_calendar_load (&fixture->session, 0, &fixture->options, &error);
  g_assert_no_error (error);
  guint length = rgm_calendar_length (calendar);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  RgmInstant last = 0;
  for (guint i = 0; i < length; i++) {
    g_autoptr (RgmEvent) event = rgm_calendar_event (calendar, i, TRUE);
    RgmInstant start = rgm_zone_to_instant (rgm_zone_get (event->zone, NULL), event->start, NULL);
    g_assert_cmpint (start, >=, last);
    g_assert_true (g_hash_table_add (seen, g_strdup (event->uid)));
    last = start;
  }
  /* the visits have two events before them, the tablets none */
  g_assert_cmpuint (length, ==, 2 * (3 * 3001) + 3 * 3001);
  g_autoptr (RgmEvent) first = rgm_calendar_event (calendar, 0, TRUE);
  g_assert_cmpint (first->start.day, ==, rgm_day_parse ("2026-11-23", NULL));
}

static void
test_tablets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_TIMES);
  const gint32 times[] = { 8 * 3600, 20 * 3600 };
  g_array_append_vals (schedule->times, times, G_N_ELEMENTS (times));
  schedule->first = local ("2026-11-24T08:00");
  schedule->until = rgm_day_parse ("2026-11-25", NULL);
  add_with (fixture, "oral-bisphosphonate", schedule);
  g_assert_null (rgm_calendar_load (&fixture->session, 0, &fixture->options, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CALENDAR);
  fixture->options.tablets = TRUE;
  g_autoptr (GPtrArray) morning = events (fixture, "2026-11-24T06:00:00Z");
  g_autoptr (GPtrArray) evening = events (fixture, "2026-11-24T22:30:00Z");
  g_assert_cmpuint (morning->len, ==, 4);
  const RgmEvent *event = find (morning, 2);
  assert_start (event, "2026-11-24T20:00");
  g_assert_cmpint (event->minutes, ==, 5);
  g_assert_true (event->free && event->alarms && event->on_time);
  g_assert_null (event->details);
  g_assert_cmpstr (event->description, ==, "Amount: 120 mg");
  g_autofree char *early = everything (morning);
  g_autofree char *late = everything (evening);
  g_assert_cmpstr (early, ==, late);
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  g_autoptr (GPtrArray) planned = events (fixture, "2026-11-24T10:00:00Z");
  g_assert_nonnull (find (planned, 1));
  skip (fixture, "2026-11-30T09:00:00Z", course, 1);
  for (int by_settings = 0; by_settings < 2; by_settings++) {
    fixture->options.private_mode = !by_settings;
    fixture->settings.private_mode = by_settings;
    g_autoptr (GPtrArray) all = events (fixture, "2026-11-30T10:00:00Z");
    for (guint i = 0; i < all->len; i++) {
      const RgmEvent *event = g_ptr_array_index (all, i);
      g_assert_cmpstr (event->summary, ==, i == 0 ? "Cancelled: Treatment" : "Treatment");
      g_assert_null (event->description);
      g_assert_null (event->location);
      g_assert_null (event->category);
    }
  }
}

static void
test_several_patients (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *const names[] = { "Anna", "Bob" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (RgmPatient) patient
      = rgm_record_patient_added (&fixture->session, names[i], "Europe/Rome", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (patient->name, ==, names[i]);
    fixture->session.patient = names[i];
    add_denosumab (fixture, MONTH);
  }
  g_autoptr (GPtrArray) all = events (fixture, "2026-11-23T08:00:00Z");
  g_assert_cmpuint (all->len, ==, 14);
  for (guint i = 0; i < all->len; i++) {
    const RgmEvent *event = g_ptr_array_index (all, i);
    g_assert_true (g_str_has_prefix (event->summary, "Anna: Denosumab")
                   || g_str_has_prefix (event->summary, "Bob: Denosumab"));
  }
  g_autoptr (GPtrArray) one
    = rgm_calendar_events (&fixture->session, 1, &fixture->options, NULL, &error);
  g_assert_cmpuint (one->len, ==, 7);
  g_assert_true (g_str_has_prefix (find (one, 1)->summary, "Denosumab"));
}

/* Within a day the clock alone changes no event, whether its dose is ahead, due or past. */
static void
test_same_record_same_events (Fixture *fixture, gconstpointer data)
{
  gint64 course = add_denosumab (fixture, MONTH);
  /* by the plan: the day of the second visit comes, and the first has no answer yet */
  g_autoptr (RgmSchedule) plan = four_weekly ("2026-11-24T09:00");
  plan->reckon = RGM_RECKON_PLAN;
  add_with (fixture, "physical-therapy", plan);
  give (fixture, "2026-12-01T08:20:00Z", course, 1);
  book (fixture, "2026-12-02T08:20:00Z", course, 2, "2026-12-29T11:00");
  g_autoptr (GPtrArray) before = events (fixture, "2026-12-19T08:00:00Z");
  g_autoptr (GPtrArray) after = events (fixture, "2026-12-23T22:00:00Z");
  g_autofree char *before_text = everything (before), *after_text = everything (after);
  g_assert_nonnull (strstr (before_text, "session 2 (tentative)"));
  g_assert_cmpstr (before_text, ==, after_text);
  g_autoptr (GPtrArray) morning = events (fixture, "2026-12-29T00:00:00Z");
  g_autoptr (GPtrArray) evening = events (fixture, "2026-12-29T22:00:00Z");
  g_autofree char *early = everything (morning);
  g_autofree char *late = everything (evening);
  g_assert_cmpstr (early, ==, late);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (rgm_calendar_load (&fixture->session, 0, &fixture->options, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CALENDAR);
  g_clear_error (&error);
  add_denosumab (fixture, "2028-01-01");
  g_autoptr (GPtrArray) none = events (fixture, "2026-11-23T08:00:00Z");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (rgm_calendar_load (&fixture->session, 0, &fixture->options, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CALENDAR);
  g_assert_cmpstr (error->message, ==,
                   "nothing to export: there is no dose from Tue 2026-08-25 to Sat 2027-05-22");
}

#define ADD(name, function) g_test_add ("/calendar/" name, Fixture, NULL, setup, function, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("planned", test_planned);
  ADD ("description", test_description);
  ADD ("booked", test_booked);
  ADD ("booked-in-gap", test_booked_in_gap);
  ADD ("minutes", test_minutes);
  ADD ("given", test_given);
  ADD ("given-in-repeated-hour", test_given_in_repeated_hour);
  ADD ("skipped", test_skipped);
  ADD ("skipped-before-it-was-shown", test_skipped_before_it_was_shown);
  ADD ("ended-course", test_ended_course);
  ADD ("dropped", test_dropped);
  ADD ("moved-beyond", test_moved_beyond);
  ADD ("taken-back", test_taken_back);
  ADD ("cancelled-only-if-seen", test_cancelled_only_if_seen);
  ADD ("stopped-before-a-second-person", test_stopped_before_a_second_person);
  ADD ("many", test_many);
  ADD ("tablets", test_tablets);
  ADD ("private", test_private);
  ADD ("several-patients", test_several_patients);
  ADD ("same-record-same-events", test_same_record_same_events);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
