/* calendar-event.c: makes the calendar event of a dose: its time, its state and its texts.
 *
 * Do not change the texts without need: every event of every published calendar that has a changed
 * text is sent to the server again. All medical terms come from the catalog.
 */
#include "calendar/calendar-event.h"

#include "base/i18n.h"
#include "catalog/effects.h"
#include "model/dose.h"
#include "model/observation.h"
#include "store/calendar-rows.h"

#include <regimen/describe.h>

#include <string.h>

#define UUID_LENGTH 36
#define USUAL_MINUTES 30
#define HOUR_SECONDS 3600
#define LEAD_MINUTES 15
#define TABLET_MINUTES 5
#define MORNING (9 * HOUR_SECONDS)

/* How many hours before a visit the short events number 1 and 2 remind of it. The more important
 * one is number 1, because a visit without a time has only that one. */
static const int hours_before[] = { 2, 24 };

const RgmPatient *
calendar_patient (const GPtrArray *patients, gint64 id)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (patient->id == id)
      return patient;
  }
  return NULL;
}

const RgmPatient *
calendar_course_patient (const GPtrArray *patients, const RgmCourse *course, GError **error)
{
  const RgmPatient *patient = calendar_patient (patients, course->patient_id);
  if (patient == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("the record is damaged: the course %s belongs to no person on record; "
                    "\"regimen check\" says more"),
                 course->handle);
  return patient;
}

/* Whether the dose will not be given: it was skipped, its course was stopped, or it is no longer
 * planned. */
static gboolean
is_cancelled (const RgmDose *dose)
{
  return dose->state == RGM_DOSE_SKIPPED || dose->state == RGM_DOSE_CANCELLED;
}

/* Whether the dose can still be given. A missed dose counts too: only the passing of time made it a
 * missed one, and time alone must not change the calendar. */
static gboolean
is_open (const RgmDose *dose)
{
  return dose->open || dose->state == RGM_DOSE_MISSED;
}

gboolean
calendar_is_tablets (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  return kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED;
}

/* ---- times ---- */

RgmLocal
calendar_start (const CalendarSubject *subject, const RgmDose *dose)
{
  return rgm_dose_shown (dose, subject->zone);
}

RgmInstant
calendar_moment (const CalendarSubject *subject, const RgmDose *dose, int lead)
{
  RgmLocal start = rgm_dose_local (dose);
  if (lead == 0 && dose->state == RGM_DOSE_GIVEN && !dose->administration->day_only)
    return dose->administration->at;
  if (lead == 0 && dose->state == RGM_DOSE_GIVEN)
    return rgm_zone_to_instant (rgm_administration_zone (dose->administration, subject->zone),
                                calendar_start (subject, dose), NULL);
  if (lead == 0)
    return rgm_dose_moment (dose, subject->zone);
  if (rgm_local_has_time (start))
    return rgm_dose_moment (dose, subject->zone) - hours_before[lead - 1] * HOUR_SECONDS;
  return rgm_zone_to_instant (subject->zone, (RgmLocal){ start.day - 1, MORNING }, NULL);
}

/* If a dose was given after the time of its reminders, they are over and are left out. A visit that
 * was put off or moved may have had a time before, so both reminders may be in a calendar and have
 * to be cancelled. The event of a tablet is its own reminder. */
int
calendar_leads (const CalendarSubject *subject, const RgmDose *dose)
{
  gboolean may_have_been_timed = dose->state == RGM_DOSE_HELD || dose->why == RGM_WHY_MOVED;
  if (calendar_is_tablets (subject->course)
      || (dose->state == RGM_DOSE_GIVEN
          && calendar_moment (subject, dose, 1) <= dose->administration->at))
    return 0;
  return rgm_local_has_time (rgm_dose_local (dose)) || may_have_been_timed ? 2 : 1;
}

/* Whether the short event @lead still has to remind of the dose. */
static gboolean
rings (const RgmDose *dose, int lead)
{
  return is_open (dose) && dose->state != RGM_DOSE_HELD
         && (lead == 1 || rgm_local_has_time (rgm_dose_local (dose)));
}

/* ---- title and description ---- */

#define CANCELLED_TITLE _ ("Cancelled: %s")

/* The title of the event of the dose or, if @lead is not 0, of that short event before it, for
 * example "Cancelled: Ann: Denosumab injection 3 (to book)". States that follow from the clock
 * alone, such as overdue, are left out, so that the same record always gives the same file.
 * Returns: (transfer full). */
static char *
summary_of (const CalendarSubject *subject, const RgmDose *dose, int lead)
{
  const RgmCourse *course = subject->course;
  g_autoptr (GString) title = g_string_new (NULL);
  if (subject->private_mode)
    g_string_append (title, _ ("Treatment"));
  else {
    g_autofree char *name = rgm_dose_title (course, dose->number);
    if (subject->patient != NULL)
      g_string_append_printf (title, "%s: ", subject->patient);
    g_string_append (title, name);
    if (dose->state == RGM_DOSE_GIVEN || dose->state == RGM_DOSE_HELD || dose->projected
        || rgm_dose_is_to_book (dose, course))
      g_string_append_printf (title, " (%s)", dose_record_words (dose, course));
  }
  if (is_cancelled (dose) || (lead != 0 && !rings (dose, lead)))
    return g_strdup_printf (CANCELLED_TITLE, title->str);
  if (lead == 0)
    return g_strdup (title->str);
  if (lead == 1 && rgm_local_has_time (rgm_dose_local (dose)))
    return g_strdup_printf (_ ("In 2 hours: %s"), title->str);
  return g_strdup_printf (_ ("Tomorrow: %s"), title->str);
}

char *
calendar_title_before_cancelled (const char *title)
{
  const char *message = CANCELLED_TITLE, *place = strstr (message, "%s");
  g_autofree char *before = g_strndup (message, (gsize)(place - message));
  const char *after = place + strlen ("%s");
  if (!g_str_has_prefix (title, before) || !g_str_has_suffix (title, after)
      || strlen (title) < strlen (before) + strlen (after))
    return NULL;
  return g_strndup (title + strlen (before), strlen (title) - strlen (before) - strlen (after));
}

/* What a title says at its end about the state of the dose. The first one stands for all others. */
static const char *const states[] = { NULL, N_ ("to book"), N_ ("tentative"), N_ ("on hold") };

/* The end of a title in @state. Returns: (transfer full): "" for the first one. */
static char *
state_end (guint state)
{
  return state == 0 ? g_strdup ("") : g_strdup_printf (" (%s)", _ (states[state]));
}

/* The state that @title, which is not that of a cancelled event, has at its end. */
static guint
title_state (const char *title)
{
  for (guint state = 1; state < G_N_ELEMENTS (states); state++) {
    g_autofree char *end = state_end (state);
    if (g_str_has_suffix (title, end))
      return state;
  }
  return 0;
}

char *
calendar_title_in_state (const char *title, guint index)
{
  g_autofree char *before = calendar_title_before_cancelled (title);
  const char *plain = before != NULL ? before : title;
  g_autofree char *old = state_end (title_state (plain));
  guint state = index / 2;
  if (state >= G_N_ELEMENTS (states))
    return NULL;
  g_autofree char *bare = g_strndup (plain, strlen (plain) - strlen (old));
  g_autofree char *end = state_end (state);
  g_autofree char *whole = g_strconcat (bare, end, NULL);
  return index % 2 == 0 ? g_steal_pointer (&whole) : g_strdup_printf (CANCELLED_TITLE, whole);
}

char *
calendar_title_with_state (const char *theirs, const char *written, const char *ours)
{
  g_autofree char *before = calendar_title_before_cancelled (ours);
  g_autofree char *written_before
    = written != NULL ? calendar_title_before_cancelled (written) : NULL;
  const char *plain = written_before != NULL ? written_before : written;
  g_autofree char *old = state_end (plain != NULL ? title_state (plain) : 0);
  g_autofree char *end = state_end (title_state (before != NULL ? before : ours));
  g_autoptr (GString) title = g_string_new (theirs);
  if (*old != '\0')
    g_string_replace (title, old, "", 1);
  if (!g_str_has_suffix (title->str, end))
    g_string_append (title, end);
  return before != NULL ? g_strdup_printf (CANCELLED_TITLE, title->str) : g_strdup (title->str);
}

static void add_line (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_line (GString *text, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

char *
calendar_to_prepare (const CalendarSubject *subject, const RgmDose *next, const GPtrArray *needs,
                     const GPtrArray *questions)
{
  GString *text = g_string_new (NULL);
  RgmDay today = rgm_zone_day (subject->zone, subject->session->now);
  gboolean late = need_day (next, subject->zone, RGM_NO_DAY) < today;
  for (guint i = 0; i < needs->len; i++) {
    const RgmNeed *need = g_ptr_array_index (needs, i);
    RgmNeedStatus status = need_before_dose (need, subject->course, next, subject->zone, today);
    g_autofree char *lacking = rgm_need_text (need, &status, RGM_NO_DAY);
    if (status.met)
      continue;
    if (late && need->within.count > 0) {
      g_autofree char *within = rgm_period_describe (need->within);
      add_line (text, _ ("Needed: %s (not older than %s on the day of the dose)"), need->name,
                within);
    } else
      add_line (text, _ ("Needed: %s"), lacking);
  }
  for (guint i = 0; i < questions->len; i++)
    add_line (text, _ ("To ask: %s"),
              ((const RgmQuestion *)g_ptr_array_index (questions, i))->question);
  if (text->len > 0)
    return g_string_free (text, FALSE);
  g_string_free (text, TRUE);
  return NULL;
}

/* Adds what the user put on record for the time between doses: what is needed, what is to be asked,
 * and whom to call. Needs and questions are added only to the next open dose of a course, because
 * otherwise every event would repeat them. */
static void
add_between (const CalendarSubject *subject, const RgmDose *dose, GString *text)
{
  if (!is_open (dose))
    return;
  if (subject->to_prepare != NULL && dose->number == subject->next)
    add_line (text, "%s", subject->to_prepare);
  if (subject->to_call != NULL)
    add_line (text, "%s", subject->to_call);
}

/* The description of the event: the amount, the planned day with the reason for it, the window, and
 * why the dose is on hold or was not given; then what add_between() adds. For a tablet, the day and
 * the window are left out, because they say the same as its time. Returns: (transfer full). */
static char *
description_of (const CalendarSubject *subject, const RgmDose *dose)
{
  const RgmCourse *course = subject->course;
  const RgmAdministration *administration = dose->administration;
  gboolean measured = administration != NULL && administration->amount != NULL;
  const char *amount = measured ? administration->amount : rgm_course_amount (course, dose->number);
  g_autofree char *target = rgm_local_describe (dose->target);
  g_autofree char *why = dose_why_plan (dose, course, subject->zone);
  GString *text = g_string_new (NULL);
  if (amount != NULL)
    add_line (text, _ ("Amount: %s"), amount);
  if (!calendar_is_tablets (course))
    add_line (text, _ ("Planned for %s: %s"), target, why);
  if (is_open (dose) && !calendar_is_tablets (course)) {
    g_autofree char *earliest = rgm_day_describe (dose->earliest);
    g_autofree char *latest = rgm_day_describe (dose->latest);
    if (dose->earliest == dose->latest)
      add_line (text, _ ("On time on %s"), earliest);
    else
      add_line (text, _ ("On time from %s to %s"), earliest, latest);
  }
  if (dose->open && dose->hold != NULL) {
    add_line (text, _ ("On hold: %s"), dose->hold->reason);
    if (dose->hold->until != RGM_NO_DAY) {
      g_autofree char *until = rgm_day_describe (dose->hold->until);
      add_line (text, _ ("A reminder asks about it on %s"), until);
    }
  }
  if (dose->state == RGM_DOSE_SKIPPED && administration->reason != NULL)
    add_line (text, _ ("Not given: %s"), administration->reason);
  else if (is_cancelled (dose) && course->stopped_at != RGM_INSTANT_NONE)
    add_line (text, _ ("The course was stopped"));
  else if (dose->state == RGM_DOSE_CANCELLED)
    add_line (text, _ ("No longer planned"));
  add_between (subject, dose, text);
  return g_string_free (text, FALSE);
}

char *
calendar_effects (const RgmCatalog *catalog, const RgmCourse *course)
{
  const RgmTreatment *known = rgm_catalog_lookup (catalog, course->treatment_key);
  g_autoptr (RgmTreatment) custom
    = known == NULL ? rgm_treatment_new_custom (course->treatment_name, NULL) : NULL;
  const RgmTreatment *treatment = known != NULL ? known : custom;
  return treatment != NULL ? effects_lines (treatment, catalog) : g_strdup ("");
}

/* ---- the event ---- */

char *
calendar_uid (const RgmCourse *course, int dose, int lead)
{
  return lead == 0 ? g_strdup_printf ("%s-%d@regimen", course->uid, dose)
                   : g_strdup_printf ("%s-%d-lead%d@regimen", course->uid, dose, lead);
}

/* The rest of @text, if it begins with digits. Returns: (nullable). */
static const char *
skip_number (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  return digits > 0 ? text + digits : NULL;
}

char *
calendar_uid_course (const char *uid)
{
  static const char lead[] = "-lead";
  g_autofree char *uuid = g_strndup (uid, UUID_LENGTH);
  const char *rest;

  if (!g_uuid_string_is_valid (uuid) || uid[UUID_LENGTH] != '-')
    return NULL;
  rest = skip_number (uid + UUID_LENGTH + 1);
  if (rest != NULL && g_str_has_prefix (rest, lead))
    rest = skip_number (rest + strlen (lead));
  return g_strcmp0 (rest, "@regimen") == 0 ? g_steal_pointer (&uuid) : NULL;
}

static void
set_text (RgmEvent *event, const CalendarSubject *subject, const RgmDose *dose, int lead)
{
  const RgmCourse *course = subject->course;
  const RgmTreatment *treatment
    = rgm_catalog_lookup (subject->session->catalog, course->treatment_key);
  gboolean tablets = calendar_is_tablets (course);
  event->summary = summary_of (subject, dose, lead);
  if (subject->private_mode)
    return;
  if (lead == 0)
    event->description = description_of (subject, dose);
  if (lead == 0 && *event->description == '\0')
    g_clear_pointer (&event->description, g_free);
  if (lead == 0 && !tablets && !is_cancelled (dose) && *subject->effects != '\0')
    event->details = g_ref_string_acquire (subject->effects);
  event->location = g_strdup (rgm_dose_place (dose, course));
  event->category = g_strdup (treatment != NULL ? treatment->class_name : NULL);
}

RgmEvent *
calendar_event (const CalendarSubject *subject, const RgmDose *dose, int lead, gboolean brief)
{
  const RgmCourse *course = subject->course;
  /* a dose that was given keeps the zone of that day, and an appointment the zone in which it was
   * booked */
  const RgmZone *zone = dose->state == RGM_DOSE_GIVEN
                          ? rgm_administration_zone (dose->administration, subject->zone)
                          : rgm_dose_zone (dose, subject->zone);
  RgmEvent *event = g_new0 (RgmEvent, 1);
  RgmFit fit;
  event->uid = calendar_uid (course, dose->number, lead);
  event->created = course->started_at;
  event->sequence
    = store_dose_sequence (subject->changes, dose->number, course->started_at, &event->changed);
  event->zone = g_strdup (rgm_zone_name (zone));
  event->start_at = calendar_moment (subject, dose, lead);
  event->start
    = lead == 0 ? calendar_start (subject, dose) : rgm_zone_to_local (zone, event->start_at);
  rgm_zone_to_instant (zone, event->start, &fit);
  event->utc = rgm_local_has_time (event->start) && fit != RGM_FIT_EXACT;
  if (lead == 0) {
    int usual = course->minutes > 0 ? course->minutes : USUAL_MINUTES;
    gboolean sure = dose_is_timed (dose) && !dose->projected && dose->state != RGM_DOSE_HELD
                    && !rgm_dose_is_to_book (dose, course);
    sure = sure || dose->state == RGM_DOSE_GIVEN;
    event->status = is_cancelled (dose) ? RGM_EVENT_CANCELLED
                    : sure              ? RGM_EVENT_CONFIRMED
                                        : RGM_EVENT_TENTATIVE;
    event->free = event->on_time = calendar_is_tablets (course);
    event->minutes = event->free ? TABLET_MINUTES : subject->minutes > 0 ? subject->minutes : usual;
    event->alarms = is_open (dose) && dose->state != RGM_DOSE_HELD && !subject->lead_events;
  } else {
    event->status = rings (dose, lead) ? RGM_EVENT_CONFIRMED : RGM_EVENT_CANCELLED;
    event->minutes = LEAD_MINUTES;
    event->free = TRUE;
  }
  if (!brief)
    set_text (event, subject, dose, lead);
  return event;
}
