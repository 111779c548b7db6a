/* regimen publish: keeps a calendar on a server up to date with the record. The program
 * regimen-publish runs it, because the libraries for the network are slow to load, and no other
 * command needs them. */
#include "base/i18n.h"
#include "cli/program-options.h"

static const CliOption options[] = {
  { "user", CLI_TEXT, G_STRUCT_OFFSET (CliPublishOptions, user), "NAME",
    N_ ("set: the name with which you log in to the server") },
  { "password-command", CLI_TEXT, G_STRUCT_OFFSET (CliPublishOptions, password_command), "CMD",
    N_ ("set: a program that prints the password, such as a password manager") },
  { "ca", CLI_FILE, G_STRUCT_OFFSET (CliPublishOptions, ca), "FILE",
    N_ ("set: the certificate to trust, if the server has one of its own") },
  { "days", CLI_NUMBER, G_STRUCT_OFFSET (CliPublishOptions, days), "N",
    N_ ("set: how far ahead, in days; default: 180"), 1, 3660 },
  { "tablets", CLI_FLAG, G_STRUCT_OFFSET (CliPublishOptions, tablets), NULL,
    N_ ("set: also tablets at fixed times, one event for each") },
  { "mine", CLI_TEXT, G_STRUCT_OFFSET (CliPublishOptions, mine), "HANDLE/N|all",
    N_ ("write the record over what was changed or deleted in the calendar"), .choices = "all" },
  { NULL },
};

static const char *const subcommands[] = { "set", "show", "off", NULL };

const CliCommand cli_command_publish = {
  .name = "publish",
  .summary = N_ ("keep a calendar on a CalDAV server up to date with the record"),
  .arguments = "[set URL | show | off]",
  .details = N_ (
    "\"publish set\" keeps a calendar on a server that you use (Nextcloud, Radicale, a provider) "
    "in step with the record, with one event for each dose, as in \"regimen export\". Every "
    "calendar program and phone that shows it follows each change. URL is the address of the "
    "calendar itself, which most servers show as its CalDAV link; the calendar is made if it does "
    "not exist yet. If you give another address of the server, the command tells you where your "
    "calendars are. Use a separate calendar for regimen. The password is read from the terminal, "
    "or from standard input, and kept in the keyring of the desktop, or else in a file beside the "
    "database that only you can read; --password-command asks a program each time.\n\nWith no "
    "other word it publishes now; regimend does that after each change, and every six hours to see "
    "what was changed there (check-hours in regimen.conf(5)). Only changes are sent, and only to "
    "that server, encrypted, with its certificate verified. If the server cannot be reached, "
    "regimend tries again after 1, 2, 4 minutes and so on, but never waits longer than 6 "
    "hours.\n\nWhat you or another person changed or deleted in the calendar is not overwritten: "
    "\"publish\" and \"publish show\" list it. Another title or description stays, and the event "
    "still moves with the record. If the calendar is right, \"import --published\" "
    "proposes the commands that put it on record; if the record is right, use --mine.\n\n--private "
    "with \"set\" publishes \"Treatment\" without any details. The same record may be published "
    "from several computers into one calendar. \"off\" ends it; what was published stays there."),
  .examples = "regimen publish set https://cloud.example.org/dav/calendars/anna/regimen/ --user "
              "anna\nregimen publish\nregimen publish show\nregimen publish --mine denosumab/3",
  .word = CLI_WORD_OTHER,
  .subcommands = subcommands,
  .max_words = 2,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (CliPublishOptions),
  .program = "regimen-publish",
};
