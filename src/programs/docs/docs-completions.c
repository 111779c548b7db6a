/* docs-completions.c: makes the completions for bash, zsh and fish from the table of commands and
 * the templates in contrib/completions. */
#include "programs/docs/docs.h"

#include <string.h>

/* The names of all commands, with a blank between them. Returns: (transfer full). */
static char *
command_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    g_ptr_array_add (names, (gpointer)(*command)->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

/* @words, with a blank between them. @words: nullable. Returns: (transfer full): "" for none. */
static char *
join_words (const char *const *words)
{
  return words != NULL ? g_strjoinv (" ", (char **)words) : g_strdup ("");
}

/* The name that the completions use for @word; NULL for a word that they cannot complete. */
static const char *
word_kind (CliWord word)
{
  static const char *const kinds[] = {
    [CLI_WORD_HANDLE] = "handles",   [CLI_WORD_TREATMENT] = "treatments",
    [CLI_WORD_SYMPTOM] = "symptoms", [CLI_WORD_MEASURE] = "measures",
    [CLI_WORD_FILE] = "files",       [CLI_WORD_COMMAND] = "commands",
    [CLI_WORD_OTHER] = NULL,
  };

  return kinds[word];
}

/* Splits the choices for a value into a kind, such as "handles", for which the completions look up
 * the values, or into words. One of the two is NULL; both are if there are no choices. @kind: (out)
 * (transfer full). @words: (out) (transfer none). */
static void
split_choices (const CliOption *row, char **kind, const char **words)
{
  const char *choices = row->kind == CLI_FILE ? CLI_FILES : row->choices;
  gboolean found = choices != NULL && choices[0] == '<';

  *kind = found ? g_strndup (choices + 1, strlen (choices) - 2) : NULL;
  *words = found ? NULL : choices;
}

/* The first words of @command after which it takes a name: "set remove"; "ANY" if a name can follow
 * any word; "" if it takes no name. Returns: (transfer full). */
static char *
words_before_name (const CliCommand *command)
{
  if (command->before_name == NULL && command->named != NULL)
    return g_strdup ("ANY");
  return join_words (command->before_name);
}

/* The kind of the name that follows these words, for example "patients". Returns: (transfer
 * full). */
static char *
kind_of_name (const CliCommand *command)
{
  const char *named = command->named != NULL ? command->named : CLI_PATIENTS;

  return g_strndup (named + 1, strlen (named) - 2);
}

/* Appends @text for use inside a single-quoted word of a shell, with a backslash before each of the
 * characters in @special. */
static void
append_quoted (GString *out, const char *text, const char *special)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\'')
      g_string_append (out, "'\\'");
    else if (strchr (special, *p) != NULL)
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
}

/* Replaces every "@NAME@" in @template.
 * @values: names (without the @) and texts in turn, ended by NULL. Returns: (transfer full). */
static char *
fill (const char *template, const char *const *values)
{
  g_autoptr (GString) text = g_string_new (template);

  for (const char *const *value = values; *value != NULL; value += 2) {
    g_autofree char *place = g_strdup_printf ("@%s@", value[0]);

    g_string_replace (text, place, value[1], 0);
  }
  return g_strdup (text->str);
}

/* ---- bash ---- */

/* Appends the names of the options: " --amount --at". */
static void
bash_append_options (GString *out, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    g_string_append_printf (out, " --%s", row->name);
}

/* Appends what can follow each option of @table that takes a value. @command: a pattern of the
 * shell. */
static void
bash_append_values (GString *out, const char *command, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_autofree char *kind = NULL;
    const char *words;

    if (row->value == NULL)
      continue;
    split_choices (row, &kind, &words);
    g_string_append_printf (out, "    %s' --%s') kind=%s words='%s' value=yes ;;\n", command,
                            row->name, kind != NULL ? kind : "none", words != NULL ? words : "");
  }
}

char *
docs_bash (const char *template, const char *values)
{
  g_autofree char *names = command_names ();
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GString) cases = g_string_new (NULL);
  g_autoptr (GString) value_cases = g_string_new (NULL);

  bash_append_options (options, cli_global_options ());
  bash_append_values (value_cases, "*", cli_global_options ());
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;
    const char *kind = word_kind (command->word);
    g_autofree char *words = join_words (command->subcommands);
    g_autofree char *before = words_before_name (command), *named = kind_of_name (command);

    g_string_append_printf (cases, "    %s) kind=%s words='%s' before=' %s ' named=%s options+='",
                            command->name, kind != NULL ? kind : "none", words, before, named);
    bash_append_options (cases, command->options);
    g_string_append (cases, "' ;;\n");
    bash_append_values (value_cases, command->name, command->options);
  }
  const char *const places[]
    = { "COMMANDS",       names,    "OPTIONS", options->str, "CASES", cases->str, "VALUE_CASES",
        value_cases->str, "VALUES", values,    NULL };
  return fill (template, places);
}

/* ---- zsh ---- */

/* Appends the options, each as '--at[when it was given]:TIME:(now today)' and on a line of its
 * own. */
static void
zsh_append_options (GString *out, const char *indent, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_autofree char *kind = NULL;
    const char *words;

    split_choices (row, &kind, &words);
    g_string_append_printf (out, "%s'--%s[", indent, row->name);
    append_quoted (out, row->help, "[]:\\");
    g_string_append_c (out, ']');
    if (row->value != NULL) {
      g_string_append_printf (out, ":%s:", row->value);
      if (g_strcmp0 (kind, "files") == 0)
        g_string_append (out, "_files");
      else if (kind != NULL)
        g_string_append_printf (out, " _regimen_offer %s", kind);
      else if (words != NULL)
        g_string_append_printf (out, "(%s)", words);
    }
    g_string_append_c (out, '\'');
  }
}

char *
docs_zsh (const char *template, const char *values)
{
  g_autoptr (GString) commands = g_string_new (NULL);
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GString) cases = g_string_new (NULL);

  zsh_append_options (options, "\n    ", cli_global_options ());
  g_string_append_c (options, '\n');
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;
    const char *kind = word_kind (command->word);
    g_autofree char *words = join_words (command->subcommands);
    g_autofree char *before = words_before_name (command), *named = kind_of_name (command);

    g_string_append_printf (commands, "    '%s:", command->name);
    append_quoted (commands, command->summary, ":\\");
    g_string_append (commands, "'\n");
    g_string_append_printf (cases, "      %s) _arguments $everywhere", command->name);
    if (kind != NULL || *words != '\0')
      g_string_append_printf (cases, " '1:word: _regimen_offer %s %s'",
                              kind != NULL ? kind : "none", words);
    if (*before != '\0')
      g_string_append_printf (cases, " '2:name: _regimen_offer_name %s %s'", named, before);
    zsh_append_options (cases, " \\\n        ", command->options);
    g_string_append (cases, " ;;\n");
  }
  const char *const places[]
    = { "COMMANDS", commands->str, "OPTIONS", options->str + 1, "CASES", cases->str,
        "VALUES",   values,        NULL };
  return fill (template, places);
}

/* ---- fish ---- */

/* Appends the choices for a word: "-a '...'", or "-F" for files. */
static void
fish_append_choices (GString *out, const char *kind, const char *words)
{
  if (g_strcmp0 (kind, "files") == 0)
    g_string_append (out, " -F");
  else if (kind != NULL)
    g_string_append_printf (out, " -a '(__regimen_values %s) %s'", kind,
                            words != NULL ? words : "");
  else if (words != NULL && *words != '\0')
    g_string_append_printf (out, " -a '%s'", words);
}

static void
fish_append_options (GString *out, const char *condition, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_autofree char *kind = NULL;
    const char *words;

    split_choices (row, &kind, &words);
    g_string_append_printf (out, "complete -c regimen %s-l %s%s", condition, row->name,
                            row->value == NULL               ? ""
                            : g_strcmp0 (kind, "files") == 0 ? " -r"
                                                             : " -x");
    if (row->value != NULL)
      fish_append_choices (out, kind, words);
    g_string_append (out, " -d '");
    append_quoted (out, row->help, "\\");
    g_string_append (out, "'\n");
  }
}

char *
docs_fish (const char *template, const char *values)
{
  g_autofree char *names = command_names ();
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GString) quoted = g_string_new (NULL);

  append_quoted (quoted, values, "\\");
  fish_append_options (lines, "", cli_global_options ());
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;
    const char *kind = word_kind (command->word);
    g_autofree char *words = join_words (command->subcommands);
    g_autofree char *before = words_before_name (command), *named = kind_of_name (command);
    g_autofree char *condition
      = g_strdup_printf ("-n '__fish_seen_subcommand_from %s' ", command->name);

    g_string_append_printf (lines, "complete -c regimen -n __fish_use_subcommand -a %s -d '",
                            command->name);
    append_quoted (lines, command->summary, "\\");
    g_string_append (lines, "'\n");
    if (kind != NULL || *words != '\0') {
      g_string_append_printf (lines, "complete -c regimen -n '__regimen_first_word %s'",
                              command->name);
      fish_append_choices (lines, kind, words);
      g_string_append_c (lines, '\n');
    }
    if (*before != '\0')
      g_string_append_printf (lines,
                              "complete -c regimen -n '__regimen_first_word %s %s' -a "
                              "'(__regimen_values %s)'\n",
                              command->name, before, named);
    fish_append_options (lines, condition, command->options);
  }
  const char *const places[]
    = { "COMMANDS", names, "LINES", lines->str, "VALUES", quoted->str, NULL };
  return fill (template, places);
}
