/* Handles as people type them. */
#include <regimen/course.h>
#include <regimen/text.h>
#include <string.h>

#include "base/i18n.h"

static GPtrArray *
handles_with_prefix (const GPtrArray *courses, const char *prefix)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < courses->len; i++) {
    RgmCourse *course = g_ptr_array_index (courses, i);
    if (g_str_has_prefix (course->handle, prefix))
      g_ptr_array_add (found, course);
  }
  return found;
}

static char **
handle_list (const GPtrArray *courses)
{
  char **handles = g_new0 (char *, courses->len + 1);

  for (guint i = 0; i < courses->len; i++)
    handles[i] = g_strdup (((RgmCourse *)g_ptr_array_index (courses, i))->handle);
  return handles;
}

static void
set_not_found (const GPtrArray *courses, const char *typed, GError **error)
{
  g_auto (GStrv) handles = handle_list (courses);
  g_autofree char *all = g_strjoinv (", ", handles);
  const char *near = rgm_text_suggest (typed, (const char *const *)handles);

  if (courses->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("no course \"%s\": none has been added yet (regimen add)"), typed);
  else if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\"; did you mean %s?"), typed,
                 near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\"; there are: %s"), typed,
                 all);
}

static void
set_ambiguous (const GPtrArray *matches, const char *typed, GError **error)
{
  g_auto (GStrv) handles = handle_list (matches);
  g_autofree char *all = g_strjoinv (", ", handles);

  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" could be %s; type more of the name"),
               typed, all);
}

RgmCourse *
rgm_course_find (const GPtrArray *courses, const char *typed, GError **error)
{
  g_autofree char *prefix = g_ascii_strdown (typed, -1);
  g_autoptr (GPtrArray) matches = handles_with_prefix (courses, prefix);

  for (guint i = 0; i < matches->len; i++) {
    RgmCourse *course = g_ptr_array_index (matches, i);
    if (g_str_equal (course->handle, prefix))
      return course;
  }
  if (matches->len == 1 && prefix[0] != '\0')
    return g_ptr_array_index (matches, 0);
  if (matches->len == 0 || prefix[0] == '\0')
    set_not_found (courses, typed, error);
  else
    set_ambiguous (matches, typed, error);
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
