/* alert-marks.h: whether an alert may be shown, and what became of it. Every change is read and
 * written under one lock on the database.
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
 * alert_claim: takes the right to show @view, so that no other process shows it too. A claim
 * lasts 60 s. If the process ends without an answer, another one may take the claim over then; if
 * that one ends too, the next may only an hour later, so that an alert which ends processes is not
 * shown over and over.
 * @take_over: also from a process that may have ended. FALSE if the one that claimed is known to be
 * alive, and waits for a server that hangs.
 * @claimed: (out): FALSE if another process has the claim, or the alert was shown.
 */
gboolean alert_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
                      gboolean *claimed, GError **error);

/* Claims an alert that is sent to the screen again, in another popup, whatever its mark is. */
gboolean alert_reclaim (const RgmSession *session, const RgmAlertView *view, GError **error);

/* The alert is on the screen: popup view->popup of view->server. */
gboolean alert_mark_shown (const RgmSession *session, const RgmAlertView *view, GError **error);

/* What was claimed could not be shown: the claim is given up, so that the alert is shown later. */
gboolean alert_mark_failed (const RgmSession *session, const RgmAlertView *view, GError **error);

/**
 * alert_mark_off_screen: the popup of the alert has gone from the screen. Nothing is done if the
 * alert is in another popup by now.
 * @lost: nobody closed it, for example because the server ended: the alert is shown again.
 */
gboolean alert_mark_off_screen (const RgmSession *session, const RgmAlertView *view, gboolean lost,
                                GError **error);
