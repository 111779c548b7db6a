/* notifier.h: how popups get to the screen. A notifier is one file with the functions of
 * NotifierClass.
 *
 * A notification server may be silent for 25 s, and a bus may hang for ever, so no function except
 * stop() waits. The result of a call comes as an event, in the main context of the thread that
 * started the notifier. Events come in the order in which things happened. Each popup has a token
 * that is never used again, because a server that restarts uses its ids again.
 */
#pragma once

#include "daemon/popup.h"

typedef enum {
  NOTIFIER_FOUND, /* a server is there; UP follows when it answers */
  /* The server answers. text: its name and version (nullable). Also set are buttons, server,
   * tells_all and replaces. */
  NOTIFIER_UP,
  NOTIFIER_DOWN,  /* no server is there, or it has ended; everything that it showed is gone */
  NOTIFIER_SHOWN, /* token: the server has the popup */
  /* token: the server does not have the popup and will not show it later; text: why */
  NOTIFIER_FAILED,
  /* A button was pressed. token: of the popup, or 0 if it is not known here; text: the key of the
   * button. */
  NOTIFIER_BUTTON,
  /* token: the user closed the popup, or its time ran out. Never because of close(), and at most
   * once for each popup. */
  NOTIFIER_CLOSED,
  /* the session bus ended, or there never was one; text: why. Only FAILED and DOWN can follow. */
  NOTIFIER_LOST,
  NOTIFIER_STARTS, /* answers ask_start(); token: 1 if the bus can start a server, else 0 */
} NotifierEventKind;

typedef struct {
  NotifierEventKind kind;
  guint64 token;
  const char *text; /* nullable */
  /* BUTTON: the token that a window needs to come to the front when it opens at the click;
   * nullable */
  const char *activation;
  /* UP, SHOWN: a name of the server that no other server ever has, over all buses and restarts
   * ("BUS-GUID/:1.52"); else NULL */
  const char *server;
  guint32 popup;    /* SHOWN: its number on the server; 0 if the server did not tell it in time */
  gboolean buttons; /* UP: the server shows buttons */
  /* UP: the server tells all processes of clicks. FALSE: perhaps only the one that sent the
   * popup. */
  gboolean tells_all;
  gboolean replaces; /* UP: a popup that is replaced keeps its buttons and its place */
} NotifierEvent;

typedef void (*NotifierReport) (const NotifierEvent *event, gpointer data);

typedef struct _Notifier Notifier;

typedef struct {
  /* Begins to watch for a server. UP, DOWN or LOST follows. */
  Notifier *(*start) (NotifierReport report, gpointer data);
  /* Asks the bus to start a server, if the bus knows one. UP follows if a server starts. */
  void (*summon) (Notifier *notifier);
  /* Asks whether the bus knows a server that it could start, without starting it. STARTS
   * follows. */
  void (*ask_start) (Notifier *notifier);
  /* Shows @popup. @popup: (transfer full). SHOWN or FAILED follows, unless the popup is closed
   * before. Neither follows while the server does not answer. */
  void (*show) (Notifier *notifier, Popup *popup);
  /* Takes over popup @id of @server, which another process showed, as if it had been shown here
   * with the words of @popup. @popup: (transfer full). Does nothing if another server is there by
   * now. */
  void (*adopt) (Notifier *notifier, Popup *popup, const char *server, guint32 id);
  /* Replaces the words of the popup that is on the screen with the token of @popup, without a
   * sound. @popup: (transfer full). Does nothing if the user has closed the popup; FAILED follows
   * if the server does not accept the new words. */
  void (*renew) (Notifier *notifier, Popup *popup);
  /* Closes the popup with @token, or does not show it if it is not on the screen yet. No event
   * follows. */
  void (*close) (Notifier *notifier, guint64 token);
  /* Ends the notifier. Popups stay on the screen, and no event follows. Returns: FALSE if a call
   * still hangs after @milliseconds: then the process must end without waiting. */
  gboolean (*stop) (Notifier *notifier, int milliseconds);
} NotifierClass;

extern const NotifierClass notifier_libnotify;
