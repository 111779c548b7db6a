/* What a file says of a series: only what is plain is kept. What its days are is worked out where
 * the zones are known (rgm_incoming_expand()). */
#include <string.h>

#include "ical/read-calendar.h"

#define LONGEST_NAME 200

typedef struct {
  RgmLocal local;
  gboolean utc;
} Stamp;

RgmIcalSeries *
rgm_ical_series_new (void)
{
  RgmIcalSeries *series = g_new0 (RgmIcalSeries, 1);

  series->instance = series->rule.until = RGM_LOCAL_NONE;
  series->extra = g_array_new (FALSE, FALSE, sizeof (Stamp));
  series->excluded = g_array_new (FALSE, FALSE, sizeof (Stamp));
  return series;
}

void
rgm_ical_series_free (RgmIcalSeries *series)
{
  if (series == NULL)
    return;
  g_array_unref (series->extra);
  g_array_unref (series->excluded);
  g_free (series->tzid);
  g_free (series);
}

/* ---- RRULE ---- */

/* Returns: 1 (Monday) to 7, 0 for anything else: "1MO" too. */
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
read_days (const char *value, RgmIncomingRule *rule)
{
  g_auto (GStrv) names = g_strsplit (value, ",", 8);

  for (char **name = names; *name != NULL; name++) {
    int day = read_weekday (*name);

    if (day == 0)
      return FALSE;
    rule->days |= 1 << (day - 1);
  }
  return rule->days != 0;
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
  if (g_ascii_strcasecmp (name, "BYDAY") == 0)
    return read_days (value, rule);
  if (g_ascii_strcasecmp (name, "UNTIL") == 0)
    return rgm_ical_read_time (value, &rule->until, &rule->until_utc);
  rule->week_start = g_ascii_strcasecmp (name, "WKST") == 0 ? read_weekday (value) : 0;
  return rule->week_start != 0;
}

/* Returns: FALSE where it is not plain: "FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE" is. */
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

/* All times without a "Z" are in one zone. */
static gboolean
take_zone (RgmIcalSeries *series, const RgmIcalLine *line, const Stamp *stamp)
{
  g_autofree char *tzid = NULL;

  if (stamp->utc || !rgm_local_has_time (stamp->local))
    return TRUE;
  tzid = line->tzid != NULL ? rgm_incoming_clean (line->tzid, LONGEST_NAME) : NULL;
  if (series->zoned && g_strcmp0 (series->tzid, tzid) != 0)
    return FALSE;
  series->zoned = TRUE;
  g_free (series->tzid);
  series->tzid = g_steal_pointer (&tzid);
  return TRUE;
}

static gboolean
take_stamps (RgmIcalSeries *series, const RgmIcalLine *line, GArray *stamps)
{
  g_auto (GStrv) values = g_strsplit (line->value, ",", RGM_INCOMING_LONGEST_SERIES + 1);

  for (char **value = values; *value != NULL; value++) {
    Stamp stamp;

    if (stamps->len == RGM_INCOMING_LONGEST_SERIES
        || !rgm_ical_read_time (*value, &stamp.local, &stamp.utc)
        || !take_zone (series, line, &stamp))
      return FALSE;
    g_array_append_val (stamps, stamp);
  }
  return TRUE;
}

static gboolean
take_instance (RgmIcalSeries *series, const RgmIcalLine *line)
{
  Stamp stamp;

  if (line->range || series->instance.day != RGM_NO_DAY
      || !rgm_ical_read_time (line->value, &stamp.local, &stamp.utc)
      || !take_zone (series, line, &stamp))
    return FALSE;
  series->instance = stamp.local;
  series->instance_utc = stamp.utc;
  return TRUE;
}

static gboolean
take_rule (RgmIcalSeries *series, const RgmIcalLine *line)
{
  return series->rule.unit == 0 && read_rule (line->value, &series->rule);
}

gboolean
rgm_ical_series_take (RgmIcalSeries *series, const RgmIcalLine *line)
{
  gboolean plain;

  if (g_str_equal (line->name, "RRULE"))
    plain = take_rule (series, line);
  else if (g_str_equal (line->name, "RDATE"))
    plain = !series->strange && take_stamps (series, line, series->extra);
  else if (g_str_equal (line->name, "EXDATE"))
    plain = !series->strange && take_stamps (series, line, series->excluded);
  else if (g_str_equal (line->name, "RECURRENCE-ID"))
    plain = take_instance (series, line);
  else if (g_str_equal (line->name, "EXRULE"))
    plain = FALSE;
  else
    return FALSE;
  series->strange = series->strange || !plain;
  return TRUE;
}

/* ---- the end of the event ---- */

static gboolean
is_plain (const RgmIcalSeries *series, const RgmIncoming *event)
{
  gboolean repeats = series->rule.unit != 0 || series->extra->len > 0;
  gboolean one = series->instance.day != RGM_NO_DAY;

  return !series->strange && !(repeats && one)
         && (!series->zoned || (!event->utc && g_strcmp0 (series->tzid, event->tzid) == 0));
}

static void
append_stamps (const GArray *stamps, const RgmIncoming *event, gboolean excluded, GPtrArray *events)
{
  for (guint i = 0; i < stamps->len; i++) {
    const Stamp *stamp = &g_array_index (stamps, Stamp, i);
    RgmIncoming *one = rgm_incoming_copy (event);

    one->rule = (RgmIncomingRule){ .until = RGM_LOCAL_NONE };
    one->start = one->instance = stamp->local;
    one->utc = one->instance_utc = stamp->utc;
    one->excluded = excluded;
    if (one->utc)
      g_clear_pointer (&one->tzid, g_free);
    g_ptr_array_add (events, one);
  }
}

/* Days without a rule are a series that begins with the start. */
void
rgm_ical_series_end (const RgmIcalSeries *series, RgmIncoming *event, GPtrArray *events)
{
  if (event->problem == RGM_INCOMING_NO_START && event->tzid == NULL)
    event->tzid = g_strdup (series->tzid);
  if (!is_plain (series, event)) {
    event->problem = RGM_INCOMING_RULE;
    event->start = RGM_LOCAL_NONE;
    return;
  }
  event->instance = series->instance;
  event->instance_utc = series->instance_utc;
  if (event->problem != RGM_INCOMING_FINE)
    return;
  event->rule = series->rule;
  if (series->rule.unit == 0 && series->extra->len > 0)
    event->rule = (RgmIncomingRule){ 1, 1, 0, 1, RGM_LOCAL_NONE, FALSE, 1 };
  append_stamps (series->extra, event, FALSE, events);
  append_stamps (series->excluded, event, TRUE, events);
}
