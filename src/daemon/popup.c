/* popup.c: makes the words and buttons of a popup from what the loop wants to show, and fits them
 * to what a server can show. */
#include "daemon/popup.h"

#include "base/i18n.h"
#include "base/text.h"

/* seconds: if an alert is later than this, a digest says "while you were away" */
#define AWAY (15 * 60)
#define DIGEST_LINES 3

static void
clear_button (gpointer data)
{
  PopupButton *button = data;
  g_free (button->key);
  g_free (button->label);
}

Popup *
popup_new (guint64 token)
{
  Popup *popup = g_new0 (Popup, 1);
  popup->token = token;
  popup->buttons = g_array_new (FALSE, TRUE, sizeof (PopupButton));
  g_array_set_clear_func (popup->buttons, clear_button);
  return popup;
}

void
popup_free (Popup *popup)
{
  if (popup == NULL)
    return;
  g_free (popup->category);
  g_free (popup->summary);
  g_free (popup->body);
  g_free (popup->button_body);
  g_array_unref (popup->buttons);
  g_free (popup);
}

void
popup_add_button (Popup *popup, const char *key, const char *label)
{
  PopupButton button = { g_strdup (key), text_harmless (label) };
  g_array_append_val (popup->buttons, button);
}

/* ---- words ---- */

/* Makes @popup a digest: the summaries of the first few alerts, and how to see all of them.
 * @shown: when the popup comes or came to the screen. */
static void
fill_digest (Popup *popup, const GPtrArray *alerts, gboolean private_mode, RgmInstant shown)
{
  GString *body = g_string_new (NULL);
  guint room = alerts->len > DIGEST_LINES ? DIGEST_LINES - 1 : DIGEST_LINES;
  gboolean away = FALSE;
  popup->urgency = RGM_URGENCY_LOW;
  popup->informs = TRUE;
  for (guint i = 0; i < alerts->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (alerts, i);
    popup->urgency = MAX (popup->urgency, view->alert.urgency);
    popup->informs = popup->informs && !view->answerable && !view->snoozable;
    away = away || shown - view->when > AWAY;
    if (!private_mode && i < room)
      g_string_append_printf (body, "%s\n", view->summary);
  }
  if (!private_mode && alerts->len > room)
    g_string_append_printf (body, _ ("and %u more\n"), alerts->len - room);
  g_string_append (body, _ ("To see all, type: regimen"));
  popup->category = g_strdup ("x-regimen.digest");
  popup->summary
    = away ? g_strdup_printf (
        P_ ("%u reminder while you were away", "%u reminders while you were away", alerts->len),
        alerts->len)
           : g_strdup_printf (P_ ("%u treatment reminder", "%u treatment reminders", alerts->len),
                              alerts->len);
  popup->body = g_string_free (body, FALSE);
  popup->button_body = g_strdup (popup->body);
}

Popup *
popup_from_showing (const LoopShowing *showing, gboolean buttons, gboolean private_mode,
                    RgmInstant now)
{
  Popup *popup = popup_new (showing->token);
  popup->clickable = buttons;
  for (guint i = 0; i < showing->alerts->len; i++)
    if (((const RgmAlertView *)g_ptr_array_index (showing->alerts, i))->summary == NULL)
      return popup;
  if (showing->alerts->len == 0) {
    popup->urgency = RGM_URGENCY_NORMAL;
    popup->category = g_strdup ("x-regimen.note");
    gboolean says = showing->title != NULL || !private_mode;
    popup->summary
      = g_strdup (showing->title != NULL ? showing->title : _ ("Nothing was put on record"));
    popup->body = g_strdup (says ? showing->note : _ ("To see more, type: regimen"));
    popup->button_body = g_strdup (popup->body);
  } else if (showing->alerts->len == 1) {
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
    popup->urgency = view->alert.urgency;
    popup->informs = !view->answerable && !view->snoozable;
    popup->category = g_strdup_printf ("x-regimen.%s", view->alert.kind);
    popup->summary = g_strdup (view->summary);
    popup->body = g_strdup (view->body);
    popup->button_body = g_strdup (buttons ? view->button_body : view->body);
    for (int i = 0; buttons && i < RGM_ALERT_BUTTONS && view->buttons[i].verb != NULL; i++) {
      g_autofree char *key = loop_button_key (view->buttons[i].verb, view);
      popup_add_button (popup, key, view->buttons[i].label);
    }
  } else {
    fill_digest (popup, showing->alerts, private_mode, showing->on_screen ? showing->since : now);
  }
  return popup;
}

/* ---- what a server can show ---- */

void
popup_fit (Popup *popup, const PopupSkills *skills)
{
  g_autofree char *summary = g_steal_pointer (&popup->summary);
  g_autofree char *body = g_steal_pointer (&popup->body);
  const char *wanted = skills->buttons && !skills->in_menu ? popup->button_body : body;
  g_autofree char *said = text_harmless (wanted != NULL ? wanted : "");
  if (skills->body) {
    popup->summary = text_harmless (summary);
    popup->body = skills->markup ? g_markup_escape_text (said, -1) : g_strdup (said);
  } else {
    g_autofree char *both = g_strdup_printf ("%s\n%s", summary, said);
    popup->summary = g_strdelimit (text_harmless (both), "\n", ';');
    popup->body = g_strdup ("");
  }
  if (!skills->buttons) {
    g_array_set_size (popup->buttons, 0);
    popup->clickable = FALSE;
  }
}

int
popup_time (const Popup *popup)
{
  return popup->informs ? -1 : 0;
}
