#include "base/reword.h"
#include "fixture.h"

#include "model/changes.h"
#include "model/course.h"
#include "model/schedule.h"
#include "store/alert-rows.h"
#include "store/calendar-rows.h"
#include "store/store-private.h"
#include "store/write.h"

/* What was written is read back, by the same connection and by another one. */

static RgmCourse *
load (Fixture *fixture, gint64 id, gboolean whole)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course = rgm_store_course (fixture->store, id, whole ? RGM_INSTANT_NONE : NOW, &error);

  g_assert_no_error (error);
  return course;
}

static void
begin (Fixture *fixture, const char *command)
{
  g_autoptr (GError) error = NULL;

  store_begin (fixture->store, command, NOW, &error);
  g_assert_no_error (error);
}

static void
commit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  store_commit (fixture->store, &error);
  g_assert_no_error (error);
}

static void
test_course (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmCourse) course = load (fixture, id, FALSE);
  const RgmRevision *revision = course->revisions->pdata[0];
  g_autofree char *stored = schedule_to_stored (revision->schedule);

  g_assert_cmpstr (course->handle, ==, "zoledronic-acid");
  g_assert_cmpstr (course->treatment_class, ==, "bisphosphonate");
  g_assert_cmpstr (course->units, ==, "infusions");
  g_assert_cmpint (course->minutes, ==, 60);
  g_assert_cmpstr (course->amount, ==, "4 mg");
  g_assert_null (course->place);
  g_assert_cmpint (course->started_at, ==, NOW);
  g_assert_cmpint (course->stopped_at, ==, RGM_INSTANT_NONE);
  g_assert_cmpint (revision->from_dose, ==, 1);
  g_assert_cmpstr (stored, ==, "interval first=2026-12-01 every=4w reckon=given");
  fixture_assert_whole (fixture);
}

static void
test_by_uid (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmCourse) course = load (fixture, id, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) same
    = rgm_store_course_by_uid (fixture->store, course->uid, RGM_INSTANT_NONE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (same->id, ==, id);
  g_assert_null (rgm_store_course_by_uid (fixture->store, "no such", RGM_INSTANT_NONE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
}

static void
test_administration (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = NULL;
  const RgmAdministration *read;
  RgmAdministration given = { .dose = 1,
                              .at = NOW,
                              .amount = (char *)"4 mg",
                              .site = (char *)"left arm",
                              .note = (char *)"a\nb",
                              .recorded_at = NOW + 5,
                              .anyway = (char *)"refused: early" };
  RgmAdministration skipped = { .dose = 2,
                                .outcome = RGM_SKIPPED,
                                .at = NOW,
                                .reason = (char *)"Z\xc3\xa4hne",
                                .makeup = TRUE,
                                .recorded_at = NOW };

  begin (fixture, "log");
  g_assert_true (store_add_administration (fixture->store, id, &given, &error));
  g_assert_true (store_add_administration (fixture->store, id, &skipped, &error));
  g_assert_true (store_set_head (fixture->store, id, 0, TRUE, &error));
  commit (fixture);
  course = load (fixture, id, FALSE);
  g_assert_cmpuint (course->administrations->len, ==, 2);
  g_assert_cmpint (course->makeups, ==, 1);
  read = course->administrations->pdata[0];
  g_assert_cmpint (read->id, ==, given.id);
  g_assert_cmpint (read->outcome, ==, RGM_GIVEN);
  g_assert_cmpint (read->at, ==, NOW);
  g_assert_cmpstr (read->site, ==, "left arm");
  g_assert_cmpstr (read->note, ==, "a\nb");
  g_assert_cmpstr (read->anyway, ==, "refused: early");
  g_assert_cmpint (read->recorded_at, ==, NOW + 5);
  read = course->administrations->pdata[1];
  g_assert_cmpint (read->outcome, ==, RGM_SKIPPED);
  g_assert_cmpstr (read->reason, ==, "Z\xc3\xa4hne");
  g_assert_true (read->makeup);
  fixture_assert_whole (fixture);
}

static void
test_twice_is_conflict (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (GError) error = NULL;
  RgmAdministration again = { .dose = 1, .at = NOW, .recorded_at = NOW };
  g_autoptr (RgmCourse) course = NULL;

  fixture_log (fixture->store, id, 1);
  begin (fixture, "log");
  g_assert_false (store_add_administration (fixture->store, id, &again, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  store_rollback (fixture->store);
  course = load (fixture, id, TRUE);
  g_assert_cmpuint (course->administrations->len, ==, 1);
}

static void
test_correction (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GPtrArray) all = NULL, current = NULL;
  RgmAdministration better = { .dose = 1, .at = NOW + 7, .recorded_at = NOW, .replaces = 1 };
  RgmAdministration stale = better;
  int given = 0, skipped = 0;

  fixture_log (fixture->store, id, 1);
  begin (fixture, "amend");
  g_assert_true (store_add_administration (fixture->store, id, &better, &error));
  g_assert_false (store_add_administration (fixture->store, id, &stale, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  commit (fixture);
  course = load (fixture, id, TRUE);
  g_assert_cmpuint (course->administrations->len, ==, 1);
  g_assert_cmpint (((RgmAdministration *)course->administrations->pdata[0])->at, ==, NOW + 7);
  current = rgm_store_history (fixture->store, 0, 0, RGM_HISTORY_COUNTED, NULL);
  g_assert_cmpuint (current->len, ==, 1);
  all = rgm_store_history (fixture->store, 1, id, RGM_HISTORY_CORRECTED, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (((RgmHistoryRow *)all->pdata[1])->administration->replaced_by, ==, better.id);
  g_assert_cmpstr (((RgmHistoryRow *)all->pdata[0])->course, ==, "zoledronic-acid");
  g_assert_true (rgm_store_count (fixture->store, id, &given, &skipped, NULL));
  g_assert_cmpint (given, ==, 1);
  g_assert_cmpint (skipped, ==, 0);
}

static void
test_plan (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmAppointment at = {
    .dose = 2, .at = { 20800, 36000 }, .zone = (char *)"Europe/Berlin", .place = (char *)"Ward 3"
  };
  RgmMove move = { .dose = 3, .target = { 20900, RGM_NO_TIME } };
  RgmHold hold = { .dose = 2, .reason = (char *)"calcium", .until = 20810, .since = NOW };
  RgmHold open_end = { .dose = 1, .reason = (char *)"tooth", .until = RGM_NO_DAY, .since = NOW };
  g_autoptr (RgmCourse) course = NULL, after = NULL;

  begin (fixture, "book");
  g_assert_true (store_set_appointment (fixture->store, id, 2, &at, NULL));
  at.at.second = 36061;
  g_assert_true (store_set_appointment (fixture->store, id, 2, &at, NULL));
  g_assert_true (store_set_move (fixture->store, id, 3, &move, NULL));
  g_assert_true (store_set_hold (fixture->store, id, 2, &hold, NULL));
  g_assert_true (store_set_hold (fixture->store, id, 1, &open_end, NULL));
  commit (fixture);
  course = load (fixture, id, FALSE);
  g_assert_cmpuint (course->appointments->len, ==, 1);
  g_assert_cmpint (rgm_course_appointment (course, 2)->at.day, ==, 20800);
  g_assert_cmpint (rgm_course_appointment (course, 2)->at.second, ==, 36061);
  g_assert_cmpstr (rgm_course_appointment (course, 2)->place, ==, "Ward 3");
  g_assert_true (rgm_local_equal (course_move (course, 3)->target, move.target));
  g_assert_cmpint (rgm_course_hold (course, 2)->until, ==, 20810);
  g_assert_cmpint (rgm_course_hold (course, 1)->until, ==, RGM_NO_DAY);
  g_assert_cmpint (rgm_course_hold (course, 1)->since, ==, NOW);
  begin (fixture, "unbook");
  g_assert_true (store_set_appointment (fixture->store, id, 2, NULL, NULL));
  g_assert_true (store_set_move (fixture->store, id, 3, NULL, NULL));
  g_assert_true (store_set_hold (fixture->store, id, 2, NULL, NULL));
  commit (fixture);
  after = load (fixture, id, TRUE);
  g_assert_cmpuint (after->appointments->len + after->moves->len, ==, 0);
  g_assert_cmpuint (after->holds->len, ==, 1);
  fixture_assert_whole (fixture);
}

/* An undone change is as if it had not been; what it took back is there again. */
static void
test_undone (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GPtrArray) history = NULL;

  fixture_log (fixture->store, id, 1);
  fixture_log (fixture->store, id, 2);
  begin (fixture, "undo");
  commit (fixture);
  fixture_sql (fixture->path, "UPDATE changes SET undone_by = 4 WHERE id = 3");
  course = load (fixture, id, TRUE);
  g_assert_cmpuint (course->administrations->len, ==, 1);
  history = rgm_store_history (fixture->store, 0, 0, RGM_HISTORY_CORRECTED, NULL);
  g_assert_cmpuint (history->len, ==, 1);
}

static void
test_patients (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) patients = NULL;
  const RgmPatient *patient;
  gint64 id;

  begin (fixture, "patient");
  id = store_add_patient (fixture->store, "\xc3\x84nne", "Europe/Berlin", &error);
  g_assert_cmpint (store_add_patient (fixture->store, "\xc3\xa4NNE", "UTC", &error), ==, 0);
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (store_add_patient (fixture->store, "Ben", "UTC", &error), >, id);
  g_assert_true (store_set_patient (fixture->store, id, NULL, "Asia/Tokyo", NULL, &error));
  g_assert_false (store_set_patient (fixture->store, id, "ben", NULL, NULL, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  commit (fixture);
  patients = rgm_store_patients (fixture->store, NULL);
  g_assert_cmpuint (patients->len, ==, 2);
  patient = patients->pdata[0];
  g_assert_cmpstr (patient->name, ==, "\xc3\x84nne");
  g_assert_cmpstr (patient->zone, ==, "Asia/Tokyo");
  g_assert_true (g_uuid_string_is_valid (patient->uid));
  fixture_assert_whole (fixture);
}

static void
test_handle_taken (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) again = NULL;

  fixture_fill (fixture->store);
  again = fixture_course (1, "zoledronic-acid");
  begin (fixture, "add");
  g_assert_false (store_add_course (fixture->store, again, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  store_rollback (fixture->store);
}

static guint
count_courses (Fixture *fixture, gboolean ended, RgmInstant ended_since)
{
  RgmCourseQuery query = { .ended = ended, .since = RGM_INSTANT_NONE, .ended_since = ended_since };
  g_autoptr (GPtrArray) courses = rgm_store_courses (fixture->store, &query, NULL);

  return courses->len;
}

static void
test_ended (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);

  fixture_log (fixture->store, id, 1);
  g_assert_cmpuint (count_courses (fixture, FALSE, RGM_INSTANT_NONE), ==, 1);
  begin (fixture, "stop");
  g_assert_true (store_set_head (fixture->store, id, 1, FALSE, NULL));
  commit (fixture);
  g_assert_cmpuint (count_courses (fixture, FALSE, RGM_INSTANT_NONE), ==, 0);
  g_assert_cmpuint (count_courses (fixture, TRUE, RGM_INSTANT_NONE), ==, 1);
  g_assert_cmpuint (count_courses (fixture, FALSE, NOW + DAY), ==, 1);
  g_assert_cmpuint (count_courses (fixture, FALSE, NOW + DAY + 1), ==, 0);
}

static void
assert_doses (const RgmCourse *course, int settled, const char *expected)
{
  g_autoptr (GString) doses = g_string_new (NULL);

  for (guint i = 0; i < course->administrations->len; i++)
    g_string_append_printf (doses, "%d ",
                            ((RgmAdministration *)course->administrations->pdata[i])->dose);
  g_assert_cmpstr (doses->str, ==, expected);
  g_assert_cmpint (course->settled, ==, settled);
}

static void
test_settled (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmCourseQuery query = { .since = NOW + 4 * DAY, .ended_since = RGM_INSTANT_NONE };
  RgmAdministration skipped
    = { .dose = 6, .outcome = RGM_SKIPPED, .at = NOW, .reason = (char *)"x", .recorded_at = NOW };
  g_autoptr (RgmCourse) part = NULL, whole = NULL;
  g_autoptr (GPtrArray) since = NULL;

  for (int dose = 1; dose <= 5; dose++)
    fixture_log (fixture->store, id, dose);
  begin (fixture, "skip");
  g_assert_true (store_add_administration (fixture->store, id, &skipped, NULL));
  g_assert_true (store_set_head (fixture->store, id, 6, TRUE, NULL));
  commit (fixture);
  part = load (fixture, id, FALSE);
  assert_doses (part, 6, "5 6 "); /* dose 5 was the last one given, and dose 6 was skipped */
  whole = load (fixture, id, TRUE);
  assert_doses (whole, 0, "1 2 3 4 5 6 ");
  since = rgm_store_courses (fixture->store, &query, NULL);
  assert_doses (since->pdata[0], 3, "3 4 5 6 ");
  fixture_assert_whole (fixture);
}

/* Of the settled doses only the moves since the last one that was given count. */
static void
test_moved_anchor (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmMove first = { .dose = 1, .target = { 20900, RGM_NO_TIME } },
          second = { .dose = 2, .target = { 20930, RGM_NO_TIME } },
          third = { .dose = 3, .target = { 20960, RGM_NO_TIME } };
  RgmAdministration skipped = {
    .dose = 3, .outcome = RGM_SKIPPED, .at = NOW, .recorded_at = NOW, .reason = (char *)"fever"
  };
  g_autoptr (RgmCourse) course = NULL;

  begin (fixture, "move");
  g_assert_true (store_set_move (fixture->store, id, 1, &first, NULL));
  g_assert_true (store_set_move (fixture->store, id, 2, &second, NULL));
  g_assert_true (store_set_move (fixture->store, id, 2, NULL, NULL));
  g_assert_true (store_set_move (fixture->store, id, 3, &third, NULL));
  commit (fixture);
  fixture_log (fixture->store, id, 1);
  fixture_log (fixture->store, id, 2);
  begin (fixture, "skip");
  g_assert_true (store_add_administration (fixture->store, id, &skipped, NULL));
  g_assert_true (store_set_head (fixture->store, id, 3, TRUE, NULL));
  commit (fixture);
  course = load (fixture, id, FALSE);
  g_assert_cmpuint (course->moves->len, ==, 1);
  g_assert_cmpint (((RgmMove *)course->moves->pdata[0])->dose, ==, 3);
  g_assert_false (((RgmMove *)course->moves->pdata[0])->kept);
}

static void
test_sequence (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  g_autoptr (GArray) changes = NULL;
  RgmDoseRun one = { 2, 2 }, rest = { 4, 0 };
  RgmInstant at;

  g_array_append_val (runs, one);
  g_array_append_val (runs, rest);
  begin (fixture, "move");
  g_assert_true (store_add_dose_changes (fixture->store, id, runs, NOW + 1, NULL));
  /* one command counts once, however many of its rows touch a dose */
  g_assert_true (store_add_dose_changes (fixture->store, id, runs, NOW + 1, NULL));
  commit (fixture);
  begin (fixture, "move");
  g_array_set_size (runs, 1);
  g_assert_true (store_add_dose_changes (fixture->store, id, runs, NOW + 2, NULL));
  commit (fixture);
  changes = store_dose_changes (fixture->store, id, NULL);
  g_assert_cmpuint (changes->len, ==, 5);
  g_assert_cmpint (store_dose_sequence (changes, 1, NOW, &at), ==, 0);
  g_assert_cmpint (at, ==, NOW);
  g_assert_cmpint (store_dose_sequence (changes, 2, NOW, &at), ==, 2);
  g_assert_cmpint (at, ==, NOW + 2);
  g_assert_cmpint (store_dose_sequence (changes, 3, NOW, &at), ==, 0);
  g_assert_cmpint (store_dose_sequence (changes, 99999, NOW, &at), ==, 1);
  g_assert_cmpint (at, ==, NOW + 1);
}

static void
test_marks (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmMark mark, snoozed = { RGM_MARK_SNOOZED, NOW, NOW + 3600, 2 },
                shown = { RGM_MARK_SHOWN, NOW + 1, RGM_INSTANT_NONE, 3 };

  g_assert_true (store_mark (fixture->store, id, 1, "due:2026-12-03", &mark, NULL));
  g_assert_cmpint (mark.state, ==, RGM_MARK_NONE);
  begin (fixture, NULL);
  g_assert_true (store_set_mark (fixture->store, id, 1, "due:2026-12-03", &snoozed, NULL));
  commit (fixture);
  g_assert_true (store_mark (fixture->store, id, 1, "due:2026-12-03", &mark, NULL));
  g_assert_cmpint (mark.state, ==, RGM_MARK_SNOOZED);
  g_assert_cmpint (mark.until, ==, NOW + 3600);
  begin (fixture, NULL);
  g_assert_true (store_set_mark (fixture->store, id, 1, "due:2026-12-03", &shown, NULL));
  commit (fixture);
  g_assert_true (store_mark (fixture->store, id, 1, "due:2026-12-03", &mark, NULL));
  g_assert_cmpint (mark.state, ==, RGM_MARK_SHOWN);
  g_assert_cmpint (mark.at, ==, NOW + 1);
  g_assert_cmpint (mark.until, ==, RGM_INSTANT_NONE);
  g_assert_cmpint (mark.attempts, ==, 3);
}

static guint
popups_now (Fixture *fixture)
{
  g_autoptr (GPtrArray) popups = store_popups (fixture->store, NULL);

  return popups->len;
}

static void
end_popup (Fixture *fixture, const RgmPopup *popup, gboolean lost)
{
  begin (fixture, NULL);
  g_assert_true (store_end_popup (fixture->store, popup, lost, NULL));
  commit (fixture);
}

static void
test_popups (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmMark shown = { RGM_MARK_SHOWN, NOW + 1, RGM_INSTANT_NONE, 0 }, mark;
  RgmPopup here = { id, NULL, 1, (char *)"due:2026-12-03", (char *)"bus/:1.7", 4 };
  RgmPopup elsewhere = { id, NULL, 1, (char *)"due:2026-12-03", (char *)"bus/:1.8", 4 };

  begin (fixture, NULL);
  g_assert_true (store_set_mark (fixture->store, id, 1, here.key, &shown, NULL));
  g_assert_true (store_set_popup (fixture->store, id, 1, here.key, here.server, 4, NULL));
  commit (fixture);
  g_assert_cmpuint (popups_now (fixture), ==, 1);
  end_popup (fixture, &elsewhere, TRUE);
  g_assert_cmpuint (popups_now (fixture), ==, 1);
  end_popup (fixture, &here, TRUE);
  g_assert_cmpuint (popups_now (fixture), ==, 0);
  g_assert_true (store_mark (fixture->store, id, 1, here.key, &mark, NULL));
  g_assert_cmpint (mark.state, ==, RGM_MARK_NONE);
}

/* A popup that the record does not know ends: an alert that was shown and is in no other popup
 * counts as never shown, if the user did not close it. */
static void
test_unknown_popup (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    RgmMarkState state;
    gboolean in_popup, lost;
    RgmMarkState left;
  } rows[] = {
    { RGM_MARK_SHOWN, FALSE, TRUE, RGM_MARK_NONE },
    { RGM_MARK_SHOWN, FALSE, FALSE, RGM_MARK_SHOWN },
    { RGM_MARK_SHOWN, TRUE, TRUE, RGM_MARK_SHOWN },
    { RGM_MARK_CLAIMED, FALSE, TRUE, RGM_MARK_CLAIMED },
    { RGM_MARK_SNOOZED, FALSE, TRUE, RGM_MARK_SNOOZED },
  };
  gint64 id = fixture_fill (fixture->store);
  RgmPopup unknown = { id, NULL, 1, (char *)"due:2026-12-03", NULL, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    RgmMark mark = { rows[i].state, NOW, NOW + 3600, 1 };
    begin (fixture, NULL);
    g_assert_true (store_set_mark (fixture->store, id, 1, unknown.key, &mark, NULL));
    if (rows[i].in_popup)
      g_assert_true (store_set_popup (fixture->store, id, 1, unknown.key, "bus/:1.7", 4, NULL));
    commit (fixture);
    end_popup (fixture, &unknown, rows[i].lost);
    g_assert_cmpuint (popups_now (fixture), ==, rows[i].in_popup);
    g_assert_true (store_mark (fixture->store, id, 1, unknown.key, &mark, NULL));
    g_assert_cmpint (mark.state, ==, rows[i].left);
  }
}

static void
test_heartbeat (Fixture *fixture, gconstpointer unused)
{
  RgmInstant at;
  g_autofree char *none = NULL, *what = NULL;

  g_assert_true (store_heartbeat (fixture->store, &at, &none, NULL));
  g_assert_cmpint (at, ==, RGM_INSTANT_NONE);
  g_assert_true (store_set_heartbeat (fixture->store, NOW, "started", NULL));
  g_assert_true (store_set_heartbeat (fixture->store, NOW + 9, "shown", NULL));
  g_assert_true (store_heartbeat (fixture->store, &at, &what, NULL));
  g_assert_cmpint (at, ==, NOW + 9);
  g_assert_cmpstr (what, ==, "shown");
}

static void
test_two_connections (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (RgmStore) other = fixture_open (fixture->path);
  gint64 before = 0, after = 0, id;
  g_autoptr (RgmCourse) course = NULL;

  g_assert_true (rgm_store_data_version (other, &before, NULL));
  id = fixture_fill (fixture->store);
  g_assert_true (rgm_store_data_version (other, &after, NULL));
  g_assert_cmpint (before, !=, after);
  course = rgm_store_course (other, id, NOW, NULL);
  g_assert_nonnull (course);
  fixture_log (other, id, 1);
  fixture_log (fixture->store, id, 2);
  fixture_assert_whole (fixture);
}

/* A statement is kept for the next time, but never taken from somebody who still reads it. */
static void
test_statements (Fixture *fixture, gconstpointer unused)
{
  const char *sql = "SELECT 1 + ? UNION ALL SELECT 10";
  sqlite3_stmt *kept = sql_query (fixture->store, NULL, sql, "d", 1);
  g_autoptr (sqlite3_stmt) outer = NULL, inner = NULL;

  sql_done (kept);
  outer = sql_query (fixture->store, NULL, sql, "d", 2);
  g_assert_true (outer == kept);
  g_assert_cmpint (sql_next (fixture->store, outer, NULL), ==, 1);
  inner = sql_query (fixture->store, NULL, sql, "d", 3);
  g_assert_true (inner != outer);
  g_assert_cmpint (sql_next (fixture->store, inner, NULL), ==, 1);
  g_assert_cmpint (sqlite3_column_int (outer, 0), ==, 3);
  g_assert_cmpint (sqlite3_column_int (inner, 0), ==, 4);
}

/* Read first and written later, under one lock: else two would claim the same alert. */
/* A value that SQLite cannot take is not left out of the statement without a word. Here it is too
 * long; usually there is no memory for it. */
static void
test_value_that_is_not_taken (Fixture *fixture, gconstpointer unused)
{
  RgmStore *store = fixture->store;
  g_autofree char *text = g_strnfill (2000, 'x');
  g_autoptr (GError) error = NULL;
  gint64 count = 0;
  int before = sqlite3_limit (store->db, SQLITE_LIMIT_LENGTH, 1000);

  g_assert_false (sql_number (store, &count, &error, "SELECT 1 WHERE ? IS NULL", "t", text));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_cmpint (count, ==, 0);
  sqlite3_limit (store->db, SQLITE_LIMIT_LENGTH, before);
  g_clear_error (&error);
  g_assert_true (sql_number (store, &count, &error, "SELECT 1 WHERE ? = 'x'", "t", "x"));
  g_assert_cmpint (count, ==, 1);
}

static void
test_begin_locks (Fixture *fixture, gconstpointer unused)
{
  begin (fixture, NULL);
  g_assert_cmpint (sqlite3_txn_state (fixture->store->db, "main"), ==, SQLITE_TXN_WRITE);
  commit (fixture);
  g_assert_cmpint (sqlite3_txn_state (fixture->store->db, "main"), ==, SQLITE_TXN_NONE);
}

static void
test_rollback (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmAdministration given = { .dose = 1, .at = NOW, .recorded_at = NOW };
  g_autoptr (RgmCourse) course = NULL;

  begin (fixture, "log");
  g_assert_true (store_add_administration (fixture->store, id, &given, NULL));
  store_rollback (fixture->store);
  store_rollback (fixture->store);
  course = load (fixture, id, TRUE);
  g_assert_cmpuint (course->administrations->len, ==, 0);
  fixture_log (fixture->store, id, 1);
  fixture_assert_whole (fixture);
}

/* A trigger that somebody added keeps a row out, and SQLite says nothing: the dose is not told as
 * saved. */
static void
test_kept_out (Fixture *fixture, gconstpointer unused)
{
  static const char *const triggers[] = {
    "BEFORE INSERT ON changes",
    "BEFORE UPDATE ON changes",
    "BEFORE INSERT ON chain",
    "BEFORE INSERT ON administrations",
  };
  gint64 course = fixture_fill (fixture->store);

  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++) {
    g_autofree char *make
      = g_strdup_printf ("CREATE TRIGGER planted %s BEGIN SELECT raise (IGNORE); END", triggers[i]);
    RgmAdministration given = { .dose = 1, .at = NOW, .recorded_at = NOW };
    g_autoptr (GError) error = NULL;
    fixture_sql (fixture->path, make);
    g_assert_false (store_begin (fixture->store, "log", NOW, &error)
                    && store_add_administration (fixture->store, course, &given, &error)
                    && store_commit (fixture->store, &error));
    store_rollback (fixture->store);
    g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
    g_assert_true (g_str_has_prefix (error->message, "NOT SAVED: "));
    g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
    g_assert_nonnull (strstr (error->message, "did not make"));
    fixture_sql (fixture->path, "DROP TRIGGER planted");
    fixture_assert_whole (fixture);
  }
  fixture_log (fixture->store, course, 1);
  fixture_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/course", test_course);
  fixture_add ("/store/course/by-uid", test_by_uid);
  fixture_add ("/store/course/handle-taken", test_handle_taken);
  fixture_add ("/store/course/ended", test_ended);
  fixture_add ("/store/course/settled", test_settled);
  fixture_add ("/store/course/moved-anchor", test_moved_anchor);
  fixture_add ("/store/administration", test_administration);
  fixture_add ("/store/administration/twice", test_twice_is_conflict);
  fixture_add ("/store/administration/correction", test_correction);
  fixture_add ("/store/plan", test_plan);
  fixture_add ("/store/undone", test_undone);
  fixture_add ("/store/patients", test_patients);
  fixture_add ("/store/sequence", test_sequence);
  fixture_add ("/store/marks", test_marks);
  fixture_add ("/store/popups", test_popups);
  fixture_add ("/store/unknown-popup", test_unknown_popup);
  fixture_add ("/store/heartbeat", test_heartbeat);
  fixture_add ("/store/two-connections", test_two_connections);
  fixture_add ("/store/statements", test_statements);
  fixture_add ("/store/value-that-is-not-taken", test_value_that_is_not_taken);
  fixture_add ("/store/kept-out", test_kept_out);
  fixture_add ("/store/begin-locks", test_begin_locks);
  fixture_add ("/store/rollback", test_rollback);
  return g_test_run ();
}
