/* What stands in a popup, by what its server can do: no word is lost in any of them. */
#include "daemon/popup-message.h"

typedef struct {
  const char *name;
  PopupServerSkills skills;
  const char *summary, *body;
  gsize buttons; /* strings in the list: keys and labels */
} Case;

#define SAID "salt & <water>"
#define ESCAPED "salt &amp; &lt;water&gt;"

static const Case cases[] = {
  { "all", { .buttons = TRUE, .markup = TRUE, .body = TRUE }, SAID, ESCAPED "\nnow", 4 },
  { "no-markup", { .buttons = TRUE, .body = TRUE }, SAID, SAID "\nnow", 4 },
  { "no-buttons", { .markup = TRUE, .body = TRUE }, SAID, ESCAPED "\nnow\ntype", 0 },
  { "buttons-in-a-menu",
    { .buttons = TRUE, .markup = TRUE, .body = TRUE, .in_menu = TRUE },
    SAID,
    ESCAPED "\nnow\ntype",
    4 },
  { "no-body", { .buttons = TRUE, .markup = TRUE }, SAID ";" SAID ";now", "", 4 },
  { "nothing", { FALSE }, SAID ";" SAID ";now;type", "", 0 },
};

static NotifierPopup *
make_popup (RgmUrgency urgency)
{
  NotifierPopup *popup = notifier_popup_new (1);
  popup->urgency = urgency;
  popup->category = g_strdup ("x-regimen.due");
  popup->summary = g_strdup (SAID);
  popup->body = g_strdup (SAID "\nnow\ntype");
  popup->button_body = g_strdup (SAID "\nnow");
  notifier_popup_add_button (popup, "given:x/1", "Given");
  notifier_popup_add_button (popup, "skip:x/1", "Skip");
  return popup;
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  const char *app, *icon, *summary, *body;
  guint32 replaces;
  int time;
  g_autoptr (NotifierPopup) popup = make_popup (RGM_URGENCY_NORMAL);
  g_autoptr (GVariant) buttons = NULL, hints = NULL, all = NULL;
  all = g_variant_ref_sink (popup_message_arguments (popup, &one->skills, 7));
  g_variant_get (all, "(&su&s&s&s@as@a{sv}i)", &app, &replaces, &icon, &summary, &body, &buttons,
                 &hints, &time);
  g_assert_cmpuint (replaces, ==, 7);
  g_assert_cmpstr (summary, ==, one->summary);
  g_assert_cmpstr (body, ==, one->body);
  g_assert_cmpuint (g_variant_n_children (buttons), ==, one->buttons);
  g_assert_cmpint (time, ==, 0);
}

/* What asks for nothing goes by itself. */
static void
test_time (void)
{
  g_autoptr (NotifierPopup) watch = make_popup (RGM_URGENCY_LOW);
  g_autoptr (NotifierPopup) overdue = make_popup (RGM_URGENCY_CRITICAL);
  g_assert_cmpint (popup_message_time (watch), ==, -1);
  g_assert_cmpint (popup_message_time (overdue), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/popup-message/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/popup-message/time", test_time);
  return g_test_run ();
}
