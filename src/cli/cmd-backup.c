/* regimen backup: a verified copy of the database. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"

typedef struct {
  gboolean salvage;
} Options;

static const CliOption options[] = {
  { "salvage", CLI_FLAG, G_STRUCT_OFFSET (Options, salvage), NULL,
    N_ ("copy what is whole of a damaged database, row by row") },
  { NULL },
};

/* The damaged database is only read, and not even opened as a database. */
static gboolean
salvage (CliInvocation *invocation, const char *database, GError **error)
{
  const char *path = invocation->words->pdata[0];
  g_autofree char *shown = g_filename_display_name (path), *word = text_shell_word (shown);
  g_auto (RgmSalvaged) salvaged = { 0 };
  CliJson json;

  if (!rgm_store_salvage (database, path, invocation->now, &salvaged, error))
    return FALSE;
  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_text (&json, "backup", shown);
    cli_json_number (&json, "salvaged", salvaged.saved);
    cli_json_open_array (&json, "lost");
    for (guint i = 0; i < salvaged.words->len; i++)
      cli_json_text (&json, NULL, salvaged.words->pdata[i]);
    cli_json_close_array (&json);
    cli_print_json (invocation, &json);
    return TRUE;
  }
  cli_print_para (invocation, 2,
                  P_ ("Wrote what is whole, %d row, to a new database: %s",
                      "Wrote what is whole, %d rows, to a new database: %s", salvaged.saved),
                  salvaged.saved, shown);
  if (salvaged.words->len == 0)
    cli_print_para (invocation, 2, _ ("Nothing that was entered is known to be lost."));
  for (guint i = 0; i < salvaged.words->len; i++)
    cli_print_para (invocation, 2, _ ("Lost: %s"), (const char *)salvaged.words->pdata[i]);
  cli_print_para (invocation, 2,
                  _ ("Calendar files that were kept, and a calendar that was published, have to be "
                     "set again. To look at it: regimen --db %s history. To use it: regimen "
                     "restore %s"),
                  word, word);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *path = invocation->words->pdata[0];
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *shown = file_shown (path);
  RgmSession session;
  CliJson json;

  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("there is no database at %s, so there is nothing to copy"), database);
    return FALSE;
  }
  if (given->salvage)
    return salvage (invocation, database, error);
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !rgm_store_backup (session.store, path, error))
    return FALSE;

  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_text (&json, "backup", path);
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
  .details
  = N_ ("Writes a copy of the database to FILE, which must not exist, and checks it. The "
        "copy is complete even if other programs write at the same time, and only you can "
        "read it. To use it, name it with --db or put it back with \"regimen restore\".\n\n"
        "If the database is damaged, --salvage copies the rows that are as they were "
        "entered, and says what is lost. The damaged file stays as it is."),
  .examples = "regimen backup regimen-2026-12-01.db\nregimen backup --salvage salvaged.db",
  .options = options,
  .options_size = sizeof (Options),
  .word = CLI_WORD_FILE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
