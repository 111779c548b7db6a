/* calendar-event.h: makes the calendar event of a dose, and the short events that come before
 * it. */
#pragma once

#include <regimen/calendar.h>

/* How many days past doses stay in the calendar. */
#define CALENDAR_KEPT_DAYS 90

/* A course, its patient, and the data from which the events of its doses are made. Borrows its
 * members. */
typedef struct {
  const RgmSession *session;
  const RgmCourse *course;
  const GArray *changes; /* of RgmDoseChange: the changes of the course */
  const RgmZone *zone;   /* the zone of the patient */
  const char *patient;   /* nullable: the patient's name, if the calendar has several patients */
  char *effects;         /* calendar_effects() as a GRefString */
  char *to_call;         /* nullable: whom to call; added to each open dose */
  /* nullable: calendar_to_prepare(): what is needed and what is to be asked; added to the dose
   * @next, the next open one */
  char *to_prepare;
  int next;
  int minutes; /* length of a visit; 0: that of the course */
  gboolean private_mode;
  gboolean lead_events; /* short events before a dose replace the alarms */
} CalendarSubject;

/* Returns: (nullable): the patient with @id among @patients (element-type RgmPatient). */
const RgmPatient *calendar_patient (const GPtrArray *patients, gint64 id);

/* The same for the patient of @course. Returns: NULL with RGM_ERROR_DAMAGED if the record has no
 * patient with that id, which happens only in a damaged record. */
const RgmPatient *
calendar_course_patient (const GPtrArray *patients, const RgmCourse *course, GError **error);

/* Whether the doses of @course are taken at home, at fixed times or as needed. Their events are
 * short, do not count as busy time, and ring once, at the time of the dose. */
gboolean calendar_is_tablets (const RgmCourse *course);

/* The time at which the calendar shows the dose: when it was given, or is booked or planned. */
RgmLocal calendar_start (const CalendarSubject *subject, const RgmDose *dose);

/* The instant at which an event begins. @lead: 0 for the dose itself, whose event begins at
 * calendar_start(); otherwise the number of a short event before it. */
RgmInstant calendar_moment (const CalendarSubject *subject, const RgmDose *dose, int lead);

/* How many short events come before the dose. They are reminders for calendar programs that ignore
 * the alarms of imported events. They are numbered from 1, and are cancelled if the dose is
 * cancelled or on hold, or was given before they began. */
int calendar_leads (const CalendarSubject *subject, const RgmDose *dose);

/* The UID of the event. It never changes during the life of the dose. Returns: (transfer full). */
char *calendar_uid (const RgmCourse *course, int dose, int lead);
/* The UUID of the course, if @uid is one that calendar_uid() gives: "UUID-3@regimen", or
 * "UUID-3-lead1@regimen". Returns: (transfer full) (nullable). */
char *calendar_uid_course (const char *uid);

/* The effects that the treatment of @course may have, with their source. The text is the same for
 * every dose. Returns: (transfer full). */
char *calendar_effects (const RgmCatalog *catalog, const RgmCourse *course);

/**
 * calendar_to_prepare: lists the @needs (element-type RgmNeed) that are not met yet for @next, the
 * next open dose of the course, and all @questions (element-type RgmQuestion). The wording does not
 * depend on the clock, so that an unchanged record gives the same file. The one exception: once the
 * day of the dose has passed, a line may be added, because a result that was recent enough on that
 * day may be too old now.
 * Returns: (transfer full) (nullable): lines; NULL if there are none.
 */
char *calendar_to_prepare (const CalendarSubject *subject, const RgmDose *next,
                           const GPtrArray *needs, const GPtrArray *questions);

/* The event of the dose or, if @lead is not 0, that short event before it. @brief: without texts.
 * Returns: (transfer full). */
RgmEvent *
calendar_event (const CalendarSubject *subject, const RgmDose *dose, int lead, gboolean brief);

/* The title @title of an event as it is in another state of the dose: "(to book)", "(tentative)",
 * "(on hold)" or none of these, cancelled or not. @index: which one, from 0. Returns: (transfer
 * full): NULL if there are no more. */
char *calendar_title_in_state (const char *title, guint index);
/* @theirs, a title that somebody gave an event, with the state that the title @ours has. @written:
 * (nullable): the title that regimen wrote last; its state is left out of @theirs, because it no
 * longer holds. Any other state in @theirs was written by somebody, and stays. Returns: (transfer
 * full). */
char *calendar_title_with_state (const char *theirs, const char *written, const char *ours);
/* @title as it was before its event was cancelled. Returns: (transfer full) (nullable): NULL if
 * @title is not that of a cancelled event. */
char *calendar_title_before_cancelled (const char *title);
