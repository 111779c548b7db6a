/* wire.h: what regimen-read-calendar is asked, and what it answers, as text. The reader and the
 * programs that start it share this file. The reader may have been taken over by what it read, so
 * an answer is read as if it were hostile too. */
#pragma once

#include <regimen/incoming.h>

#include "ical/object.h"

typedef enum {
  WIRE_FILE,   /* a calendar file: all of its events are wanted */
  WIRE_OBJECT, /* an object of a calendar server: its one event is wanted, with whole texts */
} WireKind;

/* ---- requests: one or more calendars ---- */

/* Appends a calendar to @request. @bytes may be anything. */
void wire_ask (GString *request, WireKind kind, const char *bytes, gsize length);
/* Takes the calendar at position @at of @request, and moves @at behind it. @bytes: (out) (transfer
 * none). Returns: FALSE if there is no further one. */
gboolean
wire_next (const GString *request, gsize *at, WireKind *kind, const char **bytes, gsize *length);

/* ---- answers: one for each calendar, in the same order ---- */

/* @events: (element-type RgmIncoming). All three: (transfer full). */
char *wire_write_events (const GPtrArray *events);
char *wire_write_object (const RgmIcalObject *object);
/* @problem: why it cannot be read, in one line. */
char *wire_write_problem (const char *problem);

/**
 * wire_read_events: reads the answer to a single calendar file.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR: the problem
 * that the reader tells, or that the answer is not exactly of the form of wire_write_events().
 */
GPtrArray *wire_read_events (const GString *answer, GError **error);

/* Appends to @objects (element-type RgmIcalObject) what was read from each calendar object, or NULL
 * if one cannot be read. Stops where @answer ends or is not of the form of wire_write_object(). */
void wire_read_objects (const GString *answer, GPtrArray *objects);
