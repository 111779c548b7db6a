#include "fixture.h"
#include "model/course.h"
#include "store/write.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

RgmStore *
fixture_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  RgmStore *store = rgm_store_open (path, RGM_STORE_CREATE, &error);

  g_assert_no_error (error);
  return store;
}

void
fixture_set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "regimen", "regimen.db", NULL);
  fixture->store = fixture_open (fixture->path);
}

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *walk)
{
  return remove (path);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer unused)
{
  rgm_store_close (fixture->store);
  nftw (fixture->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (fixture->folder);
  g_free (fixture->path);
}

void
fixture_add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

RgmCourse *
fixture_course (gint64 patient, const char *handle)
{
  RgmCourse *course = course_new ();
  RgmRevision *revision = g_new0 (RgmRevision, 1);

  course->patient_id = patient;
  course->uid = g_uuid_string_random ();
  course->handle = g_strdup (handle);
  course->treatment_key = g_strdup ("zoledronic-acid");
  course->treatment_name = g_strdup ("Zoledronic acid");
  course->treatment_class = g_strdup ("bisphosphonate");
  course->unit = g_strdup ("infusion");
  course->units = g_strdup ("infusions");
  course->minutes = 60;
  course->amount = g_strdup ("4 mg");
  course->started_at = NOW;
  revision->from_dose = 1;
  revision->made_at = NOW;
  revision->schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  revision->schedule->every = (RgmPeriod){ 4, 'w' };
  revision->schedule->first = (RgmLocal){ rgm_day_new (2026, 12, 1), RGM_NO_TIME };
  g_ptr_array_add (course->revisions, revision);
  return course;
}

gint64
fixture_fill (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = NULL;
  gint64 patient;

  g_assert_true (store_begin (store, "add", NOW, &error));
  patient = store_add_patient (store, "me", "Europe/Berlin", &error);
  g_assert_no_error (error);
  course = fixture_course (patient, "zoledronic-acid");
  store_add_course (store, course, &error);
  g_assert_no_error (error);
  store_commit (store, &error);
  g_assert_no_error (error);
  return course->id;
}

void
fixture_log (RgmStore *store, gint64 course, int dose)
{
  g_autoptr (GError) error = NULL;
  RgmAdministration given = { .dose = dose, .at = NOW + (gint64)dose * DAY, .recorded_at = NOW };

  store_begin (store, "log", NOW, &error);
  g_assert_no_error (error);
  store_add_administration (store, course, &given, &error);
  g_assert_no_error (error);
  store_set_head (store, course, dose, TRUE, &error);
  g_assert_no_error (error);
  store_commit (store, &error);
  g_assert_no_error (error);
}

/* ---- around the store ---- */

static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  return db;
}

void
fixture_sql (const char *path, const char *sql)
{
  sqlite3 *db = open_plain (path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

void
fixture_load (Fixture *fixture, const char *name)
{
  g_autofree char *dump = g_test_build_filename (G_TEST_DIST, name, NULL), *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, rgm_store_close);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_file_get_contents (dump, &sql, NULL, &error);
  g_assert_no_error (error);
  fixture_sql (fixture->path, sql);
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
}

static int
keep_first (void *data, int n, char **values, char **names)
{
  char **first = data;

  if (*first == NULL)
    *first = g_strdup (values[0]);
  return 0;
}

char *
fixture_query (const char *path, const char *sql)
{
  sqlite3 *db = open_plain (path);
  char *message = NULL, *first = NULL;

  sqlite3_exec (db, sql, keep_first, &first, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
  return first;
}

char *
fixture_check (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = rgm_store_check (store, &error);

  g_assert_no_error (error);
  g_ptr_array_add (problems, NULL);
  return g_strjoinv ("\n", (char **)problems->pdata);
}

void
fixture_assert_whole (Fixture *fixture)
{
  g_autofree char *problems = fixture_check (fixture->store);

  g_assert_cmpstr (problems, ==, "");
}

GBytes *
fixture_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}
