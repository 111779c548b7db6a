/* test-popup.c: what stands in a popup, by what its server can do: no word is lost in any case. */
#include "daemon/popup.h"

typedef struct {
  const char *name;
  PopupSkills skills;
  const char *summary, *body;
  guint buttons;
} Case;

#define SAID "salt & <water>"
#define ESCAPED "salt &amp; &lt;water&gt;"

static const Case cases[] = {
  { "all", { .buttons = TRUE, .markup = TRUE, .body = TRUE }, SAID, ESCAPED "\nnow", 2 },
  { "no-markup", { .buttons = TRUE, .body = TRUE }, SAID, SAID "\nnow", 2 },
  { "no-buttons", { .markup = TRUE, .body = TRUE }, SAID, ESCAPED "\nnow\ntype", 0 },
  { "buttons-in-a-menu",
    { .buttons = TRUE, .markup = TRUE, .body = TRUE, .in_menu = TRUE },
    SAID,
    ESCAPED "\nnow\ntype",
    2 },
  { "no-body", { .buttons = TRUE, .markup = TRUE }, SAID ";" SAID ";now", "", 2 },
  { "nothing", { FALSE }, SAID ";" SAID ";now;type", "", 0 },
};

static Popup *
make_popup (RgmUrgency urgency)
{
  Popup *popup = popup_new (1);
  popup->urgency = urgency;
  popup->category = g_strdup ("x-regimen.due");
  popup->summary = g_strdup (SAID);
  popup->body = g_strdup (SAID "\nnow\ntype");
  popup->button_body = g_strdup (SAID "\nnow");
  popup_add_button (popup, "given:x/1", "Given");
  popup_add_button (popup, "skip:x/1", "Skip");
  return popup;
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (Popup) popup = make_popup (RGM_URGENCY_NORMAL);
  popup_fit (popup, &one->skills);
  g_assert_cmpstr (popup->summary, ==, one->summary);
  g_assert_cmpstr (popup->body, ==, one->body);
  g_assert_cmpuint (popup->buttons->len, ==, one->buttons);
  g_assert_cmpint (popup_time (popup), ==, 0);
}

/* A record may have such text from elsewhere; a server may show it, or read it aloud. */
static void
test_harmless (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Popup) popup = popup_new (1);
    /* NOLINTBEGIN(misc-misleading-bidirectional): that is what is tested. */
    popup->summary = g_strdup ("a\033[31m\302\23331m\u202eb");
    popup->body = g_strdup ("c\u2066d\xff");
    popup->button_body = g_strdup ("e\u2066f\xff");
    popup_add_button (popup, "given:x/1", "G\u202eiven");
    /* NOLINTEND(misc-misleading-bidirectional) */
    popup_fit (popup, &cases[i].skills);
    g_assert_true (g_str_has_prefix (popup->summary, "a?[31m?31m?b"));
    g_autofree char *all = g_strconcat (popup->summary, popup->body, NULL);
    g_assert_true (g_str_has_suffix (all, "?d?") || g_str_has_suffix (all, "?f?"));
    for (guint n = 0; n < popup->buttons->len; n++)
      g_assert_cmpstr (g_array_index (popup->buttons, PopupButton, n).label, ==, "G?iven");
  }
}

/* A popup that asks for nothing is closed by the server in time. */
static void
test_time (void)
{
  g_autoptr (Popup) watch = make_popup (RGM_URGENCY_NORMAL);
  watch->informs = TRUE;
  g_autoptr (Popup) overdue = make_popup (RGM_URGENCY_CRITICAL);
  g_assert_cmpint (popup_time (watch), ==, -1);
  g_assert_cmpint (popup_time (overdue), ==, 0);
}

/* The buttons of a popup are those of its alert, and their keys name the dose. */
static void
test_alert_buttons (void)
{
  RgmAlertView view = { .alert = { .kind = "due", .urgency = RGM_URGENCY_NORMAL },
                        .course_uid = (char *)"x",
                        .dose = 3,
                        .answerable = TRUE,
                        .snoozable = TRUE,
                        .summary = (char *)"Due today",
                        .body = (char *)"Given? regimen log x/3",
                        .button_body = (char *)"",
                        .buttons = { { "snooze", "Snooze" }, { "hold", "Put off" } } };
  g_autoptr (GPtrArray) alerts = g_ptr_array_new ();
  LoopShowing showing = { .token = 1, .alerts = alerts };
  g_ptr_array_add (alerts, &view);
  g_autoptr (Popup) popup = popup_from_showing (&showing, TRUE, FALSE, 0);
  g_assert_cmpuint (popup->buttons->len, ==, 2);
  const PopupButton *last = &g_array_index (popup->buttons, PopupButton, 1);
  g_assert_cmpstr (last->key, ==, "hold:x/3");
  g_assert_cmpstr (last->label, ==, "Put off");
  g_assert_cmpint (popup_time (popup), ==, 0);
  view.answerable = view.snoozable = FALSE;
  g_autoptr (Popup) informs = popup_from_showing (&showing, TRUE, FALSE, 0);
  g_assert_cmpint (popup_time (informs), ==, -1);
}

/* A digest that is renewed days later still says what it said when it came. */
static void
test_digest_renewed (void)
{
  RgmAlertView one = { .alert = { .kind = "due" }, .when = 1000, .summary = (char *)"Due today" };
  RgmAlertView other = { .alert = { .kind = "due" }, .when = 1000, .summary = (char *)"Tomorrow" };
  g_autoptr (GPtrArray) alerts = g_ptr_array_new ();
  LoopShowing showing = { .token = 1, .alerts = alerts };
  g_ptr_array_add (alerts, &one);
  g_ptr_array_add (alerts, &other);
  g_autoptr (Popup) first = popup_from_showing (&showing, TRUE, FALSE, 1000);
  showing.on_screen = TRUE;
  showing.since = 1000;
  g_autoptr (Popup) renewed = popup_from_showing (&showing, TRUE, FALSE, 200000);
  g_assert_cmpstr (first->summary, ==, "2 treatment reminders");
  g_assert_cmpstr (renewed->summary, ==, first->summary);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/popup/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/popup/harmless", test_harmless);
  g_test_add_func ("/popup/time", test_time);
  g_test_add_func ("/popup/alert-buttons", test_alert_buttons);
  g_test_add_func ("/popup/digest-renewed", test_digest_renewed);
  return g_test_run ();
}
