/* worker: uses the store as a command does, for tests that need processes.
 *
 *   worker FILE create          a patient and a course
 *   worker FILE log FROM COUNT  doses FROM, FROM + 1, …, each a change of its own;
 *                               "saved N" after each commit
 *   worker FILE early FROM COUNT   the same, but it says so before the commit: for a control
 *   worker FILE half DOSE       writes a dose, says "ready" and never commits
 *   worker FILE check           one line for each problem; exit status 1 where there is one
 *   worker FILE migrate         to a version after this program's
 *   worker FILE backup TO
 *   worker FILE restore FROM */
#include "fixture.h"

#include "store/store-private.h"
#include "store/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static gboolean
say (const char *word, gint64 number)
{
  printf ("%s %" G_GINT64_FORMAT "\n", word, number);
  return fflush (stdout) == 0;
}

static gboolean
create (RgmStore *store, GError **error)
{
  g_autoptr (RgmCourse) course = NULL;
  gint64 patient;

  if (!store_begin (store, "add", NOW, error))
    return FALSE;
  patient = store_add_patient (store, "me", "Europe/Berlin", error);
  if (patient == 0)
    return FALSE;
  course = fixture_course (patient, "zoledronic-acid");
  return store_add_course (store, course, error) && store_commit (store, error)
         && say ("course", course->id);
}

static gboolean
add (RgmStore *store, int dose, GError **error)
{
  RgmAdministration given
    = { .dose = dose, .at = NOW + dose, .recorded_at = NOW, .amount = (char *)"4 mg" };

  return store_begin (store, "log", NOW, error)
         && store_add_administration (store, 1, &given, error);
}

static gboolean
log_doses (RgmStore *store, int from, int count, GError **error)
{
  for (int dose = from; dose < from + count; dose++)
    if (!add (store, dose, error) || !store_commit (store, error) || !say ("saved", dose))
      return FALSE;
  return TRUE;
}

static gboolean
log_early (RgmStore *store, int from, int count, GError **error)
{
  for (int dose = from; dose < from + count; dose++)
    if (!add (store, dose, error) || !say ("saved", dose) || !store_commit (store, error))
      return FALSE;
  return TRUE;
}

static gboolean
half (RgmStore *store, int dose, GError **error)
{
  if (!add (store, dose, error) || !say ("ready", dose))
    return FALSE;
  for (;;)
    pause ();
}

static gboolean
check (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) problems = rgm_store_check (store, error);

  const RgmLoss *loss = rgm_store_loss (store);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    puts (problems->pdata[i]);
  if (loss != NULL)
    printf ("lost: %d of %d changes\n", (int)(loss->seen - loss->there), (int)loss->seen);
  return problems != NULL && problems->len == 0 && loss == NULL;
}

static gboolean
migrate (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) steps = migrate_list ();
  RgmMigration *step = g_new0 (RgmMigration, 1);

  step->number = (int)steps->len + 1;
  step->name = g_strdup ("made-up.sql");
  step->sql
    = g_strdup ("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT; INSERT INTO more VALUES (5);"
                "ALTER TABLE administrations ADD COLUMN lot TEXT;");
  g_ptr_array_add (steps, step);
  return migrate_run (store, steps, error);
}

static gboolean
run (RgmStore *store, char **words, GError **error)
{
  if (g_str_equal (words[0], "create"))
    return create (store, error);
  if (g_str_equal (words[0], "log"))
    return log_doses (store, (int)strtol (words[1], NULL, 10), (int)strtol (words[2], NULL, 10),
                      error);
  if (g_str_equal (words[0], "early"))
    return log_early (store, (int)strtol (words[1], NULL, 10), (int)strtol (words[2], NULL, 10),
                      error);
  if (g_str_equal (words[0], "half"))
    return half (store, (int)strtol (words[1], NULL, 10), error);
  if (g_str_equal (words[0], "migrate"))
    return migrate (store, error);
  if (g_str_equal (words[0], "backup"))
    return rgm_store_backup (store, words[1], error);
  return check (store, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = NULL;
  g_autofree char *kept = NULL;
  gboolean ok;

  if (g_strcmp0 (argv[2], "restore") == 0)
    ok = rgm_store_restore (argv[1], argv[3], NOW, NULL, NULL, &kept, &error);
  else {
    store = rgm_store_open (argv[1], RGM_STORE_CREATE, &error);
    ok = store != NULL && run (store, argv + 2, &error);
  }

  if (error != NULL)
    fprintf (stderr, "%s\n", error->message);
  return ok ? 0 : 1;
}
