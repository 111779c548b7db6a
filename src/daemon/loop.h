/* loop.h: what the service does, as a pure state machine: it gets an event and the time, changes
 * its state, and answers with actions. It reads no clock, no database and no bus.
 *
 * The database knows which alerts are due and which were shown; the state here is only which of
 * them are on the screen. The path of an alert, with actions in capitals and events in lower case:
 *
 *   LOOK, due, CLAIM, claimed, SHOW, shown, MARK_SHOWN, button or closed, FORGET
 *
 * If it could not be shown, or was lost with its server, it is given back (GIVE_BACK), and the next
 * LOOK finds it again. A claim runs out after a while, so if the process ends between any two
 * actions, the next process finds the alert in the same way.
 *
 * The record knows which popup of which server shows an alert. What becomes of a popup that another
 * process showed (an earlier run of the service, or "regimen notify"):
 *
 *   its server has ended                        its alerts are given back
 *   its server tells all processes of clicks    it is taken over (ADOPT)
 *   its server may tell only the sender         it is closed and its alerts are given back, so that
 *                                               this process shows them once more and hears clicks
 *   its number is not known                     it is taken over, because nobody can close it
 *   it goes by itself and its time was over     its alerts are forgotten
 *   before its server ended
 *   the record was replaced meanwhile           as if its server told only the sender
 *
 * A server cannot be asked which popups it shows, so a popup that was taken over may have been
 * closed while no service ran. It takes no room from another alert.
 *
 * What stands on the screen stays true. Each CHECK is answered with what the alerts of a popup have
 * to say today. If that differs from what they say on the screen, because a midnight has passed or
 * the record has changed, the popup is renewed in place (RENEW). A server that loses the buttons of
 * a popup which is replaced has popups whose words stay true whatever the day; if the record makes
 * them wrong, they are closed and shown anew.
 */
#pragma once

#include <regimen/alert.h>

/* A popup on the screen or on its way there: one alert with its buttons, a digest of several, or a
 * note. */
typedef struct {
  guint64 token;
  GPtrArray *alerts; /* of RgmAlertView; empty: a note */
  /* of a note; NULL: that a button wrote nothing. A note with a title names no treatment in private
   * mode. */
  char *title;
  char *note; /* why a button wrote nothing, and what to type; or what is told in full */
  gboolean on_screen;
  RgmInstant since;   /* on_screen: when it came there */
  gboolean inherited; /* another process showed it; nobody knows whether the user has closed it */
  gboolean outdated;  /* on its way with words that are not true any more */
  gboolean explained; /* a note has told what no page could */
  char *server;       /* the server that shows it */
  guint32 popup;      /* what that server calls it; 0 if that is unknown */
} LoopShowing;

/* What keeps alerts from coming, so that the user has to be told. */
typedef enum {
  LOOP_NO_RECORD,    /* the record is not there, or cannot be opened */
  LOOP_UNREADABLE,   /* the record is open, and the alerts cannot be read from it */
  LOOP_LOST,         /* changes that were seen on record are not there any more */
  LOOP_DAMAGED,      /* rows of the record are not as they were entered, so alerts may be wrong */
  LOOP_UNWRITABLE,   /* what was shown cannot be noted, so nothing is shown */
  LOOP_BAD_SETTINGS, /* the file of the settings is not accepted */
  LOOP_TROUBLES
} LoopTroubleKind;

typedef enum {
  LOOP_START,
  LOOP_WAKE,      /* the moment of TIMER came, the clock was set, or the machine woke up */
  LOOP_RECORD,    /* the record changed */
  LOOP_REPLACED,  /* the record is another one than before */
  LOOP_ANEW,      /* what is on the screen has to be said in other words */
  LOOP_UP,        /* a notification server is there: server, tells_all, replaces */
  LOOP_DOWN,      /* none is there */
  LOOP_DUE,       /* answers LOOK: alerts, next, popups */
  LOOP_CLAIMED,   /* answers CLAIM: alerts, those that this process may show */
  LOOP_STALE,     /* answers CHECK: alerts of the showing with this token that are no longer true;
                     others */
  LOOP_SAYS,      /* answers CHECK if none is stale: alerts, what those of the showing say today */
  LOOP_SHOWN,     /* token, server, popup */
  LOOP_FAILED,    /* token */
  LOOP_BUTTON,    /* token, or 0 if the popup is not known here; text: the key of the button */
  LOOP_CLOSED,    /* token */
  LOOP_REFUSED,   /* a button wrote nothing; text: why, and what to type */
  LOOP_NOTE,      /* answers DETAILS if no page can be opened: token, title, text */
  LOOP_TROUBLE,   /* trouble; title, text: what to tell the user; text NULL: it is over */
  LOOP_UNWRITTEN, /* what became of an alert could not be written */
  LOOP_GIVE_UP,   /* only with "once": no server appeared in time */
} LoopEventKind;

typedef struct {
  LoopEventKind kind;
  guint64 token;
  const char *title, *text;
  LoopTroubleKind trouble;
  const char *activation; /* BUTTON: what a window needs to come to the front; nullable */
  /* of RgmAlertView. The loop takes the alerts that it keeps, and leaves NULL in their place */
  GPtrArray *alerts;
  GPtrArray *others; /* STALE: likewise, what the other alerts of the showing say today */
  RgmInstant next;
  /* (nullable) of RgmAlertView, taken in the same way: the alerts that are on a screen according to
   * the record, with server and popup set. Those of one popup stand next to each other. */
  GPtrArray *popups;
  const char *server;
  guint32 popup;
  gboolean tells_all; /* the server tells all processes of clicks, not only the sender */
  gboolean replaces;  /* the server can replace a popup without loss */
} LoopEvent;

/* RECLAIM: alerts that another process has moved or taken off meanwhile leave the showing. If none
 * is left, the SHOW that follows tells that the popup was closed. */
typedef enum {
  LOOP_BEAT,       /* write a sign of life */
  LOOP_LOOK,       /* which alerts are due? */
  LOOP_CHECK,      /* showing: are its alerts still true? */
  LOOP_SUMMON,     /* start a server, because there is something to show and no server */
  LOOP_CLAIM,      /* alerts */
  LOOP_SHOW,       /* showing */
  LOOP_ADOPT,      /* showing: it is on the screen already; report its clicks and its end */
  LOOP_RENEW,      /* showing: it is on the screen; give it the words of its alerts */
  LOOP_CLOSE,      /* showing */
  LOOP_RECLAIM,    /* showing: its alerts move to this popup from another one */
  LOOP_MARK_SHOWN, /* showing */
  LOOP_GIVE_BACK,  /* showing */
  LOOP_FORGET,     /* showing: its alerts are off the screen; the user has seen them */
  LOOP_GIVEN,      /* showing: record its dose as given */
  LOOP_SKIP,       /* showing: record its dose as skipped */
  LOOP_HOLD,       /* showing: record its dose as put off */
  LOOP_SNOOZE,     /* showing: show it again at the moment at */
  LOOP_DETAILS,    /* showing: open a page with all that there is to say; activation */
  LOOP_TIMER,      /* wake up at the moment at; RGM_INSTANT_NONE: never */
  LOOP_FINISH,     /* only with "once": end */
} LoopActionKind;

typedef struct {
  LoopActionKind kind;
  LoopShowing *showing; /* owned */
  GPtrArray *alerts;    /* owned */
  RgmInstant at;
  char *activation; /* owned, nullable: as in LoopEvent */
} LoopAction;

typedef enum {
  LOOP_ONCE_WAITING,
  LOOP_ONCE_DONE, /* everything that is due is on the screen, or nothing is due */
  LOOP_ONCE_NO_SERVER,
  LOOP_ONCE_FAILED,    /* a server is there and refused */
  LOOP_ONCE_UNWRITTEN, /* the record could not be written, so not every alert was shown */
} LoopOutcome;

/* What the user is told of a trouble. */
typedef struct {
  char *title, *text; /* text NULL: there is no such trouble */
  guint64 token;      /* of its note; 0: not told yet */
} LoopTrouble;

typedef struct {
  gboolean once; /* show what is due, then end */
  gboolean server;
  char *server_name;
  gboolean tells_all, replaces; /* as in LoopEvent: the server that is there, or was last */
  gboolean replaced;            /* the record was replaced, and its popups have not been read yet */
  LoopTrouble troubles[LOOP_TROUBLES];
  int open_at_once;
  int snooze_minutes;
  guint64 last_token;
  GPtrArray *showings; /* of LoopShowing */
  GPtrArray *ended;  /* of LoopShowing: those that ended since the oldest LOOK without an answer */
  int looks;         /* LOOKs without an answer */
  RgmInstant told;   /* every alert that was due until then has been shown once */
  RgmInstant absent; /* when no server was there first; RGM_INSTANT_NONE: one is, or not known */
  RgmInstant next;   /* when another alert becomes due if the record stays as it is */
  RgmInstant retry;  /* when to try again after a failure */
  RgmInstant timer;  /* for when the timer was last set */
  int failures;      /* of the server, in a row */
  int unwritten;     /* UNWRITTEN in a row */
  gboolean looked;   /* only with "once": a LOOK was answered while a server was there */
  gboolean finished; /* only with "once": FINISH was asked for */
  int claims;        /* CLAIMs without an answer */
  int shown;         /* alerts shown so far */
  LoopOutcome outcome;
} Loop;

void loop_init (Loop *loop, const RgmSettings *settings, gboolean once);
/* Takes over other @settings. */
void loop_set (Loop *loop, const RgmSettings *settings);
void loop_clear (Loop *loop);

/**
 * loop_step: changes the state as @event at @now requires. The caller frees @event and those of its
 * alerts that the loop has not taken.
 * Returns: (transfer full) (element-type LoopAction): to be carried out in this order.
 */
GArray *loop_step (Loop *loop, LoopEvent *event, RgmInstant now);

/* Whether @loop knows popup @popup of @server. FALSE if @popup is 0. */
gboolean loop_knows_popup (const Loop *loop, const char *server, guint32 popup);

/* The key of a button, for example "given:UUID/3". @verb: of an RgmAlertButton. Returns:
 * (transfer full). */
char *loop_button_key (const char *verb, const RgmAlertView *view);
