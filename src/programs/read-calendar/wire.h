/* wire.h: the requests to regimen-read-calendar and its answers, as text. The reader and the
 * programs that start it share this file. A hostile calendar may have taken over the reader, so its
 * answers are not trusted either. */
#pragma once

#include <regimen/incoming.h>

#include "ical/object.h"

typedef enum {
  WIRE_FILE,   /* a calendar file: all of its events are read */
  WIRE_OBJECT, /* an object of a calendar server: its one event is read, with its whole texts */
} WireKind;

/* ---- requests: one or more calendars ---- */

/* Appends a calendar to @request. @bytes: not trusted. */
void wire_ask (GString *request, WireKind kind, const char *bytes, gsize length);
/* Takes the calendar at position *@at of @request, and moves *@at past it. @at: (inout). @kind,
 * @length: (out). @bytes: (out) (transfer none). Returns: FALSE if there is no further calendar. */
gboolean
wire_next (const GString *request, gsize *at, WireKind *kind, const char **bytes, gsize *length);

/* ---- answers: one for each calendar, in the same order ---- */

/* The answers as text. @events: (element-type RgmIncoming). All three: (transfer full). */
char *wire_write_events (const GPtrArray *events);
char *wire_write_object (const RgmIcalObject *object);
/* @problem: why the calendar cannot be read, in one line. */
char *wire_write_problem (const char *problem);

/**
 * wire_read_events: reads the answer to a single calendar file.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR if the reader
 * reports a problem, or if the answer does not have exactly the form of wire_write_events().
 */
GPtrArray *wire_read_events (const GString *answer, GError **error);

/* Appends to @objects (element-type RgmIcalObject) what the reader found in each calendar object,
 * or NULL for one that it could not read. Stops at the end of @answer, or at the first part of it
 * that does not have the form of wire_write_object(). */
void wire_read_objects (const GString *answer, GPtrArray *objects);
