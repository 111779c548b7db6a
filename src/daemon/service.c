/* service.c: carries out what the loop decides: on the record, on the screen and on the timer. */
#include "daemon/service.h"

#include "alerts/alert-cache.h"
#include "alerts/alert-kinds.h"
#include "alerts/alert-marks.h"
#include "base/i18n.h"
#include "base/text.h"
#include "store/alert-rows.h"
#include "store/patient.h"
#include "store/write.h"

#include <regimen/record.h>
#include <unistd.h>

#define RETRY 60              /* seconds after which to try again to read an unreadable record */
#define PAGE_TIME (24 * 3600) /* seconds after which a page is removed */
#define VERIFY 86400          /* seconds after which the rows of the record are verified again */

struct _Service {
  ServiceSetup setup;
  RgmStore *store;
  gint64 version; /* data version of the database at the last call of service_record_changed() */
  AlertCache *cache;
  Loop loop;
  /* when the rows of the record were last found intact; RGM_INSTANT_NONE: not yet, or they are
   * damaged */
  RgmInstant verified;
  GQueue unwritten;   /* of Unwritten: marks that could not be written yet, oldest first */
  int write_failures; /* failed writes in a row */
  GQueue events;      /* of LoopEvent, which own their strings and alerts */
  GHashTable *pages;  /* name -> Page: the pages that were opened */
  /* for the log: the notification server and whether it has buttons; NULL if there is none */
  char *server;
};

/* A page that was opened in a browser. */
typedef struct {
  RgmAlertView *view; /* the first alert on the page, without words */
  RgmInstant opened;
} Page;

static void
free_page (gpointer data)
{
  Page *page = data;
  rgm_alert_view_free (page->view);
  g_free (page);
}

static RgmSession
session_at (const Service *service, RgmInstant now)
{
  return (RgmSession){ .store = service->store,
                       .catalog = service->setup.catalog,
                       .settings = service->setup.settings,
                       .zone = service->setup.zone,
                       .record = service->setup.record,
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
  g_free ((char *)event->title);
  g_free ((char *)event->text);
  g_free ((char *)event->server);
  g_free ((char *)event->activation);
  g_clear_pointer (&event->alerts, g_ptr_array_unref);
  g_clear_pointer (&event->others, g_ptr_array_unref);
  g_clear_pointer (&event->popups, g_ptr_array_unref);
  g_free (event);
}

/* Writes an error to the log. The log never names a treatment, so the message of an error that may
 * name one is left out. */
static void
complain (const char *what, const GError *error)
{
  g_warning ("%s: %s", what,
             error->domain == RGM_ERROR && error->code != RGM_ERROR_STORE
               ? "the record did not allow it"
               : error->message);
}

/* ---- troubles: the user has to know about them, because alerts may be missing ---- */

void
service_trouble (Service *service, LoopTroubleKind kind, const char *title, const char *text)
{
  LoopEvent *event = push (service, LOOP_TROUBLE);
  event->trouble = kind;
  event->title = g_strdup (title);
  event->text = g_strdup (text);
}

/* Notes that something could not be written. The user is not told about the first failure, because
 * another program may only have been using the database. */
static void
note_unwritten (Service *service, const char *what, const GError *error)
{
  g_autofree char *overview = text_command (service->setup.record, NULL, NULL);
  g_autofree char *text
    = g_strdup_printf (_ ("The record cannot be written: %s\nTo see what is due: %s\nReminders "
                          "will resume as soon as it can be written."),
                       error->message, overview);
  complain (what, error);
  push (service, LOOP_UNWRITTEN);
  if (++service->write_failures > 1)
    service_trouble (service, LOOP_UNWRITABLE, _ ("Reminders are delayed"), text);
}

static void
note_written (Service *service)
{
  if (service->write_failures > 0)
    service_trouble (service, LOOP_UNWRITABLE, NULL, NULL);
  service->write_failures = 0;
}

/* ---- marks ---- */

typedef gboolean (*Mark) (const RgmSession *session, const RgmAlertView *view, GError **error);

/* A mark that could not be written, because the disk was full or another program was using the
 * database. Until it is written, the database has an old state of the alert. */
typedef struct {
  Mark function;
  RgmAlertView *view;
} Unwritten;

static void
free_unwritten (gpointer data)
{
  Unwritten *unwritten = data;
  rgm_alert_view_free (unwritten->view);
  g_free (unwritten);
}

/* Returns: (transfer full): a copy of what identifies the alert of @view and its popup, without the
 * words. */
static RgmAlertView *
copy_name (const RgmAlertView *view)
{
  RgmAlertView *copy = g_new0 (RgmAlertView, 1);
  copy->alert = view->alert;
  copy->course_id = view->course_id;
  copy->course_uid = g_strdup (view->course_uid);
  copy->dose = view->dose;
  copy->server = g_strdup (view->server);
  copy->popup = view->popup;
  return copy;
}

/* Writes the marks that could not be written before. Returns: whether all of them are written. */
static gboolean
write_again (Service *service, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  Unwritten *unwritten;
  while ((unwritten = g_queue_peek_head (&service->unwritten)) != NULL) {
    g_autoptr (GError) error = NULL;
    if (!unwritten->function (&session, unwritten->view, &error)) {
      note_unwritten (service, "what became of an alert was not written", error);
      return FALSE;
    }
    note_written (service);
    alert_cache_renew (service->cache, unwritten->view->course_id);
    free_unwritten (g_queue_pop_head (&service->unwritten));
  }
  return TRUE;
}

/* Writes, with @function, the new marks of the alerts of @showing. A mark that cannot be written
 * now is written later. */
static void
mark (Service *service, const LoopShowing *showing, Mark function, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  gboolean writes = write_again (service, now);
  for (guint i = 0; i < showing->alerts->len; i++) {
    g_autoptr (GError) error = NULL;
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    if (writes && !function (&session, view, &error)) {
      note_unwritten (service, "what became of an alert was not written", error);
      writes = FALSE;
    } else if (writes) {
      note_written (service);
    }
    if (!writes) {
      Unwritten *unwritten = g_new (Unwritten, 1);
      *unwritten = (Unwritten){ function, copy_name (view) };
      g_queue_push_tail (&service->unwritten, unwritten);
    }
    alert_cache_renew (service->cache, view->course_id);
  }
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

/* Whether @popup is unknown to the loop, and to the marks that still have to be written. */
static gboolean
is_unknown (const RgmPopup *popup, gpointer data)
{
  const Service *service = data;
  for (const GList *link = service->unwritten.head; link != NULL; link = link->next) {
    const RgmAlertView *view = ((const Unwritten *)link->data)->view;
    if (view->popup == popup->id && view->dose == popup->dose
        && g_strcmp0 (view->server, popup->server) == 0
        && g_strcmp0 (view->course_uid, popup->course_uid) == 0
        && g_str_equal (view->alert.key, popup->key))
      return FALSE;
  }
  return !loop_knows_popup (&service->loop, popup->server, popup->id);
}

/* How alerts are worded for the server that is there. */
static AlertStyle
style_of (const Service *service)
{
  return (service->setup.private_mode ? ALERT_PRIVATE : 0)
         | (service->loop.replaces ? 0 : ALERT_LASTING);
}

/* Removes the pages of alerts that are not current any more, for example because the dose was
 * answered, and those that were opened a day ago or earlier. If a page was opened from a popup that
 * was not known here, only its dose is known, not its alert, so it stays for a day. */
static void
remove_old_pages (Service *service, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  GHashTableIter iter;
  gpointer name, value;
  g_hash_table_iter_init (&iter, service->pages);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const Page *page = value;
    gboolean current = TRUE, named = page->view->alert.key[0] != '\0';
    gboolean known
      = named && alert_cache_is_current (service->cache, &session, page->view, &current, NULL);
    if (ABS (now - page->opened) < PAGE_TIME && (!known || current))
      continue;
    if (service->setup.remove_page != NULL)
      service->setup.remove_page (name, service->setup.data);
    g_hash_table_iter_remove (&iter);
  }
}

/* Lets alerts that were shown while the clock was fast come again at their time. */
static void
forget_ahead (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = session_at (service, now);
  if (!alert_cache_forget_ahead (service->cache, &session, &error))
    complain ("what was shown ahead of its time could not be noted", error);
}

/* Tells the user, once, if rows of the record are damaged, so that popups may be wrong and alerts
 * may be missing. The rows are verified at the start and then once a day, together with other work.
 * If some are damaged, they are verified at each LOOK until they are whole again. */
static void
verify (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  if (service->setup.once
      || (service->verified != RGM_INSTANT_NONE && service->verified <= now
          && now < service->verified + VERIFY))
    return;
  problems = rgm_store_verify (service->store, TRUE, &error);
  if (problems == NULL) {
    complain ("the record could not be verified", error);
    return;
  }
  service->verified = problems->len == 0 ? now : RGM_INSTANT_NONE;
  if (problems->len > 0 && service->loop.troubles[LOOP_DAMAGED].text == NULL)
    g_warning ("the record is damaged: rows are not as they were entered");
  g_autofree char *check = text_command (service->setup.record, NULL, "check"), *text = NULL;
  if (problems->len > 0)
    text = g_strdup_printf (_ ("Part of the record is not as it was entered, so reminders may be "
                               "wrong or missing.\nTo see which part: %s"),
                            check);
  service_trouble (service, LOOP_DAMAGED, _ ("The record is damaged"), text);
}

/* Tells the user, once, if the record has lost its last changes. Doses that were logged last are
 * then missing, and the user is reminded of them again. */
static void
tell_loss (Service *service)
{
  g_autoptr (GError) error = NULL;
  if (service->setup.once)
    return;
  if (rgm_store_loss (service->store) != NULL && !store_look_for_loss (service->store, &error))
    complain ("what was seen of the record could not be compared with it", error);
  gboolean lost = rgm_store_loss (service->store) != NULL;
  if (lost && service->loop.troubles[LOOP_LOST].text == NULL)
    g_warning ("the record has lost changes");
  g_autofree char *check = text_command (service->setup.record, NULL, "check"), *text = NULL;
  if (lost)
    text = g_strdup_printf (_ ("The latest entries are missing, so reminders may be wrong or "
                               "missing too.\nWhat to do: %s"),
                            check);
  service_trouble (service, LOOP_LOST, _ ("Something on record is missing"), text);
}

/* Tells the user, once, if a dose is on record as given at a time that is still to come, because it
 * was logged while the clock ran ahead. The next doses may be planned for a day that is far away,
 * so that no reminder of that course would come. */
static void
tell_ahead (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *check = text_command (service->setup.record, NULL, "check"), *text = NULL;
  gboolean ahead;
  if (service->setup.once)
    return;
  if (!store_given_ahead (service->store, now, &ahead, &error)) {
    complain ("the doses on record could not be compared with the clock", error);
    return;
  }
  if (ahead)
    text = g_strdup_printf (
      _ ("Is the clock of this computer wrong, or was it wrong when the dose "
         "was entered? Until it is put right, reminders may not come.\nTo see which dose: %s"),
      check);
  service_trouble (service, LOOP_AHEAD, _ ("A dose is on record for a time to come"), text);
}

static void
look (Service *service, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = session_at (service, now);
  RgmInstant next = RGM_INSTANT_NONE;
  write_again (service, now);
  tell_loss (service);
  tell_ahead (service, now);
  verify (service, now);
  GPtrArray *alerts = alert_cache_due (service->cache, &session, style_of (service), &next, &error);
  if (alerts == NULL) {
    g_autofree char *check = text_command (service->setup.record, NULL, "check");
    g_autofree char *text = g_strdup_printf (
      _ ("The record cannot be read: %s\nTo find out more: %s"), error->message, check);
    complain ("the alerts could not be read", error);
    service_trouble (service, LOOP_UNREADABLE, _ ("Reminders have stopped"), text);
    g_clear_error (&error);
    alerts = g_ptr_array_new ();
    next = now + RETRY;
  } else {
    service_trouble (service, LOOP_UNREADABLE, NULL, NULL);
    forget_ahead (service, now);
  }
  LoopEvent *event = push (service, LOOP_DUE);
  event->alerts = alerts;
  event->next = next;
  event->popups = alert_cache_on_screen (service->cache, &session, style_of (service), is_unknown,
                                         service, &error);
  if (event->popups == NULL)
    complain ("what is on the screen could not be read", error);
  remove_old_pages (service, now);
}

/* Answers a CHECK: which alerts of @showing are not true any more, and what the others say
 * today. */
static void
check (Service *service, const LoopShowing *showing, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  g_autoptr (GPtrArray) stale
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  g_autoptr (GPtrArray) today
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  for (guint i = 0; i < showing->alerts->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    RgmAlertView *said = NULL;
    gboolean current = TRUE;
    if (!alert_cache_is_current (service->cache, &session, view, &current, NULL))
      continue;
    if (!current)
      g_ptr_array_add (stale, copy_name (view));
    else if (alert_cache_say_today (service->cache, &session, style_of (service), view, &said, NULL)
             && said != NULL)
      g_ptr_array_add (today, said);
  }
  LoopEvent *event = push (service, stale->len > 0 ? LOOP_STALE : LOOP_SAYS);
  event->token = showing->token;
  event->alerts = g_ptr_array_ref (stale->len > 0 ? stale : today);
  event->others = stale->len > 0 ? g_ptr_array_ref (today) : NULL;
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
      note_unwritten (service, "an alert could not be claimed", error);
    else
      note_written (service);
    if (claimed)
      g_ptr_array_add (all, g_steal_pointer (&alerts->pdata[i]));
  }
  push (service, LOOP_CLAIMED)->alerts = all;
}

/* Claims the alerts of @showing again before they move to its popup. If the claims cannot be
 * written, the alerts move without them: a claim that is written later would come too late. */
static void
reclaim (Service *service, LoopShowing *showing, RgmInstant now)
{
  RgmSession session = session_at (service, now);
  gboolean writes = write_again (service, now);
  for (guint i = showing->alerts->len; writes && i-- > 0;) {
    g_autoptr (GError) error = NULL;
    RgmAlertView *view = g_ptr_array_index (showing->alerts, i);
    gboolean claimed = FALSE;
    writes = alert_reclaim (&session, view, &claimed, &error);
    alert_cache_renew (service->cache, view->course_id);
    if (!writes) {
      note_unwritten (service, "an alert could not be claimed", error);
    } else {
      note_written (service);
      g_clear_pointer (&view->server, g_free); /* the alert has left that popup */
      view->popup = 0;
      if (!claimed)
        g_ptr_array_remove_index (showing->alerts, i);
    }
  }
}

static Popup *
make_popup (const Service *service, const LoopShowing *showing, RgmInstant now)
{
  return popup_from_showing (showing, !service->setup.once, service->setup.private_mode, now);
}

static void
show (Service *service, const LoopShowing *showing, RgmInstant now)
{
  const ServiceSetup *setup = &service->setup;
  if (showing->alerts->len > 0 || showing->note != NULL)
    setup->notifier_class->show (setup->notifier, make_popup (service, showing, now));
  else /* other processes have taken over all its alerts */
    push (service, LOOP_CLOSED)->token = showing->token;
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

/* Why a button wrote nothing, and what to type if a safety check refused. */
static char *
refusal_text (const Service *service, const RgmAlertView *view, const char *verb,
              const GError *error)
{
  gboolean refused = g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED), several = FALSE;
  if (view->course == NULL)
    return g_strdup (error->message);
  store_has_several_patients (service->store, &several, NULL);
  g_autofree char *words = refused
                             ? g_strdup_printf ("%s %s/%d --anyway", verb, view->course, view->dose)
                             : g_strdup_printf ("show %s", view->course);
  g_autofree char *command
    = text_command (service->setup.record, several ? view->patient : NULL, words);
  return g_strdup_printf (refused ? _ ("%s\nIf this is what happened, type: %s")
                                  : _ ("%s\nSee: %s"),
                          error->message, command);
}

/* The button of a popup that is not known here names only the dose; for example, the process that
 * showed the popup crashed before it could write the mark. @view has no more than that. Sets its
 * other members to the alert that the dose has now, if that alert has such a button and is not
 * snoozed.
 * @answers: TRUE: the button answers whether the dose was given; FALSE: it is "Snooze". */
static void
find_alert (const Service *service, gint64 course_id, RgmAlertView *view, gboolean answers,
            RgmInstant now)
{
  RgmSession session = session_at (service, now);
  g_autoptr (RgmAlertView) current = NULL;
  if (!rgm_alert_of (&session, course_id, view->dose, &current, NULL) || current == NULL
      || (answers && !current->answerable) || current->when > now)
    return;
  view->course_id = course_id;
  view->course = g_strdup (current->course);
  view->patient = g_strdup (current->patient);
  g_strlcpy (view->alert.key, current->alert.key, sizeof view->alert.key);
}

/* Puts the answer of a button on record. The alert is given back, as if another process had
 * answered the dose, so that it is shown again if the user takes the answer back. If the dose has
 * been answered already, the loop is told only if the popup is known here. Otherwise, this is a
 * second click on a popup that an earlier run of the service showed. The loop always looks again,
 * because a commit of its own process does not wake it. */
static void
answer (Service *service, const LoopShowing *showing, LoopActionKind kind, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmSession session = session_at (service, now);
  RgmGivenRequest request = { .at = now, .at_visit = TRUE };
  RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  const char *verb = kind == LOOP_GIVEN ? "log" : kind == LOOP_SKIP ? "skip" : "hold";
  /* The course is found by its UUID, because ids mean nothing if the file was replaced meanwhile.
   */
  g_autoptr (RgmCourse) course
    = rgm_store_course_by_uid (service->store, view->course_uid, now, &error);
  gboolean known = view->alert.key[0] != '\0', done = FALSE;
  if (course != NULL && !known)
    find_alert (service, course->id, view, TRUE, now);
  if (course != NULL && kind == LOOP_GIVEN)
    done = rgm_record_given (&session, course->id, view->dose, &request, &recorded, &error);
  else if (course != NULL && kind == LOOP_SKIP)
    done = rgm_record_skipped (&session, course->id, view->dose, "skipped from the alert", TRUE,
                               &recorded, &error);
  /* if a hold is on record already, its reason and its day stay as they are */
  else if (course != NULL)
    done = rgm_course_hold (course, view->dose) != NULL
           || rgm_record_held (&session, course->id, view->dose, "put off from the alert",
                               RGM_NO_DAY, &recorded, &error);
  /* If the answer could not be written, the popup comes back with its buttons. */
  if (done || g_error_matches (error, RGM_ERROR, RGM_ERROR_STORE))
    mark (service, showing, lose, now);
  if (!done && (known || !g_error_matches (error, RGM_ERROR, RGM_ERROR_CONFLICT)))
    push (service, LOOP_REFUSED)->text = refusal_text (service, view, verb, error);
  push (service, LOOP_RECORD);
}

/* Snoozes the alert of @showing until @until. */
static void
snooze (Service *service, const LoopShowing *showing, RgmInstant until, RgmInstant now)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = session_at (service, now);
  RgmAlertView *view = g_ptr_array_index (showing->alerts, 0);
  g_autoptr (RgmCourse) course
    = view->alert.key[0] == '\0'
        ? rgm_store_course_by_uid (service->store, view->course_uid, now, NULL)
        : NULL;
  if (course != NULL)
    find_alert (service, course->id, view, FALSE, now);
  if (view->alert.key[0] != '\0' && !rgm_alert_snooze (&session, view, until, &error)) {
    complain ("an alert could not be snoozed", error);
    push (service, LOOP_REFUSED)->text = refusal_text (service, view, "snooze", error);
    mark (service, showing, lose, now);
  }
  alert_cache_renew (service->cache, view->course_id);
  push (service, LOOP_RECORD);
}

/* ---- details ---- */

/* Has a note shown in place of the page about @showing, with the same alerts and the commands to
 * type. */
static void
tell_details (Service *service, const LoopShowing *showing, RgmInstant now)
{
  g_autoptr (Popup) popup = popup_from_showing (showing, FALSE, service->setup.private_mode, now);
  if (popup->summary == NULL)
    return;
  LoopEvent *event = push (service, LOOP_NOTE);
  event->token = showing->token;
  event->title = g_steal_pointer (&popup->summary);
  event->text = g_steal_pointer (&popup->body);
}

/* Opens a page that begins with @alerts, all of one patient. */
static void
open_page (Service *service, const GPtrArray *alerts, const char *activation, guint64 token,
           RgmInstant now)
{
  const ServiceSetup *setup = &service->setup;
  const RgmAlertView *first = alerts->pdata[0];
  g_autoptr (GPtrArray) doses = g_ptr_array_new_with_free_func (g_free);
  Page *page = g_new (Page, 1);
  /* the name of the page tells neither the patient nor the treatment */
  g_autofree char *name = g_strdup_printf ("%s-%d.html", first->course_uid, first->dose);
  for (guint i = 0; i < alerts->len; i++) {
    const RgmAlertView *view = alerts->pdata[i];
    g_ptr_array_add (doses, g_strdup_printf ("%s/%d", view->course_uid, view->dose));
  }
  g_ptr_array_add (doses, NULL);
  *page = (Page){ copy_name (first), now };
  g_hash_table_replace (service->pages, g_strdup (name), page);
  setup->open_page (name, (const char *const *)doses->pdata, setup->private_mode, activation, token,
                    setup->data);
}

/* Opens a page for each patient to whom an alert of @showing belongs. */
static void
open_details (Service *service, const LoopShowing *showing, const char *activation, RgmInstant now)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  if (service->setup.open_page == NULL) {
    tell_details (service, showing, now);
    return;
  }
  g_ptr_array_extend (left, showing->alerts, NULL, NULL);
  while (left->len > 0) {
    g_autoptr (GPtrArray) alerts = g_ptr_array_new ();
    const char *patient = ((const RgmAlertView *)left->pdata[0])->patient;
    for (guint i = 0; i < left->len;) {
      RgmAlertView *view = left->pdata[i];
      if (g_strcmp0 (view->patient, patient) == 0)
        g_ptr_array_add (alerts, g_ptr_array_remove_index (left, i));
      else
        i++;
    }
    open_page (service, alerts, activation, showing->token, now);
  }
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
    show (service, action->showing, now);
    break;
  case LOOP_ADOPT:
    setup->notifier_class->adopt (setup->notifier, make_popup (service, action->showing, now),
                                  action->showing->server, action->showing->popup);
    break;
  case LOOP_RENEW:
    setup->notifier_class->renew (setup->notifier, make_popup (service, action->showing, now));
    mark (service, action->showing, alert_mark_renewed, now);
    break;
  case LOOP_CLOSE:
    setup->notifier_class->close (setup->notifier, action->showing->token);
    break;
  case LOOP_RECLAIM:
    reclaim (service, action->showing, now);
    break;
  case LOOP_MARK_SHOWN:
    mark (service, action->showing, alert_mark_shown, now);
    break;
  case LOOP_GIVE_BACK:
    mark (service, action->showing, action->showing->on_screen ? lose : alert_mark_failed, now);
    break;
  case LOOP_FORGET:
    mark (service, action->showing, forget, now);
    forget_ahead (service, now);
    break;
  case LOOP_GIVEN:
  case LOOP_SKIP:
  case LOOP_HOLD:
    answer (service, action->showing, action->kind, now);
    break;
  case LOOP_SNOOZE:
    snooze (service, action->showing, action->at, now);
    break;
  case LOOP_DETAILS:
    open_details (service, action->showing, action->activation, now);
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
    /* This is for a log; on a terminal it would come after the prompt. */
    if (!service->setup.once && !isatty (STDERR_FILENO))
      g_message ("%s", service->server != NULL ? service->server : "no notification server");
  }
  if (event->kind == NOTIFIER_FAILED)
    g_warning ("a notification was not shown: %s", event->text);
  LoopEvent *translated = push (service, kinds[event->kind]);
  translated->token = event->token;
  translated->text = g_strdup (event->text);
  translated->server = g_strdup (event->server);
  translated->popup = event->popup;
  translated->activation = g_strdup (event->activation);
  translated->tells_all = event->tells_all;
  translated->replaces = event->replaces;
  run (service, now);
}

void
service_page_failed (Service *service, guint64 token, RgmInstant now)
{
  for (guint i = 0; i < service->loop.showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (service->loop.showings, i);
    if (showing->token == token)
      tell_details (service, showing, now);
  }
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
  if (service->version == before)
    return FALSE;
  /* The other process does this too after each write, but may have failed because of a reader. */
  store_catch_up (service->store);
  return TRUE;
}

void
service_set_store (Service *service, RgmStore *store)
{
  service->store = store;
  service->version = 0;
  service->verified = RGM_INSTANT_NONE;
  g_queue_clear_full (&service->unwritten, free_unwritten);
  alert_cache_forget (service->cache);
}

void
service_set_privacy (Service *service, gboolean private_mode, RgmInstant now)
{
  gboolean other_words = private_mode != service->setup.private_mode;
  service->setup.private_mode = private_mode;
  loop_set (&service->loop, service->setup.settings);
  alert_cache_forget (service->cache);
  service_turn (service, other_words ? LOOP_ANEW : LOOP_RECORD, now);
}

Service *
service_new (const ServiceSetup *setup, RgmStore *store)
{
  Service *service = g_new0 (Service, 1);
  service->setup = *setup;
  service->store = store;
  service->verified = RGM_INSTANT_NONE;
  service->cache = alert_cache_new ();
  service->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_page);
  g_queue_init (&service->events);
  g_queue_init (&service->unwritten);
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
  g_queue_clear_full (&service->unwritten, free_unwritten);
  loop_clear (&service->loop);
  alert_cache_free (service->cache);
  g_hash_table_unref (service->pages);
  g_free (service->server);
  g_free (service);
}
