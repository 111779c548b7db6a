/* backup-maker.c: has copies of the record made. It has two parts: when a copy is due (pure), and
 * the process that makes it. */
#include "daemon/backup-maker.h"

#include "base/program.h"
#include "store/backup-folder.h"

#define SETTLE 1000 /* milliseconds from a change to the copy */

/* ---- when a copy is due ---- */

void
maker_init (Maker *maker)
{
  *maker = (Maker){ .waits = TRUE, .tried = RGM_NO_DAY, .copied = RGM_NO_DAY };
}

gboolean
maker_step (Maker *maker, MakerEvent event, RgmDay today, RgmDay copied, gboolean made)
{
  gboolean changed = event == MAKER_CHANGED;

  if (event == MAKER_DONE || event == MAKER_FAILED) {
    changed = maker->again;
    maker->running = maker->again = FALSE;
  }
  if (event == MAKER_DONE) {
    maker->copied = copied;
    /* If there was a copy of today before this run, it is not known whether it has everything. */
    maker->waits = copied == today && !made;
  }
  maker->waits = maker->waits || changed;
  if (maker->running) {
    maker->again = maker->again || changed;
    return FALSE;
  }
  if (!maker->waits || maker->copied == today || (maker->tried == today && !changed))
    return FALSE;
  maker->running = TRUE;
  maker->tried = today;
  return TRUE;
}

gboolean
maker_needs_next_day (const Maker *maker)
{
  return maker->waits && !maker->running;
}

/* ---- the program ---- */

struct _BackupMaker {
  char *database;
  void (*tick) (gpointer data);
  gpointer data;
  Maker state;
  gboolean changed;
  int ended; /* 0: it has not ended; else a MakerEvent */
  RgmInstant started;
  guint settle_source, watch;
};

BackupMaker *
backup_maker_new (const char *database, void (*tick) (gpointer data), gpointer data)
{
  BackupMaker *maker = g_new0 (BackupMaker, 1);

  maker->database = g_strdup (database);
  maker->tick = tick;
  maker->data = data;
  maker->started = RGM_INSTANT_NONE;
  maker_init (&maker->state);
  return maker;
}

void
backup_maker_free (BackupMaker *maker)
{
  if (maker == NULL)
    return;
  if (maker->settle_source != 0)
    g_source_remove (maker->settle_source);
  if (maker->watch != 0)
    g_source_remove (maker->watch);
  g_free (maker->database);
  g_free (maker);
}

static gboolean
on_settled (gpointer data)
{
  BackupMaker *maker = data;

  maker->settle_source = 0;
  maker->changed = TRUE;
  maker->tick (maker->data);
  return G_SOURCE_REMOVE;
}

void
backup_maker_changed (BackupMaker *maker)
{
  if (maker->settle_source == 0)
    maker->settle_source = g_timeout_add (SETTLE, on_settled, maker);
}

void
backup_maker_replaced (BackupMaker *maker)
{
  gboolean running = maker->state.running;

  maker_init (&maker->state);
  maker->state.running = maker->state.again = running;
  backup_maker_changed (maker);
}

static void
on_ended (GPid pid, int status, gpointer data)
{
  BackupMaker *maker = data;

  maker->watch = 0; /* GLib removes the source by itself */
  g_spawn_close_pid (pid);
  maker->ended = g_spawn_check_wait_status (status, NULL) ? MAKER_DONE : MAKER_FAILED;
  if (maker->ended == MAKER_FAILED)
    g_warning ("no copy of the record could be made; \"regimen backup\" says why");
  maker->tick (maker->data);
}

/* The output of the program is discarded, because it may name a treatment. */
static gboolean
start (BackupMaker *maker)
{
  const char *const arguments[] = { "--db", maker->database, "backup", "--daily", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = program_argv ("regimen", arguments, &error);
  GPid pid;

  if (words == NULL
      || !g_spawn_async (NULL, words, NULL,
                         G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                           | G_SPAWN_STDERR_TO_DEV_NULL,
                         NULL, NULL, &pid, &error)) {
    g_warning ("no copy of the record could be made: %s", error->message);
    return FALSE;
  }
  maker->watch = g_child_watch_add (pid, on_ended, maker);
  return TRUE;
}

/* Passes @event to the state machine, and starts the program if that says so. */
static void
step (BackupMaker *maker, MakerEvent event, const RgmZone *zone, RgmInstant now)
{
  RgmDay today = rgm_zone_day (zone, now), copied = RGM_NO_DAY;
  gboolean made = FALSE;

  if (event == MAKER_DONE) {
    g_autofree char *folder = backup_folder_usual ();
    RgmInstant last = backup_folder_last (folder, maker->database, now);
    if (last != RGM_INSTANT_NONE)
      copied = rgm_zone_day (zone, last);
    made = last != RGM_INSTANT_NONE && last >= maker->started;
  }
  if (maker_step (&maker->state, event, today, copied, made)) {
    maker->started = now;
    if (!start (maker))
      maker_step (&maker->state, MAKER_FAILED, today, RGM_NO_DAY, FALSE);
  }
}

RgmInstant
backup_maker_tick (BackupMaker *maker, gboolean wanted, const RgmZone *zone, RgmInstant now)
{
  int ended = maker->ended;
  RgmLocal midnight = { rgm_zone_day (zone, now) + 1, RGM_NO_TIME };

  if (!wanted) {
    maker_init (&maker->state);
    maker->state.running = maker->watch != 0;
    return RGM_INSTANT_NONE;
  }
  maker->ended = 0;
  if (ended != 0)
    step (maker, (MakerEvent)ended, zone, now);
  step (maker, maker->changed ? MAKER_CHANGED : MAKER_MOMENT, zone, now);
  maker->changed = FALSE;
  return maker_needs_next_day (&maker->state) ? rgm_zone_to_instant (zone, midnight, NULL)
                                              : RGM_INSTANT_NONE;
}
