/* followers.h: runs the programs that keep calendars equal to the record: when the service starts,
 * after each change, and when a day begins. They are separate processes, so that nothing they do
 * can disturb the alerts. */
#pragma once

#include <regimen/store.h>

/* ---- when one program is due; pure ---- */

typedef enum {
  FOLLOWER_CHANGED, /* the record changed, or may have */
  FOLLOWER_MOMENT,  /* the moment of follower_due() has come, or another one */
  FOLLOWER_DONE,    /* the program ended well */
  FOLLOWER_FAILED,  /* it failed, or could not be started */
} FollowerEvent;

typedef struct {
  gboolean running, again; /* again: the record changed while the program ran */
  int failures;            /* in a row */
  RgmInstant retry, next;  /* RGM_INSTANT_NONE: none */
} Follower;

void follower_init (Follower *follower);

/**
 * follower_next: the next moment at which a calendar may differ although the record is the same.
 * @day: the next beginning of a day. @hours: how many hours after a run to look again; 0: never.
 */
RgmInstant follower_next (RgmInstant day, int hours, RgmInstant now);

/**
 * follower_step: changes @follower as @event at @now requires. @next: from follower_next(). If the
 * clock was set back, so that the moment to wait for is far away, that moment counts as come.
 * Returns: whether to start the program now. The program never runs twice at a time. After a
 * failure it runs again 1, 2, 4 and so on minutes later, at most 6 hours.
 */
gboolean follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next);

/* When to call follower_step() with FOLLOWER_MOMENT; RGM_INSTANT_NONE: never. */
RgmInstant follower_due (const Follower *follower);

/* ---- all programs ---- */

typedef struct _Followers Followers;

/**
 * followers_new:
 * @database: the only thing that the programs are told.
 * @check_hours: after how many hours to look at the calendar on the server; 0: never.
 * @tick: called from the main loop when followers_tick() is to be called.
 */
Followers *
followers_new (const char *database, int check_hours, void (*tick) (gpointer data), gpointer data);
/* As in followers_new(). */
void followers_set_check_hours (Followers *followers, int check_hours);
/* A program that still runs is not stopped. */
void followers_free (Followers *followers);

/* Tells that the record may have changed. The programs run a moment later, so that several writes
 * in a row count as one. */
void followers_changed (Followers *followers);

/**
 * followers_tick: starts the programs that are due.
 * @store: says which programs there are and in which zones days begin. @zone: of the machine.
 * Returns: when to call it again; RGM_INSTANT_NONE: after the next change.
 */
RgmInstant
followers_tick (Followers *followers, RgmStore *store, const RgmZone *zone, RgmInstant now);
