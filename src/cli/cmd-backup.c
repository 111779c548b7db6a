/* regimen backup: makes a verified copy of the database. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"
#include "store/backup-folder.h"

typedef struct {
  CliNumber keep;
  gboolean daily, salvage;
} Options;

static const CliOption options[] = {
  { "keep", CLI_NUMBER, G_STRUCT_OFFSET (Options, keep), "N",
    N_ ("keep the N newest copies in the folder and remove older ones"), 1, 9999 },
  { "daily", CLI_FLAG, G_STRUCT_OFFSET (Options, daily), NULL,
    N_ ("only if there is no copy from today and something has changed since the last one") },
  { "salvage", CLI_FLAG, G_STRUCT_OFFSET (Options, salvage), NULL,
    N_ ("from a damaged database: copy each row that is still whole") },
  { NULL },
};

/* Copies the intact rows of the damaged database to a new file. The damaged file is only read, and
 * is not opened as a database. */
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
    cli_print_para (invocation, 2, _ ("As far as is known, nothing that was entered is lost."));
  for (guint i = 0; i < salvaged.words->len; i++)
    cli_print_para (invocation, 2, _ ("Lost: %s"), (const char *)salvaged.words->pdata[i]);
  cli_print_para (invocation, 2,
                  _ ("Kept calendars and a published calendar have to be set up again. To look at "
                     "the new database: regimen --db %s history. To use it: regimen restore %s"),
                  word, word);
  return TRUE;
}

/* Prints the result of making a dated copy. */
static void
print_dated (CliInvocation *invocation, const BackupResult *result)
{
  g_autofree char *shown = result->path != NULL ? file_shown (result->path) : NULL;

  if (shown == NULL)
    cli_print_para (invocation, 2, _ ("Nothing is on record yet, so there is nothing to copy."));
  else if (result->outcome == BACKUP_MADE)
    cli_print_para (invocation, 2, _ ("Wrote a copy and verified it: %s"), shown);
  else if (result->outcome == BACKUP_OF_TODAY)
    cli_print_para (invocation, 2, _ ("There is a copy from today already: %s"), shown);
  else
    cli_print_para (invocation, 2,
                    _ ("Nothing has changed since the last copy, which is whole: %s"), shown);
  if (result->removed->len > 0)
    cli_print_para (invocation, 2,
                    P_ ("Removed %u older copy. Which are kept: regimen help backup",
                        "Removed %u older copies. Which are kept: regimen help backup",
                        result->removed->len),
                    result->removed->len);
  if (result->spared->len > 0)
    cli_print_para (invocation, 2,
                    P_ ("%u older copy stays, because it cannot be read, or because it has changes "
                        "that the database does not have.",
                        "%u older copies stay, because they cannot be read, or because they have "
                        "changes that the database does not have.",
                        result->spared->len),
                    result->spared->len);
}

static void
json_paths (CliJson *json, const char *key, const GPtrArray *paths)
{
  cli_json_open_array (json, key);
  for (guint i = 0; i < paths->len; i++)
    cli_json_text (json, NULL, paths->pdata[i]);
  cli_json_close_array (json);
}

/* Makes a dated copy in the folder @folder (nullable: the default one). */
static gboolean
run_dated (CliInvocation *invocation, RgmStore *store, const char *folder, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *usual = backup_folder_usual ();
  BackupRequest request = { .folder = folder != NULL ? folder : usual,
                            .now = invocation->now,
                            .zone = invocation->zone,
                            .daily = given->daily,
                            .thins = folder == NULL || given->daily || given->keep.given,
                            .rule = BACKUP_RULE_USUAL };
  g_auto (BackupResult) result = { 0 };
  CliJson json;

  if (given->keep.given)
    request.rule = (BackupRule){ .newest = given->keep.value };
  if (!backup_folder_run (store, &request, &result, error))
    return FALSE;
  if (!invocation->globals.json) {
    print_dated (invocation, &result);
    return TRUE;
  }
  cli_json_begin (&json);
  cli_json_text (&json, "backup", result.path);
  cli_json_flag (&json, "made", result.outcome == BACKUP_MADE);
  json_paths (&json, "removed", result.removed);
  json_paths (&json, "spared", result.spared);
  cli_print_json (invocation, &json);
  return TRUE;
}

/* Checks that the options fit what is to be written. @path: (nullable): the word that was typed.
 * @dated: whether to write a dated copy to a folder; otherwise a file with the name @path. */
static gboolean
check_options (const Options *given, const char *path, gboolean dated, GError **error)
{
  g_autofree char *quoted = text_quote (path != NULL ? path : "");

  if (!dated && (given->keep.given || given->daily))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a folder, and --keep and --daily are for copies in a folder"),
                 quoted);
  else if (given->salvage && (dated || given->keep.given || given->daily))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--salvage needs the name of a new file: regimen backup --salvage FILE"));
  else if (!dated && g_str_has_suffix (path, "/"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("there is no folder %s; make it first, or type the name of a file"), quoted);
  else
    return TRUE;
  return FALSE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *path = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  gboolean dated = path == NULL || g_file_test (path, G_FILE_TEST_IS_DIR);
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *shown = path != NULL ? file_shown (path) : NULL;
  RgmSession session;
  CliJson json;

  if (!check_options (given, path, dated, error))
    return FALSE;
  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("there is no database at %s, so there is nothing to copy"), database);
    return FALSE;
  }
  if (given->salvage)
    return salvage (invocation, database, error);
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  if (dated)
    return run_dated (invocation, session.store, path, error);
  if (!rgm_store_backup (session.store, path, error))
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
  .arguments = "[FILE]",
  .details = N_ (
    "Writes a copy of the database to FILE, which must not exist, and checks it. The copy is "
    "complete even if other programs write at the same time, and only you can read it. To use it, "
    "name it with --db or restore it with \"regimen restore\".\n\nWithout FILE, a copy with its "
    "date in the name goes into the folder in which regimend puts one on each day on which "
    "something was changed. Of the copies there, the last one of the day is kept for the 7 latest "
    "days that have one, and the last one of the week for the 4 weeks before. \"regimen restore\" "
    "lists them.\n\nIf FILE is a folder, the copy goes there, and older ones stay. --keep N keeps "
    "the N newest copies, here or in the folder of regimend. --daily is for a timer of your own: "
    "it makes no copy if there is one from today, or an intact one that has everything, and it "
    "keeps the copies of 7 days and 4 weeks, as above.\n\nAn older copy is only removed after the "
    "new one was checked, only if this program made it of the same database, and only if the "
    "database has every change that is in it.\n\nIf the database is damaged, --salvage copies the "
    "rows that are as they were entered, and says what is lost. The damaged file stays as it is."),
  .examples = "regimen backup\nregimen backup regimen-2026-12-01.db\nregimen backup --keep 30\n"
              "regimen backup --salvage salvaged.db",
  .options = options,
  .options_size = sizeof (Options),
  .word = CLI_WORD_FILE,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
