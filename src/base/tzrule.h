/* tzrule.h: the POSIX TZ string at the end of a TZif file, which applies to all times after the
 * last transition of the file (RFC 8536 section 3.3). */
#pragma once

#include "base/span.h"

/* A day of the year and a time of that day at which the clocks change. */
typedef struct {
  char form; /* 'M': weekday of a month; 'J': day 1 to 365, never February 29; 'n': day 0 to 365 */
  int month, week; /* form M only; week 5 is the last one */
  int day;         /* M: 0 (Sunday) to 6; J and n: the day of the year */
  int time;        /* seconds after 00:00 by the clock before the change: -167 to 167 hours */
} RgmTzChange;

typedef struct {
  RgmSpan standard;
  gboolean changes; /* the members below are set */
  RgmSpan daylight;
  RgmTzChange to_daylight, to_standard;
} RgmTzRule;

/**
 * tz_rule_parse: reads a rule such as "CET-1CEST,M3.5.0,M10.5.0/3", with the extensions of RFC 8536
 * section 3.3.1.
 * Returns: FALSE for anything else, also for a daylight time without its two changes.
 */
gboolean tz_rule_parse (const char *text, RgmTzRule *rule);

/**
 * tz_rule_expand: appends to @spans (element-type RgmSpan) one span for each change after the
 * start of its last span, to RGM_SPAN_LAST_YEAR.
 */
void tz_rule_expand (const RgmTzRule *rule, GArray *spans);
