/* Patients: their names, their time zones, and the days on which their clinic is closed. */
#include "store/patient.h"

#include "base/i18n.h"
#include "base/text.h"
#include "store/store-private.h"

void
rgm_patient_free (RgmPatient *patient)
{
  if (patient == NULL)
    return;
  g_free (patient->uid);
  g_free (patient->name);
  g_free (patient->zone);
  g_clear_pointer (&patient->closed, g_array_unref);
  g_free (patient);
}

static RgmPatient *
read_patient (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (RgmPatient) patient = g_new0 (RgmPatient, 1);

  patient->id = sqlite3_column_int64 (statement, 0);
  patient->uid = sql_text (statement, 1);
  patient->name = sql_text (statement, 2);
  patient->zone = sql_text (statement, 3);
  patient->closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  if (!sql_days_from_text (sql_borrow_text (statement, 4), patient->closed, error))
    return NULL;
  return g_steal_pointer (&patient);
}

/* Everything in force that was entered about the patients. With IN_ORDER, the first row of each
 * patient is the newest one, which counts. */
#define ENTERED                                                                                    \
  "SELECT p.id, p.uid, r.name, r.zone, r.closed, r.id, r.chosen FROM patients AS p"                \
  " CROSS JOIN changes AS c ON c.id = p.change_id"                                                 \
  " CROSS JOIN patient_revisions AS r ON r.patient_id = p.id"                                      \
  " CROSS JOIN changes AS rc ON rc.id = r.change_id"                                               \
  " WHERE c.undone_by IS NULL AND rc.undone_by IS NULL"
#define IN_ORDER " ORDER BY p.id, r.id DESC"

/* Selects the ids of patients. The rest of the statement says what was entered about them: a name,
 * or that they were chosen. */
#define REVISIONS                                                                                  \
  "SELECT r.patient_id FROM patient_revisions AS r CROSS JOIN changes AS rc ON rc.id = "           \
  "r.change_id CROSS JOIN patients AS p ON p.id = r.patient_id"                                    \
  " CROSS JOIN changes AS c ON c.id = p.change_id"                                                 \
  " WHERE c.undone_by IS NULL AND rc.undone_by IS NULL"

GPtrArray *
rgm_store_patients (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) patients
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_patient_free);
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, ENTERED IN_ORDER, "");
  gint64 id = 0, chosen = 0, chosen_in = 0;
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 person = sqlite3_column_int64 (statement, 0);
    gint64 revision = sqlite3_column_int64 (statement, 5);

    if (patients->len == 0 || person != id) {
      RgmPatient *patient = read_patient (statement, error);
      if (patient == NULL)
        return NULL;
      g_ptr_array_add (patients, patient);
    }
    id = person;
    if (sqlite3_column_int (statement, 6) == 1 && revision > chosen_in) {
      chosen_in = revision;
      chosen = id;
    }
  }
  for (guint i = 0; i < patients->len; i++) {
    RgmPatient *patient = patients->pdata[i];
    patient->is_default = patient->id == chosen && chosen_in > 0;
  }
  return more == 0 ? g_steal_pointer (&patients) : NULL;
}

RgmPatient *
rgm_store_patient (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, ENTERED " AND p.id = ?" IN_ORDER " LIMIT 1", "i", id);
  g_autoptr (RgmPatient) patient = NULL;
  gint64 usual = 0;
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  if (more == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("that patient is not on record"));
  if (more <= 0 || (patient = read_patient (statement, error)) == NULL
      || !store_usual_patient (store, &usual, error))
    return NULL;
  patient->is_default = patient->id == usual;
  return g_steal_pointer (&patient);
}

gboolean
store_usual_patient (RgmStore *store, gint64 *id, GError **error)
{
  return sql_number (
    store, id, error,
    "SELECT ifnull ((" REVISIONS " AND r.chosen = 1 ORDER BY r.id DESC LIMIT 1), 0)", "");
}

gboolean
store_patient_named (RgmStore *store, const char *name, RgmPatient **patient, GError **error)
{
  gint64 id = 0;

  *patient = NULL;
  if (!sql_number (store, &id, error,
                   "SELECT ifnull ((" REVISIONS " AND r.name = ? ORDER BY r.id DESC LIMIT 1), 0)",
                   "t", name))
    return FALSE;
  if (id == 0)
    return TRUE;
  *patient = rgm_store_patient (store, id, error);
  if (*patient == NULL)
    return FALSE;
  if (!g_str_equal ((*patient)->name, name)) /* they have another name now */
    g_clear_pointer (patient, rgm_patient_free);
  return TRUE;
}

gboolean
store_has_several_patients (RgmStore *store, gboolean *several, GError **error)
{
  gint64 count = 0;

  if (!sql_number (store, &count, error,
                   "SELECT count (*) FROM (SELECT 1 FROM patients AS p CROSS JOIN changes AS c ON "
                   "c.id = p.change_id WHERE c.undone_by IS NULL LIMIT 2)",
                   ""))
    return FALSE;
  *several = count > 1;
  return TRUE;
}

/* ---- writing ---- */

/* Checks that no patient other than @id has the name, compared without case. */
static gboolean
is_free (RgmStore *store, gint64 id, const char *name, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);
  g_autofree char *wanted = text_fold (name);

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    g_autofree char *taken = text_fold (patient->name);
    if (patient->id == id || !g_str_equal (taken, wanted))
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("the name \"%s\" is taken; choose another one"), patient->name);
    return FALSE;
  }
  return patients != NULL;
}

static gboolean
add_revision (RgmStore *store, gint64 id, const char *name, const char *zone, const GArray *closed,
              gboolean chosen, GError **error)
{
  g_autofree char *days = closed != NULL ? sql_days_to_text (closed) : NULL;
  RgmRow row = { .table = "patient_revisions" };

  row_number (&row, "patient_id", id);
  row_text (&row, "name", name);
  row_text (&row, "zone", zone);
  row_text (&row, "closed", days);
  if (chosen)
    row_number (&row, "chosen", 1);
  return row_insert (store, &row, error) != 0;
}

gint64
store_add_patient (RgmStore *store, const char *name, const char *zone, GError **error)
{
  g_autofree char *uid = g_uuid_string_random ();
  RgmRow row = { .table = "patients" };
  gint64 id;

  if (!is_free (store, 0, name, error))
    return 0;
  row_text (&row, "uid", uid);
  id = row_insert (store, &row, error);
  return id != 0 && add_revision (store, id, name, zone, NULL, FALSE, error) ? id : 0;
}

gboolean
store_set_patient (RgmStore *store, gint64 id, const char *name, const char *zone,
                   const GArray *closed, GError **error)
{
  g_autoptr (RgmPatient) patient = rgm_store_patient (store, id, error);

  if (patient == NULL || (name != NULL && !is_free (store, id, name, error)))
    return FALSE;
  return add_revision (store, id, name != NULL ? name : patient->name,
                       zone != NULL ? zone : patient->zone,
                       closed != NULL ? closed : patient->closed, FALSE, error);
}

gboolean
store_choose_patient (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (RgmPatient) patient = rgm_store_patient (store, id, error);

  return patient != NULL
         && add_revision (store, id, patient->name, patient->zone, patient->closed, TRUE, error);
}
