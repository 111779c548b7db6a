#include "fixture.h"
#include "store/write.h"

#include <string.h>

/* A record of the tenth version can be opened. The new version can say who is
 * meant if nobody is named: nobody in the old record; later the last one who was chosen by a
 * command that is in force, under whatever name. In this record there are two people. */

/* The id of the default patient, 0 if there is none. */
static gint64
read_default (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) patients = rgm_store_patients (fixture->store, &error);
  gint64 found = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_assert_true (found == 0 || !patient->is_default);
    found = patient->is_default ? patient->id : found;
  }
  return found;
}

typedef enum { ADD, CHOOSE, RENAME, UNDO } Act;

/* Returns: the new patient of ADD. */
static gint64
act (Fixture *fixture, Act what, gint64 id)
{
  RgmStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmTransaction) change = store_begin (store, "test", NOW, &error);
  g_autoptr (RgmChange) last = NULL;
  gint64 added = 0;

  g_assert_no_error (error);
  if (what == ADD)
    added = store_add_patient (store, "Dora", "Europe/Berlin", &error);
  else if (what == CHOOSE)
    store_choose_patient (store, id, &error);
  else if (what == RENAME)
    store_set_patient (store, id, "Renamed", NULL, NULL, &error);
  else {
    last = store_change_to_undo (store, id, &error);
    store_undo (store, last->id, NULL, &error);
  }
  g_assert_no_error (error);
  store_commit (change, &error);
  g_assert_no_error (error);
  return added;
}

static void
test_default (Fixture *fixture, gconstpointer unused)
{
  fixture_load (fixture, "version-10.sql");
  fixture->store = fixture_open (fixture->path);
  g_assert_cmpint (read_default (fixture), ==, 0);
  gint64 dora = act (fixture, ADD, 0);
  act (fixture, CHOOSE, 1);
  g_assert_cmpint (read_default (fixture), ==, 1);
  act (fixture, CHOOSE, dora);
  g_assert_cmpint (read_default (fixture), ==, dora);
  act (fixture, RENAME, dora);
  g_assert_cmpint (read_default (fixture), ==, dora);
  act (fixture, UNDO, dora); /* the new name */
  act (fixture, UNDO, dora); /* the choice */
  g_assert_cmpint (read_default (fixture), ==, 1);
  act (fixture, CHOOSE, dora);
  act (fixture, UNDO, 1); /* that of the other one, earlier */
  g_assert_cmpint (read_default (fixture), ==, dora);
  act (fixture, UNDO, dora);
  g_assert_cmpint (read_default (fixture), ==, 0);
  fixture_assert_whole (fixture);
}

/* It is part of the record: a value that was put in behind the back of the store is found. */
static void
test_tampered (Fixture *fixture, gconstpointer unused)
{
  fixture_fill (fixture->store);
  gint64 dora = act (fixture, ADD, 0);
  act (fixture, CHOOSE, dora);
  fixture_sql (fixture->path, "DROP TRIGGER patient_revisions_update;"
                              "UPDATE patient_revisions SET chosen = 1 WHERE patient_id = 1");
  g_autofree char *found = fixture_check (fixture->store);
  g_assert_nonnull (strstr (found, "is not as it was entered"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-10/default", test_default);
  fixture_add ("/version-10/tampered", test_tampered);
  return g_test_run ();
}
