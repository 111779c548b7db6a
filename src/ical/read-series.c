/* read-series.c: reads the rule and the days of a series. Only plain rules are kept;
 * incoming_expand() works out their days later, where the time zones are known. */
#include "ical/read-series.h"

#include <string.h>

#include "ical/read-value.h"

typedef struct {
  RgmLocal local;
  gboolean utc;
  char *tzid; /* nullable: the zone, as the file calls it */
} Stamp;

struct _RgmIcalSeries {
  gboolean strange; /* the series has something that is not kept, for example a monthly rule */
  int bad_line;     /* the number of a line that cannot be read; 0 if there is none */
  RgmIncomingRule rule;
  /* of Stamp: days besides the rule, and days of the rule without an event */
  GArray *extra, *excluded;
  Stamp instance; /* RECURRENCE-ID */
};

static void
stamp_clear (Stamp *stamp)
{
  g_clear_pointer (&stamp->tzid, g_free);
}

RgmIcalSeries *
ical_series_new (void)
{
  RgmIcalSeries *series = g_new0 (RgmIcalSeries, 1);

  series->instance.local = series->rule.until = RGM_LOCAL_NONE;
  series->extra = g_array_new (FALSE, FALSE, sizeof (Stamp));
  series->excluded = g_array_new (FALSE, FALSE, sizeof (Stamp));
  g_array_set_clear_func (series->extra, (GDestroyNotify)stamp_clear);
  g_array_set_clear_func (series->excluded, (GDestroyNotify)stamp_clear);
  return series;
}

void
ical_series_free (RgmIcalSeries *series)
{
  if (series == NULL)
    return;
  g_array_unref (series->extra);
  g_array_unref (series->excluded);
  stamp_clear (&series->instance);
  g_free (series);
}

/* ---- RRULE ---- */

/* Returns: 1 (Monday) to 7, or 0 for anything else, also for "1MO". */
static int
read_weekday (const char *text)
{
  static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

  for (int i = 0; i < 7; i++)
    if (g_ascii_strcasecmp (text, names[i]) == 0)
      return i + 1;
  return 0;
}

static gboolean
read_count (const char *value, int *number)
{
  gint64 found = 0;
  gboolean fine
    = g_ascii_string_to_signed (value, 10, 1, RGM_INCOMING_LONGEST_SERIES, &found, NULL);

  *number = (int)found;
  return fine;
}

/* Reads one part of a rule: for "COUNT=10", @name is "COUNT" and @value is "10". */
static gboolean
read_part (const char *name, const char *value, RgmIncomingRule *rule)
{
  if (g_ascii_strcasecmp (name, "FREQ") == 0) {
    rule->unit = g_ascii_strcasecmp (value, "DAILY") == 0    ? 1
                 : g_ascii_strcasecmp (value, "WEEKLY") == 0 ? 7
                                                             : 0;
    return rule->unit != 0;
  }
  if (g_ascii_strcasecmp (name, "INTERVAL") == 0)
    return read_count (value, &rule->every);
  if (g_ascii_strcasecmp (name, "COUNT") == 0)
    return read_count (value, &rule->count);
  if (g_ascii_strcasecmp (name, "BYDAY") == 0) {
    g_auto (GStrv) names = g_strsplit (value, ",", 8);

    for (char **each = names; *each != NULL; each++) {
      int day = read_weekday (*each);

      if (day == 0)
        return FALSE;
      rule->days |= 1 << (day - 1);
    }
    return rule->days != 0;
  }
  if (g_ascii_strcasecmp (name, "UNTIL") == 0)
    return ical_read_time (value, &rule->until, &rule->until_utc);
  rule->week_start = g_ascii_strcasecmp (name, "WKST") == 0 ? read_weekday (value) : 0;
  return rule->week_start != 0;
}

/* Returns: FALSE if the rule is not plain. A plain rule is daily or weekly, and has a COUNT or an
 * UNTIL, for example "FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE". */
static gboolean
read_rule (const char *value, RgmIncomingRule *rule)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", 8);

  *rule = (RgmIncomingRule){ .every = 1, .week_start = 1, .until = RGM_LOCAL_NONE };
  for (char **part = parts; *part != NULL; part++) {
    char *equals = strchr (*part, '=');

    if (equals == NULL && **part == '\0')
      continue;
    if (equals == NULL)
      return FALSE;
    *equals = '\0';
    if (!read_part (*part, equals + 1, rule))
      return FALSE;
  }
  return rule->unit != 0 && (rule->count > 0) != (rule->until.day != RGM_NO_DAY);
}

/* ---- days ---- */

/* Reads a time of the series. Returns: FALSE if @value is not a time. */
static gboolean
take_stamp (const char *value, const char *zone, Stamp *stamp)
{
  if (!ical_read_time (value, &stamp->local, &stamp->utc))
    return FALSE;
  if (zone != NULL && rgm_local_has_time (stamp->local))
    stamp->tzid = ical_zone_name (zone);
  return TRUE;
}

static void
take_stamps (RgmIcalSeries *series, const RgmIcalLine *line, GArray *stamps)
{
  g_auto (GStrv) values = g_strsplit (line->value, ",", RGM_INCOMING_LONGEST_SERIES + 1);

  for (char **value = values; *value != NULL; value++) {
    Stamp stamp = { 0 };

    if (*g_strstrip (*value) == '\0')
      continue;
    if (stamps->len == RGM_INCOMING_LONGEST_SERIES)
      series->strange = TRUE;
    else if (!take_stamp (*value, line->tzid, &stamp))
      series->bad_line = line->number;
    else
      g_array_append_val (stamps, stamp);
    if (series->strange || series->bad_line != 0)
      return;
  }
}

gboolean
ical_series_take (RgmIcalSeries *series, const RgmIcalLine *line)
{
  gboolean plain = !series->strange && series->bad_line == 0;
  Stamp stamp = { 0 };

  if (g_str_equal (line->name, "RRULE")) {
    series->strange
      = series->strange || series->rule.unit != 0 || !read_rule (line->value, &series->rule);
  } else if (g_str_equal (line->name, "RDATE") || g_str_equal (line->name, "EXDATE")) {
    if (plain)
      take_stamps (series, line, *line->name == 'R' ? series->extra : series->excluded);
  } else if (g_str_equal (line->name, "RECURRENCE-ID")) {
    if (!take_stamp (line->value, line->tzid, &stamp)) {
      series->bad_line = line->number;
    } else {
      series->strange = series->strange || series->instance.local.day != RGM_NO_DAY || line->range;
      stamp_clear (&series->instance);
      series->instance = stamp;
    }
  } else if (g_str_equal (line->name, "EXRULE")) {
    series->strange = TRUE;
  } else {
    return FALSE;
  }
  return TRUE;
}

/* ---- the end of the event ---- */

/* The time of @stamp in a series that begins with @event. In a series of whole days, midnight means
 * the whole day. */
static RgmLocal
as_written (const RgmIncoming *event, const Stamp *stamp)
{
  RgmLocal local = stamp->local;

  if (event->start.day != RGM_NO_DAY && !rgm_local_has_time (event->start) && !stamp->utc
      && local.second == 0)
    local.second = RGM_NO_TIME;
  return local;
}

/* Appends a copy of @event for each of @stamps. */
static void
append_stamps (const GArray *stamps, const RgmIncoming *event, gboolean excluded, GPtrArray *events)
{
  for (guint i = 0; i < stamps->len; i++) {
    const Stamp *stamp = &g_array_index (stamps, Stamp, i);
    RgmIncoming *one = rgm_incoming_copy (event);

    one->rule = (RgmIncomingRule){ .until = RGM_LOCAL_NONE };
    one->start = one->instance = as_written (event, stamp);
    one->utc = one->instance_utc = stamp->utc;
    g_free (one->instance_tzid);
    one->instance_tzid = g_strdup (stamp->tzid);
    one->excluded = excluded;
    one->added = !excluded;
    /* an added day without a zone of its own is in the zone of the start */
    if (excluded || stamp->utc || stamp->tzid != NULL) {
      g_free (one->tzid);
      one->tzid = excluded ? NULL : g_strdup (stamp->tzid);
    } else
      one->utc = event->utc;
    g_ptr_array_add (events, one);
  }
}

void
ical_series_end (const RgmIcalSeries *series, RgmIncoming *event, GPtrArray *events)
{
  gboolean repeats = series->rule.unit != 0 || series->extra->len > 0;
  gboolean one = series->instance.local.day != RGM_NO_DAY;

  if (event->problem == RGM_INCOMING_NO_START && event->tzid == NULL)
    event->tzid = g_strdup (series->instance.tzid);
  event->instance = as_written (event, &series->instance);
  event->instance_utc = series->instance.utc;
  event->instance_tzid = g_strdup (series->instance.tzid);
  event->line = series->bad_line;
  if (event->line != 0 || series->strange || (repeats && one)) {
    event->problem = event->line != 0 ? RGM_INCOMING_LINE : RGM_INCOMING_RULE;
    event->start = RGM_LOCAL_NONE;
    return;
  }
  if (event->problem != RGM_INCOMING_FINE)
    return;
  event->rule = series->rule;
  /* added days need a rule; if the file has none, this one gives only the day of the start */
  if (series->rule.unit == 0 && series->extra->len > 0)
    event->rule = (RgmIncomingRule){ 1, 1, 0, 1, RGM_LOCAL_NONE, FALSE, 1 };
  append_stamps (series->extra, event, FALSE, events);
  if (!one)
    append_stamps (series->excluded, event, TRUE, events);
}
