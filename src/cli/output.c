/* Text for people: colours, wrapped paragraphs, dates and tables. */
#include "cli/output.h"

#include "base/i18n.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define NO_BREAK_SPACE "\u00a0"

enum { WIDTH_USUAL = 80, WIDTH_MIN = 20, WIDTH_MAX = 100 };

static int
screen_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size = { 0 };
  gint64 width;

  if (columns != NULL && g_ascii_string_to_signed (columns, 10, 1, G_MAXINT16, &width, NULL))
    return CLAMP ((int)width, WIDTH_MIN, WIDTH_MAX);
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP (size.ws_col, WIDTH_MIN, WIDTH_MAX);
  return WIDTH_USUAL;
}

CliScreen
cli_screen (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  gboolean plain
    = (no_colour != NULL && *no_colour != '\0') || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;

  return (CliScreen){ .colour = !plain && isatty (STDOUT_FILENO), .width = screen_width () };
}

void
cli_print_styled (GString *out, const CliScreen *screen, CliStyle style, const char *text)
{
  static const char *const codes[] = {
    [CLI_PLAIN] = "",    [CLI_FAINT] = "2",    [CLI_STRONG] = "1",
    [CLI_NOTICE] = "33", [CLI_ALARM] = "1;31",
  };

  if (screen->colour && style != CLI_PLAIN)
    g_string_append_printf (out, "\033[%sm%s\033[0m", codes[style], text);
  else
    g_string_append (out, text);
}

static gboolean
is_date (const char *text)
{
  static const char form[] = "0000-00-00";

  for (gsize i = 0; form[i] != '\0'; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

static gboolean
holds_together (const char *text, const char *blank)
{
  gboolean amount = blank > text && g_ascii_isdigit (blank[-1]) && g_ascii_isalpha (blank[1]);

  return amount || is_date (blank + 1);
}

char *
cli_wrap_text (const char *text, int width, int indent)
{
  g_autoptr (GString) bound = g_string_new (NULL);
  g_autofree char *wrapped = NULL;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ' ' && holds_together (text, p))
      g_string_append (bound, NO_BREAK_SPACE);
    else
      g_string_append_c (bound, *p);
  wrapped = rgm_text_wrap (bound->str, width, indent);
  g_string_assign (bound, wrapped);
  g_string_replace (bound, NO_BREAK_SPACE, " ", 0);
  return g_strdup (bound->str);
}

void
cli_print_wrapped (GString *out, const CliScreen *screen, int indent, const char *text)
{
  g_autofree char *wrapped = cli_wrap_text (text, screen->width, indent);

  g_string_append_printf (out, "%s\n", wrapped);
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

static char *
distance_text (int days)
{
  if (days < 21)
    return g_strdup_printf (P_ ("%d day", "%d days", (gulong)days), days);
  if (days < 140)
    return g_strdup_printf (_ ("%d weeks"), (days + 3) / 7);
  if (days < 730)
    return g_strdup_printf (_ ("%d months"), (days * 10 + 152) / 304);
  return g_strdup_printf (_ ("%d years"), (days + 182) / 365);
}

char *
cli_relative_text (RgmDay day, RgmInstant now, const RgmZone *zone)
{
  int days = day - rgm_zone_day (zone, now);
  g_autofree char *distance = distance_text (ABS (days));

  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("tomorrow"));
  if (days == -1)
    return g_strdup (_ ("yesterday"));
  return g_strdup_printf (days > 0 ? _ ("in %s") : _ ("%s ago"), distance);
}

char *
cli_fit_text (RgmLocal local, const RgmZone *zone)
{
  RgmFit fit = RGM_FIT_EXACT;
  RgmInstant instant = rgm_zone_to_instant (zone, local, &fit);
  g_autofree char *asked = cli_local_text (local);
  g_autofree char *taken = rgm_instant_format (instant, zone);

  if (!rgm_local_has_time (local) || fit == RGM_FIT_EXACT)
    return NULL;
  if (fit == RGM_FIT_GAP)
    return g_strdup_printf (
      _ ("%s does not exist in %s, where the clocks go forward then; it stands for %s."), asked,
      rgm_zone_name (zone), taken);
  return g_strdup_printf (
    _ ("%s comes twice in %s, where the clocks go back then; it stands for the first, %s."), asked,
    rgm_zone_name (zone), taken);
}

/* ---- tables ---- */

enum { GAP = 2, LAST_MIN = 8 };

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
    row[i] = g_strdup (cells[i] != NULL ? cells[i] : "");
  g_ptr_array_add (table->rows, row);
  g_array_append_val (table->styles, style);
}

/* The width of each column; 0 for one that is empty but for its heading, which is left out. */
static int *
measure (const CliTable *table)
{
  int *widths = g_new0 (int, table->columns);

  for (int c = 0; c < table->columns; c++) {
    for (guint r = 1; r < table->rows->len; r++)
      widths[c] = MAX (widths[c], rgm_text_width (((GStrv)table->rows->pdata[r])[c]));
    if (widths[c] > 0)
      widths[c] = MAX (widths[c], rgm_text_width (((GStrv)table->rows->pdata[0])[c]));
  }
  return widths;
}

static void
pad (GString *line, int from, int to)
{
  for (int i = from; i < to; i++)
    g_string_append_c (line, ' ');
}

static void
append_table_row (GString *out, const CliScreen *screen, CliStyle style, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    cli_print_styled (out, screen, style, g_strchomp (*line));
    g_string_append_c (out, '\n');
  }
}

/* The last column, which begins at @column: its later lines are below the first. */
static void
append_last (GString *line, const char *text, int column, int width)
{
  g_autofree char *wrapped = cli_wrap_text (text, width - column, 0);

  for (const char *p = wrapped; *p != '\0'; p++) {
    g_string_append_c (line, *p);
    if (*p == '\n')
      pad (line, 0, column);
  }
}

static char *
align_row (const CliTable *table, GStrv cells, const int *widths, int width)
{
  GString *line = g_string_new (NULL);
  int last = table->columns - 1;
  int column = 0;

  for (int c = 0; c < last; c++) {
    if (widths[c] == 0)
      continue;
    g_string_append (line, cells[c]);
    pad (line, rgm_text_width (cells[c]), widths[c] + GAP);
    column += widths[c] + GAP;
  }
  if (widths[last] > 0)
    append_last (line, cells[last], column, width);
  return g_string_free (line, FALSE);
}

static void
print_aligned (const CliTable *table, const int *widths, GString *out, const CliScreen *screen)
{
  for (guint r = 0; r < table->rows->len; r++) {
    g_autofree char *row = align_row (table, table->rows->pdata[r], widths, screen->width);

    append_table_row (out, screen, g_array_index (table->styles, CliStyle, r), row);
  }
}

static void
print_paragraphs (const CliTable *table, GString *out, const CliScreen *screen)
{
  for (guint r = 1; r < table->rows->len; r++) {
    GStrv cells = table->rows->pdata[r];
    g_autoptr (GString) line = g_string_new (cells[0]);
    g_autofree char *wrapped = NULL;

    for (int c = 1; c < table->columns; c++)
      if (*cells[c] != '\0')
        g_string_append_printf (line, ", %s", cells[c]);
    wrapped = cli_wrap_text (line->str, screen->width, 2);
    append_table_row (out, screen, g_array_index (table->styles, CliStyle, r), wrapped);
  }
}

void
cli_table_print (const CliTable *table, GString *out, const CliScreen *screen)
{
  g_autofree int *widths = measure (table);
  int fixed = 0, last = widths[table->columns - 1];

  for (int c = 0; c < table->columns - 1; c++)
    fixed += widths[c] > 0 ? widths[c] + GAP : 0;
  if (fixed + MIN (last, LAST_MIN) > screen->width + (last == 0 ? GAP : 0))
    print_paragraphs (table, out, screen);
  else
    print_aligned (table, widths, out, screen);
}
