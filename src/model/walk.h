/* walk.h: goes through the doses of a course in order, and computes when each one is planned. */
#pragma once

#include <regimen/dose.h>

/* One step: the target of a dose, set by the schedule or the user, and the reason for it. */
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
  int number; /* number of the dose that the walk is at */
  /* the highest dose with an administration; up to it all doses exist, even beyond the schedule */
  int last_recorded;
  RgmLocal target; /* target of the dose that the walk is at */
  /* intervals: the day on which that dose was given, or else its target; if it only kept its old
   * day (RgmMove.kept), not before the value for the previous dose */
  RgmLocal from;
  /* Intervals only: the next target counts from the anchor. */
  RgmLocal anchor;
  /* hours count from this moment, because a local time may stand for two moments; RGM_INSTANT_NONE:
   * they count from anchor */
  RgmInstant anchor_at;
  int anchor_dose;
  RgmWhy anchor_why; /* the reason why the anchor is there */
  /* occurrences since the anchor that fell into a pause (counting from the plan), minus the doses
   * since then that were entered out of order (counting from the day given) */
  int omitted;
  RgmInstant given_at; /* when the latest of the given doses up to here was given */
  /* the last dose up to here that was not entered out of order: the next date counts from it */
  int counted;
  gboolean paused; /* TRUE if the walk stopped at a pause without an end; FALSE if the schedule
                        itself is finished */
  gboolean through_pauses; /* ignore all pauses */
  /* Radiation and fixed times only. */
  RgmDay slot_day;     /* day of the dose that the walk is at; RGM_NO_DAY before the first */
  int slot_index;      /* its place on that day, from 0 */
  RgmDay previous_day; /* the day of the previous dose */
  RgmLocal slot;       /* fixed times: the slot of that dose, even if the user moved the dose */
} RgmWalk;

/* Starts before the first dose that the loaded part of the record determines. */
void walk_begin (RgmWalk *walk, const RgmCourse *course, const RgmZone *zone);

/* How many of the settled doses of a course of fixed times are followed by a slot before @day,
 * according to the schedule. The record of the doses is not needed. */
int walk_slots_before (const RgmCourse *course, RgmDay day);

/* When the dose that the walk is at, if it is at a fixed time and gets no answer, counts as missed:
 * when the time of the next dose comes, even if a pause leaves that one out. G_MAXINT64 if it is
 * the last one. */
RgmInstant walk_missed_from (const RgmWalk *walk);

/* Goes to the next dose. @step: (out). Returns: FALSE if there is none: the schedule has no more,
 * or a pause without an end comes first (walk->paused). */
gboolean walk_next (RgmWalk *walk, RgmStep *step);

/**
 * walk_dose: the dose at @step, which the walk has just reached. @dose: (out).
 * @now: RGM_INSTANT_NONE: no dose is due, overdue or missed; the state is what the record says.
 * @open_seen: (inout): whether an earlier dose is open or was cancelled with its course; FALSE at
 * the beginning. It decides whether @dose is tentative and, if the course counts from the day
 * given, keeps @dose from being due or overdue.
 */
void walk_dose (const RgmWalk *walk, const RgmStep *step, RgmInstant now, gboolean *open_seen,
                RgmDose *dose);
