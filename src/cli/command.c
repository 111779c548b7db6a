#include "cli/command.h"

#include "base/i18n.h"

#define COMMAND(name) extern const CliCommand cli_command_##name;
#include "cli/commands.h"
#undef COMMAND

static const CliCommand *const commands[] = {
#define COMMAND(name) &cli_command_##name,
#include "cli/commands.h"
#undef COMMAND
  NULL,
};

static const CliOption global_options[] = {
  { "db", CLI_FILE, G_STRUCT_OFFSET (CliGlobals, db), "FILE",
    N_ ("the database, instead of $REGIMEN_DB or the usual one") },
  { "patient", CLI_TEXT, G_STRUCT_OFFSET (CliGlobals, patient), "NAME",
    N_ ("the person, where the database holds several") },
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

const CliCommand *
cli_command_find (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (commands)];
  g_autofree char *shown = g_utf8_make_valid (name, -1);
  const char *near;

  for (gsize i = 0; commands[i] != NULL; i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i] != NULL ? commands[i]->name : NULL;
  near = rgm_text_suggest (shown, names);
  if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; did you mean \"%s\"?"), shown, near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; \"regimen help\" lists the commands"), shown);
  return NULL;
}

void
cli_print (CliInvocation *invocation, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (invocation->out, format, args);
  va_end (args);
  g_string_append_c (invocation->out, '\n');
}

void
cli_print_para (CliInvocation *invocation, int indent, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  cli_print_wrapped (invocation->out, &invocation->screen, indent, text);
}

void
cli_note (CliInvocation *invocation, const char *format, ...)
{
  va_list args;

  g_string_append (invocation->notes, "regimen: ");
  va_start (args, format);
  g_string_append_vprintf (invocation->notes, format, args);
  va_end (args);
  g_string_append_c (invocation->notes, '\n');
}
