#include "programs/check/desktop.h"

#include <gio/gio.h>

#define SERVER "org.freedesktop.Notifications"

enum { CONNECT_MS = 2000, CALL_MS = 1000 };

/* The address without the search of GIO, which would start a bus where there is none. */
static char *
bus_address (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);
  g_autofree char *escaped = g_dbus_address_escape_value (path);

  if (address != NULL && *address != '\0')
    return g_strdup (address);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_strconcat ("unix:path=", escaped, NULL) : NULL;
}

typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  GDBusConnection *connection;
} Connect;

static gboolean
on_late (gpointer data)
{
  Connect *connect = data;

  g_cancellable_cancel (connect->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  Connect *connect = data;

  connect->connection = g_dbus_connection_new_for_address_finish (result, NULL);
  g_main_loop_quit (connect->loop);
}

/* A bus that accepts and then is silent must not hang the command. */
static GDBusConnection *
connect_to (const char *address)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Connect connect = { .loop = loop, .cancellable = cancellable };
  guint late = g_timeout_add (CONNECT_MS, on_late, &connect);

  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                       | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, cancellable, on_connected, &connect);
  g_main_loop_run (loop);
  g_source_remove (late);
  return connect.connection;
}

static GVariant *
call (GDBusConnection *bus, const char *name, const char *path, const char *method,
      GVariant *arguments, const char *type)
{
  g_autoptr (GVariantType) expected = g_variant_type_new (type);

  return g_dbus_connection_call_sync (bus, name, path, name, method, arguments, expected,
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS, NULL, NULL);
}

static gboolean
names_contain (GDBusConnection *bus, const char *method)
{
  g_autoptr (GVariant) answer
    = call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", method, NULL, "(as)");
  g_autofree const char **names = NULL;

  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(^a&s)", &names);
  return g_strv_contains (names, SERVER);
}

static void
ask_server (GDBusConnection *bus, CliDesktop *desktop)
{
  g_autoptr (GVariant) info
    = call (bus, SERVER, "/org/freedesktop/Notifications", "GetServerInformation", NULL, "(ssss)");
  g_autoptr (GVariant) able
    = call (bus, SERVER, "/org/freedesktop/Notifications", "GetCapabilities", NULL, "(as)");
  g_autofree const char **capabilities = NULL;
  const char *name, *version;

  if (info != NULL) {
    g_variant_get (info, "(&s&s&s&s)", &name, NULL, &version, NULL);
    desktop->server = g_strdup_printf ("%s %s", name, version);
  }
  if (able != NULL) {
    g_variant_get (able, "(^a&s)", &capabilities);
    desktop->buttons = g_strv_contains (capabilities, "actions");
  }
}

void
cli_desktop_look (CliDesktop *desktop)
{
  g_autofree char *address = bus_address ();
  g_autoptr (GDBusConnection) bus = address != NULL ? connect_to (address) : NULL;

  *desktop = (CliDesktop){ .bus = bus != NULL };
  if (bus == NULL)
    return;
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  desktop->present = names_contain (bus, "ListNames");
  desktop->startable = names_contain (bus, "ListActivatableNames");
  if (desktop->present)
    ask_server (bus, desktop);
  g_dbus_connection_close_sync (bus, NULL, NULL);
}

void
cli_desktop_clear (CliDesktop *desktop)
{
  g_clear_pointer (&desktop->server, g_free);
}
