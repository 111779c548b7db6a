/* What the record says of a dose that a calendar speaks of. */
#include "calendar/calendar-event.h"
#include "calendar/import-private.h"

#define MOST_DAYS_AHEAD 3660

const RgmZone *
import_zone (const RgmProposal *proposal)
{
  const RgmZone *zone = rgm_zone_get (proposal->patient->zone, NULL);

  return zone != NULL ? zone : rgm_zone_get ("UTC", NULL);
}

static void
set_ours (RgmProposal *proposal, const RgmDose *dose, const RgmEvent *shown)
{
  const RgmAppointment *appointment = dose->appointment;

  proposal->earliest = dose->earliest;
  proposal->latest = dose->latest;
  proposal->ours = (RgmOnCalendar){
    .state = dose->state,
    .slot = dose->slot,
    .booked = appointment != NULL,
    .sequence = shown->sequence,
    .changed = shown->changed,
    .start = shown->start,
    .at = shown->start_at,
    .place = appointment != NULL ? appointment->place : NULL,
    .usual_place = rgm_course_place (proposal->course, dose->number),
  };
}

/* "Denosumab injection 3": without its state. */
static char *
title_of (const RgmCourse *course, int number)
{
  if (rgm_course_revision (course, number)->schedule->kind == RGM_SCHEDULE_ONCE)
    return g_strdup (course->treatment_name);
  return g_strdup_printf ("%s %s %d", course->treatment_name, course->unit, number);
}

void
import_known_free (ImportKnown *known)
{
  g_array_unref (known->doses);
  g_array_unref (known->changes);
  g_free (known);
}

const ImportKnown *
import_known (const Comparison *comparison, const RgmCourse *course, const RgmZone *zone,
              GError **error)
{
  const RgmSession *session = comparison->session;
  ImportKnown *known = g_hash_table_lookup (comparison->known, course);
  GArray *changes;

  if (known != NULL)
    return known;
  changes = rgm_store_dose_changes (session->store, course->id, error);
  if (changes == NULL)
    return NULL;
  known = g_new0 (ImportKnown, 1);
  *known = (ImportKnown){ NULL, changes };
  known->doses = rgm_course_doses (course, zone, session->now,
                                   rgm_zone_day (zone, session->now) + MOST_DAYS_AHEAD);
  g_hash_table_insert (comparison->known, (gpointer)course, known);
  return known;
}

static const RgmDose *
find_dose (const ImportKnown *known, int number)
{
  const RgmDose *dose;

  if (number > (int)known->doses->len)
    return NULL;
  dose = &g_array_index (known->doses, RgmDose, number - 1);
  return dose->number == number ? dose : NULL;
}

/* Returns: FALSE with @error set where the record could not be read. @planned: (out): there is such
 * a dose. */
gboolean
import_look_up (const Comparison *comparison, RgmProposal *proposal, gboolean *planned,
                GError **error)
{
  const RgmZone *zone = import_zone (proposal);
  const ImportKnown *known = import_known (comparison, proposal->course, zone, error);
  const RgmDose *dose = known != NULL ? find_dose (known, proposal->dose) : NULL;
  RgmCalendarSubject subject
    = { .session = comparison->session, .course = proposal->course, .zone = zone };
  RgmEvent *shown;

  *planned = dose != NULL;
  proposal->title = title_of (proposal->course, proposal->dose);
  if (dose == NULL)
    return known != NULL;
  shown = rgm_calendar_dose_event (&subject, dose, known->changes, 0, TRUE);
  set_ours (proposal, dose, shown);
  rgm_event_free (shown);
  return TRUE;
}
