#include "daemon/popup-server.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define NO_LIMIT G_MAXINT
#define SLOW (5 * G_TIME_SPAN_SECOND)

struct _PopupServer {
  GDBusConnection *bus;
  PopupServerEvents events;
  gpointer data;
  guint watch, signals;
  GCancellable *ended;
  char *owner; /* unique name; NULL: there is none */
  char *name;
  /* what no skill tells, known by its name */
  gboolean lingers; /* what it is asked to close stays on the screen until its time is over */
  gboolean in_menu;
  gboolean tells_one; /* clicks are told to the process that showed the popup alone */
  gboolean slow;
};

/* ---- calls ---- */

/* To this very server: never to one that took its place. */
static void
call (PopupServer *server, const char *method, GVariant *arguments, GAsyncReadyCallback callback,
      gpointer data)
{
  g_dbus_connection_call (server->bus, server->owner, PATH, NAME, method, arguments, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, NO_LIMIT, server->ended, callback, data);
}

static void
call_bus (PopupServer *server, const char *method, GVariant *arguments)
{
  g_dbus_connection_call (server->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE,
                          NO_LIMIT, server->ended, NULL, NULL);
}

/* NULL: an error, which is freed where nobody wants to know it. */
static GVariant *
finish (GObject *bus, GAsyncResult *result, GError **error)
{
  return g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, error);
}

static gboolean
was_ended (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- what it can do ---- */

static PopupServerSkills
read_skills (GVariant *reply)
{
  PopupServerSkills skills = { FALSE };
  g_autofree const char **words = NULL;
  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(as)")))
    return skills;
  g_variant_get (reply, "(^a&s)", &words);
  skills.buttons = g_strv_contains (words, "actions");
  skills.markup = g_strv_contains (words, "body-markup");
  skills.body = g_strv_contains (words, "body");
  return skills;
}

typedef struct {
  PopupServer *server;
  gint64 asked;
  PopupServerAnswer answer;
  gpointer data;
  GDestroyNotify free;
} Question;

static void
on_skills (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = finish (bus, result, &error);
  if (reply != NULL) {
    PopupServerSkills skills = read_skills (reply);
    skills.in_menu = question->server->in_menu;
    question->server->slow = g_get_monotonic_time () - question->asked > SLOW;
    question->answer (&skills, NULL, question->data);
  } else if (!was_ended (error)) {
    question->answer (NULL, error->message, question->data);
  }
  question->free (question->data);
}

void
popup_server_ask (PopupServer *server, PopupServerAnswer answer, gpointer data, GDestroyNotify free)
{
  Question *question = g_new0 (Question, 1);
  *question = (Question){ server, g_get_monotonic_time (), answer, data, free };
  call (server, "GetCapabilities", NULL, on_skills, question);
}

/* ---- a popup for it ---- */

typedef struct {
  PopupServerTaken taken;
  gpointer data;
  GDestroyNotify free;
} Delivery;

static void
on_taken (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autofree Delivery *delivery = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = finish (bus, result, &error);
  guint32 popup = 0;
  if (reply != NULL && g_variant_is_of_type (reply, G_VARIANT_TYPE ("(u)")))
    g_variant_get (reply, "(u)", &popup);
  if (!was_ended (error) && delivery->taken != NULL)
    delivery->taken (popup, error != NULL ? error->message : "an answer without a number",
                     delivery->data);
  if (delivery->free != NULL)
    delivery->free (delivery->data);
}

void
popup_server_send (PopupServer *server, GVariant *arguments, PopupServerTaken taken, gpointer data,
                   GDestroyNotify free)
{
  Delivery *delivery = g_new0 (Delivery, 1);
  *delivery = (Delivery){ taken, data, free };
  call (server, "Notify", arguments, on_taken, delivery);
}

gboolean
popup_server_tells_one (const PopupServer *server)
{
  return server->tells_one;
}

gboolean
popup_server_is_slow (const PopupServer *server)
{
  return server->slow;
}

/* ---- it comes ---- */

/* Asked of one server; it may be gone by the time of the answer. */
typedef struct {
  PopupServer *server;
  char *owner;
  gboolean buttons;
} Greeting;

static void
free_greeting (gpointer data)
{
  Greeting *greeting = data;
  g_free (greeting->owner);
  g_free (greeting);
}

static gboolean
is_there (const Greeting *greeting)
{
  return g_strcmp0 (greeting->owner, greeting->server->owner) == 0;
}

/* notification-daemon 3.20 forgets a popup that it is asked to close, and leaves it there. dunst
 * and mako have buttons, and draw none. */
static char *
read_information (PopupServer *server, GVariant *reply, gboolean buttons)
{
  static const char *const with_menu[] = { "dunst", "mako", NULL };
  const char *name, *version;
  server->lingers = server->in_menu = server->tells_one = FALSE;
  if (reply == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE ("(ssss)")))
    return g_strdup ("a server that does not say its name");
  g_variant_get (reply, "(&s&s&s&s)", &name, NULL, &version, NULL);
  server->lingers = g_str_equal (name, "Notification Daemon");
  server->in_menu = g_strv_contains (with_menu, name);
  server->tells_one = g_str_equal (name, "dunst");
  return g_strdup_printf ("%s %s, %s", name, version, buttons ? "with buttons" : "without buttons");
}

static void
on_information (GObject *bus, GAsyncResult *result, gpointer data)
{
  Greeting *greeting = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = finish (bus, result, &error);
  if (!was_ended (error) && is_there (greeting)) {
    PopupServer *server = greeting->server;
    g_autofree char *description = read_information (server, reply, greeting->buttons);
    server->events.up (description, server->data);
  }
  free_greeting (greeting);
}

static void
on_first_skills (const PopupServerSkills *skills, const char *error, gpointer data)
{
  const Greeting *asked = data;
  if (!is_there (asked))
    return;
  Greeting *greeting = g_new0 (Greeting, 1);
  *greeting
    = (Greeting){ asked->server, g_strdup (asked->owner), skills != NULL && skills->buttons };
  call (asked->server, "GetServerInformation", NULL, on_information, greeting);
}

static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  PopupServer *server = data;
  Greeting *greeting = g_new0 (Greeting, 1);
  server->owner = g_strdup (owner);
  server->name = g_strdup_printf ("%s/%s", g_dbus_connection_get_guid (bus), owner);
  *greeting = (Greeting){ server, g_strdup (owner), FALSE };
  popup_server_ask (server, on_first_skills, greeting, free_greeting);
}

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer data)
{
  PopupServer *server = data;
  g_clear_pointer (&server->owner, g_free);
  g_clear_pointer (&server->name, g_free);
  server->events.down (server->data);
}

/* ---- its popups ---- */

static void
on_signal (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *signal, GVariant *parameters, gpointer data)
{
  const PopupServer *server = data;
  guint32 popup;
  const char *key;
  if (g_strcmp0 (sender, server->owner) != 0)
    return;
  if (g_str_equal (signal, "ActionInvoked")
      && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"))) {
    g_variant_get (parameters, "(u&s)", &popup, &key);
    server->events.button (popup, key, server->data);
  } else if (g_str_equal (signal, "NotificationClosed")
             && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)"))) {
    g_variant_get (parameters, "(uu)", &popup, NULL);
    server->events.closed (popup, server->data);
  }
}

static void
shorten (PopupServer *server, guint32 popup)
{
  call (server, "Notify",
        g_variant_new ("(susss@as@a{sv}i)", "Regimen", popup, "", "", "",
                       g_variant_new_strv (NULL, 0), g_variant_new ("a{sv}", NULL), 1),
        NULL, NULL);
}

void
popup_server_close_popup (PopupServer *server, guint32 popup)
{
  if (server->owner == NULL)
    return;
  if (server->lingers)
    shorten (server, popup);
  call (server, "CloseNotification", g_variant_new ("(u)", popup), NULL, NULL);
}

void
popup_server_summon (PopupServer *server)
{
  if (server->owner == NULL) /* what comes of it is seen by the owner of the name */
    call_bus (server, "StartServiceByName", g_variant_new ("(su)", NAME, 0));
}

const char *
popup_server_name (const PopupServer *server)
{
  return server->name;
}

PopupServer *
popup_server_new (GDBusConnection *bus, const PopupServerEvents *events, gpointer data)
{
  PopupServer *server = g_new0 (PopupServer, 1);
  server->bus = g_object_ref (bus);
  server->events = *events;
  server->data = data;
  server->ended = g_cancellable_new ();
  server->signals = g_dbus_connection_signal_subscribe (
    bus, NAME, NAME, NULL, PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, server, NULL);
  server->watch = g_bus_watch_name_on_connection (bus, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                  on_appeared, on_vanished, server, NULL);
  return server;
}

void
popup_server_free (PopupServer *server)
{
  if (server == NULL)
    return;
  g_cancellable_cancel (server->ended);
  g_bus_unwatch_name (server->watch);
  g_dbus_connection_signal_unsubscribe (server->bus, server->signals);
  g_clear_object (&server->ended);
  g_clear_object (&server->bus);
  g_free (server->owner);
  g_free (server->name);
  g_free (server);
}
