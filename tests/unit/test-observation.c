#include "model/observation.h"

/* The table of cases: a value, the range that was entered with it, and where it lies. The expected
 * answers are plain arithmetic. */
static void
test_range (void)
{
  const struct {
    const char *value, *low, *high;
    RgmRange range;
  } cases[] = {
    { "1.98", "2.15", "2.55", RGM_RANGE_BELOW },
    { "2.15", "2.15", "2.55", RGM_RANGE_WITHIN },
    { "2.55", "2.15", "2.55", RGM_RANGE_WITHIN },
    { "2.550", "2.15", "2.55", RGM_RANGE_WITHIN },
    { "2.5501", "2.15", "2.55", RGM_RANGE_ABOVE },
    { "2.6", "2.15", "2.55", RGM_RANGE_ABOVE },
    { "10", "9", "11", RGM_RANGE_WITHIN },
    { "9", "10", "11", RGM_RANGE_BELOW },
    { "100", "20", "99.9", RGM_RANGE_ABOVE },
    { "007", "7", "7.0", RGM_RANGE_WITHIN },
    { ".5", "0.4", "0.6", RGM_RANGE_WITHIN },
    { "-1", "-2", "0", RGM_RANGE_WITHIN },
    { "-3", "-2", "0", RGM_RANGE_BELOW },
    { "-0", "0", "1", RGM_RANGE_WITHIN },
    { "0.1", "-1", "0.05", RGM_RANGE_ABOVE },
    /* more digits than a floating point number keeps */
    { "0.1000000000000000000001", "0.1", "0.1", RGM_RANGE_ABOVE },
    { "123456789012345678901", "123456789012345678900", "123456789012345678900", RGM_RANGE_ABOVE },
    { "1.98", NULL, NULL, RGM_RANGE_UNKNOWN },
    { "mild", "1", "2", RGM_RANGE_UNKNOWN },
    { "<2", "1", "3", RGM_RANGE_UNKNOWN },
    { "<1.5", "2.15", "2.55", RGM_RANGE_BELOW },
    { "<2.15", "2.15", "2.55", RGM_RANGE_BELOW },
    { "<2.3", "2.15", "2.55", RGM_RANGE_UNKNOWN },
    { "<3", "2.15", "2.55", RGM_RANGE_UNKNOWN },
    { ">3", "2.15", "2.55", RGM_RANGE_ABOVE },
    { ">2.55", "2.15", "2.55", RGM_RANGE_ABOVE },
    { ">2.3", "2.15", "2.55", RGM_RANGE_UNKNOWN },
    { ">1", "2.15", "2.55", RGM_RANGE_UNKNOWN },
    { "\u22641.5", "2.15", "2.55", RGM_RANGE_BELOW },
    { "<=2.15", "2.15", "2.55", RGM_RANGE_UNKNOWN },
    { ">=2.55", "2.15", "2.55", RGM_RANGE_UNKNOWN },
    { "\u22652.56", "2.15", "2.55", RGM_RANGE_ABOVE },
    { "<>1", "2", "3", RGM_RANGE_UNKNOWN },
    { "1.98", "low", "3", RGM_RANGE_UNKNOWN },
    { ".", "1", "3", RGM_RANGE_UNKNOWN },
    { "1e3", "1", "3", RGM_RANGE_UNKNOWN },
    { NULL, "1", "3", RGM_RANGE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    RgmObservation observation = { .value = (char *)cases[i].value,
                                   .low = (char *)cases[i].low,
                                   .high = (char *)cases[i].high };
    if (rgm_observation_range (&observation) != cases[i].range)
      g_error ("%s in %s-%s", cases[i].value, cases[i].low, cases[i].high);
  }
}

static void
test_key (void)
{
  const char *const cases[][2] = {
    { "Calcium", "calcium" },
    { "  Dental   check ", "dental check" },
    { "ÜBELKEIT", "übelkeit" },
    { "u\xcc\x88"
      "belkeit",
      "übelkeit" },
    { "dental\xc2\xa0"
      "check",
      "dental check" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *key = rgm_observation_key (cases[i][0]);
    g_assert_cmpstr (key, ==, cases[i][1]);
  }
}

/* Days of 2026: the number of the day of the year, counted by hand. */
static void
test_need (void)
{
  const RgmDay year = rgm_day_new (2026, 1, 1) - 1;
  enum { NONE = -1 };
  const struct {
    RgmPeriod within;
    int dose, previous, last;
    gboolean met;
    int since;
  } cases[] = {
    /* three days before the dose count, and the day of the dose */
    { { 3, 'd' }, 100, NONE, 97, TRUE, 97 },
    { { 3, 'd' }, 100, NONE, 96, FALSE, 97 },
    { { 3, 'd' }, 100, NONE, 100, TRUE, 97 },
    { { 3, 'd' }, 100, 72, 96, FALSE, 97 },
    { { 3, 'd' }, 100, NONE, NONE, FALSE, 97 },
    { { 2, 'w' }, 100, NONE, 86, TRUE, 86 },
    { { 2, 'w' }, 100, NONE, 85, FALSE, 86 },
    /* 10 April minus one month is 10 March, minus six is 10 October of the year before */
    { { 1, 'm' }, 100, NONE, 69, TRUE, 69 },
    { { 1, 'm' }, 100, NONE, 68, FALSE, 69 },
    { { 6, 'm' }, 100, NONE, -82, TRUE, -82 },
    { { 6, 'm' }, 100, NONE, -83, FALSE, -82 },
    /* nothing was said: since the dose before */
    { { 0, 0 }, 100, 72, 72, FALSE, 73 },
    { { 0, 0 }, 100, 72, 73, TRUE, 73 },
    { { 0, 0 }, 100, 72, NONE, FALSE, 73 },
    /* before the first dose, any day */
    { { 0, 0 }, 100, NONE, 2, TRUE, NONE },
    { { 0, 0 }, 100, NONE, NONE, FALSE, NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    RgmNeed need = { .within = cases[i].within };
    RgmDay previous = cases[i].previous == NONE ? RGM_NO_DAY : year + cases[i].previous;
    RgmDay last = cases[i].last == NONE ? RGM_NO_DAY : year + cases[i].last;
    RgmDay since = cases[i].since == NONE ? RGM_NO_DAY : year + cases[i].since;
    RgmNeedStatus status = rgm_need_status (&need, year + cases[i].dose, previous, last);
    if (status.met != cases[i].met || status.since != since || status.last != last)
      g_error ("case %zu: met %d, since %d", i, status.met, status.since - year);
  }
}

/* The day by which the age of what a dose needs is reckoned, with the reason for it. Days of 2026,
 * as above; the dose is planned for day 100. */
static void
test_need_day (void)
{
  const RgmDay year = rgm_day_new (2026, 1, 1) - 1;
  const RgmZone *berlin = rgm_zone_get ("Europe/Berlin", NULL);
  enum { NONE = -1, WITHOUT_DAY = -2 };
  static const struct {
    const char *what;
    gboolean open;
    int target, booked, hold, today;
    int expected;
  } cases[] = {
    { "its day is still to come", TRUE, 100, NONE, NONE, 97, 100 },
    { "its day is today", TRUE, 100, NONE, NONE, 100, 100 },
    { "due since yesterday, and not given then", TRUE, 100, NONE, NONE, 101, 101 },
    { "overdue", TRUE, 100, NONE, NONE, 114, 114 },
    { "moved to a later day", TRUE, 107, NONE, NONE, 97, 107 },
    { "moved to a day that has passed too", TRUE, 107, NONE, NONE, 110, 110 },
    { "booked later than planned", TRUE, 100, 103, NONE, 97, 103 },
    { "booked earlier than planned", TRUE, 100, 98, NONE, 97, 98 },
    { "an appointment that has passed without a dose", TRUE, 100, 103, NONE, 105, 105 },
    { "on hold until a later day", TRUE, 100, NONE, 114, 100, 114 },
    { "on hold until a later day, which is today", TRUE, 100, NONE, 114, 114, 114 },
    { "on hold until a day that has passed", TRUE, 100, NONE, 114, 117, 117 },
    { "looked at again before the day of the dose", TRUE, 100, NONE, 95, 93, 100 },
    { "on hold without a day, before the day of the dose", TRUE, 100, NONE, WITHOUT_DAY, 97, 100 },
    { "on hold without a day, after it", TRUE, 100, NONE, WITHOUT_DAY, 110, 110 },
    { "given: its own day, as it was", FALSE, 100, NONE, NONE, 200, 100 },
    { "given: that of its appointment", FALSE, 100, 103, NONE, 200, 103 },
    { "by the record alone: the day has passed", TRUE, 100, NONE, NONE, NONE, 100 },
    { "by the record alone: on hold", TRUE, 100, NONE, 114, NONE, 114 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    RgmAppointment appointment
      = { .at = { year + cases[i].booked, 9 * 3600 }, .zone = (char *)"Europe/Berlin" };
    RgmHold hold = { .until = cases[i].hold == WITHOUT_DAY ? RGM_NO_DAY : year + cases[i].hold };
    RgmDose dose = { .open = cases[i].open,
                     .target = { year + cases[i].target, RGM_NO_TIME },
                     .appointment = cases[i].booked == NONE ? NULL : &appointment,
                     .hold = cases[i].hold == NONE ? NULL : &hold };
    RgmDay day
      = need_day (&dose, berlin, cases[i].today == NONE ? RGM_NO_DAY : year + cases[i].today);
    if (day != year + cases[i].expected)
      g_error ("%s: day %d", cases[i].what, day - year);
  }
}

static void
test_contacts (void)
{
  RgmContact ward = { .number = 1, .purpose = RGM_CONTACT_URGENT };
  RgmContact desk = { .number = 2, .purpose = RGM_CONTACT_BOOKING };
  RgmContact doctor = { .number = 3, .purpose = RGM_CONTACT_ANYTHING };
  const struct {
    gboolean has_ward, has_desk, has_doctor;
    RgmContactPurpose purpose;
    int first, count;
  } cases[] = {
    { TRUE, TRUE, TRUE, RGM_CONTACT_URGENT, 1, 1 },
    { TRUE, TRUE, TRUE, RGM_CONTACT_QUESTIONS, 3, 1 },
    { FALSE, TRUE, TRUE, RGM_CONTACT_URGENT, 3, 1 },
    { TRUE, TRUE, FALSE, RGM_CONTACT_QUESTIONS, 1, 2 },
    { FALSE, FALSE, FALSE, RGM_CONTACT_URGENT, 0, 0 },
  };
  RgmContactPurpose purpose;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) all = g_ptr_array_new ();
    if (cases[i].has_ward)
      g_ptr_array_add (all, &ward);
    if (cases[i].has_desk)
      g_ptr_array_add (all, &desk);
    if (cases[i].has_doctor)
      g_ptr_array_add (all, &doctor);
    g_autoptr (GPtrArray) found = rgm_contacts_for (all, cases[i].purpose);
    g_assert_cmpuint (found->len, ==, cases[i].count);
    if (found->len > 0)
      g_assert_cmpint (((const RgmContact *)found->pdata[0])->number, ==, cases[i].first);
  }
  g_assert_true (rgm_contact_purpose_parse ("Urgent", &purpose, NULL));
  g_assert_cmpint (purpose, ==, RGM_CONTACT_URGENT);
  g_assert_false (rgm_contact_purpose_parse ("", &purpose, NULL));
  g_assert_false (rgm_contact_purpose_parse ("urgently", &purpose, NULL));
}

/* One version: "w" was written, "W" and was taken back; "r" took the entry out of all lists, "R"
 * and was taken back. Of a question: "q" as it was asked, "e" in other words, "a" with its answer,
 * "b" with another answer, "p" taken out of all lists. */
static RgmEntryVersion *
version_new (char sign, int number)
{
  RgmEntryVersion *version = g_new0 (RgmEntryVersion, 1);

  version->removal = g_ascii_tolower (sign) == 'r' || sign == 'p';
  version->taken_back = g_ascii_isupper (sign);
  if (strchr ("qeabp", sign) != NULL) {
    version->question = g_new0 (RgmQuestion, 1);
    version->question->number = number;
    version->question->question = g_strdup (sign == 'e' ? "Why now?" : "Why?");
    version->question->answer = sign == 'a'   ? g_strdup ("So.")
                                : sign == 'b' ? g_strdup ("Not so.")
                                              : NULL;
  } else {
    version->observation = g_new0 (RgmObservation, 1);
    version->observation->number = number;
  }
  return version;
}

/* What became of each version: of one entry, and of one that another entry follows. */
static void
test_versions (void)
{
  static const char *const fates[]
    = { "holds",          "correction",    "answer",  "entered again", "corrected later",
        "answered later", "removed later", "removal", "taken back" };
  static const struct {
    const char *versions, *fates;
  } cases[] = {
    { "ww", "corrected later, correction" },
    { "www", "corrected later, corrected later, correction" },
    { "wW", "holds, taken back" },
    { "W", "taken back" },
    { "wWw", "corrected later, taken back, correction" },
    { "wr", "removed later, removal" },
    { "wwr", "corrected later, removed later, removal" },
    { "wR", "holds, taken back" },
    { "wwR", "corrected later, correction, taken back" },
    { "WR", "taken back, taken back" },
    { "wrw", "removed later, removal, entered again" },
    { "wrww", "removed later, removal, corrected later, correction" },
    { "qa", "answered later, answer" },
    { "qe", "corrected later, correction" },
    { "qab", "answered later, corrected later, correction" },
    { "qp", "removed later, removal" },
    { "w|w", "holds, holds" },
    { "ww|wr", "corrected later, correction, removed later, removal" },
    { "w|q", "holds, holds" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) versions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_entry_version_free);
    g_autoptr (GString) got = g_string_new (NULL);
    int number = 1;

    for (const char *sign = cases[i].versions; *sign != '\0'; sign++)
      if (*sign == '|')
        number++;
      else
        g_ptr_array_add (versions, version_new (*sign, number));
    for (guint n = 0; n < versions->len; n++)
      g_string_append_printf (got, "%s%s", n > 0 ? ", " : "",
                              fates[rgm_entry_version_fate (versions, n)]);
    if (!g_str_equal (got->str, cases[i].fates))
      g_test_fail_printf ("%s: %s", cases[i].versions, got->str);
  }
}

static void
test_within (void)
{
  static const struct {
    const char *typed;
    RgmPeriod within; /* count 0: refused */
  } cases[] = {
    { "3d", { 3, 'd' } }, { "2 weeks", { 2, 'w' } },
    { "6m", { 6, 'm' } }, { "9999 days", { 9999, 'd' } },
    { "3h", { 0 } },      { "12 hours", { 0 } },
    { "0d", { 0 } },      { "10000d", { 0 } },
    { "-3d", { 0 } },     { "3", { 0 } },
    { "often", { 0 } },   { "", { 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    RgmPeriod within = { 0 };
    g_autoptr (GError) error = NULL;

    if (rgm_need_within_parse (cases[i].typed, &within, &error) != (cases[i].within.count > 0)
        || within.count != cases[i].within.count || within.unit != cases[i].within.unit)
      g_test_fail_printf ("%s", cases[i].typed);
    if (cases[i].within.count == 0)
      g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/observation/range", test_range);
  g_test_add_func ("/observation/key", test_key);
  g_test_add_func ("/observation/need", test_need);
  g_test_add_func ("/observation/need-day", test_need_day);
  g_test_add_func ("/observation/contacts", test_contacts);
  g_test_add_func ("/observation/within", test_within);
  g_test_add_func ("/observation/versions", test_versions);
  return g_test_run ();
}
