/* regimen restore: replaces the database with a copy, or with a record that was exported as JSON,
 * and lists the existing copies. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include "cli/programs.h"
#include "cli/written.h"
#include "store/backup-folder.h"
#include "store/calendar-rows.h"
#include "store/difference.h"

#include <unistd.h>

#define MOST 20 /* how many changes of each of the two records are listed at most */

typedef struct {
  const char *from_json;
  gboolean dry_run;
} Options;

static const CliOption options[] = {
  { "from-json", CLI_FILE, G_STRUCT_OFFSET (Options, from_json), "FILE",
    N_ ("a record that \"regimen export --format json\" wrote, in place of a copy") },
  { "dry-run", CLI_FLAG, G_STRUCT_OFFSET (Options, dry_run), NULL,
    N_ ("only check the copy and show what only it or only the database has") },
  { NULL },
};

/* ---- the list of copies ---- */

static void
print_copy (CliInvocation *invocation, const BackupCopy *copy, const char *database)
{
  g_autofree char *made = cli_instant_text (copy->made_at, invocation->zone);
  g_autofree char *size = g_format_size_full ((guint64)copy->size, G_FORMAT_SIZE_DEFAULT);
  g_autofree char *shown = file_shown (copy->path), *word = text_shell_word (shown);
  g_autofree char *record = text_shell_word (database);

  if (copy->changes < 0)
    cli_print_para (invocation, 2, _ ("%s: cannot be read (%s)"), made, size);
  else
    cli_print_para (invocation, 2,
                    P_ ("%s: %d change (%s)", "%s: %d changes (%s)", (int)copy->changes), made,
                    (int)copy->changes, size);
  if (invocation->globals.db != NULL)
    cli_print (invocation, "  regimen --db %s restore %s", record, word);
  else
    cli_print (invocation, "  regimen restore %s", word);
}

static gboolean
list_copies (CliInvocation *invocation, const char *database, GError **error)
{
  g_autoptr (GPtrArray) copies = backup_list (database, invocation->now);
  g_autofree char *shown = file_shown (database), *problem = backup_list_problem (database);
  CliJson json;

  if (problem != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("there may be more copies of %s, but that could not be checked: %s"), shown,
                 problem);
  if (problem != NULL && copies->len == 0)
    return FALSE;
  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_text (&json, "database", database);
    cli_json_open_array (&json, "copies");
    for (guint i = 0; i < copies->len; i++) {
      const BackupCopy *copy = copies->pdata[i];
      cli_json_open_object (&json, NULL);
      cli_json_text (&json, "path", copy->path);
      cli_json_instant (&json, "made_at", copy->made_at, invocation->zone);
      cli_json_number (&json, "size", copy->size);
      cli_json_flag (&json, "readable", copy->changes >= 0);
      cli_json_number (&json, "changes", MAX (copy->changes, 0));
      cli_json_instant (&json, "changed_at", copy->changed_at, invocation->zone);
      cli_json_close_object (&json);
    }
    cli_json_close_array (&json);
    cli_print_json (invocation, &json);
  } else if (copies->len == 0) {
    cli_print_para (invocation, 0,
                    _ ("There is no copy of %s yet. regimend makes one on each day on which "
                       "something was changed, and \"regimen backup\" makes one now."),
                    shown);
  } else {
    cli_print_para (invocation, 0, _ ("Copies of %s, each with the command that restores it:"),
                    shown);
    for (guint i = 0; i < copies->len; i++)
      print_copy (invocation, copies->pdata[i], database);
  }
  return problem == NULL;
}

/* ---- comparing database and copy ---- */

typedef struct {
  CliInvocation *invocation;
  const char *database;
  gboolean there; /* a database exists, which is to be replaced */
  gboolean asks;  /* the user is asked first if changes would be lost */
  RecordDifference difference;
  char *problem; /* nullable: why the two could not be compared */
} Look;

/* Prints "Mon 2026-11-23 09:00 log denosumab/3". @named: whether to add the names of the people
 * concerned. */
static void
print_change (CliInvocation *invocation, const RgmChange *change, gboolean named)
{
  g_autofree char *when = cli_instant_text (change->at, invocation->zone);
  g_autofree char *about = g_strjoinv (", ", change->about);
  g_autofree char *people = g_strjoinv (", ", change->people);
  g_autofree char *what = cli_change_text (change->command, about);

  if (named && *people != '\0')
    cli_print_para (invocation, 4, "  %s  %s (%s)", when, what, people);
  else
    cli_print_para (invocation, 4, "  %s  %s", when, what);
}

/* Prints the changes in @changes->last, and how many earlier ones there are. */
static void
print_changes (CliInvocation *invocation, const RecordChanges *changes, gboolean named)
{
  int listed = changes->last != NULL ? (int)changes->last->len : 0;
  int more = (int)changes->count - listed;

  if (listed > 0 && more > 0)
    cli_print_para (invocation, 4,
                    P_ ("  %d earlier one, and then:", "  %d earlier ones, and then:", more), more);
  for (int i = 0; i < listed; i++)
    print_change (invocation, changes->last->pdata[i], named);
}

/* Whether the changes in @lists (NULL-terminated) concern several people. */
static gboolean
has_several_people (const RecordChanges *const *lists)
{
  const char *first = NULL;

  for (; *lists != NULL; lists++)
    for (guint i = 0; (*lists)->last != NULL && i < (*lists)->last->len; i++)
      for (char **name = ((const RgmChange *)(*lists)->last->pdata[i])->people; *name != NULL;
           name++) {
        if (first != NULL && !g_str_equal (first, *name))
          return TRUE;
        first = *name;
      }
  return FALSE;
}

static void
print_difference (const Look *look)
{
  CliInvocation *invocation = look->invocation;
  const RecordDifference *difference = &look->difference;
  const RecordChanges *const lists[] = { &difference->here, &difference->there, NULL };
  gboolean named = has_several_people (lists);
  int here = (int)difference->here.count, there = (int)difference->there.count;

  if (look->problem != NULL)
    cli_print_para (
      invocation, 2,
      _ ("It is not known which changes are only in the database, because it cannot be read: %s"),
      look->problem);
  else if (here + there == 0)
    cli_print_para (invocation, 2,
                    difference->older
                      ? _ ("The copy is of an older version of regimen, and it has as many changes "
                           "as the database.")
                      : _ ("The copy and the database have the same changes."));
  if (here > 0)
    cli_print_para (invocation, 2,
                    P_ ("The database has %d change that the copy lacks:",
                        "The database has %d changes that the copy lacks:", here),
                    here);
  print_changes (invocation, &difference->here, named);
  if (there > 0)
    cli_print_para (invocation, 2,
                    P_ ("The copy has %d change that the database lacks:",
                        "The copy has %d changes that the database lacks:", there),
                    there);
  print_changes (invocation, &difference->there, named);
}

/* Shows which changes are only in the database or only in the copy, and asks the user if changes
 * would be lost, or if that is not known. Returns: whether to replace the database. */
static gboolean
look_at_both (const char *copy, gpointer data)
{
  Look *look = data;
  CliInvocation *invocation = look->invocation;
  const Options *given = invocation->options;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store
    = look->there ? rgm_store_open (look->database, RGM_STORE_READ, &error) : NULL;

  if (look->there
      && (store == NULL || !record_difference (store, copy, MOST, &look->difference, &error)))
    look->problem = g_strdup (error->message);
  if (look->there && !invocation->globals.json)
    print_difference (look);
  if (given->dry_run || !look->asks || (look->difference.here.count == 0 && look->problem == NULL))
    return !given->dry_run;
  cli_print_para (invocation, 2, _ ("Replace the database with the copy? y: yes, Enter: no"));
  return cli_ask_yes (invocation);
}

static void
json_changes (CliJson *json, const char *key, const RecordChanges *changes, const RgmZone *zone)
{
  cli_json_open_object (json, key);
  cli_json_number (json, "count", changes->count);
  cli_json_open_array (json, "last");
  for (guint i = 0; changes->last != NULL && i < changes->last->len; i++) {
    const RgmChange *change = changes->last->pdata[i];
    cli_json_open_object (json, NULL);
    cli_json_number (json, "change", change->id);
    cli_json_instant (json, "at", change->at, zone);
    cli_json_text (json, "command", change->command);
    cli_json_texts (json, "about", change->about);
    cli_json_texts (json, "people", change->people);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
  cli_json_close_object (json);
}

/* ---- putting it back ---- */

/* The file to restore from: the word after the command, or the value of --from-json. */
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
                 _ ("give only one file: %s, or the one after --from-json"), quoted);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--dry-run needs the name of a copy: regimen restore FILE --dry-run"));
  return NULL;
}

/* Whether the record that is to be replaced has calendars that are kept up to date with it. */
static gboolean
has_calendars (const char *database)
{
  g_autoptr (RgmStore) store = rgm_store_open (database, RGM_STORE_READ, NULL);
  g_auto (GStrv) programs = store != NULL ? store_followers (store, NULL) : NULL;

  return programs != NULL && *programs != NULL;
}

static void
json_restored (CliInvocation *invocation, const Look *look, const char *from, gboolean done,
               const char *kept)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_text (&json, "restored", done ? from : NULL);
  cli_json_text (&json, "database", look->database);
  cli_json_text (&json, "kept", kept);
  json_changes (&json, "only_in_database", &look->difference.here, invocation->zone);
  json_changes (&json, "only_in_copy", &look->difference.there, invocation->zone);
  cli_json_text (&json, "not_compared", look->problem);
  cli_print_json (invocation, &json);
}

static gboolean
put_back (CliInvocation *invocation, const char *path, Look *look, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *from = file_shown (path), *to = file_shown (look->database);
  g_autofree char *kept = NULL, *beside = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean had_calendars = given->from_json != NULL && has_calendars (look->database);
  gboolean done = (given->from_json != NULL ? rgm_store_restore_json : rgm_store_restore) (
    look->database, path, invocation->now, look_at_both, look, &kept, &problem);

  /* everything was done, and the user is told below what may still go wrong */
  done = done || (problem != NULL && error_has_trait (problem, ERROR_NOT_SYNCED));
  if (problem != NULL && !done) {
    g_string_truncate (invocation->out, 0);
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  invocation->saved = done;
  beside = kept != NULL ? file_shown (kept) : NULL;
  if (invocation->globals.json) {
    json_restored (invocation, look, path, done, kept);
  } else if (!done) {
    cli_print_para (invocation, 2, _ ("Checked %s, which is whole. Nothing was changed."), from);
  } else {
    cli_print_para (invocation, 2, _ ("Checked %s and put it in place: %s"), from, to);
    if (beside != NULL)
      cli_print_para (invocation, 2,
                      look->there
                        ? _ ("The database that was there is kept: %s")
                        : _ ("A file that SQLite had left beside the missing database is kept: %s"),
                      beside);
  }
  if (problem != NULL)
    cli_note (invocation, "%s", problem->message);
  if (done && had_calendars)
    cli_note (invocation,
              _ ("the calendars that were kept or published are not in %s, so they are not updated "
                 "any more; \"regimen export --keep FILE\" or \"regimen publish set ADDRESS\" "
                 "sets them up again"),
              from);
  if (done)
    cli_followers_run (invocation, TRUE);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  gboolean lists = invocation->words->len == 0 && given->from_json == NULL && !given->dry_run;
  const char *path = lists ? NULL : file_to_restore (invocation, error);
  g_autofree char *database = cli_database_path (invocation);
  Look look
    = { .invocation = invocation,
        .database = database,
        .there = g_file_test (database, G_FILE_TEST_EXISTS),
        .asks = !invocation->globals.json && isatty (STDIN_FILENO) && isatty (STDOUT_FILENO) };
  gboolean done = lists ? list_copies (invocation, database, error)
                        : path != NULL && put_back (invocation, path, &look, error);

  record_difference_clear (&look.difference);
  g_free (look.problem);
  return done;
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
        "First it shows which changes are only in the database or only in the copy. If some are "
        "only in the database, or if that is not known, you are asked on a terminal before it is "
        "replaced; --dry-run only shows them.\n\n"
        "The database that was there is kept beside it, under its name followed by "
        "\".before-restore-\" and the time.\n\n"
        "Without FILE, it lists the copies of the database that this program made, with the "
        "command for each."),
  .examples = "regimen restore\nregimen restore regimen-2026-12-01.db\n"
              "regimen restore regimen-2026-12-01.db --dry-run\n"
              "regimen restore --from-json record.json",
  .word = CLI_WORD_FILE,
  .max_words = 1,
  .options = options,
  .options_size = sizeof (Options),
  .json = TRUE,
  .run = run,
};
