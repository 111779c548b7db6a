/* Formats text for people: wrapped paragraphs, days and times, tables; and finds out what the
 * terminal can show. */
#include "cli/print/output.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NO_BREAK_SPACE "\u00a0"

enum {
  WIDTH_USUAL = 80,
  WIDTH_MIN = 20,
  WIDTH_MAX = 100,
  HEIGHT_USUAL = 24,
  GAP = 2,
  INDENT = 2, /* of the continuation lines of a row */
  LAST_MIN = 12,
  MOMENT_MIN = 24 /* the width of a weekday, date and time, with a comma */
};

CliScreen
cli_screen (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  const char *columns = g_getenv ("COLUMNS");
  gboolean terminal = isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  CliScreen screen = { .colour = terminal && (no_colour == NULL || *no_colour == '\0'),
                       .width = WIDTH_USUAL,
                       .height = terminal ? HEIGHT_USUAL : 0 };
  struct winsize size = { 0 };
  gboolean measured = ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  gint64 width;

  if (columns != NULL && g_ascii_string_to_signed (columns, 10, 1, G_MAXINT16, &width, NULL))
    screen.width = CLAMP ((int)width, WIDTH_MIN, WIDTH_MAX);
  else if (measured && size.ws_col > 0)
    screen.width = CLAMP (size.ws_col, WIDTH_MIN, WIDTH_MAX);
  if (terminal && measured && size.ws_row > 0)
    screen.height = size.ws_row;
  return screen;
}

void
cli_print_styled (GString *out, const CliScreen *screen, CliStyle style, const char *text)
{
  static const char *const codes[] = {
    [CLI_PLAIN] = "",    [CLI_FAINT] = "2",    [CLI_STRONG] = "1",
    [CLI_NOTICE] = "33", [CLI_ALARM] = "1;31",
  };

  g_autofree char *shown = text_harmless (text);

  if (screen->colour && style != CLI_PLAIN)
    g_string_append_printf (out, "\033[%sm%s\033[0m", codes[style], shown);
  else
    g_string_append (out, shown);
}

/* Whether the beginning of @text matches @form, in which each 0 matches any digit. */
static gboolean
has_form (const char *text, const char *form)
{
  for (; *form != '\0'; text++, form++)
    if (*form == '0' ? !g_ascii_isdigit (*text) : *text != *form)
      return FALSE;
  return TRUE;
}

/* Whether the space at @blank must not become a line break in lines of @width columns. Such a space
 * is between a number and its unit, a weekday and its date, a date and its time of day (unless
 * @width is small), or "regimen" and the command after it, so that the command can be copied. */
static gboolean
holds_together (const char *text, const char *blank, int width)
{
  static const char program[] = "regimen";
  char before = blank > text ? blank[-1] : '\0';
  gboolean after_program = (gsize)(blank - text) >= strlen (program)
                           && g_str_has_prefix (blank - strlen (program), program);

  return (g_ascii_isdigit (before)
          && (g_ascii_isalpha (blank[1]) || (width >= MOMENT_MIN && has_form (blank + 1, "00:00"))))
         || (blank - text >= 3 && g_ascii_isupper (blank[-3]) && has_form (blank + 1, "0000-00-00"))
         || (after_program && g_ascii_isalpha (blank[1]));
}

char *
cli_wrap_text (const char *text, int width, int indent)
{
  g_autoptr (GString) bound = g_string_new (NULL);
  g_autofree char *wrapped = NULL;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ' ' && holds_together (text, p, width))
      g_string_append (bound, NO_BREAK_SPACE);
    else
      g_string_append_c (bound, *p);
  wrapped = text_wrap (bound->str, width, indent);
  g_string_assign (bound, wrapped);
  g_string_replace (bound, NO_BREAK_SPACE, " ", 0);
  return g_strdup (bound->str);
}

void
cli_print_wrapped (GString *out, const CliScreen *screen, int indent, const char *text)
{
  g_autofree char *shown = text_harmless (text);
  g_autofree char *wrapped = cli_wrap_text (shown, screen->width, indent);

  g_string_append_printf (out, "%s\n", wrapped);
}

char *
cli_list_text (const char *const *parts, gsize count)
{
  return text_join (", ", parts, count);
}

char *
cli_day_text (RgmDay day)
{
  return rgm_day_describe (day);
}

char *
cli_local_text (RgmLocal local)
{
  return rgm_local_describe (local);
}

char *
cli_instant_text (RgmInstant instant, const RgmZone *zone)
{
  return cli_local_text (rgm_zone_to_local (zone, instant));
}

char *
cli_fit_text (RgmLocal local, const RgmZone *zone)
{
  RgmFit fit = RGM_FIT_EXACT;
  RgmInstant instant = rgm_zone_to_instant (zone, local, &fit);
  g_autofree char *asked = cli_local_text (local);
  g_autofree char *taken = cli_instant_text (instant, zone);

  if (!rgm_local_has_time (local) || fit == RGM_FIT_EXACT)
    return NULL;
  if (fit == RGM_FIT_GAP)
    return g_strdup_printf (
      _ ("%s does not exist in %s, because the clocks go forward then; it is taken as %s."), asked,
      rgm_zone_name (zone), taken);
  return g_strdup_printf (
    _ ("%s comes twice in %s, because the clocks go back then; the first of the two is taken."),
    asked, rgm_zone_name (zone));
}

/* ---- tables ---- */

CliTable *
cli_table_new (const char *const *heading)
{
  CliTable *table = g_new0 (CliTable, 1);

  table->columns = (int)g_strv_length ((GStrv)heading);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  table->styles = g_array_new (FALSE, FALSE, sizeof (CliStyle));
  cli_table_add (table, CLI_STRONG, heading);
  return table;
}

void
cli_table_free (CliTable *table)
{
  g_ptr_array_unref (table->rows);
  g_array_unref (table->styles);
  g_free (table);
}

void
cli_table_add (CliTable *table, CliStyle style, const char *const *cells)
{
  GStrv row = g_new0 (char *, table->columns + 1);

  for (int i = 0; i < table->columns; i++)
    row[i] = text_harmless (cells[i] != NULL ? cells[i] : "");
  g_ptr_array_add (table->rows, row);
  g_array_append_val (table->styles, style);
}

/* The width of each column. It is 0 for a column without any text below its heading, which is left
 * out. */
static int *
measure_columns (const CliTable *table)
{
  int *widths = g_new0 (int, table->columns);

  for (int c = 0; c < table->columns; c++) {
    for (guint r = 1; r < table->rows->len; r++)
      widths[c] = MAX (widths[c], text_width (((GStrv)table->rows->pdata[r])[c]));
    if (widths[c] > 0)
      widths[c] = MAX (widths[c], text_width (((GStrv)table->rows->pdata[0])[c]));
  }
  return widths;
}

/* Prints the lines of one row, without trailing blanks. */
static void
print_lines (GString *out, const CliScreen *screen, CliStyle style, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    cli_print_styled (out, screen, style, g_strchomp (*line));
    g_string_append_c (out, '\n');
  }
}

/* Finds where a line that begins with column @from has to end. Returns: the first column that does
 * not fit on it. */
static int
find_line_end (const CliTable *table, const int *widths, int from, int screen_columns)
{
  int used = from > 0 ? INDENT : 0;
  gboolean any = FALSE;

  for (int c = from; c < table->columns; c++) {
    int needed = c == table->columns - 1 ? MIN (widths[c], LAST_MIN) : widths[c];

    if (widths[c] == 0)
      continue;
    if (any && used + needed > screen_columns)
      return c;
    used += widths[c] + GAP;
    any = TRUE;
  }
  return table->columns;
}

/* Aligns the columns of a row from @from up to, but not including, @end. The last of them is
 * wrapped, and its continuation lines are aligned with its first line. */
static char *
align_columns (GStrv cells, const int *widths, int from, int end, int screen_columns)
{
  GString *line = g_string_new (NULL);
  int column = from > 0 ? INDENT : 0, last = end - 1;

  while (last > from && widths[last] == 0)
    last--;
  g_string_append_printf (line, "%*s", column, "");
  for (int c = from; c < last; c++) {
    if (widths[c] == 0)
      continue;
    g_string_append_printf (line, "%s%*s", cells[c], widths[c] + GAP - text_width (cells[c]), "");
    column += widths[c] + GAP;
  }
  if (widths[last] > 0) {
    g_autofree char *wrapped = cli_wrap_text (cells[last], screen_columns - column, 0);

    for (const char *p = wrapped; *p != '\0'; p++) {
      g_string_append_c (line, *p);
      if (*p == '\n')
        g_string_append_printf (line, "%*s", column, "");
    }
  }
  return g_string_free (line, FALSE);
}

void
cli_table_print (const CliTable *table, GString *out, const CliScreen *screen)
{
  g_autofree int *widths = measure_columns (table);

  for (guint r = 0; r < table->rows->len; r++)
    for (int from = 0, end; from < table->columns; from = end) {
      g_autofree char *text = NULL;

      end = find_line_end (table, widths, from, screen->width);
      text = align_columns (table->rows->pdata[r], widths, from, end, screen->width);
      if (from == 0 || text[strspn (text, " ")] != '\0')
        print_lines (out, screen, g_array_index (table->styles, CliStyle, r), text);
    }
}
