/* alert.h: which alerts are to be shown, and what they say. The alerts that are due follow from the
 * record; a notification only displays one.
 *
 * An alert is current from its moment until the next alert of the same dose begins. A dose
 * therefore has at most one current alert: nothing that is shown is out of date, and the user is
 * not flooded with alerts after an absence. The key of an alert is made of its kind, a step and the
 * *local* time for which the dose is planned or booked. It stays the same over restarts, clock
 * steps and zone changes, and is a new one if the dose is moved.
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
  /* For a fixed time of the day: that time. If the user travels to the west, it comes again later,
   * so an alert that was shown before it has to be shown again. Otherwise RGM_INSTANT_NONE. */
  RgmInstant slot;
  RgmUrgency urgency;
} RgmAlert;

/* What the alert is about, without naming a treatment: "it says that a dose is due". Returns:
 * (transfer none). */
const char *rgm_alert_about (const RgmAlert *alert);

/* A button of an alert. */
typedef struct {
  /* static: what the button does. "given": records that the dose was given, at the time of its
   * appointment if that was earlier on the same day; "snooze": records nothing, the alert comes
   * again later; "skip": records that the dose was not given and will not be, a radiation session
   * is made up at the end of the course; "hold": records that the clinic put the dose off;
   * "details": records nothing, opens the patient's sheet, which begins with what the alert is
   * about. After a dose was given, the label of "details" says that the sheet shows the warning
   * signs. */
  const char *verb;
  const char *label; /* static, translated */
} RgmAlertButton;

#define RGM_ALERT_BUTTONS 3

/* An alert with everything that is needed to show it. */
typedef struct {
  RgmAlert alert;
  gint64 course_id;
  char *course_uid;
  char *patient; /* name */
  char *course;  /* handle */
  int dose;
  RgmInstant when; /* the moment of this showing: alert.from, or the end of a snooze */
  RgmInstant said; /* the moment at which the texts are true: they may say "tomorrow" */
  /* when its text will change although the record does not, because it says "tomorrow";
   * RGM_INSTANT_NONE: not while the alert is current */
  RgmInstant changes;
  gboolean answerable; /* it asks whether the dose was given, as due and overdue alerts do */
  gboolean snoozable;  /* the user may ask to be reminded again later */
  /* plain text, one line: within the first 40 letters, in a few words, the decision that the user
   * has to take, the number of the dose and the treatment; at the end the patient, if there are
   * several */
  char *summary;
  /* plain text: at most 4 lines, including the commands to type, and one more line each for whom to
   * call, what the dose needs, the questions to ask, and the patient if there are several; the
   * caller escapes it for servers with markup */
  char *body;
  /* for a popup with buttons: @body without the commands that the buttons replace */
  char *button_body;
  RgmAlertButton buttons[RGM_ALERT_BUTTONS]; /* from the left; unused ones have no verb */
  char *server;  /* the server that shows the alert; NULL if it is not on a screen */
  guint32 popup; /* the id that this server gave the popup; 0 if it is not on a screen */
  /* since when the record says that it is on a screen; 0 if the record does not */
  RgmInstant shown_at;
} RgmAlertView;
void rgm_alert_view_free (RgmAlertView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmAlertView, rgm_alert_view_free)

/**
 * rgm_alerts_due: the alerts that are current at session->now and have not been shown yet. More
 * urgent alerts come first, then those that wait for an answer, then older ones. The function does
 * not mark them as shown.
 *
 * A dose on hold has the alerts of its hold, even if it is tentative. Any other tentative dose has
 * no alerts. A dose that is not tentative although an earlier dose of its course is unanswered is
 * announced, and has its own due alert; when that earlier dose is overdue, one alert tells about
 * all of them. Of the doses that were given, only the last one of each course has alerts; in a
 * course of fixed times or as needed only the first one, because what to watch for is not repeated
 * with every tablet; and of radiation sessions the first one of each week and the last one.
 * @private_mode: no treatment, effect or place in the texts.
 * @next: (out) (nullable): the first moment after now at which the answer may change even if
 * nothing is put on record; RGM_INSTANT_NONE: never.
 * Returns: (transfer full) (element-type RgmAlertView): NULL with RGM_ERROR_STORE.
 */
GPtrArray *
rgm_alerts_due (const RgmSession *session, gboolean private_mode, RgmInstant *next, GError **error);

/**
 * rgm_alert_next: the first alert that will come after session->now if nothing is put on record
 * until then. The member when of @view is its moment. Otherwise as rgm_alerts_due().
 * @view: (out) (transfer full) (nullable): NULL if there is none within a year or so.
 */
gboolean rgm_alert_next (const RgmSession *session, gboolean private_mode, RgmAlertView **view,
                         GError **error);

/**
 * rgm_alert_of: the current alert of course @course_id that can be snoozed, whether or not it was
 * shown.
 * @dose: the dose that the alert is about; 0: the first dose that has such an alert.
 * @view: (out) (transfer full) (nullable): NULL if there is none.
 */
gboolean rgm_alert_of (const RgmSession *session, gint64 course_id, int dose, RgmAlertView **view,
                       GError **error);

/* Puts the alert off until @until. Then it is shown again, or the alert that has replaced it by
 * then. */
gboolean rgm_alert_snooze (const RgmSession *session, const RgmAlertView *view, RgmInstant until,
                           GError **error);

/* "low", "normal" or "critical": for JSON, never translated. */
const char *rgm_urgency_name (RgmUrgency urgency);

RGM_END_DECLS
