/* event.h: how two versions of an event are compared, and the mark that tells who wrote one. */
#pragma once

#include <regimen/event.h>

/* Appends the details to the description, so that events can be compared by one text. */
void event_join_details (RgmEvent *event);

/**
 * event_print: the hashes of @event. They do not depend on how the letters of a text are composed
 * (NFC), or on the number and kind of blanks, because servers change these.
 */
RgmEventPrint event_print (const RgmEvent *event);
gboolean event_print_equal (const RgmEventPrint *a, const RgmEventPrint *b);
/* The hashes as hexadecimal numbers, separated by points. Returns: (transfer full). */
char *event_print_format (const RgmEventPrint *print);
/* Reads what event_print_format() writes. Returns: FALSE if @text, nullable, is anything else. */
gboolean event_print_parse (const char *text, RgmEventPrint *print);

/* What a published event says about itself: who wrote it, and from which state of the record. It
 * shows whether another program has changed the event since. */
typedef struct {
  guint64 writer;      /* identifies the database, on one computer, that published it */
  int sequence;        /* in the writer's record; the published SEQUENCE may be higher */
  RgmInstant changed;  /* when the writer's record last changed the event */
  RgmEventPrint print; /* hashes of the event as it was written */
} RgmEventMark;

/* The mark as ASCII text, without any character that iCalendar escapes. Returns: (transfer
 * full). */
char *event_mark_format (const RgmEventMark *mark);
/* Reads what event_mark_format() writes. Returns: FALSE if @text, nullable, is anything else. */
gboolean event_mark_parse (const char *text, RgmEventMark *mark);
