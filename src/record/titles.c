#include "record/titles.h"

#include "record/snapshot.h"

GHashTable *
titles_take (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);
  GHashTable *titles;

  if (patients == NULL)
    return NULL;
  titles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    g_hash_table_insert (titles, g_memdup2 (&patient->id, sizeof patient->id),
                         g_strdup (patients->len > 1 ? patient->name : ""));
  }
  return titles;
}

/* All doses of @ids (element-type gint64). */
static gboolean
note_courses (const RgmSession *session, const GArray *ids, GError **error)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  RgmDoseRun all = { 1, 0 };

  g_array_append_val (runs, all);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!rgm_store_add_dose_changes (session->store, g_array_index (ids, gint64, i), runs,
                                     session->now, error))
      return FALSE;
  return ids != NULL;
}

/* Those that were taken back are still told of as cancelled. */
static gboolean
note_all (const RgmSession *session, gint64 patient_id, GError **error)
{
  g_autoptr (GArray) ids = snapshot_ids_of (session->store, patient_id, error);
  g_autoptr (GArray) vanished
    = ids != NULL ? rgm_store_vanished_courses (session->store, patient_id, RGM_INSTANT_NONE, error)
                  : NULL;

  return vanished != NULL && note_courses (session, ids, error)
         && note_courses (session, vanished, error);
}

gboolean
titles_settle (const RgmSession *session, GHashTable *before, GError **error)
{
  g_autoptr (GHashTable) after = titles_take (session->store, error);
  GHashTableIter iter;
  gpointer id, title;

  if (after == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &id, &title)) {
    const char *was = g_hash_table_lookup (before, id);
    if (was != NULL && !g_str_equal (was, title) && !note_all (session, *(const gint64 *)id, error))
      return FALSE;
  }
  return TRUE;
}
