/* main.c: regimend shows the alerts of a database as desktop notifications. This file owns the
 * clock, which it reads once for each turn, and the process: options, signals, the lock, start and
 * end. */
#include "base/i18n.h"
#include "daemon/followers.h"
#include "daemon/probe.h"
#include "daemon/service.h"
#include "daemon/wakeup.h"
#include "store/alert-rows.h"
#include "store/lost-zones.h"
#include "store/write.h"

#include <regimen/clock.h>

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SERVER_WAIT 3 /* how many seconds --once waits for a server to appear */
#define STOP_WAIT 500 /* how many milliseconds the end waits for a call that hangs on the bus */
#define END_WAIT 700  /* how many milliseconds after a signal the process ends at the latest */

typedef struct {
  char *database;
  gboolean once, private_mode, probe, version;
} Options;

typedef struct {
  Options options;
  GMainLoop *loop;
  RgmCatalog *catalog;
  RgmSettings settings;
  Notifier *notifier;
  RgmStore *store;
  Service *service;
  Wakeup *wakeup;
  Followers *followers;          /* NULL: once */
  const RgmZone *zone;           /* of the machine */
  RgmInstant loop_at, follow_at; /* when the loop and the followers want to be woken */
  guint written;                 /* how many changes this process had made after the last turn */
  int lock;                      /* the open lock file; -1: none */
  gboolean frozen;               /* REGIMEN_NOW stops the clock, so a later moment never comes */
  guint give_up;
  GError *error; /* why the service ended */
} Program;

static void
end (Program *program, GError *error)
{
  if (program->error == NULL)
    program->error = error;
  else
    g_clear_error (&error);
  g_main_loop_quit (program->loop);
}

static void
arm (Program *program)
{
  RgmInstant at = program->loop_at;
  if (program->follow_at != RGM_INSTANT_NONE && (at == RGM_INSTANT_NONE || program->follow_at < at))
    at = program->follow_at;
  if (program->wakeup != NULL && !program->frozen)
    wakeup_set (program->wakeup, at);
}

static gboolean
read_clock (Program *program, RgmInstant *now)
{
  GError *error = NULL;
  if (rgm_clock_now (now, &error))
    return TRUE;
  end (program, error);
  return FALSE;
}

/* Tells the followers if this process has written to the record, which it does if the user presses
 * a button. Changes of other processes are noticed by wakeup.c. */
static void
look_for_own_changes (Program *program)
{
  guint written = store_written (program->store);
  if (written != program->written && program->followers != NULL)
    followers_changed (program->followers);
  program->written = written;
}

static void
turn (Program *program, LoopEventKind event)
{
  RgmInstant now;
  if (!read_clock (program, &now))
    return;
  service_turn (program->service, event, now);
  look_for_own_changes (program);
}

static void
tick_followers (gpointer data)
{
  Program *program = data;
  RgmInstant now;
  if (program->followers == NULL || !read_clock (program, &now))
    return;
  program->follow_at = followers_tick (program->followers, program->store, program->zone, now);
  arm (program);
}

/* ---- what wakes it ---- */

static void
on_wakeup (WakeupKind kind, gpointer data)
{
  Program *program = data;
  GError *error = NULL;
  if (kind == WAKEUP_MOMENT) {
    turn (program, LOOP_WAKE);
    tick_followers (program);
    return;
  }
  if (kind == WAKEUP_REPLACED) {
    RgmStore *store = rgm_store_open (program->options.database, RGM_STORE_CREATE, &error);
    if (store == NULL) {
      end (program, error);
      return;
    }
    service_set_store (program->service, store);
    rgm_store_close (program->store);
    program->store = store;
    program->written = 0;
  } else if (!service_record_changed (program->service)) {
    return;
  }
  turn (program, LOOP_RECORD);
  followers_changed (program->followers);
}

static void
on_notifier (const NotifierEvent *event, gpointer data)
{
  Program *program = data;
  const NotifierEvent down = { .kind = NOTIFIER_DOWN };
  RgmInstant now;
  if (event->kind == NOTIFIER_FOUND || event->kind == NOTIFIER_STARTS
      || !read_clock (program, &now))
    return;
  /* Without the bus there is no server, and all popups are gone. */
  service_notified (program->service, event->kind == NOTIFIER_LOST ? &down : event, now);
  if (event->kind == NOTIFIER_LOST)
    end (program, g_error_new (RGM_ERROR, RGM_ERROR_NOTIFY,
                               _ ("no desktop session to show alerts on: %s"), event->text));
  look_for_own_changes (program);
}

static gboolean
on_give_up (gpointer data)
{
  Program *program = data;
  program->give_up = 0;
  turn (program, LOOP_GIVE_UP);
  return G_SOURCE_REMOVE;
}

/* ---- what the service asks for ---- */

static void
set_timer (RgmInstant at, gpointer data)
{
  Program *program = data;
  program->loop_at = at;
  arm (program);
}

static void
on_finished (LoopOutcome outcome, int shown, gpointer data)
{
  Program *program = data;
  GError *error = NULL;
  if (outcome == LOOP_ONCE_NO_SERVER)
    g_set_error (&error, RGM_ERROR, RGM_ERROR_NOTIFY,
                 _ ("no notification server runs on this desktop, so nothing was shown; "
                    "\"regimen\" lists what is due"));
  else if (outcome == LOOP_ONCE_FAILED)
    g_set_error (
      &error, RGM_ERROR, RGM_ERROR_NOTIFY,
      _ ("the notification server did not show every alert; \"regimen\" lists what is due"));
  else if (shown > 0)
    printf (P_ ("%d alert shown.\n", "%d alerts shown.\n", shown), shown);
  g_autoptr (GPtrArray) lost = store_lost_zones (program->store, 0, NULL);
  if (error == NULL && lost != NULL && lost->len > 0)
    g_set_error_literal (&error, RGM_ERROR, RGM_ERROR_ZONE, lost->pdata[0]);
  else if (error == NULL && shown == 0)
    puts (_ ("Nothing new is due."));
  end (program, error);
}

/* ---- signals ---- SIGTERM and SIGINT end the process within a second. They are received in a
 * separate thread, because the main thread may be waiting for another process that writes to the
 * database, or for a bus that hangs. Ending it there loses nothing: SQLite rolls back an open
 * transaction, and the next run of the service shows the alerts that were about to be shown. */

typedef struct {
  Program *program;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  gboolean asked;
} Signals;

static gboolean
end_by_signal (gpointer data)
{
  end (data, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
end_at_once (gpointer data)
{
  _exit (EXIT_SUCCESS);
}

static void
signals_attach (Signals *signals, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source, function, signals, NULL);
  g_source_attach (source, signals->context);
  g_source_unref (source);
}

static gboolean
on_signal (gpointer data)
{
  Signals *signals = data;
  if (signals->asked)
    return G_SOURCE_CONTINUE;
  signals->asked = TRUE;
  g_idle_add_full (G_PRIORITY_HIGH, end_by_signal, signals->program, NULL);
  signals_attach (signals, g_timeout_source_new (END_WAIT), end_at_once);
  return G_SOURCE_CONTINUE;
}

static gpointer
signals_listen (gpointer data)
{
  Signals *signals = data;
  g_main_loop_run (signals->loop);
  return NULL;
}

static void
signals_start (Signals *signals, Program *program)
{
  signals->program = program;
  signals->context = g_main_context_new ();
  signals->loop = g_main_loop_new (signals->context, FALSE);
  signals_attach (signals, g_unix_signal_source_new (SIGTERM), on_signal);
  signals_attach (signals, g_unix_signal_source_new (SIGINT), on_signal);
  signals->thread = g_thread_new ("signals", signals_listen, signals);
}

/* Runs in the thread of the signals, because g_main_loop_quit() has no effect on a loop that has
 * not begun to run. */
static gboolean
stop_listening (gpointer data)
{
  g_main_loop_quit (((Signals *)data)->loop);
  return G_SOURCE_REMOVE;
}

/* Ends the thread. From now on a signal ends the process in the usual way. */
static void
signals_stop (Signals *signals)
{
  signals_attach (signals, g_idle_source_new (), stop_listening);
  g_thread_join (signals->thread);
  g_main_loop_unref (signals->loop);
  g_main_context_unref (signals->context);
}

/* ---- one service for each database ---- */

#define LOCK_TRIES 5
/* Microseconds between two tries. A command that looks for a service takes the lock for a
 * moment. */
#define LOCK_PAUSE 50000

/* Takes the lock "DATABASE.lock". The kernel releases it when the process ends, even by a crash.
 * Returns: a file descriptor; -1 with RGM_ERROR_CONFLICT if another service holds the lock, or
 * RGM_ERROR_STORE. */
static int
take_lock (const char *database, GError **error)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  int file = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s could not be opened: %s"), path,
                 g_strerror (errno));
    return -1;
  }
  for (int i = 0; i < LOCK_TRIES; i++) {
    if (flock (file, LOCK_EX | LOCK_NB) == 0)
      return file;
    g_usleep (LOCK_PAUSE);
  }
  close (file);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("another regimend runs for %s, so this one has nothing to do"), database);
  return -1;
}

/* ---- beginning and end ---- */

static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[]
    = { { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->database,
          N_ ("the database, instead of $REGIMEN_DB or the usual one"), N_ ("FILE") },
        { "once", 0, 0, G_OPTION_ARG_NONE, &options->once, N_ ("show what is due now, then end"),
          NULL },
        { "probe", 0, 0, G_OPTION_ARG_NONE, &options->probe,
          N_ ("print which notification server there is, for \"regimen check\""), NULL },
        { "private", 0, 0, G_OPTION_ARG_NONE, &options->private_mode,
          N_ ("name no treatment, effect or place"), NULL },
        { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("print the version"), NULL },
        { NULL } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_summary (
    context, _ ("Shows the alerts of regimen as desktop notifications, until it is ended."));
  g_option_context_add_main_entries (context, entries, "regimen");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("unknown argument \"%s\"; see --help"),
                 (*argv)[1]);
  const char *path = g_getenv ("REGIMEN_DB");
  if (options->database == NULL)
    options->database
      = path != NULL && *path != '\0'
          ? g_strdup (path)
          : g_build_filename (g_get_user_data_dir (), "regimen", "regimen.db", NULL);
  return *argc <= 1;
}

static gboolean
watch (Program *program, GError **error)
{
  if (program->options.once) {
    program->give_up = g_timeout_add_seconds (SERVER_WAIT, on_give_up, program);
    return TRUE;
  }
  program->lock = take_lock (program->options.database, error);
  if (program->lock < 0)
    return FALSE;
  program->followers = followers_new (program->options.database, program->settings.check_hours,
                                      tick_followers, program);
  program->wakeup = wakeup_new (program->options.database, on_wakeup, program, error);
  return program->wakeup != NULL;
}

/* The log names nobody: "regimen check" does. */
static void
warn_of_lost_zones (const Program *program)
{
  g_autoptr (GPtrArray) lost = store_lost_zones (program->store, 0, NULL);
  if (!program->options.once && lost != NULL && lost->len > 0)
    g_warning ("a time zone on record is missing on this system, so some alerts cannot come; "
               "\"regimen check\" says more");
}

/* Opens everything and makes the first turn. The service creates a database that is missing, so
 * that it notices the first course; --once does not. */
static gboolean
begin (Program *program, GError **error)
{
  const Options *options = &program->options;
  const char *config = g_get_user_config_dir (), *language = g_get_language_names ()[0];
  g_autofree char *settings = g_build_filename (config, "regimen", "regimen.conf", NULL);
  g_autofree char *user_dir = g_build_filename (config, "regimen", "catalog.d", NULL);
  gboolean absent = access (options->database, F_OK) != 0;
  rgm_settings_init (&program->settings);
  g_autofree char *doubt = NULL;
  program->zone = rgm_clock_zone (&doubt, error);
  if (program->zone == NULL || !rgm_settings_load (settings, &program->settings, error))
    return FALSE;
  program->catalog
    = rgm_catalog_load (user_dir, g_str_equal (language, "C") ? NULL : language, error);
  if (program->catalog == NULL)
    return FALSE;
  program->store = rgm_store_open (
    options->database, options->once && absent ? RGM_STORE_READ : RGM_STORE_CREATE, error);
  if (program->store == NULL || !watch (program, error))
    return FALSE;
  warn_of_lost_zones (program);
  program->notifier = notifier_libnotify.start (on_notifier, program);
  ServiceSetup setup = {
    .catalog = program->catalog,
    .settings = &program->settings,
    .zone = program->zone,
    .private_mode = options->private_mode || program->settings.private_mode,
    .once = options->once,
    .beside = options->once && store_service_runs (options->database),
    .notifier_class = &notifier_libnotify,
    .notifier = program->notifier,
    .set_timer = set_timer,
    .finished = on_finished,
    .data = program,
  };
  program->service = service_new (&setup, program->store);
  turn (program, LOOP_START);
  tick_followers (program);
  return TRUE;
}

static void
clear (Program *program)
{
  gboolean hangs
    = program->notifier != NULL && !notifier_libnotify.stop (program->notifier, STOP_WAIT);
  if (program->give_up != 0)
    g_source_remove (program->give_up);
  g_clear_pointer (&program->wakeup, wakeup_free);
  g_clear_pointer (&program->followers, followers_free);
  g_clear_pointer (&program->service, service_free);
  g_clear_pointer (&program->store, rgm_store_close);
  g_clear_pointer (&program->catalog, rgm_catalog_free);
  g_clear_pointer (&program->loop, g_main_loop_unref);
  g_free (program->options.database);
  if (program->lock >= 0)
    close (program->lock);
  if (hangs) /* the thread of the notifier may never end */
    _exit (rgm_error_exit_status (program->error));
}

static int
run (Program *program)
{
  g_autoptr (GError) error = NULL;
  program->loop = g_main_loop_new (NULL, FALSE);
  Signals signals = { NULL };
  signals_start (&signals, program);
  program->frozen = g_getenv ("REGIMEN_NOW") != NULL;
  if (!begin (program, &error))
    program->error = g_steal_pointer (&error);
  else if (program->error == NULL)
    g_main_loop_run (program->loop);
  if (program->error != NULL)
    g_printerr ("regimend: %s\n", program->error->message);
  clear (program);
  signals_stop (&signals);
  /* If another service runs already, the login that started this one should see no failure. */
  gboolean second = g_error_matches (program->error, RGM_ERROR, RGM_ERROR_CONFLICT);
  int status = second ? EXIT_SUCCESS : rgm_error_exit_status (program->error);
  g_clear_error (&program->error);
  return status;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Program program = { .lock = -1, .loop_at = RGM_INSTANT_NONE, .follow_at = RGM_INSTANT_NONE };
  i18n_begin ();
  umask (077);
  if (!parse_options (&argc, &argv, &program.options, &error)) {
    g_printerr ("regimend: %s\n", error->message);
    g_free (program.options.database);
    return rgm_error_exit_status (error);
  }
  if (program.options.version || program.options.probe) {
    if (program.options.version)
      puts ("regimend " REGIMEN_VERSION);
    else
      probe_run ();
    g_free (program.options.database);
    return EXIT_SUCCESS;
  }
  return run (&program);
}
