/* test-pages.c: which pages the service has opened at a click on a popup, and when it removes them.
 * Only the notification server and the browser are not real. */
#include "daemon/service.h"
#include "model/schedule.h"

#include <regimen/regimen.h>

#define MORNING "2026-11-23T09:30:00+01:00"

typedef struct {
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
  Service *service;
  guint64 last_token; /* of the popup that was shown last */
  GPtrArray *opened;  /* of char *: "NAME DOSE DOSE", with " (private)" if it is */
  GPtrArray *removed; /* of char *: NAME */
} Fixture;

static Fixture *fixture;

/* ---- the server and the browser ---- */

static void
show (Notifier *notifier, Popup *popup)
{
  fixture->last_token = popup->token;
  popup_free (popup);
}

static void
close_popup (Notifier *notifier, guint64 token)
{
}

static void
do_nothing (Notifier *notifier)
{
}

static const NotifierClass notifier_class
  = { .show = show, .renew = show, .close = close_popup, .summon = do_nothing };

static void
note_opened (const char *name, const char *const *doses, gboolean private_mode,
             const char *activation, guint64 token, gpointer data)
{
  g_autofree char *all = g_strjoinv (" ", (char **)doses);
  g_assert_cmpint (token, ==, fixture->last_token);
  g_ptr_array_add (fixture->opened,
                   g_strdup_printf ("%s %s%s", name, all, private_mode ? " (private)" : ""));
}

static void
note_removed (const char *name, gpointer data)
{
  g_ptr_array_add (fixture->removed, g_strdup (name));
}

static void
set_timer (RgmInstant at, gpointer data)
{
}

static RgmInstant
at (const char *text)
{
  RgmInstant instant = 0;
  g_assert_true (rgm_instant_parse (text, &instant, NULL));
  return instant;
}

static void
tell (NotifierEventKind kind, guint64 token, const char *text)
{
  const NotifierEvent event = { .kind = kind,
                                .token = token,
                                .text = text,
                                .server = "bus/:1.5",
                                .popup = (guint32)token,
                                .buttons = TRUE,
                                .tells_all = TRUE,
                                .replaces = TRUE };
  service_notified (fixture->service, &event, fixture->session.now);
}

/* ---- the record ---- */

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture = f;
  f->catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  rgm_settings_init (&f->settings);
  f->session = (RgmSession){ .store = rgm_store_open ("(memory)", RGM_STORE_TRY, &error),
                             .catalog = f->catalog,
                             .settings = &f->settings,
                             .zone = rgm_zone_get ("Europe/Berlin", NULL),
                             .now = at (MORNING) };
  g_assert_no_error (error);
  f->opened = g_ptr_array_new_with_free_func (g_free);
  f->removed = g_ptr_array_new_with_free_func (g_free);
  ServiceSetup setup = { .catalog = f->catalog,
                         .settings = &f->settings,
                         .zone = f->session.zone,
                         .private_mode = GPOINTER_TO_INT (data),
                         .notifier_class = &notifier_class,
                         .open_page = note_opened,
                         .remove_page = note_removed,
                         .set_timer = set_timer };
  f->service = service_new (&setup, f->session.store);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  service_free (f->service);
  rgm_store_close (f->session.store);
  rgm_catalog_free (f->catalog);
  g_ptr_array_unref (f->opened);
  g_ptr_array_unref (f->removed);
}

/* A visit of @person that was due on @day. Returns: (transfer full): its course. */
static RgmCourse *
add (const char *person, const char *treatment, const char *day)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strconcat ("once first=", day, NULL);
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (text, &error);
  RgmAddRequest request
    = { .treatment = rgm_catalog_lookup (fixture->catalog, treatment), .schedule = schedule };
  fixture->session.patient = person;
  RgmCourse *course = rgm_record_add (&fixture->session, &request, &error);
  g_assert_no_error (error);
  return course;
}

static void
add_person (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmPatient) patient
    = rgm_record_patient_added (&fixture->session, name, "Europe/Berlin", &error);
  g_assert_no_error (error);
  g_assert_nonnull (patient);
}

static void
show_and_click (void)
{
  service_turn (fixture->service, LOOP_START, fixture->session.now);
  tell (NOTIFIER_UP, 0, "Test");
  tell (NOTIFIER_SHOWN, fixture->last_token, NULL);
  tell (NOTIFIER_BUTTON, fixture->last_token, "default");
}

static void
assert_opened (guint index, const char *format, const RgmCourse *first, const RgmCourse *second)
{
  g_autoptr (GString) expected = g_string_new (format);
  g_string_replace (expected, "{1}", first->uid, 0);
  if (second != NULL)
    g_string_replace (expected, "{2}", second->uid, 0);
  g_assert_cmpuint (fixture->opened->len, >, index);
  g_assert_cmpstr (fixture->opened->pdata[index], ==, expected->str);
}

/* ---- */

static void
test_one (Fixture *f, gconstpointer data)
{
  g_autoptr (RgmCourse) course = add (NULL, "ct", "2026-11-23");
  show_and_click ();
  g_assert_cmpuint (f->opened->len, ==, 1);
  assert_opened (0, data ? "{1}-1.html {1}/1 (private)" : "{1}-1.html {1}/1", course, NULL);
}

/* What came in an absence is told in one popup, and the page of each person has all of his. */
static void
test_each_person (Fixture *f, gconstpointer data)
{
  add_person ("Anna");
  add_person ("Bernd");
  g_autoptr (RgmCourse) one = add ("Anna", "ct", "2026-11-22");
  g_autoptr (RgmCourse) other = add ("Bernd", "mri", "2026-11-22");
  g_autoptr (RgmCourse) more = add ("Anna", "bone-scan", "2026-11-22");
  show_and_click ();
  g_assert_cmpuint (f->opened->len, ==, 2);
  assert_opened (0, "{1}-1.html {1}/1 {2}/1", one, more);
  assert_opened (1, "{1}-1.html {1}/1", other, NULL);
}

static void
test_answered (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (RgmCourse) course = add (NULL, "ct", "2026-11-23");
  RgmGivenRequest request = { .at = f->session.now };
  show_and_click ();
  service_turn (f->service, LOOP_WAKE, f->session.now + 60);
  g_assert_cmpuint (f->removed->len, ==, 0);
  rgm_record_given (&f->session, course->id, 1, &request, &recorded, &error);
  g_assert_no_error (error);
  service_turn (f->service, LOOP_RECORD, f->session.now + 120);
  g_assert_cmpuint (f->removed->len, ==, 1);
  g_assert_true (g_str_has_prefix (f->opened->pdata[0], f->removed->pdata[0]));
}

/* Of such a popup only the button is known. A browser takes a while to read the page. */
static void
test_unknown_popup (Fixture *f, gconstpointer data)
{
  g_autoptr (RgmCourse) course = add (NULL, "ct", "2026-11-23");
  g_autofree char *key = g_strdup_printf ("details:%s/1", course->uid);
  service_turn (f->service, LOOP_START, f->session.now);
  f->last_token = 1; /* what the loop gives to the popup that it does not know */
  tell (NOTIFIER_BUTTON, 0, key);
  assert_opened (0, "{1}-1.html {1}/1", course, NULL);
  service_turn (f->service, LOOP_WAKE, f->session.now + 60);
  g_assert_cmpuint (f->removed->len, ==, 0);
  service_turn (f->service, LOOP_WAKE, f->session.now + 24 * 3600);
  g_assert_cmpuint (f->removed->len, ==, 1);
}

/* An alert may be there for weeks, a page for a day. */
static void
test_old (Fixture *f, gconstpointer data)
{
  const RgmInstant day = 24 * 3600;
  rgm_course_free (add (NULL, "ct", "2026-11-23"));
  f->settings.overdue = FALSE;
  show_and_click ();
  service_turn (f->service, LOOP_WAKE, f->session.now + day - 1);
  g_assert_cmpuint (f->removed->len, ==, 0);
  service_turn (f->service, LOOP_WAKE, f->session.now + day);
  g_assert_cmpuint (f->removed->len, ==, 1);
  service_turn (f->service, LOOP_WAKE, f->session.now + 2 * day);
  g_assert_cmpuint (f->removed->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pages/one", Fixture, GINT_TO_POINTER (FALSE), set_up, test_one, tear_down);
  g_test_add ("/pages/private", Fixture, GINT_TO_POINTER (TRUE), set_up, test_one, tear_down);
  g_test_add ("/pages/each-person", Fixture, NULL, set_up, test_each_person, tear_down);
  g_test_add ("/pages/answered", Fixture, NULL, set_up, test_answered, tear_down);
  g_test_add ("/pages/unknown-popup", Fixture, NULL, set_up, test_unknown_popup, tear_down);
  g_test_add ("/pages/old", Fixture, NULL, set_up, test_old, tear_down);
  return g_test_run ();
}
