/* regimen snooze: shows the alert of a dose again later. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/words/loose-words.h"
#include "cli/written.h"

#define MINUTE G_GINT64_CONSTANT (60)
#define LONGEST (7 * 24 * 60 * MINUTE)

/* Finds when the alert comes again. @until: (out): the time that was typed; if none was typed, as
 * many minutes from now as after the button "Snooze". */
static gboolean
read_until (CliInvocation *invocation, const CliTarget *target, RgmInstant *until, GError **error)
{
  const char *typed = invocation->words->len > 1 ? invocation->words->pdata[1] : NULL;
  RgmWhen when;

  if (typed == NULL) {
    *until = invocation->now + target->session.settings->snooze_minutes * MINUTE;
    return TRUE;
  }
  if (!cli_parse_last_when (invocation, target->zone, RGM_NO_DAY, &when, error))
    return FALSE;
  *until = when.instant;
  if (*until != RGM_INSTANT_NONE && *until > invocation->now && *until <= invocation->now + LONGEST)
    return TRUE;
  if (*until != RGM_INSTANT_NONE && *until <= invocation->now) {
    g_autofree char *past = cli_instant_text (*until, target->zone);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has passed; type a time in the future, like +2h or \"tomorrow 09:00\""),
                 past);
  } else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not a time within the next 7 days; type it like 18:00, +2h or "
                    "\"tomorrow 09:00\""),
                 typed);
  return FALSE;
}

static gboolean
find_alert (const CliTarget *target, RgmAlertView **view, GError **error)
{
  const char *handle = target->course->handle;

  if (!rgm_alert_of (&target->session, target->course->id, target->dose, view, error))
    return FALSE;
  if (*view != NULL)
    return TRUE;
  if (target->dose != 0)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s/%d has no alert now that can be put off; to see what comes next: regimen show %s"),
      handle, target->dose, handle);
  else
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s has no alert now that can be put off; to see what comes next: regimen show %s"),
      handle, handle);
  return FALSE;
}

static void
print_result (CliInvocation *invocation, const CliTarget *target, const RgmAlertView *view,
              RgmInstant until)
{
  const RgmCourse *course = target->course;
  g_autofree char *when = cli_instant_text (until, target->zone);
  CliJson json;

  if (!invocation->globals.json) {
    cli_print_para (invocation, 2, _ ("You will be reminded of %s %s/%d again on %s."),
                    rgm_unit_words (course->unit), course->handle, view->dose, when);
    return;
  }
  cli_json_begin (&json);
  cli_json_text (&json, "patient", target->patient->name);
  cli_json_text (&json, "course", course->handle);
  cli_json_number (&json, "dose", view->dose);
  cli_json_text (&json, "kind", view->alert.kind);
  cli_json_instant (&json, "until", until, target->zone);
  cli_print_json (invocation, &json);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_auto (CliTarget) target = { 0 };
  g_autoptr (RgmAlertView) view = NULL;
  RgmInstant until;

  if (!cli_target_open (invocation, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, FALSE, &target, error)
      || !read_until (invocation, &target, &until, error) || !find_alert (&target, &view, error)
      || !rgm_alert_snooze (&target.session, view, until, error))
    return FALSE;
  print_result (invocation, &target, view, until);
  return TRUE;
}

const CliCommand cli_command_snooze = {
  .name = "snooze",
  .summary = N_ ("ask to be reminded of a dose again later"),
  .arguments = "HANDLE[/N] [TIME]",
  .details
  = N_ ("Puts off the alert that the course, or dose N, has now, as the button \"Snooze\" of a "
        "notification does. It leaves the screen and comes again at TIME, at most 7 days ahead. "
        "Without TIME it comes again after as many minutes as the settings say (snooze-minutes, "
        "usually 60). Nothing changes on record: the dose stays planned as it is.\n\n"
        "The alert that says what to watch for after a dose cannot be put off."),
  .examples = "regimen snooze denosumab\nregimen snooze denosumab/3 18:00\nregimen snooze "
              "zoledronic-acid \"tomorrow 09:00\"",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .run = run,
};
