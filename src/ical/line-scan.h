/* line-scan.h: the lines of a calendar file of unknown origin, with limits on everything that a
 * file can have too much of. Knows no library: what it lets through is what others see. */
#pragma once

#include <regimen/error.h>

/* One content line, unfolded. Borrowed for the call. */
typedef struct {
  int number;       /* of its first line in the file, from 1 */
  const char *name; /* in capitals: "BEGIN", "DTSTART" */
  const char *tzid; /* nullable: the parameter TZID */
  const char *type; /* nullable: the parameter VALUE, in capitals */
  gboolean range;   /* there is a parameter RANGE */
  const char *value;
} RgmIcalLine;

/* @path: the names of the open components, in capitals, each followed by a blank: "VCALENDAR VEVENT
 * ". BEGIN and END are reported with the component that they begin or end as the last one. Returns:
 * FALSE with @error set to stop. */
typedef gboolean (*RgmIcalEach) (const RgmIcalLine *line, const char *path, gpointer data,
                                 GError **error);

enum {
  RGM_ICAL_MOST_BYTES = 32 * 1024 * 1024,
  RGM_ICAL_LONGEST_LINE = 1024 * 1024, /* unfolded */
  RGM_ICAL_MOST_LINES = 1000 * 1000,   /* unfolded */
  RGM_ICAL_MOST_COMPONENTS = 60 * 1000,
  RGM_ICAL_MOST_PARAMETERS = 100, /* of a line */
  RGM_ICAL_DEEPEST = 6,
};

/**
 * rgm_ical_decode: UTF-16, with its byte order mark or without, becomes UTF-8.
 * @length: (inout): of @bytes, then of @decoded where that is set.
 * @decoded: (out) (transfer full) (nullable): NULL where @bytes are no UTF-16.
 * Returns: FALSE with RGM_ERROR_CALENDAR where they only look like it.
 */
gboolean rgm_ical_decode (const char *bytes, gsize *length, char **decoded, GError **error);

/* @line, which is not UTF-8, from Windows-1252. */
void rgm_ical_decode_line (GString *line);

/**
 * rgm_ical_scan: calls @each for every line of @bytes, which may be anything.
 * Lines end in CRLF, LF or CR; a byte order mark of UTF-8 is skipped; a line that is not UTF-8 is
 * read as Windows-1252.
 * Returns: FALSE with RGM_ERROR_CALENDAR: one line that says what the file is, or what is wrong
 * with it and in which line.
 */
gboolean
rgm_ical_scan (const char *bytes, gsize length, RgmIcalEach each, gpointer data, GError **error);
