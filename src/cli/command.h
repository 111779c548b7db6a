/* command.h: what a command is, and what it works with. A command is a file cmd-NAME.c with one
 * CliCommand, whose run() parses the arguments, calls the library and prints the result. */
#pragma once

#include "cli/options.h"
#include "cli/print/json.h"
#include "cli/print/output.h"

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
  gpointer options;    /* the command's own struct, filled by its table of options */
  GPtrArray *words;    /* of const char *: the other arguments, as many as the command accepts */
  char **argv;         /* all arguments except the command's name, for a program that runs it */
  char **joined;       /* the arguments after the command's name, each date as one of them */
  char *name;          /* nullable: the first of words, if it was typed as several */
  char *last_word;     /* nullable: the same of the last one */
  RgmInstant now;      /* the clock is read once for the whole command */
  const RgmZone *zone; /* of this machine */
  char *zone_doubt;    /* nullable: why that zone is not known; then zone is UTC */
  CliScreen screen;
  GString *out;    /* is written to standard output when the command has ended */
  GString *notes;  /* lines for standard error that are not errors */
  char *person;    /* nullable: whom the output is about, if several people are on record */
  char *no_course; /* nullable: the name of a course that was typed and is none */
  char *to_add;    /* nullable: "--patient NAME" for the commands in it, if another one is meant */
  char *anyway;    /* nullable: the whole command that overrides a refusal, if it needs more */
  gboolean saved;  /* the record is another one now, although its store says nothing of it */
  gboolean quiet;  /* run by the service or by another command: nobody reads notes about zones */
  RgmStore *store; /* these three are opened when a command first asks for them */
  RgmCatalog *catalog;
  RgmSettings *settings;
} CliInvocation;

/* The meaning of the first word after the command's name; completions offer matching words. */
typedef enum {
  CLI_WORD_NONE,
  CLI_WORD_HANDLE,
  CLI_WORD_TREATMENT,
  CLI_WORD_SYMPTOM,
  CLI_WORD_MEASURE, /* what a laboratory measures */
  CLI_WORD_FILE,
  CLI_WORD_COMMAND,
  CLI_WORD_OTHER,
} CliWord;

/* Which rows are checked after a command has read the record. */
typedef enum {
  CLI_VERIFIES_NEWEST, /* those that it shows are among the newest */
  CLI_VERIFIES_ALL,    /* it shows all that is on record */
  CLI_VERIFIES_ITSELF,
} CliVerifies;

struct _CliCommand {
  const char *name;
  const char *summary;   /* N_(): a few words in lower case, for the list of commands */
  const char *arguments; /* "HANDLE[/N] TIME"; "" if the command takes none */
  const char *details;   /* N_(): paragraphs separated by an empty line */
  const char *examples;  /* command lines, one per line */
  /* nullable: more of them, which come first and are the catalog's, because they name what nothing
   * in C names */
  char *(*catalog_examples) (const RgmCatalog *catalog);
  CliWord word;
  const char *const *subcommands; /* nullable: words that may come first, ended by NULL */
  const char *const *before_name; /* nullable: those that a name follows as the second word */
  /* nullable: whose names completions offer there: CLI_CONTACTS, or CLI_NEEDS, which follow any
   * first word; NULL: those of the people on record */
  const char *named;
  int min_words, max_words;
  gboolean ends_in_date; /* the last word is a date, which may be typed as several words */
  gboolean json;         /* the command accepts --json */
  gboolean paged;        /* a long output goes through a pager on a terminal */
  /* N_(): a sentence without full stop: how to record what a safety check refused, in words that
   * fit the act; NULL if the command has no --anyway */
  const char *refused;
  const CliOption *options; /* ended by an empty row; NULL if the command has no options */
  int usual_options;  /* how many rows of options help shows first, if there are many; 0: all */
  gsize options_size; /* of the struct that the options fill */
  /* Either the function that runs the command, or the program that takes its place. Such a program
   * gets the same arguments and passes this row to cli_main() with its own run(). */
  gboolean (*run) (CliInvocation *invocation, GError **error);
  const char *program;
  CliVerifies verifies;
};

/* All commands in the order of meson.build, ended by NULL. */
const CliCommand *const *cli_commands (void);
/* @next: (nullable): the word after @name, for a message about both: "side effects". Returns: NULL
 * with RGM_ERROR_USAGE, which suggests a similar name if there is one. */
const CliCommand *cli_command_find (const char *name, const char *next, GError **error);
/* "log HANDLE[/N]": what is typed for @command, without its options. Returns: (transfer full). */
char *cli_command_usage (const CliCommand *command);
/* The examples of @command, one on each line. Returns: (transfer full). */
char *cli_command_examples (const CliCommand *command);
/* Whether @name is another word for regimen without a command. */
gboolean cli_is_overview (const char *name);
/* The table of CliGlobals. */
const CliOption *cli_global_options (void);
/* Appends the help of @command, or of the whole program if it is NULL. */
void cli_help (GString *out, const CliScreen *screen, const CliCommand *command);

/**
 * cli_main: one whole run of a program of the command line: reads the clock once, parses the
 * arguments, runs the command, and prints its output and errors.
 * @only: (nullable): the command of a program that has just one; if NULL, the first word names the
 * command.
 * Returns: the exit status.
 */
int cli_main (const CliCommand *only, char **argv);

/* The steps of cli_main(), for tests. An invocation begins empty; the caller sets its clock, zone
 * and screen. Clearing it closes everything that was opened for it. */
void cli_invocation_init (CliInvocation *invocation);
void cli_invocation_clear (CliInvocation *invocation);
/**
 * cli_run: runs one command in @invocation. Uses the store, catalog and settings of @invocation if
 * they are open already.
 * @argv: (array zero-terminated): the arguments, without the name of the program.
 */
gboolean cli_run (CliInvocation *invocation, const CliCommand *only, char **argv, GError **error);

/* Runs regimen without a command: prints what is overdue, due and next, and the command for each.
 */
gboolean cli_overview (CliInvocation *invocation, GError **error);

/* ---- files and the open record ---- */

/* The path of the database: --db, $REGIMEN_DB, or $XDG_DATA_HOME/regimen/regimen.db. Returns:
 * (transfer full). */
char *cli_database_path (const CliInvocation *invocation);
/* Whether there is a record: one that is open already, or a file. Ask before cli_session(), which
 * also opens an empty record if there is no file. */
gboolean cli_database_exists (const CliInvocation *invocation);
/* Loads the catalog at the first call. Returns: (transfer none): NULL with @error set. */
const RgmCatalog *cli_catalog (CliInvocation *invocation, GError **error);

/* What the session of a command needs in addition to the store. Each takes time to load. */
typedef enum {
  CLI_NEEDS_RECORD = 0,
  CLI_NEEDS_CATALOG = 1 << 0,
  CLI_NEEDS_SETTINGS = 1 << 1,
} CliNeeds;

/* Opens what the command needs and fills @session, which borrows it from @invocation. */
gboolean cli_session (CliInvocation *invocation, RgmStoreMode mode, CliNeeds needs,
                      RgmSession *session, GError **error);

/* What the open record has lost since it was last seen. Returns: (transfer full) (nullable): one
 * line; NULL if nothing is known to be lost. */
char *cli_loss_text (const CliInvocation *invocation);

/* Closes the record, so that it can be opened in another mode. */
void cli_session_close (CliInvocation *invocation);

/* ---- the patient, the course and the dose that the user means ---- */

/**
 * cli_session_patient: the patient that the command is about.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE, also if the record has no patient yet.
 */
RgmPatient *cli_session_patient (const RgmSession *session, GError **error);

/* Whether the user wants no details, by --private or by the settings. @session: with settings. */
gboolean cli_is_private (const CliInvocation *invocation, const RgmSession *session);

/* The same for a command that reads: if the record has no patient yet, it succeeds and sets
 * @patient (out) to NULL. */
gboolean
cli_session_patient_or_nobody (const RgmSession *session, RgmPatient **patient, GError **error);

/**
 * cli_session_viewed: the people whom a view is about: the one who is meant or, if several are on
 * record and nobody is named, everybody whose time zone this system has (what is missing is told
 * with the answer of each command).
 * @everybody: the user asked for all people.
 * @patients: (out) (transfer full) (element-type RgmPatient): empty if nobody is on record yet.
 */
gboolean cli_session_viewed (const RgmSession *session, gboolean everybody, GPtrArray **patients,
                             GError **error);

/* The output is about @patient: if several people are on record, it begins with the name,
 * and with what has to be added to the commands in it if another person would be meant without. */
void cli_name_person (CliInvocation *invocation, const RgmPatient *patient);

/* The zone in which the times of @patient are meant; that of this machine if @patient is NULL.
 * Returns: (transfer none): NULL with RGM_ERROR_ZONE. */
const RgmZone *
cli_patient_zone (const CliInvocation *invocation, const RgmPatient *patient, GError **error);

/* The zone for times that belong to no course: that of the person who is meant; if nobody is, that
 * in which all live who are on record; else, or if it is missing here, that of this machine.
 * Returns: (transfer none): never NULL. */
const RgmZone *cli_session_zone (const RgmSession *session);

/**
 * cli_session_course: the course that @typed names (HANDLE or HANDLE/N), with its open doses. If no
 * patient is named, it is the course of the only one to whom @typed leads. If it leads to several,
 * it is that of the default patient. But if @typed is the whole handle of another person's course,
 * and only the beginning of a handle of the default patient, the call fails and asks whose is
 * meant.
 * @patient: (out) (transfer full): whose course it is, also named by cli_name_person().
 * @dose: (out): N; 0 if none was typed.
 * Returns: NULL with RGM_ERROR_USAGE.
 */
RgmCourse *cli_session_course (CliInvocation *invocation, const RgmSession *session,
                               const char *typed, RgmPatient **patient, int *dose, GError **error);

/* The handle of a course that @typed names as a whole, by handle or by treatment; of the person
 * that --patient names, else of the first who has one. Returns: (transfer full) (nullable): also
 * NULL if the record cannot be read. */
char *cli_course_named (CliInvocation *invocation, const char *typed);

/**
 * cli_two_courses: the courses of one person, the one who is meant if they are named, to which
 * @first leads and whose whole handle, treatment or brand @second is.
 * @handle, @other: (out) (transfer full) (nullable): their handles; NULL if there are no two.
 */
void cli_two_courses (CliInvocation *invocation, const char *first, const char *second,
                      char **handle, char **other);

/* Fails with RGM_ERROR_USAGE because the command names no course, and names those that may be
 * meant. @all: (nullable): what was typed for all of them. */
gboolean cli_fail_no_course (CliInvocation *invocation, const char *all, GError **error);

/* The words from @first (counted from 0) on, with a blank between them. Returns: (transfer
 * full). */
char *cli_words_text (const CliInvocation *invocation, guint first);

/* The command as it was typed, with @handle in the place of @typed (nullable): what named the
 * course. @person: (nullable): an option that was not typed. Returns: (transfer full). */
char *cli_line_with_handle (const CliInvocation *invocation, const char *handle, const char *typed,
                            const RgmPatient *person);

/* The treatment of @course: from the catalog, or one of the user's own. Returns: (transfer full)
 * if @own is set to it, else (transfer none). */
const RgmTreatment *
cli_course_treatment (const RgmCatalog *catalog, const RgmCourse *course, RgmTreatment **own);

/* ---- what the user typed ---- */

/* Parses a time. Adds a note for the user if the local time does not exist or exists twice. */
gboolean cli_parse_when (CliInvocation *invocation, const char *text, const RgmZone *zone,
                         RgmWhenUse use, RgmWhen *when, GError **error);
/* Parses a day to come, without a time. @option: its name without hyphens, for the message. */
gboolean cli_parse_day (CliInvocation *invocation, const char *option, const char *text,
                        const RgmZone *zone, RgmDay *day, GError **error);
/* Parses when a dose was given: a day with a time of day, or the day alone. A day is recorded as
 * its noon, or as now if that is earlier. */
gboolean cli_parse_happened (CliInvocation *invocation, const char *text, const RgmZone *zone,
                             RgmGivenTime *time, GError **error);
/* Parses the days on which a clinic is closed: a list, the name of a file with a list, or "none".
 * Returns: (transfer full) (element-type RgmDay). */
GArray *cli_parse_closed (const char *text, GError **error);
/* Parses an amount into the form in which it is kept. Adds a note if it had to be rewritten.
 * @text: NULL gives NULL. */
gboolean
cli_parse_amount (CliInvocation *invocation, const char *text, char **amount, GError **error);

/* ---- what the command prints ---- */

/* Appends a line to the output. */
void cli_print (CliInvocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same, wrapped to the width of the screen; every line but the first begins with @indent
 * blanks. */
void cli_print_para (CliInvocation *invocation, int indent, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* Writes what was printed so far to the terminal, and reads a line that the user types.
 * @answer: (out): @size bytes: the line without blanks around it. Returns: FALSE at the end of the
 * input. */
gboolean cli_ask (CliInvocation *invocation, char *answer, gsize size);
/* Prints @heading in @style, after an empty line if something was printed before. */
void cli_print_heading (CliInvocation *invocation, CliStyle style, const char *heading);
/* Ends @json and prints it. */
void cli_print_json (CliInvocation *invocation, CliJson *json);
/* Adds a line for standard error for each time zone on record that this system lacks. */
void cli_note_lost_zones (CliInvocation *invocation);
/* Adds a line for standard error that is not an error. */
void cli_note (CliInvocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);
