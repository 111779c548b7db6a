#include "base/i18n.h"
#include "base/text.h"
#include "catalog/catalog-private.h"

#include <string.h>

char *
catalog_fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *out = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p++)
    if (*p != '-' && !g_ascii_isspace (*p))
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static gboolean
is_word (const char *word, const char *folded)
{
  g_autofree char *other = catalog_fold (word);
  return strcmp (other, folded) == 0;
}

static gboolean
is_called (const RgmTreatment *treatment, const char *folded)
{
  if (is_word (treatment->key, folded) || is_word (treatment->name, folded))
    return TRUE;
  for (char **alias = treatment->aliases; *alias != NULL; alias++)
    if (is_word (*alias, folded))
      return TRUE;
  return FALSE;
}

static gboolean
find_called (const GPtrArray *treatments, const char *folded, const RgmTreatment **called)
{
  for (guint i = 0; i < treatments->len; i++) {
    *called = treatments->pdata[i];
    if (is_called (*called, folded))
      return TRUE;
  }
  return FALSE;
}

/* The treatments whose key begins with @folded. Returns: (transfer full) (element-type
 * RgmTreatment): borrowed elements. */
static GPtrArray *
find_begun (const GPtrArray *treatments, const char *folded)
{
  GPtrArray *begun = g_ptr_array_new ();
  for (guint i = 0; *folded != '\0' && i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autofree char *key = catalog_fold (treatment->key);
    if (g_str_has_prefix (key, folded))
      g_ptr_array_add (begun, treatments->pdata[i]);
  }
  return begun;
}

/* Every word by which a treatment is known. Returns: (transfer container). */
static GPtrArray *
known_words (const GPtrArray *treatments)
{
  GPtrArray *words = g_ptr_array_new ();
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_ptr_array_add (words, treatment->key);
    g_ptr_array_add (words, treatment->name);
    for (char **alias = treatment->aliases; *alias != NULL; alias++)
      g_ptr_array_add (words, *alias);
  }
  g_ptr_array_add (words, NULL);
  return words;
}

static void
fail_unknown (const GPtrArray *treatments, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) words = known_words (treatments);
  const char *near = rgm_text_suggest (typed, (const char *const *)words->pdata);
  if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown treatment \"%s\": did you mean \"%s\"?"), typed, near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown treatment \"%s\": \"regimen catalog\" lists them"), typed);
}

static void
fail_ambiguous (const GPtrArray *begun, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  for (guint i = 0; i < begun->len; i++)
    g_ptr_array_add (keys, ((const RgmTreatment *)begun->pdata[i])->key);
  g_ptr_array_add (keys, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **)keys->pdata);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("treatment \"%s\" is not clear: it could be %s"), typed, list);
}

const RgmTreatment *
rgm_catalog_find (const RgmCatalog *catalog, const char *typed, GError **error)
{
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  g_autofree char *folded = catalog_fold (typed);
  const RgmTreatment *called;
  if (find_called (treatments, folded, &called))
    return called;
  g_autoptr (GPtrArray) begun = find_begun (treatments, folded);
  if (begun->len == 1)
    return begun->pdata[0];
  if (begun->len == 0)
    fail_unknown (treatments, typed, error);
  else
    fail_ambiguous (begun, typed, error);
  return NULL;
}
