/* alert-marks.h: the mark of an alert says whether it may be shown, or what became of it. Each
 * function reads and writes it in one transaction, so that two processes do not disturb each other.
 */
#pragma once

#include <regimen/alert.h>

#include "store/alert-rows.h"

/**
 * alert_mark_allows: whether an alert with @mark may be shown at @now. Pure.
 * @again: (out): if not, the moment from which it may; RGM_INSTANT_NONE: never.
 */
gboolean alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again);

/**
 * alert_claim: takes the right to show @view, so that no other process shows it too. A claim lasts
 * 60 s. If the process ends without an answer, another one may take the claim over then; if that
 * one ends too, the next may only an hour later, so that an alert which ends processes is not shown
 * over and over.
 * @take_over: whether a claim that ran out is taken over. FALSE if the process that made it is
 * known to be alive, because it may be waiting for a server that hangs.
 * @claimed: (out): FALSE if another process has the claim, or the alert was shown.
 */
gboolean alert_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
                      gboolean *claimed, GError **error);

/**
 * alert_reclaim: claims an alert that is about to move to another popup, from popup view->popup of
 * view->server or, if view->server is NULL, from a popup that did not reach the screen.
 * @claimed: (out): FALSE if the alert has left that popup in another process: it is moving to a
 * popup there, is in one already, was snoozed, or the user closed it.
 */
gboolean alert_reclaim (const RgmSession *session, const RgmAlertView *view, gboolean *claimed,
                        GError **error);

/* Notes that the alert is on the screen, as popup view->popup of view->server. */
gboolean alert_mark_shown (const RgmSession *session, const RgmAlertView *view, GError **error);

/* Notes that popup view->popup of view->server, if it still shows the alert, says it in the words
 * of now. */
gboolean alert_mark_renewed (const RgmSession *session, const RgmAlertView *view, GError **error);

/* Gives up a claim, because the alert could not be shown. It is shown later. */
gboolean alert_mark_failed (const RgmSession *session, const RgmAlertView *view, GError **error);

/**
 * alert_mark_off_screen: notes that the popup of the alert is no longer on the screen. Does nothing
 * if the alert is in another popup by now; if view->server is NULL, in any.
 * @lost: the user did not close the popup, for example because the server ended. The alert is shown
 * again.
 */
gboolean alert_mark_off_screen (const RgmSession *session, const RgmAlertView *view, gboolean lost,
                                GError **error);
