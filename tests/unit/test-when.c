#include "base/civil.h"
#include "base/day-part.h"
#include "table.h"

#include <regimen/when.h>
#include <string.h>

static const char *const fit_names[] = { "exact", "gap", "repeated" };

/* @cells: as in when.tsv. */
static gboolean
parse_cells (char **cells, RgmWhen *when, GError **error)
{
  RgmInstant now;
  const RgmZone *zone = rgm_zone_get (cells[0], NULL);
  RgmWhenUse use = g_str_equal (cells[2], "happened") ? RGM_WHEN_HAPPENED : RGM_WHEN_PLANNED;

  g_assert_nonnull (zone);
  g_assert_true (rgm_instant_parse (cells[1], &now, NULL));
  return rgm_when_parse (cells[3], zone, now, use, when, error);
}

static void
check_refused (char **cells)
{
  g_autoptr (GError) error = NULL;
  RgmWhen when = { { 1, 2 }, 3, RGM_FIT_GAP };
  if (parse_cells (cells, &when, &error)) {
    table_expect (cells, "result", cells[4], "accepted");
    return;
  }
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_null (strchr (error->message, '\n'));
  gboolean lists_forms = strstr (error->message, "is not understood as a date or time; ") != NULL
                         && strstr (error->message, " (regimen help dates)") != NULL;
  table_expect (cells, "result", cells[4], lists_forms ? "error" : "unclear");
  g_assert_true (when.local.day == 1 && when.local.second == 2 && when.instant == 3);
}

static void
check_accepted (char **cells)
{
  g_autoptr (GError) error = NULL;
  RgmWhen when;
  if (!parse_cells (cells, &when, &error)) {
    table_expect (cells, "result", "accepted", error->message);
    return;
  }
  g_autofree char *local = when.part != RGM_PART_NONE ? day_part_format (when.local.day, when.part)
                                                      : rgm_local_format (when.local);
  g_assert_true (when.part == RGM_PART_NONE || when.instant == RGM_INSTANT_NONE);
  g_autofree char *instant
    = when.instant == RGM_INSTANT_NONE ? g_strdup ("-") : rgm_instant_format_utc (when.instant);
  table_expect (cells, "local", cells[4], local);
  table_expect (cells, "instant", cells[5], instant);
  table_expect (cells, "fit", cells[6], fit_names[when.fit]);
}

static void
check_row (char **cells)
{
  if (g_str_equal (cells[4], "error") || g_str_equal (cells[4], "unclear"))
    check_refused (cells);
  else
    check_accepted (cells);
}

static void
check_month (char **cells)
{
  g_autoptr (GError) error = NULL;
  RgmDay first = RGM_NO_DAY;
  g_autofree char *got = NULL;

  if (rgm_when_parse_month (cells[1], rgm_day_parse (cells[0], NULL), &first, &error))
    got = rgm_day_format (first);
  else {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, "2026-12, next or last"));
    g_assert_cmpint (first, ==, RGM_NO_DAY);
  }
  table_expect (cells, "first", cells[2], got != NULL ? got : "error");
}

static void
test_months (void)
{
  table_run ("month-typed.tsv", 4, check_month);
}

static void
check_list (char **cells)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
  const RgmInstant now = rgm_day_new (2026, 11, 23) * (RgmInstant)86400 + 8 * 3600;
  g_auto (GStrv) dates = rgm_when_split (cells[0], zone, now, RGM_WHEN_HAPPENED, &error);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *got = NULL;

  for (char **date = dates; date != NULL && *date != NULL; date++) {
    RgmWhen when;

    g_assert_true (rgm_when_parse (*date, zone, now, RGM_WHEN_HAPPENED, &when, NULL));
    g_ptr_array_add (read, rgm_local_format (when.local));
  }
  g_ptr_array_add (read, NULL);
  got = dates != NULL ? g_strjoinv (" | ", (char **)read->pdata) : g_strdup ("error");
  if (!g_str_has_prefix (cells[1], "error: ")) {
    table_expect (cells, "list", cells[1], got);
    return;
  }
  table_expect (cells, "list", "error", got);
  if (error != NULL) {
    g_autofree char *quoted = g_strdup_printf ("\"%s\" ", cells[1] + strlen ("error: "));

    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    if (!g_str_has_prefix (error->message, quoted))
      table_expect (cells, "message", quoted, error->message);
  }
}

static void
check_span (char **cells)
{
  const RgmZone *berlin = rgm_zone_get ("Europe/Berlin", NULL);
  g_autofree char *from = NULL, *to = NULL;
  g_autoptr (GError) error = NULL;
  RgmInstant now;
  RgmDay first, last;

  g_assert_true (rgm_instant_parse ("2026-11-25T09:00:00+01:00", &now, NULL));
  if (!rgm_when_parse_span (cells[1], berlin, now, cells[0][0] - '0', &first, &last, &error)) {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    if (!g_str_has_prefix (cells[2], "error: ")
        || strstr (error->message, cells[2] + strlen ("error: ")) == NULL)
      table_expect (cells, "message", cells[2], error->message);
    return;
  }
  from = rgm_day_format (first);
  to = rgm_day_format (last);
  table_expect (cells, "first", cells[2], from);
  table_expect (cells, "last", cells[3], to);
}

static void
test_spans (void)
{
  table_run ("span-typed.tsv", 5, check_span);
}

/* Several dates, with commas between them or without. */
static void
test_lists (void)
{
  table_run ("when-list.tsv", 3, check_list);
}

/* How many words belong to a date, or to several, when others may follow them. */
static void
test_count_words (void)
{
  static const struct {
    const char *words;
    guint one, several;
  } rows[] = {
    { "8 Oct denosumab", 2, 2 },
    { "8 Oct, 5 Nov denosumab", 0, 4 },
    { "8 Oct and 5 Nov x", 2, 5 },
    { "yesterday 18:30 denosumab", 2, 2 },
    { "Thu 8 Oct x", 3, 3 },
    { "Fri 8 Oct x", 3, 3 },
    { "8 Oct, Fri 5 Nov x", 0, 5 },
    { "31 Nov x", 2, 2 },
    { "sometime x", 0, 0 },
    { "8 Oct, sometime x", 0, 0 },
    { "8.10.,5.11. denosumab", 0, 1 },
    { "12/3/2026 x", 1, 1 },
    { "8 Oct 10 x", 3, 2 },
    { "8 Oct 10 in the morning x", 6, 6 },
    { "last night x", 2, 2 },
  };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  const RgmInstant now = rgm_day_new (2026, 11, 23) * (RgmInstant)86400;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) words = g_strsplit (rows[i].words, " ", -1);
    guint count = g_strv_length (words);

    g_test_message ("%s", rows[i].words);
    g_assert_cmpuint (rgm_when_count_words (words, count, FALSE, utc, now, RGM_WHEN_HAPPENED), ==,
                      rows[i].one);
    g_assert_cmpuint (rgm_when_count_words (words, count, TRUE, utc, now, RGM_WHEN_HAPPENED), ==,
                      rows[i].several);
  }
}

static void
test_table (void)
{
  table_run ("when.tsv", 8, check_row);
}

/* Every weekday word on every day of a week: the next such day, one to seven days ahead, or the
 * last one, one to seven days back. */
static void
test_weekdays (void)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  for (RgmDay today = 20000; today < 20007; today++)
    for (int weekday = 1; weekday <= 7; weekday++) {
      RgmWhen when;
      RgmInstant now = today * (RgmInstant)86400 + 12 * 3600;
      g_assert_true (
        rgm_when_parse (civil_weekday_name (weekday), utc, now, RGM_WHEN_PLANNED, &when, NULL));
      g_assert_cmpint (rgm_day_weekday (when.local.day), ==, weekday);
      g_assert_cmpint (when.local.day, >, today);
      g_assert_cmpint (when.local.day, <=, today + 7);
      RgmDay coming = when.local.day;
      g_assert_true (
        rgm_when_parse (civil_weekday_name (weekday), utc, now, RGM_WHEN_HAPPENED, &when, NULL));
      g_assert_cmpint (when.local.day, ==, coming == today + 7 ? today - 7 : coming - 7);
    }
}

/* One letter at a time: no beginning of a form is taken for the whole, and each with a letter too
 * many is refused. */
static void
test_beginnings_and_endings (void)
{
  static const char *const forms[]
    = { "2026-12-01T14:00", "yesterday 18:30", "tomorrow", "now", "+12d 08:00" };
  static const char *const whole[] = { "2026-12-01", "yesterday", "+12d", "now", "tomorrow" };
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    for (gsize length = 0; length < strlen (forms[i]); length++) {
      RgmWhen when;
      g_autofree char *part = g_strndup (forms[i], length);
      g_autofree char *more = g_strconcat (forms[i], "0", NULL);
      gboolean is_whole = FALSE;
      for (gsize j = 0; j < G_N_ELEMENTS (whole); j++)
        is_whole = is_whole || g_str_equal (g_strchomp (part), whole[j]);
      g_assert_true (rgm_when_parse (part, utc, 0, RGM_WHEN_PLANNED, &when, NULL) == is_whole);
      g_assert_false (rgm_when_parse (more, utc, 0, RGM_WHEN_PLANNED, &when, NULL));
    }
}

/* Whatever bytes come in, the message is one line of valid text of bounded length. */
static void
test_hostile (void)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  g_autofree char *longest = g_strnfill (100000, '9');
  const char *const texts[]
    = { "\xff", "\xc3", "a\nb", "a\r\nb", "\x1b[31m", "\xe2\x80\xa8", longest, "%s%n" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    RgmWhen when;
    g_assert_false (rgm_when_parse (texts[i], utc, 0, RGM_WHEN_PLANNED, &when, &error));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_null (strpbrk (error->message, "\n\r\x1b"));
    g_assert_cmpuint (strlen (error->message), <, 450);
  }
}

static void
test_day_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) days
    = rgm_when_parse_days ("2026-12-24,2026-12-16,2026-12-24,2026-12-25", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (days->len, ==, 3);
  g_assert_cmpint (g_array_index (days, RgmDay, 0), ==, rgm_day_new (2026, 12, 16));
  g_assert_cmpint (g_array_index (days, RgmDay, 1), ==, rgm_day_new (2026, 12, 24));
  g_assert_cmpint (g_array_index (days, RgmDay, 2), ==, rgm_day_new (2026, 12, 25));
}

static void
test_day_list_refused (void)
{
  static const char *const texts[] = { "",
                                       ",",
                                       "2026-12-16,",
                                       ",2026-12-16",
                                       "2026-12-16,,2026-12-17",
                                       "2026-12-16, 2026-12-17",
                                       "2026-12-16;2026-12-17",
                                       "2026-12-16 2026-12-17",
                                       "2026-02-30",
                                       "tomorrow",
                                       "2026-12-16,x" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (rgm_when_parse_days (texts[i], &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/when/table", test_table);
  g_test_add_func ("/when/weekdays", test_weekdays);
  g_test_add_func ("/when/beginnings-and-endings", test_beginnings_and_endings);
  g_test_add_func ("/when/hostile", test_hostile);
  g_test_add_func ("/when/day-list", test_day_list);
  g_test_add_func ("/when/day-list-refused", test_day_list_refused);
  g_test_add_func ("/when/months", test_months);
  g_test_add_func ("/when/spans", test_spans);
  g_test_add_func ("/when/lists", test_lists);
  g_test_add_func ("/when/count-words", test_count_words);
  return g_test_run ();
}
