/* What is known of appointments of other people's making: kept with their doses, and found again by
 * what comes next of them. */
#include "calendar/import-private.h"

/* ---- keeping ---- */

static gboolean
write_invitation (const RgmSession *session, const RgmProposal *proposal, GError **error)
{
  const RgmIncoming *event = proposal->event;
  RgmInvitation invitation = {
    .course_id = proposal->course->id,
    .dose = proposal->dose,
    .uid = event->uid,
    .instance = event->instance_at,
    .sequence = event->sequence,
    .changed = event->changed,
    .at = proposal->time.at,
    .cancelled = event->cancelled,
  };

  if (!rgm_store_begin (session->store, "import", session->now, error))
    return FALSE;
  if (rgm_store_add_invitation (session->store, &invitation, error)
      && rgm_store_commit (session->store, error))
    return TRUE;
  rgm_store_rollback (session->store);
  return FALSE;
}

gboolean
import_remember (const RgmSession *session, const RgmProposal *proposal, GError **error)
{
  if ((!proposal->attached && !proposal->remembered) || *proposal->event->uid == '\0')
    return TRUE;
  return write_invitation (session, proposal, error);
}

/* ---- finding ---- */

static const RgmInvitation *
known_at (const GPtrArray *known, RgmInstant instance)
{
  for (guint i = 0; i < known->len; i++)
    if (((const RgmInvitation *)known->pdata[i])->instance == instance)
      return known->pdata[i];
  return NULL;
}

/* A series that was moved as a whole has as many as before, all at other times: then the order says
 * which one is which. Changed ones alone (RECURRENCE-ID) are no series. */
static const RgmInvitation *
known_in_order (const GPtrArray *events, const RgmIncoming *event, const GPtrArray *known)
{
  guint count = 0, position = 0, of_rule = 0;

  if (event->instance_at == RGM_INSTANT_NONE || event->cancelled)
    return NULL;
  for (guint i = 0; i < events->len && count <= known->len; i++) {
    const RgmIncoming *each = g_ptr_array_index (events, i);

    if (each->instance_at == RGM_INSTANT_NONE || each->cancelled
        || !g_str_equal (each->uid, event->uid))
      continue;
    if (known_at (known, each->instance_at) != NULL)
      return NULL;
    count++;
    position += each->instance_at < event->instance_at;
    of_rule += each->instance.day == RGM_NO_DAY;
  }
  return count == known->len && of_rule > 0 ? known->pdata[position] : NULL;
}

RgmInvitation *
import_invitation (const Comparison *comparison, const RgmProposal *proposal, GError **error)
{
  const RgmIncoming *event = proposal->event;
  g_autoptr (GPtrArray) known
    = *event->uid != '\0' ? rgm_store_invitations (comparison->session->store, event->uid, error)
                          : NULL;
  const RgmInvitation *found = NULL;
  guint index;

  if (known == NULL || known->len == 0)
    return NULL;
  found = known_at (known, event->instance_at);
  if (found == NULL)
    found = known_in_order (comparison->import->events, event, known);
  return found != NULL && g_ptr_array_find (known, found, &index)
           ? g_ptr_array_steal_index (known, index)
           : NULL;
}

gboolean
import_remembered (Comparison *comparison, RgmProposal *proposal, gboolean *found, GError **error)
{
  GError *problem = NULL;
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);
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

/* A whole series is called off by its name alone. One of it whose place cannot be told is not that.
 */
static gboolean
calls_off_several (const RgmIncoming *event)
{
  return event->cancelled && event->instance_at == RGM_INSTANT_NONE && *event->uid != '\0'
         && event->problem != RGM_INCOMING_RULE;
}

static void
add_called_off (GPtrArray *out, const RgmIncoming *event, const GPtrArray *known)
{
  for (guint i = 0; i < known->len; i++) {
    const RgmInvitation *each = g_ptr_array_index (known, i);
    RgmIncoming *one = rgm_incoming_copy (event);

    one->instance_at = each->instance;
    if (each->instance != RGM_INSTANT_NONE) {
      one->problem = RGM_INCOMING_NO_START;
      one->start = RGM_LOCAL_NONE;
    }
    g_ptr_array_add (out, one);
  }
}

GPtrArray *
import_called_off (const RgmSession *session, GPtrArray *events, GError **error)
{
  g_autoptr (GPtrArray) whole = events;
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);

  for (guint i = 0; i < whole->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (whole, i);
    g_autoptr (GPtrArray) known = NULL;

    if (!calls_off_several (event)) {
      g_ptr_array_add (out, rgm_incoming_copy (event));
      continue;
    }
    known = rgm_store_invitations (session->store, event->uid, error);
    if (known == NULL)
      return NULL;
    if (known->len == 0)
      g_ptr_array_add (out, rgm_incoming_copy (event));
    add_called_off (out, event, known);
  }
  return g_steal_pointer (&out);
}
