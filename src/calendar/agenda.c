#include <regimen/agenda.h>

#include "base/i18n.h"

static void
agenda_clear_items (RgmAgenda *agenda)
{
  g_clear_pointer (&agenda->items, g_array_unref);
  g_clear_pointer (&agenda->courses, g_ptr_array_unref);
  g_clear_pointer (&agenda->patients, g_ptr_array_unref);
}

void
rgm_agenda_free (RgmAgenda *agenda)
{
  if (agenda == NULL)
    return;
  agenda_clear_items (agenda);
  g_free (agenda);
}

static const RgmPatient *
patient_with_id (const GPtrArray *patients, gint64 id)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (patient->id == id)
      return patient;
  }
  return NULL;
}

/* How far the agenda looks: a day in the patient's zone. */
static RgmDay
horizon_of (const RgmSession *session, const RgmZone *zone, int days)
{
  return rgm_zone_day (zone, session->now) + MAX (days, 0);
}

static gboolean
belongs (const RgmAgendaItem *item, RgmDay horizon, int days, gboolean first_open)
{
  gboolean pressing = item->dose.state == RGM_DOSE_DUE || item->dose.state == RGM_DOSE_OVERDUE;

  if (!item->dose.open)
    return FALSE;
  return first_open || pressing
         || (days >= 0 && rgm_zone_day (item->zone, item->moment) <= horizon);
}

static void
add_course (RgmAgenda *agenda, const RgmSession *session, const RgmCourse *course,
            const RgmPatient *patient, const RgmZone *zone, int days)
{
  RgmDay horizon = horizon_of (session, zone, days);
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, session->now, horizon);
  gboolean first_open = TRUE;

  for (guint i = 0; i < doses->len; i++) {
    RgmAgendaItem item = { patient, course, zone, g_array_index (doses, RgmDose, i), 0 };
    item.moment = rgm_dose_moment (&item.dose, zone);
    if (belongs (&item, horizon, days, first_open))
      g_array_append_val (agenda->items, item);
    first_open = first_open && !item.dose.open;
  }
}

static gint
by_moment (gconstpointer a, gconstpointer b)
{
  const RgmAgendaItem *left = a, *right = b;
  int handles;

  if (left->moment != right->moment)
    return left->moment < right->moment ? -1 : 1;
  handles = g_strcmp0 (left->course->handle, right->course->handle);
  return handles != 0 ? handles : left->dose.number - right->dose.number;
}

static gboolean
fill (RgmAgenda *agenda, const RgmSession *session, int days, GError **error)
{
  for (guint i = 0; i < agenda->courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (agenda->courses, i);
    const RgmPatient *patient = patient_with_id (agenda->patients, course->patient_id);
    const RgmZone *zone = rgm_zone_get (patient != NULL ? patient->zone : "", error);
    if (zone == NULL)
      return FALSE;
    add_course (agenda, session, course, patient, zone, days);
  }
  g_array_sort (agenda->items, by_moment);
  return TRUE;
}

RgmAgenda *
rgm_agenda_load (const RgmSession *session, gint64 patient_id, int days, GError **error)
{
  RgmCourseQuery open
    = { .patient_id = patient_id, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (RgmAgenda) agenda = g_new0 (RgmAgenda, 1);

  agenda->items = g_array_new (FALSE, FALSE, sizeof (RgmAgendaItem));
  agenda->patients = rgm_store_patients (session->store, error);
  agenda->courses
    = agenda->patients != NULL ? rgm_store_courses (session->store, &open, error) : NULL;
  if (agenda->courses == NULL || !fill (agenda, session, days, error))
    return NULL;
  return g_steal_pointer (&agenda);
}
