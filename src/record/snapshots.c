/* snapshots.c: keeps whole courses as they were before a command that can change many of them at
 * once, and compares them with the courses afterwards. */
#include "record/snapshots.h"
#include "record/writing.h"

static void
clear_snapshot (gpointer data)
{
  g_clear_pointer (&((Snapshot *)data)->course, rgm_course_free);
}

/* A course that is not on record is not an error: snapshot->course then stays NULL. */
static gboolean
read_course (RgmStore *store, Snapshot *snapshot, GError **error)
{
  g_autoptr (GError) problem = NULL;

  snapshot->course = rgm_store_course (store, snapshot->id, RGM_INSTANT_NONE, &problem);
  if (snapshot->course != NULL) {
    g_autoptr (RgmPatient) patient = rgm_store_patient (store, snapshot->course->patient_id, error);
    snapshot->zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;
    return patient != NULL;
  }
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

GArray *
snapshots_take (RgmStore *store, const GArray *ids, GError **error)
{
  g_autoptr (GArray) snapshots = g_array_new (FALSE, TRUE, sizeof (Snapshot));

  g_array_set_clear_func (snapshots, clear_snapshot);
  for (guint i = 0; i < ids->len; i++) {
    Snapshot snapshot = { .id = g_array_index (ids, gint64, i) };
    gboolean read = read_course (store, &snapshot, error);
    g_array_append_val (snapshots, snapshot);
    if (!read)
      return NULL;
  }
  return g_steal_pointer (&snapshots);
}

gboolean
snapshots_settle (const RgmSession *session, const GArray *before, GError **error)
{
  for (guint i = 0; i < before->len; i++) {
    const Snapshot *was = &g_array_index (before, Snapshot, i);
    Snapshot is = { .id = was->id };
    gboolean done = read_course (session->store, &is, error);

    if (done && (was->course != NULL || is.course != NULL))
      done = writing_settle (session, was->course, was->zone, is.course, is.zone, error);
    clear_snapshot (&is);
    if (!done)
      return FALSE;
  }
  return TRUE;
}
