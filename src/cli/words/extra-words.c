/* Guesses what the user meant by words that a command does not take. The guess is only suggested,
 * never run, because commands write a medical record. */
#include "cli/words/extra-words.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/programs.h"
#include "cli/words/add-words.h"
#include "cli/words/corrected-words.h"
#include "cli/words/guess-words.h"
#include "cli/words/loose-words.h"
#include "cli/words/other-words.h"
#include "cli/words/question-words.h"
#include "cli/words/spoken-words.h"

#include <string.h>

/* The option of @command that the word @typed names, or is another word for: "from" in "from
 * tomorrow" means --first. Returns: (transfer none) (nullable). */
static const char *
option_of_word (const CliCommand *command, const char *typed)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *first, *second;

  /* "to" may mean --until, the end of a period, but only if the command has --from */
  if (cli_begins_reason (typed)
      || (g_str_equal (typed, "to") && !cli_has_option (command, "from")
          && !cli_has_option (command, "to")))
    return NULL;
  if (cli_has_option (command, typed))
    return typed;
  for (const CliOption *row = command->options; row != NULL && row->name != NULL; row++)
    g_ptr_array_add (names, (gpointer)row->name);
  g_ptr_array_add (names, NULL);
  return cli_other_option (typed, (const char *const *)names->pdata, &first, &second)
             && second == NULL && cli_find_option (command, first)->kind != CLI_FLAG
           ? first
           : NULL;
}

/* Whether @words are the name of an option of @command, followed by a value that fits it. "at
 * hospital" is not, because a hospital is no time for --at. */
static gboolean
names_value (const CliCommand *command, const char *const *words)
{
  const char *name
    = words[0] != NULL && words[1] != NULL ? option_of_word (command, words[0]) : NULL;
  const CliOption *option = name != NULL ? cli_find_option (command, name) : NULL;
  g_autofree char *rest = option != NULL ? g_strjoinv (" ", (char **)words + 1) : NULL;

  return option != NULL
         && ((g_strcmp0 (option->value, "TIME") != 0 && g_strcmp0 (option->value, "DATE") != 0)
             || cli_may_tell_when (rest));
}

static char *
guess_length (const CliCommand *command, const char *text, RgmInstant now, const RgmZone *zone);

/* NOLINTBEGIN(misc-no-recursion): the text after "of" gets shorter with each call. */

/* The options --until and --reason for "for a holiday of 2 weeks". Returns: (transfer full)
 * (nullable). */
static char *
guess_reason_and_length (const CliCommand *command, const char *text, RgmInstant now,
                         const RgmZone *zone)
{
  const char *of = strstr (text, " of "), *from = text + strlen ("for ");
  g_autofree char *length = guess_length (command, of + strlen (" of "), now, zone);
  g_autofree char *why = NULL, *shown = NULL;

  if (length == NULL || !cli_has_option (command, "from"))
    return NULL;
  from += g_str_has_prefix (from, "a ") ? strlen ("a ") : 0;
  why = g_strndup (from, (gsize)(of - MIN (from, of)));
  shown = cli_shown_word (why);
  return g_strdup_printf ("%s --reason %s", length, shown);
}

/* The option --until for "for a week", counted from today. Only for a command that has --until, and
 * --from or --reason, but not --every. Returns: (transfer full) (nullable). */
static char *
guess_length (const CliCommand *command, const char *text, RgmInstant now, const RgmZone *zone)
{
  static const char *const before[] = { "for the next ", "for ", "the next ", "" };
  gboolean pauses = cli_has_option (command, "from");

  if (!cli_has_option (command, "until") || cli_has_option (command, "every")
      || !(pauses || cli_has_option (command, "reason")))
    return NULL;
  if (strstr (text, " of ") != NULL && g_str_has_prefix (text, "for "))
    return guess_reason_and_length (command, text, now, zone);
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++) {
    g_autofree char *later = g_str_has_prefix (text, before[i])
                               ? g_strconcat ("in ", text + strlen (before[i]), NULL)
                               : NULL;
    RgmWhen when;

    if (later != NULL && rgm_when_parse (later, zone, now, RGM_WHEN_PLANNED, &when, NULL)
        && !rgm_local_has_time (when.local)) {
      /* --until of a pause is its last day, not the day after */
      g_autofree char *day = rgm_day_format (when.local.day - (pauses ? 1 : 0));
      return g_strdup_printf (pauses ? "--until %s" : "--until %s --reason WHY", day);
    }
  }
  return NULL;
}

/* NOLINTEND(misc-no-recursion) */

/* Turns names of options without hyphens into options: "from tomorrow until friday" becomes "--from
 * tomorrow --until friday". Returns: (transfer full). */
static char *
guess_named (const CliCommand *command, const char *const *extra)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (*extra != NULL) {
    g_autoptr (GString) value = g_string_new (NULL);
    g_autofree char *quoted = NULL;
    const char *name = option_of_word (command, *extra++);

    for (; *extra != NULL && (value->len == 0 || option_of_word (command, *extra) == NULL); extra++)
      g_string_append_printf (value, value->len > 0 ? " %s" : "%s", *extra);
    quoted = strchr (value->str, ' ') != NULL ? g_strdup_printf ("\"%s\"", value->str)
                                              : g_strdup (value->str);
    g_string_append_printf (text, text->len > 0 ? " --%s %s" : "--%s %s", name, quoted);
  }
  return g_strdup (text->str);
}

/* The options --from and --until for two days with a word between them: "24 December to 31
 * December". Returns: (transfer full) (nullable). */
static char *
guess_span (const CliCommand *command, const char *text, RgmInstant now)
{
  static const char *const between[] = { " to ", " until ", " till ", " - ", " \u2013 " };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (between); i++) {
    g_auto (GStrv) ends = g_strsplit (text, between[i], 2);
    RgmWhen from, until;

    if (g_strv_length (ends) == 2 && cli_has_option (command, "from")
        && cli_has_option (command, "until")
        && rgm_when_parse (ends[0], utc, now, RGM_WHEN_PLANNED, &from, NULL)
        && rgm_when_parse (ends[1], utc, now, RGM_WHEN_PLANNED, &until, NULL)) {
      g_autofree char *first = text_shell_word (ends[0]), *last = text_shell_word (ends[1]);
      return g_strdup_printf ("--from %s --until %s", first, last);
    }
  }
  return NULL;
}

/* The flag that @text names without hyphens: --skipped for "skipped", and also for "not given" and
 * the like. Returns: (transfer full) (nullable). */
static char *
guess_flag (const CliCommand *command, const char *text)
{
  static const char *const not_given[]
    = { "missed", "not done", "not given", "not taken", "was not given", NULL };
  const CliOption *option = cli_find_option (command, text);

  if (option != NULL && option->kind == CLI_FLAG)
    return g_strdup_printf ("--%s", text);
  return cli_has_option (command, "skipped") && g_strv_contains (not_given, text)
           ? g_strdup_printf ("--skipped --reason \"%s\"", text)
           : NULL;
}

/* Guesses what the user meant by the words @typed, which the command does not take: "yesterday" is
 * --at yesterday, "120 mg" an amount, "3" the number of a dose, and "Maria" the rest of a name.
 * @before: (nullable): the word before them. Returns: (transfer full) (nullable). */
static char *
guess_extra (const CliCommand *command, const char *const *typed, const char *before,
             RgmInstant now, const RgmZone *zone)
{
  gboolean to = g_str_equal (command->name, "change") && g_str_equal (typed[0], "to");
  const char *const *extra = to && typed[1] != NULL ? typed + 1 : typed;
  static const char *const amount[] = { "amount", NULL },
                           *const dates[] = { "at", "first", "on", "until", NULL },
                           *const texts[] = { "note", "reason", "to", NULL };
  g_autofree char *text = g_strjoinv (" ", (char **)extra), *note = NULL, *parsed = NULL,
                  *number = NULL, *span = NULL, *side = NULL, *length = NULL,
                  *flag = guess_flag (command, text);
  RgmWhen when;

  if (flag != NULL)
    return g_steal_pointer (&flag);
  if (extra != typed) /* "change X to Y" */
    before = NULL;
  length = guess_length (command, text, now, zone);
  if (length != NULL)
    return g_steal_pointer (&length);
  if (names_value (command, extra))
    return guess_named (command, extra);
  if (cli_begins_reason (extra[0]))
    return cli_guess_option (command, texts, text);
  if (text[strspn (text, G_CSET_DIGITS)] == '\0' && command->word == CLI_WORD_HANDLE
      && before != NULL && strchr (before, '/') == NULL)
    return g_strdup_printf ("%s/%s", before, text);
  number = cli_guess_number (command, text);
  if (number != NULL)
    return g_steal_pointer (&number);
  if (cli_has_option (command, "days") && rgm_when_parse_month (text, 0, &(RgmDay){ 0 }, NULL))
    return g_strdup_printf ("\"regimen month %s\"", text);
  if (rgm_when_parse (text, rgm_zone_get ("UTC", NULL), now, RGM_WHEN_PLANNED, &when, NULL)) {
    gboolean days_between = cli_has_option (command, "from") && cli_has_option (command, "until");
    g_autofree char *day = text_shell_word (text);

    return days_between ? g_strdup_printf ("--from %s --until %s", day, day)
                        : cli_guess_option (command, dates, text);
  }
  span = guess_span (command, text, now);
  if (span != NULL)
    return g_steal_pointer (&span);
  parsed = amount_parse (text, &note, NULL);
  if (parsed != NULL && cli_has_option (command, amount[0]))
    return cli_guess_option (command, amount, text);
  if (before != NULL && command->before_name != NULL)
    return g_strdup_printf ("\"%s %s\"", before, text);
  side = command->word == CLI_WORD_HANDLE ? cli_guess_side (command, text) : NULL;
  if (side != NULL)
    return g_steal_pointer (&side);
  /* calendar programs expect a file with the ending .ics */
  if (cli_has_option (command, "lead-events") && strpbrk (text, "./") == NULL)
    return g_strdup_printf ("--to %s.ics", text);
  /* a text that may say when must not be taken for a reason */
  return cli_may_tell_when (text) ? NULL : cli_guess_option (command, texts, text);
}

/* Whether @extra are an option and its value without hyphens ("until friday"), or two days. */
static gboolean
names_options (const CliCommand *command, const char *const *extra, RgmInstant now)
{
  g_autofree char *text = g_strjoinv (" ", (char **)extra);
  g_autofree char *span = guess_span (command, text, now);

  return span != NULL || names_value (command, extra);
}

/* Whether the command plans something or records what happened. This decides which year a date
 * without a year means. */
static RgmWhenUse
when_use (const CliCommand *command)
{
  static const char *const tell[] = { "log", "amend", "stop", NULL };

  return g_strv_contains (tell, command->name) ? RGM_WHEN_HAPPENED : RGM_WHEN_PLANNED;
}

/* Whether a command about one course was typed with two: "pause calcium and radiation". The second
 * one has to follow directly and with its whole name: "because of low calcium" does not name a
 * course. If so, sets @error. */
static gboolean
names_several (CliInvocation *invocation, char **extra, GError **error)
{
  enum { LONGEST_NAME = 3 };
  static const char *const and[] = { "and", "&", "+", ",", NULL };
  const CliCommand *command = invocation->command;
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *typed = NULL, *first = NULL, *other = NULL;

  if (command->word != CLI_WORD_HANDLE || command->max_words < 1
      || g_str_equal (command->name, "rename"))
    return FALSE;
  typed = g_strdup (invocation->words->pdata[0]);
  typed[strcspn (typed, ",;")] = '\0';
  if (g_strv_contains (and, *extra))
    extra++;
  for (guint n = 0; other == NULL && n < LONGEST_NAME && extra[n] != NULL; n++) {
    g_string_append_printf (name, n > 0 ? " %s" : "%s", extra[n]);
    if (name->len > 0 && strchr (",;", name->str[name->len - 1]) != NULL)
      g_string_truncate (name, name->len - 1);
    cli_two_courses (invocation, typed, name->str, &first, &other);
  }
  if (other == NULL)
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is about one course at a time; type it once for each: regimen %s %s, then "
                  "regimen %s %s"),
               command->name, command->name, first, command->name, other);
  return TRUE;
}

/* Whether @first follows a number that was typed for --amount, and may be its unit: "--amount 2
 * sprays". If so, sets @error. */
static gboolean
cuts_amount (const CliInvocation *invocation, const char *first, GError **error)
{
  for (char **at = invocation->joined; *at != NULL; at++)
    if (g_str_equal (*at, "--amount") && at[1] != NULL && at[2] != NULL
        && at[1][strspn (at[1], "0123456789.")] == '\0' && g_str_equal (at[2], first)) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("the amount \"%s\" needs a unit; if \"%s\" is that unit, put both in quotes: "
                      "--amount \"%s %s\""),
                   at[1], first, at[1], first);
      return TRUE;
    }
  return FALSE;
}

/* Whether a format was typed as a word for a command that has --format: "export csv". If so, sets
 * @error. */
static gboolean
names_format (CliInvocation *invocation, GError **error)
{
  static const struct {
    const char *word, *format;
  } words[]
    = { { "csv", "csv" },       { "spreadsheet", "csv" }, { "excel", "csv" }, { "xls", "csv" },
        { "xlsx", "csv" },      { "json", "json" },       { "ics", "ics" },   { "ical", "ics" },
        { "icalendar", "ics" }, { "calendar", "ics" },    { "fhir", "fhir" } };
  const CliCommand *command = invocation->command;
  const CliOption *option = cli_find_option (command, "format");
  const char *typed = invocation->words->pdata[0], *format = NULL;
  const char *file = invocation->words->len > 1 ? invocation->words->pdata[1] : NULL;
  g_auto (GStrv) choices = g_strsplit (option != NULL ? option->choices : "", " ", -1);
  g_autofree char *valid = file != NULL ? g_utf8_make_valid (file, -1) : NULL;
  g_autofree char *word = valid != NULL ? cli_shown_word (valid) : NULL;
  g_autofree char *shown = word != NULL ? g_strdup_printf ("--to %s", word) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (typed, words[i].word) == 0
        && g_strv_contains ((const char *const *)choices, words[i].format))
      format = words[i].format;
  if (format == NULL)
    return FALSE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("\"%s\" is a format, not the name of a file; it is typed like this: regimen %s %s%s%s%s"),
    typed, command->name, g_str_equal (format, "ics") ? "" : "--format ",
    g_str_equal (format, "ics") ? "" : format, g_str_equal (format, "ics") ? "" : " ",
    shown != NULL                  ? shown
    : g_str_equal (format, "csv")  ? "record"
    : g_str_equal (format, "ics")  ? "treatments.ics"
    : g_str_equal (format, "fhir") ? "record.fhir.json"
                                   : "record.json");
  return TRUE;
}

gboolean
cli_fail_program (const char *typed, GError **error)
{
  static const char *const programs[]
    = { "khal",       "calcurse", "thunderbird", "evolution", "gnome",     "gnome-calendar",
        "kde",        "kontact",  "korganizer",  "merkuro",   "outlook",   "google",
        "apple",      "icloud",   "nextcloud",   "phone",     "iphone",    "android",
        "my phone",   "mobile",   "davx5",       "proton",    "lightning", "my calendar",
        "a calendar", NULL };
  static const char *const before[] = { "to ", "into ", "for ", "with " };
  g_autofree char *valid = g_utf8_make_valid (typed, -1), *folded = text_fold (valid);
  const char *name = folded;

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    if (g_str_has_prefix (folded, before[i]))
      name = folded + strlen (before[i]);
  if (!g_strv_contains (programs, name))
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not a file; to write one that a calendar program can import: regimen "
                  "export regimen.ics (\"man regimen-calendar\" says how it is imported, and how a "
                  "calendar follows every change)"),
               name);
  return TRUE;
}

gboolean
cli_fail_program_named (const CliInvocation *invocation, GError **error)
{
  const char *command = invocation->command->name;
  g_autofree char *words = cli_words_text (invocation, 0);

  if (!g_str_equal (command, "export") && !g_str_equal (command, "publish"))
    return FALSE;
  for (char **at = invocation->joined; *at != NULL; at++)
    if ((g_str_equal (*at, "--to") && at[1] != NULL && cli_fail_program (at[1], error))
        || (g_str_has_prefix (*at, "--to=") && cli_fail_program (*at + strlen ("--to="), error)))
      return TRUE;
  return cli_fail_program (words, error);
}

/* Handles "change xgeva --at 1 Dec": says what the date may be meant for. Returns: whether @error
 * is set. */
static gboolean
fail_changed_date (CliInvocation *invocation, char **argv, GError **error)
{
  static const char *const options[]
    = { "--at", "--on", "--date", "--time", "--when", "--day", "--given", "--to", NULL };
  g_autoptr (GString) date = g_string_new (NULL);
  gboolean given;

  if (!g_str_equal (invocation->command->name, "change") || invocation->words->len == 0)
    return FALSE;
  while (*argv != NULL && !g_strv_contains (options, *argv))
    argv++;
  given = g_strcmp0 (*argv, "--given") == 0;
  for (char **word = *argv != NULL ? argv + 1 : argv; *word != NULL && (*word)[0] != '-'; word++)
    g_string_append_printf (date, date->len > 0 ? " %s" : "%s", *word);
  if (date->len == 0 || !g_utf8_validate (date->str, -1, NULL))
    return FALSE;
  if (!given)
    return cli_fail_corrected_words (invocation, date->str, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("change is about the plan; a dose that was given is logged: regimen log %s %s"),
               (char *)invocation->words->pdata[0], date->str);
  return TRUE;
}

/* Handles "add ct --date 3 Dec" and "add zometa --frequency 4w": shows the right options. Returns:
 * whether @error is set. */
static gboolean
fail_added_option (CliInvocation *invocation, char **argv, GError **error)
{
  static const char *const dates[] = { "--date",  "--when", "--day",   "--start", "--starting",
                                       "--begin", "--from", "--since", NULL };
  static const char *const often[] = { "--frequency", "--interval", "--repeat", NULL };
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *option;

  if (!cli_has_option (invocation->command, "custom") || invocation->words->len != 1)
    return FALSE;
  while (*argv != NULL && !g_strv_contains (dates, *argv) && !g_strv_contains (often, *argv))
    argv++;
  option = *argv;
  if (option == NULL)
    return FALSE;
  if (g_strv_contains (often, option))
    g_ptr_array_add (words, g_strdup ("every"));
  for (argv++; *argv != NULL && (*argv)[0] != '-' && g_utf8_validate (*argv, -1, NULL); argv++) {
    g_autofree char **parts = g_strsplit (*argv, " ", -1);
    for (char **part = parts; *part != NULL; part++)
      g_ptr_array_add (words, *part);
  }
  if (words->len == 0)
    return FALSE;
  g_ptr_array_add (words, NULL);
  cli_fail_add_words (invocation, (char **)words->pdata, NULL, error);
  g_prefix_error (error, _ ("unknown option \"%s\"; "), option);
  return TRUE;
}

gboolean
cli_fail_date_option (CliInvocation *invocation, char **argv, GError **error)
{
  static const char *const options[]
    = { "--at", "--on", "--date", "--time", "--when", "--day", "--to", NULL };
  const CliCommand *command = invocation->command;
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean any = FALSE;

  if (fail_changed_date (invocation, argv, error) || fail_added_option (invocation, argv, error))
    return TRUE;
  if (!command->ends_in_date || command->word != CLI_WORD_HANDLE || cli_has_option (command, "at"))
    return FALSE;
  for (; *argv != NULL; argv++) {
    g_autofree char *word = NULL;

    if (!g_utf8_validate (*argv, -1, NULL))
      return FALSE;
    if (g_strv_contains (options, *argv) && !cli_has_option (command, *argv + 2)) {
      any = TRUE;
      continue;
    }
    word = cli_shown_word (*argv);
    g_string_append_printf (line, " %s", word);
  }
  if (any)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s takes its date without an option; it is typed like this: regimen %s%s"),
                 command->name, command->name, line->str);
  return any;
}

gboolean
cli_fail_alerts (CliInvocation *invocation, GError **error)
{
  g_autofree char *how = cli_service_how (invocation, cli_service_start (invocation));

  if (cli_service_runs (invocation))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the alerts are on already: the service regimend runs (\"regimen check\" says "
                    "more)"));
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("alerts come from the service regimend, which is off (\"regimen check\" says "
                    "more). %s"),
                 how);
  return FALSE;
}

/* Whether @text, typed after a treatment, is a date that can be read in two ways, like "12/3/2026".
 * If so, sets @error. */
static gboolean
has_two_readings (CliInvocation *invocation, const char *text, GError **error)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  g_autoptr (GError) problem = NULL;
  RgmWhen when;

  if (strpbrk (text, "/.-") == NULL || text[strspn (text, G_CSET_DIGITS "/.-")] != '\0'
      || rgm_when_parse (text, utc, invocation->now, RGM_WHEN_PLANNED, &when, &problem)
      || !cli_has_option (invocation->command, "first"))
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s (the date goes after --first)"),
               problem->message);
  return TRUE;
}

/* Fails because no course on record is called @name. Returns: whether @error is set. */
static gboolean
fail_not_on_record (CliInvocation *invocation, const char *name, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmSession session;
  int dose;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return FALSE;
  course = cli_session_course (invocation, &session, name, &patient, &dose, error);
  return course == NULL;
}

/* Whether the words are a name of several words that no course on record has, as in "log vitamin
 * D". @rest: the words after the first. If so, sets @error. */
static gboolean
names_no_course (CliInvocation *invocation, const char *rest, GError **error)
{
  g_autofree char *name = g_strjoin (" ", invocation->words->pdata[0], rest, NULL);
  g_autofree char *handle = NULL;

  if (invocation->command->word != CLI_WORD_HANDLE || invocation->command->min_words == 0
      || strpbrk (name, "/,&+") != NULL || strpbrk (rest, "0123456789") != NULL
      || cli_may_tell_when (rest) || strchr (rest, ' ') != NULL
      || rgm_when_count_words (&(char *){ (char *)rest }, 1, FALSE, invocation->zone,
                               invocation->now, RGM_WHEN_HAPPENED)
           > 0)
    return FALSE;
  handle = cli_course_named (invocation, invocation->words->pdata[0]);
  return handle == NULL && fail_not_on_record (invocation, name, error);
}

/* Whether neither the first word nor any of @extra is a course on record, as in "log calcium tablet
 * at 8" without such a course. If so, sets @error. */
static gboolean
names_unknown_course (CliInvocation *invocation, char **extra, GError **error)
{
  static const char *const no_names[]
    = { "the", "my",   "his",  "her",  "our",    "a",       "an",     "one",       "all",  "both",
        "for", "of",   "to",   "last", "next",   "first",   "dose",   "doses",     "that", "this",
        "it",  "them", "took", "had",  "missed", "today's", "tablet", "injection", NULL };
  const char *typed = invocation->words->pdata[0];
  g_autofree char *handle = NULL, *folded = text_fold (typed);

  if (invocation->command->word != CLI_WORD_HANDLE || !invocation->command->ends_in_date
      || strpbrk (folded, "/0123456789") != NULL || g_strv_contains (no_names, folded)
      || cli_is_family (folded) || cli_may_tell_when (folded))
    return FALSE;
  handle = cli_course_named (invocation, typed);
  for (; handle == NULL && *extra != NULL; extra++)
    handle = cli_course_named (invocation, *extra);
  return handle == NULL && fail_not_on_record (invocation, typed, error);
}

/* Fails because the command does not take the words @extra: names the option that takes them, or
 * shows how the command is typed. @first: the number of their first word. @typed: all of them as
 * one text. */
static void
fail_too_many (CliInvocation *invocation, int first, const char *typed, char **extra,
               GError **error)
{
  const CliCommand *command = invocation->command;
  g_autofree char *usage = cli_command_usage (command), *guess = NULL;

  if (command->word == CLI_WORD_TREATMENT) {
    g_autofree char *all = cli_words_text (invocation, 0);

    guess = g_strdup_printf ("\"%s\"", all);
  } else
    guess = guess_extra (command, (const char *const *)extra,
                         first > 0 ? invocation->words->pdata[first - 1] : NULL, invocation->now,
                         invocation->zone);
  if (guess == NULL && cli_fail_unclear_words (invocation, typed, when_use (command), error))
    return;
  if (guess != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is one word too many; did you mean %s?"), extra[0], guess);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is one word too many; it is typed like this: regimen %s"), extra[0],
                 usage);
}

gboolean
cli_fail_words (CliInvocation *invocation, int first, GError **error)
{
  const CliCommand *command = invocation->command;
  g_autoptr (GString) typed = g_string_new (NULL);
  g_auto (GStrv) extra = NULL;
  g_autofree char *asked = NULL;

  for (guint i = (guint)first; i < invocation->words->len; i++) {
    g_autofree char *word = g_utf8_make_valid (invocation->words->pdata[i], -1);

    g_string_append_printf (typed, typed->len > 0 ? " %s" : "%s", word);
  }
  if (typed->len == 0) {
    g_autofree char *usage = cli_command_usage (command);

    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("an empty word (\"\") is one word too many; it is typed like this: regimen %s"),
                 usage);
    return FALSE;
  }
  extra = g_strsplit (typed->str, " ", -1);
  if (command->word == CLI_WORD_HANDLE && command->min_words > 0
      && !cli_database_exists (invocation))
    return cli_fail_no_course (invocation, NULL, error);
  if (first == 1
      && (names_no_course (invocation, typed->str, error)
          || names_unknown_course (invocation, extra, error)))
    return FALSE;
  if (names_format (invocation, error) || cuts_amount (invocation, extra[0], error))
    return FALSE;
  if ((first == 1 && command->word == CLI_WORD_HANDLE
       && cli_fail_question_named (invocation, invocation->words->pdata[0], error))
      || cli_fail_other_kind (invocation, error) || names_several (invocation, extra, error)
      || (first == 1 && cli_fail_corrected_words (invocation, typed->str, error)))
    return FALSE;
  asked = g_strjoin (" ", command->name, extra[0], NULL);
  if (cli_asks_for_alerts (asked))
    return cli_fail_alerts (invocation, error);
  if (first == 1 && !names_options (command, (const char *const *)extra, invocation->now)
      && cli_fail_loose_words (invocation, typed->str, when_use (command), error))
    return FALSE;
  if (g_str_equal (command->name, "history")) {
    g_autofree char *all = cli_words_text (invocation, 0);

    if (cli_fail_days_typed (invocation, all, error)
        || cli_fail_days_typed (invocation, typed->str, error))
      return FALSE;
  }
  if (command->word == CLI_WORD_NONE && cli_fail_view_words (invocation, typed->str, error))
    return FALSE;
  if (!cli_has_option (command, "custom"))
    fail_too_many (invocation, first, typed->str, extra, error);
  else if (!has_two_readings (invocation, typed->str, error))
    cli_fail_add_words (invocation, extra, extra[0], error);
  return FALSE;
}

gboolean
cli_fail_days_typed (CliInvocation *invocation, const char *typed, GError **error)
{
  RgmDay today = rgm_zone_day (invocation->zone, invocation->now), first;
  g_autofree char *day = NULL;
  RgmWhen when;

  if (rgm_when_parse (typed, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &when, NULL))
    first = when.local.day;
  else if (rgm_when_count_words (&(char *){ (char *)typed }, 1, FALSE, invocation->zone,
                                 invocation->now, RGM_WHEN_HAPPENED)
           > 0)
    first = today;
  else if (g_ascii_isdigit (*typed) || !rgm_when_parse_month (typed, today, &first, NULL))
    return FALSE;
  day = rgm_day_format (first);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"regimen %s\" takes no date, and \"%s\" is not a course; to see what was given "
                  "in that month: regimen month %.7s"),
               invocation->command->name, typed, day);
  return TRUE;
}

gboolean
cli_date_typed (CliInvocation *invocation, const char *option, const char *value, const char **date,
                GError **error)
{
  const GPtrArray *words = invocation->words;
  char *word = words->len > 1 ? words->pdata[1] : NULL;
  g_autofree char *both = NULL;

  *date = word != NULL ? word : value;
  if (word == NULL)
    return TRUE;
  if (rgm_when_count_words (&word, 1, FALSE, invocation->zone, invocation->now, RGM_WHEN_HAPPENED)
      == 0)
    return cli_fail_words (invocation, 1, error);
  if (!rgm_when_parse (word, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &(RgmWhen){ 0 },
                       NULL)
      && cli_fail_corrected_words (invocation, word, error))
    return FALSE;
  if (value == NULL)
    return TRUE;
  both = g_strdup_printf ("%s to %s", word, value);
  if (cli_fail_corrected_words (invocation, both, error))
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" and --%s both say when; type only one of them"), word, option);
  return FALSE;
}
