#include <regimen/publish.h>

#define DAY_SECONDS 86400
#define KEPT_DAYS 90

/* ---- comparing ---- */

static gboolean
says_same (const RgmEvent *event, const RgmEventPrint *print)
{
  RgmEventPrint own = rgm_event_print (event);
  return rgm_event_print_equal (&own, print);
}

/* Whether the record says, of all that somebody changed since regimen wrote it, what they made of
 * it. */
static gboolean
agrees (const RgmEvent *event, const RgmEventPrint *base, const RgmEventPrint *theirs)
{
  RgmEventPrint own = rgm_event_print (event);
  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (theirs->part[i] != base->part[i] && theirs->part[i] != own.part[i])
      return FALSE;
  return TRUE;
}

static gboolean
knows_more (const RgmEvent *event, int sequence, RgmInstant changed)
{
  return event->sequence != sequence ? event->sequence > sequence : event->changed > changed;
}

int
rgm_publish_sequence (const RgmEvent *event, const RgmPublished *known)
{
  if (known == NULL || event->sequence > known->sequence)
    return event->sequence;
  gboolean stands = known->state != RGM_PUBLISHED_DELETED && says_same (event, &known->print);
  return stands ? known->sequence : known->sequence + 1;
}

/* ---- deciding ---- */

static RgmPublishAction
decide_same (const RgmEvent *event, const RgmPublished *known)
{
  gboolean done = says_same (event, &known->print) && event->sequence <= known->sequence;
  return done ? RGM_PUBLISH_KEEP : RGM_PUBLISH_CHANGE;
}

static RgmPublishAction
decide_changed (const RgmEvent *event, const RgmPublished *known)
{
  if (says_same (event, &known->print) && event->sequence <= known->sequence)
    return RGM_PUBLISH_ADOPT;
  gboolean settled = known->mine || agrees (event, &known->base, &known->print);
  return settled ? RGM_PUBLISH_CHANGE : RGM_PUBLISH_KEEP;
}

static RgmPublishAction
decide_newer (const RgmEvent *event, const RgmPublished *known)
{
  if (says_same (event, &known->print) && event->sequence <= known->sequence)
    return RGM_PUBLISH_ADOPT;
  gboolean wins = known->mine || knows_more (event, known->record_sequence, known->record_changed);
  return wins ? RGM_PUBLISH_CHANGE : RGM_PUBLISH_KEEP;
}

/* What is past stays for a while: another computer, in another zone or with a clock that is a day
 * behind, still has it. */
static RgmPublishAction
decide_gone (const RgmPublished *known, RgmInstant now)
{
  RgmInstant left = now - (RgmInstant)KEPT_DAYS * DAY_SECONDS;
  RgmInstant grace = (RgmInstant)RGM_PUBLISH_GRACE * DAY_SECONDS;
  gboolean leaving = known->start < left && known->start >= left - grace;
  return known->state == RGM_PUBLISHED_SAME && !leaving ? RGM_PUBLISH_REMOVE : RGM_PUBLISH_KEEP;
}

static RgmPublishAction
decide_known (const RgmPublishCase *subject, RgmInstant now)
{
  if (subject->event == NULL)
    return decide_gone (subject->known, now);
  switch (subject->known->state) {
  case RGM_PUBLISHED_SAME:
    return decide_same (subject->event, subject->known);
  case RGM_PUBLISHED_CHANGED:
    return decide_changed (subject->event, subject->known);
  case RGM_PUBLISHED_NEWER:
    return decide_newer (subject->event, subject->known);
  default:
    return RGM_PUBLISH_COMPARE;
  }
}

gboolean
rgm_publish_is_over (const RgmEvent *event, RgmInstant now)
{
  return event->status == RGM_EVENT_CANCELLED || event->start_at + DAY_SECONDS < now;
}

/* Whether the dose is at another time than when it was noticed that its event was deleted: what was
 * deleted is not what the record plans now. */
static gboolean
is_planned_anew (const RgmEvent *event, const RgmPublished *known)
{
  RgmEventPrint own = rgm_event_print (event);
  return own.part[RGM_EVENT_TIME] != known->print.part[RGM_EVENT_TIME];
}

static RgmPublishAction
decide_absent (const RgmPublishCase *subject, RgmInstant now)
{
  const RgmPublished *known = subject->known;
  if (subject->event == NULL)
    return known != NULL ? RGM_PUBLISH_FORGET : RGM_PUBLISH_KEEP;
  if (known == NULL)
    return RGM_PUBLISH_NEW;
  if (known->state != RGM_PUBLISHED_DELETED)
    return RGM_PUBLISH_MISSING;
  gboolean revived = !rgm_publish_is_over (subject->event, now)
                     && (!known->asks || is_planned_anew (subject->event, known));
  return known->mine || revived ? RGM_PUBLISH_NEW : RGM_PUBLISH_KEEP;
}

RgmPublishAction
rgm_publish_decide (const RgmPublishCase *subject, RgmInstant now)
{
  const RgmPublished *known = subject->known;
  if (subject->etag == NULL)
    return decide_absent (subject, now);
  gboolean as_known
    = known != NULL && known->etag != NULL && g_str_equal (known->etag, subject->etag);
  return as_known ? decide_known (subject, now) : RGM_PUBLISH_COMPARE;
}

/* ---- judging ---- */

/* What regimen wrote there last, as far as it can be told. Returns: FALSE where it cannot. */
static gboolean
find_base (const RgmPublished *known, const RgmEventMark *mark, RgmEventPrint *base)
{
  if (mark == NULL && (known == NULL || known->state == RGM_PUBLISHED_FOREIGN))
    return FALSE;
  *base = mark != NULL ? mark->print : known->base;
  return TRUE;
}

/* Somebody's hand was in it, or it cannot be told. */
static void
judge_changed (RgmPublished *result, const RgmPublishCase *subject, gboolean has_base,
               const char *text)
{
  const RgmPublished *known = subject->known;
  if (subject->event == NULL) {
    result->state = RGM_PUBLISHED_FOREIGN;
    return;
  }
  if (has_base && agrees (subject->event, &result->base, &result->print))
    return;
  result->state = RGM_PUBLISHED_CHANGED;
  result->theirs = g_strdup (text);
  result->asks = TRUE;
  /* what was dismissed stays so while it says the same */
  result->mine = known != NULL && known->state == RGM_PUBLISHED_CHANGED && known->mine
                 && rgm_event_print_equal (&known->print, &result->print);
}

/* Nobody but a regimen. */
static void
judge_unchanged (RgmPublished *result, const RgmPublishCase *subject, const RgmEventMark *mark,
                 guint64 writer)
{
  gboolean elsewhere = mark != NULL && mark->writer != writer;
  if (!elsewhere)
    return;
  if (subject->event == NULL)
    result->state = RGM_PUBLISHED_FOREIGN;
  else if (!knows_more (subject->event, mark->sequence, mark->changed))
    result->state = RGM_PUBLISHED_NEWER;
}

static RgmInstant
start_of (const RgmPublishCase *subject, const RgmEvent *found)
{
  if (subject->event != NULL)
    return subject->event->start_at;
  if (subject->known != NULL)
    return subject->known->start;
  return found != NULL ? found->start_at : 0;
}

static RgmPublished *
begin_judgement (const RgmPublishCase *subject, const RgmEvent *found, RgmInstant now)
{
  const RgmPublished *known = subject->known;
  RgmPublished *result = rgm_published_new (subject->uid);
  gboolean noticed = known != NULL && known->noticed_at != RGM_INSTANT_NONE;
  result->etag = g_strdup (subject->etag);
  result->start = start_of (subject, found);
  result->noticed_at = noticed ? known->noticed_at : now;
  if (found != NULL) {
    result->sequence = found->sequence;
    result->print = rgm_event_print (found);
  } else if (known != NULL) {
    result->sequence = known->sequence;
  }
  return result;
}

RgmPublished *
rgm_publish_judge (const RgmPublishCase *subject, const RgmEvent *found, const char *text,
                   guint64 writer, RgmInstant now)
{
  RgmEventMark parsed;
  const RgmEventMark *mark
    = found != NULL && rgm_event_mark_parse (found->mark, &parsed) ? &parsed : NULL;
  RgmPublished *result = begin_judgement (subject, found, now);
  gboolean has_base = find_base (subject->known, mark, &result->base);

  result->record_sequence = mark != NULL ? mark->sequence : 0;
  result->record_changed = mark != NULL ? mark->changed : 0;
  if (subject->event != NULL && found != NULL && says_same (subject->event, &result->print))
    result->base = result->print;
  else if (found != NULL && has_base && rgm_event_print_equal (&result->print, &result->base))
    judge_unchanged (result, subject, mark, writer);
  else
    judge_changed (result, subject, has_base, text);
  result->asks |= result->state == RGM_PUBLISHED_NEWER;
  if (result->state == RGM_PUBLISHED_SAME)
    result->noticed_at = RGM_INSTANT_NONE;
  return result;
}
