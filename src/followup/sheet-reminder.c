/* sheet-reminder.c: writes the reminder with which a sheet begins if it was opened from a popup. */
#include "followup/sheet-part.h"

#include "base/i18n.h"
#include "model/course.h"
#include "model/observation.h"

#include <regimen/describe.h>

/* Whether the user can answer or snooze the alert with the buttons of its popup. */
static gboolean
asks (const RgmAlertView *view)
{
  return view->answerable || view->snoozable;
}

/* Adds the text of the alert, each line as a paragraph. If the user cannot answer or snooze the
 * alert with buttons, the text names the commands to type, except in a private sheet. */
static void
add_words (const Sheet *sheet, const RgmAlertView *view)
{
  const char *text = sheet->private_mode || asks (view) ? view->button_body : view->body;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      html_add (sheet->html, "<p>%s</p>\n", *line);
}

/* Adds when the dose was given, whom to call, and everything to watch for. */
static void
add_watch (Sheet *sheet, const AlertSubject *subject)
{
  g_autofree char *day
    = rgm_day_describe (administration_day (subject->dose->administration, subject->zone));

  html_add (sheet->html, "<p>");
  html_add (sheet->html, _ ("Given on %s."), day);
  html_add (sheet->html, "</p>\n");
  if (!sheet->private_mode && subject->contacts != NULL && subject->contacts->len > 0) {
    html_add (sheet->html, "<h3>%s</h3>\n<ul>\n", _ ("Whom to call"));
    for (guint i = 0; i < subject->contacts->len; i++) {
      g_autofree char *text = rgm_contact_text (subject->contacts->pdata[i]);
      html_add (sheet->html, "<li>%s</li>\n", text);
    }
    html_add (sheet->html, "</ul>\n");
  }
  sheet_add_effects (sheet, subject->treatment);
}

/* Adds what the user can do, with the command to type for each. This is for the screen, and not for
 * the copy that the clinic gets. */
static void
add_commands (GString *html, const AlertSubject *subject, const RgmAlertView *view)
{
  const RgmDose *dose = subject->dose;
  RgmDeed deed = dose->slot ? RGM_DEED_TAKEN : rgm_deed_of_unit (subject->course->unit);
  AlertSubject lasting = *subject;
  lasting.lasting = TRUE; /* the page is not updated later */
  lasting.until = view->alert.until;
  const struct {
    const char *what, *reason;
    char *command;
    gboolean offered;
  } all[] = {
    { deed == RGM_DEED_TAKEN  ? _ ("It was taken:")
      : deed == RGM_DEED_DONE ? _ ("It was done:")
                              : _ ("It was given:"),
      "", alert_log_command (&lasting), view->answerable },
    { _ ("Be reminded again in an hour:"), "", alert_command (subject, "snooze", dose->number),
      view->snoozable },
    { _ ("The clinic put it off:"), " --reason WHY", alert_command (subject, "hold", dose->number),
      view->answerable && !dose->slot },
    { deed == RGM_DEED_TAKEN  ? _ ("It was not taken and will not be:")
      : deed == RGM_DEED_DONE ? _ ("It was not done and will not be:")
                              : _ ("It was not given and will not be:"),
      dose->slot ? "" : " --reason WHY", alert_command (subject, "skip", dose->number),
      view->answerable },
    { _ ("To put an appointment for it on record, for example:"), "",
      alert_booking_command (&lasting), view->snoozable && !dose->slot },
    { _ ("Everything about the course:"), "", alert_command (subject, "show", 0), TRUE },
  };

  html_add (html, "<div class=\"screen\">\n<h3>%s</h3>\n<p>%s</p>\n<ul>\n", _ ("What you can do"),
            _ ("With the buttons of the reminder, or with these commands in a terminal:"));
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    if (all[i].offered)
      html_add (html, "<li>%s <code>%s%s</code></li>\n", all[i].what, all[i].command,
                all[i].reason);
    g_free (all[i].command);
  }
  html_add (html, "</ul>\n</div>\n");
}

void
sheet_add_reminder (Sheet *sheet, const AlertSubject *subject, const RgmAlertView *view)
{
  const AlertKind *kind = alert_kind_of_key (view->alert.kind);
  g_autofree char *id = g_strdup_printf ("reminder-%u", ++sheet->n_reminders);

  html_add (sheet->html, "<section class=\"reminder\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id,
            id);
  html_add (sheet->html, "%s</h2>\n", view->summary);
  if (kind->watches)
    add_watch (sheet, subject);
  else
    add_words (sheet, view);
  if (!sheet->private_mode && asks (view)) /* the commands would name the person */
    add_commands (sheet->html, subject, view);
  html_add (sheet->html, "</section>\n");
}
