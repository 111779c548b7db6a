#include "record/snapshot.h"

#include "record/writing.h"

static void
clear_snapshot (gpointer data)
{
  g_clear_pointer (&((RgmSnapshot *)data)->course, rgm_course_free);
}

/* A course that is not on record is no failure here. */
static gboolean
read_course (RgmStore *store, RgmSnapshot *snapshot, GError **error)
{
  g_autoptr (GError) problem = NULL;

  snapshot->course = rgm_store_course (store, snapshot->id, TRUE, &problem);
  if (snapshot->course != NULL) {
    snapshot->zone = writing_zone (store, snapshot->course->patient_id, error);
    return snapshot->zone != NULL;
  }
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

GArray *
snapshot_take (RgmStore *store, const GArray *ids, GError **error)
{
  g_autoptr (GArray) snapshots = g_array_new (FALSE, TRUE, sizeof (RgmSnapshot));

  g_array_set_clear_func (snapshots, clear_snapshot);
  for (guint i = 0; i < ids->len; i++) {
    RgmSnapshot snapshot = { .id = g_array_index (ids, gint64, i) };
    gboolean read = read_course (store, &snapshot, error);
    g_array_append_val (snapshots, snapshot);
    if (!read)
      return NULL;
  }
  return g_steal_pointer (&snapshots);
}

gboolean
snapshot_settle (const RgmSession *session, const GArray *before, GError **error)
{
  for (guint i = 0; i < before->len; i++) {
    const RgmSnapshot *was = &g_array_index (before, RgmSnapshot, i);
    RgmSnapshot is = { .id = was->id };
    gboolean done = read_course (session->store, &is, error);

    if (done && (was->course != NULL || is.course != NULL))
      done = writing_settle (session, was->course, was->zone, is.course, is.zone, error);
    clear_snapshot (&is);
    if (!done)
      return FALSE;
  }
  return TRUE;
}

GArray *
snapshot_ids_of (RgmStore *store, gint64 patient_id, GError **error)
{
  RgmCourseQuery all = { .patient_id = patient_id,
                         .ended = TRUE,
                         .since = RGM_INSTANT_NONE,
                         .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (store, &all, error);
  GArray *ids = courses != NULL ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;

  for (guint i = 0; courses != NULL && i < courses->len; i++)
    g_array_append_val (ids, ((RgmCourse *)g_ptr_array_index (courses, i))->id);
  return ids;
}
