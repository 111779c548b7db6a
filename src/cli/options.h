/* options.h: the options of a command as a table: one row is the parser, the help, the man page and
 * the completion of an option.
 *
 * Not GOptionContext: it wants its values in static storage, converts them from the locale (a file
 * name need not be text), and its errors do not say
 * what would be accepted.
 */
#pragma once

#include <regimen/regimen.h>

typedef enum {
  CLI_FLAG,   /* gboolean */
  CLI_TEXT,   /* const char *, borrowed from argv: UTF-8 */
  CLI_FILE,   /* const char *, borrowed from argv: any bytes */
  CLI_NUMBER, /* CliNumber, from min to max */
  CLI_LIST,   /* GPtrArray * of const char *, borrowed from argv: may be given again; NULL: never */
} CliOptionKind;

typedef struct {
  gboolean given;
  int value;
} CliNumber;

typedef struct {
  const char *name; /* without the two hyphens */
  CliOptionKind kind;
  gsize offset;      /* of the value in the struct that the table is about */
  const char *value; /* what stands for the value in help: "DATE"; NULL for a flag */
  const char *help;  /* one line, N_() */
  int min, max;      /* CLI_NUMBER */
} CliOption;

/* A table, ended by a row without name, and the struct that its offsets are into. */
typedef struct {
  const CliOption *table;
  gpointer values;
  guint64 seen; /* bit n: row n was given */
} CliOptionSet;

/**
 * cli_options_parse: reads @argv into the values of @sets and collects the other arguments. "--name
 * value" and "--name=value"; "--" ends the options;
 * a number may begin with a hyphen and is no option.
 * @argv: NULL-terminated. @sets: ended by a set without table. @words: (element-type utf8): gets
 * the words, borrowed.
 * @stop_at_word: ends at the first word, which is the last of @words.
 * Returns: how many of @argv were read; -1 with RGM_ERROR_USAGE: unknown option, missing or
 * unexpected value, value out of range, given twice, not UTF-8.
 */
int cli_options_parse (char **argv, CliOptionSet *sets, GPtrArray *words, gboolean stop_at_word,
                       GError **error);

/* Frees what the parser made in @values. @table: nullable. */
void cli_options_clear (const CliOption *table, gpointer values);
