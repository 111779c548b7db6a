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
  RgmInstant retry, day;   /* RGM_INSTANT_NONE: none */
} Follower;

void follower_init (Follower *follower);

/**
 * follower_step: what @event at @now leads to. @next_day: the next beginning of a day, from which
 * on other days are of interest.
 * Returns: whether it is to be started now. Never two at a time; after a failure again in 1, 2, 4
 * and so on minutes, at most 6 hours.
 */
gboolean
follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next_day);

/* The moment at which to say FOLLOWER_MOMENT; RGM_INSTANT_NONE: none. */
RgmInstant follower_due (const Follower *follower);
