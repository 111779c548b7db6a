/* course.h: one treatment prescribed to one patient, as it is on record. Plain data, filled by the
 * store.
 *
 * The record of a course holds what was decided and what happened. Everything else (targets,
 * windows, states) is computed from it and the clock by dose.h. Nothing in it is keyed by a planned
 * time: a dose is its number.
 */
#pragma once

#include <regimen/schedule.h>
#include <regimen/treatment.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_GIVEN,
  RGM_SKIPPED, /* not given and will not be */
} RgmOutcome;

/* What happened to a dose. A correction replaces an older one; only those that are not replaced
 * count. */
typedef struct {
  gint64 id;
  int dose;
  RgmOutcome outcome;
  /* when the dose was given, or when it was said to be skipped; if only the day is known, a moment
   * of that day which stands for it where doses are put in order */
  RgmInstant at;
  char *zone; /* IANA name: the patient's zone when it was entered; NULL: the patient's zone */
  RgmDay day; /* that moment's day in @zone; only set if @zone is */
  gboolean day_only; /* only the day is known */
  char *amount;      /* nullable, as amount_parse() gives it */
  char *site;        /* nullable */
  char *reason;      /* nullable; a skip has one, unless it is one of a fixed time */
  char *note;        /* nullable */
  char *anyway;      /* nullable: the refusals that were overridden, one on each line */
  gboolean makeup;   /* skipped fraction: one more is added at the end of the course */
  RgmInstant recorded_at;
  gint64 replaces;    /* id, 0: none */
  gint64 replaced_by; /* id, 0: none */
} RgmAdministration;

/* The zone in which to show its time: @patient, unless the moment falls on another day there than
 * on record; then the zone in which it was entered, if this system has it. Returns: (transfer
 * none). */
const RgmZone *
rgm_administration_zone (const RgmAdministration *administration, const RgmZone *patient);

/* The day on which the dose was given, with the time of day in rgm_administration_zone() if that is
 * known. */
RgmLocal rgm_administration_local (const RgmAdministration *administration, const RgmZone *patient);

/* The booked date and time of a dose. Keeps the zone it was booked in. */
typedef struct {
  int dose;
  RgmLocal at;        /* always with a time */
  char *zone;         /* IANA name */
  char *place;        /* nullable */
  char *anyway;       /* nullable: the refusals that were overridden, one on each line */
  RgmInstant made_at; /* when it was put on record */
} RgmAppointment;

/* A target that the user set in place of the one that the schedule asks for. A dose that was on
 * record already when the plan changed is given the day on which it was planned until then: what is
 * on record does not change. */
typedef struct {
  int dose;
  RgmLocal target;
  gboolean kept;      /* it is such a day of a dose that was on record */
  char *anyway;       /* nullable: the refusals that were overridden, one on each line */
  gint64 change;      /* which change of the record made it: a later one has a higher number */
  RgmInstant made_at; /* when it was put on record */
  gboolean merged;    /* it was made in another copy of the record: @change is its number there */
} RgmMove;

/* The clinic put a dose off. */
typedef struct {
  int dose;
  char *reason;
  RgmDay until; /* the day on which to look again, or RGM_NO_DAY */
  RgmInstant since;
} RgmHold;

/* A schedule, and the number of the first dose that follows it. The first revision begins with
 * dose 1. */
typedef struct {
  int from_dose;
  RgmSchedule *schedule;
  RgmInstant made_at;
  char *amount;  /* nullable: NULL if it is that of the revision before it, or of the course */
  char *place;   /* nullable: the same */
  char *anyway;  /* nullable: the refusals that were overridden, one on each line */
  gint64 change; /* which change of the record made it; 0 if it is not on record yet */
} RgmRevision;

/* An interruption: no dose from @from_dose on is planned on these days. A dose that was moved to
 * one of them before the pause was made is not planned there either. */
typedef struct {
  int from_dose;
  RgmDay from,
    until;      /* both inclusive; until is RGM_NO_DAY if the pause lasts until it is resumed */
  char *reason; /* nullable */
  RgmInstant made_at; /* the fixed times of that day that had passed by then are not interrupted */
  gint64 change;      /* which change of the record made it: a later one has a higher number */
  gboolean merged;    /* it was made in another copy of the record: @change is its number there */
} RgmPause;

typedef enum {
  RGM_COURSE_ACTIVE,
  RGM_COURSE_COMPLETED, /* its schedule has no more doses and all of them are ended */
  RGM_COURSE_STOPPED,   /* ended before that */
  RGM_COURSE_PAUSED,    /* today lies in a pause */
} RgmCourseState;

/* A course keeps a copy of what was valid when it was prescribed: the treatment_* members. */
typedef struct {
  gint64 id;
  gint64 patient_id;
  char *uid;    /* UUID, for life */
  char *handle; /* unique per patient */
  char *treatment_key;
  char *treatment_name;
  char *treatment_class;
  char *unit; /* "infusion" */
  char *units;
  int minutes;  /* usual length of a visit */
  char *amount; /* nullable */
  char *place;  /* nullable */
  char *site;   /* nullable */
  char
    *anyway; /* nullable: the refusals that were overridden when it was added, one on each line */
  RgmInstant started_at; /* when it was put on record */
  RgmInstant stopped_at; /* RGM_INSTANT_NONE: not stopped */
  GPtrArray *revisions;  /* of RgmRevision, in the order they were made; the first from dose 1 on */
  GPtrArray *administrations; /* of RgmAdministration that count, by dose */
  GPtrArray *appointments;    /* of RgmAppointment, by dose: at most one for each */
  GPtrArray *moves;           /* of RgmMove, by dose: at most one for each */
  GPtrArray *holds;           /* of RgmHold that were not lifted, by dose: at most one for each */
  GPtrArray *pauses;          /* of RgmPause, in the order they were made */
  GArray *clinic_closed; /* of RgmDay, sorted: when the patient's clinic is closed; may be empty */
  /* Every dose up to this number is ended. A course may be loaded without its history up to here.
   * Then administrations still hold the last dose up to it that was given, because later targets
   * count from that one, and of an interval those that were skipped since; moves hold those that
   * were made since. Of the doses after @settled, both hold everything. */
  int settled;
  int makeups; /* how many fractions were skipped with make-up, loaded or not */
} RgmCourse;

void rgm_course_free (RgmCourse *course);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCourse, rgm_course_free)

/* What the record says of dose @dose, or NULL. Returns: (transfer none). */
const RgmAdministration *rgm_course_administration (const RgmCourse *course, int dose);
const RgmAppointment *rgm_course_appointment (const RgmCourse *course, int dose);
const RgmHold *rgm_course_hold (const RgmCourse *course, int dose);

/* The amount and the place for dose @dose: those of its revision, or of the nearest revision before
 * it that names them, or of the course. Returns: (transfer none) (nullable). */
const char *rgm_course_amount (const RgmCourse *course, int dose);
const char *rgm_course_place (const RgmCourse *course, int dose);

/* The schedule of the last revision, which the open doses follow. Returns: (transfer
 * none). */
const RgmSchedule *rgm_course_schedule (const RgmCourse *course);

/* The dose that was given last, by the time at which it was given. Returns: (transfer none)
 * (nullable). */
const RgmAdministration *rgm_course_last_given (const RgmCourse *course);

/**
 * rgm_course_find: the one of @handles that is @typed, or begins with it unambiguously.
 * @handles: of one patient, ended by NULL.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE: several match (the message names them), or
 * none does (the message suggests a similar one, or names all).
 */
const char *rgm_course_find (const char *const *handles, const char *typed, GError **error);

/**
 * rgm_course_split_handle: splits "HANDLE" or "HANDLE/N" as the user typed it.
 * @handle: (out) (transfer full). @dose: (out): N, or 0 if none was typed.
 * Returns: FALSE with RGM_ERROR_USAGE if N is no number from 1 to 99999.
 */
gboolean rgm_course_split_handle (const char *typed, char **handle, int *dose, GError **error);

RGM_END_DECLS
