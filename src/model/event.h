/* event.h: how two versions of an event are compared, and the mark that tells who wrote one. */
#pragma once

#include <regimen/event.h>

/* Moves the details into the description, because events that are compared have one text. */
void event_join_details (RgmEvent *event);

/**
 * event_print: the hashes of @event. They do not depend on how a text is composed (NFC), or on
 * the number and kind of its blanks, because servers change these.
 */
RgmEventPrint event_print (const RgmEvent *event);
gboolean event_print_equal (const RgmEventPrint *a, const RgmEventPrint *b);
/* The hashes as hexadecimal numbers with points between them. Returns: (transfer full). */
char *event_print_format (const RgmEventPrint *print);
/* Returns: FALSE if @text, nullable, is not what event_print_format() writes. */
gboolean event_print_parse (const char *text, RgmEventPrint *print);

/* What a published event tells of itself: who wrote it, and from which state of the record. It
 * shows whether another program changed the event since. */
typedef struct {
  guint64 writer;      /* the database on one computer that published it */
  int sequence;        /* in the record of the writer; SEQUENCE may be higher */
  RgmInstant changed;  /* in the record of the writer */
  RgmEventPrint print; /* of the event as it was written */
} RgmEventMark;

/* ASCII without any character that iCalendar escapes. Returns: (transfer full). */
char *event_mark_format (const RgmEventMark *mark);
/* Returns: FALSE if @text, nullable, is not what event_mark_format() writes. */
gboolean event_mark_parse (const char *text, RgmEventMark *mark);
