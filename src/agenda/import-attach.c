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
  const RgmCourse *course = import_course (comparison, target->course_id, error);
  const RgmZone *zone;
  RgmDose dose;

  if (course == NULL)
    return FALSE;
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

/* ---- what is known of it ---- */

/* Returns: (transfer full) (nullable): what is known of @proposal, NULL with @error set where the
 * record could not be read. */
static RgmInvitation *
find_known (const Comparison *comparison, const RgmProposal *proposal, GError **error)
{
  const char *uid = proposal->event->uid;
  g_autoptr (GPtrArray) known
    = *uid != '\0' ? rgm_store_invitations (comparison->session->store, uid, error) : NULL;

  for (guint i = 0; known != NULL && i < known->len; i++)
    if (((const RgmInvitation *)known->pdata[i])->instance == proposal->instance)
      return g_ptr_array_steal_index (known, i);
  return NULL;
}

gboolean
import_remembered (Comparison *comparison, RgmProposal *proposal, gboolean *found, GError **error)
{
  GError *problem = NULL;
  g_autoptr (RgmInvitation) known = find_known (comparison, proposal, &problem);
  const RgmCourse *course
    = known != NULL ? import_course (comparison, known->course_id, &problem) : NULL;
  RgmRemembered remembered;

  *found = course != NULL
           && (comparison->patient_id == 0 || course->patient_id == comparison->patient_id);
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (!*found)
    return problem == NULL;
  proposal->course = course;
  proposal->dose = known->dose;
  proposal->patient = import_patient (comparison->import, course->patient_id);
  proposal->remembered = TRUE;
  remembered = (RgmRemembered){ known->sequence, known->changed, known->at, known->cancelled };
  return import_judge (comparison, proposal, &remembered, error);
}

/* ---- attaching ---- */

/* What the record says already is only to be remembered, once. */
static gboolean
is_new (const RgmProposal *proposal, const RgmInvitation *known)
{
  const RgmIncoming *event = proposal->event;
  gboolean open
    = proposal->ours.state != RGM_DOSE_GIVEN && proposal->ours.state != RGM_DOSE_SKIPPED;
  gboolean same
    = known != NULL && known->course_id == proposal->course->id && known->dose == proposal->dose;

  return *event->uid != '\0' && !event->cancelled && open && !same;
}

static gboolean
judge_attached (Comparison *comparison, RgmProposal *proposal, GError **error)
{
  GError *problem = NULL;
  g_autoptr (RgmInvitation) known = find_known (comparison, proposal, &problem);

  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  proposal->attached = TRUE;
  if (!import_judge (comparison, proposal, NULL, error))
    return FALSE;
  if (proposal->verdict.kind == RGM_PROPOSE_NOTHING && is_new (proposal, known))
    proposal->verdict.kind = RGM_PROPOSE_ATTACH;
  return TRUE;
}

gboolean
import_attach (Comparison *comparison, const RgmImportFor *target, GError **error)
{
  RgmProposal *proposal;

  if (!pick_event (comparison, target->event, error))
    return FALSE;
  proposal = g_ptr_array_index (comparison->import->proposals, 0);
  return find_target (comparison, target, proposal, error)
         && judge_attached (comparison, proposal, error);
}
