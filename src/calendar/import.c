/* import.c: compares the events of a calendar with the record, and proposes what to do about
 * them. */
#include "calendar/import-find.h"
#include "calendar/import-series.h"

#include "base/i18n.h"
#include "calendar/calendar-event.h"
#include "model/incoming.h"
#include "store/calendar-rows.h"

#include <string.h>

static void
proposal_free (gpointer data)
{
  RgmProposal *proposal = data;
  g_free (proposal->title);
  g_free (proposal->problem);
  g_free (proposal);
}

void
import_free (RgmImport *import)
{
  if (import == NULL)
    return;
  g_clear_pointer (&import->proposals, g_ptr_array_unref);
  g_clear_pointer (&import->events, g_ptr_array_unref);
  g_clear_pointer (&import->courses, g_ptr_array_unref);
  g_clear_pointer (&import->patients, g_ptr_array_unref);
  g_free (import);
}

/* ---- the events of the file ---- */

/* The appointment in @known that @event is about: the one at its time, or else one at the other
 * reading of its time or, if @event gives only a day, on that day. NULL if there is none. */
static const RgmInvitation *
find_known (const GPtrArray *known, const RgmIncoming *event, const RgmZone *zone)
{
  const RgmInvitation *other = NULL;
  for (guint i = 0; i < known->len; i++) {
    const RgmInvitation *each = g_ptr_array_index (known, i);
    if (each->instance == event->instance_at)
      return each;
    if (each->instance != RGM_INSTANT_NONE
        && (each->instance == event->instance_other
            || (event->instance_day != RGM_NO_DAY
                && rgm_zone_day (zone, each->instance) == event->instance_day)))
      other = each;
  }
  return other;
}

/* Gets the title of @event for the search for words about its state. In an event of this record,
 * the name of the dose is replaced by "…", because a word in a name is not a state: a patient may
 * have called a treatment "Scan (done)". @title: (out) (transfer full) (nullable). Returns: FALSE
 * with @error set if the record could not be read. */
static gboolean
title_to_read (ImportComparison *comparison, const RgmIncoming *event, char **title, GError **error)
{
  RgmProposal of = { .event = event };
  gboolean found = FALSE;
  *title = NULL;
  if (event->summary != NULL && !import_find_by_uid (comparison, &of, &found, error))
    return FALSE;
  if (!found) {
    *title = g_strdup (event->summary);
    return TRUE;
  }
  g_autofree char *dose = rgm_dose_title (of.course, of.dose);
  g_autofree char *name = g_strdup_printf ("%s: %s", of.patient->name, dose);
  const char *said = strstr (event->summary, name) != NULL ? name : dose;
  g_auto (GStrv) parts = g_strsplit (event->summary, said, 2);
  *title = g_strjoinv ("…", parts);
  return TRUE;
}

/* Appends to @out what @event of the file means, given the appointments with its UID that were
 * attached before. An event that calls off a series is added once for each appointment of the
 * series. An appointment that its series leaves out is added only if appointments of that series
 * were attached to doses: import_take_series() finds out whether it is one of them. */
static gboolean
take_known (ImportComparison *comparison, GPtrArray *out, const RgmIncoming *event, GError **error)
{
  g_autoptr (RgmIncoming) one = rgm_incoming_copy (event);
  gboolean done;
  g_autofree char *read = NULL;
  if (!title_to_read (comparison, event, &read, error))
    return FALSE;
  g_autofree char *plain = proposal_title_without_done (read, &done);
  g_autofree char *title = plain != NULL ? calendar_title_before_cancelled (plain) : NULL;
  g_autofree char *wordless = proposal_title_without_cancelled (plain);
  gboolean titled = title != NULL || wordless != NULL;
  gboolean left_out = event->excluded && event->problem == RGM_INCOMING_FINE;
  one->done = one->done || done;
  if (import_is_own (event->uid)) {
    one->cancelled = one->cancelled || titled;
    g_ptr_array_add (out, g_steal_pointer (&one));
    return TRUE;
  }
  if (*event->uid == '\0') {
    if (!left_out)
      g_ptr_array_add (out, g_steal_pointer (&one));
    return TRUE;
  }
  g_autoptr (GPtrArray) known = NULL;
  if (titled || left_out || event->cancelled || event->instance_day != RGM_NO_DAY
      || event->unsure) {
    known = store_invitations (comparison->session->store, event->uid, error);
    if (known == NULL)
      return FALSE;
  }
  const RgmInvitation *same
    = known != NULL ? find_known (known, event, import_home (comparison)) : NULL;
  if (titled) {
    /* compare it with the version that was attached last; for a whole series, with the one of its
     * appointments that has the highest SEQUENCE */
    const RgmInvitation *last = same;
    RgmRemembered remembered = { 0 };
    for (guint i = 0; known != NULL && event->instance_at == RGM_INSTANT_NONE && i < known->len;
         i++) {
      const RgmInvitation *each = g_ptr_array_index (known, i);
      if (last == NULL || each->sequence > last->sequence)
        last = each;
    }
    if (last != NULL)
      remembered = import_remembered (last);
    one->cancelled
      = one->cancelled || proposal_title_cancels (event, last != NULL ? &remembered : NULL);
  }
  /* a cancelled event calls off its whole series if it names no single appointment; but not if its
   * rule or one of its lines cannot be read, because then it may name one */
  if (one->cancelled && event->instance_at == RGM_INSTANT_NONE && known != NULL && known->len > 0
      && event->problem != RGM_INCOMING_RULE && event->problem != RGM_INCOMING_LINE) {
    for (guint i = 0; i < known->len; i++)
      import_append_called_off (out, one, g_ptr_array_index (known, i));
    return TRUE;
  }
  if (same != NULL && event->problem != RGM_INCOMING_UNSURE)
    one->instance_at = same->instance;
  if (!left_out || known->len > 0)
    g_ptr_array_add (out, g_steal_pointer (&one));
  return TRUE;
}

static gboolean
says_the_same (const RgmIncoming *a, const RgmIncoming *b)
{
  return rgm_local_equal (a->start, b->start) && a->utc == b->utc
         && g_strcmp0 (a->tzid, b->tzid) == 0 && a->done == b->done && a->cancelled == b->cancelled
         && a->problem == b->problem;
}

/* Takes another event with the UID of @latest. If its SEQUENCE differs, or it says the same, only
 * the later of the two counts. Otherwise: an event of a dose, or of an attached appointment, is
 * another version, and the one that was changed later counts; any other event is a separate
 * appointment, because some hospitals give all appointments the same UID. Returns: (nullable): a
 * new proposal for @event if it does not simply replace @latest or give way to it. */
static RgmProposal *
take_same_uid (RgmImport *import, RgmProposal *latest, const RgmIncoming *event)
{
  const RgmIncoming *old = latest->event;
  static const RgmVerdict superseded = { .kind = RGM_PROPOSE_NOTHING, .reason = RGM_BECAUSE_TWICE };
  RgmProposal *proposal;
  if (event->sequence != old->sequence) {
    if (!says_the_same (event, old))
      import->left_out++;
    if (event->sequence > old->sequence)
      latest->event = event;
    return NULL;
  }
  if (says_the_same (event, old)) {
    if (event->changed > old->changed)
      latest->event = event;
    return NULL;
  }
  proposal = g_new0 (RgmProposal, 1);
  proposal->event = event;
  proposal->twin = latest->twin = TRUE;
  if (event->changed > old->changed)
    latest->verdict = superseded;
  else
    proposal->verdict = superseded;
  if (event->changed == old->changed)
    latest->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = RGM_BECAUSE_TWICE };
  return proposal;
}

/* Makes the proposals: one for each event, or for each appointment if the event is a series.
 * @events: (transfer full). */
static gboolean
take_events (ImportComparison *comparison, GPtrArray *events, GError **error)
{
  RgmImport *import = comparison->import;
  g_autoptr (GPtrArray) whole = events;
  g_autoptr (GHashTable) by_uid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) all
    = incoming_expand (whole, import_is_own, import_home (comparison), error);
  if (all == NULL)
    return FALSE;
  import->events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  for (guint i = 0, first = 0; i < all->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (all, i);
    const RgmIncoming *next = i + 1 < all->len ? g_ptr_array_index (all, i + 1) : NULL;
    if (!take_known (comparison, import->events, event, error))
      return FALSE;
    if (next != NULL && g_str_equal (next->uid, event->uid))
      continue;
    if (!import_take_series (comparison, import->events, first, error))
      return FALSE;
    first = import->events->len;
  }
  for (guint i = 0; i < import->events->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (import->events, i);
    g_autofree char *key
      = g_strdup_printf ("%" G_GINT64_FORMAT " %s", event->instance_at, event->uid);
    gboolean named = *event->uid != '\0';
    RgmProposal *proposal = named ? g_hash_table_lookup (by_uid, key) : NULL;
    /* "<course uuid>-3-lead1@regimen" is a short event before a dose, which is only a reminder */
    const char *lead = strstr (event->uid, "-lead");
    if (lead != NULL && lead - event->uid > 36 && import_is_own (event->uid))
      continue;
    RgmProposal *latest = proposal;
    if (latest != NULL) {
      proposal = take_same_uid (import, latest, event);
      if (proposal == NULL)
        continue;
    } else {
      proposal = g_new0 (RgmProposal, 1);
      proposal->event = event;
    }
    g_ptr_array_add (import->proposals, proposal);
    if (named && (latest == NULL || event->changed > latest->event->changed))
      g_hash_table_replace (by_uid, g_steal_pointer (&key), proposal);
  }
  return TRUE;
}

/* Takes out the events about doses of other patients than the requested one. */
static gboolean
leave_out_others (ImportComparison *comparison, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;

  for (guint i = proposals->len; i-- > 0;) {
    gboolean others;

    if (!import_is_of_another (comparison, g_ptr_array_index (proposals, i), &others, error))
      return FALSE;
    if (!others)
      continue;
    g_ptr_array_remove_index (proposals, i);
    comparison->import->others++;
  }
  return TRUE;
}

static gboolean
judge_all (ImportComparison *comparison, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;
  for (guint i = 0; i < proposals->len; i++) {
    RgmProposal *proposal = g_ptr_array_index (proposals, i);
    gboolean found;
    if (!import_find_by_uid (comparison, proposal, &found, error))
      return FALSE;
    if (found) {
      if (!import_judge (comparison, proposal, NULL, error))
        return FALSE;
      continue;
    }
    if (!import_find_remembered (comparison, proposal, &found, error))
      return FALSE;
    if (!found && !import_is_own (proposal->event->uid)
        && !import_find_by_title (comparison, proposal, &found, error))
      return FALSE;
    if (!found && !import_find_series (comparison, proposal, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- attaching appointments that regimen did not make to doses ---- */

/* Whether all proposals are appointments of one series. */
static gboolean
is_one_series (const GPtrArray *proposals)
{
  const RgmIncoming *first = ((const RgmProposal *)g_ptr_array_index (proposals, 0))->event;
  for (guint i = 0; i < proposals->len; i++) {
    const RgmIncoming *event = ((const RgmProposal *)g_ptr_array_index (proposals, i))->event;
    if (event->instance_at == RGM_INSTANT_NONE || !g_str_equal (event->uid, first->uid))
      return FALSE;
  }
  return TRUE;
}

/* Keeps only the appointments that @target means. Events of this record cannot be attached. */
static gboolean
pick_events (ImportComparison *comparison, const RgmImportFor *target, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;
  guint wanted = (guint)MAX (target->event, 0), count = proposals->len;
  for (guint i = proposals->len; i-- > 0;) {
    RgmProposal each = *(RgmProposal *)g_ptr_array_index (proposals, i);
    gboolean found;
    if (!import_find_by_uid (comparison, &each, &found, error))
      return FALSE;
    if (found)
      g_ptr_array_remove_index (proposals, i);
  }
  if (count == 0 && comparison->import->others > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("every appointment in the file is about a dose of another person; leave out "
                    "--patient to see them"));
  else if (count == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has no appointment that can be attached: it has no event, or only a "
                    "series whose days are all left out"));
  else if (proposals->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("every appointment in the file was made by regimen; --for is only for others"));
  else if (wanted > proposals->len)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--event %u is too high; the appointments in this file are numbered only up to %u"),
      wanted, proposals->len);
  else if (wanted == 0 && !target->all && proposals->len > 1 && !is_one_series (proposals))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has %u appointments; import it without --for to see them, then say "
                    "which: --event 1 to %u, or --all to attach each to its own dose"),
                 proposals->len, proposals->len);
  else if (target->at != NULL && wanted == 0 && proposals->len > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--at is the time of one appointment, and the file has %u appointments; say "
                    "which one: --event 1 to %u"),
                 proposals->len, proposals->len);
  else {
    for (guint i = 0; proposals->len > 1 && i < proposals->len; i++)
      ((RgmProposal *)g_ptr_array_index (proposals, i))->number = (int)i + 1;
    if (wanted > 0) {
      g_ptr_array_remove_range (proposals, wanted, proposals->len - wanted);
      g_ptr_array_remove_range (proposals, 0, wanted - 1);
    }
    return TRUE;
  }
  return FALSE;
}

/* Sets course, patient and dose of @proposal: the dose that @target names, or the next open one. */
static gboolean
find_target (ImportComparison *comparison, const RgmImportFor *target, RgmProposal *proposal,
             GError **error)
{
  RgmInstant now = comparison->session->now;
  const RgmCourse *course = import_course (comparison, target->course_id, error);
  RgmDose dose;
  if (course == NULL)
    return FALSE;
  proposal->course = course;
  proposal->patient = calendar_course_patient (comparison->import->patients, course, error);
  const RgmZone *zone
    = proposal->patient != NULL ? rgm_patient_zone (proposal->patient, error) : NULL;
  if (zone == NULL)
    return FALSE;
  if (target->dose != 0) {
    proposal->dose = target->dose;
    return rgm_course_dose (course, target->dose, zone, now, &dose, error);
  }
  if (!rgm_course_next (course, zone, now, &dose)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s has no open dose"), course->handle);
    return FALSE;
  }
  proposal->dose = dose.number;
  return TRUE;
}

/* Compares @proposal with dose @dose of the course and patient of @like. If the record says the
 * same already, all that is left to do is to remember the appointment, unless the record does so
 * already. A version that is older than the remembered one changes nothing: the appointment may
 * have been called off since. */
static gboolean
judge_attached (ImportComparison *comparison, RgmProposal *proposal, const RgmProposal *like,
                int dose, GError **error)
{
  const RgmIncoming *event = proposal->event;
  GError *problem = NULL;
  proposal->course = like->course;
  proposal->patient = like->patient;
  proposal->dose = dose;
  proposal->attached = TRUE;
  proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING };
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (!import_judge (comparison, proposal, NULL, error))
    return FALSE;
  gboolean done
    = proposal->ours.state == RGM_DOSE_GIVEN || proposal->ours.state == RGM_DOSE_SKIPPED;
  gboolean remembered
    = known != NULL && known->course_id == proposal->course->id && known->dose == dose;
  if (proposal->verdict.kind == RGM_PROPOSE_NOTHING && !event->cancelled && !done && !remembered
      && (*event->uid != '\0' || proposal->verdict.choice))
    proposal->verdict.kind = RGM_PROPOSE_ATTACH;
  if (known != NULL && proposal_changes_record (&proposal->verdict)) {
    RgmRemembered latest = import_remembered (known);
    if (proposal_is_older (&latest, event))
      proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = RGM_BECAUSE_OLDER };
  }
  return TRUE;
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const RgmProposal *left = *(RgmProposal *const *)a, *right = *(RgmProposal *const *)b;
  return (left->time.at > right->time.at) - (left->time.at < right->time.at);
}

/* Whether one of @proposals is about @dose of the course already. */
static gboolean
is_taken (const GPtrArray *proposals, gint64 course_id, int dose)
{
  for (guint i = 0; i < proposals->len; i++) {
    const RgmProposal *other = g_ptr_array_index (proposals, i);
    if (other->course != NULL && other->course->id == course_id && other->dose == dose)
      return TRUE;
  }
  return FALSE;
}

/* Whether @event is still at the time at which it was attached, and its dose, which is before the
 * next open one, @next, has been given or skipped since. */
static gboolean
is_past (const ImportComparison *comparison, const RgmIncoming *event, const RgmInvitation *known,
         int next)
{
  RgmIncomingTime time;
  return known->dose < next && rgm_incoming_time (event, import_home (comparison), &time, NULL)
         && time.at == known->at;
}

/* If @proposal is about an appointment that is attached to a dose of another course, or one of a
 * series that is attached to a dose of the course of @like, or one whose dose is past, and no other
 * proposal is about that dose, compares it with the dose. @found: (out): whether it did. */
static gboolean
judge_known (ImportComparison *comparison, const RgmProposal *like, RgmProposal *proposal,
             gboolean *found, GError **error)
{
  GError *problem = NULL;
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);
  *found = known != NULL
           && (known->course_id != like->course->id || known->instance != RGM_INSTANT_NONE
               || proposal->event->instance_at != RGM_INSTANT_NONE
               || is_past (comparison, proposal->event, known, like->dose))
           && !is_taken (comparison->import->proposals, known->course_id, known->dose);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL
         && (!*found || import_find_remembered (comparison, proposal, found, error));
}

/* Attaches each coming appointment to one open dose, starting with the dose of @like. An
 * appointment is coming if it was not cancelled and, unless the user named the dose, has not
 * passed. Unless the user named the dose, an appointment that is attached already stays with its
 * dose, also if that is one of another course, and appointments that the series no longer contains
 * are called off. All other appointments are only shown. */
static gboolean
attach_several (ImportComparison *comparison, const RgmImportFor *target, const RgmProposal *like,
                GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;
  const char *handle = like->course->handle;
  g_autoptr (GPtrArray) coming = g_ptr_array_new (); /* sorted by time */
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean unsure = FALSE;     /* it is not certain how many appointments come before this one */
  gboolean any = FALSE, found; /* whether an appointment is attached already */
  const ImportKnown *known
    = import_known (comparison, like->course, rgm_patient_zone (like->patient, NULL), error);
  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < proposals->len; i++) {
    RgmProposal *proposal = g_ptr_array_index (proposals, i);
    if (target->dose == 0) {
      if (!judge_known (comparison, like, proposal, &found, error))
        return FALSE;
      any = any || found;
      if (found)
        continue;
    }
    import_judge_foreign (comparison, proposal);
    if (proposal->placed && !proposal->event->cancelled
        && (target->dose != 0 || proposal->time.at >= comparison->session->now))
      g_ptr_array_add (coming, proposal);
  }
  g_ptr_array_sort (coming, by_time);
  for (guint i = 0; i < known->doses->len; i++) {
    const RgmDose *dose = &g_array_index (known->doses, RgmDose, i);
    if (dose->open && dose->number >= like->dose
        && !is_taken (proposals, like->course->id, dose->number))
      g_array_append_val (open, dose->number);
  }
  if (coming->len == 0 && !any) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("none of the %u appointments in the file is still to come; to attach past "
                    "ones, name the dose for the first of them: --for %s/N"),
                 proposals->len, handle);
    return FALSE;
  }
  if (coming->len > open->len) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has %u appointments to attach, but %s has only %u open doses for "
                    "them; attach them one by one with --event N"),
                 coming->len, handle, open->len);
    return FALSE;
  }
  for (guint i = 0; i < coming->len; i++) {
    RgmProposal *proposal = g_ptr_array_index (coming, i);
    unsure = unsure || proposal->event->unsure;
    proposal->unsure = unsure;
    if (!judge_attached (comparison, proposal, like, g_array_index (open, int, i), error))
      return FALSE;
  }
  g_ptr_array_sort (proposals, by_time);
  return TRUE;
}

static gboolean
attach (ImportComparison *comparison, const RgmImportFor *target, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;
  RgmProposal like = { 0 };
  GError *problem = NULL;
  gboolean found;
  if (!pick_events (comparison, target, error) || !find_target (comparison, target, &like, error))
    return FALSE;
  if (proposals->len > 1)
    return attach_several (comparison, target, &like, error);
  RgmProposal *proposal = g_ptr_array_index (proposals, 0);
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);
  if (known != NULL && target->dose == 0 && known->course_id == like.course->id
      && is_past (comparison, proposal->event, known, like.dose))
    return import_find_remembered (comparison, proposal, &found, error);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  return judge_attached (comparison, proposal, &like, like.dose, error);
}

/* ---- the comparison ---- */

RgmImport *
import_compare (const RgmSession *session, gint64 patient_id, GPtrArray *events,
                const RgmImportFor *target, GError **error)
{
  g_autoptr (GPtrArray) given = events;
  g_autoptr (RgmImport) import = g_new0 (RgmImport, 1);
  g_autoptr (GHashTable) unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) titled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                                        (GDestroyNotify)import_known_free);
  g_autoptr (GHashTable) matched
    = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  ImportComparison comparison = { session, patient_id, import, unknown,
                                  known,   titled,     NULL,   target != NULL ? target->at : NULL,
                                  matched };
  import->courses = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_course_free);
  import->proposals = g_ptr_array_new_with_free_func (proposal_free);
  import->patients = rgm_store_patients (session->store, error);
  if (import->patients == NULL || !store_last_change (session->store, &import->change, error)
      || !take_events (&comparison, g_steal_pointer (&given), error)
      || !leave_out_others (&comparison, error))
    return NULL;
  gboolean judged
    = target != NULL ? attach (&comparison, target, error) : judge_all (&comparison, error);
  g_clear_pointer (&comparison.courses, g_ptr_array_unref);
  return judged ? g_steal_pointer (&import) : NULL;
}
