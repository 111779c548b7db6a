/* wakeup.c: wakes the service: with a timer on the wall clock, a watch on the path of the database
 * and one on that of the settings, and the signal of logind after a suspend. */
#include "daemon/wakeup.h"

#include "daemon/path-watch.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* How many milliseconds after a write to look at the record again. If the writer keeps the file
 * open, there is no other sign that its transaction has been committed. */
#define SETTLE 1000
/* 2200-01-01: the timer always runs, because only a running timer tells that the clock was set. */
#define NEVER G_GINT64_CONSTANT (7258118400)

struct _Wakeup {
  WakeupCallback callback;
  gpointer data;
  PathWatch *database, *settings;
  int timer;
  guint timer_source, settle_source;
  GCancellable *cancellable;
  GDBusConnection *system_bus;
  guint sleep_signal;
};

/* ---- the moment ---- */

void
wakeup_set (Wakeup *wakeup, RgmInstant at)
{
  struct itimerspec when = { .it_value.tv_sec = at == RGM_INSTANT_NONE ? NEVER : MAX (at, 1) };
  int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
  if (timerfd_settime (wakeup->timer, flags, &when, NULL) != 0 && errno != ECANCELED)
    g_warning ("the timer could not be set: %s", g_strerror (errno));
}

/* Reading fails with ECANCELED if the clock was set, which is also a reason to wake the service. */
static gboolean
on_timer (int fd, GIOCondition condition, gpointer data)
{
  Wakeup *wakeup = data;
  guint64 expirations;
  if (read (fd, &expirations, sizeof expirations) < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  wakeup_set (wakeup, RGM_INSTANT_NONE);
  wakeup->callback (WAKEUP_MOMENT, wakeup->data);
  return G_SOURCE_CONTINUE;
}

/* ---- the file ---- */

static gboolean
on_settled (gpointer data)
{
  Wakeup *wakeup = data;
  wakeup->settle_source = 0;
  wakeup->callback (WAKEUP_FILE, wakeup->data);
  return G_SOURCE_REMOVE;
}

/* A write is noticed before its transaction is committed, so the callback is called at once, and
 * once more a moment later. */
static void
on_database (PathChange change, gpointer data)
{
  static const WakeupKind kinds[] = {
    [PATH_WRITTEN] = WAKEUP_FILE, [PATH_REPLACED] = WAKEUP_REPLACED, [PATH_GONE] = WAKEUP_GONE
  };
  Wakeup *wakeup = data;
  if (change == PATH_WRITTEN && wakeup->settle_source == 0)
    wakeup->settle_source = g_timeout_add (SETTLE, on_settled, wakeup);
  wakeup->callback (kinds[change], wakeup->data);
}

static void
on_settings (PathChange change, gpointer data)
{
  Wakeup *wakeup = data;
  wakeup->callback (WAKEUP_SETTINGS, wakeup->data);
}

/* ---- the end of a suspend ---- */

static void
on_prepare_for_sleep (GDBusConnection *bus, const char *sender, const char *path,
                      const char *interface, const char *signal, GVariant *parameters,
                      gpointer data)
{
  Wakeup *wakeup = data;
  gboolean begins = TRUE;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &begins);
  if (!begins)
    wakeup->callback (WAKEUP_MOMENT, wakeup->data);
}

/* If there is no system bus, the timer is enough, because it also fires after a suspend. */
static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  Wakeup *wakeup = data;
  if (bus == NULL)
    return; /* there is no system bus, or @wakeup was freed meanwhile */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  wakeup->system_bus = bus;
  wakeup->sleep_signal = g_dbus_connection_signal_subscribe (
    bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
    "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_prepare_for_sleep, wakeup, NULL);
}

/* ---- */

Wakeup *
wakeup_new (const char *database, const char *settings, WakeupCallback callback, gpointer data,
            GError **error)
{
  g_autoptr (Wakeup) wakeup = g_new0 (Wakeup, 1);
  wakeup->callback = callback;
  wakeup->data = data;
  wakeup->cancellable = g_cancellable_new ();
  wakeup->timer = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (wakeup->timer < 0) {
    int code = errno;
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "timer: %s",
                 g_strerror (code));
    return NULL;
  }
  wakeup->database = path_watch_new (database, "-wal", on_database, wakeup, error);
  if (wakeup->database == NULL)
    return NULL;
  wakeup->settings = path_watch_new (settings, NULL, on_settings, wakeup, error);
  if (wakeup->settings == NULL)
    return NULL;
  wakeup->timer_source = g_unix_fd_add (wakeup->timer, G_IO_IN, on_timer, wakeup);
  wakeup_set (wakeup, RGM_INSTANT_NONE);
  g_bus_get (G_BUS_TYPE_SYSTEM, wakeup->cancellable, on_system_bus, wakeup);
  return g_steal_pointer (&wakeup);
}

void
wakeup_free (Wakeup *wakeup)
{
  if (wakeup == NULL)
    return;
  if (wakeup->timer_source != 0)
    g_source_remove (wakeup->timer_source);
  if (wakeup->timer >= 0)
    close (wakeup->timer);
  g_clear_pointer (&wakeup->database, path_watch_free);
  g_clear_pointer (&wakeup->settings, path_watch_free);
  if (wakeup->settle_source != 0)
    g_source_remove (wakeup->settle_source);
  g_cancellable_cancel (wakeup->cancellable);
  g_clear_object (&wakeup->cancellable);
  if (wakeup->system_bus != NULL)
    g_dbus_connection_signal_unsubscribe (wakeup->system_bus, wakeup->sleep_signal);
  g_clear_object (&wakeup->system_bus);
  g_free (wakeup);
}
