/* What alerts say: the decision first, when it was planned, how late it is, what to type; and
 * nothing at all in private mode. */
#include "alerts/alert-text.h"

#include <string.h>

#define BERLIN "Europe/Berlin"

/* A dose of a denosumab course every 4 weeks, handle "bones", place "Day clinic". */
typedef struct {
  const char *name;
  RgmAlertKind kind;
  const char *schedule;
  const char *appointment; /* nullable */
  const char *zone;        /* of the appointment; nullable: Berlin */
  const char *hold;        /* nullable: the reason */
  const char *given;       /* nullable */
  const char *patient;     /* nullable */
  const char *now;
  const char *summary, *body, *button_body;
} Case;

#define DAY_ONLY "interval first=2026-12-03 every=4w reckon=given"

static const Case cases[] = {
  { "book", RGM_ALERT_BOOK, DAY_ONLY, .now = "2026-11-19T09:00",
    .summary = "To book: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 (in 14 days)\n"
            "It has no appointment yet\n"
            "When you have it: regimen book bones/1 \"2026-12-03 10:00\"",
    .button_body = "Planned for Thu 2026-12-03 (in 14 days)\n"
                   "It has no appointment yet\n"
                   "When you have it: regimen book bones/1 \"2026-12-03 10:00\"" },
  { "upcoming", RGM_ALERT_UPCOMING, DAY_ONLY, "2026-12-03T10:40", .now = "2026-12-02T09:00",
    .summary = "Coming up tomorrow: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "Day clinic\n"
            "More: regimen show bones",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "Day clinic\n"
                   "More: regimen show bones" },
  { "due, a day", RGM_ALERT_DUE, DAY_ONLY, .now = "2026-12-03T09:00",
    .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "On time until Mon 2026-12-07; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "On time until Mon 2026-12-07; Day clinic" },
  { "due, not yet late", RGM_ALERT_DUE, DAY_ONLY, "2026-12-03T10:40", .now = "2026-12-03T10:55",
    .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "Day clinic" },
  { "due, late by minutes", RGM_ALERT_DUE, DAY_ONLY, "2026-12-03T10:40", .now = "2026-12-03T10:56",
    .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "16 minutes late; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "16 minutes late; Day clinic" },
  { "due, late by hours", RGM_ALERT_DUE, DAY_ONLY, "2026-12-03T23:30", .now = "2026-12-04T01:00",
    .summary = "Due since Thu 2026-12-03: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 23:30\n"
            "1 hour late; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03 23:30\n"
                   "1 hour late; Day clinic" },
  { "overdue", RGM_ALERT_OVERDUE, DAY_ONLY, .now = "2026-12-08T09:00", .patient = "Anna O'Neil",
    .summary = "Anna O'Neil · Overdue: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "5 days late; Day clinic\n"
            "Given? regimen --patient 'Anna O'\\''Neil' log bones/1\n"
            "If not: regimen --patient 'Anna O'\\''Neil' snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "5 days late; Day clinic" },
  { "booked in another zone", RGM_ALERT_UPCOMING, DAY_ONLY, "2026-12-03T10:40",
    .zone = "America/New_York", .now = "2026-12-02T09:00",
    .summary = "Coming up tomorrow: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40 (America/New_York)\n"
            "Day clinic\n"
            "More: regimen show bones",
    .button_body = "Planned for Thu 2026-12-03 10:40 (America/New_York)\n"
                   "Day clinic\n"
                   "More: regimen show bones" },
  { "hold", RGM_ALERT_HOLD, DAY_ONLY, .hold = "calcium is low", .now = "2026-12-10T09:00",
    .summary = "On hold, look again: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "On hold: calcium is low\n"
            "New date? regimen book bones/1 \"2026-12-10 10:00\"",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "On hold: calcium is low\n"
                   "New date? regimen book bones/1 \"2026-12-10 10:00\"" },
  { "a single visit has no number", RGM_ALERT_DUE, "once first=2026-12-03T09:30",
    .now = "2026-12-03T07:30", .summary = "Due today: Denosumab",
    .body = "Planned for Thu 2026-12-03 09:30\n"
            "Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03 09:30\n"
                   "Day clinic" },
};

static RgmLocal
local_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  RgmLocal local = RGM_LOCAL_NONE;
  rgm_local_parse (text, &local, &error);
  g_assert_no_error (error);
  return local;
}

static const RgmZone *
berlin (void)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get (BERLIN, &error);
  g_assert_no_error (error);
  return zone;
}

static RgmInstant
instant_of (const char *text)
{
  return rgm_zone_to_instant (berlin (), local_of (text), NULL);
}

static void
add_appointment (RgmCourse *course, const Case *one)
{
  RgmAppointment *appointment = g_new0 (RgmAppointment, 1);
  appointment->dose = 1;
  appointment->at = local_of (one->appointment);
  appointment->zone = g_strdup (one->zone != NULL ? one->zone : BERLIN);
  g_ptr_array_add (course->appointments, appointment);
}

static void
add_hold (RgmCourse *course, const Case *one)
{
  RgmHold *hold = g_new0 (RgmHold, 1);
  hold->dose = 1;
  hold->reason = g_strdup (one->hold);
  hold->until = RGM_NO_DAY;
  g_ptr_array_add (course->holds, hold);
}

static void
add_given (RgmCourse *course, const Case *one)
{
  RgmAdministration *given = g_new0 (RgmAdministration, 1);
  given->dose = 1;
  given->outcome = RGM_GIVEN;
  given->at = given->recorded_at = instant_of (one->given);
  g_ptr_array_add (course->administrations, given);
}

static RgmCourse *
course_of (const Case *one)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course = rgm_course_new ();
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  course->handle = g_strdup ("bones");
  course->treatment_name = g_strdup ("Denosumab");
  course->unit = g_strdup ("injection");
  course->place = g_strdup ("Day clinic");
  revision->from_dose = 1;
  revision->schedule = rgm_schedule_from_stored (one->schedule, &error);
  g_assert_no_error (error);
  g_ptr_array_add (course->revisions, revision);
  if (one->appointment != NULL)
    add_appointment (course, one);
  if (one->hold != NULL)
    add_hold (course, one);
  if (one->given != NULL)
    add_given (course, one);
  return course;
}

static RgmAlertView *
view_of_treatment (const Case *one, const char *treatment, gboolean private_mode)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = course_of (one);
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, &error);
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  RgmAlert alert = { .kind = one->kind };
  RgmDose dose;
  g_assert_no_error (error);
  AlertSubject subject = { .alert = &alert,
                           .dose = &dose,
                           .course = course,
                           .treatment = rgm_catalog_lookup (catalog, treatment),
                           .catalog = catalog,
                           .zone = berlin (),
                           .patient = one->patient,
                           .now = instant_of (one->now) };
  rgm_course_dose (course, 1, subject.zone, subject.now, &dose, &error);
  g_assert_no_error (error);
  alert_text (&subject, private_mode, view);
  return view;
}

static RgmAlertView *
view_of (const Case *one, gboolean private_mode)
{
  return view_of_treatment (one, "denosumab", private_mode);
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (RgmAlertView) view = view_of (one, FALSE);
  g_assert_cmpstr (view->summary, ==, one->summary);
  g_assert_cmpstr (view->body, ==, one->body);
  g_assert_cmpstr (view->button_body, ==, one->button_body);
  g_assert_cmpuint (count_lines (view->body), <=, 4);
}

/* The reason of a hold is the user's own, but may name a treatment as well. */
static void
test_private (void)
{
  static const char *const secrets[]
    = { "enosumab", "injection", "bones", "clinic", "Anna", "calcium" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmAlertView) view = view_of (&cases[i], TRUE);
    g_autofree char *all
      = g_strconcat (view->summary, "\n", view->body, "\n", view->button_body, NULL);
    for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
      g_assert_null (strstr (all, secrets[j]));
    g_assert_cmpstr (view->summary, ==, "Treatment reminder");
    g_assert_nonnull (strstr (view->body, "type: regimen"));
  }
}

/* The words of the catalog, and nothing of one's own between them. */
static void
test_watch (void)
{
  const Case one = { "watch", RGM_ALERT_WATCH, DAY_ONLY, .given = "2026-12-03T10:40",
                     .now = "2026-12-03T11:00" };
  static const char *const effects[]
    = { "rash", "muscle or joint pain", "nausea", "constipation", "diarrhea" };
  g_autoptr (RgmAlertView) view = view_of (&one, FALSE);
  g_autoptr (RgmAlertView) hidden = view_of (&one, TRUE);
  g_autofree char *lower = g_ascii_strdown (view->body, -1);
  g_assert_cmpstr (view->summary, ==, "After Denosumab injection 1");
  g_assert_true (g_str_has_suffix (view->body, "\nWarning signs: regimen catalog denosumab"));
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    g_assert_nonnull (strstr (lower, effects[i]));
  g_assert_cmpuint (count_lines (view->body), <=, 4);
  g_assert_false (view->answerable || view->snoozable);
  g_assert_null (strstr (hidden->body, "nausea"));
}

/* The question is the catalog's. */
static void
test_response (void)
{
  const Case one = { "response", RGM_ALERT_RESPONSE, DAY_ONLY, .given = "2026-12-03T10:40",
                     .now = "2026-12-17T09:00" };
  g_autoptr (RgmAlertView) view = view_of_treatment (&one, "radiation", FALSE);
  g_autoptr (RgmAlertView) hidden = view_of_treatment (&one, "radiation", TRUE);
  g_assert_cmpstr (view->summary, ==, "After the last injection: Denosumab");
  g_assert_cmpstr (view->body, ==,
                   "Is the pain better?\n"
                   "Given on Thu 2026-12-03. The full effect may take 2 to 3 weeks.\n"
                   "To note it: regimen amend bones/1 --note TEXT");
  g_assert_false (view->answerable || view->snoozable);
  g_assert_null (strstr (hidden->body, "pain"));
}

static void
test_buttons (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmAlertView) view = view_of (&cases[i], FALSE);
    gboolean asks = cases[i].kind == RGM_ALERT_DUE || cases[i].kind == RGM_ALERT_OVERDUE;
    g_assert_cmpint (view->answerable, ==, asks);
    g_assert_true (view->snoozable);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *slug = g_strdelimit (g_strdup (cases[i].name), " /", '-');
    g_autofree char *path = g_strconcat ("/alert-text/table/", slug, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/alert-text/private", test_private);
  g_test_add_func ("/alert-text/watch", test_watch);
  g_test_add_func ("/alert-text/response", test_response);
  g_test_add_func ("/alert-text/buttons", test_buttons);
  return g_test_run ();
}
