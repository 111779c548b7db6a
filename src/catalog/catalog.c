/* catalog.c: loads the catalog and finds treatments in it by what the user types. */
#include "catalog/catalog-private.h"

#include "base/embedded.h"
#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include "catalog/brand.h"

#include <string.h>

/* The built-in files, made from src/catalog/data by embed.py. */
extern const RgmEmbedded catalog_data[];

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* The paths of the *.ini files in @user_dir, sorted by name; none if there is no such folder.
 * Returns: (transfer full): NULL with @error if the folder cannot be read. */
static GPtrArray *
list_user_files (const char *user_dir, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  if (user_dir == NULL || !g_file_test (user_dir, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&paths);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDir) dir = g_dir_open (user_dir, 0, &problem);
  if (dir == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CATALOG, _ ("cannot read %s: %s"), user_dir,
                 problem->message);
    return NULL;
  }
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (*name != '.' && g_str_has_suffix (name, ".ini"))
      g_ptr_array_add (paths, g_build_filename (user_dir, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return g_steal_pointer (&paths);
}

RgmCatalog *
rgm_catalog_load (const char *user_dir, const char *language, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)keyfile_free);
  g_autoptr (GPtrArray) paths = list_user_files (user_dir, error);
  if (paths == NULL)
    return NULL;
  for (guint i = 0; i < paths->len; i++) {
    RgmKeyFile *file = keyfile_read (paths->pdata[i], RGM_ERROR_CATALOG, NULL, error);
    if (file == NULL)
      return NULL;
    g_ptr_array_add (files, file);
  }
  g_autoptr (RgmCatalog) catalog = catalog_new (catalog_data, language);
  if (files->len > 0 && !catalog_add_files (catalog, files, error))
    return NULL;
  return g_steal_pointer (&catalog);
}

const GPtrArray *
rgm_catalog_treatments (const RgmCatalog *catalog)
{
  return catalog_objects (catalog, RGM_KIND_TREATMENT);
}

const GPtrArray *
rgm_catalog_conditions (const RgmCatalog *catalog)
{
  return catalog_objects (catalog, RGM_KIND_CONDITION);
}

const GPtrArray *
rgm_catalog_symptoms (const RgmCatalog *catalog)
{
  return catalog_objects (catalog, RGM_KIND_SYMPTOM);
}

const RgmSource *
rgm_catalog_source (const RgmCatalog *catalog, const char *key)
{
  return catalog_object (catalog, RGM_KIND_SOURCE, key);
}

const RgmTreatment *
rgm_catalog_lookup (const RgmCatalog *catalog, const char *key)
{
  return catalog_object (catalog, RGM_KIND_TREATMENT, key);
}

const GPtrArray *
catalog_sources (const RgmCatalog *catalog)
{
  return catalog_objects (catalog, RGM_KIND_SOURCE);
}

const char *
rgm_catalog_class (const RgmCatalog *catalog, const char *typed, GError **error)
{
  const GPtrArray *classes = catalog_objects (catalog, RGM_KIND_CLASS);
  g_autofree char *wanted = catalog_fold (typed), *quoted = text_quote (typed);
  g_autoptr (GString) keys = g_string_new (NULL);
  for (guint i = 0; i < classes->len; i++) {
    const RgmClass *class = g_ptr_array_index (classes, i);
    g_autofree char *key = catalog_fold (class->key), *name = catalog_fold (class->name);
    if (g_str_equal (key, wanted) || g_str_equal (name, wanted))
      return class->key;
    g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "", class->key);
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("there is no class %s; the classes are: %s"),
               quoted, keys->str);
  return NULL;
}

/* ---- brands ---- */

/* @text in folded case, with one blank for each run of characters that are not letters or digits,
 * and one at both ends, so that strstr() finds only whole words. */
static char *
as_words (const char *text)
{
  g_autofree char *folded = text_fold (text);
  GString *words = g_string_new (" ");
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isalnum (c))
      g_string_append_unichar (words, c);
    else if (words->str[words->len - 1] != ' ')
      g_string_append_c (words, ' ');
  }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

const GPtrArray *
catalog_brands (const RgmCatalog *catalog)
{
  return catalog_objects (catalog, RGM_KIND_BRAND);
}

const RgmBrand *
rgm_catalog_brand (const RgmCatalog *catalog, const char *text, const char **name)
{
  const GPtrArray *brands = catalog_brands (catalog);
  g_autofree char *words = as_words (text);
  for (guint i = 0; i < brands->len; i++) {
    const RgmBrand *brand = brands->pdata[i];
    for (char **each = brand->names; *each != NULL; each++) {
      g_autofree char *wanted = as_words (*each);
      if (strstr (words, wanted) == NULL)
        continue;
      if (name != NULL)
        *name = *each;
      return brand;
    }
  }
  return NULL;
}

char *
catalog_brand_text (const RgmCatalog *catalog, const RgmBrand *brand, const char *name)
{
  const RgmSource *source = rgm_catalog_source (catalog, brand->source);
  if (brand->section != NULL)
    return g_strdup_printf (_ ("%s is %s (\"%s\" (%s), %s)"), name, brand->is, source->title,
                            brand->section, source->publisher);
  return g_strdup_printf (_ ("%s is %s (\"%s\", %s)"), name, brand->is, source->title,
                          source->publisher);
}

/* The treatment to which the product @brand leads; NULL with @error if it is not one of the
 * catalog. */
static const RgmTreatment *
find_by_brand (const RgmCatalog *catalog, const RgmBrand *brand, const char *name, GError **error)
{
  if (brand->treatment != NULL)
    return rgm_catalog_lookup (catalog, brand->treatment);
  g_autofree char *told = catalog_brand_text (catalog, brand, name);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT,
    _ ("%s. This is not one of the products in the catalog, so none of them was used in its place. "
       "If it is what was prescribed: regimen add \"%s\" --custom --class %s --every PERIOD "
       "--first DATE"),
    told, name, brand->class_key);
  return NULL;
}

/* ---- finding ---- */

/* Adds every word by which @treatment is known. */
static void
add_words (const RgmTreatment *treatment, GPtrArray *words)
{
  g_ptr_array_add (words, treatment->key);
  g_ptr_array_add (words, treatment->name);
  for (char **alias = treatment->aliases; *alias != NULL; alias++)
    g_ptr_array_add (words, *alias);
}

const char *
catalog_class_of (const RgmCatalog *catalog, const char *text)
{
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  const RgmBrand *brand = rgm_catalog_brand (catalog, text, NULL);
  g_autofree char *words = as_words (text);
  if (brand != NULL)
    return brand->class_key;
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    add_words (treatment, names);
    for (guint n = 0; n < names->len; n++) {
      g_autofree char *name = as_words (names->pdata[n]);
      if (strstr (words, name) != NULL)
        return treatment->class_key;
    }
  }
  return NULL;
}

/* Whether @folded is the key, the name or an alias of @treatment, in the form of catalog_fold(). */
static gboolean
is_called (const RgmTreatment *treatment, const char *folded)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  add_words (treatment, words);
  for (guint i = 0; i < words->len; i++) {
    g_autofree char *word = catalog_fold (words->pdata[i]);
    if (strcmp (word, folded) == 0)
      return TRUE;
  }
  return FALSE;
}

const char *
catalog_guess (const RgmCatalog *catalog, const char *typed)
{
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  const GPtrArray *brands = catalog_brands (catalog);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  for (guint i = 0; i < treatments->len; i++)
    add_words (treatments->pdata[i], words);
  for (guint i = 0; i < brands->len; i++)
    for (char **name = ((const RgmBrand *)brands->pdata[i])->names; *name != NULL; name++)
      g_ptr_array_add (words, *name);
  g_ptr_array_add (words, NULL);
  return text_suggest (typed, (const char *const *)words->pdata);
}

static void
fail_unknown (const RgmCatalog *catalog, const char *typed, GError **error)
{
  const char *near = catalog_guess (catalog, typed);
  if (near != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown treatment \"%s\"; did you mean \"%s\"?"), typed, near);
    error_set_trait (error, ERROR_ASKS);
  } else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown treatment \"%s\"; \"regimen catalog\" lists the treatments"), typed);
}

const RgmTreatment *
rgm_catalog_find (const RgmCatalog *catalog, const char *typed, GError **error)
{
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  g_autofree char *folded = catalog_fold (typed);
  for (guint i = 0; i < treatments->len; i++)
    if (is_called (treatments->pdata[i], folded))
      return treatments->pdata[i];

  const char *name;
  const RgmBrand *brand = rgm_catalog_brand (catalog, typed, &name);
  if (brand != NULL)
    return find_by_brand (catalog, brand, name, error);

  const RgmTreatment *found = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new (); /* those that begin with @typed */
  for (guint i = 0; *folded != '\0' && i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autofree char *key = catalog_fold (treatment->key);
    if (g_str_has_prefix (key, folded)) {
      g_ptr_array_add (keys, treatment->key);
      found = treatment;
    }
  }
  if (keys->len == 1)
    return found;
  if (keys->len == 0) {
    fail_unknown (catalog, typed, error);
    return NULL;
  }
  g_ptr_array_add (keys, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **)keys->pdata);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("treatment \"%s\" is not clear: it could be %s"), typed, list);
  return NULL;
}
