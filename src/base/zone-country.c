/* zone-country.c: finds the time zones of a country in the tables that come with the zones
 * (iso3166.tab, zone.tab, zone1970.tab). */
#include "base/zone-names.h"

#include <string.h>

/* The lines of this machine's table @file, without comments; none if the table is missing.
 * Returns: (transfer full). */
static char **
table_lines (const char *file)
{
  g_autofree char *path = zone_path (file), *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  gsize size;

  if (zone_read_file (path, &text, &size))
    lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; line != NULL && *line != NULL; line++)
    if (**line != '#' && **line != '\0')
      g_strv_builder_add (kept, *line);
  return g_strv_builder_end (kept);
}

/* Whether @folded is a name of the country that a table calls @name: "Korea (South)" is also called
 * "South Korea", and "Korea". */
static gboolean
is_called (const char *name, const char *folded)
{
  g_autofree char *whole = zone_fold (name);
  g_auto (GStrv) parts = g_strsplit_set (name, "()", 3);

  if (g_str_equal (whole, folded) || g_strv_length (parts) != 3)
    return g_str_equal (whole, folded);
  g_autofree char *turned = g_strdup_printf ("%s %s", parts[1], g_strstrip (parts[0]));
  g_autofree char *other = zone_fold (turned), *first = zone_fold (parts[0]);
  return g_str_equal (other, folded) || g_str_equal (first, folded);
}

/* The code of the country that @folded names in @lines, a table of codes and names. Returns:
 * (transfer full) (nullable): NULL if no country has that name, or several do. */
static char *
find_code (char **lines, const char *folded)
{
  const char *found = NULL;

  for (char **line = lines; *line != NULL; line++)
    if (strlen (*line) > 3 && **line != '#' && is_called (*line + 3, folded)) {
      if (found != NULL)
        return NULL;
      found = *line;
    }
  return found != NULL ? g_strndup (found, 2) : NULL;
}

/* Adds the zones of the country @code from the table @file. A line of a table may have several
 * countries: the zone lies in the first one, and the others only share its time. @first: only lines
 * in which the country comes first. */
static void
add_zones (GPtrArray *zones, const char *file, const char *code, gboolean first)
{
  g_auto (GStrv) lines = table_lines (file);

  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) cells = g_strsplit (*line, "\t", 4);

    if (g_strv_length (cells) >= 3
        && (first ? g_str_has_prefix (cells[0], code) : strstr (cells[0], code) != NULL))
      g_ptr_array_add (zones, g_strdup (cells[2]));
  }
}

GPtrArray *
zone_names_of_country (const char *typed)
{
  g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) main_zones = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = zone_fold (typed), *code = NULL;
  const char *folded = g_str_has_prefix (all, "the_") ? all + strlen ("the_") : all;
  g_auto (GStrv) countries = table_lines ("iso3166.tab");
  g_auto (GStrv) others = g_strsplit (zone_built_in ("zone-countries.txt"), "\n", -1);

  code = find_code (countries, folded);
  if (code == NULL)
    code = find_code (others, folded);
  /* only in capitals, because some codes are words: "no" does not mean Norway */
  if (code == NULL && strlen (typed) == 2 && g_ascii_isupper (typed[0])
      && g_ascii_isupper (typed[1]))
    code = g_strdup (typed);
  if (code != NULL)
    add_zones (zones, "zone.tab", code, FALSE);
  if (zones->len > 1)
    add_zones (main_zones, "zone1970.tab", code, TRUE);
  return main_zones->len == 1 ? g_steal_pointer (&main_zones) : g_steal_pointer (&zones);
}
