/* Turns the words after "regimen add TREATMENT", which are about its schedule, dates and amount,
 * into a command line with options. That line is only suggested, never run, because a plan is a
 * medical record. */
#include "cli/words/add-words.h"

#include "base/i18n.h"
#include "base/scan.h"
#include "base/text.h"
#include "cli/words/guess-words.h"
#include "cli/words/name-words.h"

#include <string.h>

/* The largest number of times a day for which an example of the times is made. */
enum { MOST_TIMES = 12 };

/* What the words say, and the kind of treatment that they are about. */
typedef struct {
  const CliInvocation *invocation;
  const RgmTreatment *treatment; /* NULL: a medicine of the user's own */
  gboolean at_times; /* it is taken at times of the day, unless the words say otherwise */
  GString *options;  /* the options found so far, each preceded by a blank */
  GString *unknown;  /* the words that were not understood */
  GString *parts;    /* the times for the parts of the day that were named: "08:00,20:00" */
  GString *often;    /* the words that say how often a day: "twice a day" */
  int per_day;       /* how many times a day; 0: not said */
  char *impossible;  /* nullable: a date that does not exist, like "31 Nov" */
  gboolean made_up;  /* some of the options are only examples, because no words were about them */
  gboolean starts;   /* the first date is such an example */
} Said;

static void
said_clear (Said *said)
{
  g_string_free (said->options, TRUE);
  g_string_free (said->unknown, TRUE);
  g_string_free (said->parts, TRUE);
  g_string_free (said->often, TRUE);
  g_free (said->impossible);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

/* Joins the first @count of @words with blanks. Returns: (transfer full). */
static char *
join (char *const *words, guint count)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, i > 0 ? " %s" : "%s", words[i]);
  return g_strdup (text->str);
}

static void
append (GString *text, char *const *words, guint count)
{
  g_autofree char *more = join (words, count);

  g_string_append_printf (text, text->len > 0 ? " %s" : "%s", more);
}

/* Whether the user typed the option @name, or it was already found in earlier words. */
static gboolean
has (const Said *said, const char *name)
{
  g_autofree char *text = g_strdup_printf (" --%s ", name);
  g_autofree char *all = g_strconcat (said->options->str, " ", NULL);

  return cli_was_typed (said->invocation, name) || strstr (all, text) != NULL;
}

static void
add_option (Said *said, const char *name, const char *value)
{
  /* quote a value that ends with a full stop, so that nobody takes that for the end of the
   * sentence */
  g_autofree char *shown
    = g_str_has_suffix (value, ".") ? g_strdup_printf ("\"%s\"", value) : cli_shown_word (value);

  g_string_append_printf (said->options, " --%s %s", name, shown);
}

/* If @words begin with the words of @phrase, returns how many these are; otherwise 0. */
static guint
begins (char *const *words, const char *phrase)
{
  g_auto (GStrv) wanted = g_strsplit (phrase, " ", -1);
  guint n = 0;

  while (wanted[n] != NULL && words[n] != NULL && g_ascii_strcasecmp (wanted[n], words[n]) == 0)
    n++;
  return wanted[n] == NULL ? n : 0;
}

static guint
begins_any (char *const *words, const char *const *phrases)
{
  guint longest = 0;

  for (; *phrases != NULL; phrases++)
    longest = MAX (longest, begins (words, *phrases));
  return longest;
}

static gboolean
is_unit (const Said *said, const char *unit)
{
  return said->treatment != NULL && g_str_equal (said->treatment->unit, unit);
}

/* ---- what the words may mean: each function returns how many words it used, or 0 ---- */

/* "as needed", "prn" */
static guint
take_needed (Said *said, char **words)
{
  static const char *const phrases[] = { "as needed",
                                         "when needed",
                                         "if needed",
                                         "only as needed",
                                         "only when needed",
                                         "only if needed",
                                         "whenever needed",
                                         "when required",
                                         "as required",
                                         "if required",
                                         "when necessary",
                                         "if necessary",
                                         "on demand",
                                         "prn",
                                         NULL };
  guint n = has (said, "as-needed") ? 0 : begins_any (words, phrases);

  if (n > 0)
    g_string_append (said->options, " --as-needed");
  return n;
}

/* Reads how many times: "twice", "3 times", "3x". */
static guint
take_times_count (char **words, int *count)
{
  static const struct {
    const char *word;
    int count;
  } names[] = { { "once", 1 }, { "twice", 2 }, { "thrice", 3 } };
  const char *at = words[0];

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (begins (words, names[i].word) > 0) {
      *count = names[i].count;
      return 1;
    }
  if (!scan_typed_count (&at, count))
    return 0;
  if (g_ascii_strcasecmp (at, "x") == 0)
    return 1;
  return *at == '\0' && words[1] != NULL
             && (begins (words + 1, "times") > 0 || begins (words + 1, "x") > 0
                 || begins (words + 1, "time") > 0)
           ? 2
           : 0;
}

/* "daily", "twice a day", "3 times daily", "every day" */
static guint
take_per_day (Said *said, char **words)
{
  static const char *const days[]
    = { "daily", "a day", "per day", "each day", "every day", "day", NULL };
  int count = 1;
  guint n = take_times_count (words, &count), more;

  if (n == 0)
    count = 1;
  more = begins_any (words + n, days);
  if (more == 0 || (n == 0 && begins (words, "day") > 0) || (n == 0 && begins (words, "a day") > 0)
      || (n == 0 && !said->at_times) || count > MOST_TIMES || said->per_day != 0
      || (has (said, "times") && (n > 0 || !said->at_times)))
    return 0;
  append (said->often, words, n + more);
  said->per_day = count;
  return n + more;
}

/* "in the morning", "every evening", "at night" */
static guint
take_part (Said *said, char **words)
{
  static const struct {
    const char *word, *time;
  } parts[] = { { "morning", "08:00" },   { "mornings", "08:00" }, { "noon", "12:00" },
                { "afternoon", "14:00" }, { "evening", "20:00" },  { "evenings", "20:00" },
                { "night", "22:00" },     { "nights", "22:00" },   { "bedtime", "22:00" } };
  static const char *const before[]
    = { "in the", "at", "every", "each", "and", "and in the", "and at", "the", NULL };
  guint n = begins_any (words, before);

  if (!said->at_times || has (said, "times") || words[n] == NULL)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (begins (words + n, parts[i].word) > 0) {
      append (said->often, words, n + 1);
      g_string_append_printf (said->parts, said->parts->len > 0 ? ",%s" : "%s", parts[i].time);
      return n + 1;
    }
  return 0;
}

/* "8am and 8pm", "at 08:00,20:00" */
static guint
take_clock (Said *said, char **words)
{
  guint skipped = begins (words, "at"), count = 0;

  if (!said->at_times || has (said, "times"))
    return 0;
  for (guint n = 1; n <= 12 && (n == 1 || words[skipped + n - 1] != NULL); n++) {
    g_autofree char *text = words[skipped] != NULL ? join (words + skipped, n) : g_strdup ("");
    g_autoptr (GArray) times = rgm_times_parse (text, NULL);

    if (times != NULL)
      count = n;
  }
  if (count == 0)
    return 0;
  g_autofree char *text = join (words + skipped, count);
  add_option (said, "times", text);
  return skipped + count;
}

/* "every 4 weeks", "monthly", "once a week", "4 weeks", "every monday" */
static guint
take_every (Said *said, char **words)
{
  gboolean every = begins (words, "every") > 0 || begins (words, "each") > 0;
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  guint count = 0;

  if (has (said, "every"))
    return 0;
  for (guint n = 1; n <= 4 && words[n - 1] != NULL; n++) {
    g_autofree char *text = join (words, n);

    if (rgm_period_parse (text, &(RgmPeriod){ 0 }, NULL))
      count = n;
  }
  if (count > 0) {
    g_autofree char *text = join (words + (every ? 1 : 0), count - (every ? 1 : 0));
    add_option (said, "every", text);
    return count;
  }
  if (every && words[1] != NULL && !g_ascii_isdigit (*words[1]) && !has (said, "first")
      && rgm_when_count_words (words + 1, 1, FALSE, utc, said->invocation->now, RGM_WHEN_PLANNED)
           == 1) {
    add_option (said, "every", "week");
    add_option (said, "first", words[1]);
    return 2;
  }
  return 0;
}

/* "10 sessions", "5 times", or "10" for a treatment that is given in sessions */
static guint
take_fractions (Said *said, char **words)
{
  static const char *const nouns[]
    = { "times", "sessions", "session", "fractions", "treatments", "doses", NULL };
  const char *at = words[0];
  g_autofree char *text = NULL;
  guint more;
  int count;

  if (!is_unit (said, "session") || has (said, "fractions") || begins (words, "a") > 0
      || !scan_typed_count (&at, &count) || *at != '\0')
    return 0;
  more = words[1] != NULL ? begins_any (words + 1, nouns) : 0;
  if (more == 0 && words[1] != NULL && scan_typed_unit (&(const char *){ words[1] }) != '\0')
    return 0;
  text = g_strdup_printf ("%d", count);
  add_option (said, "fractions", text);
  return 1 + more;
}

/* Whether @text means a date in the past. It does if, even as a planned date, it would be in the
 * past or more than half a year away. */
static gboolean
is_past (const Said *said, const char *text)
{
  enum { FAR = 183 };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  RgmInstant now = said->invocation->now;
  RgmDay today = rgm_zone_day (utc, now);
  RgmWhen planned, happened;

  return rgm_when_parse (text, utc, now, RGM_WHEN_PLANNED, &planned, NULL)
         && rgm_when_parse (text, utc, now, RGM_WHEN_HAPPENED, &happened, NULL)
         && happened.local.day < today
         && (planned.local.day < today || planned.local.day > today + FAR);
}

/* "from monday", "on 1 Dec 9:30", "starting tomorrow", or the date alone; "until 1 Feb" */
static guint
take_date (Said *said, char **words)
{
  static const char *const before[]
    = { "from",  "on",       "starting",     "starting on", "starting from", "beginning",
        "since", "first on", "beginning on", "first",       "from the",      "begin",
        "start", NULL };
  static const char *const ends[] = { "until", "till", "up to", NULL };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  RgmWhen when;
  RgmInstant now = said->invocation->now;
  guint until = begins_any (words, ends), skipped = MAX (until, begins_any (words, before));
  guint rest = g_strv_length (words + skipped);
  guint n = rgm_when_count_words (words + skipped, rest, FALSE, utc, now, RGM_WHEN_PLANNED);
  g_autofree char *text = join (words + skipped, n);
  /* for an unknown name, a date with a time of day means one visit; a date alone is the first dose
   * of a medicine */
  gboolean once = is_unit (said, "visit")
                  || (said->treatment == NULL && said->per_day == 0 && said->parts->len == 0
                      && !has (said, "times") && !has (said, "every")
                      && rgm_when_parse (text, utc, now, RGM_WHEN_PLANNED, &when, NULL)
                      && rgm_local_has_time (when.local));
  const char *name = until > 0 ? "until" : once ? "on" : "first";

  /* if the first date is in the past, a dose was given on it */
  if (g_str_equal (name, "first") && !said->at_times && !is_unit (said, "session")
      && !has (said, "given") && is_past (said, text))
    name = "given";
  if (n == 0 || has (said, name))
    return 0;
  if (!rgm_when_parse (text, utc, now, RGM_WHEN_PLANNED, &when, NULL) && said->impossible == NULL)
    said->impossible = g_strdup (text);
  add_option (said, name, text);
  return skipped + n;
}

/* Dates on which doses were given before: "given 4 Sep and 2 Oct", "4 Sep, 2 Oct, 30 Oct". */
static guint
take_given (Said *said, char **words)
{
  static const char *const before[] = { "given",      "given on",   "was given",    "was given on",
                                        "had",        "had it",     "had it on",    "last",
                                        "last given", "last one",   "last time",    "doses",
                                        "infusions",  "injections", "last dose on", NULL };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  RgmInstant now = said->invocation->now;
  guint skipped = begins_any (words, before), at = skipped;
  g_autoptr (GPtrArray) dates = g_ptr_array_new_with_free_func (g_free);
  gboolean past = TRUE;

  while (words[at] != NULL) {
    guint n = 0;
    g_autofree char *text = NULL;

    /* a comma ends a date */
    for (guint i = at; i < at + 4 && words[i] != NULL; i++) {
      g_autofree char *some = join (words + at, i - at + 1);
      gboolean ends = g_str_has_suffix (some, ",");

      if (ends)
        some[strlen (some) - 1] = '\0';
      if (rgm_when_parse (some, utc, now, RGM_WHEN_HAPPENED, &(RgmWhen){ 0 }, NULL)) {
        n = i - at + 1;
        g_free (text);
        text = g_strdup (some);
      }
      if (ends)
        break;
    }
    if (n == 0)
      break;
    past = past && is_past (said, text);
    g_ptr_array_add (dates, g_steal_pointer (&text));
    at += n;
    if (words[at] != NULL && (begins (words + at, "and") > 0 || begins (words + at, ",") > 0)
        && words[at + 1] != NULL)
      at++;
  }
  if (dates->len == 0 || (skipped == 0 && !past) || has (said, "given") || has (said, "first"))
    return 0;
  for (guint i = 0; i < dates->len; i++)
    add_option (said, "given", dates->pdata[i]);
  return at;
}

/* "500 mg", "500mg" */
static guint
take_amount (Said *said, char **words)
{
  guint n = cli_count_amount_words (words);
  g_autofree char *text = join (words, n), *note = NULL;
  g_autofree char *amount = g_ascii_isdigit (*text) ? amount_parse (text, &note, NULL) : NULL;

  if (amount == NULL || has (said, "amount") || g_str_has_suffix (text, ","))
    return 0;
  add_option (said, "amount", text);
  return n;
}

/* "left hip" */
static guint
take_site (Said *said, char **words)
{
  static const char *const sides[]
    = { "left", "right", "the left", "the right", "to the left", "to the right", NULL };
  guint n = begins_any (words, sides);

  if (n == 0 || words[n] == NULL || has (said, "site"))
    return 0;
  g_autofree char *text = join (words + n - 1, 2);
  add_option (said, "site", text);
  return n + 1;
}

/* "for 4 weeks" is a length, not an interval; "add" has no option for it. */
static guint
take_length (Said *said, char **words)
{
  guint n = begins (words, "for") > 0 ? 1 : 0;

  while (n > 0 && n < 3 && words[n] != NULL && cli_may_tell_when (words[n]))
    n++;
  if (n > 1)
    append (said->unknown, words, n);
  return n > 1 ? n : 0;
}

/* Interprets all @words. A comma at the end of a word is removed if the word is not understood with
 * it. */
static void
read_words (Said *said, char **words)
{
  static guint (*const takes[]) (Said *, char **)
    = { take_length,    take_needed, take_per_day, take_clock, take_part, take_given,
        take_fractions, take_every,  take_amount,  take_date,  take_site };

  while (*words != NULL) {
    guint n = 0;

    for (gsize i = 0; n == 0 && i < G_N_ELEMENTS (takes); i++)
      n = takes[i](said, words);
    if (n == 0)
      n = begins (words, "and");
    if (n == 0 && g_str_has_suffix (*words, ",") && (*words)[1] != '\0') {
      (*words)[strlen (*words) - 1] = '\0';
      continue;
    }
    if (n == 0) {
      append (said->unknown, words, 1);
      n = 1;
    }
    words += n;
  }
}

/* ---- the command ---- */

/* Example times for a medicine that is taken @count times a day, spread from 8:00 to 20:00.
 * Returns: (transfer full). */
static char *
example_times (int count)
{
  enum { FIRST = 8 * 60, SPAN = 12 * 60, STEP = 30 };
  int apart = count > 1 ? SPAN / (count - 1) / STEP * STEP : 0;
  g_autoptr (GString) times = g_string_new (NULL);

  for (int i = 0; i < count; i++)
    g_string_append_printf (times, i > 0 ? ",%02d:%02d" : "%02d:%02d", (FIRST + i * apart) / 60,
                            (FIRST + i * apart) % 60);
  return g_strdup (times->str);
}

static void
make_up (Said *said, const char *name, const char *value)
{
  add_option (said, name, value);
  said->made_up = TRUE;
}

/* Adds examples of the options that are still missing to make a schedule. */
static void
complete (Said *said)
{
  const RgmTreatment *treatment = said->treatment;
  gboolean given = has (said, "given");

  if (has (said, "times") && !is_unit (said, "session"))
    return;
  if (said->parts->len > 0)
    add_option (said, "times", said->parts->str);
  else if (said->per_day > 0 && is_unit (said, "session"))
    g_string_append_printf (said->options, " --per-day %d", said->per_day);
  else if (said->per_day > 0) {
    g_autofree char *times = example_times (said->per_day);
    add_option (said, "times", times);
  }
  if (has (said, "as-needed") || has (said, "on")
      || (has (said, "times") && !is_unit (said, "session")))
    return;
  if (is_unit (said, "session") && !has (said, "fractions") && !has (said, "every"))
    make_up (said, "fractions", "10");
  else if (is_unit (said, "visit") && !has (said, "every")) {
    make_up (said, "on", "tomorrow");
    return;
  } else if (said->at_times && !has (said, "every")) {
    make_up (said, "times", "08:00,20:00");
    return;
  } else if (treatment != NULL && treatment->interval.usual_days == 0
             && treatment->interval_text != NULL && !has (said, "every"))
    make_up (said, "every", "4w");
  said->starts = !has (said, "first") && !given;
  if (said->starts)
    make_up (said, "first", "tomorrow");
}

/* Whether @treatment (NULL: a medicine of the user's own) is usually taken at times of the day. */
static gboolean
is_at_times (const RgmTreatment *treatment)
{
  return treatment == NULL
         || (treatment->interval.usual_days == 0 && treatment->interval_text == NULL
             && !g_str_equal (treatment->unit, "session")
             && !g_str_equal (treatment->unit, "visit"));
}

/* Whether @word, in lower case, is a prescription code for an interval: "q8h". */
static gboolean
is_interval_code (const char *word)
{
  return *word == 'q' && word[1 + strspn (word + 1, G_CSET_DIGITS)] != '\0'
         && strchr ("hdwm", word[1 + strspn (word + 1, G_CSET_DIGITS)]) != NULL;
}

/* How many words at the start of @words belong to the name of a medicine of the user's own: "D3"
 * does, a number does not. */
static guint
count_name_words (char **words)
{
  static const char *const not_names[]
    = { "a",    "an",       "and",  "as",       "at",   "for",   "if",
        "in",   "mornings", "on",   "only",     "prn",  "start", "starting",
        "till", "time",     "when", "whenever", "with", "x",     NULL };
  guint n = 0;

  for (; words[n] != NULL; n++) {
    g_autofree char *lower = g_utf8_strdown (words[n], -1);

    if (strchr (G_CSET_DIGITS, *lower) != NULL || is_interval_code (lower)
        || g_strv_contains (not_names, lower) || cli_may_tell_when (lower))
      break;
  }
  return n;
}

/* The whole command line that adds @name. @own: whether --custom is needed. */
static char *
make_line (const Said *said, const char *name, gboolean own)
{
  gboolean adds = cli_has_option (said->invocation->command, "custom");
  g_autofree char *shown = text_shell_word (name);
  g_autofree char *typed = adds ? cli_typed_options (said->invocation) : g_strdup ("");

  return g_strdup_printf ("regimen add %s%s%s%s", shown,
                          own && !(adds && has (said, "custom")) ? " --custom" : "", typed,
                          said->options->str);
}

static Said
begin_said (const CliInvocation *invocation, const RgmTreatment *treatment)
{
  return (Said){ .invocation = invocation,
                 .treatment = treatment,
                 .at_times = is_at_times (treatment),
                 .options = g_string_new (NULL),
                 .unknown = g_string_new (NULL),
                 .parts = g_string_new (NULL),
                 .often = g_string_new (NULL) };
}

/* Completes @said. Returns: (transfer full): the whole command line for @name. If the first date in
 * it is only an example, and the medicine is given every few weeks, also the command line for a
 * course of which doses were given before. */
static char *
complete_lines (Said *said, const char *name, gboolean own)
{
  enum { FOUR_WEEKS = 28 };
  const CliInvocation *invocation = said->invocation;
  gsize spoken = said->options->len;
  g_autofree char *line = NULL, *given = NULL, *day = NULL;

  complete (said);
  line = make_line (said, name, own);
  if (!said->starts || said->treatment == NULL || said->treatment->interval_text == NULL)
    return g_steal_pointer (&line);
  day = rgm_day_format (rgm_zone_day (invocation->zone, invocation->now) - FOUR_WEEKS);
  g_string_truncate (said->options, spoken);
  add_option (said, "given", day);
  complete (said);
  given = make_line (said, name, own);
  return g_strdup_printf (_ ("%s; or, if doses were given before, with the day of each (the next "
                             "one then counts from the last): %s"),
                          line, given);
}

/* @both: whether to show the second command line of complete_lines() too. */
static char *
line_for (const CliInvocation *invocation, const char *name, gboolean both)
{
  const RgmCatalog *catalog = cli_catalog ((CliInvocation *)invocation, NULL);
  g_autoptr (GError) unknown = NULL;
  const RgmTreatment *treatment
    = catalog != NULL ? rgm_catalog_find (catalog, name, &unknown) : NULL;
  g_auto (Said) said = begin_said (invocation, treatment);

  if (treatment == NULL && g_error_matches (unknown, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT))
    return NULL;
  if (both)
    return complete_lines (&said, name, treatment == NULL);
  complete (&said);
  return make_line (&said, name, treatment == NULL);
}

char *
cli_add_line (const CliInvocation *invocation, const char *name)
{
  return line_for (invocation, name, FALSE);
}

char *
cli_add_lines (const CliInvocation *invocation, const char *name)
{
  return line_for (invocation, name, TRUE);
}

char *
cli_add_own_line (const CliInvocation *invocation, const char *name)
{
  g_auto (Said) said = begin_said (invocation, NULL);

  complete (&said);
  return make_line (&said, name, TRUE);
}

void
cli_fail_add_words (CliInvocation *invocation, char **extra, const char *too_many, GError **error)
{
  const char *typed = invocation->words->pdata[0];
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);
  g_autoptr (GError) unknown = NULL;
  const RgmTreatment *treatment = catalog != NULL && !cli_was_typed (invocation, "custom")
                                    ? rgm_catalog_find (catalog, typed, &unknown)
                                    : NULL;
  gboolean product = g_error_matches (unknown, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT);
  gboolean own = treatment == NULL && !product, timed;
  guint n = own && strchr (typed, ' ') == NULL ? count_name_words (extra) : 0;
  g_autofree char *more = join (extra, n), *line = NULL;
  g_autofree char *name = n > 0 ? g_strdup_printf ("%s %s", typed, more) : g_strdup (typed);
  g_auto (Said) said = begin_said (invocation, treatment);

  if (product) /* the suggested command will explain what the product is */
    said.at_times = FALSE;
  read_words (&said, extra + n);
  if (said.impossible != NULL) {
    rgm_when_parse (said.impossible, invocation->zone, invocation->now, RGM_WHEN_PLANNED,
                    &(RgmWhen){ 0 }, error);
    return;
  }
  if (said.unknown->len > 0 && cli_may_tell_when (said.unknown->str)) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("\"%s\" is not understood; how often is typed like \"every 4 weeks\", \"twice a "
         "day\" or \"as needed\", and a date like \"from 1 Dec\" (regimen help add)"),
      said.unknown->str);
    return;
  }
  timed = has (&said, "times");
  line = complete_lines (&said, name, own);
  if (!timed && said.often->len > 0 && has (&said, "times"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is typed with times of the day, for example: %s"), said.often->str,
                 line);
  else if (said.unknown->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not understood; without it, for example: %s"), said.unknown->str,
                 line);
  else if (too_many == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 said.made_up ? _ ("it is typed like this, for example: %s")
                              : _ ("it is typed like this: %s"),
                 line);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 said.made_up
                   ? _ ("\"%s\" is one word too many; it is typed like this, for example: %s")
                   : _ ("\"%s\" is one word too many; it is typed like this: %s"),
                 too_many, line);
}

/* ---- things that are not treatments ---- */

/* A word for something that is not a treatment, and the command that adds it. */
typedef struct {
  const char *word;
  const char *command; /* what is typed in place of "add" and the word */
  const char *example; /* what follows the command if nothing else was typed */
  gboolean is_name;    /* the word itself is the beginning of the name */
  gboolean one_word;   /* all words after it are one name, or one text */
} Kind;

static const Kind kinds[] = {
  { "patient", "patient add", "NAME", FALSE, TRUE },
  { "person", "patient add", "NAME", FALSE, TRUE },
  { "user", "patient add", "NAME", FALSE, TRUE },
  { "me", "patient add", "NAME", FALSE, TRUE },
  { "myself", "patient add", "NAME", FALSE, TRUE },
  { "brother", "patient add", "NAME", FALSE, TRUE },
  { "sister", "patient add", "NAME", FALSE, TRUE },
  { "mother", "patient add", "NAME", FALSE, TRUE },
  { "mum", "patient add", "NAME", FALSE, TRUE },
  { "mom", "patient add", "NAME", FALSE, TRUE },
  { "father", "patient add", "NAME", FALSE, TRUE },
  { "dad", "patient add", "NAME", FALSE, TRUE },
  { "husband", "patient add", "NAME", FALSE, TRUE },
  { "wife", "patient add", "NAME", FALSE, TRUE },
  { "partner", "patient add", "NAME", FALSE, TRUE },
  { "friend", "patient add", "NAME", FALSE, TRUE },
  { "son", "patient add", "NAME", FALSE, TRUE },
  { "daughter", "patient add", "NAME", FALSE, TRUE },
  { "contact", "contact add", "NAME --phone NUMBER", FALSE, FALSE },
  { "phone", "contact add", "NAME --phone NUMBER", FALSE, FALSE },
  { "doctor", "contact add", "--phone NUMBER", TRUE, FALSE },
  { "nurse", "contact add", "--phone NUMBER", TRUE, FALSE },
  { "clinic", "contact add", "--phone NUMBER", TRUE, FALSE },
  { "hospital", "contact add", "--phone NUMBER", TRUE, FALSE },
  { "ward", "contact add", "--phone NUMBER", TRUE, FALSE },
  { "question", "ask", "QUESTION", FALSE, TRUE },
  { "ask", "ask", "QUESTION", FALSE, TRUE },
  { "need", "need", "HANDLE WHAT", FALSE, FALSE },
  { "requirement", "need", "HANDLE WHAT", FALSE, FALSE },
  { "appointment", "book", "HANDLE TIME", FALSE, FALSE },
  { "booking", "book", "HANDLE TIME", FALSE, FALSE },
  { "dose", "log", "HANDLE", FALSE, FALSE },
  { "result", "lab", "NAME VALUE UNIT", FALSE, FALSE },
  { "symptom", "feel", "WHAT", FALSE, FALSE },
  { "feeling", "feel", "WHAT", FALSE, FALSE },
  { "pause", "pause", "HANDLE", FALSE, FALSE },
  { "visit", "add NAME --custom --on", "DATE", FALSE, TRUE },
  { "treatment", "add", "TREATMENT --first DATE", FALSE, FALSE },
  { "course", "add", "TREATMENT --first DATE", FALSE, FALSE },
  { "medicine", "add", "TREATMENT --first DATE", FALSE, FALSE },
  { "medication", "add", "TREATMENT --first DATE", FALSE, FALSE },
  { "drug", "add", "TREATMENT --first DATE", FALSE, FALSE },
  { "prescription", "add", "TREATMENT --first DATE", FALSE, FALSE },
};

/* The kind that the first word names. "lab" means a laboratory value only if the name of a test
 * follows, because it may also be a visit; "pain", or anything else that is felt, counts only if a
 * value follows. Returns: (transfer none) (nullable). */
static const Kind *
find_kind (CliInvocation *invocation, const char *next)
{
  static const Kind lab = { "lab", "lab", NULL, FALSE, FALSE },
                    felt = { "", "feel", NULL, TRUE, FALSE };
  const char *typed = invocation->words->pdata[0];
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_ascii_strcasecmp (typed, kinds[i].word) == 0)
      return &kinds[i];
  if (next == NULL || catalog == NULL)
    return NULL;
  if (g_ascii_strcasecmp (typed, lab.word) == 0
      && rgm_measure_find (catalog, RGM_OBSERVATION_LAB, next) != NULL)
    return &lab;
  return g_ascii_isdigit (*next) && rgm_measure_find (catalog, RGM_OBSERVATION_FELT, typed) != NULL
           ? &felt
           : NULL;
}

/* The arguments after the word @first, quoted for a shell. @one_word: whether to join those before
 * the first option to one word. Returns: (transfer full). */
static char *
arguments_behind (char **argv, const char *first, gboolean one_word)
{
  g_autoptr (GString) line = g_string_new (NULL), name = g_string_new (NULL);
  gboolean plain = one_word;

  while (*argv != NULL && !g_str_equal (*argv, first))
    argv++;
  for (argv += *argv != NULL ? 1 : 0; plain && *argv != NULL && **argv != '-'; argv++)
    g_string_append_printf (name, name->len > 0 ? " %s" : "%s", *argv);
  if (name->len > 0) {
    g_autofree char *word = text_shell_word (name->str);
    g_string_append (line, word);
  }
  for (; *argv != NULL; argv++) {
    g_autofree char *word = text_shell_word (*argv);
    g_string_append_printf (line, line->len > 0 ? " %s" : "%s", word);
  }
  return g_strdup (line->str);
}

gboolean
cli_fail_other_kind (CliInvocation *invocation, GError **error)
{
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  const char *next = invocation->words->len > 1 ? invocation->words->pdata[1] : NULL;
  const Kind *kind;
  g_autofree char *rest = NULL;
  g_autoptr (GString) line = g_string_new ("regimen ");
  gboolean has_number;

  if (!g_str_equal (invocation->command->name, "add") || typed == NULL
      || !g_utf8_validate (typed, -1, NULL) || cli_was_typed (invocation, "custom")
      || (kind = find_kind (invocation, next)) == NULL)
    return FALSE;
  if (g_str_equal (kind->command, "add") && next != NULL) {
    g_auto (GStrv) extra = NULL;

    g_ptr_array_remove_index (invocation->words, 0);
    cli_join_name_words (invocation);
    rest = cli_words_text (invocation, 1);
    extra = *rest != '\0' ? g_strsplit (rest, " ", -1) : g_new0 (char *, 1);
    cli_fail_add_words (invocation, extra, typed, error);
    return TRUE;
  }
  rest = arguments_behind (invocation->argv, typed, kind->one_word);
  if (g_str_equal (kind->command, "patient add") && !cli_was_typed (invocation, "zone")) {
    g_autofree char *name = cli_words_text (invocation, 1), *placed = cli_name_and_place (name);

    if (placed != NULL) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("\"%s\" is not a treatment; it is typed like this: regimen patient add %s"),
                   typed, placed);
      return TRUE;
    }
  }
  has_number = strpbrk (rest, "0123456789") != NULL && strlen (rest) > 4;
  g_string_append (line, kind->command);
  if (kind->is_name)
    g_string_append_printf (line, " %s", typed);
  if (*rest != '\0' || kind->example != NULL)
    g_string_append_printf (line, " %s", *rest != '\0' ? rest : kind->example);
  if (*rest != '\0' && g_str_equal (kind->command, "contact add") && !has_number
      && strstr (rest, "--phone") == NULL)
    g_string_append (line, " --phone NUMBER");
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not a treatment; it is typed like this: %s"), typed, line->str);
  return TRUE;
}
