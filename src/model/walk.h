/* walk.h: goes through the doses of a course in order and says when each is asked for. */
#pragma once

#include <regimen/dose.h>

/* One step: where the schedule (or a hand) puts the dose, and why. */
typedef struct {
  int number;
  RgmLocal target;
  RgmWhy why;
  int why_dose;
} RgmStep;

/* The state of a walk: what the next target counts from. */
typedef struct {
  const RgmCourse *course;
  const RgmZone *zone;
  int number;        /* of the dose last walked to */
  int last_recorded; /* the highest dose with an administration: no dose on record ever vanishes */
  RgmLocal target;   /* of the dose last walked to */
  /* interval: */
  RgmLocal anchor; /* the next target counts from here … */
  RgmInstant
    anchor_at; /* … hours from this moment, where it was given: a local time may stand for two */
  int anchor_dose;         /* … and from this dose */
  RgmWhy anchor_why;       /* how the anchor came to be */
  gboolean paused;         /* it ended at a pause that has no end yet, and not with its schedule */
  gboolean through_pauses; /* as if there were none */
  int omitted; /* occurrences since the anchor that fell into a pause (plan reckoning) */
  /* radiation and fixed times: */
  RgmDay slot_day;     /* the day of the dose last walked to, RGM_NO_DAY before the first … */
  int slot_index;      /* … its place in that day, from 0 … */
  RgmDay previous_day; /* … and the day of the dose before it */
  RgmLocal slot;       /* fixed times: of the dose last walked to, wherever it was moved */
} RgmWalk;

/* Begins before the first dose that can be told from what is loaded. */
void rgm_walk_begin (RgmWalk *walk, const RgmCourse *course, const RgmZone *zone);

/* Goes to the next dose. Returns: FALSE when the schedule has no more. */
gboolean rgm_walk_next (RgmWalk *walk, RgmStep *step);

/* Whether the dose last walked to, a fixed time that nobody answered, is missed at @now: the time
 * of the next one has come, even where a pause takes that one away. What was missed when the course
 * was stopped stays so. */
gboolean rgm_walk_missed (const RgmWalk *walk, RgmInstant now);
