/* followers.c: runs the programs that keep calendars equal to the record. It has two parts: when
 * each program is due (pure), and the processes. */
#include "daemon/followers.h"
#include "base/program.h"
#include "store/calendar-rows.h"

#define SETTLE 300 /* milliseconds from a change to the run */
#define MINUTE 60
#define LONGEST (6 * 60 * MINUTE)
#define FARTHEST (2 * 24 * 60 * MINUTE)

/* ---- when one program is due ---- */

void
follower_init (Follower *follower)
{
  *follower = (Follower){ .retry = RGM_INSTANT_NONE, .next = RGM_INSTANT_NONE };
}

/* Whether @moment has come. A moment is never set further ahead than FARTHEST; if it is further
 * away now, the clock was set back since, and the moment counts as come. */
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

gboolean
follower_step (Follower *follower, FollowerEvent event, RgmInstant now, RgmInstant next)
{
  gboolean starts = event == FOLLOWER_CHANGED || has_come (follower->retry, now)
                    || has_come (follower->next, now);
  if (event == FOLLOWER_DONE || event == FOLLOWER_FAILED) {
    follower->running = FALSE;
    follower->failures = event == FOLLOWER_DONE ? 0 : follower->failures + 1;
    follower->retry = RGM_INSTANT_NONE;
    if (follower->failures > 0) /* after 1, 2, 4 and so on minutes */
      follower->retry
        = now
          + (follower->failures > 8 ? LONGEST : MIN (MINUTE << (follower->failures - 1), LONGEST));
    starts = follower->again;
  } else if (follower->running) {
    follower->again = follower->again || event == FOLLOWER_CHANGED;
    return FALSE;
  }
  if (starts)
    *follower = (Follower){
      .running = TRUE, .failures = follower->failures, .retry = RGM_INSTANT_NONE, .next = next
    };
  return starts;
}

RgmInstant
follower_due (const Follower *follower)
{
  if (follower->running || follower->retry == RGM_INSTANT_NONE)
    return follower->running ? RGM_INSTANT_NONE : follower->next;
  return follower->next == RGM_INSTANT_NONE ? follower->retry
                                            : MIN (follower->retry, follower->next);
}

/* ---- all programs ---- */

typedef struct {
  Followers *all; /* NULL if the program is not needed any more; then it is freed when it ends */
  char *program;
  Follower state;
  int ended; /* 0: it has not ended; else a FollowerEvent */
} Running;

struct _Followers {
  char *database;
  int check_hours;
  void (*tick) (gpointer data);
  gpointer data;
  GPtrArray *programs; /* of Running */
  guint settle_source;
  gboolean changed;
};

static void
running_free (Running *running)
{
  g_free (running->program);
  g_free (running);
}

/* Frees a Running. If its program is still running, it is freed when the program ends. */
static void
let_go (gpointer data)
{
  Running *running = data;
  running->all = NULL;
  if (!running->state.running || running->ended != 0)
    running_free (running);
}

Followers *
followers_new (const char *database, int check_hours, void (*tick) (gpointer data), gpointer data)
{
  Followers *followers = g_new0 (Followers, 1);
  followers->database = g_strdup (database);
  followers->check_hours = check_hours;
  followers->tick = tick;
  followers->data = data;
  followers->programs = g_ptr_array_new_with_free_func (let_go);
  return followers;
}

void
followers_set_check_hours (Followers *followers, int check_hours)
{
  followers->check_hours = check_hours;
}

void
followers_free (Followers *followers)
{
  if (followers == NULL)
    return;
  if (followers->settle_source != 0)
    g_source_remove (followers->settle_source);
  g_ptr_array_unref (followers->programs);
  g_free (followers->database);
  g_free (followers);
}

static gboolean
on_settled (gpointer data)
{
  Followers *followers = data;
  followers->settle_source = 0;
  followers->changed = TRUE;
  followers->tick (followers->data);
  return G_SOURCE_REMOVE;
}

void
followers_changed (Followers *followers)
{
  if (followers->settle_source == 0)
    followers->settle_source = g_timeout_add (SETTLE, on_settled, followers);
}

/* ---- running ---- */

static void
on_ended (GPid pid, int status, gpointer data)
{
  Running *running = data;
  g_spawn_close_pid (pid);
  if (running->all == NULL) {
    running_free (running);
    return;
  }
  running->ended = g_spawn_check_wait_status (status, NULL) ? FOLLOWER_DONE : FOLLOWER_FAILED;
  running->all->tick (running->all->data);
}

/* Starts the program if that follows from @event. The program shares the standard error of the
 * service. */
static void
step (Running *running, FollowerEvent event, RgmInstant now, RgmInstant day)
{
  /* Only a calendar on a server can be changed by other programs, so only that is checked every few
   * hours. */
  gboolean shared = g_str_equal (running->program, "regimen-publish");
  RgmInstant next = follower_next (day, shared ? running->all->check_hours : 0, now);
  const char *const arguments[] = { "refresh", "--db", running->all->database, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  if (!follower_step (&running->state, event, now, next))
    return;
  g_auto (GStrv) words = program_argv (running->program, arguments, &error);
  if (words != NULL
      && g_spawn_async (NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                        NULL, NULL, &pid, &error)) {
    g_child_watch_add (pid, on_ended, running);
  } else {
    g_warning ("%s: %s", running->program, error->message);
    follower_step (&running->state, FOLLOWER_FAILED, now, next);
  }
}

/* ---- which programs ---- */

/* Follows exactly @programs from now on. A new program runs at once. */
static void
set_programs (Followers *followers, char **programs, RgmInstant now)
{
  for (guint i = followers->programs->len; i-- > 0;) {
    const Running *running = g_ptr_array_index (followers->programs, i);
    if (!g_strv_contains ((const char *const *)programs, running->program))
      g_ptr_array_remove_index (followers->programs, i);
  }
  for (char **program = programs; *program != NULL; program++) {
    gboolean known = FALSE;
    for (guint i = 0; i < followers->programs->len; i++) {
      const Running *running = g_ptr_array_index (followers->programs, i);
      known = known || g_str_equal (running->program, *program);
    }
    if (known)
      continue;
    Running *running = g_new0 (Running, 1);
    running->all = followers;
    running->program = g_strdup (*program);
    follower_init (&running->state);
    running->state.next = now;
    g_ptr_array_add (followers->programs, running);
  }
}

static RgmInstant
day_after (const RgmZone *zone, RgmInstant now)
{
  RgmLocal midnight = { rgm_zone_day (zone, now) + 1, RGM_NO_TIME };
  return rgm_zone_to_instant (zone, midnight, NULL);
}

/* When the next day begins for the machine or for any patient, because a day in a calendar is a day
 * of the patient. */
static RgmInstant
next_day (RgmStore *store, const RgmZone *zone, RgmInstant now)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, NULL);
  RgmInstant first = day_after (zone, now);
  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    const RgmZone *own = rgm_zone_get (patient->zone, NULL);
    if (own != NULL)
      first = MIN (first, day_after (own, now));
  }
  return first;
}

/* ---- */

static RgmInstant
earliest_due (const Followers *followers)
{
  RgmInstant first = RGM_INSTANT_NONE;
  for (guint i = 0; i < followers->programs->len; i++) {
    const Running *running = g_ptr_array_index (followers->programs, i);
    RgmInstant due = follower_due (&running->state);
    if (due != RGM_INSTANT_NONE && (first == RGM_INSTANT_NONE || due < first))
      first = due;
  }
  return first;
}

RgmInstant
followers_tick (Followers *followers, RgmStore *store, const RgmZone *zone, RgmInstant now)
{
  g_auto (GStrv) programs = store_followers (store, NULL);
  gboolean changed = followers->changed;
  if (programs == NULL) /* the record cannot be read; its next change causes another tick */
    return earliest_due (followers);
  followers->changed = FALSE;
  set_programs (followers, programs, now);
  RgmInstant day = followers->programs->len > 0 ? next_day (store, zone, now) : RGM_INSTANT_NONE;
  for (guint i = 0; i < followers->programs->len; i++) {
    Running *running = g_ptr_array_index (followers->programs, i);
    int ended = running->ended;
    running->ended = 0;
    if (changed)
      step (running, FOLLOWER_CHANGED, now, day);
    step (running, ended != 0 ? (FollowerEvent)ended : FOLLOWER_MOMENT, now, day);
  }
  return earliest_due (followers);
}
