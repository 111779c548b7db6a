/* world.h: a record, a screen and a clock for the loop, all in memory: hours pass in no time, the
 * process may die between any two actions. */
#pragma once

#include "daemon/loop.h"
#include "store/alert-rows.h"

/* One alert of one dose, and what became of it. */
typedef struct {
  char uid[16];
  int dose;
  RgmInstant from, until;
  RgmUrgency urgency;
  RgmMark mark;
  int server; /* on its screen, 0: none */
  guint32 popup;
  gboolean answered;
  RgmInstant tomorrow; /* from then on it says other words, if they need not last; 0: never */
  int edition;         /* how often the record gave it other words */
  int shown, given, skipped, held;
} Thing;

typedef struct {
  guint64 token;  /* of the process that watches it */
  guint32 id;     /* servers begin anew with 1 */
  GArray *things; /* of int; empty: a note */
  char *words;    /* of the first one */
} Popup;

typedef struct {
  RgmInstant now;
  RgmSettings settings;
  GArray *things;        /* of Thing: the record */
  GPtrArray *screen;     /* of Popup */
  gboolean up;           /* a server is there */
  int servers;           /* so far */
  guint32 last_id;       /* of the server that is there */
  gboolean refuses;      /* it takes nothing */
  gboolean nameless;     /* it does not say in time what it calls a popup */
  gboolean tells_sender; /* it tells only the sender of clicks; else all */
  gboolean replaces;     /* it can replace a popup without loss */
  gboolean full;         /* nothing can be claimed */
  gboolean safety;       /* Given is refused */
  int summons, beats, notes, details, renewals;
  int most_open;
  /* the process */
  gboolean once;
  Loop loop;
  GQueue events; /* of LoopEvent */
  RgmInstant timer;
  int actions;    /* carried out so far */
  int dies_after; /* so many actions; -1: never */
  gboolean dead, finished;
} World;

void world_init (World *world);
void world_clear (World *world);
/* Returns: its index. */
int world_add (World *world, RgmInstant from, RgmInstant until, RgmUrgency urgency);
Thing *world_thing (World *world, int index);

/* A new process on the same record; what was on the screen stays there. */
void world_start (World *world);
void world_kill (World *world);
/* One event and all that follows from it, unless the process dies. */
void world_feed (World *world, LoopEventKind kind);
/* What keeps alerts from coming; @text NULL: it is over. */
void world_trouble (World *world, const char *text);
/* A click on the popup of @index, beside its buttons. */
void world_click_body (World *world, int index);
/* Moves the clock, and wakes the process at the moments for which it asked. */
void world_wait (World *world, RgmInstant seconds);
void world_server (World *world, gboolean up);
/* A click on @verb of the popup of @index; it stays, as on a server that is slow. */
void world_click (World *world, int index, const char *verb);
/* A click on a popup that the process does not know. */
void world_unknown_click (World *world, const char *key);
/* A person closes the popup of @index. */
void world_close (World *world, int index);
gboolean world_on_screen (const World *world, int index);
/* What the popup of @index says. Returns: (transfer none). */
const char *world_words (const World *world, int index);
