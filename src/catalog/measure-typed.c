/* measure-typed.c: takes apart what the user typed about how they feel, or about what a laboratory
 * found: a name, a value and a unit. */
#include "catalog/catalog-private.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include "model/observation.h"

#include <regimen/when.h>

#include <string.h>

#define MOST_DIGITS 12
#define LONGEST_UNIT 40

/* How many words a name beside "mild" or a number may have; if there are more, it is a sentence. */
#define MOST_NAME_WORDS 3

/* What is known about the text that is taken apart. */
typedef struct {
  const RgmCatalog *catalog;
  RgmObservationKind kind;
  const RgmMeasure *measure; /* nullable */
  const char *name;
  gboolean again; /* it is a correction: the name is on record */
} What;

void
rgm_typed_free (RgmTyped *typed)
{
  if (typed == NULL)
    return;
  g_free (typed->name);
  g_free (typed->value);
  g_free (typed->unit);
  g_free (typed->at);
  g_free (typed->low);
  g_free (typed->high);
  g_free (typed);
}

/* Punctuation at the end of a name only separates it from the value, so it is left out. */
static RgmTyped *
new_typed (const What *what, const char *value, const char *unit)
{
  RgmTyped *typed = g_new0 (RgmTyped, 1);
  gsize length = strlen (what->name);
  while (value != NULL && length > 1 && strchr (" ,;:", what->name[length - 1]) != NULL)
    length--;
  typed->measure = what->measure;
  typed->name = g_strndup (what->name, length);
  typed->value = g_strdup (value);
  typed->unit = g_strdup (unit);
  return typed;
}

/* ---- words ---- */

/* Puts a blank after each equals sign or colon that stands between letters and a number:
 * "pain=11". */
static void
part_numbers (GString *text)
{
  for (gsize i = 1; i + 1 < text->len; i++)
    if ((text->str[i] == '=' || text->str[i] == ':') && g_ascii_isalpha (text->str[i - 1])
        && (g_ascii_isdigit (text->str[i + 1]) || strchr ("<>-+.", text->str[i + 1]) != NULL))
      g_string_insert_c (text, (gssize)i + 1, ' ');
}

/* The words of @text, without a colon or an equals sign after them. Returns: (transfer full). */
static char **
split (const char *text)
{
  g_autofree char *plain = text_plain_blanks (text);
  g_autoptr (GString) parted = g_string_new (plain);
  part_numbers (parted);
  g_auto (GStrv) words = g_strsplit_set (parted->str, " ", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  for (char **word = words; *word != NULL; word++) {
    gsize length = strlen (*word);
    if (length > 0 && ((*word)[length - 1] == ':' || (*word)[length - 1] == '='))
      (*word)[length - 1] = '\0';
    if (**word != '\0')
      g_strv_builder_add (kept, *word);
  }
  return g_strv_builder_end (kept);
}

/* The first @count of @words, with a blank between them. Returns: (transfer full). */
static char *
join (char **words, guint count)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", words[i]);
  return g_string_free (text, FALSE);
}

static gboolean
is_one_of (const char *word, const char *const *words)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  return g_strv_contains (words, lower);
}

static gboolean
is_step (const char *word)
{
  static const char *const steps[] = { "none", "mild", "moderate", "severe", NULL };
  return is_one_of (word, steps);
}

/* Whether @word, beside "mild" or a number, may change the meaning, as in "not mild" or "6 to
 * 8". */
static gboolean
is_doubtful (const char *word)
{
  static const char *const doubtful[]
    = { "not",    "no",     "never", "very", "quite", "rather", "fairly", "less",
        "more",   "to",     "or",    "and",  "but",   "only",   "just",   "almost",
        "isn't",  "wasn't", "than",  "at",   "for",   "since",  "after",  "from",
        "before", "by",     "in",    "on",   "with",  "until",  "around", "about",
        "over",   "under",  "too",   "so",   "how",   "day",    "-",      NULL };
  return is_step (word) || is_one_of (word, doubtful);
}

/* ---- numbers ---- */

/* The length of the number at the beginning of @word, including a sign, "<" or ">" before it; 0 if
 * there is none. The number may be malformed. */
static gsize
number_length (const char *word)
{
  const char *at = word + strspn (word, "<>=");
  gsize digits;
  while (g_str_has_prefix (at, "\u2264") || g_str_has_prefix (at, "\u2265"))
    at = g_utf8_next_char (at);
  at += *at == '-' || *at == '+';
  digits = strspn (at, "0123456789.,");
  return strpbrk (word, "0123456789") == NULL || digits == 0 || *at == ','
           ? 0
           : (gsize)(at - word) + digits;
}

/* Whether @word is a number, perhaps with a unit at its end: "2.41", "<0.5", "38.4C", but not
 * "15-3", "25-OH" or "10^9/L". */
static gboolean
is_value_word (const char *word)
{
  gsize length = number_length (word);
  const char *rest = word + length;
  if (length == 0)
    return FALSE;
  return *rest == '\0'
         || ((*rest == '%' || *rest == '\xc2' || g_unichar_isalpha (g_utf8_get_char (rest)))
             && (strpbrk (rest, "0123456789") == NULL || strchr (rest, '/') != NULL));
}

/* Refuses a number with a comma, such as "2,41". If three digits follow it, the comma may also
 * separate thousands, and the message has both readings. */
static gboolean
fail_comma (const char *typed, const char *digits, GError **error)
{
  const char *comma = strchr (digits, ',');
  g_autofree char *quoted = text_quote (typed);
  g_autofree char *pointed = g_strdelimit (g_strdup (digits), ",", '.');
  g_autofree char *joined = g_strdup_printf ("%.*s%s", (int)(comma - digits), digits, comma + 1);
  if (strpbrk (comma + 1, ".,") != NULL || comma[1] == '\0')
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a number; type digits with one decimal point, such as 1.98"),
                 quoted);
  else if (strlen (comma + 1) == 3) {
    /* without needless zeros, because a number with them would be refused, too */
    for (gsize length = strlen (pointed); strchr ("0.", pointed[length - 1]) != NULL; length--) {
      gboolean point = pointed[length - 1] == '.';
      pointed[length - 1] = '\0';
      if (point)
        break;
    }
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s can be read as \"%s\" and as \"%s\"; type the one that is meant"), quoted,
                 joined, pointed);
  } else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has a comma; type the number with a decimal point: %s"), quoted, pointed);
  return FALSE;
}

/* Replaces the comma of "0,9" or "2,41" by a point. With one digit before it, and one or two after
 * it (or any number after a 0), it cannot separate thousands. The caller has found a unit after the
 * number; without a unit, the text may be a list of values. */
static void
point_decimal_comma (char *number, gsize length)
{
  char *at = number + strspn (number, "<>=");
  const char *end = number + length;
  gboolean one_digit = g_ascii_isdigit (at[0]) && at[1] == ',';
  gsize behind = one_digit ? strspn (at + 2, G_CSET_DIGITS) : 0;

  if (behind > 0 && at + 2 + behind == end && (behind <= 2 || at[0] == '0'))
    at[1] = '.';
}

/* The number of @length bytes at @word as it is stored: as it was typed, but with a 0 before a
 * point that has no digit before it. @plain: a sign, "<" or ">" is not accepted. Returns: (transfer
 * full): NULL with @error set. */
static char *
read_number (const char *word, gsize length, gboolean plain, GError **error)
{
  g_autofree char *typed = g_strndup (word, length);
  const char *digits = typed + strcspn (typed, "0123456789.,");
  gsize whole = strspn (digits, G_CSET_DIGITS), rest;
  const char *end = digits + whole;
  if (strchr (digits, ',') != NULL) {
    fail_comma (typed, digits, error);
    return NULL;
  }
  end += *end == '.';
  rest = strspn (end, G_CSET_DIGITS);
  if (end[rest] != '\0' || (end > digits + whole && rest == 0) || whole + rest == 0
      || whole + rest > MOST_DIGITS || (plain && digits != typed)) {
    g_autofree char *quoted = text_quote (typed);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a number that is accepted here; type at most 12 digits, with a "
                    "decimal point if needed, such as 1.98"),
                 quoted);
    return NULL;
  }
  if (!amount_check_readings (digits, error))
    return NULL;
  return g_strdup_printf ("%.*s%s%s", (int)(digits - typed), typed, whole == 0 ? "0" : "", digits);
}

/* Whether @value is from @lowest to @highest, compared digit by digit. */
static gboolean
is_within (const char *value, int lowest, int highest)
{
  g_autofree char *low = g_strdup_printf ("%d", lowest);
  g_autofree char *high = g_strdup_printf ("%d", highest);
  gboolean numbers = FALSE;
  return observation_compare_values (value, low, &numbers) >= 0 && numbers
         && observation_compare_values (value, high, &numbers) <= 0;
}

gboolean
rgm_value_is_none (const char *value)
{
  gboolean numbers = FALSE;
  if (value == NULL)
    return FALSE;
  return strcmp (value, "none") == 0
         || (observation_compare_values (value, "0", &numbers) == 0 && numbers);
}

/* ---- what stands beside a value ---- */

/* Whether the @count words have the form of a date, even if there is no such day or it is not clear
 * which day is meant: "20 nov", "last week". "2.10" does not count: beside values it is a number
 * and not the second of October. */
static gboolean
is_date (char **words, guint count)
{
  const char *point = strchr (words[0], '.');
  gboolean number = point != NULL && point > words[0] && g_ascii_isdigit (point[1])
                    && strchr (point + 1, '.') == NULL
                    && words[0][strspn (words[0], "0123456789.")] == '\0';

  return !number
         && rgm_when_count_words (words, count, FALSE, rgm_zone_get ("UTC", NULL), 0,
                                  RGM_WHEN_HAPPENED)
              == count;
}

/* Whether @word, before a date, shows that the date is not the day of the observation itself:
 * "since", "until". */
static gboolean
goes_on (const char *word)
{
  static const char *const words[]
    = { "since", "until", "till", "than",  "from", "before", "after", "like", "as", "not",
        "for",   "by",    "to",   "every", "of",   "and",    "worse", "or",   NULL };
  return is_one_of (word, words);
}

static gboolean
has_value (char **words, guint count)
{
  for (guint i = 0; i < count; i++)
    if (number_length (words[i]) > 0 || is_step (words[i]))
      return TRUE;
  return FALSE;
}

/* Whether the @count words at @words, which have the form of a date, may mean something else: "sat"
 * and "sun" in a sentence, or "6/10" if there is no other value. */
static gboolean
is_doubtful_date (char **words, guint count, gboolean value)
{
  static const char *const others[] = { "sun", "sat", "wed", NULL };
  return count == 1
         && (is_one_of (words[0], others)
             || (!value && strspn (words[0], "0123456789/.-") == strlen (words[0])));
}

/* Whether the @count words are an hour alone, as in "at 3". Without a value, they may mean that
 * hour of every night. */
static gboolean
is_hour_alone (char **words, guint count)
{
  static const char *const before[] = { "at", "about", "around", NULL };

  return count == 2 && is_one_of (words[0], before)
         && rgm_when_count_words (words + 1, 1, FALSE, rgm_zone_get ("UTC", NULL), 0,
                                  RGM_WHEN_HAPPENED)
              == 0;
}

/* Whether the @count words from @from on are the day of the observation, and stand where a day can
 * stand: at the end or the beginning, or right before the value. */
static gboolean
is_date_there (char **words, guint from, guint count, RgmObservationKind kind)
{
  guint end = from + count;
  gboolean felt = kind == RGM_OBSERVATION_FELT, value = has_value (words, from);
  gboolean after_value = from > 0 && has_value (words + from - 1, 1);
  if (words[end] != NULL && from > 0
      && (value || !has_value (words + end, 1) || g_ascii_strcasecmp (words[from], "now") == 0))
    return FALSE;
  return (from == 0 || !goes_on (words[from - 1]))
         && (after_value || !is_doubtful_date (words + from, count, value || !felt))
         && (value || !is_hour_alone (words + from, count)) && is_date (words + from, count);
}

/* Finds the day of the observation among @words: as many words as together are a date, but without
 * a number that is needed as the value: "this morning" in "pain 6 this morning", "yesterday" in
 * "pain yesterday 6". Returns: how many words it has; 0 if there is none. @from: (out): the index
 * of the first of them. */
static guint
find_date (char **words, RgmObservationKind kind, guint *from)
{
  guint count = g_strv_length (words);
  for (*from = 1; *from < count; ++*from) {
    guint length = count - *from;
    gboolean value = has_value (words, *from), clear;
    if (!is_date_there (words, *from, length, kind))
      continue;
    if (!value && has_value (words + *from, 1) && length > 1
        && is_date (words + *from + 1, length - 1))
      return count - ++*from;
    g_autofree char *text = join (words + *from, length);
    clear = rgm_when_parse (text, rgm_zone_get ("UTC", NULL), 0, RGM_WHEN_HAPPENED, &(RgmWhen){ 0 },
                            NULL);
    if (!value && !clear && length > 1 && has_value (words + count - 1, 1)
        && is_date (words + *from, length - 1))
      return length - 1;
    return length;
  }
  for (*from = 0; *from + 1 < count; ++*from)
    for (guint length = count - *from - 1; length > 0; length--)
      if (is_date_there (words, *from, length, kind))
        return length;
  return 0;
}

/* Whether the @count words are a range, with or without a word or brackets: "(2.15-2.55)", "range
 * 2.15 to 2.55". @low, @high: (out) (transfer full). */
static gboolean
read_range_words (char **words, guint count, char **low, char **high)
{
  static const char *const before[]
    = { "range", "ref", "ref.", "reference", "normal", "norm", NULL };
  g_autofree char *all = join (words, count);
  g_autofree char *bare = g_strdelimit (g_strdup (all), "()[]", ' ');
  g_auto (GStrv) parts = g_strsplit_set (bare, " :", -1);
  g_autoptr (GString) range = g_string_new (NULL);
  gboolean begun = FALSE;
  for (char **part = parts; *part != NULL; part++) {
    if (**part == '\0' || (!begun && is_one_of (*part, before)))
      continue;
    begun = TRUE;
    g_string_append_printf (range, "%s ", *part);
  }
  return rgm_range_parse (g_strchomp (range->str), low, high, NULL);
}

/* Finds the reference range of a laboratory among the @count words: after a value, at the end, or
 * between the number and its unit: "1.98 (2.2-2.6) mmol/L". @from: (out): the index of its first
 * word. Returns: how many words it has; 0 if there is none. */
static guint
find_range (char **words, guint count, guint *from, char **low, char **high)
{
  for (guint i = 1; i < count; i++) {
    guint shortest = is_value_word (words[i - 1]) ? 1 : count - i;
    *from = i;
    for (guint length = count - i; has_value (words, i) && length >= shortest; length--)
      if (read_range_words (words + i, length, low, high))
        return length;
  }
  return 0;
}

/* Takes the day out of @words, and for a laboratory also the range. @details: receives them. */
static void
take_details (char **words, RgmObservationKind kind, RgmTyped *details)
{
  guint length = 1, from = 0;
  while (length > 0) {
    guint count = g_strv_length (words);
    length = details->at == NULL ? find_date (words, kind, &from) : 0;
    if (length > 0)
      details->at = join (words + from, length);
    else if (kind == RGM_OBSERVATION_LAB && details->low == NULL) {
      length = find_range (words, count, &from, &details->low, &details->high);
    }
    for (guint i = from; i < from + length; i++)
      g_free (words[i]);
    memmove (words + from, words + from + length, (count - from - length + 1) * sizeof *words);
  }
}

/* If the message of @error suggests a command with --note or --site, adds --at and the day @at to
 * that command, because the day was taken out of the text. */
static void
add_day (GError **error, const char *at)
{
  g_autofree char *quoted = text_shell_word (at), *option = NULL;
  const char *place;
  if (error == NULL || *error == NULL
      || ((place = strstr ((*error)->message, " --note ")) == NULL
          && (place = strstr ((*error)->message, " --site ")) == NULL))
    return;
  option = g_strdup_printf (" --at %s", quoted);
  error_reword (error, "%.*s%s%s", (int)(place - (*error)->message), (*error)->message, option,
                place);
}

/* Gives @typed the details that were taken out of the text. If @typed is NULL, the day is added to
 * the command in @error instead. Returns: @typed. */
static RgmTyped *
add_details (RgmTyped *typed, RgmTyped *details, GError **error)
{
  if (typed == NULL && details->at != NULL)
    add_day (error, details->at);
  if (typed != NULL) {
    typed->at = g_steal_pointer (&details->at);
    typed->low = g_steal_pointer (&details->low);
    typed->high = g_steal_pointer (&details->high);
  }
  return typed;
}

/* @text without words such as "in my" at its beginning: "lower back" for "in my lower back". */
static const char *
without_in (const char *text)
{
  static const char *const before[]
    = { "in my ", "in the ", "in ", "on my ", "on the ", "at the " };
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    if (g_str_has_prefix (text, before[i]))
      return text + strlen (before[i]);
  return text;
}

/* Refuses the @count words that follow the first @before of @words, which are already a complete
 * value. */
static gboolean
fail_extra (const What *what, char **words, guint before, guint count, GError **error)
{
  g_autofree char *text = join (words + before, count), *quoted = text_quote (text);
  g_autofree char *extra = text_shell_word (without_in (text)), *value = join (words, before);
  g_autofree char *name = text_shell_word (what->name);
  if (what->kind == RGM_OBSERVATION_LAB)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s comes after the unit; as a note it is typed like this: regimen lab %s %s "
                    "--note %s"),
                 quoted, name, value, extra);
  /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): it cannot follow the memmove(). */
  else if (goes_on (words[before]) || number_length (words[before]) > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s comes after the value; as a note it is typed like this: regimen feel %s %s "
                    "--note %s"),
                 quoted, name, value, extra);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s comes after the value; if it is where you feel it: regimen feel %s %s "
                    "--site %s (or --note, for anything else)"),
                 quoted, name, value, extra);
  return FALSE;
}

/* ---- felt ---- */

static RgmTyped *
fail_not_accepted (const What *what, char **words, GError **error)
{
  g_autofree char *typed = g_strjoinv (" ", words), *quoted = text_quote (typed);
  g_autofree char *accepts = rgm_measure_accepts (what->measure);
  const char *example = what->measure->examples[0];
  if (example != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not accepted for %s; use %s, for example: regimen feel %s"), quoted,
                 what->measure->name, accepts, example);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s is not accepted for %s; use %s"), quoted,
                 what->measure->name, accepts);
  return NULL;
}

/* Refuses @words, because the only word after the first @named of them, which name the measure, is
 * not a value. The message says how to keep that word as a note. */
static RgmTyped *
fail_word (const What *what, char **words, guint named, guint value, GError **error)
{
  g_autofree char *quoted = text_quote (words[value]), *note = text_shell_word (words[value]);
  g_autofree char *accepts = rgm_measure_accepts (what->measure), *name = join (words, named);
  g_autofree char *shown = text_shell_word (name);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s is not accepted for %s; use %s; words go into a note: regimen feel %s VALUE --note %s"),
    quoted, what->measure->name, accepts, shown, note);
  return NULL;
}

/* How many of @words, which follow a number, only repeat the end of the scale: "/ 10", "out of
 * 10". */
static guint
count_scale_words (char **words, int highest)
{
  static const char *const ways[] = { "/%d", "/ %d", "of %d", "out of %d" };
  guint count = g_strv_length (words);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree char *end = g_strdup_printf ("%d", highest);
    g_auto (GStrv) parts = g_strsplit (ways[i], "%d", 2);
    g_autofree char *way = g_strconcat (parts[0], end, NULL);
    guint length = strchr (way, ' ') == NULL ? 1 : i == 3 ? 3 : 2;
    g_autofree char *typed = join (words, MIN (length, count));
    if (g_ascii_strcasecmp (typed, way) == 0)
      return length;
  }
  return 0;
}

/* Reads a value of a measure that has a scale and no units. @words: the first one is the value. */
static RgmTyped *
read_scale_value (const What *what, char **words, GError **error)
{
  const RgmMeasure *measure = what->measure;
  gsize length = number_length (words[0]);
  g_autofree char *end = g_strdup_printf ("/%d", measure->highest), *value = NULL;
  guint used = 1, count = g_strv_length (words);
  if (is_step (words[0]))
    value = g_utf8_strdown (words[0], -1);
  else {
    if (length == 0 || (words[0][length] != '\0' && strcmp (words[0] + length, end) != 0))
      return fail_not_accepted (what, words, error);
    value = read_number (words[0], length, FALSE, error);
    if (value == NULL)
      return NULL;
    if (!is_within (value, measure->lowest, measure->highest))
      return fail_not_accepted (what, words, error);
    used += words[0][length] == '\0' ? count_scale_words (words + 1, measure->highest) : 0;
  }
  if (used < count) {
    fail_extra (what, words, used, count - used, error);
    return NULL;
  }
  return new_typed (what, value, NULL);
}

/* Refuses a number without a unit if it is within the limits of one of the measure's units.
 * Returns: TRUE if it was refused. */
static gboolean
lacks_unit (const What *what, const char *value, GError **error)
{
  const GPtrArray *units = what->measure->units;
  const RgmUnit *fits = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  for (guint i = 0; i < units->len; i++) {
    const RgmUnit *unit = units->pdata[i];
    g_ptr_array_add (names, unit->name);
    if (fits == NULL && unit->highest > 0 && is_within (value, unit->lowest, unit->highest))
      fits = unit;
  }
  if (fits == NULL)
    return FALSE;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **)names->pdata);
  if (what->again)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no unit; type the unit after the number (%s): %s%s"), value, list,
                 value, fits->name);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no unit; type the unit after the number (%s): regimen feel %s %s%s"),
                 value, list, what->measure->name, value, fits->name);
  return TRUE;
}

/* Reads a value of a measure that has units. As many of the words after the number as together are
 * a unit count as its unit. */
static RgmTyped *
read_unit_value (const What *what, char **words, GError **error)
{
  gsize length = number_length (words[0]);
  const char *attached = words[0] + length;
  guint count = g_strv_length (words);
  g_autofree char *value = length > 0 ? read_number (words[0], length, FALSE, error) : NULL;
  if (length == 0)
    return fail_not_accepted (what, words, error);
  if (value != NULL && count == 1 && *attached == '\0' && lacks_unit (what, value, error))
    return NULL;
  for (guint used = count; value != NULL && used > 0; used--) {
    g_autofree char *behind = join (words + 1, used - 1);
    g_autofree char *unit
      = g_strjoin (*attached != '\0' && *behind != '\0' ? " " : "", attached, behind, NULL);
    const RgmUnit *known = rgm_unit_find (what->catalog, unit);
    if (known == NULL || !g_ptr_array_find (what->measure->units, known, NULL))
      continue;
    if (known->highest > 0 && !is_within (value, known->lowest, known->highest))
      return fail_not_accepted (what, words, error);
    if (used == count)
      return new_typed (what, value, unit);
    fail_extra (what, words, used, count - used, error);
    return NULL;
  }
  return value != NULL ? fail_not_accepted (what, words, error) : NULL;
}

static RgmTyped *
read_felt_value (const What *what, char **words, GError **error)
{
  return what->measure->units->len > 0 ? read_unit_value (what, words, error)
                                       : read_scale_value (what, words, error);
}

/* The measure whose scale is used for a name that contains a word for it: "back pain" has the scale
 * of pain. */
static const RgmMeasure *
scale_of_words (const RgmCatalog *catalog, char **words, guint count)
{
  for (guint i = 0; i < count; i++) {
    const RgmMeasure *measure = rgm_measure_find (catalog, RGM_OBSERVATION_FELT, words[i]);
    if (measure != NULL && measure->units->len == 0 && measure->highest > 0)
      return measure;
  }
  return NULL;
}

/* Reads an observation with a name of the person's own, the @count words, and the value @word. */
static RgmTyped *
read_own_value (const RgmCatalog *catalog, char **words, guint count, const char *word,
                GError **error)
{
  g_autofree char *name = join (words, count);
  const char *const alone[] = { word, NULL };
  const RgmMeasure *scale = scale_of_words (catalog, words, count);
  What what = { catalog, RGM_OBSERVATION_FELT, scale, name, FALSE };
  g_autofree char *value = NULL;
  g_return_val_if_fail (word != NULL, NULL);
  if (scale != NULL) {
    RgmTyped *typed = read_scale_value (&what, (char **)alone, error);
    if (typed != NULL)
      typed->measure = NULL;
    return typed;
  }
  value
    = is_step (word) ? g_utf8_strdown (word, -1) : read_number (word, strlen (word), TRUE, error);
  return value != NULL ? new_typed (&what, value, NULL) : NULL;
}

/* Whether the @count words can be a name that has a value beside it. */
static gboolean
is_plain_name (char **words, guint count)
{
  for (guint i = 0; i < count; i++)
    if (is_doubtful (words[i]) || number_length (words[i]) > 0)
      return FALSE;
  return count > 0 && count <= MOST_NAME_WORDS;
}

/* How many of @words, from the first on, name a measure of the catalog. @values: whether words also
 * count that name a measure only if a value follows. @measure: (out). */
static guint
count_measure_words (const RgmCatalog *catalog, RgmObservationKind kind, char **words,
                     gboolean values, const RgmMeasure **measure)
{
  const GPtrArray *measures = rgm_catalog_measures (catalog);
  for (guint count = g_strv_length (words); count > 0; count--) {
    g_autofree char *name = join (words, count), *key = rgm_observation_key (name);
    *measure = rgm_measure_find (catalog, kind, name);
    for (guint i = 0; values && *measure == NULL && i < measures->len; i++) {
      const RgmMeasure *each = measures->pdata[i];
      if (each->kind == kind && catalog_is_called (each->name, each->value_words, key))
        *measure = each;
    }
    if (*measure != NULL)
      return count;
  }
  return 0;
}

static gboolean
has_letter (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static RgmTyped *
fail_no_value (const RgmMeasure *measure, GError **error)
{
  g_autofree char *accepts = rgm_measure_accepts (measure);
  g_autofree char *name = text_shell_word (measure->name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s needs a value: %s; to see what is on record: regimen feel %s --trend"),
               measure->name, accepts, name);
  return NULL;
}

/* How many words that say nothing, such as "is", stand between a name and its value: 0 or 1. */
static guint
count_filler (char **words)
{
  static const char *const filler[] = { "is", "was", "of", "at", "level", NULL };
  return *words != NULL && is_one_of (*words, filler) ? 1 : 0;
}

static const char *const verbs[] = { "is", "was", NULL };

/* A measure of the catalog in a sentence, and the number that is its value: "my temperature is 38.4
 * C", "pain today is 6". */
typedef struct {
  const RgmMeasure *measure;
  guint from, end, value; /* the words that name it, from @from up to @end, and the number */
} Found;

/* Finds the value of the measure that @words name from @found->from on: the next number, if it
 * follows the name at once or comes after "is" or "was". */
static gboolean
find_value (const RgmCatalog *catalog, char **words, Found *found)
{
  static const char *const between[] = { "is", "was", "now", "still", "about", "around", NULL };
  gboolean verb = FALSE;
  found->end = found->from
               + count_measure_words (catalog, RGM_OBSERVATION_FELT, words + found->from, TRUE,
                                      &found->measure);
  for (found->value = found->end; words[found->value] != NULL; found->value++) {
    const char *before = words[found->value - (found->value > 0)];
    if (number_length (words[found->value]) > 0)
      return found->end > found->from
             && (found->value == found->end || (verb && is_one_of (before, between)));
    verb = verb || is_one_of (words[found->value], verbs);
  }
  return FALSE;
}

/* The words of a sentence, up to the value, that do not name the measure. Returns: (transfer full):
 * "" if there are only words such as "my". */
static char *
rest_of_sentence (char **words, const Found *found)
{
  static const char *const nothing[]
    = { "my", "the", "a", "an", "i", "have", "had", "has", "her", "his", "now", NULL };
  GString *rest = g_string_new (NULL);
  gboolean more = FALSE;
  for (guint i = 0; i < found->value; i++) {
    if (i >= found->from && (i < found->end || is_one_of (words[i], verbs)))
      continue;
    more = more || !is_one_of (words[i], nothing);
    g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", words[i]);
  }
  if (!more)
    g_string_truncate (rest, 0);
  return g_string_free (rest, FALSE);
}

/* Reads a sentence with a measure and its value. The name of the measure may be a part of a name of
 * the person's own ("back pain 6"); other words are refused. */
static RgmTyped *
read_sentence (const RgmCatalog *catalog, char **words, const Found *found, GError **error)
{
  What what = { catalog, RGM_OBSERVATION_FELT, found->measure, found->measure->name, FALSE };
  g_autofree char *rest = rest_of_sentence (words, found), *own = join (words, found->end);
  g_autoptr (RgmTyped) typed = read_felt_value (&what, words + found->value, error);
  if (typed == NULL || *rest == '\0')
    return g_steal_pointer (&typed);
  if (is_plain_name (words, found->end)
      && count_filler (words + found->end) >= found->value - found->end) {
    typed->measure = NULL;
    g_free (typed->name);
    typed->name = g_steal_pointer (&own);
    return g_steal_pointer (&typed);
  }
  g_autofree char *quoted = text_quote (rest), *note = text_shell_word (rest);
  g_autofree char *value = g_strjoinv (" ", words + found->value);
  g_autofree char *name = text_shell_word (what.name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s comes before a value of %s; as a note it is typed like this: regimen feel %s "
                  "%s --note %s"),
               quoted, what.name, name, value, note);
  return NULL;
}

/* Replaces "zero" to "ten" in @word by a number: "pain six". */
static void
read_number_word (char **word)
{
  static const char *const numbers[]
    = { "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten" };
  for (gsize i = 0; *word != NULL && i < G_N_ELEMENTS (numbers); i++)
    if (g_ascii_strcasecmp (*word, numbers[i]) == 0) {
      g_free (*word);
      *word = g_strdup_printf ("%d", (int)i);
      return;
    }
}

/* Reads how the user feels. @words: without the day of the observation. */
static RgmTyped *
read_felt (const RgmCatalog *catalog, char **words, GError **error)
{
  guint count = g_strv_length (words), named;
  g_autofree char *all = g_strjoinv (" ", words);
  What what = { catalog, RGM_OBSERVATION_FELT, NULL, all, FALSE };
  if (!has_letter (all) || (is_value_word (all) && count == 1)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("type what was felt, and then its value: regimen feel WHAT [VALUE]"));
    return NULL;
  }
  if (count > 1
      && (is_one_of (words[count - 2], verbs) || scale_of_words (catalog, words + count - 2, 1)))
    read_number_word (&words[count - 1]);
  named = count_measure_words (catalog, what.kind, words, TRUE, &what.measure);
  if (named > 0) {
    guint value = named + count_filler (words + named);
    what.name = what.measure->name;
    if (words[value] != NULL && (number_length (words[value]) > 0 || is_step (words[value])))
      return read_felt_value (&what, words + value, error);
    if (words[named] == NULL && rgm_measure_find (catalog, what.kind, all) != NULL)
      return fail_no_value (what.measure, error);
    /* one word that is not a value does not make a sentence: "pain bad" */
    if (words[value] != NULL && words[value + 1] == NULL)
      return fail_word (&what, words, named, value, error);
  }
  for (Found found = { .from = count }; found.from-- > 0;)
    if (find_value (catalog, words, &found))
      return read_sentence (catalog, words, &found, error);
  if (count > 1 && (is_step (words[count - 1]) || is_value_word (words[count - 1]))
      && number_length (words[count - 1]) == strspn (words[count - 1], "0123456789.,+-")
      && is_plain_name (words, count - 1))
    return read_own_value (catalog, words, count - 1, words[count - 1], error);
  if (count > 1 && is_step (words[0]) && is_plain_name (words + 1, count - 1))
    return read_own_value (catalog, words + 1, count - 1, words[0], error);
  what.measure = NULL;
  what.name = all;
  return new_typed (&what, NULL, NULL);
}

RgmTyped *
rgm_felt_parse (const RgmCatalog *catalog, const char *text, GError **error)
{
  g_auto (GStrv) words = split (text);
  g_autoptr (RgmTyped) details = g_new0 (RgmTyped, 1);
  if (!text_check (_ ("text"), text, error))
    return NULL;
  take_details (words, RGM_OBSERVATION_FELT, details);
  return add_details (read_felt (catalog, words, error), details, error);
}

/* ---- what a laboratory found ---- */

/* How many of @words, from the first on, are a unit of the catalog. Others may follow: "mmol/L
 * fasting". */
static guint
count_unit_words (const RgmCatalog *catalog, char **words)
{
  for (guint count = g_strv_length (words); count > 0; count--) {
    g_autofree char *unit = join (words, count);
    if (rgm_unit_find (catalog, unit) != NULL)
      return count;
  }
  return 0;
}

/* Whether a word in @unit belongs to a date or a range. Without this check, a date or range that
 * was misread would be recorded as a unit. */
static gboolean
has_other_word (const char *unit)
{
  static const char *const others[]
    = { "range", "ref",     "ref.",    "reference", "normal",  "norm",  "last", "this",
        "next",  "week",    "month",   "year",      "ago",     "since", "on",   "at",
        "from",  "morning", "evening", "night",     "between", "low",   "high", NULL };
  g_auto (GStrv) words = g_strsplit (unit, " ", -1);
  for (char **word = words; *word != NULL; word++)
    if (is_one_of (*word, others)
        || (strspn (*word, "0123456789.") != strlen (*word)
            && rgm_when_count_words (word, g_strv_length (word), FALSE, rgm_zone_get ("UTC", NULL),
                                     0, RGM_WHEN_HAPPENED)
                 > 0))
      return TRUE;
  return FALSE;
}

/* Whether @unit has a number in brackets or two numbers with a dash between them. */
static gboolean
has_range_form (const char *unit)
{
  for (const char *at = unit; *at != '\0'; at = g_utf8_next_char (at)) {
    const char *next = g_utf8_next_char (at);
    gunichar dash = g_utf8_get_char (next);
    gboolean bracket = *at == '(' || *at == '[';
    if (bracket && strchr ("0123456789<>", next[strspn (next, " ")]) != NULL)
      return TRUE;
    if (g_ascii_isdigit (*at) && (dash == '-' || dash == 0x2013 || dash == 0x2014 || dash == 0x2212)
        && g_ascii_isdigit (*g_utf8_next_char (next)))
      return TRUE;
  }
  return FALSE;
}

/* Refuses @parts, the words of a unit, because they contain what looks like a range. If it is clear
 * which of them is the range, the message has the whole command as it should be typed. @value: the
 * number before them. */
static gboolean
fail_range_in_unit (const What *what, const char *value, char **parts, GError **error)
{
  g_autofree char *unit = g_strjoinv (" ", parts), *quoted = text_quote (unit);
  g_autofree char *name = text_shell_word (what->name), *low = NULL, *high = NULL, *rest = NULL;
  guint range = 0;
  while (parts[range] != NULL && !read_range_words (parts + range, 1, &low, &high))
    range++;
  if (low != NULL)
    rest = range > 0 ? join (parts, range) : g_strjoinv (" ", parts + 1);
  if (rest != NULL && *rest != '\0' && !has_range_form (rest) && strpbrk (rest, "()[]") == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a unit; with the range it is typed like this: regimen lab %s %s %s "
                    "--range %s-%s"),
                 quoted, name, value, rest, low, high);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a unit; a value with its range is typed like this: regimen lab %s "
                    "%s UNIT --range LOW-HIGH"),
                 quoted, name, value);
  return FALSE;
}

/* Whether @unit can be a unit. @value: the number before it, for a message. */
static gboolean
check_unit (const What *what, const char *value, const char *unit, GError **error)
{
  g_autofree char *quoted = text_quote (unit);
  gunichar first = g_utf8_get_char (unit);
  g_auto (GStrv) parts = g_strsplit (unit, " ", -1);
  guint known = count_unit_words (what->catalog, parts);
  if (known > 0 && parts[known] == NULL)
    return TRUE;
  if (has_range_form (unit))
    return fail_range_in_unit (what, value, parts, error);
  if (known > 0) {
    g_autofree char *all = g_strconcat (value, " ", unit, NULL);
    g_auto (GStrv) line = g_strsplit (all, " ", -1);
    return fail_extra (what, line, 1 + known, g_strv_length (parts) - known, error);
  }
  if (g_utf8_strlen (unit, -1) <= LONGEST_UNIT && !is_value_word (parts[0])
      && !is_value_word (parts[g_strv_length (parts) - 1]) && !has_other_word (unit)
      && (g_unichar_isalpha (first) || strchr ("%/", (int)first) != NULL || first == 0xb0
          || strpbrk (unit, "^/*") != NULL))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not a unit; type the unit as the laboratory writes it, such as mmol/L"),
               quoted);
  return FALSE;
}

static RgmTyped *
fail_no_unit (const What *what, const char *value, GError **error)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  g_autofree char *list = NULL, *name = text_shell_word (what->name);
  for (guint i = 0; i < what->measure->units->len; i++)
    g_ptr_array_add (units, ((const RgmUnit *)what->measure->units->pdata[i])->name);
  g_ptr_array_add (units, NULL);
  list = g_strjoinv (", ", (char **)units->pdata);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s needs a unit, as printed beside the value on the laboratory report (%s, or "
                  "another): regimen lab %s %s UNIT"),
               what->name, list, name, value);
  return NULL;
}

/* Reads the value and the unit in @words. @unit_before: (nullable): the unit to use if none was
 * typed. */
static RgmTyped *
read_lab_value (const What *what, char **words, const char *unit_before, GError **error)
{
  gboolean apart = strspn (words[0], "<>=") == strlen (words[0]) && words[1] != NULL;
  g_autofree char *number = g_strconcat (words[0], apart ? words[1] : NULL, NULL);
  char **rest = words + (apart ? 2 : 1);
  gsize length = number_length (number);
  g_autofree char *behind = g_strjoinv (" ", rest), *value = NULL;
  g_autofree char *unit = g_strjoin (number[length] != '\0' && *behind != '\0' ? " " : "",
                                     number + length, behind, NULL);
  gboolean plain = what->measure != NULL && strpbrk (number, "-+") != NULL;
  if (!is_value_word (number)) {
    g_autofree char *quoted = text_quote (number);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a number that is accepted here; type at most 12 digits, with a "
                    "decimal point if needed, such as 1.98"),
                 quoted);
    return NULL;
  }
  if (*unit != '\0')
    point_decimal_comma (number, length);
  value = read_number (number, length, plain, error);
  if (value == NULL || (*unit != '\0' && !check_unit (what, value, unit, error)))
    return NULL;
  if (*unit != '\0')
    return new_typed (what, value, unit);
  if (unit_before == NULL && what->measure != NULL && what->measure->units->len > 0)
    return fail_no_unit (what, value, error);
  return new_typed (what, value, unit_before);
}

/* Whether @words, which follow the name of a measure, are a number and a unit. In "CA 125 40 U/mL"
 * they are not: "CA 125" is the name of another test, although "CA" alone is calcium. */
static gboolean
is_value_and_unit (char **words)
{
  guint first = *words != NULL && strspn (*words, "<>=") == strlen (*words) ? 1 : 0;
  if (*words == NULL || words[first] == NULL || number_length (words[first]) == 0)
    return FALSE;
  return words[first + 1] == NULL || !is_value_word (words[first + 1]);
}

/* Refuses @name if it is a misspelt name of a measure: its values would not be shown among those of
 * the measure. */
static gboolean
check_slip (const RgmCatalog *catalog, const char *name, GError **error)
{
  const GPtrArray *measures = rgm_catalog_measures (catalog);
  for (guint i = 0; i < measures->len; i++) {
    const RgmMeasure *measure = measures->pdata[i];
    if (measure->kind != RGM_OBSERVATION_LAB || !text_is_slip (name, measure->name))
      continue;
    g_autofree char *quoted = text_quote (name), *word = text_shell_word (measure->name);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s is not known; did you mean %s?"), quoted,
                 word);
    return FALSE;
  }
  return TRUE;
}

/* Refuses @words if the name, that is, the words before words[@value], contains another number:
 * "calcium 2 41 mmol/L" is not a test called "calcium 2". @known: (nullable): the measure with
 * whose name the words begin. */
static gboolean
check_loose_numbers (const RgmMeasure *known, char **words, guint value, GError **error)
{
  guint loose = 1;
  while (loose < value && !is_value_word (words[loose]))
    loose++;
  if (loose >= value)
    return TRUE;
  g_autofree char *all = g_strjoinv (" ", words), *quoted = text_quote (all);
  g_autofree char *before = join (words, loose), *name = join (words, value);
  g_autofree char *word = text_shell_word (known != NULL ? known->name : before);
  g_autofree char *whole = text_shell_word (name);
  g_autofree char *rest = g_strjoinv (" ", words + value), *last = text_shell_word (rest);
  if (known != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has more than one number; type one value and its unit: regimen lab %s "
                    "VALUE UNIT"),
                 quoted, word);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has more than one number; type one value and its unit: regimen lab %s "
                    "VALUE UNIT; if the name of the test has a number: regimen lab %s %s"),
                 quoted, word, whole, last);
  return FALSE;
}

/* Reads what a laboratory found. @words: without the day and the range. */
static RgmTyped *
read_lab (const RgmCatalog *catalog, char **words, GError **error)
{
  guint count = g_strv_length (words), named, value = count;
  g_autofree char *name = NULL;
  What what = { catalog, RGM_OBSERVATION_LAB, NULL, NULL, FALSE };
  const RgmMeasure *known;
  named = count_measure_words (catalog, what.kind, words, FALSE, &what.measure);
  known = what.measure;
  if (named > 0 && (named == count || is_value_and_unit (words + named)))
    value = named;
  else {
    what.measure = NULL;
    while (value > 0 && !is_value_word (words[value - 1]))
      value--;
    value = value > 0 ? value - 1 : count;
    value -= value > 0 && value < count && strspn (words[value - 1], "<>=") > 0;
  }
  name = join (words, value);
  what.name = what.measure != NULL ? what.measure->name : name;
  if (!has_letter (what.name)) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("type what was measured, and then its value and unit: regimen lab NAME VALUE UNIT"));
    return NULL;
  }
  if (what.measure == NULL
      && (!check_loose_numbers (known, words, value, error) || !check_slip (catalog, name, error)))
    return NULL;
  return value == count ? new_typed (&what, NULL, NULL)
                        : read_lab_value (&what, words + value, NULL, error);
}

RgmTyped *
rgm_lab_parse (const RgmCatalog *catalog, const char *text, GError **error)
{
  g_auto (GStrv) words = split (text);
  g_autoptr (RgmTyped) details = g_new0 (RgmTyped, 1);
  if (!text_check (_ ("text"), text, error))
    return NULL;
  take_details (words, RGM_OBSERVATION_LAB, details);
  return add_details (read_lab (catalog, words, error), details, error);
}

/* ---- another value ---- */

/* Reads another value for the observation @name. @words: without the day and the range. */
static RgmTyped *
read_value (const RgmCatalog *catalog, RgmObservationKind kind, const char *name, const char *unit,
            char **words, GError **error)
{
  What what = { catalog, kind, rgm_measure_find (catalog, kind, name), name, TRUE };
  gboolean felt = kind == RGM_OBSERVATION_FELT;
  if (*words != NULL && (number_length (*words) > 0 || (felt && is_step (*words)))) {
    if (!felt)
      return read_lab_value (&what, words, unit, error);
    if (what.measure != NULL)
      return read_felt_value (&what, words, error);
    g_auto (GStrv) named = split (name);
    if (words[1] == NULL)
      return read_own_value (catalog, named, g_strv_length (named), words[0], error);
  }
  g_autoptr (RgmTyped) typed
    = felt ? read_felt (catalog, words, NULL) : read_lab (catalog, words, NULL);
  g_autofree char *key = rgm_observation_key (name);
  g_autofree char *other = typed != NULL ? rgm_observation_key (typed->name) : NULL;
  if (typed != NULL && typed->value != NULL && strcmp (key, other) == 0)
    return g_steal_pointer (&typed);
  g_autofree char *text = g_strjoinv (" ", words), *quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               felt
                 ? _ ("%s is not a value of %s; type a number, or none, mild, moderate or severe")
                 : _ ("%s is not a value of %s; type a number and its unit"),
               quoted, name);
  return NULL;
}

RgmTyped *
rgm_value_parse (const RgmCatalog *catalog, RgmObservationKind kind, const char *name,
                 const char *unit, const char *text, GError **error)
{
  g_auto (GStrv) words = split (text);
  g_autoptr (RgmTyped) details = g_new0 (RgmTyped, 1);
  if (!text_check (_ ("value"), text, error))
    return NULL;
  take_details (words, kind, details);
  return add_details (read_value (catalog, kind, name, unit, words, error), details, error);
}

gboolean
rgm_range_parse (const char *text, char **low, char **high, GError **error)
{
  g_autofree char *plain = text_plain_blanks (text), *quoted = text_quote (text);
  const char *at = plain + strspn (plain, " "), *rest;
  gsize length = number_length (at);
  static const char *const between[] = { "-", "\u2013", "\u2014", "\u2212", "to " };
  *low = *high = NULL;
  rest = at + length + strspn (at + length, " ");
  for (gsize i = 0; length > 0 && i < G_N_ELEMENTS (between); i++) {
    if (!g_str_has_prefix (rest, between[i]))
      continue;
    const char *second = rest + strlen (between[i]);
    second += strspn (second, " ");
    gsize last = number_length (second);
    if (last == 0 || second[last + strspn (second + last, " ")] != '\0')
      break;
    *low = read_number (at, length, FALSE, error);
    *high = *low != NULL ? read_number (second, last, FALSE, error) : NULL;
    if (*high == NULL)
      g_clear_pointer (low, g_free);
    return *high != NULL;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not a range; type the low and the high number, such as 2.20-2.60"),
               quoted);
  return FALSE;
}
