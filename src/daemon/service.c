/* service.c: the hands of the loop. */
#include "daemon/service.h"

#include "alerts/alert-kinds.h"
#include "base/i18n.h"
#include "daemon/popup-text.h"

#include <regimen/record.h>

#define RETRY 60 /* seconds after which an unreadable record is looked at again */

struct _Service {
  ServiceSetup setup;
  RgmStore *store;
  gint64 version; /* of the database, when it was last looked at */
  RgmAlertWatch *watch;
  Loop loop;
  GQueue events; /* of LoopEvent, with their strings and alerts owned */
  char *server;  /* what the notification server says of itself */
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

/* What went wrong is for the log; it never names a treatment. */
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
  if (!service->setup.once && !rgm_store_set_heartbeat (service->store, now, what, &error))
    complain ("the sign of life was not written", error);
}

static gboolean
is_unknown (const RgmPopup *popup, gpointer data)
{
  return !loop_knows_popup (data, popup->server, popup->id);
}

/* What others put on a screen. */
static GPtrArray *
popups (Service *service, const RgmSession *session)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = rgm_alert_watch_on_screen (
    service->watch, session, service->setup.private_mode, is_unknown, &service->loop, &error);
  if (found == NULL)
    complain ("what is on the screen could not be read", error);
  return found;
}

static void
look (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = session_at (service, now);
  RgmInstant next = RGM_INSTANT_NONE;
  GPtrArray *alerts
    = rgm_alert_watch_due (service->watch, &session, service->setup.private_mode, &next, &error);
  if (alerts == NULL) {
    complain ("the alerts could not be read", error);
    alerts = g_ptr_array_new ();
    next = now + RETRY;
  }
  LoopEvent *event = push (service, LOOP_DUE);
  event->alerts = alerts;
  event->next = next;
  event->popups = popups (service, &session);
}

static RgmAlertView *
copy_identity (const RgmAlertView *view)
{
  RgmAlertView *copy = g_new0 (RgmAlertView, 1);
  copy->alert = view->alert;
  copy->course_id = view->course_id;
  copy->course_uid = g_strdup (view->course_uid);
  copy->dose = view->dose;
  return copy;
}

static void
check (Service *service, const LoopShowing *showing, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  g_autoptr (GPtrArray) stale
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  for (guint i = 0; i < showing->alerts->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    gboolean holds = TRUE;
    if (rgm_alert_watch_holds (service->watch, &session, view, &holds, NULL) && !holds)
      g_ptr_array_add (stale, copy_identity (view));
  }
  if (stale->len == 0)
    return;
  LoopEvent *event = push (service, LOOP_STALE);
  event->token = showing->token;
  event->alerts = g_steal_pointer (&stale);
}

/* ---- showing ---- */

static gboolean
claim_one (const Service *service, const RgmSession *session, const RgmAlertView *view)
{
  g_autoptr (GError) error = NULL;
  gboolean claimed = FALSE;
  if (!rgm_alert_claim (session, view, !service->setup.beside, &claimed, &error))
    complain ("an alert could not be claimed", error);
  return claimed;
}

static void
claim (Service *service, GPtrArray *alerts, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  GPtrArray *claimed = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  for (guint i = 0; i < alerts->len; i++)
    if (claim_one (service, &session, g_ptr_array_index (alerts, i)))
      g_ptr_array_add (claimed, g_steal_pointer (&alerts->pdata[i]));
  push (service, LOOP_CLAIMED)->alerts = claimed;
}

static void
show (Service *service, const LoopShowing *showing, gboolean more, RgmInstant now)
{
  const ServiceSetup *setup = &service->setup;
  NotifierPopup *popup = popup_from_showing (showing, !setup->once, setup->private_mode, now);
  popup->more = more;
  setup->notifier_class->show (setup->notifier, popup);
}

/* What holds no more has no words, and is about to be closed. */
static gboolean
has_words (const LoopShowing *showing)
{
  for (guint i = 0; i < showing->alerts->len; i++)
    if (((const RgmAlertView *)g_ptr_array_index (showing->alerts, i))->summary == NULL)
      return FALSE;
  return TRUE;
}

static void
adopt (Service *service, const LoopShowing *showing, RgmInstant now)
{
  const ServiceSetup *setup = &service->setup;
  NotifierPopup *popup = has_words (showing)
                           ? popup_from_showing (showing, !setup->once, setup->private_mode, now)
                           : notifier_popup_new (showing->token);
  setup->notifier_class->adopt (setup->notifier, popup, showing->server, showing->popup);
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
    rgm_alert_watch_renew (service->watch, view->course_id);
  }
}

static gboolean
lose (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  return rgm_alert_off_screen (session, view, TRUE, error);
}

static gboolean
forget (const RgmSession *session, const RgmAlertView *view, GError **error)
{
  return rgm_alert_off_screen (session, view, FALSE, error);
}

/* ---- answers ---- */

/* Courses are found by their UUID: the database may be another one by now. */
static gint64
course_id (const Service *service, const RgmAlertView *view, GError **error)
{
  g_autoptr (RgmCourse) course
    = rgm_store_course_by_uid (service->store, view->course_uid, FALSE, error);
  return course != NULL ? course->id : 0;
}

static gboolean
record_given (Service *service, const RgmAlertView *view, RgmInstant now, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  RgmSession session = session_at (service, now);
  RgmGivenRequest request = { .at = now };
  gint64 id = course_id (service, view, error);
  return id != 0 && rgm_record_given (&session, id, view->dose, &request, &recorded, error);
}

static gboolean
record_skipped (Service *service, const RgmAlertView *view, RgmInstant now, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  RgmSession session = session_at (service, now);
  gint64 id = course_id (service, view, error);
  return id != 0
         && rgm_record_skipped (&session, id, view->dose, "skipped from the alert", TRUE, &recorded,
                                error);
}

/* Why nothing was written, and what to type where a safety check said no. */
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

/* A popup that nobody knows may be clicked on when its dose has its answer: a second click. */
static gboolean
is_news (const RgmAlertView *view, const GError *error)
{
  return view->alert.key[0] != '\0' || !g_error_matches (error, RGM_ERROR, RGM_ERROR_CONFLICT);
}

typedef gboolean (*Answer) (Service *service, const RgmAlertView *view, RgmInstant now,
                            GError **error);

/* Own commits are not seen as a change of the database, so the loop is told. What was answered is
 * given back, as where it is answered elsewhere: if the answer is taken back, it is asked again. */
static void
answer (Service *service, const LoopShowing *showing, Answer function, const char *verb,
        RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  const RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  if (function (service, view, now, &error))
    mark (service, showing, lose, now);
  else if (is_news (view, error))
    push (service, LOOP_REFUSED)->text = refusal_text (view, verb, error);
  push (service, LOOP_RECORD);
}

/* What is said after a dose cannot be put off. */
static gboolean
is_aftercare (const char *key)
{
  const AlertKind *kind = alert_kind_of_key (key);
  return kind != NULL && kind->stage == ALERT_AFTER_DOSE;
}

/* @view: of a popup that nobody knows: gets the alert that its dose has on a screen. */
static void
find_alert (const RgmSession *session, RgmAlertView *view)
{
  g_autoptr (GPtrArray) popups = rgm_store_popups (session->store, NULL);
  for (guint i = 0; popups != NULL && i < popups->len; i++) {
    const RgmPopup *popup = g_ptr_array_index (popups, i);
    if (popup->dose != view->dose || g_strcmp0 (popup->course_uid, view->course_uid) != 0
        || is_aftercare (popup->key))
      continue;
    view->course_id = popup->course_id;
    g_strlcpy (view->alert.key, popup->key, sizeof view->alert.key);
  }
}

static void
snooze (Service *service, const LoopShowing *showing, RgmInstant until, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = session_at (service, now);
  RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  if (view->alert.key[0] == '\0')
    find_alert (&session, view);
  if (view->alert.key[0] != '\0' && !rgm_alert_snooze (&session, view, until, &error))
    complain ("an alert could not be put off", error);
  rgm_alert_watch_renew (service->watch, view->course_id);
  push (service, LOOP_RECORD);
}

/* ---- turns ---- */

/* @more: another popup follows. */
static void
carry_out (Service *service, LoopAction *action, gboolean more, RgmInstant now)
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
    show (service, action->showing, more, now);
    break;
  case LOOP_ADOPT:
    adopt (service, action->showing, now);
    break;
  case LOOP_CLOSE:
    setup->notifier_class->close (setup->notifier, action->showing->token);
    break;
  case LOOP_RECLAIM:
    mark (service, action->showing, rgm_alert_reclaim, now);
    break;
  case LOOP_MARK_SHOWN:
    mark (service, action->showing, rgm_alert_shown, now);
    break;
  case LOOP_GIVE_BACK:
    mark (service, action->showing, action->showing->on_screen ? lose : rgm_alert_failed, now);
    break;
  case LOOP_FORGET:
    mark (service, action->showing, forget, now);
    break;
  case LOOP_GIVEN:
    answer (service, action->showing, record_given, "log", now);
    break;
  case LOOP_SKIP:
    answer (service, action->showing, record_skipped, "skip", now);
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

static gboolean
is_dead (const Service *service)
{
  return service->setup.dies != NULL && service->setup.dies (service->setup.data);
}

static gboolean
shows_after (const GArray *actions, guint index)
{
  for (guint i = index + 1; i < actions->len; i++)
    if (g_array_index (actions, LoopAction, i).kind == LOOP_SHOW)
      return TRUE;
  return FALSE;
}

static void
run (Service *service, RgmInstant now)
{
  LoopEvent *event;
  while ((event = g_queue_pop_head (&service->events)) != NULL) {
    g_autoptr (GArray) actions = loop_step (&service->loop, event, now);
    for (guint i = 0; i < actions->len && !is_dead (service); i++)
      carry_out (service, &g_array_index (actions, LoopAction, i), shows_after (actions, i), now);
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
    service->server = g_strdup (event->text);
    if (!service->setup.once)
      g_message ("%s", event->text != NULL ? event->text : "no notification server");
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

RgmStore *
service_store (const Service *service)
{
  return service->store;
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
  rgm_store_close (service->store);
  service->store = store;
  service->version = 0;
  rgm_alert_watch_forget (service->watch);
}

Service *
service_new (const ServiceSetup *setup, RgmStore *store)
{
  Service *service = g_new0 (Service, 1);
  service->setup = *setup;
  service->store = store;
  service->watch = rgm_alert_watch_new ();
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
  rgm_alert_watch_free (service->watch);
  rgm_store_close (service->store);
  g_free (service->server);
  g_free (service);
}
