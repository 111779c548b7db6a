/* alert-cache.h: the current alerts, asked for again and again. The cache remembers what each
 * course says, so that the cost of an answer depends on what is new, not on the number of courses.
 */
#pragma once

#include <regimen/alert.h>

#include "store/alert-rows.h"

typedef struct _AlertCache RgmAlertWatch;
RgmAlertWatch *rgm_alert_watch_new (void);
void rgm_alert_watch_free (RgmAlertWatch *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmAlertWatch, rgm_alert_watch_free)

/* Has the next look read all courses: the settings, the catalog or the store have changed. */
void rgm_alert_watch_forget (RgmAlertWatch *cache);

/* Has the next look read course @id: the mark of one of its alerts has changed. */
void rgm_alert_watch_renew (RgmAlertWatch *cache, gint64 id);

/* As rgm_alerts_due(). */
GPtrArray *rgm_alert_watch_due (RgmAlertWatch *cache, const RgmSession *session,
                                gboolean private_mode, RgmInstant *next, GError **error);

/**
 * rgm_alert_watch_holds: whether @view is still what its dose has to say.
 * @holds: (out): FALSE if the dose was answered, moved or booked since, if the alert was snoozed,
 * or if its time has passed.
 */
gboolean rgm_alert_watch_holds (RgmAlertWatch *cache, const RgmSession *session,
                                const RgmAlertView *view, gboolean *holds, GError **error);

typedef gboolean (*RgmPopupFilter) (const RgmPopup *popup, gpointer data);

/**
 * rgm_alert_watch_on_screen: the alerts that are on a screen according to the record, with server
 * and popup set; those of one popup follow each other. An alert that is not current any more has
 * no text.
 * @wanted: (nullable): which popups.
 * Returns: (transfer full) (element-type RgmAlertView).
 */
GPtrArray *
rgm_alert_watch_on_screen (RgmAlertWatch *cache, const RgmSession *session, gboolean private_mode,
                           RgmPopupFilter wanted, gpointer data, GError **error);

/* Which of two alerts comes first if there is little room: the more urgent one, then the one that
 * waits for an answer, then the older one. Returns: as strcmp(). */
int rgm_alert_view_compare (const RgmAlertView *a, const RgmAlertView *b);
