#include "daemon/popup-message.h"

void
popup_message_words (const NotifierPopup *text, const PopupServerSkills *skills, char **summary,
                     char **body)
{
  const char *said = skills->buttons && !skills->in_menu ? text->button_body : text->body;
  if (!skills->body) {
    *summary = g_strdelimit (g_strdup_printf ("%s\n%s", text->summary, said), "\n", ';');
    *body = g_strdup ("");
    return;
  }
  *summary = g_strdup (text->summary);
  *body = skills->markup ? g_markup_escape_text (said, -1) : g_strdup (said);
}

int
popup_message_time (const NotifierPopup *text)
{
  return text->urgency == RGM_URGENCY_LOW ? -1 : 0;
}

static GVariant *
buttons_of (const NotifierPopup *text, const PopupServerSkills *skills)
{
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; skills->buttons && i < text->buttons->len; i++) {
    const NotifierButton *button = &g_array_index (text->buttons, NotifierButton, i);
    g_variant_builder_add (&builder, "s", button->key);
    g_variant_builder_add (&builder, "s", button->label);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
hints_of (const NotifierPopup *text)
{
  static const guint8 urgencies[]
    = { [RGM_URGENCY_LOW] = 0, [RGM_URGENCY_NORMAL] = 1, [RGM_URGENCY_CRITICAL] = 2 };
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "urgency",
                         g_variant_new_byte (urgencies[text->urgency]));
  g_variant_builder_add (&builder, "{sv}", "category", g_variant_new_string (text->category));
  g_variant_builder_add (&builder, "{sv}", "desktop-entry", g_variant_new_string ("regimen"));
  return g_variant_builder_end (&builder);
}

GVariant *
popup_message_arguments (const NotifierPopup *text, const PopupServerSkills *skills,
                         guint32 replaces)
{
  g_autofree char *summary = NULL, *body = NULL;
  popup_message_words (text, skills, &summary, &body);
  return g_variant_new ("(susss@as@a{sv}i)", POPUP_APP, replaces, POPUP_ICON, summary, body,
                        buttons_of (text, skills), hints_of (text), popup_message_time (text));
}
