/* alert-text.c: the words of an alert. The first two lines carry the decision; every medical word
 * comes from the catalog. */
#include "alerts/alert-text.h"

#include "base/i18n.h"

#include <regimen/describe.h>
#include <regimen/watch.h>

#include <string.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define LATE_FROM (15 * MINUTE)

/* ---- days and times ---- */

static RgmDay
dose_day (const AlertSubject *subject)
{
  if (!rgm_dose_is_timed (subject->dose))
    return subject->dose->target.day;
  return rgm_zone_day (subject->zone, rgm_dose_moment (subject->dose, subject->zone));
}

static int
days_ahead (const AlertSubject *subject)
{
  return dose_day (subject) - rgm_zone_day (subject->zone, subject->now);
}

static char *
near_words (const AlertSubject *subject)
{
  return rgm_day_relative (dose_day (subject), rgm_zone_day (subject->zone, subject->now));
}

/* ---- the lines of a body ---- */

static const char *
dose_place (const AlertSubject *subject)
{
  const RgmAppointment *appointment = subject->dose->appointment;
  if (appointment != NULL && appointment->place != NULL)
    return appointment->place;
  return rgm_course_place (subject->course, subject->dose->number);
}

static char *
planned_moment (const AlertSubject *subject)
{
  const RgmAppointment *appointment = subject->dose->appointment;
  if (appointment == NULL)
    return rgm_local_describe (subject->dose->target);
  g_autofree char *at = rgm_local_describe (appointment->at);
  if (g_strcmp0 (appointment->zone, rgm_zone_name (subject->zone)) == 0)
    return g_steal_pointer (&at);
  return g_strdup_printf ("%s (%s)", at, appointment->zone);
}

static char *
planned_line (const AlertSubject *subject)
{
  g_autofree char *moment = planned_moment (subject);
  return g_strdup_printf (_ ("Planned for %s"), moment);
}

/* "Planned for Thu 2026-12-03 (in 2 weeks)" */
static char *
planned_in_line (const AlertSubject *subject)
{
  g_autofree char *planned = planned_line (subject);
  g_autofree char *near = near_words (subject);
  return g_strdup_printf ("%s (%s)", planned, near);
}

static char *
late_hours_line (gint64 seconds)
{
  int minutes = (int)(seconds / MINUTE), hours = (int)(seconds / HOUR);
  if (hours == 0)
    return g_strdup_printf (P_ ("%d minute late", "%d minutes late", minutes), minutes);
  return g_strdup_printf (P_ ("%d hour late", "%d hours late", hours), hours);
}

/* How late the dose is, or NULL where it is not. */
static char *
late_line (const AlertSubject *subject)
{
  int days = -days_ahead (subject);
  if (rgm_dose_is_timed (subject->dose)) {
    gint64 late = subject->now - rgm_dose_moment (subject->dose, subject->zone);
    if (late <= LATE_FROM)
      return NULL;
    if (late < 24 * HOUR || days < 1)
      return late_hours_line (late);
  }
  if (days < 1)
    return NULL;
  return g_strdup_printf (P_ ("%d day late", "%d days late", days), days);
}

static char *
window_line (const AlertSubject *subject)
{
  g_autofree char *latest = rgm_day_describe (subject->dose->latest);
  return g_strdup_printf (_ ("On time until %s"), latest);
}

/* How late, else until when it is on time, and where; of a dose with a time, how late and where.
 * Nullable. */
static char *
standing_line (const AlertSubject *subject)
{
  const char *place = dose_place (subject);
  g_autofree char *late = late_line (subject);
  if (late == NULL && (subject->dose->slot || (place != NULL && rgm_dose_is_timed (subject->dose))))
    return g_strdup (place);
  g_autofree char *standing = late != NULL ? g_steal_pointer (&late) : window_line (subject);
  if (place == NULL)
    return g_steal_pointer (&standing);
  return g_strdup_printf ("%s; %s", standing, place);
}

/* ---- commands to type ---- */

static char *
quoted_patient (const char *patient)
{
  static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.";
  return strspn (patient, plain) == strlen (patient) ? g_strdup (patient) : g_shell_quote (patient);
}

/* "regimen log denosumab/3", for the right patient. @rest: nullable. */
static char *
command (const AlertSubject *subject, const char *verb, gboolean with_dose, const char *rest)
{
  GString *text = g_string_new ("regimen ");
  if (subject->patient != NULL) {
    g_autofree char *patient = quoted_patient (subject->patient);
    g_string_append_printf (text, "--patient %s ", patient);
  }
  g_string_append_printf (text, "%s %s", verb, subject->course->handle);
  if (with_dose)
    g_string_append_printf (text, "/%d", subject->dose->number);
  if (rest != NULL)
    g_string_append_printf (text, " %s", rest);
  return g_string_free (text, FALSE);
}

static char *
labelled (const char *label, char *text)
{
  char *line = g_strdup_printf ("%s %s", label, text);
  g_free (text);
  return line;
}

/* "regimen book denosumab/3 "2026-12-03 10:00"": how a time is typed, on a day to come. */
static char *
booking (const AlertSubject *subject)
{
  RgmDay today = rgm_zone_day (subject->zone, subject->now);
  g_autofree char *day = rgm_day_format (MAX (dose_day (subject), today));
  g_autofree char *example = g_strdup_printf ("\"%s 10:00\"", day);
  return command (subject, "book", TRUE, example);
}

static char *
more_line (const AlertSubject *subject)
{
  return labelled (_ ("More:"), command (subject, "show", FALSE, NULL));
}

/* ---- summaries ---- */

/* "Denosumab injection 3"; the only visit of a course has no number. */
static char *
dose_name (const AlertSubject *subject)
{
  const RgmCourse *course = subject->course;
  if (rgm_course_revision (course, subject->dose->number)->schedule->kind == RGM_SCHEDULE_ONCE)
    return g_strdup (course->treatment_name);
  return g_strdup_printf ("%s %s %d", course->treatment_name, course->unit, subject->dose->number);
}

static char *
upcoming_summary (const AlertSubject *subject, const char *name)
{
  g_autofree char *near = near_words (subject);
  return g_strdup_printf (_ ("Coming up %s: %s"), near, name);
}

/* "Due since Thu 2026-12-03" where nobody looked in time. */
static char *
due_summary (const AlertSubject *subject, const char *name)
{
  g_autofree char *near = near_words (subject);
  g_autofree char *day = rgm_day_describe (dose_day (subject));
  if (days_ahead (subject) < 0)
    return g_strdup_printf (_ ("Due since %s: %s"), day, name);
  return g_strdup_printf (_ ("Due %s: %s"), near, name);
}

/* The decision comes first, in few words: some servers cut a summary after 40 letters. */
static char *
decision (const AlertSubject *subject, const char *name)
{
  switch (subject->alert->kind) {
  case RGM_ALERT_BOOK:
    return g_strdup_printf (_ ("To book: %s"), name);
  case RGM_ALERT_UPCOMING:
    return upcoming_summary (subject, name);
  case RGM_ALERT_DUE:
    return due_summary (subject, name);
  case RGM_ALERT_OVERDUE:
    return g_strdup_printf (_ ("Overdue: %s"), name);
  case RGM_ALERT_HOLD:
    return g_strdup_printf (_ ("On hold, look again: %s"), name);
  case RGM_ALERT_WATCH:
    return g_strdup_printf (_ ("After %s"), name);
  case RGM_ALERT_RESPONSE:
    return g_strdup_printf (_ ("After the last %s: %s"), subject->course->unit,
                            subject->course->treatment_name);
  }
  return NULL;
}

static char *
summary (const AlertSubject *subject)
{
  g_autofree char *name = dose_name (subject);
  g_autofree char *what = decision (subject, name);
  if (subject->patient == NULL)
    return g_steal_pointer (&what);
  return g_strdup_printf ("%s · %s", subject->patient, what);
}

/* ---- bodies: @lines takes what is always said ---- */

static void
add_line (GPtrArray *lines, char *line)
{
  if (line != NULL)
    g_ptr_array_add (lines, line);
}

static void
add_when (const AlertSubject *subject, GPtrArray *lines)
{
  add_line (lines, planned_line (subject));
  add_line (lines, standing_line (subject));
}

static void
add_watch (const AlertSubject *subject, GPtrArray *lines)
{
  add_line (lines, rgm_watch_brief (subject->treatment, subject->catalog));
  add_line (lines,
            g_strdup_printf (_ ("Warning signs: regimen catalog %s"), subject->treatment->key));
}

/* The answer is worth a note: the next visit asks for it. */
static void
add_response (const AlertSubject *subject, GPtrArray *lines)
{
  const RgmTreatment *treatment = subject->treatment;
  RgmLocal at = rgm_zone_to_local (subject->zone, subject->dose->administration->at);
  g_autofree char *day = rgm_day_describe (at.day);
  add_line (lines, g_strdup (treatment->response_question));
  add_line (lines, g_strdup_printf (_ ("Given on %s. %s"), day, treatment->response_text));
  add_line (lines, labelled (_ ("To note it:"), command (subject, "amend", TRUE, "--note TEXT")));
}

static void
add_body (const AlertSubject *subject, GPtrArray *lines)
{
  switch (subject->alert->kind) {
  case RGM_ALERT_BOOK:
    add_line (lines, planned_in_line (subject));
    add_line (lines, g_strdup (_ ("It has no appointment yet")));
    add_line (lines, labelled (_ ("When you have it:"), booking (subject)));
    break;
  case RGM_ALERT_HOLD:
    add_line (lines, planned_line (subject));
    add_line (lines, labelled (_ ("On hold:"), g_strdup (subject->dose->hold->reason)));
    add_line (lines, labelled (_ ("New date?"), booking (subject)));
    break;
  case RGM_ALERT_UPCOMING:
    add_when (subject, lines);
    add_line (lines, more_line (subject));
    break;
  case RGM_ALERT_DUE:
  case RGM_ALERT_OVERDUE:
    add_when (subject, lines);
    break;
  case RGM_ALERT_WATCH:
    add_watch (subject, lines);
    break;
  case RGM_ALERT_RESPONSE:
    add_response (subject, lines);
    break;
  }
}

gboolean
alert_is_answerable (RgmAlertKind kind)
{
  return kind == RGM_ALERT_DUE || kind == RGM_ALERT_OVERDUE;
}

gboolean
alert_is_aftercare (RgmAlertKind kind)
{
  return kind == RGM_ALERT_WATCH || kind == RGM_ALERT_RESPONSE;
}

/* What the buttons stand for, to be typed. */
static void
add_answers (const AlertSubject *subject, GPtrArray *lines)
{
  if (!alert_is_answerable (subject->alert->kind))
    return;
  add_line (lines, labelled (_ ("Given?"), command (subject, "log", TRUE, NULL)));
  add_line (lines, labelled (_ ("If not:"), command (subject, "snooze", TRUE, _ ("(or skip)"))));
}

static void
add_private_body (const AlertSubject *subject, GPtrArray *lines)
{
  if (!alert_is_aftercare (subject->alert->kind)) {
    add_line (lines, planned_line (subject));
    add_line (lines, late_line (subject));
  }
  add_line (lines, g_strdup (_ ("To see more, type: regimen")));
}

static char *
join (GPtrArray *lines)
{
  g_autoptr (GPtrArray) terminated = g_ptr_array_copy (lines, NULL, NULL);
  g_ptr_array_set_free_func (terminated, NULL);
  g_ptr_array_add (terminated, NULL);
  return g_strjoinv ("\n", (char **)terminated->pdata);
}

void
alert_text (const AlertSubject *subject, gboolean private_mode, RgmAlertView *view)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  RgmAlertKind kind = subject->alert->kind;
  view->answerable = alert_is_answerable (kind);
  view->snoozable = !alert_is_aftercare (kind);
  view->summary = private_mode ? g_strdup (_ ("Treatment reminder")) : summary (subject);
  if (private_mode)
    add_private_body (subject, lines);
  else
    add_body (subject, lines);
  view->button_body = join (lines);
  if (!private_mode)
    add_answers (subject, lines);
  view->body = join (lines);
}
