#include "fixture.h"
#include "store/past.h"
#include "store/write.h"

/* What the version after the eleventh made possible: it can hold what was observed between the
 * doses, contacts, questions and needs. In this record there are two people. */

static void
begin (Fixture *fixture)
{
  g_assert_nonnull (store_begin (fixture->store, "test", NOW, NULL));
}

static void
commit (Fixture *fixture)
{
  g_assert_true (store_commit (fixture->store, NULL));
}

static void
take_back (Fixture *fixture, gint64 patient)
{
  g_autoptr (RgmChange) last = store_change_to_undo (fixture->store, patient, NULL);

  begin (fixture);
  g_assert_true (store_undo (fixture->store, last->id, NULL, NULL));
  commit (fixture);
}

/* Puts a value on record, @days after NOW, as entry @number, 0: a new one. Returns: its number. */
static int
observe (Fixture *fixture, gint64 patient, RgmObservationKind kind, int number, const char *name,
         const char *value, int days, gboolean removed)
{
  RgmObservation observation = { .patient_id = patient,
                                 .kind = kind,
                                 .number = number,
                                 .key = (char *)name,
                                 .name = (char *)name,
                                 .value = (char *)value,
                                 .at = NOW + (gint64)days * DAY,
                                 .zone = (char *)"Europe/Berlin",
                                 .day = 20780 + days,
                                 .recorded_at = NOW };
  g_autoptr (GError) error = NULL;

  begin (fixture);
  store_add_observation (fixture->store, &observation, removed, &error);
  g_assert_no_error (error);
  commit (fixture);
  return observation.number;
}

/* "pain=6 pain=5": what @observations (transfer full) say, in their order. */
static char *
say (GPtrArray *observations)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < observations->len; i++) {
    const RgmObservation *each = observations->pdata[i];
    g_string_append_printf (text, "%s%s=%s", i == 0 ? "" : " ", each->key, each->value);
  }
  g_ptr_array_unref (observations);
  return g_string_free (text, FALSE);
}

static void
assert_felt (Fixture *fixture, const char *key, int since, const char *wanted)
{
  RgmObservationQuery query
    = { .patient_id = 1,
        .kind = RGM_OBSERVATION_FELT,
        .key = key,
        .since = since >= 0 ? NOW + (gint64)since * DAY : RGM_INSTANT_NONE };
  g_autofree char *found = say (rgm_store_observations (fixture->store, &query, NULL));

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_observations (Fixture *fixture, gconstpointer unused)
{
  fixture_load (fixture, "version-11.sql");
  fixture->store = fixture_open (fixture->path);
  int first = observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "pain", "6", 1, FALSE);
  int second = observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "nausea", "mild", 2, FALSE);
  int third = observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "pain", "3", 0, FALSE);
  g_assert_cmpint (first, ==, 1);
  g_assert_cmpint (second, ==, 2);
  g_assert_cmpint (third, ==, 3);
  g_assert_cmpint (observe (fixture, 2, RGM_OBSERVATION_FELT, 0, "pain", "9", 0, FALSE), ==, 1);
  g_assert_cmpint (observe (fixture, 1, RGM_OBSERVATION_LAB, 0, "pain", "1", 0, FALSE), ==, 1);
  assert_felt (fixture, NULL, -1, "pain=3 pain=6 nausea=mild");
  assert_felt (fixture, NULL, 1, "pain=6 nausea=mild");
  assert_felt (fixture, "pain", -1, "pain=3 pain=6");

  /* a correction takes the place of the entry, and is taken back; then removing it */
  observe (fixture, 1, RGM_OBSERVATION_FELT, first, "pain", "5", 3, FALSE);
  assert_felt (fixture, NULL, -1, "pain=3 nausea=mild pain=5");
  take_back (fixture, 1);
  assert_felt (fixture, NULL, -1, "pain=3 pain=6 nausea=mild");
  observe (fixture, 1, RGM_OBSERVATION_FELT, second, "nausea", "mild", 2, TRUE);
  assert_felt (fixture, NULL, -1, "pain=3 pain=6");
  take_back (fixture, 1);
  assert_felt (fixture, NULL, -1, "pain=3 pain=6 nausea=mild");

  /* the number of an entry that was taken back is not given again */
  g_assert_cmpint (observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "rash", "x", 4, FALSE), ==, 4);
  take_back (fixture, 1);
  g_assert_cmpint (observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "rash", "y", 4, FALSE), ==, 5);
  fixture_assert_whole (fixture);
}

static void
test_latest (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);

  g_assert_cmpint (id, ==, 1);
  observe (fixture, 1, RGM_OBSERVATION_LAB, 0, "b", "1", 1, FALSE);
  observe (fixture, 1, RGM_OBSERVATION_LAB, 0, "a", "2", 2, FALSE);
  observe (fixture, 1, RGM_OBSERVATION_LAB, 0, "b", "3", 3, FALSE);
  observe (fixture, 1, RGM_OBSERVATION_LAB, 0, "b", "4", 2, FALSE);
  observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "c", "5", 1, FALSE);
  observe (fixture, 1, RGM_OBSERVATION_FELT, 0, "b", "6", 9, FALSE);
  observe (fixture, 1, RGM_OBSERVATION_CHECK, 0, "b", NULL, 5, FALSE);
  g_autofree char *found
    = say (rgm_store_latest_observations (fixture->store, 1, RGM_OBSERVATION_LAB, NULL));
  g_assert_cmpstr (found, ==, "a=2 b=3");
  g_autoptr (RgmObservation) last = rgm_store_last_observation (fixture->store, 1, "b", NULL);
  g_assert_cmpint (last->kind, ==, RGM_OBSERVATION_CHECK);
  g_assert_null (rgm_store_last_observation (fixture->store, 1, "c", NULL));
}

static void
test_entries (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  RgmContact contact = {
    .patient_id = 1, .name = (char *)"Ward", .phone = (char *)"1234", .purpose = RGM_CONTACT_URGENT
  };
  RgmQuestion question = {
    .patient_id = 1, .question = (char *)"When?", .asked_at = NOW, .answered_at = RGM_INSTANT_NONE
  };
  RgmNeed need = { .course_id = id, .key = (char *)"k", .name = (char *)"K", .within = { 6, 'm' } };

  begin (fixture);
  g_assert_true (store_add_contact (fixture->store, &contact, FALSE, NULL));
  g_assert_true (store_add_question (fixture->store, &question, FALSE, NULL));
  g_assert_true (store_add_need (fixture->store, &need, FALSE, NULL));
  commit (fixture);
  begin (fixture);
  question.answer = (char *)"In May";
  question.answered_at = NOW;
  need.within = (RgmPeriod){ 0, 0 };
  g_assert_true (store_add_question (fixture->store, &question, FALSE, NULL));
  g_assert_true (store_add_need (fixture->store, &need, FALSE, NULL));
  g_assert_true (store_add_contact (fixture->store, &contact, TRUE, NULL));
  commit (fixture);
  for (int taken_back = 0; taken_back < 2; taken_back++) {
    g_autoptr (GPtrArray) contacts = rgm_store_contacts (fixture->store, 1, NULL);
    g_autoptr (GPtrArray) open = rgm_store_questions (fixture->store, 1, FALSE, NULL);
    g_autoptr (GPtrArray) all = rgm_store_questions (fixture->store, 1, TRUE, NULL);
    g_autoptr (GPtrArray) needs = rgm_store_needs (fixture->store, id, NULL);
    g_assert_cmpuint (contacts->len, ==, taken_back);
    g_assert_cmpuint (open->len, ==, taken_back);
    g_assert_cmpuint (all->len, ==, 1);
    g_assert_cmpuint (needs->len, ==, 1);
    g_assert_cmpint (((RgmNeed *)needs->pdata[0])->within.count, ==, taken_back ? 6 : 0);
    if (taken_back)
      g_assert_cmpint (((RgmContact *)contacts->pdata[0])->purpose, ==, RGM_CONTACT_URGENT);
    else
      take_back (fixture, 1);
  }
  fixture_assert_whole (fixture);
}

/* A reader that remembers the courses is told that what is said of them may have changed. */
static void
test_readers_are_told (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  g_autoptr (RgmChange) before = store_change_in_force (fixture->store, NULL);

  observe (fixture, 1, RGM_OBSERVATION_LAB, 0, "a", "1", 1, FALSE);
  take_back (fixture, 1);
  g_autoptr (GArray) courses = store_change_courses (fixture->store, before->id + 1, NULL);
  g_assert_cmpuint (courses->len, ==, 1);
  g_assert_cmpint (g_array_index (courses, gint64, 0), ==, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-11/observations", test_observations);
  fixture_add ("/version-11/latest", test_latest);
  fixture_add ("/version-11/entries", test_entries);
  fixture_add ("/version-11/readers-are-told", test_readers_are_told);
  return g_test_run ();
}
