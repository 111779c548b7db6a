/* regimen change: gives a course another schedule, amount or place. */
#include "base/i18n.h"
#include "cli/schedule-options.h"
#include "cli/written.h"
#include "model/course.h"
#include "model/dose.h"

typedef struct {
  CliScheduleOptions schedule;
  const char *amount;
  const char *place;
  gboolean anyway;
} Options;

#define SCHEDULE(member) G_STRUCT_OFFSET (Options, schedule.member)

static const CliOption options[] = {
  { "every", CLI_TEXT, SCHEDULE (every), "PERIOD", N_ ("the new interval: 12w") },
  { "first", CLI_TEXT, SCHEDULE (first), "DATE",
    N_ ("the day of the first dose under the new plan; without it, the plan goes on from the last "
        "dose"),
    .choices = "today tomorrow" },
  { "until", CLI_TEXT, SCHEDULE (until), "DATE",
    N_ ("the last day on which a dose is planned; \"none\": no end"),
    .choices = "none today tomorrow" },
  { "times", CLI_TEXT, SCHEDULE (times), "TIMES", N_ ("the fixed times of the day: 08:00,20:00") },
  { "amount", CLI_TEXT, G_STRUCT_OFFSET (Options, amount), "AMOUNT",
    N_ ("what is prescribed from now on, like \"4 mg\"") },
  { "place", CLI_TEXT, G_STRUCT_OFFSET (Options, place), "PLACE",
    N_ ("where it is given from now on") },
  { "closed", CLI_TEXT, SCHEDULE (closed), "DATES",
    N_ ("all closed days of this course, or a file with them; \"none\": only those from "
        "\"regimen patient set\""),
    .choices = CLI_FILES },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("change it although a safety check refused it") },
  { "reckon", CLI_TEXT, SCHEDULE (reckon), "given|plan",
    N_ ("count the interval from the day a dose was given, or from the first date"),
    .choices = "given plan" },
  { "window", CLI_TEXT, SCHEDULE (window), "DAYS",
    N_ ("how far from its day a dose counts as on time, like 3d") },
  { "count", CLI_NUMBER, SCHEDULE (count), "N", N_ ("the course ends with dose N; 0: no end"), 0,
    9999 },
  { "fractions", CLI_NUMBER, SCHEDULE (fractions), "N", N_ ("radiation: the number of sessions"), 1,
    200, .also = "sessions" },
  { "per-day", CLI_NUMBER, SCHEDULE (per_day), "N",
    N_ ("radiation: sessions on each treatment day"), 1, 4 },
  { "days", CLI_TEXT, SCHEDULE (days), "DAYS", N_ ("treatment days, or days of tablets"),
    .choices = "mon-fri all mon tue wed thu fri sat sun" },
  { "cycle", CLI_TEXT, SCHEDULE (cycle), "ON/OFF",
    N_ ("tablets: days on and days off, like 21/7; \"none\": every day"), .choices = "none" },
  { "gap", CLI_TEXT, SCHEDULE (gap), "HOURS",
    N_ ("as needed: the shortest time between two doses, like 6h; \"none\": no such rule"),
    .choices = "none" },
  { "max", CLI_TEXT, SCHEDULE (max), "N/day",
    N_ ("as needed: the most doses within 24 hours, like 3/day; \"none\": no such rule"),
    .choices = "none" },
  { NULL },
};

/* The first of the revisions that this command added. One change may add several. */
static const RgmRevision *
first_revision (const RgmCourse *course)
{
  guint n = course->revisions->len - 1;
  const RgmRevision *first = course->revisions->pdata[n];

  for (; n > 0; n--) {
    const RgmRevision *before = course->revisions->pdata[n - 1];
    if (!course_same_change (before, first) || before->from_dose >= first->from_dose)
      break;
    first = before;
  }
  return first;
}

/* "40 mg instead of 4 mg": the old amount is shown too, so that the user notices a typing error.
 * Returns: (transfer full) (nullable). */
static char *
amount_text (const RgmCourse *course, const RgmRevision *revision)
{
  const char *amount = rgm_course_amount (course, revision->from_dose);
  const char *before = course->amount;

  for (guint i = 0; course->revisions->pdata[i] != revision; i++) {
    const RgmRevision *other = course->revisions->pdata[i];
    if (other->amount != NULL && other->from_dose <= revision->from_dose)
      before = other->amount;
  }
  return before != NULL && amount != NULL && g_strcmp0 (amount, before) != 0
           ? g_strdup_printf (_ ("%s instead of %s"), amount, before)
           : g_strdup (amount);
}

static char *
changed_text (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;
  const RgmRevision *revision = first_revision (course);
  g_autofree char *amount = amount_text (course, revision);
  g_autofree char *which = cli_open_doses_text (recorded, invocation->now, revision->from_dose);
  g_autofree char *said = NULL, *schedule = rgm_schedule_describe (rgm_course_schedule (course),
                                                                   rgm_unit_words (course->unit),
                                                                   rgm_unit_words (course->units));
  const char *const parts[] = { schedule, amount, rgm_course_place (course, revision->from_dose) };
  g_autofree char *plan = cli_list_text (parts, G_N_ELEMENTS (parts));

  said = g_strdup_printf (
    revision->anyway != NULL
      ? _ ("Changed: %s, from %s %d on: %s. The record says that it was changed anyway, and what "
           "the safety check said.")
      : _ ("Changed: %s, from %s %d on: %s."),
    course->handle, rgm_unit_words (course->unit), revision->from_dose,
    cli_as_written (invocation, plan));
  return which != NULL ? g_strjoin (" ", said, which, NULL) : g_steal_pointer (&said);
}

/* Makes the new schedule. @schedule: (out) (transfer full): stays NULL if the schedule is not
 * changed. */
static gboolean
read_schedule (CliInvocation *invocation, const CliTarget *target, RgmSchedule **schedule,
               GError **error)
{
  const Options *given = invocation->options;

  if (cli_schedule_is_given (&given->schedule)) {
    *schedule
      = cli_schedule_change (invocation, &given->schedule, target->course, target->zone, error);
    return *schedule != NULL;
  }
  if (given->amount != NULL || given->place != NULL)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("change needs an option that says what changes, such as --every 12w or --amount "
                  "\"4 mg\"; --help lists them"));
  return FALSE;
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
      || !read_schedule (invocation, &target, &schedule, error))
    return FALSE;
  request.schedule = schedule;
  request.amount = amount;
  if (!rgm_record_changed (&target.session, target.course->id, &request, &recorded, error))
    return FALSE;
  text = changed_text (invocation, &recorded);
  if (!cli_written_course (invocation, &target, &recorded, text, error))
    return FALSE;
  if (!invocation->globals.json)
    cli_written_beside (invocation, &recorded);
  return TRUE;
}

const CliCommand cli_command_change = {
  .name = "change",
  .summary = N_ ("change the schedule, amount or place of a course"),
  .arguments = "HANDLE",
  .details
  = N_ ("Revises a course for the doses that are still open; what is on record stays as it is. "
        "What no option names stays as it was prescribed.\n\nThe kind of schedule stays the same: "
        "for another kind, stop the course and add a new one. An interval outside the range that "
        "the catalog's source gives is refused with exit status 3. So is a first date before the "
        "window of the next dose, and a change by which a course that had ended would go on beside "
        "a medicine that is used in its place. --anyway accepts it if that is what was prescribed, "
        "and the record keeps what the check said."),
  .examples = "regimen change zoledronic-acid --every 12w\n"
              "regimen change my-tablets --times 08:00,13:00,20:00 --amount \"1 tablet\"\n"
              "regimen change radiation --closed 2026-12-24..2027-01-01",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .refused = N_ ("If this is what was prescribed, repeat with --anyway"),
  .options = options,
  .usual_options = 8, /* up to "anyway" */
  .options_size = sizeof (Options),
  .run = run,
};
