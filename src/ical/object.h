/* object.h: one event as a calendar server gives it (RFC 4791 section 4.1). What it says is read in
 * a process without rights, and becomes an event in the process that holds the record. */
#pragma once

#include <regimen/event.h>

/* The property that carries RgmEvent.mark. */
#define RGM_ICAL_MARK "X-REGIMEN-MARK"

/* The longest object that is read, in bytes. */
#define RGM_ICAL_OBJECT_MAX (1024 * 1024)

/* The longest text of an object, in bytes: a text of regimen has a tenth of it. A longer one is
 * cut; what is left differs from any text of regimen. With its escapes it may be twice as long. */
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
  int minutes; /* DURATION */
  gboolean repeats;
  char *summary, *location, *description; /* nullable */
  char *mark;                             /* nullable: RGM_ICAL_MARK */
} RgmIcalObject;
RgmIcalObject *ical_object_new (void);
void ical_object_free (RgmIcalObject *object);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIcalObject, ical_object_free)

/**
 * ical_read_object: reads the first event of a calendar object that is no exception of another
 * event, whoever wrote it. Opens no file, so that a process without rights can do it.
 * @bytes: not trusted: the same scanner reads them as a calendar file.
 * Returns: (transfer full): NULL with RGM_ERROR_CALENDAR if it is no calendar, or has no such
 * event.
 */
RgmIcalObject *ical_read_object (const char *bytes, gsize length, GError **error);

/**
 * ical_object_event: makes an event of what @object says, with the zones of this machine.
 * @zone: (nullable): IANA name, for times without a zone and for those in a zone that is not known
 * here.
 * Returns: (transfer full): an event with uid, sequence, status, start, start_at, minutes, summary,
 * location, description and mark. Its minutes, also those of a whole day, say how long it is: 0 if
 * it repeats or its end is not known. Its status is confirmed if none is said. NULL with
 * RGM_ERROR_CALENDAR if its start cannot be read.
 */
RgmEvent *ical_object_event (const RgmIcalObject *object, const char *zone, GError **error);
