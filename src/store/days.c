#include "store/store-private.h"

#include <base/i18n.h>

static int
compare_days (gconstpointer a, gconstpointer b)
{
  RgmDay left = *(const RgmDay *)a, right = *(const RgmDay *)b;

  return (left > right) - (left < right);
}

char *
rgm_days_to_text (const GArray *days)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)days);
  g_autoptr (GString) text = g_string_new (NULL);
  RgmDay last = RGM_NO_DAY;

  g_array_sort (sorted, compare_days);
  for (guint i = 0; i < sorted->len; i++) {
    RgmDay day = g_array_index (sorted, RgmDay, i);
    g_autofree char *word = rgm_day_format (day);
    if (day != last)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", word);
    last = day;
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

gboolean
rgm_days_from_text (const char *text, GArray *days, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    RgmDay day = rgm_day_parse (words[i], NULL);
    if (day == RGM_NO_DAY) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                   _ ("the record has \"%s\" where a day belongs; run \"regimen check\""),
                   words[i]);
      return FALSE;
    }
    g_array_append_val (days, day);
  }
  return TRUE;
}
