/* publish-plan.c: decides what to do about one published event, and what its state on the server
 * means. Pure: no I/O. */
#include "calendar/publish-plan.h"

#include "base/civil.h"
#include "calendar/calendar-event.h"
#include "model/event.h"
#include "model/proposal.h"

#include <string.h>

#define DAY_SECONDS 86400
/* how long a description may be, in bytes, to be sent back: the reader cuts longer ones */
#define WORDS_MAX 12000
/* stands for the hash of a part that cannot be read */
#define UNREADABLE G_MAXUINT64

/* ---- comparing ---- */

static gboolean
says_same (const RgmEvent *event, const RgmEventPrint *print)
{
  RgmEventPrint own = event_print (event);
  return event_print_equal (&own, print);
}

/* Whether the record has answered a cancellation on the server since: the dose was put on hold or
 * given, or got another time.
 * @base: what regimen wrote; @record_sequence: the SEQUENCE in the record at that time. */
static gboolean
is_answered (const RgmEvent *event, const RgmEventPrint *base, int record_sequence)
{
  RgmEventPrint own = event_print (event);
  return event->status != RGM_EVENT_CANCELLED && event->sequence > record_sequence
         && (!event->alarms || own.part[RGM_EVENT_TIME] != base->part[RGM_EVENT_TIME]);
}

/* Whether the record agrees with everything that was changed since regimen wrote the event, or has
 * answered it. */
static gboolean
agrees (const RgmEvent *event, const RgmEventPrint *base, const RgmEventPrint *theirs,
        int record_sequence)
{
  RgmEventPrint own = event_print (event);
  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (theirs->part[i] != base->part[i] && theirs->part[i] != own.part[i]
        && !(i == RGM_EVENT_CALLED && is_answered (event, base, record_sequence)))
      return FALSE;
  return TRUE;
}

/* Whether @title says that the dose was given. */
static gboolean
is_ticked_off (const char *title)
{
  gboolean done = FALSE;
  g_free (proposal_title_without_done (title, &done));
  return done;
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* @theirs, an event that was changed on the server, without what the record has settled since. If
 * it has been changed since to start at the same time, another length does not count, because the
 * record keeps none; nor do words that tick off a dose that is on record as given, or words that
 * call off one if that is answered. Returns: (transfer full). */
static RgmEvent *
as_recorded (const RgmEvent *theirs, const RgmEvent *event, const RgmEventPrint *base,
             int record_sequence)
{
  RgmEvent *like = rgm_event_copy (theirs);
  g_autofree char *called_off = proposal_title_without_cancelled (theirs->summary);
  if (event->sequence <= record_sequence)
    return like;
  if (rgm_local_has_time (theirs->start) == rgm_local_has_time (event->start)
      && (rgm_local_has_time (theirs->start) ? civil_same_minute (theirs->start_at, event->start_at)
                                             : theirs->start.day == event->start.day)) {
    like->start = event->start;
    like->start_at = event->start_at;
    like->minutes = event->minutes;
    set_text (&like->zone, event->zone); /* the length depends on it when the clocks go back */
  }
  if (is_ticked_off (theirs->summary) && !event->alarms && event->status == RGM_EVENT_CONFIRMED)
    set_text (&like->summary, event->summary);
  if (called_off != NULL && is_answered (event, base, record_sequence))
    set_text (&like->summary, event->summary);
  return like;
}

gboolean
publish_differs (const RgmPublished *known, RgmEventPart part)
{
  return known->print.part[part] != known->base.part[part];
}

gboolean
publish_is_reworded (const RgmPublished *known)
{
  return !publish_differs (known, RGM_EVENT_TIME) && !publish_differs (known, RGM_EVENT_CALLED)
         && !publish_differs (known, RGM_EVENT_LOCATION);
}

/* Whether the record has another event than regimen wrote, apart from what a person changed. */
static gboolean
has_moved_on (const RgmPublished *known, const RgmEvent *event)
{
  RgmEventPrint own = event_print (event);
  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (!publish_differs (known, i) && own.part[i] != known->base.part[i])
      return TRUE;
  return FALSE;
}

/* Whether the record has another event by now than the one that a person changed. */
static gboolean
is_behind (const RgmPublished *known, const RgmEvent *event)
{
  return event->sequence > known->record_sequence
         || (publish_is_reworded (known) && has_moved_on (known, event));
}

gboolean
publish_contradicts (const RgmPublished *known, const RgmEvent *event, RgmEventPart part)
{
  guint64 own = event_print (event).part[part];
  return publish_differs (known, part) && own != known->base.part[part]
         && own != known->print.part[part];
}

/* Whether the record has another description than the one about which the user was asked, if at
 * all. */
static gboolean
has_untold (const RgmPublished *known, const RgmEvent *event)
{
  return publish_contradicts (known, event, RGM_EVENT_DESCRIPTION)
         && known->told != event_print (event).part[RGM_EVENT_DESCRIPTION];
}

gboolean
publish_asks (const RgmPublished *known, const RgmEvent *event, gboolean seen)
{
  if (!publish_is_reworded (known) || has_untold (known, event))
    return TRUE;
  return !seen
         && (publish_differs (known, RGM_EVENT_SUMMARY)
             || publish_contradicts (known, event, RGM_EVENT_DESCRIPTION));
}

/* Whether the user has to be asked about @known, and was not yet: the record has got another
 * description since, or it had no such event for a while. */
static gboolean
is_unasked (const RgmPublished *known, const RgmEvent *event)
{
  if (known->mine)
    return FALSE;
  return has_untold (known, event)
         || (!known->asks
             && (known->state == RGM_PUBLISHED_NEWER || publish_asks (known, event, TRUE)));
}

/* Whether @theirs, the result of as_recorded(), has words of a person in that part. */
static gboolean
has_words (const RgmPublished *known, const RgmEvent *theirs, const RgmEvent *event,
           RgmEventPart part)
{
  guint64 there = event_print (theirs).part[part];
  return there != known->base.part[part] && there != event_print (event).part[part];
}

/* The title of @theirs without the words with which regimen cancels an event. Returns: (transfer
 * full) (nullable). */
static char *
title_there (const RgmEvent *theirs)
{
  char *before = theirs->summary != NULL && theirs->status == RGM_EVENT_CANCELLED
                   ? calendar_title_before_cancelled (theirs->summary)
                   : NULL;
  return before != NULL ? before : g_strdup (theirs->summary);
}

/* Whether @event may be sent with the words of @found, the event on the server: nothing else is
 * left there that the record has not settled. */
static gboolean
may_join (const RgmPublished *known, const RgmEvent *found, const RgmEvent *event)
{
  if (found == NULL || (found->description != NULL && strlen (found->description) > WORDS_MAX))
    return FALSE;
  g_autoptr (RgmEvent) theirs = as_recorded (found, event, &known->base, known->record_sequence);
  RgmEventPrint rest = event_print (theirs), own = event_print (event);
  rest.part[RGM_EVENT_SUMMARY] = own.part[RGM_EVENT_SUMMARY];
  rest.part[RGM_EVENT_DESCRIPTION] = own.part[RGM_EVENT_DESCRIPTION];
  if (!agrees (event, &known->base, &rest, known->record_sequence))
    return FALSE;
  if (!has_words (known, theirs, event, RGM_EVENT_SUMMARY))
    return TRUE;
  g_autofree char *title = title_there (theirs);
  g_autofree char *called_off = proposal_title_without_cancelled (title);
  gboolean says_called_off = called_off != NULL && event->status != RGM_EVENT_CANCELLED;
  return title != NULL && *title != '\0' && !says_called_off
         && !(is_ticked_off (title) && event->alarms);
}

/* The title that regimen wrote last, if it differs from that of @event only in the state of the
 * dose. Returns: (transfer full) (nullable). */
static char *
title_written (const RgmPublished *known, const RgmEvent *event)
{
  g_autoptr (RgmEvent) like = rgm_event_copy (event);
  for (guint i = 0;; i++) {
    g_autofree char *title = calendar_title_in_state (event->summary, i);
    set_text (&like->summary, title);
    if (title == NULL
        || event_print (like).part[RGM_EVENT_SUMMARY] == known->base.part[RGM_EVENT_SUMMARY])
      return g_steal_pointer (&title);
  }
}

RgmEvent *
publish_join (const RgmEvent *event, const RgmEvent *found, const RgmPublished *known,
              RgmEventPrint *print)
{
  RgmEvent *joined = rgm_event_copy (event);
  g_autoptr (RgmEvent) theirs = as_recorded (found, event, &known->base, known->record_sequence);
  *print = event_print (event);
  if (has_words (known, theirs, event, RGM_EVENT_SUMMARY)) {
    g_autofree char *title = title_there (theirs), *written = title_written (known, event);
    g_free (joined->summary);
    joined->summary = calendar_title_with_state (title, written, event->summary);
  }
  if (has_words (known, theirs, event, RGM_EVENT_DESCRIPTION)) {
    set_text (&joined->description, theirs->description);
    g_clear_pointer (&joined->details, g_ref_string_release);
    print->part[RGM_EVENT_DESCRIPTION] = known->base.part[RGM_EVENT_DESCRIPTION];
  }
  return joined;
}

static gboolean
knows_more (const RgmEvent *event, int sequence, RgmInstant changed)
{
  return event->sequence != sequence ? event->sequence > sequence : event->changed > changed;
}

int
publish_sequence (const RgmEvent *event, const RgmPublished *known)
{
  if (known == NULL || event->sequence > known->sequence)
    return event->sequence;
  gboolean stands = known->state != RGM_PUBLISHED_DELETED && says_same (event, &known->print);
  return stands ? known->sequence : known->sequence + 1;
}

gboolean
publish_is_over (const RgmEvent *event, RgmInstant now)
{
  return event->status == RGM_EVENT_CANCELLED || event->start_at + DAY_SECONDS < now;
}

/* ---- deciding ---- */

/* The action for an event that the server lists with the known ETag. @found: (nullable): the event
 * there. */
static PublishAction
decide_known (const RgmEvent *event, const RgmPublished *known, const RgmEvent *found)
{
  gboolean same = says_same (event, &known->print) && event->sequence <= known->sequence;
  gboolean wins = known->mine;
  switch (known->state) {
  case RGM_PUBLISHED_SAME:
    return same ? PUBLISH_KEEP : PUBLISH_CHANGE;
  case RGM_PUBLISHED_CHANGED:
    wins |= agrees (event, &known->base, &known->print, known->record_sequence);
    if (wins || same)
      break;
    if (is_behind (known, event))
      return may_join (known, found, event) ? PUBLISH_JOIN : PUBLISH_COMPARE;
    break;
  case RGM_PUBLISHED_NEWER:
    if (!wins && !same && !event_print_equal (&known->print, &known->base)
        && knows_more (event, known->record_sequence, known->record_changed))
      return PUBLISH_COMPARE;
    wins |= knows_more (event, known->record_sequence, known->record_changed);
    break;
  default:
    return PUBLISH_COMPARE;
  }
  if (same)
    return PUBLISH_ADOPT;
  if (wins)
    return PUBLISH_CHANGE;
  return is_unasked (known, event) ? PUBLISH_COMPARE : PUBLISH_KEEP;
}

/* The action for an event that is not on the server. */
static PublishAction
decide_absent (const PublishCase *subject, RgmInstant now)
{
  const RgmPublished *known = subject->known;
  if (subject->event == NULL)
    return known != NULL ? PUBLISH_FORGET : PUBLISH_KEEP;
  if (known == NULL)
    return PUBLISH_NEW;
  if (known->state != RGM_PUBLISHED_DELETED)
    return PUBLISH_MISSING;
  /* if the dose now has another time or state, the record has another event than the deleted one; a
   * different title alone may only be due to other settings */
  RgmEventPrint own = event_print (subject->event);
  gboolean anew = own.part[RGM_EVENT_TIME] != known->print.part[RGM_EVENT_TIME]
                  || (subject->event->sequence > known->record_sequence
                      && (own.part[RGM_EVENT_SUMMARY] != known->print.part[RGM_EVENT_SUMMARY]
                          || !subject->event->alarms));
  gboolean revived = !publish_is_over (subject->event, now) && (!known->asks || anew);
  return known->mine || revived ? PUBLISH_NEW : PUBLISH_KEEP;
}

PublishAction
publish_decide (const PublishCase *subject, RgmInstant now)
{
  const RgmPublished *known = subject->known;
  if (subject->left_out)
    return PUBLISH_KEEP;
  if (subject->etag == NULL)
    return decide_absent (subject, now);
  if (known == NULL || g_strcmp0 (known->etag, subject->etag) != 0)
    return PUBLISH_COMPARE;
  if (subject->event != NULL)
    return decide_known (subject->event, known, subject->found);
  /* The record no longer has this event. If the event is now too old for the calendar, it stays on
   * the server for a while: another computer, in another zone or with a clock that is a day behind,
   * still has it. */
  RgmInstant left = now - (RgmInstant)CALENDAR_KEPT_DAYS * DAY_SECONDS;
  RgmInstant grace = (RgmInstant)PUBLISH_GRACE * DAY_SECONDS;
  gboolean leaving = known->start < left && known->start >= left - grace;
  /* the dose is no longer planned, whatever title or description a person gave its event */
  gboolean unplanned
    = known->state == RGM_PUBLISHED_CHANGED && publish_is_reworded (known) && known->start >= now;
  return (known->state == RGM_PUBLISHED_SAME && !leaving) || unplanned || known->mine
           ? PUBLISH_REMOVE
           : PUBLISH_KEEP;
}

/* ---- judging ---- */

/* Judges an event that a person changed, or whose writer is not known. @own: whether it was
 * published from this record before. */
static void
judge_changed (RgmPublished *result, const PublishCase *subject, const RgmEvent *found,
               gboolean has_base, gboolean own, const char *text)
{
  const RgmPublished *known = subject->known;
  RgmEventPrint theirs = result->print;
  if (subject->event == NULL) {
    result->state = own && found != NULL ? RGM_PUBLISHED_CHANGED : RGM_PUBLISHED_FOREIGN;
    result->theirs = result->state == RGM_PUBLISHED_CHANGED ? g_strdup (text) : NULL;
    return;
  }
  if (found != NULL) {
    g_autoptr (RgmEvent) like
      = as_recorded (found, subject->event, &result->base, result->record_sequence);
    theirs = event_print (like);
  }
  if (has_base && agrees (subject->event, &result->base, &theirs, result->record_sequence))
    return;
  result->state = RGM_PUBLISHED_CHANGED;
  result->theirs = g_strdup (text);
  /* if the user has already dismissed this change, or has seen these words, it stays so */
  gboolean same = known != NULL && known->state == RGM_PUBLISHED_CHANGED
                  && event_print_equal (&known->print, &result->print);
  result->mine = same && known->mine;
  result->told = same ? known->told : 0;
  result->asks
    = found == NULL || publish_asks (result, subject->event, same && !known->asks)
      || (is_behind (result, subject->event) && !may_join (result, found, subject->event));
  if (publish_contradicts (result, subject->event, RGM_EVENT_DESCRIPTION))
    result->told = event_print (subject->event).part[RGM_EVENT_DESCRIPTION];
}

/* The result with which publish_judge() begins: RGM_PUBLISHED_SAME, with what is known already. */
static RgmPublished *
begin_judgement (const PublishCase *subject, const RgmEvent *found, RgmInstant now)
{
  const RgmPublished *known = subject->known;
  RgmPublished *result = store_published_new (subject->uid);
  gboolean noticed = known != NULL && known->noticed_at != RGM_INSTANT_NONE;
  result->etag = g_strdup (subject->etag);
  result->noticed_at = noticed ? known->noticed_at : now;
  if (subject->event != NULL)
    result->start = subject->event->start_at;
  else if (known != NULL)
    result->start = known->start;
  else
    result->start = found != NULL ? found->start_at : 0;
  if (found != NULL) {
    result->sequence = found->sequence;
    result->print = event_print (found);
  } else {
    result->sequence = known != NULL ? known->sequence : 0;
    /* what cannot be read says nothing that regimen wrote, or that the record says */
    for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
      result->print.part[i] = UNREADABLE;
  }
  return result;
}

RgmPublished *
publish_judge (const PublishCase *subject, const RgmEvent *found, const char *text, guint64 writer,
               RgmInstant now)
{
  const RgmPublished *known = subject->known;
  RgmEventMark mark = { 0 };
  gboolean marked = found != NULL && event_mark_parse (found->mark, &mark);
  /* whether it is known what regimen last wrote there */
  gboolean has_base = marked || (known != NULL && known->state != RGM_PUBLISHED_FOREIGN);
  gboolean elsewhere = marked && mark.writer != writer; /* another computer wrote it */
  RgmPublished *result = begin_judgement (subject, found, now);
  if (has_base)
    result->base = marked ? mark.print : known->base;
  if (marked) {
    result->record_sequence = mark.sequence;
    result->record_changed = mark.changed;
  } else if (has_base) { /* the program that changed the event has dropped the mark */
    result->record_sequence = known->record_sequence;
    result->record_changed = known->record_changed;
  }
  if (subject->event != NULL && found != NULL && says_same (subject->event, &result->print))
    result->base = result->print;
  else if (elsewhere && publish_is_reworded (result) && subject->event != NULL
           && has_moved_on (result, subject->event)
           && !knows_more (subject->event, mark.sequence, mark.changed))
    result->state = RGM_PUBLISHED_NEWER;
  else if (found == NULL || !has_base || !event_print_equal (&result->print, &result->base))
    judge_changed (result, subject, found, has_base, has_base && !elsewhere, text);
  else if (elsewhere && subject->event == NULL)
    result->state = RGM_PUBLISHED_FOREIGN;
  result->asks |= result->state == RGM_PUBLISHED_NEWER;
  if (result->state == RGM_PUBLISHED_SAME)
    result->noticed_at = RGM_INSTANT_NONE;
  return result;
}
