/* incoming.c: an event from a calendar of unknown origin: cleaning its texts, and finding its
 * time. */
#include <regimen/describe.h>
#include <regimen/incoming.h>
#include <string.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "model/incoming.h"

RgmIncoming *
rgm_incoming_new (void)
{
  RgmIncoming *incoming = g_new0 (RgmIncoming, 1);

  incoming->start = RGM_LOCAL_NONE;
  incoming->instance = incoming->rule.until = RGM_LOCAL_NONE;
  incoming->completed = incoming->changed = RGM_INSTANT_NONE;
  incoming->instance_at = incoming->instance_other = RGM_INSTANT_NONE;
  incoming->instance_day = RGM_NO_DAY;
  return incoming;
}

RgmIncoming *
rgm_incoming_copy (const RgmIncoming *incoming)
{
  RgmIncoming *copy = g_memdup2 (incoming, sizeof *incoming);

  copy->uid = g_strdup (incoming->uid);
  copy->tzid = g_strdup (incoming->tzid);
  copy->iana = g_strdup (incoming->iana);
  copy->offsets = incoming->offsets != NULL ? g_array_ref (incoming->offsets) : NULL;
  copy->instance_tzid = g_strdup (incoming->instance_tzid);
  copy->instance_iana = g_strdup (incoming->instance_iana);
  copy->instance_offsets
    = incoming->instance_offsets != NULL ? g_array_ref (incoming->instance_offsets) : NULL;
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
  g_clear_pointer (&incoming->offsets, g_array_unref);
  g_free (incoming->instance_tzid);
  g_free (incoming->instance_iana);
  g_clear_pointer (&incoming->instance_offsets, g_array_unref);
  g_free (incoming->summary);
  g_free (incoming->place);
  g_free (incoming);
}

/* ---- text ---- */

/* Whether @c can be seen: letters, marks, numbers, punctuation, symbols. Characters that are
 * invisible, change the direction of the text around them, or have no meaning cannot be seen. */
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

char *
rgm_incoming_clean (const char *text, int most)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean blank = FALSE;
  int count = 0;

  for (const char *at = valid; *at != '\0' && count < most; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    /* joins or separates letters in several scripts, and joins emoji; it has no other effect */
    gboolean joiner = c == 0x200C || c == 0x200D;

    if (g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_CONTROL) {
      blank = out->len > 0;
    } else if (is_seen (c) || (joiner && out->len > 0)) {
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

/* The zone with the name @name, else the one whose name is the longest possible end of @name, for
 * example Europe/Berlin for "/freeassociation.sourceforge.net/Europe/Berlin". NULL if there is
 * none. */
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

/* Sets @time to the instant @at, shown in @zone if possible. */
static void
set_instant (RgmIncomingTime *time, RgmInstant at, const RgmZone *zone)
{
  RgmLocal local = rgm_zone_to_local (zone, at);

  *time = (RgmIncomingTime){ at, local, zone, RGM_DOUBT_NONE, RGM_INSTANT_NONE };
  /* if a local time exists twice, it stands for the first of the two; only UTC can express the
   * second */
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

/* Whether the file's own rules give the offset of the zone at the start of @event. @offset:
 * (out). */
static gboolean
find_offset (const RgmIncoming *event, int *offset)
{
  for (guint i = event->offsets != NULL ? event->offsets->len : 0; i-- > 0;) {
    const RgmIncomingOffset *each = &g_array_index (event->offsets, RgmIncomingOffset, i);

    *offset = each->offset;
    if (civil_local_compare (each->from, event->start) <= 0)
      return TRUE;
  }
  return FALSE;
}

/* Sets @time to the start of @event, read as a time in its zone tzid. Returns: FALSE if that zone
 * is neither known nor described in the file. */
static gboolean
set_in_zone (RgmIncomingTime *time, const RgmIncoming *event, const RgmZone *zone)
{
  const RgmZone *named = zone_at_end_of (event->tzid);
  int offset = 0;
  gboolean described = find_offset (event, &offset);
  RgmInstant by_rules = utc_instant (event->start) - offset, at;
  RgmFit fit;

  if (named == NULL)
    named = zone_at_end_of (event->iana);
  if (named == NULL) {
    if (described)
      set_instant (time, by_rules, zone);
    return described;
  }
  at = rgm_zone_to_instant (named, event->start, &fit);
  if (rgm_zone_offset (named, at) == rgm_zone_offset (zone, at))
    set_instant (time, at, zone);
  else
    *time = (RgmIncomingTime){ at, event->start, named, RGM_DOUBT_NONE, RGM_INSTANT_NONE };
  /* a time that does not exist or exists twice can be read in several ways, so a difference means
   * nothing */
  if (described && fit == RGM_FIT_EXACT && by_rules != at) {
    time->doubt = RGM_DOUBT_RULES;
    time->other = by_rules;
  }
  return TRUE;
}

/* Sets @time to the start of @event, read as a time in UTC. */
static void
set_in_utc (RgmIncomingTime *time, const RgmIncoming *event, const RgmZone *zone)
{
  RgmIncomingTime other;

  set_instant (time, utc_instant (event->start), zone);
  if (event->tzid == NULL)
    return;
  if (!set_in_zone (&other, event, zone))
    time->doubt = RGM_DOUBT_UTC;
  else if (other.at != time->at) {
    time->doubt = RGM_DOUBT_UTC;
    time->other = other.at;
  }
}

/* Some programs write a whole day as the moment of its midnight, some as 00:00 in UTC, and some
 * only mark the event as one. Makes @time a whole day if that is certain. If it is only possible,
 * makes it a whole day too, and keeps the time as the other reading. */
static void
consider_day (RgmIncomingTime *time, const RgmIncoming *event, const RgmZone *zone)
{
  gboolean midnight = event->start.second == 0;
  RgmDay day = midnight || !event->utc ? event->start.day : time->local.day;

  if ((event->all_day || event->day_long) && event->utc && time->zone == zone
      && time->local.second == 0) {
    time->local.second = RGM_NO_TIME;
    time->doubt = RGM_DOUBT_NONE;
  } else if (event->all_day || (midnight && (event->day_long || event->endless))) {
    RgmLocal whole = { day, RGM_NO_TIME };

    *time = (RgmIncomingTime){ rgm_zone_to_instant (zone, whole, NULL), whole, zone, RGM_DOUBT_DAY,
                               time->at };
  }
}

gboolean
incoming_other (const RgmIncomingTime *time, const RgmZone *zone, RgmIncomingTime *other)
{
  if (time->doubt == RGM_DOUBT_NONE || time->other == RGM_INSTANT_NONE)
    return FALSE;
  set_instant (other, time->other, zone);
  return TRUE;
}

/* The time @at of an appointment in the series of @event, as text for the patient. */
static char *
instance_text (const RgmIncoming *event, RgmInstant at, const RgmZone *zone)
{
  const RgmZone *own = event->series_zone != NULL ? event->series_zone : zone;
  RgmLocal local = rgm_zone_to_local (own, at);
  g_autofree char *text = NULL;

  if (event->instance_day != RGM_NO_DAY)
    return rgm_day_describe (event->instance_day);
  text = rgm_local_describe (local);
  if (rgm_zone_offset (own, at) == rgm_zone_offset (zone, at))
    return g_steal_pointer (&text);
  return g_strdup_printf (_ ("%s, time of %s"), text, rgm_zone_name (own));
}

/* Sets @error: it is not known which appointment of its series @event is for. */
static void
set_exception_error (const RgmIncoming *event, const RgmZone *zone, GError **error)
{
  g_autofree char *at = instance_text (event, event->instance_at, zone);
  g_autofree char *written = rgm_local_describe (event->instance);

  if (event->problem == RGM_INCOMING_STRAY)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CALENDAR,
      event->excluded ? _ (
        "the file cancels the appointment on %s, but the series has no appointment at that time")
                      : _ ("it replaces the appointment of its series on %s, but the series has no "
                           "appointment at that time"),
      at);
  else if (event->instance_other == RGM_INSTANT_NONE)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 event->excluded
                   ? _ ("the file cancels an appointment of the series on %s, in a time zone that "
                        "is not known here, \"%s\"; ask the clinic which appointment is meant")
                   : _ ("it replaces an appointment of its series on %s, in a time zone that is "
                        "not known here, \"%s\"; ask the clinic which appointment is meant"),
                 written, event->instance_tzid);
  else {
    g_autofree char *other = instance_text (event, event->instance_other, zone);

    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 event->excluded
                   ? _ ("the file cancels the appointment of the series on %s or on %s: the file "
                        "gives that time in UTC and also names the time zone \"%s\"; ask the "
                        "clinic which one is right")
                   : _ ("it replaces the appointment of its series on %s or on %s: the file gives "
                        "that time in UTC and also names the time zone \"%s\"; ask the clinic "
                        "which one is right"),
                 at, other, event->instance_tzid);
  }
}

gboolean
rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                   GError **error)
{
  static const char *const said[] = {
    [RGM_INCOMING_NO_START] = N_ ("it has no date"),
    [RGM_INCOMING_BAD_START] = N_ ("its date cannot be read, or is outside 1900 to 2199"),
    [RGM_INCOMING_TWO_STARTS] = N_ ("it has several dates"),
    [RGM_INCOMING_REPEATS] = N_ ("it repeats, and the file does not say which day is meant"),
    [RGM_INCOMING_RULE] = N_ ("it repeats in a way that this program cannot read; it reads daily "
                              "and weekly series that end after at most 366 appointments"),
    [RGM_INCOMING_VERSIONS] = N_ (
      "it is in the file in several versions, and the file does not say which one is the latest"),
  };

  if (event->problem == RGM_INCOMING_STRAY || event->problem == RGM_INCOMING_UNSURE) {
    set_exception_error (event, zone, error);
    return FALSE;
  }
  if (event->problem == RGM_INCOMING_LINE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("line %d of the file, which is about the days of the series, cannot be read"),
                 event->line);
    return FALSE;
  }
  if (event->problem != RGM_INCOMING_FINE) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ (said[event->problem]));
    return FALSE;
  }
  if (!rgm_local_has_time (event->start) || (!event->utc && event->tzid == NULL))
    *time = (RgmIncomingTime){ rgm_zone_to_instant (zone, event->start, NULL), event->start, zone,
                               RGM_DOUBT_NONE, RGM_INSTANT_NONE };
  else if (event->utc)
    set_in_utc (time, event, zone);
  else if (!set_in_zone (time, event, zone)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("its time zone \"%s\" is not known, and not described in the file"),
                 event->tzid);
    return FALSE;
  }
  if (rgm_local_has_time (event->start))
    consider_day (time, event, zone);
  return TRUE;
}
