/* amount.c: reads an amount as typed and gives the form in which it is kept and shown. */
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

#define MOST_DIGITS 12
#define LONGEST_UNIT 40

/* ISMP list of error-prone abbreviations: µ (U+00B5 and U+03BC) is misread as m, U as 0. */
static const struct {
  const char *typed, *kept;
} rewrites[] = {
  { "\xc2\xb5g", "mcg" },
  { "\xce\xbcg", "mcg" },
  { "U", "units" },
  { "u", "units" },
};

/* The decimal number at *@at with a leading and without needless zeros; NULL if there is
 * none, or if it is zero or too long. */
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

/* The words of the unit, one blank between them; NULL if one of them does not begin with a letter
 * or "%". */
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

/* Looks at each part between blanks and slashes, so that "µg/kg" is found too. */
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
        notes, _ ("\"%s\" is kept as \"%s\" (ISMP list of error-prone abbreviations)"), part, kept);
    }
    g_string_append (out, kept);
    unit += length;
    if (*unit != '\0')
      g_string_append_c (out, *unit++);
  }
  return g_string_free (out, FALSE);
}

static char *
read_amount (const char *text, GString *notes)
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

char *
amount_parse (const char *text, char **note, GError **error)
{
  if (note != NULL)
    *note = NULL;
  if (!text_check (_ ("amount"), text, error))
    return NULL;
  g_autoptr (GString) notes = g_string_new (NULL);
  char *amount = read_amount (text, notes);
  if (amount == NULL) {
    g_autofree char *quoted = text_quote (text);
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s is no amount; accepted: a number above 0 (decimal point, at most 12 digits) "
         "and a unit, such as \"4 mg\", \"0.5 mL\", \"1 tablet\""),
      quoted);
  } else if (note != NULL && notes->len > 0)
    *note = g_strdup (notes->str);
  return amount;
}

/* The unit of @amount and its number, without case and without the "s" of a plural. */
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

/* The numbers have no needless zeros, so equal numbers are equal texts. */
gboolean
amount_equal (const char *a, const char *b)
{
  g_autofree char *first = fold_amount (a), *second = fold_amount (b);

  return g_str_equal (first, second);
}
