/* incoming-series.c: replaces each series of a calendar file by the appointments that it has. */
#include <regimen/incoming.h>
#include <string.h>

#include "base/civil.h"
#include "base/i18n.h"

/* How many days of a rule are looked at. A rule that counts days but has only one weekday takes
 * seven for each appointment. */
#define MOST_STEPS (8 * RGM_INCOMING_LONGEST_SERIES)

/* ---- the days of a rule ---- */

static gboolean
has_weekday (const RgmIncomingRule *rule, RgmDay start, RgmDay day)
{
  int days = rule->days;

  if (days == 0)
    days = rule->unit == 1 ? 127 : 1 << (rgm_day_weekday (start) - 1);
  return days & 1 << (rgm_day_weekday (day) - 1);
}

/* The day at @step of all days that may have an appointment. Of a weekly rule these are the days of
 * each week that counts, from the first day of the week of the start on. */
static RgmDay
day_at (const RgmIncomingRule *rule, RgmDay start, int step)
{
  int into = (rgm_day_weekday (start) - rule->week_start + 7) % 7;

  if (rule->unit == 1)
    return start + step * rule->every;
  return start - into + step / 7 * 7 * rule->every + step % 7;
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

/* Whether the zone of @event is known by its name. The rules of a file do not suffice for a series:
 * the offset that they gave is that of its start alone. */
static gboolean
has_named_zone (const RgmIncoming *event, const RgmZone *zone)
{
  RgmIncoming named = *event;
  RgmIncomingTime time;

  named.has_offset = FALSE;
  return rgm_incoming_time (&named, zone, &time, NULL);
}

/* Appends the appointments of the rule of @event. Returns: FALSE if the rule is not plain. */
static gboolean
append_rule (GPtrArray *out, const RgmIncoming *event, const RgmZone *zone)
{
  const RgmIncomingRule *rule = &event->rule;
  int found = 0;

  if (!has_named_zone (event, zone) || !has_weekday (rule, event->start.day, event->start.day))
    return FALSE;
  for (int step = 0; step < MOST_STEPS; step++) {
    g_autoptr (RgmIncoming) one = NULL;
    RgmDay day = day_at (rule, event->start.day, step);
    RgmIncomingTime time;

    if (day < event->start.day || !has_weekday (rule, event->start.day, day))
      continue;
    one = rgm_incoming_copy (event);
    one->start.day = day;
    if (!rgm_day_in_range (day) || !rgm_incoming_time (one, zone, &time, NULL))
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

/* Sets instance_at of @event from its instance. Returns: FALSE if that has no known zone. */
static gboolean
place_instance (RgmIncoming *event, const RgmZone *zone)
{
  RgmIncoming at = *event;
  RgmIncomingTime time;

  at.start = event->instance;
  at.utc = event->instance_utc;
  at.problem = RGM_INCOMING_FINE;
  if (!at.utc && rgm_local_has_time (at.start) && !has_named_zone (&at, zone))
    return FALSE;
  if (!rgm_incoming_time (&at, zone, &time, NULL))
    return FALSE;
  event->instance_at = time.at;
  return TRUE;
}

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
  /* if its place in the series cannot be told, it alone is a riddle */
  if (!place_instance (event, expansion->zone))
    set_problem (event, RGM_INCOMING_RULE);
  else
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

static gboolean
expand_all (const Expansion *expansion, const GPtrArray *events, GError **error)
{
  for (guint i = 0; i < events->len; i++)
    note (expansion, g_ptr_array_index (events, i));
  for (guint i = 0; i < events->len; i++) {
    add_event (expansion, g_ptr_array_index (events, i));
    if (expansion->out->len <= RGM_INCOMING_MOST)
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("it has more than %d events"),
                 RGM_INCOMING_MOST);
    return FALSE;
  }
  /* if a changed appointment is none that its series has, it is not plain what is meant */
  for (guint i = 0; i < expansion->out->len; i++) {
    RgmIncoming *event = g_ptr_array_index (expansion->out, i);
    g_autofree char *key = key_of (event);

    if (is_instance (event) && !is_extra (event)
        && g_hash_table_contains (expansion->series, event->uid)
        && !g_hash_table_contains (expansion->made, key))
      set_problem (event, RGM_INCOMING_RULE);
  }
  return TRUE;
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

  return expand_all (&expansion, events, error) ? g_steal_pointer (&out) : NULL;
}
