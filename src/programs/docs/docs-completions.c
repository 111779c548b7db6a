/* The completions for bash, zsh and fish, made from the table of commands and the templates in
 * contrib/completions. */
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

/* The subcommands of @command, with a blank between them; NULL if it has none. Returns: (transfer
 * full). */
static char *
subcommand_names (const CliCommand *command)
{
  return command->subcommands != NULL ? g_strjoinv (" ", (char **)command->subcommands) : NULL;
}

/* Appends @text for a single-quoted word of a shell, with a backslash before each of @special. */
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

/* " --amount --at". */
static void
bash_append_options (GString *out, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    g_string_append_printf (out, " --%s", row->name);
}

static void
bash_collect_options (GPtrArray *names, const CliOption *table, gboolean file)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    if (row->value != NULL && (row->kind == CLI_FILE) == file
        && !g_ptr_array_find_with_equal_func (names, row->name, g_str_equal, NULL))
      g_ptr_array_add (names, (gpointer)row->name);
}

/* "--db|--to": the options of all tables that take a file, or that take another value. */
static char *
bash_value_options (gboolean file)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  bash_collect_options (names, cli_global_options (), file);
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    bash_collect_options (names, (*command)->options, file);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv ("|--", (char **)names->pdata);
  return g_strconcat ("--", joined, NULL);
}

char *
docs_bash (const char *template)
{
  static const char *const kinds[] = {
    [CLI_WORD_NONE] = "none", [CLI_WORD_HANDLE] = "handle",   [CLI_WORD_TREATMENT] = "treatment",
    [CLI_WORD_FILE] = "file", [CLI_WORD_COMMAND] = "command", [CLI_WORD_OTHER] = "other",
  };
  g_autofree char *names = command_names ();
  g_autofree char *files = bash_value_options (TRUE);
  g_autofree char *others = bash_value_options (FALSE);
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GString) cases = g_string_new (NULL);

  bash_append_options (options, cli_global_options ());
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;
    g_autofree char *words = subcommand_names (command);

    g_string_append_printf (cases, "    %s) kind=%s words='%s' options+='", command->name,
                            kinds[command->word], words != NULL ? words : "");
    bash_append_options (cases, command->options);
    g_string_append (cases, "' ;;\n");
  }
  const char *const values[]
    = { "COMMANDS",     names, "OPTIONS",       options->str, "CASES", cases->str,
        "FILE_OPTIONS", files, "VALUE_OPTIONS", others,       NULL };
  return fill (template, values);
}

/* ---- zsh ---- */

/* '--at[when it was given]:TIME:', one per line. */
static void
zsh_append_options (GString *out, const char *indent, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_string_append_printf (out, "%s'--%s[", indent, row->name);
    append_quoted (out, row->help, "[]:\\");
    g_string_append_c (out, ']');
    if (row->value != NULL)
      g_string_append_printf (out, ":%s:%s", row->value, row->kind == CLI_FILE ? "_files" : "");
    g_string_append_c (out, '\'');
  }
}

char *
docs_zsh (const char *template)
{
  /* What completes the first word. */
  static const char *const words[] = {
    [CLI_WORD_NONE] = "",
    [CLI_WORD_HANDLE] = " '1:handle:_regimen_handles'",
    [CLI_WORD_TREATMENT] = " '1:treatment:_regimen_treatments'",
    [CLI_WORD_FILE] = " '1:file:_files'",
    [CLI_WORD_COMMAND] = " '1:command:_regimen_commands'",
    [CLI_WORD_OTHER] = "",
  };
  g_autoptr (GString) commands = g_string_new (NULL);
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GString) cases = g_string_new (NULL);

  zsh_append_options (options, "\n    ", cli_global_options ());
  g_string_append_c (options, '\n');
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;
    g_autofree char *subcommands = subcommand_names (command);

    g_string_append_printf (commands, "    '%s:", command->name);
    append_quoted (commands, command->summary, ":\\");
    g_string_append (commands, "'\n");
    g_string_append_printf (cases, "      %s) _arguments $everywhere", command->name);
    if (subcommands != NULL)
      g_string_append_printf (cases, " '1:word:(%s)'", subcommands);
    else
      g_string_append (cases, words[command->word]);
    zsh_append_options (cases, " \\\n        ", command->options);
    g_string_append (cases, " ;;\n");
  }
  const char *const values[]
    = { "COMMANDS", commands->str, "OPTIONS", options->str + 1, "CASES", cases->str, NULL };
  return fill (template, values);
}

/* ---- fish ---- */

static void
fish_append_options (GString *out, const char *condition, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    const char *flags = row->value == NULL ? "" : row->kind == CLI_FILE ? " -r -F" : " -x";

    g_string_append_printf (out, "complete -c regimen %s-l %s%s -d '", condition, row->name, flags);
    append_quoted (out, row->help, "\\");
    g_string_append (out, "'\n");
  }
}

char *
docs_fish (const char *template)
{
  /* What completes the first word. */
  static const char *const words[] = {
    [CLI_WORD_NONE] = NULL,
    [CLI_WORD_HANDLE] = "-a '(__regimen_handles)'",
    [CLI_WORD_TREATMENT] = "-a '(__regimen_treatments)'",
    [CLI_WORD_FILE] = "-F",
    [CLI_WORD_COMMAND] = "-a '(__regimen_commands)'",
    [CLI_WORD_OTHER] = NULL,
  };
  g_autofree char *names = command_names ();
  g_autoptr (GString) lines = g_string_new (NULL);

  fish_append_options (lines, "", cli_global_options ());
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;
    g_autofree char *subcommands = subcommand_names (command);
    g_autofree char *condition
      = g_strdup_printf ("-n '__fish_seen_subcommand_from %s' ", command->name);

    g_string_append_printf (lines, "complete -c regimen -n __fish_use_subcommand -a %s -d '",
                            command->name);
    append_quoted (lines, command->summary, "\\");
    g_string_append (lines, "'\n");
    if (subcommands != NULL)
      g_string_append_printf (lines, "complete -c regimen %s-a '%s'\n", condition, subcommands);
    else if (words[command->word] != NULL)
      g_string_append_printf (lines, "complete -c regimen %s%s\n", condition, words[command->word]);
    fish_append_options (lines, condition, command->options);
  }
  const char *const values[] = { "COMMANDS", names, "LINES", lines->str, NULL };
  return fill (template, values);
}
