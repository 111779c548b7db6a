#include "agenda/import-private.h"
#include "base/i18n.h"

/* ---- which events ---- */

static const RgmIncoming *
event_at (const GPtrArray *proposals, guint index)
{
  return ((const RgmProposal *)g_ptr_array_index (proposals, index))->event;
}

/* Only what is not of this record can be attached. */
static void
drop_own (Comparison *comparison)
{
  GPtrArray *proposals = comparison->import->proposals;

  for (guint i = proposals->len; i-- > 0;) {
    RgmProposal each = *(RgmProposal *)g_ptr_array_index (proposals, i);

    if (import_belongs (comparison, &each))
      g_ptr_array_remove_index (proposals, i);
  }
}

static gboolean
is_one_series (const GPtrArray *proposals)
{
  for (guint i = 0; i < proposals->len; i++)
    if (event_at (proposals, i)->instance_at == RGM_INSTANT_NONE
        || !g_str_equal (event_at (proposals, i)->uid, event_at (proposals, 0)->uid))
      return FALSE;
  return TRUE;
}

static void
keep_one (GPtrArray *proposals, guint index)
{
  g_ptr_array_remove_range (proposals, index + 1, proposals->len - index - 1);
  g_ptr_array_remove_range (proposals, 0, index);
}

/* Leaves only the events that are meant. */
static gboolean
pick_events (Comparison *comparison, const RgmImportFor *target, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;
  int wanted = target->event;

  drop_own (comparison);
  if (proposals->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has no appointment of other people's making"));
  else if (wanted > (int)proposals->len)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--event %d: the file has %u appointments"),
                 wanted, proposals->len);
  else if (wanted == 0 && !target->all && proposals->len > 1 && !is_one_series (proposals))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has %u appointments; import it without --for to see them, then say "
                    "which: --event 1 to %u, or --all for one dose each"),
                 proposals->len, proposals->len);
  else {
    if (wanted > 0)
      keep_one (proposals, (guint)wanted - 1);
    return TRUE;
  }
  return FALSE;
}

/* ---- which doses ---- */

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

/* Returns: (transfer full) (nullable): what is known of @proposal, NULL with @error set where the
 * record could not be read. */
static RgmInvitation *
find_known (const Comparison *comparison, const RgmProposal *proposal, GError **error)
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

/* ---- several ---- */

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const RgmProposal *x = *(RgmProposal *const *)a, *y = *(RgmProposal *const *)b;

  return (x->time.at > y->time.at) - (x->time.at < y->time.at);
}

/* Those that take place; also, unless the dose was named, have not passed. The rest is only told.
 * Returns: (transfer container) (element-type RgmProposal): in the order of their times. */
static GPtrArray *
pick_coming (const Comparison *comparison, const RgmImportFor *target)
{
  const GPtrArray *proposals = comparison->import->proposals;
  GPtrArray *coming = g_ptr_array_new ();

  for (guint i = 0; i < proposals->len; i++) {
    RgmProposal *proposal = g_ptr_array_index (proposals, i);

    import_judge_foreign (comparison, proposal);
    if (proposal->placed && !proposal->event->cancelled
        && (target->dose != 0 || proposal->time.at >= comparison->session->now))
      g_ptr_array_add (coming, proposal);
  }
  g_ptr_array_sort (coming, by_time);
  return coming;
}

/* Returns: (transfer full) (nullable) (element-type int): the open doses from @first on. */
static GArray *
open_doses (const Comparison *comparison, const RgmCourse *course, const RgmZone *zone, int first,
            GError **error)
{
  const ImportKnown *known = import_known (comparison, course, zone, error);
  GArray *numbers = known != NULL ? g_array_new (FALSE, FALSE, sizeof (int)) : NULL;

  for (guint i = 0; known != NULL && i < known->doses->len; i++) {
    const RgmDose *dose = &g_array_index (known->doses, RgmDose, i);

    if (dose->open && dose->number >= first)
      g_array_append_val (numbers, dose->number);
  }
  return numbers;
}

static gboolean
attach_each (Comparison *comparison, const GPtrArray *coming, const GArray *numbers,
             const RgmProposal *like, GError **error)
{
  if (coming->len == 0 || coming->len > numbers->len) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 coming->len == 0
                   ? _ ("none of the %u appointments in the file is to come; name "
                        "the first dose: --for %s/N")
                   : _ ("the file has %u appointments to come, and %s %u open doses; "
                        "attach one by one: --event"),
                 coming->len == 0 ? comparison->import->proposals->len : coming->len,
                 like->course->handle, numbers->len);
    return FALSE;
  }
  for (guint i = 0; i < coming->len; i++) {
    RgmProposal *proposal = g_ptr_array_index (coming, i);

    proposal->course = like->course;
    proposal->patient = like->patient;
    proposal->dose = g_array_index (numbers, int, i);
    if (!judge_attached (comparison, proposal, error))
      return FALSE;
  }
  g_ptr_array_sort (comparison->import->proposals, by_time);
  return TRUE;
}

/* @like: has the course and the first dose. */
static gboolean
attach_all (Comparison *comparison, const RgmImportFor *target, const RgmProposal *like,
            GError **error)
{
  g_autoptr (GPtrArray) coming = pick_coming (comparison, target);
  g_autoptr (GArray) numbers
    = open_doses (comparison, like->course, import_zone (like), like->dose, error);

  return numbers != NULL && attach_each (comparison, coming, numbers, like, error);
}

gboolean
import_attach (Comparison *comparison, const RgmImportFor *target, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;
  RgmProposal like = { 0 }, *proposal;

  if (!pick_events (comparison, target, error) || !find_target (comparison, target, &like, error))
    return FALSE;
  if (proposals->len > 1)
    return attach_all (comparison, target, &like, error);
  proposal = g_ptr_array_index (proposals, 0);
  proposal->course = like.course;
  proposal->patient = like.patient;
  proposal->dose = like.dose;
  return judge_attached (comparison, proposal, error);
}
