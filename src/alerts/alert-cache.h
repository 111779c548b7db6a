/* alert-cache.h: finds the current alerts of all courses for the service, which asks for them again
 * and again. The cache remembers the alerts of each course, so that the cost of an answer depends
 * on what is new, not on the number of courses.
 */
#pragma once

#include <regimen/alert.h>

#include "alerts/alert-kinds.h"
#include "store/alert-rows.h"

typedef struct _AlertCache AlertCache;
AlertCache *alert_cache_new (void);
void alert_cache_free (AlertCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AlertCache, alert_cache_free)

/* Forgets everything, so that all courses are read again at the next call. Needed when the
 * settings, the catalog or the store have changed. */
void alert_cache_forget (AlertCache *cache);

/* Has the alerts of course @id determined again at the next call, because the mark of one of them
 * has changed. */
void alert_cache_renew (AlertCache *cache, gint64 id);

/* Does the same as rgm_alerts_due(), with the help of the cache. */
GPtrArray *alert_cache_due (AlertCache *cache, const RgmSession *session, AlertStyle style,
                            RgmInstant *next, GError **error);

/**
 * alert_cache_is_current: whether the alert of @view still applies, so that it may stay on the
 * screen.
 * @is_current: (out): FALSE if the dose was answered, moved or booked since, if the alert was
 * snoozed, or if its time has passed.
 */
gboolean alert_cache_is_current (AlertCache *cache, const RgmSession *session,
                                 const RgmAlertView *view, gboolean *is_current, GError **error);

/**
 * alert_cache_forget_ahead: corrects marks that were set while the clock was fast. An alert that is
 * neither current nor on a screen, but is marked as shown at a moment that still lies ahead, loses
 * its mark, so that it is shown when its time comes. Writes to the record only if there is such an
 * alert. Call it after alert_cache_due().
 */
gboolean
alert_cache_forget_ahead (const AlertCache *cache, const RgmSession *session, GError **error);

/**
 * alert_cache_say_today: what the alert of @view, which is on the screen, has to say today,
 * according to the record as it is now. The words of @view are kept as long as they are true: a new
 * day, the time of the visit or a change of the record can change them, but a few hours do not.
 * Call it after alert_cache_is_current().
 * @today: (out) (transfer full) (nullable): NULL: the alert is not current any more.
 */
gboolean
alert_cache_say_today (const AlertCache *cache, const RgmSession *session, AlertStyle style,
                       const RgmAlertView *view, RgmAlertView **today, GError **error);

/* Returns: whether the caller wants the alerts of @popup. */
typedef gboolean (*AlertPopupFilter) (const RgmPopup *popup, gpointer data);

/**
 * alert_cache_on_screen: the alerts that are on a screen according to the record, with server and
 * popup set, and worded as they were when they were shown. The alerts of one popup are next to each
 * other. An alert that is not current any more has no text.
 * @wanted: (nullable): chooses popups; NULL: all.
 * Returns: (transfer full) (element-type RgmAlertView).
 */
GPtrArray *alert_cache_on_screen (AlertCache *cache, const RgmSession *session, AlertStyle style,
                                  AlertPopupFilter wanted, gpointer data, GError **error);

/* Compares two RgmAlertViews of a GPtrArray, to sort them by importance: the more urgent ones come
 * first, then those that wait for an answer, then the older ones. */
int alert_views_compare (gconstpointer a, gconstpointer b);

/* Gets an alert with everything that it depends on. Both arguments are valid only during the
 * call. */
typedef void (*AlertTeller) (const AlertSubject *subject, const RgmAlertView *view, gpointer data);

/**
 * alert_tell: calls @tell with the current alert of dose @dose of course @course_id, if it has one,
 * whether that was shown or not. Uses no cache, because it is called only once.
 */
gboolean alert_tell (const RgmSession *session, gint64 course_id, int dose, AlertStyle style,
                     AlertTeller tell, gpointer data, GError **error);
