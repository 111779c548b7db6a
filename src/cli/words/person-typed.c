/* Helps users who type the name of a person without --patient. */
#include "cli/words/person-typed.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/words/add-words.h"
#include "cli/words/corrected-words.h"
#include "cli/words/guess-words.h"
#include "cli/words/name-words.h"
#include "cli/words/spoken-words.h"
#include "cli/words/whose.h"

#include <string.h>

/* How many words at the start of @words (NULL-terminated) are the name of @patient, or the first
 * word of that name: "Karl", "karl weber", "Karl's". */
static guint
count_name_words (char **words, const RgmPatient *patient)
{
  g_autofree char *name = text_fold (patient->name), *first = NULL;
  g_autoptr (GString) typed = g_string_new (NULL);
  guint count = 0;

  first = g_strndup (name, strcspn (name, " "));
  for (guint n = 0; words[n] != NULL && words[n][0] != '-' && typed->len <= strlen (name); n++) {
    g_autofree char *word = g_utf8_make_valid (words[n], -1), *folded = NULL;

    if (g_str_has_suffix (word, ","))
      word[strlen (word) - 1] = '\0';
    if (g_str_has_suffix (word, "'s") || g_str_has_suffix (word, "\u2019s"))
      *(strrchr (word, 's') - (g_str_has_suffix (word, "'s") ? 1 : strlen ("\u2019"))) = '\0';
    folded = text_fold (word);
    g_string_append_printf (typed, n > 0 ? " %s" : "%s", folded);
    if (g_str_equal (typed->str, name) || (n == 0 && g_str_equal (typed->str, first)))
      count = n + 1;
  }
  return count;
}

/* Finds the name of one of @patients in @argv, among the words that are not values of an option.
 * @from: (out): the index of its first word, or of a "for" before it. @to: (out): the index after
 * its last word. Returns: (transfer none) (nullable). */
static const RgmPatient *
find_person (const GPtrArray *patients, char **argv, guint *from, guint *to)
{
  static const char *const before[] = { "for", "of", "by", NULL };

  for (guint i = 0; argv[i] != NULL; i++) {
    const RgmPatient *found = NULL;
    guint longest = 0;

    if (i > 0 && g_str_has_prefix (argv[i - 1], "--") && strchr (argv[i - 1], '=') == NULL)
      continue;
    for (guint n = 0; n < patients->len; n++) {
      guint count = count_name_words (argv + i, patients->pdata[n]);

      if (count > longest) {
        longest = count;
        found = patients->pdata[n];
      }
    }
    if (found == NULL)
      continue;
    *from = i > 0 && g_strv_contains (before, argv[i - 1]) ? i - 1 : i;
    *to = i + longest;
    return found;
  }
  return NULL;
}

/* The arguments in @argv without those from index @from up to, but not including, @to. Returns:
 * (transfer container). */
static GPtrArray *
without (char **argv, guint from, guint to)
{
  GPtrArray *rest = g_ptr_array_new ();

  for (guint i = 0; argv[i] != NULL; i++)
    if (i < from || i >= to)
      g_ptr_array_add (rest, argv[i]);
  return rest;
}

/* How many arguments in @argv are neither options nor, as far as can be seen, values of options. */
static int
count_words (const GPtrArray *argv)
{
  int count = 0;

  for (guint i = 0; i < argv->len; i++) {
    const char *word = argv->pdata[i], *before = i > 0 ? argv->pdata[i - 1] : "";

    count += word[0] != '-' && (before[0] != '-' || strchr (before, '=') != NULL);
  }
  return count;
}

/* Fails because a person was typed in place of a course, and lists the courses of @person. */
static void
fail_course_of (CliInvocation *invocation, GPtrArray *arguments, const RgmPatient *person,
                GError **error)
{
  char **typed = invocation->argv;

  g_ptr_array_add (arguments, (gpointer) "--patient");
  g_ptr_array_add (arguments, person->name);
  g_ptr_array_add (arguments, NULL);
  invocation->argv = (char **)arguments->pdata;
  invocation->globals.patient = person->name;
  cli_fail_no_course (invocation, NULL, error);
  invocation->globals.patient = NULL;
  invocation->argv = typed;
}

/* Whether the message of @error mentions @first or @last, the first and the last word of the name,
 * or --patient. */
static gboolean
is_about_words (const GError *error, const char *first, const char *last)
{
  return strstr (error->message, first) != NULL || strstr (error->message, last) != NULL
         || strstr (error->message, "--patient ") != NULL;
}

/* For "add": fails, and shows the whole command line with the options that it needs. @rest: the
 * arguments without the name of @person. Returns: whether @error is set. */
static gboolean
fail_added (CliInvocation *invocation, const GPtrArray *rest, const RgmPatient *person,
            GError **error)
{
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *lines = NULL, *name = text_shell_word (person->name);

  if (!cli_has_option (invocation->command, "custom") || catalog == NULL
      || cli_was_typed (invocation, "custom"))
    return FALSE;
  for (guint i = 0; i < rest->len && *(char *)rest->pdata[i] != '-'; i++)
    g_ptr_array_add (words, rest->pdata[i]);
  if (words->len == 0)
    return FALSE;
  g_ptr_array_set_size (invocation->words, 0);
  g_ptr_array_extend (invocation->words, words, NULL, NULL);
  cli_join_name_words (invocation);
  if (invocation->words->len == 1) {
    lines = cli_add_lines (invocation, invocation->words->pdata[0]);
    if (lines == NULL)
      return FALSE;
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is a person; the command is typed like this, for example: %s"),
                 person->name, lines);
  } else {
    g_ptr_array_add (invocation->words, NULL);
    cli_fail_add_words (invocation, (char **)invocation->words->pdata + 1,
                        invocation->words->pdata[1], error);
    g_ptr_array_set_size (invocation->words, (int)invocation->words->len - 1);
  }
  g_free (invocation->to_add);
  invocation->to_add = g_strdup_printf ("--patient %s", name);
  return TRUE;
}

/* Handles "amend zometa 30 Sept to 29 Sept for Bert" and "log zometa was yesterday for Bert": if
 * the command does not take the other words either, fails because of those. Otherwise the user
 * would first read only about --patient, and about the other words only at the next try. @rest: the
 * arguments without the name of @person. Returns: whether @error is set. */
static gboolean
fail_corrected (CliInvocation *invocation, const GPtrArray *rest, const RgmPatient *person,
                GError **error)
{
  g_autoptr (GString) typed = g_string_new (NULL);
  gboolean failed;

  if (invocation->command->word != CLI_WORD_HANDLE || rest->len < 2)
    return FALSE;
  for (guint i = 1; i < rest->len && *(const char *)rest->pdata[i] != '-'; i++)
    g_string_append_printf (typed, typed->len > 0 ? " %s" : "%s", (char *)rest->pdata[i]);
  g_ptr_array_set_size (invocation->words, 0);
  g_ptr_array_add (invocation->words, rest->pdata[0]);
  invocation->globals.patient = person->name;
  failed = cli_fail_corrected_words (invocation, typed->str, error);
  if (!failed) {
    g_ptr_array_add (invocation->words, typed->str);
    failed = cli_fail_spoken_words (invocation, error);
    g_ptr_array_set_size (invocation->words, 1);
  }
  invocation->globals.patient = NULL;
  if (failed) {
    g_autofree char *name = text_shell_word (person->name);

    g_free (invocation->to_add);
    invocation->to_add = g_strdup_printf ("--patient %s", name);
  }
  return failed;
}

/* Fails because a family member was typed instead of a name: "for dad". Returns: whether @error is
 * set. */
static gboolean
fail_family (CliInvocation *invocation, const GPtrArray *patients, char **argv, GError **error)
{
  static const char *const pronouns[] = { "him", "her", NULL };
  const RgmPatient *last = patients->len > 1 ? patients->pdata[patients->len - 1] : NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autofree char *line = NULL;

  for (guint i = 1; last != NULL && argv[0] != NULL && argv[i] != NULL; i++) {
    g_autofree char *word = g_utf8_make_valid (argv[i], -1), *folded = text_fold (word);
    gboolean my = g_str_equal (argv[i - 1], "my");

    if (!(cli_is_family (folded) || g_strv_contains (pronouns, folded))
        || !(g_str_equal (argv[i - 1], "for") || (my && i > 1 && g_str_equal (argv[i - 2], "for"))))
      continue;
    rest = without (argv, my ? i - 2 : i - 1, i + 1);
    g_ptr_array_add (rest, NULL);
    line = cli_line_for_person (invocation->command->name, (char **)rest->pdata, last);
    g_clear_pointer (&invocation->no_course, g_free);
    g_clear_error (error);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("nobody on record is called \"%s\"; people are named like this, for example: "
                    "%s"),
                 word, line);
    return TRUE;
  }
  return FALSE;
}

/* Whether the first word after the name of the person is a course: "skip Rosa calcium". */
static gboolean
names_course_first (CliInvocation *invocation, const GPtrArray *rest)
{
  g_autofree char *handle = NULL;

  if (invocation->command == NULL || invocation->command->word != CLI_WORD_HANDLE || rest->len == 0)
    return FALSE;
  handle = cli_course_named (invocation, rest->pdata[0]);
  return handle != NULL;
}

/* Fails because @person was typed without --patient, and shows the right command line. @rest: the
 * other arguments. @understood: whether the command is known and has all the words that it
 * needs. */
static void
fail_named (CliInvocation *invocation, GPtrArray *rest, const RgmPatient *person,
            gboolean understood, GError **error)
{
  const CliCommand *command = invocation->command;
  g_autofree char *line = NULL;

  if (!understood) {
    line = cli_line_for_person ("agenda", (char *[]){ NULL }, person);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is a person; a command comes first, for example: %s"), person->name, line);
    return;
  }
  if (command != NULL
      && (fail_added (invocation, rest, person, error)
          || fail_corrected (invocation, rest, person, error)))
    return;
  g_ptr_array_add (rest, NULL);
  line = cli_line_for_person (command != NULL ? command->name : NULL, (char **)rest->pdata, person);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is a person; the command is typed like this: %s"), person->name, line);
}

void
cli_fail_person_typed (CliInvocation *invocation, char **argv, GError **error)
{
  const CliCommand *command = invocation->command;
  g_autoptr (GPtrArray) patients = NULL, rest = NULL;
  const RgmPatient *person;
  RgmSession session;
  gboolean asks_course, understood;
  guint from, to;
  int words;

  if (error == NULL || !g_error_matches (*error, RGM_ERROR, RGM_ERROR_USAGE)
      || invocation->globals.patient != NULL
      || (command != NULL && command->before_name != NULL && command->named == NULL)
      || !cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL)
      || (patients = rgm_store_patients (session.store, NULL)) == NULL)
    return;
  person = find_person (patients, argv, &from, &to);
  if (person == NULL) {
    if (command != NULL)
      fail_family (invocation, patients, argv, error);
    return;
  }
  rest = without (argv, from, to);
  words = count_words (rest);
  asks_course = command != NULL && command->word == CLI_WORD_HANDLE && words == 0;
  understood = command != NULL ? words >= command->min_words || asks_course
                               : words == 0 || cli_is_overview (rest->pdata[0])
                                   || cli_command_find (rest->pdata[0], NULL, NULL) != NULL;
  if ((!understood && (from > 0 || command != NULL))
      || !(is_about_words (*error, argv[from], argv[to - 1])
           || (from == 0 && understood && names_course_first (invocation, rest))))
    return;
  g_clear_pointer (&invocation->no_course, g_free);
  g_clear_error (error);
  /* in "Bert log zometa" the command comes after the person */
  if (command == NULL && rest->len > 1
      && (command = cli_command_find (rest->pdata[0], NULL, NULL)) != NULL) {
    g_ptr_array_remove_index (rest, 0);
    g_ptr_array_add (rest, NULL);
    cli_take_as_typed (invocation, command->name, (char **)rest->pdata);
    g_ptr_array_set_size (rest, (int)rest->len - 1);
  }
  if (asks_course && command->min_words > 0)
    fail_course_of (invocation, rest, person, error);
  else
    fail_named (invocation, rest, person, understood, error);
}

gboolean
cli_fail_everybody_typed (const CliInvocation *invocation, GError **error)
{
  static const char *const everybody[]
    = { "both", "everyone", "everybody", "all patients", "all people", "both people", NULL };
  const CliCommand *command = invocation->command;
  g_autofree char *typed = cli_words_text (invocation, 0), *folded = text_fold (typed);
  const char *who = g_str_has_prefix (folded, "for ")  ? folded + strlen ("for ")
                    : g_str_has_prefix (folded, "of ") ? folded + strlen ("of ")
                                                       : folded;

  if (!cli_has_option (command, "all-patients")
      || !(g_strv_contains (everybody, who)
           || (g_str_equal (who, "all") && !cli_has_option (command, "all"))))
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is typed as an option: regimen %s --all-patients"), typed, command->name);
  return TRUE;
}
