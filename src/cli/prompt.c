/* Reads what the user types on a terminal, and asks again until it is an answer. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
cli_read_line (CliInvocation *invocation)
{
  g_autofree char *copy = NULL;
  char *line = NULL;
  size_t size = 0;
  ssize_t length;

  fwrite (invocation->out->str, 1, invocation->out->len, stdout);
  fflush (stdout);
  g_string_truncate (invocation->out, 0);
  length = getline (&line, &size, stdin);
  /* a zero byte would hide what was typed after it */
  for (ssize_t i = 0; i < length; i++)
    if (line[i] == '\0')
      line[i] = '?';
  copy = length >= 0 ? g_strdup (line) : NULL;
  free (line);
  if (copy == NULL) /* the prompt has no end of line yet */
    cli_print (invocation, "%s", "");
  return g_steal_pointer (&copy);
}

static gboolean
is_among (const char *typed, const char *words)
{
  g_auto (GStrv) each = g_strsplit (words, "|", -1);
  g_autofree char *folded = text_fold (typed);
  gboolean found = FALSE;

  for (char **word = each; *word != NULL && !found; word++) {
    g_autofree char *wanted = text_fold (*word);
    found = g_str_equal (folded, wanted);
  }
  return found;
}

gboolean
cli_answer_is (const char *typed, const char *words)
{
  return is_among (typed, words) || is_among (typed, _ (words));
}

gboolean
cli_fail_answer (const char *typed, const char *accepted, GError **error)
{
  g_autofree char *quoted = text_quote (typed);

  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s is not an answer here; type %s"), quoted,
               accepted);
  return FALSE;
}

gboolean
cli_ask (CliInvocation *invocation, CliTakeAnswer take, gpointer data)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autofree char *line = NULL, *typed = NULL;

    g_string_append (invocation->out, "   > ");
    line = cli_read_line (invocation);
    if (line == NULL)
      return FALSE;
    g_strstrip (line);
    typed = g_utf8_validate (line, -1, NULL) ? text_squeeze (line) : text_harmless (line);
    if (take (typed, data, &error))
      return TRUE;
    cli_print_para (invocation, 3, "   %s", error->message);
  }
}

/* @data: gboolean *, which is set to whether the answer is yes. */
static gboolean
take_yes (const char *typed, gpointer data, GError **error)
{
  gboolean *yes = data;

  *yes = cli_answer_is (typed, N_ ("y|yes"));
  return *yes || *typed == '\0' || cli_answer_is (typed, N_ ("n|no"))
         || cli_fail_answer (typed, _ ("y or n, or only Enter"), error);
}

gboolean
cli_ask_yes (CliInvocation *invocation)
{
  gboolean yes = FALSE;

  return cli_ask (invocation, take_yes, &yes) && yes;
}
