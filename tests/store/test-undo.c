#include "fixture.h"
#include "picture.h"

#include "model/changes.h"
#include "model/course.h"
#include "store/calendar-rows.h"
#include "store/store-private.h"
#include "store/write.h"

#include <string.h>

/* What the corrections write is read back; taken back, the record is as if it had not been; taken
 * back again, it is there. */

static RgmCourse *
load (Fixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course = rgm_store_course (fixture->store, id, NOW, &error);

  g_assert_no_error (error);
  return course;
}

static void
begin (RgmStore *store, const char *command)
{
  g_autoptr (GError) error = NULL;

  store_begin (store, command, NOW, &error);
  g_assert_no_error (error);
}

static void
commit (RgmStore *store)
{
  g_autoptr (GError) error = NULL;

  store_commit (store, &error);
  g_assert_no_error (error);
}

static gint64
last_change (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmChange) change = store_change_in_force (store, &error);

  g_assert_no_error (error);
  return change != NULL ? change->id : 0;
}

/* Returns: the change that was taken back. */
static gint64
undo (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 last = last_change (store);

  begin (store, "undo");
  store_undo (store, last, NULL, &error);
  g_assert_no_error (error);
  commit (store);
  return last;
}

static void
assert_whole (RgmStore *store)
{
  g_autofree char *problems = fixture_check (store);

  g_assert_cmpstr (problems, ==, "");
}

static GArray *
days (guint n, ...)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  va_list values;

  va_start (values, n);
  for (guint i = 0; i < n; i++) {
    RgmDay day = va_arg (values, int);
    g_array_append_val (array, day);
  }
  va_end (values);
  return array;
}

/* ---- read back ---- */

static void
test_closed (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (GArray) holidays = days (4, 20820, 20812, 20813, 20812), none = days (0);
  g_autoptr (GPtrArray) patients = NULL, later = NULL;
  g_autoptr (RgmCourse) course = NULL, open = NULL;
  GArray *closed;

  begin (fixture->store, "patient set");
  g_assert_true (store_set_patient (fixture->store, 1, NULL, NULL, holidays, NULL));
  g_assert_true (store_set_patient (fixture->store, 1, "Anna", "UTC", NULL, NULL));
  commit (fixture->store);
  patients = rgm_store_patients (fixture->store, NULL);
  closed = ((RgmPatient *)patients->pdata[0])->closed;
  g_assert_cmpuint (closed->len, ==, 3);
  g_assert_cmpint (g_array_index (closed, RgmDay, 0), ==, 20812);
  g_assert_cmpint (g_array_index (closed, RgmDay, 1), ==, 20813);
  g_assert_cmpint (g_array_index (closed, RgmDay, 2), ==, 20820);
  course = load (fixture, id);
  g_assert_cmpuint (course->clinic_closed->len, ==, 3);
  g_assert_cmpint (g_array_index (course->clinic_closed, RgmDay, 2), ==, 20820);
  begin (fixture->store, "patient set");
  g_assert_true (store_set_patient (fixture->store, 1, NULL, NULL, none, NULL));
  commit (fixture->store);
  later = rgm_store_patients (fixture->store, NULL);
  g_assert_cmpuint (((RgmPatient *)later->pdata[0])->closed->len, ==, 0);
  g_assert_cmpstr (((RgmPatient *)later->pdata[0])->name, ==, "Anna");
  open = load (fixture, id);
  g_assert_cmpuint (open->clinic_closed->len, ==, 0);
  assert_whole (fixture->store);
}

static RgmRevision *
make_revision (int from_dose, int weeks)
{
  RgmRevision *revision = g_new0 (RgmRevision, 1);

  revision->from_dose = from_dose;
  revision->made_at = NOW + from_dose;
  revision->schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  revision->schedule->every = (RgmPeriod){ weeks, 'w' };
  return revision;
}

static void
test_revision (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmCourse) course = NULL;
  RgmRevision *revision = make_revision (2, 12), *plain = make_revision (5, 6);
  const RgmRevision *read;

  revision->amount = g_strdup ("3.5 mg");
  revision->place = g_strdup ("Ward 4");
  revision->anyway = g_strdup ("outside the range");
  begin (fixture->store, "change");
  g_assert_true (store_add_revision (fixture->store, id, revision, NULL));
  g_assert_true (store_add_revision (fixture->store, id, plain, NULL));
  commit (fixture->store);
  course = load (fixture, id);
  g_assert_cmpuint (course->revisions->len, ==, 3);
  read = course->revisions->pdata[1];
  g_assert_cmpint (read->from_dose, ==, 2);
  g_assert_cmpint (read->schedule->every.count, ==, 12);
  g_assert_cmpint (read->made_at, ==, NOW + 2);
  g_assert_cmpstr (read->amount, ==, "3.5 mg");
  g_assert_cmpstr (read->place, ==, "Ward 4");
  g_assert_cmpstr (read->anyway, ==, "outside the range");
  g_assert_null (((RgmRevision *)course->revisions->pdata[2])->amount);
  g_assert_cmpstr (rgm_course_amount (course, 1), ==, "4 mg");
  g_assert_cmpstr (rgm_course_amount (course, 9), ==, "3.5 mg");
  course_revision_free (revision);
  course_revision_free (plain);
  assert_whole (fixture->store);
}

static void
set_pause (RgmStore *store, gint64 id, RgmPause pause)
{
  g_autoptr (GError) error = NULL;

  begin (store, "pause");
  store_set_pause (store, id, &pause, &error);
  g_assert_no_error (error);
  commit (store);
}

static char *
pauses_of (Fixture *fixture, gint64 id)
{
  g_autoptr (RgmCourse) course = load (fixture, id);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = course->pauses->pdata[i];
    g_string_append_printf (text, "%d:%d-%d(%s) ", pause->from_dose, pause->from,
                            pause->until == RGM_NO_DAY ? 0 : pause->until,
                            pause->reason != NULL ? pause->reason : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_pauses (Fixture *fixture, gint64 id, const char *wanted)
{
  g_autofree char *found = pauses_of (fixture, id);

  g_assert_cmpstr (found, ==, wanted);
}

/* In the order they were made, also after one got its end; one that ends before it begins is
 * none. */
static void
test_pause (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  char *reason = (char *)"dental surgery";

  assert_pauses (fixture, id, "");
  set_pause (fixture->store, id, (RgmPause){ 2, 20900, RGM_NO_DAY, reason });
  set_pause (fixture->store, id, (RgmPause){ 2, 20850, 20860, NULL });
  assert_pauses (fixture, id, "2:20900-0(dental surgery) 2:20850-20860() ");
  set_pause (fixture->store, id, (RgmPause){ 2, 20900, 20910, reason });
  assert_pauses (fixture, id, "2:20900-20910(dental surgery) 2:20850-20860() ");
  set_pause (fixture->store, id, (RgmPause){ 3, 20900, 20900, NULL });
  set_pause (fixture->store, id, (RgmPause){ 2, 20850, 20849, NULL });
  assert_pauses (fixture, id, "2:20900-20910(dental surgery) 3:20900-20900() ");
  undo (fixture->store);
  assert_pauses (fixture, id, "2:20900-20910(dental surgery) 2:20850-20860() 3:20900-20900() ");
  assert_whole (fixture->store);
}

static void
test_stop (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmCourse) stopped = NULL, again = NULL;
  g_autofree char *reason = NULL;

  begin (fixture->store, "stop");
  g_assert_true (store_stop (fixture->store, id, NOW + 7, "progress", NULL));
  commit (fixture->store);
  stopped = load (fixture, id);
  g_assert_cmpint (stopped->stopped_at, ==, NOW + 7);
  reason = fixture_query (fixture->path, "SELECT reason FROM course_states");
  g_assert_cmpstr (reason, ==, "progress");
  undo (fixture->store);
  again = load (fixture, id);
  g_assert_cmpint (again->stopped_at, ==, RGM_INSTANT_NONE);
  assert_whole (fixture->store);
}

/* ---- one of each kind ---- */

#define COURSE 1

static void
add_patient (RgmStore *store, GError **error)
{
  store_add_patient (store, "Ben", "Asia/Tokyo", error);
}

static void
set_patient (RgmStore *store, GError **error)
{
  g_autoptr (GArray) closed = days (2, 20812, 20813);

  store_set_patient (store, 1, "Anna", "Asia/Tokyo", closed, error);
}

static void
add_course (RgmStore *store, GError **error)
{
  g_autoptr (RgmCourse) course = fixture_course (1, "second");

  store_add_course (store, course, error);
}

static void
add_first_of_patient (RgmStore *store, GError **error)
{
  gint64 patient = store_add_patient (store, "Ben", "UTC", error);
  g_autoptr (RgmCourse) course = fixture_course (patient, "first");

  store_add_course (store, course, error);
}

static void
revise (RgmStore *store, GError **error)
{
  RgmRevision *revision = make_revision (4, 12);

  revision->place = g_strdup ("Ward 9");
  store_add_revision (store, COURSE, revision, error);
  course_revision_free (revision);
}

static void
give (RgmStore *store, GError **error)
{
  RgmAdministration given = { .dose = 4, .at = NOW + 4 * DAY, .recorded_at = NOW };

  store_add_administration (store, COURSE, &given, error);
  store_set_head (store, COURSE, 4, TRUE, error);
}

static void
skip (RgmStore *store, GError **error)
{
  RgmAdministration skipped = { .dose = 4,
                                .outcome = RGM_SKIPPED,
                                .at = NOW,
                                .reason = (char *)"machine",
                                .makeup = TRUE,
                                .recorded_at = NOW };

  store_add_administration (store, COURSE, &skipped, error);
  store_set_head (store, COURSE, 4, TRUE, error);
}

static void
amend (RgmStore *store, GError **error)
{
  RgmAdministration better
    = { .dose = 2, .at = NOW + 5, .note = (char *)"other arm", .recorded_at = NOW, .replaces = 2 };

  store_add_administration (store, COURSE, &better, error);
}

/* Dose 1 was corrected before. */
static void
amend_again (RgmStore *store, GError **error)
{
  RgmAdministration better = { .dose = 1,
                               .outcome = RGM_SKIPPED,
                               .at = NOW,
                               .reason = (char *)"mistake",
                               .recorded_at = NOW,
                               .replaces = 4 };

  store_add_administration (store, COURSE, &better, error);
}

static void
book (RgmStore *store, GError **error)
{
  RgmAppointment at = { .at = { 20850, 36000 }, .zone = (char *)"UTC", .place = (char *)"here" };

  store_set_appointment (store, COURSE, 5, &at, error);
}

static void
book_again (RgmStore *store, GError **error)
{
  RgmAppointment at = { .at = { 20851, 36000 }, .zone = (char *)"UTC" };

  store_set_appointment (store, COURSE, 4, &at, error);
}

static void
unbook (RgmStore *store, GError **error)
{
  store_set_appointment (store, COURSE, 4, NULL, error);
}

static void
move (RgmStore *store, GError **error)
{
  RgmMove target = { .target = { 20870, RGM_NO_TIME } };

  store_set_move (store, COURSE, 4, &target, error);
}

static void
unmove (RgmStore *store, GError **error)
{
  store_set_move (store, COURSE, 4, NULL, error);
}

static void
hold (RgmStore *store, GError **error)
{
  RgmHold put_off = { .reason = (char *)"calcium", .until = 20845, .since = NOW };

  store_set_hold (store, COURSE, 4, &put_off, error);
}

static void
unhold (RgmStore *store, GError **error)
{
  store_set_hold (store, COURSE, 4, NULL, error);
}

static void
stop (RgmStore *store, GError **error)
{
  store_stop (store, COURSE, NOW, NULL, error);
  store_set_head (store, COURSE, 3, FALSE, error);
}

static void
pause_it (RgmStore *store, GError **error)
{
  RgmPause holiday = { .from_dose = 4, .from = 20880, .until = 20890 };

  store_set_pause (store, COURSE, &holiday, error);
}

static void
resume (RgmStore *store, GError **error)
{
  RgmPause ended = { .from_dose = 4, .from = 20860, .until = 20865 };

  store_set_pause (store, COURSE, &ended, error);
}

/* A record with something to take away of every kind. */
static void
prepare (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  RgmAdministration better
    = { .dose = 1, .at = NOW + 9, .recorded_at = NOW, .replaces = 1, .site = (char *)"left" };
  RgmPause pause = { .from_dose = 4, .from = 20860, .until = RGM_NO_DAY };
  RgmAppointment at = { .at = { 20840, 36000 }, .zone = (char *)"UTC" };
  RgmMove target = { .target = { 20841, RGM_NO_TIME } };
  RgmHold put_off = { .reason = (char *)"fever", .until = RGM_NO_DAY, .since = NOW };

  g_assert_cmpint (fixture_fill (store), ==, COURSE);
  for (int dose = 1; dose <= 3; dose++)
    fixture_log (store, COURSE, dose);
  begin (store, "mixed");
  g_assert_true (store_add_administration (store, COURSE, &better, &error));
  g_assert_true (store_set_pause (store, COURSE, &pause, &error));
  g_assert_true (store_set_appointment (store, COURSE, 4, &at, &error));
  g_assert_true (store_set_move (store, COURSE, 4, &target, &error));
  g_assert_true (store_set_hold (store, COURSE, 4, &put_off, &error));
  commit (store);
}

static const struct {
  const char *name;
  void (*write) (RgmStore *store, GError **error);
  const char *courses; /* that it touched */
} kinds[] = {
  { "patient", add_patient, "" },
  { "patient-set", set_patient, "1 " },
  { "course", add_course, "2 " },
  { "patient-and-course", add_first_of_patient, "2 " },
  { "revision", revise, "1 " },
  { "given", give, "1 " },
  { "skipped", skip, "1 " },
  { "replaced", amend, "1 " },
  { "replaced-again", amend_again, "1 " },
  { "appointment", book, "1 " },
  { "appointment-changed", book_again, "1 " },
  { "appointment-taken-back", unbook, "1 " },
  { "move", move, "1 " },
  { "move-taken-back", unmove, "1 " },
  { "hold", hold, "1 " },
  { "hold-lifted", unhold, "1 " },
  { "stop", stop, "1 " },
  { "pause", pause_it, "1 " },
  { "resume", resume, "1 " },
};

static void
assert_courses (RgmStore *store, gint64 change, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = store_change_courses (store, change, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_kind (Fixture *fixture, gconstpointer data)
{
  const guint kind = GPOINTER_TO_UINT (data);
  g_autofree char *before = NULL, *with = NULL;
  g_autoptr (GError) error = NULL;
  gint64 change;

  prepare (fixture->store);
  before = picture_of (fixture->store, TRUE);
  begin (fixture->store, kinds[kind].name);
  kinds[kind].write (fixture->store, &error);
  g_assert_no_error (error);
  commit (fixture->store);
  with = picture_of (fixture->store, TRUE);
  change = last_change (fixture->store);
  g_assert_cmpstr (with, !=, before);
  assert_courses (fixture->store, change, kinds[kind].courses);
  for (int i = 0; i < 5; i++) {
    g_autofree char *now = NULL;
    g_assert_cmpint (undo (fixture->store), ==, change + i);
    now = picture_of (fixture->store, TRUE);
    g_assert_cmpstr (now, ==, i % 2 == 0 ? before : with);
    assert_courses (fixture->store, change + i + 1, kinds[kind].courses);
    assert_whole (fixture->store);
  }
}

/* ---- which one is the last ---- */

static void
test_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (store_change_in_force (fixture->store, &error));
  g_assert_no_error (error);
  begin (fixture->store, "empty");
  commit (fixture->store);
  begin (fixture->store, "open");
  g_assert_true (store_add_patient (fixture->store, "me", "UTC", &error) > 0);
  g_assert_null (store_change_in_force (fixture->store, &error));
  g_assert_no_error (error);
  store_rollback (fixture->store);
}

static void
test_last (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmChange) log = NULL, taken = NULL, again = NULL;

  fixture_log (fixture->store, id, 1);
  begin (fixture->store, "nothing");
  commit (fixture->store);
  log = store_change_in_force (fixture->store, NULL);
  g_assert_cmpint (log->id, ==, 2);
  g_assert_cmpstr (log->command, ==, "log");
  g_assert_cmpint (log->at, ==, NOW);
  g_assert_cmpint (log->undoes, ==, 0);
  undo (fixture->store);
  taken = store_change_in_force (fixture->store, NULL);
  g_assert_cmpint (taken->id, ==, 4);
  g_assert_cmpstr (taken->command, ==, "undo");
  g_assert_cmpint (taken->undoes, ==, 2);
  undo (fixture->store);
  again = store_change_in_force (fixture->store, NULL);
  g_assert_cmpint (again->id, ==, 5);
  g_assert_cmpint (again->undoes, ==, 4);
}

static void
assert_refused (RgmStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;

  begin (store, "undo");
  g_assert_false (store_undo (store, id, NULL, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  store_rollback (store);
}

/* What was built on stays; so does what was taken back already, and what never was; and an undo is
 * not taken back over a later command. */
static void
test_only_the_last (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);

  assert_refused (fixture->store, 2);
  fixture_log (fixture->store, id, 1);
  assert_refused (fixture->store, 1);
  undo (fixture->store);
  assert_refused (fixture->store, 2);
  fixture_log (fixture->store, id, 1);
  assert_refused (fixture->store, 3);
  assert_whole (fixture->store);
}

/* ---- of several people ---- */

static gint64
id_of (RgmChange *change)
{
  gint64 id = change != NULL ? change->id : 0;

  rgm_change_free (change);
  return id;
}

/* One command of its own about each of @people, or one about both. Returns: its id. */
static gint64
write_about (Fixture *f, const gint64 *people, int n)
{
  static int count = 0;

  begin (f->store, "add");
  for (int i = 0; i < n; i++) {
    g_autofree char *handle = g_strdup_printf ("course-%d", ++count);
    g_autoptr (RgmCourse) course = fixture_course (people[i], handle);
    g_assert_true (store_add_course (f->store, course, NULL));
  }
  commit (f->store);
  return last_change (f->store);
}

static void
assert_next (Fixture *f, gint64 person, gint64 undo_next, gint64 redo_next)
{
  g_autoptr (RgmChange) redo = store_change_to_redo (f->store, person, NULL);

  g_assert_cmpint (id_of (store_change_to_undo (f->store, person, NULL)), ==, undo_next);
  g_assert_cmpint (redo != NULL ? redo->undoes : 0, ==, redo_next);
}

static void
take_back (Fixture *f, gint64 id)
{
  g_autoptr (GError) error = NULL;

  begin (f->store, "undo");
  store_undo (f->store, id, NULL, &error);
  g_assert_no_error (error);
  commit (f->store);
}

/* The commands of two people between each other, and one that is about both. */
static void
test_two_people (Fixture *fixture, gconstpointer unused)
{
  gint64 people[2] = { 0 }, both, anna, karl;
  g_autoptr (RgmChange) told = NULL, redo = NULL;
  g_autofree char *names = NULL, *about = NULL;

  begin (fixture->store, "patient add");
  people[0] = store_add_patient (fixture->store, "Anna", "UTC", NULL);
  people[1] = store_add_patient (fixture->store, "Karl", "UTC", NULL);
  commit (fixture->store);
  both = write_about (fixture, people, 2);
  anna = write_about (fixture, people, 1);
  karl = write_about (fixture, people + 1, 1);
  assert_next (fixture, people[0], anna, 0);
  assert_next (fixture, people[1], karl, 0);
  /* Karl's later command does not matter for Anna's, but for the one about both. */
  take_back (fixture, anna);
  assert_next (fixture, people[0], both, anna);
  assert_next (fixture, people[1], karl, 0);
  assert_refused (fixture->store, both);
  take_back (fixture, karl);
  take_back (fixture, both);
  assert_next (fixture, people[0], 1, both);
  assert_next (fixture, people[1], 1, both);
  redo = store_change_to_redo (fixture->store, people[1], NULL);
  take_back (fixture, redo->id);
  assert_next (fixture, people[0], both, anna);
  assert_next (fixture, people[1], both, karl);
  /* What is written about Karl alone ends his way forward, and not Anna's. */
  karl = write_about (fixture, people + 1, 1);
  assert_next (fixture, people[0], both, anna);
  assert_next (fixture, people[1], karl, 0);
  told = store_change_to_undo (fixture->store, people[0], NULL);
  g_assert_true (store_change_describe (fixture->store, told->id, told, NULL));
  names = g_strjoinv (" ", told->people);
  about = g_strjoinv (" ", told->about);
  g_assert_cmpstr (names, ==, "Anna Karl");
  g_assert_cmpstr (about, ==, "course-1 course-2");
  assert_whole (fixture->store);
}

/* ---- what stays, and what follows ---- */

static void
test_sequence_stays (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun)), changes = NULL;
  RgmDoseRun run = { 2, 0 };

  g_array_append_val (runs, run);
  begin (fixture->store, "move");
  g_assert_true (store_add_dose_changes (fixture->store, id, runs, NOW, NULL));
  commit (fixture->store);
  undo (fixture->store);
  changes = store_dose_changes (fixture->store, id, NULL);
  g_assert_cmpuint (changes->len, ==, 1);
}

/* What reads may leave out is what is settled now, not what was. */
static void
test_heads (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (RgmCourse) skipped = NULL, course = NULL, again = NULL;

  prepare (fixture->store);
  begin (fixture->store, "skip");
  skip (fixture->store, NULL);
  g_assert_true (store_set_head (fixture->store, COURSE, 4, FALSE, NULL));
  commit (fixture->store);
  skipped = load (fixture, COURSE);
  g_assert_cmpint (skipped->makeups, ==, 1);
  g_assert_cmpint (skipped->settled, ==, 4);
  undo (fixture->store);
  course = load (fixture, COURSE);
  g_assert_cmpint (course->makeups, ==, 0);
  g_assert_cmpint (course->settled, ==, 0);
  g_assert_cmpuint (course->administrations->len, ==, 3);
  undo (fixture->store);
  again = load (fixture, COURSE);
  g_assert_cmpint (again->makeups, ==, 1);
  g_assert_cmpuint (again->administrations->len, ==, 4);
}

/* A handle, a name or a dose that was taken back can be used again. */
static void
test_free_again (Fixture *fixture, gconstpointer unused)
{
  const guint reused[] = { 0, 2, 3, 5 };

  prepare (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (reused); i++)
    for (int twice = 0; twice < 2; twice++) {
      g_autoptr (GError) error = NULL;
      begin (fixture->store, "again");
      kinds[reused[i]].write (fixture->store, &error);
      g_assert_no_error (error);
      commit (fixture->store);
      undo (fixture->store);
    }
  assert_whole (fixture->store);
}

static void
test_rolled_back (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *before = NULL, *after = NULL;

  prepare (fixture->store);
  before = picture_of (fixture->store, FALSE);
  begin (fixture->store, "undo");
  g_assert_true (store_undo (fixture->store, last_change (fixture->store), NULL, NULL));
  store_rollback (fixture->store);
  after = picture_of (fixture->store, FALSE);
  g_assert_cmpstr (after, ==, before);
  assert_whole (fixture->store);
}

static void
test_other_connection (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (RgmStore) other = fixture_open (fixture->path);
  g_autofree char *before = NULL, *after = NULL;

  prepare (fixture->store);
  before = picture_of (other, TRUE);
  fixture_log (fixture->store, COURSE, 4);
  undo (other);
  after = picture_of (fixture->store, TRUE);
  g_assert_cmpstr (after, ==, before);
  fixture_log (fixture->store, COURSE, 4);
  assert_whole (other);
}

/* ---- somebody else's hands ---- */

static void
assert_found (Fixture *fixture, const char *word)
{
  g_autofree char *problems = fixture_check (fixture->store);

  if (strstr (problems, word) == NULL)
    g_error ("\"%s\" is not in: %s", word, problems);
}

/* With the right hash, so that only what is derived is wrong. */
static void
test_tampered (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture->store);
  g_assert_true (change_set_undone (fixture->store, 3, 4, &error));
  assert_found (fixture,
                "the note whether change 3 (log) was taken back does not match the record");
}

static void
test_tampered_undo (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *trigger = NULL;

  prepare (fixture->store);
  undo (fixture->store);
  trigger
    = fixture_query (fixture->path, "SELECT sql FROM sqlite_schema WHERE name = 'changes_update'");
  fixture_sql (fixture->path, "DROP TRIGGER changes_update");
  g_assert_true (change_set_undone (fixture->store, 5, 0, NULL));
  fixture_sql (fixture->path, trigger);
  assert_found (fixture,
                "the note whether change 5 (mixed) was taken back does not match the record");
}

static void
assert_aborts (Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;

  sqlite3_open (fixture->path, &db);
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_CONSTRAINT)
    g_error ("not refused: %s", sql);
  sqlite3_close (db);
}

static void
test_refused_by_sqlite (Fixture *fixture, gconstpointer unused)
{
  prepare (fixture->store);
  undo (fixture->store);
  undo (fixture->store);
  assert_aborts (fixture, "UPDATE changes SET undone_by = 6 WHERE id = 5");
  assert_aborts (fixture, "UPDATE changes SET undone_by = NULL WHERE id = 6");
  assert_aborts (fixture, "INSERT INTO undos (id, undone_change_id, change_id, hash) "
                          "VALUES (9, 7, 7, zeroblob (32))");
  assert_aborts (fixture, "INSERT INTO undos (id, undone_change_id, change_id, hash) "
                          "VALUES (9, 4, 6, zeroblob (32))");
  assert_aborts (fixture, "DELETE FROM undos");
  assert_aborts (fixture, "UPDATE undos SET undone_change_id = 1");
  assert_aborts (
    fixture,
    "INSERT INTO pauses VALUES (9, 1, 1, 'soon', NULL, NULL, 5, zeroblob (32), NULL, NULL)");
  assert_whole (fixture->store);
}

static void
test_damaged_days (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL, again = NULL;

  prepare (fixture->store);
  fixture_sql (fixture->path,
               "INSERT INTO patient_revisions (id, patient_id, name, zone, change_id, hash, closed)"
               " VALUES (9, 1, 'me', 'UTC', 1, zeroblob (32), '2026-12-24,soon')");
  g_assert_null (rgm_store_patients (fixture->store, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
  g_assert_null (rgm_store_course (fixture->store, COURSE, RGM_INSTANT_NONE, &again));
  g_assert_error (again, RGM_ERROR, RGM_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/corrections/closed", test_closed);
  fixture_add ("/corrections/revision", test_revision);
  fixture_add ("/corrections/pause", test_pause);
  fixture_add ("/corrections/stop", test_stop);
  fixture_add ("/corrections/damaged-days", test_damaged_days);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *name = g_strconcat ("/undo/kind/", kinds[i].name, NULL);
    g_test_add (name, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_kind, fixture_tear_down);
  }
  fixture_add ("/undo/nothing", test_nothing);
  fixture_add ("/undo/last", test_last);
  fixture_add ("/undo/only-the-last", test_only_the_last);
  fixture_add ("/undo/two-people", test_two_people);
  fixture_add ("/undo/sequence-stays", test_sequence_stays);
  fixture_add ("/undo/heads", test_heads);
  fixture_add ("/undo/free-again", test_free_again);
  fixture_add ("/undo/rolled-back", test_rolled_back);
  fixture_add ("/undo/other-connection", test_other_connection);
  fixture_add ("/undo/tampered", test_tampered);
  fixture_add ("/undo/tampered-undo", test_tampered_undo);
  fixture_add ("/undo/refused-by-sqlite", test_refused_by_sqlite);
  return g_test_run ();
}
