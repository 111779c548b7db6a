#include "programs/docs/docs.h"

static const char *
value_flags (const CliOption *row)
{
  if (row->value == NULL)
    return "";
  return row->kind == CLI_FILE ? " -r -F" : " -x";
}

static void
append_options (GString *out, const char *condition, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_string_append_printf (out, "complete -c regimen %s-l %s%s -d '", condition, row->name,
                            value_flags (row));
    cli_docs_quote (out, row->help, "\\");
    g_string_append (out, "'\n");
  }
}

/* What completes the first word. */
static void
append_word (GString *out, const char *condition, const CliCommand *command)
{
  static const char *const words[] = {
    [CLI_WORD_NONE] = NULL,
    [CLI_WORD_HANDLE] = "-a '(__regimen_handles)'",
    [CLI_WORD_TREATMENT] = "-a '(__regimen_treatments)'",
    [CLI_WORD_FILE] = "-F",
    [CLI_WORD_COMMAND] = "-a '(__regimen_commands)'",
    [CLI_WORD_OTHER] = NULL,
  };
  g_autofree char *joined
    = command->subcommands != NULL ? g_strjoinv (" ", (char **)command->subcommands) : NULL;

  if (joined != NULL)
    g_string_append_printf (out, "complete -c regimen %s-a '%s'\n", condition, joined);
  else if (words[command->word] != NULL)
    g_string_append_printf (out, "complete -c regimen %s%s\n", condition, words[command->word]);
}

static void
append_command (GString *out, const CliCommand *command)
{
  g_autofree char *condition
    = g_strdup_printf ("-n '__fish_seen_subcommand_from %s' ", command->name);

  g_string_append_printf (out, "complete -c regimen -n __fish_use_subcommand -a %s -d '",
                          command->name);
  cli_docs_quote (out, command->summary, "\\");
  g_string_append (out, "'\n");
  append_word (out, condition, command);
  append_options (out, condition, command->options);
}

char *
cli_docs_fish (const char *template)
{
  g_autofree char *commands = cli_docs_command_names ();
  g_autoptr (GString) lines = g_string_new (NULL);

  append_options (lines, "", cli_global_options ());
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    append_command (lines, *command);
  const char *const values[] = { "COMMANDS", commands, "LINES", lines->str, NULL };
  return cli_docs_fill (template, values);
}
