/* regimen remove: takes a course that was entered by mistake out of every list and calendar. */
#include "base/i18n.h"
#include "cli/dose-text.h"
#include "cli/written.h"

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_auto (CliTarget) target = { 0 };
  g_autoptr (RgmRemovedCourse) removed = NULL;
  CliJson json;

  if (!cli_target_open_course (invocation, CLI_NEEDS_RECORD, FALSE, &target, error))
    return FALSE;
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
  .summary = N_ ("remove a course that was entered by mistake"),
  .arguments = "HANDLE",
  .details = N_ ("Takes a course that should never have been entered out of every list and "
                 "calendar. Its handle can be used again. The record keeps that it was there: "
                 "\"regimen history --all\" names it, and \"regimen undo\" puts it back.\n\n"
                 "A course that has a dose on record cannot be removed, because what happened "
                 "stays on record; \"regimen stop\" ends it."),
  .examples = "regimen remove denosumab-2",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
