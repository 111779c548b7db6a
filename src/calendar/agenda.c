/* agenda.c: lists the open doses of all courses, in order of time. */
#include <regimen/agenda.h>

#include "calendar/calendar-event.h"
#include "model/dose.h"

void
rgm_agenda_free (RgmAgenda *agenda)
{
  if (agenda == NULL)
    return;
  g_clear_pointer (&agenda->items, g_array_unref);
  g_clear_pointer (&agenda->courses, g_ptr_array_unref);
  g_clear_pointer (&agenda->patients, g_ptr_array_unref);
  g_free (agenda);
}

static gint
by_moment (gconstpointer a, gconstpointer b)
{
  const RgmAgendaItem *left = a, *right = b;
  if (left->moment != right->moment)
    return left->moment < right->moment ? -1 : 1;
  int handles = g_strcmp0 (left->course->handle, right->course->handle);
  return handles != 0 ? handles : left->dose.number - right->dose.number;
}

RgmAgenda *
rgm_agenda_load (const RgmSession *session, gint64 patient_id, int days, GError **error)
{
  RgmCourseQuery open = { .patient_id = patient_id,
                          .now = session->now,
                          .since = RGM_INSTANT_NONE,
                          .ended_since = RGM_INSTANT_NONE };
  g_autoptr (RgmAgenda) agenda = g_new0 (RgmAgenda, 1);
  agenda->items = g_array_new (FALSE, FALSE, sizeof (RgmAgendaItem));
  agenda->patients = rgm_store_patients (session->store, error);
  if (agenda->patients == NULL)
    return NULL;
  agenda->courses = rgm_store_courses (session->store, &open, error);
  if (agenda->courses == NULL)
    return NULL;
  for (guint i = 0; i < agenda->courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (agenda->courses, i);
    const RgmPatient *patient = calendar_patient (agenda->patients, course->patient_id);
    const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;
    if (zone == NULL) {
      agenda->zoneless = patient;
      continue;
    }
    RgmDay horizon = rgm_zone_day (zone, session->now) + MAX (days, 0);
    g_autoptr (GArray) doses = rgm_course_doses (course, zone, session->now, horizon);
    gboolean first = TRUE;
    for (guint j = 0; j < doses->len; j++) {
      RgmAgendaItem item = { patient, course, zone, g_array_index (doses, RgmDose, j), 0 };
      if (!item.dose.open || dose_is_overtaken (&item.dose, course, zone, session->now))
        continue;
      item.moment = rgm_dose_moment (&item.dose, zone);
      /* doses that are due or overdue, and the first open dose, are listed no matter how far away
       * they are */
      if (first || item.dose.state == RGM_DOSE_DUE || item.dose.state == RGM_DOSE_OVERDUE
          || (days >= 0 && rgm_zone_day (zone, item.moment) <= horizon))
        g_array_append_val (agenda->items, item);
      first = FALSE;
    }
  }
  g_array_sort (agenda->items, by_moment);
  return g_steal_pointer (&agenda);
}
