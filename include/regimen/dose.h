/* dose.h: the doses of a course, computed from its record and the clock. Pure functions: the same
 * record, zone and now always give the same answer.
 *
 * States (behaviour of one dose):
 *
 *   planned ──book──▶ booked ──its time comes──▶ due ──window ends──▶ overdue
 *      │                │                          │                     │
 *      └── hold ──▶ held (until booked or planned again) ◀───────────────┤
 *                                        given / skipped ◀┘  (from every open state)
 *
 * The states due and overdue are never stored. If a course is stopped, its open doses are
 * cancelled. If a course counts from the day given, only its first open dose can be due or overdue:
 * the later doses are projected as if each dose were given on its target. They wait for the first
 * one, even if their own targets have passed.
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

/* Why a dose has its target. */
typedef enum {
  RGM_WHY_FIRST, /* the schedule's first target */
  RGM_WHY_GIVEN, /* one interval after the day on which dose why_dose was given */
  /* one interval after the target of dose why_dose, which was skipped or is still open */
  RGM_WHY_TARGET,
  RGM_WHY_PLAN,   /* n intervals after the first target */
  RGM_WHY_DAYS,   /* the next treatment day */
  RGM_WHY_MAKEUP, /* a treatment day at the end, which makes up for a fraction that was not given */
  RGM_WHY_MOVED,  /* the day that the user moved it to */
  RGM_WHY_PAUSE,  /* the first day after a pause */
  RGM_WHY_CLOSED, /* the first day on which the clinic is open again */
  RGM_WHY_SLOT,   /* the next of the fixed times of day */
  RGM_WHY_TAKEN,  /* taken as needed: the time at which it was taken */
} RgmWhy;

typedef struct {
  int number;
  RgmDoseState state;
  RgmLocal target;
  RgmDay earliest, latest; /* the first and last day of the window, both inclusive */
  /* at a fixed time of day: overdue one hour later, missed when the next one comes */
  gboolean slot;
  /* The dose comes after the first open dose of an interval and may move with it. If the schedule
   * counts from the plan, it is tentative until its own day; if it counts from the day given, until
   * the doses before it are answered. */
  gboolean tentative;
  /* as tentative, but by the record alone, so that it stays TRUE when its own day comes */
  gboolean projected;
  /* not given, skipped, missed or cancelled; but a missed dose can still be logged */
  gboolean open;
  RgmWhy why;
  int why_dose;
  /* nullable; this and the next two borrow from the course */
  const RgmAppointment *appointment;
  const RgmAdministration *administration; /* nullable */
  const RgmHold *hold;                     /* nullable */
} RgmDose;

/**
 * rgm_course_doses: the doses of @course after its settled ones, in order of number: all that are
 * on record, the next open one, and the later ones with a target on or before @horizon, but at most
 * 100,000 beginning with the next open one.
 * @zone: the patient's.
 * Returns: (transfer full) (element-type RgmDose): they borrow from @course.
 */
GArray *
rgm_course_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon);

/**
 * rgm_course_dose: finds dose @number of @course. @dose: (out).
 * Returns: FALSE with RGM_ERROR_USAGE if the course does not have such a dose and never will (the
 * message gives the number of its last one), or not before a pause without an end is over.
 */
gboolean rgm_course_dose (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now,
                          RgmDose *dose, GError **error);

/**
 * rgm_course_next: finds the open dose with the lowest number. @dose: (out). Returns: FALSE if no
 * dose is open. A dose taken as needed is never open.
 */
gboolean
rgm_course_next (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose);

/* Whether the course is active, completed, stopped or paused at @now. */
RgmCourseState rgm_course_state (const RgmCourse *course, const RgmZone *zone, RgmInstant now);

/**
 * rgm_dose_why: a phrase that explains the target: "4 weeks after infusion 1 was given on Thu
 * 2026-12-03". It begins in lower case and has no full stop. Returns: (transfer full).
 */
char *rgm_dose_why (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/**
 * rgm_dose_unmoved: where the dose would be if the user had not moved it. @from: (out).
 * Returns: FALSE if it was not moved, if it would be at the same time anyway, or if the schedule
 * would not have such a dose.
 */
gboolean rgm_dose_unmoved (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                           RgmLocal *from);

/* ---- how a dose is described: the same everywhere ----
 *
 * @zone: the patient's. */

/* "Denosumab injection 3"; the only visit of a course has no number. Returns: (transfer full). */
char *rgm_dose_title (const RgmCourse *course, int number);

/* When the dose is expected: the time of its appointment, else its target. A local time in
 * rgm_dose_zone(). If this system lacks the zone of the appointment, only the day of the
 * appointment. */
RgmLocal rgm_dose_local (const RgmDose *dose);

/* When a calendar or a list shows the dose: when it was given, else rgm_dose_local(). */
RgmLocal rgm_dose_shown (const RgmDose *dose, const RgmZone *zone);

/* The zone in which the appointment was booked; @patient if there is none. */
const RgmZone *rgm_dose_zone (const RgmDose *dose, const RgmZone *patient);

/* The moment by which doses are sorted and announced: rgm_dose_local() in rgm_dose_zone(). */
RgmInstant rgm_dose_moment (const RgmDose *dose, const RgmZone *zone);

/* How far away the day of rgm_dose_moment() is: "today", "in 3 weeks". Returns: (transfer full). */
char *rgm_dose_relative (const RgmDose *dose, const RgmZone *zone, RgmInstant now);

/* Where the dose is given: the place of its appointment, else of its course. Returns: (transfer
 * none) (nullable). */
const char *rgm_dose_place (const RgmDose *dose, const RgmCourse *course);

/**
 * rgm_dose_is_to_book: whether the dose still needs an appointment: it is open, is not on hold, has
 * no appointment, and is given at a clinic, that is, it belongs to an interval or is a single visit
 * without a time. A dose of an interval in hours that has a time is not given at a clinic: the
 * patient takes it at that time.
 */
gboolean rgm_dose_is_to_book (const RgmDose *dose, const RgmCourse *course);

/* "tentative", "to book", "planned", "booked", "due", "overdue", "on hold", "given", "skipped",
 * "missed" or "cancelled". Returns: (transfer none). */
const char *rgm_dose_state_words (const RgmDose *dose, const RgmCourse *course);

/* The word for a dose that was given; it depends on what the catalog calls a dose of the
 * treatment. */
typedef enum {
  RGM_DEED_GIVEN, /* an infusion, injection or session */
  RGM_DEED_TAKEN, /* a tablet, or a dose of another medicine that is taken at home */
  RGM_DEED_DONE,  /* a visit: a scan, a lab test, an operation */
} RgmDeed;
/* The word for one dose or several ("infusion", "infusions") in the language of the user. What is
 * on record, and what RgmCourse and RgmTreatment have, is the same in every language. A word that
 * only a catalog of the user's own has is returned as it is. */
const char *rgm_unit_words (const char *unit);
/* @unit: the word for one dose of a course or treatment, for example "infusion", not translated. */
RgmDeed rgm_deed_of_unit (const char *unit);
/* "given", "taken" or "done". Returns: (transfer none). */
const char *rgm_deed_words (const char *unit);

/* "planned", "booked" and so on, for JSON: never translated. */
const char *rgm_dose_state_name (RgmDoseState state);
const char *rgm_course_state_name (RgmCourseState state);

RGM_END_DECLS
