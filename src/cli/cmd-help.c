/* regimen help: lists the commands, or explains one command with examples. */
#include "base/i18n.h"
#include "cli/command.h"

/* Prints examples of the dates that rgm_when_parse() accepts, with what each means today. */
static void
print_dates (CliInvocation *invocation)
{
  static const struct {
    const char *heading;
    const char *examples[12];
  } groups[] = {
    { N_ ("A day"),
      { "2026-12-01", "24/12/2026", "1.12.2026", "1 Dec", "1 December 2026", "the 5th", NULL } },
    { N_ ("A day, seen from today"),
      { "today", "tomorrow", "yesterday", "day after tomorrow", "in 4 weeks", "4 weeks ago", "+3d",
        NULL } },
    { N_ ("A weekday"), { "friday", "next friday", "last friday", "a week on friday", NULL } },
    { N_ ("A time, alone or with a day"),
      { "14:00", "2pm", "2:30 pm", "noon", "10 oclock", "8 in the evening", "tomorrow 2pm",
        "1 Dec 10:30", NULL } },
    { N_ ("A moment"), { "now", "-2h", NULL } },
  };

  const RgmZone *zone = invocation->zone;
  RgmSession session;

  if (cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    zone = cli_session_zone (&session);
  cli_session_close (invocation);
  cli_print_para (invocation, 0,
                  _ ("These are the ways to type a date or time. No quotes are needed. Capital and "
                     "small letters mean the same."));
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    cli_print_heading (invocation, CLI_STRONG, _ (groups[i].heading));
    for (const char *const *example = groups[i].examples; *example != NULL; example++) {
      RgmWhen when;

      if (rgm_when_parse (*example, zone, invocation->now, RGM_WHEN_PLANNED, &when, NULL)) {
        g_autofree char *meaning = cli_local_text (when.local);
        cli_print (invocation, "  %-18s %s", *example, meaning);
      }
    }
  }
  cli_print (invocation, "%s", "");
  if (!g_str_equal (rgm_zone_name (zone), rgm_zone_name (invocation->zone)))
    cli_print_para (invocation, 0, _ ("These times are in the time zone %s."),
                    rgm_zone_name (zone));
  cli_print_para (
    invocation, 0,
    _ ("A weekday, or a date without a year, means the next one if something is planned, and the "
       "last one if it has happened (\"log --at friday\"). But a date without a year that is at "
       "most 60 days away in the other direction means that day, and is refused if it does not "
       "fit. A date with dots begins with the day. A date like 12/3/2026 is not accepted, "
       "because it has two meanings. What a command prints always has the weekday and the year, so "
       "that you see which date was understood."));
  cli_print (invocation, "%s", "");
  cli_print_para (invocation, 0,
                  _ ("Intervals are typed as 4w, \"4 weeks\", 28d or 6h; times of the day as "
                     "08:00,20:00 or 8am,8pm."));
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const CliCommand *command = NULL;

  if (invocation->words->len > 0 && g_str_has_prefix (invocation->words->pdata[0], "date")) {
    print_dates (invocation);
    return TRUE;
  }
  if (invocation->words->len > 0) {
    command = cli_command_find (invocation->words->pdata[0], NULL, error);
    if (command == NULL)
      return FALSE;
  }
  cli_help (invocation->out, &invocation->screen, command);
  return TRUE;
}

static const char *const topics[] = { "dates", NULL };

const CliCommand cli_command_help = {
  .name = "help",
  .summary = N_ ("list the commands, or explain one with examples"),
  .arguments = "[COMMAND|dates]",
  .details = N_ ("Lists the commands, explains one, or shows the ways to type a date."),
  .examples = "regimen help\nregimen help log\nregimen help dates",
  .word = CLI_WORD_COMMAND,
  .subcommands = topics,
  .max_words = 1,
  .paged = TRUE,
  .run = run,
};
