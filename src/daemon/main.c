/* main.c: regimend shows the alerts of a database as desktop notifications. This file owns the
 * clock, which it reads once for each turn, and the process: options, signals, the lock, start and
 * end, and opening the record and the settings again when they change. */
#include "base/i18n.h"
#include "base/program.h"
#include "base/text.h"
#include "daemon/backup-maker.h"
#include "daemon/followers.h"
#include "daemon/page-opener.h"
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
#define SLOW_WAIT 40  /* how many seconds --once waits for the answer of a server that is there */
/* how many milliseconds to wait at the end for a call that hangs on the bus */
#define STOP_WAIT 500
#define END_WAIT 700 /* how many milliseconds after a signal the process ends at the latest */

typedef struct {
  char *database;
  char *record; /* nullable: @database, if the commands in alerts have to name it */
  gboolean once, private_mode, probe, version;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->database);
  g_free (options->record);
}

typedef struct {
  Options options;
  GMainLoop *loop;
  RgmCatalog *catalog;
  RgmSettings settings;
  Notifier *notifier;
  RgmStore *store;
  Service *service;
  Wakeup *wakeup;
  Followers *followers; /* NULL with --once */
  BackupMaker *backups; /* likewise */
  PageOpener *pages;    /* likewise */
  const RgmZone *zone;  /* of the machine */
  /* when the loop, the followers and the backup maker want to be woken */
  RgmInstant loop_at, follow_at, backup_at;
  /* Why the record cannot be opened, in words for the user; NULL if it is open. Until it can be
   * opened, an empty record in memory is used. */
  char *record_trouble;
  RgmInstant reopen_at; /* when to try to open the record again */
  char *settings_path;
  guint written;   /* how many changes this process had made by the end of the last turn */
  int lock;        /* the open lock file; -1: none */
  gboolean frozen; /* REGIMEN_NOW stops the clock, so the timer is of no use */
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
  const RgmInstant others[] = { program->follow_at, program->backup_at, program->reopen_at };
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i] != RGM_INSTANT_NONE && (at == RGM_INSTANT_NONE || others[i] < at))
      at = others[i];
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

static void
tell_of_change (Program *program)
{
  if (program->followers != NULL)
    followers_changed (program->followers);
  if (program->backups != NULL)
    backup_maker_changed (program->backups);
}

/* Tells the followers and the backup maker if this process has written to the record, for example
 * because the user pressed a button. Changes by other processes are noticed by wakeup.c. */
static void
look_for_own_changes (Program *program)
{
  guint written = store_written (program->store);
  if (written != program->written)
    tell_of_change (program);
  program->written = written;
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

static void
tick_backups (gpointer data)
{
  Program *program = data;
  gboolean wanted = program->settings.daily_backup && program->record_trouble == NULL;
  RgmInstant now;
  if (program->backups == NULL || !read_clock (program, &now))
    return;
  program->backup_at = backup_maker_tick (program->backups, wanted, program->zone, now);
  arm (program);
}

/* ---- one service for each database ---- */

#define LOCK_TRIES 5
/* Microseconds between two tries. The lock may be taken only for a moment, by a command that looks
 * for a service. */
#define LOCK_PAUSE 50000

static void
release_lock (Program *program)
{
  if (program->lock >= 0)
    close (program->lock);
  program->lock = -1;
}

/* Takes the lock of the database, unless this process holds it already. The kernel releases the
 * lock when the process ends, even by a crash. Returns: FALSE with RGM_ERROR_CONFLICT if another
 * service holds the lock, or with RGM_ERROR_STORE. */
static gboolean
take_lock (Program *program, GError **error)
{
  g_autofree char *path = store_lock_path (program->options.database);
  struct stat held, there;
  if (program->lock >= 0 && fstat (program->lock, &held) == 0 && stat (path, &there) == 0
      && held.st_ino == there.st_ino && held.st_dev == there.st_dev)
    return TRUE;
  release_lock (program);
  program->lock = store_lock_open (program->options.database, error);
  if (program->lock < 0)
    return FALSE;
  for (int i = 0; i < LOCK_TRIES; i++) {
    if (flock (program->lock, LOCK_EX | LOCK_NB) == 0)
      return TRUE;
    g_usleep (LOCK_PAUSE);
  }
  release_lock (program);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("another regimend is already running for %s; this one is not needed"),
               program->options.database);
  return FALSE;
}

/* If the lock file was removed, or replaced by another one, another service may have begun to show
 * the same alerts: the two would close each other's popups without end. So the lock is taken again
 * before anything is shown. Returns: FALSE if another service has it; then this one ends. */
static gboolean
keep_lock (Program *program)
{
  g_autoptr (GError) error = NULL;
  if (program->lock < 0 || take_lock (program, &error))
    return TRUE;
  g_warning ("its lock was removed, and could not be taken again: %s", error->message);
  if (!g_error_matches (error, RGM_ERROR, RGM_ERROR_CONFLICT))
    return TRUE; /* for example because the folder is gone */
  end (program, g_steal_pointer (&error));
  return FALSE;
}

static void
turn (Program *program, LoopEventKind event)
{
  RgmInstant now;
  if (!keep_lock (program) || !read_clock (program, &now))
    return;
  service_turn (program->service, event, now);
  look_for_own_changes (program);
}

/* ---- the record and the settings ---- */

#define REOPEN 60 /* seconds after which a record that could not be opened is tried again */

/* Opens the record that is there now. If it cannot be opened, the service goes on with an empty
 * record in memory, tells the user, and tries again later, so that alerts come again as soon as
 * possible. @gone: there is no file, and none is created, because the user may put one there.
 * Returns: FALSE if the program has to end, because another service has the record, or because the
 * lock file cannot be opened, for example if it belongs to another user. */
static gboolean
open_record (Program *program, gboolean gone, RgmInstant now)
{
  const char *path = program->options.database;
  g_autoptr (GError) error = NULL, lock_error = NULL;
  /* The old record is closed first: if one process has the same file open twice, SQLite goes on
   * using the files beside it that were opened first, although they may have been removed since. */
  g_clear_pointer (&program->store, rgm_store_close);
  RgmStore *store = gone ? NULL : rgm_store_open (path, RGM_STORE_CREATE, &error);
  if (gone)
    release_lock (program);
  else if (!take_lock (program, &lock_error) && store != NULL)
    g_clear_pointer (&store, rgm_store_close);
  program->store = store != NULL ? store : rgm_store_open (path, RGM_STORE_TRY, NULL);
  program->written = 0;
  if (program->service != NULL)
    service_set_store (program->service, program->store);
  if (g_error_matches (lock_error, RGM_ERROR, RGM_ERROR_CONFLICT)
      || (lock_error != NULL && error == NULL)) {
    end (program, g_steal_pointer (&lock_error));
    return FALSE;
  }
  g_clear_pointer (&program->record_trouble, g_free);
  program->reopen_at = store == NULL && !gone ? now + REOPEN : RGM_INSTANT_NONE;
  g_autofree char *check = text_command (program->options.record, NULL, "check");
  if (gone)
    program->record_trouble = g_strdup_printf (
      _ ("%s is missing, so there can be no reminders.\nTo find out more: %s"), path, check);
  else if (store == NULL)
    program->record_trouble
      = g_strdup_printf (_ ("The record cannot be opened: %s\nTo find out more: %s"),
                         error != NULL ? error->message : path, check);
  if (program->record_trouble != NULL)
    g_warning ("%s", error != NULL ? error->message : "the record does not exist");
  return TRUE;
}

static void
tell_record (Program *program)
{
  service_trouble (program->service, LOOP_NO_RECORD, _ ("Reminders have stopped"),
                   program->record_trouble);
}

/* If the settings are not accepted, the previous ones stay in force. If there are none yet, private
 * mode stays on, because the settings may ask for it. Returns: (transfer full) (nullable): what is
 * wrong, for the user. */
static char *
read_settings (Program *program)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  rgm_settings_init (&settings);
  if (rgm_settings_load (program->settings_path, &settings, &error)) {
    program->settings = settings;
    return NULL;
  }
  g_warning ("%s", error->message);
  return g_strdup_printf (
    _ ("%s\nUntil this is fixed, the settings in this file do not take effect."), error->message);
}

/* Loads the catalog. If a file with treatments of the user's own has a mistake, the service uses
 * the catalog without these files: reminders must not stop because of it. Returns: (transfer full)
 * (nullable): what to tell the user about it. */
static char *
load_catalog (Program *program, GError **error)
{
  const char *first = g_get_language_names ()[0];
  const char *language = g_str_equal (first, "C") ? NULL : first;
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "regimen", "catalog.d", NULL);
  g_autoptr (GError) problem = NULL;
  program->catalog = rgm_catalog_load (own, language, &problem);
  if (program->catalog != NULL)
    return NULL;
  if (program->options.once) { /* the person who typed the command can mend it */
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  g_warning ("%s", problem->message);
  program->catalog = rgm_catalog_load (NULL, language, error);
  return g_strdup_printf (
    _ ("%s\nUntil this is fixed and the service is started again, nothing is said about them."),
    problem->message);
}

static void
tell_settings (Program *program, const char *text)
{
  service_trouble (program->service, LOOP_BAD_SETTINGS, _ ("Settings are not accepted"), text);
}

/* ---- what wakes the service ---- */

static void
reopen (Program *program, gboolean gone)
{
  RgmInstant now;
  if (!read_clock (program, &now) || !open_record (program, gone, now))
    return;
  tell_record (program);
  turn (program, LOOP_REPLACED);
  followers_changed (program->followers);
  backup_maker_replaced (program->backups);
  arm (program);
}

static void
on_wakeup (WakeupKind kind, gpointer data)
{
  Program *program = data;
  gboolean waits = program->reopen_at != RGM_INSTANT_NONE, grown = FALSE;
  g_autofree char *wrong = NULL;
  RgmInstant now;
  switch (kind) {
  case WAKEUP_MOMENT:
    if (waits)
      reopen (program, FALSE);
    else
      turn (program, LOOP_WAKE);
    tick_followers (program);
    tick_backups (program);
    break;
  case WAKEUP_FILE:
    if (waits
        || (program->record_trouble == NULL
            && (!store_has_own_files (program->store)
                || !store_is_same_record (program->store, &grown)))) {
      reopen (program, FALSE);
    } else if (program->record_trouble == NULL
               && (service_record_changed (program->service) || grown)) {
      if (!store_has_own_version (program->store)) {
        reopen (program, FALSE);
        break;
      }
      turn (program, LOOP_RECORD);
      tell_of_change (program);
    }
    break;
  case WAKEUP_REPLACED:
  case WAKEUP_GONE:
    reopen (program, kind == WAKEUP_GONE);
    break;
  case WAKEUP_SETTINGS:
    if (!read_clock (program, &now))
      break;
    wrong = read_settings (program);
    tell_settings (program, wrong);
    followers_set_check_hours (program->followers, program->settings.check_hours);
    service_set_privacy (program->service,
                         program->options.private_mode || program->settings.private_mode, now);
    tick_backups (program);
    break;
  }
}

static gboolean
on_give_up (gpointer data)
{
  Program *program = data;
  program->give_up = 0;
  turn (program, LOOP_GIVE_UP);
  return G_SOURCE_REMOVE;
}

static void
on_notifier (const NotifierEvent *event, gpointer data)
{
  Program *program = data;
  const NotifierEvent down = { .kind = NOTIFIER_DOWN };
  RgmInstant now;
  if (event->kind == NOTIFIER_FOUND && program->give_up != 0) {
    g_source_remove (program->give_up);
    program->give_up = g_timeout_add_seconds (SLOW_WAIT, on_give_up, program);
  }
  if (event->kind == NOTIFIER_FOUND || event->kind == NOTIFIER_STARTS || !keep_lock (program)
      || !read_clock (program, &now))
    return;
  /* Without the bus there is no server, and all popups are gone. */
  service_notified (program->service, event->kind == NOTIFIER_LOST ? &down : event, now);
  if (event->kind == NOTIFIER_LOST) {
    if (!program->options.once)
      g_message ("%s", event->text); /* for the log of the service */
    end (program,
         g_error_new (RGM_ERROR, RGM_ERROR_NOTIFY,
                      _ ("no desktop session was found: alerts need one (see regimen check)")));
  }
  look_for_own_changes (program);
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
  else if (outcome == LOOP_ONCE_UNWRITTEN)
    g_set_error (&error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("the record could not be written, so not every alert was shown; \"regimen\" "
                    "lists what is due"));
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

/* ---- signals ----
 *
 * SIGTERM and SIGINT end the process within a second. They are received in a separate thread,
 * because the main thread may be waiting for another process that writes to the database, or for a
 * bus that hangs. Nothing is lost if the process ends while the main thread waits: SQLite rolls
 * back an open transaction, and the next run of the service shows the alerts that were about to be
 * shown. */

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

/* Runs in the thread of the signals, because g_main_loop_quit() has no effect on a loop that is not
 * running yet. */
static gboolean
stop_listening (gpointer data)
{
  g_main_loop_quit (((Signals *)data)->loop);
  return G_SOURCE_REMOVE;
}

/* Ends the thread of the signals. From now on a signal ends the process in the usual way. */
static void
signals_stop (Signals *signals)
{
  signals_attach (signals, g_idle_source_new (), stop_listening);
  g_thread_join (signals->thread);
  g_main_loop_unref (signals->loop);
  g_main_context_unref (signals->context);
}

/* ---- pages ---- */

static void
on_page_failed (guint64 token, const char *why, gpointer data)
{
  Program *program = data;
  RgmInstant now;
  g_warning ("the details of an alert could not be opened: %s", why);
  if (read_clock (program, &now))
    service_page_failed (program->service, token, now);
}

static void
open_page (const char *name, const char *const *doses, gboolean private_mode,
           const char *activation, guint64 token, gpointer data)
{
  page_open (((Program *)data)->pages, name, doses, private_mode, activation, token);
}

static void
remove_page (const char *name, gpointer data)
{
  page_remove (((Program *)data)->pages, name);
}

/* ---- beginning and end ---- */

static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[]
    = { { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->database,
          N_ ("the database, instead of $REGIMEN_DB or the usual one"), N_ ("FILE") },
        { "once", 0, 0, G_OPTION_ARG_NONE, &options->once, N_ ("show what is due now, then exit"),
          NULL },
        { "probe", 0, 0, G_OPTION_ARG_NONE, &options->probe,
          N_ ("print which notification server there is, for \"regimen check\""), NULL },
        { "private", 0, 0, G_OPTION_ARG_NONE, &options->private_mode,
          N_ ("name no treatment, effect or place"), NULL },
        { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("print the version"), NULL },
        { NULL } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_summary (
    context, _ ("Shows the alerts of regimen as desktop notifications, until it is stopped."));
  g_option_context_add_main_entries (context, entries, "regimen");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("unknown argument \"%s\"; see --help"),
                 (*argv)[1]);
  const char *path = g_getenv ("REGIMEN_DB");
  char *usual = path != NULL && *path != '\0'
                  ? g_strdup (path)
                  : g_build_filename (g_get_user_data_dir (), "regimen", "regimen.db", NULL);
  if (options->database == NULL)
    options->database = g_steal_pointer (&usual);
  else if (!g_str_equal (options->database, usual))
    options->record = g_canonicalize_filename (options->database, NULL);
  g_free (usual);
  return *argc <= 1;
}

/* --once opens the database that is there and creates none. The service creates a missing database,
 * so that it notices when the first course is added. */
static gboolean
open_all (Program *program, GError **error)
{
  const Options *options = &program->options;
  gboolean absent = access (options->database, F_OK) != 0;
  RgmInstant now;
  if (options->once) {
    program->give_up = g_timeout_add_seconds (SERVER_WAIT, on_give_up, program);
    program->store
      = rgm_store_open (options->database, absent ? RGM_STORE_READ : RGM_STORE_CREATE, error);
    return program->store != NULL
           && rgm_settings_load (program->settings_path, &program->settings, error);
  }
  if (!rgm_clock_now (&now, error) || !open_record (program, FALSE, now))
    return FALSE;
  program->followers
    = followers_new (options->database, program->settings.check_hours, tick_followers, program);
  program->backups = backup_maker_new (options->database, tick_backups, program);
  program->wakeup
    = wakeup_new (options->database, program->settings_path, on_wakeup, program, error);
  return program->wakeup != NULL;
}

/* The log names no patient; "regimen check" does. */
static void
warn_of_lost_zones (const Program *program)
{
  g_autoptr (GPtrArray) lost = store_lost_zones (program->store, 0, NULL);
  if (!program->options.once && lost != NULL && lost->len > 0)
    g_warning ("a time zone on record is missing on this system, so some alerts cannot come; "
               "\"regimen check\" says more");
}

/* Opens everything and makes the first turn. */
static gboolean
begin (Program *program, GError **error)
{
  const Options *options = &program->options;
  const char *config = g_get_user_config_dir ();
  g_autofree char *own_wrong = NULL;
  program->settings_path = g_build_filename (config, "regimen", "regimen.conf", NULL);
  rgm_settings_init (&program->settings);
  program->settings.private_mode = !options->once; /* until the settings have been read */
  g_autofree char *wrong = options->once ? NULL : read_settings (program), *doubt = NULL;
  program->zone = rgm_clock_zone (&doubt, error);
  if (program->zone == NULL)
    return FALSE;
  own_wrong = load_catalog (program, error);
  if (program->catalog == NULL || !open_all (program, error))
    return FALSE;
  warn_of_lost_zones (program);
  program->notifier = notifier_libnotify.start (on_notifier, program);
  ServiceSetup setup = {
    .catalog = program->catalog,
    .settings = &program->settings,
    .zone = program->zone,
    .record = options->record,
    .private_mode = options->private_mode || program->settings.private_mode,
    .once = options->once,
    .beside = options->once && store_service_runs (options->database),
    .notifier_class = &notifier_libnotify,
    .notifier = program->notifier,
    .open_page = options->once ? NULL : open_page,
    .remove_page = options->once ? NULL : remove_page,
    .set_timer = set_timer,
    .finished = on_finished,
    .data = program,
  };
  if (!options->once)
    program->pages = page_opener_new (options->database, on_page_failed, program);
  program->service = service_new (&setup, program->store);
  if (!options->once) {
    tell_record (program);
    tell_settings (program, wrong);
    if (own_wrong != NULL)
      service_trouble (program->service, LOOP_BAD_CATALOG,
                       _ ("Treatments of your own are not accepted"), own_wrong);
  }
  turn (program, LOOP_START);
  tick_followers (program);
  tick_backups (program);
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
  g_clear_pointer (&program->backups, backup_maker_free);
  g_clear_pointer (&program->pages, page_opener_free);
  g_clear_pointer (&program->service, service_free);
  g_clear_pointer (&program->store, rgm_store_close);
  g_clear_pointer (&program->catalog, rgm_catalog_free);
  g_clear_pointer (&program->loop, g_main_loop_unref);
  options_clear (&program->options);
  g_free (program->settings_path);
  g_free (program->record_trouble);
  release_lock (program);
  if (hangs) /* the thread of the notifier may never end */
    _exit (rgm_error_exit_status (program->error));
}

static void
print_error (const char *program, const GError *error)
{
  g_autofree char *shown = text_harmless (error->message);
  g_printerr ("%s: %s\n", program, g_strdelimit (shown, "\n", ' '));
}

static int
run (Program *program)
{
  g_autoptr (GError) error = NULL;
  program->loop = g_main_loop_new (NULL, FALSE);
  Signals signals = { NULL };
  signals_start (&signals, program);
  program->frozen = g_getenv ("REGIMEN_NOW") != NULL;
  if (!begin (program, &error) && program->error == NULL)
    program->error = g_steal_pointer (&error);
  else if (program->error == NULL)
    g_main_loop_run (program->loop);
  /* If another service is already running, this one ends without a failure, so that the desktop
   * session that started it reports none. */
  gboolean second = g_error_matches (program->error, RGM_ERROR, RGM_ERROR_CONFLICT);
  if (program->error != NULL && (!second || isatty (STDERR_FILENO)))
    print_error (program->options.once ? "regimen" : "regimend", program->error);
  clear (program);
  signals_stop (&signals);
  int status = second ? EXIT_SUCCESS : rgm_error_exit_status (program->error);
  g_clear_error (&program->error);
  return status;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Program program = { .lock = -1,
                      .loop_at = RGM_INSTANT_NONE,
                      .follow_at = RGM_INSTANT_NONE,
                      .backup_at = RGM_INSTANT_NONE,
                      .reopen_at = RGM_INSTANT_NONE };
  i18n_begin ();
  if (!program_begin (&error) || !parse_options (&argc, &argv, &program.options, &error)) {
    print_error ("regimend", error);
    options_clear (&program.options);
    return rgm_error_exit_status (error);
  }
  if (program.options.version || program.options.probe) {
    if (program.options.version)
      puts ("regimend " REGIMEN_VERSION);
    else
      probe_run ();
    options_clear (&program.options);
    return EXIT_SUCCESS;
  }
  return run (&program);
}
