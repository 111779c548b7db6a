/* object.h: one event as a calendar server gives it (RFC 4791 section 4.1). Its text is read in a
 * process without rights; the result becomes an event in the process that has the record open. */
#pragma once

#include <regimen/event.h>

/* The property that carries RgmEvent.mark. */
#define RGM_ICAL_MARK "X-REGIMEN-MARK"

/* The longest object that is read, in bytes. */
#define RGM_ICAL_OBJECT_MAX (1024 * 1024)

/* The longest text of an object, in bytes. The texts of regimen have at most a tenth of this. A
 * longer one is cut; what is left still differs from any text of regimen. With its escapes, a text
 * may be twice as long. */
#define RGM_ICAL_TEXT_MAX (16 * 1024)
#define RGM_ICAL_ESCAPED_MAX (2 * RGM_ICAL_TEXT_MAX + 8)

/* A time as the object has it. */
typedef struct {
  RgmLocal local; /* RGM_LOCAL_NONE if the object has none, or one that cannot be read */
  gboolean utc;
  char *tzid; /* nullable: the name of its zone in the object */
  char *iana; /* nullable: the IANA name, if tzid is a name that Windows uses */
} RgmIcalStamp;

/* What an object says. Texts still have their escapes, so that each is one line. */
typedef struct {
  char *uid;
  int sequence;
  RgmEventStatus status;
  RgmIcalStamp start, end;
  gboolean has_minutes;
  int minutes; /* the DURATION of the event */
  gboolean repeats;
  char *summary, *location, *description; /* nullable */
  char *mark;                             /* nullable: RGM_ICAL_MARK */
} RgmIcalObject;
RgmIcalObject *ical_object_new (void);
void ical_object_free (RgmIcalObject *object);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIcalObject, ical_object_free)

/**
 * ical_read_object: reads the first event of a calendar object that is not an exception of another
 * event (RECURRENCE-ID), no matter which program wrote it. Opens no file, so that a process without
 * rights can do it.
 * @bytes: not trusted: they go through the same scanner as a calendar file.
 * Returns: (transfer full): NULL with RGM_ERROR_CALENDAR if it is not a calendar, is longer than
 * RGM_ICAL_OBJECT_MAX, or has no such event with a UID.
 */
RgmIcalObject *ical_read_object (const char *bytes, gsize length, GError **error);

/**
 * ical_object_event: makes an event from @object, with the time zones of this machine.
 * @zone: (nullable): IANA name, for times without a zone and for those in a zone that this machine
 * does not know.
 * Returns: (transfer full): an event with uid, sequence, status, start, start_at, minutes, summary,
 * location, description and mark. Its minutes say how long it is, also for whole days; 0 if it
 * repeats or its end is not known. Its status is confirmed if the object has none. NULL with
 * RGM_ERROR_CALENDAR if its start cannot be read.
 */
RgmEvent *ical_object_event (const RgmIcalObject *object, const char *zone, GError **error);
