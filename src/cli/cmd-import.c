/* regimen import: compares a calendar file with the record. The program regimen-import runs it. */
#include "base/i18n.h"
#include "cli/program-options.h"

#include <regimen/incoming.h>

static const CliOption options[] = {
  { "published", CLI_FLAG, G_STRUCT_OFFSET (CliImportOptions, published), NULL,
    N_ ("what was changed in the calendar on the server (regimen publish), in place of FILE") },
  { "apply", CLI_FLAG, G_STRUCT_OFFSET (CliImportOptions, apply), NULL,
    N_ ("put on record all proposals that need no choice") },
  { "for", CLI_TEXT, G_STRUCT_OFFSET (CliImportOptions, target), "HANDLE[/N]",
    N_ ("take the appointment in the file as that of the next dose of HANDLE, or of dose N"),
    .choices = CLI_HANDLES },
  { "event", CLI_NUMBER, G_STRUCT_OFFSET (CliImportOptions, event), "N",
    N_ ("with --for: which of the appointments in the file"), 1, RGM_INCOMING_MOST },
  { "all", CLI_FLAG, G_STRUCT_OFFSET (CliImportOptions, all), NULL,
    N_ ("with --for: all of them, in order, for that dose and the doses after it") },
  { "at", CLI_TEXT, G_STRUCT_OFFSET (CliImportOptions, at), "TIME",
    N_ (
      "with --for: when that appointment is, if the file does not say it, or may mean two times") },
  { "zone", CLI_TEXT, G_STRUCT_OFFSET (CliImportOptions, zone), "ZONE",
    N_ ("with --at: the time zone of TIME; default: that of the patient") },
  { "cancelled", CLI_TEXT, G_STRUCT_OFFSET (CliImportOptions, cancelled), "HOW",
    N_ ("with --apply: what to do with cancelled doses: \"hold\" or \"skip\"; default: leave them "
        "alone"),
    .choices = "hold skip" },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (CliImportOptions, anyway), NULL,
    N_ ("with --apply: also what a safety check refused") },
  { NULL },
};

const CliCommand cli_command_import = {
  .name = "import",
  .summary = N_ ("read from a calendar which doses were moved, cancelled or ticked off"),
  .arguments = "FILE|--published",
  .details = N_ (
    "Reads a calendar file (iCalendar; \"-\" is standard input) and compares it with the record: "
    "doses that were moved, cancelled or marked as done in the calendar become proposals, each "
    "with the command that puts it on record. Nothing changes without --apply, except that on a "
    "terminal the command asks about each proposal.\n\nEach proposal is a command like any other, "
    "and the safety checks look at it. Everything that one import puts on record is one change: if "
    "one proposal is refused, nothing is written, and \"regimen undo\" takes all of it back. "
    "--apply leaves a proposal to you if there are two ways (a cancelled dose may be put off or "
    "not given at all, a time may mean a whole day) or if the calendar does not say enough (when a "
    "dose was given, or which dose is meant by an event that is known only by its title). What is "
    "on record as given or skipped is never changed by a calendar: use \"regimen amend\".\n\nAn "
    "invitation from the clinic's mail, saved as a file, is attached to a dose with --for: the "
    "dose is booked at its time, with its place. A later mail about that appointment (it was moved "
    "or cancelled) finds the dose by itself; an older mail changes nothing. If the time in the "
    "file is missing or may mean two times, the command asks for it, or you give it with --at. A "
    "series (radiation, every day) is attached to the doses in order, and so are all appointments "
    "of a file with --all; appointments in the past are left out unless the first dose is "
    "named.\n\nThe file may come from anywhere: it is read by a process that can do nothing else, "
    "with limits on its size, time and memory. If the system cannot confine that process (it has "
    "no seccomp filter), nothing is read."),
  .examples = "regimen import treatments.ics\nregimen import treatments.ics --apply\n"
              "regimen import --published\n"
              "regimen import invitation.ics --for denosumab\n"
              "regimen import series.ics --for radiation",
  .word = CLI_WORD_FILE,
  .reads_input = TRUE,
  .min_words = 0,
  .max_words = 1,
  .json = TRUE,
  .refused = N_ ("If the calendar is right, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (CliImportOptions),
  .program = "regimen-import",
};
