/* alert.h: which alerts are to be shown, and what they say. What is due follows from the record; a
 * notification is only a view of it.
 *
 * An alert is current from its moment until the next one of its dose begins. So a dose has at most
 * one current alert: nothing that is shown is out of date, and after an absence there is no flood.
 * The key of an alert is made of its kind, a step and the *local* time for which the dose is
 * planned or booked: it stays the same over restarts, clock steps and zone changes, and is new if
 * the dose is moved.
 */
#pragma once

#include <regimen/session.h>

RGM_BEGIN_DECLS

typedef struct _RgmPopup RgmPopup; /* a popup on a screen */

typedef enum {
  RGM_URGENCY_LOW,
  RGM_URGENCY_NORMAL,
  RGM_URGENCY_CRITICAL,
} RgmUrgency;

typedef struct {
  const char *kind; /* static: "book", "upcoming", "due", "overdue", "hold", "watch", "response" */
  char key[48];     /* "upcoming-1:2026-12-03", unique within the dose */
  RgmInstant from, until; /* current in [from, until) */
  RgmUrgency urgency;
} RgmAlert;

/* An alert with all that is needed to show it. */
typedef struct {
  RgmAlert alert;
  gint64 course_id;
  char *course_uid;
  char *patient; /* name */
  char *course;  /* handle */
  int dose;
  RgmInstant when;     /* alert.from, or the end of a snooze */
  gboolean answerable; /* due and overdue: Given and Skip make sense */
  gboolean snoozable;  /* the dose is open: to be reminded again makes sense */
  char *summary;       /* plain text, one line; the decision */
  /* plain text, at most 4 lines, names the command to type; the caller escapes it for servers
   * with markup */
  char *body;
  char *button_body; /* the same beside buttons: without the commands that the buttons stand for */
  char *server;      /* on a screen: the server that shows it, and what it calls the popup; */
  guint32 popup;     /* else NULL and 0 */
} RgmAlertView;
void rgm_alert_view_free (RgmAlertView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmAlertView, rgm_alert_view_free)

/* Which comes first where there is little room: the more urgent, then what waits for an answer,
 * then the older. Returns: as strcmp(). */
int rgm_alert_view_compare (const RgmAlertView *a, const RgmAlertView *b);

/**
 * rgm_alerts_due: the alerts to show at session->now that were not shown yet, by
 * rgm_alert_view_compare(). Does not mark them.
 * Of the doses that follow an unanswered one of their course only that they are due. Of the given
 * doses only the last of each course; of fixed times and as needed
 * the first: what to watch for is not said with every tablet.
 * @private_mode: no treatment, effect or place in the texts.
 * @next: (out) (nullable): the first moment after now at which the answer may change by the clock
 * alone; RGM_INSTANT_NONE: never.
 * Returns: (transfer full) (element-type RgmAlertView).
 */
GPtrArray *
rgm_alerts_due (const RgmSession *session, gboolean private_mode, RgmInstant *next, GError **error);

/**
 * rgm_alert_claim: takes the right to show @view, so that no other process shows it too.
 * A claim holds for 60 s; one that was left by a process that ended in between may be taken over
 * then. Where that process ended too, the next may an hour later: what makes them end is not to
 * show an alert over and over.
 * @take_over: also from a process that may have ended: FALSE where the one that claims lives, and
 * waits for a server that hangs.
 * @claimed: (out): FALSE where another process holds it, or it was shown.
 */
gboolean rgm_alert_claim (const RgmSession *session, const RgmAlertView *view, gboolean take_over,
                          gboolean *claimed, GError **error);
/* It is on its way to the screen again, in another popup than before: a claim, whatever the mark
 * was. */
gboolean rgm_alert_reclaim (const RgmSession *session, const RgmAlertView *view, GError **error);
/* The notification is on the screen: popup view->popup of view->server. */
gboolean rgm_alert_shown (const RgmSession *session, const RgmAlertView *view, GError **error);
/* What was claimed could not be shown: given back, to be shown again. */
gboolean rgm_alert_failed (const RgmSession *session, const RgmAlertView *view, GError **error);
/* What was shown is off the screen. @lost: it went with its server before anybody closed it: given
 * back. Nothing where it is in another popup by now. */
gboolean rgm_alert_off_screen (const RgmSession *session, const RgmAlertView *view, gboolean lost,
                               GError **error);
/* Again at @until: this alert, or the one that has taken its place by then. */
gboolean rgm_alert_snooze (const RgmSession *session, const RgmAlertView *view, RgmInstant until,
                           GError **error);
/**
 * rgm_alert_next: the first alert to come after session->now if nothing happens until then, with
 * its moment as its when. As rgm_alerts_due() otherwise.
 * @view: (out) (transfer full) (nullable): NULL: none within a year or so.
 */
gboolean rgm_alert_next (const RgmSession *session, gboolean private_mode, RgmAlertView **view,
                         GError **error);

/**
 * rgm_alert_of: what course @course_id has to say now and can be put off, shown or not: of dose
 * @dose, 0: of the first dose that has.
 * @view: (out) (transfer full) (nullable): NULL: nothing.
 */
gboolean rgm_alert_of (const RgmSession *session, gint64 course_id, int dose, RgmAlertView **view,
                       GError **error);

/* ---- the same questions, asked again and again ----
 * Remembers what each course says, so that an answer costs what is new, however many courses there
 * are. */
typedef struct _RgmAlertWatch RgmAlertWatch;
RgmAlertWatch *rgm_alert_watch_new (void);
void rgm_alert_watch_free (RgmAlertWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmAlertWatch, rgm_alert_watch_free)

/* Looks at all courses the next time: the settings, the catalog or the store are others. */
void rgm_alert_watch_forget (RgmAlertWatch *watch);

/* Looks at course @id the next time: what is known of its alerts is another thing now. */
void rgm_alert_watch_renew (RgmAlertWatch *watch, gint64 id);

/* As rgm_alerts_due(). */
GPtrArray *rgm_alert_watch_due (RgmAlertWatch *watch, const RgmSession *session,
                                gboolean private_mode, RgmInstant *next, GError **error);
/* Whether @view is still what its dose has to say: FALSE if the dose was answered, moved or booked
 * since, if the alert was snoozed, or if its time has passed. */
gboolean rgm_alert_watch_holds (RgmAlertWatch *watch, const RgmSession *session,
                                const RgmAlertView *view, gboolean *holds, GError **error);

typedef gboolean (*RgmPopupFilter) (const RgmPopup *popup, gpointer data);
/**
 * rgm_alert_watch_on_screen: what the record knows to be on a screen, those of one popup together,
 * with server and popup set. One that holds no more has no text.
 * @wanted: (nullable): which popups.
 * Returns: (transfer full) (element-type RgmAlertView).
 */
GPtrArray *
rgm_alert_watch_on_screen (RgmAlertWatch *watch, const RgmSession *session, gboolean private_mode,
                           RgmPopupFilter wanted, gpointer data, GError **error);

const char *rgm_urgency_name (RgmUrgency urgency);

RGM_END_DECLS
