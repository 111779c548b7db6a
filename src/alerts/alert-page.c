/* alert-page.c: an alert in full, as a page for a browser. Pure. */
#include "alerts/alert-page.h"

#include "base/html.h"
#include "base/i18n.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/observation.h"

#include <regimen/describe.h>
#include <regimen/effects.h>

static const char style_sheet[]
  = "body{font-size:1.1em;line-height:1.5;max-width:40em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.4em}h2{font-size:1.1em}section+section{border-top:2px solid;margin-top:2em}"
    "th{font-weight:normal}td{font-weight:bold}code{font-size:1.1em}p.said{white-space:pre-line}";

static void
add_row (GString *html, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    html_add (html, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", name, value);
}

/* What is planned, as a table. */
static void
add_plan (GString *html, const AlertSubject *subject, const RgmAlertView *view,
          gboolean private_mode)
{
  const RgmDose *dose = subject->dose;
  gboolean given = dose->state == RGM_DOSE_GIVEN;
  const RgmZone *zone = rgm_dose_zone (dose, subject->zone);
  g_autofree char *local = given ? NULL : rgm_local_describe (rgm_dose_local (dose));
  g_autofree char *planned = local == NULL || zone == subject->zone
                               ? g_strdup (local)
                               : g_strdup_printf ("%s (%s)", local, rgm_zone_name (zone));
  g_autofree char *earliest = given ? NULL : rgm_day_describe (dose->earliest);
  g_autofree char *latest = given ? NULL : rgm_day_describe (dose->latest);
  g_autofree char *window
    = given || dose->slot ? NULL : g_strdup_printf (_ ("%s to %s"), earliest, latest);
  g_autofree char *day
    = given ? rgm_day_describe (administration_day (dose->administration, subject->zone)) : NULL;
  g_string_append (html, "<table>\n");
  if (!private_mode)
    add_row (html, _ ("Person"), view->patient);
  add_row (html, _ ("Planned for"), planned);
  add_row (html, _ ("On time from"), window);
  add_row (html, _ ("Took place on"), day);
  add_row (html, _ ("State"), rgm_dose_state_words (dose, subject->course));
  if (!private_mode && !given)
    add_row (html, _ ("Place"), rgm_dose_place (dose, subject->course));
  g_string_append (html, "</table>\n");
}

/* What the user can do, each with the command to type. */
static void
add_commands (GString *html, const AlertSubject *subject, const RgmAlertView *view)
{
  RgmDeed deed = subject->dose->slot ? RGM_DEED_TAKEN : rgm_deed_of_unit (subject->course->unit);
  const struct {
    const char *verb, *what;
    gboolean offered;
  } all[] = {
    { "log",
      deed == RGM_DEED_TAKEN  ? _ ("It was taken:")
      : deed == RGM_DEED_DONE ? _ ("It was done:")
                              : _ ("It was given:"),
      view->answerable },
    { "snooze", _ ("Be reminded again in an hour:"), view->snoozable },
    { "hold", _ ("The clinic put it off:"), view->answerable && !subject->dose->slot },
    { "skip", _ ("It did not take place and will not:"), view->answerable },
    { "book", _ ("It has an appointment:"), view->snoozable && !subject->dose->slot },
    { "show", _ ("Everything about the course:"), TRUE },
  };
  html_add (html, "<h2>%s</h2>\n<p>%s</p>\n<ul>\n", _ ("What you can do"),
            _ ("With the buttons of the reminder, or with these commands in a terminal:"));
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    if (!all[i].offered)
      continue;
    g_autofree char *typed = alert_command (
      subject, all[i].verb, g_str_equal (all[i].verb, "show") ? 0 : subject->dose->number);
    html_add (html, "<li>%s <code>%s%s</code></li>\n", all[i].what, typed,
              g_str_equal (all[i].verb, "hold")
                  || (g_str_equal (all[i].verb, "skip") && !subject->dose->slot)
                ? " --reason WHY"
              : g_str_equal (all[i].verb, "book") ? " DAY TIME"
                                                  : "");
  }
  g_string_append (html, "</ul>\n");
}

/* What is needed before the dose, what is to be asked there, and whom to call. */
static void
add_between (GString *html, const AlertSubject *subject)
{
  gboolean given = subject->dose->state == RGM_DOSE_GIVEN;
  if (!given && subject->needs != NULL && subject->needs->len > 0) {
    html_add (html, "<h2>%s</h2>\n<ul>\n", _ ("Needed before it"));
    for (guint i = 0; i < subject->needs->len; i++) {
      const RgmNeed *need = g_ptr_array_index (subject->needs, i);
      RgmNeedStatus status = need_before_dose (need, subject->course, subject->dose, subject->zone);
      g_autofree char *text = rgm_need_text (need, &status, RGM_NO_DAY);
      html_add (html, "<li>%s</li>\n", text);
    }
    g_string_append (html, "</ul>\n");
  }
  if (!given && subject->questions != NULL && subject->questions->len > 0) {
    html_add (html, "<h2>%s</h2>\n<ul>\n", _ ("To ask"));
    for (guint i = 0; i < subject->questions->len; i++)
      html_add (html, "<li>%s</li>\n",
                ((const RgmQuestion *)g_ptr_array_index (subject->questions, i))->question);
    g_string_append (html, "</ul>\n");
  }
  if (subject->contacts == NULL || subject->contacts->len == 0)
    return;
  html_add (html, "<h2>%s</h2>\n<ul>\n", _ ("Whom to call"));
  for (guint i = 0; i < subject->contacts->len; i++) {
    g_autofree char *text = rgm_contact_text (g_ptr_array_index (subject->contacts, i));
    html_add (html, "<li>%s</li>\n", text);
  }
  g_string_append (html, "</ul>\n");
}

char *
alert_page_part (const AlertSubject *subject, AlertStyle style, const RgmAlertView *view)
{
  GString *html = g_string_new ("<section>\n");
  gboolean private_mode = (style & ALERT_PRIVATE) != 0;
  html_add (html, "<h1>%s</h1>\n", view->summary);
  add_plan (html, subject, view, private_mode);
  if (private_mode) {
    html_add (html, "<p>%s <code>regimen</code></p>\n", _ ("To see more, type:"));
  } else {
    add_between (html, subject);
    add_commands (html, subject, view);
    g_autofree char *watch = subject->treatment != NULL
                               ? rgm_effects_text (subject->treatment, subject->catalog, 0)
                               : g_strdup ("");
    g_auto (GStrv) paragraphs = g_strsplit (watch, "\n\n", -1);
    if (*watch != '\0')
      html_add (html, "<h2>%s</h2>\n", _ ("What to watch for"));
    for (guint i = 0; paragraphs[i] != NULL; i++)
      html_add (html, "<p class=\"said\">%s</p>\n", g_strstrip (paragraphs[i]));
  }
  g_string_append (html, "</section>\n");
  return g_string_free (html, FALSE);
}

char *
alert_page (const GPtrArray *parts)
{
  GString *html = g_string_new (NULL);
  html_begin (html, _ ("Treatment reminder"), NULL, style_sheet);
  for (guint i = 0; i < parts->len; i++)
    g_string_append (html, g_ptr_array_index (parts, i));
  html_end (html);
  return g_string_free (html, FALSE);
}
