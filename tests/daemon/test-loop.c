/* test-loop.c: the service without a database, a bus or a clock: what it does when things come, go,
 * and break. */
#include "store/alert-rows.h"
#include "world.h"

#define HOUR 3600
#define DAY (24 * HOUR)
#define LATER G_MAXINT64

static void
with_world (gconstpointer data)
{
  void (*test) (World *) = (void (*) (World *))data;
  World world;
  world_init (&world);
  test (&world);
  world_clear (&world);
}

/* An alert that has been due for an hour. */
static int
due (World *world)
{
  return world_add (world, world->now - HOUR, LATER, RGM_URGENCY_NORMAL);
}

/* ---- each once ---- */

static void
test_idle (World *world)
{
  world_start (world);
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
  g_assert_cmpuint (world->screen->len, ==, 0);
  g_assert_cmpint (world->summons, ==, 0);
}

static void
test_shown_once (World *world)
{
  int thing = due (world);
  world_start (world);
  world_feed (world, LOOP_WAKE);
  world_feed (world, LOOP_RECORD);
  world_feed (world, LOOP_UP);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  g_assert_cmpint (world_thing (world, thing)->mark.state, ==, RGM_MARK_SHOWN);
}

static void
test_at_its_moment (World *world)
{
  int thing = world_add (world, world->now + 90, LATER, RGM_URGENCY_NORMAL);
  world_start (world);
  g_assert_cmpint (world->timer, ==, world->now + 90);
  world_wait (world, 89);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 0);
  world_wait (world, 1);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
}

static void
test_restart_does_not_repeat (World *world)
{
  int thing = due (world);
  world_start (world);
  world_kill (world);
  world_wait (world, DAY);
  world_start (world);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
}

/* ---- servers ---- */

static void
test_no_server (World *world)
{
  int thing = due (world);
  world->up = FALSE;
  world_start (world);
  g_assert_cmpint (world->summons, ==, 1);
  g_assert_cmpint (world_thing (world, thing)->mark.state, ==, RGM_MARK_NONE);
  world_server (world, TRUE);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
}

static void
test_server_restart (World *world)
{
  int open = due (world), closed = due (world);
  world_start (world);
  world_close (world, closed);
  world_server (world, FALSE);
  world_server (world, TRUE);
  g_assert_cmpint (world_thing (world, open)->shown, ==, 2);
  g_assert_cmpint (world_thing (world, closed)->shown, ==, 1);
  g_assert_true (world_on_screen (world, open));
}

static void
test_server_refuses (World *world)
{
  int thing = due (world);
  world->refuses = TRUE;
  world_start (world);
  g_assert_cmpint (world->timer, ==, world->now + 8);
  world_wait (world, 8);
  g_assert_cmpint (world->timer, ==, world->now + 8);
  world_wait (world, DAY);
  g_assert_cmpint (world->timer, <=, world->now + 60);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 0);
  world->refuses = FALSE;
  world_wait (world, 60);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
}

static void
test_refused_then_no_server (World *world)
{
  due (world);
  world->refuses = TRUE;
  world_start (world);
  world_server (world, FALSE);
  world_wait (world, DAY); /* asserts that every timer lies ahead: no spinning */
  g_assert_cmpint (world->beats, <, 10);
}

/* ---- words that stay true ---- */

/* An alert that says "tomorrow" until a day from now, on a server that can replace a popup. */
static int
due_tomorrow (World *world)
{
  int thing = due (world);
  world_thing (world, thing)->tomorrow = world->now + DAY;
  world->replaces = TRUE;
  return thing;
}

static void
test_renewed (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  g_assert_cmpint (world->timer, ==, world->now + DAY);
  g_assert_cmpstr (world_words (world, thing), ==, "tomorrow 0");
  world_wait (world, DAY - 1);
  world_feed (world, LOOP_RECORD);
  g_assert_cmpint (world->renewals, ==, 0);
  world_wait (world, 1);
  g_assert_cmpstr (world_words (world, thing), ==, "today 0");
  g_assert_cmpint (world->renewals, ==, 1);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
  world_click (world, thing, "given");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 1);
}

/* What the user closed is not brought back, and nothing wakes the service for it. */
static void
test_closed_is_not_renewed (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  world_close (world, thing);
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
  world_wait (world, 2 * DAY);
  world_feed (world, LOOP_WAKE);
  g_assert_cmpint (world->renewals, ==, 0);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
}

/* A server that loses the buttons of a popup has words that last. */
static void
test_words_that_last (World *world)
{
  int thing = due_tomorrow (world);
  world->replaces = FALSE;
  world_start (world);
  g_assert_cmpstr (world_words (world, thing), ==, "on that day 0");
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
  world_wait (world, DAY);
  world_feed (world, LOOP_WAKE);
  g_assert_cmpint (world->renewals, ==, 0);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
}

/* The service was off at midnight. */
static void
test_renewed_after_a_restart (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  world_kill (world);
  world_wait (world, DAY);
  world_start (world);
  g_assert_cmpstr (world_words (world, thing), ==, "today 0");
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  world_kill (world);
  world_wait (world, DAY);
  world_start (world);
  g_assert_cmpint (world->renewals, ==, 1);
}

/* The place of an appointment changes, for example. */
static void
test_other_words_on_record (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  world_thing (world, thing)->edition++;
  world_feed (world, LOOP_RECORD);
  g_assert_cmpstr (world_words (world, thing), ==, "tomorrow 1");
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  world_server (world, FALSE);
  world->replaces = FALSE;
  world_server (world, TRUE);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 2);
  world_thing (world, thing)->edition++;
  world_feed (world, LOOP_RECORD);
  g_assert_cmpstr (world_words (world, thing), ==, "on that day 2");
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 3);
  g_assert_cmpuint (world->screen->len, ==, 1);
}

/* Old words do not stay there. */
static void
test_renewal_refused (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  world->refuses = TRUE;
  world_wait (world, DAY);
  g_assert_false (world_on_screen (world, thing));
  world->refuses = FALSE;
  world_wait (world, HOUR);
  g_assert_cmpstr (world_words (world, thing), ==, "today 0");
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 2);
}

/* A process that shows what is due and ends leaves the popups of the service alone. */
static void
test_once_renews_nothing (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  world_kill (world);
  world_wait (world, DAY);
  world->once = TRUE;
  world_start (world);
  g_assert_cmpstr (world_words (world, thing), ==, "tomorrow 0");
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
}

/* But what it moves to a digest of its own says there what is true by then: the service, which
 * comes later, takes it for what was said when the digest was shown. */
static void
test_once_moves_words_of_today (World *world)
{
  int thing = due_tomorrow (world);
  world_start (world);
  world_kill (world);
  world_wait (world, DAY);
  for (int i = 0; i < 3; i++)
    due (world);
  world->once = TRUE;
  world_start (world);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 2);
  g_assert_cmpstr (world_words (world, thing), ==, "today 0, today 0");
}

/* It renews a digest that names what is over. The service, which comes later, takes it for renewed
 * in the words of that day. */
static void
test_once_renews_a_digest (World *world)
{
  int over = due (world), thing = due_tomorrow (world);
  world->settings.open_at_once = 1;
  world_start (world);
  g_assert_cmpstr (world_words (world, thing), ==, "today 0, tomorrow 0");
  world_kill (world);
  world_wait (world, DAY);
  world_thing (world, over)->answered = TRUE;
  world->once = TRUE;
  world_start (world);
  g_assert_cmpstr (world_words (world, thing), ==, "today 0");
}

/* If the server cannot replace a digest that names what is over, what is left of it is shown again
 * before the process ends. */
static void
test_once_shows_again_what_is_left (World *world)
{
  int over = due (world), thing = due (world), another = due (world);
  world->settings.open_at_once = 1;
  world->replaces = FALSE;
  world_start (world);
  world_kill (world);
  world_thing (world, over)->answered = TRUE;
  world->once = TRUE;
  world_start (world);
  g_assert_true (world->finished);
  g_assert_false (world_on_screen (world, over));
  g_assert_true (world_on_screen (world, thing) && world_on_screen (world, another));
  g_assert_cmpint (world_thing (world, thing)->mark.state, ==, RGM_MARK_SHOWN);
}

/* ---- buttons ---- */

static void
test_given (World *world)
{
  int thing = due (world), other = due (world);
  world_start (world);
  world_click (world, thing, "given");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 1);
  g_assert_cmpint (world_thing (world, other)->given, ==, 0);
  g_assert_false (world_on_screen (world, thing));
  g_assert_true (world_on_screen (world, other));
}

static void
push_click (World *world, guint64 token, const char *key)
{
  LoopEvent event = { .kind = LOOP_BUTTON, .token = token, .text = key };
  g_autoptr (GArray) actions = loop_step (&world->loop, &event, world->now);
  g_assert_cmpuint (actions->len, ==, 0);
}

/* The second click of a double click, one that a server sends to the wrong popup, and keys that
 * no popup has. */
static void
test_other_clicks (World *world)
{
  int thing = due (world);
  due (world);
  world_start (world);
  guint64 first = ((Popup *)g_ptr_array_index (world->screen, 0))->token;
  guint64 second = ((Popup *)g_ptr_array_index (world->screen, 1))->token;
  push_click (world, second, "given:uid-0/1");
  push_click (world, second, "given:uid-1/2");
  push_click (world, second, "given:uid-1/12");
  push_click (world, second, "given");
  push_click (world, 4711, "given:uid-0/1");
  world_click (world, thing, "given");
  push_click (world, first, "given:uid-0/1");
  push_click (world, first, "skip:uid-0/1");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 1);
}

static void
test_skip (World *world)
{
  int thing = due (world);
  world_start (world);
  world_click (world, thing, "skip");
  g_assert_cmpint (world_thing (world, thing)->skipped, ==, 1);
  g_assert_cmpint (world_thing (world, thing)->given, ==, 0);
}

static void
test_hold (World *world)
{
  int thing = due (world);
  world_start (world);
  world_click (world, thing, "hold");
  g_assert_cmpint (world_thing (world, thing)->held, ==, 1);
  g_assert_cmpint (world_thing (world, thing)->skipped, ==, 0);
  g_assert_false (world_on_screen (world, thing));
}

static void
test_snooze (World *world)
{
  int thing = due (world);
  world_start (world);
  world_click (world, thing, "snooze");
  g_assert_false (world_on_screen (world, thing));
  g_assert_cmpint (world->timer, ==, world->now + HOUR);
  world_wait (world, 20 * 60);
  world_kill (world);
  world_start (world);
  g_assert_cmpint (world->timer, ==, world->now + 40 * 60);
  world_wait (world, 40 * 60);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 2);
}

static void
test_refused (World *world)
{
  int thing = due (world);
  world->safety = TRUE;
  world_start (world);
  world_click (world, thing, "given");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 0);
  g_assert_cmpint (world->notes, ==, 1);
  g_assert_false (world_on_screen (world, thing));
}

static void
test_closing_writes_nothing (World *world)
{
  int thing = due (world);
  world_start (world);
  world_close (world, thing);
  world_wait (world, DAY);
  world_feed (world, LOOP_RECORD);
  g_assert_false (world_thing (world, thing)->answered);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
}

static void
test_answered_elsewhere (World *world)
{
  int thing = due (world), other = due (world);
  world_start (world);
  world_thing (world, thing)->answered = TRUE;
  world_feed (world, LOOP_RECORD);
  g_assert_false (world_on_screen (world, thing));
  g_assert_true (world_on_screen (world, other));
}

static void
test_its_time_passes (World *world)
{
  int thing = world_add (world, world->now, world->now + HOUR, RGM_URGENCY_NORMAL);
  int next = world_add (world, world->now + HOUR, LATER, RGM_URGENCY_CRITICAL);
  world_start (world);
  world_wait (world, HOUR);
  g_assert_false (world_on_screen (world, thing));
  g_assert_true (world_on_screen (world, next));
}

/* ---- popups from before a restart ---- */

static void
restart (World *world)
{
  world_kill (world);
  world_start (world);
}

static void
test_restart_then_click (World *world)
{
  int thing = due (world), other = due (world);
  world_start (world);
  restart (world);
  world_click (world, thing, "given");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 1);
  g_assert_cmpint (world_thing (world, other)->given, ==, 0);
  g_assert_false (world_on_screen (world, thing));
  g_assert_true (world_on_screen (world, other));
  g_assert_cmpint (world_thing (world, other)->shown, ==, 1);
}

static void
test_restart_then_answered_elsewhere (World *world)
{
  int thing = due (world), meanwhile = due (world);
  world_start (world);
  world_kill (world);
  world_thing (world, meanwhile)->answered = TRUE;
  world_start (world);
  g_assert_false (world_on_screen (world, meanwhile));
  g_assert_true (world_on_screen (world, thing));
  world_thing (world, thing)->answered = TRUE;
  world_feed (world, LOOP_RECORD);
  g_assert_false (world_on_screen (world, thing));
}

/* Nobody closed it, and it is gone: shown once more. What was closed is not. */
static void
test_server_restarts_while_the_service_is_dead (World *world)
{
  int open = due (world), closed = due (world);
  world_start (world);
  world_close (world, closed);
  world_kill (world);
  world_server (world, FALSE);
  world_server (world, TRUE);
  world_start (world);
  restart (world);
  g_assert_cmpint (world_thing (world, open)->shown, ==, 2);
  g_assert_cmpint (world_thing (world, closed)->shown, ==, 1);
}

/* Both ended at once, and the next service found no server: what goes by itself was there for so
 * short a time that it comes again, however late the next server. What had its time does not. */
static void
test_server_ends_with_the_service (World *world)
{
  int old = world_add (world, world->now, LATER, RGM_URGENCY_LOW);
  world_start (world);
  world_wait (world, HOUR);
  int fresh = world_add (world, world->now, LATER, RGM_URGENCY_LOW);
  world_feed (world, LOOP_RECORD);
  world_kill (world);
  world_server (world, FALSE);
  world_start (world);
  world_wait (world, HOUR);
  world_server (world, TRUE);
  g_assert_cmpint (world_thing (world, fresh)->shown, ==, 2);
  g_assert_cmpint (world_thing (world, old)->shown, ==, 1);
  restart (world);
  world_wait (world, HOUR);
  world_server (world, FALSE);
  world_server (world, TRUE);
  g_assert_cmpint (world_thing (world, fresh)->shown, ==, 2);
}

static void
test_restart_with_a_digest (World *world)
{
  for (int i = 0; i < 5; i++)
    due (world);
  world_start (world);
  restart (world);
  world_thing (world, 4)->answered = TRUE;
  world_feed (world, LOOP_RECORD);
  g_assert_false (world_on_screen (world, 4));
  for (int i = 0; i < 4; i++)
    g_assert_true (world_on_screen (world, i));
  g_assert_cmpint (world->most_open, ==, 3);
}

static void
test_unknown_popup (World *world)
{
  int thing = due (world), other = due (world);
  world_start (world);
  world_thing (world, thing)->server = 0; /* the record of it is lost */
  world_kill (world);
  world_start (world);
  world_unknown_click (world, "given:uid-0/1");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 1);
  world_unknown_click (world, "given:uid-0");
  world_unknown_click (world, "given:/1");
  world_unknown_click (world, "default");
  g_assert_cmpint (world_thing (world, other)->given, ==, 0);
}

/* The server did not say in time what it calls its popups. Each is taken over once, as one of its
 * own. */
static void
test_restart_without_ids (World *world)
{
  int thing = due (world), other = due (world);
  world->nameless = TRUE;
  world_start (world);
  restart (world);
  world_feed (world, LOOP_RECORD);
  g_assert_cmpuint (world->loop.showings->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const LoopShowing *showing = g_ptr_array_index (world->loop.showings, i);
    g_assert_cmpuint (showing->alerts->len, ==, 1);
  }
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  g_assert_cmpint (world_thing (world, other)->shown, ==, 1);
}

/* Another process has moved the alerts of two popups that were taken over into one of its own. They
 * are known in that one only: a digest that lists an alert of both would name it twice. */
static void
test_moved_by_another_process (World *world)
{
  int thing = due (world), other = due (world);
  world_start (world);
  restart (world);
  world_thing (world, thing)->popup = world_thing (world, other)->popup = 9;
  world_feed (world, LOOP_RECORD);
  g_assert_cmpuint (world->loop.showings->len, ==, 1);
  const LoopShowing *showing = g_ptr_array_index (world->loop.showings, 0);
  g_assert_cmpuint (showing->popup, ==, 9);
  g_assert_cmpuint (showing->alerts->len, ==, 2);
}

/* A popup of an earlier process, the server, and what becomes of it. */
static void
test_restart_table (void)
{
  static const struct {
    const char *what;
    gboolean tells_sender, nameless, other_server, replaced;
    RgmUrgency urgency;
    int later; /* seconds */
    int shown; /* so often in all */
  } rows[] = {
    { "the server tells all", FALSE, FALSE, FALSE, FALSE, RGM_URGENCY_NORMAL, HOUR, 1 },
    { "the server tells the sender", TRUE, FALSE, FALSE, FALSE, RGM_URGENCY_NORMAL, HOUR, 2 },
    { "its number is unknown", TRUE, TRUE, FALSE, FALSE, RGM_URGENCY_NORMAL, HOUR, 1 },
    { "it went by itself", TRUE, FALSE, FALSE, FALSE, RGM_URGENCY_LOW, HOUR, 1 },
    { "another server", FALSE, FALSE, TRUE, FALSE, RGM_URGENCY_NORMAL, HOUR, 2 },
    { "another server, number unknown", FALSE, TRUE, TRUE, FALSE, RGM_URGENCY_NORMAL, HOUR, 2 },
    { "another server, it went by itself", FALSE, FALSE, TRUE, FALSE, RGM_URGENCY_LOW, HOUR, 1 },
    { "another server, it was there", FALSE, FALSE, TRUE, FALSE, RGM_URGENCY_LOW, 5, 2 },
    { "the record was replaced", FALSE, FALSE, FALSE, TRUE, RGM_URGENCY_NORMAL, HOUR, 2 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    World world;
    g_test_message ("%s", rows[i].what);
    world_init (&world);
    world.tells_sender = rows[i].tells_sender;
    world.nameless = rows[i].nameless;
    int thing = world_add (&world, world.now - HOUR, LATER, rows[i].urgency);
    world_start (&world);
    world_kill (&world);
    world_wait (&world, rows[i].later);
    if (rows[i].other_server) {
      world_server (&world, FALSE);
      world_server (&world, TRUE);
    }
    world.up = !rows[i].replaced;
    world_start (&world);
    if (rows[i].replaced) {
      world_feed (&world, LOOP_REPLACED);
      world.up = TRUE;
      world_feed (&world, LOOP_UP);
    }
    restart (&world);
    restart (&world);
    int more = rows[i].tells_sender && rows[i].shown == 2 ? 2 : 0; /* two restarts more */
    g_assert_cmpint (world_thing (&world, thing)->shown, ==, rows[i].shown + more);
    if (rows[i].urgency != RGM_URGENCY_LOW)
      g_assert_cmpuint (world.screen->len, ==, 1);
    world_clear (&world);
  }
}

static void
test_restart_then_click_on_a_server_that_tells_the_sender (World *world)
{
  int thing = due (world), other = due (world);
  world->tells_sender = TRUE;
  world_start (world);
  restart (world);
  world_click (world, thing, "given");
  g_assert_cmpint (world_thing (world, thing)->given, ==, 1);
  g_assert_cmpint (world_thing (world, other)->shown, ==, 2);
  g_assert_true (world_on_screen (world, other));
}

/* The user closed three popups while no service ran: they push no alert into a digest. */
static void
test_closed_while_dead (World *world)
{
  for (int i = 0; i < 3; i++)
    due (world);
  world_start (world);
  world_kill (world);
  for (int i = 0; i < 3; i++)
    world_close (world, i);
  world_start (world);
  int next = due (world);
  world_feed (world, LOOP_RECORD);
  world_click (world, next, "given"); /* a digest has no buttons */
  g_assert_cmpint (world_thing (world, next)->given, ==, 1);
}

/* They are there: at most three stay, and the new one has its buttons. */
static void
test_not_closed_while_dead (World *world)
{
  for (int i = 0; i < 3; i++)
    due (world);
  world_start (world);
  restart (world);
  int next = due (world);
  world_feed (world, LOOP_RECORD);
  g_assert_cmpint (world->most_open, ==, 3);
  for (int i = 0; i < 4; i++)
    g_assert_true (world_on_screen (world, i));
  world_click (world, next, "given");
  g_assert_cmpint (world_thing (world, next)->given, ==, 1);
}

/* Popups that went by themselves on a server that does not tell are not part of a later digest, do
 * not come again with another server, and not when their time is over. */
static void
test_expiry_that_nobody_tells (World *world)
{
  for (int i = 0; i < 3; i++)
    world_add (world, world->now, i == 0 ? world->now + 90 : LATER, RGM_URGENCY_LOW);
  world_start (world);
  g_ptr_array_set_size (world->screen, 0);
  world_wait (world, 90);
  world->now -= 60; /* set back, so that the first one holds again */
  world_feed (world, LOOP_WAKE);
  world_wait (world, HOUR);
  for (int i = 0; i < 3; i++)
    due (world);
  world_feed (world, LOOP_RECORD);
  g_assert_cmpuint (world->screen->len, ==, 3);
  world_server (world, FALSE);
  world_server (world, TRUE);
  g_assert_cmpuint (world->screen->len, ==, 3);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (world_thing (world, i)->shown, ==, 1);
}

/* ---- what cannot be written ---- */

static void
test_full (World *world)
{
  int thing = due (world);
  world->full = TRUE;
  world_start (world);
  g_assert_cmpint (world->timer, ==, world->now + 8);
  world_wait (world, DAY);
  g_assert_cmpint (world->timer, <=, world->now + 60);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 0);
  world->full = FALSE;
  world_wait (world, 60);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 1);
  g_assert_cmpint (world->timer, ==, RGM_INSTANT_NONE);
}

/* A server has refused for so long that it is asked less often. What cannot be written is tried
 * again soon nevertheless, and so is what cannot be written a day later. */
static void
test_full_while_the_server_refuses (World *world)
{
  due (world);
  world->refuses = TRUE;
  world_start (world);
  world_wait (world, DAY);
  for (int day = 0; day < 2; day++) {
    g_assert_cmpint (world->timer, >, world->now + 8);
    world->full = TRUE;
    world_feed (world, LOOP_RECORD);
    g_assert_cmpint (world->timer, ==, world->now + 8);
    world_wait (world, DAY);
    g_assert_cmpint (world->timer, >, world->now + 8);
    world->full = FALSE;
    world_trouble (world, NULL); /* the service says so when something was written */
    world_wait (world, 60);
  }
}

/* Told once, also by another server and after a refusal; taken away when it is over; told anew. */
static void
test_trouble (World *world)
{
  world->up = FALSE;
  world_start (world);
  world_trouble (world, "full");
  g_assert_cmpint (world->notes, ==, 0);
  world->refuses = TRUE;
  world_server (world, TRUE);
  g_assert_cmpint (world->notes, ==, 0);
  world->refuses = FALSE;
  world_wait (world, 60);
  g_assert_cmpint (world->notes, ==, 1);
  world_trouble (world, "full");
  world_feed (world, LOOP_RECORD);
  g_assert_cmpint (world->notes, ==, 1);
  world_server (world, FALSE);
  world_server (world, TRUE);
  g_assert_cmpint (world->notes, ==, 2);
  world_trouble (world, NULL);
  g_assert_cmpuint (world->screen->len, ==, 0);
  world_trouble (world, "full");
  g_assert_cmpint (world->notes, ==, 3);
}

/* ---- other words ---- */

static void
test_anew (World *world)
{
  int thing = due (world), closed = due (world);
  world_start (world);
  world_close (world, closed);
  world_feed (world, LOOP_ANEW);
  g_assert_cmpint (world_thing (world, thing)->shown, ==, 2);
  g_assert_cmpint (world_thing (world, closed)->shown, ==, 1);
  g_assert_cmpuint (world->screen->len, ==, 1);
}

static void
test_click_beside_the_buttons (World *world)
{
  int thing = due (world), other = due (world);
  world_start (world);
  world_click_body (world, thing);
  g_assert_cmpint (world->details, ==, 1);
  g_assert_true (world_on_screen (world, thing));
  world_click (world, other, "details");
  world_unknown_click (world, "details:uid-0/1"); /* of an earlier run */
  g_assert_cmpint (world->details, ==, 3);
  g_assert_true (world_on_screen (world, other));
  g_assert_cmpint (world->notes, ==, 0);
}

/* No program opens the page: a note tells what to type, once for each popup, and if it has room. */
static void
test_page_that_does_not_open (World *world)
{
  int thing = due (world);
  world_start (world);
  guint64 token = ((Popup *)g_ptr_array_index (world->screen, 0))->token;
  LoopEvent event = { .kind = LOOP_NOTE, .token = token, .title = "title", .text = "text" };
  for (int i = 0; i < 2; i++) {
    g_autoptr (GArray) actions = loop_step (&world->loop, &event, world->now);
    g_assert_cmpuint (actions->len, ==, i == 0 ? 1 : 0);
  }
  due (world);
  world_feed (world, LOOP_RECORD);
  event.token = ((Popup *)g_ptr_array_index (world->screen, 1))->token;
  g_autoptr (GArray) actions = loop_step (&world->loop, &event, world->now);
  g_assert_cmpuint (actions->len, ==, 0);
  g_assert_true (world_on_screen (world, thing));
}

/* ---- many ---- */

static void
test_three_fit (World *world)
{
  for (int i = 0; i < 3; i++)
    due (world);
  world_start (world);
  g_assert_cmpuint (world->screen->len, ==, 3);
}

static void
test_digest (World *world)
{
  int urgent;
  for (int i = 0; i < 5; i++)
    due (world);
  urgent = world_add (world, world->now - 60, LATER, RGM_URGENCY_CRITICAL);
  world_start (world);
  g_assert_cmpuint (world->screen->len, ==, 3);
  for (int i = 0; i < 6; i++) {
    g_assert_cmpint (world_thing (world, i)->shown, ==, 1);
    g_assert_cmpint (world_thing (world, i)->mark.state, ==, RGM_MARK_SHOWN);
  }
  world_click (world, urgent, "given"); /* not in the digest: it has buttons */
  g_assert_cmpint (world_thing (world, urgent)->given, ==, 1);
}

static void
test_one_more_than_fits (World *world)
{
  world_start (world);
  for (int i = 0; i < 6; i++) {
    due (world);
    world_feed (world, LOOP_RECORD);
  }
  g_assert_cmpint (world->most_open, ==, 3);
  for (int i = 0; i < 6; i++)
    g_assert_true (world_on_screen (world, i));
}

static void
test_one_at_once (World *world)
{
  world->settings.open_at_once = 1;
  due (world);
  world_start (world);
  due (world);
  world_feed (world, LOOP_RECORD);
  g_assert_cmpint (world->most_open, ==, 1);
  g_assert_true (world_on_screen (world, 0));
  g_assert_true (world_on_screen (world, 1));
}

/* A digest that names an answered dose gives way to one that does not. */
static void
test_digest_answered (World *world)
{
  for (int i = 0; i < 5; i++)
    due (world);
  world_start (world);
  world_thing (world, 4)->answered = TRUE;
  world_feed (world, LOOP_RECORD);
  g_assert_false (world_on_screen (world, 4));
  for (int i = 0; i < 4; i++)
    g_assert_true (world_on_screen (world, i));
  g_assert_cmpint (world->most_open, ==, 3);
}

/* ---- after an absence ---- */

static void
long_due (World *world, int n, RgmInstant since)
{
  for (int i = 0; i < n; i++)
    world_add (world, world->now - since, LATER, RGM_URGENCY_NORMAL);
}

/* How many alerts the fullest popup has. */
static guint
largest (const World *world)
{
  guint most = 0;
  for (guint i = 0; i < world->screen->len; i++)
    most = MAX (most, ((const Popup *)g_ptr_array_index (world->screen, i))->things->len);
  return most;
}

static void
test_absence_table (void)
{
  static const struct {
    RgmInstant since;
    int waiting, fresh;
    guint popups, largest;
  } rows[] = {
    { 2 * DAY, 1, 0, 1, 1 },       { 2 * DAY, 2, 0, 2, 1 },
    { 2 * DAY, 3, 0, 1, 3 },       { 12 * HOUR, 3, 0, 1, 3 },
    { 12 * HOUR - 1, 3, 0, 3, 1 }, /* of this day: each has its buttons */
    { 2 * DAY, 9, 0, 1, 9 },       { 2 * DAY, 3, 1, 2, 3 },
    { 2 * DAY, 3, 2, 3, 3 },       { 2 * DAY, 3, 3, 3, 4 },
    { 2 * DAY, 2, 1, 3, 1 },       { 2 * DAY, 2, 2, 3, 2 }, /* no flood, but more than fits */
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    World world;
    world_init (&world);
    long_due (&world, rows[i].waiting, rows[i].since);
    long_due (&world, rows[i].fresh, HOUR);
    world_start (&world);
    g_assert_cmpuint (world.screen->len, ==, rows[i].popups);
    g_assert_cmpuint (largest (&world), ==, rows[i].largest);
    for (int thing = 0; thing < rows[i].waiting + rows[i].fresh; thing++)
      g_assert_cmpint (world_thing (&world, thing)->shown, ==, 1);
    world_clear (&world);
  }
}

/* The machine slept while three came. */
static void
test_absence_asleep (World *world)
{
  world_start (world);
  world->now += 2 * DAY;
  long_due (world, 3, DAY);
  world_feed (world, LOOP_WAKE);
  g_assert_cmpuint (largest (world), ==, 3);
}

static void
test_absence_of_the_server (World *world)
{
  world->up = FALSE;
  world_start (world);
  long_due (world, 3, 0);
  world_wait (world, DAY);
  world_server (world, TRUE);
  g_assert_cmpuint (world->screen->len, ==, 1);
  g_assert_cmpuint (largest (world), ==, 3);
}

/* Alerts that were shown in time are no flood when their server has ended and another has come. */
static void
test_no_absence_after_a_server (World *world)
{
  world_start (world);
  long_due (world, 3, 0);
  world_feed (world, LOOP_RECORD);
  world_wait (world, DAY);
  world_server (world, FALSE);
  world_server (world, TRUE);
  g_assert_cmpuint (world->screen->len, ==, 3);
  g_assert_cmpuint (largest (world), ==, 1);
}

/* The same if another process has them on the screen. */
static void
test_no_absence_after_a_restart (World *world)
{
  long_due (world, 3, 0);
  world_start (world);
  world_kill (world);
  world->now += DAY;
  world_start (world);
  world_server (world, FALSE);
  world_server (world, TRUE);
  g_assert_cmpuint (world->screen->len, ==, 3);
  g_assert_cmpuint (largest (world), ==, 1);
}

static void
test_absence_refused (World *world)
{
  long_due (world, 4, DAY);
  world->refuses = TRUE;
  world_start (world);
  g_assert_cmpuint (world->screen->len, ==, 0);
  world->refuses = FALSE;
  world_wait (world, 8);
  g_assert_cmpuint (world->screen->len, ==, 1);
  g_assert_cmpuint (largest (world), ==, 4);
}

/* ---- death between any two actions ---- */

static void
live_and_die (World *world, int after)
{
  for (int i = 0; i < 5; i++)
    due (world);
  world->dies_after = after;
  world_start (world);
  world_click (world, 0, "given");
  world_click (world, 1, "snooze");
  world->dies_after = -1;
  world_kill (world);
  world_wait (world, 61);
  world_start (world);
}

static void
test_death (void)
{
  for (int after = 0; after < 60; after++) {
    World world;
    world_init (&world);
    live_and_die (&world, after);
    for (int i = 0; i < 5; i++) {
      const Thing *thing = world_thing (&world, i);
      g_assert_cmpint (thing->shown, >=, 1);
      g_assert_cmpint (thing->shown, <=, 2); /* one repeat at most */
      g_assert_cmpint (thing->given, <=, i == 0);
    }
    world_clear (&world);
  }
}

/* A digest names an alert that asks for an answer and one that does not, and loses the first one:
 * it was answered, or gets a popup of its own. Another process that reads the record in the middle
 * of that must not find the other one alone in the popup, because it would take it for one that
 * went by itself long ago. */
static void
test_digest_in_the_middle (void)
{
  for (int after = 0; after < 60; after++) {
    World world;
    world_init (&world);
    world.settings.open_at_once = 2;
    int urgent = world_add (&world, world.now, LATER, RGM_URGENCY_CRITICAL);
    int asks = due (&world), informs = world_add (&world, world.now, LATER, RGM_URGENCY_LOW);
    world_start (&world);
    guint32 digest = world_thing (&world, informs)->popup;
    g_assert_cmpuint (world_thing (&world, asks)->popup, ==, digest);
    world_close (&world, urgent);
    world_wait (&world, HOUR);
    world_thing (&world, asks)->answered = after % 2 == 0;
    for (int i = 0; after % 2 == 1 && i < 2; i++)
      due (&world);
    world.dies_after = world.actions + after / 2;
    world_feed (&world, LOOP_RECORD);
    const Thing *left = world_thing (&world, informs);
    if (left->server != 0 && left->popup == digest) {
      g_assert_cmpint (world_thing (&world, asks)->server, ==, left->server);
      g_assert_cmpuint (world_thing (&world, asks)->popup, ==, digest);
    }
    world.dies_after = -1;
    world_kill (&world);
    world_wait (&world, 61);
    world_start (&world);
    g_assert_true (world_on_screen (&world, informs));
    world_clear (&world);
  }
}

/* Whenever the service ends, no digest stays that names what is over. */
static void
test_stale_digest_then_death (void)
{
  for (int after = 0; after < 20; after++) {
    World world;
    world_init (&world);
    world.settings.open_at_once = 1;
    world.replaces = TRUE;
    int over = due (&world), other = due (&world), another = due (&world);
    world_start (&world);
    world_thing (&world, over)->answered = TRUE;
    world.dies_after = world.actions + after;
    world_feed (&world, LOOP_RECORD);
    world.dies_after = -1;
    world_kill (&world);
    world_start (&world);
    g_assert_false (world_on_screen (&world, over));
    g_assert_true (world_on_screen (&world, other));
    g_assert_true (world_on_screen (&world, another));
    g_assert_cmpint (world_thing (&world, other)->shown, ==, 1);
    world_clear (&world);
  }
}

/* Dying over and over while showing is not a reason to show over and over. */
static void
test_death_again_and_again (World *world)
{
  int thing = due (world);
  for (int i = 0; i < 20; i++) {
    world->dies_after
      = world->actions + 7; /* BEAT LOOK TIMER SUMMON… up to SHOW, never MARK_SHOWN */
    world_start (world);
    world_kill (world);
    world_wait (world, 61);
  }
  world->dies_after = -1;
  world_start (world);
  g_assert_cmpint (world_thing (world, thing)->shown, >=, 1);
  g_assert_cmpint (world_thing (world, thing)->shown, <=, 2);
}

/* ---- a year ---- */

static void
happen (World *world)
{
  switch (g_test_rand_int_range (0, 6)) {
  case 0: /* suspended: the timer is late */
    world->now += g_test_rand_int_range (0, 2 * HOUR);
    world_feed (world, LOOP_WAKE);
    break;
  case 1: /* the clock is set back, the kernel says so */
    world->now -= g_test_rand_int_range (0, HOUR);
    world_feed (world, LOOP_WAKE);
    break;
  case 2:
    world_kill (world);
    world_start (world);
    break;
  case 3:
    world_feed (world, LOOP_RECORD);
    break;
  default:
    break;
  }
}

/* Every alert of a year is shown on its day, once, whatever happens in between; a person closes
 * each. */
static void
test_year (World *world)
{
  RgmInstant start = world->now;
  for (int i = 0; i < 365; i++)
    world_add (world, start + i * DAY, start + (i + 1) * DAY, RGM_URGENCY_NORMAL);
  world_start (world);
  while (world->now < start + 365 * DAY) {
    world_wait (world, g_test_rand_int_range (HOUR, 4 * HOUR));
    for (int i = 0; i < 365; i++)
      if (world_on_screen (world, i))
        world_close (world, i);
    happen (world);
  }
  for (int i = 0; i < 365; i++)
    g_assert_cmpint (world_thing (world, i)->shown, ==, 1);
}

/* ---- once ---- */

static void
test_once (World *world)
{
  int thing = due (world);
  world->once = TRUE;
  world_start (world);
  g_assert_true (world->finished);
  g_assert_cmpint (world->loop.outcome, ==, LOOP_ONCE_DONE);
  g_assert_cmpint (world->loop.shown, ==, 1);
  g_assert_cmpint (world_thing (world, thing)->mark.state, ==, RGM_MARK_SHOWN);
}

static void
test_once_nothing (World *world)
{
  world->once = TRUE;
  world_start (world);
  g_assert_true (world->finished);
  g_assert_cmpint (world->loop.outcome, ==, LOOP_ONCE_DONE);
  g_assert_cmpint (world->loop.shown, ==, 0);
}

static void
test_once_no_server (World *world)
{
  int thing = due (world);
  world->once = TRUE;
  world->up = FALSE;
  world_start (world);
  g_assert_false (world->finished);
  g_assert_cmpint (world->summons, >=, 1);
  world_feed (world, LOOP_GIVE_UP);
  g_assert_true (world->finished);
  g_assert_cmpint (world->loop.outcome, ==, LOOP_ONCE_NO_SERVER);
  g_assert_cmpint (world_thing (world, thing)->mark.state, ==, RGM_MARK_NONE);
}

static void
test_once_refused (World *world)
{
  int thing = due (world);
  world->once = TRUE;
  world->refuses = TRUE;
  world_start (world);
  g_assert_true (world->finished);
  g_assert_cmpint (world->loop.outcome, ==, LOOP_ONCE_FAILED);
  g_assert_cmpint (world_thing (world, thing)->mark.state, ==, RGM_MARK_NONE);
}

#define ADD(name, function)                                                                        \
  g_test_add_data_func ("/loop/" name, (gconstpointer)(function), with_world)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("idle", test_idle);
  ADD ("shown-once", test_shown_once);
  ADD ("at-its-moment", test_at_its_moment);
  ADD ("restart-does-not-repeat", test_restart_does_not_repeat);
  ADD ("no-server", test_no_server);
  ADD ("server-restart", test_server_restart);
  ADD ("server-refuses", test_server_refuses);
  ADD ("refused-then-no-server", test_refused_then_no_server);
  ADD ("renewed", test_renewed);
  ADD ("closed-is-not-renewed", test_closed_is_not_renewed);
  ADD ("words-that-last", test_words_that_last);
  ADD ("renewed-after-a-restart", test_renewed_after_a_restart);
  ADD ("other-words-on-record", test_other_words_on_record);
  ADD ("renewal-refused", test_renewal_refused);
  ADD ("once-renews-nothing", test_once_renews_nothing);
  ADD ("once-shows-again-what-is-left", test_once_shows_again_what_is_left);
  ADD ("once-moves-words-of-today", test_once_moves_words_of_today);
  ADD ("once-renews-a-digest", test_once_renews_a_digest);
  ADD ("given", test_given);
  ADD ("other-clicks", test_other_clicks);
  ADD ("skip", test_skip);
  ADD ("hold", test_hold);
  ADD ("snooze", test_snooze);
  ADD ("refused", test_refused);
  ADD ("closing-writes-nothing", test_closing_writes_nothing);
  ADD ("answered-elsewhere", test_answered_elsewhere);
  ADD ("its-time-passes", test_its_time_passes);
  ADD ("restart-then-click", test_restart_then_click);
  ADD ("restart-then-answered-elsewhere", test_restart_then_answered_elsewhere);
  ADD ("server-restarts-while-dead", test_server_restarts_while_the_service_is_dead);
  ADD ("server-ends-with-the-service", test_server_ends_with_the_service);
  ADD ("restart-with-a-digest", test_restart_with_a_digest);
  ADD ("unknown-popup", test_unknown_popup);
  ADD ("restart-without-ids", test_restart_without_ids);
  ADD ("moved-by-another-process", test_moved_by_another_process);
  g_test_add_func ("/loop/restart", test_restart_table);
  ADD ("restart-then-click-sender", test_restart_then_click_on_a_server_that_tells_the_sender);
  ADD ("closed-while-dead", test_closed_while_dead);
  ADD ("not-closed-while-dead", test_not_closed_while_dead);
  ADD ("expiry-that-nobody-tells", test_expiry_that_nobody_tells);
  ADD ("full", test_full);
  ADD ("full-while-the-server-refuses", test_full_while_the_server_refuses);
  ADD ("trouble", test_trouble);
  ADD ("anew", test_anew);
  ADD ("click-beside-the-buttons", test_click_beside_the_buttons);
  ADD ("page-that-does-not-open", test_page_that_does_not_open);
  ADD ("three-fit", test_three_fit);
  ADD ("digest", test_digest);
  ADD ("absence-asleep", test_absence_asleep);
  ADD ("absence-of-the-server", test_absence_of_the_server);
  ADD ("no-absence-after-a-server", test_no_absence_after_a_server);
  ADD ("no-absence-after-a-restart", test_no_absence_after_a_restart);
  ADD ("absence-refused", test_absence_refused);
  ADD ("one-more-than-fits", test_one_more_than_fits);
  ADD ("one-at-once", test_one_at_once);
  ADD ("digest-answered", test_digest_answered);
  g_test_add_func ("/loop/absence", test_absence_table);
  g_test_add_func ("/loop/death", test_death);
  g_test_add_func ("/loop/digest-in-the-middle", test_digest_in_the_middle);
  g_test_add_func ("/loop/stale-digest-then-death", test_stale_digest_then_death);
  ADD ("death-again-and-again", test_death_again_and_again);
  ADD ("year", test_year);
  ADD ("once", test_once);
  ADD ("once-nothing", test_once_nothing);
  ADD ("once-no-server", test_once_no_server);
  ADD ("once-refused", test_once_refused);
  return g_test_run ();
}
