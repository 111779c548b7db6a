/* regimen help: the commands, or one command with examples. */
#include "base/i18n.h"
#include "cli/command.h"

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const CliCommand *command = NULL;

  if (invocation->words->len > 0) {
    command = cli_command_find (invocation->words->pdata[0], error);
    if (command == NULL)
      return FALSE;
  }
  cli_help (invocation->out, &invocation->screen, command);
  return TRUE;
}

const CliCommand cli_command_help = {
  .name = "help",
  .summary = N_ ("the commands, or one command with examples"),
  .arguments = "[COMMAND]",
  .details = N_ ("Lists the commands, or explains one."),
  .examples = "regimen help\nregimen help log",
  .word = CLI_WORD_COMMAND,
  .max_words = 1,
  .run = run,
};
