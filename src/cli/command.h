/* command.h: the type of a command, and the functions that all commands share. Each command is a
 * file cmd-NAME.c that defines one CliCommand. Its run() parses the arguments, calls the library
 * and prints the result. */
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
  char **argv;         /* all arguments except the command's name, passed to CliCommand.program */
  char **joined;       /* the arguments after the command's name, with the value of each option
                        * joined into one */
  char *name;          /* nullable: owns the first of words if it was joined from several */
  char *last_word;     /* nullable: the same for the last of words */
  RgmInstant now;      /* the clock is read once for the whole command */
  const RgmZone *zone; /* of this machine */
  char *zone_doubt;    /* nullable: why the zone of this machine is unknown; zone is then UTC */
  CliScreen screen;
  GString *out;    /* written to standard output when the command has ended */
  GString *notes;  /* lines for standard error that are not errors */
  char *person;    /* nullable: the person the output is about, if several are on record */
  char *elsewhere; /* nullable: the time zone of the person the output is about, if the clocks there
                    * do not agree with this machine */
  GString *zones;  /* nullable: if the output is about several people, a line for each of them whose
                    * clocks do not agree with this machine */
  char *no_course; /* nullable: what was typed in place of a course, if no course has that name */
  char *to_add;    /* nullable: "--patient NAME"; see cli_own_commands() */
  char *anyway;    /* nullable: the command that overrides a refusal, if --anyway alone does not */
  GPtrArray *as_written; /* nullable: of char *: what cli_as_written() made */
  gboolean saved;        /* the record was changed without using store, for example replaced */
  gboolean writes;       /* the record was to be opened for writing */
  gboolean quiet;        /* nobody reads the notes: none about zones are added, and no rows are
                    * verified */
  RgmStore *store; /* store, catalog and settings are opened when the command first needs them */
  RgmCatalog *catalog;
  RgmSettings *settings;
} CliInvocation;

/* The meaning of the first word after the command's name; completions offer matching words. */
typedef enum {
  CLI_WORD_NONE,
  CLI_WORD_HANDLE,
  CLI_WORD_TREATMENT,
  CLI_WORD_SYMPTOM,
  CLI_WORD_MEASURE, /* a laboratory test, such as calcium */
  CLI_WORD_FILE,
  CLI_WORD_COMMAND,
  CLI_WORD_OTHER,
} CliWord;

/* Which rows of the record are verified after the command has read it. */
typedef enum {
  CLI_VERIFIES_NEWEST, /* only the newest rows; enough for a command that shows nothing older */
  CLI_VERIFIES_ALL,    /* all rows, because the command may show any of them */
  CLI_VERIFIES_ITSELF,
} CliVerifies;

struct _CliCommand {
  const char *name;
  const char *summary;   /* N_(): a few words in lower case, for the list of commands */
  const char *arguments; /* "HANDLE[/N] TIME"; "" if the command takes none */
  const char *details;   /* N_(): paragraphs separated by an empty line */
  const char *examples;  /* command lines, one per line */
  /* nullable: more examples, shown before those in examples. They are made from the catalog,
   * because no treatment or test is named in C code. */
  char *(*catalog_examples) (const RgmCatalog *catalog);
  CliWord word;
  const char *const *subcommands; /* nullable: words that may be typed first, NULL-terminated */
  const char *const *before_name; /* nullable: those of subcommands that are followed by a name */
  /* nullable: which names completions offer as the second word. CLI_CONTACTS: those of contacts.
   * CLI_NEEDS: those of needs, after any first word. NULL: those of the people on record. */
  const char *named;
  int min_words, max_words;
  gboolean ends_in_date; /* the last word is a date, which may be typed as several words */
  gboolean json;         /* the command accepts --json */
  gboolean reads_input;  /* CLI_WORD_FILE: "-" is standard input */
  gboolean paged;        /* a long output goes through a pager on a terminal */
  /* N_(): a sentence without full stop that says how to override a safety check, in words that fit
   * the command; NULL if the command has no --anyway */
  const char *refused;
  const CliOption *options; /* ended by an empty row; NULL if the command has no options */
  int usual_options;        /* how many rows the help shows before "More options"; 0: all */
  gsize options_size;       /* of the struct that the options fill */
  /* Either the function that runs the command, or the name of the program that replaces this
   * process. That program gets the same arguments, and passes a copy of this row with its own run()
   * to cli_main(). */
  gboolean (*run) (CliInvocation *invocation, GError **error);
  const char *program;
  CliVerifies verifies;
};

/* All commands in the order of meson.build, ended by NULL. */
const CliCommand *const *cli_commands (void);
/* What the user may have meant by an unknown command. */
typedef struct {
  char *typed;                /* the word that was typed, or the two words that mean a command */
  const char *first, *second; /* nullable; a command may have an argument: "catalog TREATMENT" */
} CliMeantCommand;
/* Finds out what the user may have meant by @name, which is not a command. @next: (nullable): the
 * word after it. @meant: (out). */
void cli_command_guess (const char *name, const char *next, CliMeantCommand *meant);
void cli_meant_command_clear (CliMeantCommand *meant);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliMeantCommand, cli_meant_command_clear)
/* Says that the command is unknown, and what may have been meant. */
void cli_command_fail (const CliMeantCommand *meant, GError **error);
/* @next: (nullable): the word after @name, for a message about both: "side effects". Returns: NULL
 * with RGM_ERROR_USAGE, whose message suggests a similar name if there is one. */
const CliCommand *cli_command_find (const char *name, const char *next, GError **error);
/* The synopsis of @command without its options: "log HANDLE[/N]". Returns: (transfer full). */
char *cli_command_usage (const CliCommand *command);
/* The example command lines of @command, one per line. Returns: (transfer full). */
char *cli_command_examples (const CliCommand *command);
/* Whether @name ("today", "next" or "status") means the same as regimen without a command. */
gboolean cli_is_overview (const char *name);
/* The table of the options in CliGlobals. */
const CliOption *cli_global_options (void);
/* Appends the help of @command, or of the whole program if it is NULL. */
void cli_help (GString *out, const CliScreen *screen, const CliCommand *command);

/**
 * cli_main: the whole run of regimen, or of a program that runs one of its commands. Reads the
 * clock once, parses the arguments, runs the command, and prints its output and errors.
 * @only: (nullable): the command of a program that runs just one; if NULL, the first word names the
 * command.
 * Returns: the exit status.
 */
int cli_main (const CliCommand *only, char **argv);

/* The steps of cli_main(), for tests. An invocation begins empty; the caller sets its clock, zone
 * and screen. Clearing it closes the store and frees everything that was loaded. */
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
/* Whether there is a record: it is open already, or its file exists. Ask before cli_session(),
 * which opens an empty record if there is no file. */
gboolean cli_database_exists (const CliInvocation *invocation);
/* The catalog, which is loaded at the first call. Returns: (transfer none): NULL with @error
 * set. */
const RgmCatalog *cli_catalog (CliInvocation *invocation, GError **error);
/* The same for commands that put on record what happened: a mistake in a file with treatments of
 * the user's own does not keep them from it. Then this is the catalog without these files, and a
 * note says so. */
const RgmCatalog *cli_catalog_at_least (CliInvocation *invocation, GError **error);

/* What a command needs in its session besides the store. Ask only for what is used, because each
 * takes time to load. */
typedef enum {
  CLI_NEEDS_RECORD = 0,
  CLI_NEEDS_CATALOG = 1 << 0,
  CLI_NEEDS_SETTINGS = 1 << 1,
  /* cli_catalog_at_least(): for commands that put on record what happened */
  CLI_NEEDS_SOME_CATALOG = 1 << 2,
} CliNeeds;

/* Opens what the command needs and fills @session, which borrows it from @invocation. Adds a note
 * if something is wrong with the record. Returns: FALSE with the error of the part that could not
 * be opened. */
gboolean cli_session (CliInvocation *invocation, RgmStoreMode mode, CliNeeds needs,
                      RgmSession *session, GError **error);

/* Says what the open record has lost since a command last saw it, for example because an older copy
 * was put in its place. Returns: (transfer full) (nullable): one line; NULL if nothing is known to
 * be lost. */
char *cli_loss_text (const CliInvocation *invocation);

/* Closes the record, so that it can be opened in another mode. */
void cli_session_close (CliInvocation *invocation);

/* ---- the patient, the course and the dose that the user means ---- */

/**
 * cli_session_patient: the patient that the command is about.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE, also if the record has no patient yet.
 */
RgmPatient *cli_session_patient (const RgmSession *session, GError **error);

/* Whether the user wants no details, by --private or by the settings. @session: opened with
 * CLI_NEEDS_SETTINGS. */
gboolean cli_is_private (const CliInvocation *invocation, const RgmSession *session);

/* Like cli_session_patient(), for a command that only reads: if the record has no patient yet,
 * succeeds and sets @patient to NULL. @patient: (out) (transfer full). */
gboolean
cli_session_patient_or_nobody (const RgmSession *session, RgmPatient **patient, GError **error);

/**
 * cli_session_viewed: the people that a list is about: the person of cli_session_patient(). If
 * several are on record and neither --patient nor a default selects one, everybody whose time zone
 * this system knows; each command also reports the missing zones.
 * @everybody: TRUE if the user asked for all people.
 * @patients: (out) (transfer full) (element-type RgmPatient): empty if nobody is on record yet.
 */
gboolean cli_session_viewed (const RgmSession *session, gboolean everybody, GPtrArray **patients,
                             GError **error);

/* Declares that the output is about @patient. If several people are on record, the output will
 * begin with the name, and if @patient is not the default, --patient is added to the commands that
 * it shows. If it has times, and this machine is in another time zone, the zone is named. */
void cli_name_person (CliInvocation *invocation, const RgmPatient *patient);

/* The zone in which the times of @patient are meant; that of this machine if @patient is NULL.
 * Returns: (transfer none): NULL with RGM_ERROR_ZONE. */
const RgmZone *
cli_patient_zone (const CliInvocation *invocation, const RgmPatient *patient, GError **error);

/* The same for a list that is about @people (element-type RgmPatient). If there are several, the
 * list itself names each of them. */
void cli_name_people (CliInvocation *invocation, const GPtrArray *people);
/* The same for an agenda of everybody: it is about those who have a dose in it. */
void cli_name_agenda (CliInvocation *invocation, const RgmAgenda *agenda);
/* Declares that the times of the output are those of @zone; NULL: that it has none. */
void cli_set_elsewhere (CliInvocation *invocation, const char *zone);

/* The zone for times that belong to no course: that of the selected person; if nobody is selected,
 * the one in which all people on record live. If they live in different zones, or this system lacks
 * the zone, that of this machine. Returns: (transfer none): never NULL. */
const RgmZone *cli_session_zone (const RgmSession *session);

/**
 * cli_session_course: the course that @typed names (HANDLE or HANDLE/N), with its open doses.
 * HANDLE may be abbreviated, or be the name of a treatment or brand. Without --patient the courses
 * of all people are searched. If only one person has a match, that course is meant; if several have
 * one, that of the default patient, unless @typed is the whole handle of another person's course
 * and only the beginning of a handle of the default patient. In that case, and if the default
 * patient has no match, the call fails and asks which person is meant.
 * @patient: (out) (transfer full): the person whose course it is; cli_name_person() was called for
 * them.
 * @dose: (out): N; 0 if none was typed.
 * @error: NULL if a course is only guessed from other words; then invocation->no_course is left
 * alone.
 * Returns: NULL with RGM_ERROR_USAGE.
 */
RgmCourse *cli_session_course (CliInvocation *invocation, const RgmSession *session,
                               const char *typed, RgmPatient **patient, int *dose, GError **error);

/* The handle of the course that @typed means, by its handle or its treatment. Searches the courses
 * of the person named with --patient; without one, the courses of everybody, of which the first
 * match counts. @typed: at least 3 bytes, or nothing is found. Returns: (transfer full) (nullable):
 * also NULL if the record cannot be read. */
char *cli_course_named (CliInvocation *invocation, const char *typed);

/**
 * cli_two_courses: finds two courses of one person. @first may be an abbreviated name of one of
 * them; @second must be the whole handle, treatment or brand of the other one. Looks only at the
 * person named with --patient, if one is.
 * @handle, @other: (out) (transfer full) (nullable): their handles; both NULL if there are no two
 * such courses.
 */
void cli_two_courses (CliInvocation *invocation, const char *first, const char *second,
                      char **handle, char **other);

/* Fails with RGM_ERROR_USAGE because the command line names no course, and lists the courses that
 * may be meant. @all: (nullable): the word that was typed for all of them, such as "both". */
gboolean cli_fail_no_course (CliInvocation *invocation, const char *all, GError **error);

/* The words of the command from number @first (counted from 0) on, separated by blanks. Returns:
 * (transfer full). */
char *cli_words_text (const CliInvocation *invocation, guint first);

/* The command line as it was typed, with @handle as its first word. @typed: (nullable): the word
 * that the user typed for the course, which is left out. @person: (nullable): the person to add
 * with --patient. Returns: (transfer full). */
char *cli_line_with_handle (const CliInvocation *invocation, const char *handle, const char *typed,
                            const RgmPatient *person);

/* The treatment of @course. If it is not in the catalog, makes one from its name. @own: (out)
 * (transfer full) (nullable): the one that was made; NULL if it is in the catalog. Returns:
 * (transfer none). */
const RgmTreatment *
cli_course_treatment (const RgmCatalog *catalog, const RgmCourse *course, RgmTreatment **own);

/* ---- what the user typed ---- */

/* Parses a date or a time, as rgm_when_parse() does. Adds a note for the user if the local time
 * does not exist or exists twice. */
gboolean cli_parse_when (CliInvocation *invocation, const char *text, const RgmZone *zone,
                         RgmWhenUse use, RgmWhen *when, GError **error);
/* Parses a planned day. Fails with RGM_ERROR_USAGE if @text has a time. @option: the name of the
 * option without hyphens, for the message. */
gboolean cli_parse_day (CliInvocation *invocation, const char *option, const char *text,
                        const RgmZone *zone, RgmDay *day, GError **error);
/* Parses when a dose was given: a day with a time of day, or the day alone. A day alone is recorded
 * as its noon, or as now if that is today and not noon yet. */
gboolean cli_parse_happened (CliInvocation *invocation, const char *text, const RgmZone *zone,
                             RgmGivenTime *time, GError **error);
/* Parses the days on which a clinic is closed: a list, the name of a file with a list, or "none".
 * Returns: (transfer full) (element-type RgmDay): NULL with @error set. */
GArray *cli_parse_closed (const char *text, GError **error);
/* Parses an amount into the form in which it is stored. Adds a note for the user if that replaces
 * the unit, for example "U" with "units". @text: (nullable). @amount: (out) (transfer full): NULL
 * if @text is NULL. */
gboolean
cli_parse_amount (CliInvocation *invocation, const char *text, char **amount, GError **error);

/* ---- what the command prints ---- */

/* @text, which a user wrote, such as a reason or a note, in a form that is only for cli_print(),
 * cli_print_para() and cli_note(): they add no options to words in it that look like a command, for
 * example "regimen change by Dr. Stein". @text: (nullable). Returns: (transfer none) (nullable): it
 * lives as long as @invocation and @text. */
const char *cli_as_written (CliInvocation *invocation, const char *text);

/* Adds --patient NAME and --db FILE to the commands in @text, if they need these options to be
 * about the same person and record. What comes from cli_as_written() becomes plain text. Returns:
 * (transfer full): with no-break spaces in what was added. */
char *cli_own_commands (const CliInvocation *invocation, const char *text);

/* Appends a line to the output. */
void cli_print (CliInvocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Like cli_print(), but wraps the text to the width of the screen; every line but the first begins
 * with @indent blanks. */
void cli_print_para (CliInvocation *invocation, int indent, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* Prints @heading in @style, after an empty line if something was printed before. */
void cli_print_heading (CliInvocation *invocation, CliStyle style, const char *heading);
/* Ends @json and prints it. */
void cli_print_json (CliInvocation *invocation, CliJson *json);

/* ---- asking on a terminal ---- */

/* Writes everything printed so far to the terminal, and reads one whole line, however long it is.
 * Returns: (transfer full) (nullable): NULL at the end of the input. */
char *cli_read_line (CliInvocation *invocation);
/* Whether @typed is one of @words, which are separated by "|" ("y|yes"), in any letter case.
 * @words: N_(): untranslated; the words of the user's language are accepted as well. */
gboolean cli_answer_is (const char *typed, const char *words);
/* Takes an answer. @typed: the whole line, without blanks around it; "" if only Enter was typed.
 * Returns: FALSE with an error that says what would be accepted. */
typedef gboolean (*CliTakeAnswer) (const char *typed, gpointer data, GError **error);
/* Sets @error for a CliTakeAnswer that does not know @typed. @accepted: translated: what may be
 * typed instead. Returns: FALSE. */
gboolean cli_fail_answer (const char *typed, const char *accepted, GError **error);
/* Reads lines until @take accepts one. Prints the error of @take after each line that it does not
 * accept. The caller has printed the question. Returns: FALSE at the end of the input. */
gboolean cli_ask (CliInvocation *invocation, CliTakeAnswer take, gpointer data);
/* Like cli_ask(), for a question that is answered with yes or no. Enter alone means no. Returns:
 * whether the answer was yes; FALSE at the end of the input. */
gboolean cli_ask_yes (CliInvocation *invocation);
/* Adds a line for standard error for each time zone on record that this system lacks. */
void cli_note_lost_zones (CliInvocation *invocation);
/* Adds a line for standard error that is not an error. */
void cli_note (CliInvocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);
