/* walk-kinds.h: the parts of a walk that differ between the kinds of schedule. Only walk.c uses
 * them. */
#pragma once

#include "model/walk.h"

/* The schedule that rules dose @dose. */
const RgmSchedule *rgm_walk_schedule (const RgmWalk *walk, int dose);

/* The time of day at which dose @dose is asked for: that of the last revision up to it that
 * names a first target. */
gint32 rgm_walk_time_of_day (const RgmWalk *walk, int dose);

/* The last day of the pause in which @day lies for dose @dose: RGM_NO_DAY where it lies in none,
 * G_MAXINT32, and walk->paused, where the pause has no end yet. */
RgmDay rgm_walk_pause_end (RgmWalk *walk, int dose, RgmDay day);

/* Each sets target, why and why_dose. Returns: FALSE where the schedule does not ask for this
 * dose. */
gboolean rgm_walk_interval (RgmWalk *walk, int dose, RgmStep *step);
gboolean rgm_walk_fraction (RgmWalk *walk, int dose, RgmStep *step);
gboolean rgm_walk_slot (RgmWalk *walk, int dose, RgmStep *step);

/* What a dose leaves behind for those after it, once its target is settled. */
void rgm_walk_leave_interval (RgmWalk *walk, const RgmStep *step);
void rgm_walk_leave_fraction (RgmWalk *walk, int dose);

/* Stands before the first dose that can be told from what is loaded, where that is not the first
 * of all. */
void rgm_walk_begin_interval (RgmWalk *walk);
void rgm_walk_begin_slots (RgmWalk *walk);
