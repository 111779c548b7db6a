/* service.c: carries out what the loop decides: on the record, on the screen and on the timer. */
#include "daemon/service.h"

#include "alerts/alert-cache.h"
#include "alerts/alert-kinds.h"
#include "alerts/alert-marks.h"
#include "base/i18n.h"
#include "store/alert-rows.h"

#include <regimen/record.h>

#define RETRY 60 /* seconds after which an unreadable record is looked at again */

struct _Service {
  ServiceSetup setup;
  RgmStore *store;
  gint64 version; /* of the database, at the last call of service_record_changed() */
  AlertCache *cache;
  Loop loop;
  GQueue events; /* of LoopEvent, which own their strings and alerts */
  char *server; /* for the log: the notification server and what it can do; NULL if there is none */
};

static RgmSession
session_at (const Service *service, RgmInstant now)
{
  return (RgmSession){ .store = service->store,
                       .catalog = service->setup.catalog,
                       .settings = service->setup.settings,
                       .zone = service->setup.zone,
                       .now = now };
}

/* ---- events ---- */

static LoopEvent *
push (Service *service, LoopEventKind kind)
{
  LoopEvent *event = g_new0 (LoopEvent, 1);
  event->kind = kind;
  event->next = RGM_INSTANT_NONE;
  g_queue_push_tail (&service->events, event);
  return event;
}

static void
free_event (gpointer data)
{
  LoopEvent *event = data;
  g_free ((char *)event->text);
  g_free ((char *)event->server);
  g_clear_pointer (&event->alerts, g_ptr_array_unref);
  g_clear_pointer (&event->popups, g_ptr_array_unref);
  g_free (event);
}

/* Writes to the log, which never names a treatment. */
static void
complain (const char *what, const GError *error)
{
  g_warning ("%s: %s", what,
             error->domain == RGM_ERROR && error->code != RGM_ERROR_STORE
               ? "the record did not allow it"
               : error->message);
}

/* ---- looking ---- */

static void
beat (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what
    = g_strdup_printf ("regimend " REGIMEN_VERSION "; %s",
                       service->server ? service->server : "no notification server");
  if (!service->setup.once && !store_set_heartbeat (service->store, now, what, &error))
    complain ("the sign of life was not written", error);
}

static gboolean
is_unknown (const RgmPopup *popup, gpointer data)
{
  return !loop_knows_popup (data, popup->server, popup->id);
}

static void
look (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = session_at (service, now);
  RgmInstant next = RGM_INSTANT_NONE;
  GPtrArray *alerts
    = alert_cache_due (service->cache, &session, service->setup.private_mode, &next, &error);
  if (alerts == NULL) {
    complain ("the alerts could not be read", error);
    g_clear_error (&error);
    alerts = g_ptr_array_new ();
    next = now + RETRY;
  }
  LoopEvent *event = push (service, LOOP_DUE);
  event->alerts = alerts;
  event->next = next;
  event->popups = alert_cache_on_screen (service->cache, &session, service->setup.private_mode,
                                         is_unknown, &service->loop, &error);
  if (event->popups == NULL)
    complain ("what is on the screen could not be read", error);
}

static void
check (Service *service, const LoopShowing *showing, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  g_autoptr (GPtrArray) stale
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  for (guint i = 0; i < showing->alerts->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    gboolean current = TRUE;
    if (!alert_cache_is_current (service->cache, &session, view, &current, NULL) || current)
      continue;
    RgmAlertView *copy = g_new0 (RgmAlertView, 1);
    copy->alert = view->alert;
    copy->course_id = view->course_id;
    copy->course_uid = g_strdup (view->course_uid);
    copy->dose = view->dose;
    g_ptr_array_add (stale, copy);
  }
  if (stale->len == 0)
    return;
  LoopEvent *event = push (service, LOOP_STALE);
  event->token = showing->token;
  event->alerts = g_steal_pointer (&stale);
}

/* ---- showing ---- */

static void
claim (Service *service, GPtrArray *alerts, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  for (guint i = 0; i < alerts->len; i++) {
    g_autoptr (GError) error = NULL;
    gboolean claimed = FALSE;
    if (!alert_claim (&session, g_ptr_array_index (alerts, i), !service->setup.beside, &claimed,
                      &error))
      complain ("an alert could not be claimed", error);
    if (claimed)
      g_ptr_array_add (all, g_steal_pointer (&alerts->pdata[i]));
  }
  push (service, LOOP_CLAIMED)->alerts = all;
}

static Popup *
make_popup (const Service *service, const LoopShowing *showing, RgmInstant now)
{
  return popup_from_showing (showing, !service->setup.once, service->setup.private_mode, now);
}

typedef gboolean (*Mark) (const RgmSession *session, const RgmAlertView *view, GError **error);

static void
mark (Service *service, const LoopShowing *showing, Mark function, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  for (guint i = 0; i < showing->alerts->len; i++) {
    g_autoptr (GError) error = NULL;
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    if (!function (&session, view, &error))
      complain ("what became of an alert was not written", error);
    alert_cache_renew (service->cache, view->course_id);
  }
}

static gboolean
lose (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  return alert_mark_off_screen (session, view, TRUE, error);
}

static gboolean
forget (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  return alert_mark_off_screen (session, view, FALSE, error);
}

/* ---- answers ---- */

/* Why nothing was written, and what to type if a safety check refused. */
static char *
refusal_text (const RgmAlertView *view, const char *verb, const GError *error)
{
  if (view->course == NULL)
    return g_strdup (error->message);
  if (!g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED))
    return g_strdup_printf (_ ("%s\nSee: regimen show %s"), error->message, view->course);
  return g_strdup_printf (_ ("%s\nWas it so? Type: regimen %s %s/%d --anyway"), error->message,
                          verb, view->course, view->dose);
}

/* Puts the answer of a button on record. The alert is given back, as if the dose had been answered
 * in another process, so that it is shown again if the user takes the answer back. If the dose is
 * answered already, the loop is told only if the popup is known here: otherwise it is the second
 * click on a popup that an earlier run of the service showed. The loop always looks again, because
 * it is not woken by a commit of its own process. */
static void
answer (Service *service, const LoopShowing *showing, LoopActionKind kind, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmSession session = session_at (service, now);
  RgmGivenRequest request = { .at = now, .at_visit = TRUE };
  const RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  const char *verb = kind == LOOP_GIVEN ? "log" : kind == LOOP_SKIP ? "skip" : "hold";
  /* By its UUID, because the file may have been replaced since: ids of the old file mean nothing.
   */
  g_autoptr (RgmCourse) course
    = rgm_store_course_by_uid (service->store, view->course_uid, now, &error);
  gboolean done = FALSE;
  if (course != NULL && kind == LOOP_GIVEN)
    done = rgm_record_given (&session, course->id, view->dose, &request, &recorded, &error);
  else if (course != NULL && kind == LOOP_SKIP)
    done = rgm_record_skipped (&session, course->id, view->dose, "skipped from the alert", TRUE,
                               &recorded, &error);
  else if (course != NULL) /* a hold that is on record already keeps its reason and its day */
    done = rgm_course_hold (course, view->dose) != NULL
           || rgm_record_held (&session, course->id, view->dose, "put off from the alert",
                               RGM_NO_DAY, &recorded, &error);
  if (done)
    mark (service, showing, lose, now);
  else if (view->alert.key[0] != '\0' || !g_error_matches (error, RGM_ERROR, RGM_ERROR_CONFLICT))
    push (service, LOOP_REFUSED)->text = refusal_text (view, verb, error);
  push (service, LOOP_RECORD);
}

/* Puts off the alert of @showing. If the popup is not known here, its button names only the dose;
 * then the record says which snoozable alert of that dose is on a screen. */
static void
snooze (Service *service, const LoopShowing *showing, RgmInstant until, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) popups = NULL;
  RgmSession session = session_at (service, now);
  RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  if (view->alert.key[0] == '\0')
    popups = store_popups (service->store, NULL);
  for (guint i = 0; popups != NULL && i < popups->len; i++) {
    const RgmPopup *popup = g_ptr_array_index (popups, i);
    const AlertKind *kind = alert_kind_of_key (popup->key);
    if (popup->dose != view->dose || g_strcmp0 (popup->course_uid, view->course_uid) != 0
        || (kind != NULL && !kind->snoozable))
      continue;
    view->course_id = popup->course_id;
    g_strlcpy (view->alert.key, popup->key, sizeof view->alert.key);
  }
  if (view->alert.key[0] != '\0' && !rgm_alert_snooze (&session, view, until, &error))
    complain ("an alert could not be snoozed", error);
  alert_cache_renew (service->cache, view->course_id);
  push (service, LOOP_RECORD);
}

/* ---- turns ---- */

static void
carry_out (Service *service, LoopAction *action, RgmInstant now)
{
  const ServiceSetup *setup = &service->setup;
  switch (action->kind) {
  case LOOP_BEAT:
    beat (service, now);
    break;
  case LOOP_LOOK:
    look (service, now);
    break;
  case LOOP_CHECK:
    check (service, action->showing, now);
    break;
  case LOOP_SUMMON:
    setup->notifier_class->summon (setup->notifier);
    break;
  case LOOP_CLAIM:
    claim (service, action->alerts, now);
    break;
  case LOOP_SHOW:
    setup->notifier_class->show (setup->notifier, make_popup (service, action->showing, now));
    break;
  case LOOP_ADOPT:
    setup->notifier_class->adopt (setup->notifier, make_popup (service, action->showing, now),
                                  action->showing->server, action->showing->popup);
    break;
  case LOOP_CLOSE:
    setup->notifier_class->close (setup->notifier, action->showing->token);
    break;
  case LOOP_RECLAIM:
    mark (service, action->showing, alert_reclaim, now);
    break;
  case LOOP_MARK_SHOWN:
    mark (service, action->showing, alert_mark_shown, now);
    break;
  case LOOP_GIVE_BACK:
    mark (service, action->showing, action->showing->on_screen ? lose : alert_mark_failed, now);
    break;
  case LOOP_FORGET:
    mark (service, action->showing, forget, now);
    break;
  case LOOP_GIVEN:
  case LOOP_SKIP:
  case LOOP_HOLD:
    answer (service, action->showing, action->kind, now);
    break;
  case LOOP_SNOOZE:
    snooze (service, action->showing, action->at, now);
    break;
  case LOOP_TIMER:
    setup->set_timer (action->at, setup->data);
    break;
  case LOOP_FINISH:
    setup->finished (service->loop.outcome, service->loop.shown, setup->data);
    break;
  }
}

static void
run (Service *service, RgmInstant now)
{
  const ServiceSetup *setup = &service->setup;
  LoopEvent *event;
  while ((event = g_queue_pop_head (&service->events)) != NULL) {
    g_autoptr (GArray) actions = loop_step (&service->loop, event, now);
    ServiceVerdict verdict = SERVICE_ACT;
    for (guint i = 0; i < actions->len && verdict != SERVICE_DIE; i++) {
      LoopAction *action = &g_array_index (actions, LoopAction, i);
      verdict = setup->before != NULL ? setup->before (action->kind, setup->data) : SERVICE_ACT;
      if (verdict == SERVICE_ACT)
        carry_out (service, action, now);
    }
    free_event (event);
  }
}

void
service_turn (Service *service, LoopEventKind event, RgmInstant now)
{
  push (service, event);
  run (service, now);
}

void
service_notified (Service *service, const NotifierEvent *event, RgmInstant now)
{
  static const LoopEventKind kinds[] = {
    [NOTIFIER_UP] = LOOP_UP,         [NOTIFIER_DOWN] = LOOP_DOWN,
    [NOTIFIER_SHOWN] = LOOP_SHOWN,   [NOTIFIER_FAILED] = LOOP_FAILED,
    [NOTIFIER_BUTTON] = LOOP_BUTTON, [NOTIFIER_CLOSED] = LOOP_CLOSED,
  };
  if (event->kind == NOTIFIER_UP || event->kind == NOTIFIER_DOWN) {
    g_free (service->server);
    service->server = NULL;
    if (event->kind == NOTIFIER_UP)
      service->server = g_strdup_printf (
        "%s, %s", event->text != NULL ? event->text : "a server that does not say its name",
        event->buttons ? "with buttons" : "without buttons");
    if (!service->setup.once)
      g_message ("%s", service->server != NULL ? service->server : "no notification server");
  }
  if (event->kind == NOTIFIER_FAILED)
    g_warning ("a notification was not shown: %s", event->text);
  LoopEvent *translated = push (service, kinds[event->kind]);
  translated->token = event->token;
  translated->text = g_strdup (event->text);
  translated->server = g_strdup (event->server);
  translated->popup = event->popup;
  run (service, now);
}

const Loop *
service_loop (const Service *service)
{
  return &service->loop;
}

gboolean
service_record_changed (Service *service)
{
  g_autoptr (GError) error = NULL;
  gint64 before = service->version;
  if (!rgm_store_data_version (service->store, &service->version, &error))
    complain ("the record could not be read", error);
  return service->version != before;
}

void
service_set_store (Service *service, RgmStore *store)
{
  service->store = store;
  service->version = 0;
  alert_cache_forget (service->cache);
}

Service *
service_new (const ServiceSetup *setup, RgmStore *store)
{
  Service *service = g_new0 (Service, 1);
  service->setup = *setup;
  service->store = store;
  service->cache = alert_cache_new ();
  g_queue_init (&service->events);
  loop_init (&service->loop, setup->settings, setup->once);
  service_record_changed (service);
  return service;
}

void
service_free (Service *service)
{
  if (service == NULL)
    return;
  g_queue_clear_full (&service->events, free_event);
  loop_clear (&service->loop);
  alert_cache_free (service->cache);
  g_free (service->server);
  g_free (service);
}
