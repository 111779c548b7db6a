/* follower.h: when a program that keeps something equal to the record is to be run: pure. */
#pragma once

#include <regimen/localtime.h>

typedef enum {
  FOLLOWER_CHANGED, /* the record has, or may have */
  FOLLOWER_MOMENT,  /* the moment of follower_due() has come, or another one */
  FOLLOWER_DONE,    /* it ended well */
  FOLLOWER_FAILED,  /* it did not, or could not be started */
} FollowerEvent;

typedef struct {
  gboolean running, again; /* again: the record changed while it ran */
  int failures;            /* in a row */
  RgmInstant retry, next;  /* RGM_INSTANT_NONE: none */
} Follower;

void follower_init (Follower *follower);

/**
 * follower_next: the next moment at which something else than the record may have changed.
 * @day: the next beginning of a day. @hours: after how many to look again; 0: never.
 */
RgmInstant follower_next (RgmInstant day, int hours, RgmInstant now);

/**
 * follower_step: what @event at @now leads to. @next: of follower_next(). Where the clock
 * was set back, so that a moment to wait for is far away, it counts as come.
 * Returns: whether it is to be started now. Never two at a time; after a failure again in 1, 2, 4
 * and so on minutes, at most 6 hours.
 */
gboolean follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next);

/* The moment at which to say FOLLOWER_MOMENT; RGM_INSTANT_NONE: none. */
RgmInstant follower_due (const Follower *follower);
