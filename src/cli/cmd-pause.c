/* regimen pause: interrupts a course, so that no doses are planned for a while. */
#include "base/i18n.h"
#include "cli/written.h"

typedef struct {
  const char *from;
  const char *until;
  const char *reason;
} Options;

static const CliOption options[] = {
  { "from", CLI_TEXT, G_STRUCT_OFFSET (Options, from), "DATE",
    N_ ("the first day of the pause; default: today"), .choices = "today tomorrow" },
  { "until", CLI_TEXT, G_STRUCT_OFFSET (Options, until), "DATE",
    N_ ("the last day of the pause; without one it lasts until \"regimen resume\""),
    .choices = "today tomorrow" },
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT", N_ ("why") },
  { NULL },
};

static char *
paused_text (const RgmRecorded *recorded, RgmDay from, RgmDay until, const char *reason)
{
  const char *handle = recorded->course->handle;
  g_autofree char *first = cli_day_text (from);
  g_autofree char *last = until != RGM_NO_DAY ? cli_day_text (until) : NULL;

  if (last != NULL && reason != NULL)
    return g_strdup_printf (_ ("Paused: %s, from %s to %s (%s). No dose is planned on these days."),
                            handle, first, last, reason);
  if (last != NULL)
    return g_strdup_printf (_ ("Paused: %s, from %s to %s. No dose is planned on these days."),
                            handle, first, last);
  if (reason != NULL)
    return g_strdup_printf (_ ("Paused: %s, from %s on (%s). No dose is planned until you continue "
                               "it (regimen resume %s)."),
                            handle, first, reason, handle);
  return g_strdup_printf (_ ("Paused: %s, from %s on. No dose is planned until you continue it "
                             "(regimen resume %s)."),
                          handle, first, handle);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *said = NULL, *which = NULL, *end = NULL, *text = NULL;
  RgmDay from, until = RGM_NO_DAY;

  if (!cli_target_open_course (invocation, CLI_NEEDS_RECORD, FALSE, &target, error))
    return FALSE;
  from = rgm_zone_day (target.zone, invocation->now);
  if ((given->from != NULL
       && !cli_parse_day (invocation, "from", given->from, target.zone, &from, error))
      || (given->until != NULL
          && !cli_parse_day (invocation, "until", given->until, target.zone, &until, error))
      || !rgm_record_paused (&target.session, target.course->id, from, until, given->reason,
                             &recorded, error))
    return FALSE;
  said = paused_text (&recorded, from, until, cli_as_written (invocation, given->reason));
  which = cli_paused_doses_text (&target, &recorded);
  end = cli_course_end_text (&recorded, invocation->now);
  text = g_strjoin (" ", said, which != NULL ? which : end, which != NULL ? end : NULL, NULL);
  return cli_written_course (invocation, &target, &recorded, text, error);
}

const CliCommand cli_command_pause = {
  .name = "pause",
  .summary = N_ ("plan nothing for a while"),
  .arguments = "HANDLE",
  .details = N_ (
    "Interrupts a course: none of its open doses is planned on the days from --from to --until, "
    "both included, even if a later dose is on record already; that dose keeps its day. Doses that "
    "count from the day the last one was given wait for the day after the pause; doses that count "
    "from the plan are left out. A dose that had been moved to one of these days waits too, and an "
    "appointment on one of them is no longer planned. Fixed times of today that have passed can "
    "still be logged, and so can a dose that was given in the pause.\n\n\"regimen resume\" ends "
    "the pause. To put off a single dose, use \"regimen hold\" or \"regimen move\"."),
  .examples = "regimen pause radiation --from 2026-12-24 --until 2027-01-01 --reason holidays\n"
              "regimen pause my-tablets --reason \"on a trip\"",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
