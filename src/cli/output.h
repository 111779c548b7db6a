/* output.h: text for people: dates with their weekday, how far away they are, aligned columns,
 * colour where there is a terminal. */
#pragma once

#include <regimen/regimen.h>

/* What the terminal can show. */
typedef struct {
  gboolean colour;
  int width; /* columns */
} CliScreen;

/* How a line stands out. Colour is never the only sign: the words say the same. */
typedef enum {
  CLI_PLAIN,
  CLI_FAINT,
  CLI_STRONG,
  CLI_NOTICE,
  CLI_ALARM,
} CliStyle;

/* What standard output is: colour only on a terminal and without $NO_COLOR; $COLUMNS or the
 * terminal's width, from 20 to 100; 80 elsewhere. */
CliScreen cli_screen (void);

/**
 * cli_wrap_text: @text broken into lines of at most @width columns, later ones with @indent blanks;
 * a weekday stays with its date and a number
 * with its unit. Returns: (transfer full).
 */
char *cli_wrap_text (const char *text, int width, int indent);

/* Appends @text in @style. */
void cli_print_styled (GString *out, const CliScreen *screen, CliStyle style, const char *text);
/* Appends @text wrapped to the screen, later lines with @indent blanks, and a newline. */
void cli_print_wrapped (GString *out, const CliScreen *screen, int indent, const char *text);

/* "Tue 2026-12-01". Returns: (transfer full). */
char *cli_day_text (RgmDay day);
/* "Tue 2026-12-01" or "Tue 2026-12-01 14:00". Returns: (transfer full). */
char *cli_local_text (RgmLocal local);
/* The same of what a clock on the wall showed. Returns: (transfer full). */
char *cli_instant_text (RgmInstant instant, const RgmZone *zone);
/* "today", "tomorrow", "in 3 days", "2 weeks ago". Returns: (transfer full). */
char *cli_relative_text (RgmDay day, RgmInstant now, const RgmZone *zone);
/**
 * cli_fit_text: what became of a local time that @zone does not have, or has twice.
 * Returns: (transfer full) (nullable): a sentence; NULL for a whole day and for a time that exists
 * once.
 */
char *cli_fit_text (RgmLocal local, const RgmZone *zone);

/* Rows of columns. The last column is wrapped to what is left of the screen; where too little is
 * left every row becomes a paragraph. */
typedef struct {
  int columns;
  GPtrArray *rows; /* of GStrv; the first is the heading */
  GArray *styles;  /* of CliStyle */
} CliTable;

/* @heading: NULL-terminated; their number is the number of columns. */
CliTable *cli_table_new (const char *const *heading);
/* @cells: exactly as many as columns, NULL where empty. Copied. */
void cli_table_add (CliTable *table, CliStyle style, const char *const *cells);
void cli_table_print (const CliTable *table, GString *out, const CliScreen *screen);
void cli_table_free (CliTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)
