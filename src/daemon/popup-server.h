/* popup-server.h: the notification server on a session bus: who it is, what it can do, what becomes
 * of its popups. Nothing here waits for an answer, and no answer is given up: a server that was
 * frozen for an hour answers after that hour.
 *
 * All of it in one thread, with its thread-default context.
 */
#pragma once

#include <gio/gio.h>

typedef struct _PopupServer PopupServer;

typedef struct {
  gboolean buttons, markup, body;
  gboolean in_menu; /* buttons are not seen before a menu is opened */
} PopupServerSkills;

typedef struct {
  /* It is there and answers. @description: its name, and whether it has buttons. */
  void (*up) (const char *description, gpointer data);
  /* It went, or there is none. */
  void (*down) (gpointer data);
  void (*button) (guint32 popup, const char *key, gpointer data);
  /* By a person, by time, or because it was asked to. */
  void (*closed) (guint32 popup, gpointer data);
} PopupServerEvents;

PopupServer *
popup_server_new (GDBusConnection *bus, const PopupServerEvents *events, gpointer data);
/* No event and no answer follows. */
void popup_server_free (PopupServer *server);

/* The one that is there, by a name that no other ever has, on no bus: "BUS-GUID/:1.52". NULL: there
 * is none. */
const char *popup_server_name (const PopupServer *server);

/* @skills: NULL: it went, or does not say, and @error says why. */
typedef void (*PopupServerAnswer) (const PopupServerSkills *skills, const char *error,
                                   gpointer data);

/**
 * popup_server_ask: what it can do, when it gets to answering: it takes popups then.
 * @free: for @data, after the answer or without one.
 */
void popup_server_ask (PopupServer *server, PopupServerAnswer answer, gpointer data,
                       GDestroyNotify free);

/* Whether clicks on a popup are told to the process that showed it, and to no other. */
gboolean popup_server_tells_one (const PopupServer *server);

/* Whether its last answer let itself be waited for: libnotify would give up. */
gboolean popup_server_is_slow (const PopupServer *server);

/* @popup: 0: refused, or it went, and @error says why. */
typedef void (*PopupServerTaken) (guint32 popup, const char *error, gpointer data);

/**
 * popup_server_send: shows a popup, however long the answer takes.
 * @arguments: (transfer floating): of Notify.
 * @taken: (nullable).
 * @free: (nullable): for @data, after the answer or without one.
 */
void popup_server_send (PopupServer *server, GVariant *arguments, PopupServerTaken taken,
                        gpointer data, GDestroyNotify free);

void popup_server_close_popup (PopupServer *server, guint32 popup);

/* Asks the bus to start a server, where it knows one and none is there. */
void popup_server_summon (PopupServer *server);
