/* Patients: what they are called, where they live, and when their clinic is closed. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/text.h"

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

static gpointer
read_patient (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (RgmPatient) patient = g_new0 (RgmPatient, 1);

  patient->id = sqlite3_column_int64 (statement, 0);
  patient->uid = sql_text (statement, 1);
  patient->name = sql_text (statement, 2);
  patient->zone = sql_text (statement, 3);
  patient->is_default = sqlite3_column_int (statement, 5) != 0;
  patient->closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  if (!sql_days_from_text (sql_borrow_text (statement, 4), patient->closed, error))
    return NULL;
  return g_steal_pointer (&patient);
}

/* The patient @id; 0: all. */
static GPtrArray *
read_patients (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT p.id, p.uid, r.name, r.zone, r.closed, p.id IS (SELECT d.patient_id"
    "   FROM patient_revisions AS d CROSS JOIN changes AS dc ON dc.id = d.change_id"
    "   WHERE d.chosen = 1 AND dc.undone_by IS NULL ORDER BY d.id DESC LIMIT 1)"
    " FROM patients AS p JOIN changes AS c ON c.id = p.change_id"
    " JOIN patient_revisions AS r ON r.id = (SELECT max (s.id) FROM patient_revisions AS s"
    "   CROSS JOIN changes AS sc ON sc.id = s.change_id"
    "   WHERE s.patient_id = p.id AND sc.undone_by IS NULL)"
    " WHERE c.undone_by IS NULL AND (?1 = 0 OR p.id = ?1) ORDER BY p.id",
    "i", id);

  return sql_list (store, statement, read_patient, (GDestroyNotify)rgm_patient_free, error);
}

GPtrArray *
rgm_store_patients (RgmStore *store, GError **error)
{
  return read_patients (store, 0, error);
}

RgmPatient *
rgm_store_patient (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) found = read_patients (store, id, error);

  if (found != NULL && found->len > 0)
    return g_ptr_array_steal_index (found, 0);
  if (found != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("that patient is not on record"));
  return NULL;
}

/* ---- writing ---- */

/* Whether no patient but @id has the name. */
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
