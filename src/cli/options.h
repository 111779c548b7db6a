/* options.h: the options of a command as a table. Parsing, help, man page and completion of an
 * option all come from its row.
 *
 * GOptionContext is not used: it needs static storage for the values, it converts them from the
 * locale, although the name of a file need not be valid text, and its errors do not say what would
 * be accepted. */
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
  const char *value; /* its placeholder in the help, such as "DATE"; NULL for a flag */
  const char *help;  /* N_(): one line */
  int min, max;      /* the allowed range of a CLI_NUMBER, both ends included */
  /* nullable: what completions offer for the value: words separated by blanks, or one of the values
   * CLI_HANDLES to CLI_FILES below */
  const char *choices;
  const char *also; /* nullable: another name that is accepted but not shown in the help */
} CliOption;

/* Values for choices that completions look up: the handles and the people on record, contacts,
 * needs, the classes of treatment in the catalog, the time zones of this machine, and files. An
 * option of the kind CLI_FILE needs none of them: completions always offer files for it. */
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
  /* nullable: called with a name that no table has; returns the command that has that option, or
   * NULL */
  const char *(*elsewhere) (const char *name);
  const char *command; /* nullable: the command whose options these are */
} CliOptionSet;

/**
 * cli_options_parse: stores the values of the options in @argv in the structs of @sets, and
 * collects the other arguments. Accepts "--name value" and "--name=value"; "--" ends the options. A
 * number may begin with a hyphen and is not an option.
 * @argv: NULL-terminated. @sets: terminated by a set without a table. @words: (element-type utf8):
 * gets the other arguments, borrowed.
 * @stop_at_word: TRUE to stop after the first argument that is not an option.
 * Returns: how many elements of @argv were read; -1 with RGM_ERROR_USAGE if an option is unknown,
 * is given twice or lacks its value, if a flag has a value, if a number is out of range, if a text
 * is not UTF-8, or if the name of a file is empty or "-".
 */
int cli_options_parse (char **argv, CliOptionSet *sets, GPtrArray *words, gboolean stop_at_word,
                       GError **error);

/* Fails if @name is "-": other programs take that for standard input or output, but most commands
 * read and write only files. Returns: FALSE with RGM_ERROR_USAGE. */
gboolean cli_check_file_name (const char *name, GError **error);

/**
 * cli_options_join_dates: a copy of @argv in which the value of each option is one argument, even
 * if the user typed it as several words without quotes: "--at yesterday 18:30". This is done for
 * options whose value is called DATE, TIME, PERIOD, TIMES, AMOUNT or SITE. As many words are joined
 * as form such a value; if the option may be repeated, they may form several dates.
 * Returns: (transfer full): NULL-terminated.
 */
char **cli_options_join_dates (char **argv, CliOptionSet *sets, RgmInstant now);

/* How many words at the start of @words (NULL-terminated) form an amount: "40 mg" is two, "500 mg /
 * 400 IU" five. 1 if they form none: a number and a word are an amount only if the word is a common
 * unit. */
guint cli_count_amount_words (char **words);

/* Frees everything that the parser allocated in @values. @table: nullable. */
void cli_options_clear (const CliOption *table, gpointer values);
