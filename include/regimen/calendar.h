/* calendar.h: what a calendar says of each dose, as events (event.h). */
#pragma once

#include <regimen/event.h>
#include <regimen/session.h>

RGM_BEGIN_DECLS

typedef struct {
  int days;              /* ahead, 1 to 3660 */
  int minutes;           /* length of a booked visit, 0: the treatment's */
  gboolean private_mode; /* "Treatment", no description, place or category */
  gboolean tablets;      /* also courses of fixed times and those taken as needed */
  /* in place of alarms, which some calendars ignore: short events of their own before each dose */
  gboolean lead_events;
} RgmCalendarOptions;

/* The usual number of days ahead. */
#define RGM_CALENDAR_DAYS 180

/* The events of a calendar, each made when it is asked for; a part of them is at hand at a time. */
typedef struct _RgmCalendar RgmCalendar;

/**
 * rgm_calendar_load: one event for each dose from 90 days ago to @options->days ahead, by start,
 * then UID.
 * @session: borrowed for the life of the calendar.
 * @patient_id: 0: of all; where there are several, the titles begin with their names.
 *
 * Given doses stand at the moment they were given, in the patient's zone. Doses that will not be
 * (skipped, stopped, no longer planned) are cancelled events until
 * 90 days after their day, as far as an export with the same @options->days can have shown them
 * before. What an event says depends on the record and the catalog alone: the
 * same record gives the same events on the same day, whatever the time.
 * Private where @options or the settings of @session say so.
 * Returns: (transfer full): NULL with RGM_ERROR_CALENDAR where there is nothing to export.
 */
RgmCalendar *rgm_calendar_load (const RgmSession *session, gint64 patient_id,
                                const RgmCalendarOptions *options, GError **error);
void rgm_calendar_free (RgmCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCalendar, rgm_calendar_free)

/* How many events, at least one. */
guint rgm_calendar_length (const RgmCalendar *calendar);

/* Whose it is, where it is that of one of several people. Returns: (transfer none) (nullable). */
const char *rgm_calendar_owner (const RgmCalendar *calendar);

/**
 * rgm_calendar_event: event @index, from 0; to be asked for in their order. @brief: without
 * summary, description, location and category. Returns: (transfer full).
 */
RgmEvent *rgm_calendar_event (RgmCalendar *calendar, guint index, gboolean brief);

/**
 * rgm_calendar_events: all of them at once, for those who compare them: without details, which are
 * in the description.
 * Returns: (transfer full) (element-type RgmEvent): NULL as rgm_calendar_load().
 */
GPtrArray *rgm_calendar_events (const RgmSession *session, gint64 patient_id,
                                const RgmCalendarOptions *options, GError **error);

RGM_END_DECLS
