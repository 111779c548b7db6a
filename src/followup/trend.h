/* trend.h: draws what a person noticed or a laboratory found over time, together with the doses: as
 * text for a terminal, or as a picture for a page (trend-svg.h). Pure: no I/O.
 *
 * Values are drawn as they were entered. Nothing is converted, so values of different units never
 * share a line: trend_split() makes one series of each unit, however it is written (see
 * trend_takes()). The words "none", "mild", "moderate" and "severe" are a series of their own,
 * drawn as four steps. Any other text ("<0.5") is not drawn, but it is counted and mentioned.
 */
#pragma once

#include <regimen/localtime.h>

/* Which value is drawn if several share a column, because they are from the same day or because a
 * column stands for several days. */
typedef enum {
  TREND_HIGHEST, /* the highest of them: for what a person felt */
  TREND_LAST,    /* the last of them: for what a laboratory found */
} TrendPick;

/* A value. Borrows its members. */
typedef struct {
  RgmLocal at;       /* a day, or a day and a time, in the zone of the person */
  const char *text;  /* as it was entered, without its unit */
  const char *unit;  /* nullable: as it was entered */
  const char *usual; /* nullable: as this unit is usually written, if the catalog knows it */
  double value;      /* only for drawing; NAN if @text is not a number */
  double low, high;  /* the range that was entered with it; NAN if there is none */
} TrendPoint;

/* A dose. Borrows its members. */
typedef struct {
  RgmDay day;
  const char *name; /* short: the handle of its course */
  int number;       /* the number of the dose; 0: it has none */
} TrendMark;

/* What is to be drawn. Borrows its members. */
typedef struct {
  const GArray *points; /* of TrendPoint, in any order */
  const GArray *marks;  /* of TrendMark, in any order */
  RgmDay from, until;   /* the axis; RGM_NO_DAY: from the first value, until the last one */
  double low, high;     /* the scale of numbers, for example 0 and 10; NAN: that of the values */
  TrendPick pick;
} Trend;

/* The values of one unit, or those that are words. */
typedef struct {
  const char *unit; /* borrowed: as it is usually written, or as in the first value; NULL: none */
  gboolean words;   /* none, mild, moderate, severe: their values are 0 to 3 */
  GArray *points;   /* of TrendPoint within the axis, sorted by time; never empty */
  GArray *marks;    /* of TrendMark within the axis, sorted by day */
  RgmDay from, until;
  double low, high;             /* the lowest and the highest of its values */
  double scale_low, scale_high; /* the ends that the axis of the values must include */
  TrendPick pick;
  guint undrawn; /* how many values within the axis are in no series */
} TrendSeries;

void trend_series_free (TrendSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrendSeries, trend_series_free)

/**
 * trend_number: @text as a number for drawing: digits with at most one decimal point or comma, and
 * perhaps a sign before them.
 * Returns: NAN for any other text.
 */
double trend_number (const char *text);

/**
 * trend_split: the series of @trend, in the order of their first values.
 * @undrawn: (out) (nullable): how many values within the axis are in no series.
 * Returns: (transfer full) (element-type TrendSeries): they borrow what @trend borrows. All have
 * the same axis of days.
 */
GPtrArray *trend_split (const Trend *trend, guint *undrawn);

/* Whether the units @a and @b (nullable) are the same. The litre may be written in upper or lower
 * case, as in "ng/ml" and "ng/mL"; any other difference counts. */
gboolean trend_is_same_unit (const char *a, const char *b);

/* Whether @point belongs to @series, even if it is not drawn, such as "<0.5": the series and the
 * value are both words, or both have the same unit, however it is written. */
gboolean trend_takes (const TrendSeries *series, const TrendPoint *point);

/* The text of a value with its unit, as it was entered: "2.41 mmol/L"; words are translated.
 * Returns: (transfer full).
 */
char *trend_value_text (const TrendPoint *point);

/* The word of a step, 0 to 3: "none", "mild", "moderate" or "severe", translated. Returns:
 * (transfer none). */
const char *trend_step_text (int step);

/* The courses of the doses of @series, in the order in which they first occur. Returns: (transfer
 * full) (element-type utf8): the texts are borrowed. */
GPtrArray *trend_courses (const TrendSeries *series);

/* "denosumab/2 to /4": the doses of the course @name on the axis. Returns: (transfer full). */
char *trend_course_text (const TrendSeries *series, const char *name);

/* Whether @point is outside the range that was entered with it. */
gboolean trend_is_outside (const TrendPoint *point);

/**
 * trend_graph: @series in lines for a terminal: the values as blocks, the doses below them as one
 * letter for each course, and the first and the last day. The lowest step is the low end of the
 * scale, the highest step its high end; a column without a value is blank. If there are few days,
 * each takes several characters.
 * @width: columns of the terminal, at least 40.
 * @utf8: whether the terminal can show ▁▂▃▄▅▆▇█. If not, columns of up to four ":" are drawn, with
 * "." for half a step.
 * Returns: (transfer full): lines that end with a newline.
 */
char *trend_graph (const TrendSeries *series, int width, gboolean utf8);

/**
 * trend_said: describes @series in words: how many values it has, the lowest, highest and last one
 * with their days, and how many are outside the range that was entered with them. If some values
 * are in no series, the text says that it is about the drawn ones only: "<0.5" may be lower than
 * the lowest.
 * Returns: (transfer full): sentences in one line.
 */
char *trend_said (const TrendSeries *series);

/**
 * trend_key: explains trend_graph(): the letters of the courses and their doses, the ends of the
 * scale if no value reaches them, and which value is drawn if several share a column.
 * @width: as for trend_graph(). Returns: (transfer full): one line for each, without a final
 * newline; may be empty.
 */
char *trend_key (const TrendSeries *series, int width);

/* The sentence about values that are in no series. Returns: (transfer full) (nullable): NULL if
 * @undrawn is 0. */
char *trend_undrawn_text (guint undrawn);
