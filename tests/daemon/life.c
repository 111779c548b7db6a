/* life.c: a simulated life of three years. */
#include "life.h"

#include <stdio.h>

int
life_roll (Life *life, int from, int to)
{
  return g_rand_int_range (life->dice, from, to);
}

gboolean
life_chance (Life *life, int percent)
{
  return life_roll (life, 0, 100) < percent;
}

RgmInstant
life_now (const Life *life)
{
  return life->true_time + life->offset;
}

void
life_say (const Life *life, const char *what, const char *name)
{
  g_autofree char *now = rgm_instant_format_utc (life_now (life));
  if (life->options->control == WITH_EVERYTHING)
    printf ("# --only %u: %s: %s %s\n", life->seed, now, what, name);
}

void
life_trace (const Life *life, const char *format, ...)
{
  if (!life->options->tracing)
    return;
  g_autofree char *now = rgm_instant_format_utc (life_now (life));
  va_list values;
  printf ("# %s: ", now);
  va_start (values, format);
  /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it was begun above. */
  vprintf (format, values);
  va_end (values);
  putchar ('\n');
}

RgmSession
life_session (Life *life)
{
  return (RgmSession){ .store = life->store,
                       .catalog = life->catalog,
                       .settings = &life->settings,
                       .zone = rgm_zone_get ("Europe/Berlin", NULL),
                       .now = life_now (life),
                       .anyway = TRUE };
}

gboolean
life_lacks (const Life *life, LifeControl what)
{
  return life->options->control == what;
}

void
life_trouble (Life *life, RgmInstant seconds)
{
  life->trouble_until = MAX (life->trouble_until, life->true_time + seconds);
}

/* ---- a life ---- */

static void
happen (Life *life)
{
  int what = life_roll (life, 0, 100);
  life_trace (life, "event %d; service %d, server %d%s%s", what, life->service != NULL, life->up,
              life->frozen ? ", frozen" : "", life->refuses ? ", refuses" : "");
  if (what < 50)
    life_write_something (life);
  else if (what < 60)
    life_set_clock (life);
  else if (what < 64)
    life_kill_service (life);
  else if (what < 66)
    life->dies_after = life_roll (life, 0, 25);
  else if (what < 67)
    life->meets_after = life_roll (life, 0, 25);
  else if (what < 71)
    life_run_notify (life);
  else if (what < 75)
    life_set_server (life, !life->up);
  else if (what < 78) {
    life_set_server (life, FALSE);
    life_set_server (life, TRUE);
  } else if (what < 81) {
    life->frozen = life->up;
  } else if (what < 84) {
    life->refuses = TRUE;
  } else if (what < 86) {
    life_move_house (life);
  } else if (what < 88) {
    life_deliver_late_click (life);
  } else if (what < 92) { /* asleep: timers are late */
    life->true_time += life_roll (life, 1, 5 * DAY);
    life_wake (life, LOOP_WAKE);
  } else if (what < 95 && life->courses < 8) {
    life->courses++;
    life_add_course (life);
    life_wake (life, LOOP_RECORD);
  }
}

/* Repairs, after a while, what is broken. */
static void
recover (Life *life)
{
  if (life_chance (life, 60))
    life_start_service (life);
  if (life->frozen && life_chance (life, 60)) {
    life->frozen = FALSE;
    life_trouble (life, AGAIN);
    life_settle (life);
    life_bury (life);
  }
  if (life->refuses && life_chance (life, 60)) {
    life->refuses = FALSE;
    life_trouble (life, AGAIN);
  }
  if (!life->up && life_chance (life, 60)) {
    life_set_server (life, TRUE);
    life_bury (life);
  }
}

/* Short if the server refuses: the service tries every few seconds, and days of that take long. */
static RgmInstant
time_to_pass (Life *life)
{
  if (life->refuses)
    return life_roll (life, 1, HOUR / 4);
  return life_chance (life, 30) ? life_roll (life, 1, 2 * HOUR) : life_roll (life, HOUR, 8 * DAY);
}

gboolean
life_has_failed_enough (const Life *life)
{
  const Count *count = life->count;
  int failures = count->missed + count->doubled + count->stale + count->flood + count->wrong
                 + count->untrue + count->lost + count->mute;
  return life->options->enough > 0 && failures >= life->options->enough;
}

static void
live (Life *life)
{
  RgmInstant end = life->true_time + YEARS * 365 * DAY;
  life_add_course (life);
  life_start_service (life);
  while (life->true_time < end && !life_has_failed_enough (life)) {
    life->count->events++;
    life_pass (life, time_to_pass (life));
    life_check (life);
    for (int looks = life_roll (life, 0, 4); looks > 0; looks--)
      life_look_at_screen (life);
    happen (life);
    life_bury (life);
    life_check (life);
    recover (life);
    life_check (life);
  }
}

void
life_clear (Life *life)
{
  life->dies_after = -1;
  if (life->service != NULL)
    life_end_process (life->service);
  g_queue_clear_full (&life->inbox, request_free);
  g_ptr_array_unref (life->screen);
  g_ptr_array_unref (life->clients);
  g_ptr_array_unref (life->snoozes);
  g_ptr_array_unref (life->late);
  g_hash_table_unref (life->fates);
  oracle_clear (&life->oracle);
  rgm_store_close (life->store);
  g_rand_free (life->dice);
}

void
life_init (Life *life, const LifeOptions *options, guint32 seed, RgmCatalog *catalog, Count *count)
{
  *life = (Life){ .options = options,
                  .dice = g_rand_new_with_seed (seed),
                  .seed = seed,
                  .count = count,
                  .true_time = 1795000000,
                  .catalog = catalog,
                  .store = rgm_store_open ("(memory)", RGM_STORE_TRY, NULL),
                  .timer = RGM_INSTANT_NONE,
                  .true_timer = RGM_INSTANT_NONE,
                  .dies_after = -1,
                  .meets_after = -1,
                  .up = TRUE,
                  .replaces = TRUE,
                  .servers = 1 };
  rgm_settings_init (&life->settings);
  if (life_lacks (life, WITHOUT_QUIET_HOURS))
    life->settings.quiet_from = life->settings.quiet_until = 0;
  g_queue_init (&life->inbox);
  life->screen = g_ptr_array_new_with_free_func (shown_free);
  life->clients = g_ptr_array_new_with_free_func (client_free);
  life->snoozes = g_ptr_array_new_with_free_func (snooze_free);
  life->late = g_ptr_array_new_with_free_func (g_free);
  life->fates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
life_play (const LifeOptions *options, guint32 seed, RgmCatalog *catalog, Count *count)
{
  Life life;
  life_init (&life, options, seed, catalog, count);
  live (&life);
  count->lives++;
  life_clear (&life);
}
