/* Runs a command from its arguments to its exit status. */
#include "cli/command.h"

#include "base/i18n.h"
#include "base/program.h"
#include "base/reword.h"
#include "base/text.h"
#include "cli/print/pager.h"
#include "cli/programs.h"
#include "cli/words/add-words.h"
#include "cli/words/extra-words.h"
#include "cli/words/guess-words.h"
#include "cli/words/name-words.h"
#include "cli/words/other-words.h"
#include "cli/words/person-typed.h"
#include "cli/words/spoken-words.h"
#include "cli/words/unknown-command.h"
#include "cli/words/whose.h"
#include "store/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
cli_invocation_init (CliInvocation *invocation)
{
  *invocation = (CliInvocation){ .words = g_ptr_array_new (),
                                 .out = g_string_new (NULL),
                                 .notes = g_string_new (NULL) };
}

void
cli_invocation_clear (CliInvocation *invocation)
{
  g_clear_pointer (&invocation->store, rgm_store_close);
  g_clear_pointer (&invocation->catalog, rgm_catalog_free);
  g_free (invocation->settings);
  if (invocation->options != NULL)
    cli_options_clear (invocation->command->options, invocation->options);
  g_free (invocation->options);
  g_free (invocation->argv);
  g_strfreev (invocation->joined);
  g_free (invocation->name);
  g_free (invocation->last_word);
  g_free (invocation->person);
  g_free (invocation->elsewhere);
  if (invocation->zones != NULL)
    g_string_free (invocation->zones, TRUE);
  g_free (invocation->no_course);
  g_free (invocation->to_add);
  g_free (invocation->anyway);
  g_clear_pointer (&invocation->as_written, g_ptr_array_unref);
  g_free (invocation->zone_doubt);
  g_ptr_array_unref (invocation->words);
  g_string_free (invocation->out, TRUE);
  g_string_free (invocation->notes, TRUE);
}

/* If the last word of the command may be a date and more words were typed than it takes, joins the
 * surplus words to the last one. */
static void
join_last_word (CliInvocation *invocation)
{
  GPtrArray *words = invocation->words;
  guint last = (guint)invocation->command->max_words - 1;

  if (!invocation->command->ends_in_date || words->len <= last + 1)
    return;
  g_ptr_array_add (words, NULL);
  invocation->last_word = g_strjoinv (" ", (char **)words->pdata + last);
  g_ptr_array_set_size (words, (int)last);
  g_ptr_array_add (words, invocation->last_word);
}

/* Removes a preposition before the date, which adds nothing: "move xgeva to friday". */
static void
skip_small_word (CliInvocation *invocation)
{
  static const struct {
    const char *command, *word;
  } rows[]
    = { { "amend", "to " },  { "book", "for " },    { "book", "to " },  { "log", "for " },
        { "move", "for " },  { "move", "to " },     { "skip", "for " }, { "snooze", "till " },
        { "snooze", "to " }, { "snooze", "until " } };
  const CliCommand *command = invocation->command;
  guint last = (guint)command->max_words - 1;
  char *typed;

  if (!command->ends_in_date || invocation->words->len != last + 1)
    return;
  typed = invocation->words->pdata[last];
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    char *date = typed + strlen (rows[i].word);

    if (!g_str_equal (command->name, rows[i].command) || !g_str_has_prefix (typed, rows[i].word)
        || rgm_when_count_words (&date, 1, FALSE, invocation->zone, invocation->now,
                                 RGM_WHEN_PLANNED)
             == 0)
      continue;
    invocation->words->pdata[last] = date;
    return;
  }
}

/* Whether @text has a curved quotation mark that may be a closing one. */
static gboolean
ends_quote (const char *text)
{
  static const char *const marks[] = { "\u201c", "\u201d", "\u2018", "\u2019", "\u00bb" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strstr (text, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Fails if an argument begins with a long dash or a curved quotation mark. A phone or a word
 * processor may have put them in place of "--" or of a straight mark, which the shell would have
 * understood. */
static gboolean
check_pasted (char **argv, GError **error)
{
  static const char *const dashes[] = { "\u2014", "\u2013", "\u2212" }, *const quotes[] = {
    "\u201c", "\u201e", "\u2018", "\u201a", "\u00ab"
  };

  for (; *argv != NULL && g_utf8_validate (*argv, -1, NULL); argv++) {
    const char *second = **argv != '\0' ? g_utf8_next_char (*argv) : *argv;

    for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
      if (g_str_has_prefix (*argv, dashes[i]) && g_ascii_isalpha (*second)) {
        g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                     _ ("\"%s\" begins with a long dash; type two hyphens: --%s"), *argv, second);
        return FALSE;
      }
    for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
      if (g_str_has_prefix (*argv, quotes[i]) && *second != '\0' && !ends_quote (second)) {
        g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                     _ ("%s begins with a curved quotation mark, which does not hold words "
                        "together; type a straight one: \""),
                     *argv);
        return FALSE;
      }
  }
  return TRUE;
}

/* Checks the words, their number and --json, and fails if the command does not accept them. */
static gboolean
check_arguments (CliInvocation *invocation, GError **error)
{
  const CliCommand *command = invocation->command;
  int count = (int)invocation->words->len;
  g_autofree char *usage = cli_command_usage (command);

  /* The name of a file may consist of any bytes; all other words must be text. */
  for (int i = 0; command->word != CLI_WORD_FILE && i < count; i++)
    if (!g_utf8_validate (invocation->words->pdata[i], -1, NULL)) {
      g_autofree char *shown = g_utf8_make_valid (invocation->words->pdata[i], -1);

      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("\"%s\" cannot be read as text; only UTF-8 is accepted"), shown);
      return FALSE;
    }
  for (int i = 0; command->word != CLI_WORD_FILE && i < count; i++)
    invocation->words->pdata[i] = g_strstrip (invocation->words->pdata[i]);
  for (int i = 0; command->word == CLI_WORD_FILE && !command->reads_input && i < count; i++)
    if (!cli_check_file_name (invocation->words->pdata[i], error))
      return FALSE;
  if (cli_fail_everybody_typed (invocation, error) || cli_fail_spoken_words (invocation, error)
      || cli_fail_program_named (invocation, error))
    return FALSE;
  if (count > command->max_words)
    return cli_fail_words (invocation, command->max_words, error);
  if (count == 0 && command->min_words > 0 && command->word == CLI_WORD_HANDLE)
    return cli_fail_no_course (invocation, NULL, error);
  if (count < command->min_words)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s needs more words; it is typed like this: regimen %s (regimen help %s)"),
                 command->name, usage, command->name);
  else if (invocation->globals.json && !command->json)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s prints no data, so it has no --json"),
                 command->name);
  else
    return TRUE;
  return FALSE;
}

/* The command that has the option @name, if only one command has it and that command is about a
 * course; else NULL. Returns: (transfer none). */
static const char *
only_command_with (const char *name)
{
  const CliCommand *found = NULL;

  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++)
    for (const CliOption *row = (*each)->options; row != NULL && row->name != NULL; row++)
      if (g_str_equal (row->name, name)) {
        if (found != NULL)
          return NULL;
        found = *each;
      }
  return found != NULL && found->word == CLI_WORD_HANDLE ? found->name : NULL;
}

/* Parses the arguments and runs the command. @argv: what follows the name of the command, with
 * global options among it. @seen: the global options that were given before the name, as
 * CliOptionSet.seen. */
static gboolean
run_command (CliInvocation *invocation, char **argv, guint64 seen, GError **error)
{
  static const CliOption none[] = { { NULL } };
  const CliCommand *command = invocation->command;

  invocation->options = g_malloc0 (MAX (command->options_size, 1));
  CliOptionSet sets[] = {
    { cli_global_options (), &invocation->globals, seen, NULL, command->name },
    { command->options != NULL ? command->options : none, invocation->options, 0,
      command->word == CLI_WORD_HANDLE ? only_command_with : NULL, command->name },
    { NULL },
  };
  if (!check_pasted (argv, error))
    return FALSE;
  invocation->joined = cli_options_join_dates (argv, sets, invocation->now);
  if (cli_options_parse (invocation->joined, sets, invocation->words, FALSE, error) < 0) {
    g_autoptr (GError) other = NULL;

    /* the option may belong to another command that was meant: "add patient Bert --zone Berlin"
     * means "patient add" */
    if (error != NULL
        && (cli_fail_other_kind (invocation, &other)
            || cli_fail_date_option (invocation, argv, &other))) {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&other));
    }
    return FALSE;
  }
  if (invocation->globals.help || invocation->globals.version)
    return TRUE;
  cli_join_name_words (invocation);
  join_last_word (invocation);
  skip_small_word (invocation);
  if (!check_arguments (invocation, error))
    return FALSE;
  if (command->run != NULL)
    return command->run (invocation, error);
  return cli_program_become (command->program, invocation->argv, error);
}

/* "Karla, Bert or Ida". Returns: (transfer full): empty if there are too many to list. */
static char *
names_text (const GPtrArray *patients)
{
  enum { FEW = 6 };
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < patients->len && patients->len <= FEW; i++)
    g_string_append_printf (names,
                            i == 0                   ? "%s"
                            : i == patients->len - 1 ? _ (" or %s")
                                                     : ", %s",
                            ((const RgmPatient *)patients->pdata[i])->name);
  return g_strdup (names->str);
}

/* The command line that was typed, with --patient and the name of @person as an example. If it is
 * "add" with nothing but a treatment, an example of a schedule is added, too. */
static char *
line_for_somebody (const CliInvocation *invocation, const RgmPatient *person)
{
  g_autofree char *name = text_shell_word (person->name), *line = NULL;

  if (invocation->command == NULL)
    return g_strdup_printf ("regimen --patient %s", name);
  if (cli_has_option (invocation->command, "custom") && invocation->words->len == 1)
    line = cli_add_line (invocation, invocation->words->pdata[0]);
  return line != NULL ? g_strdup_printf ("%s --patient %s", line, name)
                      : cli_line_for_person (invocation->command->name, invocation->argv, person);
}

/* If several people are on record and none is selected, adds "--patient NAME" to the commands in
 * the message of @error. If @error says that no person was named, the message gets the whole
 * corrected command line. */
static void
put_nobody (CliInvocation *invocation, GError **error)
{
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (RgmPatient) meant = NULL;
  g_autoptr (GError) whose = NULL;
  g_autofree char *text = cli_text_for_nobody ((*error)->message, "--patient NAME");
  g_autofree char *names = NULL, *whole = NULL;
  gboolean same = g_str_equal (text, (*error)->message);
  RgmSession session;

  if ((same && strstr (text, "--patient NAME") == NULL) || !cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL)
      || (patients = rgm_store_patients (session.store, NULL)) == NULL
      || !rgm_session_is_open (&session, patients))
    return;
  names = names_text (patients);
  meant = rgm_session_patient (&session, &whose);
  if (meant == NULL && whose != NULL && g_str_equal (whose->message, (*error)->message)
      && *names != '\0') {
    g_autofree char *line = line_for_somebody (invocation, patients->pdata[0]);

    whole = g_strdup_printf (
      _ ("whose? several people are on record; add --patient NAME (NAME is %s), for example: %s; "
         "\"regimen patient default NAME\" sets who is meant without it"),
      names, line);
  } else if (!same && *names != '\0')
    whole = g_strdup_printf (_ ("%s (NAME is %s)"), text, names);
  else if (!same)
    whole = g_steal_pointer (&text);
  if (whole != NULL)
    error_reword (error, "%s", whole);
}

/* If several people are on record, puts the name of the person before the output, or before the
 * message of a refusal, so that it is clear whom it is about. Also adds --patient to the commands
 * in an error message. A message that begins with NOT SAVED is not a refusal, so it keeps its
 * beginning. */
static void
put_person (CliInvocation *invocation, GError **error)
{
  const GError *problem = error != NULL ? *error : NULL;
  const char *name = invocation->person, *typed = invocation->globals.patient;
  g_autofree char *whose = NULL, *to_add = g_strdup (invocation->to_add);

  if (to_add == NULL && name == NULL && typed != NULL && g_utf8_validate (typed, -1, NULL)) {
    g_autofree char *quoted = text_shell_word (typed);
    to_add = g_strdup_printf ("--patient %s", quoted);
  }
  if (to_add == NULL && name == NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)) {
    put_nobody (invocation, error);
    return;
  }
  if (problem != NULL && to_add != NULL) {
    g_autofree char *text = cli_text_for_person (problem->message, to_add);

    error_reword (error, "%s", text);
    problem = *error;
    if (invocation->anyway != NULL) {
      g_autofree char *line = g_steal_pointer (&invocation->anyway);
      invocation->anyway = cli_text_for_person (line, to_add);
    }
  }
  if (name == NULL)
    return;
  if (problem == NULL && !invocation->globals.json && invocation->out->len > 0) {
    g_autofree char *shown = text_harmless (name);

    whose = g_strdup_printf (_ ("For %s:\n"), shown);
    g_string_prepend (invocation->out, whose);
  } else if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_REFUSED)
             || g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT)) {
    whose = g_strdup_printf (_ ("for %s: "), name);
    g_prefix_error_literal (error, whose);
  }
}

/* Whether @text has a time of the day, such as "20:00". */
static gboolean
has_time (const char *text)
{
  for (const char *at = strchr (text, ':'); at != NULL; at = strchr (at + 1, ':'))
    if (at > text + 1 && g_ascii_isdigit (at[-2]) && g_ascii_isdigit (at[-1])
        && g_ascii_isdigit (at[1]) && g_ascii_isdigit (at[2]))
      return TRUE;
  return FALSE;
}

/* If the output, or the message of a refusal, has a time of the day, and the clocks of the person
 * do not agree with this machine, names the time zone. */
static void
put_zone (CliInvocation *invocation, GError **error)
{
  const GError *problem = error != NULL ? *error : NULL;
  const char *zone = invocation->elsewhere;
  gboolean prints = problem == NULL && !invocation->globals.json && has_time (invocation->out->str);

  if (prints && invocation->zones != NULL) {
    g_auto (GStrv) lines = g_strsplit (g_strchomp (invocation->zones->str), "\n", -1);
    for (char **line = lines; *line != NULL; line++)
      cli_print_para (invocation, 0, "%s", *line);
  }
  if (zone == NULL)
    return;
  if (prints)
    cli_print_para (invocation, 0, _ ("Times that name no time zone are those of %s."), zone);
  else if (problem != NULL && has_time (problem->message)
           && (g_error_matches (problem, RGM_ERROR, RGM_ERROR_REFUSED)
               || g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT))) {
    g_autofree char *where
      = invocation->person != NULL
          ? g_strdup_printf (_ ("for %s, in the time zone %s: "), invocation->person, zone)
          : g_strdup_printf (_ ("in the time zone %s: "), zone);
    g_clear_pointer (&invocation->person, g_free); /* it is named */
    g_prefix_error_literal (error, where);
  }
}

/* Adds --db FILE to the commands that the message of @error proposes, if the user typed --db. */
static void
put_record (CliInvocation *invocation, GError **error)
{
  const char *file = invocation->globals.db;

  if (file == NULL || error == NULL || *error == NULL)
    return;
  g_autofree char *text = cli_text_for_record ((*error)->message, file);
  error_reword (error, "%s", text);
  if (invocation->anyway != NULL) {
    g_autofree char *line = g_steal_pointer (&invocation->anyway);
    invocation->anyway = cli_text_for_record (line, file);
  }
}

/* The first of @argv, unless it is an option. Returns: (transfer none) (nullable). */
static const char *
next_word (char **argv)
{
  return argv[0] != NULL && argv[0][0] != '-' ? argv[0] : NULL;
}

/* The main part of cli_run(): finds the command and runs it. */
static gboolean
run_arguments (CliInvocation *invocation, const CliCommand *only, char **argv, GError **error)
{
  CliOptionSet sets[]
    = { { cli_global_options (), &invocation->globals, 0, NULL, NULL }, { NULL } };
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  int used = 0;

  invocation->command = only;
  if (only == NULL) {
    used = cli_options_parse (argv, sets, invocation->words, TRUE, error);
    if (used < 0)
      return FALSE;
    if (invocation->words->len > 0 && cli_is_overview (invocation->words->pdata[0])) {
      g_ptr_array_set_size (invocation->words, 0);
      if (cli_options_parse (argv + used, sets, invocation->words, FALSE, error) < 0)
        return FALSE;
      if (invocation->words->len > 0) {
        cli_fail_overview_words (invocation, argv[used - 1], error);
        return FALSE;
      }
    }
    if (invocation->words->len == 0)
      return invocation->globals.help || invocation->globals.version
             || cli_overview (invocation, error);
    invocation->command
      = cli_command_find (invocation->words->pdata[0], next_word (argv + used), error);
    if (invocation->command == NULL) {
      cli_explain_unknown (invocation, invocation->words->pdata[0], argv + used, error);
      return FALSE;
    }
    g_ptr_array_set_size (invocation->words, 0);
  }
  for (int i = 0; argv[i] != NULL; i++)
    if (i != used - 1)
      g_ptr_array_add (rest, argv[i]);
  g_ptr_array_add (rest, NULL);
  invocation->argv = (char **)g_ptr_array_free (g_steal_pointer (&rest), FALSE);
  return run_command (invocation, argv + used, sets[0].seen, error);
}

gboolean
cli_run (CliInvocation *invocation, const CliCommand *only, char **argv, GError **error)
{
  gboolean done = run_arguments (invocation, only, argv, error);

  if (!done) {
    cli_fail_person_typed (invocation, invocation->argv != NULL ? invocation->argv : argv, error);
    cli_explain_no_course (invocation, error);
  }
  put_zone (invocation, error);
  put_person (invocation, error);
  put_record (invocation, error);
  return done;
}

/* Prints @text, which ends with a newline, on standard error. On a terminal its lines are wrapped
 * to the width of the screen. */
static void
print_error_lines (const CliScreen *screen, const char *text)
{
  g_autofree char *shown = text_harmless (text);
  g_auto (GStrv) lines = g_strsplit (shown, "\n", -1);

  for (char **line = lines; *line != NULL && **line != '\0'; line++) {
    g_autofree char *wrapped = isatty (STDERR_FILENO) ? cli_wrap_text (*line, screen->width, 2)
                                                      : text_plain_blanks (*line);

    g_printerr ("%s\n", wrapped);
  }
}

static void
put_on_one_line (char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]))
      text[i] = ' ';
}

/* Prints @error of @command (nullable) as one message. @anyway: (nullable): a command line that
 * overrides a refusal. Returns: the exit status for @error. */
static int
fail (const CliCommand *command, const CliScreen *screen, const char *anyway, const GError *error)
{
  g_autofree char *line = g_strdup (error->message), *text = NULL;

  put_on_one_line (line, strlen (line));
  if (g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED) && command != NULL
      && command->refused != NULL)
    text = anyway != NULL ? g_strdup_printf (_ ("regimen: %s %s, for example: %s\n"), line,
                                             _ (command->refused), anyway)
                          : g_strdup_printf ("regimen: %s %s\n", line, _ (command->refused));
  else
    text = g_strdup_printf ("regimen: %s\n", line);
  print_error_lines (screen, text);
  return rgm_error_exit_status (error);
}

/* ---- a change was saved, although something failed later ---- */

/* Whether the command has changed the record. */
static gboolean
has_saved (const CliInvocation *invocation)
{
  return invocation->saved || (invocation->store != NULL && store_written (invocation->store) > 0);
}

/* Whether the change was saved, and @problem only prevented the command from reading what it wanted
 * to print. */
static gboolean
only_reading_failed (const CliInvocation *invocation, const GError *problem)
{
  return has_saved (invocation)
         && (g_error_matches (problem, RGM_ERROR, RGM_ERROR_STORE)
             || g_error_matches (problem, RGM_ERROR, RGM_ERROR_DAMAGED))
         && !error_has_trait (problem, ERROR_NOT_SAVED);
}

/* Whether a command that ended with @error (nullable) has shown something from the record, which
 * may be wrong if the record is damaged. */
static gboolean
may_mislead (const GError *error)
{
  return error == NULL || g_error_matches (error, RGM_ERROR, RGM_ERROR_CONFLICT)
         || g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED);
}

/* Verifies the rows that the command read, and warns if they are not as they were entered. Returns:
 * FALSE if it warned. */
static gboolean
verify_record (const CliInvocation *invocation)
{
  const CliCommand *command = invocation->command;
  CliVerifies verifies = command != NULL ? command->verifies : CLI_VERIFIES_NEWEST;
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *more = NULL, *text = NULL, *own = NULL;

  if (invocation->store == NULL || invocation->quiet || verifies == CLI_VERIFIES_ITSELF)
    return TRUE;
  /* If the rows cannot be read now, the command has not shown them either. */
  problems = rgm_store_verify (invocation->store, verifies == CLI_VERIFIES_ALL, NULL);
  if (problems == NULL || problems->len == 0)
    return TRUE;
  if (problems->len > 1)
    more = g_strdup_printf (P_ ("%d more", "%d more", problems->len - 1), (int)problems->len - 1);
  text = g_strdup_printf (
    more != NULL
      ? _ ("regimen: the record is damaged, so what is shown may be wrong: %s; %s. \"regimen "
           "check\" names all of it, and \"regimen restore FILE\" restores a backup\n")
      : _ ("regimen: the record is damaged, so what is shown may be wrong: %s%s. \"regimen restore "
           "FILE\" restores a backup\n"),
    (const char *)problems->pdata[0], more != NULL ? more : "");
  own = cli_own_commands (invocation, text);
  put_on_one_line (own, strlen (own) - 1);
  print_error_lines (&invocation->screen, own);
  return FALSE;
}

/* Writes the output of the command, after the command has ended. Fails if it cannot be written. */
static gboolean
flush_output (const CliInvocation *invocation, GError **error)
{
  const CliCommand *command = invocation->command;
  const CliGlobals *globals = &invocation->globals;
  gboolean paged = command != NULL && command->paged && !globals->json;

  if ((paged || globals->help) && strlen (invocation->out->str) == invocation->out->len
      && cli_pager_show (&invocation->screen, invocation->out->str))
    return TRUE;
  if (fwrite (invocation->out->str, 1, invocation->out->len, stdout) == invocation->out->len
      && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               has_saved (invocation)
                 ? _ ("Saved, but the answer could not be written (%s); \"regimen history\" shows "
                      "what is on record")
                 : _ ("the output could not be written (%s)"),
               g_strerror (errno));
  return FALSE;
}

int
cli_main (const CliCommand *only, char **argv)
{
  g_autoptr (GError) error = NULL, output_error = NULL;
  g_autofree char *anyway = NULL;
  const CliCommand *command;
  CliInvocation invocation;
  CliScreen screen;
  gboolean saved, whole;
  int status;

  i18n_begin ();
  cli_invocation_init (&invocation);
  invocation.screen = screen = cli_screen ();
  if (program_begin (&error))
    invocation.zone = rgm_clock_zone (&invocation.zone_doubt, &error);
  if (invocation.zone != NULL && rgm_clock_now (&invocation.now, &error)
      && cli_run (&invocation, only, argv + 1, &error)) {
    if (invocation.globals.help)
      cli_help (invocation.out, &invocation.screen, invocation.command);
    else if (invocation.globals.version)
      g_string_append (invocation.out, "regimen " REGIMEN_VERSION "\n");
    else {
      if (!invocation.quiet)
        cli_note_lost_zones (&invocation);
      cli_service_remind (&invocation);
    }
  }
  if (only_reading_failed (&invocation, error)) {
    cli_note (&invocation,
              _ ("Saved, but the answer is not complete, because of an error after it: %s. "
                 "\"regimen history\" shows what is on record"),
              error->message);
    g_clear_error (&error);
  }
  if (invocation.writes && !has_saved (&invocation)
      && (g_error_matches (error, RGM_ERROR, RGM_ERROR_STORE)
          || g_error_matches (error, RGM_ERROR, RGM_ERROR_DAMAGED)))
    error_not_saved (&error);
  if (error == NULL)
    print_error_lines (&invocation.screen, invocation.notes->str);
  whole = !may_mislead (error) || verify_record (&invocation);
  flush_output (&invocation, &output_error);
  cli_followers_run (&invocation, FALSE);
  command = invocation.command;
  saved = has_saved (&invocation);
  anyway = g_steal_pointer (&invocation.anyway);
  cli_invocation_clear (&invocation);
  status = error != NULL || output_error != NULL
             ? fail (command, &screen, anyway, error != NULL ? error : output_error)
             : !whole;
  return error == NULL && saved ? 0 : status;
}
