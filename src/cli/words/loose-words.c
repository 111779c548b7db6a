/* Handles words after the name of a course that are only partly a date: "23 nov machine broken".
 * The message shows the command line that was probably meant. It is only suggested, never run,
 * because commands write a medical record. */
#include "cli/words/loose-words.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/words/corrected-words.h"
#include "cli/words/guess-words.h"
#include "model/course-doses.h"

#include <string.h>

/* The words after the course, split into the date and the rest. */
typedef struct {
  char *date, *rest;
} Loose;

static void
loose_clear (Loose *loose)
{
  g_free (loose->date);
  g_free (loose->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loose, loose_clear)

/* The words from @from up to, but not including, @end. Returns: (transfer full). */
static char *
join_some (char **words, guint from, guint end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = from; i < end; i++)
    g_string_append_printf (text, i > from ? " %s" : "%s", words[i]);
  return g_strdup (text->str);
}

/* Splits @words into the longest date at their beginning, or else at their end, and the rest. The
 * date need not be valid: a message about an invalid date helps the user more. Returns: FALSE if
 * there is no date, or nothing else. */
static gboolean
part_words (char **words, RgmInstant now, RgmWhenUse use, Loose *loose)
{
  static const char *const before[] = { "to", "for", "by", "from", "until", NULL };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  guint count = g_strv_length (words);
  guint n = rgm_when_count_words (words, count, FALSE, utc, now, use), from = 0;

  if (n == 1 && count > 1 && g_ascii_isdigit (*words[0]) && cli_numbers_place (words[1]))
    return FALSE;
  if (n == 0)
    for (from = 1; from < count; from++) {
      n = rgm_when_count_words (words + from, count - from, FALSE, utc, now, use);
      if (n == count - from)
        break;
    }
  if (from == count || n == count || (from == 1 && g_strv_contains (before, words[0])))
    return FALSE;
  loose->date = join_some (words, from, from + n);
  loose->rest = from == 0 ? join_some (words, n, count) : join_some (words, 0, from);
  return TRUE;
}

/* If @text includes a day, putting another day before it makes an invalid date: "tomorrow 10:00" is
 * valid, "tomorrow 27 Nov" is not. */
gboolean
cli_names_day (const char *text, RgmInstant now, RgmWhenUse use)
{
  g_autofree char *behind = g_strdup_printf ("tomorrow %s", text);

  return !rgm_when_parse (behind, rgm_zone_get ("UTC", NULL), now, use, &(RgmWhen){ 0 }, NULL);
}

/* Whether @rest looks like a time of day that could not be parsed: "25:00", "at half past ten". */
static gboolean
looks_like_time (const char *rest)
{
  static const char *const words[]
    = { "am",   "pm",      "midnight", "noon",   "at",      "half",      "quarter", "past",
        "to",   "o'clock", "in",       "the",    "morning", "afternoon", "evening", "night",
        "one",  "two",     "three",    "four",   "five",    "six",       "seven",   "eight",
        "nine", "ten",     "eleven",   "twelve", NULL };
  g_autofree char *folded = text_fold (rest);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  for (char **part = parts; *part != NULL; part++) {
    const char *at = *part;
    while (*at != '\0' && !g_unichar_isalpha (g_utf8_get_char (at)))
      at = g_utf8_next_char (at);
    if (*at != '\0' && !g_strv_contains (words, *part))
      return FALSE;
  }
  return TRUE;
}

/* The option for @rest: a place on the body, an amount, an interval or, if @rest cannot belong to
 * the date, a note, a reason or a place. Returns: (transfer full) (nullable). */
static char *
guess_rest (const CliInvocation *invocation, const char *rest)
{
  const CliCommand *command = invocation->command;
  char *guess = cli_was_typed (invocation, "site") ? NULL : cli_guess_side (command, rest);

  if (guess == NULL)
    guess = cli_guess_value (command, rest);
  if (guess == NULL && !cli_may_tell_when (rest))
    guess = cli_guess_text (invocation, rest);
  return guess;
}

/* Fails because it is not clear whether @rest belongs to the date @date, and a guess might change
 * what the user said. @date: (nullable): NULL if there is only @rest. */
static void
fail_unclear (const CliInvocation *invocation, const char *rest, const char *date, RgmWhenUse use,
              GError **error)
{
  const char *option = cli_text_option (invocation);
  RgmDay today = rgm_zone_day (invocation->zone, invocation->now);
  g_autofree char *text = option != NULL ? cli_guess_text (invocation, rest) : NULL;
  g_autofree char *day = rgm_day_format (use == RGM_WHEN_PLANNED ? today + 7 : today - 1);
  g_autofree char *example
    = invocation->command->ends_in_date
        ? g_strdup_printf ("\"%s %s\"", day, use == RGM_WHEN_PLANNED ? "10:00" : "18:30")
        : g_strdup (day);

  if (text != NULL && date != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not understood beside the date \"%s\"; if it belongs to the date, "
                    "type that like %s (regimen help dates); if it does not: %s"),
                 rest, date, example, text);
  else if (text != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not understood; if it is a date, type it like %s (regimen help "
                    "dates); if it is not: %s"),
                 rest, example, text);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not understood beside the date \"%s\"; type the date like %s "
                    "(regimen help dates)"),
                 rest, date, example);
}

gboolean
cli_fail_unclear_words (CliInvocation *invocation, const char *typed, RgmWhenUse use,
                        GError **error)
{
  if (!cli_may_tell_when (typed) || cli_text_option (invocation) == NULL)
    return FALSE;
  fail_unclear (invocation, typed, NULL, use, error);
  return TRUE;
}

/* The dose that is planned for the date @text, of the course that was typed as the first word.
 * Returns: (transfer full) (nullable): "HANDLE/N". */
static char *
find_planned (CliInvocation *invocation, const char *text)
{
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  const RgmZone *zone;
  RgmSession session;
  RgmWhen when;
  RgmDose dose;
  int number;

  if (!cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL)
      || (course = cli_session_course (invocation, &session, invocation->words->pdata[0], &patient,
                                       &number, NULL))
           == NULL
      || number != 0 || (zone = rgm_patient_zone (patient, NULL)) == NULL
      || !rgm_when_parse (text, zone, invocation->now, RGM_WHEN_PLANNED, &when, NULL)
      || !course_planned_dose (course, zone, invocation->now, when.local, when.part, &dose, NULL))
    return NULL;
  return g_strdup_printf ("%s/%d", course->handle, dose.number);
}

/* The arguments of the command with the date @date: the course followed by the date, as a word or
 * as an option; for "hold", the dose of that day. Returns: (transfer full) (nullable). */
static char *
guess_date (CliInvocation *invocation, const char *date)
{
  static const char *const options[] = { "first", "on", "from", "until" };
  const CliCommand *command = invocation->command;
  g_autofree char *typed = cli_shown_word (invocation->words->pdata[0]);
  g_autofree char *dose = NULL, *shown = cli_shown_word (date);

  if (command->ends_in_date)
    return g_strdup_printf ("%s %s", typed, strchr (date, '\'') != NULL ? shown : date);
  if (g_str_equal (command->name, "hold") && (dose = find_planned (invocation, date)) != NULL)
    return g_steal_pointer (&dose);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (cli_has_option (command, options[i]) && !cli_was_typed (invocation, options[i]))
      return g_strdup_printf ("%s --%s %s", typed, options[i], shown);
  return NULL;
}

/* Handles "radiation 4 machine broken": the 4 may be the number of a dose or of the machine.
 * Returns: whether @error is set. */
static gboolean
fail_number (CliInvocation *invocation, char **words, GError **error)
{
  const char *typed = invocation->words->pdata[0];
  g_autofree char *all = g_strjoinv (" ", words), *value = NULL;
  g_autofree char *options = NULL, *rest = NULL, *guess = NULL;

  if (words[0][strspn (words[0], G_CSET_DIGITS)] != '\0' || strlen (words[0]) > 4
      || strchr (typed, '/') != NULL || words[1] == NULL || invocation->command->min_words > 1)
    return FALSE;
  value = cli_guess_value (invocation->command, all);
  rest = g_strjoinv (" ", words + 1);
  guess = value == NULL ? guess_rest (invocation, rest) : NULL;
  if (guess == NULL)
    return FALSE;
  options = cli_typed_options (invocation);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not a date; if %s is the number of the dose: regimen %s %s/%s%s %s"),
               all, words[0], invocation->command->name, typed, words[0], options, guess);
  return TRUE;
}

gboolean
cli_fail_loose_words (CliInvocation *invocation, const char *typed, RgmWhenUse use, GError **error)
{
  const CliCommand *command = invocation->command;
  g_autofree char *plain = text_plain_blanks (typed), *date = NULL, *guess = NULL;
  g_autofree char *options = NULL, *value = NULL;
  g_auto (GStrv) words = NULL;
  g_auto (Loose) loose = { 0 };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  RgmInstant now = invocation->now;
  RgmWhen when;

  words = g_strsplit (g_strstrip (plain), " ", -1);
  if (command->word != CLI_WORD_HANDLE || words[0] == NULL || *words[0] == '\0')
    return FALSE;
  /* "2.5 mg" is an amount, although "2.5" alone may be a date */
  value = g_strv_length (words) == 2 ? cli_guess_value (command, plain) : NULL;
  if (value != NULL)
    return FALSE;
  if (!part_words (words, now, use, &loose))
    return fail_number (invocation, words, error);
  if (rgm_when_parse (loose.rest, utc, now, use, &when, NULL)
      || (!cli_has_option (command, "reason") && !cli_has_option (command, "note")
          && !cli_names_day (loose.date, now, use)))
    return FALSE;
  if (!rgm_when_parse (looks_like_time (loose.rest) ? plain : loose.date, utc, now, use, &when,
                       error))
    return TRUE;
  date = guess_date (invocation, loose.date);
  guess = guess_rest (invocation, loose.rest);
  options = cli_typed_options (invocation);
  if (guess == NULL && cli_may_tell_when (loose.rest)) {
    fail_unclear (invocation, loose.rest, loose.date, use, error);
    return TRUE;
  }
  if (date == NULL && guess == NULL)
    return FALSE;
  if (date == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s takes no date (\"%s\"); without it: regimen %s %s%s %s"), command->name,
                 loose.date, command->name, (char *)invocation->words->pdata[0], options, guess);
  else if (guess == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not part of the date, and %s has no place for it; without it: "
                    "regimen %s %s%s"),
                 loose.rest, command->name, command->name, date, options);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not part of the date; it is typed like this: regimen %s %s%s %s"),
                 loose.rest, command->name, date, options, guess);
  return TRUE;
}

gboolean
cli_parse_last_when (CliInvocation *invocation, const RgmZone *zone, RgmDay planned, RgmWhen *when,
                     GError **error)
{
  const char *typed = invocation->words->pdata[1], *name = invocation->words->pdata[0];
  const char *command = invocation->command->name;
  RgmInstant now = invocation->now;
  gboolean later = planned != RGM_NO_DAY && planned > rgm_zone_day (zone, now);
  g_autofree char *options = NULL, *today = NULL, *then = NULL;

  if (!rgm_when_parse (typed, zone, now, RGM_WHEN_PLANNED, when, NULL)
      && (cli_fail_corrected_words (invocation, typed, error)
          || cli_fail_loose_words (invocation, typed, RGM_WHEN_PLANNED, error)))
    return FALSE;
  if (!cli_parse_when (invocation, typed, zone, RGM_WHEN_PLANNED, when, error))
    return FALSE;
  if (when->instant == RGM_INSTANT_NONE || (!later && when->instant >= now)
      || cli_names_day (typed, now, RGM_WHEN_PLANNED))
    return TRUE;
  today = rgm_local_format (when->local);
  then = rgm_local_format ((RgmLocal){ later ? planned : when->local.day + 1, when->local.second });
  options = cli_typed_options (invocation);
  if (later && when->instant >= now)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" does not say on which day; on the planned one: regimen %s %s %s%s; "
                    "today: regimen %s %s %s%s"),
                 typed, command, name, then, options, command, name, today, options);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 later ? _ ("\"%s\" does not say on which day; on the planned one: regimen %s %s "
                            "%s%s")
                       : _ ("\"%s\" has passed today; if tomorrow is meant: regimen %s %s %s%s"),
                 typed, command, name, then, options);
  return FALSE;
}
