/* popup-text.c: the words of a popup that are not those of one alert. */
#include "daemon/popup-text.h"

#include "base/i18n.h"

#define AWAY (15 * 60) /* seconds after which somebody was away */
#define DIGEST_LINES 3

static void
add_button (NotifierPopup *popup, const RgmAlertView *view, const char *verb, const char *label)
{
  g_autofree char *key = loop_button_key (verb, view);
  notifier_popup_add_button (popup, key, label);
}

static void
fill_alert (NotifierPopup *popup, const RgmAlertView *view, gboolean buttons)
{
  popup->urgency = view->alert.urgency;
  popup->category = g_strdup_printf ("x-regimen.%s", view->alert.kind);
  popup->summary = g_strdup (view->summary);
  popup->body = g_strdup (view->body);
  popup->button_body = g_strdup (buttons ? view->button_body : view->body);
  if (buttons && view->answerable)
    add_button (popup, view, "given", _ ("Given"));
  if (buttons && view->snoozable)
    add_button (popup, view, "snooze", _ ("Snooze"));
  if (buttons && view->answerable)
    add_button (popup, view, "skip", _ ("Skip"));
}

/* ---- digest ---- */

static gboolean
was_away (const GPtrArray *alerts, RgmInstant now)
{
  for (guint i = 0; i < alerts->len; i++)
    if (now - ((RgmAlertView *)g_ptr_array_index (alerts, i))->when > AWAY)
      return TRUE;
  return FALSE;
}

static char *
digest_summary (const GPtrArray *alerts, RgmInstant now)
{
  if (was_away (alerts, now))
    return g_strdup_printf (
      P_ ("%u thing while you were away", "%u things while you were away", alerts->len),
      alerts->len);
  return g_strdup_printf (P_ ("%u treatment reminder", "%u treatment reminders", alerts->len),
                          alerts->len);
}

/* What each says, as far as there is room, and how to see all. */
static char *
digest_body (const GPtrArray *alerts, gboolean private_mode)
{
  GString *body = g_string_new (NULL);
  guint room = alerts->len > DIGEST_LINES ? DIGEST_LINES - 1 : DIGEST_LINES;
  for (guint i = 0; !private_mode && i < MIN (alerts->len, room); i++)
    g_string_append_printf (body, "%s\n", ((RgmAlertView *)g_ptr_array_index (alerts, i))->summary);
  if (!private_mode && alerts->len > room)
    g_string_append_printf (body, _ ("and %u more\n"), alerts->len - room);
  g_string_append (body, _ ("To see all, type: regimen"));
  return g_string_free (body, FALSE);
}

static RgmUrgency
digest_urgency (const GPtrArray *alerts)
{
  RgmUrgency most = RGM_URGENCY_LOW;
  for (guint i = 0; i < alerts->len; i++)
    most = MAX (most, ((RgmAlertView *)g_ptr_array_index (alerts, i))->alert.urgency);
  return most;
}

static void
fill_digest (NotifierPopup *popup, const GPtrArray *alerts, gboolean private_mode, RgmInstant now)
{
  popup->urgency = digest_urgency (alerts);
  popup->category = g_strdup ("x-regimen.digest");
  popup->summary = digest_summary (alerts, now);
  popup->body = digest_body (alerts, private_mode);
  popup->button_body = g_strdup (popup->body);
}

/* ---- note ---- */

static void
fill_note (NotifierPopup *popup, const LoopShowing *showing, gboolean private_mode)
{
  popup->urgency = RGM_URGENCY_NORMAL;
  popup->category = g_strdup ("x-regimen.note");
  popup->summary = g_strdup (_ ("Nothing was written"));
  popup->body = g_strdup (private_mode ? _ ("To see more, type: regimen") : showing->note);
  popup->button_body = g_strdup (popup->body);
}

NotifierPopup *
popup_from_showing (const LoopShowing *showing, gboolean buttons, gboolean private_mode,
                    RgmInstant now)
{
  NotifierPopup *popup = notifier_popup_new (showing->token);
  if (showing->alerts->len == 0)
    fill_note (popup, showing, private_mode);
  else if (showing->alerts->len == 1)
    fill_alert (popup, g_ptr_array_index (showing->alerts, 0), buttons);
  else
    fill_digest (popup, showing->alerts, private_mode, now);
  return popup;
}
