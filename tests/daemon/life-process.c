/* life-process.c: the processes of a simulated life: the service and "regimen notify", their
 * deaths, and the clock that wakes them. */
#include "life.h"
#include "store/alert-rows.h"

/* ---- processes ---- */

static void
on_timer (RgmInstant at, gpointer data)
{
  Notifier *client = data;
  if (client != client->life->service)
    return;
  client->life->timer = at;
  client->life->true_timer = at == RGM_INSTANT_NONE ? at : at - client->life->offset;
}

static void
on_end (LoopOutcome outcome, int shown, gpointer data)
{
}

static void meet (Life *life, const Notifier *client);

/* Lets every popup that is on the screen have come there at this moment. */
static void
renew_time (const Notifier *client)
{
  const GPtrArray *showings = service_loop (client->service)->showings;
  for (guint i = 0; i < showings->len; i++)
    ((LoopShowing *)g_ptr_array_index (showings, i))->since = life_now (client->life);
}

/* Whether the control leaves out such an action. */
static gboolean
is_left_out (const Life *life, LoopActionKind kind)
{
  switch (life->options->control) {
  case WITHOUT_MARKS:
    return kind == LOOP_MARK_SHOWN;
  case WITHOUT_RENEWAL:
    return kind == LOOP_RENEW;
  case WITHOUT_RETURN:
    return life->full
           && (kind == LOOP_GIVEN || kind == LOOP_SKIP || kind == LOOP_HOLD || kind == LOOP_SNOOZE);
  default:
    return FALSE;
  }
}

/* Before each action another process may act, or this one may die. */
static ServiceVerdict
on_action (LoopActionKind kind, gpointer data)
{
  Life *life = ((Notifier *)data)->life;
  if (life_lacks (life, WITHOUT_EXPIRY))
    renew_time (data);
  gboolean meets = life->meets_after == 0 && !life->died;
  if (life->meets_after >= 0)
    life->meets_after--;
  if (meets)
    meet (life, data);
  if (!life->died && life->dies_after == 0) {
    life->died = TRUE;
    life->dead = data;
  } else if (life->dies_after > 0) {
    life->dies_after--;
  }
  if (life->died && life->dead == data)
    return SERVICE_DIE;
  return is_left_out (life, kind) ? SERVICE_SKIP : SERVICE_ACT;
}

static void
on_report (const NotifierEvent *event, gpointer data)
{
  Notifier *client = data;
  service_notified (client->service, event, life_now (client->life));
}

static Notifier *
process_new (Life *life, gboolean once)
{
  Notifier *client = client_new (life);
  ServiceSetup setup = { .catalog = life->catalog,
                         .settings = &life->settings,
                         .zone = rgm_zone_get ("Europe/Berlin", NULL),
                         .once = once,
                         .beside = once && life->service != NULL,
                         .notifier_class = &client_class,
                         .notifier = client,
                         .set_timer = on_timer,
                         .finished = on_end,
                         .before = on_action,
                         .data = client };
  client->report = on_report;
  client->data = client;
  client->service = service_new (&setup, life->store);
  return client;
}

static void
note_in_the_middle (Fate *fate)
{
  fate->in_the_middle++;
  fate->orphaned = TRUE;
}

/* An alert that was claimed and not marked may be on the screen already. It comes again. */
static void
note_death (Life *life, const Service *service)
{
  for (guint i = 0; i < service_loop (service)->showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (service_loop (service)->showings, i);
    for (guint j = 0; j < showing->alerts->len; j++) {
      const RgmAlertView *view = g_ptr_array_index (showing->alerts, j);
      g_autofree char *name = oracle_name (view->course_uid, view->dose, view->alert.key);
      RgmMark mark;
      store_mark (life->store, view->course_id, view->dose, view->alert.key, &mark, NULL);
      if (mark.state == RGM_MARK_CLAIMED)
        note_in_the_middle (life_fate (life, name));
    }
  }
}

/* A death between two actions may leave a popup that the record does not know. */
static void
note_screen (Life *life)
{
  for (guint i = 0; i < life->screen->len; i++) {
    const Shown *shown = g_ptr_array_index (life->screen, i);
    for (guint j = 0; j < shown->names->len; j++)
      life_fate (life, g_ptr_array_index (shown->names, j))->orphaned = TRUE;
  }
}

void
life_end_process (Notifier *client)
{
  Life *life = client->life;
  life_trace (life, "%s ends", client == life->service ? "the service" : "notify");
  note_death (life, client->service);
  if (life->died)
    note_screen (life);
  g_clear_pointer (&client->service, service_free);
  if (client != life->service)
    return;
  life->service = NULL;
  life->timer = life->true_timer = RGM_INSTANT_NONE;
}

/* After each turn: processes that died in it are cleared away. */
void
life_bury (Life *life)
{
  if (life->died && life->service != NULL && life->dead == life->service) {
    life_end_process (life->service);
    life_trouble (life, LEASE);
  }
  life->died = FALSE;
  life->dies_after = -1;
}

/* ---- two processes at once ---- */

/* Starts "regimen notify", which does all that it can before the server answers. Returns: NULL if
 * it died of that. */
static Notifier *
begin_guest (Life *life)
{
  Notifier *guest = process_new (life, TRUE);
  life->dies_after = life_chance (life, 20) ? life_roll (life, 0, 12) : -1;
  service_turn (guest->service, LOOP_START, life_now (life));
  client_tell (guest, life->up ? NOTIFIER_UP : NOTIFIER_DOWN, 0, NULL, 0);
  if (!life->died)
    return guest;
  life_end_process (guest);
  life_trouble (life, LEASE);
  return NULL;
}

/* Lets another process act between two actions of one process. */
static void
meet (Life *life, const Notifier *client)
{
  int dies_after = life->dies_after;
  life->count->meetings++;
  life->met = life->crowded = TRUE;
  life_trace (life, "%s meets another process", client == life->service ? "the service" : "notify");
  life->dies_after = -1;
  if (client != life->service && life->service != NULL)
    service_turn (life->service->service, LOOP_RECORD, life_now (life));
  else if (client == life->service && life->guest == NULL)
    life->guest = begin_guest (life);
  life->died = FALSE;
  life->dies_after = dies_after;
}

/* Ends a "regimen notify" that began in the middle of a turn. The server has told it by now all
 * that it will ever tell. */
void
life_end_guest (Life *life)
{
  gboolean died = life->died;
  if (life->guest == NULL)
    return;
  if (life->frozen)
    life_trouble (life, LEASE);
  life->died = FALSE;
  life_end_process (life->guest);
  life->guest = NULL;
  life->died = died;
}

static void
turn (Life *life, Notifier *client, LoopEventKind event)
{
  if (client == NULL)
    return;
  service_turn (client->service, event, life_now (life));
  life_settle (life);
}

void
life_wake (Life *life, LoopEventKind event)
{
  turn (life, life->service, event);
  life_bury (life);
}

void
life_start_service (Life *life)
{
  if (life->service != NULL)
    return;
  life_trace (life, "the service begins");
  life_doubt_silent (life);
  life->service = process_new (life, FALSE);
  turn (life, life->service, LOOP_START);
  client_tell (life->service, life->up ? NOTIFIER_UP : NOTIFIER_DOWN, 0, NULL, 0);
  life_settle (life);
  life_bury (life);
}

void
life_kill_service (Life *life)
{
  if (life->service != NULL)
    life_end_process (life->service);
  life_trouble (life, LEASE);
}

/* "regimen notify", beside the service or without it. */
void
life_run_notify (Life *life)
{
  Notifier *once = process_new (life, TRUE);
  life->dies_after = life_chance (life, 20) ? life_roll (life, 0, 12) : -1;
  life->meets_after = life_chance (life, 50) ? life_roll (life, 0, 12) : -1;
  turn (life, once, LOOP_START);
  client_tell (once, life->up ? NOTIFIER_UP : NOTIFIER_DOWN, 0, NULL, 0);
  life_settle (life);
  if (life->dead == life->service) /* it looked too, and died of it */
    life_bury (life);
  if (life->died || life->frozen)
    life_trouble (life, LEASE);
  life_end_process (once);
  life->died = FALSE;
  life->dies_after = -1;
  life_wake (life, LOOP_RECORD);
}

/* ---- time ---- */

static RgmInstant
next_timer (const Life *life)
{
  if (life->service == NULL || life->timer == RGM_INSTANT_NONE)
    return RGM_INSTANT_NONE;
  return life_lacks (life, WITHOUT_RECHECK) ? life->true_timer : life->timer - life->offset;
}

void
life_pass (Life *life, RgmInstant seconds)
{
  RgmInstant end = life->true_time + seconds, at;
  while ((at = next_timer (life)) != RGM_INSTANT_NONE && at <= end
         && !life_has_failed_enough (life)) {
    life->true_time = MAX (at, life->true_time);
    life->timer = life->true_timer = RGM_INSTANT_NONE;
    life->count->looks++;
    life_expire (life);
    life_trace (life, "the timer runs out");
    life_wake (life, LOOP_WAKE);
  }
  life->true_time = end;
  life_expire (life);
}

void
life_set_clock (Life *life)
{
  static const RgmInstant most[] = { 2, 90, HOUR, DAY, 5 * DAY };
  RgmInstant step = most[life_roll (life, 0, G_N_ELEMENTS (most))];
  life->offset += life_chance (life, 50) ? step : -step;
  life->offset = CLAMP (life->offset, -9 * DAY, 9 * DAY);
  /* If the clock shows the time at which a popup came, nobody can tell that it has gone. */
  GHashTableIter iter;
  gpointer fate;
  g_hash_table_iter_init (&iter, life->fates);
  while (g_hash_table_iter_next (&iter, NULL, &fate))
    ((Fate *)fate)->unrecorded = ((Fate *)fate)->unrecorded || ((Fate *)fate)->silent;
  if (!life_lacks (life, WITHOUT_RECHECK))
    life_wake (life, LOOP_WAKE);
}
