#include "base/tzif.h"
#include "base/tzrule.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

/* ---- the footer ---- */

/* The instant of the @index-th change of the offset in @year as text, "-" where there is none. */
static char *
change_in_year (GArray *spans, int year, int index)
{
  RgmInstant from = rgm_day_new (year, 1, 1) * (RgmInstant)86400;
  RgmInstant to = rgm_day_new (year + 1, 1, 1) * (RgmInstant)86400;
  for (guint i = 1; i < spans->len; i++) {
    const RgmSpan *span = &g_array_index (spans, RgmSpan, i);
    if (span->from >= from && span->from < to && span->offset != span[-1].offset && index-- == 0)
      return rgm_instant_format_utc (span->from);
  }
  return g_strdup ("-");
}

static void
check_rule (char **cells)
{
  RgmTzRule rule;
  gboolean parsed = tz_rule_parse (cells[0], &rule);
  table_expect (cells, "rule", g_str_equal (cells[2], "error") ? "refused" : "read",
                parsed ? "read" : "refused");
  if (!parsed)
    return;
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (RgmSpan));
  rule.standard.from = G_MININT64;
  g_array_append_val (spans, rule.standard);
  tz_rule_expand (&rule, spans);
  int year = (int)strtol (cells[1], NULL, 10);
  g_autofree char *first = change_in_year (spans, year, 0);
  g_autofree char *second = change_in_year (spans, year, 1);
  table_expect (cells, "first change", cells[2], first);
  table_expect (cells, "second change", cells[3], second);
}

static void
test_rules (void)
{
  table_run ("tz-rule.tsv", 5, check_rule);
}

/* RFC 8536 section 3.3.1: its example for daylight time all year, with changes to and fro at
 * once. */
static void
test_daylight_all_year (void)
{
  RgmTzRule rule;
  g_assert_true (tz_rule_parse ("EST5EDT,0/0,J365/25", &rule));
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (RgmSpan));
  rule.standard.from = G_MININT64;
  g_array_append_val (spans, rule.standard);
  tz_rule_expand (&rule, spans);
  g_assert_cmpuint (spans->len, >, 1);
  for (guint i = 1; i + 1 < spans->len; i++)
    g_assert_cmpint (g_array_index (spans, RgmSpan, i).offset, ==, -4 * 3600);
}

/* ---- the file, made by hand ---- */

typedef struct {
  gint64 times[4];
  guint8 indexes[4];
  guint32 time_count;
  gint32 offset; /* of the second type; the first has 3600 */
  guint8 is_daylight, abbreviation;
  const char *chars;
  guint32 chars_size;
  guint32 leap_count, isstd_count, isut_count;
  char version;
  const char *footer;
} Recipe;

static const Recipe plain = {
  .times = { -100, 0, 100, 200 },
  .indexes = { 1, 0, 1, 0 },
  .time_count = 4,
  .offset = 7200,
  .is_daylight = 1,
  .abbreviation = 4,
  .chars = "AAA\0BBB",
  .chars_size = 8,
  .version = '2',
  .footer = "\nAAA-1\n",
};

static void
put_u32 (GByteArray *file, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);
  g_byte_array_append (file, (const guint8 *)&big, sizeof big);
}

static void
put_header (GByteArray *file, const Recipe *recipe, gboolean empty)
{
  guint8 start[20] = { 'T', 'Z', 'i', 'f', (guint8)recipe->version };
  g_byte_array_append (file, start, sizeof start);
  put_u32 (file, empty ? 0 : recipe->isut_count);
  put_u32 (file, empty ? 0 : recipe->isstd_count);
  put_u32 (file, empty ? 0 : recipe->leap_count);
  put_u32 (file, empty ? 0 : recipe->time_count);
  put_u32 (file, empty ? 1 : 2);
  put_u32 (file, empty ? 1 : recipe->chars_size);
}

static void
put_type (GByteArray *file, gint32 offset, guint8 is_daylight, guint8 abbreviation)
{
  guint8 rest[2] = { is_daylight, abbreviation };
  put_u32 (file, (guint32)offset);
  g_byte_array_append (file, rest, sizeof rest);
}

static GByteArray *
make_file (const Recipe *recipe)
{
  static const guint8 nothing[64];
  GByteArray *file = g_byte_array_new ();
  put_header (file, recipe, TRUE);
  g_byte_array_append (file, nothing, 7); /* one type, one character */
  put_header (file, recipe, FALSE);
  for (guint32 i = 0; i < recipe->time_count; i++) {
    put_u32 (file, (guint32)((guint64)recipe->times[i] >> 32));
    put_u32 (file, (guint32)recipe->times[i]);
  }
  g_byte_array_append (file, recipe->indexes, recipe->time_count);
  put_type (file, 3600, 0, 0);
  put_type (file, recipe->offset, recipe->is_daylight, recipe->abbreviation);
  g_byte_array_append (file, (const guint8 *)recipe->chars, recipe->chars_size);
  g_byte_array_append (file, nothing,
                       recipe->leap_count * 12 + recipe->isstd_count + recipe->isut_count);
  g_byte_array_append (file, (const guint8 *)recipe->footer, (guint)strlen (recipe->footer));
  return file;
}

static GArray *
read_recipe (const Recipe *recipe, GError **error)
{
  g_autoptr (GByteArray) file = make_file (recipe);
  return tzif_read (file->data, file->len, error);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = read_recipe (&plain, &error);
  g_assert_no_error (error);
  static const RgmSpan expected[] = { { G_MININT64, 3600, "AAA" },
                                      { -100, 7200, "BBB" },
                                      { 0, 3600, "AAA" },
                                      { 100, 7200, "BBB" },
                                      { 200, 3600, "AAA" } };
  g_assert_cmpuint (spans->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < spans->len; i++) {
    const RgmSpan *span = &g_array_index (spans, RgmSpan, i);
    g_assert_cmpint (span->from, ==, expected[i].from);
    g_assert_cmpint (span->offset, ==, expected[i].offset);
    g_assert_cmpstr (span->abbreviation, ==, expected[i].abbreviation);
  }
}

/* RFC 8536 section 3.2: time before the first transition has type 0, also where that is not the
 * first to be used. */
static void
test_before_first_transition (void)
{
  Recipe recipe = plain;
  recipe.time_count = 1;
  g_autoptr (GArray) spans = read_recipe (&recipe, NULL);
  g_assert_cmpint (g_array_index (spans, RgmSpan, 0).offset, ==, 3600);
  g_assert_cmpint (g_array_index (spans, RgmSpan, 1).offset, ==, 7200);
}

/* Without a table the footer rules all time; without both, type 0 does. */
static void
test_no_table (void)
{
  Recipe recipe = plain;
  recipe.time_count = 0;
  recipe.footer = "\nXXX-5\n";
  g_autoptr (GArray) spans = read_recipe (&recipe, NULL);
  g_assert_cmpuint (spans->len, ==, 1);
  g_assert_cmpint (g_array_index (spans, RgmSpan, 0).offset, ==, 5 * 3600);
  recipe.footer = "\n\n";
  g_autoptr (GArray) bare = read_recipe (&recipe, NULL);
  g_assert_cmpuint (bare->len, ==, 1);
  g_assert_cmpint (g_array_index (bare, RgmSpan, 0).offset, ==, 3600);
}

static void
expect_refused (const Recipe *recipe, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (read_recipe (recipe, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  if (strstr (error->message, reason) == NULL)
    g_test_fail_printf ("\"%s\" does not speak of \"%s\"", error->message, reason);
}

#define REFUSED(reason, ...)                                                                       \
  {                                                                                                \
    Recipe recipe = plain;                                                                         \
    __VA_ARGS__;                                                                                   \
    expect_refused (&recipe, reason);                                                              \
  }

static void
test_refused (void)
{
  REFUSED ("version 1", recipe.version = 0)
  REFUSED ("leap seconds", recipe.leap_count = 1)
  REFUSED ("do not ascend", recipe.times[2] = -50)
  REFUSED ("do not ascend", recipe.times[2] = 0)
  REFUSED ("do not ascend", recipe.times[0] = G_MININT64)
  REFUSED ("type", recipe.indexes[3] = 2)
  REFUSED ("type", recipe.indexes[0] = 255)
  REFUSED ("type", recipe.offset = 93600)
  REFUSED ("type", recipe.offset = -90000)
  REFUSED ("type", recipe.offset = G_MININT32)
  REFUSED ("type", recipe.is_daylight = 2)
  REFUSED ("type", recipe.abbreviation = 8)
  REFUSED ("type", recipe.abbreviation = 255)
  REFUSED ("type", recipe.chars = "AAA\0BBBB") /* no end */
  REFUSED ("type", recipe.chars = "AAA\0B\nB")
  REFUSED ("do not fit", recipe.isstd_count = 1)
  REFUSED ("do not fit", recipe.isut_count = 3)
  REFUSED ("do not fit", recipe.chars_size = 0)
  REFUSED ("footer", recipe.footer = "")
  REFUSED ("footer", recipe.footer = "\n")
  REFUSED ("footer", recipe.footer = "AAA-1\n")
  REFUSED ("footer", recipe.footer = "\nAAA-1")
  REFUSED ("footer", recipe.footer = "\nAAA\n")
  REFUSED ("footer", recipe.footer = "\nAAA-1\nAAA-1\n")
}

static void
test_accepted_extremes (void)
{
  Recipe recipe = plain;
  recipe.offset = 93599;
  recipe.times[0] = G_MININT64 + 1;
  recipe.times[3] = G_MAXINT64;
  recipe.isstd_count = recipe.isut_count = 2;
  recipe.version = '4';
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = read_recipe (&recipe, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (spans->len, ==, 5);
}

/* 477218589 times of 9 bytes are 5 in 32 bits. */
static void
test_counts_do_not_wrap (void)
{
  static const guint8 times[] = { 0x1c, 0x71, 0xc7, 0x1d };
  for (gsize header = 0; header < 2; header++) {
    g_autoptr (GByteArray) file = make_file (&plain);
    g_autoptr (GError) error = NULL;
    memcpy (file->data + header * 51 + 32, times, sizeof times);
    g_assert_null (tzif_read (file->data, file->len, &error));
    g_assert_nonnull (strstr (error->message, "ends too early"));
  }
}

/* Counts of 2^32-1 must not wrap around to a small size. */
static void
test_huge_counts (void)
{
  for (gsize field = 20; field < 44; field += 4)
    for (gsize header = 0; header < 2; header++) {
      g_autoptr (GByteArray) file = make_file (&plain);
      memset (file->data + header * 51 + field, 0xff, 4);
      g_assert_null (tzif_read (file->data, file->len, NULL));
    }
}

/* ---- a real file, damaged ---- */

static char *
berlin (gsize *size)
{
  char *bytes = NULL;
  g_assert_true (g_file_get_contents ("/usr/share/zoneinfo/Europe/Berlin", &bytes, size, NULL));
  return bytes;
}

/* Each beginning is refused: the reader sees it in memory that ends right there. */
static void
test_every_truncation (void)
{
  gsize size;
  g_autofree char *whole = berlin (&size);
  for (gsize length = 0; length < size; length++) {
    g_autofree guint8 *part = g_memdup2 (whole, length);
    g_autoptr (GError) error = NULL;
    g_assert_null (tzif_read (part, length, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  }
}

static void
check_invariants (GArray *spans)
{
  g_assert_cmpint (g_array_index (spans, RgmSpan, 0).from, ==, G_MININT64);
  for (guint i = 0; i < spans->len; i++) {
    const RgmSpan *span = &g_array_index (spans, RgmSpan, i);
    g_assert_true (i == 0 || span->from > span[-1].from);
    g_assert_cmpint (ABS (span->offset), <, 26 * 3600);
    g_assert_nonnull (memchr (span->abbreviation, 0, sizeof span->abbreviation));
  }
}

/* Each byte in turn takes a few other values: an error, or spans that keep their promises. */
static void
test_every_byte (void)
{
  static const guint8 masks[] = { 0x01, 0x80, 0xff };
  gsize size;
  g_autofree char *bytes = berlin (&size);
  for (gsize i = 0; i < size; i++)
    for (gsize mask = 0; mask < G_N_ELEMENTS (masks); mask++) {
      bytes[i] ^= masks[mask];
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) spans = tzif_read ((const guint8 *)bytes, size, &error);
      g_assert_true ((spans == NULL) == (error != NULL));
      if (spans != NULL)
        check_invariants (spans);
      bytes[i] ^= masks[mask];
    }
}

static void
test_not_a_zone (void)
{
  static const char *const files[]
    = { "", "TZif", "PK\3\4 something else that is long enough to hold a header", "\n" };
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (tzif_read ((const guint8 *)files[i], strlen (files[i]), &error));
    g_assert_nonnull (strstr (error->message, "not a time zone file"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tzif/rules", test_rules);
  g_test_add_func ("/tzif/plain", test_plain);
  g_test_add_func ("/tzif/before-first-transition", test_before_first_transition);
  g_test_add_func ("/tzif/no-table", test_no_table);
  g_test_add_func ("/tzif/refused", test_refused);
  g_test_add_func ("/tzif/accepted-extremes", test_accepted_extremes);
  g_test_add_func ("/tzif/daylight-all-year", test_daylight_all_year);
  g_test_add_func ("/tzif/counts-do-not-wrap", test_counts_do_not_wrap);
  g_test_add_func ("/tzif/huge-counts", test_huge_counts);
  g_test_add_func ("/tzif/every-truncation", test_every_truncation);
  g_test_add_func ("/tzif/every-byte", test_every_byte);
  g_test_add_func ("/tzif/not-a-zone", test_not_a_zone);
  return g_test_run ();
}
