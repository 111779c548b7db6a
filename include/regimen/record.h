/* record.h: the commands that write to the record. Each is one change in one transaction: either
 * all of it is written or nothing. The command line and the buttons of an alert use the same
 * functions. What a function returns is read from the store, in the same transaction. */
#pragma once

#include <regimen/merge.h>
#include <regimen/session.h>
#include <regimen/when.h>

RGM_BEGIN_DECLS

/* When a dose was given. */
typedef struct {
  RgmInstant at;     /* if only the day is known, any moment of that day */
  gboolean day_only; /* only the day is known: the day of @at in the patient's zone */
  RgmDayPart part;   /* if only the day is known, the part of the day that was named */
} RgmGivenTime;

/* What rgm_record_add() puts on record. Strings are borrowed. */
typedef struct {
  const RgmTreatment *treatment;
  const RgmSchedule *schedule;
  /* nullable: NULL: the key of the treatment or of @name, with -2, -3 … if it is taken */
  const char *handle;
  const char *amount; /* nullable, as amount_parse() returns it */
  const char *place;  /* nullable */
  const char *site;   /* nullable */
  /* nullable: of RgmGivenTime, ascending: doses that were given before the course was put on
   * record; they become dose 1 and so on. In that case the first date of the schedule is the date
   * of the next dose; if it is left out, the next dose counts from the last given one. Not allowed
   * for a single visit or for fixed times. */
  const GArray *given;
  const char *name; /* nullable: the name of the product, instead of the name of the treatment */
} RgmAddRequest;

/**
 * rgm_record_check_add: whether the medicine may be added beside the active courses, before
 * anything else about it is known. Writes nothing.
 * @name: (nullable): the name of the product, instead of the name of the treatment.
 * Returns: FALSE with RGM_ERROR_REFUSED as from rgm_record_add().
 */
gboolean rgm_record_check_add (const RgmSession *session, const RgmTreatment *treatment,
                               const char *name, GError **error);

/**
 * rgm_record_add: starts a course. If there is no patient yet, adds one ("me", in the zone of the
 * machine).
 * Returns: (transfer full): the course as stored; NULL with RGM_ERROR_REFUSED (by a safety check),
 * RGM_ERROR_CONFLICT (handle taken), RGM_ERROR_USAGE.
 */
RgmCourse *rgm_record_add (const RgmSession *session, const RgmAddRequest *request, GError **error);

/* What rgm_record_given() puts on record. Strings are borrowed and nullable. */
typedef struct {
  RgmInstant at; /* not before 1900; not after now */
  /* Only the day of @at is known, and perhaps a part of it. RGM_ERROR_USAGE for doses taken as
   * needed and for intervals in hours, which depend on the time, and for fixed times if several
   * doses could be meant. */
  gboolean day_only;
  RgmDayPart part;
  const char *amount; /* NULL: the prescribed amount */
  const char *site;   /* NULL: the site of the course */
  const char *note;
  /* The user only says that the dose was given, not when: if its visit was earlier on the day of
   * @at, the time of the visit is recorded. */
  gboolean at_visit;
  /* Fixed times: if the dose was taken before the course begins, let the course begin with it, even
   * if other times lie between the two. */
  gboolean begin;
} RgmGivenRequest;

/* The result of a command. */
typedef struct {
  RgmCourse *course;   /* as it is after the command */
  const RgmZone *zone; /* the patient's */
  RgmDose dose;        /* the dose that was written; borrows from course */
  gboolean has_next;
  RgmDose next; /* the next open dose, if has_next */
  /* fixed times: the course now begins with @dose, which is earlier than its first dose was */
  gboolean begun;
} RgmRecorded;
void rgm_recorded_clear (RgmRecorded *recorded);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmRecorded, rgm_recorded_clear)

/**
 * rgm_record_given: puts on record that dose @number of course @course_id was given.
 * @number: 0: the first open dose or, in a course of fixed times, the dose whose time is nearest to
 * @request->at; if only the day is known, the only dose of that day, or of that part of it. If
 * nothing is on record about a course of fixed times, and the dose was taken at the last time
 * before it begins, that dose becomes the first one of the course: the course was only put on
 * record after that time.
 * @recorded: (out): set on success; free with rgm_recorded_clear().
 * Errors: RGM_ERROR_CONFLICT (already given or skipped; the message says when), RGM_ERROR_REFUSED
 * (by a safety check), RGM_ERROR_USAGE (no such dose). The message also names the other dose that
 * the user may have meant.
 */
gboolean rgm_record_given (const RgmSession *session, gint64 course_id, int number,
                           const RgmGivenRequest *request, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_skipped: records that dose @number (0: next) was not given and will not be.
 * RGM_ERROR_REFUSED: @number is 0, and the dose before the next one was skipped just now, so this
 * may be the same skip once more. RGM_ERROR_USAGE: the course is taken as needed.
 * @reason: not empty; nullable for fixed times.
 * @makeup: radiation: the fraction is made up at the end of the course; ignored for others.
 */
gboolean
rgm_record_skipped (const RgmSession *session, gint64 course_id, int number, const char *reason,
                    gboolean makeup, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_booked: records the appointment of dose @number (0: next).
 * @at: with a time, in the patient's zone.
 * @place: NULL keeps the place of an earlier appointment of the dose; "" removes it.
 * RGM_ERROR_REFUSED: before the window of the dose, or too near to another one.
 */
gboolean rgm_record_booked (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                            const char *place, RgmRecorded *recorded, GError **error);

/* The same, with the time in @zone; NULL: the patient's zone. */
gboolean rgm_record_booked_in (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                               const RgmZone *zone, const char *place, RgmRecorded *recorded,
                               GError **error);

/**
 * rgm_record_held: records that the clinic put dose @number (0: next) off; it stays open. Its
 * appointment is dropped.
 * @reason: not empty. @until: the day on which to ask again, not before today; or RGM_NO_DAY.
 * Doses at fixed times and as needed cannot be put on hold (RGM_ERROR_USAGE): such courses are
 * paused.
 */
gboolean rgm_record_held (const RgmSession *session, gint64 course_id, int number,
                          const char *reason, RgmDay until, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_moved: plans dose @number (0: next) at @target from now on. Its appointment and its
 * hold are dropped. RGM_ERROR_REFUSED: before its window, or too near to another dose.
 * @and_later: all later doses count from @target too (a revision). Not for courses taken as needed.
 */
gboolean rgm_record_moved (const RgmSession *session, gint64 course_id, int number, RgmLocal target,
                           gboolean and_later, RgmRecorded *recorded, GError **error);

/* What rgm_record_amended() corrects: a member that is not set stays as it was. Strings are
 * borrowed; "" removes a text. */
typedef struct {
  RgmInstant at;     /* RGM_INSTANT_NONE: unchanged */
  gboolean day_only; /* if @at is set: as in RgmGivenRequest */
  RgmDayPart part;
  /* nullable: the zone in which @at was read, if the user corrects a time that was shown in another
   * zone than that of the patient; the entry keeps it */
  const RgmZone *zone;
  gboolean sets_outcome;
  RgmOutcome outcome;
  const char *amount, *site, *note, *reason;
} RgmAmendRequest;

/**
 * rgm_record_amended: corrects the record of dose @number, however old it is. The old row is kept.
 * A dose that becomes skipped needs a reason, unless it is at a fixed time. A new time or amount
 * has to pass the same safety checks as a new log. RGM_ERROR_CONFLICT: there is nothing to correct,
 * because the record says so already.
 */
gboolean rgm_record_amended (const RgmSession *session, gint64 course_id, int number,
                             const RgmAmendRequest *request, RgmRecorded *recorded, GError **error);

/* What rgm_record_changed() revises. Strings are borrowed; NULL leaves a value unchanged. */
typedef struct {
  /* nullable; must be of the same kind as the course's present one. If first is RGM_LOCAL_NONE, it
   * continues from the last dose. */
  const RgmSchedule *schedule;
  const char *amount, *place;
} RgmChangeRequest;

/**
 * rgm_record_changed: adds a revision for the doses after the last one on record. Doses on record
 * do not change. RGM_ERROR_REFUSED: the interval or the first date does not pass a safety check.
 * RGM_ERROR_CONFLICT: the course is stopped, or it would end before a dose that is on record.
 * RGM_ERROR_USAGE: another kind of schedule, or one that is not valid.
 * @recorded: dose is the first dose to which the new schedule applies; its number is 0 if there is
 * none.
 */
gboolean
rgm_record_changed (const RgmSession *session, gint64 course_id, const RgmChangeRequest *request,
                    RgmRecorded *recorded, GError **error);

/**
 * rgm_record_paused: plans no doses from @from to @until (RGM_NO_DAY: until it is resumed), both
 * inclusive. Only doses after the last one on record are affected.
 * rgm_record_resumed: ends all pauses in force on @on or, if there are none, the first one after
 * @on. @on is the first day on which doses are planned again.
 * rgm_record_stopped: ends the course at the end of the day @on, or now (RGM_NO_DAY); its open
 * doses are cancelled.
 * @reason: nullable. RGM_ERROR_CONFLICT: the course is already stopped or completed, or a dose
 * was given after @on; for resumed: there is no pause. RGM_ERROR_USAGE: @on is in the future;
 * for paused: @until is before @from, or the course is a single visit or taken as needed.
 */
gboolean rgm_record_paused (const RgmSession *session, gint64 course_id, RgmDay from, RgmDay until,
                            const char *reason, RgmRecorded *recorded, GError **error);
gboolean rgm_record_resumed (const RgmSession *session, gint64 course_id, RgmDay on,
                             RgmRecorded *recorded, GError **error);
gboolean rgm_record_stopped (const RgmSession *session, gint64 course_id, RgmDay on,
                             const char *reason, RgmRecorded *recorded, GError **error);

/**
 * rgm_record_renamed: gives the course the handle @handle. Calendars still recognize its doses.
 * RGM_ERROR_USAGE: @handle is not a valid handle. RGM_ERROR_CONFLICT: the course has that handle
 * already, or another course of the patient has it.
 */
gboolean rgm_record_renamed (const RgmSession *session, gint64 course_id, const char *handle,
                             RgmRecorded *recorded, GError **error);

/**
 * rgm_record_removed: removes a course that was entered by mistake from all lists and calendars.
 * Its events in calendars are cancelled, and its handle can be used again.
 * Returns: (transfer full): what was removed; NULL with RGM_ERROR_CONFLICT if one of its doses is
 * on record as given or skipped.
 */
RgmRemovedCourse *rgm_record_removed (const RgmSession *session, gint64 course_id, GError **error);

/**
 * rgm_record_undone: takes back the last command in force that concerns the session's patient,
 * whatever it was; if called again, the one before it. A command that concerns several people can
 * only be taken back if it is the last one of each of them.
 * rgm_record_redone: restores what was taken back last, unless another command was written since.
 * @change: (out) (transfer full): the command, with its people and its subject; its id is the id of
 * the change that was taken back. RGM_ERROR_CONFLICT: there is nothing to take back, or to restore.
 * RGM_ERROR_REFUSED: it was written, or taken back, more than an hour ago, or a reminder was
 * snoozed after it, or a course would go on beside another medicine that is used in its place.
 * RGM_ERROR_USAGE: there are several people, and the session names none.
 */
gboolean rgm_record_undone (const RgmSession *session, RgmChange **change, GError **error);

/**
 * rgm_record_course_undone: takes back the last command in force about the course, even if later
 * commands were about other courses or entries. However, a command that is about more than doses of
 * this course must be the last one of its people.
 * @dose: 0: whichever dose the command is about; else RGM_ERROR_CONFLICT if the command is not
 * about that dose alone.
 */
gboolean rgm_record_course_undone (const RgmSession *session, gint64 course_id, int dose,
                                   RgmChange **taken, GError **error);
/* The command that rgm_record_course_undone() would take back, with its subject. Returns: (transfer
 * full) (nullable): NULL without @error set if there is none. */
RgmChange *rgm_record_course_to_undo (const RgmSession *session, gint64 course_id, GError **error);

/* The command that rgm_record_undone() would take back for that patient, with its subject. Returns:
 * (transfer full) (nullable): NULL without @error set if there is none. */
RgmChange *rgm_record_to_undo (const RgmSession *session, gint64 patient_id, GError **error);
gboolean rgm_record_redone (const RgmSession *session, RgmChange **change, GError **error);

/* Adds a patient, or changes the patient @id. @zone: IANA name. @closed: (element-type RgmDay):
 * days on which the clinic is closed. When changing, NULL keeps the old value. Returns: (transfer
 * full): the patient as stored. */
RgmPatient *rgm_record_patient_added (const RgmSession *session, const char *name, const char *zone,
                                      GError **error);
RgmPatient *rgm_record_patient_set (const RgmSession *session, gint64 id, const char *name,
                                    const char *zone, const GArray *closed, GError **error);
/* Makes the patient the default: the one who is meant if several are on record and none is named.
 * Returns: (transfer full): the patient as stored. */
RgmPatient *rgm_record_patient_chosen (const RgmSession *session, gint64 id, GError **error);

/* ---- another copy of the record ---- */

/* What becomes of one thing about which the two copies differ. */
typedef struct {
  char *key; /* identifies the thing each time the two copies are compared */
  RgmMergeKind kind;
  RgmMergeVerdict verdict; /* RGM_MERGE_ASK even if the question was answered */
  RgmMergeReason reason;
  /* for RGM_MERGE_ASK: RGM_MERGE_KEEP or RGM_MERGE_TAKE once it was answered; else RGM_MERGE_ASK */
  RgmMergeVerdict answer;
  char *patient; /* the patient's name */
  char *handle;  /* the handle of the course; NULL: it is not about a course */
  int number;    /* the number of the dose or entry in the copy that has it; 0: none */
  /* nullable: the fields of the kind, as they are here and in the other copy */
  char **ours, **theirs;
} RgmMergeItem;

typedef struct {
  const char *path; /* path of the other copy */
  /* nullable: the other file is a separate record, about the person of this name, and becomes part
   * of that person's record */
  const char *as;
  GHashTable *answers; /* nullable: RGM_MERGE_TAKE or RGM_MERGE_KEEP for the key of each question */
  gboolean apply;      /* put on record what needs no answer, and what was answered */
  /* the members of these names in the result that the user saw: if one of the copies was changed
   * since, the merge is refused; 0: this is not checked */
  gint64 ours, theirs;
} RgmMergeRequest;

typedef struct {
  GPtrArray *items; /* of RgmMergeItem: the changes here and the questions, by person and course */
  guint asked;      /* how many of the questions are not answered yet */
  gboolean known;   /* this record already knows everything in the other copy */
  gboolean saved;   /* something was put on record */
  gint64 ours, theirs; /* the number of the last change in each copy when they were compared */
} RgmMergeResult;
void rgm_merge_result_clear (RgmMergeResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmMergeResult, rgm_merge_result_clear)

/**
 * rgm_record_merge: takes from another copy of the record everything that only that copy has, as
 * one change. The other file is only read. Contradictions become questions: this record stays as it
 * is until they are answered.
 * @result: (out): set on success; free with rgm_merge_result_clear().
 * Errors: RGM_ERROR_CONFLICT: the file is the record itself, or the record of another person
 * (without as), or something that was taken back here would have to be restored first, or one of
 * the copies has changed since the comparison that @request answers. RGM_ERROR_USAGE: nobody called
 * @as is on record, or the copy has several people. RGM_ERROR_FOREIGN, RGM_ERROR_NEWER,
 * RGM_ERROR_DAMAGED, RGM_ERROR_STORE: the file cannot be read as a record; nothing was written.
 */
gboolean rgm_record_merge (const RgmSession *session, const RgmMergeRequest *request,
                           RgmMergeResult *result, GError **error);

RGM_END_DECLS
