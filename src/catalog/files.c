#include "base/i18n.h"
#include "catalog/catalog-private.h"

#include <string.h>

static RgmKeyFile *
read_builtin (const RgmEmbedded *embedded, GError **error)
{
  g_autofree char *shown = g_strconcat ("catalog/", embedded->name, NULL);
  return keyfile_parse (shown, RGM_ERROR_CATALOG, embedded->text, strlen (embedded->text), error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* The paths of *.ini in @user_dir in order of name; empty where it is not there. NULL with @error.
 */
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

static gboolean
add_user_files (GPtrArray *files, const char *user_dir, GError **error)
{
  g_autoptr (GPtrArray) paths = list_user_files (user_dir, error);
  for (guint i = 0; paths != NULL && i < paths->len; i++) {
    RgmKeyFile *file = keyfile_read (paths->pdata[i], RGM_ERROR_CATALOG, error);
    if (file == NULL)
      return FALSE;
    g_ptr_array_add (files, file);
  }
  return paths != NULL;
}

GPtrArray *
catalog_files (const char *user_dir, guint *n_builtin, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)keyfile_free);
  for (const RgmEmbedded *embedded = catalog_data; embedded->name != NULL; embedded++) {
    RgmKeyFile *file = read_builtin (embedded, error);
    if (file == NULL)
      return NULL;
    g_ptr_array_add (files, file);
  }
  *n_builtin = files->len;
  return add_user_files (files, user_dir, error) ? g_steal_pointer (&files) : NULL;
}
