#include "calendar/calendar-text.h"

#include <regimen/describe.h>
#include <regimen/watch.h>

#include "base/i18n.h"

gboolean
rgm_calendar_is_cancelled (const RgmDose *dose)
{
  return dose->state == RGM_DOSE_SKIPPED || dose->state == RGM_DOSE_CANCELLED;
}

gboolean
rgm_calendar_is_open (const RgmDose *dose)
{
  return dose->open || dose->state == RGM_DOSE_MISSED;
}

/* ---- title ---- */

static const RgmSchedule *
schedule_of (const RgmCourse *course, const RgmDose *dose)
{
  return rgm_course_revision (course, dose->number)->schedule;
}

static gboolean
is_to_book (const RgmCourse *course, const RgmDose *dose)
{
  return dose->open && !rgm_dose_is_timed (dose)
         && schedule_of (course, dose)->kind != RGM_SCHEDULE_FRACTIONS;
}

/* The state where it is not plain, else NULL. What the clock alone decides is left out: the same
 * record gives the same file. */
static const char *
state_words (const RgmCourse *course, const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_GIVEN)
    return _ ("given");
  if (dose->state == RGM_DOSE_HELD)
    return _ ("on hold");
  return is_to_book (course, dose) ? _ ("to book") : NULL;
}

static char *
dose_name (const RgmCourse *course, const RgmDose *dose)
{
  if (schedule_of (course, dose)->kind == RGM_SCHEDULE_ONCE)
    return g_strdup (course->treatment_name);
  return g_strdup_printf ("%s %s %d", course->treatment_name, course->unit, dose->number);
}

char *
rgm_calendar_summary (const RgmCalendarSubject *subject, const RgmDose *dose)
{
  gboolean private_mode = subject->private_mode;
  const char *state = private_mode ? NULL : state_words (subject->course, dose);
  g_autofree char *name
    = private_mode ? g_strdup (_ ("Treatment")) : dose_name (subject->course, dose);
  GString *summary = g_string_new (NULL);
  if (rgm_calendar_is_cancelled (dose))
    g_string_append (summary, _ ("Cancelled: "));
  if (subject->patient != NULL && !private_mode)
    g_string_append_printf (summary, "%s: ", subject->patient);
  g_string_append (summary, name);
  if (state != NULL)
    g_string_append_printf (summary, " (%s)", state);
  return g_string_free (summary, FALSE);
}

/* ---- description ---- */

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

static void
add_amount (GString *text, const RgmCourse *course, const RgmDose *dose)
{
  const RgmAdministration *administration = dose->administration;
  gboolean given = administration != NULL && administration->amount != NULL;
  const char *amount = given ? administration->amount : rgm_course_amount (course, dose->number);
  if (amount != NULL)
    add_line (text, _ ("Amount: %s"), amount);
}

static void
add_plan (GString *text, const RgmCalendarSubject *subject, const RgmDose *dose)
{
  g_autofree char *target = rgm_local_describe (dose->target);
  g_autofree char *why = rgm_dose_why_plan (dose, subject->course, subject->zone);
  add_line (text, _ ("Planned for %s: %s"), target, why);
}

static void
add_window (GString *text, const RgmDose *dose)
{
  g_autofree char *earliest = rgm_day_describe (dose->earliest);
  g_autofree char *latest = rgm_day_describe (dose->latest);
  if (dose->earliest == dose->latest)
    add_line (text, _ ("On time on %s"), earliest);
  else
    add_line (text, _ ("On time from %s to %s"), earliest, latest);
}

static void
add_hold (GString *text, const RgmHold *hold)
{
  if (hold == NULL)
    return;
  add_line (text, _ ("On hold: %s"), hold->reason);
  if (hold->until == RGM_NO_DAY)
    return;
  g_autofree char *until = rgm_day_describe (hold->until);
  add_line (text, _ ("To be looked at again on %s"), until);
}

static void
add_end (GString *text, const RgmCourse *course, const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_SKIPPED && dose->administration->reason != NULL)
    add_line (text, _ ("Not given: %s"), dose->administration->reason);
  else if (course->stopped_at != RGM_INSTANT_NONE)
    add_line (text, _ ("The course was stopped"));
  else if (dose->state == RGM_DOSE_CANCELLED)
    add_line (text, _ ("No longer planned"));
}

char *
rgm_calendar_watch (const RgmCatalog *catalog, const RgmCourse *course)
{
  const RgmTreatment *known = rgm_catalog_lookup (catalog, course->treatment_key);
  RgmTreatment *custom
    = known == NULL ? rgm_treatment_new_custom (course->treatment_name, NULL) : NULL;
  const RgmTreatment *treatment = known != NULL ? known : custom;
  char *watch = treatment != NULL ? rgm_watch_text (treatment, catalog, 0) : g_strdup ("");
  rgm_treatment_free (custom);
  return watch;
}

char *
rgm_calendar_description (const RgmCalendarSubject *subject, const RgmDose *dose)
{
  GString *text = g_string_new (NULL);
  add_amount (text, subject->course, dose);
  add_plan (text, subject, dose);
  if (rgm_calendar_is_open (dose))
    add_window (text, dose);
  add_hold (text, dose->open ? dose->hold : NULL);
  if (rgm_calendar_is_cancelled (dose))
    add_end (text, subject->course, dose);
  return g_string_free (text, FALSE);
}
