/* popup.c: one notification, before it is shown. */
#include "daemon/notifier.h"

static void
clear_button (gpointer data)
{
  NotifierButton *button = data;
  g_free (button->key);
  g_free (button->label);
}

NotifierPopup *
notifier_popup_new (guint64 token)
{
  NotifierPopup *popup = g_new0 (NotifierPopup, 1);
  popup->token = token;
  popup->buttons = g_array_new (FALSE, TRUE, sizeof (NotifierButton));
  g_array_set_clear_func (popup->buttons, clear_button);
  return popup;
}

void
notifier_popup_add_button (NotifierPopup *popup, const char *key, const char *label)
{
  NotifierButton button = { g_strdup (key), g_strdup (label) };
  g_array_append_val (popup->buttons, button);
}

void
notifier_popup_free (NotifierPopup *popup)
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
