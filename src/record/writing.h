/* writing.h: what all use cases that write have in common: one transaction, the record of a
 * course before and after, and what follows from the difference. */
#pragma once

#include <regimen/record.h>

/* What a use case speaks of. */
typedef enum {
  WRITING_OPEN_DOSE,     /* a dose that can still be given; number 0: the next one */
  WRITING_RECORDED_DOSE, /* a dose that is on record as given or skipped */
  WRITING_COURSE,        /* the course as a whole */
} WritingSubject;

typedef struct {
  const RgmSession *session;
  const RgmZone *zone; /* the patient's */
  RgmCourse *before;
  RgmCourse *after; /* to be brought in line with what is written to the store */
  RgmDose dose;     /* as it was, borrows from before; number 0 for a course */
} Writing;

/* Writes to the store and to writing->after alike. */
typedef gboolean (*WritingFunc) (Writing *writing, gconstpointer request, GError **error);

/**
 * Runs @write as the change @command. Then SEQUENCE and head of the course are brought up to date,
 * all is committed, and @recorded tells of the dose
 * (for WRITING_COURSE: of the next one) as it is now.
 */
gboolean writing_run (const char *command, const RgmSession *session, gint64 course_id,
                      WritingSubject subject, int number, WritingFunc write, gconstpointer request,
                      RgmRecorded *recorded, GError **error);

/**
 * Notes which doses look different, and what later reads may skip. Inside a change. @before,
 * @after: whole or both from the same dose on; NULL: the course was not
 * there, or is no longer.
 */
gboolean
writing_settle (const RgmSession *session, const RgmCourse *before, const RgmZone *zone_before,
                const RgmCourse *after, const RgmZone *zone_after, GError **error);

/* Notes what later reads of @course may skip. Inside a change. */
gboolean writing_set_head (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
                           GError **error);

/* The zone of a patient. Returns: (transfer none): NULL on failure. */
const RgmZone *writing_zone (RgmStore *store, gint64 patient_id, GError **error);

/* What @writing->after holds, and what the store gets. */
gboolean
writing_add_administration (Writing *writing, RgmAdministration *administration, GError **error);
gboolean writing_drop_appointment (Writing *writing, GError **error);
gboolean writing_lift_hold (Writing *writing, GError **error);

/* The first dose after all that is on record. */
int writing_first_free (const RgmCourse *course);

/* Fails with RGM_ERROR_USAGE where @text is empty or blank: "a skip needs a reason, like …". */
gboolean writing_needs_reason (const char *text, const char *message, GError **error);
