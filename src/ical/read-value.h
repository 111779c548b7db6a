/* read-value.h: values of properties, as a calendar of unknown origin has them. */
#pragma once

#include <regimen/localtime.h>

/* Reads "YYYYMMDD" or "YYYYMMDDTHHMMSS", the latter perhaps with a "Z" behind it. Returns: FALSE
 * for anything else; @local is to be thrown away then. */
gboolean ical_read_time (const char *text, RgmLocal *local, gboolean *utc);

/* The longest duration that is read; no visit is as long. */
#define RGM_ICAL_LONGEST_MINUTES (10 * 366 * 1440)

/* Reads a duration such as "PT1H30M" or "P1D". Returns: FALSE if it is none, or negative, or longer
 * than RGM_ICAL_LONGEST_MINUTES; @minutes is left alone then. */
gboolean ical_read_duration (const char *text, int *minutes);

/* Whether @value is the word @word, in capitals or not, with blanks around it or not. */
gboolean ical_is_word (const char *value, const char *word);

/* Whether the value of a STATUS says that the event was called off, in either spelling. */
gboolean ical_is_cancelled (const char *value);

/* The name of a zone, as a property or a parameter has it: without the escapes of TEXT, which some
 * programs also write in a parameter, and without quotes. Returns: (transfer full) (nullable): fit
 * to be shown, at most 200 characters. */
char *ical_zone_name (const char *value);

/* The value of a property of type TEXT without its escapes (RFC 5545 section 3.3.11). Returns:
 * (transfer full). */
char *ical_unescape (const char *value);
