/* calendar.c: gives all events of a calendar, in order, without having all of them in memory at
 * once.
 *
 * Loading a calendar only counts the events of each day. When an event is asked for, the courses
 * are walked again for the slice of days that contains it, and only that event is made.
 */
#include "calendar/calendar-event.h"
#include "calendar/calendar-shown.h"

#include "base/i18n.h"
#include "model/course-doses.h"
#include "model/dose.h"
#include "model/event.h"
#include "store/calendar-rows.h"
#include "store/past.h"

#include <regimen/calendar.h>
#include <regimen/describe.h>

#include <string.h>

#define DAY_SECONDS 86400

/* How many events are kept in memory at a time. If one day has more, all of that day are kept. */
#define SLICE 2048

/* How many days beyond the end of a slice the walk through the doses goes on: the day in a zone can
 * differ by one from the day in UTC, and a short event may belong to a dose of the next day. */
#define MARGIN_DAYS 4

/* A course as it is now, or as it was before a change. */
typedef struct {
  CalendarSubject subject;
  RgmCourse *course;
  gboolean past;   /* the course as it was: only its extra doses are shown */
  GArray *extra;   /* of RgmDose: shown whatever their day is; they borrow from the course */
  GArray *changes; /* of RgmDoseChange */
  gint64 added;    /* the change that put the course on record */
  char *effects;   /* GRefString */
} Part;

/* One event of the calendar. */
typedef struct {
  RgmInstant at;
  const Part *part;
  RgmDose dose;
  int lead; /* 0: the dose itself */
} Entry;

struct _RgmCalendar {
  const RgmSession *session;
  RgmCalendarOptions options;
  GPtrArray *patients;    /* of RgmPatient */
  gint64 patient_id;      /* 0: all patients */
  GPtrArray *parts;       /* of Part */
  GPtrArray *left_out;    /* of char *: the result of rgm_calendar_left_out() */
  gboolean hides_tablets; /* the options leave out a course of tablets */
  /* a patient whose courses are left out, because this system does not know their zone; 0: none */
  gint64 zoneless;
  GArray *exports; /* of RgmExport: what earlier calendars have shown */
  /* nullable: the contacts (of RgmContact) and open questions (of RgmQuestion) of the patient
   * read_for, whose were read last */
  GPtrArray *contacts, *questions;
  gint64 read_for;
  /* how many events each day has; an event before the first day counts for the first day, and one
   * after the last day for the last */
  RgmInstant first_day;
  GArray *days; /* of guint */
  guint length;
  /* the slice of events in memory */
  GArray *slice;          /* of Entry */
  guint slice_first;      /* the index of the first of them */
  guint from_day, to_day; /* their days: from from_day to the day before to_day */
};

/* The days that the calendar covers for one patient, both inclusive. */
typedef struct {
  RgmDay first, last;
} Window;

static Window
window_at (const RgmCalendar *calendar, const RgmZone *zone)
{
  RgmDay today = rgm_zone_day (zone, calendar->session->now);
  return (Window){ today - CALENDAR_KEPT_DAYS, today + calendar->options.days };
}

static void
part_free (gpointer data)
{
  Part *part = data;
  g_array_unref (part->extra);
  g_array_unref (part->changes);
  rgm_course_free (part->course);
  g_ref_string_release (part->effects);
  g_free (part->subject.to_call);
  g_free (part->subject.to_prepare);
  g_free (part);
}

/* Adds a part for @course. @course: (transfer full). @zone: the zone of its patient at the time
 * that @course describes. */
static Part *
new_part (RgmCalendar *calendar, RgmCourse *course, const RgmZone *zone, GArray *changes)
{
  const RgmSession *session = calendar->session;
  const RgmPatient *patient = calendar_patient (calendar->patients, course->patient_id);
  gboolean named = calendar->patient_id == 0 && calendar->patients->len > 1 && patient != NULL;
  g_autofree char *effects = calendar_effects (session->catalog, course);
  Part *part = g_new0 (Part, 1);
  part->course = course;
  part->changes = g_array_ref (changes);
  part->extra = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  part->effects = g_ref_string_new_intern (effects);
  part->subject = (CalendarSubject){
    .session = session,
    .course = course,
    .changes = changes,
    .zone = zone,
    .patient = named ? patient->name : NULL,
    .effects = part->effects,
    .minutes = calendar->options.minutes,
    .private_mode = calendar->options.private_mode || session->settings->private_mode,
    .lead_events = calendar->options.lead_events,
  };
  g_ptr_array_add (calendar->parts, part);
  return part;
}

/* Reads the contacts and open questions of a person, unless this person was the last one read. */
static gboolean
read_person (RgmCalendar *calendar, gint64 patient_id, GError **error)
{
  RgmStore *store = calendar->session->store;
  if (calendar->questions != NULL && calendar->read_for == patient_id)
    return TRUE;
  g_clear_pointer (&calendar->contacts, g_ptr_array_unref);
  g_clear_pointer (&calendar->questions, g_ptr_array_unref);
  calendar->read_for = patient_id;
  calendar->contacts = rgm_store_contacts (store, patient_id, error);
  if (calendar->contacts != NULL)
    calendar->questions = rgm_store_questions (store, patient_id, FALSE, error);
  return calendar->questions != NULL;
}

/* Sets whom to call and what to prepare for the doses of @part. Sets nothing in private mode, in
 * which no event may show either, nor for tablets, which need no visit. */
static gboolean
read_between (RgmCalendar *calendar, Part *part, GError **error)
{
  CalendarSubject *subject = &part->subject;
  RgmDose next;
  if (subject->private_mode || calendar_is_tablets (part->course))
    return TRUE;
  if (!read_person (calendar, part->course->patient_id, error))
    return FALSE;
  g_autoptr (GPtrArray) needs = rgm_store_needs (calendar->session->store, part->course->id, error);
  if (needs == NULL)
    return FALSE;
  subject->to_call = rgm_contacts_text (calendar->contacts, RGM_CONTACT_ANYTHING, 0);
  if (!rgm_course_next (part->course, subject->zone, calendar->session->now, &next))
    return TRUE;
  subject->next = next.number;
  subject->to_prepare = calendar_to_prepare (subject, &next, needs, calendar->questions);
  return TRUE;
}

/* Whether an earlier calendar has shown @dose as it was before its last change. Changes after
 * @ended do not count. */
static gboolean
was_shown (const RgmCalendar *calendar, const Part *part, const RgmDose *dose, RgmInstant ended)
{
  const CalendarSubject *subject = &part->subject;
  for (guint i = part->changes->len; i-- > 0;) {
    const RgmDoseChange *change = &g_array_index (part->changes, RgmDoseChange, i);
    if (dose->number < change->from || (change->to != 0 && dose->number > change->to)
        || change->at > ended)
      continue;
    const CalendarVersion planned = { .patient_id = subject->course->patient_id,
                                      .zone = subject->zone,
                                      .tablets = calendar_is_tablets (subject->course),
                                      .from = part->added,
                                      .before = change->change,
                                      .ended = change->at };
    return calendar_start (subject, dose).day
           <= calendar_shown_until (calendar->exports, &planned, calendar->options.days);
  }
  return FALSE;
}

/* Whether the calendar has an event for the dose: it has to be in the window, and must not be a
 * projection whose day has passed (dose_is_overtaken()). A dose that was skipped or is no longer
 * planned has an event only if an earlier calendar has shown it. */
static gboolean
is_shown (const RgmCalendar *calendar, const Part *part, const RgmDose *dose)
{
  const CalendarSubject *subject = &part->subject;
  Window window = window_at (calendar, subject->zone);
  RgmDay day = calendar_start (subject, dose).day;
  if (day < window.first || day > window.last
      || dose_is_overtaken (dose, part->course, subject->zone, calendar->session->now))
    return FALSE;
  if (dose->state != RGM_DOSE_CANCELLED && dose->state != RGM_DOSE_SKIPPED)
    return TRUE;
  const RgmAdministration *skip = rgm_course_administration (part->course, dose->number);
  RgmInstant stopped = part->course->stopped_at;
  RgmInstant ended = skip != NULL                  ? skip->recorded_at
                     : stopped != RGM_INSTANT_NONE ? stopped
                                                   : G_MAXINT64;
  return was_shown (calendar, part, dose, ended);
}

/* ---- what earlier calendars have shown ----
 *
 * A dose that is no longer planned, or is now beyond the window, may still be in calendars on its
 * old day, and has to be cancelled or moved in them. So this part looks for doses that were in the
 * window just before a change that affected them.
 */

/* Adds dose @number to @set, which has a bit for each dose. */
static void
dose_set_add (GByteArray *set, int number)
{
  guint byte = (guint)number / 8, length = set->len;
  if (byte >= length) {
    g_byte_array_set_size (set, byte + 1);
    memset (set->data + length, 0, byte + 1 - length);
  }
  set->data[byte] |= (guint8)(1 << number % 8);
}

static gboolean
dose_set_has (const GByteArray *set, int number)
{
  guint byte = (guint)number / 8;
  return byte < set->len && (set->data[byte] & 1 << number % 8) != 0;
}

/* Adds the doses that a calendar has shown in an earlier version of the course and that are not in
 * @known. A dose that is still planned gets its present day; any other is added as no longer
 * planned. Doses that were cancelled or skipped in this version are left out: if a calendar has
 * shown them, it showed an older version. @was: (transfer full): the course as it was between the
 * changes @from and @change. @zone: the zone of the patient at that time. @part: (nullable): the
 * course as it is now, if it is on record. */
static void
add_version (RgmCalendar *calendar, Part *part, RgmCourse *was, const RgmZone *zone, gint64 from,
             const RgmDoseChange *change, GArray *changes, GByteArray *known)
{
  g_autoptr (RgmCourse) owned = was;
  CalendarSubject then = { .course = was, .zone = zone };
  RgmDay first = window_at (calendar, part != NULL ? part->subject.zone : zone).first;
  const CalendarVersion version_shown = { .patient_id = was->patient_id,
                                          .zone = zone,
                                          .tablets = calendar_is_tablets (was),
                                          .from = from,
                                          .before = change->change,
                                          .ended = change->at };
  RgmDay horizon = calendar_shown_until (calendar->exports, &version_shown, calendar->options.days);
  if (horizon == RGM_NO_DAY)
    return;
  gboolean hidden = !calendar->options.tablets && calendar_is_tablets (was);
  Part *version = NULL;
  /* all of its history is loaded: every dose is worked out from the first one on */
  was->settled = 0;
  g_autoptr (GArray) doses = rgm_course_doses (was, zone, change->at, horizon);
  for (guint i = 0; i < doses->len; i++) {
    RgmDose dose = g_array_index (doses, RgmDose, i), moved;
    RgmDay day = calendar_start (&then, &dose).day;
    if (dose.number < change->from || (change->to != 0 && dose.number > change->to)
        || dose_set_has (known, dose.number) || day < first || day > horizon
        || dose.state == RGM_DOSE_CANCELLED || dose.state == RGM_DOSE_SKIPPED
        || dose_is_overtaken (&dose, was, zone, change->at))
      continue;
    dose_set_add (known, dose.number);
    if (hidden)
      continue;
    if (part != NULL
        && rgm_course_dose (part->course, dose.number, part->subject.zone, calendar->session->now,
                            &moved, NULL)) {
      /* a dose that was only overtaken by time is still on the right day in the calendars */
      if (!dose_is_overtaken (&moved, part->course, part->subject.zone, calendar->session->now)
          || calendar_start (&part->subject, &moved).day != day)
        g_array_append_val (part->extra, moved);
      continue;
    }
    if (version == NULL) {
      version = new_part (calendar, g_steal_pointer (&owned), zone, changes);
      version->past = TRUE;
    }
    dose.state = RGM_DOSE_CANCELLED;
    dose.open = dose.tentative = dose.projected = FALSE;
    g_array_append_val (version->extra, dose);
  }
}

/* The moment before which changes no longer matter: the doses that a calendar as long as this one
 * could show then are now before the window. */
static RgmInstant
window_since (const RgmCalendar *calendar)
{
  return calendar->session->now
         - (RgmInstant)(CALENDAR_KEPT_DAYS + calendar->options.days + 1) * DAY_SECONDS;
}

/* Adds the doses that calendars have shown in earlier versions of the course. @part: (nullable):
 * the course as it is now, if it is on record. @known: the doses that need no such search, because
 * the calendar has them anyway; the function adds those that it finds. */
static gboolean
add_past (RgmCalendar *calendar, gint64 course_id, Part *part, GArray *changes, GByteArray *known,
          GError **error)
{
  gint64 added;
  if (!store_course_added (calendar->session->store, course_id, &added, error))
    return FALSE;
  RgmStore *store = calendar->session->store;
  for (guint i = changes->len; i-- > 0;) {
    const RgmDoseChange *change = &g_array_index (changes, RgmDoseChange, i);
    GError *problem = NULL;
    const RgmZone *then;
    int unknown = change->from;
    gint64 from = added; /* the change with which the version before this one began */
    for (guint j = i; j-- > 0 && from == added;) {
      gint64 earlier = g_array_index (changes, RgmDoseChange, j).change;
      from = earlier < change->change ? earlier : added;
    }
    while (change->to != 0 && unknown <= change->to && dose_set_has (known, unknown))
      unknown++;
    if (change->at < window_since (calendar) || (change->to != 0 && unknown > change->to))
      continue;
    RgmCourse *was = store_course_before (store, course_id, change->change, &then, &problem);
    if (problem != NULL) {
      g_propagate_error (error, problem);
      return FALSE;
    }
    if (was == NULL)
      continue;
    /* if this system does not know the zone of that time, the present zone of the patient is used:
     * plans keep their local time when the zone changes */
    const RgmPatient *patient = calendar_patient (calendar->patients, was->patient_id);
    if (then == NULL && patient != NULL) /* NULL if the change that added the patient was undone */
      then = rgm_patient_zone (patient, NULL);
    if (then != NULL) {
      add_version (calendar, part, was, then, from, change, changes, known);
      continue;
    }
    if (patient != NULL)
      g_ptr_array_add (calendar->left_out, g_strdup (was->uid));
    rgm_course_free (was);
  }
  return TRUE;
}

/* Adds the doses of courses that were added and then undone, if calendars have shown them. */
static gboolean
add_vanished (RgmCalendar *calendar, GError **error)
{
  RgmStore *store = calendar->session->store;
  g_autoptr (GArray) ids
    = store_vanished_courses (store, calendar->patient_id, window_since (calendar), error);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autoptr (GByteArray) known = g_byte_array_new ();
    g_autoptr (GArray) changes = store_dose_changes (store, id, error);
    if (changes == NULL || !add_past (calendar, id, NULL, changes, known, error))
      return FALSE;
  }
  return ids != NULL;
}

/* ---- the courses as they are ---- */

typedef struct {
  const RgmCalendar *calendar;
  const Part *part;
  RgmDay last;
  GByteArray *known; /* the doses up to the end of the window */
  int first_shown;   /* G_MAXINT: none */
} Survey;

static void
survey_dose (const RgmDose *dose, gpointer data)
{
  Survey *survey = data;
  if (calendar_start (&survey->part->subject, dose).day <= survey->last
      && !dose_is_overtaken (dose, survey->part->course, survey->part->subject.zone,
                             survey->calendar->session->now))
    dose_set_add (survey->known, dose->number);
  if (is_shown (survey->calendar, survey->part, dose))
    survey->first_shown = MIN (survey->first_shown, dose->number);
}

/* Notes as left out the doses of @course that are booked in a zone that this system does not
 * know. */
static void
add_lost_appointments (RgmCalendar *calendar, const RgmCourse *course)
{
  for (guint i = 0; i < course->appointments->len; i++) {
    const RgmAppointment *appointment = g_ptr_array_index (course->appointments, i);
    if (rgm_course_administration (course, appointment->dose) == NULL
        && rgm_zone_get (appointment->zone, NULL) == NULL)
      g_ptr_array_add (calendar->left_out,
                       g_strdup_printf ("%s-%d", course->uid, appointment->dose));
  }
}

/* Adds the doses of @course, as it is now and as it was before. @course: (transfer full). */
static gboolean
add_course (RgmCalendar *calendar, RgmCourse *course, GError **error)
{
  g_autoptr (RgmCourse) owned = course;
  const RgmPatient *patient = calendar_course_patient (calendar->patients, course, error);
  if (patient == NULL)
    return FALSE;
  const RgmZone *zone = rgm_patient_zone (patient, NULL);
  if (zone == NULL) { /* without a zone, none of its times can be worked out */
    calendar->zoneless = course->patient_id;
    g_ptr_array_add (calendar->left_out, g_strdup (course->uid));
    return TRUE;
  }
  add_lost_appointments (calendar, course);
  g_autoptr (GArray) changes = store_dose_changes (calendar->session->store, course->id, error);
  g_autoptr (GByteArray) known = g_byte_array_new ();
  guint index = calendar->parts->len;
  if (changes == NULL)
    return FALSE;
  Part *part = new_part (calendar, g_steal_pointer (&owned), zone, changes);
  if (!store_course_added (calendar->session->store, course->id, &part->added, error)
      || !read_between (calendar, part, error))
    return FALSE;
  Survey survey = { calendar, part, window_at (calendar, zone).last, known, G_MAXINT };
  /* doses before the loaded ones are before the window, too */
  for (int number = 1; number <= course->settled; number++)
    dose_set_add (known, number);
  course_visit_doses (course, zone, calendar->session->now, survey.last, survey_dose, &survey);
  if (!add_past (calendar, course->id, part, changes, known, error))
    return FALSE;
  int first = survey.first_shown;
  for (guint i = index; i < calendar->parts->len; i++) {
    const GArray *extra = ((const Part *)g_ptr_array_index (calendar->parts, i))->extra;
    for (guint j = 0; j < extra->len; j++)
      first = MIN (first, g_array_index (extra, RgmDose, j).number);
  }
  /* drop the changes of earlier doses: each later dose would have to look through them */
  guint kept = 0;
  for (guint i = 0; i < changes->len; i++) {
    RgmDoseChange change = g_array_index (changes, RgmDoseChange, i);
    if (change.to == 0 || change.to >= first)
      g_array_index (changes, RgmDoseChange, kept++) = change;
  }
  g_array_set_size (changes, kept);
  return TRUE;
}

static gboolean
add_courses (RgmCalendar *calendar, GError **error)
{
  RgmInstant kept = calendar->session->now - (RgmInstant)(CALENDAR_KEPT_DAYS + 2) * DAY_SECONDS;
  RgmCourseQuery query = { .patient_id = calendar->patient_id,
                           .now = calendar->session->now,
                           .ended = TRUE, /* a dose of an ended course may still be in the window */
                           .since = kept,
                           .not_given = TRUE,
                           .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (calendar->session->store, &query, error);
  while (courses != NULL && courses->len > 0) {
    RgmCourse *course = g_ptr_array_steal_index (courses, 0);
    if (!calendar->options.tablets && calendar_is_tablets (course)) {
      calendar->hides_tablets = calendar->hides_tablets || course->stopped_at == RGM_INSTANT_NONE;
      rgm_course_free (course);
    } else if (!add_course (calendar, course, error))
      return FALSE;
  }
  return courses != NULL;
}

/* ---- events, one slice at a time ---- */

typedef struct {
  RgmCalendar *calendar;
  const Part *part;
  gboolean keep; /* TRUE: keep the events from from_day to to_day; FALSE: only count all events */
} Tour;

/* Keeps or counts the event of the dose and its short events. */
static void
tour_dose (const Tour *tour, const RgmDose *dose)
{
  RgmCalendar *calendar = tour->calendar;
  const CalendarSubject *subject = &tour->part->subject;
  Entry entry = { .part = tour->part, .dose = *dose };
  int leads = calendar->options.lead_events ? calendar_leads (subject, dose) : 0;
  /* the reminders of a dose on hold are cancelled: a calendar that never had them does not need
   * them */
  if (leads > 0 && dose->state == RGM_DOSE_HELD
      && !was_shown (calendar, tour->part, dose, dose->hold->since))
    leads = 0;
  for (; entry.lead <= leads; entry.lead++) {
    entry.at = calendar_moment (subject, dose, entry.lead);
    gint64 days = (entry.at - calendar->first_day) / DAY_SECONDS;
    guint day = (guint)CLAMP (days, 0, (gint64)calendar->days->len - 1);
    if (tour->keep) {
      if (day >= calendar->from_day && day < calendar->to_day)
        g_array_append_val (calendar->slice, entry);
    } else {
      g_array_index (calendar->days, guint, day)++;
      calendar->length++;
    }
  }
}

static void
tour_shown (const RgmDose *dose, gpointer data)
{
  const Tour *tour = data;
  if (is_shown (tour->calendar, tour->part, dose))
    tour_dose (tour, dose);
}

/* Keeps or counts the events of the doses up to the day @last, course by course. Doses in extra are
 * visited whatever their day is. */
static void
tour_courses (RgmCalendar *calendar, RgmDay last, gboolean keep)
{
  for (guint i = 0; i < calendar->parts->len; i++) {
    const Part *part = g_ptr_array_index (calendar->parts, i);
    Tour tour = { calendar, part, keep };
    RgmDay horizon = MIN (last, window_at (calendar, part->subject.zone).last);
    if (!part->past)
      course_visit_doses (part->course, part->subject.zone, calendar->session->now, horizon,
                          tour_shown, &tour);
    for (guint j = 0; j < part->extra->len; j++)
      tour_dose (&tour, &g_array_index (part->extra, RgmDose, j));
  }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *left = a, *right = b;
  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  g_autofree char *left_uid = calendar_uid (left->part->course, left->dose.number, left->lead);
  g_autofree char *right_uid = calendar_uid (right->part->course, right->dose.number, right->lead);
  return strcmp (left_uid, right_uid);
}

RgmEvent *
rgm_calendar_event (RgmCalendar *calendar, guint index, gboolean brief)
{
  if (index < calendar->slice_first) {
    calendar->slice_first = calendar->to_day = 0;
    g_array_set_size (calendar->slice, 0);
  }
  while (index >= calendar->slice_first + calendar->slice->len) {
    /* advance to the next slice: as many whole days as fit, at least one */
    guint size = 0, more;
    RgmDay last = G_MAXINT;
    calendar->slice_first += calendar->slice->len;
    calendar->from_day = calendar->to_day;
    for (; calendar->to_day < calendar->days->len; calendar->to_day++, size += more) {
      more = g_array_index (calendar->days, guint, calendar->to_day);
      if (size > 0 && size + more > SLICE)
        break;
    }
    if (calendar->to_day < calendar->days->len) {
      RgmInstant end = calendar->first_day + (RgmInstant)calendar->to_day * DAY_SECONDS;
      last = rgm_zone_day (rgm_zone_get ("UTC", NULL), end) + MARGIN_DAYS;
    }
    g_array_set_size (calendar->slice, 0);
    tour_courses (calendar, last, TRUE);
    g_array_sort (calendar->slice, compare_entries);
  }
  const Entry *entry = &g_array_index (calendar->slice, Entry, index - calendar->slice_first);
  return calendar_event (&entry->part->subject, &entry->dose, entry->lead, brief);
}

/* ---- the calendar ---- */

/* As rgm_calendar_load(), but the calendar may be empty. */
static RgmCalendar *
load (const RgmSession *session, gint64 patient_id, const RgmCalendarOptions *options,
      GError **error)
{
  g_autoptr (RgmCalendar) calendar = g_new0 (RgmCalendar, 1);
  calendar->session = session;
  calendar->options = *options;
  calendar->patient_id = patient_id;
  calendar->parts = g_ptr_array_new_with_free_func (part_free);
  calendar->left_out = g_ptr_array_new_with_free_func (g_free);
  calendar->days = g_array_new (FALSE, TRUE, sizeof (guint));
  calendar->slice = g_array_new (FALSE, FALSE, sizeof (Entry));
  calendar->patients = rgm_store_patients (session->store, error);
  calendar->exports = calendar->patients != NULL ? store_exports (session->store, error) : NULL;
  if (calendar->exports == NULL || !add_courses (calendar, error)
      || !add_vanished (calendar, error))
    return NULL;
  calendar->first_day = session->now - (RgmInstant)(CALENDAR_KEPT_DAYS + 2) * DAY_SECONDS;
  g_array_set_size (calendar->days, (guint)(CALENDAR_KEPT_DAYS + options->days + 4));
  tour_courses (calendar, G_MAXINT, FALSE);
  if (calendar->length == 0 && calendar->zoneless != 0
      && rgm_patient_zone (calendar_patient (calendar->patients, calendar->zoneless), error)
           == NULL)
    return NULL;
  return g_steal_pointer (&calendar);
}

RgmCalendar *
rgm_calendar_load (const RgmSession *session, gint64 patient_id, const RgmCalendarOptions *options,
                   GError **error)
{
  g_autoptr (RgmCalendar) calendar = load (session, patient_id, options, error);
  if (calendar == NULL || calendar->length > 0)
    return g_steal_pointer (&calendar);
  if (calendar->hides_tablets) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("nothing to export but tablets, which are left out; --tablets adds them"));
    return NULL;
  }
  Window window = window_at (calendar, session->zone);
  g_autofree char *first = rgm_day_describe (window.first);
  g_autofree char *last = rgm_day_describe (window.last);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
               _ ("nothing to export: there is no dose from %s to %s"), first, last);
  return NULL;
}

void
rgm_calendar_free (RgmCalendar *calendar)
{
  if (calendar == NULL)
    return;
  g_clear_pointer (&calendar->patients, g_ptr_array_unref);
  g_ptr_array_unref (calendar->parts);
  g_ptr_array_unref (calendar->left_out);
  g_clear_pointer (&calendar->exports, g_array_unref);
  g_clear_pointer (&calendar->contacts, g_ptr_array_unref);
  g_clear_pointer (&calendar->questions, g_ptr_array_unref);
  g_array_unref (calendar->days);
  g_array_unref (calendar->slice);
  g_free (calendar);
}

const GPtrArray *
rgm_calendar_left_out (const RgmCalendar *calendar)
{
  return calendar->left_out;
}

guint
rgm_calendar_length (const RgmCalendar *calendar)
{
  return calendar->length;
}

const char *
rgm_calendar_owner (const RgmCalendar *calendar)
{
  const RgmPatient *patient = calendar->patients->len > 1
                                ? calendar_patient (calendar->patients, calendar->patient_id)
                                : NULL;
  return patient != NULL ? patient->name : NULL;
}

GPtrArray *
rgm_calendar_events (const RgmSession *session, gint64 patient_id,
                     const RgmCalendarOptions *options, GPtrArray **left_out, GError **error)
{
  g_autoptr (RgmCalendar) calendar = load (session, patient_id, options, error);
  if (calendar == NULL)
    return NULL;
  if (left_out != NULL)
    *left_out = g_ptr_array_ref (calendar->left_out);
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free);
  for (guint i = 0; i < calendar->length; i++) {
    RgmEvent *event = rgm_calendar_event (calendar, i, FALSE);
    event_join_details (event);
    g_ptr_array_add (events, event);
  }
  return events;
}
