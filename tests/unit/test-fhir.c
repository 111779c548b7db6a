/* What FHIR calls what is on record: the cases are rows of tests/tables/fhir.tsv. */
#include "model-rows.h"
#include "model/course.h"
#include "model/fhir.h"
#include "model/schedule.h"
#include "table.h"

#include <string.h>

/* "mon,wed", "08:00:00,20:00:00". */
static void
append_lists (GString *out, const FhirRepeat *repeat)
{
  const char *separator = " days=";

  for (int day = 1; day <= 7 && repeat->weekdays != RGM_EVERY_DAY; day++)
    if (repeat->weekdays >> (day - 1) & 1) {
      g_string_append_printf (out, "%s%s", separator, fhir_weekday (day));
      separator = ",";
    }
  separator = " times=";
  for (guint i = 0; i < repeat->n_times; i++) {
    int second = repeat->times[i];
    g_string_append_printf (out, "%s%02d:%02d:%02d", separator, second / 3600, second / 60 % 60,
                            second % 60);
    separator = ",";
  }
}

static char *
repeat_text (const char *stored)
{
  g_autoptr (RgmCourse) course = rows_course (stored);
  g_autoptr (GString) out = g_string_new (NULL);
  FhirRepeat repeat;

  if (!fhir_repeat (rgm_course_schedule (course), &repeat))
    return g_strdup ("-");
  g_string_append_printf (out, "frequency=%d period=%d unit=%s", repeat.frequency, repeat.period,
                          repeat.unit);
  if (repeat.count > 0)
    g_string_append_printf (out, " count=%d", repeat.count);
  if (repeat.start != RGM_NO_DAY) {
    g_autofree char *day = rgm_day_format (repeat.start);
    g_string_append_printf (out, " start=%s", day);
  }
  if (repeat.end != RGM_NO_DAY) {
    g_autofree char *day = rgm_day_format (repeat.end);
    g_string_append_printf (out, " end=%s", day);
  }
  append_lists (out, &repeat);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static int
count_given (const RgmCourse *course)
{
  int given = 0;

  for (guint i = 0; i < course->administrations->len; i++)
    given += ((const RgmAdministration *)course->administrations->pdata[i])->outcome == RGM_GIVEN;
  return given;
}

/* The status of the course, or of a dose of it, that @what names. */
static const char *
status_of (const char *what, const char *schedule, const char *record)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  const RgmInstant now = rows_instant ("2026-12-30T12:00", zone);
  g_autoptr (RgmCourse) course
    = rows_course_of (schedule, g_str_equal (record, "-") ? "" : record, zone);
  RgmCourseState state = rgm_course_state (course, zone, now);
  RgmDose dose;

  if (g_str_equal (what, "medication"))
    return fhir_medication_request_status (state);
  if (g_str_equal (what, "service"))
    return fhir_service_request_status (state);
  if (g_str_equal (what, "series"))
    return fhir_series_status (state, count_given (course));
  g_assert_true (g_str_has_prefix (what, "dose "));
  g_assert_true (rgm_course_dose (course, (int)g_ascii_strtoll (what + strlen ("dose "), NULL, 10),
                                  zone, now, &dose, NULL));
  return fhir_dose_status (dose.state);
}

static char *
value_text (const char *typed)
{
  const char *comparator;
  g_autofree char *number = fhir_decimal (typed, &comparator);

  return number == NULL ? g_strdup ("-")
                        : g_strdup_printf ("%s %s", comparator != NULL ? comparator : "", number);
}

static char *
amount_text (const char *amount)
{
  g_autofree char *number = NULL, *unit = NULL;

  return fhir_quantity (amount, &number, &unit) ? g_strdup_printf ("%s %s", number, unit)
                                                : g_strdup ("-");
}

static void
check_row (char **cells)
{
  const char *what = cells[0], *text = cells[1], *record = cells[2], *status;
  g_autofree char *got = NULL;

  if (g_str_equal (what, "repeat"))
    got = repeat_text (text);
  else if (g_str_equal (what, "value"))
    got = value_text (text);
  else if (g_str_equal (what, "amount"))
    got = amount_text (text);
  else if (g_str_equal (what, "id"))
    got = fhir_id (text, record);
  else {
    status = status_of (what, text, record);
    got = g_strdup (status != NULL ? status : "-");
  }
  table_expect (cells, what, cells[3], got);
}

static void
test_table (void)
{
  table_run ("fhir.tsv", 5, check_row);
}

/* The status of a plan is that of its courses together. */
static void
test_care_plan (void)
{
  const RgmCourseState goes_on[] = { RGM_COURSE_COMPLETED, RGM_COURSE_PAUSED, RGM_COURSE_ACTIVE };
  const RgmCourseState ended[] = { RGM_COURSE_COMPLETED, RGM_COURSE_COMPLETED, RGM_COURSE_STOPPED };

  g_assert_cmpstr (fhir_care_plan_status (goes_on, 3), ==, "active");
  g_assert_cmpstr (fhir_care_plan_status (goes_on, 2), ==, "on-hold");
  g_assert_cmpstr (fhir_care_plan_status (ended, 2), ==, "completed");
  g_assert_cmpstr (fhir_care_plan_status (ended, 3), ==, "unknown");
}

/* A comparator has no place in the end of a range, or in an amount. */
static void
test_no_comparator (void)
{
  g_autofree char *plain = fhir_decimal ("2.20", NULL);

  g_assert_cmpstr (plain, ==, "2.20");
  g_assert_null (fhir_decimal ("<2.20", NULL));
  g_assert_null (fhir_decimal (NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/table", test_table);
  g_test_add_func ("/fhir/care-plan", test_care_plan);
  g_test_add_func ("/fhir/no-comparator", test_no_comparator);
  return g_test_run ();
}
