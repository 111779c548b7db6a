#include "base/i18n.h"
#include "cli/command.h"
#include "cli/programs.h"

/* Done by a program of its own: only it talks to the session bus, and the library for that is slow
 * to load. */
static gboolean
run (CliInvocation *invocation, GError **error)
{
  return cli_program_become ("regimen-check", invocation->argv, error);
}

const CliCommand cli_command_check = {
  .name = "check",
  .summary = N_ ("is the record whole, will alerts arrive"),
  .arguments = "",
  .details = N_ (
    "Looks at everything that must be right for alerts to arrive: the database and "
    "every row of its record, the service, the "
    "notification server of this desktop, the time zone, the next alert, and the calendar files "
    "that are kept (regimen export --keep).\n\n"
    "Each line begins with \"ok\" or \"NO\". The exit status is 1 if there is a \"NO\"."),
  .examples = "regimen check\nregimen check --json",
  .json = TRUE,
  .run = run,
};
