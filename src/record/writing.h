/* writing.h: the frame of all commands that write about one course: one transaction, the course
 * before and after, and what follows from the difference. */
#pragma once

#include <regimen/record.h>

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
  gboolean whole;      /* a settled dose is written: the course is read back with all its doses */
  RgmCourse *part;     /* the course before, from its settled doses on; NULL: as before */
  RgmCourse *before;   /* the course before, with all doses that the checks may need */
  RgmCourse *after;    /* the course as it was read back from the store; NULL until then */
  RgmDose dose;        /* as it was, borrows from before; number 0 for a course */
  gboolean paused;     /* a pause without an end keeps @dose from being planned */
  RgmInstant at;       /* when @dose was given, if one is logged; of a fixed time of which only the
                          day is known, that time, or now if it is still to come */
  gboolean begun;      /* the course was made to begin with @dose, which is earlier */
} Writing;

/* Checks @request and writes it to the store. */
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
 * Notes which doses look different, and what later reads may skip. Inside a change. @before and
 * @after are both whole, or both begin with the same dose; NULL: the course was not there, or is no
 * longer there. A zone is NULL if this system does not have it.
 */
gboolean
writing_settle (const RgmSession *session, const RgmCourse *before, const RgmZone *zone_before,
                const RgmCourse *after, const RgmZone *zone_after, GError **error);

/* Notes what later reads of @course may skip. Inside a change. @zone: NULL: not known. */
gboolean writing_set_head (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
                           GError **error);

/* The zone of a patient. Returns: (transfer none): NULL on failure. */
const RgmZone *writing_zone (RgmStore *store, gint64 patient_id, GError **error);

/* Inside a change: the patient of the session; if nobody is on record yet, the first patient ("me",
 * in the zone of the machine) is added. Returns: (transfer full): NULL on failure, with
 * RGM_ERROR_ZONE if the zone of the machine is not known. */
RgmPatient *writing_patient_or_first (const RgmSession *session, GError **error);

/* Reads the course back into @writing->after: what was written so far. writing_run() does so after
 * the command has written; a command that has to check the result calls it itself. */
gboolean writing_read_back (Writing *writing, GError **error);

/* Adds to @error, because of which a log of @writing->dose at @at is refused, the other dose that
 * the user may have meant, and the command for it. Always returns FALSE. */
gboolean writing_name_other (const Writing *writing, RgmInstant at, GError **error);

/* Sets the zone in which @administration is entered, the patient's @zone, and its day there. */
void writing_enter (RgmAdministration *administration, const RgmZone *zone);

/* If a pause without an end keeps @writing->dose from being planned, the pause begins with the dose
 * after it from now on, so that this one can be put on record. */
gboolean writing_leave_pause (const Writing *writing, GError **error);

/* The dose has no appointment and no hold from now on. */
gboolean writing_drop_plan (const Writing *writing, GError **error);

/**
 * Decides about @refusal, the answer of a safety check (owned by this call; NULL: the check
 * passed). If the session says "anyway", its message becomes a line of @overridden (transfer full)
 * and the answer is TRUE; otherwise it becomes @error. An error that is not a refusal is never
 * overridden.
 */
gboolean writing_accept_refusal (const RgmSession *session, GError *refusal, char **overridden,
                                 GError **error);

/* Checks the interval of @schedule, if it has one, against the range of @treatment (nullable).
 * Returns: as writing_accept_refusal(). */
gboolean writing_check_interval (const RgmSession *session, const RgmTreatment *treatment,
                                 const RgmSchedule *schedule, char **overridden, GError **error);

/**
 * Keeps doses that are on record already on the days for which they were planned, after the plan
 * was changed for the open doses before them: those of an interval, and sessions that were skipped.
 * Fixed times keep their places by themselves. Reads the course back.
 */
gboolean writing_keep_recorded (Writing *writing, GError **error);

/* For a command that is about the days from @day on: loads the whole record of the course if what
 * was loaded begins later. To be called before anything is written. */
gboolean writing_load_since (Writing *writing, RgmDay day, GError **error);

/**
 * Checks, after a revision that begins with dose @from was written, that doses at fixed times that
 * were recorded ahead of time stay on their days. Reads the course back. Returns: FALSE with
 * RGM_ERROR_CONFLICT, which names the dose that would be on another day.
 */
gboolean writing_check_days (Writing *writing, int from, GError **error);

/**
 * For a dose of which only the day of @at, or its part @part, is known: whether that is enough to
 * put dose @number (not 0) on record. It is where the plan counts in days, and for a fixed time of
 * that day. @at: (inout): becomes that time, or now if that is earlier.
 * Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean writing_take_day (const Writing *writing, int number, RgmDayPart part, RgmInstant *at,
                           GError **error);

/* The first dose after all that is on record. */
int writing_first_free (const RgmCourse *course);

/* Whether @text, which is about @what ("note"), is NULL or can be kept. */
gboolean writing_check_text (const char *what, const char *text, GError **error);
/* The same where an empty text would mean nothing: it is refused. */
gboolean writing_check_new_text (const char *what, const char *text, GError **error);

/* Fails with RGM_ERROR_USAGE if @text is empty or blank: "a skip needs a reason, like …". */
gboolean writing_needs_reason (const char *text, const char *message, GError **error);

/* The names of patients are unique; one that was free when it was taken back may be taken now. */
gboolean writing_check_names (RgmStore *store, GError **error);
