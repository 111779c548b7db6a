/* describe.h: days and times as text for the user. The form is the same everywhere: the translated
 * weekday, then the date in the form in which users type it. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* "Thu 2026-12-03". Returns: (transfer full). */
char *rgm_day_describe (RgmDay day);

/* "Thu 2026-12-03" or "Thu 2026-12-03 10:40". Returns: (transfer full). */
char *rgm_local_describe (RgmLocal local);
/* rgm_local_describe() for a time in @zone. If it has a time of day, and @zone is not @patient, the
 * zone of the patient, the zone is named. Returns: (transfer full). */
char *rgm_local_describe_in (RgmLocal local, const RgmZone *zone, const RgmZone *patient);

/* "December 2026": the month of @day. Returns: (transfer full). */
char *rgm_month_describe (RgmDay day);

/**
 * rgm_day_relative: how far @day is from @today: "today", "tomorrow", "yesterday", "in 3 days", "in
 * 5 weeks", "2 days ago", "6 weeks ago". It counts days up to 20, weeks up to 20, months up to two
 * years, then years, each rounded to the nearest.
 * Returns: (transfer full).
 */
char *rgm_day_relative (RgmDay day, RgmDay today);

RGM_END_DECLS
