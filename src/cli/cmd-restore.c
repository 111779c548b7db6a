/* regimen restore: puts a copy of the database back. */
#include "base/file.h"
#include "base/i18n.h"
#include "cli/programs.h"

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const char *path = invocation->words->pdata[0];
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *from = file_shown (path);
  g_autofree char *to = file_shown (database);
  g_autofree char *kept = NULL, *beside = NULL;
  CliJson json;

  if (!rgm_store_restore (database, path, invocation->now, &kept, error))
    return FALSE;
  beside = kept != NULL ? file_shown (kept) : NULL;

  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_text (&json, "restored", path);
    cli_json_text (&json, "database", database);
    cli_json_text (&json, "kept", kept);
    cli_print_json (invocation, &json);
  } else {
    cli_print_para (invocation, 2, _ ("Checked %s and put it in place: %s"), from, to);
    if (beside != NULL)
      cli_print_para (invocation, 2, _ ("The database that was there is kept: %s"), beside);
  }
  cli_followers_run (invocation, TRUE);
  return TRUE;
}

const CliCommand cli_command_restore = {
  .name = "restore",
  .verifies = CLI_VERIFIES_ITSELF,
  .summary = N_ ("put a copy of the database back"),
  .arguments = "FILE",
  .details
  = N_ ("Checks every row of FILE, a copy that \"regimen backup\" made, and puts a copy of it in "
        "the place of the database. A file that is damaged or is not a regimen database is "
        "refused, and nothing changes.\n\n"
        "The database that was there is kept beside it, under its name followed by "
        "\".before-restore-\" and the time."),
  .examples = "regimen restore regimen-2026-12-01.db",
  .word = CLI_WORD_FILE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
