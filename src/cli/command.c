/* The table of all commands, and the help text made from it. */
#include "cli/command.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/words/other-words.h"

#include <string.h>

enum { NAME_WIDTH = 24, NARROW = 60, NARROW_INDENT = 6 };

#define DECLARE(name) extern const CliCommand cli_command_##name;
CLI_COMMANDS (DECLARE)

#define ROW(name) &cli_command_##name,
static const CliCommand *const commands[] = { CLI_COMMANDS (ROW) NULL };

static const CliOption global_options[] = {
  { "db", CLI_FILE, G_STRUCT_OFFSET (CliGlobals, db), "FILE",
    N_ ("the database, instead of $REGIMEN_DB or the usual one") },
  { "patient", CLI_TEXT, G_STRUCT_OFFSET (CliGlobals, patient), "NAME",
    N_ ("the person, if the database holds several"), .choices = CLI_PATIENTS },
  { "json", CLI_FLAG, G_STRUCT_OFFSET (CliGlobals, json), NULL, N_ ("print one JSON object") },
  { "private", CLI_FLAG, G_STRUCT_OFFSET (CliGlobals, private_mode), NULL,
    N_ ("no treatment, effect or place in alerts and in the calendar") },
  { "help", CLI_FLAG, G_STRUCT_OFFSET (CliGlobals, help), NULL, N_ ("show help") },
  { "version", CLI_FLAG, G_STRUCT_OFFSET (CliGlobals, version), NULL, N_ ("show the version") },
  { NULL },
};

const CliCommand *const *
cli_commands (void)
{
  return commands;
}

const CliOption *
cli_global_options (void)
{
  return global_options;
}

gboolean
cli_is_overview (const char *name)
{
  static const char *const names[] = { "today", "next", "status", NULL };

  return g_strv_contains (names, name);
}

void
cli_command_guess (const char *name, const char *next, CliMeantCommand *meant)
{
  const char *names[G_N_ELEMENTS (commands)] = { NULL };
  g_autofree char *both = g_strjoin (" ", name, next, NULL);

  for (gsize i = 0; commands[i] != NULL; i++)
    names[i] = commands[i]->name;
  *meant = (CliMeantCommand){ .typed = g_utf8_make_valid (both, -1) };
  if (next != NULL && cli_other_command (meant->typed, names, &meant->first, &meant->second))
    return;
  g_free (meant->typed);
  meant->typed = g_utf8_make_valid (name, -1);
  if (!cli_other_command (meant->typed, names, &meant->first, &meant->second))
    meant->first = text_suggest (meant->typed, names);
}

void
cli_meant_command_clear (CliMeantCommand *meant)
{
  g_free (meant->typed);
}

void
cli_command_fail (const CliMeantCommand *meant, GError **error)
{
  if (meant->first != NULL && meant->second != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; did you mean \"%s\" or \"%s\"?"), meant->typed,
                 meant->first, meant->second);
  else if (meant->first != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; did you mean \"%s\"?"), meant->typed, meant->first);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; \"regimen help\" lists the commands"), meant->typed);
}

const CliCommand *
cli_command_find (const char *name, const char *next, GError **error)
{
  g_auto (CliMeantCommand) meant = { 0 };

  for (gsize i = 0; commands[i] != NULL; i++)
    if (g_ascii_strcasecmp (commands[i]->name, name) == 0)
      return commands[i];
  cli_command_guess (name, next, &meant);
  cli_command_fail (&meant, error);
  return NULL;
}

/* ---- help ---- */

static void
print_title (GString *out, const CliScreen *screen, const char *title)
{
  cli_print_styled (out, screen, CLI_STRONG, title);
  g_string_append_c (out, '\n');
}

/* Prints a name with the text that explains it: beside the name, or below it if the name is long or
 * the screen narrow. */
static void
print_pair (GString *out, const CliScreen *screen, const char *name, const char *text)
{
  gboolean beside = screen->width >= NARROW && text_width (name) <= NAME_WIDTH - 3;
  g_autofree char *line
    = beside ? g_strdup_printf ("  %s%*s %s", name, NAME_WIDTH - 3 - text_width (name), "", text)
      : screen->width >= NARROW ? g_strdup_printf ("%*s%s", NAME_WIDTH, "", text)
                                : g_strdup_printf ("%*s%s", NARROW_INDENT, "", text);

  if (!beside)
    g_string_append_printf (out, "  %s\n", name);
  cli_print_wrapped (out, screen, screen->width >= NARROW ? NAME_WIDTH : NARROW_INDENT, line);
}

/* @count: how many rows of @table to print; -1 for all. */
static void
print_options (GString *out, const CliScreen *screen, const char *title, const CliOption *table,
               int count)
{
  print_title (out, screen, title);
  for (const CliOption *row = table; row != NULL && row->name != NULL && row - table != count;
       row++) {
    g_autofree char *name = row->value != NULL ? g_strdup_printf ("--%s %s", row->name, row->value)
                                               : g_strdup_printf ("--%s", row->name);

    print_pair (out, screen, name, _ (row->help));
  }
}

char *
cli_command_usage (const CliCommand *command)
{
  return g_strjoin (*command->arguments != '\0' ? " " : "", command->name, command->arguments,
                    NULL);
}

char *
cli_command_examples (const CliCommand *command)
{
  g_autoptr (RgmCatalog) catalog
    = command->catalog_examples != NULL ? rgm_catalog_load (NULL, NULL, NULL) : NULL;
  g_autofree char *more = catalog != NULL ? command->catalog_examples (catalog) : NULL;

  return more != NULL ? g_strjoin ("\n", more, command->examples, NULL)
                      : g_strdup (command->examples);
}

static void
help_command (GString *out, const CliScreen *screen, const CliCommand *command)
{
  g_auto (GStrv) paragraphs = g_strsplit (_ (command->details), "\n\n", -1);
  g_autofree char *lines = cli_command_examples (command);
  g_auto (GStrv) examples = g_strsplit (lines, "\n", -1);
  g_autofree char *typed = cli_command_usage (command);
  g_autofree char *usage = g_strdup_printf (
    command->options != NULL ? _ ("Usage: regimen %s [OPTIONS]") : _ ("Usage: regimen %s"), typed);
  int usual = command->usual_options > 0 ? command->usual_options : -1;

  cli_print_wrapped (out, screen, 7, usage);
  g_string_append_c (out, '\n');
  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
    cli_print_wrapped (out, screen, 0, *paragraph);
    g_string_append_c (out, '\n');
  }
  if (command->options != NULL) {
    print_options (out, screen, _ ("Options"), command->options, usual);
    g_string_append_c (out, '\n');
  }
  if (usual > 0) {
    print_options (out, screen, _ ("More options"), command->options + usual, -1);
    g_string_append_c (out, '\n');
  }
  print_title (out, screen, _ ("Examples"));
  for (char **line = examples; *line != NULL; line++)
    g_string_append_printf (out, "  %s\n", *line);
  g_string_append_c (out, '\n');
  cli_print_wrapped (out, screen, 0,
                     _ ("\"regimen help\" has the options of every command, and \"regimen help "
                        "dates\" the ways to type a date."));
}

/* Prints the commands that a user needs in a typical week, or all other commands if @usual is
 * FALSE. */
static void
print_commands (GString *out, const CliScreen *screen, const char *title, gboolean usual)
{
  static const char *const names[]
    = { "setup", "add",    "log",   "skip", "hold", "book",    "move", "amend",
        "undo",  "agenda", "month", "list", "show", "history", "help", NULL };

  print_title (out, screen, title);
  for (gsize i = 0; commands[i] != NULL; i++)
    if (g_strv_contains (names, commands[i]->name) == usual)
      print_pair (out, screen, commands[i]->name, _ (commands[i]->summary));
}

static void
help_program (GString *out, const CliScreen *screen)
{
  cli_print_wrapped (out, screen, 7, _ ("Usage: regimen [OPTIONS] COMMAND [ARGUMENTS]"));
  g_string_append_c (out, '\n');
  cli_print_wrapped (out, screen, 0,
                     _ ("Keeps track of treatments for bone metastases: what is planned, what was "
                        "given, what comes next and what to watch for. It informs and reminds; it "
                        "gives no medical advice. Without a command it shows what is overdue, due "
                        "and next; the commands today, next and status show the same."));
  g_string_append_c (out, '\n');
  print_commands (out, screen, _ ("Usual commands"), TRUE);
  g_string_append_c (out, '\n');
  print_commands (out, screen, _ ("More commands"), FALSE);
  g_string_append_c (out, '\n');
  print_options (out, screen, _ ("Options of every command"), global_options, -1);
  g_string_append_c (out, '\n');
  cli_print_wrapped (out, screen, 0,
                     _ ("\"regimen help COMMAND\" explains a command and shows examples, and "
                        "\"regimen help dates\" shows the ways to type a date."));
}

void
cli_help (GString *out, const CliScreen *screen, const CliCommand *command)
{
  if (command != NULL)
    help_command (out, screen, command);
  else
    help_program (out, screen);
}
