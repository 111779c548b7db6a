/* regimen remove: removes a course, or an entry of feel, lab or need, from every list and calendar
 * if it was entered by mistake. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/print/entry-text.h"
#include "cli/written.h"

static gboolean
remove_entry (CliInvocation *invocation, const RgmSession *session, RgmObservationKind kind,
              int number, GError **error)
{
  g_autoptr (RgmPatient) patient = cli_session_patient (session, error);
  g_autoptr (RgmObservation) removed
    = patient != NULL ? rgm_followup_removed (session, kind, number, error) : NULL;
  g_autofree char *what = NULL, *text = NULL;

  if (removed == NULL)
    return FALSE;
  cli_name_person (invocation, patient);
  what = cli_entry_text (removed, cli_patient_zone (invocation, patient, NULL));
  text
    = g_strdup_printf (_ ("Removed: %s. It is in no list any more. (To put it back: regimen undo)"),
                       cli_as_written (invocation, what));
  cli_entry_written (invocation, removed, patient, text);
  return TRUE;
}

/* Fails because remove is not about one dose: what happened stays on record and can be corrected.
 * Names the command for that. */
static void
fail_one_dose (const CliTarget *target, GError **error)
{
  const char *handle = target->course->handle;
  const RgmAdministration *done = rgm_course_administration (target->course, target->dose);
  g_autoptr (RgmChange) last
    = rgm_record_course_to_undo (&target->session, target->course->id, NULL);
  g_autofree char *about = last != NULL ? g_strjoinv (", ", last->about) : NULL;
  g_autofree char *dose = g_strdup_printf ("%s/%d", handle, target->dose);
  const char *old = last != NULL && last->old ? " --anyway" : "";

  if (done != NULL && last != NULL && g_str_equal (about, dose)
      && (g_str_equal (last->command, "log") || g_str_equal (last->command, "skip")))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("remove is about a whole course; if \"%s %s\" was a mistake: regimen undo %s%s"),
      last->command, dose, dose, old);
  else if (done != NULL && done->outcome == RGM_GIVEN && last != NULL
           && !g_str_equal (last->command, "add"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("remove is about a whole course; if %s is still to be given: \"regimen undo "
                    "%s%s\" takes back the changes of the course one by one, beginning with \"%s "
                    "%s\"; if it will not be given: regimen amend %s --skipped --reason WHY; if it "
                    "was given on another day: regimen amend %s --at DAY"),
                 dose, handle, old, last->command, about, dose, dose);
  else if (done != NULL && done->outcome == RGM_GIVEN)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("remove is about a whole course; if %s/%d was not given: regimen amend %s/%d "
                    "--skipped --reason \"entered by mistake\"; if it was given on another day: "
                    "regimen amend %s/%d --at DAY"),
                 handle, target->dose, handle, target->dose, handle, target->dose);
  else if (done != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("remove is about a whole course; %s/%d is on record as not given; if it was: "
                    "regimen amend %s/%d --given --at DAY"),
                 handle, target->dose, handle, target->dose);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("remove is about a whole course; to leave out %s/%d: regimen skip %s/%d "
                    "--reason WHY"),
                 handle, target->dose, handle, target->dose);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_auto (CliTarget) target = { 0 };
  g_autoptr (RgmRemovedCourse) removed = NULL;
  GError *problem = NULL;
  RgmObservationKind kind;
  RgmSession session;
  CliJson json;
  int number;

  if (!cli_session (invocation,
                    cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ,
                    CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  if (cli_entry_named (&session, invocation->words->pdata[0], &kind, &number, &problem))
    return remove_entry (invocation, &session, kind, number, error);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (!cli_target_open (invocation, CLI_NEEDS_RECORD, FALSE, &target, error))
    return FALSE;
  if (target.dose != 0) {
    fail_one_dose (&target, error);
    return FALSE;
  }
  removed = rgm_record_removed (&target.session, target.course->id, error);
  if (removed == NULL)
    return FALSE;
  if (!invocation->globals.json) {
    cli_print_para (invocation, 2,
                    _ ("Removed: %s. It is in no list any more, and calendars that show it will "
                       "show it as cancelled. (To put it back: regimen undo)"),
                    removed->handle);
    return TRUE;
  }
  cli_json_begin (&json);
  cli_json_removed (&json, "removed", removed, target.zone);
  cli_print_json (invocation, &json);
  return TRUE;
}

const CliCommand cli_command_remove = {
  .name = "remove",
  .summary = N_ ("remove a course, or an entry of feel, lab or need, entered by mistake"),
  .arguments = "HANDLE | feel/N | lab/N | need/N",
  .details
  = N_ ("Takes a course that should never have been entered out of every list and "
        "calendar. Its handle can be used again. The record keeps that it was there: "
        "\"regimen history --all\" names it, and \"regimen undo\" puts it back.\n\n"
        "A course that has a dose on record cannot be removed, because what happened "
        "stays on record; \"regimen stop\" ends it. If the course itself was a mistake, \"regimen "
        "undo\" takes it back together with the doses that \"add\" entered, as long as nothing was "
        "written since; later, \"regimen amend HANDLE/N --skipped\" says of a dose that it was not "
        "given.\n\n"
        "An entry of \"regimen feel\" or \"regimen lab\", and a check that was put on record with "
        "\"regimen need --done\", is taken out of every list in the same way."),
  .examples = "regimen remove denosumab-2\nregimen remove feel/12",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
