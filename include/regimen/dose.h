/* dose.h: the doses of a course, computed from its record and the clock. Pure functions: same
 * record, same zone, same now, same answer.
 *
 * States (behaviour of one dose):
 *
 *   planned ──book──▶ booked ──its time comes──▶ due ──window ends──▶ overdue
 *      │                │                          │                     │
 *      └── hold ──▶ held (until booked or planned again) ◀───────────────┤
 *                                                        given / skipped ◀┘  (from every open
 * state)
 *
 * due and overdue are never stored. A stopped course's open doses are cancelled.
 */
#pragma once

#include <regimen/course.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_DOSE_PLANNED,
  RGM_DOSE_BOOKED,
  RGM_DOSE_DUE,
  RGM_DOSE_OVERDUE,
  RGM_DOSE_HELD,
  RGM_DOSE_GIVEN,
  RGM_DOSE_SKIPPED,
  RGM_DOSE_MISSED,
  RGM_DOSE_CANCELLED,
} RgmDoseState;

/* Why a dose's target is what it is. */
typedef enum {
  RGM_WHY_FIRST, /* the schedule's first target */
  RGM_WHY_GIVEN, /* interval after the day that dose why_dose was given */
  /* interval after the target of dose why_dose (skipped, or still open: projected) */
  RGM_WHY_TARGET,
  RGM_WHY_PLAN,   /* n intervals after the first target */
  RGM_WHY_DAYS,   /* the next treatment day */
  RGM_WHY_MAKEUP, /* a treatment day at the end, for a fraction that was not given */
  RGM_WHY_MOVED,  /* set by hand */
  RGM_WHY_PAUSE,  /* the first day after a pause */
  RGM_WHY_SLOT,   /* the next of the fixed times */
  RGM_WHY_TAKEN,  /* as needed: when it was taken */
} RgmWhy;

typedef struct {
  int number;
  RgmDoseState state;
  RgmLocal target;
  RgmDay earliest, latest; /* the window: days, both inclusive */
  gboolean slot; /* one of fixed times: overdue an hour after it, missed when the next one comes */
  gboolean tentative; /* projected beyond the next dose: may move with what happens before it */
  gboolean open;      /* neither given, skipped, missed nor cancelled; missed can still be logged */
  RgmWhy why;
  int why_dose;
  const RgmAppointment *appointment;       /* nullable; all four borrow from the course */
  const RgmAdministration *administration; /* nullable */
  const RgmHold *hold;                     /* nullable */
} RgmDose;

typedef void (*RgmDoseVisit) (const RgmDose *dose, gpointer data);

/**
 * rgm_course_visit: calls @visit with every dose of @course after its settled ones, in order of
 * number: all that are on record, the next open one, and those projected with a target on or
 * before @horizon, at most 100,000 from the next open one on. A dose borrows from @course.
 * @zone: the patient's.
 */
void rgm_course_visit (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon,
                       RgmDoseVisit visit, gpointer data);

/* The same as an array. Returns: (transfer full) (element-type RgmDose). */
GArray *
rgm_course_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon);

/**
 * rgm_course_dose: dose @number of @course. @dose: (out).
 * Returns: FALSE with RGM_ERROR_USAGE where the course has, or will have, no such dose; the message
 * says which it has.
 */
gboolean rgm_course_dose (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now,
                          RgmDose *dose, GError **error);

/**
 * rgm_course_next: the open dose with the lowest number. @dose: (out). Returns: FALSE where no dose
 * is open; as needed, never one is.
 */
gboolean
rgm_course_next (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose);

/* Active, completed (computed: all doses are ended and none follows) or stopped. */
RgmCourseState rgm_course_state (const RgmCourse *course, const RgmZone *zone, RgmInstant now);

/**
 * rgm_dose_why: why the target is what it is: "4 weeks after infusion 1 was given on Thu
 * 2026-12-03". Begins in lower case, without a full stop.
 * Returns: (transfer full).
 */
char *rgm_dose_why (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/**
 * rgm_dose_why_plan: the same, but for what became of the dose from which it counts: "4 weeks after
 * infusion 1". So the words stay where a dose is given on its day. Returns: (transfer full).
 */
char *rgm_dose_why_plan (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/**
 * rgm_dose_unmoved: where the dose would be, had nobody moved it. @from: (out).
 * Returns: FALSE where nobody did, or the schedule would have no such dose.
 */
gboolean rgm_dose_unmoved (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                           RgmLocal *from);

/**
 * rgm_course_settled: the number up to which later reads may leave the record out
 * (RgmCourse.settled): all ended, and for fixed times and as needed more than
 * @keep days ago. 0 for radiation and single visits, which are short.
 */
int rgm_course_settled (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int keep);

/* The instant from which the dose is overdue: the end of its window, or of the day of its
 * appointment, in the zone it was booked in, where that is later; one hour after a fixed time. */
RgmInstant rgm_dose_overdue_from (const RgmDose *dose, const RgmZone *zone);

/* ---- what is said of a dose: the same everywhere ----
 *
 * @zone: the patient's. */

/* "Denosumab injection 3"; the only visit of a course has no number. Returns: (transfer full). */
char *rgm_dose_title (const RgmCourse *course, int number);

/* When the dose is expected: its appointment, else its target; a local time of rgm_dose_zone(). */
RgmLocal rgm_dose_local (const RgmDose *dose);

/* The zone in which an appointment was booked, else @patient, which also stands in for a zone that
 * the system does not know. */
const RgmZone *rgm_dose_zone (const RgmDose *dose, const RgmZone *patient);

/* Whether the dose is expected at a time of day, and not just on a day. */
gboolean rgm_dose_is_timed (const RgmDose *dose);

/* The moment by which a dose is ordered and announced: rgm_dose_local() in rgm_dose_zone(). */
RgmInstant rgm_dose_moment (const RgmDose *dose, const RgmZone *zone);

/* The day of that moment where the patient lives. */
RgmDay rgm_dose_day (const RgmDose *dose, const RgmZone *zone);

/* How far that day is away: "today", "in 3 weeks". Returns: (transfer full). */
char *rgm_dose_relative (const RgmDose *dose, const RgmZone *zone, RgmInstant now);

/* Where the dose is given: the place of its appointment, else that of its course. Returns:
 * (transfer none) (nullable). */
const char *rgm_dose_place (const RgmDose *dose, const RgmCourse *course);

/**
 * rgm_dose_is_to_book: whether the dose still needs an appointment: it is open and not on hold, has
 * none, and is of a kind that is given at a clinic: one of an interval, or a single visit without a
 * time. A dose of an interval in hours that has a time is taken at that time.
 */
gboolean rgm_dose_is_to_book (const RgmDose *dose, const RgmCourse *course);

/* "tentative", "to book", "planned", "booked", "due", "overdue", "on hold", "given", "skipped",
 * "missed" or "cancelled". Returns: (transfer none). */
const char *rgm_dose_state_words (const RgmDose *dose, const RgmCourse *course);

/* The same, but only what the record says: it does not become due, overdue, missed or less
 * tentative with time or with what happens to other doses. Returns: (transfer none). */
const char *rgm_dose_record_words (const RgmDose *dose, const RgmCourse *course);

/* "planned", "booked", … as stored nowhere, but printed in JSON; never translated. */
const char *rgm_dose_state_name (RgmDoseState state);
const char *rgm_course_state_name (RgmCourseState state);

/* A run of doses, @to 0: without end. */
typedef struct {
  int from, to;
} RgmDoseRun;

/**
 * rgm_course_changes: the doses of which a calendar says something else (time, status, place, or
 * any other word of its event) between two versions of the record of one course: the base of
 * SEQUENCE (RFC 5545 §3.8.7.4). @zone_before, @zone_after: the patient's, then and now.
 * Compares at least 400 doses past the last one that is on record; a difference that reaches the
 * last compared one is taken to have no end.
 * Returns: (transfer full) (element-type RgmDoseRun): ascending, disjoint, none adjacent.
 */
GArray *rgm_course_changes (const RgmCourse *before, const RgmZone *zone_before,
                            const RgmCourse *after, const RgmZone *zone_after);

RGM_END_DECLS
