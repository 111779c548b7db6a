/* read-zone.c: reads the time zones of a calendar file. libical works out their rules, but gets to
 * see only what was checked here: known properties with plain values, and rules that come once a
 * year. */
#include "ical/read-zone.h"

#include <string.h>
#include <unicode/putil.h>
#include <unicode/ucal.h>

#include "base/i18n.h"
#include "ical/ical-private.h"

#define MOST_ZONES 1000
#define LONGEST_NAME 200
#define LONGEST_VALUE 200
/* An export of regimen has a line for each change of a clock: two a year, for at most ten years. */
#define MOST_LINES 4000

typedef struct {
  char *tzid;     /* nullable while the zone is read */
  char *iana;     /* nullable: X-LIC-LOCATION */
  GString *rules; /* the VTIMEZONE, with another TZID; NULL if the rules are not plain */
  int lines;
  icaltimezone *zone; /* made of the rules when it is first needed */
} Zone;

struct _RgmIcalZones {
  GPtrArray *list;     /* of Zone */
  GHashTable *by_tzid; /* borrows from list; if two have one name, the first counts */
};

static void
drop_rules (Zone *zone)
{
  if (zone->rules != NULL)
    g_string_free (zone->rules, TRUE);
  zone->rules = NULL;
}

static void
zone_free (Zone *zone)
{
  g_free (zone->tzid);
  g_free (zone->iana);
  drop_rules (zone);
  if (zone->zone != NULL)
    icaltimezone_free (zone->zone, 1);
  g_free (zone);
}

RgmIcalZones *
ical_zones_new (void)
{
  RgmIcalZones *zones = g_new0 (RgmIcalZones, 1);

  zones->list = g_ptr_array_new_with_free_func ((GDestroyNotify)zone_free);
  zones->by_tzid = g_hash_table_new (g_str_hash, g_str_equal);
  return zones;
}

void
ical_zones_free (RgmIcalZones *zones)
{
  g_hash_table_unref (zones->by_tzid);
  g_ptr_array_unref (zones->list);
  g_free (zones);
}

/* ---- reading ---- */

/* Whether the rule @value comes once a year, on a day of a month. Libical could take ages to work
 * out other rules, for example one for every second. */
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

/* Takes a line of a STANDARD or DAYLIGHT part, if libical may see it. libical counts from the year
 * of a DTSTART to the one that is asked for, so that year must be near. */
static void
add_rule (Zone *zone, const RgmIcalLine *line)
{
  static const char *const wanted[]
    = { "BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", NULL };

  const char *value = line->value;
  gsize length = strlen (value);
  gboolean good = length > 0 && length <= LONGEST_VALUE
                  && strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-=,;") == length;

  if (zone->rules == NULL || !g_strv_contains (wanted, line->name))
    return;
  if (good && g_str_equal (line->name, "RRULE"))
    good = is_yearly (value);
  else if (good && g_str_equal (line->name, "DTSTART"))
    good = strncmp (value, "1500", 4) >= 0 && strncmp (value, "2200", 4) < 0
           && strspn (value, "0123456789") == 8;
  if (++zone->lines > MOST_LINES || !good)
    drop_rules (zone);
  else
    g_string_append_printf (zone->rules, "%s:%s\r\n", line->name, line->value);
}

gboolean
ical_zones_take (RgmIcalZones *zones, const RgmIcalLine *line, const char *path, GError **error)
{
  gboolean itself = g_str_equal (path, "VTIMEZONE ");
  Zone *zone;

  if (itself && g_str_equal (line->name, "BEGIN")) {
    zone = g_new0 (Zone, 1);
    zone->rules = g_string_new ("BEGIN:VTIMEZONE\r\nTZID:z\r\n");
    g_ptr_array_add (zones->list, zone);
  }
  if (zones->list->len > MOST_ZONES) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("it has more than %d time zones"),
                 MOST_ZONES);
    return FALSE;
  }
  zone = g_ptr_array_index (zones->list, zones->list->len - 1);
  if (g_str_equal (path, "VTIMEZONE STANDARD ") || g_str_equal (path, "VTIMEZONE DAYLIGHT "))
    add_rule (zone, line);
  if (!itself)
    return TRUE;
  if (g_str_equal (line->name, "TZID") && zone->tzid == NULL)
    zone->tzid = rgm_incoming_clean (line->value, LONGEST_NAME);
  if (g_str_equal (line->name, "X-LIC-LOCATION") && zone->iana == NULL)
    zone->iana = rgm_incoming_clean (line->value, LONGEST_NAME);
  if (!g_str_equal (line->name, "END"))
    return TRUE;
  if (zone->rules != NULL)
    g_string_append (zone->rules, "END:VTIMEZONE\r\n");
  if (zone->tzid != NULL && g_hash_table_lookup (zones->by_tzid, zone->tzid) == NULL)
    g_hash_table_insert (zones->by_tzid, zone->tzid, zone);
  return TRUE;
}

/* ---- working out ---- */

char *
ical_zone_of_windows (const char *name)
{
  enum { LONGEST = 64 };
  UChar wide[LONGEST], found[LONGEST];
  char iana[LONGEST] = "";
  UErrorCode status = U_ZERO_ERROR;
  int length = (int)strlen (name);

  if (g_ascii_strcasecmp (name, "tzone://Microsoft/Utc") == 0)
    return g_strdup ("UTC");
  /* no such name has a "/": the names of others need not be looked for in the tables of ICU */
  if (length >= LONGEST || strchr (name, '/') != NULL || !g_str_is_ascii (name))
    return NULL;
  u_charsToUChars (name, wide, length);
  length = ucal_getTimeZoneIDForWindowsID (wide, length, NULL, found, LONGEST - 1, &status);
  if (U_FAILURE (status) || length <= 0 || length >= LONGEST)
    return NULL;
  u_UCharsToChars (found, iana, length);
  return g_strdup (iana);
}

void
ical_zones_place (RgmIcalZones *zones, RgmIncoming *event)
{
  Zone *zone = g_hash_table_lookup (zones->by_tzid, event->tzid);
  icaltimetype time;

  event->iana = zone != NULL && zone->iana != NULL ? g_strdup (zone->iana)
                                                   : ical_zone_of_windows (event->tzid);
  if (zone == NULL)
    return;
  if (zone->zone == NULL && zone->rules != NULL) {
    icalcomponent *component = icalparser_parse_string (zone->rules->str);

    zone->zone = icaltimezone_new ();
    if (component == NULL || icalcomponent_isa (component) != ICAL_VTIMEZONE_COMPONENT
        || icalcomponent_count_errors (component) != 0
        || !icaltimezone_set_component (zone->zone, component)) {
      icaltimezone_free (zone->zone, 1);
      zone->zone = NULL;
      g_clear_pointer (&component, icalcomponent_free);
    }
    drop_rules (zone);
  }
  if (zone->zone == NULL || !rgm_local_has_time (event->start))
    return;
  time = ical_time (event->start);
  event->offset = icaltimezone_get_utc_offset (zone->zone, &time, NULL);
  event->has_offset = ABS (event->offset) < 24 * 3600;
  event->offset = event->has_offset ? event->offset : 0;
}
