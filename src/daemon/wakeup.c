/* wakeup.c: wakes the service: one timer on the wall clock, one watch on the folder of the
 * database, and the signal of logind after a suspend. */
#include "daemon/wakeup.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define WATCHED (IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO)
/* How many milliseconds after a write the record is looked at again. If the writer keeps the file
 * open, nothing else tells when its transaction is committed. */
#define SETTLE 1000
/* 2200-01-01: the timer always runs, because only a running timer tells that the clock was set. */
#define NEVER G_GINT64_CONSTANT (7258118400)

struct _Wakeup {
  WakeupCallback callback;
  gpointer data;
  char *name; /* of the database in its folder */
  int timer, folder;
  guint timer_source, folder_source, settle_source;
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

/* Reading fails with ECANCELED if the clock was set. That is a reason to look as well. */
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

/* Reads all queued events and reports them as one. A write is noticed before its transaction is
 * committed, so the record is looked at now and again a moment later. */
static gboolean
on_folder (int fd, GIOCondition condition, gpointer data)
{
  Wakeup *wakeup = data;
  gboolean changed = FALSE, replaced = FALSE;
  union {
    struct inotify_event align;
    char bytes[4096];
  } buffer;
  gsize own = strlen (wakeup->name);
  ssize_t length;
  while ((length = read (fd, buffer.bytes, sizeof buffer.bytes)) > 0)
    for (ssize_t i = 0; i < length;) {
      const struct inotify_event *event = (const void *)(buffer.bytes + i);
      const char *name = event->len > 0 ? event->name : "";
      /* "regimen.db" and "regimen.db-wal" are the database; other files of the folder are not */
      gboolean begins = strncmp (name, wakeup->name, own) == 0;
      gboolean file = begins && name[own] == '\0';
      gboolean log = begins && g_str_equal (name + own, "-wal");
      changed = changed || file || log || (event->mask & IN_Q_OVERFLOW);
      replaced = replaced || (file && (event->mask & (IN_CREATE | IN_MOVED_TO)));
      i += (ssize_t)(sizeof *event + event->len);
    }
  if (replaced) {
    wakeup->callback (WAKEUP_REPLACED, wakeup->data);
  } else if (changed) {
    if (wakeup->settle_source == 0)
      wakeup->settle_source = g_timeout_add (SETTLE, on_settled, wakeup);
    wakeup->callback (WAKEUP_FILE, wakeup->data);
  }
  return G_SOURCE_CONTINUE;
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
    return; /* there is none, or @wakeup was freed meanwhile */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  wakeup->system_bus = bus;
  wakeup->sleep_signal = g_dbus_connection_signal_subscribe (
    bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
    "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_prepare_for_sleep, wakeup, NULL);
}

/* ---- */

Wakeup *
wakeup_new (const char *path, WakeupCallback callback, gpointer data, GError **error)
{
  g_autoptr (Wakeup) wakeup = g_new0 (Wakeup, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  const char *failed = NULL;
  wakeup->callback = callback;
  wakeup->data = data;
  wakeup->cancellable = g_cancellable_new ();
  wakeup->name = g_path_get_basename (path);
  wakeup->folder = -1;
  wakeup->timer = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (wakeup->timer < 0)
    failed = "timer";
  else if ((wakeup->folder = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK)) < 0
           || inotify_add_watch (wakeup->folder, folder, WATCHED) < 0)
    failed = folder;
  if (failed != NULL) {
    int code = errno;
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", failed,
                 g_strerror (code));
    return NULL;
  }
  wakeup->timer_source = g_unix_fd_add (wakeup->timer, G_IO_IN, on_timer, wakeup);
  wakeup_set (wakeup, RGM_INSTANT_NONE);
  wakeup->folder_source = g_unix_fd_add (wakeup->folder, G_IO_IN, on_folder, wakeup);
  g_bus_get (G_BUS_TYPE_SYSTEM, wakeup->cancellable, on_system_bus, wakeup);
  return g_steal_pointer (&wakeup);
}

static void
close_watch (guint source, int fd)
{
  if (source != 0)
    g_source_remove (source);
  if (fd >= 0)
    close (fd);
}

void
wakeup_free (Wakeup *wakeup)
{
  if (wakeup == NULL)
    return;
  close_watch (wakeup->timer_source, wakeup->timer);
  close_watch (wakeup->folder_source, wakeup->folder);
  if (wakeup->settle_source != 0)
    g_source_remove (wakeup->settle_source);
  g_cancellable_cancel (wakeup->cancellable);
  g_clear_object (&wakeup->cancellable);
  if (wakeup->system_bus != NULL)
    g_dbus_connection_signal_unsubscribe (wakeup->system_bus, wakeup->sleep_signal);
  g_clear_object (&wakeup->system_bus);
  g_free (wakeup->name);
  g_free (wakeup);
}
