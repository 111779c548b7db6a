/* scan.h: reads the pieces of a date or time from a text. Each function moves *at past what it
 * read; after FALSE *at is of no use. */
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

/* ---- as the user types it; the blanks after it are taken too ---- */

/* "14:00", "9:00", "2pm", "2:30 pm", "10 o'clock", "8 in the evening" or "noon", as seconds of the
 * day. */
gboolean scan_typed_time (const char **at, gint32 *second);

/* How many hours, days, weeks or months: "4", "four", "a"; as digits up to 9999, as a word up to
 * twenty, and thirty. */
gboolean scan_typed_count (const char **at, int *count);

/* "h", "d", "w" or "m" for hours, days, weeks and months, or the word for it ("week", "weeks").
 * Returns: that letter, or 0 if there is no such word. */
char scan_typed_unit (const char **at);
