/* scan.h: reads the pieces of a date or time from a text. Each function moves *at past what it
 * read. If it returns FALSE, *at must not be used any more. */
#pragma once

#include <regimen/localtime.h>

/* Exactly the character @wanted. */
gboolean scan_char (const char **at, char wanted);

/* A number of @min_digits to @max_digits (at most 9) digits that no further digit follows. */
gboolean scan_number (const char **at, int min_digits, int max_digits, int *value);

/* "YYYY-MM-DD", a date of the years 1900 to 2199. */
gboolean scan_day (const char **at, RgmDay *day);

/* "HH:MM", 00:00 to 23:59, as seconds of the day. */
gboolean scan_time (const char **at, gint32 *second);

/* "SS", 00 to 59. */
gboolean scan_second (const char **at, int *second);

/* ---- as the user types it; blanks after it are skipped, too ---- */

/* "14:00", "9:00", "2pm", "2:30 pm", "10 o'clock", "8 in the evening" or "noon", as seconds of the
 * day. */
gboolean scan_typed_time (const char **at, gint32 *second);

/* A number of hours, days, weeks or months: "4", "four", "a". Digits are accepted up to 9999; words
 * up to twenty, and thirty. */
gboolean scan_typed_count (const char **at, int *count);

/* The unit "h", "d", "w" or "m" (hours, days, weeks, months), or its word ("week", "weeks").
 * Returns: the letter, or 0 if there is no unit. */
char scan_typed_unit (const char **at);
