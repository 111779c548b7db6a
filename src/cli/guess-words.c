/* Which option of a command takes a value that was typed without one. */
#include "cli/guess-words.h"

#include "base/text.h"

#include <string.h>

const CliOption *
cli_find_option (const CliCommand *command, const char *name)
{
  for (const CliOption *row = command->options; row != NULL && row->name != NULL; row++)
    if (g_str_equal (row->name, name))
      return row;
  return NULL;
}

gboolean
cli_has_option (const CliCommand *command, const char *name)
{
  return cli_find_option (command, name) != NULL;
}

const CliOption *
cli_option_typed (const CliCommand *command, const char *argument)
{
  g_autofree char *name = NULL;

  if (!g_str_has_prefix (argument, "--"))
    return NULL;
  name = g_strndup (argument + 2, strcspn (argument + 2, "="));
  for (const CliOption *row = command->options; row != NULL && row->name != NULL; row++)
    if (g_str_equal (row->name, name) || g_strcmp0 (row->also, name) == 0)
      return row;
  for (const CliOption *row = cli_global_options (); row->name != NULL; row++)
    if (g_str_equal (row->name, name))
      return row;
  return NULL;
}

char *
cli_shown_word (const char *text)
{
  return strchr (text, ' ') != NULL && strpbrk (text, "\"$`\\!") == NULL
           ? g_strdup_printf ("\"%s\"", text)
           : text_shell_word (text);
}

char *
cli_guess_option (const CliCommand *command, const char *const *names, const char *text)
{
  for (; *names != NULL; names++)
    if (cli_has_option (command, *names)) {
      g_autofree char *shown = cli_shown_word (text);

      return g_strdup_printf ("--%s %s", *names, shown);
    }
  return NULL;
}

char *
cli_guess_number (const CliCommand *command, const char *text)
{
  const CliOption *days = cli_find_option (command, "days");
  gsize digits = strspn (text, G_CSET_DIGITS);
  const char *unit = text + digits;
  RgmPeriod period;

  if (digits == 0)
    return NULL;
  if (cli_has_option (command, "fractions")
      && (*unit == '\0' || g_str_equal (unit, " sessions") || g_str_equal (unit, " fractions")))
    return g_strdup_printf ("--fractions %.*s", (int)digits, text);
  if (*unit == '\0' && days != NULL && days->kind == CLI_NUMBER)
    return g_strdup_printf ("--days %s", text);
  if (cli_has_option (command, "every") && rgm_period_parse (text, &period, NULL))
    return cli_guess_option (command, (const char *const[]){ "every", NULL }, text);
  return NULL;
}

char *
cli_guess_value (const CliCommand *command, const char *text)
{
  static const char *const amounts[] = { "amount", NULL }, *const intervals[] = { "every", NULL };
  g_autofree char *number = cli_guess_number (command, text), *note = NULL;
  g_autofree char *amount = number == NULL ? amount_parse (text, &note, NULL) : NULL;

  if (number != NULL)
    return g_steal_pointer (&number);
  if (amount != NULL)
    return cli_guess_option (command, amounts, text);
  return rgm_period_parse (text, &(RgmPeriod){ 0 }, NULL)
           ? cli_guess_option (command, intervals, text)
           : NULL;
}

char *
cli_guess_side (const CliCommand *command, const char *text)
{
  static const char *const sides[] = { "left ", "right ", "in the left ", "in the right " };
  static const char *const sites[] = { "site", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (g_str_has_prefix (text, sides[i]))
      return cli_guess_option (command, sites, text);
  return NULL;
}
