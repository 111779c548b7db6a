#include "daemon/follower.h"

#define MINUTE 60
#define LONGEST (6 * 60 * MINUTE)

void
follower_init (Follower *follower)
{
  *follower = (Follower){ .retry = RGM_INSTANT_NONE, .day = RGM_INSTANT_NONE };
}

static RgmInstant
pause_after (int failures)
{
  return failures > 8 ? LONGEST : MIN (MINUTE << (failures - 1), LONGEST);
}

static gboolean
has_come (RgmInstant moment, RgmInstant now)
{
  return moment != RGM_INSTANT_NONE && now >= moment;
}

static gboolean
start (Follower *follower, RgmInstant next_day)
{
  follower->running = TRUE;
  follower->again = FALSE;
  follower->retry = RGM_INSTANT_NONE;
  follower->day = next_day;
  return TRUE;
}

static gboolean
end (Follower *follower, gboolean good, RgmInstant now, RgmInstant next_day)
{
  follower->running = FALSE;
  follower->failures = good ? 0 : follower->failures + 1;
  if (follower->again)
    return start (follower, next_day);
  follower->retry = good ? RGM_INSTANT_NONE : now + pause_after (follower->failures);
  return FALSE;
}

gboolean
follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next_day)
{
  if (event == FOLLOWER_DONE || event == FOLLOWER_FAILED)
    return end (follower, event == FOLLOWER_DONE, now, next_day);
  if (follower->running) {
    follower->again = follower->again || event == FOLLOWER_CHANGED;
    return FALSE;
  }
  if (event == FOLLOWER_CHANGED || has_come (follower->retry, now) || has_come (follower->day, now))
    return start (follower, next_day);
  return FALSE;
}

RgmInstant
follower_due (const Follower *follower)
{
  if (follower->running || follower->retry == RGM_INSTANT_NONE)
    return follower->running ? RGM_INSTANT_NONE : follower->day;
  return follower->day == RGM_INSTANT_NONE ? follower->retry : MIN (follower->retry, follower->day);
}
