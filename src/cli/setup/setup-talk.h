/* setup-talk.h: the conversation of regimen setup as data: from what is on record and the answers
 * so far follows the next question, or the command line to run. It reads and writes nothing, so
 * tests/tables/setup.txt can hold whole conversations. */
#pragma once

#include <regimen/regimen.h>

#include "cli/programs.h"

/* What the conversation knows of the program's surroundings. Borrows everything. */
typedef struct {
  const RgmCatalog *catalog;
  const RgmZone *zone;    /* of this machine: the default for a first person */
  const char *zone_doubt; /* nullable: why that zone is not known; then there is no default */
  const char *db;         /* nullable: the value of --db, which each command gets too */
  gboolean private_mode;  /* --private was typed, which each command gets too */
  const char *home;       /* the folder that "~" stands for, and that of the calendar file */
  RgmInstant now;
  CliServiceStart start; /* how the service can be started */
} SetupPlace;

typedef struct _SetupTalk SetupTalk;

/* Begins a conversation about an empty record. @place is copied; it borrows on. */
SetupTalk *setup_talk_new (const SetupPlace *place);
void setup_talk_free (SetupTalk *talk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SetupTalk, setup_talk_free)

/* ---- what is on record already and is not asked again; told before the first turn ---- */

/* @zone: (nullable): NULL if this system lacks the zone of the person. @courses: how many courses
 * they have. @contacts: how many contacts, whom they call. */
void setup_talk_knows_person (SetupTalk *talk, const char *name, const RgmZone *zone, guint courses,
                              guint contacts);
/* A calendar file is kept, or a calendar on a server. */
void setup_talk_knows_calendar (SetupTalk *talk);
/* The service runs. */
void setup_talk_knows_alerts (SetupTalk *talk);

/* ---- one turn after the other ---- */

typedef enum {
  SETUP_ASKS, /* answer with setup_talk_answer() or setup_talk_leave() */
  SETUP_RUNS, /* run the command, then call setup_talk_ran() */
  SETUP_ENDS,
} SetupMove;

/* Everything that one turn shows, in this order. Each text is a whole sentence or more. */
typedef struct {
  SetupMove move;
  char *told;       /* nullable: what follows from the last answer, or what the last command said */
  char **command;   /* nullable: the words of a command line, which is shown before it is run */
  const char *name; /* nullable: the command of regimen in that command line, borrowed */
  char *question;   /* SETUP_ASKS, else NULL */
  char *fallback;   /* SETUP_ASKS: what an empty answer means; "" if there is no default */
} SetupTurn;
void setup_turn_clear (SetupTurn *turn);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SetupTurn, setup_turn_clear)

/* @turn: (out): what is to be shown and done now. */
void setup_talk_turn (const SetupTalk *talk, SetupTurn *turn);

/**
 * setup_talk_answer: takes what the user typed at a question.
 * @typed: blanks around it do not count; empty for the default; "quit" and "exit" leave, and "back"
 * returns to the question before, but not to one before a command that was run.
 * Returns: FALSE with RGM_ERROR_USAGE if it is not accepted: the message says what would be, and
 * the question stays the same.
 */
gboolean setup_talk_answer (SetupTalk *talk, const char *typed, GError **error);

/* Ends the conversation, as the answer "quit" does. */
void setup_talk_leave (SetupTalk *talk);

/**
 * setup_talk_ran: takes how the command of a SETUP_RUNS turn ended.
 * @error: (nullable): NULL if it succeeded. After RGM_ERROR_REFUSED the conversation tells what the
 * safety check said and asks whether it is meant. After any other error it tells that, and asks
 * again.
 */
void setup_talk_ran (SetupTalk *talk, const GError *error);
