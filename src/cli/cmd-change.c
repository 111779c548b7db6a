#include "base/i18n.h"
#include "cli/add-schedule.h"
#include "cli/written.h"

typedef struct {
  CliScheduleOptions schedule;
  const char *amount;
  const char *place;
  gboolean anyway;
} Options;

#define SCHEDULE(member) G_STRUCT_OFFSET (Options, schedule.member)

static const CliOption options[] = {
  { "every", CLI_TEXT, SCHEDULE (every), "PERIOD", N_ ("the new interval: 12w") },
  { "reckon", CLI_TEXT, SCHEDULE (reckon), "given|plan",
    N_ ("count the interval from the day a dose was given, or from the first date") },
  { "first", CLI_TEXT, SCHEDULE (first), "DATE",
    N_ ("the day of the first dose under the new plan; default: it goes on from the last dose") },
  { "window", CLI_TEXT, SCHEDULE (window), "DAYS",
    N_ ("how far from its day a dose is on time, 3d") },
  { "count", CLI_NUMBER, SCHEDULE (count), "N", N_ ("the course ends with dose N; 0: no end"), 0,
    9999 },
  { "until", CLI_TEXT, SCHEDULE (until), "DATE",
    N_ ("the last day on which a dose is planned; \"none\": no end") },
  { "fractions", CLI_NUMBER, SCHEDULE (fractions), "N", N_ ("radiation: the number of sessions"), 1,
    200 },
  { "per-day", CLI_NUMBER, SCHEDULE (per_day), "N",
    N_ ("radiation: sessions on each treatment day"), 1, 4 },
  { "days", CLI_TEXT, SCHEDULE (days), "DAYS", N_ ("treatment days, or days of tablets") },
  { "closed", CLI_TEXT, SCHEDULE (closed), "DATES",
    N_ ("radiation: all days without treatment, or a file with them; \"none\"") },
  { "times", CLI_TEXT, SCHEDULE (times), "TIMES", N_ ("the fixed times of the day: 08:00,20:00") },
  { "cycle", CLI_TEXT, SCHEDULE (cycle), "ON/OFF",
    N_ ("tablets: days with and days without, 21/7; \"none\"") },
  { "gap", CLI_TEXT, SCHEDULE (gap), "HOURS",
    N_ ("as needed: at least so long between two doses; \"none\"") },
  { "max", CLI_TEXT, SCHEDULE (max), "N/day",
    N_ ("as needed: at most so many within 24 hours; \"none\"") },
  { "amount", CLI_TEXT, G_STRUCT_OFFSET (Options, amount), "AMOUNT",
    N_ ("what is prescribed from now on; \"4 mg\"") },
  { "place", CLI_TEXT, G_STRUCT_OFFSET (Options, place), "PLACE",
    N_ ("where it is given from now on") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("change it although a safety check refused") },
  { NULL },
};

static char *
changed_text (const RgmCourse *course)
{
  g_autofree char *schedule = rgm_schedule_describe (rgm_course_schedule (course), course->units);
  const RgmRevision *revision = course->revisions->pdata[course->revisions->len - 1];
  const char *amount = rgm_course_amount (course, revision->from_dose);
  const char *place = rgm_course_place (course, revision->from_dose);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("Changed: %s, from %s %d on: %s%s%s%s%s."), course->handle,
                          course->unit, revision->from_dose, schedule, amount != NULL ? ", " : "",
                          amount != NULL ? amount : "", place != NULL ? ", " : "",
                          place != NULL ? place : "");
  if (revision->anyway != NULL)
    g_string_append (text, _ (" On record with it: that it was changed anyway, and what the check "
                              "said."));
  return g_string_free (text, FALSE);
}

static gboolean
read_request (CliInvocation *invocation, const CliTarget *target, RgmSchedule **schedule,
              GError **error)
{
  const Options *given = invocation->options;

  if (!cli_schedule_is_given (&given->schedule)) {
    if (given->amount != NULL || given->place != NULL)
      return TRUE;
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("change changes nothing without an option, like --every 12w or --amount "
                    "\"4 mg\"; --help lists them"));
    return FALSE;
  }
  *schedule
    = cli_schedule_change (invocation, &given->schedule, target->course, target->zone, error);
  return *schedule != NULL;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (RgmSchedule) schedule = NULL;
  g_autofree char *amount = NULL, *text = NULL;
  RgmChangeRequest request = { .place = given->place };

  if (!cli_parse_amount (invocation, given->amount, &amount, error)
      || !cli_target_open_course (invocation, CLI_NEEDS_CATALOG, given->anyway, &target, error)
      || !read_request (invocation, &target, &schedule, error))
    return FALSE;
  request.schedule = schedule;
  request.amount = amount;
  if (!rgm_record_changed (&target.session, target.course->id, &request, &recorded, error))
    return FALSE;

  text = changed_text (recorded.course);
  if (!cli_written_course (invocation, &target, &recorded, text, error))
    return FALSE;
  return TRUE;
}

const CliCommand cli_command_change = {
  .name = "change",
  .summary = N_ ("another schedule, amount or place for a course"),
  .arguments = "HANDLE",
  .details
  = N_ ("Revises a course for the doses that are still open; what is on record stays as it is. "
        "Options that are not given keep what was prescribed before.\n\n"
        "The kind of a schedule stays: for another kind, stop the course and add a new one. An "
        "interval outside the range of the catalog's source is refused with exit status 3; "
        "--anyway takes it if that is what was prescribed, and is kept on record."),
  .examples = "regimen change zoledronic-acid --every 12w\n"
              "regimen change calcium --times 08:00,13:00,20:00 --amount \"1 tablet\"\n"
              "regimen change radiation --closed 2026-12-24..2027-01-01",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
