#include <regimen/calendar.h>
#include <regimen/describe.h>

#include <string.h>

#include "base/i18n.h"
#include "calendar/calendar-event.h"
#include "calendar/calendar-lead.h"
#include "calendar/calendar-past.h"

/* How long what is past stays in the file. */
#define KEPT_DAYS 90
#define DAY_SECONDS 86400

/* How many events are at hand at a time, or those of a day where that has more. */
#define SLICE 2048

/* One course, as it is or was. */
typedef struct {
  RgmCalendarSubject subject;
  RgmCourse *course;
  gboolean past;   /* as it was: only its extra doses are shown */
  GArray *extra;   /* of RgmDose: that are shown wherever they lie; they borrow from the course */
  GArray *changes; /* of RgmDoseChange */
  char *watch;     /* GRefString */
} Part;

/* One event. */
typedef struct {
  RgmInstant at;
  const Part *part;
  RgmDose dose;
  int lead; /* 0: the dose itself */
} Entry;

struct _RgmCalendar {
  const RgmSession *session;
  RgmCalendarOptions options;
  GPtrArray *patients; /* of RgmPatient */
  gint64 patient_id;   /* 0: of all */
  GPtrArray *parts;    /* of Part */
  /* how many events each day has; what lies before or beyond counts to the first or last */
  RgmInstant first_day;
  GArray *days; /* of guint */
  guint length;
  /* the events at hand */
  GArray *slice;          /* of Entry */
  guint slice_first;      /* the number of the first of them */
  guint from_day, to_day; /* whose they are, without the last */
};

/* The days that the file covers for one patient, both inclusive. */
typedef struct {
  RgmDay first, last;
} Window;

static Window
window_at (const RgmCalendar *calendar, const RgmZone *zone)
{
  RgmDay today = rgm_zone_day (zone, calendar->session->now);
  return (Window){ today - KEPT_DAYS, today + calendar->options.days };
}

/* The patient's zone; UTC where the system no longer knows it. */
static const RgmZone *
patient_zone (const RgmPatient *patient)
{
  const RgmZone *zone = rgm_zone_get (patient->zone, NULL);
  return zone != NULL ? zone : rgm_zone_get ("UTC", NULL);
}

static void
part_free (gpointer data)
{
  Part *part = data;
  g_array_unref (part->extra);
  g_clear_pointer (&part->changes, g_array_unref);
  rgm_course_free (part->course);
  g_ref_string_release (part->watch);
  g_free (part);
}

/* ---- the doses of one course ---- */

static gboolean
in_window (const RgmCalendar *calendar, const Part *part, const RgmDose *dose)
{
  Window window = window_at (calendar, part->subject.zone);
  RgmDay day = rgm_calendar_start (&part->subject, dose).day;
  return day >= window.first && day <= window.last;
}

/* An earlier file can have shown a dose that will not be only where it lay in the window when that
 * was decided; what is further is no event, and an endless course that was stopped has an end. */
static gboolean
was_shown (const RgmCalendar *calendar, const Part *part, const RgmDose *dose)
{
  const RgmCalendarSubject *subject = &part->subject;
  RgmInstant changed;
  rgm_dose_sequence (part->changes, dose->number, subject->course->started_at, &changed);
  return rgm_calendar_start (subject, dose).day
         <= rgm_zone_day (subject->zone, changed) + calendar->options.days;
}

static gboolean
is_shown (const RgmCalendar *calendar, const Part *part, const RgmDose *dose)
{
  return in_window (calendar, part, dose)
         && (dose->state != RGM_DOSE_CANCELLED || was_shown (calendar, part, dose));
}

static gboolean
is_tablets (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  return kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED;
}

/* ---- all courses ---- */

static const RgmPatient *
find_patient (const RgmCalendar *calendar, gint64 id)
{
  for (guint i = 0; i < calendar->patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (calendar->patients, i);
    if (patient->id == id)
      return patient;
  }
  return NULL;
}

/* Takes @course. @zone: of its patient, when it was like that. */
static Part *
new_part (RgmCalendar *calendar, RgmCourse *course, const RgmZone *zone, GArray *changes)
{
  const RgmSession *session = calendar->session;
  const RgmPatient *patient = find_patient (calendar, course->patient_id);
  gboolean named = calendar->patient_id == 0 && calendar->patients->len > 1 && patient != NULL;
  g_autofree char *watch = rgm_calendar_watch (session->catalog, course);
  Part *part = g_new0 (Part, 1);
  part->course = course;
  part->changes = g_array_ref (changes);
  part->extra = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  part->watch = g_ref_string_new_intern (watch);
  part->subject = (RgmCalendarSubject){
    .session = session,
    .course = course,
    .zone = zone,
    .patient = named ? patient->name : NULL,
    .watch = part->watch,
    .private_mode = calendar->options.private_mode || session->settings->private_mode,
    .lead_events = calendar->options.lead_events,
  };
  g_ptr_array_add (calendar->parts, part);
  return part;
}

/* ---- what earlier calendars have shown ---- */

/* Beyond the window now. */
static gboolean
add_moved (RgmCalendar *calendar, Part *part, int number)
{
  RgmDose dose;
  if (part == NULL
      || !rgm_course_dose (part->course, number, part->subject.zone, calendar->session->now, &dose,
                           NULL))
    return FALSE;
  g_array_append_vals (part->extra, &dose, 1);
  return TRUE;
}

static void
add_dropped (Part *part, const RgmDose *was)
{
  RgmDose dose = *was;
  dose.state = RGM_DOSE_CANCELLED;
  dose.open = dose.tentative = FALSE;
  g_array_append_vals (part->extra, &dose, 1);
}

/* @part: NULL: the course is not on record any more. */
static void
add_version (RgmCalendar *calendar, Part *part, RgmCalendarPast *past, GArray *changes)
{
  Part *then = NULL;
  if (!calendar->options.tablets && is_tablets (past->course))
    return;
  for (guint i = 0; i < past->doses->len; i++) {
    const RgmDose *dose = &g_array_index (past->doses, RgmDose, i);
    if (add_moved (calendar, part, dose->number))
      continue;
    if (then == NULL) {
      then = new_part (calendar, g_steal_pointer (&past->course), past->zone, changes);
      then->past = TRUE;
    }
    add_dropped (then, dose);
  }
}

static RgmInstant
window_since (const RgmCalendar *calendar)
{
  return calendar->session->now
         - (RgmInstant)(KEPT_DAYS + calendar->options.days + 1) * DAY_SECONDS;
}

static gboolean
add_past (RgmCalendar *calendar, gint64 course_id, Part *part, GArray *changes, GByteArray *known,
          GError **error)
{
  const RgmZone *zone = part != NULL ? part->subject.zone : calendar->session->zone;
  RgmCalendarPastQuery query = { .since = window_since (calendar),
                                 .first = window_at (calendar, zone).first,
                                 .days = calendar->options.days };
  g_autoptr (GPtrArray) versions
    = rgm_calendar_past (calendar->session->store, course_id, changes, &query, known, error);
  for (guint i = 0; versions != NULL && i < versions->len; i++)
    add_version (calendar, part, g_ptr_array_index (versions, i), changes);
  return versions != NULL;
}

/* Courses that were added and taken back. */
static gboolean
add_vanished (RgmCalendar *calendar, gint64 patient_id, GError **error)
{
  RgmStore *store = calendar->session->store;
  g_autoptr (GArray) ids
    = rgm_store_vanished_courses (store, patient_id, window_since (calendar), error);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autoptr (GByteArray) known = g_byte_array_new ();
    g_autoptr (GArray) changes = rgm_store_dose_changes (store, id, error);
    if (changes == NULL || !add_past (calendar, id, NULL, changes, known, error))
      return FALSE;
  }
  return ids != NULL;
}

/* ---- */

typedef struct {
  const RgmCalendar *calendar;
  const Part *part;
  GByteArray *known; /* the doses in the window, and those before it */
  int first_shown;   /* G_MAXINT: none */
} Survey;

static void
survey_dose (const RgmDose *dose, gpointer data)
{
  Survey *survey = data;
  const RgmCalendarSubject *subject = &survey->part->subject;
  if (rgm_calendar_start (subject, dose).day <= window_at (survey->calendar, subject->zone).last)
    rgm_dose_set_add (survey->known, dose->number);
  if (is_shown (survey->calendar, survey->part, dose))
    survey->first_shown = MIN (survey->first_shown, dose->number);
}

/* Doses before those that are loaded lie before the window too. */
static void
survey_doses (Survey *survey)
{
  const RgmCalendarSubject *subject = &survey->part->subject;
  for (int number = 1; number <= subject->course->settled; number++)
    rgm_dose_set_add (survey->known, number);
  rgm_course_visit (subject->course, subject->zone, survey->calendar->session->now,
                    window_at (survey->calendar, subject->zone).last, survey_dose, survey);
}

/* Those of doses that are too long ago cost time for every later one. */
static void
drop_old_changes (GArray *changes, int first)
{
  guint kept = 0;
  for (guint i = 0; i < changes->len; i++) {
    RgmDoseChange change = g_array_index (changes, RgmDoseChange, i);
    if (change.to == 0 || change.to >= first)
      g_array_index (changes, RgmDoseChange, kept++) = change;
  }
  g_array_set_size (changes, kept);
}

/* The first dose that is shown of the course as it is, or as it was in the parts from @index on. */
static int
first_shown (const RgmCalendar *calendar, guint index, int first)
{
  for (guint i = index; i < calendar->parts->len; i++) {
    const Part *part = g_ptr_array_index (calendar->parts, i);
    for (guint j = 0; j < part->extra->len; j++)
      first = MIN (first, g_array_index (part->extra, RgmDose, j).number);
  }
  return first;
}

/* @course: (transfer full). @changes: of it. */
static gboolean
add_part (RgmCalendar *calendar, RgmCourse *course, GArray *changes, GError **error)
{
  const RgmPatient *patient = find_patient (calendar, course->patient_id);
  g_autoptr (GByteArray) known = g_byte_array_new ();
  guint index = calendar->parts->len;
  Part *part = new_part (calendar, course, patient_zone (patient), changes);
  Survey survey = { calendar, part, known, G_MAXINT };
  survey_doses (&survey);
  if (!add_past (calendar, course->id, part, changes, known, error))
    return FALSE;
  drop_old_changes (changes, first_shown (calendar, index, survey.first_shown));
  return TRUE;
}

/* @course: (transfer full). */
static gboolean
add_course (RgmCalendar *calendar, RgmCourse *course, GError **error)
{
  g_autoptr (GArray) changes = rgm_store_dose_changes (calendar->session->store, course->id, error);
  if (changes != NULL)
    return add_part (calendar, course, changes, error);
  rgm_course_free (course);
  return FALSE;
}

static gboolean
add_courses (RgmCalendar *calendar, gint64 patient_id, GError **error)
{
  RgmInstant kept = calendar->session->now - (RgmInstant)(KEPT_DAYS + 2) * DAY_SECONDS;
  RgmCourseQuery query = { .patient_id = patient_id,
                           .ended = TRUE, /* its doses may still lie in the window */
                           .since = kept,
                           .not_given = TRUE,
                           .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (calendar->session->store, &query, error);
  while (courses != NULL && courses->len > 0) {
    RgmCourse *course = g_ptr_array_steal_index (courses, 0);
    if (!calendar->options.tablets && is_tablets (course))
      rgm_course_free (course);
    else if (!add_course (calendar, course, error))
      return FALSE;
  }
  return courses != NULL && add_vanished (calendar, patient_id, error);
}

/* ---- events, some at a time ---- */

typedef void (*EntryVisit) (RgmCalendar *calendar, const Entry *entry);

typedef struct {
  RgmCalendar *calendar;
  const Part *part;
  EntryVisit visit;
} Tour;

static void
tour_dose (const Tour *tour, const RgmDose *dose)
{
  const RgmCalendarSubject *subject = &tour->part->subject;
  Entry entry = { .part = tour->part, .dose = *dose };
  int leads = tour->calendar->options.lead_events ? rgm_calendar_leads (subject, dose) : 0;
  for (; entry.lead <= leads; entry.lead++) {
    entry.at = entry.lead == 0 ? rgm_calendar_moment (subject, dose)
                               : rgm_calendar_lead_moment (subject, dose, entry.lead);
    tour->visit (tour->calendar, &entry);
  }
}

static void
tour_shown (const RgmDose *dose, gpointer data)
{
  const Tour *tour = data;
  if (is_shown (tour->calendar, tour->part, dose))
    tour_dose (tour, dose);
}

/* All events that begin on a day up to @last, course by course; and some that begin later. */
static void
visit_entries (RgmCalendar *calendar, RgmDay last, EntryVisit visit)
{
  for (guint i = 0; i < calendar->parts->len; i++) {
    const Part *part = g_ptr_array_index (calendar->parts, i);
    Tour tour = { calendar, part, visit };
    RgmDay horizon = MIN (last, window_at (calendar, part->subject.zone).last);
    if (!part->past)
      rgm_course_visit (part->course, part->subject.zone, calendar->session->now, horizon,
                        tour_shown, &tour);
    for (guint j = 0; j < part->extra->len; j++)
      tour_dose (&tour, &g_array_index (part->extra, RgmDose, j));
  }
}

static guint
day_of (const RgmCalendar *calendar, const Entry *entry)
{
  gint64 day = (entry->at - calendar->first_day) / DAY_SECONDS;
  return (guint)CLAMP (day, 0, (gint64)calendar->days->len - 1);
}

static void
count_entry (RgmCalendar *calendar, const Entry *entry)
{
  g_array_index (calendar->days, guint, day_of (calendar, entry))++;
  calendar->length++;
}

static void
count_entries (RgmCalendar *calendar)
{
  guint days = (guint)(KEPT_DAYS + calendar->options.days + 4);
  calendar->first_day = calendar->session->now - (RgmInstant)(KEPT_DAYS + 2) * DAY_SECONDS;
  g_array_set_size (calendar->days, days);
  visit_entries (calendar, G_MAXINT, count_entry);
}

static char *
uid_of (const Entry *entry)
{
  return rgm_calendar_uid (entry->part->course, entry->dose.number, entry->lead);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *left = a, *right = b;
  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  g_autofree char *left_uid = uid_of (left), *right_uid = uid_of (right);
  return strcmp (left_uid, right_uid);
}

static void
keep_entry (RgmCalendar *calendar, const Entry *entry)
{
  guint day = day_of (calendar, entry);
  if (day >= calendar->from_day && day < calendar->to_day)
    g_array_append_vals (calendar->slice, entry, 1);
}

/* The day of no zone is further than one from that of UTC, and an event before a dose leads to the
 * next day. */
#define MARGIN_DAYS 4

/* The last day, in any zone, of a dose with an event that is at hand. */
static RgmDay
last_day (const RgmCalendar *calendar)
{
  RgmInstant end = calendar->first_day + (RgmInstant)calendar->to_day * DAY_SECONDS;
  gboolean all = calendar->to_day == calendar->days->len;
  return all ? G_MAXINT : rgm_zone_day (rgm_zone_get ("UTC", NULL), end) + MARGIN_DAYS;
}

/* The days from slice_first on, as many as fit. */
static void
load_slice (RgmCalendar *calendar)
{
  guint size = 0;
  while (calendar->to_day < calendar->days->len) {
    guint more = g_array_index (calendar->days, guint, calendar->to_day);
    if (size > 0 && size + more > SLICE)
      break;
    size += more;
    calendar->to_day++;
  }
  g_array_set_size (calendar->slice, 0);
  visit_entries (calendar, last_day (calendar), keep_entry);
  g_array_sort (calendar->slice, compare_entries);
}

static const Entry *
entry_at (RgmCalendar *calendar, guint index)
{
  if (index < calendar->slice_first) {
    calendar->slice_first = calendar->to_day = 0;
    g_array_set_size (calendar->slice, 0);
  }
  while (index >= calendar->slice_first + calendar->slice->len) {
    calendar->slice_first += calendar->slice->len;
    calendar->from_day = calendar->to_day;
    load_slice (calendar);
  }
  return &g_array_index (calendar->slice, Entry, index - calendar->slice_first);
}

/* ---- */

static void
set_nothing (const RgmCalendar *calendar, GError **error)
{
  Window window = window_at (calendar, calendar->session->zone);
  g_autofree char *first = rgm_day_describe (window.first);
  g_autofree char *last = rgm_day_describe (window.last);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
               _ ("nothing to export: there is no dose from %s to %s"), first, last);
}

RgmCalendar *
rgm_calendar_load (const RgmSession *session, gint64 patient_id, const RgmCalendarOptions *options,
                   GError **error)
{
  g_autoptr (RgmCalendar) calendar = g_new0 (RgmCalendar, 1);
  calendar->session = session;
  calendar->options = *options;
  calendar->patient_id = patient_id;
  calendar->parts = g_ptr_array_new_with_free_func (part_free);
  calendar->days = g_array_new (FALSE, TRUE, sizeof (guint));
  calendar->slice = g_array_new (FALSE, FALSE, sizeof (Entry));
  calendar->patients = rgm_store_patients (session->store, error);
  if (calendar->patients == NULL || !add_courses (calendar, patient_id, error))
    return NULL;
  count_entries (calendar);
  if (calendar->length > 0)
    return g_steal_pointer (&calendar);
  set_nothing (calendar, error);
  return NULL;
}

void
rgm_calendar_free (RgmCalendar *calendar)
{
  if (calendar == NULL)
    return;
  g_clear_pointer (&calendar->patients, g_ptr_array_unref);
  g_ptr_array_unref (calendar->parts);
  g_array_unref (calendar->days);
  g_array_unref (calendar->slice);
  g_free (calendar);
}

guint
rgm_calendar_length (const RgmCalendar *calendar)
{
  return calendar->length;
}

const char *
rgm_calendar_owner (const RgmCalendar *calendar)
{
  const RgmPatient *patient
    = calendar->patients->len > 1 ? find_patient (calendar, calendar->patient_id) : NULL;
  return patient != NULL ? patient->name : NULL;
}

RgmEvent *
rgm_calendar_event (RgmCalendar *calendar, guint index, gboolean brief)
{
  const Entry *entry = entry_at (calendar, index);
  const Part *part = entry->part;
  const RgmDose *dose = &entry->dose;
  RgmEvent *event = rgm_calendar_dose_event (&part->subject, dose, part->changes,
                                             calendar->options.minutes, brief);
  return entry->lead == 0 ? event
                          : rgm_calendar_lead_event (&part->subject, dose, event, entry->lead);
}

GPtrArray *
rgm_calendar_events (const RgmSession *session, gint64 patient_id,
                     const RgmCalendarOptions *options, GError **error)
{
  g_autoptr (RgmCalendar) calendar = rgm_calendar_load (session, patient_id, options, error);
  GPtrArray *events
    = calendar != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free) : NULL;
  for (guint i = 0; calendar != NULL && i < rgm_calendar_length (calendar); i++) {
    RgmEvent *event = rgm_calendar_event (calendar, i, FALSE);
    rgm_event_join (event);
    g_ptr_array_add (events, event);
  }
  return events;
}
