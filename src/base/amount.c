/* amount.c: reads an amount as the user types it, and gives it the form in which it is stored and
 * shown. */
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

#define MOST_DIGITS 12
#define LONGEST_UNIT 40
#define MOST_PARTS 8

/* Units that are rewritten, because the ISMP list of error-prone abbreviations warns of them: µ
 * (U+00B5 and U+03BC) is misread as m, and U as 0. */
static const struct {
  const char *typed, *kept;
} rewrites[] = {
  { "\xc2\xb5g", "mcg" },
  { "\xce\xbcg", "mcg" },
  { "U", "units" },
  { "u", "units" },
};

/* Reads the decimal number at *@at and gives it the stored form: ".50" becomes "0.5". Returns:
 * (transfer full): NULL if there is no number, or if it is malformed, zero or has more than
 * MOST_DIGITS digits. */
static char *
scan_decimal (const char **at)
{
  gsize whole = strspn (*at, G_CSET_DIGITS);
  const char *integer = *at, *fraction = *at + whole;
  gsize rest = 0;
  *at += whole;
  if (**at == '.') {
    fraction = ++*at;
    rest = strspn (*at, G_CSET_DIGITS);
    *at += rest;
    if (rest == 0)
      return NULL;
  }
  if (whole + rest == 0 || whole + rest > MOST_DIGITS)
    return NULL;

  for (; whole > 0 && *integer == '0'; whole--)
    integer++;
  while (rest > 0 && fraction[rest - 1] == '0')
    rest--;
  if (whole + rest == 0)
    return NULL;
  return g_strdup_printf ("%.*s%s%.*s", whole > 0 ? (int)whole : 1, whole > 0 ? integer : "0",
                          rest > 0 ? "." : "", (int)rest, fraction);
}

/* "1e3" is one number, not the number 1 with the unit "e3". */
static gboolean
is_exponent (const char *rest)
{
  if (*rest != 'e' && *rest != 'E')
    return FALSE;
  rest++;
  return g_ascii_isdigit (*rest) || ((*rest == '+' || *rest == '-') && g_ascii_isdigit (rest[1]));
}

/* The unit in @text, with single blanks between its words. NULL if it is empty, longer than
 * LONGEST_UNIT characters, or has a word that does not begin with a letter or "%". */
static char *
read_unit (const char *text)
{
  GString *unit = g_string_new (NULL);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gboolean valid = TRUE;
  for (char **word = words; *word != NULL; word++) {
    if (**word == '\0')
      continue;
    valid = valid && (**word == '%' || g_unichar_isalpha (g_utf8_get_char (*word)));
    g_string_append_printf (unit, "%s%s", unit->len > 0 ? " " : "", *word);
  }
  valid = valid && unit->len > 0 && g_utf8_strlen (unit->str, -1) <= LONGEST_UNIT;
  return g_string_free (unit, !valid);
}

/* Replaces each part of @unit that is in the table of rewrites, and says so in @notes. The parts
 * are separated by blanks and slashes, so that the "µg" of "µg/kg" is replaced, too. */
static char *
rewrite_unit (const char *unit, GString *notes)
{
  GString *out = g_string_new (NULL);
  while (*unit != '\0') {
    gsize length = strcspn (unit, " /");
    g_autofree char *part = g_strndup (unit, length);
    const char *kept = part;
    for (gsize i = 0; i < G_N_ELEMENTS (rewrites); i++)
      if (g_str_equal (part, rewrites[i].typed))
        kept = rewrites[i].kept;
    if (kept != part) {
      g_string_append (notes, notes->len > 0 ? "; " : "");
      g_string_append_printf (
        notes, _ ("\"%s\" is rewritten as \"%s\" (ISMP list of error-prone abbreviations)"), part,
        kept);
    }
    g_string_append (out, kept);
    unit += length;
    if (*unit != '\0')
      g_string_append_c (out, *unit++);
  }
  return g_string_free (out, FALSE);
}

gboolean
amount_check_readings (const char *part, GError **error)
{
  const char *number = part + strspn (part, " ");
  gsize whole = strspn (number, G_CSET_DIGITS), rest;
  const char *fraction = number + whole + 1, *unit;
  g_autofree char *many = NULL, *few = NULL, *typed = NULL;

  if (whole == 0 || whole > 3 || *number == '0' || number[whole] != '.')
    return TRUE;
  rest = strspn (fraction, G_CSET_DIGITS);
  if (rest != 3 || fraction[2] != '0')
    return TRUE;
  unit = fraction + rest + strspn (fraction + rest, " ");
  many = g_strdup_printf ("%.*s%.*s %s", (int)whole, number, (int)rest, fraction, unit);
  while (rest > 0 && fraction[rest - 1] == '0')
    rest--;
  few = g_strdup_printf ("%.*s%s%.*s %s", (int)whole, number, rest > 0 ? "." : "", (int)rest,
                         fraction, unit);
  typed = text_quote (part);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s can be read as \"%s\" and as \"%s\"; type the one that is meant"), typed,
               g_strchomp (many), g_strchomp (few));
  return FALSE;
}

static char *
read_part (const char *text, GString *notes)
{
  const char *at = text + strspn (text, " ");
  g_autofree char *number = scan_decimal (&at);
  if (number == NULL || is_exponent (at))
    return NULL;
  g_autofree char *unit = read_unit (at);
  if (unit == NULL)
    return NULL;
  g_autofree char *kept = rewrite_unit (unit, notes);
  return g_strconcat (number, " ", kept, NULL);
}

/* Splits "500 mg / 400 IU" at each slash that a number follows; the slash of "mg/kg" stays.
 * Returns: (transfer full). */
static char **
split_parts (const char *text)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  const char *from = text;
  for (const char *p = text; *p != '\0'; p++) {
    const char *next = p + 1 + strspn (p + 1, " ");
    if (*p != '/' || (!g_ascii_isdigit (*next) && *next != '.'))
      continue;
    g_ptr_array_add (parts, g_strndup (from, (gsize)(p - from)));
    from = p + 1;
  }
  g_ptr_array_add (parts, g_strdup (from));
  g_ptr_array_add (parts, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&parts), FALSE);
}

/* Whether @text says how often something is taken: "2x daily", "1 tablet a day", "3days" or
 * "twice". */
static gboolean
is_frequency (const char *text)
{
  static const char *const often[]
    = { "daily", "weekly", "monthly", "nightly", "twice", "thrice", "every",
        "times", "day",    "days",    "week",    "weeks", "month",  NULL };
  g_autofree char *folded = text_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " /", -1);

  for (char **word = words; *word != NULL; word++)
    if (g_strv_contains (often, *word + strspn (*word, G_CSET_DIGITS ".")))
      return TRUE;
  return FALSE;
}

char *
amount_parse (const char *text, char **note, GError **error)
{
  if (note != NULL)
    *note = NULL;
  if (!text_check (_ ("amount"), text, error))
    return NULL;
  if (is_frequency (text)) {
    g_autofree char *quoted = text_quote (text);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s says how often; type only the amount of one dose, such as \"500 mg\" or "
                    "\"1 tablet\" (in \"regimen add\", --every or --times says how often)"),
                 quoted);
    return NULL;
  }
  g_autoptr (GString) notes = g_string_new (NULL);
  g_auto (GStrv) parts = split_parts (text);
  gboolean valid = g_strv_length (parts) <= MOST_PARTS;
  for (char **part = parts; valid && *part != NULL; part++) {
    if (!amount_check_readings (*part, error))
      return NULL;
    char *read = read_part (*part, notes);
    valid = read != NULL;
    g_free (*part);
    *part = valid ? read : g_strdup ("");
  }
  char *amount = valid ? g_strjoinv (" / ", parts) : NULL;
  if (amount == NULL) {
    g_autofree char *quoted = text_quote (text);
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s is not an amount; type a number above 0 (with a decimal point and at most 12 digits) "
         "and a unit, such as \"4 mg\", \"0.5 mL\", \"1 tablet\", \"500 mg / 400 IU\""),
      quoted);
  } else if (note != NULL && notes->len > 0)
    *note = g_strdup (notes->str);
  return amount;
}

/* @amount in lower case and without the "s" of a plural, to be compared. */
static char *
fold_amount (const char *amount)
{
  g_autofree char *folded = g_utf8_casefold (amount, -1);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (char **word = words; *word != NULL; word++) {
    gsize length = strlen (*word);
    if (length > 3 && (*word)[length - 1] == 's' && !g_ascii_isdigit (**word))
      (*word)[length - 1] = '\0';
  }
  return g_strjoinv (" ", words);
}

/* The numbers have their stored form, without needless zeros, so equal numbers are equal texts. */
gboolean
amount_equal (const char *a, const char *b)
{
  g_autofree char *first = fold_amount (a), *second = fold_amount (b);

  return g_str_equal (first, second);
}

/* The number before the first blank of @amount in units of 10^-@decimals; -1 if it has more
 * decimals than that or too many digits. */
static gint64
scaled_number (const char *amount, int decimals)
{
  gint64 number = 0;
  int left = -1, digits = 0;

  for (; *amount != ' ' && *amount != '\0'; amount++) {
    if (*amount == '.') {
      left = decimals;
      continue;
    }
    if (!g_ascii_isdigit (*amount) || left == 0 || ++digits > MOST_DIGITS)
      return -1;
    number = number * 10 + (*amount - '0');
    left -= left > 0;
  }
  for (left = left < 0 ? decimals : left; left > 0; left--) {
    if (++digits > MOST_DIGITS + 6)
      return -1;
    number *= 10;
  }
  return number;
}

char *
amount_add (const char *a, const char *b)
{
  enum { DECIMALS = 6 };
  const gint64 one = 1000000;
  const char *unit = strchr (a, ' '), *other = strchr (b, ' ');
  gint64 first = scaled_number (a, DECIMALS), second = scaled_number (b, DECIMALS);

  if (unit == NULL || g_strcmp0 (unit, other) != 0 || strchr (unit, '/') != NULL || first < 0
      || second < 0)
    return NULL;
  g_autofree char *sum = g_strdup_printf ("%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT "%s",
                                          (first + second) / one, (first + second) % one, unit);
  return amount_parse (sum, NULL, NULL);
}
