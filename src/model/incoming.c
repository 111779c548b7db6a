#include <regimen/incoming.h>
#include <string.h>

#include "base/i18n.h"

RgmIncoming *
rgm_incoming_new (void)
{
  RgmIncoming *incoming = g_new0 (RgmIncoming, 1);

  incoming->start = RGM_LOCAL_NONE;
  incoming->instance = incoming->rule.until = RGM_LOCAL_NONE;
  incoming->completed = incoming->changed = incoming->instance_at = RGM_INSTANT_NONE;
  return incoming;
}

RgmIncoming *
rgm_incoming_copy (const RgmIncoming *incoming)
{
  RgmIncoming *copy = g_memdup2 (incoming, sizeof *incoming);

  copy->uid = g_strdup (incoming->uid);
  copy->tzid = g_strdup (incoming->tzid);
  copy->iana = g_strdup (incoming->iana);
  copy->summary = g_strdup (incoming->summary);
  copy->place = g_strdup (incoming->place);
  return copy;
}

void
rgm_incoming_free (RgmIncoming *incoming)
{
  if (incoming == NULL)
    return;
  g_free (incoming->uid);
  g_free (incoming->tzid);
  g_free (incoming->iana);
  g_free (incoming->summary);
  g_free (incoming->place);
  g_free (incoming);
}

/* ---- text ---- */

/* What is seen: letters, marks, numbers, punctuation, signs. Not what turns the direction of the
 * text around it, is invisible, or belongs to nobody. */
static gboolean
is_seen (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  default:
    return TRUE;
  }
}

/* Joins letters in several scripts, and emoji; does nothing else. */
static gboolean
is_joiner (gunichar c)
{
  return c == 0x200C || c == 0x200D;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_CONTROL;
}

char *
rgm_incoming_clean (const char *text, int most)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean blank = FALSE;
  int count = 0;

  for (const char *at = valid; *at != '\0' && count < most; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_blank (c))
      blank = out->len > 0;
    else if (is_seen (c) || (is_joiner (c) && out->len > 0)) {
      if (blank)
        g_string_append_c (out, ' ');
      g_string_append_unichar (out, c);
      count += 1 + blank;
      blank = FALSE;
    }
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

/* ---- time ---- */

/* A name of the tz database has at most this many parts. */
#define MOST_PARTS 3

/* The whole of @name, or the longest end of it, that is the name of a zone. */
static const RgmZone *
zone_at_end_of (const char *name)
{
  const RgmZone *zone = name != NULL ? rgm_zone_get (name, NULL) : NULL;
  const char *ends[MOST_PARTS] = { NULL };

  for (const char *at = name; at != NULL && (at = strchr (at, '/')) != NULL;) {
    memmove (ends, ends + 1, sizeof ends - sizeof *ends);
    ends[MOST_PARTS - 1] = ++at;
  }
  for (guint i = 0; zone == NULL && i < MOST_PARTS; i++)
    zone = ends[i] != NULL ? rgm_zone_get (ends[i], NULL) : NULL;
  return zone;
}

static const RgmZone *
named_zone (const RgmIncoming *event)
{
  const RgmZone *zone = zone_at_end_of (event->tzid);

  return zone != NULL ? zone : zone_at_end_of (event->iana);
}

static void
set_instant (RgmIncomingTime *time, RgmInstant at, const RgmZone *zone)
{
  RgmLocal local = rgm_zone_to_local (zone, at);

  *time = (RgmIncomingTime){ at, local, zone, RGM_INSTANT_NONE };
  /* the second of two such times cannot be told by a clock on the wall */
  if (rgm_zone_to_instant (zone, local, NULL) != at) {
    time->zone = rgm_zone_get ("UTC", NULL);
    time->local = rgm_zone_to_local (time->zone, at);
  }
}

static RgmInstant
utc_instant (RgmLocal local)
{
  return rgm_zone_to_instant (rgm_zone_get ("UTC", NULL), local, NULL);
}

/* By the file's own rules, where they give another time than @at of the zone @named. Of a time that
 * is missing or comes twice there are several readings. */
static RgmInstant
other_reading (const RgmIncoming *event, const RgmZone *named, RgmInstant at)
{
  RgmInstant other = utc_instant (event->start) - event->offset;
  RgmFit fit;

  rgm_zone_to_instant (named, event->start, &fit);
  return event->has_offset && fit == RGM_FIT_EXACT && other != at ? other : RGM_INSTANT_NONE;
}

static void
set_in_zone (RgmIncomingTime *time, const RgmIncoming *event, const RgmZone *named,
             const RgmZone *zone)
{
  RgmInstant at = rgm_zone_to_instant (named, event->start, NULL);

  if (rgm_zone_offset (named, at) == rgm_zone_offset (zone, at))
    set_instant (time, at, zone);
  else
    *time = (RgmIncomingTime){ at, event->start, named, RGM_INSTANT_NONE };
  time->other = other_reading (event, named, at);
}

/* Some calendars write a whole day as the moment of its midnight. */
static void
take_time_away (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time)
{
  RgmLocal local = rgm_zone_to_local (zone, time->at);

  if (!event->all_day || !event->utc || local.second != 0)
    return;
  local.second = RGM_NO_TIME;
  *time = (RgmIncomingTime){ time->at, local, zone, RGM_INSTANT_NONE };
}

static void
set_problem (const RgmIncoming *event, GError **error)
{
  static const char *const said[] = {
    [RGM_INCOMING_NO_START] = N_ ("it has no date"),
    [RGM_INCOMING_BAD_START] = N_ ("its date cannot be read, or lies outside 1900 to 2199"),
    [RGM_INCOMING_TWO_STARTS] = N_ ("it has several dates"),
    [RGM_INCOMING_REPEATS] = N_ ("it repeats, and which day is meant is not said"),
    [RGM_INCOMING_RULE] = N_ ("it repeats by a rule that is not read; daily or weekly ones with an "
                              "end, of at most 366 times, are"),
  };

  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ (said[event->problem]));
}

gboolean
rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                   GError **error)
{
  const RgmZone *named;

  if (event->problem != RGM_INCOMING_FINE) {
    set_problem (event, error);
    return FALSE;
  }
  if (!rgm_local_has_time (event->start) || (!event->utc && event->tzid == NULL)) {
    *time = (RgmIncomingTime){ rgm_zone_to_instant (zone, event->start, NULL), event->start, zone,
                               RGM_INSTANT_NONE };
    return TRUE;
  }
  if (event->utc) {
    set_instant (time, utc_instant (event->start), zone);
    take_time_away (event, zone, time);
    return TRUE;
  }
  named = named_zone (event);
  if (named != NULL)
    set_in_zone (time, event, named, zone);
  else if (event->has_offset)
    set_instant (time, utc_instant (event->start) - event->offset, zone);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("its time zone \"%s\" is not known, and not described in the file"),
                 event->tzid);
  return named != NULL || event->has_offset;
}
