/* notifier-libnotify.c: sends popups with libnotify, in a thread of its own, and listens to what
 * the notification server says about them.
 *
 * libnotify waits up to 25 s for an answer, and for ever if the bus hangs. It finds the popup of a
 * click by its id alone, although a restarted server uses its ids again. So libnotify is used only
 * for sending: one popup after the other, and only if the server has just answered a question. One
 * subscription receives the signals about clicks and closed popups, and matches them by server and
 * id.
 *
 * If libnotify gives up waiting, the server is asked another question, for which there is no time
 * limit. D-Bus keeps the order of messages: a server that answers the question has received the
 * popup, so the popup counts as shown. Its id stays unknown until one of its buttons is pressed:
 * the key of the button says which popup it is. If the server ends instead, the popup is lost and
 * counts as failed.
 *
 * A popup that is on the screen is renewed by sending it once more with its id. If the user closes
 * it at the same moment, the server treats it as a new popup. So if it turns out that the popup was
 * closed before the server answered, it is closed again.
 */
#include "base/i18n.h"
#include "daemon/notifier.h"

#include <libnotify/notify.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"
#define APP "Regimen"
#define ICON "appointment-soon"
#define NO_LIMIT G_MAXINT
/* A server may own its name on the bus before it understands questions. It is asked up to
 * MOST_TRIES times, RETRY_MS milliseconds apart. */
#define MOST_TRIES 20
#define RETRY_MS 500
#define ECHO_USECONDS 50000 /* the echo of a click comes within this time; no user is so fast */
#define PEER "org.freedesktop.DBus.Peer"

typedef enum {
  DELIVERY_WAITING, /* not sent yet */
  DELIVERY_SENT,    /* sent, but libnotify gave up waiting for the answer */
  DELIVERY_OPEN,
  DELIVERY_CLOSING, /* the server has to close it; a click on it no longer counts */
} DeliveryState;

/* A popup and how far it has got. */
typedef struct {
  Popup *popup;
  DeliveryState state;
  guint32 id;         /* its id on the server; 0 as long as that is unknown */
  gboolean due;       /* it has to be sent as soon as the server answers */
  gboolean ready;     /* the server has answered since the popup became due */
  gboolean withdrawn; /* it was sent, and has to be closed when the server has it */
  gboolean renews;    /* it is on the screen, and is sent once more with other words */
  /* The server closes it on a click that answers nothing, so it is sent again. */
  gboolean returns;
  gint64 details_at; /* when its button for details was clicked, on the monotonic clock; 0: never */
} Delivery;

/* A renewal that has been answered and is about to end. */
typedef struct {
  Notifier *notifier;
  guint64 token;
} Renewal;

/* What has to be known about a server beyond its capabilities. FALSE and 0 are also what is assumed
 * of an unknown server. */
typedef struct {
  const char *name, *vendor; /* as the server states them; vendor NULL: any */
  gboolean in_menu;          /* as in PopupSkills */
  gboolean lingers;          /* it closes a popup only when the time of the popup is over */
  gboolean tells_all;        /* as in NotifierEvent */
  /* If a popup has a default action, a click reaches no other action: dunst opens its menu only if
   * there is no default action. */
  gboolean one_click;
  gboolean lists_default; /* it shows the default action as a button, too */
  gboolean replaces;      /* as in NotifierEvent */
  /* What happens on a click that answers nothing, although the popup is resident: ends_default,
   * ends_details: the server closes the popup; hides_default: it takes the popup off the screen
   * without reporting that. */
  gboolean ends_default, ends_details, hides_default;
  /* How many actions can have buttons of their own. If a popup has more, lxqt-notificationd puts
   * all of them into a list, of which only the default one is visible. 0: any number. */
  guint most_actions;
  /* How many letters of a title certainly fit on a line; 0: it does not matter. For each further
   * line of the title, lxqt-notificationd cuts off the last line of the body, so an empty line is
   * added there. */
  glong title_width;
  /* it accepts a popup with the same words as another one, but does not show it */
  gboolean drops_twins;
} ServerTraits;

struct _Notifier {
  NotifierReport report;
  gpointer data;
  gboolean stopped; /* used only in the thread of the caller */
  GMainContext *home;

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GMutex mutex;
  GCond cond;
  gboolean ended; /* protected by the mutex */

  /* everything below is used only in the thread of the notifier */
  GDBusConnection *bus;
  guint watch, signals;
  char *owner;         /* the unique name of the server; NULL if there is no server */
  char *server;        /* the same with the GUID of the bus: "BUS-GUID/:1.52" */
  GCancellable *calls; /* cancelled when the server ends */
  gboolean up;
  gboolean known; /* libnotify knows the version of the server; before that it sends nothing */
  PopupSkills skills;
  char *name, *vendor, *version; /* of the server; NULL until it has told them */
  /* questions about the server itself that it has not answered yet */
  int questions;
  gboolean unready; /* it did not understand one of them */
  int tries;        /* how often it has been asked */
  GSource *retry;   /* nullable: asks again later */
  const ServerTraits *traits;
  char *activation;      /* the activation token of the click that follows; nullable */
  gboolean asking;       /* a question is under way */
  gboolean planned;      /* go_on() has been scheduled */
  GPtrArray *deliveries; /* of Delivery: all popups that the server has or will get */
};

/* ---- between the two threads ---- */

static void
run_in (GMainContext *context, int priority, GSourceFunc function, gpointer data,
        GDestroyNotify free)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, priority);
  g_source_set_callback (source, function, data, free);
  g_source_attach (source, context);
}

typedef struct {
  Notifier *notifier;
  NotifierEvent event; /* the Report owns its strings */
} Report;

static void
free_report (gpointer data)
{
  Report *report = data;
  g_free ((char *)report->event.text);
  g_free ((char *)report->event.server);
  g_free ((char *)report->event.activation);
  g_free (report);
}

static gboolean
deliver_report (gpointer data)
{
  const Report *report = data;
  if (!report->notifier->stopped)
    report->notifier->report (&report->event, report->notifier->data);
  return G_SOURCE_REMOVE;
}

/* Reports @event in the thread of the caller. Copies its strings. */
static void
report (Notifier *notifier, NotifierEvent event)
{
  Report *copy = g_new0 (Report, 1);
  event.text = g_strdup (event.text);
  event.server = g_strdup (event.server);
  event.activation = g_strdup (event.activation);
  *copy = (Report){ notifier, event };
  run_in (notifier->home, G_PRIORITY_DEFAULT, deliver_report, copy, free_report);
}

/* ---- deliveries ---- */

static void
free_delivery (gpointer data)
{
  Delivery *delivery = data;
  popup_free (delivery->popup);
  g_free (delivery);
}

/* Returns: (nullable): NULL if the server does not have that popup any more. */
static Delivery *
find_token (const Notifier *notifier, guint64 token)
{
  for (guint i = 0; i < notifier->deliveries->len; i++) {
    Delivery *delivery = g_ptr_array_index (notifier->deliveries, i);
    if (delivery->popup->token == token)
      return delivery;
  }
  return NULL;
}

static void
fail (Notifier *notifier, Delivery *delivery, const char *why)
{
  if (!delivery->withdrawn)
    report (notifier, (NotifierEvent){
                        .kind = NOTIFIER_FAILED, .token = delivery->popup->token, .text = why });
  g_ptr_array_remove (notifier->deliveries, delivery);
}

static void
call_interface (Notifier *notifier, const char *interface, const char *method, GVariant *arguments,
                GAsyncReadyCallback callback)
{
  g_dbus_connection_call (notifier->bus, notifier->owner, PATH, interface, method, arguments, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, NO_LIMIT, notifier->calls, callback,
                          notifier);
}

static void
call (Notifier *notifier, const char *method, GVariant *arguments, GAsyncReadyCallback callback)
{
  call_interface (notifier, NAME, method, arguments, callback);
}

static gboolean go_on (gpointer data);

/* Schedules go_on() after all requests and signals that are queued, because one of them may
 * withdraw a popup. */
static void
plan_to_go_on (Notifier *notifier)
{
  if (!notifier->planned)
    run_in (notifier->context, G_PRIORITY_LOW, go_on, notifier, NULL);
  notifier->planned = TRUE;
}

/* notification-daemon 3.20 forgets a popup that it is asked to close, but leaves it on the screen.
 * So for such a server the popup is first sent once more with a very short time-out, after which it
 * disappears. */
static void
close_on_server (Notifier *notifier, Delivery *delivery)
{
  delivery->state = DELIVERY_CLOSING;
  delivery->due = delivery->ready = FALSE;
  if (delivery->id == 0 || notifier->owner == NULL)
    return;
  if (notifier->traits->lingers && delivery->popup->summary != NULL) {
    delivery->due = TRUE;
    plan_to_go_on (notifier);
  } else {
    call (notifier, "CloseNotification", g_variant_new ("(u)", delivery->id), NULL);
  }
}

/* Notes that the server has the popup. @id: its id on the server, or 0 if that is unknown. */
static void
settle (Notifier *notifier, Delivery *delivery, guint32 id)
{
  delivery->state = DELIVERY_OPEN;
  delivery->id = id;
  if (delivery->withdrawn)
    close_on_server (notifier, delivery);
  else
    report (notifier, (NotifierEvent){ .kind = NOTIFIER_SHOWN,
                                       .token = delivery->popup->token,
                                       .server = notifier->server,
                                       .popup = id });
}

/* ---- libnotify ---- */

/* Whether the server has answered. An error is an answer, too, unless it says that the server has
 * ended; then DOWN follows. */
static gboolean
is_answer (const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)
         && !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         && !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         && !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
}

/* Whether @error says that the server cannot answer questions yet. For example, GNOME Shell owns
 * its name on the bus for some time before it understands questions. */
static gboolean
is_unready (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
}

static void
ignore_button (NotifyNotification *notification, char *key, gpointer data)
{
}

/* The body of @popup, with what this server needs in order to show all of it. */
static char *
make_body (const Notifier *notifier, const Popup *popup)
{
  GString *body = g_string_new (popup->body);
  const glong letters = notifier->traits->title_width;
  if (letters > 0)
    for (glong lines = g_utf8_strlen (popup->summary, -1) / letters; lines > 0; lines--)
      g_string_append_c (body, '\n');
  if (notifier->traits->drops_twins && notifier->skills.markup)
    g_string_append_printf (body, "<!-- %" G_GINT64_FORMAT " -->", g_get_monotonic_time ());
  return g_string_free (body, FALSE);
}

static NotifyNotification *
make_notification (const Notifier *notifier, const Delivery *delivery)
{
  static const NotifyUrgency urgencies[] = {
    [RGM_URGENCY_LOW] = NOTIFY_URGENCY_LOW,
    [RGM_URGENCY_NORMAL] = NOTIFY_URGENCY_NORMAL,
    [RGM_URGENCY_CRITICAL] = NOTIFY_URGENCY_CRITICAL,
  };
  const Popup *popup = delivery->popup;
  const ServerTraits *traits = notifier->traits;
  const char *details = _ ("Details"); /* the label of the button that opens the page */
  guint actions = 0;
  g_autofree char *body = make_body (notifier, popup);
  NotifyNotification *notification = notify_notification_new (popup->summary, body, ICON);
  notify_notification_set_urgency (notification, urgencies[popup->urgency]);
  notify_notification_set_category (notification, popup->category);
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string ("regimen"));
  notify_notification_set_timeout (notification,
                                   delivery->state == DELIVERY_CLOSING ? 1 : popup_time (popup));
  for (guint i = 0; i < popup->buttons->len; i++) {
    const PopupButton *button = &g_array_index (popup->buttons, PopupButton, i);
    gboolean opens_page = g_str_has_prefix (button->key, "details:");
    if (opens_page)
      details = button->label;
    if (opens_page && traits->lists_default)
      continue;
    notify_notification_add_action (notification, button->key, button->label, ignore_button, NULL,
                                    NULL);
    actions++;
  }
  /* Without the default action and the hint, GNOME Shell starts the program of the desktop file on
   * a click on the popup itself, and removes all popups of regimen. */
  if (popup->clickable && !traits->one_click
      && (traits->most_actions == 0 || actions < traits->most_actions)) {
    notify_notification_add_action (notification, "default", details, ignore_button, NULL, NULL);
    notify_notification_set_hint (notification, "resident", g_variant_new_boolean (TRUE));
  }
  if (delivery->id != 0) /* this replaces the popup that is on the screen */
    g_object_set (notification, "id", (int)delivery->id, NULL);
  if (delivery->renews)
    notify_notification_set_hint (notification, "suppress-sound", g_variant_new_boolean (TRUE));
  return notification;
}

/* Makes libnotify ask the server for its version, as it does once for each server before it sends
 * anything. No function does only that, so a popup that was never shown is closed, which has no
 * other effect. Returns: whether the server answered in time. */
static gboolean
make_known (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) never_shown = G_OBJECT (notify_notification_new (APP, NULL, NULL));
  return notify_notification_close (NOTIFY_NOTIFICATION (never_shown), &error)
         || (is_answer (error) && !is_unready (error)
             && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
}

/* Notes whether the server has just answered: if so, the popups that are due can be sent. */
static void
set_ready (Notifier *notifier, gboolean answered)
{
  for (guint i = 0; i < notifier->deliveries->len; i++) {
    Delivery *delivery = g_ptr_array_index (notifier->deliveries, i);
    delivery->ready = answered && delivery->due;
  }
}

/* Ends a renewal. By now, all signals that the server sent before its answer have been handled; one
 * of them may have said that the user closed the popup. */
static gboolean
end_renewal (gpointer data)
{
  const Renewal *renewal = data;
  Delivery *delivery = find_token (renewal->notifier, renewal->token);
  if (delivery != NULL)
    delivery->renews = FALSE;
  return G_SOURCE_REMOVE;
}

/* A popup that is on the screen was sent once more. The server answered with @id, or sending failed
 * with @error. */
static void
settle_renewal (Notifier *notifier, Delivery *delivery, guint32 id, const GError *error)
{
  Renewal *renewal;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
    call (notifier, "CloseNotification", g_variant_new ("(u)", delivery->id), NULL);
    fail (notifier, delivery, error->message);
    return;
  }
  if (error == NULL && id != delivery->id) /* the user had closed the old popup */
    call (notifier, "CloseNotification", g_variant_new ("(u)", id), NULL);
  renewal = g_new (Renewal, 1);
  *renewal = (Renewal){ notifier, delivery->popup->token };
  run_in (notifier->context, G_PRIORITY_DEFAULT, end_renewal, renewal, g_free);
}

/* Sends the popup with libnotify. Returns: its id on the server, or 0 with @error. */
static guint32
send_with_libnotify (Notifier *notifier, const Delivery *delivery, GError **error)
{
  int id;
  notifier->known = notifier->known || notify_get_server_info (NULL, NULL, NULL, NULL);
  if (!notifier->known) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         "the notification server does not say its version");
    return 0;
  }
  g_autoptr (GObject) notification = G_OBJECT (make_notification (notifier, delivery));
  if (!notify_notification_show (NOTIFY_NOTIFICATION (notification), error))
    return 0;
  g_object_get (notification, "id", &id, NULL);
  return (guint32)id;
}

/* Sends a popup for the first time, or once more to change its words or to close it. */
static void
send_popup (Notifier *notifier, Delivery *delivery)
{
  g_autoptr (GError) error = NULL;
  delivery->due = delivery->ready = FALSE;
  guint32 id = send_with_libnotify (notifier, delivery, &error);
  set_ready (notifier, error == NULL);
  if (delivery->state == DELIVERY_CLOSING)
    call (notifier, "CloseNotification", g_variant_new ("(u)", delivery->id), NULL);
  else if (delivery->renews)
    settle_renewal (notifier, delivery, id, error);
  else if (delivery->state == DELIVERY_WAITING && error == NULL)
    settle (notifier, delivery, id);
  else if (delivery->state == DELIVERY_WAITING
           && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    delivery->state = DELIVERY_SENT;
  else if (delivery->state == DELIVERY_WAITING)
    fail (notifier, delivery, error->message);
}

/* ---- a question before each popup ---- */

static void
on_answer (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  g_clear_pointer (&reply, g_variant_unref); /* what the server answered does not matter */
  if (!is_answer (error))
    return;
  Notifier *notifier = data;
  notifier->asking = FALSE;
  set_ready (notifier, TRUE);
  for (guint i = 0; i < notifier->deliveries->len; i++) {
    Delivery *delivery = g_ptr_array_index (notifier->deliveries, i);
    if (delivery->state == DELIVERY_SENT)
      settle (notifier, delivery, 0);
  }
  plan_to_go_on (notifier);
}

/* Sends one popup that is ready, or asks the server whether it answers. Usually this question is a
 * Ping, which costs the server nothing. But some servers answer a Ping in another thread, so it
 * does not prove that they have received an earlier popup; to find that out, they are asked for
 * information about themselves. */
static gboolean
go_on (gpointer data)
{
  Notifier *notifier = data;
  Delivery *delivery = NULL;
  notifier->planned = FALSE;
  if (!notifier->up || notifier->asking)
    return G_SOURCE_REMOVE;
  for (guint i = 0; delivery == NULL && i < notifier->deliveries->len; i++) {
    Delivery *other = g_ptr_array_index (notifier->deliveries, i);
    delivery = other->due || other->state == DELIVERY_SENT ? other : NULL;
  }
  if (delivery != NULL && delivery->ready) {
    send_popup (notifier, delivery);
    plan_to_go_on (notifier);
  } else if (delivery != NULL) {
    notifier->asking = TRUE;
    if (delivery->state == DELIVERY_SENT)
      call (notifier, "GetServerInformation", NULL, on_answer);
    else
      call_interface (notifier, PEER, "Ping", NULL, on_answer);
  }
  return G_SOURCE_REMOVE;
}

/* ---- the server comes and goes ---- */

static const ServerTraits not_known = { .name = NULL };

/* These facts were found out by trying the servers. */
static const ServerTraits servers[] = {
  { .name = "dunst", .in_menu = TRUE, .one_click = TRUE, .replaces = TRUE, .ends_details = TRUE },
  { .name = "mako", .in_menu = TRUE, .tells_all = TRUE, .lists_default = TRUE, .replaces = TRUE },
  { .name = "Xfce Notify Daemon",
    .tells_all = TRUE,
    .lists_default = TRUE,
    .replaces = TRUE,
    .ends_default = TRUE },
  { .name = "Notification Daemon",
    .vendor = "MATE",
    .tells_all = TRUE,
    .replaces = TRUE,
    .ends_default = TRUE,
    .ends_details = TRUE },
  { .name = "Notification Daemon",
    .lingers = TRUE,
    .tells_all = TRUE,
    .replaces = TRUE,
    .hides_default = TRUE },
  /* It replaces the words of a popup, but leaves its buttons as they were. */
  { .name = "lxqt-notificationd",
    .tells_all = TRUE,
    .lists_default = TRUE,
    .most_actions = 3,
    .title_width = 30,
    .drops_twins = TRUE },
};

static gboolean ask_again (gpointer data);

static void
stop_retry (Notifier *notifier)
{
  if (notifier->retry != NULL)
    g_source_destroy (notifier->retry);
  g_clear_pointer (&notifier->retry, g_source_unref);
}

/* The server has answered one of the two questions about itself. When both are answered, the server
 * counts as up. If it did not understand one of them, both are asked again later; if it never
 * understands them, it gets popups that consist of a title only. */
static void
come_up (Notifier *notifier)
{
  g_autofree char *text = NULL;
  NotifierEvent event
    = { .kind = NOTIFIER_UP, .server = notifier->server, .buttons = notifier->skills.buttons };
  if (--notifier->questions > 0)
    return;
  if (notifier->unready && notifier->tries < MOST_TRIES) {
    stop_retry (notifier);
    notifier->retry = g_timeout_source_new (RETRY_MS);
    g_source_set_callback (notifier->retry, ask_again, notifier, NULL);
    g_source_attach (notifier->retry, notifier->context);
    return;
  }
  for (guint i = G_N_ELEMENTS (servers); i-- > 0;)
    if (g_strcmp0 (servers[i].name, notifier->name) == 0
        && (servers[i].vendor == NULL || g_strcmp0 (servers[i].vendor, notifier->vendor) == 0))
      notifier->traits = &servers[i]; /* so the first row that matches wins */
  notifier->skills.in_menu = notifier->traits->in_menu;
  event.tells_all = notifier->traits->tells_all;
  event.replaces = notifier->traits->replaces;
  if (notifier->name != NULL)
    text = g_strdup_printf ("%s %s", notifier->name, notifier->version);
  event.text = text;
  notifier->up = TRUE;
  report (notifier, event);
}

static void
on_skills (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  g_autofree const char **words = NULL;
  if (!is_answer (error))
    return;
  Notifier *notifier = data;
  if (reply != NULL && g_variant_is_of_type (reply, G_VARIANT_TYPE ("(as)"))) {
    g_variant_get (reply, "(^a&s)", &words);
    notifier->skills.buttons = g_strv_contains (words, "actions");
    notifier->skills.markup = g_strv_contains (words, "body-markup");
    notifier->skills.body = g_strv_contains (words, "body");
  }
  notifier->unready = notifier->unready || is_unready (error);
  come_up (notifier);
}

static void
on_name (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  if (!is_answer (error))
    return;
  Notifier *notifier = data;
  if (reply != NULL && g_variant_is_of_type (reply, G_VARIANT_TYPE ("(ssss)")))
    g_variant_get (reply, "(ssss)", &notifier->name, &notifier->vendor, &notifier->version, NULL);
  notifier->unready = notifier->unready || is_unready (error);
  come_up (notifier);
}

static void
ask_about_server (Notifier *notifier)
{
  g_clear_pointer (&notifier->name, g_free);
  g_clear_pointer (&notifier->vendor, g_free);
  g_clear_pointer (&notifier->version, g_free);
  notifier->skills = (PopupSkills){ FALSE };
  notifier->unready = FALSE;
  notifier->tries++;
  notifier->questions = 2;
  call (notifier, "GetCapabilities", NULL, on_skills);
  call (notifier, "GetServerInformation", NULL, on_name);
  notifier->known = make_known ();
}

static gboolean
ask_again (gpointer data)
{
  ask_about_server (data);
  return G_SOURCE_REMOVE;
}

/* The server has ended, or there is none at the start. Each popup that was on its way fails; the
 * others are gone. */
static void
on_vanished (GDBusConnection *bus, const char *name, gpointer data)
{
  Notifier *notifier = data;
  if (notifier->calls != NULL)
    g_cancellable_cancel (notifier->calls);
  g_clear_object (&notifier->calls);
  stop_retry (notifier);
  g_clear_pointer (&notifier->owner, g_free);
  g_clear_pointer (&notifier->server, g_free);
  g_clear_pointer (&notifier->name, g_free);
  g_clear_pointer (&notifier->vendor, g_free);
  g_clear_pointer (&notifier->version, g_free);
  notifier->up = notifier->asking = notifier->known = FALSE;
  notifier->traits = &not_known;
  for (guint i = notifier->deliveries->len; i-- > 0;) {
    Delivery *delivery = g_ptr_array_index (notifier->deliveries, i);
    if (delivery->state == DELIVERY_WAITING || delivery->state == DELIVERY_SENT)
      fail (notifier, delivery, "the notification server ended");
  }
  g_ptr_array_set_size (notifier->deliveries, 0);
  report (notifier, (NotifierEvent){ .kind = NOTIFIER_DOWN });
}

/* A server has appeared. Its capabilities are asked for only here, because another server has
 * another unique name on the bus. All questions are sent at the same time, so that a server that
 * starts slowly does not delay each of them. That includes the question of libnotify, which waits
 * for the answer for up to 25 s; nothing could be sent before it anyway. */
static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  Notifier *notifier = data;
  if (notifier->owner != NULL)
    on_vanished (bus, name, notifier);
  notifier->owner = g_strdup (owner);
  notifier->server = g_strdup_printf ("%s/%s", g_dbus_connection_get_guid (bus), owner);
  notifier->calls = g_cancellable_new ();
  report (notifier, (NotifierEvent){ .kind = NOTIFIER_FOUND });
  notifier->tries = 0;
  ask_about_server (notifier);
}

/* ---- what the server says about its popups ---- */

static Delivery *
find_id (const Notifier *notifier, guint32 id)
{
  for (guint i = 0; i < notifier->deliveries->len; i++) {
    Delivery *delivery = g_ptr_array_index (notifier->deliveries, i);
    if (delivery->state >= DELIVERY_OPEN && delivery->id == id)
      return delivery;
  }
  return NULL;
}

/* The only popup without an id. For example, notify-osd gives the id 0 to each popup that asks for
 * something, and shows it as a dialog. Returns: NULL if there is none, or if there are several,
 * because then it is unknown which one is meant. */
static Delivery *
find_nameless (const Notifier *notifier)
{
  Delivery *only = NULL;
  for (guint i = 0; i < notifier->deliveries->len; i++) {
    Delivery *delivery = g_ptr_array_index (notifier->deliveries, i);
    if (delivery->state < DELIVERY_OPEN || delivery->id != 0)
      continue;
    if (only != NULL)
      return NULL;
    only = delivery;
  }
  return only;
}

/* After a click that asks for details, the popup still has no answer. If the server takes it off
 * the screen on such a click, it is sent again as soon as the server has closed it. */
static void
keep_after_details (Notifier *notifier, Delivery *delivery, const char *key)
{
  const ServerTraits *traits = notifier->traits;
  gboolean hides = traits->hides_default && g_str_equal (key, "default");
  gboolean ends = (traits->ends_default && g_str_equal (key, "default"))
                  || (traits->ends_details && g_str_has_prefix (key, "details:"));
  delivery->returns
    = (hides || ends) && delivery->state == DELIVERY_OPEN && delivery->popup->buttons->len > 0;
  if (delivery->returns && hides)
    call (notifier, "CloseNotification", g_variant_new ("(u)", delivery->id), NULL);
}

/* Whether this click on the popup itself is only the echo of a click on its button for details: the
 * notification-daemon of Debian 13 reports such a click twice, first for the button and right after
 * that for the popup. */
static gboolean
is_echo (Delivery *delivery, const char *key)
{
  gint64 now = g_get_monotonic_time ();
  if (g_str_has_prefix (key, "details:"))
    delivery->details_at = now;
  return g_str_equal (key, "default") && delivery->details_at != 0
         && now - delivery->details_at < ECHO_USECONDS;
}

/* If the id of a popup is unknown, the popup is found by the key of the button, because each key
 * belongs to one popup. */
static void
on_button (Notifier *notifier, guint32 id, const char *key)
{
  Delivery *delivery = id != 0 ? find_id (notifier, id) : NULL;
  for (guint i = 0; delivery == NULL && i < notifier->deliveries->len; i++) {
    Delivery *other = g_ptr_array_index (notifier->deliveries, i);
    const GArray *buttons = other->popup->buttons;
    gboolean has_key = FALSE;
    for (guint j = 0; j < buttons->len && !has_key; j++)
      has_key = g_str_equal (g_array_index (buttons, PopupButton, j).key, key);
    if (!has_key || other->state == DELIVERY_WAITING || other->id != 0)
      continue;
    delivery = other;
    delivery->id = id;
    if (delivery->state == DELIVERY_SENT)
      settle (notifier, delivery, id);
    else if (delivery->state == DELIVERY_CLOSING)
      close_on_server (notifier, delivery);
  }
  gboolean echo = delivery != NULL && is_echo (delivery, key);
  if (delivery != NULL && !(echo && delivery->returns))
    keep_after_details (notifier, delivery, key);
  if (!echo)
    report (notifier, (NotifierEvent){ .kind = NOTIFIER_BUTTON,
                                       .token = delivery != NULL ? delivery->popup->token : 0,
                                       .text = key,
                                       .activation = notifier->activation });
  g_clear_pointer (&notifier->activation, g_free);
}

/* The server has closed a popup because the user asked for details. The popup still has no answer,
 * so it is sent again. */
static void
bring_back (Notifier *notifier, Delivery *delivery)
{
  delivery->state = DELIVERY_WAITING;
  delivery->id = 0;
  delivery->due = TRUE;
  delivery->ready = delivery->renews = delivery->returns = FALSE;
  plan_to_go_on (notifier);
}

static void
on_signal (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *signal, GVariant *parameters, gpointer data)
{
  Notifier *notifier = data;
  guint32 id;
  const char *key;
  if (g_strcmp0 (sender, notifier->owner) != 0)
    return;
  if (g_str_equal (signal, "ActionInvoked")
      && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"))) {
    g_variant_get (parameters, "(u&s)", &id, &key);
    on_button (notifier, id, key);
  } else if (g_str_equal (signal, "ActivationToken") /* this signal comes before the click */
             && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"))) {
    g_free (notifier->activation);
    g_variant_get (parameters, "(us)", NULL, &notifier->activation);
  } else if (g_str_equal (signal, "NotificationClosed")
             && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)"))) {
    g_variant_get (parameters, "(uu)", &id, NULL);
    Delivery *delivery = id != 0 ? find_id (notifier, id) : find_nameless (notifier);
    /* the user closed it before the renewal, which then brought it back */
    if (delivery != NULL && delivery->renews && !delivery->due)
      call (notifier, "CloseNotification", g_variant_new ("(u)", id), NULL);
    if (delivery != NULL && delivery->state == DELIVERY_OPEN && delivery->returns) {
      bring_back (notifier, delivery);
      return;
    }
    if (delivery != NULL && delivery->state == DELIVERY_OPEN)
      report (notifier,
              (NotifierEvent){ .kind = NOTIFIER_CLOSED, .token = delivery->popup->token });
    if (delivery != NULL)
      g_ptr_array_remove (notifier->deliveries, delivery);
  }
}

/* ---- the thread ---- */

static void
on_bus_closed (GDBusConnection *bus, gboolean vanished, GError *error, gpointer data)
{
  report (data, (NotifierEvent){ .kind = NOTIFIER_LOST,
                                 .text = error != NULL ? error->message : "it was closed" });
}

static void
begin (Notifier *notifier)
{
  g_autoptr (GError) error = NULL;
  notify_init (APP);
  notifier->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (notifier->bus == NULL) {
    report (notifier, (NotifierEvent){ .kind = NOTIFIER_LOST, .text = error->message });
    return;
  }
  /* Otherwise GDBus would end the process when the bus ends. */
  g_dbus_connection_set_exit_on_close (notifier->bus, FALSE);
  g_signal_connect (notifier->bus, "closed", G_CALLBACK (on_bus_closed), notifier);
  notifier->signals
    = g_dbus_connection_signal_subscribe (notifier->bus, NAME, NAME, NULL, PATH, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, on_signal, notifier, NULL);
  notifier->watch = g_bus_watch_name_on_connection (
    notifier->bus, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, on_vanished, notifier, NULL);
}

static gpointer
run_thread (gpointer data)
{
  Notifier *notifier = data;
  g_main_context_push_thread_default (notifier->context);
  begin (notifier);
  g_main_loop_run (notifier->loop);
  if (notifier->bus != NULL) {
    g_bus_unwatch_name (notifier->watch);
    g_dbus_connection_signal_unsubscribe (notifier->bus, notifier->signals);
    g_signal_handlers_disconnect_by_data (notifier->bus, notifier);
    /* GDBus writes in a thread of its own: a popup that was closed last may not be on its way yet.
     * If the bus takes nothing any more, stop() does not wait for this thread. */
    g_dbus_connection_flush_sync (notifier->bus, NULL, NULL);
  }
  if (notifier->calls != NULL)
    g_cancellable_cancel (notifier->calls);
  stop_retry (notifier);
  notifier->up = FALSE;
  g_clear_object (&notifier->calls);
  g_clear_object (&notifier->bus);
  g_free (notifier->owner);
  g_free (notifier->server);
  g_free (notifier->name);
  g_free (notifier->vendor);
  g_free (notifier->version);
  g_free (notifier->activation);
  notify_uninit ();
  while (g_main_context_iteration (notifier->context, FALSE))
    ; /* GDBus frees its subscriptions in this context */
  g_main_context_pop_thread_default (notifier->context);
  g_mutex_lock (&notifier->mutex);
  notifier->ended = TRUE;
  g_cond_signal (&notifier->cond);
  g_mutex_unlock (&notifier->mutex);
  return NULL;
}

/* ---- requests, from the caller to the thread ---- */

typedef enum { SUMMON, ASK_START, SHOW, ADOPT, RENEW, CLOSE } RequestKind;

typedef struct {
  RequestKind kind;
  Notifier *notifier;
  Popup *popup;
  guint64 token;
  char *server;
  guint32 id;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;
  popup_free (request->popup);
  g_free (request->server);
  g_free (request);
}

/* Takes over the popup of @request, which has to be shown (SHOW), or which the server already has
 * (ADOPT). */
static void
take_popup (Notifier *notifier, Request *request)
{
  gboolean adopt = request->kind == ADOPT;
  if (adopt && (!notifier->up || g_strcmp0 (request->server, notifier->server) != 0))
    return;
  Delivery *delivery = g_new0 (Delivery, 1);
  delivery->popup = g_steal_pointer (&request->popup);
  delivery->state = adopt ? DELIVERY_OPEN : DELIVERY_WAITING;
  delivery->id = request->id;
  g_ptr_array_add (notifier->deliveries, delivery);
  if (!notifier->up) {
    fail (notifier, delivery, "there is no notification server");
    return;
  }
  if (adopt && delivery->popup->summary == NULL)
    return;
  popup_fit (delivery->popup, &notifier->skills);
  delivery->due = !adopt;
  plan_to_go_on (notifier);
}

/* Takes over the popup of @request, which has new words for a popup that is on the screen, or that
 * is about to be sent again. */
static void
renew_now (Notifier *notifier, Request *request)
{
  Delivery *delivery = find_token (notifier, request->popup->token);
  gboolean waits = delivery != NULL && delivery->state == DELIVERY_WAITING;
  if (delivery == NULL || request->popup->summary == NULL
      || (!waits && (delivery->state != DELIVERY_OPEN || delivery->id == 0)))
    return;
  popup_free (delivery->popup);
  delivery->popup = g_steal_pointer (&request->popup);
  popup_fit (delivery->popup, &notifier->skills);
  if (waits)
    return;
  delivery->renews = delivery->due = TRUE;
  delivery->ready = FALSE;
  plan_to_go_on (notifier);
}

static void
close_now (Notifier *notifier, guint64 token)
{
  Delivery *delivery = find_token (notifier, token);
  if (delivery == NULL)
    return;
  if (delivery->state == DELIVERY_WAITING)
    g_ptr_array_remove (notifier->deliveries, delivery);
  else if (delivery->state == DELIVERY_SENT)
    delivery->withdrawn = TRUE;
  else if (delivery->state == DELIVERY_OPEN)
    close_on_server (notifier, delivery);
}

/* Carries out a request, in the thread of the notifier. */
static gboolean
carry_out (gpointer data)
{
  Request *request = data;
  Notifier *notifier = request->notifier;
  g_autoptr (GVariant) reply = NULL;
  g_autofree const char **names = NULL;
  if (notifier->bus == NULL)
    return G_SOURCE_REMOVE;
  switch (request->kind) {
  case SUMMON:
    if (notifier->owner == NULL) /* on_appeared() is called if a server starts */
      g_dbus_connection_call (notifier->bus, BUS_NAME, BUS_PATH, BUS_NAME, "StartServiceByName",
                              g_variant_new ("(su)", NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE,
                              NO_LIMIT, NULL, NULL, NULL);
    break;
  case ASK_START:
    reply = g_dbus_connection_call_sync (notifier->bus, BUS_NAME, BUS_PATH, BUS_NAME,
                                         "ListActivatableNames", NULL, G_VARIANT_TYPE ("(as)"),
                                         G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
    if (reply != NULL)
      g_variant_get (reply, "(^a&s)", &names);
    report (notifier, (NotifierEvent){ .kind = NOTIFIER_STARTS,
                                       .token = names != NULL && g_strv_contains (names, NAME) });
    break;
  case SHOW:
  case ADOPT:
    take_popup (notifier, request);
    break;
  case RENEW:
    renew_now (notifier, request);
    break;
  case CLOSE:
    close_now (notifier, request->token);
    break;
  }
  return G_SOURCE_REMOVE;
}

/* Passes @request to the thread of the notifier, which takes over its members. */
static void
post (Notifier *notifier, Request request)
{
  Request *copy = g_memdup2 (&request, sizeof request);
  copy->notifier = notifier;
  run_in (notifier->context, G_PRIORITY_DEFAULT, carry_out, copy, free_request);
}

static void
summon (Notifier *notifier)
{
  post (notifier, (Request){ .kind = SUMMON });
}

static void
ask_start (Notifier *notifier)
{
  post (notifier, (Request){ .kind = ASK_START });
}

static void
show (Notifier *notifier, Popup *popup)
{
  post (notifier, (Request){ .kind = SHOW, .popup = popup });
}

static void
adopt (Notifier *notifier, Popup *popup, const char *server, guint32 id)
{
  post (notifier,
        (Request){ .kind = ADOPT, .popup = popup, .server = g_strdup (server), .id = id });
}

static void
renew (Notifier *notifier, Popup *popup)
{
  post (notifier, (Request){ .kind = RENEW, .popup = popup });
}

static void
close_popup (Notifier *notifier, guint64 token)
{
  post (notifier, (Request){ .kind = CLOSE, .token = token });
}

/* ---- beginning and end, in the thread of the caller ---- */

static Notifier *
start (NotifierReport report_function, gpointer data)
{
  Notifier *notifier = g_new0 (Notifier, 1);
  notifier->report = report_function;
  notifier->data = data;
  notifier->home = g_main_context_ref_thread_default ();
  notifier->context = g_main_context_new ();
  notifier->loop = g_main_loop_new (notifier->context, FALSE);
  notifier->traits = &not_known;
  notifier->deliveries = g_ptr_array_new_with_free_func (free_delivery);
  g_mutex_init (&notifier->mutex);
  g_cond_init (&notifier->cond);
  notifier->thread = g_thread_new ("notifier", run_thread, notifier);
  return notifier;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gboolean
stop (Notifier *notifier, int milliseconds)
{
  gint64 deadline = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  gboolean ended;
  notifier->stopped = TRUE;
  run_in (notifier->context, G_PRIORITY_DEFAULT, quit, notifier->loop, NULL);
  g_mutex_lock (&notifier->mutex);
  while (!notifier->ended && g_cond_wait_until (&notifier->cond, &notifier->mutex, deadline))
    ;
  ended = notifier->ended;
  g_mutex_unlock (&notifier->mutex);
  if (!ended)
    return FALSE;
  g_thread_join (notifier->thread);
  while (g_main_context_iteration (notifier->home, FALSE))
    ; /* frees the reports that were sent before the end */
  g_main_loop_unref (notifier->loop);
  g_main_context_unref (notifier->context);
  g_main_context_unref (notifier->home);
  g_mutex_clear (&notifier->mutex);
  g_cond_clear (&notifier->cond);
  g_ptr_array_unref (notifier->deliveries);
  g_free (notifier);
  return TRUE;
}

const NotifierClass notifier_libnotify = {
  .start = start,
  .summon = summon,
  .ask_start = ask_start,
  .show = show,
  .adopt = adopt,
  .renew = renew,
  .close = close_popup,
  .stop = stop,
};
