#include "daemon/follower.h"

#define MINUTE 60
#define LONGEST (6 * 60 * MINUTE)
#define FARTHEST (2 * 24 * 60 * MINUTE)

void
follower_init (Follower *follower)
{
  *follower = (Follower){ .retry = RGM_INSTANT_NONE, .next = RGM_INSTANT_NONE };
}

static RgmInstant
pause_after (int failures)
{
  return failures > 8 ? LONGEST : MIN (MINUTE << (failures - 1), LONGEST);
}

/* No moment is ever further away than FARTHEST: the clock was set back. */
static gboolean
has_come (RgmInstant moment, RgmInstant now)
{
  return moment != RGM_INSTANT_NONE && (now >= moment || moment - now > FARTHEST);
}

RgmInstant
follower_next (RgmInstant day, int hours, RgmInstant now)
{
  return hours > 0 ? MIN (day, now + (RgmInstant)hours * 60 * MINUTE) : day;
}

static gboolean
start (Follower *follower, RgmInstant next)
{
  follower->running = TRUE;
  follower->again = FALSE;
  follower->retry = RGM_INSTANT_NONE;
  follower->next = next;
  return TRUE;
}

static gboolean
end (Follower *follower, gboolean good, RgmInstant now, RgmInstant next)
{
  follower->running = FALSE;
  follower->failures = good ? 0 : follower->failures + 1;
  if (follower->again)
    return start (follower, next);
  follower->retry = good ? RGM_INSTANT_NONE : now + pause_after (follower->failures);
  return FALSE;
}

gboolean
follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next)
{
  if (event == FOLLOWER_DONE || event == FOLLOWER_FAILED)
    return end (follower, event == FOLLOWER_DONE, now, next);
  if (follower->running) {
    follower->again = follower->again || event == FOLLOWER_CHANGED;
    return FALSE;
  }
  if (event == FOLLOWER_CHANGED || has_come (follower->retry, now)
      || has_come (follower->next, now))
    return start (follower, next);
  return FALSE;
}

RgmInstant
follower_due (const Follower *follower)
{
  if (follower->running || follower->retry == RGM_INSTANT_NONE)
    return follower->running ? RGM_INSTANT_NONE : follower->next;
  return follower->next == RGM_INSTANT_NONE ? follower->retry
                                            : MIN (follower->retry, follower->next);
}
