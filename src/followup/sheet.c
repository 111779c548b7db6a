/* sheet.c: makes one page about a person for a clinic: loads the record, and puts the parts of the
 * page together. */
#include "followup/sheet.h"

#include "alerts/alert-cache.h"
#include "base/i18n.h"
#include "followup/sheet-part.h"
#include "model/course.h"

#include <regimen/describe.h>
#include <string.h>

/* The text is small on paper, because a sheet has to fit on one page of A4 or Letter; on a screen
 * it is as large as on other pages. No information depends on colour alone. */
static const char style_sheet[]
  = "body{line-height:1.35;max-width:72em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere}"
    "h1{font-size:1.4em;margin:0}header p{display:inline;margin-right:.6em}"
    "h2{font-size:1.1em;border-bottom:2px solid;margin:.8em 0 .2em}"
    "h3{font-size:1em;margin:.5em 0 .1em}p{margin:.1em 0}ul{margin:0;padding-left:1.2em}"
    "table{border-collapse:collapse;width:100%}tbody th{font-weight:normal}"
    "thead th{overflow-wrap:normal}"
    "th,td{border-bottom:1px solid #999;padding:.05em .6em .05em 0;text-align:left}"
    "@media print,(min-width:50em){.days th,.days td:nth-child(2),.days td:nth-child(3),"
    ".rows td:nth-child(3),.rows td:nth-child(4),.dated th{white-space:nowrap}}"
    ".pair tbody th{white-space:normal;min-width:6em}"
    "svg{width:100%;height:auto;display:block}.small{font-size:.9em}"
    ".beside{display:grid;grid-template-columns:11fr 9fr;gap:0 1em;align-items:start}"
    ".three{display:grid;grid-template-columns:repeat(3,1fr);gap:0 1.2em}"
    ".reminder{border:2px solid;margin:.8em 0;padding:0 .8em .4em}"
    "code{font-size:1.1em}"
    ".pair{columns:2;column-gap:1.6em}.pair>div{break-inside:avoid}"
    "@media screen and (max-width:74em){.beside,.three{grid-template-columns:1fr}.pair{columns:1}}"
    "@media print{@page{margin:9mm}body{font-size:7.5pt;line-height:1.2;max-width:none;margin:0;"
    "padding:0}h2{margin:.4em 0 .1em}h3{margin:.2em 0 0}tr,svg,li{break-inside:avoid}"
    "h2,h3{break-after:avoid}.screen{display:none}}";

/* ---- loading ---- */

static void
sheet_course_free (SheetCourse *one)
{
  rgm_course_free (one->course);
  g_clear_pointer (&one->holds, g_ptr_array_unref);
  g_clear_pointer (&one->doses, g_array_unref);
  g_free (one);
}

/* Loads every course of the person with everything on record about it. */
static gboolean
load_courses (Sheet *sheet, GError **error)
{
  const RgmCourseQuery query = { .patient_id = sheet->patient->id,
                                 .now = sheet->session->now,
                                 .ended = TRUE,
                                 .whole = TRUE,
                                 .since = RGM_INSTANT_NONE,
                                 .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (sheet->session->store, &query, error);

  while (courses != NULL && courses->len > 0) {
    SheetCourse *one = g_new0 (SheetCourse, 1);
    one->course = g_ptr_array_steal_index (courses, 0);
    g_ptr_array_add (sheet->courses, one);
    one->holds = rgm_store_holds (sheet->session->store, one->course->id, error);
    if (one->holds == NULL)
      return FALSE;
    one->doses = rgm_course_doses (one->course, sheet->zone, sheet->session->now, sheet->today);
    one->state = rgm_course_state (one->course, sheet->zone, sheet->session->now);
  }
  return courses != NULL;
}

/* ---- the page ---- */

#define USUAL_MONTHS 3
#define GENERATOR "regimen sheet "

char *
sheet_generator (const RgmPatient *patient)
{
  return g_strconcat (GENERATOR, patient->uid, NULL);
}

gboolean
sheet_is_sheet (const char *head, const RgmPatient *patient)
{
  g_autofree char *mark = g_strdup_printf ("<meta name=\"generator\" content=\"" GENERATOR "%s",
                                           patient != NULL ? patient->uid : "");

  return strstr (head, mark) != NULL;
}

static void
add_head (Sheet *sheet)
{
  g_autofree char *today = rgm_day_describe (sheet->today);
  g_autofree char *since = rgm_day_describe (sheet->since);

  html_add (sheet->html, "<header>\n<h1>%s</h1>\n", _ ("Treatment sheet"));
  if (sheet->private_mode)
    html_add (sheet->html, "<p>%s</p>\n", _ ("Name: ______________________________"));
  else
    html_add (sheet->html, "<p><strong>%s</strong></p>\n", sheet->patient->name);
  html_add (sheet->html, "<p>");
  html_add (sheet->html, _ ("From %s to %s."), since, today);
  html_add (sheet->html, " %s</p>\n</header>\n",
            _ ("Entered by the patient, or by a person who helps, with the program regimen; not "
               "the record of a clinic."));
}

static void
on_told (const AlertSubject *subject, const RgmAlertView *view, gpointer data)
{
  sheet_add_reminder (data, subject, view);
}

/* Adds the present alerts of the doses in @reminders (nullable). */
static gboolean
add_reminders (Sheet *sheet, const GArray *reminders, GError **error)
{
  AlertStyle style = ALERT_LASTING | (sheet->private_mode ? ALERT_PRIVATE : ALERT_PLAIN);

  for (guint i = 0; reminders != NULL && i < reminders->len; i++) {
    const SheetReminder *each = &g_array_index (reminders, SheetReminder, i);
    if (!alert_tell (sheet->session, each->course_id, each->dose, style, on_told, sheet, error))
      return FALSE;
  }
  return TRUE;
}

RgmDay
sheet_usual_since (RgmDay today)
{
  return rgm_day_add_months (today, -USUAL_MONTHS);
}

char *
sheet_page (const RgmSession *session, const RgmPatient *patient, const SheetOptions *options,
            GError **error)
{
  Sheet sheet = { .session = session,
                  .patient = patient,
                  .since = options->since,
                  .private_mode = options->private_mode };
  g_autoptr (GPtrArray) courses
    = g_ptr_array_new_with_free_func ((GDestroyNotify)sheet_course_free);
  g_autofree char *generator = NULL;
  g_autoptr (GString) html = g_string_new (NULL);

  sheet.zone = rgm_patient_zone (patient, error);
  if (sheet.zone == NULL)
    return NULL;
  sheet.today = rgm_zone_day (sheet.zone, session->now);
  sheet.courses = courses;
  if (!load_courses (&sheet, error))
    return NULL;
  sheet.html = html;
  generator = sheet_generator (patient);
  html_begin (html, _ ("Treatment sheet"), generator, style_sheet);
  add_head (&sheet);
  g_string_append (html, "<main>\n");
  if (!add_reminders (&sheet, options->reminders, error))
    return NULL;
  sheet_add_courses (&sheet);
  if (!sheet_add_values (&sheet, error) || !sheet_add_visit (&sheet, error))
    return NULL;
  if (!sheet.tells_signs)
    sheet_add_signs (&sheet);
  g_string_append (html, "</main>\n");
  html_end (html);
  return g_string_free (g_steal_pointer (&html), FALSE);
}
