/* alert-due.c: the alerts that hold now, over all courses, and those of them that are still to be
 * shown. */
#include "agenda/alert-marks.h"
#include "agenda/alert-text.h"

#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)
#define AFTERCARE_DAYS 8 /* longer than an alert after a dose holds */
#define AHEAD_DAYS                                                                                 \
  100 /* the dose after one that nobody answers, where the longest interval is 12 weeks */

typedef struct _Search Search;
typedef gboolean (*Visit) (Search *search, const AlertSubject *subject, GError **error);

/* A walk over all alerts; visit sees each that holds now. */
struct _Search {
  const RgmSession *session;
  gboolean private_mode;
  gboolean several; /* patients, so each is named */
  RgmInstant next;
  Visit visit;
  GPtrArray *views;         /* visit_due: found */
  const RgmAlertView *view; /* visit_match: looked for */
  gboolean found;
};

static void
wake_at (Search *search, RgmInstant moment)
{
  if (moment == RGM_INSTANT_NONE || moment == G_MAXINT64 || moment <= search->session->now)
    return;
  if (search->next == RGM_INSTANT_NONE || moment < search->next)
    search->next = moment;
}

/* ---- what to show ---- */

static RgmAlertView *
make_view (const Search *search, const AlertSubject *subject, const RgmMark *mark,
           const char *patient)
{
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  view->alert = *subject->alert;
  view->course_id = subject->course->id;
  view->course_uid = g_strdup (subject->course->uid);
  view->patient = g_strdup (patient);
  view->course = g_strdup (subject->course->handle);
  view->dose = subject->dose->number;
  view->when = mark->state == RGM_MARK_SNOOZED ? mark->until : subject->alert->from;
  alert_text (subject, search->private_mode, view);
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

/* The mark of the alert; of one that was never shown that of another alert of the same dose which a
 * person put off. */
static gboolean
read_mark (const RgmSession *session, const AlertSubject *subject, RgmMark *mark, GError **error)
{
  gint64 id = subject->course->id;
  int dose = subject->dose->number;
  const char *key = subject->alert->key;
  if (!rgm_store_mark (session->store, id, dose, key, mark, error))
    return FALSE;
  return mark->state != RGM_MARK_NONE
         || rgm_store_last_snooze (session->store, id, dose, strchr (key, ':'), mark, error);
}

static gboolean
visit_due (Search *search, const AlertSubject *subject, GError **error)
{
  RgmMark mark;
  RgmInstant again;
  if (!read_mark (search->session, subject, &mark, error))
    return FALSE;
  if (alert_mark_allows (&mark, search->session->now, &again)) {
    AlertSubject named = *subject;
    named.patient = search->several ? subject->patient : NULL;
    g_ptr_array_add (search->views, make_view (search, &named, &mark, subject->patient));
  }
  wake_at (search, again);
  return TRUE;
}

static gboolean
visit_match (Search *search, const AlertSubject *subject, GError **error)
{
  const RgmAlertView *view = search->view;
  if (subject->course->id == view->course_id && subject->dose->number == view->dose
      && g_str_equal (subject->alert->key, view->alert.key))
    search->found = TRUE;
  return TRUE;
}

/* ---- the walk ---- */

static gboolean
walk_alerts (Search *search, AlertSubject *subject, const GArray *alerts, GError **error)
{
  RgmInstant now = search->session->now;
  for (guint i = 0; i < alerts->len; i++) {
    subject->alert = &g_array_index (alerts, RgmAlert, i);
    wake_at (search, subject->alert->from);
    wake_at (search, subject->alert->until);
    if (subject->alert->from > now || now >= subject->alert->until)
      continue;
    if (!search->visit (search, subject, error))
      return FALSE;
  }
  return TRUE;
}

/* All that is said of a dose while the one before it has no answer: one overdue dose of a course at
 * a time is enough. */
static void
keep_due (GArray *alerts)
{
  for (guint i = alerts->len; i-- > 0;)
    if (g_array_index (alerts, RgmAlert, i).kind != RGM_ALERT_DUE)
      g_array_remove_index (alerts, i);
}

/* @in_turn: the next dose of its course, or a given one. @last: of a completed course. */
static gboolean
walk_dose (Search *search, const AlertSubject *subject, const RgmDose *dose, gboolean in_turn,
           gboolean last, GError **error)
{
  g_autoptr (GArray) alerts
    = rgm_dose_alerts (dose, subject->course, subject->treatment, last, subject->zone,
                       search->session->settings, search->session->now);
  if (!in_turn)
    keep_due (alerts);
  AlertSubject one = *subject;
  one.dose = dose;
  return walk_alerts (search, &one, alerts, error);
}

/* Doses past the next one are spoken of only where their day stands already, whatever becomes of
 * the next. */
static gboolean
stands (const RgmDose *dose, const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  return schedule->kind == RGM_SCHEDULE_FRACTIONS || dose->slot
         || schedule->reckon == RGM_RECKON_PLAN || dose->appointment != NULL;
}

static gboolean
walk_open (Search *search, const AlertSubject *subject, GError **error)
{
  RgmDay today = rgm_zone_day (subject->zone, search->session->now);
  g_autoptr (GArray) doses
    = rgm_course_doses (subject->course, subject->zone, search->session->now, today + AHEAD_DAYS);
  gboolean next_seen = FALSE;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (!dose->open || (next_seen && !stands (dose, subject->course)))
      continue;
    if (!walk_dose (search, subject, dose, !next_seen, FALSE, error))
      return FALSE;
    next_seen = TRUE;
  }
  return TRUE;
}

/* Only the last given dose: what to watch for after it takes the place of what was said after the
 * one before. Of tablets the first: every day would be noise. */
static const RgmAdministration *
watched (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  if (kind != RGM_SCHEDULE_TIMES && kind != RGM_SCHEDULE_AS_NEEDED)
    return rgm_course_last_given (course);
  const RgmAdministration *first = rgm_course_administration (course, 1);
  return first != NULL && first->outcome == RGM_GIVEN ? first : NULL;
}

static gboolean
walk_given (Search *search, const AlertSubject *subject, GError **error)
{
  const RgmAdministration *given = watched (subject->course);
  if (given == NULL)
    return TRUE;
  gboolean last = rgm_course_state (subject->course, subject->zone, search->session->now)
                  == RGM_COURSE_COMPLETED;
  RgmDose dose = { .number = given->dose,
                   .state = RGM_DOSE_GIVEN,
                   .target = RGM_LOCAL_NONE,
                   .administration = given };
  return walk_dose (search, subject, &dose, TRUE, last, error);
}

static gboolean
walk_course (Search *search, const RgmPatient *patient, const RgmCourse *course, GError **error)
{
  const RgmZone *zone = rgm_zone_get (patient->zone, error);
  if (zone == NULL)
    return FALSE;
  AlertSubject subject = {
    .course = course,
    .treatment = rgm_catalog_lookup (search->session->catalog, course->treatment_key),
    .catalog = search->session->catalog,
    .zone = zone,
    .patient = patient->name,
    .now = search->session->now,
  };
  return walk_open (search, &subject, error) && walk_given (search, &subject, error);
}

static const RgmPatient *
patient_of (const GPtrArray *patients, const RgmCourse *course)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (patient->id == course->patient_id)
      return patient;
  }
  return NULL;
}

static int
longest (const RgmLeads *leads)
{
  int days = 0;
  for (int i = 0; i < leads->n; i++)
    days = MAX (days, leads->at[i]);
  return days;
}

/* The courses that may have something to say: those with open doses, and those that ended a short
 * while ago. */
static GPtrArray *
load_courses (const RgmSession *session, gint64 id, GError **error)
{
  const RgmSettings *settings = session->settings;
  int days = MAX (longest (&settings->watch_days), longest (&settings->response_days));
  RgmInstant since = session->now - (days + AFTERCARE_DAYS) * DAY;
  RgmCourseQuery query = { .course_id = id, .since = since, .ended_since = since };
  return rgm_store_courses (session->store, &query, error);
}

/* @id: of the only course to look at; 0: all. */
static gboolean
walk (Search *search, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (search->session->store, error);
  if (patients == NULL)
    return FALSE;
  g_autoptr (GPtrArray) courses = load_courses (search->session, id, error);
  if (courses == NULL)
    return FALSE;
  search->several = patients->len > 1;
  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (courses, i);
    if (!walk_course (search, patient_of (patients, course), course, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- the two questions ---- */

static int
most_urgent_first (gconstpointer a, gconstpointer b)
{
  const RgmAlertView *left = *(RgmAlertView *const *)a, *right = *(RgmAlertView *const *)b;
  if (left->alert.urgency != right->alert.urgency)
    return left->alert.urgency > right->alert.urgency ? -1 : 1;
  return (left->when > right->when) - (left->when < right->when);
}

GPtrArray *
rgm_alerts_due (const RgmSession *session, gboolean private_mode, RgmInstant *next, GError **error)
{
  g_autoptr (GPtrArray) views
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  Search search = { .session = session,
                    .private_mode = private_mode,
                    .next = RGM_INSTANT_NONE,
                    .visit = visit_due,
                    .views = views };
  if (!walk (&search, 0, error))
    return NULL;
  g_ptr_array_sort (views, most_urgent_first);
  if (next != NULL)
    *next = search.next;
  return g_steal_pointer (&views);
}

gboolean
rgm_alert_holds (const RgmSession *session, const RgmAlertView *view, gboolean *holds,
                 GError **error)
{
  Search search
    = { .session = session, .next = RGM_INSTANT_NONE, .visit = visit_match, .view = view };
  gboolean well = walk (&search, view->course_id, error);
  *holds = search.found;
  return well;
}

/* ---- on a screen ---- */

static gboolean
visit_text (Search *search, const AlertSubject *subject, GError **error)
{
  RgmMark mark = { .state = RGM_MARK_SHOWN };
  const RgmAlertView *view = search->view;
  AlertSubject named = *subject;
  if (subject->dose->number != view->dose || !g_str_equal (subject->alert->key, view->alert.key))
    return TRUE;
  named.patient = search->several ? subject->patient : NULL;
  g_ptr_array_add (search->views, make_view (search, &named, &mark, subject->patient));
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
add_on_screen (Search *search, const RgmPopup *popup, GError **error)
{
  g_autoptr (RgmAlertView) bare = bare_view (popup);
  guint known = search->views->len;
  search->view = bare;
  if (!walk (search, popup->course_id, error))
    return FALSE;
  if (search->views->len == known)
    g_ptr_array_add (search->views, g_steal_pointer (&bare));
  RgmAlertView *view = g_ptr_array_index (search->views, known);
  view->server = g_strdup (popup->server);
  view->popup = popup->id;
  return TRUE;
}

GPtrArray *
rgm_alerts_on_screen (const RgmSession *session, gboolean private_mode, GError **error)
{
  g_autoptr (GPtrArray) popups = rgm_store_popups (session->store, error);
  g_autoptr (GPtrArray) views
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  Search search = { .session = session,
                    .private_mode = private_mode,
                    .next = RGM_INSTANT_NONE,
                    .visit = visit_text,
                    .views = views };
  for (guint i = 0; popups != NULL && i < popups->len; i++)
    if (!add_on_screen (&search, g_ptr_array_index (popups, i), error))
      return NULL;
  return popups != NULL ? g_steal_pointer (&views) : NULL;
}
