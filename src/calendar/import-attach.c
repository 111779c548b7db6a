#include "base/i18n.h"
#include "calendar/import-private.h"

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
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);

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
