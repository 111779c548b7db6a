/* One whole run of a program of the command line. */
#include "cli/command.h"

#include "base/i18n.h"
#include "cli/programs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Prints @error as one line. Returns: its exit status. */
static int
fail (const GError *error)
{
  gboolean refused = g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED);
  g_autofree char *line = g_strdup (error->message);

  for (char *p = line; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_printerr ("regimen: %s%s%s\n", line, refused ? (g_str_has_suffix (line, "?") ? " " : "; ") : "",
              refused ? _ ("if this is what was prescribed, repeat with --anyway") : "");
  return rgm_error_exit_status (error);
}

void
cli_invocation_init (CliInvocation *invocation)
{
  *invocation = (CliInvocation){ .words = g_ptr_array_new (),
                                 .out = g_string_new (NULL),
                                 .notes = g_string_new (NULL) };
}

void
cli_invocation_clear (CliInvocation *invocation)
{
  g_clear_pointer (&invocation->store, rgm_store_close);
  g_clear_pointer (&invocation->catalog, rgm_catalog_free);
  g_free (invocation->settings);
  if (invocation->options != NULL)
    cli_options_clear (invocation->command->options, invocation->options);
  g_free (invocation->options);
  g_free (invocation->argv);
  g_ptr_array_unref (invocation->words);
  g_string_free (invocation->out, TRUE);
  g_string_free (invocation->notes, TRUE);
}

/* All at once and looked at: a command whose output is lost has failed, even where what it wrote on
 * record stands. */
static gboolean
flush_output (CliInvocation *invocation, GError **error)
{
  if (fwrite (invocation->out->str, 1, invocation->out->len, stdout) == invocation->out->len
      && fflush (stdout) == 0)
    return TRUE;
  g_set_error (
    error, G_FILE_ERROR, g_file_error_from_errno (errno),
    _ ("the output could not be written (%s); \"regimen history\" shows what is on record"),
    g_strerror (errno));
  return FALSE;
}

/* File names need not be text; all other words do. */
static gboolean
check_text (const CliInvocation *invocation, GError **error)
{
  for (guint i = 0; invocation->command->word != CLI_WORD_FILE && i < invocation->words->len; i++) {
    const char *word = invocation->words->pdata[i];
    g_autofree char *shown = g_utf8_make_valid (word, -1);

    if (!g_utf8_validate (word, -1, NULL)) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" is not UTF-8 text"), shown);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_count (const CliInvocation *invocation, GError **error)
{
  const CliCommand *command = invocation->command;
  int count = (int)invocation->words->len;
  const char *blank = *command->arguments != '\0' ? " " : "";
  g_autofree char *usage = g_strconcat ("regimen ", command->name, blank, command->arguments, NULL);
  g_autofree char *extra = NULL;

  if (count < command->min_words) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s needs more: %s"), command->name, usage);
    return FALSE;
  }
  if (count > command->max_words) {
    extra = g_utf8_make_valid (invocation->words->pdata[command->max_words], -1);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" is one argument too many: %s"),
                 extra, usage);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_json (const CliInvocation *invocation, GError **error)
{
  if (!invocation->globals.json || invocation->command->json)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s prints no data, so it has no --json"),
               invocation->command->name);
  return FALSE;
}

/* Everything after the command's name, which may be options of the program too. */
static gboolean
parse_command (CliInvocation *invocation, char **argv, guint64 seen, GError **error)
{
  static const CliOption none[] = { { NULL } };
  const CliCommand *command = invocation->command;
  CliOptionSet sets[] = {
    { cli_global_options (), &invocation->globals, seen },
    { command->options != NULL ? command->options : none, NULL, 0 },
    { NULL },
  };

  invocation->options = g_malloc0 (MAX (command->options_size, 1));
  sets[1].values = invocation->options;
  return cli_options_parse (argv, sets, invocation->words, FALSE, error) >= 0;
}

static gboolean
run_command (CliInvocation *invocation, char **argv, guint64 seen, GError **error)
{
  if (!parse_command (invocation, argv, seen, error))
    return FALSE;
  if (invocation->globals.help || invocation->globals.version)
    return TRUE;
  return check_text (invocation, error) && check_count (invocation, error)
         && check_json (invocation, error) && invocation->command->run (invocation, error);
}

/* The arguments without the word at @at, for a program that takes the command's place. */
static char **
without (char **argv, int at)
{
  guint length = g_strv_length (argv);
  char **rest = g_new0 (char *, length + 1);

  for (guint i = 0, n = 0; i < length; i++)
    if ((int)i != at)
      rest[n++] = argv[i];
  return rest;
}

gboolean
cli_run (CliInvocation *invocation, const CliCommand *only, char **argv, GError **error)
{
  CliOptionSet sets[] = { { cli_global_options (), &invocation->globals, 0 }, { NULL } };
  int used = 0;

  invocation->command = only;
  if (only == NULL) {
    used = cli_options_parse (argv, sets, invocation->words, TRUE, error);
    if (used < 0)
      return FALSE;
    if (invocation->words->len == 0)
      return invocation->globals.help || invocation->globals.version
             || cli_overview (invocation, error);
    invocation->command = cli_command_find (invocation->words->pdata[0], error);
    if (invocation->command == NULL)
      return FALSE;
    g_ptr_array_set_size (invocation->words, 0);
  }
  invocation->argv = without (argv, used - 1);
  return run_command (invocation, argv + used, sets[0].seen, error);
}

static gboolean
look_around (CliInvocation *invocation, GError **error)
{
  invocation->zone = rgm_clock_zone (error);
  return invocation->zone != NULL && rgm_clock_now (&invocation->now, error);
}

int
cli_main (const CliCommand *only, char **argv)
{
  g_autoptr (GError) error = NULL, output_error = NULL;
  CliInvocation invocation;

  i18n_begin ();
  cli_invocation_init (&invocation);
  invocation.screen = cli_screen ();
  if (look_around (&invocation, &error) && cli_run (&invocation, only, argv + 1, &error)) {
    if (invocation.globals.help)
      cli_help (invocation.out, &invocation.screen, invocation.command);
    else if (invocation.globals.version)
      g_string_append (invocation.out, "regimen " REGIMEN_VERSION "\n");
    else
      cli_service_remind (&invocation);
  }
  if (error == NULL)
    g_printerr ("%s", invocation.notes->str);
  flush_output (&invocation, &output_error);
  cli_followers_run (&invocation, FALSE);
  cli_invocation_clear (&invocation);
  if (error != NULL)
    return fail (error);
  return output_error != NULL ? fail (output_error) : 0;
}
