/* regimen skip: puts on record that a dose was not given and will not be. */
#include "base/i18n.h"
#include "cli/dose-text.h"
#include "cli/written.h"
#include "model/course-doses.h"

typedef struct {
  const char *reason;
  gboolean no_makeup;
} Options;

static const CliOption options[] = {
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT",
    N_ ("why it was not given; required") },
  { "no-makeup", CLI_FLAG, G_STRUCT_OFFSET (Options, no_makeup), NULL,
    N_ ("radiation: do not add a session at the end of the course") },
  { NULL },
};

/* A session that is made up makes the course longer. */
static void
print_end (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;
  g_autofree char *when = NULL;
  RgmDose last;

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_FRACTIONS
      || !course_last_dose (course, recorded->zone, invocation->now, &last))
    return;
  when = cli_local_text (last.target);
  cli_print_para (invocation, 2, _ ("The course now ends on %s, with %s %d."), when, course->unit,
                  last.number);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *when = NULL;
  RgmDeed deed;
  CliJson json;

  if (given->reason == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("skip needs a reason: --reason \"the clinic called it off\""));
    return FALSE;
  }
  if (!cli_target_open (invocation, CLI_NEEDS_RECORD, FALSE, &target, error)
      || !rgm_record_skipped (&target.session, target.course->id, target.dose, given->reason,
                              !given->no_makeup, &recorded, error))
    return FALSE;

  if (invocation->globals.json) {
    cli_written_json_begin (&json, &target, &recorded);
    cli_json_text (&json, "reason", given->reason);
    cli_written_json_end (invocation, &json, &target, &recorded);
    return TRUE;
  }
  when = cli_local_text (rgm_dose_local (&recorded.dose));
  deed = rgm_deed_of_unit (recorded.course->unit);
  cli_print_para (
    invocation, 2,
    deed == RGM_DEED_TAKEN  ? _ ("Skipped: %s %s/%d of %s was not taken and will not be: %s")
    : deed == RGM_DEED_DONE ? _ ("Skipped: %s %s/%d of %s was not done and will not be: %s")
                            : _ ("Skipped: %s %s/%d of %s was not given and will not be: %s"),
    recorded.course->unit, recorded.course->handle, recorded.dose.number, when, given->reason);
  print_end (invocation, &recorded);
  cli_written_next (invocation, &recorded);
  return TRUE;
}

const CliCommand cli_command_skip = {
  .name = "skip",
  .summary = N_ ("put on record that a dose was not given and will not be"),
  .arguments = "HANDLE[/N] --reason TEXT",
  .details = N_ ("Puts on record that the next open dose of the course, or dose N, was not given "
                 "and will not be, and why. Of fixed times it is the one nearest to now. The next "
                 "dose then counts from the day for which this "
                 "one was planned.\n\n"
                 "A radiation session that was not given moves to the end of the course, unless "
                 "--no-makeup says otherwise."),
  .examples = "regimen skip denosumab --reason \"the clinic called it off\"\nregimen skip "
              "radiation/4 --reason "
              "\"machine down\" --no-makeup",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
