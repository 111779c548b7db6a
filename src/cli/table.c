#include "cli/output.h"

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
append_row (GString *out, const CliScreen *screen, CliStyle style, const char *text)
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

    append_row (out, screen, g_array_index (table->styles, CliStyle, r), row);
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
    append_row (out, screen, g_array_index (table->styles, CliStyle, r), wrapped);
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
