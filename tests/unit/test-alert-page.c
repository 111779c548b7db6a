/* test-alert-page.c: the page of an alert, read with a parser for HTML. */
#include "alerts/alert-page.h"
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
  AlertSubject subject;
  RgmAlertView *view;
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
  f->view->patient = g_strdup (HOSTILE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  rgm_alert_view_free (f->view);
  rgm_course_free (f->course);
  rgm_catalog_free (f->catalog);
}

/* The page as a browser has it. */
static xmlDoc *
page_of (Fixture *f, AlertStyle style, char **html)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  /* a test may ask for a second page */
  g_clear_pointer (&f->view->summary, g_free);
  g_clear_pointer (&f->view->body, g_free);
  g_clear_pointer (&f->view->button_body, g_free);
  alert_say (&f->subject, style | ALERT_LASTING, f->view);
  g_ptr_array_add (parts, alert_page_part (&f->subject, style, f->view));
  *html = alert_page (parts);
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

/* Names and places stand there as they were typed, and are no markup; nothing is run or loaded. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  static const char *const none[] = { "script", "img", "link", "iframe", "object", "form" };
  g_autofree char *html = NULL;
  xmlDoc *page = page_of (f, ALERT_PLAIN, &html);
  g_autofree char *text = text_of (page);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (count_elements (xmlDocGetRootElement (page), none[i]), ==, 0);
  g_assert_cmpint (count_elements (xmlDocGetRootElement (page), "section"), ==, 1);
  const char *person = strstr (text, HOSTILE);
  g_assert_nonnull (person);
  g_assert_nonnull (strstr (person + 1, HOSTILE)); /* the place */
  g_assert_null (strstr (html, "http:"));
  g_assert_null (strstr (html, "https:"));
  xmlFreeDoc (page);
}

/* Contacts, needs and questions stand on the page, as they were typed; none of them in private
 * mode. */
static void
test_between (Fixture *f, gconstpointer data)
{
  RgmContact contact = { .name = (char *)HOSTILE, .phone = (char *)"555-0100" };
  RgmQuestion question = { .question = (char *)"When is the next scan?" };
  RgmNeed need = { .name = (char *)"calcium", .within = { 3, 'd' } };
  g_autoptr (GPtrArray) contacts = g_ptr_array_new (), questions = g_ptr_array_new (),
                        needs = g_ptr_array_new ();
  static const char *const said[]
    = { "Needed before it", "calcium: none on record from Mon 2026-11-30", "When is the next scan?",
        HOSTILE ", 555-0100" };
  g_ptr_array_add (contacts, &contact);
  g_ptr_array_add (questions, &question);
  g_ptr_array_add (needs, &need);
  f->subject.contacts = contacts;
  f->subject.questions = questions;
  f->subject.needs = needs;
  for (AlertStyle style = ALERT_PLAIN; style <= ALERT_PRIVATE; style++) {
    g_autofree char *html = NULL;
    xmlDoc *page = page_of (f, style, &html);
    g_autofree char *text = text_of (page);
    for (guint i = 0; i < G_N_ELEMENTS (said); i++)
      g_assert_true ((strstr (text, said[i]) != NULL) == (style == ALERT_PLAIN));
    g_assert_cmpint (count_elements (xmlDocGetRootElement (page), "script"), ==, 0);
    xmlFreeDoc (page);
  }
}

static void
test_content (Fixture *f, gconstpointer data)
{
  static const char *const said[] = { "Due Thu 3 Dec: Denosumab injection 1",
                                      "Thu 2026-12-03",
                                      "Sun 2026-11-29 to Mon 2026-12-07",
                                      "regimen log bones/1",
                                      "regimen snooze bones/1",
                                      "regimen hold bones/1 --reason WHY",
                                      "regimen skip bones/1 --reason WHY",
                                      "regimen book bones/1 DAY TIME",
                                      "regimen show bones" };
  g_autofree char *html = NULL, *watch = NULL;
  xmlDoc *page = page_of (f, ALERT_PLAIN, &html);
  g_autofree char *text = text_of (page);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_test_message ("%s", said[i]);
    g_assert_nonnull (strstr (text, said[i]));
  }
  /* all that is to be watched for, word by word */
  watch = rgm_effects_text (f->subject.treatment, f->catalog, 0);
  g_auto (GStrv) paragraphs = g_strsplit (watch, "\n\n", -1);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    g_assert_nonnull (strstr (text, g_strstrip (paragraphs[i])));
  g_assert_cmpuint (g_strv_length (paragraphs), >=, 3);
  xmlFreeDoc (page);
}

static void
test_private (Fixture *f, gconstpointer data)
{
  static const char *const secrets[]
    = { "enosumab", "injection", "bones", "Anna", "calcium", "img" };
  g_autofree char *html = NULL;
  xmlDoc *page = page_of (f, ALERT_PRIVATE, &html);
  g_autofree char *text = text_of (page);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (text, secrets[i]));
  g_assert_nonnull (strstr (text, "Treatment reminder"));
  g_assert_nonnull (strstr (text, "Thu 2026-12-03"));
  xmlFreeDoc (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/alert-page/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/alert-page/between", Fixture, NULL, set_up, test_between, tear_down);
  g_test_add ("/alert-page/content", Fixture, NULL, set_up, test_content, tear_down);
  g_test_add ("/alert-page/private", Fixture, NULL, set_up, test_private, tear_down);
  return g_test_run ();
}
