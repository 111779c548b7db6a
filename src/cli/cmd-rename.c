/* regimen rename: gives a course another short name. */
#include "base/i18n.h"
#include "cli/written.h"

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *text = NULL;

  if (!cli_target_open_course (invocation, CLI_NEEDS_RECORD, FALSE, &target, error)
      || !rgm_record_renamed (&target.session, target.course->id, invocation->words->pdata[1],
                              &recorded, error))
    return FALSE;
  text = g_strdup_printf (_ ("Renamed: %s is called %s from now on."), target.course->handle,
                          recorded.course->handle);
  return cli_written_course (invocation, &target, &recorded, text, error);
}

const CliCommand cli_command_rename = {
  .name = "rename",
  .summary = N_ ("give a course another short name"),
  .arguments = "HANDLE NEW",
  .details = N_ ("Gives a course another handle, which is the name by which you type it. Nothing "
                 "else changes: what is on record stays, and its events in calendars stay the "
                 "same events.\n\n"
                 "A handle has up to 40 small letters, digits and hyphens, and no two courses of a "
                 "person have the same one. To change the name of a person, use \"regimen patient "
                 "set\"."),
  .examples = "regimen rename zoledronic-acid zoledronate",
  .word = CLI_WORD_HANDLE,
  .min_words = 2,
  .max_words = 2,
  .json = TRUE,
  .run = run,
};
