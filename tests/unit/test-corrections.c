/* Holding, moving, amending, changing, pausing, stopping and undoing, on a real record: what it
 * says afterwards, which doses a calendar has to be told of (SEQUENCE), what is refused and in
 * which words, and that taking it back leaves nothing. Dates were worked out with a calendar;
 * comments say how. */
#include <glib/gstdio.h>
#include <regimen/regimen.h>
#include <string.h>

#include "model/schedule.h"
#include "store/calendar-rows.h"
#include "store/write.h"

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
  f->session = (RgmSession){ .store = rgm_store_open (f->path, RGM_STORE_CREATE, &error),
                             .catalog = f->catalog,
                             .settings = &f->settings,
                             .zone = rgm_zone_get ("Europe/Berlin", NULL),
                             .now = at ("2026-11-23T09:00:00+01:00") };
  g_assert_no_error (error);
}

/* Whatever a test did, the record is whole. */
static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "regimen.db", "regimen.db-wal", "regimen.db-shm" };
  g_autoptr (GPtrArray) problems = rgm_store_check (f->session.store, NULL);

  for (guint i = 0; i < problems->len; i++)
    g_error ("%s", (const char *)problems->pdata[i]);
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

/* ---- how a test speaks ---- */

#define EVERY_4W "interval first=2026-12-01 every=4w reckon=given"
#define FIVE "fractions first=2026-12-07T14:00 fractions=5 per-day=1 days=31"
#define TWICE_A_DAY "times first=2026-12-01 times=08:00,20:00 days=127"
#define AS_NEEDED "as-needed first=2026-11-01 gap=6h max=3"
#define ONE_SCAN "once first=2026-12-03T09:30"

static gint64
add_given (Fixture *f, const char *schedule_text, const GArray *given, GError **error)
{
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (schedule_text, NULL);
  g_autoptr (RgmTreatment) own = rgm_treatment_new_custom ("thing", NULL);
  RgmAddRequest request
    = { .treatment = own, .schedule = schedule, .amount = "4 mg", .given = given };
  g_autoptr (RgmCourse) course = rgm_record_add (&f->session, &request, error);

  return course != NULL ? course->id : 0;
}

static gint64
add (Fixture *f, const char *schedule)
{
  g_autoptr (GError) error = NULL;
  gboolean anyway = f->session.anyway;
  gint64 id;

  f->session.anyway = TRUE; /* there may be one with this name already */
  id = add_given (f, schedule, NULL, &error);
  f->session.anyway = anyway;
  g_assert_no_error (error);
  return id;
}

static RgmLocal
local (const char *text)
{
  RgmLocal read = RGM_LOCAL_NONE;

  g_assert_true (rgm_local_parse (text, &read, NULL));
  return read;
}

static RgmDay
day (const char *text)
{
  return local (text).day;
}

static const RgmZone *
zone_of (Fixture *f)
{
  g_autoptr (RgmPatient) patient = rgm_session_patient (&f->session, NULL);

  return rgm_zone_get (patient->zone, NULL);
}

static char *
one_word (const RgmDose *dose)
{
  g_autofree char *target = rgm_local_format (dose->target);

  return g_strdup_printf ("%d:%s:%s%s", dose->number, target, rgm_dose_state_name (dose->state),
                          dose->tentative ? "~" : "");
}

/* The doses from @from to @to as "2:2026-12-31:planned", and "." where the course has no more. */
static char *
doses_of (Fixture *f, gint64 course_id, gboolean whole, int from, int to)
{
  const RgmZone *zone = zone_of (f);
  g_autoptr (RgmCourse) course = rgm_store_course (f->session.store, course_id,
                                                   whole ? RGM_INSTANT_NONE : f->session.now, NULL);
  GString *out = g_string_new (NULL);

  for (int n = from; n <= to; n++) {
    g_autofree char *word = NULL;
    RgmDose dose;
    if (!rgm_course_dose (course, n, zone, f->session.now, &dose, NULL)) {
      g_string_append (out, out->len > 0 ? " ." : ".");
      break;
    }
    word = one_word (&dose);
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", word);
  }
  return g_string_free (out, FALSE);
}

/* The doses from the first that @expected names on. Read with and without the settled history:
 * both say the same of what is open. */
static void
assert_doses (Fixture *f, gint64 course, const char *expected)
{
  g_auto (GStrv) words = g_strsplit (expected, " ", -1);
  int from = (int)g_ascii_strtoll (expected, NULL, 10), n = (int)g_strv_length (words);
  g_autofree char *whole = doses_of (f, course, TRUE, from, from + n - 1);
  g_autoptr (RgmCourse) part = rgm_store_course (f->session.store, course, f->session.now, NULL);

  g_assert_cmpstr (whole, ==, expected);
  if (from > part->settled) {
    g_autofree char *rest = doses_of (f, course, FALSE, from, from + n - 1);
    g_assert_cmpstr (rest, ==, expected);
  }
}

static RgmCourseState
state_of (Fixture *f, gint64 course_id)
{
  g_autoptr (RgmCourse) course
    = rgm_store_course (f->session.store, course_id, f->session.now, NULL);

  return rgm_course_state (course, zone_of (f), f->session.now);
}

/* The SEQUENCE of doses 1 to 4: "0 1 1 1". */
static char *
sequences (Fixture *f, gint64 course)
{
  g_autoptr (GArray) changes = store_dose_changes (f->session.store, course, NULL);
  GString *out = g_string_new (NULL);
  RgmInstant when;

  for (int n = 1; n <= 4; n++)
    g_string_append_printf (out, "%s%d", n > 1 ? " " : "",
                            store_dose_sequence (changes, n, 0, &when));
  return g_string_free (out, FALSE);
}

static void
assert_sequences (Fixture *f, gint64 course, const char *expected)
{
  g_autofree char *actual = sequences (f, course);

  g_assert_cmpstr (actual, ==, expected);
}

static void
undo (Fixture *f, const char *command)
{
  g_autoptr (RgmChange) undone = NULL;
  g_autoptr (GError) error = NULL;

  f->session.anyway = TRUE; /* however long ago */
  g_assert_true (rgm_record_undone (&f->session, &undone, &error));
  f->session.anyway = FALSE;
  g_assert_no_error (error);
  g_assert_cmpstr (undone->command, ==, command);
}

static void
redo (Fixture *f)
{
  g_autoptr (RgmChange) redone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rgm_record_redone (&f->session, &redone, &error));
  g_assert_no_error (error);
}

/* Taking @command back leaves @before, and taking that back leaves @after. */
static void
assert_undoes (Fixture *f, gint64 course, const char *command, const char *before,
               const char *after)
{
  assert_doses (f, course, after);
  undo (f, command);
  assert_doses (f, course, before);
  redo (f);
  assert_doses (f, course, after);
}

/* ---- the commands, which must go well ---- */

static gboolean
try_give (Fixture *f, gint64 course, int dose, const char *when, GError **error)
{
  RgmGivenRequest request = { .at = at (when) };
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_given (&f->session, course, dose, &request, &recorded, error);
}

/* The clock stands when it is given, and does not go back. */
static void
give (Fixture *f, gint64 course, int dose, const char *when)
{
  g_autoptr (GError) error = NULL;

  f->session.now = MAX (f->session.now, at (when));
  try_give (f, course, dose, when, &error);
  g_assert_no_error (error);
}

static void
skip (Fixture *f, gint64 course, int dose)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };

  rgm_record_skipped (&f->session, course, dose, "low calcium", TRUE, &recorded, &error);
  g_assert_no_error (error);
}

static void
hold (Fixture *f, gint64 course, int dose, const char *until)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };

  rgm_record_held (&f->session, course, dose, "creatinine",
                   until != NULL ? day (until) : RGM_NO_DAY, &recorded, &error);
  g_assert_no_error (error);
}

static void
book (Fixture *f, gint64 course, int dose, const char *when)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };

  rgm_record_booked (&f->session, course, dose, local (when), NULL, &recorded, &error);
  g_assert_no_error (error);
}

static gboolean
try_move (Fixture *f, gint64 course, int dose, const char *target, gboolean and_later,
          GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_moved (&f->session, course, dose, local (target), and_later, &recorded, error);
}

static void
move (Fixture *f, gint64 course, int dose, const char *target, gboolean and_later)
{
  g_autoptr (GError) error = NULL;

  try_move (f, course, dose, target, and_later, &error);
  g_assert_no_error (error);
}

static gboolean
try_amend (Fixture *f, gint64 course, int dose, const RgmAmendRequest *request, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_amended (&f->session, course, dose, request, &recorded, error);
}

static void
amend (Fixture *f, gint64 course, int dose, const RgmAmendRequest *request)
{
  g_autoptr (GError) error = NULL;

  try_amend (f, course, dose, request, &error);
  g_assert_no_error (error);
}

static gboolean
try_change (Fixture *f, gint64 course, const char *schedule_text, const char *amount,
            GError **error)
{
  g_autoptr (RgmSchedule) schedule
    = schedule_text != NULL ? schedule_from_stored (schedule_text, NULL) : NULL;
  RgmChangeRequest request = { schedule, amount, NULL };
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_changed (&f->session, course, &request, &recorded, error);
}

static void
change (Fixture *f, gint64 course, const char *schedule, const char *amount)
{
  g_autoptr (GError) error = NULL;

  try_change (f, course, schedule, amount, &error);
  g_assert_no_error (error);
}

static gboolean
try_pause (Fixture *f, gint64 course, const char *from, const char *until, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_paused (&f->session, course, day (from),
                            until != NULL ? day (until) : RGM_NO_DAY, "holiday", &recorded, error);
}

static void
pause_from (Fixture *f, gint64 course, const char *from, const char *until)
{
  g_autoptr (GError) error = NULL;

  try_pause (f, course, from, until, &error);
  g_assert_no_error (error);
}

static gboolean
try_resume (Fixture *f, gint64 course, const char *on, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_resumed (&f->session, course, day (on), &recorded, error);
}

static void
resume (Fixture *f, gint64 course, const char *on)
{
  g_autoptr (GError) error = NULL;

  try_resume (f, course, on, &error);
  g_assert_no_error (error);
}

static gboolean
try_stop (Fixture *f, gint64 course, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_stopped (&f->session, course, RGM_NO_DAY, NULL, &recorded, error);
}

/* What just failed did so as @code, with @words in the message, on one line; and wrote nothing. */
static void
assert_failed (gboolean done, GError **error, RgmError code, const char *words)
{
  g_assert_false (done);
  g_assert_error (*error, RGM_ERROR, (int)code);
  if (strstr ((*error)->message, words) == NULL || strchr ((*error)->message, '\n') != NULL)
    g_error ("“%s” lacks “%s”", (*error)->message, words);
  g_clear_error (error);
}

#define FAILS(call, code, words)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (RgmChange) before_it = store_change_in_force (f->session.store, NULL);              \
    GError *error = NULL;                                                                          \
    gboolean done = (call);                                                                        \
    g_autoptr (RgmChange) after_it = store_change_in_force (f->session.store, NULL);               \
    assert_failed (done, &error, code, words);                                                     \
    g_assert_cmpint (before_it != NULL ? before_it->id : 0, ==,                                    \
                     after_it != NULL ? after_it->id : 0);                                         \
  }                                                                                                \
  G_STMT_END

/* What goes on record when the same is done with "anyway". */
#define ANYWAY(call)                                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    f->session.anyway = TRUE;                                                                      \
    (void)(call);                                                                                  \
    f->session.anyway = FALSE;                                                                     \
    g_assert_no_error (error);                                                                     \
  }                                                                                                \
  G_STMT_END

static char *
anyway_of (Fixture *f, gint64 course_id, int dose)
{
  g_autoptr (RgmCourse) course
    = rgm_store_course (f->session.store, course_id, RGM_INSTANT_NONE, NULL);

  return g_strdup (rgm_course_administration (course, dose)->anyway);
}

/* ---- given before the course was put on record ---- */

static GArray *
instants (const char *words)
{
  g_auto (GStrv) texts = g_strsplit (words, " ", -1);
  GArray *array = g_array_new (FALSE, FALSE, sizeof (RgmGivenTime));

  for (char **text = texts; *text != NULL; text++) {
    RgmGivenTime time = { .at = at (*text) };
    g_array_append_val (array, time);
  }
  return array;
}

/* 6 Oct and 3 Nov, + 28 = 1 Dec; or the day that the clinic named, 4 Dec. */
static void
test_given_before (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) given = instants ("2026-10-06T10:00:00+02:00 2026-11-03T10:00:00+01:00");
  gint64 drip, named, plan;

  f->session.anyway = TRUE; /* three of one name */
  drip = add_given (f, "interval every=4w reckon=given", given, NULL);
  named = add_given (f, "interval first=2026-12-04 every=4w reckon=given", given, NULL);
  plan = add_given (f, "interval first=2026-12-04 every=4w reckon=plan", given, NULL);
  f->session.anyway = FALSE;
  assert_doses (f, drip,
                "1:2026-10-06:given 2:2026-11-03:given 3:2026-12-01:planned 4:2026-12-29:planned~");
  assert_doses (f, named, "2:2026-11-03:given 3:2026-12-04:planned 4:2027-01-01:planned~");
  give (f, plan, 3, "2026-12-07T10:00:00+01:00");
  assert_doses (f, plan, "3:2026-12-04:given 4:2027-01-01:planned");
}

/* Wed 18 and Thu 19 Nov; the rest on Fri 20 and Mon 23, or from the day that was named. One was
 * given on a Saturday, in place of Mon 16. */
static void
test_sessions_before (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) given = instants ("2026-11-18T10:00:00+01:00 2026-11-19T10:00:00+01:00");
  g_autoptr (GArray) saturday = instants ("2026-11-14T10:00:00+01:00");
  gint64 rays = add_given (f, "fractions fractions=4 per-day=1 days=31", given, NULL);
  gint64 named
    = add_given (f, "fractions first=2026-11-24T14:00 fractions=4 per-day=1 days=31", given, NULL);
  gint64 odd = add_given (f, "fractions fractions=2 per-day=1 days=31", saturday, NULL);

  assert_doses (f, rays,
                "1:2026-11-18:given 2:2026-11-19:given 3:2026-11-20:overdue 4:2026-11-23:due .");
  assert_doses (f, named,
                "1:2026-11-18:given 2:2026-11-19:given 3:2026-11-24T14:00:planned "
                "4:2026-11-25T14:00:planned .");
  assert_doses (f, odd, "1:2026-11-16:given 2:2026-11-16:overdue .");
}

static void
test_given_before_errors (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) two = instants ("2026-10-06T10:00:00+02:00 2026-11-03T10:00:00+01:00");
  g_autoptr (GArray) turned = instants ("2026-11-03T10:00:00+01:00 2026-10-06T10:00:00+02:00");
  g_autoptr (GArray) ahead = instants ("2026-11-24T10:00:00+01:00");

  FAILS (add_given (f, "interval every=4w reckon=given", turned, &error), RGM_ERROR_USAGE,
         "not in order");
  FAILS (add_given (f, "interval every=4w reckon=given", ahead, &error), RGM_ERROR_REFUSED,
         "in the future");
  FAILS (add_given (f, "interval every=4w reckon=given count=1", two, &error), RGM_ERROR_USAGE,
         "has only 1");
  FAILS (add_given (f, "fractions fractions=1 per-day=1 days=31", two, &error), RGM_ERROR_USAGE,
         "has only 1");
  FAILS (add_given (f, TWICE_A_DAY, two, &error), RGM_ERROR_USAGE, "fixed times");
  FAILS (add_given (f, ONE_SCAN, two, &error), RGM_ERROR_USAGE, "a single visit");
  FAILS (add_given (f, "interval first=2026-11-03 every=4w reckon=given", two, &error),
         RGM_ERROR_USAGE, "must be a later day");
}

/* ---- hold ---- */

static void
test_hold (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  book (f, drip, 0, "2026-12-02T10:30");
  assert_sequences (f, drip, "1 0 0 0");
  hold (f, drip, 0, "2026-12-04");
  /* Its appointment fell; dose 2 is still reckoned from the date of dose 1. */
  assert_undoes (f, drip, "hold", "1:2026-12-01:booked 2:2026-12-29:planned~",
                 "1:2026-12-01:held 2:2026-12-29:planned~");
  assert_sequences (f, drip, "4 0 0 0");
  /* On hold long past its window, and then given: 10 Dec + 28 = 7 Jan. */
  f->session.now = at ("2026-12-09T10:00:00+01:00");
  assert_doses (f, drip, "1:2026-12-01:held 2:2026-12-29:planned~");
  give (f, drip, 1, "2026-12-10T10:00:00+01:00");
  assert_doses (f, drip, "1:2026-12-01:given 2:2027-01-07:planned 3:2027-02-04:planned~");
  assert_sequences (f, drip, "5 1 1 1");
}

static void
test_hold_ends (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  hold (f, drip, 0, NULL);
  book (f, drip, 1, "2026-12-08T10:30");
  assert_doses (f, drip, "1:2026-12-01:booked");
  hold (f, drip, 0, NULL);
  assert_doses (f, drip, "1:2026-12-01:held");
  move (f, drip, 1, "2026-12-10", FALSE);
  assert_doses (f, drip, "1:2026-12-10:planned 2:2027-01-07:planned~");
  hold (f, drip, 0, NULL);
  skip (f, drip, 1);
  assert_doses (f, drip, "1:2026-12-10:skipped 2:2027-01-07:planned");
}

static gboolean
try_hold (Fixture *f, gint64 course, int dose, const char *reason, const char *until,
          GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_held (&f->session, course, dose, reason,
                          until != NULL ? day (until) : RGM_NO_DAY, &recorded, error);
}

static void
test_hold_errors (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W), pills = add (f, TWICE_A_DAY), relief = add (f, AS_NEEDED);

  FAILS (try_hold (f, drip, 0, " ", NULL, &error), RGM_ERROR_USAGE, "needs a reason");
  FAILS (try_hold (f, drip, 0, "creatinine", "2026-11-22", &error), RGM_ERROR_USAGE, "has passed");
  FAILS (try_hold (f, pills, 0, "creatinine", NULL, &error), RGM_ERROR_USAGE,
         "regimen pause thing-2");
  FAILS (try_hold (f, relief, 0, "creatinine", NULL, &error), RGM_ERROR_USAGE, "as needed");
  give (f, drip, 0, "2026-12-01T10:00:00+01:00");
  FAILS (try_hold (f, drip, 1, "creatinine", NULL, &error), RGM_ERROR_CONFLICT, "already taken");
  g_assert_true (try_stop (f, drip, NULL));
  FAILS (try_hold (f, drip, 0, "creatinine", NULL, &error), RGM_ERROR_CONFLICT, "was stopped on");
}

/* ---- move ---- */

static void
test_move (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  /* 4 Dec + 28 = 1 Jan, + 28 = 29 Jan. */
  move (f, drip, 0, "2026-12-04", FALSE);
  assert_undoes (f, drip, "move",
                 "1:2026-12-01:planned 2:2026-12-29:planned~ 3:2027-01-26:planned~",
                 "1:2026-12-04:planned 2:2027-01-01:planned~ 3:2027-01-29:planned~");
  assert_sequences (f, drip, "3 3 3 3");
  /* Back to where it was: moved by hand all the same. */
  move (f, drip, 0, "2026-12-01", FALSE);
  assert_doses (f, drip, "1:2026-12-01:planned 2:2026-12-29:planned~");
  /* A later one alone: only what follows it. 5 Jan + 28 = 2 Feb. */
  move (f, drip, 2, "2027-01-05", FALSE);
  assert_doses (f, drip, "1:2026-12-01:planned 2:2027-01-05:planned~ 3:2027-02-02:planned~");
  assert_sequences (f, drip, "4 5 5 5");
}

/* The appointment falls: it was for another day. */
static void
test_move_booked (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  book (f, drip, 0, "2026-12-02T10:30");
  move (f, drip, 0, "2026-12-08", FALSE);
  assert_undoes (f, drip, "move", "1:2026-12-01:booked 2:2026-12-29:planned~",
                 "1:2026-12-08:planned 2:2027-01-05:planned~");
}

static void
test_move_and_later (Fixture *f, gconstpointer data)
{
  gint64 plan = add (f, "interval first=2026-12-01 every=4w reckon=plan");

  /* One moved dose does not move the plan, "and later" does: Tuesdays become Fridays. 4 Dec + 28
   * = 1 Jan. */
  move (f, plan, 1, "2026-12-03", FALSE);
  assert_doses (f, plan, "1:2026-12-03:planned 2:2026-12-29:planned~");
  assert_sequences (f, plan, "1 0 0 0");
  move (f, plan, 1, "2026-12-04", TRUE);
  assert_undoes (f, plan, "move", "1:2026-12-03:planned 2:2026-12-29:planned~",
                 "1:2026-12-04:planned 2:2027-01-01:planned~");
  assert_sequences (f, plan, "4 3 3 3");
  /* What happened stays, and so does the plan: dose 1 three days late. */
  give (f, plan, 1, "2026-12-07T10:00:00+01:00");
  assert_doses (f, plan, "1:2026-12-04:given 2:2027-01-01:planned 3:2027-01-29:planned~");
}

/* The hour stays where only a day is named. 7 to 11 Dec are Monday to Friday. */
static void
test_move_sessions (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, FIVE);

  move (f, rays, 2, "2026-12-09", TRUE);
  assert_undoes (
    f, rays, "move",
    "1:2026-12-07T14:00:planned 2:2026-12-08T14:00:planned 3:2026-12-09T14:00:planned",
    "1:2026-12-07T14:00:planned 2:2026-12-09T14:00:planned 3:2026-12-10T14:00:planned");
  move (f, rays, 3, "2026-12-10T16:30", FALSE);
  assert_doses (f, rays, "3:2026-12-10T16:30:planned 4:2026-12-11T14:00:planned");
  move (f, rays, 3, "2026-12-11", FALSE);
  assert_doses (f, rays, "3:2026-12-11T16:30:planned 4:2026-12-11T14:00:planned");
}

static void
test_move_errors (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W), rays = add (f, FIVE), relief = add (f, AS_NEEDED);
  gint64 pills = add (f, "times first=2026-12-01 times=08:00,20:00 days=127 until=2026-12-10");
  gint64 few = add (f, "interval first=2026-12-01 every=4w reckon=given until=2026-12-29");

  FAILS (try_move (f, relief, 0, "2026-12-04", FALSE, &error), RGM_ERROR_USAGE, "as needed");
  FAILS (try_move (f, rays, 2, "2026-12-12", TRUE, &error), RGM_ERROR_USAGE, "is a Sat");
  FAILS (try_move (f, pills, 1, "2026-12-02T09:00", TRUE, &error), RGM_ERROR_USAGE,
         "not allow a dose on");
  FAILS (try_move (f, pills, 1, "2026-12-11T08:00", TRUE, &error), RGM_ERROR_USAGE,
         "not allow a dose on");
  FAILS (try_move (f, few, 1, "2026-12-30", TRUE, &error), RGM_ERROR_USAGE, "2026-12-29");
  FAILS (try_move (f, few, 3, "2026-12-30", FALSE, &error), RGM_ERROR_USAGE, "no dose 3");
  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  FAILS (try_move (f, drip, 1, "2026-12-04", FALSE, &error), RGM_ERROR_CONFLICT, "already taken");
  ANYWAY (try_give (f, drip, 3, "2026-12-01T12:00:00+01:00", &error));
  ANYWAY (try_move (f, drip, 2, "2026-12-04", FALSE, &error));
}

/* A day on which the clinic is closed is no day to move sessions to. */
static void
test_move_to_closed (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, FIVE);
  g_autoptr (RgmPatient) me = rgm_session_patient (&f->session, NULL), set = NULL;
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  RgmDay day_off = day ("2026-12-09");

  g_array_append_val (closed, day_off);
  set = rgm_record_patient_set (&f->session, me->id, NULL, NULL, closed, NULL);
  g_assert_nonnull (set);
  FAILS (try_move (f, rays, 2, "2026-12-09", TRUE, &error), RGM_ERROR_USAGE, "not allow a dose on");
}

/* ---- amend ---- */

static void
test_amend_time (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  RgmAmendRequest right = { .at = at ("2026-12-02T10:00:00+01:00") };

  give (f, drip, 1, "2026-12-03T10:00:00+01:00");
  assert_sequences (f, drip, "1 1 1 1");
  /* 3 Dec + 28 = 31 Dec; 2 Dec + 28 = 30 Dec. */
  amend (f, drip, 1, &right);
  assert_undoes (f, drip, "amend", "1:2026-12-01:given 2:2026-12-31:planned",
                 "1:2026-12-01:given 2:2026-12-30:planned");
  assert_sequences (f, drip, "4 4 4 4");
}

/* Amount, site and note are nothing that a calendar shows as a time or a status; "" takes a text
 * away. */
static void
test_amend_texts (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  RgmAmendRequest first
    = { .at = RGM_INSTANT_NONE, .amount = "3.3 mg", .site = "left arm", .note = "slow" };
  RgmAmendRequest second = { .at = RGM_INSTANT_NONE, .note = "" };
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GPtrArray) rows = NULL, all = NULL;
  const RgmAdministration *now;

  give (f, drip, 1, "2026-12-03T10:00:00+01:00");
  ANYWAY (try_amend (f, drip, 1, &first, &error)); /* 4 mg were prescribed */
  assert_sequences (f, drip, "2 1 1 1");           /* the amount is in the calendar, */
  amend (f, drip, 1, &second);
  assert_sequences (f, drip, "2 1 1 1"); /* the note is not */
  course = rgm_store_course (f->session.store, drip, RGM_INSTANT_NONE, NULL);
  now = rgm_course_administration (course, 1);
  g_assert_cmpstr (now->amount, ==, "3.3 mg");
  g_assert_cmpstr (now->site, ==, "left arm");
  g_assert_null (now->note);
  rows = rgm_store_history (f->session.store, 0, 0, RGM_HISTORY_COUNTED, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  all = rgm_store_history (f->session.store, 0, 0, RGM_HISTORY_CORRECTED, NULL);
  g_assert_cmpuint (all->len, ==, 3);
  for (guint i = 0; i < 2; i++) {
    const RgmAdministration *old = ((RgmHistoryRow *)all->pdata[i])->administration;
    const RgmAdministration *fresh = ((RgmHistoryRow *)all->pdata[i + 1])->administration;
    g_assert_cmpint (old->replaced_by, ==, fresh->id);
    g_assert_cmpint (fresh->replaces, ==, old->id);
  }
}

/* Given in truth skipped, and the other way round; a skipped fraction is made up. */
static void
test_amend_outcome (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, "fractions first=2026-12-07T14:00 fractions=2 per-day=1 days=31");
  RgmAmendRequest not_given = {
    .at = RGM_INSTANT_NONE, .sets_outcome = TRUE, .outcome = RGM_SKIPPED, .reason = "machine down"
  };
  RgmAmendRequest given
    = { .at = at ("2026-12-07T15:00:00+01:00"), .sets_outcome = TRUE, .outcome = RGM_GIVEN };

  give (f, rays, 1, "2026-12-07T14:00:00+01:00");
  amend (f, rays, 1, &not_given);
  assert_undoes (
    f, rays, "amend", "1:2026-12-07T14:00:given 2:2026-12-08T14:00:planned .",
    "1:2026-12-07T14:00:skipped 2:2026-12-08T14:00:planned 3:2026-12-09T14:00:planned .");
  f->session.now = given.at;
  amend (f, rays, 1, &given);
  assert_doses (f, rays, "1:2026-12-07T14:00:given 2:2026-12-08T14:00:planned .");
}

static void
test_amend_errors (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  RgmAmendRequest nothing = { .at = RGM_INSTANT_NONE };
  RgmAmendRequest skipped
    = { .at = RGM_INSTANT_NONE, .sets_outcome = TRUE, .outcome = RGM_SKIPPED };
  RgmAmendRequest given = { .at = RGM_INSTANT_NONE, .sets_outcome = TRUE, .outcome = RGM_GIVEN };
  RgmAmendRequest amount = { .at = RGM_INSTANT_NONE, .amount = "3 mg" };
  RgmAmendRequest reason = { .at = RGM_INSTANT_NONE, .reason = "low calcium" };
  RgmAmendRequest early = { .at = at ("2026-11-20T10:00:00+01:00") };
  RgmAmendRequest ahead = { .at = at ("2026-12-20T10:00:00+01:00") };
  g_autofree char *on_record = NULL, *kept = NULL;

  FAILS (try_amend (f, drip, 1, &nothing, &error), RGM_ERROR_CONFLICT, "neither given nor skipped");
  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  FAILS (try_amend (f, drip, 0, &nothing, &error), RGM_ERROR_USAGE, "the last dose on record is 1");
  FAILS (try_amend (f, drip, 1, &skipped, &error), RGM_ERROR_USAGE, "needs a reason");
  FAILS (try_amend (f, drip, 1, &reason, &error), RGM_ERROR_USAGE,
         "only a skipped one has a reason");
  FAILS (try_amend (f, drip, 1, &ahead, &error), RGM_ERROR_REFUSED, "in the future");
  /* The window of 1 Dec opens on 27 Nov. */
  FAILS (try_amend (f, drip, 1, &early, &error), RGM_ERROR_REFUSED, "too early for dose 1");
  ANYWAY (try_amend (f, drip, 1, &early, &error));
  on_record = anyway_of (f, drip, 1);
  g_assert_nonnull (strstr (on_record, "too early for dose 1"));
  /* Another amount does not take away that it was early. */
  ANYWAY (try_amend (f, drip, 1, &amount, &error));
  kept = anyway_of (f, drip, 1);
  g_assert_true (g_str_has_prefix (kept, on_record));
  g_assert_nonnull (strstr (kept, "3 mg differs from 4 mg"));
  FAILS (try_amend (f, drip, 1, &amount, &error), RGM_ERROR_CONFLICT, "nothing to correct");
  skip (f, drip, 2);
  FAILS (try_amend (f, drip, 2, &given, &error), RGM_ERROR_USAGE, "say when it was given");
  FAILS (try_amend (f, drip, 2, &amount, &error), RGM_ERROR_USAGE, "no amount");
}

/* ---- change ---- */

/* From 4 to 12 weeks: 29 Dec + 84 = 23 Mar (2 + 31 + 28 + 23). */
static void
test_change (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  give (f, drip, 2, "2026-12-29T10:00:00+01:00");
  change (f, drip, "interval every=12w reckon=given", NULL);
  assert_undoes (f, drip, "change", "1:2026-12-01:given 2:2026-12-29:given 3:2027-01-26:planned",
                 "1:2026-12-01:given 2:2026-12-29:given 3:2027-03-23:planned");
  change (f, drip, NULL, "3.3 mg");
  assert_doses (f, drip, "3:2027-03-23:planned 4:2027-06-15:planned~");
}

/* Another amount alone leaves every date as it was: months counted from the 31st, a plan with a
 * dose moved by hand. */
static void
test_change_amount (Fixture *f, gconstpointer data)
{
  gint64 monthly = add (f, "interval first=2027-01-31 every=1m reckon=plan");
  gint64 given = add (f, "interval first=2027-01-31 every=1m reckon=given");

  move (f, monthly, 2, "2027-03-02", FALSE);
  f->session.now = at ("2027-03-03T09:00:00+01:00");
  for (int n = 1; n <= 2; n++) {
    skip (f, monthly, n);
    skip (f, given, n);
  }
  change (f, monthly, NULL, "5 mg");
  change (f, given, NULL, "5 mg");
  assert_doses (
    f, monthly,
    "1:2027-01-31:skipped 2:2027-03-02:skipped 3:2027-03-31:planned 4:2027-04-30:planned~");
  assert_doses (
    f, given,
    "1:2027-01-31:skipped 2:2027-02-28:skipped 3:2027-03-31:planned 4:2027-04-30:planned~");
}

/* From the plan to the day given: that day counts from now on. 2 Jan + 28 = 30 Jan. */
static void
test_change_reckoning (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, "interval first=2026-12-01 every=4w reckon=plan");
  gint64 back;

  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  give (f, drip, 2, "2027-01-02T10:00:00+01:00");
  assert_doses (f, drip, "3:2027-01-26:planned");
  change (f, drip, "interval every=4w reckon=given", NULL);
  assert_doses (f, drip, "3:2027-01-30:planned 4:2027-02-27:planned~");
  /* And from the day given to a plan: the next date stays, 1 Feb + 28 = 1 Mar, and from then on
   * nothing moves: 29 Mar, 26 Apr, 24 May. */
  back = add (f, "interval first=2027-01-03 every=4w reckon=given");
  give (f, back, 1, "2027-01-03T10:00:00+01:00");
  give (f, back, 2, "2027-02-01T10:00:00+01:00");
  change (f, back, "interval every=4w reckon=plan", NULL);
  give (f, back, 3, "2027-03-03T10:00:00+01:00");
  for (int n = 4; n <= 5; n++)
    skip (f, back, n);
  assert_doses (f, back,
                "3:2027-03-01:given 4:2027-03-29:skipped 5:2027-04-26:skipped "
                "6:2027-05-24:planned");
}

/* New times begin with the next one that has not come yet; what was asked for this morning
 * stays. */
static void
test_change_times (Fixture *f, gconstpointer data)
{
  gint64 pills = add (f, TWICE_A_DAY);

  f->session.now = at ("2026-12-02T14:00:00+01:00");
  change (f, pills, "times times=10:00,22:00 days=127", NULL);
  assert_doses (f, pills,
                "1:2026-12-01T08:00:missed 2:2026-12-01T20:00:missed 3:2026-12-02T08:00:overdue "
                "4:2026-12-02T22:00:planned 5:2026-12-03T10:00:planned");
}

/* Three days on, two off from 1 Dec: 1, 2, 3, 6, 7, 8 Dec. The cycle goes on as it was, and the one
 * tablet of 2 Dec was taken already. */
static void
test_change_cycle (Fixture *f, gconstpointer data)
{
  gint64 pills = add (f, "times first=2026-12-01 times=09:00 days=127 cycle=3/2");

  give (f, pills, 1, "2026-12-01T09:00:00+01:00");
  give (f, pills, 2, "2026-12-02T09:00:00+01:00");
  change (f, pills, "times times=18:00 days=127 cycle=3/2", NULL);
  assert_doses (f, pills,
                "2:2026-12-02T09:00:given 3:2026-12-03T18:00:planned 4:2026-12-06T18:00:planned "
                "5:2026-12-07T18:00:planned");
}

/* While it is paused, without an end in sight: nothing is planned, nothing that came is lost,
 * and it goes on afterwards. */
static void
test_change_paused_times (Fixture *f, gconstpointer data)
{
  gint64 pills = add (f, TWICE_A_DAY);

  f->session.now = at ("2026-12-02T21:00:00+01:00");
  pause_from (f, pills, "2026-12-03", NULL);
  f->session.now = at ("2026-12-05T12:00:00+01:00");
  change (f, pills, "times times=09:00 days=127", NULL);
  g_assert_cmpint (state_of (f, pills), ==, RGM_COURSE_PAUSED);
  resume (f, pills, "2026-12-08");
  assert_doses (f, pills,
                "1:2026-12-01T08:00:missed 2:2026-12-01T20:00:missed 3:2026-12-02T08:00:missed "
                "4:2026-12-02T20:00:overdue "
                "5:2026-12-08T09:00:planned 6:2026-12-09T09:00:planned");
}

static void
test_change_errors (Fixture *f, gconstpointer data)
{
  g_autoptr (RgmSchedule) monthly = schedule_from_stored (EVERY_4W, NULL);
  RgmAddRequest request
    = { .treatment = rgm_catalog_lookup (f->catalog, "zoledronic-acid"), .schedule = monthly };
  g_autoptr (RgmCourse) drip = rgm_record_add (&f->session, &request, NULL), changed = NULL;
  gint64 rays = add (f, FIVE),
         few = add (f, "interval first=2026-11-24 every=1d reckon=plan count=3");

  FAILS (try_change (f, drip->id, "interval every=13w reckon=given", NULL, &error),
         RGM_ERROR_REFUSED, "every 3 to 12 weeks");
  ANYWAY (try_change (f, drip->id, "interval every=13w reckon=given", NULL, &error));
  changed = rgm_store_course (f->session.store, drip->id, RGM_INSTANT_NONE, NULL);
  g_assert_nonnull (
    strstr (((RgmRevision *)changed->revisions->pdata[1])->anyway, "every 3 to 12 weeks"));
  FAILS (try_change (f, drip->id, TWICE_A_DAY, NULL, &error), RGM_ERROR_USAGE,
         "one of another kind");
  give (f, rays, 1, "2026-12-07T14:00:00+01:00");
  give (f, rays, 2, "2026-12-08T14:00:00+01:00");
  FAILS (try_change (f, rays, "fractions fractions=1 per-day=1 days=31", NULL, &error),
         RGM_ERROR_CONFLICT, "dose 2 of thing is on record already");
  skip (f, few, 1);
  skip (f, few, 2);
  FAILS (try_change (f, few, "interval every=1d reckon=plan count=1", NULL, &error),
         RGM_ERROR_CONFLICT, "cannot end before it");
  /* With as many as are on record it is completed; and may go on later. */
  change (f, few, "interval every=1d reckon=plan count=2", NULL);
  g_assert_cmpint (state_of (f, few), ==, RGM_COURSE_COMPLETED);
  change (f, few, "interval every=1d reckon=plan count=4", NULL);
  assert_doses (f, few, "3:2026-11-26:overdue 4:2026-11-27:overdue .");
  g_assert_true (try_stop (f, few, NULL));
  FAILS (try_change (f, few, "interval every=1d reckon=plan", NULL, &error), RGM_ERROR_CONFLICT,
         "was stopped on");
}

/* ---- pause, resume, stop ---- */

static void
test_pause (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  /* 29 Dec lies in it: it waits for 16 Jan, and the next counts from there (+ 28 = 13 Feb). */
  pause_from (f, drip, "2026-12-20", "2027-01-15");
  assert_undoes (f, drip, "pause", "1:2026-12-01:given 2:2026-12-29:planned 3:2027-01-26:planned~",
                 "1:2026-12-01:given 2:2027-01-16:planned 3:2027-02-13:planned~");
  assert_sequences (f, drip, "1 4 3 3");
  g_assert_cmpint (state_of (f, drip), ==, RGM_COURSE_ACTIVE);
  f->session.now = at ("2026-12-20T10:00:00+01:00");
  g_assert_cmpint (state_of (f, drip), ==, RGM_COURSE_PAUSED);
  /* Another end for the same pause; then it is over before it began. */
  pause_from (f, drip, "2026-12-20", "2027-01-05");
  assert_doses (f, drip, "2:2027-01-06:planned");
  resume (f, drip, "2026-12-20");
  assert_undoes (f, drip, "resume", "2:2027-01-06:planned", "2:2026-12-29:planned");
  FAILS (try_resume (f, drip, "2026-12-21", &error), RGM_ERROR_CONFLICT, "is not paused");
}

/* A pause that is to come and has no end: nothing is planned, but the course is not completed,
 * and stays on the list. */
static void
test_pause_ahead (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  RgmCourseQuery active = { .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = NULL;

  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  pause_from (f, drip, "2026-12-10", NULL);
  g_assert_cmpint (state_of (f, drip), ==, RGM_COURSE_ACTIVE);
  assert_doses (f, drip, "1:2026-12-01:given .");
  courses = rgm_store_courses (f->session.store, &active, NULL);
  g_assert_cmpuint (courses->len, ==, 1);
  f->session.now = at ("2027-01-20T10:00:00+01:00");
  g_assert_cmpint (state_of (f, drip), ==, RGM_COURSE_PAUSED);
  resume (f, drip, "2027-01-25");
  assert_doses (f, drip, "2:2027-01-25:planned");
}

/* One that is completed is completed, whatever pause is on record. */
static void
test_pause_completed (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W " count=1");

  pause_from (f, drip, "2026-12-10", NULL);
  give (f, drip, 1, "2026-12-10T10:00:00+01:00");
  g_assert_cmpint (state_of (f, drip), ==, RGM_COURSE_COMPLETED);
}

/* Whoever resumes wants doses on that day, however many pauses hold on it. */
static void
test_resume_all (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  pause_from (f, drip, "2026-11-25", "2026-12-20");
  pause_from (f, drip, "2026-11-28", "2027-01-10");
  assert_doses (f, drip, "1:2027-01-11:planned");
  resume (f, drip, "2026-12-07");
  assert_undoes (f, drip, "resume", "1:2027-01-11:planned 2:2027-02-08:planned~",
                 "1:2026-12-07:planned 2:2027-01-04:planned~");
}

static void
test_pause_sessions (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, FIVE);

  give (f, rays, 1, "2026-12-07T14:00:00+01:00");
  /* The machine is down from 8 to 10 Dec (Tue to Thu): Fri 11, Mon 14, Tue 15, Wed 16. */
  pause_from (f, rays, "2026-12-08", NULL);
  assert_doses (f, rays, "1:2026-12-07T14:00:given .");
  resume (f, rays, "2026-12-11");
  assert_doses (f, rays,
                "2:2026-12-11T14:00:planned 3:2026-12-14T14:00:planned 4:2026-12-15T14:00:planned "
                "5:2026-12-16T14:00:planned .");
}

static void
test_pause_errors (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W " count=1"), scan = add (f, ONE_SCAN), relief = add (f, AS_NEEDED);

  FAILS (try_pause (f, drip, "2026-12-10", "2026-12-09", &error), RGM_ERROR_USAGE,
         "before it begins");
  FAILS (try_pause (f, scan, "2026-12-01", NULL, &error), RGM_ERROR_USAGE, "regimen hold thing-2");
  FAILS (try_pause (f, relief, "2026-12-01", NULL, &error), RGM_ERROR_USAGE, "as needed");
  FAILS (try_resume (f, drip, "2026-12-01", &error), RGM_ERROR_CONFLICT, "is not paused");
  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  FAILS (try_pause (f, drip, "2026-12-10", NULL, &error), RGM_ERROR_CONFLICT, "is completed");
  FAILS (try_stop (f, drip, &error), RGM_ERROR_CONFLICT, "nothing to stop");
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  RgmAmendRequest amount = { .at = RGM_INSTANT_NONE, .amount = "3 mg" };

  give (f, drip, 1, "2026-12-01T10:00:00+01:00");
  pause_from (f, drip, "2027-06-01", NULL);
  g_assert_true (try_stop (f, drip, NULL));
  g_assert_cmpint (state_of (f, drip), ==, RGM_COURSE_STOPPED);
  assert_undoes (f, drip, "stop", "1:2026-12-01:given 2:2026-12-29:planned",
                 "1:2026-12-01:given 2:2026-12-29:cancelled");
  FAILS (try_stop (f, drip, &error), RGM_ERROR_CONFLICT, "was stopped on");
  FAILS (try_pause (f, drip, "2026-12-10", NULL, &error), RGM_ERROR_CONFLICT, "was stopped on");
  FAILS (try_resume (f, drip, "2027-06-02", &error), RGM_ERROR_CONFLICT, "was stopped on");
  FAILS (try_give (f, drip, 0, "2026-12-01T10:00:00+01:00", &error), RGM_ERROR_CONFLICT,
         "was stopped on");
  FAILS (try_move (f, drip, 2, "2026-12-30", FALSE, &error), RGM_ERROR_CONFLICT, "was stopped on");
  /* What is on record can still be corrected. */
  ANYWAY (try_amend (f, drip, 1, &amount, &error));
}

/* What was missed stays missed, and is no news for a calendar; it can still be logged. */
static void
test_stop_times (Fixture *f, gconstpointer data)
{
  gint64 pills = add (f, TWICE_A_DAY);

  f->session.now = at ("2026-12-02T12:00:00+01:00");
  g_assert_true (try_stop (f, pills, NULL));
  f->session.now = at ("2026-12-04T12:00:00+01:00");
  assert_doses (f, pills,
                "1:2026-12-01T08:00:missed 2:2026-12-01T20:00:missed "
                "3:2026-12-02T08:00:cancelled 4:2026-12-02T20:00:cancelled");
  assert_sequences (f, pills, "0 0 1 1");
  give (f, pills, 2, "2026-12-01T20:10:00+01:00");
  assert_doses (f, pills, "2:2026-12-01T20:00:given 3:2026-12-02T08:00:cancelled");
}

/* ---- fixed times and as needed ---- */

static void
test_times (Fixture *f, gconstpointer data)
{
  gint64 pills = add (f, TWICE_A_DAY);
  g_autofree char *said = NULL;

  f->session.now = at ("2026-12-01T05:00:00+01:00");
  /* Half a day apart: three hours ahead is not too early, four are. */
  FAILS (try_give (f, pills, 0, "2026-12-01T04:59:59+01:00", &error), RGM_ERROR_REFUSED,
         "too early for dose 1");
  give (f, pills, 0, "2026-12-01T05:00:00+01:00");
  assert_doses (f, pills,
                "1:2026-12-01T08:00:given 2:2026-12-01T20:00:planned 3:2026-12-02T08:00:planned");
  /* The nearest time is that of dose 1 still. */
  FAILS (try_give (f, pills, 0, "2026-12-01T05:00:00+01:00", &error), RGM_ERROR_CONFLICT,
         "already taken");
  FAILS (try_give (f, pills, 2, "2026-12-01T05:00:00+01:00", &error), RGM_ERROR_REFUSED,
         "less than a quarter");
  ANYWAY (try_give (f, pills, 2, "2026-12-01T05:00:00+01:00", &error));
  said = anyway_of (f, pills, 2);
  g_assert_nonnull (strstr (said, "less than a quarter"));
  undo (f, "log");
  /* Missed when the next one comes, and logged late all the same. */
  f->session.now = at ("2026-12-02T08:00:00+01:00");
  assert_doses (f, pills, "2:2026-12-01T20:00:missed 3:2026-12-02T08:00:due");
  give (f, pills, 2, "2026-12-01T20:10:00+01:00");
  assert_doses (f, pills, "2:2026-12-01T20:00:given 3:2026-12-02T08:00:due");
  skip (f, pills, 0);
  assert_undoes (f, pills, "skip", "3:2026-12-02T08:00:due 4:2026-12-02T20:00:planned",
                 "3:2026-12-02T08:00:skipped 4:2026-12-02T20:00:planned");
}

/* A command was run while the clock was far ahead. When it is right again, the same doses are asked
 * for as if it had never been wrong: what was missed then is not missed now. */
static void
check_clock_ahead (Fixture *f, const char *schedule, const char *wrong, RgmCourseState state)
{
  gint64 pills = add (f, schedule);
  RgmCourseQuery open = { .patient_id = 0,
                          .now = at ("2026-12-16T08:00:00+01:00"),
                          .since = RGM_INSTANT_NONE,
                          .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = NULL;

  f->session.now = at ("2026-12-15T20:00:00+01:00");
  give (f, pills, 30, "2026-12-15T20:00:00+01:00");
  f->session.now = at (wrong);
  give (f, pills, 0, wrong);
  g_assert_cmpint (state_of (f, pills), ==, state);
  f->session.now = open.now;
  assert_doses (f, pills,
                "29:2026-12-15T08:00:missed 30:2026-12-15T20:00:given 31:2026-12-16T08:00:due "
                "32:2026-12-16T20:00:planned");
  g_assert_cmpint (state_of (f, pills), ==, RGM_COURSE_ACTIVE);
  courses = rgm_store_courses (f->session.store, &open, NULL);
  g_assert_cmpuint (courses->len, ==, 1);
  /* The next command brings the derived values to the present, too. */
  give (f, pills, 31, "2026-12-16T08:00:00+01:00");
  assert_doses (f, pills, "31:2026-12-16T08:00:given 32:2026-12-16T20:00:planned");
}

static void
test_clock_ahead (Fixture *f, gconstpointer data)
{
  check_clock_ahead (f, TWICE_A_DAY, "2027-12-15T20:00:00+01:00", RGM_COURSE_ACTIVE);
}

/* By the wrong clock, the course was over. */
static void
test_clock_past_the_end (Fixture *f, gconstpointer data)
{
  check_clock_ahead (f, TWICE_A_DAY " until=2026-12-31", "2027-12-15T20:00:00+01:00",
                     RGM_COURSE_COMPLETED);
}

/* A dose moved past the next one moves no other, not even where the times change after it. */
static void
test_times_moved (Fixture *f, gconstpointer data)
{
  gint64 pills = add (f, TWICE_A_DAY);

  move (f, pills, 2, "2026-12-03T12:00", FALSE);
  give (f, pills, 1, "2026-12-01T21:00:00+01:00");
  skip (f, pills, 2);
  change (f, pills, "times times=07:00,19:00 days=127", NULL);
  assert_doses (f, pills,
                "2:2026-12-03T12:00:skipped 3:2026-12-02T07:00:planned 4:2026-12-02T19:00:planned");
}

static void
test_as_needed (Fixture *f, gconstpointer data)
{
  gint64 relief = add (f, AS_NEEDED);
  g_autofree char *gap = NULL, *maximum = NULL;
  RgmAmendRequest near = { .at = at ("2026-12-01T12:00:00+01:00") };

  give (f, relief, 0, "2026-12-01T06:00:00+01:00");
  f->session.now = at ("2026-12-01T11:59:59+01:00");
  FAILS (try_give (f, relief, 0, "2026-12-01T11:59:59+01:00", &error), RGM_ERROR_REFUSED,
         "at least 6 hours");
  ANYWAY (try_give (f, relief, 0, "2026-12-01T11:59:59+01:00", &error));
  gap = anyway_of (f, relief, 2);
  g_assert_nonnull (strstr (gap, "at least 6 hours"));
  undo (f, "log");
  give (f, relief, 0, "2026-12-01T12:00:00+01:00");
  give (f, relief, 0, "2026-12-01T18:00:00+01:00");
  /* Three since 06:00: the fourth has to wait until 06:00 of the next day. */
  f->session.now = at ("2026-12-02T05:59:59+01:00");
  FAILS (try_give (f, relief, 0, "2026-12-02T05:59:59+01:00", &error), RGM_ERROR_REFUSED,
         "at most 3 were prescribed");
  ANYWAY (try_give (f, relief, 0, "2026-12-02T05:59:59+01:00", &error));
  maximum = anyway_of (f, relief, 4);
  g_assert_nonnull (strstr (maximum, "4 doses of thing within 24 hours"));
  undo (f, "log");
  give (f, relief, 4, "2026-12-02T06:00:00+01:00");
  assert_doses (f, relief,
                "1:2026-12-01T06:00:given 2:2026-12-01T12:00:given 3:2026-12-01T18:00:given "
                "4:2026-12-02T06:00:given .");
  FAILS (try_give (f, relief, 4, "2026-12-02T06:00:00+01:00", &error), RGM_ERROR_CONFLICT,
         "already taken");
  FAILS (try_give (f, relief, 6, "2026-12-02T06:00:00+01:00", &error), RGM_ERROR_USAGE,
         "no dose 6");
  FAILS (try_give (f, relief, 0, "2026-12-02T06:05:01+01:00", &error), RGM_ERROR_REFUSED,
         "in the future");
  /* The checks hold for a correction too. */
  FAILS (try_amend (f, relief, 1, &near, &error), RGM_ERROR_REFUSED, "at least 6 hours");
}

/* ---- undo ---- */

static void
test_undo_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (RgmChange) undone = NULL;

  FAILS (rgm_record_undone (&f->session, &undone, &error), RGM_ERROR_CONFLICT,
         "nothing to take back");
  FAILS (rgm_record_redone (&f->session, &undone, &error), RGM_ERROR_CONFLICT,
         "nothing to bring back");
}

/* The one before it when it is done again, and back again in the same order. Nothing can be brought
 * back over something that was written since. */
static void
test_undo_several (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  g_autoptr (RgmChange) change = NULL;

  book (f, drip, 1, "2026-12-02T10:30");
  book (f, drip, 2, "2026-12-29T10:30");
  undo (f, "book");
  undo (f, "book");
  assert_doses (f, drip, "1:2026-12-01:planned");
  redo (f);
  assert_doses (f, drip, "1:2026-12-01:booked");
  redo (f);
  assert_doses (f, drip, "1:2026-12-01:booked 2:2026-12-29:booked");
  undo (f, "book");
  undo (f, "book");
  book (f, drip, 1, "2026-12-03T10:30");
  FAILS (rgm_record_redone (&f->session, &change, &error), RGM_ERROR_CONFLICT, "written since");
  undo (f, "book");
  redo (f);
  FAILS (rgm_record_redone (&f->session, &change, &error), RGM_ERROR_CONFLICT, "written since");
  undo (f, "book");
  undo (f, "add");
  FAILS (rgm_record_undone (&f->session, &change, &error), RGM_ERROR_CONFLICT,
         "nothing to take back");
}

/* Within an hour; the refusal that was overridden goes on record. */
static void
test_undo_age (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  g_autoptr (RgmChange) change = NULL;

  book (f, drip, 1, "2026-12-02T10:30");
  f->session.now += 3601;
  FAILS (rgm_record_undone (&f->session, &change, &error), RGM_ERROR_REFUSED, "book thing/1");
  ANYWAY (rgm_record_undone (&f->session, &change, &error));
  f->session.now += 3601;
  g_clear_pointer (&change, rgm_change_free);
  FAILS (rgm_record_redone (&f->session, &change, &error), RGM_ERROR_REFUSED, "book thing/1");
  f->session.now--;
  redo (f);
}

/* The first add makes a person too; without it there is nobody, and with it again the same one. */
static void
test_undo_add (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  g_autoptr (RgmPatient) nobody = NULL, me = NULL;
  g_autoptr (RgmCourse) gone = NULL;

  undo (f, "add");
  nobody = rgm_session_patient (&f->session, NULL);
  g_assert_null (nobody);
  gone = rgm_store_course (f->session.store, drip, RGM_INSTANT_NONE, NULL);
  g_assert_null (gone);
  redo (f);
  me = rgm_session_patient (&f->session, NULL);
  g_assert_cmpstr (me->name, ==, "me");
  assert_doses (f, drip, "1:2026-12-01:planned");
}

static void
test_undo_chain (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);

  give (f, drip, 1, "2026-12-02T10:00:00+01:00");
  for (int i = 0; i < 3; i++) {
    undo (f, "log");
    assert_doses (f, drip, "1:2026-12-01:due 2:2026-12-29:planned~");
    redo (f);
    assert_doses (f, drip, "1:2026-12-01:given 2:2026-12-30:planned");
  }
  /* The dose that is open again can be given again. */
  undo (f, "log");
  give (f, drip, 1, "2026-12-03T10:00:00+01:00");
  assert_doses (f, drip, "1:2026-12-01:given 2:2026-12-31:planned");
}

/* ---- another name, and removal ---- */

static void
assert_handles (Fixture *f, const char *wanted)
{
  g_auto (GStrv) handles = rgm_store_handles (f->session.store, 1, NULL);
  g_autofree char *found = g_strjoinv (" ", handles);

  g_assert_cmpstr (found, ==, wanted);
}

/* What can be a handle is what add accepts. The calendar is told of nothing. */
static void
test_rename (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *typed, *taken; /* NULL: refused */
  } cases[] = {
    { "left-hip", "left-hip" },
    { "Left", "left" },
    { "a b", "a-b" },
    { "2", "2" },
    { "\xd0\xb7\xd0\xbe", "\xd0\xb7\xd0\xbe" },
    { "u\xcc\x88", "\xc3\xbc" }, /* composed */
    { "1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890" },
    { "12345678901234567890123456789012345678901", NULL },
    { "", NULL },
    { "-a", NULL },
    { "a/1", NULL },
    { "Drip, new", NULL },
    { "Lab", NULL }, /* lab/1 means an entry */
    { "\xff", NULL },
  };
  gint64 drip = add (f, EVERY_4W);
  g_autoptr (GArray) before = store_dose_changes (f->session.store, drip, NULL), after = NULL;

  add (f, ONE_SCAN);
  assert_handles (f, "thing thing-2");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (RgmRecorded) recorded = { 0 };
    g_autoptr (GError) error = NULL;
    gboolean done = rgm_record_renamed (&f->session, drip, cases[i].typed, &recorded, &error);
    g_assert_cmpint (done, ==, cases[i].taken != NULL);
    if (done)
      g_assert_cmpstr (recorded.course->handle, ==, cases[i].taken);
    else
      g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  }
  after = store_dose_changes (f->session.store, drip, NULL);
  g_assert_cmpuint (after->len, ==, before->len);
  undo (f, "rename");
  assert_handles (f, "\xc3\xbc thing-2");
  redo (f);
  assert_handles (f, "1234567890123456789012345678901234567890 thing-2");
}

static void
test_rename_errors (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W);
  g_auto (RgmRecorded) recorded = { 0 };

  add (f, ONE_SCAN);
  FAILS (rgm_record_renamed (&f->session, drip, "thing", &recorded, &error), RGM_ERROR_CONFLICT,
         "the course is already called thing; nothing was changed");
  FAILS (rgm_record_renamed (&f->session, drip, "thing-2", &recorded, &error), RGM_ERROR_CONFLICT,
         "there is a course thing-2 already; choose another handle");
}

static void
remove_course (Fixture *f, gint64 id, const char *handle)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmRemovedCourse) removed = rgm_record_removed (&f->session, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (removed->handle, ==, handle);
  g_assert_cmpint (removed->removed_at, ==, f->session.now);
}

static void
test_remove (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W), scan = add (f, ONE_SCAN);
  g_autoptr (GArray) changes = NULL;
  g_autoptr (RgmCourse) gone = NULL;

  book (f, drip, 1, "2026-12-02T10:30");
  remove_course (f, drip, "thing");
  assert_handles (f, "thing-2");
  gone = rgm_store_course (f->session.store, drip, RGM_INSTANT_NONE, NULL);
  g_assert_null (gone);
  changes = store_dose_changes (f->session.store, drip, NULL);
  g_assert_cmpint (g_array_index (changes, RgmDoseChange, changes->len - 1).from, ==, 1);
  g_assert_cmpint (g_array_index (changes, RgmDoseChange, changes->len - 1).to, ==, 0);
  undo (f, "remove");
  assert_doses (f, drip, "1:2026-12-01:booked");
  redo (f);
  /* the handle is free */
  drip = add (f, EVERY_4W);
  assert_handles (f, "thing-2 thing");
  remove_course (f, drip, "thing");
  remove_course (f, scan, "thing-2");
  assert_handles (f, "");
  undo (f, "remove");
  undo (f, "remove");
  undo (f, "add");
  undo (f, "remove");
  assert_handles (f, "thing thing-2");
}

/* What happened stays, so the course can only be stopped. A dose that was taken back did not
 * happen. */
static void
test_remove_errors (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W), scan = add (f, ONE_SCAN);
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (GError) problem = NULL;

  give (f, drip, 1, "2026-12-02T10:00:00+01:00");
  FAILS (rgm_record_removed (&f->session, drip, &error) != NULL, RGM_ERROR_CONFLICT,
         "thing cannot be removed, because 1 dose of it is on record; to end it and keep what "
         "happened: regimen stop thing");
  undo (f, "log");
  remove_course (f, drip, "thing");
  FAILS (rgm_record_removed (&f->session, drip, &error) != NULL, RGM_ERROR_CONFLICT,
         "no such course");
  g_assert_true (rgm_record_skipped (&f->session, scan, 1, "cold", FALSE, &recorded, &problem));
  FAILS (rgm_record_removed (&f->session, scan, &error) != NULL, RGM_ERROR_CONFLICT,
         "thing-2 cannot be removed, because 1 dose of it is on record; it has ended");
}

/* ---- people ---- */

static void
test_zone (Fixture *f, gconstpointer data)
{
  gint64 drip = add (f, EVERY_4W), rays = add (f, FIVE);
  g_autoptr (RgmPatient) me = rgm_session_patient (&f->session, NULL), there = NULL;
  g_autoptr (RgmCourse) course = NULL;

  book (f, drip, 1, "2026-12-02T10:30");
  give (f, rays, 1, "2026-12-07T14:00:00+01:00");
  there = rgm_record_patient_set (&f->session, me->id, NULL, "America/New_York", NULL, NULL);
  g_assert_cmpstr (there->zone, ==, "America/New_York");
  course = rgm_store_course (f->session.store, drip, RGM_INSTANT_NONE, NULL);
  /* The appointment keeps its zone; the plan its wall-clock time, which is another moment now.
   * Whole days without a time look the same. */
  g_assert_cmpstr (rgm_course_appointment (course, 1)->zone, ==, "Europe/Berlin");
  assert_sequences (f, drip, "1 0 0 0");
  assert_doses (f, rays, "1:2026-12-07T14:00:given 2:2026-12-08T14:00:planned");
  assert_sequences (f, rays, "2 1 1 1");
  undo (f, "patient set");
  g_assert_cmpstr (rgm_zone_name (zone_of (f)), ==, "Europe/Berlin");
  assert_sequences (f, rays, "3 2 2 2");
}

/* 8 and 9 Dec closed: 7, 10, 11, 14 and 15 Dec. */
static void
test_clinic_closed (Fixture *f, gconstpointer data)
{
  gint64 rays = add (f, FIVE), drip = add (f, EVERY_4W);
  g_autoptr (RgmPatient) me = rgm_session_patient (&f->session, NULL), set = NULL, open = NULL;
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  RgmDay days[] = { day ("2026-12-08"), day ("2026-12-09") };

  g_array_append_vals (closed, days, 2);
  set = rgm_record_patient_set (&f->session, me->id, NULL, NULL, closed, NULL);
  g_assert_cmpuint (set->closed->len, ==, 2);
  assert_undoes (f, rays, "patient set", "1:2026-12-07T14:00:planned 2:2026-12-08T14:00:planned",
                 "1:2026-12-07T14:00:planned 2:2026-12-10T14:00:planned");
  assert_sequences (f, rays, "0 3 3 3");
  assert_sequences (f, drip, "0 0 0 0");
  g_array_set_size (closed, 0);
  open = rgm_record_patient_set (&f->session, me->id, NULL, NULL, closed, NULL);
  g_assert_cmpuint (open->closed->len, ==, 0);
  assert_doses (f, rays, "5:2026-12-11T14:00:planned .");
}

/* ---- the order of entry ---- */

typedef struct {
  int dose, hours; /* given so many hours after its plain date; below -999: skipped */
} Fact;

static char *
enter (Fixture *f, const char *schedule, const Fact *facts, const int *order, int n)
{
  gint64 course;

  f->session.anyway = TRUE;
  course = add (f, schedule);
  for (int i = 0; i < n; i++) {
    const Fact *fact = &facts[order[i]];
    RgmGivenRequest given
      = { .at = at ("2026-12-01T09:00:00Z") + fact->dose * 86400 + fact->hours * 3600 };
    g_auto (RgmRecorded) recorded = { 0 };
    g_autoptr (GError) error = NULL;
    if (fact->hours < -999)
      rgm_record_skipped (&f->session, course, fact->dose, "reason", fact->dose % 2, &recorded,
                          &error);
    else
      rgm_record_given (&f->session, course, fact->dose, &given, &recorded, &error);
    g_assert_no_error (error);
  }
  f->session.anyway = FALSE;
  {
    g_autofree char *whole = doses_of (f, course, TRUE, 1, n + 9);
    g_autofree char *open = doses_of (f, course, TRUE, n + 1, n + 9);
    g_autofree char *part = doses_of (f, course, FALSE, n + 1, n + 9);
    g_assert_cmpstr (part, ==, open);
    return g_steal_pointer (&whole);
  }
}

static void
shuffle (int *order, int n)
{
  for (int i = 0; i < n; i++)
    order[i] = i;
  for (int i = n - 1; i > 0; i--) {
    int j = g_test_rand_int_range (0, i + 1), swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
}

static void
test_order (Fixture *f, gconstpointer data)
{
  static const char *const schedules[] = {
    EVERY_4W,
    "interval first=2026-12-02 every=1d reckon=given",
    "interval first=2026-12-31 every=1m reckon=plan",
    "interval first=2026-12-02T08:00 every=20h reckon=given",
    "fractions first=2026-12-02 fractions=8 per-day=2 days=31",
    "fractions first=2026-12-02T14:00 fractions=9 per-day=1 days=31",
    TWICE_A_DAY,
  };
  enum { N = 6, TRIES = 6 };

  /* Late enough for all of it, and early enough that no tablet is left out as missed long ago. */
  f->session.now = at ("2027-01-05T09:00:00Z");
  for (guint s = 0; s < G_N_ELEMENTS (schedules); s++) {
    int straight[N] = { 0, 1, 2, 3, 4, 5 };
    Fact facts[N];
    g_autofree char *expected = NULL;
    for (int i = 0; i < N; i++)
      facts[i]
        = (Fact){ i + 1,
                  g_test_rand_int_range (0, 4) == 0 ? -1000 : g_test_rand_int_range (-30, 60) };
    expected = enter (f, schedules[s], facts, straight, N);
    for (int i = 0; i < TRIES; i++) {
      int order[N];
      g_autofree char *actual = NULL;
      shuffle (order, N);
      actual = enter (f, schedules[s], facts, order, N);
      g_assert_cmpstr (actual, ==, expected);
    }
  }
}

#define ADD(path, test) g_test_add ("/corrections/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("given-before", test_given_before);
  ADD ("given-before/sessions", test_sessions_before);
  ADD ("given-before/errors", test_given_before_errors);
  ADD ("hold", test_hold);
  ADD ("hold/ends", test_hold_ends);
  ADD ("hold/errors", test_hold_errors);
  ADD ("move", test_move);
  ADD ("move/booked", test_move_booked);
  ADD ("move/and-later", test_move_and_later);
  ADD ("move/sessions", test_move_sessions);
  ADD ("move/errors", test_move_errors);
  ADD ("move/closed", test_move_to_closed);
  ADD ("amend/time", test_amend_time);
  ADD ("amend/texts", test_amend_texts);
  ADD ("amend/outcome", test_amend_outcome);
  ADD ("amend/errors", test_amend_errors);
  ADD ("change", test_change);
  ADD ("change/amount", test_change_amount);
  ADD ("change/reckoning", test_change_reckoning);
  ADD ("change/times", test_change_times);
  ADD ("change/cycle", test_change_cycle);
  ADD ("change/paused-times", test_change_paused_times);
  ADD ("change/errors", test_change_errors);
  ADD ("pause", test_pause);
  ADD ("pause/ahead", test_pause_ahead);
  ADD ("pause/completed", test_pause_completed);
  ADD ("pause/sessions", test_pause_sessions);
  ADD ("pause/errors", test_pause_errors);
  ADD ("resume/all", test_resume_all);
  ADD ("stop", test_stop);
  ADD ("stop/times", test_stop_times);
  ADD ("rename", test_rename);
  ADD ("rename/errors", test_rename_errors);
  ADD ("remove", test_remove);
  ADD ("remove/errors", test_remove_errors);
  ADD ("times", test_times);
  ADD ("times/moved", test_times_moved);
  ADD ("times/clock-ahead", test_clock_ahead);
  ADD ("times/clock-past-the-end", test_clock_past_the_end);
  ADD ("as-needed", test_as_needed);
  ADD ("undo/nothing", test_undo_nothing);
  ADD ("undo/add", test_undo_add);
  ADD ("undo/chain", test_undo_chain);
  ADD ("undo/several", test_undo_several);
  ADD ("undo/age", test_undo_age);
  ADD ("zone", test_zone);
  ADD ("clinic-closed", test_clinic_closed);
  ADD ("random/order", test_order);
  return g_test_run ();
}
