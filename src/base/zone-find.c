/* zone-find.c: finds the time zone that the user typed, and the time zone of this machine. */
#include "base/i18n.h"
#include "base/system-zone.h"
#include "base/text.h"
#include "base/zone-names.h"

#include <regimen/zone.h>
#include <string.h>

/* ---- what the user typed ---- */

/* The zones whose name, or the place at the end of it, is @typed, which is folded. If several names
 * of one zone fit, only one is listed: today's name, if it fits. Returns: (transfer full): name of
 * today → name that fits. */
static GHashTable *
find_places (const GPtrArray *names, const char *typed)
{
  GHashTable *found = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *place = g_strconcat ("/", typed, NULL);

  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i], *today = zone_name_today (name);
    g_autofree char *folded = zone_fold (name);

    if ((g_str_equal (folded, typed) || g_str_has_suffix (folded, place))
        && (g_str_equal (name, today) || !g_hash_table_contains (found, today))
        && rgm_zone_get (name, NULL) != NULL)
      g_hash_table_insert (found, (gpointer)today, (gpointer)name);
  }
  return found;
}

/* The place that was meant if @typed has one slip: "New York" for "New Yrok". A name that differs
 * more may be another city.
 * Returns: (transfer full) (nullable). */
static char *
suggest_place (const GPtrArray *names, const char *typed)
{
  for (guint i = 0; i < names->len; i++) {
    const char *slash = strrchr (names->pdata[i], '/');
    g_autofree char *place
      = slash != NULL ? g_strdelimit (g_strdup (slash + 1), "_", ' ') : g_strdup ("");

    if (text_is_slip (typed, place))
      return g_steal_pointer (&place);
  }
  return NULL;
}

/* "Madrid, Ceuta, Canary": the places of the first of @zones, and "..." if there are more. */
static char *
list_places (const GPtrArray *zones)
{
  enum { MOST = 6 };
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < MIN (zones->len, MOST); i++) {
    const char *slash = strrchr (zones->pdata[i], '/');

    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            slash != NULL ? slash + 1 : (const char *)zones->pdata[i]);
  }
  g_string_append (list, zones->len > MOST ? ", ..." : "");
  return g_strdelimit (g_strdup (list->str), "_", ' ');
}

/* Says that @typed means several zones, or none. */
static void
fail (const char *typed, const GPtrArray *names, GHashTable *found, GError **error)
{
  g_autofree char *quoted = text_quote (typed), *near = suggest_place (names, typed);
  g_autoptr (GList) values = g_list_sort (g_hash_table_get_values (found), (GCompareFunc)strcmp);
  g_autoptr (GString) list = g_string_new (NULL);

  for (const GList *each = values; each != NULL; each = each->next)
    g_string_append_printf (list, "%s%s", each == values ? "" : ", ", (const char *)each->data);
  if (values != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s could be any of these time zones: %s; type the whole name"), quoted,
                 list->str);
  else if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a time zone known to this system; did you mean \"%s\"? A country "
                    "such as Germany, or a large city with the same time, will do as well"),
                 quoted, near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not known as a city with a time zone of its own; type the country, for "
                    "example Germany, or a large city with the same time such as \"New York\""),
                 quoted);
}

/* The zone of the country @typed. Returns: NULL with RGM_ERROR_USAGE if it has several; NULL
 * without an error if it is not a country. */
static const RgmZone *
find_country (const char *typed, GError **error)
{
  g_autoptr (GPtrArray) zones = zone_names_of_country (typed);

  if (zones->len <= 1)
    return zones->len == 1 ? rgm_zone_get (zones->pdata[0], NULL) : NULL;
  g_autofree char *quoted = text_quote (typed), *places = list_places (zones);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s has several time zones: %s; type the city with your time"), quoted, places);
  return NULL;
}

/* The zone of the country that is one of @parts. If one of them is a country with several zones,
 * this fails, even if another part is the name of a country with one zone: "Atlanta, Georgia, USA"
 * is not in the country Georgia. Returns: as find_country(). */
static const RgmZone *
find_country_in (char **parts, GError **error)
{
  const RgmZone *zone = NULL;

  for (; *parts != NULL; parts++) {
    g_autoptr (GError) several = NULL;
    const RgmZone *found = find_country (g_strstrip (*parts), &several);

    if (several != NULL) {
      g_propagate_error (error, g_steal_pointer (&several));
      return NULL;
    }
    zone = found != NULL ? found : zone;
  }
  return zone;
}

/* The zone that is named by a part of @typed, such as "Hamburg, Germany" or "Berlin (Germany)":
 * that of a place if one is found, else that of a country. Returns: as find_country(). */
static const RgmZone *
find_in_parts (const char *typed, const GPtrArray *names, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (typed, ",()", -1);

  for (char **part = parts; *part != NULL; part++) {
    g_autofree char *folded = zone_fold (*part);
    g_autoptr (GHashTable) found = find_places (names, folded);
    g_autoptr (GList) values = g_hash_table_get_values (found);
    gboolean one = *folded != '\0' && g_hash_table_size (found) == 1;
    const RgmZone *zone = one ? rgm_zone_get (values->data, NULL) : NULL;

    if (zone != NULL)
      return zone;
  }
  return find_country_in (parts, error);
}

const RgmZone *
rgm_zone_find (const char *typed, GError **error)
{
  g_autofree char *meant = zone_meant_by (typed);
  gboolean readable = g_utf8_validate (typed, -1, NULL);
  g_autofree char *folded = readable ? zone_fold (typed) : g_strdup ("");
  g_autoptr (GError) several = NULL;
  const RgmZone *zone;

  if (meant != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is an abbreviation, not a place; name a city with that time: %s"),
                 typed, meant);
    return NULL;
  }
  zone = rgm_zone_get (typed, NULL);
  if (zone != NULL)
    return zone;
  g_autoptr (GPtrArray) names = zone_all_names ();
  g_autoptr (GHashTable) found = find_places (names, folded);
  if (readable && g_hash_table_size (found) == 0) {
    zone = find_in_parts (typed, names, &several);
    if (several != NULL)
      g_propagate_error (error, g_error_copy (several));
    if (zone != NULL || several != NULL)
      return zone;
  }
  if (*folded == '\0' || g_hash_table_size (found) != 1) {
    fail (typed, names, found, error);
    return NULL;
  }
  g_autoptr (GList) values = g_hash_table_get_values (found);
  /* Etc/GMT+1 is an hour behind Greenwich, but most people would mean an hour ahead by GMT+1. */
  if (g_str_has_prefix (values->data, "Etc/GMT") && strpbrk (typed, "+-") != NULL) {
    g_autofree char *quoted = text_quote (typed);

    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s can be read in two ways, and such a zone has no summer time; name a city "
                    "with that time, such as \"New York\""),
                 quoted);
    return NULL;
  }
  return rgm_zone_get (values->data, error);
}

/* ---- this machine ---- */

/* The zone that @text names, without a leading ':' (which POSIX writes before a name) and
 * without the folder of the tz database; NULL if @text names none, or is an abbreviation. */
static char *
zone_in (const char *text)
{
  const char *folder;

  if (text == NULL)
    return NULL;
  if (*text == ':')
    text++;
  folder = g_strrstr (text, "zoneinfo/");
  if (folder != NULL)
    text = folder + strlen ("zoneinfo/");
  if (g_str_has_prefix (text, "posix/"))
    text += strlen ("posix/");
  g_autofree char *meant = zone_meant_by (text);
  return meant == NULL && rgm_zone_get (text, NULL) != NULL ? g_strdup (text) : NULL;
}

static void
fail_system (const char *what, const char *value, GError **error)
{
  g_autofree char *quoted = text_quote (value), *meant = zone_meant_by (value);

  if (meant != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the time zone of this machine is not known: %s is %s, which is an "
                    "abbreviation, not a place; cities with that time: %s"),
                 what, quoted, meant);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the time zone of this machine is not known: %s is %s, which names no time "
                    "zone of this system"),
                 what, quoted);
}

char *
system_zone_find (const char *tz, const char *etc, GError **error)
{
  g_autofree char *link = g_build_filename (etc, "localtime", NULL);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_autofree char *file = g_build_filename (etc, "timezone", NULL);
  g_autofree char *text = NULL, *name = NULL;
  gboolean by_tz = tz != NULL && *tz != '\0';

  if (by_tz)
    name = zone_in (tz);
  else
    name = zone_in (target);
  if (!by_tz && name == NULL && g_file_get_contents (file, &text, NULL, NULL))
    name = zone_in (g_strstrip (text));
  if (name != NULL)
    return g_steal_pointer (&name);
  if (by_tz)
    fail_system ("TZ", tz, error);
  else if (target != NULL)
    fail_system (link, target, error);
  else if (text != NULL && *text != '\0')
    fail_system (file, text, error);
  else if (g_file_test (link, G_FILE_TEST_EXISTS))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ (
        "the time zone of this machine is not known: %s is not a link, so it does not name a zone"),
      link);
  else
    return g_strdup ("UTC");
  return NULL;
}

char *
system_zone_name (GError **error)
{
  return system_zone_find (g_getenv ("TZ"), "/etc", error);
}
