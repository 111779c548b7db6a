/* alert-cache.h: finds the current alerts for the service, which asks again and again. The cache
 * remembers what each course says, so that the cost of an answer depends on what is new, not on the
 * number of courses.
 */
#pragma once

#include <regimen/alert.h>

#include "alerts/alert-kinds.h"
#include "store/alert-rows.h"

typedef struct _AlertCache AlertCache;
AlertCache *alert_cache_new (void);
void alert_cache_free (AlertCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AlertCache, alert_cache_free)

/* Makes the next look read all courses, because the settings, the catalog or the store have
 * changed. */
void alert_cache_forget (AlertCache *cache);

/* Makes the next look survey course @id again, because the mark of one of its alerts has
 * changed. */
void alert_cache_renew (AlertCache *cache, gint64 id);

/* As rgm_alerts_due(). */
GPtrArray *alert_cache_due (AlertCache *cache, const RgmSession *session, AlertStyle style,
                            RgmInstant *next, GError **error);

/**
 * alert_cache_is_current: whether @view is still true, so that it may stay on the screen.
 * @is_current: (out): FALSE if the dose was answered, moved or booked since, if the alert was
 * snoozed, or if its time has passed.
 */
gboolean alert_cache_is_current (AlertCache *cache, const RgmSession *session,
                                 const RgmAlertView *view, gboolean *is_current, GError **error);

/**
 * alert_cache_forget_ahead: takes the marks from alerts whose time has not come yet, although they
 * are marked as shown at a time that has not come either: the clock ran ahead then. They are shown
 * again at their time. Writes to the record only if there are any. Call it after alert_cache_due().
 */
gboolean
alert_cache_forget_ahead (const AlertCache *cache, const RgmSession *session, GError **error);

/**
 * alert_cache_say_today: what the alert of @view, which is on the screen, has to say today by the
 * record as it is. Its words are those of @view, if they are still true: hours that have passed
 * since then on the same day do not change them. Call it after alert_cache_is_current().
 * @today: (out) (transfer full) (nullable): NULL: the alert is not current any more.
 */
gboolean
alert_cache_say_today (const AlertCache *cache, const RgmSession *session, AlertStyle style,
                       const RgmAlertView *view, RgmAlertView **today, GError **error);

/* Returns: whether @popup is asked for. */
typedef gboolean (*AlertPopupFilter) (const RgmPopup *popup, gpointer data);

/**
 * alert_cache_on_screen: the alerts that are on a screen according to the record, with server and
 * popup set, and in the words that were said when they came there. The alerts of one popup are next
 * to each other. An alert that is not current any more has no text.
 * @wanted: (nullable): chooses popups; NULL: all.
 * Returns: (transfer full) (element-type RgmAlertView).
 */
GPtrArray *alert_cache_on_screen (AlertCache *cache, const RgmSession *session, AlertStyle style,
                                  AlertPopupFilter wanted, gpointer data, GError **error);

/* Sorts the RgmAlertViews of a GPtrArray by importance: the more urgent ones come first, then those
 * that wait for an answer, then the older ones. */
int alert_views_compare (gconstpointer a, gconstpointer b);

/* Gets an alert with all that it depends on. Both are valid as long as the call lasts. */
typedef void (*AlertTeller) (const AlertSubject *subject, const RgmAlertView *view, gpointer data);

/**
 * alert_tell: has @tell called with the current alert of dose @dose of course @course_id, if it has
 * one, whether it was shown or not. Asks no cache, because it is asked once.
 */
gboolean alert_tell (const RgmSession *session, gint64 course_id, int dose, AlertStyle style,
                     AlertTeller tell, gpointer data, GError **error);
