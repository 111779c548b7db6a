#include "cli/command.h"

#include "base/i18n.h"

enum { NAME_WIDTH = 24 };

static void
print_pair (GString *out, const CliScreen *screen, const char *name, const char *text)
{
  g_autofree char *line = g_strdup_printf ("  %-*s %s", NAME_WIDTH - 3, name, text);

  cli_print_wrapped (out, screen, NAME_WIDTH, line);
}

static void
print_options (GString *out, const CliScreen *screen, const char *heading, const CliOption *table)
{
  cli_print_styled (out, screen, CLI_STRONG, heading);
  g_string_append_c (out, '\n');
  for (const CliOption *row = table; row->name != NULL; row++) {
    g_autofree char *name = row->value != NULL ? g_strdup_printf ("--%s %s", row->name, row->value)
                                               : g_strdup_printf ("--%s", row->name);

    print_pair (out, screen, name, _ (row->help));
  }
}

static void
print_details (GString *out, const CliScreen *screen, const char *details)
{
  g_auto (GStrv) paragraphs = g_strsplit (_ (details), "\n\n", -1);

  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
    cli_print_wrapped (out, screen, 0, *paragraph);
    g_string_append_c (out, '\n');
  }
}

static void
print_examples (GString *out, const CliScreen *screen, const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);

  cli_print_styled (out, screen, CLI_STRONG, _ ("Examples"));
  g_string_append_c (out, '\n');
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (out, "  %s\n", *line);
  g_string_append_c (out, '\n');
}

static void
help_command (GString *out, const CliScreen *screen, const CliCommand *command)
{
  g_autofree char *usage
    = g_strdup_printf (_ ("Usage: regimen %s %s%s"), command->name, command->arguments,
                       command->options != NULL ? _ (" [OPTIONS]") : "");

  cli_print_wrapped (out, screen, 7, usage);
  g_string_append_c (out, '\n');
  print_details (out, screen, command->details);
  if (command->options != NULL) {
    print_options (out, screen, _ ("Options"), command->options);
    g_string_append_c (out, '\n');
  }
  if (command->examples != NULL)
    print_examples (out, screen, command->examples);
  print_options (out, screen, _ ("Options of every command"), cli_global_options ());
}

static void
help_program (GString *out, const CliScreen *screen)
{
  cli_print_wrapped (out, screen, 7, _ ("Usage: regimen [OPTIONS] COMMAND [ARGUMENTS]"));
  g_string_append_c (out, '\n');
  cli_print_wrapped (out, screen, 0,
                     _ ("Keeps track of treatments for bone metastases: what is planned, what was "
                        "given, what comes next and what to "
                        "watch for. It informs and reminds; it gives no medical advice. Without a "
                        "command it shows what is overdue, "
                        "due and next."));
  g_string_append_c (out, '\n');
  cli_print_styled (out, screen, CLI_STRONG, _ ("Commands"));
  g_string_append_c (out, '\n');
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    print_pair (out, screen, (*command)->name, _ ((*command)->summary));
  g_string_append_c (out, '\n');
  print_options (out, screen, _ ("Options"), cli_global_options ());
  g_string_append_c (out, '\n');
  cli_print_wrapped (out, screen, 0,
                     _ ("\"regimen help COMMAND\" explains a command and shows examples."));
}

void
cli_help (GString *out, const CliScreen *screen, const CliCommand *command)
{
  if (command != NULL)
    help_command (out, screen, command);
  else
    help_program (out, screen);
}
