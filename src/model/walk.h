/* walk.h: goes through the doses of a course in order and says when each is asked for. */
#pragma once

#include <regimen/dose.h>

/* One step: where the schedule, or the user, puts the dose, and why. */
typedef struct {
  int number;
  RgmLocal target;
  RgmWhy why;
  int why_dose;
} RgmStep;

/* The state of a walk: everything that the next target depends on. */
typedef struct {
  const RgmCourse *course;
  const RgmZone *zone;
  int number;        /* of the dose last walked to */
  int last_recorded; /* the highest dose with an administration: no dose on record ever vanishes */
  RgmLocal target;   /* of the dose last walked to */
  RgmLocal from;     /* intervals: the day on which it was given, or else its target; or a later day
                        of the dose before it */
  /* Intervals only: the next target counts from the anchor. */
  RgmLocal anchor;
  RgmInstant anchor_at; /* hours count from this moment, because a local time may stand for two;
                           RGM_INSTANT_NONE: from the anchor */
  int anchor_dose;
  RgmWhy anchor_why;   /* how the anchor came to be */
  int omitted;         /* occurrences since the anchor that fell into a pause (plan reckoning), less
                        the doses since then that were entered out of order (day given) */
  RgmInstant given_at; /* when the dose that was given last, of those walked to, was given */
  int counted;         /* the last dose walked to that was not entered out of order: the next date
                        counts from it */
  gboolean paused;     /* TRUE if the walk stopped at a pause without an end; FALSE if the schedule
                        itself is finished */
  gboolean through_pauses; /* ignores all pauses */
  /* Radiation and fixed times only. */
  RgmDay slot_day;     /* the day of the dose last walked to; RGM_NO_DAY before the first */
  int slot_index;      /* its place in that day, from 0 */
  RgmDay previous_day; /* the day of the previous dose */
  RgmLocal slot;       /* fixed times: its slot, even if the dose was moved away from there */
} RgmWalk;

/* Starts before the first dose that the loaded part of the record determines. */
void walk_begin (RgmWalk *walk, const RgmCourse *course, const RgmZone *zone);

/* How many of the settled doses of a course of fixed times are followed by a slot before @day, as
 * the schedule asks for them. No record of the doses is needed. */
int walk_slots_before (const RgmCourse *course, RgmDay day);

/* When the dose last walked to, if it is a fixed time without an answer, is missed: when the time
 * of the next one comes, even if a pause takes that one away. G_MAXINT64 if it is the last one. */
RgmInstant walk_missed_from (const RgmWalk *walk);

/* Goes to the next dose. Returns: FALSE if the schedule has no more. */
gboolean walk_next (RgmWalk *walk, RgmStep *step);

/**
 * walk_dose: the dose at @step, to which the walk has just come. @dose: (out).
 * @now: if RGM_INSTANT_NONE, no dose is due, overdue or missed: the state is what the record says.
 * @open_seen: (inout): whether a dose before it is open or was cancelled with its course; FALSE at
 * the beginning. Decides whether @dose is tentative and, if the course counts from the day given,
 * that it is neither due nor overdue.
 */
void walk_dose (const RgmWalk *walk, const RgmStep *step, RgmInstant now, gboolean *open_seen,
                RgmDose *dose);
