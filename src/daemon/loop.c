/* loop.c: decides what the service does: the state machine of loop.h. Pure. */
#include "daemon/loop.h"

#include "alerts/alert-cache.h"

#include <string.h>

/* Seconds after which an alert that the server refused is tried again: often for a quarter of an hour,
 * then less often. */
#define RETRY_SOON 8
#define RETRY_LATE 60
#define SOON_TRIES 112

/* After an absence, FLOOD alerts that are LONG seconds late come as one digest. What was due in the
 * morning still has its own buttons if the computer is started at noon. */
#define FLOOD 3
#define LONG (12 * 60 * 60)

/* ---- showings ---- */

static void
clear_showing (gpointer data)
{
  LoopShowing *showing = data;
  g_ptr_array_unref (showing->alerts);
  g_free (showing->note);
  g_free (showing->server);
}

LoopShowing *
loop_showing_ref (LoopShowing *showing)
{
  return g_rc_box_acquire (showing);
}

void
loop_showing_unref (LoopShowing *showing)
{
  g_rc_box_release_full (showing, clear_showing);
}

static GPtrArray *
alerts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
}

static LoopShowing *
new_showing (Loop *loop)
{
  LoopShowing *showing = g_rc_box_new0 (LoopShowing);
  showing->token = ++loop->last_token;
  showing->alerts = alerts_new ();
  return showing;
}

static LoopShowing *
add_showing (Loop *loop)
{
  LoopShowing *showing = new_showing (loop);
  g_ptr_array_add (loop->showings, showing);
  return showing;
}

/* @showing is on the screen of @server, which calls it @popup. */
static void
set_place (LoopShowing *showing, const char *server, guint32 popup)
{
  g_autofree char *name = g_strdup (server); /* it may be that of an alert below */
  showing->on_screen = TRUE;
  showing->popup = popup;
  g_free (showing->server);
  showing->server = g_strdup (name);
  for (guint i = 0; i < showing->alerts->len; i++) {
    RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    g_free (view->server);
    view->server = g_strdup (name);
    view->popup = popup;
  }
}

/* A LOOK under way may have read the record before this popup ended. The popup is remembered, so that
 * the answer does not bring it back. */
static void
end_showing (Loop *loop, LoopShowing *showing)
{
  if (showing->on_screen)
    g_ptr_array_add (loop->ended, loop_showing_ref (showing));
  g_ptr_array_remove (loop->showings, showing);
}

static LoopShowing *
find_showing (const Loop *loop, guint64 token)
{
  for (guint i = 0; i < loop->showings->len; i++) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->token == token)
      return showing;
  }
  return NULL;
}

static gboolean
lists (const GPtrArray *alerts, const RgmAlertView *view)
{
  for (guint i = 0; i < alerts->len; i++) {
    const RgmAlertView *other = g_ptr_array_index (alerts, i);
    if (other->dose == view->dose && g_str_equal (other->course_uid, view->course_uid)
        && g_str_equal (other->alert.key, view->alert.key))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_showing (const Loop *loop, const RgmAlertView *view)
{
  for (guint i = 0; i < loop->showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (lists (showing->alerts, view))
      return TRUE;
  }
  return FALSE;
}

static gboolean
on_its_way (const Loop *loop)
{
  for (guint i = 0; i < loop->showings->len; i++)
    if (!((LoopShowing *)g_ptr_array_index (loop->showings, i))->on_screen)
      return TRUE;
  return loop->claims > 0;
}

/* Notes that every alert that was due until @now has been shown, if that is so. If one turns up again
 * later, its popup was lost when the notification server ended. */
static void
all_told (Loop *loop, RgmInstant now)
{
  if (loop->server && loop->looks == 0 && loop->failures == 0 && !on_its_way (loop))
    loop->told = now;
}

/* ---- actions ---- */

void
loop_action_clear (LoopAction *action)
{
  g_clear_pointer (&action->showing, loop_showing_unref);
  g_clear_pointer (&action->alerts, g_ptr_array_unref);
}

static void
act (GArray *actions, LoopActionKind kind, LoopShowing *showing)
{
  LoopAction action = { .kind = kind, .at = RGM_INSTANT_NONE };
  if (showing != NULL)
    action.showing = loop_showing_ref (showing);
  g_array_append_val (actions, action);
}

static void
act_at (GArray *actions, LoopActionKind kind, LoopShowing *showing, RgmInstant at)
{
  act (actions, kind, showing);
  g_array_index (actions, LoopAction, actions->len - 1).at = at;
}

static void
set_timer (Loop *loop, GArray *actions)
{
  RgmInstant at = loop->next;
  if (loop->retry != RGM_INSTANT_NONE && (at == RGM_INSTANT_NONE || loop->retry < at))
    at = loop->retry;
  act_at (actions, LOOP_TIMER, NULL, at);
}

/* ---- what is due ---- */

static void
look (Loop *loop, GArray *actions, RgmInstant now)
{
  if (loop->retry <= now)
    loop->retry = RGM_INSTANT_NONE;
  act (actions, LOOP_BEAT, NULL);
  for (guint i = 0; i < loop->showings->len; i++) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->alerts->len > 0)
      act (actions, LOOP_CHECK, showing);
  }
  act (actions, LOOP_LOOK, NULL);
  loop->looks++;
}

/* ---- popups of other processes ---- */

/* @showing is popup @popup of @server. Popups whose id is unknown are told apart by their alerts. */
static gboolean
is_popup (const LoopShowing *showing, const char *server, guint32 popup, const GPtrArray *alerts)
{
  return showing->popup == popup && g_strcmp0 (showing->server, server) == 0
         && (popup != 0
             || (alerts->len > 0 && lists (showing->alerts, g_ptr_array_index (alerts, 0))));
}

gboolean
loop_knows_popup (const Loop *loop, const char *server, guint32 popup)
{
  for (guint i = 0; popup != 0 && i < loop->showings->len; i++)
    if (is_popup (g_ptr_array_index (loop->showings, i), server, popup, NULL))
      return TRUE;
  return FALSE;
}

/* Whether the popup of @other is among @showings. */
static gboolean
is_among (const GPtrArray *showings, const LoopShowing *other)
{
  for (guint i = 0; i < showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (showings, i);
    if (showing != other && is_popup (showing, other->server, other->popup, other->alerts))
      return TRUE;
  }
  return FALSE;
}

/* Takes over the popups that other processes showed. If the server of a popup is gone, the popup is
 * gone too. Returns: whether something was given back. */
static gboolean
take_over (Loop *loop, GPtrArray *popups, GArray *actions)
{
  gboolean given_back = FALSE;
  for (guint i = 0; loop->server && i < popups->len;) {
    LoopShowing *showing = add_showing (loop);
    const RgmAlertView *head = g_ptr_array_index (popups, i);
    /* the alerts of one popup; popups whose id is unknown are one for each alert */
    for (guint first = i; i < popups->len; i++) {
      RgmAlertView *view = g_ptr_array_index (popups, i);
      if (view->popup != head->popup || g_strcmp0 (view->server, head->server) != 0
          || (i > first && view->popup == 0))
        break;
      g_ptr_array_add (showing->alerts, view);
      popups->pdata[i] = NULL;
    }
    set_place (showing, head->server, head->popup);
    if (is_among (loop->showings, showing) || is_among (loop->ended, showing)) {
      g_ptr_array_remove (loop->showings, showing);
    } else if (g_strcmp0 (showing->server, loop->server_name) == 0) {
      act (actions, LOOP_ADOPT, showing);
      act (actions, LOOP_CHECK, showing);
    } else {
      act (actions, LOOP_GIVE_BACK, showing);
      g_ptr_array_remove (loop->showings, showing);
      given_back = TRUE;
    }
  }
  return given_back;
}

static void
on_due (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  g_autoptr (GPtrArray) fresh = alerts_new ();
  gboolean again = event->popups != NULL && take_over (loop, event->popups, actions);
  if (--loop->looks == 0)
    g_ptr_array_set_size (loop->ended, 0);
  if (again) {
    look (loop, actions, now);
    return;
  }
  for (guint i = 0; i < event->alerts->len; i++)
    if (!is_showing (loop, g_ptr_array_index (event->alerts, i)))
      g_ptr_array_add (fresh, g_steal_pointer (&event->alerts->pdata[i]));
  loop->next = event->next;
  loop->looked = loop->looked || loop->server;
  set_timer (loop, actions);
  if (fresh->len == 0) {
    all_told (loop, now);
  } else if (loop->server) {
    act (actions, LOOP_CLAIM, NULL);
    g_array_index (actions, LoopAction, actions->len - 1).alerts = g_steal_pointer (&fresh);
    loop->claims++;
  } else {
    act (actions, LOOP_SUMMON, NULL);
  }
}

/* ---- showing ---- */

/* Moves all alerts of @from, some of which may be NULL, to @to. */
static void
move_alerts (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    if (from->pdata[i] != NULL)
      g_ptr_array_add (to, g_steal_pointer (&from->pdata[i]));
  g_ptr_array_set_size (from, 0);
}

static int
count_open (const Loop *loop)
{
  int open = 0;
  for (guint i = 0; i < loop->showings->len; i++)
    open += ((LoopShowing *)g_ptr_array_index (loop->showings, i))->alerts->len > 0;
  return open;
}

/* What is shown from action @first on has been on the screen before. It is claimed again before it is
 * taken off, so that it comes again if the process ends in between. */
static void
reclaim (GArray *actions, guint first)
{
  for (guint i = actions->len; i-- > first;) {
    const LoopAction *shows = &g_array_index (actions, LoopAction, i);
    if (shows->kind != LOOP_SHOW)
      continue;
    LoopAction claims = { LOOP_RECLAIM, loop_showing_ref (shows->showing), NULL, RGM_INSTANT_NONE };
    g_array_insert_val (actions, first, claims);
    i++;
  }
}

/* The popup that gives way to a digest: a digest that is there already, else the oldest of the least
 * urgent popups. */
static LoopShowing *
least_showing (const Loop *loop)
{
  LoopShowing *least = NULL;
  RgmUrgency lowest = RGM_URGENCY_CRITICAL;
  for (guint i = 0; i < loop->showings->len; i++) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->alerts->len > 1)
      return showing;
    if (showing->alerts->len == 0)
      continue;
    RgmUrgency urgency = ((RgmAlertView *)g_ptr_array_index (showing->alerts, 0))->alert.urgency;
    if (least == NULL || urgency < lowest) {
      least = showing;
      lowest = urgency;
    }
  }
  return least;
}

static int
by_urgency (gconstpointer a, gconstpointer b)
{
  return alert_view_compare (*(RgmAlertView *const *)a, *(RgmAlertView *const *)b);
}

/* Whether an alert came long ago, while the computer or the service was off. Whatever came before
 * loop->told has been shown once. */
static gboolean
waited (const Loop *loop, const RgmAlertView *view, RgmInstant now)
{
  return view->when > loop->told && now - view->when >= LONG;
}

/* Takes the most urgent out of @alerts, at most @room. @flood: only of those that did not wait. */
static GPtrArray *
take_singles (const Loop *loop, GPtrArray *alerts, int room, gboolean flood, RgmInstant now)
{
  GPtrArray *singles = alerts_new ();
  g_ptr_array_sort (alerts, by_urgency);
  for (guint i = 0; i < alerts->len && (int)singles->len < room;)
    if (flood && waited (loop, g_ptr_array_index (alerts, i), now))
      i++;
    else
      g_ptr_array_add (singles, g_ptr_array_steal_index (alerts, i));
  return singles;
}

static void
show_each (Loop *loop, GArray *actions, GPtrArray *alerts)
{
  for (guint i = 0; i < alerts->len; i++) {
    LoopShowing *showing = add_showing (loop);
    g_ptr_array_add (showing->alerts, g_steal_pointer (&alerts->pdata[i]));
    act (actions, LOOP_SHOW, showing);
  }
}

/* More alerts than there is room for, or a flood: the most urgent have popups of their own, all
 * others share a digest. */
static void
show_with_digest (Loop *loop, GArray *actions, GPtrArray *alerts, gboolean flood, RgmInstant now)
{
  LoopShowing *least = least_showing (loop);
  guint first = actions->len;
  gboolean yields
    = least != NULL && (least->alerts->len > 1 || count_open (loop) >= loop->open_at_once);
  if (yields) {
    GPtrArray *pool = g_steal_pointer (&least->alerts);
    act (actions, LOOP_CLOSE, least);
    least->alerts = alerts_new ();
    move_alerts (pool, alerts);
    g_ptr_array_unref (pool);
    end_showing (loop, least);
  }
  int room = loop->open_at_once - 1 - count_open (loop);
  g_autoptr (GPtrArray) singles = take_singles (loop, alerts, room, flood, now);
  LoopShowing *digest = add_showing (loop);
  move_alerts (alerts, digest->alerts);
  show_each (loop, actions, singles);
  act (actions, LOOP_SHOW, digest);
  if (yields)
    reclaim (actions, first);
}

static void
on_claimed (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  g_autoptr (GPtrArray) alerts = alerts_new ();
  int waiting = 0;
  loop->claims--;
  move_alerts (event->alerts, alerts);
  if (alerts->len == 0)
    return;
  for (guint i = 0; i < alerts->len; i++)
    waiting += waited (loop, g_ptr_array_index (alerts, i), now);
  gboolean flood = waiting >= FLOOD;
  if (flood || count_open (loop) + (int)alerts->len > loop->open_at_once)
    show_with_digest (loop, actions, alerts, flood, now);
  else
    show_each (loop, actions, alerts);
}

static void
on_shown (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  LoopShowing *showing = find_showing (loop, event->token);
  if (showing == NULL)
    return;
  set_place (showing, event->server, event->popup);
  all_told (loop, now);
  loop->failures = 0;
  loop->retry = RGM_INSTANT_NONE;
  loop->shown += (int)showing->alerts->len;
  if (showing->alerts->len > 0)
    act (actions, LOOP_MARK_SHOWN, showing);
}

static void
give_back (Loop *loop, GArray *actions, LoopShowing *showing)
{
  if (showing->alerts->len > 0)
    act (actions, LOOP_GIVE_BACK, showing);
  end_showing (loop, showing);
}

static void
on_failed (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  LoopShowing *showing = find_showing (loop, event->token);
  if (showing == NULL)
    return;
  give_back (loop, actions, showing);
  loop->retry = now + (loop->failures < SOON_TRIES ? RETRY_SOON : RETRY_LATE);
  loop->failures++;
  loop->outcome = LOOP_ONCE_FAILED;
  set_timer (loop, actions);
}

/* ---- server ---- */

/* What was on the screen went with the server. For what is on its way there, FAILED follows. */
static void
on_down (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  loop->server = FALSE;
  g_clear_pointer (&loop->server_name, g_free);
  for (guint i = loop->showings->len; i-- > 0;) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->on_screen)
      give_back (loop, actions, showing);
  }
}

static void
on_up (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  if (loop->server && g_strcmp0 (loop->server_name, event->server) != 0)
    on_down (loop, event, actions, now);
  g_free (loop->server_name);
  loop->server_name = g_strdup (event->server);
  loop->server = TRUE;
  loop->failures = 0;
  loop->retry = RGM_INSTANT_NONE;
  look (loop, actions, now);
}

/* ---- answers ---- */

char *
loop_button_key (const char *verb, const RgmAlertView *view)
{
  return g_strdup_printf ("%s:%s/%d", verb, view->course_uid, view->dose);
}

/* Reads the key of a button, for example "given:UUID/3". @view: gets the course_uid and the dose. */
static gboolean
parse_key (const char *key, LoopActionKind *kind, RgmAlertView *view)
{
  static const struct {
    const char *verb;
    LoopActionKind kind;
  } verbs[] = { { "given:", LOOP_GIVEN }, { "snooze:", LOOP_SNOOZE }, { "skip:", LOOP_SKIP } };
  const char *slash = strrchr (key, '/'), *uid = NULL;
  guint64 dose;
  for (guint i = 0; i < G_N_ELEMENTS (verbs) && uid == NULL; i++)
    if (g_str_has_prefix (key, verbs[i].verb)) {
      uid = key + strlen (verbs[i].verb);
      *kind = verbs[i].kind;
    }
  if (uid == NULL || slash == NULL || slash <= uid
      || !g_ascii_string_to_unsigned (slash + 1, 10, 1, 99999, &dose, NULL))
    return FALSE;
  view->course_uid = g_strndup (uid, (gsize)(slash - uid));
  view->dose = (int)dose;
  return TRUE;
}

/* Whether @showing is one alert of the dose that @named names, and has that button. A click never
 * answers another dose. */
static gboolean
takes_answer (const LoopShowing *showing, LoopActionKind kind, const RgmAlertView *named)
{
  if (showing == NULL || showing->alerts->len != 1)
    return FALSE;
  const RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  return view->dose == named->dose && g_strcmp0 (view->course_uid, named->course_uid) == 0
         && (kind == LOOP_SNOOZE ? view->snoozable : view->answerable);
}

static LoopShowing *
find_dose (const Loop *loop, LoopActionKind kind, const RgmAlertView *named)
{
  for (guint i = 0; i < loop->showings->len; i++) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (takes_answer (showing, kind, named))
      return showing;
  }
  return NULL;
}

/* The first click answers and ends the showing, so a second one finds nothing to answer. The answer is
 * on record before the popup goes: if the service ends in between, the next one finds the popup and
 * takes it away. A click on a popup that is not known here still names its dose. */
static void
on_button (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  RgmInstant at = now + loop->snooze_minutes * G_GINT64_CONSTANT (60);
  g_autoptr (RgmAlertView) named = g_new0 (RgmAlertView, 1);
  LoopActionKind kind;
  if (!parse_key (event->text, &kind, named))
    return;
  LoopShowing *showing
    = event->token != 0 ? find_showing (loop, event->token) : find_dose (loop, kind, named);
  if (event->token == 0 && showing == NULL) {
    LoopShowing *unknown = new_showing (loop);
    g_ptr_array_add (unknown->alerts, g_steal_pointer (&named));
    act_at (actions, kind, unknown, at);
    loop_showing_unref (unknown);
  } else if (takes_answer (showing, kind, named)) {
    act_at (actions, kind, showing, at);
    act (actions, LOOP_CLOSE, showing);
    act (actions, LOOP_FORGET, showing);
    end_showing (loop, showing);
  }
}

static void
on_refused (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  LoopShowing *showing = add_showing (loop);
  showing->note = g_strdup (event->text);
  act (actions, LOOP_SHOW, showing);
}

static void
on_closed (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  LoopShowing *showing = find_showing (loop, event->token);
  if (showing == NULL)
    return;
  act (actions, LOOP_FORGET, showing);
  end_showing (loop, showing);
}

/* Some alerts of a popup were answered, moved, or are past: the popup goes. They are given back,
 * because the user did not close it: if the answer is taken back, or the clock set back, they are
 * shown again. The other alerts of a digest are shown anew. */
static void
on_stale (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  LoopShowing *showing = find_showing (loop, event->token);
  if (showing == NULL)
    return;
  LoopShowing *ended = new_showing (loop);
  for (guint i = showing->alerts->len; i-- > 0;)
    if (lists (event->alerts, g_ptr_array_index (showing->alerts, i)))
      g_ptr_array_add (ended->alerts, g_ptr_array_steal_index (showing->alerts, i));
  if (showing->on_screen)
    set_place (ended, showing->server, showing->popup);
  act (actions, LOOP_CLOSE, showing);
  act (actions, LOOP_GIVE_BACK, ended);
  loop_showing_unref (ended);
  gboolean others = showing->alerts->len > 0;
  give_back (loop, actions, showing);
  if (others)
    look (loop, actions, now);
}

/* ---- once ---- */

static void
finish_once (Loop *loop, const LoopEvent *event, GArray *actions)
{
  gboolean gave_up = event->kind == LOOP_GIVE_UP && !loop->server;
  if (!gave_up && (!loop->looked || on_its_way (loop)))
    return;
  if (gave_up)
    loop->outcome = LOOP_ONCE_NO_SERVER;
  else if (loop->outcome == LOOP_ONCE_WAITING)
    loop->outcome = LOOP_ONCE_DONE;
  act (actions, LOOP_FINISH, NULL);
}

/* ---- */

static void
on_look (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  if (event->kind == LOOP_START && loop->once)
    act (actions, LOOP_SUMMON, NULL);
  look (loop, actions, now);
}

static void
clear_action (gpointer data)
{
  loop_action_clear (data);
}

GArray *
loop_step (Loop *loop, LoopEvent *event, RgmInstant now)
{
  static void (*const handlers[]) (Loop *, LoopEvent *, GArray *, RgmInstant) = {
    [LOOP_START] = on_look,      [LOOP_WAKE] = on_look,     [LOOP_RECORD] = on_look,
    [LOOP_UP] = on_up,           [LOOP_DOWN] = on_down,     [LOOP_DUE] = on_due,
    [LOOP_CLAIMED] = on_claimed, [LOOP_STALE] = on_stale,   [LOOP_SHOWN] = on_shown,
    [LOOP_FAILED] = on_failed,   [LOOP_BUTTON] = on_button, [LOOP_CLOSED] = on_closed,
    [LOOP_REFUSED] = on_refused, [LOOP_GIVE_UP] = NULL,
  };
  GArray *actions = g_array_new (FALSE, TRUE, sizeof (LoopAction));
  g_array_set_clear_func (actions, clear_action);
  if (handlers[event->kind] != NULL)
    handlers[event->kind](loop, event, actions, now);
  if (loop->once)
    finish_once (loop, event, actions);
  return actions;
}

void
loop_init (Loop *loop, const RgmSettings *settings, gboolean once)
{
  *loop = (Loop){ .once = once,
                  .open_at_once = MAX (1, settings->open_at_once),
                  .snooze_minutes = settings->snooze_minutes,
                  .told = RGM_INSTANT_NONE,
                  .next = RGM_INSTANT_NONE,
                  .retry = RGM_INSTANT_NONE };
  loop->showings = g_ptr_array_new_with_free_func ((GDestroyNotify)loop_showing_unref);
  loop->ended = g_ptr_array_new_with_free_func ((GDestroyNotify)loop_showing_unref);
}

void
loop_clear (Loop *loop)
{
  g_clear_pointer (&loop->showings, g_ptr_array_unref);
  g_clear_pointer (&loop->ended, g_ptr_array_unref);
  g_clear_pointer (&loop->server_name, g_free);
}
