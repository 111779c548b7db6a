/* read-value.h: reads the values of properties in a calendar of unknown origin. */
#pragma once

#include <regimen/localtime.h>

/* Reads "YYYYMMDD" or "YYYYMMDDTHHMMSS"; the latter may end with a "Z". Returns: FALSE for anything
 * else; then @local has no meaning. */
gboolean ical_read_time (const char *text, RgmLocal *local, gboolean *utc);

/* The longest duration that is read. No visit takes as long. */
#define RGM_ICAL_LONGEST_MINUTES (10 * 366 * 1440)

/* Reads a duration such as "PT1H30M" or "P1D". Returns: FALSE if @text is not a duration, or is
 * negative, or longer than RGM_ICAL_LONGEST_MINUTES; then @minutes is unchanged. */
gboolean ical_read_duration (const char *text, int *minutes);

/* Whether @value is the word @word, in upper or lower case, with or without blanks around it. */
gboolean ical_is_word (const char *value, const char *word);

/* Whether the value of a STATUS says that the event was cancelled, in either spelling. */
gboolean ical_is_cancelled (const char *value);

/* The name of a zone in a property or a parameter, without quotes and without the escapes of TEXT,
 * which some programs also write in a parameter. Returns: (transfer full) (nullable): safe to show,
 * at most 200 characters. */
char *ical_zone_name (const char *value);

/* The value of a property of type TEXT without its escapes (RFC 5545 section 3.3.11). Returns:
 * (transfer full). */
char *ical_unescape (const char *value);
