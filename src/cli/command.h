/* command.h: what a command is, and what it gets to work with. A command is a file cmd-NAME.c with
 * one CliCommand: parse, call the library, print. */
#pragma once

#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"

/* The options that every command takes, before or after its name. */
typedef struct {
  const char *db;
  const char *patient;
  gboolean json;
  gboolean private_mode;
  gboolean help;
  gboolean version;
} CliGlobals;

typedef struct _CliCommand CliCommand;

/* One run of one command. */
typedef struct {
  const CliCommand *command;
  CliGlobals globals;
  gpointer options; /* the command's own struct, as its table fills it */
  GPtrArray *words; /* of const char *: the other arguments, as many as the command accepts */
  char **argv;      /* all arguments but the name of the command, for programs that do the work */
  RgmInstant now;   /* one look at the clock for the whole command */
  const RgmZone *zone; /* of the machine */
  CliScreen screen;
  GString *out;    /* what goes to standard output when the command is done */
  GString *notes;  /* lines for standard error that are no failure */
  RgmStore *store; /* these three are opened when a command first asks for them */
  RgmCatalog *catalog;
  RgmSettings *settings;
} CliInvocation;

/* What stands first after the command's name; completions offer it. */
typedef enum {
  CLI_WORD_NONE,
  CLI_WORD_HANDLE,
  CLI_WORD_TREATMENT,
  CLI_WORD_FILE,
  CLI_WORD_COMMAND,
  CLI_WORD_OTHER,
} CliWord;

struct _CliCommand {
  const char *name;
  const char *summary;   /* N_(): a few words in lower case, for the list of commands */
  const char *arguments; /* "HANDLE[/N] TIME"; "" for none */
  const char *details;   /* N_(): paragraphs separated by an empty line */
  const char *examples;  /* "command lines", one a line */
  CliWord word;
  const char *const *subcommands; /* nullable: where the first word is one of these */
  int min_words, max_words;
  gboolean json;            /* --json has a meaning */
  const CliOption *options; /* ended by an empty row; NULL: none */
  gsize options_size;       /* of the struct that they fill */
  gboolean (*run) (CliInvocation *invocation, GError **error);
};

/* All commands in the order of meson.build, ended by NULL. */
const CliCommand *const *cli_commands (void);
/* Returns: NULL with RGM_ERROR_USAGE and a "did you mean". */
const CliCommand *cli_command_find (const char *name, GError **error);
/* The table of CliGlobals. */
const CliOption *cli_global_options (void);

/**
 * cli_main: one whole run of a program of the command line: one look at the clock, arguments,
 * command, output, errors.
 * @only: (nullable): the one command of a program that has no others; NULL: the first word names
 * it.
 * Returns: the exit status.
 */
int cli_main (const CliCommand *only, char **argv);

/* The parts of cli_main(). An invocation begins empty, with clock, zone and screen yet to be set;
 * clearing it closes what was opened for it. */
void cli_invocation_init (CliInvocation *invocation);
void cli_invocation_clear (CliInvocation *invocation);
/**
 * cli_run: one command in @invocation. What is open in it already is used as it is.
 * @argv: (array zero-terminated): the arguments, without the name of the program.
 */
gboolean cli_run (CliInvocation *invocation, const CliCommand *only, char **argv, GError **error);

/* regimen without a command: prints what is overdue, due and next, and the command for each. */
gboolean cli_overview (CliInvocation *invocation, GError **error);

/* The help of one command, or of the program where @command is NULL. */
void cli_help (GString *out, const CliScreen *screen, const CliCommand *command);

/* ---- what commands work with ---- */

/* The path of the database: --db, $REGIMEN_DB, $XDG_DATA_HOME/regimen/regimen.db. Returns:
 * (transfer full). */
char *cli_database_path (const CliInvocation *invocation);
gboolean cli_database_exists (const CliInvocation *invocation);
/* The settings file. Returns: (transfer full). */
char *cli_settings_path (void);
const RgmCatalog *cli_catalog (CliInvocation *invocation, GError **error);

/* What a session needs beside the store; each costs time to load. */
typedef enum {
  CLI_NEEDS_RECORD = 0,
  CLI_NEEDS_CATALOG = 1 << 0,
  CLI_NEEDS_SETTINGS = 1 << 1,
} CliNeeds;

/* Opens what is needed and fills @session, which borrows it from @invocation. */
gboolean cli_session (CliInvocation *invocation, RgmStoreMode mode, CliNeeds needs,
                      RgmSession *session, GError **error);

/* Closes the record, so that it can be opened in another way. */
void cli_session_close (CliInvocation *invocation);

/**
 * cli_session_patient: the patient a command speaks of.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE, also where nobody is on record yet.
 */
RgmPatient *cli_session_patient (const RgmSession *session, GError **error);

/* The same for a command that reads: where nobody is on record yet it succeeds, with @patient (out)
 * NULL. */
gboolean
cli_session_patient_or_nobody (const RgmSession *session, RgmPatient **patient, GError **error);

/**
 * cli_session_course: the course of @patient that was typed as HANDLE or HANDLE/N, with its open
 * doses.
 * @dose: (out): N, 0 where none was typed.
 */
RgmCourse *cli_session_course (const RgmSession *session, const RgmPatient *patient,
                               const char *typed, int *dose, GError **error);

/* The treatment of @course: from the catalog, or one of the user's own. Returns: (transfer full)
 * where @own is set to it, else (transfer none). */
const RgmTreatment *
cli_course_treatment (const RgmCatalog *catalog, const RgmCourse *course, RgmTreatment **own);

/* What was typed for a time. A note for the user is added where the local time does not exist or
 * comes twice. */
gboolean cli_parse_when (CliInvocation *invocation, const char *text, const RgmZone *zone,
                         RgmWhen *when, GError **error);
/* The same for a day without a time. @option: "until", for the message. */
gboolean cli_parse_day (CliInvocation *invocation, const char *option, const char *text,
                        const RgmZone *zone, RgmDay *day, GError **error);
/* The same for a moment: a day with a time of day. */
gboolean cli_parse_moment (CliInvocation *invocation, const char *option, const char *text,
                           const RgmZone *zone, RgmInstant *at, GError **error);
/* Days on which a clinic is closed: typed, or the name of a file with them.
 * Returns: (transfer full) (element-type RgmDay). */
GArray *cli_parse_closed (const char *text, GError **error);
/* An amount as typed, in the form in which it is kept; a note is added where it was rewritten.
 * @text: NULL gives NULL. */
gboolean
cli_parse_amount (CliInvocation *invocation, const char *text, char **amount, GError **error);

/* Appends a line to the output. */
void cli_print (CliInvocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same, wrapped to the screen; later lines have @indent blanks. */
void cli_print_para (CliInvocation *invocation, int indent, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* A line on standard error that is no failure. */
void cli_note (CliInvocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);
