/* trend.c: sorts values into series, draws a series as text for a terminal, and describes it in
 * words. */
#include "followup/trend.h"

#include "base/civil.h"
#include "base/i18n.h"
#include "base/text.h"

#include <math.h>
#include <regimen/describe.h>
#include <string.h>

/* No number that a person noticed or a laboratory found has more digits than this. */
#define MOST_DIGITS 15

#define LAST_STEP 3

static const char *const steps[LAST_STEP + 1]
  = { N_ ("none"), N_ ("mild"), N_ ("moderate"), N_ ("severe") };

/* ---- values ---- */

double
trend_number (const char *text)
{
  const char *at = text + (*text == '-' || *text == '+');
  gsize whole = strspn (at, G_CSET_DIGITS), fraction = 0;
  gboolean has_point = at[whole] == '.' || at[whole] == ',';
  g_autofree char *plain = NULL;

  if (has_point)
    fraction = strspn (at + whole + 1, G_CSET_DIGITS);
  if (whole == 0 || (has_point && fraction == 0) || whole + fraction > MOST_DIGITS
      || at[whole + has_point + fraction] != '\0')
    return NAN;
  plain = g_strdelimit (g_strdup (text), ",", '.');
  return g_ascii_strtod (plain, NULL);
}

/* Which of the words in steps @text is, counted from 0; -1 if it is none of them. */
static int
step_of (const char *text)
{
  for (int i = 0; i <= LAST_STEP; i++)
    if (g_ascii_strcasecmp (text, steps[i]) == 0)
      return i;
  return -1;
}

const char *
trend_step_text (int step)
{
  g_return_val_if_fail (step >= 0 && step <= LAST_STEP, "");
  return _ (steps[step]);
}

char *
trend_value_text (const TrendPoint *point)
{
  int step = step_of (point->text);

  if (step >= 0)
    return g_strdup (trend_step_text (step));
  return point->unit != NULL && *point->unit != '\0'
           ? g_strdup_printf ("%s %s", point->text, point->unit)
           : g_strdup (point->text);
}

gboolean
trend_is_outside (const TrendPoint *point)
{
  return point->value < point->low || point->value > point->high;
}

/* ---- series ---- */

void
trend_series_free (TrendSeries *series)
{
  g_array_unref (series->points);
  g_array_unref (series->marks);
  g_free (series);
}

static int
compare_points (gconstpointer a, gconstpointer b, gpointer data)
{
  return civil_local_compare (((const TrendPoint *)a)->at, ((const TrendPoint *)b)->at);
}

static int
compare_marks (gconstpointer a, gconstpointer b, gpointer data)
{
  const TrendMark *one = a, *other = b;

  return one->day != other->day ? (one->day > other->day) - (one->day < other->day)
                                : (one->number > other->number) - (one->number < other->number);
}

/* A copy of @array, sorted by @compare; equal elements keep their order. */
static GArray *
sorted_copy (const GArray *array, GCompareDataFunc compare)
{
  GArray *copy = g_array_copy ((GArray *)array);

  g_array_sort_with_data (copy, compare, NULL);
  return copy;
}

/* Whether the letters from @start to @end are the symbol of the litre, with or without a prefix:
 * "l", "mL". */
static gboolean
is_litre (const char *start, const char *end)
{
  static const char *const parts[]
    = { "", "h", "d", "c", "m", "u", "\u00b5", "\u03bc", "n", "p", "f" };

  if (start == end || g_ascii_tolower (end[-1]) != 'l')
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strlen (parts[i]) == (gsize)(end - start) - 1
        && memcmp (parts[i], start, strlen (parts[i])) == 0)
      return TRUE;
  return FALSE;
}

/* @unit with "L" for each litre; unchanged if it is not UTF-8. Returns: (transfer full). */
static char *
with_large_litre (const char *unit)
{
  char *large = g_strdup (unit);
  const char *at = g_utf8_validate (unit, -1, NULL) ? unit : "";

  while (*at != '\0') {
    const char *start = at;

    while (*at != '\0' && g_unichar_isalpha (g_utf8_get_char (at)))
      at = g_utf8_next_char (at);
    if (is_litre (start, at))
      large[at - unit - 1] = 'L';
    if (*at != '\0')
      at = g_utf8_next_char (at);
  }
  return large;
}

gboolean
trend_is_same_unit (const char *a, const char *b)
{
  g_autofree char *one = with_large_litre (a != NULL ? a : "");
  g_autofree char *other = with_large_litre (b != NULL ? b : "");

  return g_str_equal (one, other);
}

/* The unit of @point, as it is usually written or else as it was entered; NULL if it has none. */
static const char *
unit_of (const TrendPoint *point)
{
  const char *unit = point->usual != NULL ? point->usual : point->unit;

  return unit != NULL && *unit != '\0' ? unit : NULL;
}

gboolean
trend_takes (const TrendSeries *series, const TrendPoint *point)
{
  if (series->words || step_of (point->text) >= 0)
    return series->words && step_of (point->text) >= 0;
  return trend_is_same_unit (series->unit, unit_of (point));
}

/* The series of @point among @all; a new one if there is none yet. */
static TrendSeries *
series_for (GPtrArray *all, const TrendPoint *point, gboolean words, const Trend *trend)
{
  for (guint i = 0; i < all->len; i++)
    if (trend_takes (all->pdata[i], point))
      return all->pdata[i];
  TrendSeries *series = g_new (TrendSeries, 1);
  *series = (TrendSeries){ .unit = words ? NULL : unit_of (point),
                           .words = words,
                           .points = g_array_new (FALSE, FALSE, sizeof (TrendPoint)),
                           .marks = g_array_new (FALSE, FALSE, sizeof (TrendMark)),
                           .low = INFINITY,
                           .high = -INFINITY,
                           .scale_low = words ? 0 : trend->low,
                           .scale_high = words ? LAST_STEP : trend->high,
                           .pick = trend->pick };
  g_ptr_array_add (all, series);
  return series;
}

/* Adds @point to its series. Returns: FALSE if it belongs to none. */
static gboolean
add_point (GPtrArray *all, TrendPoint point, const Trend *trend)
{
  int step = step_of (point.text);

  if (step < 0 && !isfinite (point.value))
    return FALSE;
  if (step >= 0) {
    point.value = step;
    point.low = point.high = NAN;
  }
  TrendSeries *series = series_for (all, &point, step >= 0, trend);
  series->low = fmin (series->low, point.value);
  series->high = fmax (series->high, point.value);
  g_array_append_val (series->points, point);
  return TRUE;
}

GPtrArray *
trend_split (const Trend *trend, guint *undrawn)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)trend_series_free);
  g_autoptr (GArray) points = sorted_copy (trend->points, compare_points);
  g_autoptr (GArray) marks = sorted_copy (trend->marks, compare_marks);
  RgmDay from = trend->from, until = trend->until;
  guint left = 0;

  if (from == RGM_NO_DAY && points->len > 0)
    from = g_array_index (points, TrendPoint, 0).at.day;
  if (until == RGM_NO_DAY && points->len > 0)
    until = g_array_index (points, TrendPoint, points->len - 1).at.day;
  for (guint i = 0; i < points->len; i++) {
    const TrendPoint *point = &g_array_index (points, TrendPoint, i);
    if (point->at.day >= from && point->at.day <= until)
      left += !add_point (all, *point, trend);
  }
  for (guint i = 0; i < all->len; i++) {
    TrendSeries *series = all->pdata[i];
    series->from = from;
    series->until = until;
    series->undrawn = left;
    series->scale_low = fmin (series->low, series->scale_low);
    series->scale_high = fmax (series->high, series->scale_high);
    for (guint n = 0; n < marks->len; n++) {
      const TrendMark *mark = &g_array_index (marks, TrendMark, n);
      if (mark->day >= from && mark->day <= until)
        g_array_append_val (series->marks, *mark);
    }
  }
  if (undrawn != NULL)
    *undrawn = left;
  return all;
}

char *
trend_undrawn_text (guint undrawn)
{
  if (undrawn == 0)
    return NULL;
  return g_strdup_printf (
    P_ ("%u value is not drawn, because it is neither a number nor one of the words none, mild, "
        "moderate and severe.",
        "%u values are not drawn, because they are neither numbers nor any of the words none, "
        "mild, moderate and severe.",
        undrawn),
    undrawn);
}

/* ---- doses ---- */

GPtrArray *
trend_courses (const TrendSeries *series)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < series->marks->len; i++) {
    const char *name = g_array_index (series->marks, TrendMark, i).name;
    if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, (gpointer)name);
  }
  return names;
}

char *
trend_course_text (const TrendSeries *series, const char *name)
{
  int first = 0, last = 0;

  for (guint i = 0; i < series->marks->len; i++) {
    const TrendMark *mark = &g_array_index (series->marks, TrendMark, i);
    if (!g_str_equal (mark->name, name))
      continue;
    first = first == 0 ? mark->number : MIN (first, mark->number);
    last = MAX (last, mark->number);
  }
  return last == 0       ? g_strdup (name)
         : first == last ? g_strdup_printf ("%s/%d", name, first)
                         : g_strdup_printf (_ ("%s/%d to /%d"), name, first, last);
}

/* ---- in words ---- */

/* A sentence about the values. @lowest, @highest: the lowest and the highest of them. Returns:
 * (transfer full). */
static char *
values_text (const TrendSeries *series, const TrendPoint *lowest, const TrendPoint *highest)
{
  const GArray *points = series->points;
  const TrendPoint *last = &g_array_index (points, TrendPoint, points->len - 1);
  gboolean all = series->undrawn == 0;
  g_autofree char *from = rgm_day_describe (g_array_index (points, TrendPoint, 0).at.day);
  g_autofree char *until = rgm_day_describe (last->at.day);
  g_autofree char *low_day = rgm_day_describe (lowest->at.day);
  g_autofree char *high_day = rgm_day_describe (highest->at.day);
  g_autofree char *low = trend_value_text (lowest), *high = trend_value_text (highest);
  g_autofree char *final = trend_value_text (last);

  if (points->len == 1)
    return g_strdup_printf (all ? _ ("One value: %s on %s.") : _ ("One value is drawn: %s on %s."),
                            final, until);
  if (lowest->value == highest->value)
    return g_strdup_printf (all ? _ ("%u values from %s to %s, all of them %s.")
                                : _ ("%u values from %s to %s are drawn, all of them %s."),
                            points->len, from, until, final);
  return g_strdup_printf (
    all ? _ ("%u values from %s to %s: lowest %s (%s), highest %s (%s), last %s.")
        : _ ("%u values from %s to %s are drawn. Of these, the lowest is %s (%s), the highest is "
             "%s (%s), and the last is %s."),
    points->len, from, until, low, low_day, high, high_day, final);
}

char *
trend_said (const TrendSeries *series)
{
  const TrendPoint *first = (const TrendPoint *)(gpointer)series->points->data;
  const TrendPoint *lowest = first, *highest = first;
  guint outside = 0;

  for (const TrendPoint *point = first; point < first + series->points->len; point++) {
    lowest = point->value < lowest->value ? point : lowest;
    highest = point->value > highest->value ? point : highest;
    outside += trend_is_outside (point);
  }
  g_autofree char *values = values_text (series, lowest, highest);
  if (outside == 0)
    return g_steal_pointer (&values);
  g_autofree char *beside
    = series->undrawn == 0
        ? g_strdup_printf (P_ ("%u value is outside the range that was entered with it.",
                               "%u values are outside the range that was entered with them.",
                               outside),
                           outside)
        : g_strdup_printf (P_ ("%u of these is outside the range that was entered with it.",
                               "%u of these are outside the range that was entered with them.",
                               outside),
                           outside);
  return g_strdup_printf ("%s %s", values, beside);
}

/* ---- in lines of characters ---- */

#define INDENT 2
#define WIDEST_CELL 3
#define LEVELS 8
#define ROWS (LEVELS / 2) /* without UTF-8, where each row shows two steps */
#define LETTERS 26
#define SEVERAL '*' /* a column with doses of several courses */
#define MORE '+'    /* a dose of a course for which there is no letter left */

/* The columns of a graph. */
typedef struct {
  int days;    /* how many days the axis has */
  int columns; /* each shows one value */
  int cell;    /* how many characters each column has: if there are several, the last is blank */
} Grid;

static Grid
grid_of (const TrendSeries *series, int width)
{
  int days = series->until - series->from + 1, room = MAX (width, 40) - INDENT;

  return (Grid){ days, MIN (days, room), CLAMP (room / days, 1, WIDEST_CELL) };
}

static int
column_of (const Grid *grid, const TrendSeries *series, RgmDay day)
{
  return (int)((gint64)(day - series->from) * grid->columns / grid->days);
}

/* The step of each column, 1 to LEVELS; 0: the column has no value. @shared: (out): whether several
 * values share a column. Returns: (transfer full) (element-type int). */
static GArray *
levels_of (const TrendSeries *series, const Grid *grid, gboolean *shared)
{
  GArray *levels = g_array_sized_new (FALSE, TRUE, sizeof (int), (guint)grid->columns);
  double span = series->scale_high - series->scale_low;

  g_array_set_size (levels, (guint)grid->columns);
  *shared = FALSE;
  for (guint i = 0; i < series->points->len; i++) {
    const TrendPoint *point = &g_array_index (series->points, TrendPoint, i);
    int *level = &g_array_index (levels, int, column_of (grid, series, point->at.day));
    double part = span > 0 ? (point->value - series->scale_low) / span : 0;
    /* the small summand makes sure that 4.1, in the middle of 2.1 and 6.1, is rounded up, although
     * these numbers are not exact in binary */
    int own = span > 0 ? 1 + (int)lround (part * (LEVELS - 1) + 1e-9) : LEVELS / 2;
    *shared = *shared || *level != 0;
    *level = series->pick == TREND_HIGHEST ? MAX (*level, own) : own;
  }
  return levels;
}

/* Adds a line with a cell for each column. The cell is filled with what @draw returns for the level
 * of the column; if it has several characters, the last one stays blank. */
static void
add_cells (GString *out, const GArray *levels, const Grid *grid,
           const char *(*draw) (int level, int row), int row)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%*s", INDENT, "");
  for (guint i = 0; i < levels->len; i++)
    for (int n = 0; n < grid->cell; n++)
      g_string_append (
        line, n > 0 && n == grid->cell - 1 ? " " : draw (g_array_index (levels, int, i), row));
  g_string_append (out, g_strchomp (line->str));
  g_string_append_c (out, '\n');
  g_string_free (line, TRUE);
}

static const char *
draw_block (int level, int row)
{
  static const char *const blocks[] = { " ",
                                        "\xe2\x96\x81",
                                        "\xe2\x96\x82",
                                        "\xe2\x96\x83",
                                        "\xe2\x96\x84",
                                        "\xe2\x96\x85",
                                        "\xe2\x96\x86",
                                        "\xe2\x96\x87",
                                        "\xe2\x96\x88" };
  return blocks[level];
}

static const char *
draw_row (int level, int row)
{
  return level >= 2 * row ? ":" : level == 2 * row - 1 ? "." : " ";
}

static char
letter_of (guint course)
{
  return course < LETTERS ? (char)('a' + course) : MORE;
}

/* One character for each column: the letter of the course whose doses it has, MORE, SEVERAL, or a
 * blank if it has none. Returns: (transfer full): @grid->columns characters. */
static char *
letters_of (const TrendSeries *series, const Grid *grid)
{
  g_autoptr (GPtrArray) names = trend_courses (series);
  char *letters = g_strnfill ((gsize)grid->columns, ' ');

  for (guint i = 0; i < series->marks->len; i++) {
    const TrendMark *mark = &g_array_index (series->marks, TrendMark, i);
    char *there = &letters[column_of (grid, series, mark->day)];
    guint course = 0;
    g_ptr_array_find_with_equal_func (names, mark->name, g_str_equal, &course);
    *there = *there == ' ' || *there == letter_of (course) ? letter_of (course) : SEVERAL;
  }
  return letters;
}

static void
add_marks (GString *out, const TrendSeries *series, const Grid *grid)
{
  g_autofree char *letters = letters_of (series, grid);
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%*s", INDENT, "");
  for (int i = 0; i < grid->columns; i++)
    g_string_append_printf (line, "%-*c", grid->cell, letters[i]);
  g_string_append (out, g_strchomp (line->str));
  g_string_append_c (out, '\n');
  g_string_free (line, TRUE);
}

/* Adds the first and the last day, below their columns if there is room for both. */
static void
add_days (GString *out, const TrendSeries *series, const Grid *grid)
{
  g_autofree char *from = rgm_day_describe (series->from);
  g_autofree char *until = rgm_day_describe (series->until);
  int room = grid->columns * grid->cell - (grid->cell > 1) - text_width (from) - text_width (until);

  if (series->from == series->until)
    g_string_append_printf (out, "%*s%s\n", INDENT, "", from);
  else if (room >= 2)
    g_string_append_printf (out, "%*s%s%*s%s\n", INDENT, "", from, room, "", until);
  else {
    g_autofree char *both = g_strdup_printf (_ ("%s to %s"), from, until);
    g_string_append_printf (out, "%*s%s\n", INDENT, "", both);
  }
}

char *
trend_graph (const TrendSeries *series, int width, gboolean utf8)
{
  GString *out = g_string_new (NULL);
  Grid grid = grid_of (series, width);
  gboolean shared;
  g_autoptr (GArray) levels = levels_of (series, &grid, &shared);

  for (int row = ROWS; !utf8 && row >= 1; row--)
    add_cells (out, levels, &grid, draw_row, row);
  if (utf8)
    add_cells (out, levels, &grid, draw_block, 0);
  if (series->marks->len > 0)
    add_marks (out, series, &grid);
  add_days (out, series, &grid);
  return g_string_free (out, FALSE);
}

/* An end of the scale, as text. Returns: (transfer full). */
static char *
scale_text (const TrendSeries *series, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (series->words)
    return g_strdup (trend_step_text ((int)value));
  return g_strdup (g_ascii_formatd (text, sizeof text, "%.10g", value));
}

char *
trend_key (const TrendSeries *series, int width)
{
  Grid grid = grid_of (series, width);
  gboolean shared;
  g_autoptr (GPtrArray) names = trend_courses (series),
                        lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *letters = letters_of (series, &grid);

  g_array_unref (levels_of (series, &grid, &shared));
  for (guint i = 0; i < MIN (names->len, LETTERS); i++) {
    g_autofree char *doses = trend_course_text (series, names->pdata[i]);
    g_ptr_array_add (lines, g_strdup_printf ("%c: %s", letter_of (i), doses));
  }
  if (names->len > LETTERS)
    g_ptr_array_add (lines, g_strdup_printf (_ ("%c: other courses"), MORE));
  if (memchr (letters, SEVERAL, (gsize)grid.columns) != NULL)
    g_ptr_array_add (lines, g_strdup_printf (_ ("%c: doses of several courses"), SEVERAL));
  if (series->scale_low < series->low || series->scale_high > series->high) {
    g_autofree char *low = scale_text (series, series->scale_low);
    g_autofree char *high = scale_text (series, series->scale_high);
    g_ptr_array_add (lines, g_strdup_printf (_ ("The scale goes from %s to %s."), low, high));
  }
  if (shared)
    g_ptr_array_add (
      lines, g_strdup (series->pick == TREND_HIGHEST
                         ? _ ("If several values share a column, the highest of them is drawn.")
                         : _ ("If several values share a column, the last of them is drawn.")));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}
