/* regimen hold: puts on record that the clinic has put off a dose. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/written.h"

typedef struct {
  const char *reason;
  const char *until;
} Options;

static const CliOption options[] = {
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT",
    N_ ("why it was put off; required") },
  { "until", CLI_TEXT, G_STRUCT_OFFSET (Options, until), "DATE",
    N_ ("when to look at it again; you will be reminded that day"), .choices = "tomorrow" },
  { NULL },
};

static char *
held_text (const CliInvocation *invocation, const RgmRecorded *recorded, const char *reason)
{
  const RgmDose *dose = &recorded->dose;
  const char *unit = rgm_unit_words (recorded->course->unit), *handle = recorded->course->handle;
  RgmDay until = dose->hold != NULL ? dose->hold->until : RGM_NO_DAY;
  g_autofree char *day = NULL, *relative = NULL;

  if (until == RGM_NO_DAY)
    return g_strdup_printf (
      _ ("On hold: %s %s/%d (%s). A reminder asks about it in 7 days. It stays open: \"regimen "
         "book %s/%d TIME\" or \"regimen move %s/%d DATE\" when there is a new date."),
      unit, handle, dose->number, reason, handle, dose->number, handle, dose->number);
  day = cli_day_text (until);
  relative = rgm_day_relative (until, rgm_zone_day (recorded->zone, invocation->now));
  return g_strdup_printf (
    _ ("On hold: %s %s/%d (%s). A reminder asks about it on %s (%s). It stays open: \"regimen book "
       "%s/%d TIME\" or \"regimen move %s/%d DATE\" when there is a new date."),
    unit, handle, dose->number, reason, day, relative, handle, dose->number, handle, dose->number);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *text = NULL;
  RgmDay until = RGM_NO_DAY;

  if (given->reason == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("hold needs a reason: --reason \"waiting for the lab\""));
    return FALSE;
  }
  if (!cli_target_open (invocation, CLI_NEEDS_RECORD, FALSE, &target, error)
      || (given->until != NULL
          && !cli_parse_day (invocation, "until", given->until, target.zone, &until, error))
      || !rgm_record_held (&target.session, target.course->id, target.dose, given->reason, until,
                           &recorded, error))
    return FALSE;
  text = held_text (invocation, &recorded, cli_as_written (invocation, given->reason));
  cli_written_dose (invocation, &target, &recorded, text);
  return TRUE;
}

const CliCommand cli_command_hold = {
  .name = "hold",
  .summary = N_ ("put on record that the clinic has put off a dose"),
  .arguments = "HANDLE[/N] --reason TEXT",
  .details = N_ ("Puts on record that the clinic put off the next open dose of the course, or dose "
                 "N, and why: for instance until a lab value is back. Its appointment is dropped, "
                 "and a reminder asks about it on the day of --until, or after 7 days if there is "
                 "none, and then every 7 days until you answer.\n\n"
                 "The dose stays open: book, move, log or skip it when you know what happens next. "
                 "Tablets at fixed times are paused instead (\"regimen pause\")."),
  .examples = "regimen hold zoledronic-acid --reason \"waiting for the lab\" --until +7d\n"
              "regimen hold radiation/4 --reason \"machine down\"",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
