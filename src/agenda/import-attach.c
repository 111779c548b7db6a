#include "agenda/import-private.h"
#include "base/i18n.h"

/* Leaves only the event that is meant. */
static gboolean
pick_event (Comparison *comparison, int wanted, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;

  for (guint i = proposals->len; i-- > 0;) {
    RgmProposal each = *(RgmProposal *)g_ptr_array_index (proposals, i);

    if (import_belongs (comparison, &each))
      g_ptr_array_remove_index (proposals, i);
  }
  if (proposals->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has no appointment of other people's making"));
  else if (wanted == 0 && proposals->len > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has %u appointments; import it without --for to see them, then say "
                    "which: --event 1 to %u"),
                 proposals->len, proposals->len);
  else if (wanted > (int)proposals->len)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--event %d: the file has %u appointments"),
                 wanted, proposals->len);
  else {
    int index = MAX (wanted, 1) - 1;

    g_ptr_array_remove_range (proposals, (guint)index + 1, proposals->len - (guint)index - 1);
    g_ptr_array_remove_range (proposals, 0, (guint)index);
    return TRUE;
  }
  return FALSE;
}

static gboolean
find_target (Comparison *comparison, const RgmImportFor *target, RgmProposal *proposal,
             GError **error)
{
  const RgmSession *session = comparison->session;
  RgmCourse *course = rgm_store_course (session->store, target->course_id, TRUE, error);
  const RgmZone *zone;
  RgmDose dose;

  if (course == NULL)
    return FALSE;
  course->settled = 0;
  g_ptr_array_add (comparison->import->courses, course);
  proposal->course = course;
  proposal->patient = import_patient (comparison->import, course->patient_id);
  zone = import_zone (proposal);
  if (target->dose != 0) {
    proposal->dose = target->dose;
    return rgm_course_dose (course, target->dose, zone, session->now, &dose, error);
  }
  if (!rgm_course_next (course, zone, session->now, &dose)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s has no open dose"), course->handle);
    return FALSE;
  }
  proposal->dose = dose.number;
  return TRUE;
}

/* Its SEQUENCE counts changes of its own, and says nothing here. */
gboolean
import_attach (Comparison *comparison, const RgmImportFor *target, GError **error)
{
  RgmProposal *proposal;
  RgmIncoming *event;

  if (!pick_event (comparison, target->event, error))
    return FALSE;
  proposal = g_ptr_array_index (comparison->import->proposals, 0);
  if (!find_target (comparison, target, proposal, error))
    return FALSE;
  event = (RgmIncoming *)proposal->event;
  event->sequence = G_MAXINT;
  proposal->attached = TRUE;
  return import_judge (comparison, proposal, error);
}
