/* options.h: the options of a command as a table: one row is the parser, the help, the man page and
 * the completion of an option.
 *
 * GOptionContext is not used: it wants its values in static storage, converts them from the locale
 * (but the name of a file need not be text), and its errors do not say what would be accepted.
 */
#pragma once

#include <regimen/regimen.h>

typedef enum {
  CLI_FLAG,   /* gboolean */
  CLI_TEXT,   /* const char *, borrowed from argv: UTF-8 */
  CLI_FILE,   /* const char *, borrowed from argv: any bytes */
  CLI_NUMBER, /* CliNumber, from min to max */
  CLI_LIST,   /* GPtrArray * of const char *, borrowed from argv: may be repeated; NULL if not given
               */
} CliOptionKind;

typedef struct {
  gboolean given;
  int value;
} CliNumber;

typedef struct {
  const char *name; /* without the two hyphens */
  CliOptionKind kind;
  gsize offset;      /* of the value in the struct that the table describes */
  const char *value; /* names the value in the help: "DATE"; NULL for a flag */
  const char *help;  /* one line, N_() */
  int min, max;      /* CLI_NUMBER */
  /* nullable: what completions offer for the value: words with a blank between them, or one of
   * those below */
  const char *choices;
  const char *also; /* nullable: another name that is understood, and is not shown in the help */
} CliOption;

/* Values that completions find out: the handles and people on record, whom to call, what doses
 * need, the classes of the catalog, the time zones of this machine, and files. A CLI_FILE needs
 * none. */
#define CLI_HANDLES "<handles>"
#define CLI_PATIENTS "<patients>"
#define CLI_CONTACTS "<contacts>"
#define CLI_NEEDS "<needs>"
#define CLI_CLASSES "<classes>"
#define CLI_ZONES "<zones>"
#define CLI_FILES "<files>"

/* A table, ended by a row without a name, and the struct that it describes. */
typedef struct {
  const CliOption *table;
  gpointer values;
  guint64 seen; /* bit n: row n was given */
  /* nullable: the command that has an option of this name, or NULL, if the table does not */
  const char *(*elsewhere) (const char *name);
  const char *command; /* nullable: the command whose options these are */
} CliOptionSet;

/**
 * cli_options_parse: reads the options of @argv into the values of @sets and collects the other
 * arguments. Accepts "--name value" and "--name=value"; "--" ends the options. A number may begin
 * with a hyphen and is not an option.
 * @argv: NULL-terminated. @sets: ended by a set without a table. @words: (element-type utf8): gets
 * the other arguments, borrowed.
 * @stop_at_word: stop after the first argument that is not an option.
 * Returns: how many of @argv were read; -1 with RGM_ERROR_USAGE if an option is unknown, given
 * twice or lacks a value, or if its value is unexpected, out of range or not UTF-8.
 */
int cli_options_parse (char **argv, CliOptionSet *sets, GPtrArray *words, gboolean stop_at_word,
                       GError **error);

/**
 * cli_options_join_dates: @argv with the value of each option as one argument, although the user
 * typed it as several words without quotes: "--at yesterday 18:30". It does so for options whose
 * value is called DATE, TIME, PERIOD, TIMES, AMOUNT or SITE, and joins as many words as together
 * are such a value; several values, if the option may be repeated.
 * Returns: (transfer full): ended by NULL.
 */
char **cli_options_join_dates (char **argv, CliOptionSet *sets, RgmInstant now);

/* How many of the first @words, ended by NULL, together are an amount: "40 mg", "500 mg / 400 IU";
 * 1 if none are. A word behind a number belongs to it only if it is a unit that everybody uses. */
guint cli_count_amount_words (char **words);

/* Frees everything that the parser allocated in @values. @table: nullable. */
void cli_options_clear (const CliOption *table, gpointer values);
