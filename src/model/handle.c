/* Handles as people type them. */
#include <regimen/course.h>
#include <regimen/text.h>
#include <string.h>

#include "base/i18n.h"

const char *
rgm_course_find (const char *const *handles, const char *typed, GError **error)
{
  g_autofree char *prefix = g_ascii_strdown (typed, -1);
  g_autofree char *all = g_strjoinv (", ", (char **)handles), *several = NULL;
  g_autoptr (GPtrArray) matches = g_ptr_array_new ();
  const char *near;

  for (guint i = 0; handles[i] != NULL; i++) {
    if (g_str_equal (handles[i], prefix))
      return handles[i];
    if (prefix[0] != '\0' && g_str_has_prefix (handles[i], prefix))
      g_ptr_array_add (matches, (gpointer)handles[i]);
  }
  if (matches->len == 1)
    return matches->pdata[0];
  if (matches->len > 1) {
    g_ptr_array_add (matches, NULL);
    several = g_strjoinv (", ", (char **)matches->pdata);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" could be %s; type more of the name"),
                 typed, several);
    return NULL;
  }
  near = rgm_text_suggest (typed, handles);
  if (handles[0] == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("no course \"%s\": none has been added yet (regimen add)"), typed);
  else if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\"; did you mean %s?"), typed,
                 near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\"; there are: %s"), typed,
                 all);
  return NULL;
}

gboolean
rgm_course_split_handle (const char *typed, char **handle, int *dose, GError **error)
{
  const char *slash = strrchr (typed, '/');
  guint64 number = 0;

  if (slash != NULL && !g_ascii_string_to_unsigned (slash + 1, 10, 1, 99999, &number, NULL)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" names no dose; use HANDLE/N with a number from 1 to 99999"), typed);
    return FALSE;
  }
  *handle = slash != NULL ? g_strndup (typed, (gsize)(slash - typed)) : g_strdup (typed);
  *dose = (int)number;
  return TRUE;
}
