/* regimen backup: a verified copy of the database. */
#include "base/i18n.h"
#include "cli/command.h"

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const char *path = invocation->words->pdata[0];
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *shown = g_filename_display_name (path);
  RgmSession session;
  CliJson json;

  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("there is no database at %s, so there is nothing to copy"), database);
    return FALSE;
  }
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !rgm_store_backup (session.store, path, error))
    return FALSE;

  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_text (&json, "backup", shown);
    cli_print_json (invocation, &json);
  } else
    cli_print_para (invocation, 2, _ ("Wrote a copy and verified it: %s"), shown);
  return TRUE;
}

const CliCommand cli_command_backup = {
  .name = "backup",
  .verifies = CLI_VERIFIES_ITSELF,
  .summary = N_ ("make a verified copy of the database"),
  .arguments = "FILE",
  .details = N_ ("Writes a copy of the database to FILE, which must not exist, and checks it. The "
                 "copy is complete even if other programs write at the same time, and only you can "
                 "read it. To use it, name it with --db or put it back with \"regimen restore\"."),
  .examples = "regimen backup regimen-2026-12-01.db",
  .word = CLI_WORD_FILE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
