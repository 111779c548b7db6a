/* histories.h: random histories of commands, as two people would type them, on a real record: with
 * and without mistakes that are taken back or corrected on the way. */
#pragma once

#include <regimen/regimen.h>

enum { HISTORY_PEOPLE = 2 };

/* The record is in memory: the file is tested elsewhere, and waiting for it would take most of the
 * time. */
typedef struct {
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
  gint64 people[HISTORY_PEOPLE];
} World;

/* One of the two, and the course of theirs that a history is about. */
typedef struct {
  World *world;
  int who;
  gint64 id;
} Story;

/* One of a dozen schedules of every kind, as it is stored. */
const char *history_random_schedule (void);

/* Giving memory back to the system after each world took a third of the time: it is kept. */
void history_keep_memory (void);

/* Begins a row of random numbers: the same seed is the same history. */
void history_seed (guint32 seed);
/* A random number from @from to one below @to. */
int history_roll (int from, int to);

/* A record with two people in two zones. @catalog: kept by the caller. */
World *history_world_new (RgmCatalog *catalog);
void history_world_free (World *world);

/* A list of decisions that can be played on any course. Returns: (transfer full). */
GArray *history_random (void);
/* A course by @schedule for person @who. */
Story story_begin (World *world, int who, const char *schedule);
/* Plays @history on the courses of all people. */
void history_play (const Story *stories, const GArray *history, gboolean with_mistakes);

/* The course of @story as it is now. Returns: (transfer full). @whole: with all of its history. */
RgmCourse *story_course (const Story *story, gboolean whole);
/* The zone of its person, now. */
const RgmZone *story_zone (const Story *story);
