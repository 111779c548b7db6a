/* calendar-past.h: what earlier calendars have shown. A dose that is no longer planned, or lies
 * beyond the window now, still stands in them at its old day and has to be told of. So the doses
 * are looked for that the window showed just before one of the changes that concern them. */
#pragma once

#include "calendar/calendar-text.h"

/* A course as it was before one of its changes. */
typedef struct {
  RgmCourse *course;
  const RgmZone *zone; /* the patient's, then */
  GArray *doses;       /* of RgmDose */
} RgmCalendarPast;
void rgm_calendar_past_free (RgmCalendarPast *past);

typedef struct {
  RgmInstant since; /* changes before it are of no interest */
  RgmDay first;     /* nor are days before this */
  int days;         /* that a calendar showed ahead */
} RgmCalendarPastQuery;

/* A set of doses by number: a bit for each. */
void rgm_dose_set_add (GByteArray *set, int number);

/**
 * rgm_calendar_past: the doses of course @course_id that calendars may still show.
 * @changes: (element-type RgmDoseChange): of the course.
 * @known: set of doses of which the calendar speaks anyway; those that
 * are found are added.
 * Returns: (transfer full) (element-type RgmCalendarPast): newest first; each dose once.
 */
GPtrArray *rgm_calendar_past (RgmStore *store, gint64 course_id, const GArray *changes,
                              const RgmCalendarPastQuery *query, GByteArray *known, GError **error);
