/* The time zones of a file: libical works out their rules. It is shown only what was read here:
 * known properties with plain values, and rules that come once a year. */
#include <string.h>
#include <unicode/putil.h>
#include <unicode/ucal.h>

#include "base/i18n.h"
#include "ical/ical-private.h"
#include "ical/read-calendar.h"

#define MOST_ZONES 1000
#define LONGEST_NAME 200
#define LONGEST_VALUE 200
/* Our own export has a line for each change: two a year, for at most ten years. */
#define MOST_LINES 4000

typedef struct {
  char *tzid;     /* nullable while it is read */
  char *iana;     /* nullable */
  GString *rules; /* the VTIMEZONE, without its TZID; NULL: they are not plain */
  int lines;
  icaltimezone *zone; /* made when it is first asked for */
} Zone;

struct _RgmIcalZones {
  GPtrArray *list;     /* of Zone */
  GHashTable *by_tzid; /* borrows from list; the first of a name counts */
};

static void
zone_free (Zone *zone)
{
  g_free (zone->tzid);
  g_free (zone->iana);
  if (zone->rules != NULL)
    g_string_free (zone->rules, TRUE);
  if (zone->zone != NULL)
    icaltimezone_free (zone->zone, 1);
  g_free (zone);
}

RgmIcalZones *
rgm_ical_zones_new (void)
{
  RgmIcalZones *zones = g_new0 (RgmIcalZones, 1);

  zones->list = g_ptr_array_new_with_free_func ((GDestroyNotify)zone_free);
  zones->by_tzid = g_hash_table_new (g_str_hash, g_str_equal);
  return zones;
}

void
rgm_ical_zones_free (RgmIcalZones *zones)
{
  g_hash_table_unref (zones->by_tzid);
  g_ptr_array_unref (zones->list);
  g_free (zones);
}

/* ---- reading ---- */

static gboolean
is_plain (const char *value)
{
  gsize length = strlen (value);

  return length > 0 && length <= LONGEST_VALUE
         && strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-=,;") == length;
}

/* Yearly, on a day of a month: what a file from hell has besides would be worked out for ages. */
static gboolean
is_yearly (const char *value)
{
  static const char *const known[] = { "FREQ=YEARLY", "INTERVAL=1", "BYMONTH=", "BYDAY=",
                                       "BYMONTHDAY=", "UNTIL=",     "COUNT=",   "WKST=" };
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  gboolean yearly = FALSE;

  for (char **part = parts; *part != NULL; part++) {
    gboolean found = **part == '\0';

    yearly = yearly || g_str_equal (*part, known[0]);
    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
      found = found || (g_str_has_prefix (*part, known[i]) && strlen (*part) < 40);
    if (!found || (g_str_has_prefix (*part, "INTERVAL") && !g_str_equal (*part, known[1])))
      return FALSE;
  }
  return yearly;
}

static gboolean
is_wanted (const RgmIcalLine *line)
{
  static const char *const wanted[]
    = { "BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE" };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (g_str_equal (line->name, wanted[i]))
      return TRUE;
  return FALSE;
}

static void
drop_rules (Zone *zone)
{
  if (zone->rules != NULL)
    g_string_free (zone->rules, TRUE);
  zone->rules = NULL;
}

/* A year that libical would count to from another one is checked like any date. */
static gboolean
is_good (const RgmIcalLine *line)
{
  gboolean rule = g_str_equal (line->name, "RRULE");
  gboolean day = g_str_equal (line->name, "DTSTART");
  g_autofree char *year = g_strndup (line->value, 4);

  return is_plain (line->value) && (!rule || is_yearly (line->value))
         && (!day
             || (strcmp (year, "1500") >= 0 && strcmp (year, "2200") < 0
                 && strspn (line->value, "0123456789") == 8));
}

static void
add_rule (Zone *zone, const RgmIcalLine *line)
{
  if (zone->rules == NULL || !is_wanted (line))
    return;
  if (++zone->lines > MOST_LINES || !is_good (line))
    drop_rules (zone);
  else
    g_string_append_printf (zone->rules, "%s:%s\r\n", line->name, line->value);
}

static void
open_zone (RgmIcalZones *zones)
{
  Zone *zone = g_new0 (Zone, 1);

  zone->rules = g_string_new ("BEGIN:VTIMEZONE\r\nTZID:z\r\n");
  g_ptr_array_add (zones->list, zone);
}

static void
take_zone_line (RgmIcalZones *zones, Zone *zone, const RgmIcalLine *line)
{
  if (g_str_equal (line->name, "TZID") && zone->tzid == NULL)
    zone->tzid = rgm_incoming_clean (line->value, LONGEST_NAME);
  if (g_str_equal (line->name, "X-LIC-LOCATION") && zone->iana == NULL)
    zone->iana = rgm_incoming_clean (line->value, LONGEST_NAME);
  if (!g_str_equal (line->name, "END"))
    return;
  if (zone->rules != NULL)
    g_string_append (zone->rules, "END:VTIMEZONE\r\n");
  if (zone->tzid != NULL && g_hash_table_lookup (zones->by_tzid, zone->tzid) == NULL)
    g_hash_table_insert (zones->by_tzid, zone->tzid, zone);
}

gboolean
rgm_ical_zones_take (RgmIcalZones *zones, const RgmIcalLine *line, const char *path, GError **error)
{
  gboolean itself = g_str_equal (path, "VTIMEZONE ");
  Zone *zone;

  if (itself && g_str_equal (line->name, "BEGIN"))
    open_zone (zones);
  if (zones->list->len > MOST_ZONES) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("it has more than %d time zones"),
                 MOST_ZONES);
    return FALSE;
  }
  zone = g_ptr_array_index (zones->list, zones->list->len - 1);
  if (itself)
    take_zone_line (zones, zone, line);
  else if (g_str_equal (path, "VTIMEZONE STANDARD ") || g_str_equal (path, "VTIMEZONE DAYLIGHT "))
    add_rule (zone, line);
  return TRUE;
}

/* ---- working out ---- */

char *
rgm_ical_zone_of_windows (const char *name)
{
  enum { LONGEST = 64 };
  UChar wide[LONGEST], found[LONGEST];
  char iana[LONGEST] = "";
  UErrorCode status = U_ZERO_ERROR;
  int length = (int)strlen (name);

  if (g_ascii_strcasecmp (name, "tzone://Microsoft/Utc") == 0)
    return g_strdup ("UTC");
  if (length >= LONGEST || !g_str_is_ascii (name))
    return NULL;
  u_charsToUChars (name, wide, length);
  length = ucal_getTimeZoneIDForWindowsID (wide, length, NULL, found, LONGEST - 1, &status);
  if (U_FAILURE (status) || length <= 0 || length >= LONGEST)
    return NULL;
  u_UCharsToChars (found, iana, length);
  return g_strdup (iana);
}

static icaltimezone *
make_zone (const char *rules)
{
  icalcomponent *component = icalparser_parse_string (rules);
  icaltimezone *zone = icaltimezone_new ();

  if (component != NULL && icalcomponent_isa (component) == ICAL_VTIMEZONE_COMPONENT
      && icalcomponent_count_errors (component) == 0
      && icaltimezone_set_component (zone, component))
    return zone;
  icaltimezone_free (zone, 1);
  if (component != NULL)
    icalcomponent_free (component);
  return NULL;
}

void
rgm_ical_zones_place (RgmIcalZones *zones, RgmIncoming *event)
{
  Zone *zone = g_hash_table_lookup (zones->by_tzid, event->tzid);
  icaltimetype time;

  event->iana = zone != NULL && zone->iana != NULL ? g_strdup (zone->iana)
                                                   : rgm_ical_zone_of_windows (event->tzid);
  if (zone == NULL)
    return;
  if (zone->zone == NULL && zone->rules != NULL) {
    zone->zone = make_zone (zone->rules->str);
    drop_rules (zone);
  }
  if (zone->zone == NULL || !rgm_local_has_time (event->start))
    return;
  time = rgm_ical_time (event->start);
  event->offset = icaltimezone_get_utc_offset (zone->zone, &time, NULL);
  event->has_offset = ABS (event->offset) < 24 * 3600;
  event->offset = event->has_offset ? event->offset : 0;
}
