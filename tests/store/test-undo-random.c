#include "fixture.h"
#include "picture.h"

#include "store/store-private.h"
#include "store/write.h"

/* Random histories in which commands are taken back, and that taken back: the record reads as that
 * of the commands that hold, written alone. */

#define COURSES 3
#define DOSES 6

typedef struct {
  int kind, course, dose, value;
} Command;

/* ---- one command: the same in every record ---- */

/* 0: there is none. */
static gint64
course_id (RgmStore *store, int course)
{
  g_autofree char *handle = g_strdup_printf ("course-%d", course);
  gint64 id = 0;

  g_assert_true (sql_number (store, &id, NULL,
                             "SELECT c.id FROM courses AS c JOIN changes AS g ON g.id = "
                             "c.change_id WHERE c.handle = ? AND g.undone_by IS NULL AND NOT EXISTS"
                             " (SELECT 1 FROM course_names AS n JOIN changes AS ng ON ng.id = "
                             "n.change_id WHERE n.course_id = c.id AND n.removed_at IS NOT NULL"
                             " AND ng.undone_by IS NULL)",
                             "t", handle));
  return id;
}

static gint64
patient_id (RgmStore *store, int patient)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, NULL);

  return (int)patients->len > patient ? ((RgmPatient *)patients->pdata[patient])->id : 0;
}

static gboolean
write_patient (RgmStore *store, const Command *command)
{
  g_autofree char *name = g_strdup_printf ("name %d", command->value % 4);
  gint64 id = patient_id (store, command->course % 2);
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));

  for (RgmDay day = 20800; day < 20800 + command->value % 3; day++)
    g_array_append_val (closed, day);
  if (id == 0)
    return store_add_patient (store, name, "UTC", NULL) != 0;
  return store_set_patient (store, id, command->value % 2 != 0 ? name : NULL, NULL, closed, NULL);
}

static gboolean
write_course (RgmStore *store, const Command *command)
{
  g_autofree char *handle = g_strdup_printf ("course-%d", command->course);
  gint64 patient = patient_id (store, command->course % 2);
  g_autoptr (RgmCourse) course = fixture_course (patient, handle);

  return patient != 0 && store_add_course (store, course, NULL);
}

static gboolean
write_administration (RgmStore *store, gint64 id, const Command *command)
{
  g_autoptr (RgmCourse) course = rgm_store_course (store, id, RGM_INSTANT_NONE, NULL);
  const RgmAdministration *old = rgm_course_administration (course, command->dose);
  RgmAdministration row = { .dose = command->dose,
                            .at = NOW + (gint64)command->value * 3600,
                            .recorded_at = NOW,
                            .replaces = old != NULL ? old->id : 0 };

  if (command->value % 3 == 0) {
    row.outcome = RGM_SKIPPED;
    row.reason = (char *)"machine";
    row.makeup = command->value % 2;
  }
  return store_add_administration (store, id, &row, NULL);
}

static gboolean
write_plan (RgmStore *store, gint64 id, const Command *command)
{
  RgmAppointment at
    = { .at = { 20800 + command->value, 36000 }, .zone = (char *)"UTC", .place = (char *)"here" };
  RgmMove move = { .target = { 20800 + command->value, RGM_NO_TIME } };
  RgmHold hold = { .reason = (char *)"calcium", .until = 20800 + command->value, .since = NOW };
  gboolean clear = command->value % 4 == 0;

  switch (command->kind % 3) {
  case 0:
    return store_set_appointment (store, id, command->dose, clear ? NULL : &at, NULL);
  case 1:
    return store_set_move (store, id, command->dose, clear ? NULL : &move, NULL);
  default:
    return store_set_hold (store, id, command->dose, clear ? NULL : &hold, NULL);
  }
}

static gboolean
write_rule (RgmStore *store, gint64 id, const Command *command)
{
  RgmPause pause = { .from_dose = command->dose, .from = 20800 + command->value % 5 };
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  RgmRevision revision
    = { .from_dose = command->dose, .schedule = schedule, .made_at = NOW + command->value };

  pause.until = command->value % 3 == 0 ? RGM_NO_DAY : 20797 + command->value % 11;
  schedule->every = (RgmPeriod){ 1 + command->value % 9, 'w' };
  revision.amount = (char *)(command->value % 2 != 0 ? "3 mg" : NULL);
  switch (command->kind % 3) {
  case 0:
    return store_set_pause (store, id, &pause, NULL);
  case 1:
    return store_add_revision (store, id, &revision, NULL);
  default:
    return store_stop (store, id, NOW + command->value, NULL, NULL);
  }
}

/* The course is found by the handle with which it was added, whatever it is called. */
static gboolean
write_name (RgmStore *store, gint64 id, const Command *command)
{
  g_autoptr (RgmCourse) course = rgm_store_course (store, id, NOW, NULL);
  g_autofree char *handle = g_strdup_printf ("name-%d", command->value % 5);

  return command->value % 3 == 0 ? store_remove (store, course, NOW + command->value, NULL)
                                 : store_rename (store, course, handle, NULL);
}

static gboolean
write_command (RgmStore *store, const Command *command)
{
  gint64 id;

  if (command->kind == 0)
    return write_patient (store, command);
  id = course_id (store, command->course);
  if (id == 0)
    return write_course (store, command);
  if (command->kind < 4)
    return write_administration (store, id, command);
  if (command->kind < 7)
    return write_plan (store, id, command);
  return command->kind < 10 ? write_rule (store, id, command) : write_name (store, id, command);
}

/* ---- as those do who write ---- */

static void
set_head (RgmStore *store, gint64 id)
{
  g_autoptr (RgmCourse) course = rgm_store_course (store, id, RGM_INSTANT_NONE, NULL);
  int settled = 0;

  if (course == NULL)
    return;
  while (rgm_course_administration (course, settled + 1) != NULL)
    settled++;
  g_assert_true (store_set_head (store, id, settled, course->stopped_at == RGM_INSTANT_NONE, NULL));
}

static void
set_heads (RgmStore *store, gint64 change)
{
  g_autoptr (GArray) ids = store_change_courses (store, change, NULL);

  for (guint i = 0; i < ids->len; i++)
    set_head (store, g_array_index (ids, gint64, i));
}

/* FALSE: it cannot be done, and nothing was written. */
static gboolean
run (RgmStore *store, const Command *command)
{
  g_assert_true (store_begin (store, "command", NOW, NULL));
  if (!write_command (store, command)) {
    store_rollback (store);
    return FALSE;
  }
  set_heads (store, store->change);
  g_assert_true (store_commit (store, NULL));
  return TRUE;
}

static void
undo (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmChange) last = store_change_in_force (store, &error);

  g_assert_true (store_begin (store, "undo", NOW, &error));
  store_undo (store, last->id, NULL, &error);
  g_assert_no_error (error);
  set_heads (store, store->change);
  g_assert_true (store_commit (store, &error));
}

/* ---- histories ---- */

static RgmStore *
new_record (void)
{
  g_autoptr (GError) error = NULL;
  RgmStore *store = rgm_store_open ("a record in memory", RGM_STORE_TRY, &error);

  g_assert_no_error (error);
  return store;
}

/* With every UUID the same: they differ from record to record. */
static char *
picture (RgmStore *store, gboolean whole)
{
  g_autofree char *text = picture_of (store, whole);
  g_autoptr (GRegex) uuid = g_regex_new ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", 0, 0, NULL);

  return g_regex_replace_literal (uuid, text, -1, 0, "uuid", 0, NULL);
}

static void
assert_same (RgmStore *store, const GArray *holding)
{
  g_autoptr (RgmStore) alone = new_record ();

  for (guint i = 0; i < holding->len; i++)
    g_assert_true (run (alone, &g_array_index (holding, Command, i)));
  for (int whole = 0; whole < 2; whole++) {
    g_autofree char *found = picture (store, whole), *wanted = picture (alone, whole);
    g_assert_cmpstr (found, ==, wanted);
  }
}

/* The administrations that count are those of the view that the record has for people who look at
 * it with SQL. */
static void
assert_counted (RgmStore *store)
{
  gint64 differ = 1;

  g_assert_true (sql_number (
    store, &differ, NULL,
    "SELECT (SELECT count (*) FROM counted_administrations) <> (SELECT count (*) FROM " COUNTED
    ") OR EXISTS (SELECT id FROM counted_administrations"
    " EXCEPT SELECT a.id FROM " COUNTED ")",
    ""));
  g_assert_cmpint (differ, ==, 0);
}

static void
assert_whole (RgmStore *store)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  assert_counted (store);
  g_assert_true (row_check_all (store, problems, NULL));
  g_assert_cmpuint (problems->len, ==, 0);
}

static Command
random_command (GRand *random)
{
  return (Command){ .kind = g_rand_int_range (random, 0, 11),
                    .course = g_rand_int_range (random, 0, COURSES),
                    .dose = g_rand_int_range (random, 1, DOSES + 1),
                    .value = g_rand_int_range (random, 0, 60) };
}

/* Takes back the last command, or brings it back. */
static void
toggle (RgmStore *store, GArray *holding, const Command *last, gboolean *held)
{
  undo (store);
  if (*held)
    g_array_set_size (holding, holding->len - 1);
  else
    g_array_append_val (holding, *last);
  *held = !*held;
}

static void
test_history (GRand *random, RgmStore *store, int length)
{
  g_autoptr (GArray) holding = g_array_new (FALSE, FALSE, sizeof (Command));
  Command last;
  gboolean any = FALSE, held = FALSE;

  for (int i = 0; i < length; i++)
    if (any && g_rand_int_range (random, 0, 3) == 0) {
      toggle (store, holding, &last, &held);
    } else {
      Command next = random_command (random);
      if (!run (store, &next))
        continue;
      g_array_append_val (holding, next);
      last = next;
      any = held = TRUE;
    }
  assert_same (store, holding);
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 120; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    g_autoptr (RgmStore) store = new_record ();
    test_history (random, store, 1 + (int)seed % 60);
    if (seed % 10 == 0)
      assert_whole (store);
  }
}

/* In a file, with all that a check looks at. */
static void
test_file (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);
  g_autofree char *problems = NULL;

  test_history (random, fixture->store, 150);
  problems = fixture_check (fixture->store);
  g_assert_cmpstr (problems, ==, "");
}

/* Undo, undo of undo, and so on. */
static void
test_chain (void)
{
  g_autoptr (GArray) with = g_array_new (FALSE, FALSE, sizeof (Command));
  g_autoptr (RgmStore) store = new_record ();
  const Command commands[] = { { 0, 0, 1, 1 }, { 1, 0, 1, 1 }, { 1, 0, 1, 1 } };
  gboolean held = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_assert_true (run (store, &commands[i]));
    g_array_append_val (with, commands[i]);
  }
  for (int i = 0; i < 40; i++) {
    toggle (store, with, &commands[2], &held);
    assert_same (store, with);
  }
  assert_whole (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/random", test_random);
  g_test_add_func ("/undo/chain", test_chain);
  fixture_add ("/undo/random/file", test_file);
  return g_test_run ();
}
