/* notifier.h: how notifications are shown. A notifier is one file with the functions of
 * NotifierClass.
 *
 * No function waits: a notification server may be silent for 25 s, and a hung bus for ever. What
 * became of a call comes as an event, in the main
 * context of the thread that started the notifier, and in the order in which it happened. Each
 * popup shown has a token that is never used
 * again: servers use their ids again after a restart.
 */
#pragma once

#include <regimen/alert.h>

typedef enum {
  NOTIFIER_UP,    /* a server is there; text: its name and what it can do */
  NOTIFIER_DOWN,  /* no server is there, or it went: everything it showed is gone */
  NOTIFIER_SHOWN, /* token: the server took it */
  /* token: the server did not take it, and will not show it later; text: why */
  NOTIFIER_FAILED,
  /* token: a button was pressed; text: its key. Token 0: of a popup that is not known here */
  NOTIFIER_BUTTON,
  NOTIFIER_CLOSED, /* token: closed by a person or by time; not by close(). At most once */
  NOTIFIER_LOST,   /* the session bus went, or never was; text: why. The last event */
} NotifierEventKind;

typedef struct {
  NotifierEventKind kind;
  guint64 token;
  const char *text; /* nullable */
  /* UP, SHOWN: the server, by a name that no other one ever has, not on another bus and not after a
   * restart ("BUS-GUID/:1.52"); else NULL */
  const char *server;
  guint32 popup; /* SHOWN: what that server calls it; 0: nobody knows */
} NotifierEvent;

typedef void (*NotifierReport) (const NotifierEvent *event, gpointer data);

typedef struct {
  char *key; /* names the dose: "given:UUID/3" */
  char *label;
} NotifierButton;

/* Text is plain; the notifier escapes it where the server reads markup. */
typedef struct {
  guint64 token;
  RgmUrgency urgency;
  char *category;
  char *summary;
  char *body;        /* where the server shows no buttons */
  char *button_body; /* where it does */
  GArray *buttons;   /* of NotifierButton, at most 3 */
  gboolean more;     /* another one follows at once, and is not to wait for this one */
} NotifierPopup;

NotifierPopup *notifier_popup_new (guint64 token);
void notifier_popup_add_button (NotifierPopup *popup, const char *key, const char *label);
void notifier_popup_free (NotifierPopup *popup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NotifierPopup, notifier_popup_free)

typedef struct _Notifier Notifier;

typedef struct {
  /* Begins to watch for a server; UP, DOWN or LOST follows. */
  Notifier *(*start) (NotifierReport report, gpointer data);
  /* Asks the bus to start a server, where it knows one. UP follows where that helped. */
  void (*summon) (Notifier *notifier);
  /* Takes @popup. SHOWN or FAILED follows, unless it is closed before; as long as the server is
   * frozen neither does. */
  void (*show) (Notifier *notifier, NotifierPopup *popup);
  /* Takes over popup @id of @server, which another process showed: as if it was shown here, with
   * what @popup says; its summary may be NULL. Takes @popup. Nothing where that server is not
   * there. */
  void (*adopt) (Notifier *notifier, NotifierPopup *popup, const char *server, guint32 id);
  void (*close) (Notifier *notifier, guint64 token);
  /* Ends; popups stay on the screen. No event follows. Returns: FALSE where a call hangs still:
   * then the process must end without waiting. */
  gboolean (*stop) (Notifier *notifier, int milliseconds);
} NotifierClass;

extern const NotifierClass notifier_libnotify;
