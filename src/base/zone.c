/* zone.c: time zones, opened by their names; the only bridge between instants and local times. */
#include "base/civil.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tzif.h"
#include "base/zone-names.h"

#include <regimen/zone.h>

/* No zone is further from UTC than this, in seconds. So the instant of a local time differs by at
 * most this much from the instant that has the same date and time in UTC. */
#define FURTHEST_OFFSET (26 * 3600)

struct _RgmZone {
  char *name;
  GArray *spans; /* of RgmSpan, never empty */
};

static void
zone_free (RgmZone *zone)
{
  g_free (zone->name);
  g_array_unref (zone->spans);
  g_free (zone);
}

static void
fail_unknown (const char *name, GError **error)
{
  g_autofree char *quoted = text_quote (name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not a time zone known to this system; accepted: UTC or an IANA name such "
                  "as Europe/Berlin"),
               quoted);
}

/* A cache of zones, which never change and are never freed, so that a borrowed zone stays valid.
 * The meaning of a name does not depend on earlier calls. At exit the zones can still be reached
 * from here, so leak checkers do not report them. */
static GMutex cache_lock;
static GHashTable *cache; /* name (in the zone) → RgmZone */

/* The path of the system's file for @name, or for another name of that zone if it has none for
 * @name. Returns: (transfer full). */
static char *
path_of (const char *name)
{
  g_autofree char *own = zone_path (name);

  if (g_file_test (own, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&own);
  g_autoptr (GPtrArray) names = zone_same_names (name);
  for (guint i = 1; i < names->len; i++) {
    g_autofree char *other = zone_path (names->pdata[i]);
    if (g_file_test (other, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&other);
  }
  return g_steal_pointer (&own);
}

/* The spans in the system's file for @name. */
static GArray *
load_spans (const char *name, GError **error)
{
  g_autofree char *path = path_of (name);
  g_autofree char *bytes = NULL;
  gsize size;

  if (!zone_read_file (path, &bytes, &size)) {
    fail_unknown (name, error);
    return NULL;
  }
  g_autoptr (GError) problem = NULL;
  GArray *spans = tzif_read ((const guint8 *)bytes, size, &problem);
  if (spans == NULL)
    g_set_error (error, RGM_ERROR, problem->code, _ ("time zone %s cannot be used: %s: %s"), name,
                 path, problem->message);
  return spans;
}

static RgmZone *
zone_open (const char *name, GError **error)
{
  GArray *spans = NULL;

  if (g_str_equal (name, "UTC") || g_str_equal (name, "Etc/UTC")) {
    RgmSpan always = { .from = G_MININT64, .abbreviation = "UTC" };
    spans = g_array_new (FALSE, FALSE, sizeof (RgmSpan));
    g_array_append_val (spans, always);
  } else if (zone_is_identifier (name)) {
    spans = load_spans (name, error);
  } else {
    fail_unknown (name, error);
  }
  if (spans == NULL)
    return NULL;

  RgmZone *zone = g_new0 (RgmZone, 1);
  zone->name = g_strdup (name);
  zone->spans = spans;
  return zone;
}

const RgmZone *
rgm_zone_get (const char *name, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&cache_lock);
  if (cache == NULL)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)zone_free);

  RgmZone *zone = g_hash_table_lookup (cache, name);
  if (zone == NULL) {
    zone = zone_open (name, error);
    if (zone != NULL)
      g_hash_table_insert (cache, zone->name, zone);
  }
  return zone;
}

const char *
rgm_zone_name (const RgmZone *zone)
{
  return zone->name;
}

static const RgmSpan *
span_at (const RgmZone *zone, guint index)
{
  return &g_array_index (zone->spans, RgmSpan, index);
}

/* The index of the last span that begins at or before @instant. */
static guint
span_index (const RgmZone *zone, RgmInstant instant)
{
  guint low = 0, high = zone->spans->len;
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (span_at (zone, middle)->from <= instant)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* The first instant after span @index. */
static RgmInstant
span_end (const RgmZone *zone, guint index)
{
  return index + 1 < zone->spans->len ? span_at (zone, index + 1)->from : G_MAXINT64;
}

int
rgm_zone_offset (const RgmZone *zone, RgmInstant instant)
{
  return span_at (zone, span_index (zone, instant))->offset;
}

const char *
rgm_zone_abbreviation (const RgmZone *zone, RgmInstant instant)
{
  return span_at (zone, span_index (zone, instant))->abbreviation;
}

RgmLocal
rgm_zone_to_local (const RgmZone *zone, RgmInstant instant)
{
  gint64 seconds = civil_seconds (civil_local (instant));
  return civil_local (seconds + rgm_zone_offset (zone, instant));
}

RgmDay
rgm_zone_day (const RgmZone *zone, RgmInstant instant)
{
  return rgm_zone_to_local (zone, instant).day;
}

/* Whether the clock shows @wall during span @index. @instant: (out): the instant at which it does,
 * or would if that span went on: in a gap, it is after the end of the span before the gap. */
static gboolean
span_shows (const RgmZone *zone, guint index, gint64 wall, RgmInstant *instant)
{
  *instant = wall - span_at (zone, index)->offset;
  return *instant >= span_at (zone, index)->from && *instant < span_end (zone, index);
}

/* Whether a later span shows @wall once more, as after clocks were set back. */
static gboolean
shown_again (const RgmZone *zone, guint index, gint64 wall)
{
  RgmInstant instant;
  for (guint i = index + 1; i < zone->spans->len; i++) {
    if (span_at (zone, i)->from > wall + FURTHEST_OFFSET)
      return FALSE;
    if (span_shows (zone, i, wall, &instant))
      return TRUE;
  }
  return FALSE;
}

RgmInstant
rgm_zone_to_instant (const RgmZone *zone, RgmLocal local, RgmFit *fit)
{
  gint64 wall = civil_seconds (local);
  RgmInstant instant, before_gap = wall;
  RgmFit unused;

  if (fit == NULL)
    fit = &unused;
  for (guint index = span_index (zone, wall - FURTHEST_OFFSET); index < zone->spans->len; index++) {
    if (span_shows (zone, index, wall, &instant)) {
      *fit = shown_again (zone, index, wall) ? RGM_FIT_REPEATED : RGM_FIT_EXACT;
      return instant;
    }
    if (instant < span_at (zone, index)->from)
      break;
    before_gap = instant;
  }
  *fit = RGM_FIT_GAP;
  return before_gap;
}

gboolean
rgm_zone_next_transition (const RgmZone *zone, RgmInstant after, RgmInstant *at, int *before,
                          int *behind)
{
  gint64 end = (gint64)civil_day (2200, 1, 1) * RGM_SECONDS_PER_DAY;
  guint index = span_index (zone, after);
  for (; index + 1 < zone->spans->len && span_end (zone, index) < end; index++) {
    *before = span_at (zone, index)->offset;
    *behind = span_at (zone, index + 1)->offset;
    *at = span_end (zone, index);
    if (*before != *behind)
      return TRUE;
  }
  return FALSE;
}

/* RFC 3339 has no seconds in an offset. An offset with seconds (local mean time, before 1972) is
 * cut to whole minutes, and the time is given for that offset, so that the instant stays the
 * same. */
char *
rgm_instant_format (RgmInstant instant, const RgmZone *zone)
{
  int minutes = rgm_zone_offset (zone, instant) / 60;
  g_autofree char *clock = civil_format (instant, minutes * 60);
  return g_strdup_printf ("%s%c%02d:%02d", clock, minutes < 0 ? '-' : '+', ABS (minutes) / 60,
                          ABS (minutes) % 60);
}
