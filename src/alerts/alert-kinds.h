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
  const RgmZone *zone;     /* of the patient */
  const char *patient;     /* nullable: set only if the record has several patients */
  gboolean last_of_course; /* the dose is the last one of a completed course */
  RgmInstant now;
} AlertSubject;

/* Which doses have alerts of a kind. */
typedef enum {
  ALERT_OF_OPEN_DOSE,
  ALERT_OF_HELD_DOSE,
  ALERT_AFTER_DOSE, /* a dose that was given: nothing is left to snooze */
} AlertStage;

typedef struct _AlertKind AlertKind;
typedef struct _AlertMoments AlertMoments;

/* What an alert says. Both are filled by the function of its kind. */
typedef struct {
  char *summary;
  GPtrArray *lines; /* of the body, at most 4, or 2 if the kind is answerable */
} AlertWords;

struct _AlertKind {
  const char *name; /* the first part of the alert's key */
  RgmUrgency urgency;
  AlertStage stage;
  /* The user is asked whether the dose was given: buttons "Given" and "Skip". */
  gboolean answerable;
  /* Also shown for a dose while the dose before it has no answer. */
  gboolean out_of_turn;
  /* The list of days in RgmSettings that @add reads, by its offset; 0 if there is none. */
  gsize days;
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
 * alerts_of_dose: all alerts of one dose in order of their moment, past and to come.
 * book: a dose of an interval, or a single visit without a time, that has no appointment. upcoming,
 * due, overdue: every open dose that is not on hold. hold: a dose on hold with a day to look again.
 * watch: a dose that was given of a treatment with effects; the first alert comes when the dose was
 * put on record. response: the last fraction of a completed radiation course, if the treatment has
 * response_days.
 * due: settings->due_minutes before a time; at the time itself if the interval is in hours; if the
 * dose has a day only, at the start of that day.
 * overdue: at the first start of a day after the window has passed, then daily for 7 days, then
 * weekly; listed up to one beyond @subject->now.
 * Fixed times: no book and no upcoming; due at the time, overdue an hour after it and then every 2
 * hours, until the dose is answered or missed (no longer open).
 * A lead time in days that is not shorter than the interval of the course gives no alert. A watch
 * or response alert is current for 7 days at most.
 * Returns: (transfer full) (element-type RgmAlert): by ascending from; no two overlap.
 */
GArray *alerts_of_dose (const AlertSubject *subject);

/**
 * alert_say: sets summary, body, button_body, answerable and snoozable of @view, whose alert is one
 * of @subject.
 * @private_mode: says only that there is something, when it was planned, and how to see more;
 * nothing about the treatment or the place.
 */
void alert_say (const AlertSubject *subject, gboolean private_mode, RgmAlertView *view);
