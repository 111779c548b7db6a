/* notifier-libnotify.c: popups through libnotify, in a thread of their own.
 *
 * libnotify waits up to 25 s for an answer, finds the popup of a click by its id alone, and ids are
 * used again by a server that was restarted. So it only sends popups here, and only to a server
 * that has just answered, and soon; clicks, ends and late answers are read beside it, and belong to
 * the one server that said them.
 */
#include "daemon/bus-thread.h"
#include "daemon/late-answers.h"
#include "daemon/popup-message.h"

#include <libnotify/notify.h>

struct _Notifier {
  NotifierReport report;
  gpointer data;
  gboolean stopped; /* read and written by the caller */
  BusThread *thread;
  /* of the thread alone */
  GDBusConnection *bus;
  PopupServer *server;
  LateAnswers *answers;
  GPtrArray *popups; /* of Popup: all that the server has or is about to have */
  gboolean up, warm;
};

typedef enum {
  POPUP_ASKED,     /* the server is asked what it can do */
  POPUP_SENT,      /* it took longer than libnotify waits */
  POPUP_WITHDRAWN, /* sent, and to be closed once it has an id */
  POPUP_OPEN,
  POPUP_CLOSING, /* what is still clicked belongs to nobody */
} PopupState;

typedef struct {
  guint64 token;
  PopupState state;
  guint32 id; /* open and closing */
  NotifierPopup *text;
} Popup;

static void
free_popup (gpointer data)
{
  Popup *popup = data;
  notifier_popup_free (popup->text);
  g_free (popup);
}

static Popup *
add_popup (Notifier *notifier, guint64 token, PopupState state)
{
  Popup *popup = g_new0 (Popup, 1);
  popup->token = token;
  popup->state = state;
  g_ptr_array_add (notifier->popups, popup);
  return popup;
}

static Popup *
find_popup (const Notifier *notifier, guint64 token)
{
  for (guint i = 0; i < notifier->popups->len; i++) {
    Popup *popup = g_ptr_array_index (notifier->popups, i);
    if (popup->token == token)
      return popup;
  }
  return NULL;
}

static Popup *
find_id (const Notifier *notifier, guint32 id)
{
  for (guint i = 0; i < notifier->popups->len; i++) {
    Popup *popup = g_ptr_array_index (notifier->popups, i);
    if (popup->state >= POPUP_OPEN && popup->id == id)
      return popup;
  }
  return NULL;
}

/* ---- reports, from the thread to the caller ---- */

typedef struct {
  Notifier *notifier;
  NotifierEventKind kind;
  guint64 token;
  char *text, *server;
  guint32 popup;
} Message;

static void
free_message (gpointer data)
{
  Message *message = data;
  g_free (message->text);
  g_free (message->server);
  g_free (message);
}

static gboolean
deliver (gpointer data)
{
  const Message *message = data;
  NotifierEvent event
    = { message->kind, message->token, message->text, message->server, message->popup };
  if (!message->notifier->stopped)
    message->notifier->report (&event, message->notifier->data);
  return G_SOURCE_REMOVE;
}

static Message *
new_message (Notifier *notifier, NotifierEventKind kind, guint64 token, const char *text)
{
  Message *message = g_new0 (Message, 1);
  message->notifier = notifier;
  message->kind = kind;
  message->token = token;
  message->text = g_strdup (text);
  return message;
}

static void
report (Notifier *notifier, NotifierEventKind kind, guint64 token, const char *text)
{
  bus_thread_report (notifier->thread, deliver, new_message (notifier, kind, token, text),
                     free_message);
}

/* The same with the server that is there. */
static void
report_server (Notifier *notifier, NotifierEventKind kind, guint64 token, const char *text,
               guint32 popup)
{
  Message *message = new_message (notifier, kind, token, text);
  message->server = g_strdup (popup_server_name (notifier->server));
  message->popup = popup;
  bus_thread_report (notifier->thread, deliver, message, free_message);
}

/* ---- one popup to the server, in the thread ---- */

static void
ignore_button (NotifyNotification *notification, char *key, gpointer data)
{
}

static NotifyUrgency
urgency_of (const NotifierPopup *text)
{
  static const NotifyUrgency urgencies[] = {
    [RGM_URGENCY_LOW] = NOTIFY_URGENCY_LOW,
    [RGM_URGENCY_NORMAL] = NOTIFY_URGENCY_NORMAL,
    [RGM_URGENCY_CRITICAL] = NOTIFY_URGENCY_CRITICAL,
  };
  return urgencies[text->urgency];
}

static NotifyNotification *
make_notification (const NotifierPopup *text, const PopupServerSkills *skills)
{
  g_autofree char *summary = NULL, *body = NULL;
  popup_message_words (text, skills, &summary, &body);
  NotifyNotification *notification = notify_notification_new (summary, body, POPUP_ICON);
  notify_notification_set_urgency (notification, urgency_of (text));
  notify_notification_set_category (notification, text->category);
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string ("regimen"));
  notify_notification_set_timeout (notification, popup_message_time (text));
  for (guint i = 0; skills->buttons && i < text->buttons->len; i++) {
    const NotifierButton *button = &g_array_index (text->buttons, NotifierButton, i);
    notify_notification_add_action (notification, button->key, button->label, ignore_button, NULL,
                                    NULL);
  }
  return notification;
}

static void
fail (Notifier *notifier, Popup *popup, const char *why)
{
  report (notifier, NOTIFIER_FAILED, popup->token, why);
  g_ptr_array_remove (notifier->popups, popup);
}

static void
close_on_server (Notifier *notifier, Popup *popup)
{
  popup_server_close_popup (notifier->server, popup->id);
  popup->state = POPUP_CLOSING;
}

static void
settle (Notifier *notifier, Popup *popup, guint32 id)
{
  gboolean withdrawn = popup->state == POPUP_WITHDRAWN;
  popup->id = id;
  popup->state = POPUP_OPEN;
  if (withdrawn)
    close_on_server (notifier, popup);
  else
    report_server (notifier, NOTIFIER_SHOWN, popup->token, NULL, id);
}

/* libnotify asks the server once who it is, and shows nothing before it knows. */
static gboolean
warm_up (Notifier *notifier)
{
  notifier->warm = notifier->warm || notify_get_server_info (NULL, NULL, NULL, NULL);
  return notifier->warm;
}

static void
send_with_libnotify (Notifier *notifier, Popup *popup, const PopupServerSkills *skills)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) notification = G_OBJECT (make_notification (popup->text, skills));
  int id;
  late_answers_expect (notifier->answers, popup->token);
  if (!notify_notification_show (NOTIFY_NOTIFICATION (notification), &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return;
  late_answers_forget (notifier->answers, popup->token);
  if (error != NULL) {
    fail (notifier, popup, error->message);
    return;
  }
  g_object_get (notification, "id", &id, NULL);
  settle (notifier, popup, (guint32)id);
}

static void
on_late_answer (guint64 token, guint32 id, const char *error, gpointer data)
{
  Notifier *notifier = data;
  Popup *popup = find_popup (notifier, token);
  if (popup == NULL)
    return;
  if (id != 0)
    settle (notifier, popup, id);
  else if (popup->state == POPUP_WITHDRAWN)
    g_ptr_array_remove (notifier->popups, popup);
  else
    fail (notifier, popup, error);
}

/* What an answer belongs to. */
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
on_taken (guint32 id, const char *error, gpointer data)
{
  const Origin *origin = data;
  on_late_answer (origin->token, id, error, origin->notifier);
}

/* libnotify would wait for a server that is slow with popups, and so would those that come after:
 * it gets the last of those that are at hand. */
static void
send_popup (Notifier *notifier, Popup *popup, const PopupServerSkills *skills)
{
  popup->state = POPUP_SENT;
  if (!popup->text->more && !popup_server_is_slow (notifier->server) && warm_up (notifier))
    send_with_libnotify (notifier, popup, skills);
  else
    popup_server_send (notifier->server, popup_message_arguments (popup->text, skills, 0), on_taken,
                       new_origin (notifier, popup->token), g_free);
}

static void
on_skills (const PopupServerSkills *skills, const char *error, gpointer data)
{
  const Origin *origin = data;
  Popup *popup = find_popup (origin->notifier, origin->token);
  if (popup == NULL || popup->state != POPUP_ASKED) /* withdrawn meanwhile, or its server went */
    return;
  if (skills == NULL)
    fail (origin->notifier, popup, error);
  else
    send_popup (origin->notifier, popup, skills);
}

static void
show (Notifier *notifier, NotifierPopup *text)
{
  Popup *popup = add_popup (notifier, text->token, POPUP_ASKED);
  popup->text = text;
  if (!notifier->up) {
    fail (notifier, popup, "there is no notification server");
    return;
  }
  popup_server_ask (notifier->server, on_skills, new_origin (notifier, text->token), g_free);
}

/* The same popup once more: who sent it last is told of its clicks. */
static void
on_skills_to_adopt (const PopupServerSkills *skills, const char *error, gpointer data)
{
  const Origin *origin = data;
  Popup *popup = find_popup (origin->notifier, origin->token);
  if (popup == NULL || popup->state != POPUP_OPEN || skills == NULL)
    return;
  popup_server_send (origin->notifier->server,
                     popup_message_arguments (popup->text, skills, popup->id), NULL, NULL, NULL);
}

static void
adopt (Notifier *notifier, NotifierPopup *text, const char *server, guint32 id)
{
  Popup *popup = add_popup (notifier, text->token, POPUP_OPEN);
  popup->text = text;
  popup->id = id;
  if (g_strcmp0 (server, popup_server_name (notifier->server)) != 0)
    g_ptr_array_remove (notifier->popups, popup);
  else if (text->summary != NULL && popup_server_tells_one (notifier->server))
    popup_server_ask (notifier->server, on_skills_to_adopt, new_origin (notifier, text->token),
                      g_free);
}

static void
close_popup (Notifier *notifier, guint64 token)
{
  Popup *popup = find_popup (notifier, token);
  if (popup == NULL)
    return;
  if (popup->state == POPUP_ASKED)
    g_ptr_array_remove (notifier->popups, popup);
  else if (popup->state == POPUP_SENT)
    popup->state = POPUP_WITHDRAWN;
  else if (popup->state == POPUP_OPEN)
    close_on_server (notifier, popup);
}

/* ---- what the server says, in the thread ---- */

static void
on_up (const char *description, gpointer data)
{
  Notifier *notifier = data;
  notifier->up = TRUE;
  report_server (notifier, NOTIFIER_UP, 0, description, 0);
}

/* What was on its way is given back one by one; all else went with the server. */
static void
on_down (gpointer data)
{
  Notifier *notifier = data;
  notifier->up = FALSE;
  for (guint i = 0; i < notifier->popups->len; i++) {
    const Popup *popup = g_ptr_array_index (notifier->popups, i);
    late_answers_forget (notifier->answers, popup->token);
    if (popup->state == POPUP_ASKED || popup->state == POPUP_SENT)
      report (notifier, NOTIFIER_FAILED, popup->token, "the notification server went");
  }
  g_ptr_array_set_size (notifier->popups, 0);
  report (notifier, NOTIFIER_DOWN, 0, NULL);
}

static void
on_button (guint32 id, const char *key, gpointer data)
{
  const Popup *popup = find_id (data, id);
  report (data, NOTIFIER_BUTTON, popup != NULL ? popup->token : 0, key);
}

static void
on_closed (guint32 id, gpointer data)
{
  Notifier *notifier = data;
  Popup *popup = find_id (notifier, id);
  if (popup == NULL)
    return;
  if (popup->state == POPUP_OPEN)
    report (notifier, NOTIFIER_CLOSED, popup->token, NULL);
  g_ptr_array_remove (notifier->popups, popup);
}

/* ---- the thread ---- */

static void
on_bus_closed (GDBusConnection *bus, gboolean vanished, GError *error, gpointer data)
{
  report (data, NOTIFIER_LOST, 0, error != NULL ? error->message : "it was closed");
}

/* GDBus would end the process with the bus. */
static void
begin (gpointer data)
{
  static const PopupServerEvents events = { on_up, on_down, on_button, on_closed };
  Notifier *notifier = data;
  g_autoptr (GError) error = NULL;
  notify_init (POPUP_APP);
  notifier->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (notifier->bus == NULL) {
    report (notifier, NOTIFIER_LOST, 0, error->message);
    return;
  }
  g_dbus_connection_set_exit_on_close (notifier->bus, FALSE);
  g_signal_connect (notifier->bus, "closed", G_CALLBACK (on_bus_closed), notifier);
  notifier->answers = late_answers_new (notifier->bus, on_late_answer, notifier);
  notifier->server = popup_server_new (notifier->bus, &events, notifier);
}

static void
end (gpointer data)
{
  Notifier *notifier = data;
  g_clear_pointer (&notifier->server, popup_server_free);
  g_clear_pointer (&notifier->answers, late_answers_free);
  if (notifier->bus != NULL)
    g_signal_handlers_disconnect_by_data (notifier->bus, notifier);
  g_clear_object (&notifier->bus);
  notify_uninit ();
}

/* ---- requests, from the caller to the thread ---- */

static Notifier *
start (NotifierReport report_function, gpointer data)
{
  Notifier *notifier = g_new0 (Notifier, 1);
  notifier->report = report_function;
  notifier->data = data;
  notifier->popups = g_ptr_array_new_with_free_func (free_popup);
  notifier->thread = bus_thread_new ();
  bus_thread_start (notifier->thread, begin, end, notifier);
  return notifier;
}

static gboolean
summon_in_thread (gpointer data)
{
  Notifier *notifier = data;
  if (notifier->server != NULL)
    popup_server_summon (notifier->server);
  return G_SOURCE_REMOVE;
}

static void
request_summon (Notifier *notifier)
{
  bus_thread_run (notifier->thread, summon_in_thread, notifier, NULL);
}

typedef struct {
  Notifier *notifier;
  NotifierPopup *text;
  char *server; /* to adopt it */
  guint32 popup;
} PopupRequest;

static void
free_popup_request (gpointer data)
{
  PopupRequest *request = data;
  notifier_popup_free (request->text);
  g_free (request->server);
  g_free (request);
}

static gboolean
show_in_thread (gpointer data)
{
  PopupRequest *request = data;
  show (request->notifier, g_steal_pointer (&request->text));
  return G_SOURCE_REMOVE;
}

static void
request_show (Notifier *notifier, NotifierPopup *text)
{
  PopupRequest *request = g_new0 (PopupRequest, 1);
  *request = (PopupRequest){ notifier, text, NULL, 0 };
  bus_thread_run (notifier->thread, show_in_thread, request, free_popup_request);
}

static gboolean
adopt_in_thread (gpointer data)
{
  PopupRequest *request = data;
  if (request->notifier->server != NULL)
    adopt (request->notifier, g_steal_pointer (&request->text), request->server, request->popup);
  return G_SOURCE_REMOVE;
}

static void
request_adopt (Notifier *notifier, NotifierPopup *text, const char *server, guint32 id)
{
  PopupRequest *request = g_new0 (PopupRequest, 1);
  *request = (PopupRequest){ notifier, text, g_strdup (server), id };
  bus_thread_run (notifier->thread, adopt_in_thread, request, free_popup_request);
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
  bus_thread_run (notifier->thread, close_in_thread, new_message (notifier, 0, token, NULL),
                  free_message);
}

static gboolean
stop (Notifier *notifier, int milliseconds)
{
  notifier->stopped = TRUE;
  if (!bus_thread_stop (notifier->thread, milliseconds))
    return FALSE;
  g_ptr_array_unref (notifier->popups);
  g_free (notifier);
  return TRUE;
}

const NotifierClass notifier_libnotify = {
  .start = start,
  .summon = request_summon,
  .show = request_show,
  .adopt = request_adopt,
  .close = request_close,
  .stop = stop,
};
