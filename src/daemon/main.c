/* main.c: regimend: shows the alerts of a database as desktop notifications. Owns the clock: one
 * look at it for each turn. */
#include "base/i18n.h"
#include "daemon/ending.h"
#include "daemon/followers.h"
#include "daemon/lock.h"
#include "daemon/service.h"
#include "daemon/wakeup.h"

#include <regimen/clock.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SERVER_WAIT 3 /* seconds that --once waits for a server to appear */
#define STOP_WAIT 500 /* milliseconds for calls that hang on the bus */

typedef struct {
  char *database;
  gboolean once, private_mode, version;
} Options;

typedef struct {
  Options options;
  GMainLoop *loop;
  RgmCatalog *catalog;
  RgmSettings settings;
  Notifier *notifier;
  Service *service;
  Wakeup *wakeup;
  Followers *followers;          /* NULL: once */
  const RgmZone *zone;           /* of the machine */
  RgmInstant loop_at, follow_at; /* when the loop and the followers want to be woken */
  guint written;                 /* changes that the service made itself, last time it was looked */
  int lock;
  gboolean frozen; /* a clock that stands never comes to a later moment */
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

/* The service itself may have written: a button was pressed. */
static void
look_for_own_changes (Program *program)
{
  guint written = rgm_store_written (service_store (program->service));
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
  program->follow_at
    = followers_tick (program->followers, service_store (program->service), program->zone, now);
  arm (program);
}

/* ---- what wakes it ---- */

static void
reopen (Program *program)
{
  GError *error = NULL;
  RgmStore *store = rgm_store_open (program->options.database, RGM_STORE_CREATE, &error);
  if (store == NULL) {
    end (program, error);
    return;
  }
  service_set_store (program->service, store);
  program->written = 0;
  turn (program, LOOP_RECORD);
  followers_changed (program->followers);
}

static void
on_wakeup (WakeupKind kind, gpointer data)
{
  Program *program = data;
  if (kind == WAKEUP_REPLACED)
    reopen (program);
  else if (kind == WAKEUP_MOMENT) {
    turn (program, LOOP_WAKE);
    tick_followers (program);
  } else if (service_record_changed (program->service)) {
    turn (program, LOOP_RECORD);
    followers_changed (program->followers);
  }
}

/* The popups went with the bus. */
static void
lose_bus (Program *program, const char *why, RgmInstant now)
{
  const NotifierEvent down = { .kind = NOTIFIER_DOWN };
  service_notified (program->service, &down, now);
  end (program, g_error_new (RGM_ERROR, RGM_ERROR_NOTIFY,
                             _ ("no desktop session to show alerts on: %s"), why));
}

static void
on_notifier (const NotifierEvent *event, gpointer data)
{
  Program *program = data;
  RgmInstant now;
  if (!read_clock (program, &now))
    return;
  if (event->kind == NOTIFIER_LOST)
    lose_bus (program, event->text, now);
  else
    service_notified (program->service, event, now);
  look_for_own_changes (program);
}

static gboolean
on_signal (gpointer data)
{
  end (data, NULL);
  return G_SOURCE_REMOVE;
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
  else if (shown == 0)
    puts (_ ("Nothing new is due."));
  else
    printf (P_ ("%d alert shown.\n", "%d alerts shown.\n", shown), shown);
  end (program, error);
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
  return *argc <= 1;
}

static void
default_database (Options *options)
{
  const char *path = g_getenv ("REGIMEN_DB");
  if (options->database != NULL)
    return;
  options->database = path != NULL && *path != '\0'
                        ? g_strdup (path)
                        : g_build_filename (g_get_user_data_dir (), "regimen", "regimen.db", NULL);
}

static gboolean
load_facts (Program *program, GError **error)
{
  const char *config = g_get_user_config_dir (), *language = g_get_language_names ()[0];
  g_autofree char *settings = g_build_filename (config, "regimen", "regimen.conf", NULL);
  g_autofree char *user_dir = g_build_filename (config, "regimen", "catalog.d", NULL);
  rgm_settings_init (&program->settings);
  if (!rgm_settings_load (settings, &program->settings, error))
    return FALSE;
  program->catalog
    = rgm_catalog_load (user_dir, g_str_equal (language, "C") ? NULL : language, error);
  return program->catalog != NULL;
}

/* A look does not make a database; the service does, so that it sees the first course. */
static RgmStore *
open_store (const Program *program, GError **error)
{
  gboolean absent = access (program->options.database, F_OK) != 0;
  RgmStoreMode mode = program->options.once && absent ? RGM_STORE_READ : RGM_STORE_CREATE;
  return rgm_store_open (program->options.database, mode, error);
}

static gboolean
watch (Program *program, GError **error)
{
  if (program->options.once) {
    program->give_up = g_timeout_add_seconds (SERVER_WAIT, on_give_up, program);
    return TRUE;
  }
  program->lock = service_lock (program->options.database, error);
  if (program->lock < 0)
    return FALSE;
  program->followers = followers_new (program->options.database, program->settings.check_hours,
                                      tick_followers, program);
  program->wakeup = wakeup_new (program->options.database, on_wakeup, program, error);
  return program->wakeup != NULL;
}

static void
make_service (Program *program, const RgmZone *zone, RgmStore *store)
{
  program->notifier = notifier_libnotify.start (on_notifier, program);
  ServiceSetup setup = {
    .catalog = program->catalog,
    .settings = &program->settings,
    .zone = zone,
    .private_mode = program->options.private_mode || program->settings.private_mode,
    .once = program->options.once,
    .beside = program->options.once && rgm_service_runs (program->options.database),
    .notifier_class = &notifier_libnotify,
    .notifier = program->notifier,
    .set_timer = set_timer,
    .finished = on_finished,
    .data = program,
  };
  program->service = service_new (&setup, store);
}

static gboolean
begin (Program *program, GError **error)
{
  const RgmZone *zone = rgm_clock_zone (error);
  if (zone == NULL || !load_facts (program, error))
    return FALSE;
  g_autoptr (RgmStore) store = open_store (program, error);
  if (store == NULL || !watch (program, error))
    return FALSE;
  program->zone = zone;
  make_service (program, zone, g_steal_pointer (&store));
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
  g_clear_pointer (&program->catalog, rgm_catalog_free);
  g_clear_pointer (&program->loop, g_main_loop_unref);
  g_free (program->options.database);
  if (program->lock >= 0)
    close (program->lock);
  if (hangs) /* the thread cannot be waited for */
    _exit (rgm_error_exit_status (program->error));
}

static int
run (Program *program)
{
  g_autoptr (GError) error = NULL;
  program->loop = g_main_loop_new (NULL, FALSE);
  Ending *ending = ending_new (on_signal, program);
  program->frozen = g_getenv ("REGIMEN_NOW") != NULL;
  default_database (&program->options);
  if (!begin (program, &error))
    program->error = g_steal_pointer (&error);
  else if (program->error == NULL)
    g_main_loop_run (program->loop);
  if (program->error != NULL)
    g_printerr ("regimend: %s\n", program->error->message);
  clear (program);
  ending_free (ending);
  /* another one does the work: for whoever starts it at login, all is well */
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
  if (program.options.version) {
    puts ("regimend " REGIMEN_VERSION);
    g_free (program.options.database);
    return EXIT_SUCCESS;
  }
  return run (&program);
}
