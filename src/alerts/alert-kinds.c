/* alert-kinds.c: the kinds of alert, as the rows of one table at the end of this file.
 *
 * To add a kind, write its row at its place in the order of the table, with a comment that says
 * when its alerts come (an alert is current until the next one of its dose begins). Write a
 * function for its words, and one for its moments if none of those below fits. Its tests are a row
 * in each table of tests/unit/test-alert-kinds.c, and its rule in tests/daemon/life-oracle.c.
 */
#include "alerts/alert-kinds.h"

#include "alerts/alert-title.h"
#include "base/compare.h"
#include "base/describe.h"
#include "base/i18n.h"
#include "base/text.h"
#include "catalog/effects.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/observation.h"

#include <regimen/describe.h>
#include <regimen/effects.h>

#include <stdlib.h>
#include <string.h>

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define LATE_FROM (15 * MINUTE) /* a dose with a time is called late only after this */
#define AFTERCARE_DAYS 7        /* how long an alert after a dose is current */
#define HOLD_DAYS 7             /* how often the user is asked about a dose on hold */
/* After so many unanswered fixed times, one alert a day counts them. A course is always read with
 * at least so many past ones. */
#define MOST_UNANSWERED COURSE_KEPT_SLOTS
#define FOR_EVER G_MAXINT64
/* How many midnights ahead words_change() looks for a change of the words. */
#define MOST_DAYS_ALIKE 31

static const RgmSchedule *
schedule_of (const AlertSubject *subject)
{
  return course_revision (subject->course, subject->dose->number)->schedule;
}

/* ---- moments ---- */

/* The alerts of one dose while they are being collected. */
struct _AlertMoments {
  const AlertSubject *subject;
  /* The last part of their keys. It changes when a dose is planned for another time, so that the
   * dose gets new alerts. It is the local time for which the dose is planned or booked; for a held
   * dose, the day of the first reminder if the hold has such a day, or else the moment at which the
   * hold began; for a given dose, the moment at which it was given. */
  char *key_ending;
  GArray *alerts;
};

static void
add (AlertMoments *moments, const AlertKind *kind, int step, RgmInstant from, RgmInstant until)
{
  const AlertSubject *subject = moments->subject;
  RgmAlert alert = { kind->name, "", from, until, RGM_INSTANT_NONE, kind->urgency };
  if (subject->dose->slot) {
    alert.slot = rgm_dose_moment (subject->dose, subject->zone);
    /* a fixed time is never critical: the next one comes soon */
    alert.urgency = MIN (alert.urgency, RGM_URGENCY_NORMAL);
  }
  g_snprintf (alert.key, sizeof alert.key, "%s-%d:%s", kind->name, step, moments->key_ending);
  g_array_append_val (moments->alerts, alert);
}

/* The moment at which the alerts of @day begin. */
static RgmInstant
start_of (const AlertSubject *subject, RgmDay day)
{
  RgmLocal start = { day, subject->settings->day_start };
  return rgm_zone_to_instant (subject->zone, start, NULL);
}

/* The numbers of days in the settings for alerts of @kind, in ascending order. */
static RgmLeads
days_of (const AlertSubject *subject, const AlertKind *kind)
{
  RgmLeads days = *(const RgmLeads *)G_STRUCT_MEMBER_P (subject->settings, kind->days_offset);
  qsort (days.at, (gsize)days.n, sizeof days.at[0], compare_ints);
  return days;
}

/* Adds an alert for each number of days before the dose that the user has set. Numbers that are not
 * smaller than the interval are left out, because the alert would come before the previous dose. */
static void
add_before (AlertMoments *moments, const AlertKind *kind)
{
  const AlertSubject *subject = moments->subject;
  const RgmSchedule *schedule = schedule_of (subject);
  RgmLeads days = days_of (subject, kind);
  for (int i = days.n - 1; i >= 0; i--)
    if (schedule->kind != RGM_SCHEDULE_INTERVAL || days.at[i] < rgm_period_days (schedule->every))
      add (moments, kind, days.at[i],
           start_of (subject, dose_day (subject->dose, subject->zone) - days.at[i]), FOR_EVER);
}

/* Adds the alert of the day that is @after days after the dose. The alert of day 0, the day of the
 * dose itself, begins when the dose is put on record. */
static void
add_day_after (AlertMoments *moments, const AlertKind *kind, int after)
{
  const AlertSubject *subject = moments->subject;
  const RgmAdministration *given = subject->dose->administration;
  RgmDay day = administration_day (given, subject->zone) + after;
  RgmInstant from = after == 0 ? MAX (given->at, given->recorded_at) : start_of (subject, day);
  add (moments, kind, after, from, start_of (subject, day + AFTERCARE_DAYS));
}

/* Adds an alert for each number of days after the dose that the user has set. */
static void
add_after (AlertMoments *moments, const AlertKind *kind)
{
  RgmLeads days = days_of (moments->subject, kind);
  for (int i = 0; i < days.n; i++)
    add_day_after (moments, kind, days.at[i]);
}

/* As add_after(). For radiation sessions, only the day of the session itself counts, because the
 * next session, or the first one of the next week, has an alert of its own. */
static void
add_watch (AlertMoments *moments, const AlertKind *kind)
{
  RgmLeads days = days_of (moments->subject, kind);
  if (schedule_of (moments->subject)->kind != RGM_SCHEDULE_FRACTIONS)
    add_after (moments, kind);
  else if (days.n > 0 && days.at[0] == 0)
    add_day_after (moments, kind, 0);
}

/* How many fixed times in a row have no answer, including this one. */
static int
unanswered_times (const AlertSubject *subject)
{
  int answered = 0;
  for (guint i = 0; i < subject->course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (subject->course->administrations, i);
    if (each->dose < subject->dose->number)
      answered = MAX (answered, each->dose);
  }
  return subject->dose->number - answered;
}

/* Whether so many fixed times in a row have no answer that alerts for each of them would be too
 * many. Then one alert a day counts them. */
static gboolean
counts_times (const AlertSubject *subject)
{
  return subject->dose->slot && unanswered_times (subject) > MOST_UNANSWERED;
}

/* The window of a dose ends at midnight, so the alert waits for the next moment at which the alerts
 * of a day begin. */
RgmInstant
alert_overdue_from (const AlertSubject *subject)
{
  RgmInstant from = dose_overdue_from (subject->dose, subject->zone);
  RgmDay day = rgm_zone_day (subject->zone, from);
  return start_of (subject, day) >= from ? start_of (subject, day) : start_of (subject, day + 1);
}

gboolean
alert_waits_in_order (const AlertSubject *subject)
{
  const RgmSchedule *schedule = schedule_of (subject);
  return schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->reckon == RGM_RECKON_GIVEN;
}

/* The moment from which the alert of the leading dose counts this dose, which is not the leading
 * one: when the leading dose is overdue, but not before the day of this dose is over. */
static RgmInstant
told_together_from (const AlertSubject *subject)
{
  RgmDay day = dose_day (subject->dose, subject->zone);
  return MAX (subject->together_from, start_of (subject, day + 1));
}

gboolean
alert_is_told_together (const AlertSubject *subject)
{
  return subject->out_of_turn && subject->settings->overdue
         && subject->now >= told_together_from (subject);
}

/* Adds the alert that a dose is due. It comes some time before a visit; its buttons ask whether the
 * dose was given as soon as the time of the visit has come. For a fixed time or an interval of
 * hours it comes at that time itself, because the user does not have to go anywhere. If the course
 * counts from the day given, a later dose that has an appointment is only announced until its time,
 * because it is not due before the earlier dose has an answer. */
static void
add_due (AlertMoments *moments, const AlertKind *kind)
{
  const AlertSubject *subject = moments->subject;
  const RgmDose *dose = subject->dose;
  RgmInstant from = start_of (subject, rgm_dose_local (dose).day);
  RgmInstant until = alert_overdue_from (subject);
  if (counts_times (subject))
    return;
  if (dose_is_timed (dose))
    from = rgm_dose_moment (dose, subject->zone);
  if (subject->out_of_turn && alert_waits_in_order (subject))
    until = from;
  else if (subject->out_of_turn && subject->settings->overdue)
    until = told_together_from (subject);
  if (dose_has_visit_time (dose, subject->course))
    from -= subject->settings->due_minutes * MINUTE;
  add (moments, kind, 0, from, dose->slot ? FOR_EVER : until);
}

/* Repeated alerts wait for the end of the quiet hours, which may include midnight. Returns: @at, or
 * the end of the quiet hours if @at lies in them. */
static RgmInstant
after_quiet_hours (const AlertSubject *subject, RgmInstant at)
{
  int from = subject->settings->quiet_from, until = subject->settings->quiet_until;
  RgmLocal local = rgm_zone_to_local (subject->zone, at);
  gboolean late = local.second >= from, early = local.second < until;
  if (from <= until ? !(late && early) : !late && !early)
    return at;
  RgmLocal end = { from > until && late ? local.day + 1 : local.day, until };
  return MAX (at, rgm_zone_to_instant (subject->zone, end, NULL));
}

/* The reminder of a fixed time is repeated only once, because the dose is missed when the next one
 * comes. The alert that counts unanswered fixed times comes at the next moment at which the alerts
 * of a day begin, or not at all if the next fixed time is earlier. */
static void
add_overdue_time (AlertMoments *moments, const AlertKind *kind)
{
  const AlertSubject *subject = moments->subject;
  const RgmSettings *settings = subject->settings;
  RgmInstant moment = rgm_dose_moment (subject->dose, subject->zone);
  RgmInstant first = moment + settings->overdue_minutes * MINUTE;
  RgmInstant second = first + settings->overdue_hours * HOUR;
  if (counts_times (subject)) {
    RgmDay day = rgm_zone_day (subject->zone, moment);
    RgmInstant morning = start_of (subject, day);
    add (moments, kind, 24, morning >= moment ? morning : start_of (subject, day + 1), FOR_EVER);
  } else {
    add (moments, kind, 0, after_quiet_hours (subject, first), FOR_EVER);
    add (moments, kind, settings->overdue_hours, after_quiet_hours (subject, second), FOR_EVER);
  }
}

/* Adds daily reminders for some days, then weekly ones. The step is the number of days since the
 * first reminder. */
static void
add_overdue (AlertMoments *moments, const AlertKind *kind)
{
  const AlertSubject *subject = moments->subject;
  int daily = subject->settings->overdue_daily, step = 0;
  if (!subject->settings->overdue)
    return;
  if (subject->dose->slot) {
    add_overdue_time (moments, kind);
    return;
  }
  RgmInstant until = alert_overdue_from (subject), from;
  RgmDay first = rgm_zone_day (subject->zone, until);
  do {
    int next = step < daily ? step + 1 : step + 7;
    from = until;
    until = start_of (subject, first + next);
    add (moments, kind, step, from, until);
    step = next;
  } while (from <= subject->now);
}

/* Whether the hold begins on a future day, because it was entered while the clock was fast. */
static gboolean
is_held_ahead (const AlertSubject *subject)
{
  RgmDay since = rgm_zone_day (subject->zone, subject->dose->hold->since);
  return since > rgm_zone_day (subject->zone, subject->now);
}

/* The day of the first reminder. If the hold was entered while the clock was fast, its dates may be
 * far in the future, for example a year. Then the reminder comes no later than the day of the dose
 * itself, which does not depend on that clock. */
static RgmDay
first_reminder (const AlertSubject *subject)
{
  const RgmHold *hold = subject->dose->hold;
  RgmDay first = hold->until != RGM_NO_DAY ? hold->until
                                           : rgm_zone_day (subject->zone, hold->since) + HOLD_DAYS;
  return is_held_ahead (subject) ? MIN (first, dose_day (subject->dose, subject->zone)) : first;
}

/* The step is the number of days since the first reminder. If the hold begins on a future day,
 * these reminders end on that day, and the usual ones of the hold follow. */
static void
add_hold (AlertMoments *moments, const AlertKind *kind)
{
  const AlertSubject *subject = moments->subject;
  RgmLocal since = { rgm_zone_day (subject->zone, subject->dose->hold->since), 0 };
  RgmInstant ends
    = is_held_ahead (subject) ? rgm_zone_to_instant (subject->zone, since, NULL) : FOR_EVER;
  RgmDay first = first_reminder (subject);
  RgmInstant from;
  int step = 0;
  do {
    from = start_of (subject, first + step);
    step += HOLD_DAYS;
    add (moments, kind, step - HOLD_DAYS, from, MIN (ends, start_of (subject, first + step)));
  } while (from <= subject->now);
}

/* ---- which doses ---- */

static gboolean
needs_booking (const AlertSubject *subject)
{
  return rgm_dose_is_to_book (subject->dose, subject->course);
}

/* Tablets at fixed times and all sessions of a radiation course except the first one are not
 * announced, because they come nearly every day. */
static gboolean
is_announced (const AlertSubject *subject)
{
  return !subject->dose->slot
         && (schedule_of (subject)->kind != RGM_SCHEDULE_FRACTIONS || subject->dose->number == 1);
}

static gboolean
has_effects (const AlertSubject *subject)
{
  const RgmTreatment *treatment = subject->treatment;
  return subject->watched && treatment != NULL
         && (treatment->effects->len > 0 || treatment->rare_effects->len > 0);
}

static gboolean
asks_for_response (const AlertSubject *subject)
{
  const RgmTreatment *treatment = subject->treatment;
  return subject->last_of_course && treatment != NULL && treatment->response_days[0] > 0
         && schedule_of (subject)->kind == RGM_SCHEDULE_FRACTIONS;
}

/* ---- words ---- */

static void add_line (AlertWords *words, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_line (AlertWords *words, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (words->lines, g_strdup_vprintf (format, args));
  va_end (args);
}

/* "Thu 2026-12-03 10:40", followed by the time zone if the appointment is in another zone than the
 * patient. Returns: (transfer full). */
static char *
planned_moment (const AlertSubject *subject)
{
  const char *zone = dose_other_zone (subject->dose, subject->zone);
  g_autofree char *at = rgm_local_describe (rgm_dose_local (subject->dose));
  if (zone == NULL)
    return g_steal_pointer (&at);
  return g_strdup_printf ("%s (%s)", at, zone);
}

static void
add_planned (const AlertSubject *subject, AlertWords *words)
{
  g_autofree char *moment = planned_moment (subject);
  add_line (words, _ ("Planned for %s"), moment);
}

/* How late the dose is. Popups are renewed only at midnight, so minutes and hours are followed by
 * "or more", which stays true. Returns: (transfer full) (nullable): NULL if it is not late. */
static char *
lateness (const AlertSubject *subject)
{
  int days = rgm_zone_day (subject->zone, subject->now) - dose_day (subject->dose, subject->zone);
  if (dose_is_timed (subject->dose)) {
    gint64 late = subject->now - rgm_dose_moment (subject->dose, subject->zone);
    int minutes = (int)(late / MINUTE), hours = (int)(late / HOUR);
    if (late <= LATE_FROM)
      return NULL;
    if (hours == 0)
      return g_strdup_printf (P_ ("%d minute late or more", "%d minutes late or more", minutes),
                              minutes);
    if (hours < 24 || days < 1)
      return g_strdup_printf (P_ ("%d hour late or more", "%d hours late or more", hours), hours);
  }
  if (days < 1)
    return NULL;
  return g_strdup_printf (subject->lasting
                            ? P_ ("%d day late or more", "%d days late or more", days)
                            : P_ ("%d day late", "%d days late", days),
                          days);
}

/* Whether the day of the dose is before, in or after its window. Returns: (transfer full)
 * (nullable): NULL if the dose has no window, or if it has a time and a place and is in its
 * window. */
static char *
window_text (const AlertSubject *subject, gboolean has_place)
{
  const RgmDose *dose = subject->dose;
  int beside = dose_beside_window (dose, subject->course, subject->zone);
  g_autofree char *earliest = rgm_day_describe (dose->earliest);
  g_autofree char *latest = rgm_day_describe (dose->latest);
  if (beside < 0)
    return g_strdup_printf (_ ("Before its window, which opens on %s"), earliest);
  if (beside > 0 && dose->latest < rgm_zone_day (subject->zone, subject->now))
    return g_strdup_printf (_ ("After its window, which ended on %s"), latest);
  if (beside > 0)
    return g_strdup_printf (_ ("After its window, which ends on %s"), latest);
  if (!dose_has_window (dose, subject->course) || (has_place && dose_is_timed (dose)))
    return NULL;
  return g_strdup_printf (_ ("On time until %s"), latest);
}

/* Adds when the dose is planned; then, on one line, the place and how late the dose is, or, if it
 * is not late, its position in relation to its window.
 */
static void
add_plan (const AlertSubject *subject, AlertWords *words)
{
  const RgmDose *dose = subject->dose;
  const char *place = rgm_dose_place (dose, subject->course);
  g_autofree char *standing = lateness (subject);
  add_planned (subject, words);
  if (standing == NULL)
    standing = window_text (subject, place != NULL);
  if (standing != NULL && place != NULL)
    add_line (words, "%s; %s", standing, place);
  else if (standing != NULL || place != NULL)
    add_line (words, "%s", standing != NULL ? standing : place);
}

/* Adds that an earlier dose has no answer, if that is so. */
static void
add_waiting (const AlertSubject *subject, AlertWords *words)
{
  if (subject->waits_for > 0)
    add_line (words, _ ("Not answered yet: %s %d"), rgm_unit_words (subject->course->unit),
              subject->waits_for);
}

/* "regimen VERB", with the record and the patient if they have to be named. Returns: (transfer
 * full). */
static char *
patient_command (const AlertSubject *subject, const char *verb)
{
  return text_command (subject->record, subject->patient, verb);
}

char *
alert_command (const AlertSubject *subject, const char *verb, int dose)
{
  g_autofree char *command = patient_command (subject, verb);
  if (dose == 0)
    return g_strdup_printf ("%s %s", command, subject->course->handle);
  return g_strdup_printf ("%s %s/%d", command, subject->course->handle, dose);
}

char *
alert_log_command (const AlertSubject *subject)
{
  g_autofree char *words = dose_log_words (subject->dose, subject->course, subject->zone,
                                           subject->now, subject->lasting);
  return patient_command (subject, words);
}

/* Adds @line unless it is NULL. @line: (transfer full) (nullable). */
static void
take_line (AlertWords *words, char *line)
{
  if (line != NULL)
    g_ptr_array_add (words->lines, line);
}

/* Adds what is still needed before the dose, and what the patient wants to ask at the visit. */
static void
add_needs_and_questions (const AlertSubject *subject, AlertWords *words)
{
  take_line (words, needs_brief (subject->needs, subject->course, subject->dose, subject->zone,
                                 rgm_zone_day (subject->zone, subject->now)));
  take_line (words, questions_brief (subject->questions));
}

char *
alert_booking_command (const AlertSubject *subject)
{
  RgmInstant read_last
    = subject->lasting && subject->until != FOR_EVER ? subject->until : subject->now;
  RgmDay after = rgm_zone_day (subject->zone, read_last) + 1;
  g_autofree char *example
    = dose_booking_example (subject->dose, MAX (dose_day (subject->dose, subject->zone), after));
  g_autofree char *book = alert_command (subject, "book", subject->dose->number);
  return g_strdup_printf ("%s \"%s\"", book, example);
}

/* In the titles below, the words around the name of the dose are short; alert-title.h says why. */

static void
say_book (const AlertSubject *subject, AlertWords *words)
{
  g_autofree char *moment = planned_moment (subject);
  g_autofree char *near = rgm_dose_relative (subject->dose, subject->zone, subject->now);
  g_autofree char *book = alert_booking_command (subject);
  words->title = g_strdup (_ ("To book: %s"));
  if (subject->lasting)
    add_planned (subject, words);
  else
    add_line (words, _ ("Planned for %s (%s)"), moment, near);
  add_line (words, _ ("It has no appointment yet"));
  take_line (words, contacts_brief (subject->contacts, RGM_CONTACT_BOOKING));
  g_ptr_array_add (words->commands, g_strdup_printf (_ ("Once it is booked: %s"), book));
}

/* The title is "Tomorrow: %s", or "Thu 3 Dec, 10:40: %s" if it has to stay true. */
static void
say_upcoming (const AlertSubject *subject, AlertWords *words)
{
  g_autofree char *near = rgm_dose_relative (subject->dose, subject->zone, subject->now);
  g_autofree char *first = g_utf8_strup (near, g_utf8_next_char (near) - near);
  g_autofree char *day = local_short (rgm_dose_local (subject->dose));
  g_autofree char *show = alert_command (subject, "show", 0);
  words->title = subject->lasting ? g_strdup_printf ("%s: %%s", day)
                                  : g_strdup_printf ("%s%s: %%s", first, g_utf8_next_char (near));
  add_plan (subject, words);
  add_waiting (subject, words);
  add_needs_and_questions (subject, words);
  g_ptr_array_add (words->commands, g_strdup_printf (_ ("More: %s"), show));
}

/* The title says "Still due" if the day of the dose has passed, because the user did not look in
 * time; the body has the day. If the words have to stay true, the title says "Due Thu 3 Dec". The
 * time is only in the body, so that the title has room for the treatment. A dose that waits for an
 * earlier one is not due, even if it has an appointment. */
static void
say_due (const AlertSubject *subject, AlertWords *words)
{
  RgmLocal day = { rgm_dose_local (subject->dose).day, RGM_NO_TIME };
  g_autofree char *near = subject->lasting
                            ? local_short (day)
                            : rgm_dose_relative (subject->dose, subject->zone, subject->now);
  gboolean past
    = dose_day (subject->dose, subject->zone) < rgm_zone_day (subject->zone, subject->now);
  words->title = subject->waits_for > 0 ? g_strdup_printf (_ ("Appointment %s: %s"), near, "%s")
                 : past && !subject->lasting ? g_strdup (_ ("Still due: %s"))
                                             : g_strdup_printf (_ ("Due %s: %s"), near, "%s");
  add_plan (subject, words);
  add_waiting (subject, words);
}

/* The alert is about one dose, or about several doses of the course: "5 sessions unanswered". */
static void
say_overdue (const AlertSubject *subject, AlertWords *words)
{
  const RgmCourse *course = subject->course;
  g_autofree char *moment = planned_moment (subject);
  if (counts_times (subject)) {
    words->of_course = TRUE;
    words->title = g_strdup_printf (_ ("%d %s unanswered: %s"), unanswered_times (subject),
                                    rgm_unit_words (course->units), "%s");
    add_line (words, _ ("Your answer applies only to the latest one, planned for %s"), moment);
  } else if (subject->together > 0) {
    g_autofree char *late = lateness (subject);
    g_autofree char *log = alert_command (subject, "log", subject->dose->number);
    words->of_course = TRUE;
    words->title = g_strdup_printf (_ ("%d %s unanswered: %s"), subject->together + 1,
                                    rgm_unit_words (course->units), "%s");
    add_line (words, _ ("The first one was planned for %s (%s)"), moment, late);
    add_line (words, _ ("Log or skip each one"));
    g_ptr_array_add (words->commands,
                     g_strdup_printf (_ ("For each one: %s --at DAY (or skip)"), log));
  } else {
    words->title = g_strdup (_ ("Overdue: %s"));
    add_plan (subject, words);
  }
  if (!subject->dose->slot)
    take_line (words, contacts_brief (subject->contacts, RGM_CONTACT_BOOKING));
}

static void
say_hold (const AlertSubject *subject, AlertWords *words)
{
  g_autofree char *book = alert_booking_command (subject);
  g_autofree char *call = contacts_brief (subject->contacts, RGM_CONTACT_BOOKING);
  g_autofree char *since
    = rgm_day_describe (rgm_zone_day (subject->zone, subject->dose->hold->since));
  words->title = g_strdup (_ ("On hold: %s"));
  add_planned (subject, words);
  add_line (words, _ ("On hold since %s (%s)"), since, subject->dose->hold->reason);
  if (call != NULL)
    add_line (words, _ ("Is there a new date? %s"), call);
  else
    add_line (words, _ ("Is there a new date?"));
  g_ptr_array_add (words->commands, g_strdup_printf (_ ("For a new date: %s"), book));
}

static void
say_watch (const AlertSubject *subject, AlertWords *words)
{
  words->title = g_strdup (_ ("After %s"));
  g_ptr_array_add (words->lines, effects_brief (subject->treatment, subject->catalog));
  take_line (words, contacts_brief (subject->contacts, RGM_CONTACT_URGENT));
  g_ptr_array_add (words->commands, g_strdup_printf (_ ("Warning signs: regimen catalog %s"),
                                                     subject->treatment->key));
}

/* The alert tells how to note the answer, because the doctor will ask for it at the next visit. */
static void
say_response (const AlertSubject *subject, AlertWords *words)
{
  const RgmTreatment *treatment = subject->treatment;
  g_autofree char *day
    = rgm_day_describe (administration_day (subject->dose->administration, subject->zone));
  words->of_course = TRUE;
  words->title
    = g_strdup_printf (_ ("After the last %s: %s"), rgm_unit_words (subject->course->unit), "%s");
  add_line (words, "%s", treatment->response_question);
  add_line (words, _ ("Given on %s. %s"), day, treatment->response_text);
  if (treatment->response_measure != NULL) {
    g_autofree char *feel = patient_command (subject, "feel");
    g_autofree char *measure = text_shell_word (treatment->response_measure);
    g_ptr_array_add (words->commands,
                     g_strdup_printf (_ ("To record how it is now: %s %s NUMBER"), feel, measure));
  } else {
    g_autofree char *amend = alert_command (subject, "amend", subject->dose->number);
    g_ptr_array_add (words->commands, g_strdup_printf (_ ("To note it: %s --note TEXT"), amend));
  }
}

/* ---- the table ---- */

#define DAYS(member) G_STRUCT_OFFSET (RgmSettings, member)

/* The kinds are in the order in which their alerts follow one another: if two alerts of a dose
 * begin at the same moment, the one whose kind comes later in the table is shown. "At the start of
 * a day" means at settings->day_start in the time zone of the patient. */
static const AlertKind kinds[] = {
  /* At the start of the days that lie book_days before the target, as long as the dose needs an
   * appointment and has none; only for a dose of an interval or a single visit. */
  { .name = "book",
    .about = N_ ("it says that an appointment has to be booked"),
    .urgency = RGM_URGENCY_NORMAL,
    .stage = ALERT_STAGE_OPEN,
    .snoozable = TRUE,
    .out_of_turn = TRUE,
    .days_offset = DAYS (book_days),
    .applies = needs_booking,
    .add = add_before,
    .say = say_book },
  /* At the start of the days that lie upcoming_days before the dose. Not for fixed times, and not
   * for the sessions of a radiation course after the first one. */
  { .name = "upcoming",
    .about = N_ ("it says that a dose is coming up"),
    .urgency = RGM_URGENCY_NORMAL,
    .stage = ALERT_STAGE_OPEN,
    .snoozable = TRUE,
    .out_of_turn = TRUE,
    .days_offset = DAYS (upcoming_days),
    .applies = is_announced,
    .add = add_before,
    .say = say_upcoming },
  /* due_minutes before the time of a visit. A dose at a fixed time, or with a time and an interval
   * in hours: at that time. A dose without a time: at the start of its day. */
  { .name = "due",
    .about = N_ ("it says that a dose is due"),
    .urgency = RGM_URGENCY_NORMAL,
    .stage = ALERT_STAGE_OPEN,
    .answerable = TRUE,
    .snoozable = TRUE,
    .out_of_turn = TRUE,
    .add = add_due,
    .say = say_due },
  /* At the first start of a day after the window has passed, then daily for overdue_daily days,
   * then weekly; it also counts the other waiting doses of the course. For a fixed time:
   * overdue_minutes after it, and once more overdue_hours later, but not in the quiet hours and
   * only with normal urgency. After three fixed times without an answer, one alert a day counts
   * them, in place of this one and of "due". */
  { .name = "overdue",
    .about = N_ ("it asks about a dose that has no answer"),
    .urgency = RGM_URGENCY_CRITICAL,
    .stage = ALERT_STAGE_OPEN,
    .answerable = TRUE,
    .snoozable = TRUE,
    .add = add_overdue,
    .say = say_overdue },
  /* At the start of the day on which the user wants to look at the hold again or, if no day is set,
   * 7 days after the hold began; then every 7 days. If the hold starts in the future: no later than
   * the day of the dose.
   */
  { .name = "hold",
    .about = N_ ("it asks about a dose that was put off"),
    .urgency = RGM_URGENCY_NORMAL,
    .stage = ALERT_STAGE_HELD,
    .snoozable = TRUE,
    .out_of_turn = TRUE,
    .add = add_hold,
    .say = say_hold },
  /* When a dose of a treatment with known effects is put on record, unless the alert of a later day
   * has begun by then, and at the start of the days that lie watch_days after it; for 7 days at
   * most. For radiation sessions: only on the day of the session, and only for the first session of
   * each week. */
  { .name = "watch",
    .about = N_ ("it says what to watch for after a dose"),
    .urgency = RGM_URGENCY_NORMAL,
    .stage = ALERT_STAGE_GIVEN,
    .watches = TRUE,
    .days_offset = DAYS (watch_days),
    .applies = has_effects,
    .add = add_watch,
    .say = say_watch },
  /* At the start of the days that lie response_days after the last fraction of a completed
   * radiation course, if the catalog says when the effect of the treatment may show; for 7 days at
   * most. */
  { .name = "response",
    .about = N_ ("it asks how you are after the last session"),
    .urgency = RGM_URGENCY_LOW,
    .stage = ALERT_STAGE_GIVEN,
    .days_offset = DAYS (response_days),
    .applies = asks_for_response,
    .add = add_after,
    .say = say_response },
};

const AlertKind *
alert_kind_of_key (const char *key)
{
  gsize length = strcspn (key, "-");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strlen (kinds[i].name) == length && strncmp (key, kinds[i].name, length) == 0)
      return &kinds[i];
  return NULL;
}

const char *
rgm_alert_about (const RgmAlert *alert)
{
  return _ (alert_kind_of_key (alert->kind)->about);
}

int
alert_days_after_dose (const RgmSettings *settings)
{
  int days = 0;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].stage != ALERT_STAGE_GIVEN || kinds[i].days_offset == 0)
      continue;
    const RgmLeads *list = G_STRUCT_MEMBER_P (settings, kinds[i].days_offset);
    for (int j = 0; j < list->n; j++)
      days = MAX (days, list->at[j]);
  }
  return days + AFTERCARE_DAYS;
}

const char *
rgm_urgency_name (RgmUrgency urgency)
{
  static const char *const names[] = { "low", "normal", "critical" };
  return names[urgency];
}

/* ---- the alerts of a dose, and their words ---- */

GArray *
alerts_of_dose (const AlertSubject *subject)
{
  const RgmDose *dose = subject->dose;
  AlertMoments moments = { subject, NULL, g_array_new (FALSE, TRUE, sizeof (RgmAlert)) };
  AlertStage stage = ALERT_STAGE_OPEN;
  if (dose->state == RGM_DOSE_GIVEN) {
    stage = ALERT_STAGE_GIVEN;
    moments.key_ending = rgm_instant_format_utc (dose->administration->at);
  } else if (dose->state == RGM_DOSE_HELD) {
    stage = ALERT_STAGE_HELD;
    moments.key_ending = dose->hold->until != RGM_NO_DAY || is_held_ahead (subject)
                           ? rgm_day_format (first_reminder (subject))
                           : rgm_instant_format_utc (dose->hold->since);
  } else if (dose->open) {
    moments.key_ending = rgm_local_format (rgm_dose_local (dose));
  } else
    return moments.alerts;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].stage == stage && (kinds[i].out_of_turn || !subject->out_of_turn)
        && (kinds[i].applies == NULL || kinds[i].applies (subject)))
      kinds[i].add (&moments, &kinds[i]);
  /* The alerts are in the order of their kinds. Each one is current until the next one begins. An
   * alert that would begin after the next one is left out. */
  RgmInstant taken = FOR_EVER;
  for (guint i = moments.alerts->len; i-- > 0;) {
    RgmAlert *alert = &g_array_index (moments.alerts, RgmAlert, i);
    alert->until = MIN (alert->until, taken);
    if (alert->from < alert->until)
      taken = alert->from;
    else
      g_array_remove_index (moments.alerts, i);
  }
  g_free (moments.key_ending);
  return moments.alerts;
}

static char *
join (GPtrArray *lines)
{
  g_ptr_array_add (lines, NULL);
  char *text = g_strjoinv ("\n", (char **)lines->pdata);
  g_ptr_array_set_size (lines, (int)lines->len - 1);
  return text;
}

/* ---- buttons ---- */

/* The time of the visit at which the dose is given, if it has one; otherwise a moment long ago. */
static RgmInstant
visit_moment (const AlertSubject *subject)
{
  return dose_has_visit_time (subject->dose, subject->course)
           ? rgm_dose_moment (subject->dose, subject->zone)
           : G_MININT64;
}

/* Sets the buttons of @view, and adds to @commands the commands that do the same. A button never
 * answers several doses that are counted together, or a dose that waits for an earlier one. */
static void
offer_answers (const AlertSubject *subject, const AlertKind *kind, gboolean private_mode,
               RgmAlertView *view, GPtrArray *commands)
{
  const RgmDose *dose = subject->dose;
  RgmAlertButton *button = view->buttons;
  gboolean answers = kind->answerable && subject->together == 0 && subject->waits_for == 0;
  gboolean early = subject->now < visit_moment (subject);
  gboolean sessions = schedule_of (subject)->kind == RGM_SCHEDULE_FRACTIONS;
  g_autofree char *log = alert_log_command (subject);
  gboolean past = subject->lasting
                  || dose_day (dose, subject->zone) < rgm_zone_day (subject->zone, subject->now);
  g_autofree char *snooze = alert_command (subject, "snooze", dose->number);
  if (answers && !early) {
    RgmDeed deed = dose->slot ? RGM_DEED_TAKEN : rgm_deed_of_unit (subject->course->unit);
    *button++ = (RgmAlertButton){ "given", deed == RGM_DEED_TAKEN  ? _ ("Taken")
                                           : deed == RGM_DEED_DONE ? _ ("Done")
                                                                   : _ ("Given") };
    if (past)
      g_ptr_array_add (commands,
                       g_strdup_printf (deed == RGM_DEED_TAKEN  ? _ ("Taken that day? %s")
                                        : deed == RGM_DEED_DONE ? _ ("Done that day? %s")
                                                                : _ ("Given that day? %s"),
                                        log));
    else
      g_ptr_array_add (commands, g_strdup_printf (deed == RGM_DEED_TAKEN  ? _ ("Taken? %s")
                                                  : deed == RGM_DEED_DONE ? _ ("Done? %s")
                                                                          : _ ("Given? %s"),
                                                  log));
  }
  if (kind->snoozable)
    *button++ = (RgmAlertButton){ "snooze", _ ("Snooze") };
  if (answers && (dose->slot || sessions)) {
    *button++ = (RgmAlertButton){ "skip", dose->slot ? _ ("Skip") : _ ("Not today") };
    g_ptr_array_add (commands, g_strdup_printf (_ ("If not: %s (or skip)"), snooze));
  } else if (answers) {
    *button++ = (RgmAlertButton){ "hold", _ ("Put off") };
    g_ptr_array_add (commands, g_strdup_printf (_ ("If not: %s (or hold)"), snooze));
  }
  if (button < view->buttons + RGM_ALERT_BUTTONS)
    *button = (RgmAlertButton){ "details", kind->watches && !private_mode ? _ ("Warning signs")
                                                                          : _ ("Details") };
}

/* Adds when the dose was planned or given, so that the user can tell two alerts apart, and how late
 * it is. A dose that the clinic put off is not late. */
static void
add_private_time (const AlertSubject *subject, const AlertKind *kind, AlertWords *words)
{
  g_autofree char *late = kind->stage == ALERT_STAGE_OPEN ? lateness (subject) : NULL;
  if (kind->stage == ALERT_STAGE_GIVEN) {
    g_autofree char *given = rgm_administration_when (subject->dose->administration, subject->zone);
    add_line (words, _ ("About %s"), given);
  } else
    add_planned (subject, words);
  if (late != NULL)
    add_line (words, "%s", late);
}

/* Sets the words and buttons of @view. */
static void
say (const AlertSubject *subject, AlertStyle style, RgmAlertView *view)
{
  gboolean private_mode = (style & ALERT_PRIVATE) != 0;
  const AlertKind *kind = alert_kind_of_key (view->alert.kind);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func (g_free);
  AlertWords words = { NULL, FALSE, lines, commands };
  view->answerable = kind->answerable;
  view->snoozable = kind->snoozable;
  if (private_mode) {
    view->summary = g_strdup (_ ("Treatment reminder"));
    add_private_time (subject, kind, &words);
  } else {
    kind->say (subject, &words);
    int number = words.of_course ? 0 : subject->dose->number;
    view->summary = alert_title (subject->course, number, words.title, subject->short_name);
    g_free (words.title);
    /* "Anna Berger: Denosumab injection 1" if there are several people, because the title may have
     * no room for both names in full. */
    g_autofree char *dose = words.of_course ? g_strdup (subject->course->treatment_name)
                                            : rgm_dose_title (subject->course, number);
    if (subject->patient != NULL)
      add_line (&words, "%s: %s", subject->patient, dose);
  }
  offer_answers (subject, kind, private_mode, view, commands);
  view->button_body = join (lines);
  if (private_mode)
    add_line (&words, _ ("To see more, type: regimen"));
  else
    g_ptr_array_extend_and_steal (lines, g_steal_pointer (&commands));
  view->body = join (lines);
}

gboolean
alert_views_agree (const RgmAlertView *one, const RgmAlertView *other)
{
  for (int i = 0; i < RGM_ALERT_BUTTONS; i++)
    if (g_strcmp0 (one->buttons[i].verb, other->buttons[i].verb) != 0)
      return FALSE;
  return g_strcmp0 (one->summary, other->summary) == 0 && g_strcmp0 (one->body, other->body) == 0
         && g_strcmp0 (one->button_body, other->button_body) == 0;
}

/* Whether the alert of @view needs other words or buttons than @view has, if it is still current at
 * @at. */
static gboolean
says_otherwise (const AlertSubject *subject, AlertStyle style, const RgmAlertView *view,
                RgmInstant at)
{
  AlertSubject later = *subject;
  g_autoptr (RgmAlertView) then = g_new0 (RgmAlertView, 1);
  if (at >= view->alert.until)
    return FALSE;
  later.now = at;
  then->alert = view->alert;
  say (&later, style, then);
  return !alert_views_agree (view, then);
}

/* Returns: when the words or buttons of @view change, or RGM_INSTANT_NONE if they stay the same as
 * long as the alert is current. The buttons change at the time of the visit. Words that change with
 * the day do so at midnight, but not at every midnight: "in 3 weeks" stays true for days. */
static RgmInstant
words_change (const AlertSubject *subject, AlertStyle style, const RgmAlertView *view)
{
  RgmDay today = rgm_zone_day (subject->zone, subject->now);
  RgmInstant visit = visit_moment (subject);
  gboolean visited = visit > subject->now && says_otherwise (subject, style, view, visit);
  for (RgmDay day = today + 1; day <= today + MOST_DAYS_ALIKE && !subject->lasting; day++) {
    RgmInstant midnight = rgm_zone_to_instant (subject->zone, (RgmLocal){ day, 0 }, NULL);
    if (visited && visit <= midnight)
      break;
    if (says_otherwise (subject, style, view, midnight))
      return midnight;
    if (midnight >= view->alert.until)
      break;
  }
  return visited ? visit : RGM_INSTANT_NONE;
}

/* Lasting words are true from the beginning of the alert on or, if the time of the visit has come,
 * from that time on. */
void
alert_say (const AlertSubject *subject, AlertStyle style, RgmAlertView *view)
{
  AlertSubject told = *subject;
  RgmInstant visit = visit_moment (subject);
  told.lasting = (style & ALERT_LASTING) != 0;
  told.until = view->alert.until;
  if (told.lasting)
    told.now = visit <= subject->now ? MAX (visit, view->alert.from) : view->alert.from;
  say (&told, style, view);
  view->said = told.now;
  view->changes = words_change (&told, style, view);
}

RgmInstant
alert_said_today (const AlertSubject *subject, RgmInstant said)
{
  RgmLocal midnight = { rgm_zone_day (subject->zone, subject->now), 0 };
  RgmInstant visit = visit_moment (subject);
  if (said > subject->now) /* the clock was set back */
    return subject->now;
  said = MAX (said, rgm_zone_to_instant (subject->zone, midnight, NULL));
  return visit <= subject->now ? MAX (said, visit) : said;
}
