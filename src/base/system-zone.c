#include "base/system-zone.h"

#include <regimen/zone.h>
#include <string.h>

/* @text without a leading ':' (POSIX: what follows is not a rule) and without the folder of the tz
 * database; NULL where that is no zone. */
static char *
zone_in (const char *text)
{
  if (text == NULL)
    return NULL;
  if (*text == ':')
    text++;
  const char *folder = g_strrstr (text, "zoneinfo/");
  if (folder != NULL)
    text = folder + strlen ("zoneinfo/");
  if (g_str_has_prefix (text, "posix/"))
    text += strlen ("posix/");
  return rgm_zone_get (text, NULL) != NULL ? g_strdup (text) : NULL;
}

static char *
zone_of_link (const char *etc)
{
  g_autofree char *path = g_build_filename (etc, "localtime", NULL);
  g_autofree char *target = g_file_read_link (path, NULL);
  return zone_in (target);
}

static char *
zone_of_file (const char *etc)
{
  g_autofree char *path = g_build_filename (etc, "timezone", NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return zone_in (g_strstrip (text));
}

char *
rgm_system_zone_find (const char *tz, const char *etc)
{
  char *name = zone_in (tz);
  if (name == NULL)
    name = zone_of_link (etc);
  if (name == NULL)
    name = zone_of_file (etc);
  return name != NULL ? name : g_strdup ("UTC");
}

char *
rgm_zone_system_name (void)
{
  return rgm_system_zone_find (g_getenv ("TZ"), "/etc");
}
