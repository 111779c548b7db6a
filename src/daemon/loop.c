/* loop.c: decides what the service does: the state machine of loop.h. Pure. */
#include "daemon/loop.h"

#include "alerts/alert-cache.h"
#include "alerts/alert-kinds.h"

#include <string.h>

/* How many seconds to wait before another try, after the server refused an alert or a mark could
 * not be written: RETRY_SOON for the first quarter of an hour (SOON_TRIES), then RETRY_LATE. */
#define RETRY_SOON 8
#define RETRY_LATE 60
#define SOON_TRIES 112

/* If at least FLOOD alerts are LONG seconds late or more, for example after an absence, they are
 * shown as one digest. LONG is half a day, so that an alert of the morning still has its own
 * buttons if the computer starts at noon. */
#define FLOOD 3
/* A popup that asks for nothing counts as gone this many seconds after it was shown, because some
 * servers remove such popups without reporting it. */
#define FLEETING 60
#define LONG (12 * 60 * 60)

/* ---- showings ---- */

static void
clear_showing (gpointer data)
{
  LoopShowing *showing = data;
  g_ptr_array_unref (showing->alerts);
  g_free (showing->title);
  g_free (showing->note);
  g_free (showing->server);
}

static void
showing_unref (gpointer showing)
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

/* Notes that @showing is on the screen of @server, with the number @popup. */
static void
set_place (LoopShowing *showing, const char *server, guint32 popup)
{
  g_autofree char *name
    = g_strdup (server); /* @server may belong to an alert that is changed below */
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

/* A LOOK under way may have read the record before this popup ended. The popup is remembered, so
 * that the answer does not bring it back. */
static void
end_showing (Loop *loop, LoopShowing *showing)
{
  if (showing->on_screen)
    g_ptr_array_add (loop->ended, g_rc_box_acquire (showing));
  g_ptr_array_remove (loop->showings, showing);
}

static gboolean
is_same_alert (const RgmAlertView *one, const RgmAlertView *other)
{
  return one->dose == other->dose && g_str_equal (one->course_uid, other->course_uid)
         && g_str_equal (one->alert.key, other->alert.key);
}

static gboolean
lists (const GPtrArray *alerts, const RgmAlertView *view)
{
  for (guint i = 0; i < alerts->len; i++)
    if (is_same_alert (g_ptr_array_index (alerts, i), view))
      return TRUE;
  return FALSE;
}

/* Whether @showing asks for nothing, so that the server takes it off the screen after a while. */
static gboolean
is_fleeting (const LoopShowing *showing)
{
  gboolean fleeting = showing->alerts->len > 0;
  for (guint i = 0; i < showing->alerts->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    fleeting = fleeting && !view->answerable && !view->snoozable;
  }
  return fleeting;
}

/* Whether @showing must have left the screen by itself; some servers do not report that. */
static gboolean
is_over (const LoopShowing *showing, RgmInstant now)
{
  return showing->on_screen && is_fleeting (showing) && ABS (now - showing->since) >= FLEETING;
}

static gboolean
on_its_way (const Loop *loop)
{
  for (guint i = 0; i < loop->showings->len; i++)
    if (!((LoopShowing *)g_ptr_array_index (loop->showings, i))->on_screen)
      return TRUE;
  return loop->claims > 0;
}

/* If every alert that was due until @now has been shown, notes that. If one of them turns up again
 * later, its popup was lost when the notification server ended. */
static void
all_told (Loop *loop, RgmInstant now)
{
  if (loop->server && loop->looks == 0 && loop->failures == 0 && !on_its_way (loop))
    loop->told = now;
}

/* ---- actions ---- */

static void
clear_action (gpointer data)
{
  LoopAction *action = data;
  g_clear_pointer (&action->showing, showing_unref);
  g_clear_pointer (&action->alerts, g_ptr_array_unref);
  g_free (action->activation);
}

/* Adds an action. Returns: (transfer none): the action, so that the caller can set its other
 * members. The pointer is valid until the next call. */
static LoopAction *
act (GArray *actions, LoopActionKind kind, LoopShowing *showing)
{
  LoopAction action = { .kind = kind, .at = RGM_INSTANT_NONE };
  if (showing != NULL)
    action.showing = g_rc_box_acquire (showing);
  g_array_append_val (actions, action);
  return &g_array_index (actions, LoopAction, actions->len - 1);
}

/* Sets @first to @moment if that is earlier. */
static void
wake_at (RgmInstant *first, RgmInstant moment)
{
  if (moment != RGM_INSTANT_NONE && (*first == RGM_INSTANT_NONE || moment < *first))
    *first = moment;
}

/* The first moment at which there is something to do: show another alert, try again, or change the
 * words of a popup. */
static RgmInstant
next_moment (const Loop *loop)
{
  RgmInstant first = loop->next;
  wake_at (&first, loop->retry);
  for (guint i = 0; i < loop->showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    for (guint j = 0; showing->on_screen && j < showing->alerts->len; j++)
      wake_at (&first, ((const RgmAlertView *)g_ptr_array_index (showing->alerts, j))->changes);
  }
  return first;
}

static void
set_timer (Loop *loop, GArray *actions)
{
  loop->timer = next_moment (loop);
  act (actions, LOOP_TIMER, NULL)->at = loop->timer;
}

/* Sets the next try: after a short time at first, then after a longer one. @failures: how many
 * failures there were in a row. The caller counts those of the server and those of writing
 * separately, because a failed write is tried again soon, however long the server has been
 * refusing. */
static void
try_later (Loop *loop, int *failures, GArray *actions, RgmInstant now)
{
  wake_at (&loop->retry, now + (*failures < SOON_TRIES ? RETRY_SOON : RETRY_LATE));
  ++*failures;
  set_timer (loop, actions);
}

/* ---- notes ---- */

static LoopShowing *
show_note (Loop *loop, GArray *actions, const char *title, const char *note)
{
  LoopShowing *showing = add_showing (loop);
  showing->title = g_strdup (title);
  showing->note = g_strdup (note);
  act (actions, LOOP_SHOW, showing);
  return showing;
}

/* Tells the user about each trouble, once. */
static void
tell_troubles (Loop *loop, GArray *actions)
{
  for (int i = 0; loop->server && !loop->once && i < LOOP_TROUBLES; i++) {
    LoopTrouble *trouble = &loop->troubles[i];
    if (trouble->text != NULL && trouble->token == 0)
      trouble->token = show_note (loop, actions, trouble->title, trouble->text)->token;
  }
}

static LoopShowing *find_showing (const Loop *loop, guint64 token);

static void
on_trouble (Loop *loop, const LoopEvent *event, GArray *actions)
{
  LoopTrouble *trouble = &loop->troubles[event->trouble];
  LoopShowing *note = find_showing (loop, trouble->token);
  if (event->trouble == LOOP_UNWRITABLE && event->text == NULL)
    loop->unwritten = 0;
  if (g_strcmp0 (trouble->text, event->text) == 0)
    return;
  if (note != NULL) {
    act (actions, LOOP_CLOSE, note);
    end_showing (loop, note);
  }
  g_free (trouble->title);
  g_free (trouble->text);
  *trouble = (LoopTrouble){ g_strdup (event->title), g_strdup (event->text), 0 };
  tell_troubles (loop, actions);
}

/* ---- what is due ---- */

static void
look (Loop *loop, GArray *actions, RgmInstant now)
{
  if (loop->retry <= now)
    loop->retry = RGM_INSTANT_NONE;
  tell_troubles (loop, actions);
  act (actions, LOOP_BEAT, NULL);
  for (guint i = 0; i < loop->showings->len; i++) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->alerts->len > 0)
      act (actions, LOOP_CHECK, showing);
    /* The answer to CHECK says when the words change next. */
    for (guint j = 0; j < showing->alerts->len; j++)
      ((RgmAlertView *)g_ptr_array_index (showing->alerts, j))->changes = RGM_INSTANT_NONE;
  }
  act (actions, LOOP_LOOK, NULL);
  loop->looks++;
}

/* ---- popups of other processes ---- */

/* Whether the popup of @other is among @showings. If its number is unknown, its first alert is
 * compared instead. */
static gboolean
is_among (const GPtrArray *showings, const LoopShowing *other)
{
  for (guint i = 0; i < showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (showings, i);
    if (showing != other && showing->popup == other->popup
        && g_strcmp0 (showing->server, other->server) == 0
        && (other->popup != 0 || lists (showing->alerts, g_ptr_array_index (other->alerts, 0))))
      return TRUE;
  }
  return FALSE;
}

gboolean
loop_knows_popup (const Loop *loop, const char *server, guint32 popup)
{
  const LoopShowing sought = { .server = (char *)server, .popup = popup };
  return popup != 0 && is_among (loop->showings, &sought);
}

/* @popup is a digest of another process, and some of its alerts may have come from popups that are
 * known here: the other process has closed those. Removes these alerts from their old popups, and
 * closes each popup that has no alerts left. */
static void
leave_other_popups (Loop *loop, GArray *actions, const LoopShowing *popup)
{
  for (guint i = loop->showings->len; i-- > 0;) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    guint before = showing->alerts->len;
    for (guint j = before; showing != popup && j-- > 0;)
      if (lists (popup->alerts, g_ptr_array_index (showing->alerts, j)))
        g_ptr_array_remove_index (showing->alerts, j);
    if (before == 0 || showing->alerts->len > 0)
      continue;
    act (actions, LOOP_CLOSE, showing);
    g_ptr_array_remove_index (loop->showings, i);
  }
}

/* Takes over the popups that other processes showed, or gives their alerts back, as the table in
 * loop.h says. @checks: (out): whether any were taken over, and are looked at. Returns: whether any
 * were given back. */
static gboolean
take_over (Loop *loop, GPtrArray *popups, gboolean *checks, GArray *actions, RgmInstant now)
{
  gboolean given_back = FALSE;
  for (guint i = 0; loop->server && i < popups->len;) {
    LoopShowing *showing = add_showing (loop);
    const RgmAlertView *head = g_ptr_array_index (popups, i);
    /* Collects the alerts of one popup. If the number of the popup is unknown, each alert counts as
     * a popup of its own. */
    for (guint first = i; i < popups->len; i++) {
      RgmAlertView *view = g_ptr_array_index (popups, i);
      if (view->popup != head->popup || g_strcmp0 (view->server, head->server) != 0
          || (i > first && view->popup == 0))
        break;
      g_ptr_array_add (showing->alerts, view);
      popups->pdata[i] = NULL;
    }
    set_place (showing, head->server, head->popup);
    showing->since = head->shown_at;
    if (is_among (loop->showings, showing) || is_among (loop->ended, showing)) {
      g_ptr_array_remove (loop->showings, showing);
      continue;
    }
    leave_other_popups (loop, actions, showing);
    gboolean here = g_strcmp0 (showing->server, loop->server_name) == 0;
    gboolean heard = loop->once || (loop->tells_all && !loop->replaced) || showing->popup == 0;
    /* The server of the popup ended while it was on the screen: at loop->absent at the latest,
     * because no server was there then. */
    gboolean cut_short
      = !here && loop->absent != RGM_INSTANT_NONE && showing->since <= loop->absent;
    gboolean over = is_over (showing, cut_short ? loop->absent : now);
    if (here && !over)
      act (actions, LOOP_ADOPT, showing);
    if (over) {
      act (actions, LOOP_FORGET, showing);
      g_ptr_array_remove (loop->showings, showing);
    } else if (here && heard) {
      showing->inherited = *checks = TRUE;
      act (actions, LOOP_CHECK, showing);
    } else {
      if (here)
        act (actions, LOOP_CLOSE, showing);
      act (actions, LOOP_GIVE_BACK, showing);
      g_ptr_array_remove (loop->showings, showing);
      given_back = TRUE;
    }
  }
  loop->replaced = loop->replaced && !loop->server;
  return given_back;
}

static void
on_due (Loop *loop, LoopEvent *event, GArray *actions, RgmInstant now)
{
  g_autoptr (GPtrArray) fresh = alerts_new ();
  gboolean checks = FALSE;
  gboolean again = event->popups != NULL && take_over (loop, event->popups, &checks, actions, now);
  if (loop->server)
    loop->absent = RGM_INSTANT_NONE;
  if (--loop->looks == 0)
    g_ptr_array_set_size (loop->ended, 0);
  if (again) {
    look (loop, actions, now);
    return;
  }
  if (loop->once && checks) { /* the answers about the popups come before the answer to this */
    act (actions, LOOP_LOOK, NULL);
    loop->looks++;
    return;
  }
  for (guint i = 0; i < event->alerts->len; i++) {
    gboolean shows = FALSE;
    for (guint j = 0; j < loop->showings->len && !shows; j++) {
      const LoopShowing *showing = g_ptr_array_index (loop->showings, j);
      shows = lists (showing->alerts, g_ptr_array_index (event->alerts, i));
    }
    if (!shows)
      g_ptr_array_add (fresh, g_steal_pointer (&event->alerts->pdata[i]));
  }
  loop->next = event->next;
  loop->looked = loop->looked || loop->server;
  set_timer (loop, actions);
  if (fresh->len == 0) {
    all_told (loop, now);
  } else if (loop->server) {
    act (actions, LOOP_CLAIM, NULL)->alerts = g_steal_pointer (&fresh);
    loop->claims++;
  } else {
    act (actions, LOOP_SUMMON, NULL);
  }
}

/* ---- showing ---- */

/* Moves all alerts of @from to @to. NULLs in @from are skipped. */
static void
move_alerts (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    if (from->pdata[i] != NULL)
      g_ptr_array_add (to, g_steal_pointer (&from->pdata[i]));
  g_ptr_array_set_size (from, 0);
}

/* Whether @showing has alerts and is certainly on the screen or on its way there. */
static gboolean
is_open (const LoopShowing *showing, RgmInstant now)
{
  return showing->alerts->len > 0 && !showing->inherited && !is_over (showing, now);
}

static int
count_open (const Loop *loop, RgmInstant now)
{
  int open = 0;
  for (guint i = 0; i < loop->showings->len; i++)
    open += is_open (g_ptr_array_index (loop->showings, i), now);
  return open;
}

/* Whether @showing was taken over and may still be on the screen. */
static gboolean
is_inherited (const LoopShowing *showing, RgmInstant now)
{
  return showing->inherited && !is_over (showing, now);
}

static int
count_inherited (const Loop *loop, RgmInstant now)
{
  int inherited = 0;
  for (guint i = 0; i < loop->showings->len; i++)
    inherited += is_inherited (g_ptr_array_index (loop->showings, i), now);
  return inherited;
}

/* The popup that gives way to a new digest: an existing digest, or else the oldest of the least
 * urgent popups. Returns: NULL if no popup is open. */
static LoopShowing *
least_showing (const Loop *loop, RgmInstant now)
{
  LoopShowing *least = NULL;
  RgmUrgency lowest = RGM_URGENCY_CRITICAL;
  for (guint i = 0; i < loop->showings->len; i++) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (!is_open (showing, now))
      continue;
    if (showing->alerts->len > 1)
      return showing;
    RgmUrgency urgency = ((RgmAlertView *)g_ptr_array_index (showing->alerts, 0))->alert.urgency;
    if (least == NULL || urgency < lowest) {
      least = showing;
      lowest = urgency;
    }
  }
  return least;
}

/* Whether an alert became due long ago, while the computer or the service was off. An alert that
 * became due before loop->told has been shown already. */
static gboolean
waited (const Loop *loop, const RgmAlertView *view, RgmInstant now)
{
  return view->when > loop->told && now - view->when >= LONG;
}

/* Shows an alert in a popup of its own. @view: (transfer full). */
static void
show_single (Loop *loop, GArray *actions, RgmAlertView *view)
{
  LoopShowing *showing = add_showing (loop);
  g_ptr_array_add (showing->alerts, view);
  act (actions, LOOP_SHOW, showing);
}

/* Closes @showing, because its alerts move to another popup. Returns: (transfer full): the
 * alerts. */
static GPtrArray *
take_off (Loop *loop, GArray *actions, LoopShowing *showing)
{
  GPtrArray *alerts = g_steal_pointer (&showing->alerts);
  act (actions, LOOP_CLOSE, showing);
  showing->alerts = alerts_new ();
  end_showing (loop, showing);
  return alerts;
}

/* Shows @alerts if they are a flood, or if there is no room for a popup for each: the most urgent
 * ones get popups of their own, and the others share a digest. In a flood, all alerts that have
 * waited are in the digest. Popups that were taken over, and may be gone, give way first: their
 * alerts go into the digest without pushing any other alert into it. */
static void
show_with_digest (Loop *loop, GArray *actions, GPtrArray *alerts, gboolean flood, RgmInstant now)
{
  g_autoptr (GPtrArray) inherited = alerts_new ();
  guint first = actions->len;
  gboolean full
    = count_open (loop, now) + count_inherited (loop, now) + (int)alerts->len > loop->open_at_once;
  for (guint i = loop->showings->len; full && i-- > 0;) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (!is_inherited (showing, now))
      continue;
    g_autoptr (GPtrArray) taken = take_off (loop, actions, showing);
    move_alerts (taken, inherited);
  }
  LoopShowing *least = least_showing (loop, now);
  int needed = (int)alerts->len + (inherited->len > 0);
  gboolean yields = least != NULL && (flood || count_open (loop, now) + needed > loop->open_at_once)
                    && (least->alerts->len > 1 || count_open (loop, now) >= loop->open_at_once);
  if (yields) {
    g_autoptr (GPtrArray) taken = take_off (loop, actions, least);
    move_alerts (taken, alerts);
  }
  int room = loop->open_at_once - 1 - count_open (loop, now);
  LoopShowing *digest = add_showing (loop);
  g_ptr_array_sort (alerts, alert_views_compare);
  for (guint i = 0; i < alerts->len && room > 0;)
    if (flood && waited (loop, g_ptr_array_index (alerts, i), now)) {
      i++;
    } else {
      show_single (loop, actions, g_ptr_array_steal_index (alerts, i));
      room--;
    }
  yields = yields || inherited->len > 0;
  move_alerts (alerts, digest->alerts);
  move_alerts (inherited, digest->alerts);
  if (digest->alerts->len > 0)
    act (actions, LOOP_SHOW, digest);
  else
    g_ptr_array_remove (loop->showings, digest);
  /* Some of these alerts were in popups that are being closed. They are claimed again before that,
   * so that they are shown again if the process ends in between. The most urgent ones are claimed
   * last. If only alerts that ask for nothing were left in an old popup, another process would take
   * that popup for one that left the screen by itself long ago. */
  guint claims = first;
  for (guint i = actions->len; yields && i-- > claims;) {
    const LoopAction *shows = &g_array_index (actions, LoopAction, i);
    if (shows->kind != LOOP_SHOW)
      continue;
    LoopAction reclaim
      = { LOOP_RECLAIM, g_rc_box_acquire (shows->showing), NULL, RGM_INSTANT_NONE, NULL };
    g_array_insert_val (actions, claims, reclaim);
    claims++;
    i++;
  }
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
  if (flood
      || count_open (loop, now) + count_inherited (loop, now) + (int)alerts->len
           > loop->open_at_once)
    show_with_digest (loop, actions, alerts, flood, now);
  else
    for (guint i = 0; i < alerts->len; i++)
      show_single (loop, actions, g_steal_pointer (&alerts->pdata[i]));
}

/* The popup left the screen, but the user did not close it. So its alerts are shown again, unless
 * @over says that its time on the screen was over anyway. */
static void
give_back (Loop *loop, GArray *actions, LoopShowing *showing, gboolean over)
{
  if (showing->alerts->len > 0)
    act (actions, over ? LOOP_FORGET : LOOP_GIVE_BACK, showing);
  for (int i = 0; i < LOOP_TROUBLES; i++) /* if it is the note of a trouble, it is told again */
    if (loop->troubles[i].token == showing->token)
      loop->troubles[i].token = 0;
  end_showing (loop, showing);
}

/* Puts the current words of the alerts of @showing on the screen. A popup whose number on the
 * server is unknown cannot be changed. */
static void
renew (Loop *loop, GArray *actions, LoopShowing *showing, RgmInstant now)
{
  showing->outdated = FALSE;
  if (showing->popup == 0 || is_over (showing, now))
    return;
  if (loop->replaces) {
    act (actions, LOOP_RENEW, showing);
    return;
  }
  act (actions, LOOP_CLOSE, showing);
  give_back (loop, actions, showing, FALSE);
  look (loop, actions, now);
}

/* Replaces the alerts of @showing with those of @today, which have the words of today. Returns:
 * whether the popup needs other words because of that. */
static gboolean
take_words (LoopShowing *showing, GPtrArray *today)
{
  gboolean other = FALSE;
  for (guint i = 0; i < showing->alerts->len; i++) {
    const RgmAlertView *before = g_ptr_array_index (showing->alerts, i);
    for (guint j = 0; j < today->len; j++) {
      RgmAlertView *view = g_ptr_array_index (today, j);
      if (view == NULL || !is_same_alert (view, before))
        continue;
      /* A digest shows only the titles. */
      other = other
              || (showing->alerts->len > 1 ? g_strcmp0 (view->summary, before->summary) != 0
                                           : !alert_views_agree (view, before));
      view->server = g_strdup (before->server);
      view->popup = before->popup;
      view->shown_at = before->shown_at;
      view->when = before->when;
      today->pdata[j] = NULL;
      rgm_alert_view_free (showing->alerts->pdata[i]);
      showing->alerts->pdata[i] = view;
      break;
    }
  }
  return other;
}

/* With "once", nothing on the screen is changed: this is left to the service. But if the alerts of
 * @showing move to a digest, the digest has their words of today. */
static void
on_says (Loop *loop, LoopShowing *showing, GPtrArray *today, GArray *actions, RgmInstant now)
{
  gboolean other = take_words (showing, today);
  showing->outdated = !loop->once && (showing->outdated || other);
  if (showing->outdated && showing->on_screen)
    renew (loop, actions, showing, now);
}

static void
on_shown (Loop *loop, LoopShowing *showing, const LoopEvent *event, GArray *actions, RgmInstant now)
{
  set_place (showing, event->server, event->popup);
  showing->since = now;
  all_told (loop, now);
  if (showing->alerts->len == 0)
    return;
  loop->failures = 0;
  loop->retry = RGM_INSTANT_NONE;
  loop->shown += (int)showing->alerts->len;
  act (actions, LOOP_MARK_SHOWN, showing);
  if (showing->outdated)
    renew (loop, actions, showing, now);
}

/* The popup was not shown. Or it is on the screen and could not be renewed: then it has outdated
 * words, so it is closed and shown anew later. */
static void
on_failed (Loop *loop, LoopShowing *showing, GArray *actions, RgmInstant now)
{
  if (showing->on_screen)
    act (actions, LOOP_CLOSE, showing);
  give_back (loop, actions, showing, is_over (showing, now));
  loop->outcome = LOOP_ONCE_FAILED;
  try_later (loop, &loop->failures, actions, now);
}

/* ---- server ---- */

/* The server has ended, and its popups are gone. Each popup that was on its way to the screen has a
 * FAILED event of its own. */
static void
on_down (Loop *loop, GArray *actions, RgmInstant now)
{
  loop->server = FALSE;
  if (loop->absent == RGM_INSTANT_NONE)
    loop->absent = now;
  g_clear_pointer (&loop->server_name, g_free);
  for (guint i = loop->showings->len; i-- > 0;) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->on_screen)
      give_back (loop, actions, showing, is_over (showing, now));
  }
}

static void
on_up (Loop *loop, const LoopEvent *event, GArray *actions, RgmInstant now)
{
  if (loop->server && g_strcmp0 (loop->server_name, event->server) != 0)
    on_down (loop, actions, now);
  g_free (loop->server_name);
  loop->server_name = g_strdup (event->server);
  loop->server = TRUE;
  loop->tells_all = event->tells_all;
  loop->replaces = event->replaces;
  loop->failures = 0;
  loop->retry = RGM_INSTANT_NONE;
  look (loop, actions, now);
}

/* Takes all alerts off the screen and gives them back, so that they are shown in other words. */
static void
on_anew (Loop *loop, GArray *actions, RgmInstant now)
{
  for (guint i = loop->showings->len; i-- > 0;) {
    LoopShowing *showing = g_ptr_array_index (loop->showings, i);
    if (showing->alerts->len == 0)
      continue;
    act (actions, LOOP_CLOSE, showing);
    give_back (loop, actions, showing, is_over (showing, now));
  }
  look (loop, actions, now);
}

/* ---- answers ---- */

char *
loop_button_key (const char *verb, const RgmAlertView *view)
{
  return g_strdup_printf ("%s:%s/%d", verb, view->course_uid, view->dose);
}

/* Reads the key of a button, for example "given:UUID/3", and sets course_uid and dose of @view.
 * Returns: FALSE if @key is not such a key. */
static gboolean
parse_key (const char *key, LoopActionKind *kind, RgmAlertView *view)
{
  static const struct {
    const char *verb;
    LoopActionKind kind;
  } verbs[] = { { "given:", LOOP_GIVEN },
                { "snooze:", LOOP_SNOOZE },
                { "skip:", LOOP_SKIP },
                { "hold:", LOOP_HOLD },
                { "details:", LOOP_DETAILS } };
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

/* Whether @showing is a single alert of the dose of @named and has a button of this kind, so that a
 * click never answers another dose. */
static gboolean
takes_answer (const LoopShowing *showing, LoopActionKind kind, const RgmAlertView *named)
{
  if (showing == NULL || showing->alerts->len != 1)
    return FALSE;
  const RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  return view->dose == named->dose && g_strcmp0 (view->course_uid, named->course_uid) == 0
         && (kind == LOOP_DETAILS  ? TRUE
             : kind == LOOP_SNOOZE ? view->snoozable
                                   : view->answerable);
}

/* The first click answers the dose and ends the showing, so a second click has no effect. The
 * answer is put on record before the popup is closed: if the service ends in between, its next run
 * finds the popup and closes it. A click on a popup that is not known here also counts, because the
 * key of the button names the dose. */
static void
on_button (Loop *loop, LoopShowing *showing, const LoopEvent *event, GArray *actions,
           RgmInstant now)
{
  RgmInstant at = now + loop->snooze_minutes * G_GINT64_CONSTANT (60);
  g_autoptr (RgmAlertView) named = g_new0 (RgmAlertView, 1);
  LoopActionKind kind;
  /* The user clicked on the popup itself, not on a button. */
  if (g_str_equal (event->text, "default") && showing != NULL && showing->alerts->len > 0)
    act (actions, LOOP_DETAILS, showing)->activation = g_strdup (event->activation);
  if (!parse_key (event->text, &kind, named))
    return;
  for (guint i = 0; event->token == 0 && showing == NULL && i < loop->showings->len; i++)
    if (takes_answer (g_ptr_array_index (loop->showings, i), kind, named))
      showing = g_ptr_array_index (loop->showings, i);
  if (event->token == 0 && showing == NULL) {
    LoopShowing *unknown = new_showing (loop);
    g_ptr_array_add (unknown->alerts, g_steal_pointer (&named));
    LoopAction *action = act (actions, kind, unknown);
    action->at = at;
    action->activation = g_strdup (event->activation);
    showing_unref (unknown);
  } else if (kind == LOOP_DETAILS && takes_answer (showing, kind, named)) {
    act (actions, kind, showing)->activation = g_strdup (event->activation);
  } else if (takes_answer (showing, kind, named)) {
    act (actions, kind, showing)->at = at;
    act (actions, LOOP_CLOSE, showing);
    act (actions, LOOP_FORGET, showing);
    end_showing (loop, showing);
  }
}

/* Shows a note in place of the page about @showing, at most once for each popup. If there is no
 * room for it, nothing is shown, because some servers would throw the oldest popup away. */
static void
on_note (Loop *loop, LoopShowing *showing, const LoopEvent *event, GArray *actions)
{
  if ((showing != NULL && showing->explained) || (int)loop->showings->len >= loop->open_at_once)
    return;
  if (showing != NULL)
    showing->explained = TRUE;
  show_note (loop, actions, event->title, event->text);
}

/* Takes alerts out of a popup, because they were answered or moved, or their time has passed. The
 * user did not close the popup, so these alerts are given back: they are shown again if the answer
 * is taken back or the clock is set back. If other alerts are left in a digest, it is renewed
 * without those that are over; if the server cannot do that, the others are shown again at once.
 * The alerts that are over leave the popup last. Until then the record says that they are in it, so
 * if the service ends in between, its next run finds them there and completes the work. Otherwise,
 * if the alerts that are left ask for nothing, the next run would take the popup for one that left
 * the screen by itself long ago. */
static void
on_stale (Loop *loop, LoopShowing *showing, const LoopEvent *event, GArray *actions, RgmInstant now)
{
  LoopShowing *ended = new_showing (loop);
  gboolean over = is_over (showing, now);
  for (guint i = showing->alerts->len; i-- > 0;)
    if (lists (event->alerts, g_ptr_array_index (showing->alerts, i)))
      g_ptr_array_add (ended->alerts, g_ptr_array_steal_index (showing->alerts, i));
  if (showing->on_screen)
    set_place (ended, showing->server, showing->popup);
  gboolean others = showing->alerts->len > 0;
  gboolean stays = others && showing->on_screen && showing->popup != 0 && loop->replaces
                   && !is_fleeting (showing);
  if (stays) {
    take_words (showing, event->others);
    act (actions, LOOP_RENEW, showing);
  } else {
    act (actions, LOOP_CLOSE, showing);
    give_back (loop, actions, showing, over);
  }
  act (actions, over ? LOOP_FORGET : LOOP_GIVE_BACK, ended);
  showing_unref (ended);
  if (others && !stays)
    look (loop, actions, now);
}

/* ---- once ---- */

static void
finish_once (Loop *loop, const LoopEvent *event, GArray *actions)
{
  gboolean gave_up = event->kind == LOOP_GIVE_UP && !loop->server;
  /* a popup that was closed may have given alerts back, which only the next answer has */
  gboolean waits = !loop->looked || loop->looks > 0 || on_its_way (loop);
  if (loop->finished || (!gave_up && waits))
    return;
  loop->finished = TRUE;
  if (gave_up)
    loop->outcome = LOOP_ONCE_NO_SERVER;
  else if (loop->outcome == LOOP_ONCE_WAITING)
    loop->outcome = LOOP_ONCE_DONE;
  act (actions, LOOP_FINISH, NULL);
}

/* ---- */

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

GArray *
loop_step (Loop *loop, LoopEvent *event, RgmInstant now)
{
  GArray *actions = g_array_new (FALSE, TRUE, sizeof (LoopAction));
  /* the showing that the event is about */
  LoopShowing *showing = find_showing (loop, event->token);
  g_array_set_clear_func (actions, clear_action);
  switch (event->kind) {
  case LOOP_START:
  case LOOP_WAKE:
  case LOOP_RECORD:
  case LOOP_REPLACED:
    loop->replaced = loop->replaced || event->kind == LOOP_REPLACED;
    if (event->kind == LOOP_START && loop->once)
      act (actions, LOOP_SUMMON, NULL);
    look (loop, actions, now);
    break;
  case LOOP_ANEW:
    on_anew (loop, actions, now);
    break;
  case LOOP_UP:
    on_up (loop, event, actions, now);
    break;
  case LOOP_DOWN:
    on_down (loop, actions, now);
    break;
  case LOOP_DUE:
    on_due (loop, event, actions, now);
    break;
  case LOOP_CLAIMED:
    on_claimed (loop, event, actions, now);
    break;
  case LOOP_STALE:
    if (showing != NULL)
      on_stale (loop, showing, event, actions, now);
    break;
  case LOOP_SAYS:
    if (showing != NULL)
      on_says (loop, showing, event->alerts, actions, now);
    break;
  case LOOP_SHOWN:
    if (showing != NULL)
      on_shown (loop, showing, event, actions, now);
    break;
  case LOOP_FAILED:
    if (showing != NULL)
      on_failed (loop, showing, actions, now);
    break;
  case LOOP_BUTTON:
    on_button (loop, showing, event, actions, now);
    break;
  case LOOP_CLOSED:
    if (showing != NULL) {
      act (actions, LOOP_FORGET, showing);
      end_showing (loop, showing);
    }
    break;
  case LOOP_NOTE:
    on_note (loop, showing, event, actions);
    break;
  case LOOP_REFUSED:
    show_note (loop, actions, event->title, event->text);
    break;
  case LOOP_TROUBLE:
    on_trouble (loop, event, actions);
    break;
  case LOOP_UNWRITTEN:
    loop->outcome = LOOP_ONCE_UNWRITTEN;
    try_later (loop, &loop->unwritten, actions, now);
    break;
  case LOOP_GIVE_UP:
    break;
  }
  if (loop->once)
    finish_once (loop, event, actions);
  else if (loop->looks == 0 && next_moment (loop) != loop->timer)
    set_timer (loop, actions);
  return actions;
}

void
loop_set (Loop *loop, const RgmSettings *settings)
{
  loop->open_at_once = MAX (1, settings->open_at_once);
  loop->snooze_minutes = settings->snooze_minutes;
}

void
loop_init (Loop *loop, const RgmSettings *settings, gboolean once)
{
  *loop = (Loop){ .once = once,
                  .told = RGM_INSTANT_NONE,
                  .absent = RGM_INSTANT_NONE,
                  .next = RGM_INSTANT_NONE,
                  .retry = RGM_INSTANT_NONE,
                  .timer = RGM_INSTANT_NONE };
  loop_set (loop, settings);
  loop->showings = g_ptr_array_new_with_free_func (showing_unref);
  loop->ended = g_ptr_array_new_with_free_func (showing_unref);
}

void
loop_clear (Loop *loop)
{
  g_clear_pointer (&loop->showings, g_ptr_array_unref);
  g_clear_pointer (&loop->ended, g_ptr_array_unref);
  g_clear_pointer (&loop->server_name, g_free);
  for (int i = 0; i < LOOP_TROUBLES; i++) {
    g_clear_pointer (&loop->troubles[i].title, g_free);
    g_clear_pointer (&loop->troubles[i].text, g_free);
  }
}
