/* notifier-libnotify.c: notifications through libnotify, in a thread of their own: its calls may
 * block for 25 s, and for ever on a hung bus.
 *
 * The thread owns everything of libnotify and of the session bus, and touches nothing else.
 * Requests go to it through its main context, reports come back through that of the caller. A
 * server that was restarted uses its ids again, and libnotify finds the popup of a click by id
 * alone: so all objects are forgotten when the owner of the name changes.
 */
#include "daemon/notifier.h"

#include <libnotify/notify.h>

#define SERVER_NAME "org.freedesktop.Notifications"

struct _Notifier {
  NotifierReport report;
  gpointer data;
  GMainContext *home; /* of the caller */
  gboolean stopped;   /* read and written at home */
  GThread *thread;
  GMainContext *context; /* of the thread */
  GMainLoop *loop;
  GMutex mutex;
  GCond cond;
  gboolean ended; /* under the mutex */
  /* of the thread alone */
  GDBusConnection *bus;
  guint watch;
  GHashTable *shown; /* token -> NotifyNotification */
  gboolean up, buttons, markup;
};

/* ---- reports, from the thread to the caller ---- */

typedef struct {
  Notifier *notifier;
  NotifierEventKind kind;
  guint64 token;
  char *text;
} Message;

static void
free_message (gpointer data)
{
  Message *message = data;
  g_free (message->text);
  g_free (message);
}

static gboolean
deliver (gpointer data)
{
  const Message *message = data;
  NotifierEvent event = { message->kind, message->token, message->text };
  if (!message->notifier->stopped)
    message->notifier->report (&event, message->notifier->data);
  return G_SOURCE_REMOVE;
}

static void
run_in (GMainContext *context, GSourceFunc function, Message *message)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, message, free_message);
  g_source_attach (source, context);
}

static Message *
new_message (Notifier *notifier, NotifierEventKind kind, guint64 token, const char *text)
{
  Message *message = g_new0 (Message, 1);
  *message = (Message){ notifier, kind, token, g_strdup (text) };
  return message;
}

static void
report (Notifier *notifier, NotifierEventKind kind, guint64 token, const char *text)
{
  run_in (notifier->home, deliver, new_message (notifier, kind, token, text));
}

/* ---- popups, in the thread ---- */

/* What a signal of a popup belongs to. */
typedef struct {
  Notifier *notifier;
  guint64 token;
} Origin;

static Origin *
new_origin (Notifier *notifier, guint64 token)
{
  Origin *origin = g_new0 (Origin, 1);
  *origin = (Origin){ notifier, token };
  return origin;
}

static void
forget (gpointer data)
{
  NotifyNotification *notification = data;
  g_signal_handlers_disconnect_matched (notification, G_SIGNAL_MATCH_ID,
                                        g_signal_lookup ("closed", NOTIFY_TYPE_NOTIFICATION), 0,
                                        NULL, NULL, NULL);
  notify_notification_clear_actions (notification);
  g_object_unref (notification);
}

static void
on_button (NotifyNotification *notification, char *key, gpointer data)
{
  const Origin *origin = data;
  report (origin->notifier, NOTIFIER_BUTTON, origin->token, key);
}

static void
on_closed (NotifyNotification *notification, gpointer data)
{
  const Origin *origin = data;
  report (origin->notifier, NOTIFIER_CLOSED, origin->token, NULL);
  g_hash_table_remove (origin->notifier->shown, &origin->token);
}

static void
free_origin_closure (gpointer data, GClosure *closure)
{
  g_free (data);
}

static NotifyUrgency
urgency_of (const NotifierPopup *popup)
{
  static const NotifyUrgency urgencies[] = {
    [RGM_URGENCY_LOW] = NOTIFY_URGENCY_LOW,
    [RGM_URGENCY_NORMAL] = NOTIFY_URGENCY_NORMAL,
    [RGM_URGENCY_CRITICAL] = NOTIFY_URGENCY_CRITICAL,
  };
  return urgencies[popup->urgency];
}

static void
set_hints (NotifyNotification *notification, const NotifierPopup *popup)
{
  notify_notification_set_urgency (notification, urgency_of (popup));
  notify_notification_set_category (notification, popup->category);
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string ("regimen"));
  notify_notification_set_timeout (notification, popup->urgency == RGM_URGENCY_CRITICAL
                                                   ? NOTIFY_EXPIRES_NEVER
                                                   : NOTIFY_EXPIRES_DEFAULT);
}

static NotifyNotification *
make_notification (Notifier *notifier, const NotifierPopup *popup)
{
  const char *body = notifier->buttons ? popup->button_body : popup->body;
  g_autofree char *escaped = notifier->markup ? g_markup_escape_text (body, -1) : g_strdup (body);
  NotifyNotification *notification
    = notify_notification_new (popup->summary, escaped, "appointment-soon");
  set_hints (notification, popup);
  for (guint i = 0; notifier->buttons && i < popup->buttons->len; i++) {
    const NotifierButton *button = &g_array_index (popup->buttons, NotifierButton, i);
    notify_notification_add_action (notification, button->key, button->label, on_button,
                                    new_origin (notifier, popup->token), g_free);
  }
  g_signal_connect_data (notification, "closed", G_CALLBACK (on_closed),
                         new_origin (notifier, popup->token), free_origin_closure, 0);
  return notification;
}

static void
show (Notifier *notifier, const NotifierPopup *popup)
{
  g_autoptr (GError) error = NULL;
  if (!notifier->up) {
    report (notifier, NOTIFIER_FAILED, popup->token, "there is no notification server");
    return;
  }
  NotifyNotification *notification = make_notification (notifier, popup);
  guint64 *token = g_memdup2 (&popup->token, sizeof popup->token);
  g_hash_table_insert (notifier->shown, token, notification);
  if (notify_notification_show (notification, &error)) {
    report (notifier, NOTIFIER_SHOWN, popup->token, NULL);
  } else {
    report (notifier, NOTIFIER_FAILED, popup->token, error->message);
    g_hash_table_remove (notifier->shown, &popup->token);
  }
}

static void
close_popup (Notifier *notifier, guint64 token)
{
  NotifyNotification *notification = g_hash_table_lookup (notifier->shown, &token);
  if (notification == NULL)
    return;
  g_object_ref (notification);
  g_hash_table_remove (notifier->shown, &token);
  notify_notification_close (notification, NULL);
  g_object_unref (notification);
}

/* ---- the server, in the thread ---- */

static gboolean
has_capability (GList *capabilities, const char *name)
{
  return g_list_find_custom (capabilities, name, (GCompareFunc)g_strcmp0) != NULL;
}

static void
ask_capabilities (Notifier *notifier)
{
  GList *capabilities = notify_get_server_caps ();
  notifier->buttons = has_capability (capabilities, "actions");
  notifier->markup = has_capability (capabilities, "body-markup");
  g_list_free_full (capabilities, g_free);
}

static char *
describe_server (const Notifier *notifier)
{
  g_autofree char *name = NULL, *version = NULL;
  if (!notify_get_server_info (&name, NULL, &version, NULL))
    return g_strdup ("a server that does not say its name");
  return g_strdup_printf ("%s %s, %s", name, version,
                          notifier->buttons ? "with buttons" : "without buttons");
}

static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  Notifier *notifier = data;
  g_hash_table_remove_all (notifier->shown);
  ask_capabilities (notifier);
  g_autofree char *description = describe_server (notifier);
  notifier->up = TRUE;
  report (notifier, NOTIFIER_UP, 0, description);
}

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer data)
{
  Notifier *notifier = data;
  g_hash_table_remove_all (notifier->shown);
  notifier->up = FALSE;
  report (notifier, NOTIFIER_DOWN, 0, NULL);
}

static void
summon (Notifier *notifier)
{
  if (notifier->bus == NULL || notifier->up)
    return;
  GVariant *reply = g_dbus_connection_call_sync (
    notifier->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "StartServiceByName", g_variant_new ("(su)", SERVER_NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
    NULL, NULL);
  g_clear_pointer (&reply, g_variant_unref); /* what came of it is seen by the owner of the name */
}

/* ---- the thread ---- */

static void
on_bus_closed (GDBusConnection *bus, gboolean vanished, GError *error, gpointer data)
{
  report (data, NOTIFIER_LOST, 0, error != NULL ? error->message : "it was closed");
}

/* GDBus would end the process with the bus. */
static gboolean
connect_bus (Notifier *notifier)
{
  g_autoptr (GError) error = NULL;
  notifier->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (notifier->bus == NULL) {
    report (notifier, NOTIFIER_LOST, 0, error->message);
    return FALSE;
  }
  g_dbus_connection_set_exit_on_close (notifier->bus, FALSE);
  g_signal_connect (notifier->bus, "closed", G_CALLBACK (on_bus_closed), notifier);
  notifier->watch
    = g_bus_watch_name_on_connection (notifier->bus, SERVER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_appeared, on_vanished, notifier, NULL);
  return TRUE;
}

static void
disconnect_bus (Notifier *notifier)
{
  if (notifier->bus == NULL)
    return;
  g_bus_unwatch_name (notifier->watch);
  g_signal_handlers_disconnect_by_data (notifier->bus, notifier);
  g_clear_object (&notifier->bus);
}

static void
drain (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

static gpointer
run_thread (gpointer data)
{
  Notifier *notifier = data;
  g_main_context_push_thread_default (notifier->context);
  notify_init ("Regimen");
  connect_bus (notifier);
  g_main_loop_run (notifier->loop);
  disconnect_bus (notifier);
  g_hash_table_remove_all (notifier->shown);
  notify_uninit ();
  drain (notifier->context); /* GDBus frees what belonged to its subscriptions there */
  g_main_context_pop_thread_default (notifier->context);
  g_mutex_lock (&notifier->mutex);
  notifier->ended = TRUE;
  g_cond_signal (&notifier->cond);
  g_mutex_unlock (&notifier->mutex);
  return NULL;
}

/* ---- requests, from the caller to the thread ---- */

static Notifier *
start (NotifierReport report_function, gpointer data)
{
  Notifier *notifier = g_new0 (Notifier, 1);
  notifier->report = report_function;
  notifier->data = data;
  notifier->home = g_main_context_ref_thread_default ();
  notifier->context = g_main_context_new ();
  notifier->loop = g_main_loop_new (notifier->context, FALSE);
  notifier->shown = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, forget);
  g_mutex_init (&notifier->mutex);
  g_cond_init (&notifier->cond);
  notifier->thread = g_thread_new ("notifier", run_thread, notifier);
  return notifier;
}

static gboolean
summon_in_thread (gpointer data)
{
  summon (((Message *)data)->notifier);
  return G_SOURCE_REMOVE;
}

static void
request_summon (Notifier *notifier)
{
  run_in (notifier->context, summon_in_thread, new_message (notifier, 0, 0, NULL));
}

typedef struct {
  Notifier *notifier;
  NotifierPopup *popup;
} ShowRequest;

static void
free_show_request (gpointer data)
{
  ShowRequest *request = data;
  notifier_popup_free (request->popup);
  g_free (request);
}

static gboolean
show_in_thread (gpointer data)
{
  ShowRequest *request = data;
  show (request->notifier, request->popup);
  return G_SOURCE_REMOVE;
}

static void
request_show (Notifier *notifier, NotifierPopup *popup)
{
  ShowRequest *request = g_new0 (ShowRequest, 1);
  g_autoptr (GSource) source = g_idle_source_new ();
  *request = (ShowRequest){ notifier, popup };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, show_in_thread, request, free_show_request);
  g_source_attach (source, notifier->context);
}

static gboolean
close_in_thread (gpointer data)
{
  const Message *message = data;
  close_popup (message->notifier, message->token);
  return G_SOURCE_REMOVE;
}

static void
request_close (Notifier *notifier, guint64 token)
{
  run_in (notifier->context, close_in_thread, new_message (notifier, 0, token, NULL));
}

static gboolean
quit_in_thread (gpointer data)
{
  g_main_loop_quit (((Message *)data)->notifier->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
wait_for_end (Notifier *notifier, int milliseconds)
{
  gint64 deadline = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  gboolean ended;
  g_mutex_lock (&notifier->mutex);
  while (!notifier->ended && g_cond_wait_until (&notifier->cond, &notifier->mutex, deadline))
    ;
  ended = notifier->ended;
  g_mutex_unlock (&notifier->mutex);
  return ended;
}

static gboolean
stop (Notifier *notifier, int milliseconds)
{
  notifier->stopped = TRUE;
  run_in (notifier->context, quit_in_thread, new_message (notifier, 0, 0, NULL));
  if (!wait_for_end (notifier, milliseconds))
    return FALSE;
  g_thread_join (notifier->thread);
  drain (notifier->home);
  g_main_loop_unref (notifier->loop);
  g_main_context_unref (notifier->context);
  g_main_context_unref (notifier->home);
  g_hash_table_unref (notifier->shown);
  g_mutex_clear (&notifier->mutex);
  g_cond_clear (&notifier->cond);
  g_free (notifier);
  return TRUE;
}

const NotifierClass notifier_libnotify = {
  .start = start,
  .summon = request_summon,
  .show = request_show,
  .close = request_close,
  .stop = stop,
};
