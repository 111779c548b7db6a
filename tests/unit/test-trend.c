/* test-trend.c: values over time: in lines for a terminal and in words (tests/tables/trend.txt),
 * and as a picture, which is read with a parser for XML. */
#include "base/html.h"
#include "followup/trend-points.h"
#include "followup/trend-svg.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the table ---- */

/* A case in work, and what it expects. */
typedef struct {
  char *name;
  Trend trend;
  GArray *points, *marks;
  GStringChunk *texts;
  int width;
  gboolean ascii;
  GPtrArray *expected; /* of GString: of one series after the other: graph, words and key */
  GString *graph, *said, *key;
  int undrawn; /* -1: not said */
} Case;

static Case *
case_new (const char *name)
{
  Case *c = g_new0 (Case, 1);
  c->name = g_strdup (name);
  c->texts = g_string_chunk_new (256);
  c->points = g_array_new (FALSE, FALSE, sizeof (TrendPoint));
  c->marks = g_array_new (FALSE, FALSE, sizeof (TrendMark));
  c->trend = (Trend){ .points = c->points,
                      .marks = c->marks,
                      .from = RGM_NO_DAY,
                      .until = RGM_NO_DAY,
                      .low = NAN,
                      .high = NAN };
  c->width = 50;
  c->undrawn = -1;
  c->expected = g_ptr_array_new ();
  return c;
}

static void
case_next_series (Case *c)
{
  c->graph = g_string_new (NULL);
  c->said = g_string_new (NULL);
  c->key = g_string_new (NULL);
  g_ptr_array_add (c->expected, c->graph);
  g_ptr_array_add (c->expected, c->said);
  g_ptr_array_add (c->expected, c->key);
}

static void
case_free (Case *c)
{
  for (guint i = 0; i < c->expected->len; i++)
    g_string_free (c->expected->pdata[i], TRUE);
  g_ptr_array_unref (c->expected);
  g_array_unref (c->points);
  g_array_unref (c->marks);
  g_string_chunk_free (c->texts);
  g_free (c->name);
  g_free (c);
}

static void
add_point (Case *c, const char *text)
{
  g_auto (GStrv) cells = g_strsplit (text, " | ", -1);
  guint n = g_strv_length (cells);
  TrendPoint point = { .low = NAN, .high = NAN };
  g_autoptr (GError) error = NULL;
  rgm_local_parse (cells[0], &point.at, &error);
  g_assert_no_error (error);
  point.text = g_string_chunk_insert (c->texts, cells[1]);
  point.value = trend_number (cells[1]);
  point.unit = n > 2 ? g_string_chunk_insert (c->texts, cells[2]) : NULL;
  if (n > 3) {
    g_auto (GStrv) ends = g_strsplit (cells[3], "-", 2);
    point.low = trend_number (ends[0]);
    point.high = trend_number (ends[1]);
  }
  g_array_append_val (c->points, point);
}

static void
add_dose (Case *c, const char *text)
{
  g_auto (GStrv) cells = g_strsplit_set (text, " /", -1);
  TrendMark mark = { .day = rgm_day_parse (cells[0], NULL),
                     .name = g_string_chunk_insert (c->texts, cells[1]),
                     .number = (int)g_ascii_strtoll (cells[2], NULL, 10) };
  g_assert_cmpint (mark.day, !=, RGM_NO_DAY);
  g_array_append_val (c->marks, mark);
}

static void
expect (const Case *c, const char *what, const char *expected, const char *got)
{
  if (*expected != '\0' && g_strcmp0 (expected, got) != 0)
    g_test_fail_printf ("%s: %s is\n%s\nnot\n%s", c->name, what, got, expected);
}

/* Compares what is drawn with what the case expects; what it does not mention is not compared. */
static void
check_case (Case *c)
{
  guint undrawn;
  g_autoptr (GPtrArray) all = trend_split (&c->trend, &undrawn);
  if (all->len != c->expected->len / 3)
    g_test_fail_printf ("%s: %u series, not %u", c->name, all->len, c->expected->len / 3);
  if (c->undrawn >= 0)
    g_assert_cmpint (c->undrawn, ==, (int)undrawn);
  for (guint i = 0; i < MIN (all->len, c->expected->len / 3); i++) {
    g_autofree char *graph = trend_graph (all->pdata[i], c->width, !c->ascii);
    g_autofree char *said = trend_said (all->pdata[i]);
    g_autofree char *key = trend_key (all->pdata[i], c->width);
    const GString *const *expected = (const GString *const *)&c->expected->pdata[3 * i];
    expect (c, "graph", expected[0]->str, graph);
    expect (c, "words", expected[1]->str, said);
    if (expected[0]->len > 0 && g_strcmp0 (g_strchomp (expected[2]->str), key) != 0)
      g_test_fail_printf ("%s: key is\n%s\nnot\n%s", c->name, key, expected[2]->str);
  }
}

/* Takes over one line of the table into the case. */
static void
read_line (Case *c, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *rest = strchr (line, ' ') != NULL ? strchr (line, ' ') + 1 : "";
  if (g_str_has_prefix (line, "| "))
    g_string_append_printf (c->graph, "%s\n", rest);
  else if (g_str_has_prefix (line, "> "))
    g_string_append (c->said, rest);
  else if (g_str_has_prefix (line, "* "))
    g_string_append_printf (c->key, "%s\n", rest);
  else if (g_str_equal (words[0], "point"))
    add_point (c, rest);
  else if (g_str_equal (words[0], "dose"))
    add_dose (c, rest);
  else if (g_str_equal (words[0], "width"))
    c->width = (int)g_ascii_strtoll (words[1], NULL, 10);
  else if (g_str_equal (words[0], "ascii"))
    c->ascii = TRUE;
  else if (g_str_equal (words[0], "last"))
    c->trend.pick = TREND_LAST;
  else if (g_str_equal (words[0], "axis")) {
    c->trend.from = rgm_day_parse (words[1], NULL);
    c->trend.until = rgm_day_parse (words[2], NULL);
  } else if (g_str_equal (words[0], "scale")) {
    c->trend.low = g_ascii_strtod (words[1], NULL);
    c->trend.high = g_ascii_strtod (words[2], NULL);
  } else if (g_str_equal (words[0], "next"))
    case_next_series (c);
  else if (g_str_equal (words[0], "undrawn"))
    c->undrawn = (int)g_ascii_strtoll (words[1], NULL, 10);
  else
    g_error ("%s: no line of a case: %s", c->name, line);
}

static void
test_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "tables", "trend.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Case *c = NULL;
  guint cases = 0;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    gboolean begins = g_str_has_prefix (*line, "case ");
    if ((begins || line[1] == NULL) && c != NULL) {
      check_case (c);
      g_clear_pointer (&c, case_free);
    }
    if (begins) {
      c = case_new (*line + strlen ("case "));
      case_next_series (c);
      cases++;
    } else if (c != NULL && **line != '#' && **line != '\0')
      read_line (c, *line);
  }
  g_assert_cmpuint (cases, >, 10);
}

static void
test_number (void)
{
  static const struct {
    const char *text;
    double value;
  } cases[] = {
    { "6", 6 },
    { "0", 0 },
    { "38.4", 38.4 },
    { "38,4", 38.4 },
    { "-1.5", -1.5 },
    { "+2", 2 },
    { "007", 7 },
    { "123456789012345", 123456789012345 },
    { "1234567890123456", NAN },
    { "", NAN },
    { "-", NAN },
    { ".", NAN },
    { "6.", NAN },
    { ".5", NAN },
    { "<0.5", NAN },
    { "1e3", NAN },
    { "0x10", NAN },
    { "1.2.3", NAN },
    { "1,234.5", NAN },
    { "6 mg", NAN },
    { " 6", NAN },
    { "nan", NAN },
    { "inf", NAN },
    { "mild", NAN },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    double value = trend_number (cases[i].text);
    if (isnan (cases[i].value) ? !isnan (value) : value != cases[i].value)
      g_test_fail_printf ("\"%s\" is %g, not %g", cases[i].text, value, cases[i].value);
  }
}

static void
test_undrawn (void)
{
  g_autofree char *none = trend_undrawn_text (0), *one = trend_undrawn_text (1),
                  *two = trend_undrawn_text (2);
  g_assert_null (none);
  g_assert_true (g_str_has_prefix (one, "1 value is not drawn"));
  g_assert_true (g_str_has_prefix (two, "2 values are not drawn"));
}

/* Units that are one, and units that are not although they look alike. */
static void
test_units (void)
{
  static const struct {
    const char *a, *b;
    gboolean same;
  } cases[] = {
    { "mmol/l", "mmol/L", TRUE },
    { "ng/ml", "ng/mL", TRUE },
    { "mg/dl", "mg/dL", TRUE },
    { "\u00b5g/\u00b5l", "\u00b5g/\u00b5L", TRUE },
    { "10^9/l", "10^9/L", TRUE },
    { "l", "L", TRUE },
    { "mL/min", "ml/min", TRUE },
    { "g/100 ml", "g/100 mL", TRUE },
    { "mmol/L", "mmol/L", TRUE },
    { NULL, NULL, TRUE },
    { NULL, "", TRUE },
    { "mmol/l", "umol/l", FALSE },
    { "mmol/L", "Mmol/L", FALSE },  /* no other letter */
    { "mmol/l", "mmoL/l", FALSE },  /* the one in "mol" is no litre */
    { "ML", "mL", FALSE },          /* a million of them, and a thousandth */
    { "mmol/l", "mmol/ l", FALSE }, /* nothing but letter case */
    { "cell", "celL", FALSE },
    { "mg/dL", "mg/mL", FALSE },
    { "mmol/L", NULL, FALSE },
    { "l", "1", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (trend_is_same_unit (cases[i].a, cases[i].b) != cases[i].same
        || trend_is_same_unit (cases[i].b, cases[i].a) != cases[i].same)
      g_test_fail_printf ("\"%s\" and \"%s\"", cases[i].a, cases[i].b);
}

/* The values of a record: those whose unit the catalog knows by another way to write it are one
 * series, and what is no number belongs to the series of its unit without being drawn. */
static void
test_points (void)
{
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  static const struct {
    const char *value, *unit;
    int series; /* -1: it is not drawn; -2: nor is it a point */
    int belongs;
  } cases[] = {
    { "2.41", "mmol/l", 0, 0 },    { "2.39", "mmol/L", 0, 0 },  { "9.8", "mg/dL", 1, 1 },
    { "9.7", "MG/DL", 1, 1 },      { "<2.0", "mmol/L", -1, 0 }, { NULL, NULL, -2, -2 },
    { "2.5", "mmol/litre", 2, 2 }, { "mild", NULL, 3, 3 },      { "3", NULL, 4, 4 },
  };
  g_autoptr (GPtrArray) all = g_ptr_array_new (), series = NULL;
  g_autoptr (GArray) points = NULL;
  RgmObservation observations[G_N_ELEMENTS (cases)];
  guint undrawn, point = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    observations[i] = (RgmObservation){ .value = (char *)cases[i].value,
                                        .unit = (char *)cases[i].unit,
                                        .zone = (char *)"Europe/Berlin",
                                        .day = 20000 + (RgmDay)i,
                                        .day_only = TRUE };
    g_ptr_array_add (all, &observations[i]);
  }
  points = trend_points (catalog, all, rgm_zone_get ("Europe/Berlin", NULL));
  const Trend trend = { .points = points,
                        .marks = g_array_new (FALSE, FALSE, sizeof (TrendMark)),
                        .from = RGM_NO_DAY,
                        .until = RGM_NO_DAY,
                        .low = NAN,
                        .high = NAN };
  series = trend_split (&trend, &undrawn);
  g_assert_cmpuint (points->len, ==, G_N_ELEMENTS (cases) - 1);
  g_assert_cmpuint (undrawn, ==, 1);
  g_assert_cmpuint (series->len, ==, 5);
  g_assert_cmpstr (((TrendSeries *)series->pdata[0])->unit, ==, "mmol/L");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TrendPoint *one = &g_array_index (points, TrendPoint, point);

    if (cases[i].value == NULL)
      continue;
    point++;
    g_assert_cmpstr (one->unit, ==, cases[i].unit);
    for (int n = 0; n < (int)series->len; n++) {
      const TrendSeries *each = series->pdata[n];
      gboolean drawn = FALSE;

      for (guint k = 0; k < each->points->len; k++)
        drawn = drawn || g_array_index (each->points, TrendPoint, k).text == one->text;
      if (trend_takes (each, one) != (n == cases[i].belongs) || drawn != (n == cases[i].series))
        g_test_fail_printf ("%s %s: series %d", one->text, one->unit, n);
    }
  }
  g_array_unref ((GArray *)trend.marks);
}

/* ---- the picture ---- */

#define HOSTILE "</title><script>alert (1)</script> & \"a\" 'b' \x1b[31m \xff"

/* The largest that a picture may be, whatever is in it. */
#define LARGEST 120000

static xmlDoc *
read_svg (const char *svg)
{
  xmlDoc *doc = xmlReadMemory (svg, (int)strlen (svg), NULL, "UTF-8", XML_PARSE_NONET);
  if (doc == NULL)
    g_test_message ("%s", svg);
  g_assert_nonnull (doc);
  return doc;
}

/* A random series with @points values over @days days. */
static Case *
random_case (guint points, int days, guint marks)
{
  static const char *const texts[] = { "mild", "severe", "<0.5", HOSTILE, "none", "Moderate" };
  static const char *const units[] = { NULL, "", "mmol/L", HOSTILE, "C" };
  static const char *const names[]
    = { "denosumab", "radiation", "zoledronic-acid-with-a-very-long-name", HOSTILE, "a", "b",
        "c",         "d" };
  Case *c = case_new ("random");
  for (guint i = 0; i < points; i++) {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    double scale = pow (10, g_test_rand_int_range (-6, 9));
    TrendPoint point
      = { .at = { 20000 + g_test_rand_int_range (0, days), g_test_rand_int_range (-1, 86400) },
          .low = NAN,
          .high = NAN };
    gboolean text = g_test_rand_int_range (0, 8) == 0;
    g_ascii_formatd (number, sizeof number, "%.4f", g_test_rand_double () * scale);
    point.text = g_string_chunk_insert (
      c->texts, text ? texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))] : number);
    point.value = trend_number (point.text);
    point.unit = units[g_test_rand_int_range (0, G_N_ELEMENTS (units))];
    if (g_test_rand_int_range (0, 3) == 0)
      point.low = g_test_rand_double () * scale;
    if (g_test_rand_int_range (0, 3) == 0)
      point.high = (isnan (point.low) ? 0 : point.low) + g_test_rand_double () * scale;
    g_array_append_val (c->points, point);
  }
  for (guint i = 0; i < marks; i++) {
    TrendMark mark
      = { 20000 + g_test_rand_int_range (0, days),
          names[g_test_rand_int_range (0, G_N_ELEMENTS (names))], g_test_rand_int_range (0, 400) };
    g_array_append_val (c->marks, mark);
  }
  return c;
}

static double
attribute (const xmlNode *node, const char *name)
{
  xmlChar *text = xmlGetProp (node, (const xmlChar *)name);
  g_assert_nonnull (text);
  double value = g_ascii_strtod ((const char *)text, NULL);
  xmlFree (text);
  return value;
}

static void
assert_within (double value, double low, double high, const char *what)
{
  if (!(value >= low && value <= high))
    g_test_fail_printf ("%s is at %g, which is not within %g and %g", what, value, low, high);
}

/* Follows a path of M, L, H, V, h and v, and expects each of its places within the picture. */
static void
check_path (const char *path, double width, double height)
{
  double x = 0, y = 0;
  for (const char *at = path; *at != '\0';) {
    char command = *at++, *end;
    double first = g_ascii_strtod (at, &end);
    g_assert_true (end != at);
    at = end;
    switch (command) {
    case 'M':
    case 'L':
      x = first;
      y = g_ascii_strtod (at, &end);
      g_assert_true (end != at);
      at = end;
      break;
    case 'H':
      x = first;
      break;
    case 'V':
      y = first;
      break;
    case 'h':
      x += first;
      break;
    case 'v':
      y += first;
      break;
    default:
      g_assert_not_reached ();
    }
    assert_within (x, 0, width, "x of a path");
    assert_within (y, 0, height, "y of a path");
  }
}

/* How wide a text of font size 10 is at least: digits of the usual fonts are 5.5 wide. */
#define NARROWEST 5.5

/* A text: where it is. */
typedef struct {
  double from, until, y;
} Place;

static Place
text_place (const xmlNode *node)
{
  xmlChar *anchor = xmlGetProp (node, (const xmlChar *)"text-anchor");
  xmlChar *text = xmlNodeGetContent (node);
  double width = NARROWEST * (double)g_utf8_strlen ((const char *)text, -1);
  double x = attribute (node, "x");
  Place place = { x, x + width, attribute (node, "y") };
  if (strcmp ((const char *)anchor, "start") != 0) {
    double back = strcmp ((const char *)anchor, "end") == 0 ? width : width / 2;
    place.from -= back;
    place.until -= back;
  }
  xmlFree (anchor);
  xmlFree (text);
  return place;
}

/* The node after @node in the order of the text, down to its children first. */
static const xmlNode *
next_node (const xmlNode *node)
{
  if (node->children != NULL)
    return node->children;
  while (node != NULL && node->next == NULL)
    node = node->parent;
  return node != NULL ? node->next : NULL;
}

/* Expects @node and everything after it to lie within the picture, and no two texts on each other.
 */
static void
check_elements (const xmlNode *node, double width, double height, GArray *places)
{
  for (; node != NULL; node = next_node (node)) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    const char *name = (const char *)node->name;
    if (strcmp (name, "path") == 0) {
      xmlChar *path = xmlGetProp (node, (const xmlChar *)"d");
      check_path ((const char *)path, width, height);
      xmlFree (path);
    } else if (strcmp (name, "rect") == 0) {
      assert_within (attribute (node, "x"), 0, width, "x of a band");
      assert_within (attribute (node, "y"), 0, height, "y of a band");
      assert_within (attribute (node, "x") + attribute (node, "width"), 0, width, "a band");
      assert_within (attribute (node, "y") + attribute (node, "height"), 0, height, "a band");
    } else if (strcmp (name, "circle") == 0) {
      assert_within (attribute (node, "cx"), 4, width - 4, "a ring");
      assert_within (attribute (node, "cy"), 4, height - 4, "a ring");
    } else if (strcmp (name, "text") == 0) {
      Place place = text_place (node);
      assert_within (place.from, 0, width, "the left of a text");
      assert_within (place.until, 0, width, "the right of a text");
      assert_within (place.y, 7, height - 2, "a text");
      for (guint i = 0; i < places->len; i++) {
        const Place *other = &g_array_index (places, Place, i);
        if (fabs (other->y - place.y) < 8 && place.from < other->until && other->from < place.until)
          g_test_fail_printf ("two texts at %g to %g, %g and %g to %g, %g", place.from, place.until,
                              place.y, other->from, other->until, other->y);
      }
      g_array_append_val (places, place);
    } else
      g_assert_cmpstr (name, ==, "g"); /* no script, style, image or link */
  }
}

/* Whether the picture has a role, a title and a description, to which it points. */
static void
check_names (const xmlNode *svg, const char *id)
{
  g_autofree char *expected = g_strdup_printf ("%s-title %s-desc", id, id);
  xmlChar *role = xmlGetProp (svg, (const xmlChar *)"role");
  xmlChar *labelled = xmlGetProp (svg, (const xmlChar *)"aria-labelledby");
  g_assert_cmpstr ((const char *)role, ==, "img");
  g_assert_cmpstr ((const char *)labelled, ==, expected);
  xmlFree (role);
  xmlFree (labelled);
}

static void
check_svg (const TrendSeries *series, const char *svg)
{
  double width, height;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_assert_cmpuint (strlen (svg), <, LARGEST);
  xmlDoc *doc = read_svg (svg);
  const xmlNode *root = xmlDocGetRootElement (doc);
  xmlChar *box = xmlGetProp (root, (const xmlChar *)"viewBox");
  g_auto (GStrv) ends = g_strsplit ((const char *)box, " ", -1);
  g_assert_cmpuint (g_strv_length (ends), ==, 4);
  width = g_ascii_strtod (ends[2], NULL);
  height = g_ascii_strtod (ends[3], NULL);
  check_names (root, "p1");
  const xmlNode *title = xmlFirstElementChild ((xmlNode *)root);
  const xmlNode *desc = xmlNextElementSibling ((xmlNode *)title);
  g_assert_cmpstr ((const char *)title->name, ==, "title");
  g_assert_cmpstr ((const char *)desc->name, ==, "desc");
  check_elements (desc->next, width, height, places);
  for (const char *bad = svg; (bad = strstr (bad, "nan")) != NULL; bad++)
    g_assert_true (g_str_has_prefix (bad - 1, "inan") || g_str_has_prefix (bad, "nant"));
  xmlFree (box);
  xmlFreeDoc (doc);
}

static void
test_random (void)
{
  for (int round = 0; round < 300; round++) {
    guint points = (guint)g_test_rand_int_range (1, round % 10 == 0 ? 4000 : 60);
    int days = g_test_rand_int_range (1, round % 3 == 0 ? 4000 : 100);
    Case *c = random_case (points, days, (guint)g_test_rand_int_range (0, round % 7 ? 20 : 600));
    g_autoptr (GPtrArray) all = trend_split (&c->trend, NULL);
    for (guint i = 0; i < all->len; i++) {
      g_autofree char *svg = trend_svg (all->pdata[i], "p1", HOSTILE);
      check_svg (all->pdata[i], svg);
    }
    case_free (c);
  }
}

/* The lines of a terminal: none is wider than it, and each value and dose has a column. */
static void
test_random_graph (void)
{
  for (int round = 0; round < 300; round++) {
    Case *c = random_case ((guint)g_test_rand_int_range (1, 200), g_test_rand_int_range (1, 4000),
                           (guint)g_test_rand_int_range (0, 40));
    int width = g_test_rand_int_range (50, 120);
    g_autoptr (GPtrArray) all = trend_split (&c->trend, NULL);
    for (guint i = 0; i < all->len; i++) {
      const TrendSeries *series = all->pdata[i];
      g_autofree char *utf8 = trend_graph (series, width, TRUE);
      g_autofree char *ascii = trend_graph (series, width, FALSE);
      g_auto (GStrv) lines = g_strsplit (utf8, "\n", -1), plain = g_strsplit (ascii, "\n", -1);
      guint with_marks = series->marks->len > 0;
      g_assert_cmpuint (g_strv_length (lines), ==, 1 + with_marks + 1 + 1);
      g_assert_cmpuint (g_strv_length (plain), ==, 4 + with_marks + 1 + 1);
      for (char **line = lines; *line != NULL; line++)
        g_assert_cmpint (g_utf8_strlen (*line, -1), <=, width);
      for (char **line = plain; *line != NULL; line++)
        g_assert_cmpuint (strlen (*line), <=, (gsize)width);
      g_assert_true (g_str_is_ascii (ascii));
    }
    case_free (c);
  }
}

/* The text of each <text> element from @node on, one on each line. */
static void
collect_texts (const xmlNode *node, GString *all)
{
  for (; node != NULL; node = next_node (node)) {
    if (node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, "text") == 0) {
      xmlChar *text = xmlNodeGetContent (node);
      g_string_append_printf (all, "%s\n", (const char *)text);
      xmlFree (text);
    }
  }
}

/* A picture whose parts are all worked out by hand. */
static void
test_parts (void)
{
  Case *c = case_new ("parts");
  static const char *const points[] = {
    "2026-09-01 | 2.1 | mmol/L | 2.2-2.6",
    "2026-09-15 | 2.4 | mmol/L | 2.2-2.6",
    "2026-10-01 | 2.5 | mmol/L | 2.1-2.5",
    "2026-10-15 | 2.5 | mmol/L | 2.1-2.5",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    add_point (c, points[i]);
  add_dose (c, "2026-09-02 denosumab/2");
  add_dose (c, "2026-09-30 denosumab/3");
  add_dose (c, "2026-09-30 denosumab/4");
  g_autoptr (GPtrArray) all = trend_split (&c->trend, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  g_autofree char *svg = trend_svg (all->pdata[0], "p1", "Calcium");
  check_svg (all->pdata[0], svg);

  xmlDoc *doc = read_svg (svg);
  g_autoptr (GString) texts = g_string_new (NULL);
  collect_texts (xmlDocGetRootElement (doc), texts);
  /* from 2.1 to 2.6 in steps of 0.1; 3 and 4 are of one day, so they are joined, and 2 is not */
  g_assert_cmpstr (texts->str, ==,
                   "mmol/L\ngrey: the range entered; ring: a value outside it\n"
                   "2.1\n2.2\n2.3\n2.4\n2.5\n2.6\n"
                   "denosumab\n2\n3\xe2\x80\x93"
                   "4\n2026-09-01\n2026-10-15\n2026-10\n");
  int bands = 0, rings = 0;
  for (const char *at = svg; (at = strstr (at, "class=\"range\"")) != NULL; at++)
    bands++;
  for (const char *at = svg; (at = strstr (at, "<circle ")) != NULL; at++)
    rings++;
  g_assert_cmpint (bands, ==, 2);
  g_assert_cmpint (rings, ==, 1);
  g_assert_nonnull (strstr (svg, "1 value is outside the range that was entered with it."));
  g_assert_nonnull (strstr (svg, "Doses marked: denosumab/2 to /4."));
  xmlFreeDoc (doc);
  case_free (c);
}

/* Ten years of a value each day: no larger than three months of them, by the same rule. */
static void
test_ten_years (void)
{
  Case *c = case_new ("ten years");
  for (int day = 0; day < 3650; day++) {
    TrendPoint point = { .at = { 17000 + day, RGM_NO_TIME },
                         .text = day % 10 < 5 ? "3" : "7",
                         .value = day % 10 < 5 ? 3 : 7,
                         .low = NAN,
                         .high = NAN };
    g_array_append_val (c->points, point);
  }
  g_autoptr (GPtrArray) all = trend_split (&c->trend, NULL);
  g_autofree char *svg = trend_svg (all->pdata[0], "p1", "Ten years");
  check_svg (all->pdata[0], svg);
  g_assert_cmpuint (strlen (svg), <, 20000);
  /* each column has 20 days, so a value of 3 and one of 7 are in each: all bars are alike */
  int bars = 0;
  const char *last = NULL;
  for (const char *at = strstr (svg, "stroke-width=\"1.6\"/>"); at > svg && *at != '<'; at--)
    last = at;
  for (const char *at = last; *at != '/'; at++)
    bars += *at == 'V';
  g_assert_cmpint (bars, >=, 172);
  g_assert_cmpint (bars, <=, 180);
  case_free (c);
}

/* More courses than letters, and than lanes. */
static void
test_many_courses (void)
{
  Case *c = case_new ("courses");
  add_point (c, "2026-09-01 | 3");
  add_point (c, "2026-10-15 | 4");
  for (int i = 0; i < 30; i++) {
    g_autofree char *text = g_strdup_printf ("2026-09-%02d course-%d/1", 1 + i, i);
    add_dose (c, text);
  }
  g_autoptr (GPtrArray) all = trend_split (&c->trend, NULL);
  g_autofree char *key = trend_key (all->pdata[0], 80);
  g_auto (GStrv) lines = g_strsplit (key, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 27);
  g_assert_cmpstr (lines[25], ==, "z: course-25/1");
  g_assert_cmpstr (lines[26], ==, "+: other courses");
  g_autofree char *graph = trend_graph (all->pdata[0], 80, TRUE);
  g_assert_nonnull (strstr (graph, "abcdefghijklmnopqrstuvwxyz++++"));
  g_autofree char *svg = trend_svg (all->pdata[0], "p1", "Courses");
  check_svg (all->pdata[0], svg);
  g_assert_nonnull (strstr (svg, ">course-4</text>"));
  g_assert_null (strstr (svg, ">course-5</text>"));
  g_assert_nonnull (strstr (svg, ">other courses</text>"));
  case_free (c);
}

static void
test_html (void)
{
  g_autoptr (GString) html = g_string_new (NULL);
  html_add (html, "<p title=\"%s\">%d%% %u</p>", "<\"&'>\x1b\xff\xe2\x80\x8b", -3, 4u);
  g_assert_cmpstr (html->str, ==, "<p title=\"&lt;&quot;&amp;&apos;&gt;???\">-3% 4</p>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend/table", test_table);
  g_test_add_func ("/trend/number", test_number);
  g_test_add_func ("/trend/undrawn", test_undrawn);
  g_test_add_func ("/trend/units", test_units);
  g_test_add_func ("/trend/points", test_points);
  g_test_add_func ("/trend/parts", test_parts);
  g_test_add_func ("/trend/ten-years", test_ten_years);
  g_test_add_func ("/trend/many-courses", test_many_courses);
  g_test_add_func ("/trend/random", test_random);
  g_test_add_func ("/trend/random-graph", test_random_graph);
  g_test_add_func ("/trend/html", test_html);
  return g_test_run ();
}
