/* fast-clock.c: laid under regimend by LD_PRELOAD: from its start on, the clock of the service goes
 * $REGIMEN_CLOCK_SPEED times as fast as that of the machine, and so do its timers that are set to a
 * time of day. What waits for a number of seconds, for example for a server, is not changed. */
#include <dlfcn.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/timerfd.h>

#define NANOSECONDS 1000000000.0

static struct {
  gint64 start; /* microseconds since 1970 */
  double speed;
} fast;

__attribute__ ((constructor)) static void
begin (void)
{
  gint64 (*real) (void) = (gint64 (*) (void))dlsym (RTLD_NEXT, "g_get_real_time");
  const char *speed = getenv ("REGIMEN_CLOCK_SPEED");

  fast.start = real ();
  fast.speed = speed != NULL ? strtod (speed, NULL) : 1;
}

gint64
g_get_real_time (void)
{
  gint64 (*real) (void) = (gint64 (*) (void))dlsym (RTLD_NEXT, "g_get_real_time");

  return fast.start + (gint64)((double)(real () - fast.start) * fast.speed);
}

/* The moment at which the machine's clock is to end a timer that is set to @at. */
static struct timespec
slowed (struct timespec at)
{
  double start = (double)fast.start / G_USEC_PER_SEC;
  double after = ((double)at.tv_sec + (double)at.tv_nsec / NANOSECONDS - start) / fast.speed;
  double moment = start + MAX (after, 0);

  at.tv_sec = (time_t)moment;
  at.tv_nsec = (long)((moment - (double)at.tv_sec) * NANOSECONDS);
  return at;
}

/* The parameters have the names of the system's header. */
int
timerfd_settime (int ufd, int flags, const struct itimerspec *utmr, struct itimerspec *otmr)
{
  int (*real) (int, int, const struct itimerspec *, struct itimerspec *)
    = (int (*) (int, int, const struct itimerspec *, struct itimerspec *))dlsym (RTLD_NEXT,
                                                                                 "timerfd_settime");
  struct itimerspec when = *utmr;

  if ((flags & TFD_TIMER_ABSTIME) != 0)
    when.it_value = slowed (when.it_value);
  return real (ufd, flags, &when, otmr);
}
