/* incoming-series.c: works out the appointments of each series in a calendar of unknown origin. */
#include <regimen/incoming.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "model/incoming.h"

/* How many days of a rule are looked at. A daily rule that is limited to one weekday needs seven
 * for each appointment. */
#define MOST_STEPS (8 * RGM_INCOMING_LONGEST_SERIES)

/* ---- the days of a rule ---- */

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

/* Sets @time to the time of @event exactly as it is written, even if it may mean a whole day, so
 * that it can be compared with the exceptions of the series, which may be written differently. */
static gboolean
time_as_written (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time)
{
  RgmIncoming plain = *event;

  plain.all_day = plain.day_long = plain.endless = FALSE;
  return rgm_incoming_time (&plain, zone, time, NULL);
}

/* Appends the appointments that the rule of @event gives. The first one is @event itself, whatever
 * the rule says (RFC 5545 section 3.8.5.3). A weekly rule can have appointments in every
 * INTERVAL-th week, counted from the first day of the week that contains the start. Returns: FALSE
 * if the appointments cannot be worked out, for example because there are too many. */
static gboolean
append_rule (GPtrArray *out, const RgmIncoming *event, const RgmZone *zone)
{
  const RgmIncomingRule *rule = &event->rule;
  RgmDay start = event->start.day;
  int into = (rgm_day_weekday (start) - rule->week_start + 7) % 7;
  int days = rule->days != 0   ? rule->days
             : rule->unit == 1 ? 127
                               : 1 << (rgm_day_weekday (start) - 1);
  int found = 0;

  for (int step = 0; step < MOST_STEPS; step++) {
    g_autoptr (RgmIncoming) one = NULL;
    RgmDay day = rule->unit == 1 ? start + step * rule->every
                                 : start - into + step / 7 * 7 * rule->every + step % 7;
    RgmIncomingTime time;

    if (day < start || (day > start && (days & 1 << (rgm_day_weekday (day) - 1)) == 0))
      continue;
    one = rgm_incoming_copy (event);
    one->start.day = day;
    if (!civil_day_in_range (day) || !time_as_written (one, zone, &time))
      return FALSE;
    if (day > start && is_past_end (one, &time))
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

/* ---- the events of one UID ---- */

/* Whether @event is a part of a series: a changed or added appointment, or one that is left out. */
static gboolean
is_instance (const RgmIncoming *event)
{
  return event->instance.day != RGM_NO_DAY;
}

static gboolean
is_series (const RgmIncoming *event)
{
  return event->rule.unit != 0 && event->problem == RGM_INCOMING_FINE;
}

/* Compares two versions of an event (RFC 5546 section 2.1.5). Returns: a number below, equal to or
 * above 0 if @a is earlier than, the same as or later than @b. */
static int
compare_versions (const RgmIncoming *a, const RgmIncoming *b)
{
  if (a->sequence != b->sequence)
    return a->sequence < b->sequence ? -1 : 1;
  return (a->changed > b->changed) - (a->changed < b->changed);
}

static gboolean
is_same_series (const RgmIncoming *a, const RgmIncoming *b)
{
  const RgmIncomingRule *one = &a->rule, *other = &b->rule;

  return rgm_local_equal (a->start, b->start) && a->utc == b->utc
         && g_strcmp0 (a->tzid, b->tzid) == 0 && a->cancelled == b->cancelled
         && a->problem == b->problem && one->unit == other->unit && one->every == other->every
         && one->days == other->days && one->count == other->count
         && rgm_local_equal (one->until, other->until);
}

/* Appends a copy of @event, with @problem and without a start. Returns: that copy. */
static RgmIncoming *
append_with (GPtrArray *out, const RgmIncoming *event, RgmIncomingProblem problem)
{
  RgmIncoming *copy = rgm_incoming_copy (event);

  copy->problem = problem;
  copy->start = RGM_LOCAL_NONE;
  g_ptr_array_add (out, copy);
  return copy;
}

/* Works out which appointment @event, an exception or an added appointment, is for. @series:
 * (nullable): the event that has the rule of its series. @shown: the zone in which the times of the
 * series are shown. */
static void
place_instance (RgmIncoming *event, const RgmIncoming *series, const RgmZone *shown,
                const RgmZone *zone)
{
  gboolean midnight = !rgm_local_has_time (event->instance) || event->instance.second == 0;
  gboolean doubled = series != NULL && series->utc && series->tzid != NULL;
  RgmIncoming at = *event;
  RgmIncomingTime time;

  at.start = event->instance;
  at.utc = event->instance_utc;
  at.problem = RGM_INCOMING_FINE;
  if (event->instance_tzid != NULL || event->instance_utc) {
    at.tzid = event->instance_tzid;
    at.iana = event->instance_iana;
    at.offsets = event->instance_offsets;
  } else if (series != NULL) {
    at.utc = series->utc;
    at.tzid = series->tzid;
    at.iana = series->iana;
    at.offsets = series->offsets;
  }
  event->unsure = !time_as_written (&at, zone, &time);
  if (event->unsure) {
    at.utc = TRUE;
    at.tzid = NULL;
    time_as_written (&at, zone, &time);
  }
  event->instance_at = time.at;
  event->series_zone = shown;
  if (midnight)
    event->instance_day = event->instance.day;
  else if (event->instance_utc && rgm_zone_to_local (shown, time.at).second == 0)
    event->instance_day = rgm_zone_day (shown, time.at);
  event->unsure
    = (event->unsure || (time.doubt == RGM_DOUBT_UTC && !doubled)) && !midnight && !event->added;
  if (event->unsure)
    event->instance_other = time.other;
}

/* The appointment in @made that @event is for, found by its time; NULL if there is none. */
static RgmIncoming *
find_instance (const GPtrArray *made, const RgmIncoming *event)
{
  for (guint i = 0; i < made->len; i++)
    if (((RgmIncoming *)made->pdata[i])->instance_at == event->instance_at)
      return made->pdata[i];
  return NULL;
}

/* Replaces the appointment that the exception @event is for. If there is none, or if it is not
 * clear which one it is for, appends @event to @strays instead. If @event names only a day, it is
 * for the appointment of that day. @made: the appointments of the series; those that are changed or
 * left out become excluded. @changed: for each of them, the exception that replaces it. */
static void
apply_exception (const GPtrArray *made, GPtrArray *changed, const RgmIncoming *event,
                 GPtrArray *strays)
{
  gboolean exact = rgm_local_has_time (event->instance) && find_instance (made, event) != NULL;
  gboolean known = event->instance_other != RGM_INSTANT_NONE;
  gboolean found = FALSE;

  for (guint i = 0; i < made->len; i++) {
    RgmIncoming *one = made->pdata[i], *copy;
    GPtrArray *instead = changed->pdata[i];

    if (event->unsure) {
      one->unsure = one->unsure || one->instance_at == event->instance_at
                    || (known ? one->instance_at == event->instance_other
                              : one->start.day == event->instance.day);
      continue;
    }
    if (exact ? one->instance_at != event->instance_at
              : event->instance_day == RGM_NO_DAY || one->start.day != event->instance_day)
      continue;
    one->excluded = TRUE;
    /* if an appointment was changed in several versions, the later version counts */
    if (!event->excluded && !found
        && (instead->len == 0 || compare_versions (event, instead->pdata[0]) >= 0)) {
      copy = rgm_incoming_copy (event);
      copy->instance_at = one->instance_at;
      g_ptr_array_set_size (instead, 0);
      g_ptr_array_add (instead, copy);
    }
    found = TRUE;
  }
  if (!found)
    append_with (strays, event, event->unsure ? RGM_INCOMING_UNSURE : RGM_INCOMING_STRAY);
}

/* Appends the appointments of the series that begins with @first: those that its rule gives and
 * those that were added, or the exceptions that replace them. An appointment that was left out
 * becomes a cancelled one. @parts: of RgmIncoming: added, changed and excluded appointments, after
 * place_instance(). Returns: FALSE if the appointments cannot be worked out. */
static gboolean
append_series (GPtrArray *out, const RgmIncoming *first, const GPtrArray *parts,
               const RgmZone *zone)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autoptr (GPtrArray) changed
    = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) strays = g_ptr_array_new ();
  RgmIncoming begin = *first;

  if (begin.rule.unit == 0)
    begin.rule = (RgmIncomingRule){ 1, 1, 0, 1, RGM_LOCAL_NONE, FALSE, 1 };
  if (begin.problem != RGM_INCOMING_FINE || !append_rule (made, &begin, zone))
    return FALSE;
  /* a series of one appointment is treated as a single event: calcurse writes one when the clocks
   * go back */
  if (made->len == 1 && parts->len == 0)
    ((RgmIncoming *)made->pdata[0])->instance_at = RGM_INSTANT_NONE;
  for (guint i = 0; i < parts->len; i++)
    if (((RgmIncoming *)parts->pdata[i])->added && find_instance (made, parts->pdata[i]) == NULL)
      g_ptr_array_add (made, rgm_incoming_copy (parts->pdata[i]));
  for (guint i = 0; i < made->len; i++)
    g_ptr_array_add (changed, g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free));
  for (guint i = 0; i < parts->len; i++)
    if (!((RgmIncoming *)parts->pdata[i])->added)
      apply_exception (made, changed, parts->pdata[i], strays);
  for (guint i = 0; i < made->len; i++) {
    RgmIncoming *one = made->pdata[i];
    GPtrArray *instead = changed->pdata[i];

    one->cancelled = one->cancelled || one->excluded;
    g_ptr_array_add (out, rgm_incoming_copy (instead->len > 0 ? instead->pdata[0] : one));
  }
  g_ptr_array_extend (out, strays, NULL, NULL);
  return TRUE;
}

/* The latest version of the event that @events, which all have the same UID, are about; if several
 * are equally late, the first of them. An event with a line that cannot be read may be only a part
 * of a series, so any other event is preferred to it. NULL if there are only parts of a series.
 * @versions: (out): the number of different versions. @equal: (out): how many of them are equally
 * late. */
static const RgmIncoming *
find_latest (const GPtrArray *events, int *versions, int *equal)
{
  const RgmIncoming *latest = NULL;

  *versions = *equal = 0;
  for (guint i = 0; i < events->len; i++) {
    const RgmIncoming *event = events->pdata[i];
    gboolean bad = event->problem == RGM_INCOMING_LINE;

    if (latest != NULL && latest->problem == RGM_INCOMING_LINE && !bad && !is_instance (event)) {
      latest = NULL;
      *versions = *equal = 0;
    }
    if (is_instance (event) || (latest != NULL && bad)
        || (latest != NULL && is_same_series (latest, event)
            && compare_versions (event, latest) == 0))
      continue;
    ++*versions;
    if (latest == NULL || compare_versions (event, latest) > 0) {
      latest = event;
      *equal = 1;
    } else {
      *equal += compare_versions (event, latest) == 0;
    }
  }
  return latest;
}

/* Appends the appointments that result from @events, which all have the same UID. */
static void
expand_one (GPtrArray *out, const GPtrArray *events, const RgmZone *zone)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  int versions, equal;
  const RgmIncoming *latest = find_latest (events, &versions, &equal), *riddle = NULL;
  RgmIncomingTime first = { .zone = zone };
  gboolean placed = latest != NULL && time_as_written (latest, zone, &first), repeats = FALSE;

  for (guint i = 0; i < events->len; i++)
    repeats = repeats || is_series (events->pdata[i]) || is_instance (events->pdata[i]);
  for (guint i = 0; i < events->len; i++) {
    const RgmIncoming *event = events->pdata[i];
    g_autoptr (RgmIncoming) copy = rgm_incoming_copy (event);
    gboolean bad = event->problem == RGM_INCOMING_LINE;

    /* earlier versions of a series are ignored, and so are their exceptions */
    if (repeats && (versions > 1 || bad) && latest != NULL && compare_versions (event, latest) < 0)
      continue;
    if (riddle == NULL && (bad || event->problem == RGM_INCOMING_RULE))
      riddle = event;
    if (is_instance (event)) {
      place_instance (copy, latest, placed ? first.zone : zone, zone);
      g_ptr_array_add (parts, g_steal_pointer (&copy));
    } else if (!repeats)
      g_ptr_array_add (out, g_steal_pointer (&copy));
    else if (equal > 1 && compare_versions (event, latest) == 0)
      append_with (out, event, RGM_INCOMING_VERSIONS);
  }
  if (!repeats
      || (latest != NULL && equal == 1 && riddle == NULL
          && append_series (out, latest, parts, zone)))
    return;
  if (latest != NULL && equal == 1 && riddle == NULL && !placed
      && latest->problem == RGM_INCOMING_FINE) {
    /* its zone is not known, which the error of rgm_incoming_time() will say */
    RgmIncoming *whole = rgm_incoming_copy (latest);

    whole->rule = (RgmIncomingRule){ .until = RGM_LOCAL_NONE };
    g_ptr_array_add (out, whole);
  } else if (latest != NULL && equal == 1) {
    RgmIncomingProblem problem = riddle != NULL                         ? riddle->problem
                                 : latest->problem == RGM_INCOMING_FINE ? RGM_INCOMING_RULE
                                                                        : latest->problem;

    append_with (out, latest, problem)->line = riddle != NULL ? riddle->line : 0;
  }
  /* parts of a series that is not in the file, or cannot be worked out, become events of their
   * own */
  for (guint i = 0; i < parts->len; i++) {
    const RgmIncoming *part = parts->pdata[i];

    if (!part->excluded && (latest == NULL || part->problem == RGM_INCOMING_FINE))
      g_ptr_array_add (out, rgm_incoming_copy (part));
  }
}

/* Appends @events unchanged, except that an event that repeats, or is a part of a series, gets a
 * problem. */
static void
keep_together (GPtrArray *out, const GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    const RgmIncoming *event = events->pdata[i];

    if (is_series (event) || (is_instance (event) && !event->excluded))
      append_with (out, event, RGM_INCOMING_REPEATS);
    else if (!event->excluded)
      g_ptr_array_add (out, rgm_incoming_copy (event));
  }
}

/* Groups @events by UID. Each event without a UID forms a group of its own, together with the parts
 * of its series that follow it. Returns: (transfer full): of GPtrArray. */
static GPtrArray *
group_by_uid (const GPtrArray *events)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GHashTable) by_uid = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < events->len; i++) {
    RgmIncoming *event = events->pdata[i];
    GPtrArray *group = g_hash_table_lookup (by_uid, event->uid);

    if (group == NULL || (*event->uid == '\0' && !is_instance (event))) {
      group = g_ptr_array_new ();
      g_ptr_array_add (groups, group);
      g_hash_table_insert (by_uid, event->uid, group);
    }
    g_ptr_array_add (group, event);
  }
  return groups;
}

GPtrArray *
incoming_expand (const GPtrArray *events, RgmIncomingKeep keep, const RgmZone *zone, GError **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autoptr (GPtrArray) groups = group_by_uid (events);

  for (guint i = 0; i < groups->len; i++) {
    const GPtrArray *group = groups->pdata[i];

    if (keep (((const RgmIncoming *)group->pdata[0])->uid))
      keep_together (out, group);
    else
      expand_one (out, group, zone);
    if (out->len <= RGM_INCOMING_MOST)
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("the calendar has more than %d appointments, counting each one in a series; "
                    "export a shorter period of it"),
                 RGM_INCOMING_MOST);
    return NULL;
  }
  return g_steal_pointer (&out);
}
