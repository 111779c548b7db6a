/* regimen export: writes the calendar, or the whole record, to a file. The program regimen-export
 * runs it, because the library for calendars is slow to load. */
#include "base/i18n.h"
#include "cli/program-options.h"

static const CliOption options[] = {
  { "to", CLI_FILE, G_STRUCT_OFFSET (CliExportOptions, to), "FILE",
    N_ ("the file to write, the same as FILE typed alone; default: standard output") },
  { "format", CLI_TEXT, G_STRUCT_OFFSET (CliExportOptions, format), "FORMAT",
    N_ ("json or csv: the whole record, fhir: the record for a clinic, in place of a calendar; "
        "default: ics, a calendar"),
    .choices = "ics json csv fhir" },
  { "keep", CLI_FILE, G_STRUCT_OFFSET (CliExportOptions, keep), "FILE",
    N_ ("a file to write now, and anew after each change; repeat --keep to change its options") },
  { "stop", CLI_FLAG, G_STRUCT_OFFSET (CliExportOptions, stop), NULL,
    N_ ("with --keep: stop rewriting the file, which stays as it is") },
  { "shared", CLI_FLAG, G_STRUCT_OFFSET (CliExportOptions, shared), NULL,
    N_ ("other users of this computer may read the file") },
  { "days", CLI_NUMBER, G_STRUCT_OFFSET (CliExportOptions, days), "N",
    N_ ("how far ahead, in days; default: 180"), 1, 3660 },
  { "minutes", CLI_NUMBER, G_STRUCT_OFFSET (CliExportOptions, minutes), "N",
    N_ ("the length of a booked visit; default: that of the treatment"), 1, 1440 },
  { "tablets", CLI_FLAG, G_STRUCT_OFFSET (CliExportOptions, tablets), NULL,
    N_ ("also tablets at fixed times, one event of 5 minutes for each, and what was taken as "
        "needed") },
  { "lead-events", CLI_FLAG, G_STRUCT_OFFSET (CliExportOptions, lead_events), NULL,
    N_ ("short events before each dose in place of alarms, for calendars that ignore alarms") },
  { NULL },
};

const CliCommand cli_command_export = {
  .name = "export",
  .verifies = CLI_VERIFIES_ALL,
  .summary = N_ ("write the calendar, or the whole record, to a file"),
  .arguments = "[FILE]",
  .details = N_ (
    "Writes a calendar file (iCalendar) with one event for each dose of the last 90 and the next "
    "180 days. Import it once, into a separate calendar: calendar programs differ in what they do "
    "with a second import of the same doses. A file that already exists is replaced only if it is "
    "a calendar of regimen to which nobody has added an event; a link is never replaced.\n\nFor a "
    "calendar that follows every change, subscribe to a file that is written with --keep: regimend "
    "writes it anew after each change and each day; if it does not run, each command that changes "
    "the record does. \"regimen check\" lists these files.\n\nSome calendars (Google, Apple) "
    "ignore the alarms of imported and subscribed files: only the alerts of this desktop are "
    "certain. --lead-events gives such calendars short events of their own before each "
    "dose.\n\n--private writes \"Treatment\" without any details. Only you can read the file, "
    "unless --shared says otherwise.\n\n--format json writes no calendar but the whole record of "
    "all people: every entry, also what was corrected or taken back, one on each line. "
    "regimen-record.schema.json, which is installed with this program, says what is in it, and "
    "\"regimen restore --from-json\" makes the same record from it. What belongs to this computer "
    "is left out: the settings, and which calendars are kept or published. A record that was "
    "written before is replaced only if this one has all of its changes.\n\n--format csv writes "
    "the same to a new folder, one file for each table, for spreadsheets. A text that a "
    "spreadsheet would run as a formula, or that begins with an apostrophe, has an apostrophe in "
    "front.\n\n--format fhir writes the record for the program of a clinic, as a Bundle of HL7 "
    "FHIR R4: what was prescribed, what was given, skipped or put off and why, radiation, what was "
    "noticed and what a laboratory found, as entered. It says what holds now: a correction takes "
    "the place of what it corrects, and what was taken back is marked as entered in error. Doses "
    "that are to come, and those that nobody answered, are left out, and so are contacts, "
    "questions and needs. It is the record of all people, or with --patient of one."),
  .examples = "regimen export treatments.ics\nregimen export treatments.ics --days 365 --private\n"
              "regimen export --keep ~/calendars/treatments.ics\n"
              "regimen export --keep ~/calendars/treatments.ics --stop\n"
              "regimen export --format json record.json\nregimen export --format csv record\n"
              "regimen export --format fhir record.fhir.json",
  .word = CLI_WORD_FILE,
  .max_words = 1,
  .options = options,
  .options_size = sizeof (CliExportOptions),
  .program = "regimen-export",
};
