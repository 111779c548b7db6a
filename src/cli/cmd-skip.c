/* regimen skip: puts on record that a dose was not given and will not be. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/words/loose-words.h"
#include "cli/written.h"
#include "model/course-doses.h"
#include "model/dose.h"

typedef struct {
  const char *at;
  const char *reason;
  gboolean no_makeup;
  gboolean anyway;
} Options;

static const CliOption options[] = {
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT",
    N_ ("why it was not given; tablets need none") },
  { "at", CLI_TEXT, G_STRUCT_OFFSET (Options, at), "TIME",
    N_ ("the same as DATE: when the dose is planned"), .choices = "today tomorrow", .also = "on" },
  { "no-makeup", CLI_FLAG, G_STRUCT_OFFSET (Options, no_makeup), NULL,
    N_ ("radiation: do not add a session at the end of the course") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("skip it even though the previous dose has just been skipped") },
  { NULL },
};

/* Finds the dose that is planned for the day or time @at. */
static gboolean
find_at (CliInvocation *invocation, const char *at, CliTarget *target, GError **error)
{
  const char *handle = target->course->handle;
  RgmWhen when;
  RgmDose dose;

  if (target->dose != 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s/%d already says which dose; with a date, type %s alone"), handle,
                 target->dose, handle);
    return FALSE;
  }
  if (!cli_parse_when (invocation, at, target->zone, RGM_WHEN_PLANNED, &when, error)
      || !course_planned_dose (target->course, target->zone, invocation->now, when.local, when.part,
                               &dose, error))
    return FALSE;
  target->dose = dose.number;
  return TRUE;
}

/* Checks that at most one date was typed, and that it is a date and not the reason. */
static gboolean
check_words (CliInvocation *invocation, const char *date, GError **error)
{
  const Options *given = invocation->options;
  RgmWhen when;

  if (date != NULL
      && !rgm_when_parse (date, invocation->zone, invocation->now, RGM_WHEN_PLANNED, &when, NULL)) {
    if (cli_fail_loose_words (invocation, date, RGM_WHEN_PLANNED, error))
      return FALSE;
    if (given->reason != NULL
        || rgm_when_count_words ((char *[]){ (char *)date }, 1, FALSE, invocation->zone,
                                 invocation->now, RGM_WHEN_PLANNED)
             > 0)
      return cli_parse_when (invocation, date, invocation->zone, RGM_WHEN_PLANNED, &when, error);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not a date; if it is why the dose is skipped: --reason \"%s\""),
                 date, date);
    return FALSE;
  }
  if (date == NULL || given->at == NULL)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" and --at both say when; type only one of them"), date);
  return FALSE;
}

static void
print_skipped (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const Options *given = invocation->options;
  const RgmCourse *course = recorded->course;
  const RgmDose *dose = &recorded->dose;
  g_autofree char *when = dose_time_text (dose, recorded->zone), *text = NULL;
  RgmDeed deed = rgm_deed_of_unit (course->unit);

  if (rgm_course_schedule (course)->kind == RGM_SCHEDULE_FRACTIONS && !given->no_makeup)
    text = g_strdup_printf (
      _ (
        "Skipped: %s %s/%d, planned for %s; another one at the end of the course makes up for it."),
      rgm_unit_words (course->unit), course->handle, dose->number, when);
  else if (rgm_dose_moment (dose, recorded->zone) > invocation->now)
    text = g_strdup_printf (
      deed == RGM_DEED_TAKEN  ? _ ("Skipped: %s %s/%d, planned for %s; it will not be taken.")
      : deed == RGM_DEED_DONE ? _ ("Skipped: %s %s/%d, planned for %s; it will not be done.")
                              : _ ("Skipped: %s %s/%d, planned for %s; it will not be given."),
      rgm_unit_words (course->unit), course->handle, dose->number, when);
  else
    text = g_strdup_printf (
      deed == RGM_DEED_TAKEN
        ? _ ("Skipped: %s %s/%d, planned for %s; it was not taken and will not be.")
      : deed == RGM_DEED_DONE
        ? _ ("Skipped: %s %s/%d, planned for %s; it was not done and will not be.")
        : _ ("Skipped: %s %s/%d, planned for %s; it was not given and will not be."),
      rgm_unit_words (course->unit), course->handle, dose->number, when);
  if (given->reason != NULL)
    cli_print_para (invocation, 2, _ ("%s Reason: %s"), text,
                    cli_as_written (invocation, given->reason));
  else
    cli_print_para (invocation, 2, "%s", text);
}

/* Called if the user named no dose. Points out if the dose that was skipped is planned for a day
 * after tomorrow, because the user may have meant another one. */
static void
print_ahead (CliInvocation *invocation, const RgmRecorded *recorded)
{
  g_autofree char *relative = NULL;

  if (rgm_dose_local (&recorded->dose).day <= rgm_zone_day (recorded->zone, invocation->now) + 1)
    return;
  relative = rgm_dose_relative (&recorded->dose, recorded->zone, invocation->now);
  cli_print_para (invocation, 2,
                  _ ("That was the next one, %s. If you did not mean it: regimen undo"), relative);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *date = invocation->words->len > 1 ? invocation->words->pdata[1] : NULL;
  const char *at = date != NULL ? date : given->at;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *end = NULL;
  gboolean named;
  CliJson json;

  if (!check_words (invocation, date, error))
    return FALSE;
  if (!cli_target_open (invocation, CLI_NEEDS_RECORD, given->anyway, &target, error)
      || (at != NULL && !find_at (invocation, at, &target, error)))
    return FALSE;
  named = target.dose != 0;
  if (!rgm_record_skipped (&target.session, target.course->id, target.dose, given->reason,
                           !given->no_makeup, &recorded, error))
    return FALSE;

  if (invocation->globals.json) {
    cli_written_json_begin (&json, &target, &recorded);
    cli_json_text (&json, "reason", given->reason);
    cli_written_json_end (invocation, &json, &target, &recorded);
    return TRUE;
  }
  print_skipped (invocation, &recorded);
  cli_written_freed (invocation, &target, &recorded);
  if (!named)
    print_ahead (invocation, &recorded);
  end = cli_course_end_text (&recorded, invocation->now);
  if (end != NULL)
    cli_print_para (invocation, 2, "%s", end);
  cli_written_next (invocation, &recorded);
  return TRUE;
}

const CliCommand cli_command_skip = {
  .name = "skip",
  .summary = N_ ("put on record that a dose was not given and will not be"),
  .arguments = "HANDLE[/N] [DATE] [--reason TEXT]",
  .details = N_ (
    "Puts on record that the next open dose of the course, or dose N, was not given and will not "
    "be, and why; only tablets at fixed times need no reason. Of those tablets, it is the dose "
    "nearest to now. A date, a date and time, or a part of a day, such as \"tomorrow morning\", "
    "names the dose that is planned then. The next dose then counts from the day for which this "
    "one was planned. To leave out whole days, use \"regimen pause\".\n\nIf the dose before it was "
    "skipped just now, or is still to come as well, you are asked whether it is the same one (exit "
    "status 3); its number, or --anyway, skips it too.\n\nA radiation session that was not given "
    "moves to the end of the course, unless --no-makeup says otherwise."),
  .examples = "regimen skip denosumab --reason \"the clinic called it off\"\nregimen skip "
              "radiation/4 --reason "
              "\"machine down\" --no-makeup\nregimen skip my-tablets tomorrow morning "
              "--reason \"on a trip\"\nregimen skip my-tablets this evening",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .refused = N_ ("If this one is to be skipped too, repeat with its number or with --anyway"),
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
