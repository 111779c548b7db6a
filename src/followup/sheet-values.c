/* sheet-values.c: writes what the user noticed and what a laboratory found in the period of a
 * sheet: pictures, with a table beside each. */
#include "followup/sheet-part.h"

#include "base/i18n.h"
#include "base/text.h"
#include "followup/trend-points.h"
#include "followup/trend-svg.h"
#include "model/course.h"

#include <math.h>
#include <regimen/describe.h>
#include <regimen/observation.h>
#include <string.h>

/* If a series has more values than this, its table shows the lowest and the highest value of each
 * stretch of days instead. */
#define MOST_ROWS 8
/* A series with fewer values than this is not drawn. */
#define FEWEST_DRAWN 2
/* If there are more notes than this, the earlier ones are only in the list of all entries, which is
 * not printed. */
#define MOST_NOTES 12
/* In bytes. When a page has this size, the lists of all entries, which grow with the record, are
 * cut off. */
#define LARGEST_PAGE 900000

/* Symptoms that were entered without a unit are drawn on this scale. */
#define SCALE_LOW 0
#define SCALE_HIGH 10

/* Observations with the same name and site. */
typedef struct {
  char *key;
  GPtrArray *observations; /* borrowed, oldest first */
} Group;

static void
group_free (Group *group)
{
  g_free (group->key);
  g_ptr_array_unref (group->observations);
  g_free (group);
}

/* Returns: (transfer full) (element-type Group): in the order of their first values. */
static GPtrArray *
make_groups (const GPtrArray *observations)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)group_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < observations->len; i++) {
    RgmObservation *observation = observations->pdata[i];
    g_autofree char *site = text_fold_words (observation->site != NULL ? observation->site : "");
    g_autofree char *key = g_strconcat (observation->key, "\n", site, NULL);
    Group *group = g_hash_table_lookup (known, key);
    if (group == NULL) {
      group = g_new0 (Group, 1);
      group->key = g_steal_pointer (&key);
      group->observations = g_ptr_array_new ();
      g_ptr_array_add (groups, group);
      g_hash_table_insert (known, group->key, group);
    }
    g_ptr_array_add (group->observations, observation);
  }
  return groups;
}

/* "pain, lower back", in the words that were typed last. Returns: (transfer full). */
static char *
group_title (const Group *group)
{
  const RgmObservation *last = group->observations->pdata[group->observations->len - 1];
  const char *const parts[] = { last->name, last->site };

  return text_join (", ", parts, G_N_ELEMENTS (parts));
}

/* ---- drawing ---- */

/* The given doses of the courses whose doses are listed one by one. Returns: (transfer full)
 * (element-type TrendMark). */
static GArray *
find_marks (const Sheet *sheet)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (TrendMark));

  for (guint i = 0; i < sheet->courses->len; i++) {
    const RgmCourse *course = ((const SheetCourse *)sheet->courses->pdata[i])->course;
    if (!sheet_is_told_by_dose (course))
      continue;
    for (guint n = 0; n < course->administrations->len; n++) {
      const RgmAdministration *done = course->administrations->pdata[n];
      TrendMark mark = { trend_day (done, sheet->zone), course->handle, done->dose };
      if (done->outcome == RGM_GIVEN)
        g_array_append_val (marks, mark);
    }
  }
  return marks;
}

/* ---- the table beside a picture ---- */

/* A stretch of time: @length days or, if @months is TRUE, @length calendar months. */
typedef struct {
  int length;
  gboolean months;
} Stretch;

static RgmDay
stretch_start (const TrendSeries *series, Stretch stretch, int n)
{
  int mday;

  if (!stretch.months)
    return series->from + n * stretch.length;
  rgm_day_split (series->from, NULL, NULL, &mday);
  return n == 0 ? series->from : rgm_day_add_months (series->from - mday + 1, n * stretch.length);
}

/* The shortest stretch with which the table has at most MOST_ROWS rows. */
static Stretch
find_stretch (const TrendSeries *series)
{
  static const Stretch all[]
    = { { 7, FALSE }, { 14, FALSE }, { 1, TRUE },  { 2, TRUE },  { 3, TRUE },
        { 6, TRUE },  { 12, TRUE },  { 24, TRUE }, { 60, TRUE }, { 120, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (stretch_start (series, all[i], MOST_ROWS) > series->until)
      return all[i];
  return (Stretch){ 1200, TRUE };
}

/* Adds a row for each stretch with values: the lowest and the highest drawn value as they were
 * entered, and the number of drawn values. */
static void
add_stretches (GString *html, const TrendSeries *series, const char *label)
{
  gboolean all = series->undrawn == 0;
  const char *headings[]
    = { _ ("Days"), all ? _ ("Lowest") : _ ("Lowest drawn"),
        all ? _ ("Highest") : _ ("Highest drawn"), all ? _ ("Values") : _ ("Values drawn"), NULL };
  Stretch stretch = find_stretch (series);
  guint i = 0;

  html_table (html, label, headings);
  for (int n = 0; i < series->points->len; n++) {
    RgmDay from = stretch_start (series, stretch, n),
           until = stretch_start (series, stretch, n + 1);
    const TrendPoint *low = NULL, *high = NULL;
    guint count = 0;
    for (; i < series->points->len; i++, count++) {
      const TrendPoint *point = &g_array_index (series->points, TrendPoint, i);
      if (point->at.day >= until)
        break;
      low = low == NULL || point->value < low->value ? point : low;
      high = high == NULL || point->value > high->value ? point : high;
    }
    if (count == 0)
      continue;
    g_autofree char *first = rgm_day_format (from);
    g_autofree char *last = rgm_day_format (MIN (until - 1, series->until));
    g_autofree char *days = g_strdup_printf (_ ("%s to %s"), first, last);
    g_autofree char *lowest = trend_value_text (low), *highest = trend_value_text (high);
    g_autofree char *number = g_strdup_printf ("%u", count);
    const char *const cells[] = { days, lowest, highest, number };
    html_row (html, cells, G_N_ELEMENTS (cells));
  }
  html_add (html, "</table>\n");
}

/* The range that was entered, for example "2.15 to 2.55"; "outside 2.15 to 2.55" if the value is
 * outside it. Returns: (transfer full) (nullable): NULL if no range was entered. */
static char *
range_text (const RgmObservation *observation)
{
  RgmRange range = rgm_observation_range (observation);

  if (observation->low == NULL || observation->high == NULL)
    return NULL;
  return g_strdup_printf (
    range == RGM_RANGE_BELOW || range == RGM_RANGE_ABOVE ? _ ("outside %s to %s") : _ ("%s to %s"),
    observation->low, observation->high);
}

/* The value as text, for example "2.41 mmol/L" or "mild"; "" if the entry has no value. Returns:
 * (transfer full). */
static char *
value_text (const RgmObservation *observation)
{
  const TrendPoint point = { .text = observation->value, .unit = observation->unit };

  return observation->value != NULL ? trend_value_text (&point) : g_strdup ("");
}

static gboolean
have_ranges (const GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    if (((const RgmObservation *)observations->pdata[i])->low != NULL)
      return TRUE;
  return FALSE;
}

/* Adds a table of the values of @observations. Their notes are listed separately, in
 * add_notes(). */
static void
add_values (GString *html, const GPtrArray *observations, const char *label)
{
  const char *with[] = { _ ("Day"), _ ("Value"), _ ("Range entered"), NULL };
  const char *without[] = { _ ("Day"), _ ("Value"), NULL };
  gboolean ranges = have_ranges (observations);

  html_table (html, label, ranges ? with : without);
  for (guint i = 0; i < observations->len; i++) {
    g_autofree char *day = rgm_day_describe (rgm_observation_local (observations->pdata[i]).day);
    g_autofree char *value = value_text (observations->pdata[i]);
    g_autofree char *range = range_text (observations->pdata[i]);
    const char *const cells[] = { day, value, range };
    html_row (html, cells, ranges ? 3 : 2);
  }
  html_add (html, "</table>\n");
}

/* Adds all entries of a group as they were typed, newest first, until the page has LARGEST_PAGE
 * bytes. The list is shown on a screen, and not printed. */
static void
add_all (const Sheet *sheet, const Group *group, const char *id)
{
  GString *html = sheet->html;
  const char *with[] = { _ ("When"), _ ("Value"), _ ("Range entered"), _ ("Note"), NULL };
  const char *without[] = { _ ("When"), _ ("Value"), _ ("Note"), NULL };
  gboolean ranges = have_ranges (group->observations);
  guint left = group->observations->len;

  html_add (html, "<details class=\"screen dated\"><summary id=\"%s-all\">", id);
  html_add (html, P_ ("%u entry, as it was typed", "All %u entries, as they were typed", left),
            left);
  html_add (html, "</summary>\n");
  g_autofree char *label = g_strconcat (id, "-all", NULL);
  html_table (html, label, ranges ? with : without);
  while (left > 0 && html->len < LARGEST_PAGE) {
    const RgmObservation *one = group->observations->pdata[--left];
    g_autofree char *when = rgm_observation_when (one, sheet->zone);
    g_autofree char *value = value_text (one), *range = range_text (one);
    const char *const all[] = { when, value, range, one->note };
    const char *const some[] = { when, value, one->note };
    html_row (html, ranges ? all : some, ranges ? G_N_ELEMENTS (all) : G_N_ELEMENTS (some));
  }
  html_add (html, "</table>\n");
  if (left > 0) {
    html_add (html, "<p>");
    html_add (html,
              P_ ("%u older entry is left out here.", "%u older entries are left out here.", left),
              left);
    html_add (html, "</p>\n");
  }
  html_add (html, "</details>\n");
}

/* Adds the picture of @series and a table of its values beside it: each value, or the lowest and
 * the highest of each stretch of days. @points: the points of the whole group. */
static void
add_series (Sheet *sheet, const Group *group, const GArray *points, const TrendSeries *series,
            const char *id, const char *title)
{
  g_autofree char *svg = trend_svg (series, id, title), *said = trend_said (series);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  for (guint i = 0, n = 0; i < group->observations->len; i++) {
    RgmObservation *one = group->observations->pdata[i];
    if (one->value != NULL && trend_takes (series, &g_array_index (points, TrendPoint, n++)))
      g_ptr_array_add (shown, one);
  }
  html_add (sheet->html, "<h3 id=\"%s\">%s</h3>\n<div class=\"beside\">\n<div>\n", id, title);
  g_string_append (sheet->html, svg);
  html_add (sheet->html, "</div>\n<div class=\"dated\">\n");
  if (shown->len <= MOST_ROWS) {
    add_values (sheet->html, shown, id);
  } else {
    add_stretches (sheet->html, series, id);
    html_add (sheet->html, "<p class=\"screen\">%s</p>\n", said);
  }
  html_add (sheet->html, "</div>\n</div>\n");
}

/* Whether at least one series of the group has enough values to be drawn. */
static gboolean
is_drawn (const GPtrArray *series)
{
  for (guint i = 0; i < series->len; i++)
    if (((const TrendSeries *)series->pdata[i])->points->len >= FEWEST_DRAWN)
      return TRUE;
  return FALSE;
}

/* Draws the group if it has enough values. Otherwise its observations go to @rest. */
static void
add_group (Sheet *sheet, const Group *group, const GArray *marks, const char *prefix, guint index,
           GPtrArray *rest)
{
  const RgmObservation *first = group->observations->pdata[0];
  gboolean felt = first->kind == RGM_OBSERVATION_FELT;
  g_autoptr (GArray) points
    = trend_points (sheet->session->catalog, group->observations, sheet->zone);
  Trend trend = { .points = points,
                  .marks = marks,
                  .from = sheet->since,
                  .until = sheet->today,
                  .low = felt && first->unit == NULL ? SCALE_LOW : NAN,
                  .high = felt && first->unit == NULL ? SCALE_HIGH : NAN,
                  .pick = felt ? TREND_HIGHEST : TREND_LAST };
  guint undrawn;
  g_autoptr (GPtrArray) series = trend_split (&trend, &undrawn);
  g_autofree char *title = group_title (group);

  if (!is_drawn (series)) {
    for (guint i = 0; i < group->observations->len; i++)
      g_ptr_array_add (rest, group->observations->pdata[i]);
    return;
  }
  for (guint i = 0; i < series->len; i++) {
    g_autofree char *id = g_strdup_printf ("%s-%u-%u", prefix, index, i);
    add_series (sheet, group, points, series->pdata[i], id, title);
  }
  g_autofree char *not_drawn = trend_undrawn_text (undrawn);
  g_autofree char *id = g_strdup_printf ("%s-%u", prefix, index);
  if (not_drawn != NULL)
    html_add (sheet->html, "<p>%s</p>\n", not_drawn);
  add_all (sheet, group, id);
}

/* Adds a table of the observations that are not drawn, group by group, the oldest of each group
 * first. */
static void
add_rest (Sheet *sheet, const GPtrArray *rest, const char *prefix)
{
  const char *headings[]
    = { _ ("Day"), _ ("What"), _ ("Value"), _ ("Range entered"), _ ("Note"), NULL };
  g_autofree char *id = g_strconcat (prefix, "-rest", NULL);

  if (rest->len == 0)
    return;
  html_add (sheet->html, "<div class=\"dated\">\n<h3 id=\"%s\">%s</h3>\n", id,
            _ ("Single entries"));
  html_table (sheet->html, id, headings);
  for (guint i = 0; i < rest->len; i++) {
    const RgmObservation *one = rest->pdata[i];
    g_autofree char *when = rgm_observation_when (one, sheet->zone);
    g_autofree char *value = value_text (one), *range = range_text (one);
    const char *const names[] = { one->name, one->site };
    g_autofree char *name = text_join (", ", names, G_N_ELEMENTS (names));
    const char *const cells[] = { when, name, value, range, one->note };
    html_row (sheet->html, cells, G_N_ELEMENTS (cells));
  }
  html_add (sheet->html, "</table>\n</div>\n");
}

/* Adds the notes on values that are drawn, oldest first: the pictures do not show them, and the
 * list of all entries is not printed. */
static void
add_notes (Sheet *sheet, const GPtrArray *observations, GPtrArray *rest)
{
  g_autoptr (GPtrArray) noted = g_ptr_array_new ();

  for (guint i = 0; i < observations->len; i++) {
    const RgmObservation *one = observations->pdata[i];
    if (one->note != NULL && !g_ptr_array_find (rest, one, NULL))
      g_ptr_array_add (noted, observations->pdata[i]);
  }
  guint first = noted->len > MOST_NOTES ? noted->len - MOST_NOTES : 0;
  if (noted->len > 0)
    html_add (sheet->html, "<h3>%s</h3>\n<ul>\n", _ ("Notes"));
  for (guint i = first; i < noted->len; i++) {
    const RgmObservation *one = noted->pdata[i];
    g_autofree char *day = rgm_day_describe (rgm_observation_local (one).day);
    g_autofree char *value = value_text (one);
    const char *const parts[] = { one->name, value };
    g_autofree char *what = text_join (" ", parts, G_N_ELEMENTS (parts));
    html_add (sheet->html, "<li>");
    html_add (sheet->html, _ ("%s, %s: %s"), day, what, one->note);
    html_add (sheet->html, "</li>\n");
  }
  if (noted->len > 0)
    html_add (sheet->html, "</ul>\n");
  if (first > 0) {
    html_add (sheet->html, "<p>");
    html_add (sheet->html,
              P_ ("%u earlier note is in the list of all entries, which is not printed.",
                  "%u earlier notes are in the lists of all entries, which are not printed.",
                  first),
              first);
    html_add (sheet->html, "</p>\n");
  }
}

/* Adds the section of one kind of observation; nothing if there are none. */
static gboolean
add_kind (Sheet *sheet, RgmObservationKind kind, const char *id, const char *title,
          const GArray *marks, GError **error)
{
  /* An observation belongs to a day in the zone in which it was entered, so the query begins two
   * days earlier. */
  const gint64 two_days = 2 * 86400;
  const RgmObservationQuery query
    = { .patient_id = sheet->patient->id,
        .kind = kind,
        .since
        = rgm_zone_to_instant (sheet->zone, (RgmLocal){ sheet->since, 0 }, NULL) - two_days };
  g_autoptr (GPtrArray) observations
    = rgm_store_observations (sheet->session->store, &query, error);
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  if (observations == NULL)
    return FALSE;
  for (guint i = observations->len; i-- > 0;)
    if (rgm_observation_local (observations->pdata[i]).day < sheet->since)
      g_ptr_array_remove_index (observations, i);
  if (observations->len == 0)
    return TRUE;
  g_autoptr (GPtrArray) groups = make_groups (observations);
  html_add (sheet->html, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id,
            title);
  for (guint i = 0; i < groups->len; i++)
    add_group (sheet, groups->pdata[i], marks, id, i, rest);
  add_rest (sheet, rest, id);
  add_notes (sheet, observations, rest);
  html_add (sheet->html, "</section>\n");
  return TRUE;
}

gboolean
sheet_add_values (Sheet *sheet, GError **error)
{
  g_autoptr (GArray) marks = find_marks (sheet);

  return add_kind (sheet, RGM_OBSERVATION_FELT, "felt", _ ("Observations"), marks, error)
         && add_kind (sheet, RGM_OBSERVATION_LAB, "lab", _ ("Laboratory values"), marks, error);
}
