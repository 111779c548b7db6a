/* The parser of options: reads arguments into the struct that a table of options describes. */
#include "cli/options.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/words/other-words.h"

#include <string.h>

/* Whether @is (nullable) equals the first @length bytes of @name. */
static gboolean
is_name (const char *is, const char *name, gsize length)
{
  return is != NULL && strlen (is) == length && strncmp (is, name, length) == 0;
}

static const CliOption *
find_row (CliOptionSet *sets, const char *name, gsize length, CliOptionSet **set)
{
  for (CliOptionSet *s = sets; s->table != NULL; s++)
    for (const CliOption *row = s->table; row->name != NULL; row++)
      if (is_name (row->name, name, length) || is_name (row->also, name, length)) {
        *set = s;
        return row;
      }
  return NULL;
}

static gboolean
is_option (const char *argument)
{
  return argument[0] == '-' && (argument[1] == '-' || g_ascii_isalpha (argument[1]));
}

/* The whole command line, with the option @name in place of the option at index @at. Returns:
 * (transfer full) (nullable): NULL if the line would not be valid, because the option lacks its
 * value or takes none. */
static char *
line_with_option (char **argv, int at, const char *name, CliOptionSet *sets)
{
  CliOptionSet *set = NULL;
  const CliOption *row = find_row (sets, name, strlen (name), &set);
  const char *value = strchr (argv[at], '='), *next = argv[at + 1];
  gboolean with_unit = g_str_equal (name, "amount") && g_str_has_prefix (argv[at], "--mg");
  g_autoptr (GString) line = g_string_new ("regimen ");

  if (row == NULL || set->command == NULL
      || (row->kind == CLI_FLAG ? value != NULL
                                : value == NULL && (next == NULL || is_option (next))))
    return NULL;
  g_string_append (line, set->command);
  for (int i = 0; argv[i] != NULL; i++) {
    g_autofree char *word = NULL;

    if (!g_utf8_validate (argv[i], -1, NULL))
      return NULL;
    word = text_shell_word (i == at && value != NULL ? value + 1 : argv[i]);
    if (with_unit && (value != NULL ? i == at : i == at + 1)) { /* "--mg 120" */
      g_free (word);
      word = g_strdup_printf ("\"%s mg\"", value != NULL ? value + 1 : next);
    }
    if (i != at)
      g_string_append_printf (line, " %s", word);
    else
      g_string_append_printf (line, " --%s%s%s", name, value != NULL ? " " : "",
                              value != NULL ? word : "");
  }
  return g_strdup (line->str);
}

/* Fails because the option at index @at is unknown, and suggests another one. */
static gboolean
fail_unknown (char **argv, int at, CliOptionSet *sets, GError **error)
{
  const char *argument = argv[at];
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *shown = g_utf8_make_valid (argument, strcspn (argument, "="));
  const char *typed = shown + strspn (shown, "-");
  const char *first = NULL, *second = NULL;
  const char *other = NULL;
  g_autofree char *line = NULL;

  for (CliOptionSet *s = sets; s->table != NULL; s++) {
    for (const CliOption *row = s->table; row->name != NULL; row++)
      g_ptr_array_add (names, (gpointer)row->name);
    if (s->elsewhere != NULL)
      other = s->elsewhere (typed);
  }
  g_ptr_array_add (names, NULL);
  if (!cli_other_option (typed, (const char *const *)names->pdata, &first, &second))
    first = text_suggest (typed, (const char *const *)names->pdata);
  if (first != NULL && second == NULL)
    line = line_with_option (argv, at, first, sets);
  if (line != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown option \"%s\"; it is typed like this: %s"), shown, line);
  else if (first != NULL && second != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown option \"%s\"; did you mean --%s or --%s?"), shown, first, second);
  else if (first != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("unknown option \"%s\"; did you mean --%s?"),
                 shown, first);
  else if (other != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown option \"%s\"; --help lists the options, and \"regimen %s\" has that "
                    "one"),
                 shown, other);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown option \"%s\"; --help lists the options"), shown);
  return FALSE;
}

gboolean
cli_check_file_name (const char *name, GError **error)
{
  if (!g_str_equal (name, "-"))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"-\" is not accepted as the name of a file; if a file is called that, type "
                  "./-"));
  return FALSE;
}

/* Stores the value of an option. @text: NULL for a flag. */
static gboolean
set_value (const CliOption *row, gpointer values, const char *text, GError **error)
{
  gpointer place = G_STRUCT_MEMBER_P (values, row->offset);
  CliNumber *number = place;
  GPtrArray **list = place;
  gint64 value;

  if (text != NULL && row->kind != CLI_FILE && !g_utf8_validate (text, -1, NULL)) {
    g_autofree char *shown = g_utf8_make_valid (text, -1);

    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the value of --%s cannot be read as text; only UTF-8 is accepted: \"%s\""),
                 row->name, shown);
    return FALSE;
  }
  switch (row->kind) {
  case CLI_FLAG:
    *(gboolean *)place = TRUE;
    break;
  case CLI_FILE: /* --db "$RECORD" has an empty value if RECORD is not set */
    if (*text == '\0') {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("\"\" is not accepted for --%s; type the name of a file"), row->name);
      return FALSE;
    }
    if (!cli_check_file_name (text, error))
      return FALSE;
    *(const char **)place = text;
    break;
  case CLI_TEXT:
    *(const char **)place = text;
    break;
  case CLI_NUMBER:
    if (!g_ascii_string_to_signed (text, 10, row->min, row->max, &value, NULL)) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("\"%s\" is not accepted for --%s; type a whole number from %d to %d"), text,
                   row->name, row->min, row->max);
      return FALSE;
    }
    *number = (CliNumber){ .given = TRUE, .value = (int)value };
    break;
  case CLI_LIST:
    if (*list == NULL)
      *list = g_ptr_array_new ();
    g_ptr_array_add (*list, (gpointer)text);
    break;
  }
  return TRUE;
}

/* Reads the option at index @at of @all. Returns: how many arguments it took; 0 on failure. */
static int
parse_option (char **all, int at, CliOptionSet *sets, GError **error)
{
  char **argv = all + at;
  const char *argument = g_str_equal (argv[0], "-h") ? "--help" : argv[0];
  const char *equals = strchr (argument, '=');
  const char *name = argument + 2;
  gsize length = equals != NULL ? (gsize)(equals - name) : strlen (name);
  const char *text = equals != NULL ? equals + 1 : NULL;
  CliOptionSet *set = NULL;
  const CliOption *row = argument[1] == '-' ? find_row (sets, name, length, &set) : NULL;
  gboolean flag, takes_next;
  guint64 bit;

  if (row == NULL)
    return fail_unknown (all, at, sets, error);
  flag = row->kind == CLI_FLAG;
  takes_next = !flag && equals == NULL;
  bit = G_GUINT64_CONSTANT (1) << (row - set->table);
  if (takes_next)
    text = argv[1] != NULL && !g_str_has_prefix (argv[1], "--") ? argv[1] : NULL;

  if (flag && text != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s takes no value"), row->name);
  else if (!flag && text == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s needs a value: --%s %s"), row->name,
                 row->name, row->value);
  else if (!flag && row->kind != CLI_LIST && (set->seen & bit))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s is given twice"), row->name);
  else {
    set->seen |= bit;
    return set_value (row, set->values, text, error) ? (takes_next ? 2 : 1) : 0;
  }
  return 0;
}

int
cli_options_parse (char **argv, CliOptionSet *sets, GPtrArray *words, gboolean stop_at_word,
                   GError **error)
{
  gboolean only_words = FALSE;
  int i = 0;

  while (argv[i] != NULL) {
    if (!only_words && g_str_equal (argv[i], "--")) {
      only_words = TRUE;
      i++;
    } else if (!only_words && is_option (argv[i])) {
      int taken = parse_option (argv, i, sets, error);

      if (taken == 0)
        return -1;
      i += taken;
    } else {
      g_ptr_array_add (words, argv[i++]);
      if (stop_at_word)
        break;
    }
  }
  return i;
}

/* How many words at the start of @words form a date or, if @list, several dates. If they form none,
 * all words up to the next option, so that a message can show what was typed for the date; but
 * "none" is a value by itself. Tries the words both as a planned and as a past date, because the
 * two may differ in the year: "Fri 8 Oct" is a date only in a year in which that day is a
 * Friday. */
static guint
count_date_words (char **words, gboolean list, RgmInstant now)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  guint count = 1, planned, happened;

  while (words[count] != NULL && !is_option (words[count]))
    count++;
  planned = rgm_when_count_words (words, count, list, utc, now, RGM_WHEN_PLANNED);
  happened = rgm_when_count_words (words, count, list, utc, now, RGM_WHEN_HAPPENED);
  if (planned > 0 || happened > 0)
    return MAX (planned, happened);
  return g_str_equal (words[0], "none") ? 1 : count;
}

/* How many words at the start of @words form an interval: "4 weeks", "every 4 weeks", "other week".
 * If they form none, a number counts with the word after it, so that a message can show what was
 * typed: "3 parsecs". But not if the option is the first argument (@first), because that word may
 * then be the course or treatment. */
static guint
count_period_words (char **words, gboolean first)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint count = 0;

  for (guint n = 1; n <= 3 && words[n - 1] != NULL; n++) {
    g_autofree char *whole = NULL;
    RgmPeriod period;

    g_string_append_printf (text, n > 1 ? " %s" : "%s", words[n - 1]);
    whole = g_strconcat ("every ", text->str, NULL);
    if (rgm_period_parse (text->str, &period, NULL) || rgm_period_parse (whole, &period, NULL))
      count = n;
  }
  if (count == 0 && !first && words[0][strspn (words[0], G_CSET_DIGITS)] == '\0' && words[1] != NULL
      && !is_option (words[1]))
    return 2;
  return MAX (count, 1);
}

/* How many words at the start of @words form times of the day: "8:00, 20:00", "8 in the morning and
 * 8 in the evening". If they form none, but the second is a word like "and", all words up to the
 * next option, so that a message can show what was typed. */
static guint
count_times_words (char **words)
{
  static const char *const small[] = { "and", "&", "in", "at", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  guint count = 0, n;

  for (n = 1; words[n - 1] != NULL && !is_option (words[n - 1]); n++) {
    g_autoptr (GArray) times = NULL;

    g_string_append_printf (text, n > 1 ? " %s" : "%s", words[n - 1]);
    times = rgm_times_parse (text->str, NULL);
    if (times != NULL)
      count = n;
  }
  if (count == 0 && words[1] != NULL && g_strv_contains (small, words[1]))
    return n - 1;
  return MAX (count, 1);
}

/* How many words at the start of @words form a place on the body: "lower back" and "left arm" are
 * two. */
static guint
count_site_words (char **words)
{
  static const char *const sides[]
    = { "left", "right", "lower", "upper", "middle", "both", "inner", "outer", NULL };
  guint n = 0;

  while (words[n] != NULL && g_strv_contains (sides, words[n]))
    n++;
  return n > 0 && words[n] != NULL && g_ascii_isalpha (*words[n]) ? n + 1 : 1;
}

guint
cli_count_amount_words (char **words)
{
  static const char *const units[]
    = { "mg",       "g",     "mcg",   "\xc2\xb5g", "\xce\xbcg", "ug",         "kg",
        "ml",       "l",     "iu",    "u",         "unit",      "units",      "gy",
        "cgy",      "mmol",  "mg/kg", "mg/m2",     "tablet",    "tablets",    "tab",
        "tabs",     "pill",  "pills", "capsule",   "capsules",  "drop",       "drops",
        "puff",     "puffs", "patch", "patches",   "sachet",    "sachets",    "ampoule",
        "ampoules", "vial",  "vials", "teaspoon",  "teaspoons", "tablespoon", "tablespoons",
        NULL };
  guint end = 0;

  for (guint at = 0; words[at] != NULL && words[at + 1] != NULL; at = end + 1) {
    gboolean number = words[at][strspn (words[at], "0123456789.")] == '\0';
    g_autofree char *valid = g_utf8_make_valid (words[at + 1], -1);
    g_autofree char *unit = g_utf8_strdown (valid, -1);

    if (!number || !g_strv_contains (units, unit))
      break;
    end = at + 2;
    if (g_strcmp0 (words[end], "/") != 0)
      break;
  }
  return MAX (end, 1);
}

char **
cli_options_join_dates (char **argv, CliOptionSet *sets, RgmInstant now)
{
  g_autoptr (GPtrArray) joined = g_ptr_array_new ();

  while (*argv != NULL && !g_str_equal (*argv, "--")) {
    CliOptionSet *set;
    const char *name = g_str_has_prefix (*argv, "--") ? *argv + 2 : "";
    const CliOption *row = find_row (sets, name, strlen (name), &set);

    g_ptr_array_add (joined, g_strdup (*argv++));
    if (row == NULL || row->value == NULL || *argv == NULL || g_str_has_prefix (*argv, "--"))
      continue;
    if (g_str_equal (row->value, "DATE") || g_str_equal (row->value, "TIME")
        || g_str_equal (row->value, "PERIOD") || g_str_equal (row->value, "TIMES")
        || g_str_equal (row->value, "AMOUNT") || g_str_equal (row->value, "SITE")) {
      guint n = g_str_equal (row->value, "PERIOD")  ? count_period_words (argv, joined->len == 1)
                : g_str_equal (row->value, "TIMES") ? count_times_words (argv)
                : g_str_equal (row->value, "SITE")  ? count_site_words (argv)
                : g_str_equal (row->value, "AMOUNT")
                  ? cli_count_amount_words (argv)
                  : count_date_words (argv, row->kind == CLI_LIST, now);
      g_autoptr (GString) date = g_string_new (*argv++);

      while (--n > 0)
        g_string_append_printf (date, " %s", *argv++);
      /* "--at 9" becomes "at 9", which is parsed as a time of day */
      if (g_str_equal (row->name, "at") && date->len <= 2
          && date->str[strspn (date->str, G_CSET_DIGITS)] == '\0' && date->len > 0)
        g_string_prepend (date, "at ");
      g_ptr_array_add (joined, g_string_free (g_steal_pointer (&date), FALSE));
    } else
      g_ptr_array_add (joined, g_strdup (*argv++));
  }
  while (*argv != NULL)
    g_ptr_array_add (joined, g_strdup (*argv++));
  g_ptr_array_add (joined, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&joined), FALSE);
}

void
cli_options_clear (const CliOption *table, gpointer values)
{
  for (const CliOption *row = table; row != NULL && row->name != NULL; row++)
    if (row->kind == CLI_LIST)
      g_clear_pointer (&G_STRUCT_MEMBER (GPtrArray *, values, row->offset), g_ptr_array_unref);
}
