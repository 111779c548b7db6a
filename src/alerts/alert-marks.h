/* alert-marks.h: the mark of an alert says whether it may be shown, or what became of it. Each
 * function reads and writes it in one transaction, so that two processes do not disturb each other.
 */
#pragma once

#include <regimen/alert.h>

#include "store/alert-rows.h"

/**
 * alert_mark_allows: whether an alert with @mark may be shown at @now. Pure.
 * @again: (out): if it may not, the moment from which it may; RGM_INSTANT_NONE: never.
 */
gboolean alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again);

/**
 * alert_mark: reads the mark of @alert, an alert of dose @dose. If it was shown before alert->slot
 * and is no longer on the screen, it is as if it had no mark.
 * @mark: (out).
 */
gboolean alert_mark (RgmStore *store, gint64 course_id, int dose, const RgmAlert *alert,
                     RgmMark *mark, GError **error);

/**
 * alert_claim: takes the right to show @view, so that no other process shows it too. A claim lasts
 * 60 s. If the process ends before it has shown the alert, another process may then take the claim
 * over. If that one ends too, the next process has to wait an hour, so that an alert which crashes
 * processes is not shown over and over.
 * @take_over: whether to take over a claim that has run out. FALSE if the process that made it is
 * known to be alive, because it may be waiting for a server that hangs.
 * @claimed: (out): FALSE if another process has the claim, or the alert was shown or snoozed.
 */
gboolean alert_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
                      gboolean *claimed, GError **error);

/**
 * alert_reclaim: claims an alert that is about to move from one popup to another. It moves from
 * popup view->popup of view->server or, if view->server is NULL, from a popup that did not reach
 * the screen.
 * @claimed: (out): FALSE if another process has moved the alert out of that popup meanwhile, if it
 * was snoozed, or if the user closed the popup.
 */
gboolean alert_reclaim (const RgmSession *session, const RgmAlertView *view, gboolean *claimed,
                        GError **error);

/* Notes that the alert is on the screen, as popup view->popup of view->server. */
gboolean alert_mark_shown (const RgmSession *session, const RgmAlertView *view, GError **error);

/* Notes that popup view->popup of view->server now has the current words of the alert. Does nothing
 * if that popup does not show the alert any more. */
gboolean alert_mark_renewed (const RgmSession *session, const RgmAlertView *view, GError **error);

/* Gives up a claim because the alert could not be shown. It is shown later. */
gboolean alert_mark_failed (const RgmSession *session, const RgmAlertView *view, GError **error);

/**
 * alert_mark_off_screen: notes that the popup of the alert is no longer on the screen. Does nothing
 * if another popup shows the alert by now (if view->server is NULL: if any popup does).
 * @lost: TRUE if the popup left the screen without the user closing it, for example because the
 * server ended. The alert is then shown again.
 */
gboolean alert_mark_off_screen (const RgmSession *session, const RgmAlertView *view, gboolean lost,
                                GError **error);
