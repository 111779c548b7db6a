/* tzrule.c: reads the rule at the end of a time zone file, and lists the clock changes that follow
 * from it. */
#include "base/tzrule.h"

#include "base/civil.h"
#include "base/scan.h"

#define MAX_HOURS_OF_OFFSET 24
#define MAX_HOURS_OF_CHANGE 167

/* Reads an abbreviation: "CET", or "<+0330>" if it has other characters than letters. */
static gboolean
scan_abbreviation (const char **at, char *abbreviation)
{
  gboolean bracketed = scan_char (at, '<');
  gsize length = 0;
  for (; length < RGM_ABBREVIATION_SIZE; length++) {
    char c = (*at)[length];
    if (!(g_ascii_isalpha (c) || (bracketed && (g_ascii_isdigit (c) || c == '+' || c == '-'))))
      break;
  }
  if (length < 3 || length >= RGM_ABBREVIATION_SIZE)
    return FALSE;
  g_strlcpy (abbreviation, *at, length + 1);
  *at += length;
  return !bracketed || scan_char (at, '>');
}

/* Reads "[+-]H[H[H]][:MM[:SS]]" as seconds. */
static gboolean
scan_clock (const char **at, int max_hours, int *seconds)
{
  int sign = **at == '-' ? -1 : 1, hours, minutes = 0, rest = 0;
  if (**at == '+' || **at == '-')
    (*at)++;
  if (!scan_number (at, 1, 3, &hours) || hours > max_hours)
    return FALSE;
  if (scan_char (at, ':')) {
    if (!scan_second (at, &minutes))
      return FALSE;
    if (scan_char (at, ':') && !scan_second (at, &rest))
      return FALSE;
  }
  *seconds = sign * (hours * 3600 + minutes * 60 + rest);
  return TRUE;
}

/* POSIX counts offsets west of Greenwich as positive, so the sign is turned around here. */
static gboolean
scan_offset (const char **at, int *offset)
{
  if (!scan_clock (at, MAX_HOURS_OF_OFFSET, offset))
    return FALSE;
  *offset = -*offset;
  return TRUE;
}

/* Reads ",M3.5.0/2", ",J60" or ",59": a day of the year, and the time of the change, which is 2:00
 * if none is given. */
static gboolean
scan_change (const char **at, RgmTzChange *change)
{
  if (!scan_char (at, ','))
    return FALSE;
  if (scan_char (at, 'M')) {
    change->form = 'M';
    if (!scan_number (at, 1, 2, &change->month) || !scan_char (at, '.')
        || !scan_number (at, 1, 1, &change->week) || !scan_char (at, '.')
        || !scan_number (at, 1, 1, &change->day) || change->month < 1 || change->month > 12
        || change->week < 1 || change->week > 5 || change->day > 6)
      return FALSE;
  } else {
    change->form = scan_char (at, 'J') ? 'J' : 'n';
    if (!scan_number (at, 1, 3, &change->day) || change->day > 365
        || (change->form == 'J' && change->day < 1))
      return FALSE;
  }
  change->time = 2 * 3600;
  return !scan_char (at, '/') || scan_clock (at, MAX_HOURS_OF_CHANGE, &change->time);
}

gboolean
tz_rule_parse (const char *text, RgmTzRule *rule)
{
  const char *at = text;
  *rule = (RgmTzRule){ 0 };
  if (!scan_abbreviation (&at, rule->standard.abbreviation)
      || !scan_offset (&at, &rule->standard.offset))
    return FALSE;
  if (*at == '\0')
    return TRUE;

  rule->changes = TRUE;
  rule->daylight.offset = rule->standard.offset + 3600;
  if (!scan_abbreviation (&at, rule->daylight.abbreviation))
    return FALSE;
  if (*at != ',' && !scan_offset (&at, &rule->daylight.offset))
    return FALSE;
  return scan_change (&at, &rule->to_daylight) && scan_change (&at, &rule->to_standard)
         && *at == '\0';
}

static RgmInstant
instant_of_change (const RgmTzChange *change, int year, int offset_before)
{
  RgmLocal midnight = { civil_day (year, 1, 1), 0 };
  if (change->form == 'M') {
    RgmDay first = civil_day (year, change->month, 1);
    int ahead = (change->day - rgm_day_weekday (first) + 7) % 7;
    int mday = 1 + ahead + (change->week - 1) * 7;
    if (mday > civil_month_length (year, change->month))
      mday -= 7;
    midnight.day = first + mday - 1;
  } else if (change->form == 'J') {
    gboolean past_leap_day = change->day >= 60 && civil_month_length (year, 2) == 29;
    midnight.day += change->day - 1 + (past_leap_day ? 1 : 0);
  } else {
    midnight.day += change->day;
  }
  return civil_seconds (midnight) + change->time - offset_before;
}

/* In a zone that keeps daylight time all year, the changes to standard time and back are at the
 * same instant. Then the change to daylight time counts (RFC 8536 section 3.3.1). */
static void
add_span (GArray *spans, RgmSpan span, RgmInstant from)
{
  RgmSpan *last = &g_array_index (spans, RgmSpan, spans->len - 1);
  span.from = from;
  if (from > last->from)
    g_array_append_val (spans, span);
  else if (from == last->from)
    *last = span;
}

void
tz_rule_expand (const RgmTzRule *rule, GArray *spans)
{
  RgmInstant after = g_array_index (spans, RgmSpan, spans->len - 1).from;
  int first_year, last_year = RGM_SPAN_LAST_YEAR;
  rgm_day_split (civil_local (after).day, &first_year, NULL, NULL);

  for (int year = MAX (first_year - 1, 1800); rule->changes && year <= last_year; year++) {
    RgmInstant forth = instant_of_change (&rule->to_daylight, year, rule->standard.offset);
    RgmInstant back = instant_of_change (&rule->to_standard, year, rule->daylight.offset);
    if (forth < back && forth > after)
      add_span (spans, rule->daylight, forth);
    if (back > after)
      add_span (spans, rule->standard, back);
    if (forth >= back && forth > after)
      add_span (spans, rule->daylight, forth);
  }
}
