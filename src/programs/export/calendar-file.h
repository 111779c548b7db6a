/* calendar-file.h: a calendar as a file, written beside and renamed. */
#pragma once

#include <regimen/ical.h>
#include <regimen/regimen.h>

typedef struct {
  const char *path;
  const RgmCalendar *calendar;
  gboolean private_mode; /* the calendar's name tells nothing either */
  gboolean shared;       /* others may read it (0644); else 0600 */
} CliCalendarFile;

/* Hands the calendar to @sink. */
gboolean
cli_calendar_write (const CliCalendarFile *file, RgmIcalSink sink, gpointer data, GError **error);

/**
 * cli_calendar_path_check: whether a calendar can take the place of what is at @path: nothing, or a
 * plain file, also through a link.
 * @option: "--to", for the message. @ours: it must be empty, or a calendar of this program: what
 * others wrote is never overwritten.
 * Returns: FALSE with RGM_ERROR_USAGE or RGM_ERROR_CONFLICT.
 */
gboolean
cli_calendar_path_check (const char *option, const char *path, gboolean ours, GError **error);

/* Whether the file has the content and the mode that it would be written with. */
gboolean cli_calendar_file_is_current (const CliCalendarFile *file);

/* Durable, and whole or not at all: others see the old file or the new one. */
gboolean cli_calendar_file_write (const CliCalendarFile *file, GError **error);
