/* Recognizes words that refer to a question on record. They are not put on record as a new
 * question, and the command that was probably meant is only suggested. */
#include "cli/words/question-words.h"

#include "base/i18n.h"
#include "cli/words/guess-words.h"

#include <string.h>

/* Words for what can be done with a question, and the option of "ask" for each. */
static const struct {
  const char *word, *option;
} acts[] = { { "remove", "remove" },     { "delete", "remove" }, { "rm", "remove" },
             { "cancel", "remove" },     { "undo", "remove" },   { "answer", "answered" },
             { "answered", "answered" }, { "done", "answered" }, { "edit", "edit" },
             { "change", "edit" },       { "correct", "edit" },  { "amend", "edit" } };

/* The option of "ask" that means the same as @word. Returns: (transfer none) (nullable). */
static const char *
find_act (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_ascii_strcasecmp (word, acts[i].word) == 0)
      return acts[i].option;
  return NULL;
}

/* The command line for @option: "regimen ask --answered 2 TEXT". Returns: (transfer full). */
static char *
question_line (const char *option, int number, const char *text)
{
  g_autofree char *shown = *text != '\0'                      ? cli_shown_word (text)
                           : g_str_equal (option, "edit")     ? g_strdup ("QUESTION")
                           : g_str_equal (option, "answered") ? g_strdup ("ANSWER")
                                                              : NULL;

  return g_strdup_printf ("regimen ask --%s %d%s%s", option, number, shown != NULL ? " " : "",
                          shown != NULL ? shown : "");
}

gboolean
cli_fail_question_named (const CliInvocation *invocation, const char *typed, GError **error)
{
  const char *slash = strchr (typed, '/');
  const char *option = find_act (invocation->command->name);
  g_autofree char *line = NULL;
  gint64 number;

  if (slash == NULL || (!g_str_has_prefix (typed, "ask/") && !g_str_has_prefix (typed, "question/"))
      || !g_ascii_string_to_signed (slash + 1, 10, 1, G_MAXINT, &number, NULL))
    return FALSE;
  line = option != NULL ? question_line (option, (int)number, "") : g_strdup ("regimen ask --all");
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is a question for the next visit; it is typed like this: %s (\"regimen "
                  "ask\" lists them)"),
               typed, line);
  return TRUE;
}

/* Whether the selected person has a question @number on record. */
static gboolean
has_question (CliInvocation *invocation, int number)
{
  gboolean open = invocation->store != NULL, found = FALSE;
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  RgmSession session;

  if (!cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return FALSE;
  patient = rgm_session_patient (&session, NULL);
  if (patient != NULL)
    questions = rgm_store_questions (session.store, patient->id, TRUE, NULL);
  for (guint i = 0; questions != NULL && i < questions->len; i++)
    found = found || ((const RgmQuestion *)questions->pdata[i])->number == number;
  if (!open)
    cli_session_close (invocation);
  return found;
}

gboolean
cli_fail_question_words (CliInvocation *invocation, const char *typed, GError **error)
{
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  const char *option = words[0] != NULL ? find_act (words[0]) : NULL;
  char **number_word = words + (option != NULL ? 1 : 0), *number;
  g_autofree char *text = NULL, *line = NULL;
  gint64 which;

  if (option != NULL && *number_word != NULL && g_ascii_strcasecmp (*number_word, "question") == 0)
    number_word++;
  number = *number_word;
  if (number == NULL)
    return FALSE;
  number[strcspn (number, ":.,")] = '\0';
  if (!g_ascii_string_to_signed (number, 10, 1, G_MAXINT, &which, NULL))
    return FALSE;
  text = g_strjoinv (" ", number_word + 1);
  if ((*text != '\0' && g_strcmp0 (option, "remove") == 0) || (*text == '\0' && option == NULL)
      || strchr (text, '?') != NULL || !has_question (invocation, (int)which))
    return FALSE;
  line = question_line (option != NULL ? option : "answered", (int)which, text);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("\"%s\" is about question %d and was not put on record as another one; it is typed "
       "like this: %s"),
    typed, (int)which, line);
  return TRUE;
}
