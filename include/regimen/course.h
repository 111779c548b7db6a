/* course.h: one treatment prescribed to one patient, as it is on record. Plain data, filled by the
 * store.
 *
 * The record of a course holds what was decided and what happened. Everything else (targets,
 * windows, states) is computed by dose.h from the record and the clock. Doses are identified by
 * their numbers, never by their planned times, because those may change.
 */
#pragma once

#include <regimen/schedule.h>
#include <regimen/treatment.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_GIVEN,
  RGM_SKIPPED, /* not given and will not be */
} RgmOutcome;

/* What happened to a dose. A correction is a new entry that replaces an older one; only entries
 * that were not replaced count. */
typedef struct {
  gint64 id;
  int dose;
  RgmOutcome outcome;
  /* when the dose was given, or when the user said that it was skipped; if only the day is known, a
   * moment on that day, which is used to put doses in order */
  RgmInstant at;
  /* IANA name: the patient's zone when the entry was made; NULL: the patient's present zone */
  char *zone;
  RgmDay day;        /* the day of @at in @zone; only set if @zone is */
  gboolean day_only; /* only the day is known, not the time */
  char *amount;      /* nullable, as amount_parse() returns it */
  char *site;        /* nullable */
  char *reason;      /* nullable; a skipped dose has one, unless it is at a fixed time */
  char *note;        /* nullable */
  char *anyway;      /* nullable: the safety refusals that the user overrode, one per line */
  gboolean makeup;   /* for a skipped fraction: one more is added at the end of the course */
  RgmInstant recorded_at;
  gint64 replaces;    /* id of the entry that this one replaces; 0: none */
  gint64 replaced_by; /* id of the entry that replaces this one; 0: none */
} RgmAdministration;

/* The zone in which to show the time of @administration: @patient, unless the moment falls on
 * another day there than the day on record; in that case the zone in which it was entered, if this
 * system has that zone. Returns: (transfer none). */
const RgmZone *
rgm_administration_zone (const RgmAdministration *administration, const RgmZone *patient);

/* The day on which the dose was given, with the time of day in rgm_administration_zone() if the
 * time is known. */
RgmLocal rgm_administration_local (const RgmAdministration *administration, const RgmZone *patient);
/* rgm_administration_local() as text. The zone is named if it is not @patient. Returns: (transfer
 * full). */
char *rgm_administration_when (const RgmAdministration *administration, const RgmZone *patient);

/* The booked date and time of a dose, with the zone in which it was booked. */
typedef struct {
  int dose;
  RgmLocal at;        /* always with a time */
  char *zone;         /* IANA name */
  char *place;        /* nullable */
  char *anyway;       /* nullable: the safety refusals that the user overrode, one per line */
  RgmInstant made_at; /* when it was put on record */
} RgmAppointment;

/* A target that replaces the one from the schedule. Usually the user set it by moving the dose. If
 * the plan changes, a dose that is already on record gets a move to the day on which it was planned
 * until then, so that the record does not change. */
typedef struct {
  int dose;
  RgmLocal target;
  /* TRUE if it keeps the old day of a dose that was on record when the plan changed */
  gboolean kept;
  char *anyway; /* nullable: the safety refusals that the user overrode, one per line */
  /* the number of the change of the record that made it; later changes have higher numbers */
  gint64 change;
  RgmInstant made_at; /* when it was put on record */
  /* it was made in another copy of the record, and @change is its number in that copy */
  gboolean merged;
} RgmMove;

/* The clinic put a dose off. */
typedef struct {
  int dose;
  char *reason;
  RgmDay until; /* the day on which to ask the clinic again, or RGM_NO_DAY */
  RgmInstant since;
} RgmHold;

/* A schedule, and the number of the first dose to which it applies. The first revision of a course
 * begins with dose 1. */
typedef struct {
  int from_dose;
  RgmSchedule *schedule;
  RgmInstant made_at;
  char *amount; /* nullable: NULL: as in the revision before it, or in the course */
  char *place;  /* nullable: NULL: likewise */
  char *anyway; /* nullable: the safety refusals that the user overrode, one per line */
  /* the number of the change of the record that made it; 0 if it is not on record yet */
  gint64 change;
} RgmRevision;

/* An interruption: no dose from @from_dose on is planned on these days. This also applies to a dose
 * that was moved to one of these days before the pause was made. */
typedef struct {
  int from_dose;
  RgmDay from,
    until;      /* both inclusive; until is RGM_NO_DAY if the pause lasts until it is resumed */
  char *reason; /* nullable */
  /* when it was put on record; fixed times of that day that had passed by then are not
   * interrupted */
  RgmInstant made_at;
  /* the number of the change of the record that made it; later changes have higher numbers */
  gint64 change;
  /* it was made in another copy of the record, and @change is its number in that copy */
  gboolean merged;
} RgmPause;

typedef enum {
  RGM_COURSE_ACTIVE,
  RGM_COURSE_COMPLETED, /* its schedule has no more doses, and none is open */
  RGM_COURSE_STOPPED,   /* the user stopped it before it was completed */
  RGM_COURSE_PAUSED,    /* a pause is in force today */
} RgmCourseState;

/* A course. The treatment_* members are a copy of what was valid when it was prescribed. */
typedef struct {
  gint64 id;
  gint64 patient_id;
  char *uid;    /* UUID, never changes */
  char *handle; /* short name, unique per patient */
  char *treatment_key;
  char *treatment_name;
  char *treatment_class;
  char *unit; /* the word for one dose, not translated: "infusion"; see rgm_unit_words() */
  char *units;
  int minutes;  /* usual length of a visit */
  char *amount; /* nullable */
  char *place;  /* nullable */
  char *site;   /* nullable */
  char
    *anyway; /* nullable: the safety refusals that the user overrode when adding it, one per line */
  RgmInstant started_at; /* when it was put on record */
  RgmInstant stopped_at; /* RGM_INSTANT_NONE: not stopped */
  /* of RgmRevision, in the order they were made; the first one begins with dose 1 */
  GPtrArray *revisions;
  GPtrArray *administrations; /* of the RgmAdministrations that count, by dose */
  GPtrArray *appointments;    /* of RgmAppointment, by dose, at most one per dose */
  GPtrArray *moves;           /* of RgmMove, by dose, at most one per dose */
  /* of RgmHold that are still in force, by dose, at most one per dose */
  GPtrArray *holds;
  GPtrArray *pauses; /* of RgmPause, in the order they were made */
  /* of RgmDay, sorted: days on which the patient's clinic is closed; may be empty */
  GArray *clinic_closed;
  /* Every dose up to this number is ended. A course may be loaded without the history of these
   * doses. In that case administrations still has the last of them that was given, because later
   * targets count from it, and in a course with an interval also those that were skipped after it;
   * moves has the moves of the doses from that one on. For the doses after @settled, both arrays
   * are complete. */
  int settled;
  int makeups; /* how many fractions were skipped with make-up, whether or not they are loaded */
} RgmCourse;

void rgm_course_free (RgmCourse *course);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCourse, rgm_course_free)

/* What the record says about dose @dose, or NULL. Returns: (transfer none). */
const RgmAdministration *rgm_course_administration (const RgmCourse *course, int dose);
const RgmAppointment *rgm_course_appointment (const RgmCourse *course, int dose);
const RgmHold *rgm_course_hold (const RgmCourse *course, int dose);

/* The amount and the place for dose @dose: from its revision, or else from the nearest earlier
 * revision that sets one, or else from the course. Returns: (transfer none) (nullable). */
const char *rgm_course_amount (const RgmCourse *course, int dose);
const char *rgm_course_place (const RgmCourse *course, int dose);

/* The schedule of the last revision, which the open doses follow. Returns: (transfer
 * none). */
const RgmSchedule *rgm_course_schedule (const RgmCourse *course);

/* The dose that was given last, judged by the time at which it was given. Returns: (transfer none)
 * (nullable). */
const RgmAdministration *rgm_course_last_given (const RgmCourse *course);

/**
 * rgm_course_find: the handle in @handles that is @typed, or the only one that begins with it.
 * @handles: the handles of one patient, NULL-terminated.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE if several match (the message names them), or
 * none does (the message suggests a similar one, or lists all).
 */
const char *rgm_course_find (const char *const *handles, const char *typed, GError **error);

/**
 * rgm_course_split_handle: splits "HANDLE" or "HANDLE/N" as the user typed it.
 * @handle: (out) (transfer full). @dose: (out): N, or 0 if none was typed.
 * Returns: FALSE with RGM_ERROR_USAGE if N is not a number from 1 to 99999.
 */
gboolean rgm_course_split_handle (const char *typed, char **handle, int *dose, GError **error);

RGM_END_DECLS
