/* loop.h: what the service does, as a pure state machine: state, event, now -> state, actions. It
 * reads no clock, no database and no bus.
 *
 * The database knows which alerts are due and which were shown; the state here is only which of
 * them are on the screen. An alert goes
 *
 *   LOOK ▶ due ▶ CLAIM ▶ claimed ▶ SHOW ▶ shown ▶ MARK_SHOWN ▶ on the screen ▶ button or closed ▶
 * forgotten
 *
 * and is given back (GIVE_BACK) where it could not be shown or went with its server: the next LOOK
 * finds it again. Whatever is lost between any two
 * actions is found again in the same way, because a claim runs out.
 *
 * The record knows which popup of which server shows an alert. So a popup that another process put
 * there (this service before it was restarted, or "regimen notify") is taken over (ADOPT) where its
 * server is still there, and its alerts are given back where another one is.
 */
#pragma once

#include <regimen/alert.h>

/* A popup: one alert with its buttons, a digest of several, or a note. */
typedef struct {
  guint64 token;
  GPtrArray *alerts; /* of RgmAlertView; empty: a note */
  char *note;        /* why a button wrote nothing, and what to type */
  gboolean on_screen;
  char *server; /* on the screen of which server, and what it calls the popup */
  guint32 popup;
} LoopShowing;

LoopShowing *loop_showing_ref (LoopShowing *showing);
void loop_showing_unref (LoopShowing *showing);

typedef enum {
  LOOP_START,
  LOOP_WAKE,    /* the moment asked for came, the clock was set, the machine woke up */
  LOOP_RECORD,  /* the record changed */
  LOOP_UP,      /* a notification server is there: server */
  LOOP_DOWN,    /* none is there */
  LOOP_DUE,     /* answers LOOK: alerts, next, popups */
  LOOP_CLAIMED, /* answers CLAIM: alerts, those that are ours to show */
  LOOP_STALE,   /* answers CHECK: alerts of showing token that hold no more */
  LOOP_SHOWN,   /* token, server, popup */
  LOOP_FAILED,  /* token */
  LOOP_BUTTON,  /* token, 0: of a popup that nobody knows; text: the key of the button */
  LOOP_CLOSED,  /* token */
  LOOP_REFUSED, /* a button wrote nothing: text: why, and what to type */
  LOOP_GIVE_UP, /* once: waited long enough for a server to appear */
} LoopEventKind;

typedef struct {
  LoopEventKind kind;
  guint64 token;
  const char *text;
  /* of RgmAlertView, (transfer container): the loop takes the alerts that it keeps, and leaves
   * NULL in their place */
  GPtrArray *alerts;
  RgmInstant next;
  /* of RgmAlertView on a screen as far as the record knows, with server and popup, those of one
   * popup together; (nullable) (transfer container) */
  GPtrArray *popups;
  const char *server;
  guint32 popup;
} LoopEvent;

typedef enum {
  LOOP_BEAT,       /* sign of life */
  LOOP_LOOK,       /* which alerts are due? */
  LOOP_CHECK,      /* showing: does it still hold? */
  LOOP_SUMMON,     /* there is something to show and no server */
  LOOP_CLAIM,      /* alerts */
  LOOP_SHOW,       /* showing */
  LOOP_ADOPT,      /* showing: on the screen already; what becomes of it is to be told */
  LOOP_CLOSE,      /* showing */
  LOOP_RECLAIM,    /* showing: its alerts are on their way to another popup */
  LOOP_MARK_SHOWN, /* showing */
  LOOP_GIVE_BACK,  /* showing */
  LOOP_FORGET,     /* showing: its alerts are off the screen, and were seen */
  LOOP_GIVEN,      /* showing: record its dose as given */
  LOOP_SKIP,       /* showing: record its dose as skipped */
  LOOP_SNOOZE,     /* showing: again at at */
  LOOP_TIMER,      /* wake at at; RGM_INSTANT_NONE: no more */
  LOOP_FINISH,     /* once: end */
} LoopActionKind;

typedef struct {
  LoopActionKind kind;
  LoopShowing *showing; /* owned */
  GPtrArray *alerts;    /* owned */
  RgmInstant at;
} LoopAction;
void loop_action_clear (LoopAction *action);

typedef enum {
  LOOP_ONCE_WAITING,
  LOOP_ONCE_DONE, /* everything that is due is on the screen, or nothing is */
  LOOP_ONCE_NO_SERVER,
  LOOP_ONCE_FAILED, /* a server is there and refused */
} LoopOutcome;

typedef struct {
  gboolean once; /* show what is due, then end */
  gboolean server;
  char *server_name;
  int open_at_once;
  int snooze_minutes;
  guint64 last_token;
  GPtrArray *showings; /* of LoopShowing */
  GPtrArray *ended;    /* of LoopShowing: that ended since the oldest LOOK without an answer */
  int looks;           /* LOOKs without an answer */
  RgmInstant told;     /* all that came until then was on the screen once */
  RgmInstant next;     /* by the clock alone */
  RgmInstant retry;    /* after a failure */
  int failures;        /* in a row */
  gboolean looked;     /* once: an answer to LOOK came with a server there */
  int claims;          /* CLAIMs without an answer */
  int shown;           /* alerts shown so far */
  LoopOutcome outcome;
} Loop;

void loop_init (Loop *loop, const RgmSettings *settings, gboolean once);
void loop_clear (Loop *loop);

/**
 * loop_step: what @event at @now leads to.
 * Returns: (transfer full) (element-type LoopAction): to be carried out in this order.
 */
GArray *loop_step (Loop *loop, LoopEvent *event, RgmInstant now);

/* Whether a showing is @popup of @server. */
gboolean loop_knows_popup (const Loop *loop, const char *server, guint32 popup);

/* The key of a button: "given:UUID/3". @verb: "given", "snooze" or "skip". Returns: (transfer
 * full). */
char *loop_button_key (const char *verb, const RgmAlertView *view);
