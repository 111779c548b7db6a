/* incoming.c: an event of a calendar of unknown origin: its texts, cleaned, its time, and the
 * appointments of its series. */
#include <regimen/incoming.h>
#include <string.h>

#include "base/civil.h"
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
  copy->offsets = incoming->offsets != NULL ? g_array_ref (incoming->offsets) : NULL;
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
  g_free (incoming->summary);
  g_free (incoming->place);
  g_free (incoming);
}

/* ---- text ---- */

/* Whether @c can be seen: letters, marks, numbers, punctuation, signs. Characters that are
 * invisible, turn the direction of the text around them or mean nothing cannot. */
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
    /* joins letters in several scripts, and emoji; does nothing else */
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

/* The zone with @name, else the one with the longest end of it, for example that of
 * "/freeassociation.sourceforge.net/Europe/Berlin". NULL if there is none. */
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

/* Sets the time of an event that is at @at, shown in @zone if possible. */
static void
set_instant (RgmIncomingTime *time, RgmInstant at, const RgmZone *zone)
{
  RgmLocal local = rgm_zone_to_local (zone, at);

  *time = (RgmIncomingTime){ at, local, zone, RGM_DOUBT_NONE, RGM_INSTANT_NONE };
  /* a clock on the wall does not tell the second of two equal times from the first: UTC does */
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

/* Whether the file's own rules tell the offset of the zone at the start of @event. */
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

/* Takes the start of @event as a time in its zone tzid. Returns: FALSE if that zone is neither
 * known nor described in the file. */
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
  /* a time that is missing or comes twice has several readings: the file may mean another one */
  if (described && fit == RGM_FIT_EXACT && by_rules != at) {
    time->doubt = RGM_DOUBT_RULES;
    time->other = by_rules;
  }
  return TRUE;
}

/* Takes the start of @event as a time in UTC. */
static void
set_in_utc (RgmIncomingTime *time, const RgmIncoming *event, const RgmZone *zone)
{
  RgmIncomingTime other;

  set_instant (time, utc_instant (event->start), zone);
  /* some calendars write a whole day as the moment of its midnight */
  if (event->all_day && time->zone == zone && time->local.second == 0)
    time->local.second = RGM_NO_TIME;
  if (event->tzid == NULL)
    return;
  if (!set_in_zone (&other, event, zone))
    time->doubt = RGM_DOUBT_UTC;
  else if (other.at != time->at) {
    time->doubt = RGM_DOUBT_UTC;
    time->other = other.at;
  }
}

gboolean
rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                   GError **error)
{
  static const char *const said[] = {
    [RGM_INCOMING_NO_START] = N_ ("it has no date"),
    [RGM_INCOMING_BAD_START] = N_ ("its date cannot be read, or lies outside 1900 to 2199"),
    [RGM_INCOMING_TWO_STARTS] = N_ ("it has several dates"),
    [RGM_INCOMING_REPEATS] = N_ ("it repeats, and which day is meant is not said"),
    [RGM_INCOMING_RULE] = N_ ("it repeats by a rule that is not read; daily or weekly ones with an "
                              "end, of at most 366 times, are"),
  };

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
  return TRUE;
}

/* How many days of a rule are looked at. A rule that counts days but has only one weekday takes
 * seven for each appointment. */
#define MOST_STEPS (8 * RGM_INCOMING_LONGEST_SERIES)

/* ---- the days of a rule of a series ---- */

static gboolean
has_weekday (const RgmIncomingRule *rule, RgmDay start, RgmDay day)
{
  int days = rule->days;

  if (days == 0)
    days = rule->unit == 1 ? 127 : 1 << (rgm_day_weekday (start) - 1);
  return days & 1 << (rgm_day_weekday (day) - 1);
}

/* Whether @event, at @time, comes after the UNTIL of its rule. */
static gboolean
is_past_end (const RgmIncoming *event, const RgmIncomingTime *time)
{
  const RgmIncomingRule *rule = &event->rule;
  const RgmLocal *until = &rule->until;

  if (until->day == RGM_NO_DAY)
    return FALSE;
  if (rgm_local_has_time (*until) && rule->until_utc && rgm_local_has_time (event->start))
    return time->at > rgm_zone_to_instant (rgm_zone_get ("UTC", NULL), *until, NULL);
  return event->start.day > until->day
         || (event->start.day == until->day && rgm_local_has_time (*until)
             && rgm_local_has_time (event->start) && event->start.second > until->second);
}

/* Appends the appointments of the rule of @event. Returns: FALSE if the rule is not plain. The days
 * that may have an appointment of a weekly rule are those of each week that counts, from the first
 * day of the week of the start on. */
static gboolean
append_rule (GPtrArray *out, const RgmIncoming *event, const RgmZone *zone)
{
  const RgmIncomingRule *rule = &event->rule;
  RgmDay start = event->start.day;
  int into = (rgm_day_weekday (start) - rule->week_start + 7) % 7;
  int found = 0;

  if (!has_weekday (rule, start, start))
    return FALSE;
  for (int step = 0; step < MOST_STEPS; step++) {
    g_autoptr (RgmIncoming) one = NULL;
    RgmDay day = rule->unit == 1 ? start + step * rule->every
                                 : start - into + step / 7 * 7 * rule->every + step % 7;
    RgmIncomingTime time;

    if (day < start || !has_weekday (rule, start, day))
      continue;
    one = rgm_incoming_copy (event);
    one->start.day = day;
    if (!civil_day_in_range (day) || !rgm_incoming_time (one, zone, &time, NULL))
      return FALSE;
    if (is_past_end (one, &time))
      return TRUE;
    if (found++ == RGM_INCOMING_LONGEST_SERIES)
      return FALSE;
    one->instance_at = time.at;
    one->rule = (RgmIncomingRule){ .until = RGM_LOCAL_NONE };
    g_ptr_array_add (out, g_steal_pointer (&one));
    if (found == rule->count)
      return TRUE;
  }
  return FALSE;
}

/* ---- one of a series ---- */

static gboolean
is_instance (const RgmIncoming *event)
{
  return event->instance.day != RGM_NO_DAY;
}

static char *
key_of (const RgmIncoming *event)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", event->instance_at, event->uid);
}

/* ---- all events ---- */

typedef struct {
  const RgmZone *zone;
  RgmIncomingKeep keep;
  GPtrArray *out;
  GHashTable *apart;    /* keys of appointments that were changed by themselves or added */
  GHashTable *left_out; /* keys of appointments that were left out */
  GHashTable *made;     /* keys of appointments that a rule has */
  GHashTable *series;   /* from UID to the event with the rule, in its last version */
  GHashTable *riddle;   /* UIDs of series of which a part is not plain */
  GHashTable *several;  /* UIDs of series with added, changed or excluded days */
} Expansion;

static void
set_problem (RgmIncoming *event, RgmIncomingProblem problem)
{
  event->problem = problem;
  event->start = RGM_LOCAL_NONE;
}

static gboolean
is_series (const RgmIncoming *event)
{
  return event->rule.unit != 0 && event->problem == RGM_INCOMING_FINE;
}

/* Notes what @event says of a series: that it has its rule, or is one of its appointments. */
static void
note (const Expansion *expansion, RgmIncoming *event)
{
  const RgmIncoming *known = g_hash_table_lookup (expansion->series, event->uid);
  RgmIncoming at = *event;
  RgmIncomingTime time;

  if (event->problem == RGM_INCOMING_RULE) {
    g_hash_table_add (expansion->riddle, event->uid);
    return;
  }
  if (is_series (event)
      && (known == NULL || event->sequence > known->sequence
          || (event->sequence == known->sequence && event->changed > known->changed)))
    g_hash_table_insert (expansion->series, event->uid, event);
  if (!is_instance (event))
    return;
  g_hash_table_add (expansion->several, event->uid);
  at.start = event->instance;
  at.utc = event->instance_utc;
  at.problem = RGM_INCOMING_FINE;
  /* if its place in the series cannot be told, it alone is a riddle */
  if (!rgm_incoming_time (&at, expansion->zone, &time, NULL)) {
    set_problem (event, RGM_INCOMING_RULE);
    return;
  }
  event->instance_at = time.at;
  g_hash_table_add (event->excluded ? expansion->left_out : expansion->apart, key_of (event));
}

/* Appends the appointments of the series that begins with @event. A series of one is an event like
 * any other: calcurse writes one when the clocks go back. */
static void
add_series (const Expansion *expansion, const RgmIncoming *event)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  gboolean plain = !g_hash_table_contains (expansion->riddle, event->uid)
                   && append_rule (found, event, expansion->zone);

  if (!plain) {
    RgmIncoming *whole = rgm_incoming_copy (event);

    set_problem (whole, RGM_INCOMING_RULE);
    g_ptr_array_add (expansion->out, whole);
    return;
  }
  if (found->len == 1 && !g_hash_table_contains (expansion->several, event->uid)) {
    RgmIncoming *alone = g_ptr_array_steal_index (found, 0);

    alone->instance_at = RGM_INSTANT_NONE;
    g_ptr_array_add (expansion->out, alone);
    return;
  }
  while (found->len > 0) {
    RgmIncoming *one = g_ptr_array_steal_index (found, 0);
    char *key = key_of (one);

    if (g_hash_table_contains (expansion->apart, key)
        || g_hash_table_contains (expansion->left_out, key))
      rgm_incoming_free (one);
    else
      g_ptr_array_add (expansion->out, one);
    g_hash_table_add (expansion->made, key);
  }
}

/* Whether @event is a day that was added to its series. */
static gboolean
is_extra (const RgmIncoming *event)
{
  return is_instance (event) && rgm_local_equal (event->instance, event->start);
}

static void
add_event (const Expansion *expansion, const RgmIncoming *event)
{
  gboolean kept = expansion->keep (event->uid);
  g_autofree char *key = key_of (event);
  RgmIncoming *copy;

  if (is_series (event) && !kept) {
    if (*event->uid == '\0' || g_hash_table_lookup (expansion->series, event->uid) == event)
      add_series (expansion, event);
    return;
  }
  if (event->excluded || (is_extra (event) && g_hash_table_contains (expansion->left_out, key)))
    return;
  copy = rgm_incoming_copy (event);
  if (kept && (is_series (event) || is_instance (event)))
    set_problem (copy, RGM_INCOMING_REPEATS);
  g_ptr_array_add (expansion->out, copy);
}

GPtrArray *
rgm_incoming_expand (const GPtrArray *events, RgmIncomingKeep keep, const RgmZone *zone,
                     GError **error)
{
  g_autoptr (GHashTable) apart = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) series = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autoptr (GHashTable) riddle = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) several = g_hash_table_new (g_str_hash, g_str_equal);
  Expansion expansion = { zone, keep, out, apart, left_out, made, series, riddle, several };

  for (guint i = 0; i < events->len; i++)
    note (&expansion, g_ptr_array_index (events, i));
  for (guint i = 0; i < events->len; i++) {
    add_event (&expansion, g_ptr_array_index (events, i));
    if (out->len <= RGM_INCOMING_MOST)
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("it has more than %d events"),
                 RGM_INCOMING_MOST);
    return NULL;
  }
  /* if a changed appointment is none that its series has, it is not plain what is meant */
  for (guint i = 0; i < out->len; i++) {
    RgmIncoming *event = g_ptr_array_index (out, i);
    g_autofree char *key = key_of (event);

    if (is_instance (event) && !is_extra (event) && g_hash_table_contains (series, event->uid)
        && !g_hash_table_contains (made, key))
      set_problem (event, RGM_INCOMING_RULE);
  }
  return g_steal_pointer (&out);
}
