/* Schedules as users type and read them: reading their parts, and describing whole schedules in
 * words. */
#include <regimen/describe.h>
#include <regimen/schedule.h>
#include <string.h>

#include "base/civil.h"
#include "base/compare.h"
#include "base/i18n.h"
#include "base/scan.h"
#include "model/schedule-text.h"

/* ---- periods ---- */

/* Reads a frequency that is typed without a number: "weekly", "once a month", "every other week".
 * Returns: FALSE if @text is none of these. */
static gboolean
parse_frequency (const char *text, RgmPeriod *period)
{
  static const struct {
    const char *word;
    int count;
  } ways[] = { { "every other ", 2 }, { "every second ", 2 }, { "each ", 1 }, { "once every ", 1 },
               { "once a ", 1 },      { "once per ", 1 },     { "every ", 1 } };
  static const struct {
    const char *word;
    char unit;
  } words[] = { { "daily", 'd' }, { "once daily", 'd' }, { "weekly", 'w' }, { "monthly", 'm' } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i].word) == 0) {
      *period = (RgmPeriod){ 1, words[i].unit };
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_ascii_strncasecmp (text, ways[i].word, strlen (ways[i].word)) == 0) {
      const char *at = text + strlen (ways[i].word);

      at += strspn (at, " ");
      *period = (RgmPeriod){ ways[i].count, scan_typed_unit (&at) };
      return period->unit != '\0' && *at == '\0';
    }
  return FALSE;
}

gboolean
rgm_period_parse (const char *text, RgmPeriod *period, GError **error)
{
  gboolean every = g_ascii_strncasecmp (text, "every ", strlen ("every ")) == 0;
  const char *at = text + (every ? strlen ("every ") : 0);
  int count = 0;
  char unit = '\0';

  if (parse_frequency (text, period))
    return TRUE;
  at += strspn (at, " ");
  if (scan_typed_count (&at, &count))
    unit = scan_typed_unit (&at);
  if (unit == '\0' || *at != '\0' || count < 1) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not an interval; type a number from 1 to 9999 with hours, days, "
                    "weeks or months, like \"4 weeks\", 4w or 28d"),
                 text);
    return FALSE;
  }
  *period = (RgmPeriod){ count, unit };
  return TRUE;
}

char *
rgm_period_describe (RgmPeriod period)
{
  gulong n = (gulong)period.count;

  switch (period.unit) {
  case 'h':
    return g_strdup_printf (g_dngettext ("regimen", "%d hour", "%d hours", n), period.count);
  case 'd':
    return g_strdup_printf (g_dngettext ("regimen", "%d day", "%d days", n), period.count);
  case 'w':
    return g_strdup_printf (g_dngettext ("regimen", "%d week", "%d weeks", n), period.count);
  default:
    return g_strdup_printf (g_dngettext ("regimen", "%d month", "%d months", n), period.count);
  }
}

/* ---- weekdays ---- */

/* Reads "mon" or "mon-fri" as bits; 0 for anything else. */
static guint8
weekday_run (const char *text)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 3);
  guint n = g_strv_length (ends);
  int from = 0, to = 0;
  guint8 bits = 0;

  for (int day = 1; n > 0 && day <= 7; day++) {
    if (g_ascii_strcasecmp (ends[0], civil_weekday_name (day)) == 0)
      from = day;
    if (g_ascii_strcasecmp (ends[n - 1], civil_weekday_name (day)) == 0)
      to = day;
  }
  if (n > 2 || from == 0 || to < from)
    return 0;
  for (int day = from; day <= to; day++)
    bits |= (guint8)(1 << (day - 1));
  return bits;
}

gboolean
rgm_weekdays_parse (const char *text, guint8 *weekdays, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 8);
  guint8 all = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    guint8 bits = weekday_run (g_strstrip (parts[i]));
    if (bits == 0) {
      all = 0;
      break;
    }
    all |= bits;
  }
  if (all == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not a list of weekdays; type days like mon-fri or mon,wed,fri"),
                 text);
    return FALSE;
  }
  *weekdays = all;
  return TRUE;
}

char *
weekdays_describe (guint8 weekdays)
{
  GString *out = g_string_new (NULL);

  for (int day = 1; day <= 7; day++) {
    int last = day;
    if (!(weekdays >> (day - 1) & 1))
      continue;
    while (last < 7 && (weekdays >> last & 1))
      last++;
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", _ (civil_weekday_name (day)));
    if (last - day >= 2) {
      g_string_append_printf (out, "-%s", _ (civil_weekday_name (last)));
      day = last;
    }
  }
  return g_string_free (out, FALSE);
}

/* ---- times, cycles, maxima ---- */

/* Skips the separator between two times: a comma or semicolon, "and", or both. There may also be
 * only blanks, which were skipped already. Returns: FALSE if there were only blanks. */
static gboolean
take_between_times (const char **at)
{
  const char *begin = *at;

  if (!scan_char (at, ','))
    scan_char (at, ';');
  *at += strspn (*at, " ");
  if (g_ascii_strncasecmp (*at, "and ", strlen ("and ")) == 0)
    *at += strlen ("and ");
  else if (scan_char (at, '&'))
    *at += strspn (*at, " ");
  *at += strspn (*at, " ");
  return *at != begin;
}

/* Reads an hour that does not say which half of the day is meant: "8" in "8 and 8 in the evening",
 * "20" in "8am and 20". */
static gboolean
take_hour (const char **at, int *hour)
{
  if (!scan_number (at, 1, 2, hour) || *hour > 23
      || (**at != '\0' && strchr (" ,;&", **at) == NULL))
    return FALSE;
  *at += strspn (*at, " ");
  return TRUE;
}

/* Adds @hours, which were typed without a half of the day, to @times if each of them can mean only
 * one time: it is 13 or later, or the same hour of the evening is among @times. If nothing but
 * hours was typed, with separators between them (@apart), and one is 13 or later, all are read as
 * hours of a 24-hour clock: "8,20". @unclear: (out): the first hour that can mean two times, or
 * 0. */
static gboolean
add_hours (GArray *times, const GArray *hours, gboolean apart, int *unclear)
{
  guint typed = times->len;
  gboolean whole_day = FALSE;

  *unclear = 0;
  for (guint i = 0; typed == 0 && apart && hours->len > 1 && i < hours->len; i++)
    whole_day = whole_day || g_array_index (hours, int, i) > 12;
  for (guint i = 0; i < hours->len; i++) {
    int hour = g_array_index (hours, int, i);
    gint32 second = hour * 3600;
    gboolean sure = hour > 12 || whole_day;

    for (guint n = 0; n < typed && !sure; n++)
      sure = hour > 0 && hour < 12 && g_array_index (times, gint32, n) == (hour + 12) * 3600;
    if (!sure && (typed > 0 || hours->len == 1))
      *unclear = hour;
    if (!sure || (typed == 0 && !whole_day))
      return FALSE;
    g_array_append_val (times, second);
  }
  return TRUE;
}

GArray *
rgm_times_parse (const char *text, GError **error)
{
  const char *at = text + strspn (text, " ");
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr (GArray) hours = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean well = TRUE, apart = TRUE;
  int unclear = 0;

  while (well && (times->len + hours->len == 0 || *at != '\0')) {
    const char *begin;
    gint32 second;
    int hour;

    if (times->len + hours->len > 0)
      apart = take_between_times (&at) && apart;
    begin = at;
    if (scan_typed_time (&at, &second)) {
      g_array_append_val (times, second);
      continue;
    }
    at = begin;
    well = take_hour (&at, &hour);
    if (well)
      g_array_append_val (hours, hour);
  }
  well = well && add_hours (times, hours, apart, &unclear);
  if (unclear > 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not clear: %d may be %02d:00 or %02d:00; type the one that is "
                    "meant"),
                 text, unclear, unclear % 12, unclear % 12 + 12);
    return NULL;
  }
  g_array_sort (times, compare_ints);
  for (guint i = 1; i < times->len; i++)
    well = well && g_array_index (times, gint32, i) != g_array_index (times, gint32, i - 1);
  if (well && times->len >= 1 && times->len <= 24)
    return g_steal_pointer (&times);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not a list of times of the day; type up to 24 different ones, like "
                  "08:00,20:00 or 8am,8pm"),
               text);
  return NULL;
}

static char *
describe_times_of_day (const GArray *times)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < times->len; i++) {
    gint32 second = g_array_index (times, gint32, i);
    g_string_append_printf (out, "%s%02d:%02d", i == 0 ? "" : ", ", second / 3600,
                            second / 60 % 60);
  }
  return g_string_free (out, FALSE);
}

gboolean
rgm_cycle_parse (const char *text, int *on, int *off, GError **error)
{
  const char *at = text;

  if (scan_number (&at, 1, 3, on) && *on >= 1 && *on <= 366 && scan_char (&at, '/')
      && scan_number (&at, 1, 3, off) && *off >= 1 && *off <= 366 && *at == '\0')
    return TRUE;
  *on = *off = 0;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("\"%s\" is not a cycle; type the days on and the days off, 1 to 366 each, like 21/7"), text);
  return FALSE;
}

gboolean
rgm_max_parse (const char *text, int *max_per_day, GError **error)
{
  const char *at = text;

  if (scan_number (&at, 1, 2, max_per_day) && *max_per_day > 0 && g_str_equal (at, "/day"))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not a maximum; type 1 to 99 a day, like 3/day"), text);
  return FALSE;
}

/* ---- whole schedules in words ---- */

static void add_clause (GPtrArray *clauses, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_clause (GPtrArray *clauses, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (clauses, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
add_closed (GPtrArray *clauses, const RgmSchedule *schedule)
{
  g_autoptr (GString) closed = g_string_new (NULL);

  for (guint i = 0; i < schedule->closed->len; i++) {
    g_autofree char *day = rgm_day_describe (g_array_index (schedule->closed, RgmDay, i));
    g_string_append_printf (closed, "%s%s", i == 0 ? "" : ", ", day);
  }
  if (closed->len > 0)
    add_clause (clauses, _ ("not on %s"), closed->str);
}

/* Each clause is a message of its own, for example "25 sessions", "Mon-Fri at 08:00" and "from Mon
 * 2026-11-02". */
static void
add_fractions (GPtrArray *clauses, const RgmSchedule *schedule, const char *unit, const char *units)
{
  g_autofree char *days = weekdays_describe (schedule->weekdays);
  g_autofree char *times = describe_times_of_day (schedule->times);

  add_clause (clauses, "%d %s", schedule->fractions, schedule->fractions == 1 ? unit : units);
  if (schedule->per_day > 1)
    add_clause (clauses, _ ("%d a day"), schedule->per_day);
  if (schedule->times->len > 0)
    add_clause (clauses, _ ("%s at %s"), days, times);
  else
    add_clause (clauses, "%s", days);
  if (schedule->first.day != RGM_NO_DAY) {
    g_autofree char *first = rgm_local_describe (schedule->first);
    add_clause (clauses, _ ("from %s"), first);
  }
  add_closed (clauses, schedule);
}

/* For intervals and fixed times: how often there is a dose, and until when. */
static void
add_rhythm (GPtrArray *clauses, const RgmSchedule *schedule)
{
  g_autofree char *every = rgm_period_describe (schedule->every);
  g_autofree char *days = weekdays_describe (schedule->weekdays);
  g_autofree char *times = describe_times_of_day (schedule->times);

  if (schedule->kind == RGM_SCHEDULE_INTERVAL)
    add_clause (clauses,
                schedule->reckon == RGM_RECKON_PLAN ? _ ("every %s, counted from the first date")
                                                    : _ ("every %s, counted from the day given"),
                every);
  else {
    add_clause (clauses, _ ("at %s"), times);
    if (schedule->weekdays != RGM_EVERY_DAY)
      add_clause (clauses, "%s", days);
    if (schedule->every.count > 1)
      add_clause (clauses, _ ("every %d days"), schedule->every.count);
    if (schedule->cycle_on > 0)
      add_clause (clauses, _ ("%d days on and %d days off"), schedule->cycle_on,
                  schedule->cycle_off);
  }
  if (schedule->count > 0)
    add_clause (clauses, _ ("up to dose %d"), schedule->count);
  if (schedule->until != RGM_NO_DAY) {
    g_autofree char *until = rgm_day_describe (schedule->until);
    add_clause (clauses, _ ("until %s"), until);
  }
  add_closed (clauses, schedule);
}

char *
rgm_schedule_describe (const RgmSchedule *schedule, const char *unit, const char *units)
{
  g_autoptr (GPtrArray) clauses = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *gap = rgm_period_describe (schedule->gap);
  g_autofree char *first = NULL;

  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
  case RGM_SCHEDULE_TIMES:
    add_rhythm (clauses, schedule);
    break;
  case RGM_SCHEDULE_FRACTIONS:
    add_fractions (clauses, schedule, unit, units);
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    add_clause (clauses, "%s", _ ("as needed"));
    if (schedule->gap.count > 0)
      add_clause (clauses, _ ("at least %s apart"), gap);
    if (schedule->max_per_day > 0)
      add_clause (clauses, _ ("at most %d in 24 hours"), schedule->max_per_day);
    break;
  default:
    first = rgm_local_describe (schedule->first);
    add_clause (clauses, _ ("once, on %s"), first);
  }
  g_ptr_array_add (clauses, NULL);
  return g_strjoinv (", ", (char **)clauses->pdata);
}
