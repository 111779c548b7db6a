/* histories.h: plays random histories of commands, as two people would type them, on a real record.
 * A history can be played with mistakes, which are taken back or corrected on the way. */
#pragma once

#include <regimen/regimen.h>

enum { HISTORY_PEOPLE = 2 };

/* A record with two people. It is in memory, because waiting for a file would take most of the
 * time; other tests cover the file. */
typedef struct {
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
  gint64 people[HISTORY_PEOPLE];
} World;

/* One of the two people, and the course of that person on which a history is played. */
typedef struct {
  World *world;
  int who;
  gint64 id;
} Story;

/* A random one of a dozen schedules of all kinds, in the form in which it is stored. Returns:
 * (transfer none). */
const char *history_random_schedule (void);

/* Makes malloc() keep freed memory: giving it back to the system after each world took a third of
 * the time. */
void history_keep_memory (void);

/* Begins a sequence of random numbers. The same seed gives the same histories. */
void history_seed (guint32 seed);
/* A random number from @from to @to - 1. */
int history_roll (int from, int to);

/* A new record with two people in two zones. @catalog: (transfer none): must outlive the result.
 * Returns: (transfer full). */
World *history_world_new (RgmCatalog *catalog);
void history_world_free (World *world);

/* A random list of actions that can be played on any course. Returns: (transfer full). */
GArray *history_random (void);
/* Adds a course with @schedule for person @who. */
Story story_begin (World *world, int who, const char *schedule);
/* Plays @history on @stories, which has one story for each person. */
void history_play (const Story *stories, const GArray *history, gboolean with_mistakes);

/* The course of @story as it is now. Returns: (transfer full). @whole: with all of its history. */
RgmCourse *story_course (const Story *story, gboolean whole);
/* The present zone of the person of @story. */
const RgmZone *story_zone (const Story *story);
