/* regimen restore: puts a copy of the database back, or a record that was written as JSON. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/programs.h"
#include "store/calendar-rows.h"

typedef struct {
  const char *from_json;
} Options;

static const CliOption options[] = {
  { "from-json", CLI_FILE, G_STRUCT_OFFSET (Options, from_json), "FILE",
    N_ ("a record that \"regimen export --format json\" wrote, in place of a copy") },
  { NULL },
};

/* The file that is to be put back: the word, or the value of --from-json. */
static const char *
file_to_restore (const CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *word = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  g_autofree char *quoted = text_quote (word != NULL ? word : "");

  if ((word != NULL) != (given->from_json != NULL))
    return word != NULL ? word : given->from_json;
  if (word != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is one file too many beside that of --from-json"), quoted);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"restore\" needs more: regimen restore FILE, or regimen restore --from-json "
                    "FILE"));
  return NULL;
}

/* Whether the record that is to be replaced keeps calendars equal to it. */
static gboolean
has_calendars (const char *database)
{
  g_autoptr (RgmStore) store = rgm_store_open (database, RGM_STORE_READ, NULL);
  g_auto (GStrv) programs = store != NULL ? store_followers (store, NULL) : NULL;

  return programs != NULL && *programs != NULL;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *path = file_to_restore (invocation, error);
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *from = path != NULL ? file_shown (path) : NULL;
  g_autofree char *to = file_shown (database);
  g_autofree char *kept = NULL, *beside = NULL;
  CliJson json;

  gboolean had_calendars = given->from_json != NULL && has_calendars (database);

  if (path == NULL
      || !(given->from_json != NULL ? rgm_store_restore_json : rgm_store_restore) (
        database, path, invocation->now, &kept, error))
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
  if (had_calendars)
    cli_note (invocation,
              _ ("the calendars that were kept or published are not in %s, so they are not updated "
                 "any more; \"regimen export --keep FILE\" or \"regimen publish set ADDRESS\" "
                 "sets them up again"),
              from);
  cli_followers_run (invocation, TRUE);
  return TRUE;
}

const CliCommand cli_command_restore = {
  .name = "restore",
  .verifies = CLI_VERIFIES_ITSELF,
  .summary = N_ ("put a copy of the database back"),
  .arguments = "[FILE]",
  .details
  = N_ ("Checks every row of FILE, a copy that \"regimen backup\" made, and puts a copy of it in "
        "the place of the database. A file that is damaged or is not a regimen database is "
        "refused, and nothing changes.\n\n"
        "--from-json does the same with a record that \"regimen export --format json\" wrote: the "
        "new database has the same rows, so that it would be written as the same file again. "
        "Calendars that were kept or published have to be set up again.\n\n"
        "The database that was there is kept beside it, under its name followed by "
        "\".before-restore-\" and the time."),
  .examples = "regimen restore regimen-2026-12-01.db\nregimen restore --from-json record.json",
  .word = CLI_WORD_FILE,
  .max_words = 1,
  .options = options,
  .options_size = sizeof (Options),
  .json = TRUE,
  .run = run,
};
