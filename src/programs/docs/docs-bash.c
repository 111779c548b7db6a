#include "programs/docs/docs.h"

static const char *
word_kind (CliWord word)
{
  static const char *const names[] = {
    [CLI_WORD_NONE] = "none", [CLI_WORD_HANDLE] = "handle",   [CLI_WORD_TREATMENT] = "treatment",
    [CLI_WORD_FILE] = "file", [CLI_WORD_COMMAND] = "command", [CLI_WORD_OTHER] = "other",
  };

  return names[word];
}

/* " --amount --at". */
static void
append_options (GString *out, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    g_string_append_printf (out, " --%s", row->name);
}

static void
collect_value_options (GPtrArray *names, const CliOption *table, gboolean file)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    if (row->value != NULL && (row->kind == CLI_FILE) == file
        && !g_ptr_array_find_with_equal_func (names, row->name, g_str_equal, NULL))
      g_ptr_array_add (names, (gpointer)row->name);
}

/* "--db|--to": the options of all tables that take a file, or that take another value. */
static char *
value_options (gboolean file)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  collect_value_options (names, cli_global_options (), file);
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    collect_value_options (names, (*command)->options, file);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv ("|--", (char **)names->pdata);
  return g_strconcat ("--", joined, NULL);
}

static void
append_case (GString *out, const CliCommand *command)
{
  g_autofree char *words
    = command->subcommands != NULL ? g_strjoinv (" ", (char **)command->subcommands) : NULL;

  g_string_append_printf (out, "    %s) kind=%s words='%s' options+='", command->name,
                          word_kind (command->word), words != NULL ? words : "");
  append_options (out, command->options);
  g_string_append (out, "' ;;\n");
}

char *
cli_docs_bash (const char *template)
{
  g_autofree char *commands = cli_docs_command_names ();
  g_autofree char *files = value_options (TRUE);
  g_autofree char *others = value_options (FALSE);
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GString) cases = g_string_new (NULL);

  append_options (options, cli_global_options ());
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    append_case (cases, *command);
  const char *const values[]
    = { "COMMANDS",     commands, "OPTIONS",       options->str, "CASES", cases->str,
        "FILE_OPTIONS", files,    "VALUE_OPTIONS", others,       NULL };
  return cli_docs_fill (template, values);
}
