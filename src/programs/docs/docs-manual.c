/* docs-manual.c: makes the manual pages, in mdoc, from the table of commands. */
#include "programs/docs/docs.h"

#include "base/i18n.h"

#include <string.h>

/* Appends @text, with one sentence per line. Escapes it, so that roff takes nothing in it for a
 * request or an escape. */
static void
append_text (GString *page, const char *text)
{
  if (*text == '.' || *text == '\'')
    g_string_append (page, "\\&");
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\\')
      g_string_append (page, "\\e");
    else if (p > text && *p == ' ' && p[-1] == '.' && (g_ascii_isupper (p[1]) || p[1] == '"'))
      g_string_append_c (page, '\n');
    else
      g_string_append_c (page, *p);
  g_string_append_c (page, '\n');
}

static void
append_options (GString *page, const CliOption *table)
{
  g_string_append (page, ".Bl -tag -width Ds\n");
  for (const CliOption *row = table; row->name != NULL; row++) {
    g_string_append_printf (page, ".It Fl Fl %s", row->name);
    if (row->value != NULL)
      g_string_append_printf (page, " Ar %s", row->value);
    g_string_append_c (page, '\n');
    append_text (page, row->help);
  }
  g_string_append (page, ".El\n");
}

static GString *
begin_page (const char *title, const char *date)
{
  GString *page = g_string_new (NULL);
  g_autofree char *upper = g_ascii_strup (title, -1);

  g_string_append_printf (page, ".Dd %s\n.Dt %s 1\n.Os\n.Sh NAME\n.Nm %s\n", date, upper, title);
  return page;
}

/* @refused: (nullable): how to override a safety check of the command; NULL for a command without
 * --anyway, and on the page about all commands. */
static void
append_exit_status (GString *page, const char *refused)
{
  g_string_append (page, ".Sh EXIT STATUS\n"
                         ".Bl -tag -width Ds\n"
                         ".It 0\ndone; if a change was saved but the answer could not be shown,\n"
                         "a line that begins with Saved says so on standard error\n"
                         ".It 1\nfailed, and nothing was written; or the record is damaged,\n"
                         "and what was shown may be wrong\n"
                         ".It 2\nwrong usage\n"
                         ".It 3\nrefused by a safety check, see\n.Xr regimen-safety 7 .\n");
  if (refused != NULL)
    g_string_append_printf (page, "%s.\n", refused);
  g_string_append (page, ".El\n");
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const CliCommand *const *)a)->name, (*(const CliCommand *const *)b)->name);
}

char *
docs_manual (const char *date)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GString *page = begin_page ("regimen", date);

  g_string_append (
    page, ".Nd keep track of treatments for bone metastases\n"
          ".Sh SYNOPSIS\n.Nm\n.Op Ar options\n.Op Ar command Op Ar arguments\n"
          ".Sh DESCRIPTION\n.Nm\n"
          "keeps track of treatments for bone metastases: what is planned, what was given, what "
          "comes next and what to watch for.\nIt informs and reminds; it gives no medical advice.\n"
          "Without a command it shows what is overdue, due and next, and the command for each.\n"
          ".Pp\nThe commands are:\n"
          ".Bl -tag -width Ds\n");
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++) {
    g_string_append_printf (page, ".It Cm %s", (*command)->name);
    if (*(*command)->arguments != '\0')
      g_string_append_printf (page, " Ar %s", (*command)->arguments);
    g_string_append_c (page, '\n');
    append_text (page, (*command)->summary);
  }
  g_string_append (page, ".El\n.Pp\nOptions of every command, before or after its name:\n");
  append_options (page, cli_global_options ());
  g_string_append (
    page,
    ".Sh ENVIRONMENT\n"
    ".Bl -tag -width Ds\n"
    ".It Ev REGIMEN_DB\nthe database\n"
    ".It Ev NO_COLOR\nno colour if it is set\n"
    ".It Ev COLUMNS\nthe width of the output\n"
    ".It Ev PAGER\nthe pager for a long list on a terminal, instead of less; \"cat\" or nothing: "
    "none\n"
    ".It Ev REGIMEN_NOW , Ev REGIMEN_ZONE\n"
    "for tests: the moment (RFC 3339 with offset) and the zone, in place of those of the machine\n"
    ".El\n"
    ".Sh FILES\n"
    ".Bl -tag -width Ds\n"
    ".It Pa $XDG_DATA_HOME/regimen/regimen.db\nthe record\n"
    ".It Pa $XDG_CONFIG_HOME/regimen/regimen.conf\nthe settings, see\n.Xr regimen.conf 5\n"
    ".It Pa $XDG_CONFIG_HOME/regimen/catalog.d/*.ini\ntreatments of your own\n"
    ".El\n");
  append_exit_status (page, NULL);
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    g_ptr_array_add (sorted, (gpointer)*command);
  g_ptr_array_sort (sorted, by_name);
  g_string_append (page, ".Sh SEE ALSO\n");
  for (guint i = 0; i < sorted->len; i++)
    g_string_append_printf (page, ".Xr regimen-%s 1 ,\n",
                            ((const CliCommand *)sorted->pdata[i])->name);
  g_string_append (page, ".Xr regimend 1 ,\n.Xr regimen.conf 5 ,\n"
                         ".Xr regimen-calendar 7 ,\n.Xr regimen-fhir 7 ,\n.Xr regimen-safety 7\n");
  return g_string_free (page, FALSE);
}

char *
docs_manual_of (const CliCommand *command, const char *date)
{
  g_autofree char *title = g_strdup_printf ("regimen-%s", command->name);
  g_auto (GStrv) paragraphs = g_strsplit (command->details, "\n\n", -1);
  g_autofree char *lines = cli_command_examples (command);
  g_auto (GStrv) examples = g_strsplit (lines, "\n", -1);
  GString *page = begin_page (title, date);

  g_string_append_printf (page, ".Nd %s\n.Sh SYNOPSIS\n.Nm regimen\n.Cm %s\n", command->summary,
                          command->name);
  if (command->options != NULL)
    g_string_append (page, ".Op Ar options\n");
  if (*command->arguments != '\0')
    g_string_append_printf (page, ".Ar %s\n", command->arguments);
  g_string_append (page, ".Sh DESCRIPTION\n");
  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
    if (paragraph != paragraphs)
      g_string_append (page, ".Pp\n");
    append_text (page, *paragraph);
  }
  if (command->options != NULL) {
    g_string_append (page, ".Pp\nThe options are:\n");
    append_options (page, command->options);
  }
  g_string_append (page, ".Pp\nThe options of every command are in\n.Xr regimen 1 .\n");
  append_exit_status (page, command->refused);
  g_string_append (page, ".Sh EXAMPLES\n.Bd -literal -offset indent\n");
  for (char **line = examples; *line != NULL; line++)
    append_text (page, *line);
  g_string_append (page, ".Ed\n.Sh SEE ALSO\n.Xr regimen 1\n");
  return g_string_free (page, FALSE);
}
