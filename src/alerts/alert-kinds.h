/* alert-kinds.h: the kinds of alert: when each comes, how urgent it is, what it says, and which
 * buttons it has. Pure.
 */
#pragma once

#include <regimen/alert.h>

/* A dose with all that its alerts depend on. Borrows everything. */
typedef struct {
  const RgmDose *dose;
  const RgmCourse *course;
  const RgmTreatment *treatment; /* nullable: unknown, so there is nothing to be watched for */
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone;    /* of the patient */
  const char *patient;    /* nullable: set only if the record has several patients */
  const char *short_name; /* likewise: what the patient is called in a title */
  /* What the person put on record between the doses; nullable: unknown, or it does not matter. */
  const GPtrArray *contacts;  /* of RgmContact */
  const GPtrArray *questions; /* of RgmQuestion: the open ones */
  const GPtrArray *needs;     /* of RgmNeed: those of the course */
  gboolean last_of_course;    /* the dose is the last one of a completed course */
  gboolean watched;           /* the dose was given, and its effects are to be watched for */
  /* Another dose of the course leads. From @together_from on, when that dose is overdue, its alert
   * tells about this one too, unless this one is of today. */
  gboolean out_of_turn;
  RgmInstant together_from;
  int together; /* how many other doses the alert of this one tells about */
  /* The earlier dose from whose day this one counts and which has no answer yet; 0: none. Until
   * then this one is announced if it has an appointment, but it is not due. */
  int waits_for;
  RgmInstant now;
  /* These are set by alert_say(). */
  gboolean lasting; /* the words are to stay true, see ALERT_LASTING */
  RgmInstant until; /* when the alert ends */
} AlertSubject;

/* What has become of a dose so far. Each kind of alert is for doses of one stage; a dose that was
 * skipped, missed or cancelled has no alerts. */
typedef enum {
  ALERT_STAGE_OPEN, /* waits for its day or for an answer */
  ALERT_STAGE_HELD, /* the clinic put it off */
  ALERT_STAGE_GIVEN,
} AlertStage;

typedef struct _AlertKind AlertKind;
typedef struct _AlertMoments AlertMoments;

/* What an alert says. All are filled by the function of its kind. */
typedef struct {
  char *title;        /* with "%s" in the place of the dose, see alert_title() */
  gboolean of_course; /* the title is about the course, not about one dose */
  /* of the body: at most 4 with @commands, or 2 if the kind is answerable; and at most 2 more of
   * what the person put on record between the doses */
  GPtrArray *lines;
  /* Lines that end with a command to type. They are left out where the server has buttons. */
  GPtrArray *commands;
} AlertWords;

/* A row of the table of kinds, which is at the end of alert-kinds.c. */
struct _AlertKind {
  const char *name;  /* the first part of the alert's key */
  const char *about; /* what its alerts are about, without naming a treatment: "it says that …" */
  RgmUrgency urgency;
  AlertStage stage;
  /* The user is asked whether the dose was given: a button that says so, for example "Given", as
   * soon as the time of the dose has come, and one that says that it was not. */
  gboolean answerable;
  /* The user can be reminded again later: a button "Snooze", and `regimen snooze`. */
  gboolean snoozable;
  /* It is about what to watch for: its popup has a button that leads to the warning signs, because
   * the page that a popup opens begins with what it is about. */
  gboolean watches;
  /* Also shown for a dose while another one leads. */
  gboolean out_of_turn;
  /* Where RgmSettings has the list of days that @add reads (an offset in bytes); 0 if the kind has
   * no such list. */
  gsize days_offset;
  /* Which doses of that stage have such alerts. NULL: all of them. */
  gboolean (*applies) (const AlertSubject *subject);
  /* Adds the alerts of one dose in the order of their moments. */
  void (*add) (AlertMoments *moments, const AlertKind *kind);
  void (*say) (const AlertSubject *subject, AlertWords *words);
};

/**
 * alert_kind_of_key: the kind of the alert with @key, for example "upcoming-1:2026-12-03", or with
 * the name @key.
 * Returns: (nullable): NULL if there is no such kind.
 */
const AlertKind *alert_kind_of_key (const char *key);

/**
 * alert_days_after_dose: for how many days after a dose was given it may have alerts, with the
 * lists of days in @settings.
 */
int alert_days_after_dose (const RgmSettings *settings);

/* When the alerts begin that say that the dose, which is no fixed time, is overdue. */
RgmInstant alert_overdue_from (const AlertSubject *subject);

/* Whether the doses of the course wait for one another: it counts from the day given, so only its
 * first open dose can be due or overdue. */
gboolean alert_waits_in_order (const AlertSubject *subject);

/* Whether a dose that is out of turn is told about by the alert of the leading dose, and has none
 * of its own any more. */
gboolean alert_is_told_together (const AlertSubject *subject);

/**
 * alerts_of_dose: all alerts of one dose in the order of their moments, past and to come. The row
 * of each kind says when its alerts come. An alert is current until the next one begins; those
 * that repeat without an end are listed up to the first one after @subject->now.
 * Returns: (transfer full) (element-type RgmAlert): by ascending from; no two overlap.
 */
GArray *alerts_of_dose (const AlertSubject *subject);

/* How an alert is told. */
typedef enum {
  ALERT_PLAIN = 0,
  /* Only that there is something, when it was planned, and how to see more; nothing about the
   * treatment or the place. */
  ALERT_PRIVATE = 1,
  /* In words that stay true as long as the alert is current, whatever the day: "Thu 3 Dec" instead
   * of "tomorrow". For a popup that cannot be renewed. */
  ALERT_LASTING = 2,
} AlertStyle;

/**
 * alert_say: sets summary, body, button_body, buttons, answerable, snoozable, said and changes of
 * @view, whose alert is one of @subject.
 * If there are several patients, the title ends with the short name, and the last line before the
 * commands has the name.
 */
void alert_say (const AlertSubject *subject, AlertStyle style, RgmAlertView *view);

/* "regimen log denosumab/3", for the right patient. @dose: 0: "regimen log denosumab". Returns:
 * (transfer full). */
char *alert_command (const AlertSubject *subject, const char *verb, int dose);
/* The same for "log" and the dose of @subject, with its day if that has passed. Returns: (transfer
 * full). */
char *alert_log_command (const AlertSubject *subject);

/**
 * alert_booking_command: "regimen book denosumab/3 "2026-12-03 10:00"": an example of how an
 * appointment of the dose is typed. It works as it stands as long as a popup is not renewed: the
 * day is a later one than today or, if @subject->lasting, than the last day of the alert. Returns:
 * (transfer full).
 */
char *alert_booking_command (const AlertSubject *subject);

/**
 * alert_said_today: as of when an alert of @subject that was said as of @said is to be said now.
 * Hours that have passed on the same day do not change it; a midnight does, and the time of the
 * visit.
 */
RgmInstant alert_said_today (const AlertSubject *subject, RgmInstant said);

/* Whether both views have the same words and buttons. */
gboolean alert_views_agree (const RgmAlertView *one, const RgmAlertView *other);
