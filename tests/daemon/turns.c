/* turns.c: laid under regimend by LD_PRELOAD: what its main thread does between two waits in
 * poll() or ppoll(). Writes to the file $REGIMEN_TURNS, whenever it grows: the longest time in
 * milliseconds that the thread stood still between them, and how many calls it made that wait for
 * the bus.
 *
 * To stand still is to be neither working nor waiting for a processor: so the number is the same on
 * a machine that is busy with other things.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  gint64 wall, busy; /* nanoseconds; busy: working, or waiting for a processor */
} Moment;

static struct {
  Moment begin;
  gint64 longest;
  int calls;
} turns;

static gboolean
is_main (void)
{
  return gettid () == getpid ();
}

static Moment
read_moment (void)
{
  Moment moment = { 0, 0 };
  struct timespec now;
  long long work = 0, wait = 0;
  FILE *file = fopen ("/proc/thread-self/schedstat", "re");
  clock_gettime (CLOCK_MONOTONIC, &now);
  moment.wall = now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
  /* NOLINTNEXTLINE(cert-err34-c): the numbers come from the kernel. */
  if (file != NULL && fscanf (file, "%lld %lld", &work, &wait) == 2)
    moment.busy = work + wait;
  if (file != NULL)
    fclose (file);
  return moment;
}

static void
write_down (void)
{
  const char *path = getenv ("REGIMEN_TURNS");
  char line[64];
  int length = snprintf (line, sizeof line, "%10lld %10d\n", (long long)turns.longest / 1000000,
                         turns.calls);
  int file = path != NULL ? open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (file >= 0 && pwrite (file, line, (size_t)length, 0) == length)
    close (file);
}

static void
end_turn (void)
{
  Moment now = read_moment ();
  gint64 still = (now.wall - turns.begin.wall) - (now.busy - turns.begin.busy);
  if (turns.begin.wall == 0 || still / 1000000 <= turns.longest / 1000000)
    return;
  turns.longest = still;
  write_down ();
}

/* The names of the parameters are those that the headers give them, or not; macros make the rest.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
int
poll (struct pollfd *fds, nfds_t n, int timeout)
{
  static int (*real) (struct pollfd *, nfds_t, int);
  if (real == NULL)
    real = (int (*) (struct pollfd *, nfds_t, int))dlsym (RTLD_NEXT, "poll");
  if (is_main ())
    end_turn ();
  int result = real (fds, n, timeout);
  if (is_main ())
    turns.begin = read_moment ();
  return result;
}

/* The same for the main loop of GLib 2.84 and later, which waits with ppoll(). */
int
ppoll (struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
  static int (*real) (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
  if (real == NULL)
    real = (int (*) (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *))dlsym (
      RTLD_NEXT, "ppoll");
  if (is_main ())
    end_turn ();
  int result = real (fds, n, timeout, mask);
  if (is_main ())
    turns.begin = read_moment ();
  return result;
}

/* ---- calls that wait ---- */

static void
count_call (void)
{
  if (!is_main ())
    return;
  turns.calls++;
  write_down ();
}

#define WAITS(type, name, parameters, arguments)                                                   \
  type name parameters                                                                             \
  {                                                                                                \
    type (*real) parameters = (type (*) parameters)dlsym (RTLD_NEXT, #name);                       \
    count_call ();                                                                                 \
    return real arguments;                                                                         \
  }

WAITS (GDBusConnection *, g_bus_get_sync, (GBusType bus, GCancellable *cancel, GError **error),
       (bus, cancel, error))
WAITS (GVariant *, g_dbus_connection_call_sync,
       (GDBusConnection * bus, const gchar *name, const gchar *path, const gchar *interface,
        const gchar *method, GVariant *arguments, const GVariantType *type, GDBusCallFlags flags,
        gint milliseconds, GCancellable *cancel, GError **error),
       (bus, name, path, interface, method, arguments, type, flags, milliseconds, cancel, error))
WAITS (GVariant *, g_dbus_proxy_call_sync,
       (GDBusProxy * proxy, const gchar *method, GVariant *arguments, GDBusCallFlags flags,
        gint milliseconds, GCancellable *cancel, GError **error),
       (proxy, method, arguments, flags, milliseconds, cancel, error))
WAITS (GDBusProxy *, g_dbus_proxy_new_for_bus_sync,
       (GBusType bus, GDBusProxyFlags flags, GDBusInterfaceInfo *info, const gchar *name,
        const gchar *path, const gchar *interface, GCancellable *cancel, GError **error),
       (bus, flags, info, name, path, interface, cancel, error))
WAITS (gboolean, g_dbus_connection_flush_sync,
       (GDBusConnection * bus, GCancellable *cancel, GError **error), (bus, cancel, error))
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
