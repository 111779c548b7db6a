/* output.h: formats text for people: wrapped paragraphs, days with their weekday, tables, and
 * colour if standard output is a terminal. */
#pragma once

#include <regimen/regimen.h>

/* What the terminal can show. */
typedef struct {
  gboolean colour;
  int width; /* columns */
  /* lines; 0 if a pager cannot be used: standard output is no terminal, or is a dumb one */
  int height;
} CliScreen;

/* How a line is highlighted. The words always say the same, so nothing is lost without colour. */
typedef enum {
  CLI_PLAIN,
  CLI_FAINT,
  CLI_STRONG,
  CLI_NOTICE,
  CLI_ALARM,
} CliStyle;

/* What standard output can show: colour only on a terminal that is not a dumb one, and only if
 * $NO_COLOR is not set. The width is $COLUMNS or that of the terminal, from 20 to 100; 80 if
 * neither is known. The height is that of the terminal; 24 if it is not known, and 0 without a
 * terminal or on a dumb one. */
CliScreen cli_screen (void);

/**
 * cli_wrap_text: breaks @text into lines of at most @width columns; every line but the first begins
 * with @indent blanks. A weekday stays with its date and time of day, a number with its unit, and
 * "regimen" with the command that follows it. No-break spaces in @text become blanks at which no
 * line is broken.
 * Returns: (transfer full).
 */
char *cli_wrap_text (const char *text, int width, int indent);

/* Appends @text in @style. */
void cli_print_styled (GString *out, const CliScreen *screen, CliStyle style, const char *text);
/* Appends @text, wrapped to the screen as by cli_wrap_text(), and a newline. */
void cli_print_wrapped (GString *out, const CliScreen *screen, int indent, const char *text);

/* Joins those of @parts that are neither NULL nor empty with ", ". Returns: (transfer full). */
char *cli_list_text (const char *const *parts, gsize count);

/* "Tue 2026-12-01". Returns: (transfer full). */
char *cli_day_text (RgmDay day);
/* "Tue 2026-12-01" or "Tue 2026-12-01 14:00". Returns: (transfer full). */
char *cli_local_text (RgmLocal local);
/* cli_local_text() for @instant as local time in @zone. Returns: (transfer full). */
char *cli_instant_text (RgmInstant instant, const RgmZone *zone);
/**
 * cli_fit_text: explains which moment is taken if @local does not exist or exists twice in @zone,
 * because the clocks change.
 * Returns: (transfer full) (nullable): a sentence; NULL for a whole day and for a time that exists
 * once.
 */
char *cli_fit_text (RgmLocal local, const RgmZone *zone);

/* A table. The last column is wrapped to the rest of the screen. If the screen is too narrow for
 * all columns, each row continues on one or more indented lines. So does the heading, so that each
 * column is still below its name. */
typedef struct {
  int columns;
  GPtrArray *rows; /* of GStrv; the first is the heading */
  GArray *styles;  /* of CliStyle, one for each row */
} CliTable;

/* @heading: one text for each column, NULL-terminated. */
CliTable *cli_table_new (const char *const *heading);
/* @cells: as many as there are columns; an empty cell may be NULL. Copies them. */
void cli_table_add (CliTable *table, CliStyle style, const char *const *cells);
void cli_table_print (const CliTable *table, GString *out, const CliScreen *screen);
void cli_table_free (CliTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)
