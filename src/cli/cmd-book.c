/* regimen book: sets the appointment of a dose. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/words/loose-words.h"
#include "cli/written.h"
#include "model/dose.h"

typedef struct {
  const char *place;
  const char *zone;
  gboolean anyway;
} Options;

static const CliOption options[] = {
  { "place", CLI_TEXT, G_STRUCT_OFFSET (Options, place), "PLACE",
    N_ ("where, like \"infusion center, 2nd floor\"; default: that of its last booking; \"\" "
        "removes it") },
  { "zone", CLI_TEXT, G_STRUCT_OFFSET (Options, zone), "ZONE",
    N_ ("the time zone of TIME, such as America/New_York; default: that of the patient"),
    .choices = CLI_ZONES },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("book it although a safety check refused it") },
  { NULL },
};

/* Fails because @when is a day without a time of day. The message gives an example with a time or,
 * if the day has passed, the command that logs a dose. */
static void
fail_no_time (const CliInvocation *invocation, const CliTarget *target, const RgmWhen *when,
              const RgmZone *zone, GError **error)
{
  static const int hours[] = { [RGM_PART_NONE] = 10,
                               [RGM_PART_MORNING] = 10,
                               [RGM_PART_AFTERNOON] = 14,
                               [RGM_PART_EVENING] = 18,
                               [RGM_PART_NIGHT] = 20 };
  const char *text = invocation->words->pdata[1];
  RgmLocal now = rgm_zone_to_local (zone, invocation->now);
  RgmDay its = when->local.day;
  g_autofree char *day = rgm_day_format (its), *described = rgm_day_describe (its);
  int hour = hours[when->part];

  if (its == now.day)
    hour = MAX (hour, now.second / 3600 + 1);
  if (its < now.day)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" (%s) has passed, but an appointment must be in the future; to log a "
                    "dose that was given then: regimen log %s %s"),
                 text, described, target->course->handle, day);
  else if (hour > 23)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" has no time of day, but an appointment needs one, and today is nearly "
                    "over; give a later day with its time, like \"tomorrow 10:00\""),
                 text);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" has no time of day, but an appointment needs one: \"%s %02d:00\""),
                 text, when->part == RGM_PART_NONE ? text : day, hour);
}

/* Finds the dose that is to be booked. @dose: (out). Returns: FALSE if there is none. */
static gboolean
find_dose (const CliTarget *target, RgmInstant now, RgmDose *dose)
{
  return target->dose != 0
           ? rgm_course_dose (target->course, target->dose, target->zone, now, dose, NULL)
           : rgm_course_next (target->course, target->zone, now, dose);
}

/* The day for which the dose is booked or planned. RGM_NO_DAY if there is no such dose. */
static RgmDay
planned_day (const CliTarget *target, RgmInstant now)
{
  RgmDose dose;

  return find_dose (target, now, &dose) ? rgm_dose_local (&dose).day : RGM_NO_DAY;
}

/* Whether the dose is open and already booked for @at in @zone, at the same place. If so, prints
 * that, and the caller writes nothing, so that "undo" never takes back a change that changed
 * nothing. Always FALSE with --json. */
static gboolean
is_booked_so (CliInvocation *invocation, const CliTarget *target, RgmLocal at, const RgmZone *zone)
{
  const Options *given = invocation->options;
  g_autofree char *when = NULL;
  RgmDose dose;

  if (invocation->globals.json || !find_dose (target, invocation->now, &dose) || !dose.open
      || dose.appointment == NULL || dose.hold != NULL
      || !rgm_local_equal (dose.appointment->at, at)
      || !g_str_equal (dose.appointment->zone, rgm_zone_name (zone))
      || (given->place != NULL && g_strcmp0 (given->place, dose.appointment->place) != 0))
    return FALSE;
  when = dose_time_text (&dose, target->zone);
  cli_name_person (invocation, target->patient);
  cli_print_para (invocation, 2, _ ("%s %s/%d is booked for %s already: nothing was changed."),
                  rgm_unit_words (target->course->unit), target->course->handle, dose.number, when);
  return TRUE;
}

static gboolean
read_time (CliInvocation *invocation, const CliTarget *target, const RgmZone *zone, RgmLocal *at,
           GError **error)
{
  RgmWhen when;

  if (!cli_parse_last_when (invocation, zone, planned_day (target, invocation->now), &when, error))
    return FALSE;
  if (!rgm_local_has_time (when.local)) {
    fail_no_time (invocation, target, &when, zone, error);
    return FALSE;
  }
  *at = when.local;
  return TRUE;
}

/* "Wed 2026-12-09 10:00", with the zone if it is not that of the person: the appointment that the
 * dose has before the command. Returns: (transfer full) (nullable). */
static char *
booked_before (const CliTarget *target, RgmInstant now)
{
  RgmDose dose;

  return find_dose (target, now, &dose) && dose.appointment != NULL
           ? appointment_text (dose.appointment, target->zone)
           : NULL;
}

/* @before: (nullable): the appointment that this one replaces. */
static void
print_booked (CliInvocation *invocation, const RgmRecorded *recorded, const char *before)
{
  const RgmDose *dose = &recorded->dose;
  const RgmCourse *course = recorded->course;
  g_autofree char *when = dose_time_text (dose, recorded->zone);
  g_autofree char *relative = rgm_dose_relative (dose, recorded->zone, invocation->now);

  cli_print_para (invocation, 2, _ ("Booked: %s %s/%d on %s (%s)."), rgm_unit_words (course->unit),
                  course->handle, dose->number, when, relative);
  if (before != NULL && !g_str_equal (before, when))
    cli_print_para (invocation, 2, _ ("Before, it was booked for %s."), before);
  if (rgm_dose_place (dose, course) != NULL)
    cli_print_para (invocation, 2, _ ("Place: %s."),
                    cli_as_written (invocation, rgm_dose_place (dose, course)));
  if (dose_beside_window (dose, course, recorded->zone) != 0) {
    g_autofree char *window = cli_dose_window_text (dose);

    cli_print_para (invocation, 2, _ ("That is outside its window: the dose would be %s."), window);
  }
  if (dose->appointment != NULL && dose->appointment->anyway != NULL)
    cli_print_para (
      invocation, 2,
      _ ("The record says that it was booked anyway, and what the safety check said."));
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *before = NULL;
  const RgmZone *zone;
  CliJson json;
  RgmLocal at;

  if (!cli_target_open (invocation, CLI_NEEDS_RECORD, given->anyway, &target, error))
    return FALSE;
  zone = given->zone != NULL ? rgm_zone_find (given->zone, error) : target.zone;
  if (zone == NULL || !read_time (invocation, &target, zone, &at, error))
    return FALSE;
  if (is_booked_so (invocation, &target, at, zone))
    return TRUE;
  before = booked_before (&target, invocation->now);
  if (!rgm_record_booked_in (&target.session, target.course->id, target.dose, at, zone,
                             given->place, &recorded, error))
    return FALSE;
  if (invocation->globals.json) {
    cli_written_json_begin (&json, &target, &recorded);
    cli_written_json_end (invocation, &json, &target, &recorded);
  } else
    print_booked (invocation, &recorded, before);
  return TRUE;
}

const CliCommand cli_command_book = {
  .name = "book",
  .summary = N_ ("set the appointment of a dose"),
  .arguments = "HANDLE[/N] TIME",
  .details
  = N_ ("Sets or changes the appointment of the next open dose of the course, or of dose "
        "N. TIME is a day with a time of day. What is not named stays: a new time keeps the "
        "place.\n\n"
        "An appointment before the window of the dose, or soon after another dose, is "
        "refused with exit status 3; --anyway books it if that is what the clinic said, "
        "and then it is not asked about again when the dose is logged. One after the "
        "window is accepted, with a remark."),
  .examples = "regimen book zoledronic-acid \"2026-12-01 10:00\"\n"
              "regimen book denosumab/2 \"2026-12-31 09:30\" --place \"day clinic\"",
  .word = CLI_WORD_HANDLE,
  .min_words = 2,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .refused = N_ ("If this is what was booked, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
