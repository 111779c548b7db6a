/* calendar-there.h: finds out what would be lost if a calendar of this program were replaced. */
#pragma once

#include <regimen/store.h>

typedef enum {
  CALENDAR_THERE_OURS,         /* nothing: its events are all of courses that are on record */
  CALENDAR_THERE_STRANGE,      /* an event that another program, or the user, put into it */
  CALENDAR_THERE_OTHER_RECORD, /* it is the calendar of another record */
  CALENDAR_THERE_OTHER_COURSE, /* events of a course that this record lacks, among others */
} CalendarThere;

/**
 * calendar_there: looks at the UIDs of the events and tasks in the file @path. An event without a
 * UID is a strange one.
 * @there: (out): CALENDAR_THERE_OURS also if there is no such file, or no event in it.
 * Returns: FALSE with @error if the file or the record cannot be read.
 */
gboolean calendar_there (RgmStore *store, const char *path, CalendarThere *there, GError **error);
