/* regimen move: gives a dose another day, alone or with all later ones. */
#include "base/i18n.h"
#include "base/reword.h"
#include "cli/print/dose-text.h"
#include "cli/words/loose-words.h"
#include "cli/written.h"

#include <string.h>

typedef struct {
  gboolean and_later;
  gboolean anyway;
} Options;

static const CliOption options[] = {
  { "and-later", CLI_FLAG, G_STRUCT_OFFSET (Options, and_later), NULL,
    N_ ("all later doses count from there too") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("move it although a safety check refused it") },
  { NULL },
};

/* Finds the dose before the move. @dose: (out): its target is RGM_LOCAL_NONE if there is none. */
static gboolean
find_before (const CliInvocation *invocation, const CliTarget *target, RgmDose *dose,
             GError **error)
{
  *dose = (RgmDose){ .target = RGM_LOCAL_NONE };
  /* a dose that was given already is refused later, by rgm_record_moved() */
  if (target->dose > 0 && target->dose > target->course->settled) {
    if (!rgm_course_dose (target->course, target->dose, target->zone, invocation->now, dose, error))
      return FALSE;
  } else if (target->dose > 0
             || !rgm_course_next (target->course, target->zone, invocation->now, dose))
    dose->target = RGM_LOCAL_NONE;
  return TRUE;
}

/* Whether the move to @to would change nothing: the dose is planned for that date, neither booked
 * nor on hold, and no dose before it is open. If so, prints that, and the caller writes nothing, so
 * that "undo" never takes back a change that changed nothing. Always FALSE with --json. */
static gboolean
is_there_already (CliInvocation *invocation, const CliTarget *target, const RgmDose *before,
                  RgmLocal to)
{
  const Options *given = invocation->options;
  g_autofree char *when = cli_local_text (before->target);

  if (!rgm_local_has_time (to)) /* a day alone keeps the time of day that the dose had */
    to.second = before->target.second;
  if (invocation->globals.json || given->and_later || !before->open || before->projected
      || before->appointment != NULL || before->hold != NULL
      || !rgm_local_equal (before->target, to)
      || to.day < rgm_zone_day (target->zone, invocation->now)) /* that is refused */
    return FALSE;
  cli_name_person (invocation, target->patient);
  cli_print_para (invocation, 2, _ ("%s %s/%d is planned for %s already: nothing was changed."),
                  rgm_unit_words (target->course->unit), target->course->handle, before->number,
                  when);
  return TRUE;
}

/* If the words are a length of time ("a week", "by 3 days"), fails, because that does not say from
 * which day to count. Returns: whether @error is set. */
static gboolean
fail_length (const CliInvocation *invocation, GError **error)
{
  const char *typed = invocation->words->pdata[1], *name = invocation->words->pdata[0];
  const char *length = g_str_has_prefix (typed, "by ")    ? typed + strlen ("by ")
                       : g_str_has_prefix (typed, "for ") ? typed + strlen ("for ")
                                                          : typed;

  if (!rgm_period_parse (length, &(RgmPeriod){ 0 }, NULL))
    return FALSE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("\"%s\" does not say from which day; to count from the planned day: regimen move %s %s "
       "later, or: regimen move %s %s earlier; to count from today: regimen move %s in %s"),
    typed, name, length, name, length, name, length);
  return TRUE;
}

/* Reads the new date: a date, or a shift such as "3 days later" from @was, which keeps the time of
 * day. */
static gboolean
read_new (CliInvocation *invocation, const CliTarget *target, RgmLocal was, RgmLocal *to,
          GError **error)
{
  RgmWhen when;
  RgmDay day;

  if (was.day != RGM_NO_DAY && rgm_when_parse_shift (invocation->words->pdata[1], was.day, &day)) {
    *to = (RgmLocal){ day, was.second };
    return TRUE;
  }
  if (fail_length (invocation, error)
      || !cli_parse_last_when (invocation, target->zone, was.day, &when, error))
    return FALSE;
  *to = when.local;
  return TRUE;
}

/* If a day in the past was refused, adds to the message how to correct the date of a dose on
 * record. */
static void
name_correction (const CliTarget *target, RgmDay day, GError **error)
{
  const RgmAdministration *last = rgm_course_last_given (target->course);
  g_autofree char *date = rgm_day_format (day);

  if (error == NULL || last == NULL || !g_error_matches (*error, RGM_ERROR, RGM_ERROR_REFUSED))
    return;
  error_reword (error, _ ("%s If the dose on record has a wrong date: \"regimen amend %s/%d %s\"."),
                (*error)->message, target->course->handle, last->dose, date);
}

/* If "+1w" or the like was refused, adds to the message that it counts from today, and what to type
 * to count from the planned day. */
static void
name_shift (const CliInvocation *invocation, GError **error)
{
  const char *typed = invocation->words->pdata[1];

  if (error == NULL || *typed != '+' || !g_error_matches (*error, RGM_ERROR, RGM_ERROR_REFUSED)
      || !rgm_period_parse (typed + 1, &(RgmPeriod){ 0 }, NULL))
    return;
  error_reword (error,
                _ ("%s \"%s\" counts from today; from the planned day it is \"regimen move %s %s "
                   "later\"."),
                (*error)->message, typed, (char *)invocation->words->pdata[0], typed + 1);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *old = NULL, *new = NULL, *relative = NULL;
  g_autofree char *said = NULL, *which = NULL, *text = NULL;
  RgmDose before;
  RgmLocal to;

  if (!cli_target_open (invocation, CLI_NEEDS_RECORD, given->anyway, &target, error)
      || !find_before (invocation, &target, &before, error)
      || !read_new (invocation, &target, before.target, &to, error))
    return FALSE;
  if (is_there_already (invocation, &target, &before, to))
    return TRUE;
  if (!rgm_record_moved (&target.session, target.course->id, target.dose, to, given->and_later,
                         &recorded, error)) {
    name_shift (invocation, error);
    if (to.day < rgm_zone_day (target.zone, invocation->now))
      name_correction (&target, to.day, error);
    return FALSE;
  }
  old = cli_local_text (before.target);
  new = cli_local_text (recorded.dose.target);
  relative
    = rgm_day_relative (recorded.dose.target.day, rgm_zone_day (recorded.zone, invocation->now));
  said = g_strdup_printf (given->and_later
                            ? _ ("Moved: %s %s/%d from %s to %s (%s), and all later ones count "
                                 "from there.")
                            : _ ("Moved: %s %s/%d from %s to %s (%s)."),
                          rgm_unit_words (recorded.course->unit), recorded.course->handle,
                          recorded.dose.number, old, new, relative);
  if (given->and_later)
    which = cli_open_doses_text (&recorded, invocation->now, recorded.dose.number);
  text = g_strjoin (which != NULL ? " " : "", said, which, NULL);
  cli_written_dose (invocation, &target, &recorded, text);
  return TRUE;
}

const CliCommand cli_command_move = {
  .name = "move",
  .summary = N_ ("move a dose, or it and all later ones, to another day"),
  .arguments = "HANDLE[/N] TIME",
  .details
  = N_ ("Sets the day, or the day and time, on which the next open dose of the course, or "
        "dose N, is to be given. Its appointment and its hold are dropped. \"+1w\" counts from "
        "today, \"a week later\" from the day on which it is planned.\n\n"
        "Without --and-later only this dose is moved; later doses follow it only if they "
        "count from the day it is given. With --and-later the plan itself counts from "
        "there.\n\n"
        "A day before the window of the dose, or soon after another dose, is refused with "
        "exit status 3; --anyway moves it if that is what was prescribed."),
  .examples = "regimen move zoledronic-acid 2026-12-08\n"
              "regimen move denosumab/3 +1w --and-later",
  .word = CLI_WORD_HANDLE,
  .min_words = 2,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .refused = N_ ("If this is what was prescribed, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
