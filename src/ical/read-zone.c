/* read-zone.c: reads the time zones of a calendar file. libical works out their rules, but sees
 * only what was checked here: known properties with plain values, and rules that apply once a
 * year. */
#include "ical/read-zone.h"

#include <string.h>
#include <unicode/putil.h>
#include <unicode/ucal.h>

#include "base/i18n.h"
#include "ical/ical-private.h"
#include "ical/read-value.h"

#define MOST_ZONES 1000
#define LONGEST_VALUE 200
#define DAY_SECONDS 86400
#define WEEK_SECONDS (7 * DAY_SECONDS)
/* An export of regimen has a few lines for each change of the clocks: two changes a year, for at
 * most ten years. */
#define MOST_LINES 4000

typedef struct {
  char *tzid;     /* nullable while the zone is being read */
  char *iana;     /* nullable: X-LIC-LOCATION */
  GString *rules; /* the VTIMEZONE, with another TZID; NULL if the rules are not plain */
  int lines;
  gboolean has_start, has_offset; /* of the part that is being read */
  char *begins;                   /* nullable: the earliest DTSTART of a part, as it is written */
  icaltimezone *zone;             /* made from the rules when it is first needed */
} Zone;

struct _RgmIcalZones {
  GPtrArray *list; /* of Zone */
  /* borrows from list; if two zones have the same name, the first one with rules counts */
  GHashTable *by_tzid;
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
  g_free (zone->begins);
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

/* Whether the rule @value applies once a year, on a day of a month. libical could take very long to
 * work out other rules, for example one for every second. */
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

/* Whether libical may see @line of a STANDARD or DAYLIGHT part. libical counts the years from a
 * DTSTART to the year that is asked for, so they must not be far apart. If a start or an offset is
 * missing, libical would make one up. */
static gboolean
is_good_rule (Zone *zone, const RgmIcalLine *line)
{
  const char *value = line->value;
  gsize length = strlen (value);

  if (length == 0 || length > LONGEST_VALUE
      || strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-=,;") != length)
    return FALSE;
  if (g_str_equal (line->name, "BEGIN"))
    zone->has_start = zone->has_offset = FALSE;
  else if (g_str_equal (line->name, "END"))
    return zone->has_start && zone->has_offset;
  else if (g_str_equal (line->name, "RRULE"))
    return is_yearly (value);
  else if (g_str_has_prefix (line->name, "TZOFFSET")) {
    zone->has_offset = zone->has_offset || g_str_equal (line->name, "TZOFFSETTO");
    return (*value == '+' || *value == '-') && (length == 5 || length == 7)
           && strspn (value + 1, "0123456789") == length - 1;
  } else if (g_str_equal (line->name, "DTSTART")) {
    zone->has_start = TRUE;
    if (zone->begins == NULL || strcmp (value, zone->begins) < 0) {
      g_free (zone->begins);
      zone->begins = g_strdup (value);
    }
    return strncmp (value, "1500", 4) >= 0 && strncmp (value, "2200", 4) < 0
           && strspn (value, "0123456789") == 8;
  }
  return TRUE;
}

/* Takes a line of a STANDARD or DAYLIGHT part. */
static void
add_rule (Zone *zone, const RgmIcalLine *line)
{
  static const char *const wanted[]
    = { "BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", NULL };

  if (zone->rules == NULL || !g_strv_contains (wanted, line->name))
    return;
  if (++zone->lines > MOST_LINES || !is_good_rule (zone, line))
    drop_rules (zone);
  else
    g_string_append_printf (zone->rules, "%s:%s\r\n", line->name, line->value);
}

gboolean
ical_zones_take (RgmIcalZones *zones, const RgmIcalLine *line, const char *path, GError **error)
{
  gboolean itself = g_str_equal (path, "VTIMEZONE ");
  Zone *zone, *known;

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
    zone->tzid = ical_zone_name (line->value);
  if (g_str_equal (line->name, "X-LIC-LOCATION") && zone->iana == NULL)
    zone->iana = ical_zone_name (line->value);
  if (!g_str_equal (line->name, "END"))
    return TRUE;
  if (zone->begins == NULL)
    drop_rules (zone); /* it has neither a STANDARD nor a DAYLIGHT part */
  if (zone->rules != NULL)
    g_string_append (zone->rules, "END:VTIMEZONE\r\n");
  known = zone->tzid != NULL ? g_hash_table_lookup (zones->by_tzid, zone->tzid) : NULL;
  if (zone->tzid != NULL && (known == NULL || known->rules == NULL))
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
  /* no Windows name has a "/", so a name with one need not be looked up in the tables of ICU */
  if (length >= LONGEST || strchr (name, '/') != NULL || !g_str_is_ascii (name))
    return NULL;
  u_charsToUChars (name, wide, length);
  length = ucal_getTimeZoneIDForWindowsID (wide, length, NULL, found, LONGEST - 1, &status);
  if (U_FAILURE (status) || length <= 0 || length >= LONGEST)
    return NULL;
  u_UCharsToChars (found, iana, length);
  return g_strdup (iana);
}

/* Makes the zone from the rules that were read, when it is first needed. Returns: whether there is
 * one. */
static gboolean
make_zone (Zone *zone)
{
  icalcomponent *component;

  if (zone->zone != NULL || zone->rules == NULL)
    return zone->zone != NULL;
  component = icalparser_parse_string (zone->rules->str);
  zone->zone = icaltimezone_new ();
  if (component == NULL || icalcomponent_isa (component) != ICAL_VTIMEZONE_COMPONENT
      || icalcomponent_count_errors (component) != 0
      || !icaltimezone_set_component (zone->zone, component)) {
    icaltimezone_free (zone->zone, 1);
    zone->zone = NULL;
    g_clear_pointer (&component, icalcomponent_free);
  }
  drop_rules (zone);
  return zone->zone != NULL;
}

/* The time that a clock shows, or the 00:00 of a day, as seconds since 1970 on that clock. */
static gint64
wall_seconds (RgmLocal local)
{
  return (gint64)local.day * DAY_SECONDS + (rgm_local_has_time (local) ? local.second : 0);
}

static int
offset_at (icaltimezone *zone, gint64 seconds)
{
  icaltimetype time = ical_time (ical_local_at (seconds, 0));

  return icaltimezone_get_utc_offset (zone, &time, NULL);
}

/* The offsets of @zone from @at to @last, both in seconds on its clocks. A time that is skipped or
 * comes twice has the offset before the change (RFC 5545 section 3.3.5); libical gives the other
 * one. Returns: (transfer full) (nullable): NULL if an offset makes no sense, or if there are too
 * many. */
static GArray *
offsets_between (icaltimezone *zone, gint64 at, gint64 last)
{
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (RgmIncomingOffset));
  RgmIncomingOffset one = { ical_local_at (at, 0), offset_at (zone, at) };

  while (TRUE) {
    gint64 before, next = at;

    if (ABS (one.offset) >= DAY_SECONDS || offsets->len == RGM_INCOMING_MOST_OFFSETS)
      return NULL;
    g_array_append_val (offsets, one);
    do {
      before = next;
      next = MIN (before + WEEK_SECONDS, last);
    } while (next > before && offset_at (zone, next) == one.offset);
    if (next <= before)
      return g_steal_pointer (&offsets);
    /* the clocks change between before and next; find the second */
    while (next - before > 1) {
      gint64 middle = before + (next - before) / 2;

      *(offset_at (zone, middle) == one.offset ? &before : &next) = middle;
    }
    at = next;
    one.from = ical_local_at (at + ABS (offset_at (zone, at) - one.offset), 0);
    one.offset = offset_at (zone, at);
  }
}

static void
place_start (RgmIcalZones *zones, RgmIncoming *event)
{
  const RgmIncomingRule *rule = &event->rule;
  gboolean timed = rgm_local_has_time (event->start), one = rgm_local_has_time (event->instance);
  Zone *zone = g_hash_table_lookup (zones->by_tzid, event->tzid);
  RgmLocal begins;
  gboolean utc;
  gint64 first, last;

  event->iana = zone != NULL && zone->iana != NULL ? g_strdup (zone->iana)
                                                   : ical_zone_of_windows (event->tzid);
  if (zone == NULL || (!timed && !one) || !make_zone (zone))
    return;
  first = wall_seconds (timed ? event->start : event->instance);
  last = one ? MAX (first, wall_seconds (event->instance)) : first;
  first = one ? MIN (first, wall_seconds (event->instance)) : first;
  /* The last appointment may be as late as this. With a COUNT, one appointment follows the other
   * after at most @every weeks: BYDAY leaves at least one of seven days. */
  if (rule->count > 0)
    last += (gint64)(rule->count + 1) * rule->every * WEEK_SECONDS;
  else if (rule->unit != 0)
    last = MAX (last, wall_seconds (rule->until) + 2 * DAY_SECONDS);
  last = MIN (last, (gint64)rgm_day_new (2199, 12, 31) * DAY_SECONDS);
  /* The offsets begin a day before the first appointment, because a change of the clocks in the
   * hours before it may matter. But the file does not say what was before its first part, unless
   * that begins long ago: the parts that Windows writes begin in 1601. */
  if (strncmp (zone->begins, "1900", 4) < 0
      || (ical_read_time (zone->begins, &begins, &utc)
          && first >= wall_seconds (begins) + DAY_SECONDS))
    first -= DAY_SECONDS;
  else if (first < wall_seconds (begins))
    return;
  event->offsets = offsets_between (zone->zone, first, MAX (first, last));
}

void
ical_zones_place (RgmIcalZones *zones, RgmIncoming *event)
{
  RgmIncoming instance = { .start = event->instance, .tzid = event->instance_tzid };

  instance.instance = instance.rule.until = RGM_LOCAL_NONE;
  if (event->tzid != NULL)
    place_start (zones, event);
  if (event->instance_tzid == NULL)
    return;
  place_start (zones, &instance);
  event->instance_iana = instance.iana;
  event->instance_offsets = instance.offsets;
}
