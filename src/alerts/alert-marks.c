/* alert-marks.c: which alerts were shown, so that each is shown once. Every change is read and
 * written under one lock on the database. */
#include "alerts/alert-marks.h"

/* Seconds that a process has to show what it claimed; longer where others ended in the attempt. */
#define LEASE 60
#define LATER_LEASE 3600

static gboolean
claim_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again)
{
  RgmInstant lease = mark->attempts < 2 ? LEASE : LATER_LEASE;
  /* a clock that was set back must not make a claim last longer */
  if (ABS (now - mark->at) >= lease)
    return TRUE;
  *again = mark->at + lease;
  return FALSE;
}

/* A moment far ahead of a clock that was set back is not the one that a person waits for. */
static gboolean
snooze_holds (const RgmMark *mark, RgmInstant now)
{
  RgmInstant length = mark->until - mark->at;
  return now < mark->until && now >= mark->at - length;
}

gboolean
alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again)
{
  *again = RGM_INSTANT_NONE;
  switch (mark->state) {
  case RGM_MARK_NONE:
    return TRUE;
  case RGM_MARK_CLAIMED:
    return claim_allows (mark, now, again);
  case RGM_MARK_SNOOZED:
    *again = snooze_holds (mark, now) ? mark->until : RGM_INSTANT_NONE;
    return !snooze_holds (mark, now);
  case RGM_MARK_SHOWN:
    break;
  }
  return FALSE;
}

static gboolean
read_mark (const RgmSession *session, const RgmAlertView *view, RgmMark *mark, GError **error)
{
  return rgm_store_mark (session->store, view->course_id, view->dose, view->alert.key, mark, error);
}

static gboolean
write_mark (const RgmSession *session, const RgmAlertView *view, const RgmMark *mark,
            GError **error)
{
  return rgm_store_set_mark (session->store, view->course_id, view->dose, view->alert.key, mark,
                             error);
}

static gboolean
finish (const RgmSession *session, gboolean well, GError **error)
{
  if (well)
    return rgm_store_commit (session->store, error);
  rgm_store_rollback (session->store);
  return FALSE;
}

static gboolean
take_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
            gboolean *claimed, GError **error)
{
  RgmMark mark;
  RgmInstant again;
  if (!read_mark (session, view, &mark, error))
    return FALSE;
  *claimed = alert_mark_allows (&mark, session->now, &again)
             && (take_over || mark.state != RGM_MARK_CLAIMED);
  if (!*claimed)
    return TRUE;
  RgmMark claim = { .state = RGM_MARK_CLAIMED,
                    .at = session->now,
                    .until = RGM_INSTANT_NONE,
                    .attempts = mark.state == RGM_MARK_CLAIMED ? mark.attempts + 1 : 1 };
  return write_mark (session, view, &claim, error);
}

gboolean
rgm_alert_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
                 gboolean *claimed, GError **error)
{
  *claimed = FALSE;
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  gboolean well = finish (session, take_claim (session, view, take_over, claimed, error), error);
  *claimed = *claimed && well;
  return well;
}

static gboolean
put_mark (const RgmSession *session, const RgmAlertView *view, const RgmMark *mark, GError **error)
{
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  return finish (session, write_mark (session, view, mark, error), error);
}

/* A person may have put the alert off in another process while it was on its way to the screen:
 * that stands, and what is on the screen holds no more. */
static gboolean
write_unless_put_off (const RgmSession *session, const RgmAlertView *view, const RgmMark *mark,
                      gboolean *written, GError **error)
{
  RgmMark old;
  if (!read_mark (session, view, &old, error))
    return FALSE;
  *written = old.state != RGM_MARK_SNOOZED || !snooze_holds (&old, session->now);
  return !*written || write_mark (session, view, mark, error);
}

gboolean
rgm_alert_reclaim (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmMark claim = { RGM_MARK_CLAIMED, session->now, RGM_INSTANT_NONE, 1 };
  gboolean written;
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  return finish (session, write_unless_put_off (session, view, &claim, &written, error), error);
}

static gboolean
write_shown (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmMark shown = { RGM_MARK_SHOWN, session->now, RGM_INSTANT_NONE, 0 };
  gboolean written;
  return write_unless_put_off (session, view, &shown, &written, error)
         && (!written || view->server == NULL
             || rgm_store_set_popup (session->store, view->course_id, view->dose, view->alert.key,
                                     view->server, view->popup, error));
}

gboolean
rgm_alert_shown (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  return finish (session, write_shown (session, view, error), error);
}

/* A claim that ran out meanwhile may be another process's by now. */
static gboolean
drop_claim (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmMark mark, none = { RGM_MARK_NONE, session->now, RGM_INSTANT_NONE, 0 };
  if (!read_mark (session, view, &mark, error))
    return FALSE;
  return mark.state != RGM_MARK_CLAIMED || write_mark (session, view, &none, error);
}

gboolean
rgm_alert_failed (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  return finish (session, drop_claim (session, view, error), error);
}

gboolean
rgm_alert_off_screen (const RgmSession *session, const RgmAlertView *view, gboolean lost,
                      GError **error)
{
  RgmPopup popup = { .course_id = view->course_id,
                     .dose = view->dose,
                     .key = (char *)view->alert.key,
                     .server = view->server,
                     .id = view->popup };
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  return finish (session, rgm_store_end_popup (session->store, &popup, lost, error), error);
}

gboolean
rgm_alert_snooze (const RgmSession *session, const RgmAlertView *view, RgmInstant until,
                  GError **error)
{
  RgmMark snoozed = { RGM_MARK_SNOOZED, session->now, until, 0 };
  return put_mark (session, view, &snoozed, error);
}
