#include <regimen/calendar.h>
#include <regimen/describe.h>

#include <string.h>

#include "agenda/calendar-event.h"
#include "agenda/calendar-lead.h"
#include "agenda/calendar-past.h"
#include "base/i18n.h"

/* How long what is past stays in the file. */
#define KEPT_DAYS 90
#define DAY_SECONDS 86400

/* One course, as it is or was, and its doses that are shown. */
typedef struct {
  RgmCalendarSubject subject;
  RgmCourse *course;
  GArray *doses;   /* of RgmDose: they borrow from the course */
  GArray *changes; /* of RgmDoseChange */
  char *watch;     /* GRefString */
} Part;

/* One event. */
typedef struct {
  RgmInstant at;
  const Part *part;
  guint dose; /* index into part->doses */
  int lead;   /* 0: the dose itself */
} Entry;

struct _RgmCalendar {
  const RgmSession *session;
  RgmCalendarOptions options;
  GPtrArray *patients; /* of RgmPatient */
  gint64 patient_id;   /* 0: of all */
  GPtrArray *parts;    /* of Part */
  GArray *entries;     /* of Entry */
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
  g_array_unref (part->doses);
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

static void
add_entries (RgmCalendar *calendar, const Part *part, const RgmDose *dose)
{
  int leads = calendar->options.lead_events ? rgm_calendar_leads (&part->subject, dose) : 0;
  for (int lead = 0; lead <= leads; lead++) {
    Entry entry = { .part = part, .dose = part->doses->len - 1, .lead = lead };
    entry.at = lead == 0 ? rgm_calendar_moment (&part->subject, dose)
                         : rgm_calendar_lead_moment (&part->subject, dose, lead);
    g_array_append_val (calendar->entries, entry);
  }
}

static void
add_dose (RgmCalendar *calendar, Part *part, const RgmDose *dose)
{
  if (!in_window (calendar, part, dose)
      || (dose->state == RGM_DOSE_CANCELLED && !was_shown (calendar, part, dose)))
    return;
  g_array_append_vals (part->doses, dose, 1);
  add_entries (calendar, part, dose);
}

static gboolean
is_tablets (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  return kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED;
}

/* @known: gets the numbers of those that are in the window or lie before it. */
static void
add_doses (RgmCalendar *calendar, Part *part, GHashTable *known)
{
  const RgmZone *zone = part->subject.zone;
  Window window = window_at (calendar, zone);
  g_autoptr (GArray) doses
    = rgm_course_doses (part->course, zone, calendar->session->now, window.last);
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    add_dose (calendar, part, dose);
    if (rgm_calendar_start (&part->subject, dose).day <= window.last)
      g_hash_table_add (known, GINT_TO_POINTER (dose->number));
  }
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
  part->doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));
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
  g_array_append_vals (part->doses, &dose, 1);
  add_entries (calendar, part, &dose);
  return TRUE;
}

static void
add_dropped (RgmCalendar *calendar, Part *part, const RgmDose *was)
{
  RgmDose dose = *was;
  dose.state = RGM_DOSE_CANCELLED;
  dose.open = dose.tentative = FALSE;
  g_array_append_vals (part->doses, &dose, 1);
  add_entries (calendar, part, &dose);
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
    if (then == NULL)
      then = new_part (calendar, g_steal_pointer (&past->course), past->zone, changes);
    add_dropped (calendar, then, dose);
  }
}

static RgmInstant
window_since (const RgmCalendar *calendar)
{
  return calendar->session->now
         - (RgmInstant)(KEPT_DAYS + calendar->options.days + 1) * DAY_SECONDS;
}

static gboolean
add_past (RgmCalendar *calendar, gint64 course_id, Part *part, GArray *changes, GHashTable *known,
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
    g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
    g_autoptr (GArray) changes = rgm_store_dose_changes (store, id, error);
    if (changes == NULL || !add_past (calendar, id, NULL, changes, known, error))
      return FALSE;
  }
  return ids != NULL;
}

/* ---- */

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

static gboolean
add_course (RgmCalendar *calendar, RgmCourse *course, GError **error)
{
  const RgmPatient *patient = find_patient (calendar, course->patient_id);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) changes = rgm_store_dose_changes (calendar->session->store, course->id, error);
  Part *part = NULL;
  if (changes == NULL) {
    rgm_course_free (course);
    return FALSE;
  }
  part = new_part (calendar, course, patient_zone (patient), changes);
  add_doses (calendar, part, known);
  if (!add_past (calendar, course->id, part, changes, known, error))
    return FALSE;
  if (part->doses->len > 0)
    drop_old_changes (changes, g_array_index (part->doses, RgmDose, 0).number);
  return TRUE;
}

static gboolean
add_courses (RgmCalendar *calendar, gint64 patient_id, GError **error)
{
  RgmInstant since = window_since (calendar);
  RgmCourseQuery query
    = { .patient_id = patient_id, .whole = TRUE, .since = since, .ended_since = since };
  g_autoptr (GPtrArray) courses = rgm_store_courses (calendar->session->store, &query, error);
  while (courses != NULL && courses->len > 0) {
    RgmCourse *course = g_ptr_array_steal_index (courses, 0);
    course->settled = 0; /* its history is whole: every dose is told from the first on */
    if (!calendar->options.tablets && is_tablets (course))
      rgm_course_free (course);
    else if (!add_course (calendar, course, error))
      return FALSE;
  }
  return courses != NULL && add_vanished (calendar, patient_id, error);
}

static char *
uid_of (const Entry *entry)
{
  const Part *part = entry->part;
  return rgm_calendar_uid (part->course, g_array_index (part->doses, RgmDose, entry->dose).number,
                           entry->lead);
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
  calendar->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  calendar->patients = rgm_store_patients (session->store, error);
  if (calendar->patients == NULL || !add_courses (calendar, patient_id, error))
    return NULL;
  g_array_sort (calendar->entries, compare_entries);
  if (calendar->entries->len > 0)
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
  g_array_unref (calendar->entries);
  g_free (calendar);
}

guint
rgm_calendar_length (const RgmCalendar *calendar)
{
  return calendar->entries->len;
}

const char *
rgm_calendar_owner (const RgmCalendar *calendar)
{
  const RgmPatient *patient
    = calendar->patients->len > 1 ? find_patient (calendar, calendar->patient_id) : NULL;
  return patient != NULL ? patient->name : NULL;
}

RgmEvent *
rgm_calendar_event (const RgmCalendar *calendar, guint index, gboolean brief)
{
  const Entry *entry = &g_array_index (calendar->entries, Entry, index);
  const Part *part = entry->part;
  const RgmDose *dose = &g_array_index (part->doses, RgmDose, entry->dose);
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
