#include "docs.h"

#include <string.h>

/* Completions ask the program itself for what is on record. One value stands on a line of its JSON.
 * */
#define VALUES_OF(command, key)                                                                    \
  "regimen " command " --json 2>/dev/null | sed -n 's/^ *\"" key "\": \"\\(.*\\)\",$/\\1/p'"

/* @text for a single-quoted word of a shell, with a backslash before each of @special. */
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

static void
append_names (GString *out, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    g_string_append_printf (out, " --%s", row->name);
}

static const char *
word_name (CliWord word)
{
  static const char *const names[] = {
    [CLI_WORD_NONE] = "none", [CLI_WORD_HANDLE] = "handle",   [CLI_WORD_TREATMENT] = "treatment",
    [CLI_WORD_FILE] = "file", [CLI_WORD_COMMAND] = "command", [CLI_WORD_OTHER] = "other",
  };

  return names[word];
}

static char *
command_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    g_ptr_array_add (names, (gpointer)(*command)->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

/* ---- bash ---- */

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
bash_value_options (gboolean file)
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
append_bash_command (GString *out, const CliCommand *command)
{
  g_autofree char *words = command->subcommands != NULL
                             ? g_strjoinv (" ", (char **)command->subcommands)
                             : g_strdup ("");

  g_string_append_printf (out, "    %s) kind=%s words='%s' options=\"$options", command->name,
                          word_name (command->word), words);
  append_names (out, command->options);
  g_string_append (out, "\" ;;\n");
}

char *
cli_docs_bash (void)
{
  g_autofree char *commands = command_names ();
  g_autofree char *files = bash_value_options (TRUE);
  g_autofree char *others = bash_value_options (FALSE);
  GString *out = g_string_new (
    "# bash completion of regimen, made from its table of commands\n\n"
    "_regimen_values ()\n{\n  case $1 in\n"
    "    handle) " VALUES_OF ("\"${@:2}\" list", "handle") " ;;\n"
                                                           "    treatment) " VALUES_OF (
                                                             "catalog", "key") " ;;\n"
                                                                               "  esac\n}\n\n");

  g_string_append_printf (
    out,
    "_regimen ()\n{\n"
    "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
    "  local command='' kind=command words='' options='' record=() i\n"
    "  local commands='%s'\n  options='",
    commands);
  append_names (out, cli_global_options ());
  g_string_append_printf (out,
                          "'\n  case $previous in\n"
                          "    %s) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "
                          "\"$current\"); return ;;\n"
                          "    %s) COMPREPLY=(); return ;;\n  esac\n",
                          files, others);
  g_string_append (
    out, "  for ((i = 1; i < COMP_CWORD; i++)); do\n    case ${COMP_WORDS[i]} in\n"
         "      --db|--patient) record+=(\"${COMP_WORDS[i]}\" \"${COMP_WORDS[i+1]}\"); ((++i)) ;;\n"
         "      -*) ;;\n      *) command=${command:-${COMP_WORDS[i]}} ;;\n    esac\n  done\n  case "
         "$command in\n");
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    append_bash_command (out, *command);
  g_string_append (
    out, "  esac\n  if [[ $current == -* ]]; then\n    words=$options\n  else\n    case $kind in\n"
         "      handle|treatment) words=$(_regimen_values \"$kind\" \"${record[@]}\") ;;\n"
         "      command) words=$commands ;;\n"
         "      file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); "
         "return ;;\n"
         "    esac\n  fi\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n\n"
         "complete -F _regimen regimen\n");
  return g_string_free (out, FALSE);
}

/* ---- zsh ---- */

static void
append_zsh_options (GString *out, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_string_append_printf (out, " \\\n        '--%s[", row->name);
    append_quoted (out, row->help, "[]:\\");
    g_string_append_c (out, ']');
    if (row->value != NULL)
      g_string_append_printf (out, ":%s:%s", row->value, row->kind == CLI_FILE ? "_files" : "");
    g_string_append_c (out, '\'');
  }
}

static void
append_zsh_command (GString *out, const CliCommand *command)
{
  static const char *const actions[] = {
    [CLI_WORD_NONE] = NULL,
    [CLI_WORD_HANDLE] = "_regimen_handles",
    [CLI_WORD_TREATMENT] = "_regimen_treatments",
    [CLI_WORD_FILE] = "_files",
    [CLI_WORD_COMMAND] = "_regimen_commands",
    [CLI_WORD_OTHER] = NULL,
  };
  g_autofree char *words
    = command->subcommands != NULL ? g_strjoinv (" ", (char **)command->subcommands) : NULL;

  g_string_append_printf (out, "      %s) _arguments $everywhere", command->name);
  append_zsh_options (out, command->options);
  if (words != NULL)
    g_string_append_printf (out, " \\\n        '1:word:(%s)'", words);
  else if (actions[command->word] != NULL)
    g_string_append_printf (out, " \\\n        '1:%s:%s'", word_name (command->word),
                            actions[command->word]);
  g_string_append (out, " ;;\n");
}

char *
cli_docs_zsh (void)
{
  GString *out = g_string_new (
    "#compdef regimen\n# zsh completion of regimen, made from its table of commands\n\n"
    "_regimen_handles () {\n  local -a handles\n  handles=(${(f)\"$(" VALUES_OF (
      "list", "handle") ")\"})\n"
                        "  compadd -a handles\n}\n\n"
                        "_regimen_treatments () {\n  local -a keys\n  keys=(${(f)\"$(" VALUES_OF (
                          "catalog",
                          "key") ")\"})\n"
                                 "  compadd -a keys\n}\n\n"
                                 "_regimen_commands () {\n  local -a commands\n  commands=(\n");

  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++) {
    g_string_append_printf (out, "    '%s:", (*command)->name);
    append_quoted (out, (*command)->summary, ":\\");
    g_string_append (out, "'\n");
  }
  g_string_append (out, "  )\n  _describe command commands\n}\n\n"
                        "_regimen () {\n  local context state line\n  typeset -A opt_args\n  local "
                        "-a everywhere\n  everywhere=(");
  append_zsh_options (out, cli_global_options ());
  g_string_append (
    out, ")\n  _arguments -C $everywhere '1:command:_regimen_commands' '*::argument:->argument'\n"
         "  if [[ $state == argument ]]; then\n    case $words[1] in\n");
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    append_zsh_command (out, *command);
  g_string_append (out, "    esac\n  fi\n}\n\n_regimen \"$@\"\n");
  return g_string_free (out, FALSE);
}

/* ---- fish ---- */

static void
append_fish_options (GString *out, const char *condition, const CliOption *table)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++) {
    g_string_append_printf (out, "complete -c regimen %s-l %s%s -d '", condition, row->name,
                            row->value == NULL      ? ""
                            : row->kind == CLI_FILE ? " -r -F"
                                                    : " -x");
    append_quoted (out, row->help, "\\");
    g_string_append (out, "'\n");
  }
}

static void
append_fish_command (GString *out, const CliCommand *command)
{
  static const char *const actions[] = {
    [CLI_WORD_NONE] = NULL,
    [CLI_WORD_HANDLE] = "-a '(__regimen_handles)'",
    [CLI_WORD_TREATMENT] = "-a '(__regimen_treatments)'",
    [CLI_WORD_FILE] = "-F",
    [CLI_WORD_COMMAND] = "-a '(__regimen_commands)'",
    [CLI_WORD_OTHER] = NULL,
  };
  g_autofree char *condition
    = g_strdup_printf ("-n '__fish_seen_subcommand_from %s' ", command->name);
  g_autofree char *words
    = command->subcommands != NULL ? g_strjoinv (" ", (char **)command->subcommands) : NULL;

  g_string_append_printf (out, "complete -c regimen -n __fish_use_subcommand -a %s -d '",
                          command->name);
  append_quoted (out, command->summary, "\\");
  g_string_append (out, "'\n");
  append_fish_options (out, condition, command->options);
  if (words != NULL)
    g_string_append_printf (out, "complete -c regimen %s-a '%s'\n", condition, words);
  else if (actions[command->word] != NULL)
    g_string_append_printf (out, "complete -c regimen %s%s\n", condition, actions[command->word]);
}

char *
cli_docs_fish (void)
{
  g_autofree char *commands = command_names ();
  GString *out = g_string_new ("# fish completion of regimen, made from its table of commands\n\n"
                               "function __regimen_handles\n  " VALUES_OF (
                                 "list", "handle") "\nend\n\n"
                                                   "function __regimen_treatments\n  " VALUES_OF (
                                                     "catalog", "key") "\nend\n\n");

  g_string_append_printf (
    out, "function __regimen_commands\n  string split ' ' '%s'\nend\n\ncomplete -c regimen -f\n",
    commands);
  append_fish_options (out, "", cli_global_options ());
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    append_fish_command (out, *command);
  return g_string_free (out, FALSE);
}
