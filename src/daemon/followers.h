/* followers.h: runs the programs that keep calendars equal to the record: when the service starts,
 * after each change, when a day begins, and every few hours if a calendar is on a server. They are
 * separate processes, so that nothing they do can disturb the alerts. */
#pragma once

#include <regimen/store.h>

/* ---- when one program is due; pure ---- */

typedef enum {
  FOLLOWER_CHANGED, /* the record changed, or may have */
  FOLLOWER_MOMENT,  /* the moment of follower_due() has come, or any other moment */
  FOLLOWER_DONE,    /* the program succeeded */
  FOLLOWER_FAILED,  /* it failed, or could not be started */
} FollowerEvent;

typedef struct {
  gboolean running, again; /* again: the record changed while the program was running */
  int failures;            /* failed runs in a row */
  /* retry: when to run again after a failure; next: when to run again in any case;
   * RGM_INSTANT_NONE: never */
  RgmInstant retry, next;
} Follower;

void follower_init (Follower *follower);

/**
 * follower_next: the next moment at which a calendar may differ from the record although the record
 * is the same.
 * @day: when the next day begins. @hours: after how many hours to look again; 0: never.
 */
RgmInstant follower_next (RgmInstant day, int hours, RgmInstant now);

/**
 * follower_step: changes @follower as @event requires at the moment @now. @next: from
 * follower_next(). If the clock was set back, so that the moment of the next run is far away now,
 * that moment counts as come.
 * Returns: whether to start the program now. It never runs twice at the same time. After a failure
 * it runs again after 1, 2, 4 and so on minutes, at most 6 hours.
 */
gboolean follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next);

/* When to call follower_step() with FOLLOWER_MOMENT; RGM_INSTANT_NONE: never. */
RgmInstant follower_due (const Follower *follower);

/* ---- all programs ---- */

typedef struct _Followers Followers;

/**
 * followers_new: prepares to run the programs. None starts before followers_tick() is called.
 * @database: the only thing that the programs are told.
 * @check_hours: after how many hours to look at the calendar on the server; 0: never.
 * @tick: called from the main loop when followers_tick() has to be called.
 */
Followers *
followers_new (const char *database, int check_hours, void (*tick) (gpointer data), gpointer data);
/* Changes @check_hours of followers_new(). */
void followers_set_check_hours (Followers *followers, int check_hours);
/* Does not stop a program that is still running. */
void followers_free (Followers *followers);

/* Call this when the record may have changed. The programs run a moment later, so that several
 * writes in a row count as one. */
void followers_changed (Followers *followers);

/**
 * followers_tick: starts the programs that are due.
 * @store: says which programs there are, and in which time zones patients live. @zone: of the
 * machine.
 * Returns: when to call it again; RGM_INSTANT_NONE: after the next change.
 */
RgmInstant
followers_tick (Followers *followers, RgmStore *store, const RgmZone *zone, RgmInstant now);
