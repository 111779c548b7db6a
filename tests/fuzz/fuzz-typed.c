/* Feeds everything that reads a word or a line which somebody typed: dates, zones, amounts,
 * schedules, and what was felt or measured. What is understood can be typed again in the form in
 * which the program shows or keeps it, and means the same. */
#include "fuzz.h"

#include "base/day-part.h"
#include "base/text.h"
#include "model/schedule.h"

#include <regimen/measure.h>
#include <regimen/signs.h>
#include <regimen/when.h>

enum { MOST = 400 };

static RgmCatalog *
catalog (void)
{
  static RgmCatalog *loaded;
  if (loaded == NULL)
    loaded = rgm_catalog_load (NULL, NULL, NULL);
  return loaded;
}

static RgmInstant
now (void)
{
  RgmInstant instant;
  g_assert_true (rgm_instant_parse ("2026-11-23T09:00:00+01:00", &instant, NULL));
  return instant;
}

/* ---- dates ---- */

static void
check_when (const char *text, RgmWhenUse use)
{
  const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
  g_autoptr (GError) error = NULL, again_error = NULL;
  RgmWhen when, again;
  gboolean done = rgm_when_parse (text, zone, now (), use, &when, &error);

  fuzz_check_answer (done, &error);
  if (!done)
    return;
  g_assert_cmpint (when.local.day, !=, RGM_NO_DAY);
  g_autofree char *shown = when.part != RGM_PART_NONE ? day_part_format (when.local.day, when.part)
                                                      : rgm_local_format (when.local);
  gboolean understood = rgm_when_parse (shown, zone, now (), use, &again, &again_error);
  g_assert_no_error (again_error);
  g_assert_true (understood && again.part == when.part);
  g_assert_true (again.local.day == when.local.day && again.local.second == when.local.second);
}

static void
check_days (const char *text)
{
  const RgmZone *zone = rgm_zone_get ("America/New_York", NULL);
  RgmDay first = RGM_NO_DAY, last = RGM_NO_DAY, today = rgm_zone_day (zone, now ());
  g_autoptr (GError) month_error = NULL, span_error = NULL, days_error = NULL, split_error = NULL;

  fuzz_check_answer (rgm_when_parse_month (text, today, &first, &month_error), &month_error);
  if (rgm_when_parse_span (text, zone, now (), 1, &first, &last, &span_error))
    g_assert_true (first <= last && last - first <= RGM_SPAN_DAYS);
  fuzz_check_answer (span_error == NULL, &span_error);
  g_autoptr (GArray) days = rgm_when_parse_days (text, &days_error);
  fuzz_check_answer (days != NULL, &days_error);
  for (guint i = 1; days != NULL && i < days->len; i++)
    g_assert_cmpint (g_array_index (days, RgmDay, i - 1), <, g_array_index (days, RgmDay, i));
  g_auto (GStrv) parts = rgm_when_split (text, zone, now (), RGM_WHEN_HAPPENED, &split_error);
  fuzz_check_answer (parts != NULL, &split_error);
}

static void
check_zone (const char *text)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_find (text, &error);

  fuzz_check_answer (zone != NULL, &error);
  g_assert_true (zone == NULL || rgm_zone_get (rgm_zone_name (zone), NULL) == zone);
}

/* ---- schedules ---- */

static void
check_schedule (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (text, &error);

  fuzz_check_answer (schedule != NULL, &error);
  if (schedule == NULL)
    return;
  g_autofree char *stored = schedule_to_stored (schedule);
  g_autoptr (RgmSchedule) again = schedule_from_stored (stored, NULL);
  g_assert_nonnull (again);
  g_autofree char *same = schedule_to_stored (again);
  g_assert_cmpstr (same, ==, stored);
  g_assert_true (rgm_schedule_validate (schedule, NULL));
  g_autofree char *described = rgm_schedule_describe (schedule, "dose", "doses");
  g_assert_cmpuint (strlen (described), >, 0);
}

static void
check_periods (const char *text)
{
  g_autoptr (GError) period_error = NULL, cycle_error = NULL, max_error = NULL, days_error = NULL;
  g_autoptr (GError) times_error = NULL;
  RgmPeriod period;
  int on, off, most;
  guint8 weekdays;

  if (rgm_period_parse (text, &period, &period_error))
    g_assert_true (period.count >= 1 && period.count <= 9999 && strchr ("hdwm", period.unit));
  fuzz_check_answer (period_error == NULL, &period_error);
  if (rgm_cycle_parse (text, &on, &off, &cycle_error))
    g_assert_true (on >= 1 && on <= 366 && off >= 1 && off <= 366);
  fuzz_check_answer (cycle_error == NULL, &cycle_error);
  if (rgm_max_parse (text, &most, &max_error))
    g_assert_true (most >= 1 && most <= 99);
  fuzz_check_answer (max_error == NULL, &max_error);
  if (rgm_weekdays_parse (text, &weekdays, &days_error))
    g_assert_true (weekdays != 0 && weekdays <= RGM_EVERY_DAY);
  fuzz_check_answer (days_error == NULL, &days_error);
  g_autoptr (GArray) times = rgm_times_parse (text, &times_error);
  fuzz_check_answer (times != NULL, &times_error);
  for (guint i = 0; times != NULL && i < times->len; i++)
    g_assert_true (g_array_index (times, gint32, i) >= 0 && g_array_index (times, gint32, i) < 86400
                   && times->len <= 24);
}

/* ---- amounts and values ---- */

static void
check_amount (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL, *again_note = NULL, *amount = amount_parse (text, &note, &error);

  fuzz_check_answer (amount != NULL, &error);
  if (amount == NULL)
    return;
  g_autofree char *again = amount_parse (amount, &again_note, NULL);
  g_assert_cmpstr (again, ==, amount);
  g_assert_null (again_note);
  g_assert_true (amount_equal (amount, amount));
  g_autofree char *sum = amount_add (amount, amount);
  g_assert_true (sum == NULL || !g_str_equal (sum, amount));
}

static void
check_entry (const char *text)
{
  g_autoptr (GError) felt_error = NULL, lab_error = NULL, value_error = NULL, range_error = NULL;
  g_autoptr (RgmTyped) felt = rgm_felt_parse (catalog (), text, &felt_error);
  g_autoptr (RgmTyped) lab = rgm_lab_parse (catalog (), text, &lab_error);
  g_autoptr (RgmTyped) value
    = rgm_value_parse (catalog (), RGM_OBSERVATION_LAB, "calcium", NULL, text, &value_error);
  g_autofree char *low = NULL, *high = NULL;

  fuzz_check_answer (felt != NULL, &felt_error);
  fuzz_check_answer (lab != NULL, &lab_error);
  fuzz_check_answer (value != NULL, &value_error);
  fuzz_check_answer (rgm_range_parse (text, &low, &high, &range_error), &range_error);
  g_assert_true (felt == NULL || felt->name != NULL);
  g_assert_true (lab == NULL || lab->name != NULL);
  g_assert_true ((low == NULL) == (high == NULL));
}

static void
check_search (const char *text)
{
  g_autoptr (GError) error = NULL;

  fuzz_check_answer (rgm_catalog_find (catalog (), text, &error) != NULL, &error);
  g_autoptr (RgmSigns) signs = rgm_signs_find (catalog (), text);
  g_autofree char *shown = rgm_signs_text (signs, catalog (), NULL, NULL, 80);
  g_autofree char *near = rgm_signs_suggest (catalog (), text);
  g_assert_true (shown != NULL && (near == NULL || *near != '\0'));
  check_entry (text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autofree char *text = fuzz_text (data, length, MOST);

  if (!g_utf8_validate (text, -1, NULL))
    return 0; /* the command line lets nothing else through to these */
  check_when (text, RGM_WHEN_PLANNED);
  check_when (text, RGM_WHEN_HAPPENED);
  check_days (text);
  check_zone (text);
  check_schedule (text);
  check_periods (text);
  check_amount (text);
  check_search (text);
  return 0;
}
