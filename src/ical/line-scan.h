/* line-scan.h: reads the lines of a calendar of unknown origin, and refuses one that is too large,
 * has too many lines or components, or is nested too deeply. Uses no calendar library: other code
 * sees only those parts of a calendar that have come through here. */
#pragma once

#include <regimen/error.h>

/* One content line, unfolded. Valid during the call only. */
typedef struct {
  int number;       /* the number of its first line in the file, from 1 */
  const char *name; /* in capitals: "BEGIN", "DTSTART" */
  const char *tzid; /* nullable: the parameter TZID */
  const char *type; /* nullable: the parameter VALUE, in capitals */
  gboolean range;   /* it has a parameter RANGE */
  const char *value;
} RgmIcalLine;

/* @path: the names of the open components, in capitals, each followed by a blank, for example
 * "VCALENDAR VEVENT ". The path of a BEGIN or END line ends with the component that it begins or
 * ends. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmIcalEach) (const RgmIcalLine *line, const char *path, gpointer data,
                                 GError **error);

enum {
  RGM_ICAL_MOST_BYTES = 32 * 1024 * 1024,
  RGM_ICAL_LONGEST_LINE = 1024 * 1024, /* in octets, after unfolding */
  RGM_ICAL_MOST_LINES = 1000 * 1000,   /* after unfolding */
  RGM_ICAL_MOST_COMPONENTS = 60 * 1000,
  RGM_ICAL_MOST_PARAMETERS = 100, /* in one line */
  RGM_ICAL_DEEPEST = 6,
};

/**
 * ical_scan: calls @each for every line of @bytes, which are not trusted. Lines end in CRLF, LF or
 * CR. UTF-16 is accepted, with or without its byte order mark, and a byte order mark of UTF-8 is
 * skipped. A line that is not UTF-8 is read as Windows-1252.
 * Returns: FALSE with RGM_ERROR_CALENDAR, and a message of one line that says what the file is, or
 * what is wrong with it and in which line.
 */
gboolean
ical_scan (const char *bytes, gsize length, RgmIcalEach each, gpointer data, GError **error);
