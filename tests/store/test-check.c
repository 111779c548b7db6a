#include "fixture.h"

#include "model/changes.h"
#include "store/alert-rows.h"
#include "store/calendar-rows.h"
#include "store/store-private.h"
#include "store/write.h"

#include <glib/gstdio.h>
#include <string.h>

/* What was written cannot be altered by SQL, and where it was altered behind SQLite's back it is
 * found. */

static void
take_back (RgmStore *store)
{
  g_autoptr (RgmChange) last = NULL;

  g_assert_true (store_begin (store, "undo", NOW, NULL));
  last = store_change_in_force (store, NULL);
  g_assert_true (store_undo (store, last->id, NULL, NULL));
  g_assert_true (store_commit (store, NULL));
}

/* A record with a row in each of its tables. */
static void
fill_followup (Fixture *fixture, gint64 course)
{
  RgmObservation pain = { .patient_id = 1,
                          .key = (char *)"pain",
                          .name = (char *)"pain",
                          .value = (char *)"6",
                          .at = NOW,
                          .zone = (char *)"Europe/Berlin",
                          .day = 20780,
                          .recorded_at = NOW };
  RgmContact contact = { .patient_id = 1, .name = (char *)"Ward 3", .phone = (char *)"555-0100" };
  RgmQuestion question = { .patient_id = 1,
                           .question = (char *)"When is the next scan?",
                           .asked_at = NOW,
                           .answered_at = RGM_INSTANT_NONE };
  RgmNeed need = { .course_id = course,
                   .key = (char *)"dental check",
                   .name = (char *)"dental check",
                   .within = { 3, 'd' } };

  g_assert_true (store_begin (fixture->store, "feel", NOW, NULL));
  g_assert_true (store_add_observation (fixture->store, &pain, FALSE, NULL));
  g_assert_true (store_add_contact (fixture->store, &contact, FALSE, NULL));
  g_assert_true (store_add_question (fixture->store, &question, FALSE, NULL));
  g_assert_true (store_add_need (fixture->store, &need, FALSE, NULL));
  g_assert_true (store_commit (fixture->store, NULL));
}

static void
fill (Fixture *fixture)
{
  gint64 id = fixture_fill (fixture->store);
  RgmAppointment at = { .dose = 3, .at = { 20800, 36000 }, .zone = (char *)"Europe/Berlin" };
  RgmMove move = { .dose = 3, .target = { 20900, RGM_NO_TIME } };
  RgmHold hold = { .dose = 3, .reason = (char *)"calcium", .until = 20810, .since = NOW };
  RgmPause pause = { .from_dose = 3, .from = 20950, .until = 20960 };
  RgmInvitation invitation = { id, 3, (char *)"a@clinic", RGM_INSTANT_NONE, 1, NOW, NOW, FALSE };
  RgmRow state = { .table = "course_states" }, copy = { .table = "merges" };
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  RgmDoseRun run = { 3, 0 };
  g_autoptr (RgmCourse) course = rgm_store_course (fixture->store, id, NOW, NULL);

  fixture_log (fixture->store, id, 1);
  fixture_log (fixture->store, id, 2);
  g_array_append_val (runs, run);
  g_assert_true (store_begin (fixture->store, "move", NOW, NULL));
  g_assert_true (store_set_appointment (fixture->store, id, 3, &at, NULL));
  g_assert_true (store_set_move (fixture->store, id, 3, &move, NULL));
  g_assert_true (store_set_hold (fixture->store, id, 3, &hold, NULL));
  g_assert_true (store_add_dose_changes (fixture->store, id, runs, NOW, NULL));
  row_number (&state, "course_id", id);
  row_text (&state, "state", "resumed");
  row_number (&state, "at", NOW);
  g_assert_cmpint (row_insert (fixture->store, &state, NULL), ==, 1);
  row_text (&copy, "name", "theirs.db");
  row_number (&copy, "last_change", 7);
  row_text (&copy, "last_hash", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  g_assert_cmpint (row_insert (fixture->store, &copy, NULL), ==, 1);
  g_assert_true (store_commit (fixture->store, NULL));
  fill_followup (fixture, id);
  g_assert_true (store_begin (fixture->store, "pause", NOW, NULL));
  g_assert_true (store_set_pause (fixture->store, id, &pause, NULL));
  g_assert_true (store_add_invitation (fixture->store, &invitation, NULL));
  g_assert_true (store_rename (fixture->store, course, "right-hip", NULL));
  g_assert_true (store_commit (fixture->store, NULL));
  take_back (fixture->store);
}

static void
assert_found (Fixture *fixture, const char *word)
{
  g_autofree char *problems = fixture_check (fixture->store);

  if (strstr (problems, word) == NULL)
    g_error ("\"%s\" is not in: %s", word, problems);
}

/* As somebody would who wants to get around the triggers. */
static void
tamper (Fixture *fixture, const char *table, const char *sql)
{
  g_autofree char *script = NULL;
  g_autofree char *query
    = g_strdup_printf ("SELECT group_concat ('DROP TRIGGER ' || name || ';', '')"
                       " || '%s;' || group_concat (sql || ';', '')"
                       " FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '%s'",
                       sql, table);

  script = fixture_query (fixture->path, query);
  fixture_sql (fixture->path, script);
}

/* ---- triggers ---- */

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
test_append_only (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  for (guint i = 0; row_tables[i] != NULL; i++) {
    g_autofree char *update = g_strdup_printf ("UPDATE %s SET id = id + 1000", row_tables[i]);
    g_autofree char *same = g_strdup_printf ("UPDATE %s SET hash = hash", row_tables[i]);
    g_autofree char *removal = g_strdup_printf ("DELETE FROM %s", row_tables[i]);
    g_autofree char *count = g_strdup_printf ("SELECT count (*) FROM %s", row_tables[i]);
    g_autofree char *rows = fixture_query (fixture->path, count);
    g_assert_cmpstr (rows, !=, "0");
    assert_aborts (fixture, update);
    assert_aborts (fixture, same);
    assert_aborts (fixture, removal);
  }
  fixture_assert_whole (fixture);
}

static void
test_changes_are_final (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  assert_aborts (fixture, "UPDATE changes SET row_count = 7 WHERE id = 1");
  assert_aborts (fixture, "UPDATE changes SET command = 'x', undone_by = 2 WHERE id = 1");
  assert_aborts (fixture, "UPDATE changes SET undone_by = 1 WHERE id = 1");
  fixture_sql (fixture->path, "UPDATE changes SET undone_by = 2 WHERE id = 1");
  assert_aborts (fixture, "UPDATE changes SET undone_by = 3 WHERE id = 1");
  assert_aborts (fixture, "UPDATE changes SET undone_by = NULL WHERE id = 1");
  assert_found (fixture, "the change \"add\" of 2026-11-23 is not as it was made");
}

/* ---- rows ---- */

/* The first byte of the first text, or else the first number, of the last row of each table. */
static void
test_each_table (Fixture *fixture, gconstpointer unused)
{
  const struct {
    const char *table, *sql, *finding;
  } cases[] = {
    { "changes", "UPDATE changes SET at = at + 1 WHERE id = 1",
      "the change \"add\" of 2026-11-23" },
    { "patients", "UPDATE patients SET uid = ''other'' WHERE id = 1",
      "the entry for the person me, made on 2026-11-23," },
    { "patient_revisions", "UPDATE patient_revisions SET zone = ''Europe/Paris'' WHERE id = 1",
      "the change to the person me, made on 2026-11-23," },
    { "courses", "UPDATE courses SET amount = ''40 mg'' WHERE id = 1",
      "the course zoledronic-acid, entered on 2026-11-23," },
    { "revisions", "UPDATE revisions SET made_at = 1 WHERE id = 1",
      "the schedule of zoledronic-acid, entered on" },
    { "administrations", "UPDATE administrations SET at = at - 1 WHERE id = 1",
      "zoledronic-acid/1 of 2026-11-24 is" },
    { "appointments", "UPDATE appointments SET place = ''elsewhere'' WHERE id = 1",
      "the appointment of zoledronic-acid/3, entered on" },
    { "moves", "UPDATE moves SET target = ''2027-01-01'' WHERE id = 1",
      "the date of zoledronic-acid/3, moved on" },
    { "holds", "UPDATE holds SET until = NULL WHERE id = 1",
      "the hold of zoledronic-acid/3, entered on" },
    { "course_states", "UPDATE course_states SET at = at + 1 WHERE id = 1",
      "the end of zoledronic-acid, entered on" },
    { "dose_changes", "UPDATE dose_changes SET to_dose = 9 WHERE id = 1",
      "the note on what calendars show for zoledronic-acid, made on" },
    { "pauses", "UPDATE pauses SET until_day = NULL WHERE id = 1",
      "the pause of zoledronic-acid, entered on" },
    { "invitations", "UPDATE invitations SET dose = 2",
      "the invitation of zoledronic-acid/2, attached on" },
    { "course_names", "UPDATE course_names SET removed_at = 1",
      "the name of zoledronic-acid, entered on" },
    { "observations", "UPDATE observations SET value = ''9'' WHERE id = 1", "feel/1 of " },
    { "contacts", "UPDATE contacts SET phone = ''110'' WHERE id = 1", "the contact " },
    { "questions", "UPDATE questions SET question = ''Why?'' WHERE id = 1",
      "question 1, asked on" },
    { "needs", "UPDATE needs SET within = ''30d'' WHERE id = 1",
      "a need of zoledronic-acid, entered on" },
    { "undos", "UPDATE undos SET undone_change_id = 1 WHERE id = 1", "the undo of \"" },
    { "merges", "UPDATE merges SET last_change = 8 WHERE id = 1",
      "the merge of the copy theirs.db on" },
  };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    tamper (fixture, cases[i].table, cases[i].sql);
    assert_found (fixture, cases[i].finding);
  }
  g_assert_cmpuint (G_N_ELEMENTS (cases), ==, g_strv_length ((char **)row_tables));
}

/* Changes the byte at @offset of @find in the file of the record. */
static void
flip (Fixture *fixture, const char *find, gsize offset)
{
  g_autofree char *content = NULL;
  gsize length;
  char *at;

  g_clear_pointer (&fixture->store, rgm_store_close);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  at = memmem (content, length, find, strlen (find));
  g_assert_nonnull (at);
  at[offset] ^= 1;
  g_assert_true (g_file_set_contents_full (fixture->path, content, length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
  fixture->store = fixture_open (fixture->path);
}

/* What has no hash. A generated column cannot be written, so a byte of the file is changed. */
static void
test_twins (Fixture *fixture, gconstpointer unused)
{
  const struct {
    const char *sql, *find;
  } cases[] = {
    { "INSERT INTO alerts (course_id, dose, key, state, at, attempts) VALUES (1, 3, "
      "'due:2026-12-28', 'shown', 1, 0)",
      "2026-12-28" },
    { "INSERT INTO kept_files (path, days, minutes, private, tablets, lead_events, shared) VALUES "
      "('/home/me/calendar.ics', 180, 0, 0, 0, 1, 0)",
      "calendar.ics" },
  };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    fixture_sql (fixture->path, cases[i].sql);
    flip (fixture, cases[i].find, 0);
    assert_found (fixture, " was altered");
  }
}

/* More changes than a command looks at again, all of them about something else. */
static void
add_many_changes (Fixture *fixture)
{
  RgmContact contact = { .patient_id = 1, .name = (char *)"Ward 3", .phone = (char *)"555-0100" };

  for (int i = 0; i < 310; i++) {
    g_assert_true (store_begin (fixture->store, "contact", NOW, NULL));
    g_assert_true (store_add_contact (fixture->store, &contact, FALSE, NULL));
    g_assert_true (store_commit (fixture->store, NULL));
  }
}

static GPtrArray *
open_courses (Fixture *fixture)
{
  const RgmCourseQuery open
    = { .now = NOW + 3 * DAY, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };

  return rgm_store_courses (fixture->store, &open, NULL);
}

/* @found: what is said; NULL: nothing. */
static void
assert_verified (Fixture *fixture, const char *found)
{
  g_autoptr (GPtrArray) problems = rgm_store_verify (fixture->store, FALSE, NULL);

  g_assert_nonnull (problems);
  g_assert_cmpuint (problems->len, ==, found != NULL ? 1 : 0);
  if (found != NULL)
    g_assert_cmpstr (problems->pdata[0], ==, found);
}

/* A head that is not as it was written is not followed: this one would hide all doses, and the
 * course. It is told after a command that read it, in a small record and in a large one. */
static void
assert_wrong_head_is_not_followed (Fixture *fixture)
{
  g_autoptr (GPtrArray) misled = NULL, right = NULL;
  const RgmCourse *course;

  fixture_sql (fixture->path, "UPDATE course_heads SET settled = 77777, makeups = 5, active = 0");
  misled = open_courses (fixture);
  g_assert_cmpuint (misled->len, ==, 0);
  assert_verified (fixture, NULL);
  flip (fixture, "77777 5 0", strlen ("77777 5 "));
  right = open_courses (fixture);
  g_assert_cmpuint (right->len, ==, 1);
  course = right->pdata[0];
  g_assert_cmpint (course->settled, ==, 0);
  g_assert_cmpint (course->makeups, ==, 0);
  g_assert_cmpuint (course->administrations->len, ==, 2);
  assert_verified (fixture, "what was worked out from the record is wrong for course "
                            "zoledronic-acid");
}

static void
test_wrong_head_is_not_followed (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  assert_wrong_head_is_not_followed (fixture);
}

static void
test_wrong_head_among_many (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  add_many_changes (fixture);
  assert_wrong_head_is_not_followed (fixture);
}

/* In a large record a mark is compared when it is read, and not after each command. */
static void
test_wrong_mark_among_many (Fixture *fixture, gconstpointer unused)
{
  RgmMark mark;

  fill (fixture);
  add_many_changes (fixture);
  fixture_sql (fixture->path,
               "INSERT INTO alerts (course_id, dose, key, state, at, attempts, server,"
               " popup) VALUES (1, 3, 'due:2026-12-28', 'shown', 1, 0, ':1.77', 5)");
  flip (fixture, "77'5", 0);
  assert_verified (fixture, NULL);
  g_assert_true (store_mark (fixture->store, 1, 4, "due:2026-12-28", &mark, NULL));
  assert_verified (fixture, NULL);
  g_assert_true (store_mark (fixture->store, 1, 3, "due:2026-12-28", &mark, NULL));
  assert_verified (fixture, "the stored state of an alert of zoledronic-acid/3 was altered");
  assert_found (fixture, " was altered");
}

/* What moves between columns, rows and tables is found too. */
static void
test_swapped (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  tamper (fixture, "administrations", "UPDATE administrations SET dose = 3 - dose");
  assert_found (fixture, "zoledronic-acid/1 of 2026-11-25 is not as it was entered");
  assert_found (fixture, "zoledronic-acid/2 of 2026-11-24 is not as it was entered");
}

static void
test_swapped_ids (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  tamper (fixture, "administrations",
          "UPDATE administrations SET id = -id; UPDATE administrations SET id = 3 + id");
  assert_found (fixture, "zoledronic-acid/2 of 2026-11-25 is not as it was entered");
}

/* What a command asks after it has shown the newest rows, or all of them. */
static void
test_verify (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) whole = NULL, found = NULL;
  g_autoptr (GError) error = NULL;

  fill (fixture);
  whole = rgm_store_verify (fixture->store, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (whole->len, ==, 0);
  tamper (fixture, "administrations", "UPDATE administrations SET amount = ''40 mg'' WHERE id = 2");
  found = rgm_store_verify (fixture->store, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (found->pdata[0], ==, "zoledronic-acid/2 of 2026-11-25 is not as it was entered");
}

/* One byte of a file in which SQLite sees nothing wrong. */
static void
test_flipped_byte (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  flip (fixture, "calcium", 0);
  assert_found (fixture,
                "the hold of zoledronic-acid/3, entered on 2026-11-23, is not as it was entered");
}

static void
test_removed_row (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  tamper (fixture, "administrations", "DELETE FROM administrations WHERE id = 2");
  assert_found (fixture, "change 3 (log) wrote 1 row, but there are 0");
}

static void
test_removed_change (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  tamper (fixture, "administrations", "DELETE FROM administrations WHERE change_id = 2");
  tamper (fixture, "changes", "DELETE FROM changes WHERE id = 2");
  assert_found (fixture, "1 changes are missing");
}

static void
test_added_row (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  fixture_sql (
    fixture->path,
    "INSERT INTO administrations SELECT 3, course_id, 7, outcome, at, amount, site, "
    "reason, note, makeup,"
    " recorded_at, replaces, anyway, change_id, hash, zone, day, day_only, void, joined FROM "
    "administrations WHERE id = 1");
  assert_found (fixture, " is not as it was entered");
  assert_found (fixture, "wrote 1 row, but there are 2");
}

static void
test_points_to_nothing (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  fixture_sql (fixture->path, "INSERT INTO alerts (course_id, dose, key, state, at, until, "
                              "attempts) VALUES (99, 1, 'due', 'shown', 0, NULL, 1)");
  assert_found (fixture, "alerts refers to a row that does not exist");
}

/* ---- around the rows ---- */

/* What a check finds is not followed by the advice to run a check. */
static void
test_no_schedule (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *problems = NULL;

  fixture_fill (fixture->store);
  fixture_sql (fixture->path, "DROP TRIGGER revisions_delete; DELETE FROM revisions");
  problems = fixture_check (fixture->store);
  g_assert_true (g_str_has_suffix (problems, "\ncourse zoledronic-acid has no schedule"));
}

static void
test_trigger_gone (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  fixture_sql (fixture->path, "DROP TRIGGER holds_delete; CREATE TABLE extra (id INTEGER)");
  assert_found (fixture, "missing or altered: trigger holds_delete");
  assert_found (fixture, "not made by this program: table extra");
}

static void
test_wrong_head (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  fixture_sql (fixture->path, "UPDATE course_heads SET settled = 3");
  assert_found (fixture, "worked out from the record is wrong for course zoledronic-acid");
  fixture_sql (fixture->path, "UPDATE course_heads SET settled = 1");
  fixture_assert_whole (fixture);
  fixture_sql (fixture->path, "DELETE FROM course_heads");
  assert_found (fixture, "worked out from the record is wrong");
}

static void
test_open_to_others (Fixture *fixture, gconstpointer unused)
{
  fill (fixture);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  assert_found (fixture, "open to other users (mode 0644)");
}

/* A page that SQLite cannot read is a finding, not the end of the check. */
static void
test_broken_page (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *content = NULL, *root = NULL;
  gsize length, offset;

  fill (fixture);
  root = fixture_query (fixture->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'moves'");
  g_clear_pointer (&fixture->store, rgm_store_close);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  offset = (g_ascii_strtoull (root, NULL, 10) - 1) * 4096;
  memset (content + offset, 0x5a, 4096);
  g_assert_true (g_file_set_contents_full (fixture->path, content, length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
  fixture->store = fixture_open (fixture->path);
  assert_found (fixture, "damaged");
}

/* ---- copies ---- */

static void
test_backup (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL), *problems = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) copy = NULL;
  int given = 0, skipped = 0;
  GStatBuf status;

  fill (fixture);
  g_assert_true (rgm_store_backup (fixture->store, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_false (rgm_store_backup (fixture->store, path, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CONFLICT);
  copy = fixture_open (path);
  problems = fixture_check (copy);
  g_assert_cmpstr (problems, ==, "");
  g_assert_true (rgm_store_count (copy, 1, &given, &skipped, NULL));
  g_assert_cmpint (given, ==, 2);
}

static void
assert_no_backup (Fixture *fixture, const char *path, RgmError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (rgm_store_backup (fixture->store, path, &error));
  g_assert_error (error, RGM_ERROR, (int)code);
  g_assert_null (strchr (error->message, '\n'));
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_backup_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no", "such", "copy.db", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "copy.db", NULL);

  fill (fixture);
  assert_no_backup (fixture, nowhere, RGM_ERROR_STORE);
  assert_no_backup (fixture, fixture->folder, RGM_ERROR_CONFLICT);
  tamper (fixture, "moves", "UPDATE moves SET dose = 9");
  assert_no_backup (fixture, path, RGM_ERROR_DAMAGED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/check/append-only", test_append_only);
  fixture_add ("/check/changes-are-final", test_changes_are_final);
  fixture_add ("/check/each-table", test_each_table);
  fixture_add ("/check/twins", test_twins);
  fixture_add ("/check/wrong-head-is-not-followed", test_wrong_head_is_not_followed);
  fixture_add ("/check/wrong-head-among-many", test_wrong_head_among_many);
  fixture_add ("/check/wrong-mark-among-many", test_wrong_mark_among_many);
  fixture_add ("/check/swapped", test_swapped);
  fixture_add ("/check/swapped-ids", test_swapped_ids);
  fixture_add ("/check/verify", test_verify);
  fixture_add ("/check/flipped-byte", test_flipped_byte);
  fixture_add ("/check/removed-row", test_removed_row);
  fixture_add ("/check/removed-change", test_removed_change);
  fixture_add ("/check/added-row", test_added_row);
  fixture_add ("/check/points-to-nothing", test_points_to_nothing);
  fixture_add ("/check/no-schedule", test_no_schedule);
  fixture_add ("/check/trigger-gone", test_trigger_gone);
  fixture_add ("/check/wrong-head", test_wrong_head);
  fixture_add ("/check/open-to-others", test_open_to_others);
  fixture_add ("/check/broken-page", test_broken_page);
  fixture_add ("/backup/copy", test_backup);
  fixture_add ("/backup/refused", test_backup_refused);
  return g_test_run ();
}
