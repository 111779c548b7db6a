/* life.h: random lives of three years: the loop, the service and a real record, on a machine whose
 * clock is set, that sleeps and is switched off, and whose disk is full when a button is pressed,
 * with a notification server that comes and goes, freezes, refuses, uses its ids again, tells of
 * clicks only the sender, drops the buttons of a popup that is replaced, gives each popup the id 0,
 * and does not tell what goes by itself, beside other processes that write and show, and with a
 * person who answers, snoozes and closes, late and twice. The service dies between any two actions.
 *
 * After each event an oracle says which alerts hold. Each must be on the screen, or have been
 * closed or put off by the person; none may be shown twice, or be of a dose that was answered, or
 * say what is not true. */
#pragma once

#include "life-oracle.h"

#include "daemon/service.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY (24 * HOUR)
#define YEARS 3
#define LEASE                                                                                      \
  (61 * 60) /* seconds until an alert is shown for certain if a service died showing it */
#define AGAIN (2 * 60)

/* What is switched off of all that prevents failures, so that there must be some. */
typedef enum {
  WITH_EVERYTHING,
  WITHOUT_MARKS,      /* the record does not learn what was shown */
  WITHOUT_RECHECK,    /* the service does not hear that the clock was set */
  WITHOUT_RENEWAL,    /* what is on the screen keeps its words */
  WITHOUT_SENDER,     /* every server is taken for one that tells all processes of clicks */
  WITHOUT_LASTING,    /* every server is taken for one that can replace a popup */
  WITHOUT_EXPIRY,     /* a popup counts as open until the server says that it has gone */
  WITHOUT_ZERO,       /* the id 0 is taken for a failure */
  WITHOUT_RETURN,     /* a popup whose answer could not be written does not come back */
  WITHOUT_QUIET_HOURS /* what repeats does not wait for the morning */
} LifeControl;

/* @enough: after how many failures the rest of the lives is spared; 0: it never is. @tracing:
 * whether to tell what happens. */
typedef struct {
  LifeControl control;
  int enough;
  gboolean tracing;
} LifeOptions;

typedef struct {
  int lives, events, shown, looks, meetings;
  int renewed;
  /* failures; lost: clicks that nobody heard; mute: popups that ask and have no button */
  int missed, doubled, stale, flood, wrong, untrue, lost, mute;
  int after_death, unseen, orphans; /* repeats that nothing can prevent */
} Count;

/* What became of one alert. */
typedef struct {
  gboolean visible;    /* in a popup that is on the screen */
  gboolean seen;       /* the person closed it, or pressed a button */
  gboolean unrecorded; /* and no service ran to note it */
  gboolean silent;     /* it closed by itself, and the server sent no signal */
  RgmInstant since;    /* true time: when its popup came */
  RgmInstant clock;    /* what the clock showed then, or when its words were renewed */
  gboolean ahead;      /* that was a time to come, seen from a clock that was set back */
  gboolean lost;       /* withdrawn by the service, or gone with the server */
  int in_the_middle;   /* how many services died while it was being shown */
  gboolean orphaned;   /* by one of them: the record may not know its popup */
} Fate;

/* A popup on the screen. */
typedef struct {
  guint32 id;
  GPtrArray *names; /* of alerts; empty: a note */
  GPtrArray *said;  /* of char *: what the popup says of each, "" if nothing */
  GPtrArray *keys;  /* of buttons */
  Notifier *sender;
  gboolean fleeting;        /* it goes by itself */
  gboolean bare;            /* it had no buttons from the beginning */
  gboolean beyond_reach;    /* the service wants it closed and does not know what it is called */
  gboolean elsewhere;       /* the person moved while no service ran that could renew its words */
  RgmInstant since, offset; /* true time, and how wrong the clock was then */
  RgmInstant asked;         /* by the clock: when the service wanted it closed; 0: it did not */
} Shown;

typedef struct _Life Life;

/* The way of one process to the server. It outlives the process: what was sent arrives. */
struct _Notifier {
  Life *life;
  NotifierReport report;
  gpointer data;
  Service *service; /* NULL: dead */
  GHashTable *ids;  /* guint64 token -> guint32 */
};

typedef struct {
  Notifier *client;
  guint64 token;
  Shown *popup;   /* NULL: close */
  guint32 closes; /* id */
  guint32 renews; /* id: popup has its new words */
  gboolean withdrawn;
} Request;

typedef struct {
  char *stem; /* "UUID/3 :2026-12-03" */
  RgmInstant at, until;
  gboolean over; /* the alert came again */
} Snooze;

struct _Life {
  const LifeOptions *options;
  GRand *dice;
  guint32 seed;
  Count *count;
  RgmInstant true_time, offset;
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmStore *store;
  Oracle oracle;
  /* the service */
  Notifier *service;
  GPtrArray *clients; /* of Notifier, all */
  RgmInstant timer;   /* by the clock of the machine */
  RgmInstant true_timer;
  int dies_after; /* actions; -1: never */
  gboolean died;
  const Notifier *dead;     /* died: which process; what others do goes on */
  int meets_after;          /* actions until another process acts too; -1: never */
  gboolean met;             /* one has acted since the service last looked */
  gboolean crowded;         /* since then there were more than three popups */
  Notifier *guest;          /* "regimen notify" that began in the middle of a turn of the service */
  RgmInstant trouble_until; /* true time */
  gboolean full;            /* the disk: nothing can be written */
  /* the server */
  gboolean up, frozen, refuses;
  gboolean tells_sender; /* it tells only the sender of a popup of its clicks and its end */
  gboolean keeps_silent; /* it does not tell what goes by itself */
  gboolean replaces;     /* it can replace a popup without loss of its buttons */
  gboolean nameless;     /* it gives each popup the id 0 */
  int servers;
  guint32 last_id;
  GQueue inbox;       /* of Request */
  GPtrArray *screen;  /* of Shown */
  GHashTable *fates;  /* name -> Fate */
  GPtrArray *snoozes; /* of Snooze */
  GPtrArray *late;    /* of char *: clicks that were pressed and not delivered yet: "ID KEY" */
  int courses;
};

/* ---- life.c ---- */

/* A life that begins now: a record without courses, a server, and no service. */
void
life_init (Life *life, const LifeOptions *options, guint32 seed, RgmCatalog *catalog, Count *count);
void life_clear (Life *life);
/* A whole life. Adds what came of it to @count. */
void life_play (const LifeOptions *options, guint32 seed, RgmCatalog *catalog, Count *count);

/* From @from to @to - 1. */
int life_roll (Life *life, int from, int to);
gboolean life_chance (Life *life, int percent);
/* By the clock of the machine. */
RgmInstant life_now (const Life *life);
RgmSession life_session (Life *life);
/* Whether the control switches @what off. */
gboolean life_lacks (const Life *life, LifeControl what);
/* For so many seconds an alert may be missing: something broke. */
void life_trouble (Life *life, RgmInstant seconds);
/* A failure, for the reader of the test. Silent in a control. */
void life_say (const Life *life, const char *what, const char *name);
/* Whether the rest of the lives can be spared. Without marks, the service shows the same alerts
 * again and again, and three years of that take minutes. */
gboolean life_has_failed_enough (const Life *life);
void life_trace (const Life *life, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* ---- life-screen.c ---- */

/* SILENTLY: by itself, and no process was told. */
typedef enum { BY_PERSON, BY_SERVICE, WITH_SERVER, BY_ITSELF, SILENTLY } EndKind;

/* What became of the alert @name. Returns: (transfer none): never NULL. */
Fate *life_fate (Life *life, const char *name);
/* Whether the popup of the alert went silently, and so soon after it came that every process still
 * takes it for one on the screen. If it has to give way to a digest, the digest shows it again. */
gboolean life_went_unnoticed (const Life *life, const Fate *fate);
/* @sender shows the alert @name. */
void life_popup_appears (Life *life, const Notifier *sender, const char *name);
void life_end_popup (Life *life, guint index, EndKind kind);
/* The service wants @shown closed, and cannot say so. It stays there, so its alerts need not be
 * shown in another popup, but may. */
void life_give_up_popup (Life *life, Shown *shown);
/* @shown says what @words say: perhaps of fewer alerts. */
void life_popup_says (Life *life, Shown *shown, Shown *words);
/* @index: (out): its place on the screen. */
Shown *life_find_popup (const Life *life, guint32 id, guint *index);
void shown_free (gpointer data);

/* @over: also by a snooze that is over: if the clock was set back since, both is right. */
gboolean life_is_snoozed (Life *life, const char *name, gboolean over);
void life_note_snooze (Life *life, const char *name);
/* The alert came again: whatever the clock shows later, the person does not wait any more. */
void life_end_snooze (Life *life, const char *name);
void snooze_free (gpointer data);

/* Whether the process that sent the popup died before the server told its id: then only the person
 * can close it. */
gboolean life_is_orphan (Life *life, const Shown *shown);
/* Whether the alert @name is in a popup that the record knows. */
gboolean life_is_known_on_screen (Life *life, const char *name);
/* Whether the popup has the id 0 and an earlier service showed it. The service of now can neither
 * renew it nor take it off, and does not know which alerts it told together: of those, some may
 * count as gone by themselves, which would be right if each had a popup of its own. */
gboolean life_is_out_of_hand (const Life *life, const Shown *shown);
/* Whether there is a service that can show all that holds. */
gboolean life_is_calm (const Life *life);
/* Counts all that must hold and does not. */
void life_check (Life *life);

/* ---- life-server.c ---- */

extern const NotifierClass client_class;

Notifier *client_new (Life *life);
void client_free (gpointer data);
/* An event for the process of @client, if it lives. */
void client_tell (Notifier *client, NotifierEventKind kind, guint64 token, const char *text,
                  guint32 popup);
/* The token of popup @id. Returns: 0: @client does not know it. */
guint64 client_token (const Notifier *client, guint32 id);
void request_free (gpointer data);

/* Returns: (transfer full): by which name the record knows the server. */
char *life_server_name (const Life *life);
void life_set_server (Life *life, gboolean up);
/* What went by itself a moment ago without a word may still be there, for all that a process or a
 * server knows that comes now: it may show it once more. */
void life_doubt_silent (Life *life);
/* Whether the server tells @client of clicks on @shown. */
gboolean life_tells (const Life *life, const Notifier *client, const Shown *shown);
/* Whether @client understands from what the server tells that @shown has gone: of several popups
 * with the id 0 nobody knows which one is meant. */
gboolean life_tells_end (const Life *life, const Notifier *client, const Shown *shown);
/* Takes away what goes by itself after a while. */
void life_expire (Life *life);
/* The server works off what it was sent, and the service what that leads to. If another process has
 * written meanwhile, the service looks again. */
void life_settle (Life *life);

/* ---- life-process.c ---- */

void life_start_service (Life *life);
void life_kill_service (Life *life);
void life_end_process (Notifier *client);
/* A turn of the service, if there is one. */
void life_wake (Life *life, LoopEventKind event);
/* After each turn: a process that died in it is cleared away. */
void life_bury (Life *life);
/* "regimen notify", beside the service or without it. */
void life_run_notify (Life *life);
/* Ends the "regimen notify" that began in the middle of a turn, if there is one. */
void life_end_guest (Life *life);
void life_pass (Life *life, RgmInstant seconds);
void life_set_clock (Life *life);

/* ---- life-person.c ---- */

/* Returns: the course. */
gint64 life_add_course (Life *life);
/* At another terminal. */
void life_write_something (Life *life);
/* Nothing can be written as long as the disk is full. */
void life_fill_disk (Life *life, gboolean full);
/* To another time zone. */
void life_move_house (Life *life);
/* Presses a button or closes a popup. */
void life_look_at_screen (Life *life);
void life_deliver_late_click (Life *life);
