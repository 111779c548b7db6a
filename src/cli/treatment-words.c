/* Several words that were typed for the name of a treatment: which of them are the name, and how a
 * course of it is added. */
#include "cli/treatment-words.h"

#include "base/text.h"

#include <string.h>

/* The first @count of @words with blanks between them. Returns: (transfer full). */
static char *
join (const char *const *words, guint count)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, i > 0 ? " %s" : "%s", words[i]);
  return g_strdup (text->str);
}

guint
cli_treatment_words (const RgmCatalog *catalog, const char *const *words)
{
  guint known = 0;

  for (guint n = 1; n <= g_strv_length ((char **)words); n++) {
    g_autofree char *text = join (words, n);
    g_autoptr (GError) unknown = NULL;
    const char *brand;

    /* The name of a product may stand among other words. */
    if (known > 0 && rgm_catalog_brand (catalog, text, &brand) != NULL)
      break;
    if (rgm_catalog_find (catalog, text, &unknown) != NULL
        || g_error_matches (unknown, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT))
      known = n;
  }
  return known;
}

/* How many of the first @words may be the name of a medicine. */
static guint
name_words (const char *const *words)
{
  static const char *const not_names[]
    = { "a",     "an",    "at",      "daily",   "each",  "every",  "for",
        "from",  "in",    "monthly", "morning", "on",    "once",   "per",
        "three", "twice", "times",   "today",   "until", "weekly", NULL };
  guint count = 1;

  for (; words[count] != NULL; count++) {
    g_autofree char *lower = g_ascii_strdown (words[count], -1);

    if (strpbrk (lower, "0123456789") != NULL || g_strv_contains (not_names, lower))
      break;
  }
  return count;
}

char *
cli_treatment_line (const RgmCatalog *catalog, const char *const *words)
{
  guint known = cli_treatment_words (catalog, words);
  g_autofree char *name = join (words, known > 0 ? known : name_words (words));
  g_autofree char *word = text_shell_word (name);
  const RgmTreatment *treatment = known > 0 ? rgm_catalog_find (catalog, name, NULL) : NULL;

  if (known > 0 && treatment == NULL) /* another product: what it is, is told by the command */
    return g_strdup_printf ("regimen add %s", word);
  if (treatment == NULL)
    return g_strdup_printf ("regimen add %s --custom --times 08:00,20:00", word);
  if (treatment->interval.usual_days > 0)
    return g_strdup_printf ("regimen add %s --first tomorrow", word);
  if (treatment->interval_text != NULL)
    return g_strdup_printf ("regimen add %s --every 4w --first tomorrow", word);
  if (g_str_equal (treatment->unit, "session"))
    return g_strdup_printf ("regimen add %s --fractions 10 --first tomorrow", word);
  if (g_str_equal (treatment->unit, "tablet"))
    return g_strdup_printf ("regimen add %s --times 08:00,20:00", word);
  return g_strdup_printf ("regimen add %s --on tomorrow", word);
}
