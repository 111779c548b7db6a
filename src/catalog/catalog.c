/* catalog.c: loads the catalog and finds treatments in it by what the user types. */
#include "catalog/catalog-private.h"

#include "base/embedded.h"
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

/* The built-in files, made from src/catalog/data by embed.py. */
extern const RgmEmbedded catalog_data[];

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* The paths of *.ini in @user_dir, by name; none if there is no such folder. NULL with @error. */
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
  for (const RgmEmbedded *embedded = catalog_data; embedded->name != NULL; embedded++) {
    g_autofree char *shown = g_strconcat ("catalog/", embedded->name, NULL);
    RgmKeyFile *file
      = keyfile_parse (shown, RGM_ERROR_CATALOG, embedded->text, strlen (embedded->text), error);
    if (file == NULL)
      return NULL;
    g_ptr_array_add (files, file);
  }
  guint n_builtin = files->len;
  g_autoptr (GPtrArray) paths = list_user_files (user_dir, error);
  if (paths == NULL)
    return NULL;
  for (guint i = 0; i < paths->len; i++) {
    RgmKeyFile *file = keyfile_read (paths->pdata[i], RGM_ERROR_CATALOG, error);
    if (file == NULL)
      return NULL;
    g_ptr_array_add (files, file);
  }
  return catalog_read (files, n_builtin, language, error);
}

const GPtrArray *
rgm_catalog_treatments (const RgmCatalog *catalog)
{
  return catalog->objects[RGM_KIND_TREATMENT];
}

const GPtrArray *
rgm_catalog_conditions (const RgmCatalog *catalog)
{
  return catalog->objects[RGM_KIND_CONDITION];
}

const RgmSource *
rgm_catalog_source (const RgmCatalog *catalog, const char *key)
{
  return g_hash_table_lookup (catalog->by_key[RGM_KIND_SOURCE], key);
}

const RgmTreatment *
rgm_catalog_lookup (const RgmCatalog *catalog, const char *key)
{
  return g_hash_table_lookup (catalog->by_key[RGM_KIND_TREATMENT], key);
}

/* Adds every word by which @treatment is known. */
static void
add_words (const RgmTreatment *treatment, GPtrArray *words)
{
  g_ptr_array_add (words, treatment->key);
  g_ptr_array_add (words, treatment->name);
  for (char **alias = treatment->aliases; *alias != NULL; alias++)
    g_ptr_array_add (words, *alias);
}

/* Whether the key, the name or an alias of @treatment is @folded, without case and blanks. */
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

static void
fail_unknown (const GPtrArray *treatments, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  for (guint i = 0; i < treatments->len; i++)
    add_words (treatments->pdata[i], words);
  g_ptr_array_add (words, NULL);
  const char *near = text_suggest (typed, (const char *const *)words->pdata);
  if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown treatment \"%s\": did you mean \"%s\"?"), typed, near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown treatment \"%s\": \"regimen catalog\" lists them"), typed);
}

const RgmTreatment *
rgm_catalog_find (const RgmCatalog *catalog, const char *typed, GError **error)
{
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  g_autofree char *folded = catalog_fold (typed);
  for (guint i = 0; i < treatments->len; i++)
    if (is_called (treatments->pdata[i], folded))
      return treatments->pdata[i];

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
    fail_unknown (treatments, typed, error);
    return NULL;
  }
  g_ptr_array_add (keys, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **)keys->pdata);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("treatment \"%s\" is not clear: it could be %s"), typed, list);
  return NULL;
}
