/* trend-svg.c: draws a series of values as a picture for a page. */
#include "followup/trend-svg.h"

#include "base/civil.h"
#include "base/html.h"
#include "base/i18n.h"
#include "base/text.h"

#include <math.h>
#include <regimen/describe.h>
#include <string.h>

/* Sizes in units of the viewBox. From top to bottom, a picture has the unit, the values, a lane of
 * ticks for each course, and the days. */
#define WIDTH 480.0
#define LEFT 112.0
#define RIGHT 470.0
#define VALUES_HEIGHT 60.0
#define MARGIN 6.0 /* space above the values, for half of a text or ring */
#define HEAD 12.0  /* height of a text above that, if there is a unit or a range */
#define LANE 18.0
#define FONT 10.0
#define COLUMN 2.0 /* values or ticks in the same column of this width are drawn as one */
#define COLUMNS ((int)((RIGHT - LEFT) / COLUMN) + 1)

#define MOST_POINTS 200 /* above this number, values are drawn as bars and not as dots */
#define MOST_LANES 6    /* if there are more courses, the last lane has all the others */
#define MOST_LINES 60   /* if there are more dotted lines for doses, none is drawn */
#define MOST_TICKS 6    /* on the axis of values; the texts of more would not fit */

/* A picture that is being drawn. */
typedef struct {
  const TrendSeries *series;
  GString *svg;
  double top, bottom; /* the y of the top and the bottom of the area of the values */
  double low, high;   /* the ends of the axis of values */
  double step;        /* between two ticks of that axis */
  int ticks;
  double doses_until; /* the y at which the lanes end */
} Picture;

/* ---- places ---- */

static double
x_of (const Picture *picture, RgmLocal at)
{
  double days = picture->series->until - picture->series->from + 1;
  double part = rgm_local_has_time (at) ? (double)at.second / RGM_SECONDS_PER_DAY : 0.5;

  return LEFT + (at.day - picture->series->from + part) / days * (RIGHT - LEFT);
}

static double
day_x (const Picture *picture, RgmDay day)
{
  return x_of (picture, (RgmLocal){ day, RGM_NO_TIME });
}

static double
y_of (const Picture *picture, double value)
{
  double part = (value - picture->low) / (picture->high - picture->low);

  return picture->bottom - CLAMP (part, 0.0, 1.0) * VALUES_HEIGHT;
}

static int
column_at (double x)
{
  return CLAMP ((int)((x - LEFT) / COLUMN), 0, COLUMNS - 1);
}

/* Adds @before, then @number with one decimal. */
static void
add_number (GString *svg, const char *before, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (svg, before);
  g_string_append (svg, g_ascii_formatd (text, sizeof text, "%.1f", number));
}

/* ---- text ---- */

/* How wide @text is at most. Browsers use different fonts, so this is more than most texts need. */
static double
width_of (const char *text)
{
  double width = 0.65 * text_width (text);

  for (const char *at = text; *at != '\0'; at++)
    width += strchr ("mwMW%@", *at) != NULL ? 0.35 : 0;
  return width * FONT;
}

/* @text; if it is wider than @room, its middle is replaced by "…". Returns: (transfer full). */
static char *
fit_text (const char *text, double room)
{
  g_autofree char *valid = text_harmless (text);
  glong length = g_utf8_strlen (valid, -1);
  char *fitted = g_strdup (valid);

  for (glong keep = length - 1; keep > 1 && width_of (fitted) > room; keep--) {
    g_autofree char *head = g_utf8_substring (valid, 0, (keep + 1) / 2);
    g_free (fitted);
    fitted = g_strconcat (head, "\xe2\x80\xa6", g_utf8_offset_to_pointer (valid, length - keep / 2),
                          NULL);
  }
  return fitted;
}

/* @anchor: which part of @text is at @x: "start", "middle" or "end". */
static void
add_text (GString *svg, double x, double y, const char *anchor, const char *text)
{
  add_number (svg, "<text x=\"", x);
  add_number (svg, "\" y=\"", y);
  html_add (svg, "\" text-anchor=\"%s\">%s</text>\n", anchor, text);
}

/* ---- the axis of values ---- */

/* @raw, rounded up to a step of the series … 0.1, 0.2, 0.5, 1, 2, 5, 10, 20 … */
static double
round_step (double raw)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double power = pow (10, floor (log10 (raw)));

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * power >= raw * (1 - 1e-9))
      return factors[i] * power;
  return 10 * power;
}

/* Sets the ends of the axis and its ticks, so that all values and their ranges fit on it. */
static void
set_axis (Picture *picture)
{
  const TrendSeries *series = picture->series;
  double low = series->scale_low, high = series->scale_high, spare;

  for (guint i = 0; i < series->points->len; i++) {
    const TrendPoint *point = &g_array_index (series->points, TrendPoint, i);
    low = fmin (low, point->low);
    high = fmax (high, point->high);
  }
  if (high - low <= fabs (high) * 1e-9) {
    spare = high != 0 ? fabs (high) / 10 : 1;
    low -= spare;
    high += spare;
  }
  picture->step = series->words ? 1 : round_step ((high - low) / (MOST_TICKS - 1));
  while (TRUE) {
    picture->low = floor (low / picture->step + 1e-9) * picture->step;
    picture->high = ceil (high / picture->step - 1e-9) * picture->step;
    picture->ticks = (int)lround ((picture->high - picture->low) / picture->step) + 1;
    if (picture->ticks <= MOST_TICKS)
      return;
    picture->step = round_step (picture->step * 1.5);
  }
}

/* The text of a tick: as many decimals as its step needs. Returns: (transfer full). */
static char *
tick_text (const Picture *picture, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[] = "%.0f";
  int decimals = MAX (0, (int)-floor (log10 (picture->step) + 1e-9));

  if (picture->series->words)
    return g_strdup (trend_step_text ((int)lround (value)));
  if (fabs (value) < picture->step / 2)
    value = 0; /* so that it is not written as "-0" */
  format[2] = (char)('0' + MIN (decimals, 6));
  return g_strdup (g_ascii_formatd (text, sizeof text,
                                    decimals > 6 || fabs (value) >= 1e7 ? "%.3g" : format, value));
}

static void
add_values_axis (Picture *picture)
{
  GString *svg = picture->svg;

  for (int i = 0; i < picture->ticks; i++) {
    double value = picture->low + i * picture->step, y = y_of (picture, value);
    g_autofree char *text = tick_text (picture, value);
    g_autofree char *fitted = fit_text (text, LEFT - 8);
    add_number (svg, "<path d=\"M", LEFT - 3);
    add_number (svg, " ", y);
    add_number (svg, "H", RIGHT);
    g_string_append (svg, "\" stroke=\"#ccc\" stroke-width=\".6\"/>\n");
    add_text (svg, LEFT - 6, y + 3.5, "end", fitted);
  }
}

/* ---- the axis of days ---- */

/* The first day of the month that is @months after that of @day. */
static RgmDay
month_start (RgmDay day, int months)
{
  int mday;

  rgm_day_split (day, NULL, NULL, &mday);
  return rgm_day_add_months (day - mday + 1, months);
}

/* How many months have to be between two labels of the axis, so that there is room for each.
 * @label: the width of a label. */
static int
months_apart (const Picture *picture, double label)
{
  static const int apart[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600 };
  double month = (RIGHT - LEFT) / (picture->series->until - picture->series->from + 1) * 28;

  for (gsize i = 0; i < G_N_ELEMENTS (apart); i++)
    if (apart[i] * month >= label + 10)
      return apart[i];
  return 1200;
}

/* Adds the labels of the first and the last day, and of as many months between them as there is
 * room for. */
static void
add_days_axis (Picture *picture, double y)
{
  const TrendSeries *series = picture->series;
  g_autofree char *from = rgm_day_format (series->from), *until = rgm_day_format (series->until);
  double free_from = LEFT + width_of (from) + 6, free_until = RIGHT - width_of (until) - 6;
  double label = width_of ("2026-10");
  int apart = months_apart (picture, label), month;

  add_text (picture->svg, LEFT, y, "start", from);
  if (series->until > series->from)
    add_text (picture->svg, RIGHT, y, "end", until);
  rgm_day_split (series->from, NULL, &month, NULL);
  for (int ahead = apart - (month - 1) % MIN (apart, 12);; ahead += apart) {
    RgmDay day = month_start (series->from, ahead);
    double x = day_x (picture, day);
    g_autofree char *text = rgm_day_format (day);
    if (x + label / 2 > free_until)
      break;
    if (x - label / 2 < free_from)
      continue;
    text[strlen ("2026-10")] = '\0';
    add_number (picture->svg, "<path d=\"M", x);
    add_number (picture->svg, " ", picture->bottom);
    g_string_append (picture->svg, "v-4\" stroke=\"#000\" stroke-width=\".8\"/>\n");
    add_text (picture->svg, x, y, "middle", text);
  }
}

/* ---- ranges and values ---- */

static gboolean
has_range (const TrendPoint *point)
{
  return isfinite (point->low) || isfinite (point->high);
}

static gboolean
same_range (const TrendPoint *a, const TrendPoint *b)
{
  return (a->low == b->low || (isnan (a->low) && isnan (b->low)))
         && (a->high == b->high || (isnan (a->high) && isnan (b->high)));
}

/* Adds a band for each stretch of values with the same range. */
static void
add_bands (Picture *picture)
{
  const GArray *points = picture->series->points;
  double end = LEFT;

  for (guint i = 0, next; i < points->len; i = next) {
    const TrendPoint *first = &g_array_index (points, TrendPoint, i), *last = first;
    for (next = i + 1; next < points->len; next++) {
      const TrendPoint *point = &g_array_index (points, TrendPoint, next);
      if (!same_range (first, point))
        break;
      last = point;
    }
    double from = fmax (end, x_of (picture, first->at) - 4);
    double until = fmin (RIGHT, x_of (picture, last->at) + 4);
    if (!has_range (first) || until - from < COLUMN)
      continue;
    double top = isnan (first->high) ? picture->top : y_of (picture, first->high);
    double bottom = isnan (first->low) ? picture->bottom : y_of (picture, first->low);
    add_number (picture->svg, "<rect class=\"range\" x=\"", from);
    add_number (picture->svg, "\" y=\"", top);
    add_number (picture->svg, "\" width=\"", until - from);
    add_number (picture->svg, "\" height=\"", fmax (bottom - top, 1));
    g_string_append (picture->svg, "\" fill=\"#ddd\" stroke=\"#777\" stroke-width=\".6\""
                                   " stroke-dasharray=\"4 2\"/>\n");
    end = until;
  }
}

/* What is drawn in one column if there are many values. */
typedef struct {
  double low, high; /* NAN: the column has no value */
  double outside;   /* a value outside its range; NAN: there is none */
} Bar;

static void
add_ring (GString *svg, double x, double y)
{
  add_number (svg, "<circle cx=\"", x);
  add_number (svg, "\" cy=\"", y);
  g_string_append (svg, "\" r=\"4.5\"/>");
}

/* Draws each value as a dot on a line. Adds to @rings a ring for each value outside its range. */
static void
add_dots (Picture *picture, GString *rings)
{
  const GArray *points = picture->series->points;
  g_autoptr (GString) line = g_string_new (NULL), dots = g_string_new (NULL);

  for (guint i = 0; i < points->len; i++) {
    const TrendPoint *point = &g_array_index (points, TrendPoint, i);
    double x = x_of (picture, point->at), y = y_of (picture, point->value);
    add_number (line, i == 0 ? "M" : "L", x);
    add_number (line, " ", y);
    add_number (dots, "M", x);
    add_number (dots, " ", y);
    g_string_append (dots, "h0");
    if (trend_is_outside (point))
      add_ring (rings, x, y);
  }
  g_string_append_printf (picture->svg,
                          "<path d=\"%s\" fill=\"none\" stroke=\"#000\" stroke-width=\".8\"/>\n"
                          "<path d=\"%s\" fill=\"none\" stroke=\"#000\" stroke-width=\"4\""
                          " stroke-linecap=\"round\"/>\n",
                          line->str, dots->str);
}

/* Draws in each column a bar from the lowest to the highest value. Adds to @rings one ring for each
 * column with a value outside its range. */
static void
add_bars (Picture *picture, GString *rings)
{
  const GArray *points = picture->series->points;
  g_autofree Bar *bars = g_new0 (Bar, COLUMNS);
  g_autoptr (GString) path = g_string_new (NULL);

  for (int i = 0; i < COLUMNS; i++)
    bars[i] = (Bar){ NAN, NAN, NAN };
  for (guint i = 0; i < points->len; i++) {
    const TrendPoint *point = &g_array_index (points, TrendPoint, i);
    Bar *bar = &bars[column_at (x_of (picture, point->at))];
    bar->low = fmin (bar->low, point->value);
    bar->high = fmax (bar->high, point->value);
    bar->outside = trend_is_outside (point) ? point->value : bar->outside;
  }
  for (int i = 0; i < COLUMNS; i++) {
    double x = fmin (LEFT + (i + 0.5) * COLUMN, RIGHT);
    if (isnan (bars[i].low))
      continue;
    add_number (path, "M", x);
    add_number (path, " ", fmin (y_of (picture, bars[i].low) + 0.8, picture->bottom));
    add_number (path, "V", fmax (y_of (picture, bars[i].high) - 0.8, picture->top));
    if (!isnan (bars[i].outside))
      add_ring (rings, x, y_of (picture, bars[i].outside));
  }
  g_string_append_printf (picture->svg,
                          "<path d=\"%s\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.6\"/>\n",
                          path->str);
}

static void
add_values (Picture *picture)
{
  g_autoptr (GString) rings = g_string_new (NULL);

  if (picture->series->points->len <= MOST_POINTS)
    add_dots (picture, rings);
  else
    add_bars (picture, rings);
  if (rings->len > 0)
    g_string_append_printf (
      picture->svg, "<g fill=\"none\" stroke=\"#000\" stroke-width=\"1.2\">%s</g>\n", rings->str);
}

/* ---- doses ---- */

/* Doses of one course whose numbers are written as one text ("4–9"), because they are too close to
 * each other; or a single dose. */
typedef struct {
  double from, until; /* the x of the first and of the last tick */
  int first, last;
} Run;

/* The numbers of the run: "4" or "4–9". Returns: (transfer full). */
static char *
run_text (const Run *run)
{
  return run->first == run->last ? g_strdup_printf ("%d", run->first)
                                 : g_strdup_printf ("%d\xe2\x80\x93%d", run->first, run->last);
}

/* The x of the middle of the text of @run: above its ticks, or so far from them that the text stays
 * within the picture. */
static double
run_middle (const Run *run)
{
  g_autofree char *text = run_text (run);
  double half = width_of (text) / 2;

  return CLAMP ((run->from + run->until) / 2, LEFT + half, RIGHT - half);
}

static gboolean
runs_touch (const Run *a, const Run *b)
{
  g_autofree char *one = run_text (a), *other = run_text (b);

  return run_middle (b) - width_of (other) / 2 < run_middle (a) + width_of (one) / 2 + 3;
}

/* Adds a dose, and joins it with the runs before it until no two of them touch. */
static void
add_run (GArray *runs, double x, int number)
{
  Run run = { x, x, number, number };

  while (runs->len > 0) {
    const Run *before = &g_array_index (runs, Run, runs->len - 1);
    if (!runs_touch (before, &run))
      break;
    run.from = before->from;
    run.first = MIN (run.first, before->first);
    run.last = MAX (run.last, before->last);
    g_array_set_size (runs, runs->len - 1);
  }
  g_array_append_val (runs, run);
}

/* Draws the lane of the course @name or, if @name is NULL, of all courses that are not in @names.
 * Sets @lines to TRUE for each column with a dose, in which a dotted line is to rise through the
 * values. */
static void
add_lane (Picture *picture, const char *name, const GPtrArray *names, double y, gboolean *lines)
{
  const GArray *marks = picture->series->marks;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_autofree char *shown = fit_text (name != NULL ? name : _ ("other courses"), LEFT - 8);
  int drawn = -1;

  add_text (picture->svg, LEFT - 6, y + LANE - 2, "end", shown);
  g_string_append (picture->svg, "<path d=\"");
  for (guint i = 0; i < marks->len; i++) {
    const TrendMark *mark = &g_array_index (marks, TrendMark, i);
    double x = day_x (picture, mark->day);
    if (name != NULL
          ? !g_str_equal (mark->name, name)
          : g_ptr_array_find_with_equal_func ((GPtrArray *)names, mark->name, g_str_equal, NULL))
      continue;
    if (mark->number > 0 && name != NULL)
      add_run (runs, x, mark->number);
    if (column_at (x) == drawn)
      continue;
    drawn = column_at (x);
    lines[drawn] = TRUE;
    add_number (picture->svg, "M", x);
    add_number (picture->svg, " ", y + 11);
    g_string_append (picture->svg, "v5");
  }
  g_string_append (picture->svg, "\" stroke=\"#000\" stroke-width=\"1.6\"/>\n");
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index (runs, Run, i);
    g_autofree char *text = run_text (run);
    add_text (picture->svg, run_middle (run), y + 9, "middle", text);
  }
}

/* The courses that have a lane of their own. Returns: (transfer full) (element-type utf8). @others:
 * (out): whether there are more. */
static GPtrArray *
lane_names (const TrendSeries *series, gboolean *others)
{
  GPtrArray *names = trend_courses (series);

  *others = names->len > MOST_LANES;
  if (*others)
    g_ptr_array_set_size (names, MOST_LANES - 1);
  return names;
}

static void
add_lanes (Picture *picture)
{
  gboolean others;
  g_autoptr (GPtrArray) names = lane_names (picture->series, &others);
  g_autofree gboolean *lines = g_new0 (gboolean, COLUMNS);
  double y = picture->bottom + 2;
  int count = 0;

  for (guint i = 0; i < names->len + others; i++) {
    add_lane (picture, i < names->len ? names->pdata[i] : NULL, names, y, lines);
    y += LANE;
  }
  picture->doses_until = y;
  for (int i = 0; i < COLUMNS; i++)
    count += lines[i];
  if (count == 0 || count > MOST_LINES)
    return;
  g_string_append (picture->svg, "<path d=\"");
  for (int i = 0; i < COLUMNS; i++) {
    if (!lines[i])
      continue;
    add_number (picture->svg, "M", fmin (LEFT + (i + 0.5) * COLUMN, RIGHT));
    add_number (picture->svg, " ", picture->top);
    add_number (picture->svg, "V", picture->bottom);
  }
  g_string_append (picture->svg,
                   "\" stroke=\"#555\" stroke-width=\".8\" stroke-dasharray=\"1 3\"/>\n");
}

/* ---- the picture ---- */

/* The description of the picture for a screen reader. Returns: (transfer full). */
static char *
describe (const TrendSeries *series)
{
  g_autofree char *said = trend_said (series);
  gboolean others;
  g_autoptr (GPtrArray) names = lane_names (series, &others);
  GString *text = g_string_new (said);

  for (guint i = 0; i < names->len; i++) {
    g_autofree char *doses = trend_course_text (series, names->pdata[i]);
    g_string_append_printf (text, _ (" Doses marked: %s."), doses);
  }
  return g_string_free (text, FALSE);
}

/* Adds the unit and the meaning of bands and rings, and sets the area of the values below them. */
static void
add_head (Picture *picture)
{
  const TrendSeries *series = picture->series;
  gboolean ranges = FALSE, outside = FALSE;

  for (guint i = 0; i < series->points->len; i++) {
    const TrendPoint *point = &g_array_index (series->points, TrendPoint, i);
    ranges = ranges || has_range (point);
    outside = outside || trend_is_outside (point);
  }
  if (series->unit != NULL) {
    g_autofree char *unit = fit_text (series->unit, LEFT + 40);
    add_text (picture->svg, 2, FONT, "start", unit);
  }
  if (ranges)
    add_text (picture->svg, RIGHT, FONT, "end",
              outside ? _ ("grey: the range entered; ring: a value outside it")
                      : _ ("grey: the range entered"));
  picture->top = MARGIN + (series->unit != NULL || ranges ? HEAD : 0);
  picture->bottom = picture->top + VALUES_HEIGHT;
}

char *
trend_svg (const TrendSeries *series, const char *id, const char *title)
{
  g_autofree char *said = describe (series);
  g_autoptr (GString) body = g_string_new (NULL);
  GString *svg = g_string_new (NULL);
  Picture picture = { .series = series, .svg = body };

  set_axis (&picture);
  add_head (&picture);
  add_bands (&picture);
  add_values_axis (&picture);
  add_lanes (&picture);
  add_values (&picture);
  add_days_axis (&picture, picture.doses_until + FONT + 1);
  add_number (svg, "<svg viewBox=\"0 0 ", WIDTH);
  add_number (svg, " ", picture.doses_until + FONT + 4);
  html_add (
    svg,
    "\" role=\"img\" aria-labelledby=\"%s-title %s-desc\" font-family=\"sans-serif\""
    " font-size=\"%d\">\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n",
    id, id, (int)FONT, id, title, id, said);
  g_string_append (svg, body->str);
  add_number (svg, "<path d=\"M", LEFT);
  add_number (svg, " ", picture.top);
  add_number (svg, "V", picture.bottom);
  add_number (svg, "H", RIGHT);
  g_string_append (svg, "\" fill=\"none\" stroke=\"#000\" stroke-width=\".8\"/>\n</svg>\n");
  return g_string_free (svg, FALSE);
}
