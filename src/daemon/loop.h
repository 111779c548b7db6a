/* loop.h: decides what the service does, as a pure state machine: it gets an event and the time,
 * changes its state, and answers with actions. It reads no clock, no database and no bus.
 *
 * The database knows which alerts are due and which have been shown; the state here only says which
 * of them are on the screen. The path of an alert, with actions in capitals and events in lower
 * case:
 *
 *   LOOK, due, CLAIM, claimed, SHOW, shown, MARK_SHOWN, button or closed, FORGET
 *
 * If an alert could not be shown, or was lost with its server, it is given back (GIVE_BACK), and
 * the next LOOK finds it again. A claim runs out after a while, so if the process ends between any
 * two actions, the next process finds the alert in the same way.
 *
 * The record knows which popup of which server shows an alert. If another process showed the popup
 * (an earlier run of the service, or "regimen notify"), the loop treats it as follows:
 *
 *   its server has ended                        its alerts are given back
 *   its server tells all processes of clicks    it is taken over (ADOPT)
 *   its server may tell only the sender         it is closed and its alerts are given back, so that
 *                                               this process shows them again and hears the clicks
 *   its number is not known                     it is taken over, because it cannot be closed
 *   it asks for nothing, and its time on the    its alerts are forgotten
 *   screen is over, or was over when its
 *   server ended
 *   the record was replaced meanwhile           as if its server told only the sender
 *
 * A server cannot be asked which popups it shows, so the user may have closed a popup that was
 * taken over while no service ran. Such a popup takes no room from another alert. With "once",
 * every popup of the current server is taken over, unless its time is over.
 *
 * The words on the screen stay true. The answer to each CHECK is what the alerts of a popup have to
 * say today. If that differs from what the popup says, because a midnight has passed or the record
 * has changed, the popup is renewed in place (RENEW). Some servers lose the buttons of a popup that
 * is replaced. On these, the words of a popup stay true on every day; if a change of the record
 * makes them wrong, the popup is closed and shown anew.
 */
#pragma once

#include <regimen/alert.h>

/* A popup that is on the screen or on its way there: one alert with its buttons, a digest of
 * several alerts, or a note. */
typedef struct {
  guint64 token;
  GPtrArray *alerts; /* of RgmAlertView; empty: this is a note */
  /* The title of a note. NULL: the note says why a button wrote nothing. A note that has a title
   * names no treatment, if private mode is on. */
  char *title;
  /* the body of a note: why a button wrote nothing, and what to type; or the full text of a note
   * with a title */
  char *note;
  gboolean on_screen;
  RgmInstant since;   /* when it came to the screen, if on_screen */
  gboolean inherited; /* another process showed it, and the user may have closed it since */
  gboolean outdated;  /* it is on its way to the screen, but its words are not true any more */
  gboolean explained; /* a note was shown in place of its page, which could not be opened */
  char *server;       /* the server that shows it */
  guint32 popup;      /* its number on that server; 0 if that is unknown */
} LoopShowing;

/* Troubles that the user has to be told about, because alerts may be missing, wrong, or not as the
 * user wants them. */
typedef enum {
  LOOP_NO_RECORD,    /* the record is not there, or cannot be opened */
  LOOP_UNREADABLE,   /* the record is open, but the alerts cannot be read from it */
  LOOP_LOST,         /* changes that had been seen on record are missing now */
  LOOP_AHEAD,        /* a dose is on record as given at a time that is still to come */
  LOOP_DAMAGED,      /* rows of the record are not as they were entered, so alerts may be wrong */
  LOOP_UNWRITABLE,   /* marks cannot be written, so nothing is shown */
  LOOP_BAD_SETTINGS, /* the settings file is not accepted */
  LOOP_BAD_CATALOG,  /* a file with treatments of the user's own is not accepted */
  LOOP_TROUBLES
} LoopTroubleKind;

typedef enum {
  LOOP_START,
  LOOP_WAKE,     /* the moment of TIMER has come, the clock was set, or the machine woke up */
  LOOP_RECORD,   /* the record changed */
  LOOP_REPLACED, /* another record is in the place of the one before */
  LOOP_ANEW,     /* private mode was switched on or off, so all popups need other words */
  LOOP_UP,       /* a notification server is there; members: server, tells_all, replaces */
  LOOP_DOWN,     /* no notification server is there */
  LOOP_DUE,      /* answers LOOK; alerts: those that are due; next, popups */
  LOOP_CLAIMED,  /* answers CLAIM; alerts: those that this process may show */
  /* answers CHECK; alerts: those of the showing with this token that are no longer true; others */
  LOOP_STALE,
  LOOP_SAYS,      /* answers CHECK if none is stale; alerts: what those of the showing say today */
  LOOP_SHOWN,     /* token, server, popup */
  LOOP_FAILED,    /* token */
  LOOP_BUTTON,    /* token, or 0 if the popup is not known here; text: the key of the button */
  LOOP_CLOSED,    /* token */
  LOOP_REFUSED,   /* a button wrote nothing; text: why, and what to type */
  LOOP_NOTE,      /* answers DETAILS if no page can be opened: token, title, text */
  LOOP_TROUBLE,   /* trouble; title, text: what to tell the user; text NULL: the trouble is over */
  LOOP_UNWRITTEN, /* a mark could not be written */
  LOOP_GIVE_UP,   /* only with "once": no server appeared in time */
} LoopEventKind;

typedef struct {
  LoopEventKind kind;
  guint64 token;
  const char *title, *text;
  LoopTroubleKind trouble;
  /* BUTTON: the token that a new window needs to come to the front; nullable */
  const char *activation;
  /* of RgmAlertView. The loop takes the alerts that it keeps, and leaves NULL in their place. */
  GPtrArray *alerts;
  /* STALE: the other alerts of the showing, with what they say today; taken in the same way */
  GPtrArray *others;
  RgmInstant next;
  /* (nullable) of RgmAlertView, taken in the same way: the alerts that are on a screen according to
   * the record, with server and popup set. The alerts of one popup are next to each other. */
  GPtrArray *popups;
  const char *server;
  guint32 popup;
  gboolean tells_all; /* the server tells all processes of clicks, not only the sender */
  gboolean replaces;  /* the server can replace a popup without losing its buttons */
} LoopEvent;

/* RECLAIM removes alerts from the showing if another process has moved them or taken them off the
 * screen meanwhile. If none is left, the answer to the SHOW that follows is CLOSED. */
typedef enum {
  LOOP_BEAT,       /* write the heartbeat of the service */
  LOOP_LOOK,       /* which alerts are due? */
  LOOP_CHECK,      /* showing: are its alerts still true? */
  LOOP_SUMMON,     /* start a server, because there is something to show and no server */
  LOOP_CLAIM,      /* alerts */
  LOOP_SHOW,       /* showing */
  LOOP_ADOPT,      /* showing: it is on the screen already; report its clicks and its end */
  LOOP_RENEW,      /* showing: it is on the screen; replace its words with those of its alerts */
  LOOP_CLOSE,      /* showing */
  LOOP_RECLAIM,    /* showing: its alerts move to this popup from another one */
  LOOP_MARK_SHOWN, /* showing */
  LOOP_GIVE_BACK,  /* showing */
  LOOP_FORGET,     /* showing: its alerts left the screen and need not be shown again */
  LOOP_GIVEN,      /* showing: record its dose as given */
  LOOP_SKIP,       /* showing: record its dose as skipped */
  LOOP_HOLD,       /* showing: record its dose as put off */
  LOOP_SNOOZE,     /* showing: show its alert again at the moment at */
  LOOP_DETAILS,    /* showing: open a page with all details; activation */
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
  LOOP_ONCE_FAILED,    /* a server is there, but did not show everything */
  LOOP_ONCE_UNWRITTEN, /* the record could not be written, so not every alert was shown */
} LoopOutcome;

/* What the user is told about a trouble. */
typedef struct {
  char *title, *text; /* text NULL: there is no such trouble */
  guint64 token;      /* of the note about it; 0: the user has not been told yet */
} LoopTrouble;

typedef struct {
  gboolean once; /* show what is due, then end */
  gboolean server;
  char *server_name;
  gboolean tells_all, replaces; /* as in LoopEvent, of the current server or else of the last one */
  gboolean replaced;            /* the record was replaced, and its popups have not been read yet */
  LoopTrouble troubles[LOOP_TROUBLES];
  int open_at_once;
  int snooze_minutes;
  guint64 last_token;
  GPtrArray *showings; /* of LoopShowing */
  /* of LoopShowing: those that ended since the oldest LOOK that has no answer yet */
  GPtrArray *ended;
  int looks;       /* LOOKs that have no answer yet */
  RgmInstant told; /* every alert that was due until this moment has been shown once */
  /* since when no server was there; RGM_INSTANT_NONE once a LOOK was answered while one was there,
   * because the popups of the earlier servers have been dealt with then */
  RgmInstant absent;
  RgmInstant next;   /* when another alert becomes due if the record stays as it is */
  RgmInstant retry;  /* when to try again after a failure */
  RgmInstant timer;  /* the moment for which the timer was last set */
  int failures;      /* failures of the server in a row */
  int unwritten;     /* UNWRITTEN events in a row */
  gboolean looked;   /* only with "once": a LOOK was answered while a server was there */
  gboolean finished; /* only with "once": FINISH was returned */
  int claims;        /* CLAIMs that have no answer yet */
  int shown;         /* alerts shown so far */
  LoopOutcome outcome;
} Loop;

void loop_init (Loop *loop, const RgmSettings *settings, gboolean once);
/* Uses other @settings from now on. */
void loop_set (Loop *loop, const RgmSettings *settings);
void loop_clear (Loop *loop);

/**
 * loop_step: changes the state as @event requires at the moment @now. The caller frees @event and
 * those of its alerts that the loop has not taken.
 * Returns: (transfer full) (element-type LoopAction): to be carried out in this order.
 */
GArray *loop_step (Loop *loop, LoopEvent *event, RgmInstant now);

/* Whether @loop knows popup @popup of @server. FALSE if @popup is 0. */
gboolean loop_knows_popup (const Loop *loop, const char *server, guint32 popup);

/* The key of a button, for example "given:UUID/3". @verb: of an RgmAlertButton. Returns:
 * (transfer full). */
char *loop_button_key (const char *verb, const RgmAlertView *view);
