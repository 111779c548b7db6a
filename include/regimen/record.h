/* record.h: the commands that write. Each is one change in one transaction: either all of it is
 * written or nothing. The same functions serve the command line and the buttons of an alert. What a
 * function gives back is read from the store, in the same transaction. */
#pragma once

#include <regimen/merge.h>
#include <regimen/session.h>
#include <regimen/when.h>

RGM_BEGIN_DECLS

/* When a dose was given. */
typedef struct {
  RgmInstant at;     /* if only the day is known: any moment of that day */
  gboolean day_only; /* only the day is known: that in the patient's zone */
  RgmDayPart part;   /* if only the day is known: the part of it that was named */
} RgmGivenTime;

/* What rgm_record_add() puts on record. Strings borrowed. */
typedef struct {
  const RgmTreatment *treatment;
  const RgmSchedule *schedule;
  const char *handle; /* nullable: the key of the treatment or of @name, then -2, -3 */
  const char *amount; /* nullable, as amount_parse() gives it */
  const char *place;  /* nullable */
  const char *site;   /* nullable */
  /* nullable: of RgmGivenTime, ascending: doses that were given before the course was put on
   * record, from dose 1 on. Then the schedule's first date is that of the first dose to come, and
   * may be left out: the next dose counts from the last given one. Not for one visit and fixed
   * times. */
  const GArray *given;
  const char *name; /* nullable: the name of the product, in place of that of the treatment */
} RgmAddRequest;

/**
 * rgm_record_check_add: whether the medicine may be added beside the courses that are active,
 * before all else of it is known. @name: (nullable): the name of the product, in place of that of
 * the treatment. Returns: FALSE with RGM_ERROR_REFUSED as from rgm_record_add(). Writes nothing.
 */
gboolean rgm_record_check_add (const RgmSession *session, const RgmTreatment *treatment,
                               const char *name, GError **error);

/**
 * rgm_record_add: starts a course. Adds the first patient ("me", in the zone of the machine) if
 * there is none.
 * Returns: (transfer full): the course as stored; NULL with RGM_ERROR_REFUSED (by a safety check),
 * RGM_ERROR_CONFLICT (handle taken), RGM_ERROR_USAGE.
 */
RgmCourse *rgm_record_add (const RgmSession *session, const RgmAddRequest *request, GError **error);

/* What rgm_record_given() puts on record. Strings borrowed and nullable. */
typedef struct {
  RgmInstant at; /* not before 1900; not after now */
  /* only the day of @at is known, and the part of it. RGM_ERROR_USAGE for doses as needed and
   * intervals in hours, which depend on the time, and for fixed times if several can be meant */
  gboolean day_only;
  RgmDayPart part;
  const char *amount; /* NULL: the prescribed one */
  const char *site;   /* NULL: the course's */
  const char *note;
  /* The user says only that the dose was given: if the time of its visit was earlier on the day of
   * @at, it was given then. */
  gboolean at_visit;
  /* Fixed times: if it was taken before the course begins, the course begins with it, although
   * others lie between. */
  gboolean begin;
} RgmGivenRequest;

/* The result of a command. */
typedef struct {
  RgmCourse *course;   /* as it is now */
  const RgmZone *zone; /* the patient's */
  RgmDose dose;        /* the dose that was written; borrows from course */
  gboolean has_next;
  RgmDose next;   /* the next open dose, if has_next */
  gboolean begun; /* fixed times: the course was made to begin with @dose, which is earlier */
} RgmRecorded;
void rgm_recorded_clear (RgmRecorded *recorded);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmRecorded, rgm_recorded_clear)

/**
 * rgm_record_given: puts on record that dose @number of course @course_id was given. @number: 0 for
 * the first open dose or, if the course has fixed times, for the dose whose time is nearest to
 * @request->at or, if only the day is known, is the only one of that day, or of that part of it. If
 * nothing is on record about the course, and that is the last time before it begins, because it was
 * put on record after that, the course begins with it from now on.
 * @recorded: (out): set on success; free with rgm_recorded_clear().
 * Errors: RGM_ERROR_CONFLICT (already given or skipped; the message says when), RGM_ERROR_REFUSED
 * (by a safety check), RGM_ERROR_USAGE (no such dose). The message also names the
 * other dose that the user may have meant.
 */
gboolean rgm_record_given (const RgmSession *session, gint64 course_id, int number,
                           const RgmGivenRequest *request, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_skipped: dose @number (0: next) was not given and will not be. @reason: not empty; for
 * fixed times nullable.
 * @makeup: radiation: the fraction is made up at the end of the course; ignored for others.
 */
gboolean
rgm_record_skipped (const RgmSession *session, gint64 course_id, int number, const char *reason,
                    gboolean makeup, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_booked: the appointment of dose @number (0: next). @at: with a time, in the patient's
 * zone. @place: NULL keeps the place of an earlier appointment of the dose; "" takes it away.
 * RGM_ERROR_REFUSED: before the window of the dose, or too near to another one.
 */
gboolean rgm_record_booked (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                            const char *place, RgmRecorded *recorded, GError **error);

/* The same with the time in @zone; NULL: the patient's. */
gboolean rgm_record_booked_in (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                               const RgmZone *zone, const char *place, RgmRecorded *recorded,
                               GError **error);

/**
 * rgm_record_held: the clinic put dose @number (0: next) off; it stays open. Its appointment is
 * dropped.
 * @reason: not empty. @until: the day to look again, or RGM_NO_DAY;
 * not before today. Fixed times and as needed cannot be held (RGM_ERROR_USAGE): they are paused.
 */
gboolean rgm_record_held (const RgmSession *session, gint64 course_id, int number,
                          const char *reason, RgmDay until, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_moved: dose @number (0: next) is planned at @target from now on. Its appointment and
 * its hold are dropped. RGM_ERROR_REFUSED: before its window, or too near to another dose.
 * @and_later: all later doses count from there too (a revision). Not for as needed.
 */
gboolean rgm_record_moved (const RgmSession *session, gint64 course_id, int number, RgmLocal target,
                           gboolean and_later, RgmRecorded *recorded, GError **error);

/* What rgm_record_amended() corrects: a member that is not set stays as it was. Strings
 * borrowed; "" takes a text away. */
typedef struct {
  RgmInstant at;     /* RGM_INSTANT_NONE: as it was */
  gboolean day_only; /* with @at: as in RgmGivenRequest */
  RgmDayPart part;
  gboolean sets_outcome;
  RgmOutcome outcome;
  const char *amount, *site, *note, *reason;
} RgmAmendRequest;

/**
 * rgm_record_amended: corrects the record of dose @number, however old it is. The old row is kept.
 * A dose that becomes skipped needs a reason, unless it is a fixed time. The safety checks of
 * logging apply to a new time and to a new amount. RGM_ERROR_CONFLICT: there is nothing to correct,
 * because it is on record so.
 */
gboolean rgm_record_amended (const RgmSession *session, gint64 course_id, int number,
                             const RgmAmendRequest *request, RgmRecorded *recorded, GError **error);

/* What rgm_record_changed() revises. Strings borrowed and nullable: NULL keeps. */
typedef struct {
  /* nullable: keeps. Of the same kind as the course's. first RGM_LOCAL_NONE: goes on from the
   * last dose */
  const RgmSchedule *schedule;
  const char *amount, *place;
} RgmChangeRequest;

/**
 * rgm_record_changed: adds a revision for the doses after the last one on record; doses on record
 * do not change. The safety check of the interval applies.
 * @recorded: dose is the first dose that follows the new schedule; number 0 if there is none.
 */
gboolean
rgm_record_changed (const RgmSession *session, gint64 course_id, const RgmChangeRequest *request,
                    RgmRecorded *recorded, GError **error);

/**
 * rgm_record_paused: plans nothing for the doses after the last one on record from @from to @until
 * (RGM_NO_DAY: until it is resumed), both inclusive.
 * rgm_record_resumed: ends the pause that holds on @on, or else the first one after it: @on is the
 * first day on which doses are planned again.
 * rgm_record_stopped: ends the course with the day @on, or now (RGM_NO_DAY); its open doses are
 * cancelled.
 * @reason: nullable. RGM_ERROR_CONFLICT: stopped or completed already, or a dose after @on is on
 * record; for resumed: there is no pause. RGM_ERROR_USAGE: @on is to come.
 */
gboolean rgm_record_paused (const RgmSession *session, gint64 course_id, RgmDay from, RgmDay until,
                            const char *reason, RgmRecorded *recorded, GError **error);
gboolean rgm_record_resumed (const RgmSession *session, gint64 course_id, RgmDay on,
                             RgmRecorded *recorded, GError **error);
gboolean rgm_record_stopped (const RgmSession *session, gint64 course_id, RgmDay on,
                             const char *reason, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_renamed: gives the course the handle @handle. Its doses stay the same for calendars.
 * RGM_ERROR_USAGE: @handle cannot be one. RGM_ERROR_CONFLICT: it has that handle already, or
 * another course of the patient has.
 */
gboolean rgm_record_renamed (const RgmSession *session, gint64 course_id, const char *handle,
                             RgmRecorded *recorded, GError **error);

/**
 * rgm_record_removed: takes a course that was entered by mistake out of all lists and calendars.
 * What calendars have shown of it is cancelled, and its handle is free.
 * Returns: (transfer full): what was removed; NULL with RGM_ERROR_CONFLICT if a dose of it is on
 * record as given or skipped.
 */
RgmRemovedCourse *rgm_record_removed (const RgmSession *session, gint64 course_id, GError **error);

/**
 * rgm_record_undone: takes back the last command in force about the patient of the session,
 * whatever it was; called again, the one before it. A command that is about several people must be
 * the last one of each of them. rgm_record_redone: brings back what was taken back last, unless
 * another command was written since.
 * @change: (out) (transfer full): that command, with its people and what it is about; its id is
 * that of the change that was taken back. RGM_ERROR_CONFLICT: there is nothing to take back, or to
 * bring back. RGM_ERROR_REFUSED: it was written, or taken back, more than an hour ago.
 * RGM_ERROR_USAGE: there are several people, and the session names none.
 */
gboolean rgm_record_undone (const RgmSession *session, RgmChange **change, GError **error);

/**
 * rgm_record_course_undone: takes back the last command in force about the course, although others
 * were written since about other courses or entries; but a command that is about more than doses of
 * this course must be the last one of its people.
 * @dose: 0: whichever it is about; else RGM_ERROR_CONFLICT if it is not about that dose alone.
 */
gboolean rgm_record_course_undone (const RgmSession *session, gint64 course_id, int dose,
                                   RgmChange **taken, GError **error);
/* The command that it would take back, with what that was about. Returns: (transfer full)
 * (nullable): NULL also without an error. */
RgmChange *rgm_record_course_to_undo (const RgmSession *session, gint64 course_id, GError **error);

/* What rgm_record_undone() would take back for that patient, with what it was about. Returns:
 * (transfer full) (nullable): NULL also without an error, if there is nothing. */
RgmChange *rgm_record_to_undo (const RgmSession *session, gint64 patient_id, GError **error);
gboolean rgm_record_redone (const RgmSession *session, RgmChange **change, GError **error);

/* Adds or changes a patient. @zone: IANA name. @closed: (element-type RgmDay): days on which the
 * clinic is closed. For set: NULL keeps the old value. Returns: (transfer full): the patient as
 * stored. */
RgmPatient *rgm_record_patient_added (const RgmSession *session, const char *name, const char *zone,
                                      GError **error);
RgmPatient *rgm_record_patient_set (const RgmSession *session, gint64 id, const char *name,
                                    const char *zone, const GArray *closed, GError **error);
/* The patient is meant from now on if several are on record and none is named. */
RgmPatient *rgm_record_patient_chosen (const RgmSession *session, gint64 id, GError **error);

/* ---- another copy of the record ---- */

/* What becomes of one thing that the other copy says something else of. */
typedef struct {
  char *key; /* the same whenever the two copies are compared */
  RgmMergeKind kind;
  RgmMergeVerdict verdict; /* RGM_MERGE_ASK also if it was answered */
  RgmMergeReason reason;
  RgmMergeVerdict answer; /* of RGM_MERGE_ASK: RGM_MERGE_KEEP, RGM_MERGE_TAKE; else RGM_MERGE_ASK */
  char *patient;          /* the name */
  char *handle;           /* of the course; NULL: it is about no course */
  int number;             /* of the dose or entry, as the copy that has it calls it; 0: none */
  char **ours, **theirs;  /* nullable: the fields of the kind, as they are here and there */
} RgmMergeItem;

typedef struct {
  const char *path; /* of the other copy */
  const char *as;   /* nullable: it is somebody else's record, and becomes that of this person */
  GHashTable
    *answers;     /* nullable: RGM_MERGE_TAKE or RGM_MERGE_KEEP for the keys of what was asked */
  gboolean apply; /* put on record what is clear, and what was answered */
  gint64 ours, theirs; /* of the result that was answered; 0: nothing was asked */
} RgmMergeRequest;

typedef struct {
  GPtrArray
    *items;       /* of RgmMergeItem: what changes here, and what is asked; by person and course */
  guint asked;    /* how many of them are asked, and not answered */
  gboolean known; /* the other copy has nothing that this record did not know */
  gboolean saved; /* something was put on record */
  gint64 ours, theirs; /* the last change of each copy that was compared */
} RgmMergeResult;
void rgm_merge_result_clear (RgmMergeResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmMergeResult, rgm_merge_result_clear)

/**
 * rgm_record_merge: takes from another copy of the record what is only there, as one change. The
 * file of the copy is only read. What contradicts is asked: it stays as it is until it is answered.
 * @result: (out): set on success; free with rgm_merge_result_clear().
 * Errors: RGM_ERROR_CONFLICT: it is the record itself, somebody else's record (without as),
 * something that was taken back here would have to be brought back first, or one of the copies was
 * changed since it was compared for the answers in @request. RGM_ERROR_USAGE: @as is nobody on
 * record, or the copy has several people. RGM_ERROR_FOREIGN, RGM_ERROR_NEWER, RGM_ERROR_DAMAGED,
 * RGM_ERROR_STORE: it cannot be read as a record; nothing was written.
 */
gboolean rgm_record_merge (const RgmSession *session, const RgmMergeRequest *request,
                           RgmMergeResult *result, GError **error);

RGM_END_DECLS
