/* alert-due.c: the alerts that hold now, over all courses, and those of them that are still to be
 * shown.
 *
 * A course is looked at again only where something may have changed what it says: it was written
 * to, its next moment has come, or one of its alerts waits to be shown. So a look costs what is
 * new, however many courses there are. */
#include "alerts/alert-marks.h"
#include "alerts/alert-walk.h"

#include <string.h>

#define KEPT 64 /* courses */

/* What a course says. */
typedef struct {
  gint64 id;
  RgmInstant next;   /* looked at again then */
  gboolean pending;  /* something that holds was not shown */
  GArray *holding;   /* of Held */
  RgmCourse *course; /* nullable: as it was read, and is on record still */
} Entry;

typedef struct {
  int dose;
  char key[sizeof ((RgmAlert *)NULL)->key];
  gboolean put_off; /* by a person, and it waits still */
} Held;

struct _RgmAlertWatch {
  RgmPosition position;
  RgmInstant looked; /* RGM_INSTANT_NONE: everything is to be looked at */
  AlertPeople people;
  GHashTable *entries; /* gint64 -> Entry */
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;
  g_array_unref (entry->holding);
  g_clear_pointer (&entry->course, rgm_course_free);
  g_free (entry);
}

RgmAlertWatch *
rgm_alert_watch_new (void)
{
  RgmAlertWatch *watch = g_new0 (RgmAlertWatch, 1);
  watch->looked = RGM_INSTANT_NONE;
  watch->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_entry);
  return watch;
}

void
rgm_alert_watch_free (RgmAlertWatch *watch)
{
  if (watch == NULL)
    return;
  alert_people_clear (&watch->people);
  g_hash_table_unref (watch->entries);
  g_free (watch);
}

void
rgm_alert_watch_forget (RgmAlertWatch *watch)
{
  watch->looked = RGM_INSTANT_NONE;
}

void
rgm_alert_watch_renew (RgmAlertWatch *watch, gint64 id)
{
  Entry *entry = g_hash_table_lookup (watch->entries, &id);
  if (entry != NULL)
    entry->pending = TRUE;
}

/* ---- what each course says ---- */

/* The mark of the alert; where it may be shown, that of another alert of the same dose which a
 * person put off and which still waits. */
static gboolean
read_mark (const RgmSession *session, const AlertSubject *subject, RgmMark *mark, GError **error)
{
  gint64 id = subject->course->id;
  int dose = subject->dose->number;
  const char *key = subject->alert->key;
  RgmMark snooze;
  if (!rgm_store_mark (session->store, id, dose, key, mark, error))
    return FALSE;
  if (mark->state == RGM_MARK_CLAIMED || mark->state == RGM_MARK_SHOWN)
    return TRUE;
  if (!rgm_store_snooze (session->store, id, dose, strchr (key, ':'), session->now, &snooze, error))
    return FALSE;
  if (snooze.state == RGM_MARK_SNOOZED)
    *mark = snooze;
  return TRUE;
}

static gboolean
visit_note (AlertWalk *walk, const AlertSubject *subject, GError **error)
{
  Entry *entry = walk->data;
  RgmMark mark;
  RgmInstant again;
  Held held = { .dose = subject->dose->number };
  if (!read_mark (walk->session, subject, &mark, error))
    return FALSE;
  g_strlcpy (held.key, subject->alert->key, sizeof held.key);
  held.put_off
    = !alert_mark_allows (&mark, walk->session->now, &again) && mark.state == RGM_MARK_SNOOZED;
  g_array_append_val (entry->holding, held);
  entry->pending = entry->pending || mark.state != RGM_MARK_SHOWN;
  alert_walk_wake (walk, again);
  return TRUE;
}

/* Few courses are kept as they were read; of many only those that wait, for they need room. */
static void
keep_course (const RgmAlertWatch *watch, Entry *entry, RgmCourse *course)
{
  if (entry->pending || g_hash_table_size (watch->entries) <= KEPT)
    entry->course = course;
  else
    rgm_course_free (course);
}

/* @course: (transfer full). */
static gboolean
note_course (RgmAlertWatch *watch, const RgmSession *session, RgmCourse *course, GError **error)
{
  Entry *entry = g_new0 (Entry, 1);
  AlertWalk walk = { session, &watch->people, visit_note, entry, RGM_INSTANT_NONE };
  entry->id = course->id;
  entry->holding = g_array_new (FALSE, FALSE, sizeof (Held));
  g_hash_table_replace (watch->entries, &entry->id, entry);
  gboolean well = alert_walk (&walk, course, error);
  entry->next = walk.next;
  keep_course (watch, entry, course);
  return well;
}

/* @id: 0: all. */
static gboolean
note_courses (RgmAlertWatch *watch, const RgmSession *session, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) courses = alert_walk_courses (session, id, error);
  while (courses != NULL && courses->len > 0)
    if (!note_course (watch, session, g_ptr_array_steal_index (courses, courses->len - 1), error))
      return FALSE;
  return courses != NULL;
}

/* ---- what is to be looked at again ---- */

static void
add_by_clock (const RgmAlertWatch *watch, RgmInstant now, GArray *ids)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, watch->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Entry *entry = value;
    if (entry->pending || (entry->next != RGM_INSTANT_NONE && entry->next <= now))
      g_array_append_val (ids, entry->id);
  }
}

/* With the course as it was read, where it was not written to. */
static gboolean
note_one (RgmAlertWatch *watch, const RgmSession *session, gint64 id, GError **error)
{
  Entry *entry = g_hash_table_lookup (watch->entries, &id);
  RgmCourse *course = entry != NULL ? g_steal_pointer (&entry->course) : NULL;
  if (course != NULL)
    return note_course (watch, session, course, error);
  g_hash_table_remove (watch->entries, &id);
  return note_courses (watch, session, id, error);
}

static gboolean
note_again (RgmAlertWatch *watch, const RgmSession *session, const GArray *ids, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < ids->len; i++) {
    gint64 *id = &g_array_index (ids, gint64, i);
    if (g_hash_table_add (done, id) && !note_one (watch, session, *id, error))
      return FALSE;
  }
  return TRUE;
}

static void
drop_courses (RgmAlertWatch *watch, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++) {
    Entry *entry = g_hash_table_lookup (watch->entries, &g_array_index (ids, gint64, i));
    if (entry != NULL)
      g_clear_pointer (&entry->course, rgm_course_free);
  }
}

/* A clock that was set back makes moments that have passed come again. */
static gboolean
look_again (RgmAlertWatch *watch, const RgmSession *session, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  RgmStore *store = session->store;
  gboolean anew = watch->looked == RGM_INSTANT_NONE || session->now < watch->looked, all = FALSE;
  gint64 before = watch->position.change;
  if (!rgm_store_touched (store, &watch->position, ids, &all, error))
    return FALSE;
  drop_courses (watch, ids);
  if (!rgm_store_waiting_alerts (store, session->now, ids, error))
    return FALSE;
  if ((anew || all || watch->position.change != before)
      && !alert_people_read (&watch->people, store, error))
    return FALSE;
  if (!anew && !all) {
    add_by_clock (watch, session->now, ids);
    return note_again (watch, session, ids, error);
  }
  g_hash_table_remove_all (watch->entries);
  return note_courses (watch, session, 0, error);
}

static gboolean
refresh (RgmAlertWatch *watch, const RgmSession *session, GError **error)
{
  gboolean well = look_again (watch, session, error);
  watch->looked = well ? session->now : RGM_INSTANT_NONE;
  return well;
}

/* ---- what to show ---- */

/* What a walk collects. */
typedef struct {
  gboolean private_mode;
  GPtrArray *views;
  const RgmPopup *popup; /* visit_text: looked for */
} Collection;

static RgmAlertView *
make_view (const AlertWalk *walk, const AlertSubject *subject, const RgmMark *mark,
           gboolean private_mode)
{
  AlertSubject named = *subject;
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  view->alert = *subject->alert;
  view->course_id = subject->course->id;
  view->course_uid = g_strdup (subject->course->uid);
  view->patient = g_strdup (subject->patient);
  view->course = g_strdup (subject->course->handle);
  view->dose = subject->dose->number;
  view->when = mark->state == RGM_MARK_SNOOZED ? mark->until : subject->alert->from;
  named.patient = walk->people->all->len > 1 ? subject->patient : NULL;
  alert_text (&named, private_mode, view);
  return view;
}

void
rgm_alert_view_free (RgmAlertView *view)
{
  if (view == NULL)
    return;
  g_free (view->course_uid);
  g_free (view->patient);
  g_free (view->course);
  g_free (view->summary);
  g_free (view->body);
  g_free (view->button_body);
  g_free (view->server);
  g_free (view);
}

static gboolean
visit_due (AlertWalk *walk, const AlertSubject *subject, GError **error)
{
  const Collection *collection = walk->data;
  RgmMark mark;
  RgmInstant again;
  if (!read_mark (walk->session, subject, &mark, error))
    return FALSE;
  if (alert_mark_allows (&mark, walk->session->now, &again))
    g_ptr_array_add (collection->views, make_view (walk, subject, &mark, collection->private_mode));
  return TRUE;
}

static gboolean
collect (RgmAlertWatch *watch, const RgmSession *session, gint64 id, AlertVisit visit,
         Collection *collection, GError **error)
{
  AlertWalk walk = { session, &watch->people, visit, collection, RGM_INSTANT_NONE };
  const Entry *entry = g_hash_table_lookup (watch->entries, &id);
  if (entry != NULL && entry->course != NULL)
    return alert_walk (&walk, entry->course, error);
  g_autoptr (GPtrArray) courses = alert_walk_courses (session, id, error);
  for (guint i = 0; courses != NULL && i < courses->len; i++)
    if (!alert_walk (&walk, g_ptr_array_index (courses, i), error))
      return FALSE;
  return courses != NULL;
}

int
rgm_alert_view_compare (const RgmAlertView *a, const RgmAlertView *b)
{
  if (a->alert.urgency != b->alert.urgency)
    return a->alert.urgency > b->alert.urgency ? -1 : 1;
  if (a->answerable != b->answerable)
    return a->answerable ? -1 : 1;
  if (a->when != b->when)
    return a->when > b->when ? 1 : -1;
  return (a->course_id > b->course_id) - (a->course_id < b->course_id);
}

static int
most_urgent_first (gconstpointer a, gconstpointer b)
{
  return rgm_alert_view_compare (*(RgmAlertView *const *)a, *(RgmAlertView *const *)b);
}

static GPtrArray *
views_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
}

GPtrArray *
rgm_alert_watch_due (RgmAlertWatch *watch, const RgmSession *session, gboolean private_mode,
                     RgmInstant *next, GError **error)
{
  g_autoptr (GPtrArray) views = views_new ();
  Collection collection = { private_mode, views, NULL };
  GHashTableIter iter;
  gpointer value;
  if (!refresh (watch, session, error))
    return NULL;
  *next = RGM_INSTANT_NONE;
  g_hash_table_iter_init (&iter, watch->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Entry *entry = value;
    if (entry->pending && !collect (watch, session, entry->id, visit_due, &collection, error))
      return NULL;
    if (entry->next != RGM_INSTANT_NONE && (*next == RGM_INSTANT_NONE || entry->next < *next))
      *next = entry->next;
  }
  g_ptr_array_sort (views, most_urgent_first);
  return g_steal_pointer (&views);
}

GPtrArray *
rgm_alerts_due (const RgmSession *session, gboolean private_mode, RgmInstant *next, GError **error)
{
  g_autoptr (RgmAlertWatch) watch = rgm_alert_watch_new ();
  RgmInstant unused;
  return rgm_alert_watch_due (watch, session, private_mode, next != NULL ? next : &unused, error);
}

/* ---- what comes ---- */

/* Where many courses have nothing to say for long. */
#define MOST_LOOKS 200

static gboolean
lists (const GPtrArray *views, const RgmAlertView *view)
{
  for (guint i = 0; i < views->len; i++) {
    const RgmAlertView *each = g_ptr_array_index (views, i);
    if (each->course_id == view->course_id && each->dose == view->dose
        && g_str_equal (each->alert.key, view->alert.key))
      return TRUE;
  }
  return FALSE;
}

/* (transfer full) (nullable): the first of @later that is not among @views. */
static RgmAlertView *
steal_new (GPtrArray *later, const GPtrArray *views)
{
  for (guint i = 0; i < later->len; i++)
    if (!lists (views, g_ptr_array_index (later, i)))
      return g_ptr_array_steal_index (later, i);
  return NULL;
}

gboolean
rgm_alert_next (const RgmSession *session, gboolean private_mode, RgmAlertView **view,
                GError **error)
{
  RgmSession then = *session;
  RgmInstant next;
  g_autoptr (RgmAlertWatch) watch = rgm_alert_watch_new ();
  g_autoptr (GPtrArray) views = rgm_alert_watch_due (watch, &then, private_mode, &next, error);
  *view = NULL;
  for (int i = 0; i < MOST_LOOKS && views != NULL && next != RGM_INSTANT_NONE; i++) {
    then.now = next;
    g_autoptr (GPtrArray) later = rgm_alert_watch_due (watch, &then, private_mode, &next, error);
    if (later == NULL)
      return FALSE;
    *view = steal_new (later, views);
    if (*view != NULL)
      return TRUE;
  }
  return views != NULL;
}

/* ---- of one course ---- */

typedef struct {
  int dose;
  RgmAlertView *view;
} Wanted;

static gboolean
visit_wanted (AlertWalk *walk, const AlertSubject *subject, GError **error)
{
  Wanted *wanted = walk->data;
  RgmMark mark;
  if (wanted->view != NULL || alert_is_aftercare (subject->alert->kind)
      || (wanted->dose != 0 && wanted->dose != subject->dose->number))
    return TRUE;
  if (!read_mark (walk->session, subject, &mark, error))
    return FALSE;
  wanted->view = make_view (walk, subject, &mark, FALSE);
  return TRUE;
}

gboolean
rgm_alert_of (const RgmSession *session, gint64 course_id, int dose, RgmAlertView **view,
              GError **error)
{
  g_auto (AlertPeople) people = { NULL, NULL };
  Wanted wanted = { dose, NULL };
  AlertWalk walk = { session, &people, visit_wanted, &wanted, RGM_INSTANT_NONE };
  *view = NULL;
  g_autoptr (GPtrArray) courses = alert_walk_courses (session, course_id, error);
  if (courses == NULL || !alert_people_read (&people, session->store, error))
    return FALSE;
  for (guint i = 0; i < courses->len; i++)
    if (!alert_walk (&walk, g_ptr_array_index (courses, i), error)) {
      g_clear_pointer (&wanted.view, rgm_alert_view_free);
      return FALSE;
    }
  *view = wanted.view;
  return TRUE;
}

/* ---- what holds ---- */

static gboolean
entry_holds (const Entry *entry, int dose, const char *key)
{
  for (guint i = 0; entry != NULL && i < entry->holding->len; i++) {
    const Held *held = &g_array_index (entry->holding, Held, i);
    if (held->dose == dose && g_str_equal (held->key, key))
      return !held->put_off;
  }
  return FALSE;
}

gboolean
rgm_alert_watch_holds (RgmAlertWatch *watch, const RgmSession *session, const RgmAlertView *view,
                       gboolean *holds, GError **error)
{
  *holds = TRUE;
  if (!refresh (watch, session, error))
    return FALSE;
  *holds = entry_holds (g_hash_table_lookup (watch->entries, &view->course_id), view->dose,
                        view->alert.key);
  return TRUE;
}

gboolean
rgm_alert_holds (const RgmSession *session, const RgmAlertView *view, gboolean *holds,
                 GError **error)
{
  g_autoptr (RgmAlertWatch) watch = rgm_alert_watch_new ();
  return rgm_alert_watch_holds (watch, session, view, holds, error);
}

/* ---- on a screen ---- */

static gboolean
visit_text (AlertWalk *walk, const AlertSubject *subject, GError **error)
{
  const RgmMark mark = { .state = RGM_MARK_SHOWN };
  const Collection *collection = walk->data;
  if (subject->dose->number == collection->popup->dose
      && g_str_equal (subject->alert->key, collection->popup->key))
    g_ptr_array_add (collection->views, make_view (walk, subject, &mark, collection->private_mode));
  return TRUE;
}

/* What is left of an alert whose dose has something else to say by now. */
static RgmAlertView *
bare_view (const RgmPopup *popup)
{
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  view->course_id = popup->course_id;
  view->course_uid = g_strdup (popup->course_uid);
  view->dose = popup->dose;
  g_strlcpy (view->alert.key, popup->key, sizeof view->alert.key);
  if (alert_kind_from_key (popup->key, &view->alert.kind)) {
    view->alert.urgency = alert_urgency (view->alert.kind);
    view->answerable = alert_is_answerable (view->alert.kind);
    view->snoozable = !alert_is_aftercare (view->alert.kind);
  }
  return view;
}

static gboolean
add_on_screen (RgmAlertWatch *watch, const RgmSession *session, Collection *collection,
               const RgmPopup *popup, GError **error)
{
  GPtrArray *views = collection->views;
  guint known = views->len;
  collection->popup = popup;
  if (!collect (watch, session, popup->course_id, visit_text, collection, error))
    return FALSE;
  if (views->len == known)
    g_ptr_array_add (views, bare_view (popup));
  RgmAlertView *view = g_ptr_array_index (views, known);
  view->server = g_strdup (popup->server);
  view->popup = popup->id;
  return TRUE;
}

GPtrArray *
rgm_alert_watch_on_screen (RgmAlertWatch *watch, const RgmSession *session, gboolean private_mode,
                           RgmPopupFilter wanted, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) popups = rgm_store_popups (session->store, error);
  g_autoptr (GPtrArray) views = views_new ();
  Collection collection = { private_mode, views, NULL };
  if (popups == NULL || !refresh (watch, session, error))
    return NULL;
  for (guint i = 0; i < popups->len; i++) {
    const RgmPopup *popup = g_ptr_array_index (popups, i);
    if ((wanted == NULL || wanted (popup, data))
        && !add_on_screen (watch, session, &collection, popup, error))
      return NULL;
  }
  return g_steal_pointer (&views);
}
