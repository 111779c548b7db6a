#include "programs/docs/docs.h"

/* '--at[when it was given]:TIME:', one a line. */
static void
append_options (GString *out, const char *indent, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_string_append_printf (out, "%s'--%s[", indent, row->name);
    cli_docs_quote (out, row->help, "[]:\\");
    g_string_append_c (out, ']');
    if (row->value != NULL)
      g_string_append_printf (out, ":%s:%s", row->value, row->kind == CLI_FILE ? "_files" : "");
    g_string_append_c (out, '\'');
  }
}

/* What completes the first word. */
static void
append_word (GString *out, const CliCommand *command)
{
  static const char *const words[] = {
    [CLI_WORD_NONE] = "",
    [CLI_WORD_HANDLE] = " '1:handle:_regimen_handles'",
    [CLI_WORD_TREATMENT] = " '1:treatment:_regimen_treatments'",
    [CLI_WORD_FILE] = " '1:file:_files'",
    [CLI_WORD_COMMAND] = " '1:command:_regimen_commands'",
    [CLI_WORD_OTHER] = "",
  };
  g_autofree char *joined
    = command->subcommands != NULL ? g_strjoinv (" ", (char **)command->subcommands) : NULL;

  if (joined != NULL)
    g_string_append_printf (out, " '1:word:(%s)'", joined);
  else
    g_string_append (out, words[command->word]);
}

static void
append_case (GString *out, const CliCommand *command)
{
  g_string_append_printf (out, "      %s) _arguments $everywhere", command->name);
  append_word (out, command);
  append_options (out, " \\\n        ", command->options);
  g_string_append (out, " ;;\n");
}

static void
append_command (GString *out, const CliCommand *command)
{
  g_string_append_printf (out, "    '%s:", command->name);
  cli_docs_quote (out, command->summary, ":\\");
  g_string_append (out, "'\n");
}

char *
cli_docs_zsh (const char *template)
{
  g_autoptr (GString) commands = g_string_new (NULL);
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GString) cases = g_string_new (NULL);

  append_options (options, "\n    ", cli_global_options ());
  g_string_append_c (options, '\n');
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++) {
    append_command (commands, *command);
    append_case (cases, *command);
  }
  const char *const values[]
    = { "COMMANDS", commands->str, "OPTIONS", options->str + 1, "CASES", cases->str, NULL };
  return cli_docs_fill (template, values);
}
