/* setup-talk.h: decides what regimen setup asks. From the record and the answers so far it finds
 * the next question, or the command line to run. It does no input or output itself, so
 * tests/tables/setup.txt can hold whole conversations. */
#pragma once

#include <regimen/regimen.h>

#include "cli/programs.h"

/* What the conversation needs to know about the program and this machine. Borrows everything. */
typedef struct {
  const RgmCatalog *catalog;
  const RgmZone *zone;    /* of this machine: the default for a first person */
  const char *zone_doubt; /* nullable: why that zone is unknown; then there is no default */
  const char *db;         /* nullable: the value of --db, which each command gets too */
  gboolean private_mode;  /* --private was typed, which each command gets too */
  /* the folder that "~" stands for, in which the calendar file is proposed */
  const char *home;
  RgmInstant now;
  CliServiceStart start; /* how the service can be started */
} SetupPlace;

typedef struct _SetupTalk SetupTalk;

/* Begins a conversation about an empty record. Copies @place, but still borrows its members. */
SetupTalk *setup_talk_new (const SetupPlace *place);
void setup_talk_free (SetupTalk *talk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SetupTalk, setup_talk_free)

/* ---- what is on record already and is not asked again; set before the first turn ---- */

/* Says that a person is on record. @zone: (nullable): NULL if this system lacks the zone of the
 * person. @courses: how many courses that person has. @contacts: how many contacts. */
void setup_talk_knows_person (SetupTalk *talk, const char *name, const RgmZone *zone, guint courses,
                              guint contacts);
/* Says that a calendar file, or a calendar on a server, is kept up to date already. */
void setup_talk_knows_calendar (SetupTalk *talk);
/* Says that the service runs already. */
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
  char *told;       /* nullable: the reply to the last answer, or the result of the last command */
  char **command;   /* nullable: the words of a command line, which is shown before it is run */
  const char *name; /* nullable: the name of the regimen command in that command line, borrowed */
  char *question;   /* SETUP_ASKS, else NULL */
  char *fallback;   /* SETUP_ASKS: what an empty answer means; "" if there is no default */
} SetupTurn;
void setup_turn_clear (SetupTurn *turn);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SetupTurn, setup_turn_clear)

/* Describes the next turn. @turn: (out): what to show and to do now. */
void setup_talk_turn (const SetupTalk *talk, SetupTurn *turn);

/**
 * setup_talk_answer: handles what the user typed as the answer to a question.
 * @typed: blanks around it are ignored. If it is empty, the default is taken. "quit" and "exit" end
 * the conversation, and "back" returns to the previous question, unless a command was run since.
 * Returns: FALSE with RGM_ERROR_USAGE if the answer is not accepted. The message says what would be
 * accepted, and the question stays the same.
 */
gboolean setup_talk_answer (SetupTalk *talk, const char *typed, GError **error);

/* Ends the conversation, as the answer "quit" does. */
void setup_talk_leave (SetupTalk *talk);

/**
 * setup_talk_ran: handles the result of the command of a SETUP_RUNS turn.
 * @error: (nullable): NULL if the command succeeded. After RGM_ERROR_REFUSED the conversation shows
 * what the safety check said and asks whether the user wants it anyway. After any other error it
 * shows the error and asks again, except about the alerts.
 */
void setup_talk_ran (SetupTalk *talk, const GError *error);
