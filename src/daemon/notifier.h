/* notifier.h: how popups get to the screen. A notifier is one file with the functions of
 * NotifierClass.
 *
 * No function waits, because a notification server may be silent for 25 s, and a bus may hang for
 * ever. The result of a call comes as an event, in the main context of the thread that started the
 * notifier; events come in the order in which things happened. Each popup has a token that is never
 * used again, because a server that restarts uses its ids again.
 */
#pragma once

#include "daemon/popup.h"

typedef enum {
  NOTIFIER_FOUND, /* a server is there; UP follows when it answers */
  /* the server answers. text: its name and version (nullable). Also set are buttons, server,
   * tells_all and replaces */
  NOTIFIER_UP,
  NOTIFIER_DOWN,  /* no server is there, or it ended; everything it showed is gone */
  NOTIFIER_SHOWN, /* token: the server has it */
  /* token: the server does not have it and will not show it later; text: why */
  NOTIFIER_FAILED,
  /* A button was pressed. token: of the popup, or 0 if it is not known here; text: the key of the
   * button */
  NOTIFIER_BUTTON,
  /* token: the user closed it, or its time ran out; never because of close(). At most once */
  NOTIFIER_CLOSED,
  NOTIFIER_LOST,   /* the session bus ended, or there never was one; text: why. The last event */
  NOTIFIER_STARTS, /* answers ask_start(); token: 1 if the bus can start a server, else 0 */
} NotifierEventKind;

typedef struct {
  NotifierEventKind kind;
  guint64 token;
  const char *text; /* nullable */
  /* BUTTON: what a window that opens at the click needs to come to the front; nullable */
  const char *activation;
  /* UP, SHOWN: a name of the server that is unique for all time, over buses and restarts
   * ("BUS-GUID/:1.52"); else NULL */
  const char *server;
  guint32 popup;    /* SHOWN: what the server calls it; 0 if it did not say so in time */
  gboolean buttons; /* UP: the server shows buttons */
  /* UP: it tells all processes of clicks. FALSE: perhaps only the one that sent the popup */
  gboolean tells_all;
  gboolean replaces; /* UP: a popup that is replaced keeps its buttons and its place */
} NotifierEvent;

typedef void (*NotifierReport) (const NotifierEvent *event, gpointer data);

typedef struct _Notifier Notifier;

typedef struct {
  /* Begins to watch for a server; UP, DOWN or LOST follows. */
  Notifier *(*start) (NotifierReport report, gpointer data);
  /* Asks the bus to start a server if it knows one. UP follows if a server starts. */
  void (*summon) (Notifier *notifier);
  /* Asks whether the bus knows a server to start, without starting it. STARTS follows. */
  void (*ask_start) (Notifier *notifier);
  /* Takes @popup. SHOWN or FAILED follows, unless the popup is closed before. As long as the server
   * does not answer, neither follows. */
  void (*show) (Notifier *notifier, Popup *popup);
  /* Takes over popup @id of @server, which another process showed, as if it had been shown here
   * with the words of @popup. Takes @popup. Does nothing if another server is there by now. */
  void (*adopt) (Notifier *notifier, Popup *popup, const char *server, guint32 id);
  /* Replaces the words of the popup with the token of @popup, which is on the screen, without a
   * sound. Takes @popup. Does nothing if the user has closed it; FAILED follows if the server does
   * not take it. */
  void (*renew) (Notifier *notifier, Popup *popup);
  void (*close) (Notifier *notifier, guint64 token);
  /* Ends; popups stay on the screen. No event follows. Returns: FALSE if a call still hangs after
   * @milliseconds: then the process must end without waiting. */
  gboolean (*stop) (Notifier *notifier, int milliseconds);
} NotifierClass;

extern const NotifierClass notifier_libnotify;
