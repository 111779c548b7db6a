/* writing.h: the frame of all commands that write about one course: it begins a transaction, reads
 * the course before and after, and notes what has become different. */
#pragma once

#include <regimen/record.h>

#include "record/writing-refusal.h"

/* What a command is about. */
typedef enum {
  WRITING_OPEN_DOSE,     /* a dose that can still be given; number 0: the next one */
  WRITING_TAKEN_DOSE,    /* the same; number 0: the one that course_taken_dose() finds for the time
                            of the RgmGivenRequest */
  WRITING_NEAREST_DOSE,  /* the same; number 0: the one that course_taken_dose() finds for now */
  WRITING_RECORDED_DOSE, /* a dose that is on record as given or skipped */
  WRITING_COURSE,        /* the course as a whole */
} WritingSubject;

typedef struct {
  const RgmSession *session;
  const RgmZone *zone; /* the patient's */
  gboolean day_only;   /* only the day of what is logged is known, not the time */
  gboolean whole;      /* a settled dose may be written, so the course is read back with all its
                          doses */
  RgmCourse *part;     /* the course as it was read first, if @before was read again since: with its
                          settled doses, or after the course was made to begin earlier; else NULL */
  RgmCourse *before;   /* the course before the command, with all doses that the checks may need */
  RgmCourse *after;    /* the course as it was read back from the store; NULL until then */
  RgmDose dose;        /* the dose before the command; borrows from @before; its number is 0 if the
                          command is about the course */
  gboolean paused;     /* a pause without an end keeps @dose from being planned */
  RgmInstant at;       /* when @dose was given, if it is logged; for a fixed time of which only the
                          day is known, that time, or now if it is still to come */
  gboolean begun;      /* the course was made to begin with @dose, which is earlier than its first
                          dose was */
} Writing;

/* Checks @request and writes it to the store. */
typedef gboolean (*WritingFunc) (Writing *writing, gconstpointer request, GError **error);

/**
 * writing_run: runs @write as the change @command. Then notes which doses have become different,
 * which raises the SEQUENCE of their events, and what later reads may skip (the head), and commits.
 * @recorded: (out): the dose as it is now; for WRITING_COURSE, the next one.
 */
gboolean writing_run (const char *command, const RgmSession *session, gint64 course_id,
                      WritingSubject subject, int number, WritingFunc write, gconstpointer request,
                      RgmRecorded *recorded, GError **error);

/**
 * writing_settle: notes which doses have become different, and what later reads may skip. To be
 * called inside a change.
 * @before, @after: (nullable): both are whole, or both begin with the same dose; NULL: the course
 * was not there, or is no longer there.
 * @zone_before, @zone_after: (nullable): NULL if this system does not have the zone.
 */
gboolean
writing_settle (const RgmSession *session, const RgmCourse *before, const RgmZone *zone_before,
                const RgmCourse *after, const RgmZone *zone_after, GError **error);

/* Notes what later reads of @course may skip. To be called inside a change. @zone: (nullable): NULL
 * if it is not known. */
gboolean writing_set_head (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
                           GError **error);

/* The zone of a patient. Returns: (transfer none): NULL on failure. */
const RgmZone *writing_zone (RgmStore *store, gint64 patient_id, GError **error);

/* The patient of the session. If nobody is on record yet, adds the first patient ("me", in the zone
 * of the machine). To be called inside a change. Returns: (transfer full): NULL on failure, with
 * RGM_ERROR_ZONE if the zone of the machine is not known. */
RgmPatient *writing_patient_or_first (const RgmSession *session, GError **error);

/* Reads the course, with what was written so far, into @writing->after. writing_run() does so after
 * the command has written; a command that has to check the result calls this itself. */
gboolean writing_read_back (Writing *writing, GError **error);

/* Adds to @error, which says why a log of @writing->dose at @at is refused, the other dose that the
 * user may have meant, and the command for it. Always returns FALSE. */
gboolean writing_name_other (const Writing *writing, RgmInstant at, GError **error);

/* Sets the zone of @administration to @zone, which is the patient's, and its day to the day in that
 * zone. */
void writing_enter (RgmAdministration *administration, const RgmZone *zone);

/* If a pause without an end keeps @writing->dose from being planned, makes the pause begin after
 * that dose, so that the dose can be put on record. */
gboolean writing_leave_pause (const Writing *writing, GError **error);

/* Removes the appointment and the hold of @writing->dose. */
gboolean writing_drop_plan (const Writing *writing, GError **error);

/* Checks the interval of @schedule, if it has one, against the range of @treatment (nullable).
 * Returns: as writing_accept_refusal(). */
gboolean writing_check_interval (const RgmSession *session, const RgmTreatment *treatment,
                                 const RgmSchedule *schedule, char **overridden, GError **error);

/**
 * writing_keep_recorded: keeps doses that are already on record on the days for which they were
 * planned, after the plan of the open doses before them was changed. This concerns doses of an
 * interval, and radiation sessions that were skipped; fixed times keep their places anyway. Reads
 * the course back.
 */
gboolean writing_keep_recorded (Writing *writing, GError **error);

/* For a command that is about the days from @day on: loads the whole record of the course if what
 * was loaded begins later. To be called before anything is written. */
gboolean writing_load_since (Writing *writing, RgmDay day, GError **error);

/**
 * writing_check_days: checks that doses at fixed times that were recorded ahead of time stay on
 * their days, after a revision that begins with dose @from was written. Reads the course back.
 * Returns: FALSE with RGM_ERROR_CONFLICT, which names the dose that would be on another day.
 */
gboolean writing_check_days (Writing *writing, int from, GError **error);

/**
 * writing_take_day: whether knowing only the day of @at, or its part @part, is enough to put dose
 * @number (not 0) on record. It is enough if the plan counts in days, and for a fixed time that is
 * on that day or in that part of it.
 * @at: (inout): for a fixed time, becomes that time, or now if that is earlier.
 * Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean writing_take_day (const Writing *writing, int number, RgmDayPart part, RgmInstant *at,
                           GError **error);

/* The number of the first dose after all doses that are on record. */
int writing_first_free (const RgmCourse *course);

/* Whether @text, which is about @what ("note"), is NULL or can be kept. */
gboolean writing_check_text (const char *what, const char *text, GError **error);
/* The same, but an empty text is refused, because it would mean nothing. */
gboolean writing_check_new_text (const char *what, const char *text, GError **error);

/* Checks that @text, a reason, is there and can be kept. Returns: FALSE with RGM_ERROR_USAGE; if
 * @text is NULL, empty or blank, with @message: "a skip needs a reason, like …". */
gboolean writing_needs_reason (const char *text, const char *message, GError **error);

/* Checks that no two patients have the same name: after an undo or a merge, a name that comes back
 * may meanwhile belong to another patient. Returns: FALSE with RGM_ERROR_CONFLICT. */
gboolean writing_check_names (RgmStore *store, GError **error);
