/* regimen log: puts on record that a dose was given. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/dose-text.h"
#include "cli/words/extra-words.h"
#include "cli/written.h"
#include "model/safety.h"

typedef struct {
  const char *at;
  const char *amount;
  const char *site;
  const char *note;
  gboolean begin;
  gboolean full;
  gboolean anyway;
} Options;

static const CliOption options[] = {
  { "at", CLI_TEXT, G_STRUCT_OFFSET (Options, at), "TIME",
    N_ ("when it was given; default: now; \"yesterday 18:30\", or the day alone"),
    .choices = "now today yesterday", .also = "on" },
  { "amount", CLI_TEXT, G_STRUCT_OFFSET (Options, amount), "AMOUNT",
    N_ ("how much; default: the amount of the course; \"4 mg\"") },
  { "site", CLI_TEXT, G_STRUCT_OFFSET (Options, site), "SITE",
    N_ ("where on the body, like \"left arm\"") },
  { "note", CLI_TEXT, G_STRUCT_OFFSET (Options, note), "TEXT", N_ ("anything to remember") },
  { "begin", CLI_FLAG, G_STRUCT_OFFSET (Options, begin), NULL,
    N_ ("fixed times: begin the course with this dose, which was before its first one") },
  { "full", CLI_FLAG, G_STRUCT_OFFSET (Options, full), NULL,
    N_ ("print everything to watch for, not only after the first dose") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("log it although a safety check refused it") },
  { NULL },
};

/* For a medicine that is taken as needed, prints how many doses were taken in the last 24 hours,
 * and when the prescription allows the next one. This repeats what was prescribed; it is no
 * advice. */
static void
print_as_needed (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmSchedule *schedule = rgm_course_schedule (recorded->course);
  g_autofree char *when = NULL, *rule = NULL;
  RgmInstant allowed;
  int count;

  if (schedule->kind != RGM_SCHEDULE_AS_NEEDED)
    return;
  allowed = safety_as_needed_from (recorded->course, invocation->now, &count);
  cli_print_para (invocation, 2,
                  P_ ("In the last 24 hours: %d dose of %s.",
                      "In the last 24 hours: %d doses of %s.", (gulong)count),
                  count, recorded->course->handle);
  if (allowed <= invocation->now)
    return;
  when = cli_instant_text (allowed, recorded->zone);
  rule = rgm_schedule_describe (schedule, rgm_unit_words (recorded->course->unit),
                                rgm_unit_words (recorded->course->units));
  cli_print_para (invocation, 2, _ ("As prescribed (%s), the next one is not before %s."), rule,
                  when);
}

static void
print_given (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;
  const RgmAdministration *given = recorded->dose.administration;
  RgmDeed deed = rgm_deed_of_unit (course->unit);
  g_autofree char *when = rgm_administration_when (given, recorded->zone);
  g_autofree char *slot = cli_local_text (recorded->dose.target);
  g_autofree char *dose = recorded->dose.slot
                            ? g_strdup_printf (_ ("%s %s/%d of %s"), rgm_unit_words (course->unit),
                                               course->handle, recorded->dose.number, slot)
                            : g_strdup_printf ("%s %s/%d", rgm_unit_words (course->unit),
                                               course->handle, recorded->dose.number);
  const char *const parts[] = { dose, given->amount };
  g_autofree char *what = cli_list_text (parts, G_N_ELEMENTS (parts));

  cli_print_para (invocation, 2,
                  deed == RGM_DEED_TAKEN  ? _ ("Logged: %s, taken on %s.")
                  : deed == RGM_DEED_DONE ? _ ("Logged: %s, done on %s.")
                                          : _ ("Logged: %s, given on %s."),
                  what, when);
  if (recorded->begun)
    cli_print_para (
      invocation, 2,
      _ ("The course begins with this dose now, and the doses after it have new numbers."));
}

static void
print_json (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded)
{
  g_autoptr (RgmTreatment) own = NULL;
  const RgmCatalog *catalog = target->session.catalog;
  const RgmTreatment *treatment = cli_course_treatment (catalog, recorded->course, &own);
  g_autofree char *watch = rgm_effects_text (treatment, catalog, 0);
  CliJson out;

  cli_written_json_begin (&out, target, recorded);
  cli_json_administration (&out, "at", recorded->dose.administration, recorded->zone);
  cli_json_text (&out, "watch", watch);
  cli_written_json_end (invocation, &out, target, recorded);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *amount = NULL;
  const char *at;
  RgmGivenTime time = { .at = invocation->now };
  RgmGivenRequest request = { .at = invocation->now, .site = given->site, .note = given->note };

  if (!cli_date_typed (invocation, "at", given->at, &at, error)
      || !cli_parse_amount (invocation, given->amount, &amount, error)
      || !cli_target_open (invocation, CLI_NEEDS_SOME_CATALOG, given->anyway, &target, error)
      || (at != NULL && !cli_parse_happened (invocation, at, target.zone, &time, error)))
    return FALSE;
  if (given->begin && rgm_course_schedule (target.course)->kind != RGM_SCHEDULE_TIMES) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--begin is for a course with fixed times, and %s has none; log the dose "
                    "without it"),
                 target.course->handle);
    return FALSE;
  }
  request.at = time.at;
  request.day_only = time.day_only;
  request.part = time.part;
  request.begin = given->begin;
  request.amount = amount;
  if (!rgm_record_given (&target.session, target.course->id, target.dose, &request, &recorded,
                         error))
    return FALSE;
  if (invocation->globals.json) {
    print_json (invocation, &target, &recorded);
    return TRUE;
  }
  print_given (invocation, &recorded);
  print_as_needed (invocation, &recorded);
  cli_written_freed (invocation, &target, &recorded);
  cli_written_next (invocation, &recorded);
  cli_written_beside (invocation, &recorded);
  cli_written_watch (invocation, &target, &recorded, given->full);
  /* If a long text on what to watch for has scrolled the first lines off the screen, repeat
   * them. */
  if (invocation->screen.height > 0
      && text_lines (invocation->out->str) > invocation->screen.height) {
    cli_print (invocation, "%s", "");
    print_given (invocation, &recorded);
    cli_written_next (invocation, &recorded);
  }
  return TRUE;
}

const CliCommand cli_command_log = {
  .name = "log",
  .summary = N_ ("put on record that a dose was given"),
  .arguments = "HANDLE[/N] [TIME]",
  .details
  = N_ ("Puts on record that a dose was given: the first open dose of the course, or dose N. Of "
        "tablets at fixed times, it is the one whose time is nearest to when it was taken; an "
        "earlier one that was not answered stays missed unless it is logged with its number or its "
        "own time. TIME is the same as --at: a day with a time, a day, or a part of a day, such as "
        "\"this morning\" or \"last night\"; with only a day or a part of one, no time is "
        "recorded, and of tablets it is the one of that day or part of the day. Prints when the "
        "next one is due and why then, and what to watch for: in full after the first dose of a "
        "course and with --full, later in a few lines.\n\nA tablet that was taken just before its "
        "course was put on record is logged as well: the course then begins with it. If the times "
        "of other tablets lie between, add --begin to begin the course with it.\n\nA dose before "
        "its window, a second one soon after another, one that was given before the last one on "
        "record, an amount that is not the prescribed one, and a time in the future are refused "
        "with exit status 3; --anyway logs it if that is what happened. The next date counts from "
        "the last day on which a dose was given. A late dose is never refused."),
  .examples = "regimen log zoledronic-acid\nregimen log zoledronic-acid --at \"yesterday 10:40\"\n"
              "regimen log my-tablets this morning\n"
              "regimen log denosumab/3 --site \"left arm\" --note \"went well\"",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .refused = N_ ("If this is what happened, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
