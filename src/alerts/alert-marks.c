/* alert-marks.c: keeps the mark of each alert (claimed, shown or snoozed), so that each alert is
 * shown only once. */
#include "alerts/alert-marks.h"
#include "store/alert-rows.h"
#include "store/write.h"

/* How many seconds a process has to show an alert that it has claimed. If two processes have ended
 * while they were showing the same alert, the alert itself may be the reason. The next process then
 * has to wait longer, so that the alert is not tried again and again. */
#define LEASE 60
#define LATER_LEASE 3600

/* Whether the snooze is still running. It is not if the clock was set back so far that the snooze
 * would last longer than the user wanted. */
static gboolean
snooze_lasts (const RgmMark *mark, RgmInstant now)
{
  RgmInstant length = mark->until - mark->at;
  return now < mark->until && now >= mark->at - length;
}

gboolean
alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again)
{
  RgmInstant lease = mark->attempts < 2 ? LEASE : LATER_LEASE;
  *again = RGM_INSTANT_NONE;
  switch (mark->state) {
  case RGM_MARK_NONE:
    return TRUE;
  case RGM_MARK_CLAIMED:
    /* The absolute distance, so that the claim does not last longer if the clock was set back. */
    if (ABS (now - mark->at) >= lease)
      return TRUE;
    *again = mark->at + lease;
    return FALSE;
  case RGM_MARK_SNOOZED:
    if (!snooze_lasts (mark, now))
      return TRUE;
    *again = mark->until;
    return FALSE;
  case RGM_MARK_SHOWN:
    break;
  }
  return FALSE;
}

/* Whether @mark is that of a popup which has left the screen and was shown before the time of the
 * tablet that @alert is about. RGM_INSTANT_NONE, for other alerts, is before all times. */
static gboolean
was_before_slot (const RgmMark *mark, const RgmAlert *alert)
{
  return mark->state == RGM_MARK_SHOWN && !mark->on_screen && mark->at < alert->slot;
}

gboolean
alert_mark (RgmStore *store, gint64 course_id, int dose, const RgmAlert *alert, RgmMark *mark,
            GError **error)
{
  if (!store_mark (store, course_id, dose, alert->key, mark, error))
    return FALSE;
  if (was_before_slot (mark, alert))
    *mark = (RgmMark){ .state = RGM_MARK_NONE, .at = RGM_INSTANT_NONE, .until = RGM_INSTANT_NONE };
  return TRUE;
}

static gboolean
read_mark (const RgmSession *session, const RgmAlertView *view, RgmMark *mark, GError **error)
{
  return alert_mark (session->store, view->course_id, view->dose, &view->alert, mark, error);
}

static gboolean
write_mark (const RgmSession *session, const RgmAlertView *view, const RgmMark *mark,
            GError **error)
{
  return store_set_mark (session->store, view->course_id, view->dose, view->alert.key, mark, error);
}

/* Notes that the user closed the popup of @view after the time of the tablet, although it was shown
 * before that time, so that it does not come again. */
static gboolean
note_closed (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  const RgmAlert *alert = &view->alert;
  RgmMark mark;
  if (!store_mark (session->store, view->course_id, view->dose, alert->key, &mark, error))
    return FALSE;
  if (!was_before_slot (&mark, alert) || alert->slot > session->now)
    return TRUE;
  mark.at = alert->slot;
  return write_mark (session, view, &mark, error);
}

gboolean
alert_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
             gboolean *claimed, GError **error)
{
  RgmMark mark;
  RgmInstant again;
  *claimed = FALSE;
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  if (change == NULL || !read_mark (session, view, &mark, error))
    return FALSE;
  gboolean allowed = alert_mark_allows (&mark, session->now, &again)
                     && (take_over || mark.state != RGM_MARK_CLAIMED);
  if (allowed) {
    int attempts = mark.state == RGM_MARK_CLAIMED ? mark.attempts + 1 : 1;
    RgmMark claim = { RGM_MARK_CLAIMED, session->now, RGM_INSTANT_NONE, attempts };
    if (!write_mark (session, view, &claim, error))
      return FALSE;
  }
  if (!store_commit (change, error))
    return FALSE;
  *claimed = allowed;
  return TRUE;
}

/* The popup of @view. Its strings still belong to @view. */
static RgmPopup
popup_of (const RgmAlertView *view)
{
  return (RgmPopup){ .course_id = view->course_id,
                     .dose = view->dose,
                     .key = (char *)view->alert.key,
                     .server = view->server,
                     .id = view->popup };
}

gboolean
alert_reclaim (const RgmSession *session, const RgmAlertView *view, gboolean *claimed,
               GError **error)
{
  RgmPopup popup = popup_of (view);
  RgmMark mark, claim = { RGM_MARK_CLAIMED, session->now, RGM_INSTANT_NONE, 1 };
  gboolean there = TRUE;
  *claimed = FALSE;
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  if (change == NULL || !read_mark (session, view, &mark, error))
    return FALSE;
  if (view->server != NULL && (mark.state == RGM_MARK_SHOWN || mark.state == RGM_MARK_CLAIMED)
      && !store_has_popup (session->store, &popup, &there, error))
    return FALSE;
  if (mark.state == RGM_MARK_SNOOZED)
    there = !snooze_lasts (&mark, session->now);
  if (there && !write_mark (session, view, &claim, error))
    return FALSE;
  if (!store_commit (change, error))
    return FALSE;
  *claimed = there;
  return TRUE;
}

/* Notes that the alert is on the screen. The caller has begun a transaction. */
static gboolean
write_shown (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmMark shown = { RGM_MARK_SHOWN, session->now, RGM_INSTANT_NONE, 0 };
  return write_mark (session, view, &shown, error)
         && (view->server == NULL
             || store_set_popup (session->store, view->course_id, view->dose, view->alert.key,
                                 view->server, view->popup, error));
}

/* If the user snoozed the alert in another process while it was on its way to the screen, the
 * snooze stays in force, and the popup is closed later because it is no longer current. */
gboolean
alert_mark_shown (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmMark old;
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  if (change == NULL || !read_mark (session, view, &old, error))
    return FALSE;
  if ((old.state != RGM_MARK_SNOOZED || !snooze_lasts (&old, session->now))
      && !write_shown (session, view, error))
    return FALSE;
  return store_commit (change, error);
}

gboolean
alert_mark_renewed (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmPopup popup = popup_of (view);
  gboolean there = FALSE;
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  return change != NULL && store_has_popup (session->store, &popup, &there, error)
         && (!there || write_shown (session, view, error)) && store_commit (change, error);
}

/* The mark is cleared only if it is still a claim. If the claim has run out, another process may
 * have shown the alert since. */
gboolean
alert_mark_failed (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  RgmMark mark, none = { RGM_MARK_NONE, session->now, RGM_INSTANT_NONE, 0 };
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  if (change == NULL || !read_mark (session, view, &mark, error))
    return FALSE;
  if (mark.state == RGM_MARK_CLAIMED && !write_mark (session, view, &none, error))
    return FALSE;
  return store_commit (change, error);
}

gboolean
alert_mark_off_screen (const RgmSession *session, const RgmAlertView *view, gboolean lost,
                       GError **error)
{
  RgmPopup popup = popup_of (view);
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  return change != NULL && store_end_popup (session->store, &popup, lost, error)
         && (lost || note_closed (session, view, error)) && store_commit (change, error);
}

gboolean
rgm_alert_snooze (const RgmSession *session, const RgmAlertView *view, RgmInstant until,
                  GError **error)
{
  RgmMark snoozed = { RGM_MARK_SNOOZED, session->now, until, 0 };
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  return change != NULL
         && store_leave_popup (session->store, view->course_id, view->dose, view->alert.key, error)
         && write_mark (session, view, &snoozed, error) && store_commit (change, error);
}
