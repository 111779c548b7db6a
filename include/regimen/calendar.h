/* calendar.h: the doses of a record as the events of a calendar (event.h). */
#pragma once

#include <regimen/event.h>
#include <regimen/session.h>

RGM_BEGIN_DECLS

typedef struct {
  int days;              /* how many days ahead, 1 to 3660 */
  int minutes;           /* length of a booked visit; 0: the usual length for the treatment */
  gboolean private_mode; /* the title "Treatment"; no description, place or category */
  gboolean tablets;      /* also courses of fixed times, and of doses taken as needed */
  /* also short events before each dose, instead of alarms, which some calendars ignore */
  gboolean lead_events;
} RgmCalendarOptions;

/* The usual number of days ahead. */
#define RGM_CALENDAR_DAYS 180

/* The events of a calendar. Each is made when the caller asks for it, so only a few are in memory
 * at any time. */
typedef struct _RgmCalendar RgmCalendar;

/**
 * rgm_calendar_load: makes one event for each dose from 90 days ago to @options->days ahead, sorted
 * by start, then UID.
 * @session: borrowed for the life of the calendar.
 * @patient_id: 0: all patients; if there are several, the titles begin with their names.
 *
 * The event of a dose that was given has the time at which it was given, in the patient's zone, or
 * only the day if the time is not known. A dose that will not be given (skipped, stopped, no longer
 * planned) is a cancelled event until 90 days after its day; if it is no longer planned, or its
 * course was stopped, it has an event only if an earlier calendar showed it. The text of an event
 * depends only on the record and the catalog: on one day, the same record always gives the same
 * events. The calendar is private if @options or the settings of @session say so.
 *
 * No time is ever guessed: if this system lacks the time zone of a patient, the courses of that
 * patient are left out, and if it lacks the zone of an appointment, that event lasts the whole day.
 * Returns: (transfer full): NULL with RGM_ERROR_CALENDAR if there is nothing to export, with
 * RGM_ERROR_ZONE if everything was left out, or with RGM_ERROR_STORE.
 */
RgmCalendar *rgm_calendar_load (const RgmSession *session, gint64 patient_id,
                                const RgmCalendarOptions *options, GError **error);
void rgm_calendar_free (RgmCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCalendar, rgm_calendar_free)

/* The courses and doses whose times cannot be computed, because this system lacks a time zone. Each
 * is given by the beginning of its UIDs, which is followed by "-" or "@": for a course its UUID,
 * and for a dose the UUID of its course, "-" and its number. Returns: (transfer none) (element-type
 * utf8). */
const GPtrArray *rgm_calendar_left_out (const RgmCalendar *calendar);

/* The number of events, at least one. */
guint rgm_calendar_length (const RgmCalendar *calendar);

/* The name of the patient, if the calendar is about only one of several patients. Returns:
 * (transfer none) (nullable). */
const char *rgm_calendar_owner (const RgmCalendar *calendar);

/**
 * rgm_calendar_event: event @index, from 0. Ask for the events in ascending order: going back
 * starts again from the first event.
 * @brief: leave out summary, description, location and category.
 * Returns: (transfer full).
 */
RgmEvent *rgm_calendar_event (RgmCalendar *calendar, guint index, gboolean brief);

/**
 * rgm_calendar_events: all events at once, for comparing them. The details of each are part of its
 * description.
 * @left_out: (out) (optional) (transfer full): rgm_calendar_left_out().
 * Returns: (transfer full) (element-type RgmEvent): empty if there is nothing to export; NULL with
 * RGM_ERROR_ZONE if there is nothing because this system lacks the zone of a patient, or with
 * RGM_ERROR_STORE.
 */
GPtrArray *
rgm_calendar_events (const RgmSession *session, gint64 patient_id,
                     const RgmCalendarOptions *options, GPtrArray **left_out, GError **error);

RGM_END_DECLS
