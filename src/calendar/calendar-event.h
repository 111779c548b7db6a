/* calendar-event.h: the calendar event of one dose, and the short events that come before it. */
#pragma once

#include <regimen/calendar.h>

/* A course and whose it is. Borrows everything. */
typedef struct {
  const RgmSession *session;
  const RgmCourse *course;
  const GArray *changes; /* of RgmDoseChange: of the course */
  const RgmZone *zone;   /* the patient's */
  const char *patient;   /* nullable: the name, if the calendar has several patients */
  char *effects;         /* calendar_effects() as a GRefString */
  char *to_call;         /* nullable: whom to call: a line for each open dose */
  /* nullable: what is needed and what is to be asked: lines for the dose @next, the next open
   * one */
  char *to_prepare;
  int next;
  int minutes; /* length of a booked visit; 0: that of the course */
  gboolean private_mode;
  gboolean lead_events; /* short events before a dose take the place of alarms */
} CalendarSubject;

/* Returns: (nullable): the patient with @id among @patients (element-type RgmPatient). */
const RgmPatient *calendar_patient (const GPtrArray *patients, gint64 id);

/* The same for the patient of @course. Returns: NULL with RGM_ERROR_DAMAGED if nobody has that id:
 * a record that was damaged may say so. */
const RgmPatient *
calendar_course_patient (const GPtrArray *patients, const RgmCourse *course, GError **error);

/* Whether the doses of @course are taken at home, at fixed times or as needed: their events are
 * short, take up no time of the day and ring once, at the time itself. */
gboolean calendar_is_tablets (const RgmCourse *course);

/* When the dose was given, is booked or is planned, as the calendar shows it. */
RgmLocal calendar_start (const CalendarSubject *subject, const RgmDose *dose);

/* The instant of calendar_start(). @lead: 0 for the dose itself, or the number of a short event
 * before it, whose instant is then returned. */
RgmInstant calendar_moment (const CalendarSubject *subject, const RgmDose *dose, int lead);

/* How many short events come before the dose, for calendars that ignore the alarms of what they
 * import. They are numbered from 1, and live and end with their dose. */
int calendar_leads (const CalendarSubject *subject, const RgmDose *dose);

/* The UID of the event, for the life of the dose. Returns: (transfer full). */
char *calendar_uid (const RgmCourse *course, int dose, int lead);

/* The effects that the treatment of @course may have, with the source. They are the same for each
 * dose. Returns: (transfer full). */
char *calendar_effects (const RgmCatalog *catalog, const RgmCourse *course);

/**
 * calendar_to_prepare: what the record lacks of @needs (element-type RgmNeed) before @next, the
 * next open dose of the course, and @questions (element-type RgmQuestion). The words do not depend
 * on the clock, so that an unchanged record gives the same file; only if the day of the dose passes
 * may a line be added: what was recent enough on that day may be too old by now.
 * Returns: (transfer full) (nullable): lines; NULL if there are none.
 */
char *calendar_to_prepare (const CalendarSubject *subject, const RgmDose *next,
                           const GPtrArray *needs, const GPtrArray *questions);

/* The event of the dose, or its event number @lead. @brief: without texts. Returns: (transfer
 * full).
 */
RgmEvent *
calendar_event (const CalendarSubject *subject, const RgmDose *dose, int lead, gboolean brief);

/* @title as it was before its event was cancelled. Returns: (transfer full) (nullable): NULL if it
 * is not the title of a cancelled event. */
char *calendar_title_before_cancelled (const char *title);
