/* test-sheet-reminder.c: what a sheet says of the alert that led to it, read with a parser for
 * HTML. */
#include "base/html.h"
#include "followup/sheet-part.h"
#include "model/course.h"
#include "model/schedule.h"

#include <libxml/HTMLparser.h>
#include <regimen/effects.h>
#include <regimen/store.h>
#include <string.h>

#define HOSTILE "</td><script>alert (1)</script> & \"Anna\" 'B' <img src=x onerror=y>"

typedef struct {
  RgmCatalog *catalog;
  RgmCourse *course;
  RgmSettings settings;
  RgmDose dose;
  RgmAdministration given; /* set by give() */
  AlertSubject subject;
  RgmAlertView *view;
  GPtrArray *contacts, *questions, *needs;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  f->catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  rgm_settings_init (&f->settings);
  f->course = course_new ();
  f->course->uid = g_strdup ("b2b0c6a0");
  f->course->handle = g_strdup ("bones");
  f->course->treatment_key = g_strdup ("denosumab");
  f->course->treatment_name = g_strdup ("Denosumab");
  f->course->unit = g_strdup ("injection");
  f->course->units = g_strdup ("injections");
  revision->from_dose = 1;
  f->course->place = g_strdup (HOSTILE);
  revision->schedule
    = schedule_from_stored ("interval first=2026-12-03 every=4w reckon=given", &error);
  g_assert_no_error (error);
  g_ptr_array_add (f->course->revisions, revision);
  RgmLocal at = { rgm_day_new (2026, 12, 3), 9 * 3600 };
  f->subject = (AlertSubject){ .course = f->course,
                               .treatment = rgm_catalog_lookup (f->catalog, "denosumab"),
                               .catalog = f->catalog,
                               .settings = &f->settings,
                               .zone = zone,
                               .dose = &f->dose,
                               .now = rgm_zone_to_instant (zone, at, NULL) };
  rgm_course_dose (f->course, 1, zone, f->subject.now, &f->dose, &error);
  g_assert_no_error (error);
  f->view = g_new0 (RgmAlertView, 1);
  f->view->alert.kind = "due";
  f->view->alert.from = f->subject.now;
  f->view->alert.until = G_MAXINT64;
  f->contacts = g_ptr_array_new ();
  f->questions = g_ptr_array_new ();
  f->needs = g_ptr_array_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  rgm_alert_view_free (f->view);
  g_ptr_array_unref (f->contacts);
  g_ptr_array_unref (f->questions);
  g_ptr_array_unref (f->needs);
  rgm_course_free (f->course);
  rgm_catalog_free (f->catalog);
}

/* The page as a browser has it. */
static xmlDoc *
page_of (Fixture *f, AlertStyle style, char **html)
{
  const RgmSession session = { .catalog = f->catalog };
  g_autoptr (GString) text = g_string_new (NULL);
  Sheet sheet = { .session = &session, .private_mode = style == ALERT_PRIVATE, .html = text };
  /* a test may ask for a second page */
  g_clear_pointer (&f->view->summary, g_free);
  g_clear_pointer (&f->view->body, g_free);
  g_clear_pointer (&f->view->button_body, g_free);
  alert_say (&f->subject, style | ALERT_LASTING, f->view);
  html_begin (text, "Test", NULL, "");
  sheet_add_reminder (&sheet, &f->subject, f->view);
  html_end (text);
  *html = g_strdup (text->str);
  xmlDoc *page = htmlReadMemory (*html, (int)strlen (*html), NULL, "UTF-8",
                                 HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  g_assert_nonnull (page);
  return page;
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

static int
count_elements (const xmlNode *root, const char *name)
{
  int found = 0;
  for (const xmlNode *node = root; node != NULL; node = next_node (node))
    found += node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, name) == 0;
  return found;
}

static char *
text_of (xmlDoc *page)
{
  xmlChar *text = xmlNodeGetContent (xmlDocGetRootElement (page));
  char *copy = g_strdup ((const char *)text);
  xmlFree (text);
  return copy;
}

static void
assert_says (const char *text, const char *const *said, gboolean expected)
{
  for (; *said != NULL; said++) {
    g_test_message ("%s", *said);
    g_assert_true ((strstr (text, *said) != NULL) == expected);
  }
}

/* Names and places stand there as they were typed, and are no markup; nothing is run or loaded. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  static const char *const none[] = { "script", "img", "link", "iframe", "object", "form" };
  g_autofree char *html = NULL;
  f->subject.patient = HOSTILE;
  xmlDoc *page = page_of (f, ALERT_PLAIN, &html);
  g_autofree char *text = text_of (page);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (count_elements (xmlDocGetRootElement (page), none[i]), ==, 0);
  g_assert_cmpint (count_elements (xmlDocGetRootElement (page), "section"), ==, 1);
  const char *place = strstr (text, HOSTILE);
  g_assert_nonnull (place);
  g_assert_nonnull (strstr (place + 1, HOSTILE ": Denosumab injection 1"));
  g_assert_null (strstr (html, "http:"));
  g_assert_null (strstr (html, "https:"));
  xmlFreeDoc (page);
}

static void
give (Fixture *f)
{
  f->given = (RgmAdministration){ .dose = 1, .outcome = RGM_GIVEN, .at = f->subject.now };
  f->dose.state = RGM_DOSE_GIVEN;
  f->dose.administration = &f->given;
}

/* What the person put on record between the doses. */
static void
add_between (Fixture *f)
{
  static RgmContact contacts[]
    = { { .name = (char *)HOSTILE, .phone = (char *)"555-0100" },
        { .name = (char *)"Ward 3", .phone = (char *)"555-0199", .purpose = RGM_CONTACT_URGENT } };
  static RgmQuestion question = { .question = (char *)"When is the next scan?" };
  static RgmNeed need = { .name = (char *)"calcium", .within = { 3, 'd' } };
  for (guint i = 0; i < G_N_ELEMENTS (contacts); i++)
    g_ptr_array_add (f->contacts, &contacts[i]);
  g_ptr_array_add (f->questions, &question);
  g_ptr_array_add (f->needs, &need);
  f->subject.contacts = f->contacts;
  f->subject.questions = f->questions;
  f->subject.needs = f->needs;
}

/* The alert in its own words, which name needs and questions, but not in private mode. */
static void
test_between (Fixture *f, gconstpointer data)
{
  static const char *const said[] = { "Needed: calcium: none on record since Mon 2026-11-30",
                                      "To ask: When is the next scan?", NULL };
  add_between (f);
  f->view->alert.kind = "upcoming";
  for (AlertStyle style = ALERT_PLAIN; style <= ALERT_PRIVATE; style++) {
    g_autofree char *html = NULL;
    xmlDoc *page = page_of (f, style, &html);
    g_autofree char *text = text_of (page);
    assert_says (text, said, style == ALERT_PLAIN);
    xmlFreeDoc (page);
  }
}

static void
test_content (Fixture *f, gconstpointer data)
{
  static const char *const said[] = { "Due Thu 3 Dec: Denosumab injection 1",
                                      "Planned for Thu 2026-12-03",
                                      "On time until Mon 2026-12-07",
                                      "regimen log bones/1",
                                      "regimen snooze bones/1",
                                      "regimen hold bones/1 --reason WHY",
                                      "regimen skip bones/1 --reason WHY",
                                      "regimen book bones/1 \"2026-12-09 10:00\"",
                                      "regimen show bones",
                                      NULL };
  g_autofree char *html = NULL;
  RgmLocal end = { rgm_day_new (2026, 12, 8), 9 * 3600 };
  f->view->alert.until = rgm_zone_to_instant (f->subject.zone, end, NULL);
  xmlDoc *page = page_of (f, ALERT_PLAIN, &html);
  g_autofree char *text = text_of (page);
  assert_says (text, said, TRUE);
  g_assert_null (strstr (text, "nausea"));
  xmlFreeDoc (page);
}

/* After a dose: whom to call, and all that is to be watched for, word by word. */
static void
test_watch (Fixture *f, gconstpointer data)
{
  static const char *const calls[] = { HOSTILE ", 555-0100", "Ward 3, 555-0199 (urgent)", NULL };
  static const char *const names[] = { "After Denosumab injection 1", NULL };
  g_autofree char *watch = rgm_effects_text (f->subject.treatment, f->catalog, 0);
  g_auto (GStrv) lines = g_strsplit (watch, "\n", -1);
  add_between (f);
  give (f);
  f->view->alert.kind = "watch";
  g_assert_cmpuint (g_strv_length (lines), >=, 10);
  for (AlertStyle style = ALERT_PLAIN; style <= ALERT_PRIVATE; style++) {
    g_autofree char *html = NULL;
    xmlDoc *page = page_of (f, style, &html);
    g_autofree char *text = text_of (page);
    for (char **line = lines; *line != NULL; line++)
      g_assert_nonnull (strstr (text, g_strstrip (*line)));
    g_assert_nonnull (strstr (text, "Given on Thu 2026-12-03."));
    assert_says (text, calls, style == ALERT_PLAIN);
    assert_says (text, names, style == ALERT_PLAIN);
    g_assert_cmpint (count_elements (xmlDocGetRootElement (page), "script"), ==, 0);
    xmlFreeDoc (page);
  }
}

/* What there is no button for. */
static void
test_response (Fixture *f, gconstpointer data)
{
  static const char *const said[]
    = { "The full effect may take 2 to 3 weeks.", "regimen feel pain NUMBER", NULL };
  f->subject.treatment = rgm_catalog_lookup (f->catalog, "radiation");
  give (f);
  f->view->alert.kind = "response";
  for (AlertStyle style = ALERT_PLAIN; style <= ALERT_PRIVATE; style++) {
    g_autofree char *html = NULL;
    xmlDoc *page = page_of (f, style, &html);
    g_autofree char *text = text_of (page);
    assert_says (text, said, style == ALERT_PLAIN);
    xmlFreeDoc (page);
  }
}

static void
test_private (Fixture *f, gconstpointer data)
{
  static const char *const secrets[]
    = { "enosumab", "injection", "bones", "Anna", "calcium", "img", NULL };
  static const char *const said[] = { "Treatment reminder", "Thu 2026-12-03", NULL };
  g_autofree char *html = NULL;
  f->subject.patient = HOSTILE;
  xmlDoc *page = page_of (f, ALERT_PRIVATE, &html);
  g_autofree char *text = text_of (page);
  assert_says (text, secrets, FALSE);
  assert_says (text, said, TRUE);
  xmlFreeDoc (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sheet-reminder/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/sheet-reminder/between", Fixture, NULL, set_up, test_between, tear_down);
  g_test_add ("/sheet-reminder/content", Fixture, NULL, set_up, test_content, tear_down);
  g_test_add ("/sheet-reminder/watch", Fixture, NULL, set_up, test_watch, tear_down);
  g_test_add ("/sheet-reminder/response", Fixture, NULL, set_up, test_response, tear_down);
  g_test_add ("/sheet-reminder/private", Fixture, NULL, set_up, test_private, tear_down);
  return g_test_run ();
}
