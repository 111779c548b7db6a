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

typedef enum {
  RGM_URGENCY_LOW,
  RGM_URGENCY_NORMAL,
  RGM_URGENCY_CRITICAL,
} RgmUrgency;

typedef struct {
  const char *kind;       /* static: the name of its kind, for example "due" */
  char key[48];           /* "upcoming-1:2026-12-03", unique within the dose */
  RgmInstant from, until; /* current in [from, until) */
  RgmUrgency urgency;
} RgmAlert;

/* What the alert is about, without naming a treatment: "it says that a dose is due". Returns:
 * (transfer none). */
const char *rgm_alert_about (const RgmAlert *alert);

/* A button of an alert. */
typedef struct {
  /* static: what it writes. "given": the dose was given, at its appointment if that was earlier on
   * the same day; "snooze": nothing, the alert comes again; "skip": the dose was not given and will
   * not be, a session is made up at the end of the course; "hold": the clinic put the dose off;
   * "details": nothing, it opens the sheet of the person, which begins with what the alert is
   * about; after a dose its label says that these are the warning signs. */
  const char *verb;
  const char *label; /* static, translated */
} RgmAlertButton;

#define RGM_ALERT_BUTTONS 3

/* An alert with all that is needed to show it. */
typedef struct {
  RgmAlert alert;
  gint64 course_id;
  char *course_uid;
  char *patient; /* name */
  char *course;  /* handle */
  int dose;
  RgmInstant when; /* alert.from, or the end of a snooze */
  RgmInstant said; /* as of when its words are said */
  /* when its words will be others if the record stays as it is, because they say "tomorrow";
   * RGM_INSTANT_NONE: not as long as it is current */
  RgmInstant changes;
  gboolean answerable; /* it asks whether the dose was given: due and overdue */
  gboolean snoozable;  /* the user may ask to be reminded again later */
  /* plain text, one line: the decision that the user has to take, the number of the dose and the
   * treatment in the first 40 letters, in few words; last the person, if there are several */
  char *summary;
  /* plain text of at most 4 lines, with the commands to type; and of one more for whom to call, for
   * what is needed, for what is to be asked, and for the person if there are several; the caller
   * escapes it for servers with markup */
  char *body;
  char *button_body; /* for a popup with buttons: without the commands that the buttons stand for */
  RgmAlertButton buttons[RGM_ALERT_BUTTONS]; /* from the left; unused ones have no verb */
  char *server;        /* if it is on a screen: the server that shows it; else NULL */
  guint32 popup;       /* what that server calls the popup; else 0 */
  RgmInstant shown_at; /* if the record says that it is on a screen: since when; else 0 */
} RgmAlertView;
void rgm_alert_view_free (RgmAlertView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmAlertView, rgm_alert_view_free)

/**
 * rgm_alerts_due: the alerts that are current at session->now and have not been shown yet: the more
 * urgent ones first, then those that wait for an answer, then the older ones. Does not mark them as
 * shown. A tentative dose has none. A dose that follows an unanswered one of its course has its own
 * due alert only; when that one is overdue, its alert tells about all of them. Of the doses that
 * were given only the last one of each course has alerts; of fixed times and as needed the first
 * one, because what to watch for is not repeated with every tablet; of radiation sessions the first
 * one of each week and the last one.
 * @private_mode: no treatment, effect or place in the texts.
 * @next: (out) (nullable): the first moment after now at which the answer may change even if
 * nothing is put on record; RGM_INSTANT_NONE: never.
 * Returns: (transfer full) (element-type RgmAlertView): NULL with RGM_ERROR_STORE.
 */
GPtrArray *
rgm_alerts_due (const RgmSession *session, gboolean private_mode, RgmInstant *next, GError **error);

/**
 * rgm_alert_next: the first alert to come after session->now if nothing is put on record until
 * then, with its moment as its when. Otherwise as rgm_alerts_due().
 * @view: (out) (transfer full) (nullable): NULL: there is none within a year or so.
 */
gboolean rgm_alert_next (const RgmSession *session, gboolean private_mode, RgmAlertView **view,
                         GError **error);

/**
 * rgm_alert_of: the current alert of course @course_id that can be snoozed, whether it was shown or
 * not: that of dose @dose, or of the first dose that has one if @dose is 0.
 * @view: (out) (transfer full) (nullable): NULL: there is none.
 */
gboolean rgm_alert_of (const RgmSession *session, gint64 course_id, int dose, RgmAlertView **view,
                       GError **error);

/* Puts the alert off. At @until it is shown again, or the alert that has taken its place by
 * then. */
gboolean rgm_alert_snooze (const RgmSession *session, const RgmAlertView *view, RgmInstant until,
                           GError **error);

/* "low", "normal" or "critical": for JSON, never translated. */
const char *rgm_urgency_name (RgmUrgency urgency);

RGM_END_DECLS
