/* Guesses the option for a value that the user typed without one. */
#include "cli/words/guess-words.h"

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

char *
cli_typed_options (const CliInvocation *invocation)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **at = invocation->joined; *at != NULL && !g_str_equal (*at, "--"); at++) {
    const CliOption *row = *at[0] == '-' ? cli_option_typed (invocation->command, *at) : NULL;
    g_autofree char *word = row != NULL ? cli_shown_word (*at) : NULL, *value = NULL;

    if (row == NULL)
      continue;
    g_string_append_printf (text, " %s", word);
    if (row->kind == CLI_FLAG || strchr (*at, '=') != NULL || at[1] == NULL)
      continue;
    value = cli_shown_word (*++at);
    g_string_append_printf (text, " %s", value);
  }
  return g_strdup (text->str);
}

void
cli_take_as_typed (CliInvocation *invocation, const char *name, char **arguments)
{
  invocation->command = cli_command_find (name, NULL, NULL);
  g_strfreev (invocation->joined);
  invocation->joined = g_strdupv (arguments);
}

gboolean
cli_was_typed (const CliInvocation *invocation, const char *option)
{
  for (char **at = invocation->joined; *at != NULL; at++) {
    const CliOption *row = *at[0] == '-' ? cli_option_typed (invocation->command, *at) : NULL;

    if (row != NULL && g_str_equal (row->name, option))
      return TRUE;
  }
  return FALSE;
}

gboolean
cli_is_family (const char *word)
{
  static const char *const family[]
    = { "dad",  "father", "mum",      "mom",     "mother", "papa",    "mama",   "husband",
        "wife", "son",    "daughter", "brother", "sister", "partner", "friend", NULL };
  gsize length = strlen (word);
  g_autofree char *alone = NULL;

  length -= g_str_has_suffix (word, "'s") ? strlen ("'s") : g_str_has_suffix (word, "s") ? 1 : 0;
  alone = g_strndup (word, length);
  return g_strv_contains (family, alone);
}

gboolean
cli_begins_reason (const char *word)
{
  static const char *const words[] = { "because", "due", NULL };

  return g_strv_contains (words, word);
}

const char *
cli_text_option (const CliInvocation *invocation)
{
  static const char *const texts[] = { "note", "reason", "place" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (cli_has_option (invocation->command, texts[i])
        && (invocation->command->ends_in_date || !g_str_equal (texts[i], "place"))
        && !cli_was_typed (invocation, texts[i]))
      return texts[i];
  return NULL;
}

char *
cli_guess_text (const CliInvocation *invocation, const char *text)
{
  const char *option = cli_text_option (invocation);

  return option != NULL
           ? cli_guess_option (invocation->command, (const char *const[]){ option, NULL }, text)
           : NULL;
}

gboolean
cli_numbers_place (const char *word)
{
  static const char *const places[]
    = { "bay",      "bed",    "block", "building", "chair", "desk",   "door",
        "entrance", "floor",  "gate",  "house",    "level", "number", "no.",
        "room",     "street", "suite", "unit",     "ward",  "wing",   NULL };

  return word != NULL && g_strv_contains (places, word);
}

gboolean
cli_may_tell_when (const char *text)
{
  static const char *const words[]
    = { "after",     "afternoon", "afternoons", "ago",       "am",      "always",    "bedtime",
        "before",    "breakfast", "but",        "clock",     "coming",  "daily",     "day",
        "days",      "dinner",    "each",       "earlier",   "early",   "evening",   "evenings",
        "every",     "few",       "first",      "fortnight", "from",    "half",      "hour",
        "hourly",    "hours",     "instead",    "last",      "late",    "later",     "lunch",
        "meal",      "meals",     "midnight",   "minutes",   "month",   "monthly",   "months",
        "morning",   "mornings",  "needed",     "never",     "next",    "night",     "nightly",
        "nights",    "noon",      "not",        "o'clock",   "often",   "once",      "other",
        "past",      "per",       "pm",         "previous",  "prior",   "quarter",   "second",
        "since",     "sooner",    "supper",     "than",      "then",    "third",     "this",
        "thrice",    "till",      "times",      "to",        "today",   "tomorrow",  "tonight",
        "twice",     "until",     "week",       "weekend",   "weekly",  "weeks",     "year",
        "yearly",    "years",     "yesterday",  "monday",    "tuesday", "wednesday", "thursday",
        "friday",    "saturday",  "sunday",     "mon",       "tue",     "wed",       "thu",
        "fri",       "january",   "february",   "april",     "june",    "july",      "august",
        "september", "october",   "november",   "december",  "jan",     "feb",       "apr",
        "jun",       "jul",       "aug",        "sep",       "sept",    "oct",       "nov",
        "dec",       "one",       "two",        "three",     "four",    "five",      "six",
        "seven",     "eight",     "nine",       "ten",       "eleven",  "twelve",    NULL };
  g_autofree char *folded = text_fold (text);
  g_auto (GStrv) parts = g_strsplit_set (folded, " ,;", -1);

  if (parts[0] == NULL || cli_begins_reason (parts[0]))
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++) {
    gboolean number = g_ascii_isdigit (parts[i][0]);

    if (i > 0 && g_str_equal (parts[i - 1], "wrong"))
      continue;
    if (g_strv_contains (words, parts[i])
        || (number && !cli_numbers_place (i > 0 ? parts[i - 1] : NULL)
            && !cli_numbers_place (parts[i + 1])))
      return TRUE;
  }
  return FALSE;
}
