/* world.c: carries out in memory what the loop decides, as the service does on a real record. */
#include "world.h"

#include "alerts/alert-marks.h"
#include "store/alert-rows.h"

#include <string.h>

/* ---- the record ---- */

Thing *
world_thing (World *world, int index)
{
  return &g_array_index (world->things, Thing, index);
}

int
world_add (World *world, RgmInstant from, RgmInstant until, RgmUrgency urgency)
{
  Thing thing = { .dose = 1, .from = from, .until = until, .urgency = urgency };
  g_snprintf (thing.uid, sizeof thing.uid, "uid-%u", world->things->len);
  g_array_append_val (world->things, thing);
  return (int)world->things->len - 1;
}

static gboolean
holds (const World *world, const Thing *thing)
{
  return !thing->answered && thing->from <= world->now && world->now < thing->until;
}

static Thing *
thing_of (World *world, const RgmAlertView *view)
{
  for (guint i = 0; i < world->things->len; i++)
    if (g_str_equal (world_thing (world, (int)i)->uid, view->course_uid))
      return world_thing (world, (int)i);
  g_assert_not_reached ();
}

/* What @thing said, or says, at the moment @at. */
static RgmAlertView *
view_of (const World *world, const Thing *thing, RgmInstant at)
{
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  gboolean ahead = world->replaces && at < thing->tomorrow;
  view->summary = g_strdup_printf ("%s %d",
                                   !world->replaces ? "on that day"
                                   : ahead          ? "tomorrow"
                                                    : "today",
                                   thing->edition);
  view->changes = ahead ? thing->tomorrow : RGM_INSTANT_NONE;
  view->said = at;
  view->course_uid = g_strdup (thing->uid);
  view->dose = thing->dose;
  view->answerable = view->snoozable = thing->urgency != RGM_URGENCY_LOW; /* else it only informs */
  view->when = thing->from;
  view->alert.kind = "due";
  view->alert.urgency = thing->urgency;
  view->alert.from = thing->from;
  view->alert.until = thing->until;
  g_strlcpy (view->alert.key, "due", sizeof view->alert.key);
  return view;
}

static void
wake_at (const World *world, RgmInstant *next, RgmInstant at)
{
  if (at > world->now && (*next == RGM_INSTANT_NONE || at < *next))
    *next = at;
}

/* ---- events ---- */

static LoopEvent *
push (World *world, LoopEventKind kind, guint64 token)
{
  LoopEvent *event = g_new0 (LoopEvent, 1);
  event->kind = kind;
  event->token = token;
  event->next = RGM_INSTANT_NONE;
  g_queue_push_tail (&world->events, event);
  return event;
}

static void
free_event (gpointer data)
{
  LoopEvent *event = data;
  g_free ((char *)event->title);
  g_free ((char *)event->text);
  g_free ((char *)event->server);
  g_clear_pointer (&event->alerts, g_ptr_array_unref);
  g_clear_pointer (&event->others, g_ptr_array_unref);
  g_clear_pointer (&event->popups, g_ptr_array_unref);
  g_free (event);
}

static GPtrArray *
views_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
}

/* ---- the screen ---- */

static void
free_popup (gpointer data)
{
  Popup *popup = data;
  g_array_unref (popup->things);
  g_free (popup->words);
  g_free (popup);
}

/* What the popup of @showing says of each of its alerts. Returns: (transfer full). */
static char *
words_of (const LoopShowing *showing)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  for (guint i = 0; i < showing->alerts->len; i++)
    g_ptr_array_add (words, ((RgmAlertView *)g_ptr_array_index (showing->alerts, i))->summary);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **)words->pdata);
}

static Popup *
popup_of (const World *world, int index)
{
  for (guint i = world->screen->len; i-- > 0;) {
    Popup *popup = g_ptr_array_index (world->screen, i);
    for (guint j = 0; j < popup->things->len; j++)
      if (g_array_index (popup->things, int, j) == index)
        return popup;
  }
  return NULL;
}

const char *
world_words (const World *world, int index)
{
  return popup_of (world, index)->words;
}

gboolean
world_on_screen (const World *world, int index)
{
  return popup_of (world, index) != NULL;
}

static Popup *
find_token (const World *world, guint64 token)
{
  for (guint i = 0; i < world->screen->len; i++)
    if (((Popup *)g_ptr_array_index (world->screen, i))->token == token)
      return g_ptr_array_index (world->screen, i);
  return NULL;
}

static void
remove_token (World *world, guint64 token)
{
  g_ptr_array_remove (world->screen, find_token (world, token));
}

static void
count_open (World *world)
{
  int open = 0;
  for (guint i = 0; i < world->screen->len; i++)
    open += ((Popup *)g_ptr_array_index (world->screen, i))->things->len > 0;
  world->most_open = MAX (world->most_open, open);
}

static char *
server_name (const World *world)
{
  return g_strdup_printf ("bus/%d", world->servers);
}

static void
show (World *world, const LoopShowing *showing)
{
  Popup *popup = g_new0 (Popup, 1);
  if (!world->up || world->refuses) {
    g_free (popup);
    push (world, LOOP_FAILED, showing->token);
    return;
  }
  popup->token = showing->token;
  popup->id = ++world->last_id;
  popup->things = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < showing->alerts->len; i++) {
    Thing *thing = thing_of (world, g_ptr_array_index (showing->alerts, i));
    int index = (int)(thing - world_thing (world, 0));
    thing->shown++;
    g_array_append_val (popup->things, index);
  }
  popup->words = words_of (showing);
  world->notes += showing->note != NULL;
  g_ptr_array_add (world->screen, popup);
  LoopEvent *shown = push (world, LOOP_SHOWN, showing->token);
  shown->server = server_name (world);
  shown->popup = world->nameless ? 0 : popup->id;
}

/* ---- what the loop asks for ---- */

static int
by_place (gconstpointer a, gconstpointer b)
{
  const RgmAlertView *left = *(RgmAlertView *const *)a, *right = *(RgmAlertView *const *)b;
  int servers = strcmp (left->server, right->server);
  return servers != 0 ? servers : (left->popup > right->popup) - (left->popup < right->popup);
}

static GPtrArray *
popups (World *world)
{
  GPtrArray *found = views_new ();
  for (guint i = 0; i < world->things->len; i++) {
    const Thing *thing = world_thing (world, (int)i);
    if (thing->server == 0)
      continue;
    RgmAlertView *view = view_of (world, thing, thing->mark.at);
    view->server = g_strdup_printf ("bus/%d", thing->server);
    view->popup = thing->popup;
    view->shown_at = thing->mark.at;
    g_ptr_array_add (found, view);
  }
  g_ptr_array_sort (found, by_place);
  return found;
}

static void
look (World *world)
{
  LoopEvent *event = push (world, LOOP_DUE, 0);
  event->alerts = views_new ();
  for (guint i = 0; i < world->things->len; i++) {
    const Thing *thing = world_thing (world, (int)i);
    RgmInstant again;
    wake_at (world, &event->next, thing->from);
    if (!holds (world, thing))
      continue;
    if (alert_mark_allows (&thing->mark, world->now, &again))
      g_ptr_array_add (event->alerts, view_of (world, thing, world->now));
    wake_at (world, &event->next, again);
  }
  event->popups = popups (world);
}

static void
check (World *world, const LoopShowing *showing)
{
  g_autoptr (GPtrArray) stale = views_new (), today = views_new ();
  for (guint i = 0; i < showing->alerts->len; i++) {
    const Thing *thing = thing_of (world, g_ptr_array_index (showing->alerts, i));
    g_ptr_array_add (holds (world, thing) ? today : stale, view_of (world, thing, world->now));
  }
  LoopEvent *event = push (world, stale->len > 0 ? LOOP_STALE : LOOP_SAYS, showing->token);
  event->alerts = g_ptr_array_ref (stale->len > 0 ? stale : today);
  event->others = stale->len > 0 ? g_ptr_array_ref (today) : NULL;
}

/* A popup that the user closed is never renewed. */
static void
renew (World *world, const LoopShowing *showing)
{
  Popup *popup = find_token (world, showing->token);
  g_assert_nonnull (popup);
  if (world->refuses) {
    push (world, LOOP_FAILED, showing->token);
    return;
  }
  world->renewals++;
  g_array_set_size (popup->things, 0);
  g_free (popup->words);
  popup->words = words_of (showing);
  for (guint i = 0; i < showing->alerts->len; i++) {
    Thing *thing = thing_of (world, g_ptr_array_index (showing->alerts, i));
    int index = (int)(thing - world_thing (world, 0));
    thing->mark.at = world->now;
    g_array_append_val (popup->things, index);
  }
}

static void
claim (World *world, GPtrArray *alerts)
{
  GPtrArray *claimed = views_new ();
  for (guint i = 0; i < alerts->len; i++) {
    Thing *thing = thing_of (world, g_ptr_array_index (alerts, i));
    RgmInstant again;
    if (!alert_mark_allows (&thing->mark, world->now, &again))
      continue;
    if (world->full) {
      push (world, LOOP_UNWRITTEN, 0);
      continue;
    }
    int attempts = thing->mark.state == RGM_MARK_CLAIMED ? thing->mark.attempts + 1 : 1;
    thing->mark = (RgmMark){ RGM_MARK_CLAIMED, world->now, RGM_INSTANT_NONE, attempts };
    g_ptr_array_add (claimed, g_steal_pointer (&alerts->pdata[i]));
  }
  push (world, LOOP_CLAIMED, 0)->alerts = claimed;
}

static void
mark (World *world, const LoopShowing *showing, RgmMarkState state, RgmInstant until)
{
  for (guint i = 0; i < showing->alerts->len; i++) {
    Thing *thing = thing_of (world, g_ptr_array_index (showing->alerts, i));
    thing->mark = (RgmMark){ state, world->now, until, 0 };
    thing->server = state == RGM_MARK_SHOWN ? world->servers : 0;
    thing->popup = showing->popup;
  }
}

static void
off_screen (World *world, const LoopShowing *showing, gboolean lost)
{
  for (guint i = 0; i < showing->alerts->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    Thing *thing = thing_of (world, view);
    g_autofree char *place = g_strdup_printf ("bus/%d", thing->server);
    if (g_strcmp0 (view->server, place) != 0 || view->popup != thing->popup)
      continue;
    thing->server = 0;
    if (lost)
      thing->mark.state = RGM_MARK_NONE;
  }
}

/* The popup is the same one; the process calls it by another token. */
static void
adopt (World *world, const LoopShowing *showing)
{
  g_autofree char *name = server_name (world);
  g_assert_cmpstr (showing->server, ==, name);
  for (guint i = 0; i < world->screen->len; i++) {
    Popup *popup = g_ptr_array_index (world->screen, i);
    if (popup->id == showing->popup)
      popup->token = showing->token;
  }
}

static void
answer (World *world, const LoopShowing *showing, LoopActionKind kind)
{
  Thing *thing = thing_of (world, g_ptr_array_index (showing->alerts, 0));
  if (world->safety) {
    push (world, LOOP_REFUSED, 0)->text = g_strdup ("too early");
  } else {
    thing->given += kind == LOOP_GIVEN;
    thing->skipped += kind == LOOP_SKIP;
    thing->held += kind == LOOP_HOLD;
    thing->answered = TRUE;
  }
  push (world, LOOP_RECORD, 0);
}

static void
carry_out (World *world, LoopAction *action)
{
  g_assert_false (world->finished); /* the process has ended */
  switch (action->kind) {
  case LOOP_BEAT:
    world->beats++;
    break;
  case LOOP_LOOK:
    look (world);
    break;
  case LOOP_CHECK:
    check (world, action->showing);
    break;
  case LOOP_SUMMON:
    world->summons++;
    break;
  case LOOP_CLAIM:
    claim (world, action->alerts);
    break;
  case LOOP_SHOW:
    show (world, action->showing);
    break;
  case LOOP_ADOPT:
    adopt (world, action->showing);
    break;
  case LOOP_RENEW:
    renew (world, action->showing);
    break;
  case LOOP_RECLAIM:
    mark (world, action->showing, RGM_MARK_CLAIMED, RGM_INSTANT_NONE);
    break;
  case LOOP_FORGET:
    off_screen (world, action->showing, FALSE);
    break;
  case LOOP_CLOSE:
    remove_token (world, action->showing->token);
    break;
  case LOOP_MARK_SHOWN:
    mark (world, action->showing, RGM_MARK_SHOWN, RGM_INSTANT_NONE);
    break;
  case LOOP_GIVE_BACK:
    if (action->showing->on_screen)
      off_screen (world, action->showing, TRUE);
    else
      mark (world, action->showing, RGM_MARK_NONE, RGM_INSTANT_NONE);
    break;
  case LOOP_GIVEN:
  case LOOP_SKIP:
  case LOOP_HOLD:
    answer (world, action->showing, action->kind);
    break;
  case LOOP_SNOOZE:
    mark (world, action->showing, RGM_MARK_SNOOZED, action->at);
    push (world, LOOP_RECORD, 0);
    break;
  case LOOP_DETAILS:
    world->details++;
    break;
  case LOOP_TIMER:
    world->timer = action->at;
    break;
  case LOOP_FINISH:
    world->finished = TRUE;
    break;
  }
}

/* ---- the process ---- */

static void
step (World *world, LoopEvent *event)
{
  g_autoptr (GArray) actions = loop_step (&world->loop, event, world->now);
  for (guint i = 0; i < actions->len && !world->dead; i++) {
    if (world->dies_after >= 0 && world->actions >= world->dies_after) {
      world->dead = TRUE;
      return;
    }
    world->actions++;
    carry_out (world, &g_array_index (actions, LoopAction, i));
    count_open (world);
  }
}

static void
run (World *world)
{
  LoopEvent *event;
  while (!world->dead && (event = g_queue_pop_head (&world->events)) != NULL) {
    step (world, event);
    free_event (event);
  }
}

void
world_feed (World *world, LoopEventKind kind)
{
  if (world->dead)
    return;
  LoopEvent *event = push (world, kind, 0);
  event->server = kind == LOOP_UP ? server_name (world) : NULL;
  event->tells_all = !world->tells_sender;
  event->replaces = world->replaces;
  run (world);
}

void
world_trouble (World *world, const char *text)
{
  LoopEvent *event = push (world, LOOP_TROUBLE, 0);
  event->trouble = LOOP_UNWRITABLE;
  event->title = g_strdup ("trouble");
  event->text = g_strdup (text);
  run (world);
}

void
world_click_body (World *world, int index)
{
  push (world, LOOP_BUTTON, popup_of (world, index)->token)->text = g_strdup ("default");
  run (world);
}

void
world_start (World *world)
{
  loop_init (&world->loop, &world->settings, world->once);
  world->timer = RGM_INSTANT_NONE;
  world->dead = world->finished = FALSE;
  world_feed (world, LOOP_START);
  world_feed (world, world->up ? LOOP_UP : LOOP_DOWN);
}

void
world_kill (World *world)
{
  world->dead = TRUE;
  g_queue_clear_full (&world->events, free_event);
  loop_clear (&world->loop);
}

void
world_wait (World *world, RgmInstant seconds)
{
  RgmInstant end = world->now + seconds;
  while (!world->dead && world->timer != RGM_INSTANT_NONE && world->timer <= end) {
    g_assert_cmpint (world->timer, >, world->now);
    world->now = world->timer;
    world->timer = RGM_INSTANT_NONE;
    world_feed (world, LOOP_WAKE);
  }
  world->now = end;
}

void
world_server (World *world, gboolean up)
{
  world->up = up;
  world->servers += up;
  world->last_id = up ? 0 : world->last_id;
  if (!up)
    g_ptr_array_set_size (world->screen, 0);
  world_feed (world, up ? LOOP_UP : LOOP_DOWN);
}

void
world_click (World *world, int index, const char *verb)
{
  const Popup *popup = popup_of (world, index);
  const Thing *thing = world_thing (world, index);
  if (world->dead || popup == NULL)
    return;
  LoopEvent *event = push (world, LOOP_BUTTON, popup->token);
  event->text = g_strdup_printf ("%s:%s/%d", verb, thing->uid, thing->dose);
  run (world);
}

void
world_unknown_click (World *world, const char *key)
{
  push (world, LOOP_BUTTON, 0)->text = g_strdup (key);
  run (world);
}

void
world_close (World *world, int index)
{
  guint64 token = popup_of (world, index)->token;
  remove_token (world, token);
  if (world->dead)
    return;
  push (world, LOOP_CLOSED, token);
  run (world);
}

void
world_init (World *world)
{
  *world = (World){
    .now = 1000000, .up = TRUE, .servers = 1, .dies_after = -1, .timer = RGM_INSTANT_NONE
  };
  rgm_settings_init (&world->settings);
  world->things = g_array_new (FALSE, TRUE, sizeof (Thing));
  world->screen = g_ptr_array_new_with_free_func (free_popup);
  g_queue_init (&world->events);
}

void
world_clear (World *world)
{
  world_kill (world);
  g_array_unref (world->things);
  g_ptr_array_unref (world->screen);
}
