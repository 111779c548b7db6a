/* alert-kinds.h: the kinds of alert: when alerts of each kind come, how urgent they are, what they
 * say, and which buttons they have. Pure.
 */
#pragma once

#include <regimen/alert.h>

/* A dose with everything that its alerts depend on. Borrows everything. */
typedef struct {
  const RgmDose *dose;
  const RgmCourse *course;
  /* nullable: the treatment is not in the catalog, so nothing is known to watch for */
  const RgmTreatment *treatment;
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone;    /* of the patient */
  const char *patient;    /* nullable: set only if the record has several patients */
  const char *short_name; /* likewise: the name of the patient in a title */
  const char *record;     /* nullable: the record, if commands have to name it */
  /* What the patient put on record between the doses; nullable: not read, because only the words of
   * an alert need it. */
  const GPtrArray *contacts;  /* of RgmContact */
  const GPtrArray *questions; /* of RgmQuestion: the open ones */
  const GPtrArray *needs;     /* of RgmNeed: those of the course */
  gboolean last_of_course;    /* the dose is the last one of a completed course */
  /* the dose was given, and it is the one after which effects are watched for */
  gboolean watched;
  /* TRUE if another dose of the course is the leading one. From @together_from on, when the leading
   * dose is overdue, its alert counts this dose too, but not before the day of this dose is
   * over. */
  gboolean out_of_turn;
  RgmInstant together_from;
  int together; /* how many other doses the alert of this dose counts */
  /* An earlier dose that has no answer yet, although the day of this dose depends on it; 0: none.
   * Until it is answered, this dose is announced if it has an appointment, but it is not due. */
  int waits_for;
  RgmInstant now;
  /* The next two are set by alert_say(). */
  gboolean lasting; /* the words have to stay true, see ALERT_LASTING */
  RgmInstant until; /* when the alert ends */
} AlertSubject;

/* What has happened to a dose so far. Each kind of alert belongs to doses of one stage. A dose that
 * was skipped, missed or cancelled has no alerts. */
typedef enum {
  ALERT_STAGE_OPEN, /* it waits for its day or for an answer */
  ALERT_STAGE_HELD, /* it is on hold: the clinic put it off */
  ALERT_STAGE_GIVEN,
} AlertStage;

typedef struct _AlertKind AlertKind;
typedef struct _AlertMoments AlertMoments;

/* The words of an alert. All members are filled by the function of its kind. */
typedef struct {
  char *title;        /* with "%s" in the place of the dose, see alert_title() */
  gboolean of_course; /* the title is about the course, not about one dose */
  /* The lines of the body. At most 4 together with @commands; an answerable kind has at most 2,
   * because 2 commands follow for its buttons, unless the dose waits for an earlier one. At most 2
   * more lines tell what the patient put on record between the doses. */
  GPtrArray *lines;
  /* Lines that end with a command to type. They are left out if the popup has buttons. */
  GPtrArray *commands;
} AlertWords;

/* A row of the table of kinds, which is at the end of alert-kinds.c. */
struct _AlertKind {
  const char *name;  /* the first part of the alert's key */
  const char *about; /* what its alerts are about, without naming a treatment: "it says that …" */
  RgmUrgency urgency;
  AlertStage stage;
  /* The alert asks the user whether the dose was given. It has a button that says so, for example
   * "Given", as soon as the time of the dose has come, and one that says that the dose was not
   * given. */
  gboolean answerable;
  /* The user can ask to be reminded again later, with the button "Snooze" or with `regimen
   * snooze`. */
  gboolean snoozable;
  /* Its alerts say what to watch for after a dose. The button that opens the details is called
   * "Warning signs", because the page that it opens begins with those. */
  gboolean watches;
  /* Its alerts are also shown for doses other than the leading one. */
  gboolean out_of_turn;
  /* The offset in bytes of the list of days in RgmSettings that @add reads; 0 if the kind has no
   * such list. */
  gsize days_offset;
  /* Whether a dose of that stage has such alerts. NULL: every dose has. */
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
 * alert_days_after_dose: for how many days after a dose was given it may have alerts, according to
 * the lists of days in @settings.
 */
int alert_days_after_dose (const RgmSettings *settings);

/* The moment from which alerts say that the dose is overdue. Not for a fixed time. */
RgmInstant alert_overdue_from (const AlertSubject *subject);

/* Whether the doses of the course wait for one another, because the course counts from the day
 * given. Then only its first open dose can be due or overdue. */
gboolean alert_waits_in_order (const AlertSubject *subject);

/* Whether the dose is not the leading one and is by now counted by the alert of the leading dose,
 * so that it has no due alert of its own any more. */
gboolean alert_is_told_together (const AlertSubject *subject);

/**
 * alerts_of_dose: all alerts of one dose in the order of their moments, past and future. The table
 * of kinds says when the alerts of each kind come. An alert is current until the next one begins.
 * Alerts that repeat without an end are listed up to the first one after @subject->now.
 * Returns: (transfer full) (element-type RgmAlert): by ascending from; no two overlap.
 */
GArray *alerts_of_dose (const AlertSubject *subject);

/* How an alert is worded. */
typedef enum {
  ALERT_PLAIN = 0,
  /* It says only that there is something, when it was planned, and how to see more, but nothing
   * about the treatment or the place. */
  ALERT_PRIVATE = 1,
  /* In words that stay true on every day on which the alert is current: "Thu 3 Dec" instead of
   * "tomorrow". For a popup that cannot be renewed. */
  ALERT_LASTING = 2,
} AlertStyle;

/**
 * alert_say: sets summary, body, button_body, buttons, answerable, snoozable, said and changes of
 * @view. The alert of @view must be one of the alerts of @subject.
 * If there are several patients, the title ends with the short name of the patient, and the last
 * line before the commands has the full name.
 */
void alert_say (const AlertSubject *subject, AlertStyle style, RgmAlertView *view);

/* "regimen log denosumab/3", with "--patient NAME" if there are several patients. @dose: 0:
 * "regimen log denosumab". Returns: (transfer full). */
char *alert_command (const AlertSubject *subject, const char *verb, int dose);
/* The same for "log" and the dose of @subject; with the day of the dose if that day has passed.
 * Returns: (transfer full). */
char *alert_log_command (const AlertSubject *subject);

/**
 * alert_booking_command: "regimen book denosumab/3 "2026-12-03 10:00"": an example of how to enter
 * an appointment for the dose. Its day is later than today or, if @subject->lasting, later than the
 * last day of the alert, so that the command still works if the user types it just as it is.
 * Returns: (transfer full).
 */
char *alert_booking_command (const AlertSubject *subject);

/**
 * alert_said_today: an alert of @subject was put into words that were true at @said. Returns the
 * moment at which its words have to be true now. This is @said itself while only hours have passed
 * on the same day; a midnight or the time of the visit in between makes it later. If @said lies in
 * the future, because the clock was set back, it is @subject->now.
 */
RgmInstant alert_said_today (const AlertSubject *subject, RgmInstant said);

/* Whether both views have the same words and buttons. */
gboolean alert_views_agree (const RgmAlertView *one, const RgmAlertView *other);
