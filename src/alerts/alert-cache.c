/* alert-cache.c: finds the alerts that are current, over all courses, and those of them that still
 * have to be shown.
 *
 * The cache remembers the alerts of each course. It looks at a course again only if they may have
 * changed: the course was written to, the next moment at which its alerts change has come, or one
 * of its alerts has not been shown. So the cost depends on what is new, not on the number of
 * courses.
 */
#include "alerts/alert-cache.h"

#include "alerts/alert-kinds.h"
#include "alerts/alert-marks.h"
#include "alerts/alert-people.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "store/alert-rows.h"
#include "store/past.h"
#include "store/write.h"

#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)
/* How many days ahead the doses of a course are computed: enough to include the dose after an
 * unanswered one if the interval is 12 weeks. Fixed times are close together, so fewer days are
 * enough for them. The course is looked at again MARGIN_DAYS before these days are over. */
#define AHEAD_DAYS 100
#define AHEAD_TIMES_DAYS 3
#define MARGIN_DAYS 2
/* If there are no more courses than this, all of them stay in memory. */
#define KEPT_COURSES 64
/* How many future moments rgm_alert_next() tries before it answers that there is no alert. */
#define MOST_LOOKS 200

/* ---- the current alerts of one course ---- */

/* A current alert. Borrows from its course. */
typedef struct {
  RgmAlert alert;
  RgmDose dose;
  int together;  /* how many other doses it counts */
  int waits_for; /* the earlier dose that has no answer, see AlertSubject */
} Current;

/* The alerts of one course at one moment. Borrows from the course and from the patients. */
typedef struct {
  AlertSubject subject; /* its dose is set only while the alerts of that dose are collected */
  GArray *current;      /* of Current, in the order of the doses */
  /* the first moment after now at which they may change without a change of the record */
  RgmInstant next;
} Survey;

static void
survey_clear (Survey *survey)
{
  g_clear_pointer (&survey->current, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, survey_clear)

/* Sets @next to @moment if that is in the future and earlier than @next, or if @next is
 * RGM_INSTANT_NONE. */
static void
wake_at (RgmInstant *next, RgmInstant moment, RgmInstant now)
{
  if (moment != RGM_INSTANT_NONE && moment != G_MAXINT64 && moment > now
      && (*next == RGM_INSTANT_NONE || moment < *next))
    *next = moment;
}

/* Adds the current alerts of @dose. */
static void
survey_dose (Survey *survey, const RgmDose *dose)
{
  RgmInstant now = survey->subject.now;
  survey->subject.dose = dose;
  /* If the hold begins on a future day, the dose has other alerts from that day on. */
  if (dose->state == RGM_DOSE_HELD) {
    RgmLocal begins = { rgm_zone_day (survey->subject.zone, dose->hold->since), 0 };
    wake_at (&survey->next, rgm_zone_to_instant (survey->subject.zone, begins, NULL), now);
  }
  g_autoptr (GArray) alerts = alerts_of_dose (&survey->subject);
  for (guint i = 0; i < alerts->len; i++) {
    Current current = { g_array_index (alerts, RgmAlert, i), *dose, 0, survey->subject.waits_for };
    wake_at (&survey->next, current.alert.from, now);
    wake_at (&survey->next, current.alert.until, now);
    if (current.alert.from <= now && now < current.alert.until)
      g_array_append_val (survey->current, current);
  }
}

/* Whether an open dose that is not the first open one can have alerts of its own. A tentative dose
 * has none, because its day depends on the doses before it. The reminders of a hold do not depend
 * on that day, and the user was told when they come. Of fixed times, only the first open one has
 * alerts. */
static gboolean
later_dose_has_alerts (const RgmDose *dose)
{
  return dose->state == RGM_DOSE_HELD || (!dose->tentative && !dose->slot);
}

/* The open doses that can have alerts, in order of number. Returns: (transfer full) (element-type
 * RgmDose). */
static GArray *
doses_with_alerts (Survey *survey)
{
  const AlertSubject *subject = &survey->subject;
  const RgmCourse *course = subject->course;
  RgmInstant now = subject->now;
  gboolean times = rgm_course_schedule (course)->kind == RGM_SCHEDULE_TIMES;
  int ahead = times ? AHEAD_TIMES_DAYS : AHEAD_DAYS;
  GArray *doses
    = rgm_course_doses (course, subject->zone, now, rgm_zone_day (subject->zone, now) + ahead);
  guint kept = 0;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose dose = g_array_index (doses, RgmDose, i);
    /* At this moment a tentative dose may become due. If it is a fixed time, the dose before it
     * then counts as missed, even if the dose at this time was taken early. */
    if (dose.slot || dose.tentative)
      wake_at (&survey->next, rgm_dose_moment (&dose, subject->zone), now);
    if (dose.open && (kept == 0 || later_dose_has_alerts (&dose)))
      g_array_index (doses, RgmDose, kept++) = dose;
  }
  g_array_set_size (doses, kept);
  if (kept > 0)
    wake_at (&survey->next, now + (ahead - MARGIN_DAYS) * DAY, now);
  /* An unanswered fixed time counts as missed at the next one, even if a pause leaves that one
   * out. */
  if (kept > 0 && times)
    wake_at (&survey->next,
             course_missed_from (course, subject->zone, g_array_index (doses, RgmDose, 0).number),
             now);
  return doses;
}

/* If several doses are open, only the leading one has all kinds of alert. If the course counts from
 * the day given, this is the first open dose, even if it is on hold, because the later ones wait
 * for its answer. Otherwise it is the dose that is overdue first, and not the one with the lowest
 * number, because that may have been moved or booked to a day after the others. A dose on hold has
 * only the alerts of its hold.
 * Returns: (nullable): a dose of @doses. */
static const RgmDose *
leading_dose (AlertSubject *subject, const GArray *doses)
{
  const RgmDose *leader = NULL;
  RgmInstant earliest = G_MAXINT64;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    subject->dose = dose;
    if (dose->slot || alert_waits_in_order (subject))
      return dose;
    if (dose->state == RGM_DOSE_HELD || alert_overdue_from (subject) >= earliest)
      continue;
    leader = dose;
    earliest = alert_overdue_from (subject);
  }
  return leader;
}

/* Adds the alerts of the open doses. Each dose besides the leading one has alerts of its own until
 * the leading dose is overdue and its own day is over. From then on, the alert of the leading dose
 * counts it, so that one alert stands for all waiting doses of a course. */
static void
survey_open_doses (Survey *survey)
{
  AlertSubject *subject = &survey->subject;
  g_autoptr (GArray) doses = doses_with_alerts (survey);
  const RgmDose *leader = leading_dose (subject, doses);
  RgmInstant together_from = G_MAXINT64;
  int together = 0, waits_for = 0;
  if (leader == NULL) {
    for (guint i = 0; i < doses->len; i++)
      survey_dose (survey, &g_array_index (doses, RgmDose, i));
    return;
  }
  subject->dose = leader;
  if (alert_waits_in_order (subject))
    waits_for = leader->number;
  else if (!leader->slot)
    together_from = alert_overdue_from (subject);
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    subject->out_of_turn = dose != leader;
    subject->together_from = together_from;
    subject->waits_for = dose != leader ? waits_for : 0;
    survey_dose (survey, dose);
    together += dose->state != RGM_DOSE_HELD && alert_is_told_together (subject);
  }
  subject->out_of_turn = FALSE;
  subject->waits_for = 0;
  for (guint i = 0; i < survey->current->len; i++) {
    Current *current = &g_array_index (survey->current, Current, i);
    if (current->dose.number == leader->number && g_str_equal (current->alert.kind, "overdue"))
      current->together = together;
  }
}

/* The radiation session after which effects are watched for: the first one in the week of @last,
 * the session that was given last. Weeks count from the first day of the course, also backwards if
 * a session was given before that day. A session that was given earlier than @last can belong to
 * the week after it, if the patient has travelled to another time zone. Returns: (transfer
 * none). */
static const RgmAdministration *
first_of_week (const AlertSubject *subject, const RgmAdministration *last)
{
  const RgmCourse *course = subject->course;
  RgmDay begin = course_revision (course, 1)->schedule->first.day;
  RgmDay day = administration_day (last, subject->zone);
  RgmDay week = begin != RGM_NO_DAY ? day - ((day - begin) % 7 + 7) % 7 : day;
  const RgmAdministration *first = last;
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    RgmDay of = administration_day (each, subject->zone);
    if (each->outcome == RGM_GIVEN && each->at < first->at && of >= week && of < week + 7)
      first = each;
  }
  return first;
}

static void
survey_given_dose (Survey *survey, const RgmAdministration *given)
{
  RgmDose dose = { .number = given->dose,
                   .state = RGM_DOSE_GIVEN,
                   .target = RGM_LOCAL_NONE,
                   .administration = given };
  survey_dose (survey, &dose);
  survey->subject.dose = NULL; /* dose goes out of scope here; the alerts have a copy of it */
}

/* Adds the alerts that follow a dose. Usually these are the alerts of the dose that was given last.
 * For tablets, they are those of the first one, because a popup after each tablet would be too
 * many. For radiation, effects are watched for after the first session of each week, and the
 * response is asked for after the last session.
 */
static void
survey_given_doses (Survey *survey)
{
  AlertSubject *subject = &survey->subject;
  const RgmCourse *course = subject->course;
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  gboolean tablets = kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED;
  const RgmAdministration *last
    = tablets ? rgm_course_administration (course, 1) : rgm_course_last_given (course);
  if (last == NULL || last->outcome != RGM_GIVEN)
    return;
  const RgmAdministration *watched
    = kind == RGM_SCHEDULE_FRACTIONS ? first_of_week (subject, last) : last;
  subject->watched = TRUE;
  if (watched != last)
    survey_given_dose (survey, watched);
  subject->watched = watched == last;
  subject->last_of_course
    = rgm_course_state (course, subject->zone, subject->now) == RGM_COURSE_COMPLETED;
  survey_given_dose (survey, last);
}

/* Fills @survey, which is empty, with the alerts of @course. */
static void
survey_course (Survey *survey, const RgmSession *session, const AlertPeople *people,
               const RgmCourse *course)
{
  const RgmPatient *patient = alert_people_find (people, course->patient_id);
  /* If the time zone of the patient is unknown, no moment can be computed. Then this course has no
   * alerts, but the others still do. */
  const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;
  survey->next = RGM_INSTANT_NONE;
  survey->current = g_array_new (FALSE, FALSE, sizeof (Current));
  if (zone == NULL)
    return;
  survey->subject = (AlertSubject){
    .course = course,
    .treatment = rgm_catalog_lookup (session->catalog, course->treatment_key),
    .catalog = session->catalog,
    .settings = session->settings,
    .zone = zone,
    .patient = patient->name,
    .record = session->record,
    .now = session->now,
  };
  survey_open_doses (survey);
  survey_given_doses (survey);
}

/* Reads the courses that may have alerts: those with open doses, and those that ended recently.
 * @id: only this course, or 0 for all. Returns: (transfer full) (element-type RgmCourse). */
static GPtrArray *
read_courses (const RgmSession *session, gint64 id, GError **error)
{
  RgmInstant since = session->now - (alert_days_after_dose (session->settings) + 1) * DAY;
  RgmCourseQuery query
    = { .course_id = id, .now = session->now, .since = since, .ended_since = since };
  return rgm_store_courses (session->store, &query, error);
}

static AlertPeople *
read_people (const RgmSession *session, GError **error)
{
  GPtrArray *patients = rgm_store_patients (session->store, error);
  return patients != NULL ? alert_people_new (patients) : NULL;
}

/* ---- the cache ---- */

/* A current alert, as the cache remembers it. */
typedef struct {
  int dose;
  char key[sizeof ((RgmAlert *)NULL)->key];
  gboolean snoozed; /* the user snoozed it, and the snooze is not over */
} Known;

/* What the cache remembers about one course. */
typedef struct {
  gint64 id;
  char *uid;
  RgmInstant next;      /* when the course is looked at again */
  GSequenceIter *turn;  /* nullable: its place in the cache's turns, if it has a next moment */
  GSequenceIter *waits; /* nullable: its place in the cache's list of waiting courses */
  GArray *known;        /* of Known: its current alerts */
  RgmCourse *course;    /* nullable: the course, if it stays in memory and has not changed since */
} Entry;

struct _AlertCache {
  RgmPosition position; /* how much of the record the cache has seen */
  /* when the cache was last refreshed; RGM_INSTANT_NONE: read all courses next time */
  RgmInstant looked;
  AlertPeople *people; /* nullable: not read yet */
  GHashTable *entries; /* gint64 -> Entry */
  GSequence *turns;    /* of Entry, sorted by their next moment */
  GSequence *waiting;  /* of Entry: the courses with a current alert that has not been shown */
};

static int
compare_turns (gconstpointer a, gconstpointer b, gpointer data)
{
  const Entry *one = a, *other = b;
  (void)data;
  return (one->next > other->next) - (one->next < other->next);
}

static void
set_waiting (AlertCache *cache, Entry *entry)
{
  if (entry->waits == NULL)
    entry->waits = g_sequence_append (cache->waiting, entry);
}

/* Frees an Entry after removing it from the sequences that it is in. */
static void
free_entry (gpointer data)
{
  Entry *entry = data;
  if (entry->turn != NULL)
    g_sequence_remove (entry->turn);
  if (entry->waits != NULL)
    g_sequence_remove (entry->waits);
  g_free (entry->uid);
  g_array_unref (entry->known);
  g_clear_pointer (&entry->course, rgm_course_free);
  g_free (entry);
}

AlertCache *
alert_cache_new (void)
{
  AlertCache *cache = g_new0 (AlertCache, 1);
  cache->looked = RGM_INSTANT_NONE;
  cache->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_entry);
  cache->turns = g_sequence_new (NULL);
  cache->waiting = g_sequence_new (NULL);
  return cache;
}

void
alert_cache_free (AlertCache *cache)
{
  if (cache == NULL)
    return;
  alert_people_free (cache->people);
  g_hash_table_unref (cache->entries);
  g_sequence_free (cache->turns);
  g_sequence_free (cache->waiting);
  g_free (cache);
}

void
alert_cache_forget (AlertCache *cache)
{
  cache->looked = RGM_INSTANT_NONE;
}

void
alert_cache_renew (AlertCache *cache, gint64 id)
{
  Entry *entry = g_hash_table_lookup (cache->entries, &id);
  if (entry != NULL)
    set_waiting (cache, entry);
}

/* Reads the mark of @current. If the alert is neither claimed nor shown, and the user has snoozed
 * any alert of the same dose, @mark is that snooze: a snooze counts for the whole dose. */
static gboolean
read_mark (const RgmSession *session, gint64 course_id, const Current *current, RgmMark *mark,
           GError **error)
{
  const char *key = current->alert.key;
  int dose = current->dose.number;
  RgmMark snooze;
  if (!alert_mark (session->store, course_id, dose, &current->alert, mark, error))
    return FALSE;
  if (mark->state == RGM_MARK_CLAIMED || mark->state == RGM_MARK_SHOWN)
    return TRUE;
  if (!store_snooze (session->store, course_id, dose, strchr (key, ':'), session->now, &snooze,
                     error))
    return FALSE;
  if (snooze.state == RGM_MARK_SNOOZED)
    *mark = snooze;
  return TRUE;
}

/* Remembers the alerts of @course. Courses take up memory, so if there are many, only those with an
 * alert that has not been shown are kept. @course: (transfer full). */
static gboolean
note_course (AlertCache *cache, const RgmSession *session, RgmCourse *course, GError **error)
{
  g_autoptr (RgmCourse) owned = course;
  g_auto (Survey) survey = { .next = RGM_INSTANT_NONE };
  Entry *entry = g_new0 (Entry, 1);
  entry->id = course->id;
  entry->uid = g_strdup (course->uid);
  entry->known = g_array_new (FALSE, FALSE, sizeof (Known));
  g_hash_table_replace (cache->entries, &entry->id, entry);
  survey_course (&survey, session, cache->people, course);
  for (guint i = 0; i < survey.current->len; i++) {
    const Current *current = &g_array_index (survey.current, Current, i);
    Known known = { .dose = current->dose.number };
    RgmMark mark;
    RgmInstant again;
    if (!read_mark (session, course->id, current, &mark, error))
      return FALSE;
    g_strlcpy (known.key, current->alert.key, sizeof known.key);
    known.snoozed
      = !alert_mark_allows (&mark, session->now, &again) && mark.state == RGM_MARK_SNOOZED;
    g_array_append_val (entry->known, known);
    if (mark.state != RGM_MARK_SHOWN)
      set_waiting (cache, entry);
    wake_at (&survey.next, again, session->now);
  }
  entry->next = survey.next;
  if (entry->next != RGM_INSTANT_NONE)
    entry->turn = g_sequence_insert_sorted (cache->turns, entry, compare_turns, NULL);
  if (entry->waits != NULL || g_hash_table_size (cache->entries) <= KEPT_COURSES)
    entry->course = g_steal_pointer (&owned);
  return TRUE;
}

/* Reads course @id, or all courses if @id is 0, and remembers their alerts. */
static gboolean
note_courses (AlertCache *cache, const RgmSession *session, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) courses = read_courses (session, id, error);
  while (courses != NULL && courses->len > 0)
    if (!note_course (cache, session, g_ptr_array_steal_index (courses, courses->len - 1), error))
      return FALSE;
  return courses != NULL;
}

/* Looks again at the courses with @ids, which may contain an id twice. A course that is still in
 * memory is not read again. */
static gboolean
note_again (AlertCache *cache, const RgmSession *session, const GArray *ids, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < ids->len; i++) {
    gint64 *id = &g_array_index (ids, gint64, i);
    if (!g_hash_table_add (done, id))
      continue;
    Entry *entry = g_hash_table_lookup (cache->entries, id);
    RgmCourse *course = entry != NULL ? g_steal_pointer (&entry->course) : NULL;
    if (course == NULL)
      g_hash_table_remove (cache->entries, id);
    if (course != NULL ? !note_course (cache, session, course, error)
                       : !note_courses (cache, session, *id, error))
      return FALSE;
  }
  return TRUE;
}

/* Adds the courses whose next moment has come, and those with an alert that has not been shown. */
static void
add_due_courses (const AlertCache *cache, RgmInstant now, GArray *ids)
{
  GSequenceIter *iter;
  for (iter = g_sequence_get_begin_iter (cache->turns); !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter)) {
    const Entry *entry = g_sequence_get (iter);
    if (entry->next > now)
      break;
    g_array_append_val (ids, entry->id);
  }
  for (iter = g_sequence_get_begin_iter (cache->waiting); !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter))
    g_array_append_val (ids, ((const Entry *)g_sequence_get (iter))->id);
}

/* Brings the cache up to date: looks again at each course that was written to, whose next moment
 * has come, or that has an alert which has not been shown. */
static gboolean
refresh (AlertCache *cache, const RgmSession *session, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  RgmStore *store = session->store;
  RgmInstant now = session->now;
  /* If the clock was set back, moments that have passed come again. */
  gboolean anew = cache->looked == RGM_INSTANT_NONE || now < cache->looked;
  gboolean all = FALSE, people = FALSE;
  cache->looked = RGM_INSTANT_NONE;
  if (!store_touched (store, &cache->position, ids, &all, &people, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    Entry *entry = g_hash_table_lookup (cache->entries, &g_array_index (ids, gint64, i));
    if (entry != NULL)
      g_clear_pointer (&entry->course, rgm_course_free);
  }
  if (!store_waiting_alerts (store, now, ids, error))
    return FALSE;
  if (anew || all || people || cache->people == NULL) {
    g_clear_pointer (&cache->people, alert_people_free);
    cache->people = read_people (session, error);
    if (cache->people == NULL)
      return FALSE;
  }
  if (anew || all)
    g_hash_table_remove_all (cache->entries);
  add_due_courses (cache, now, ids);
  if (anew || all ? !note_courses (cache, session, 0, error)
                  : !note_again (cache, session, ids, error))
    return FALSE;
  cache->looked = now;
  return TRUE;
}

/* ---- views ---- */

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

int
alert_views_compare (gconstpointer a, gconstpointer b)
{
  const RgmAlertView *one = *(RgmAlertView *const *)a, *other = *(RgmAlertView *const *)b;
  if (one->alert.urgency != other->alert.urgency)
    return one->alert.urgency > other->alert.urgency ? -1 : 1;
  if (one->answerable != other->answerable)
    return one->answerable ? -1 : 1;
  if (one->when != other->when)
    return one->when > other->when ? 1 : -1;
  return (one->course_id > other->course_id) - (one->course_id < other->course_id);
}

/* What the patient of a course put on record between the doses. */
typedef struct {
  GPtrArray *contacts, *questions, *needs; /* see AlertSubject */
} Between;

static void
between_clear (Between *between)
{
  g_clear_pointer (&between->contacts, g_ptr_array_unref);
  g_clear_pointer (&between->questions, g_ptr_array_unref);
  g_clear_pointer (&between->needs, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Between, between_clear)

/* Fills @between, from which @subject then borrows. This is read for each alert that is put into
 * words, and not together with the course, because many courses are looked at and few alerts need
 * words. */
static gboolean
read_between (const RgmSession *session, AlertSubject *subject, Between *between, GError **error)
{
  RgmStore *store = session->store;
  gint64 patient_id = subject->course->patient_id;
  between->contacts = rgm_store_contacts (store, patient_id, error);
  between->questions
    = between->contacts != NULL ? rgm_store_questions (store, patient_id, FALSE, error) : NULL;
  between->needs
    = between->questions != NULL ? rgm_store_needs (store, subject->course->id, error) : NULL;
  subject->contacts = between->contacts;
  subject->questions = between->questions;
  subject->needs = between->needs;
  return between->needs != NULL;
}

/* Fills @subject with everything that the words of @current depend on. @subject borrows from the
 * other arguments; @between and @short_name own what is read and made for it.
 * @people: everybody on record. If there are several people, the words name the patient. */
static gboolean
fill_subject (const RgmSession *session, const Survey *survey, const Current *current,
              AlertPeople *people, AlertSubject *subject, Between *between, char **short_name,
              GError **error)
{
  *subject = survey->subject;
  if (!read_between (session, subject, between, error))
    return FALSE;
  subject->dose = &current->dose;
  subject->together = current->together;
  subject->waits_for = current->waits_for;
  subject->short_name = *short_name = alert_people_short_name (people, subject->patient);
  if (*short_name == NULL)
    subject->patient = NULL;
  return TRUE;
}

/* Puts @current into words.
 * @mark: (nullable): of the alert, if it may be snoozed.
 * @people: everybody on record. If there are several people, the text names the patient.
 * @at: the moment at which the words are true: "tomorrow" is the day after it.
 * Returns: (transfer full): NULL with @error set. */
static RgmAlertView *
make_view (const RgmSession *session, const Survey *survey, const Current *current,
           const RgmMark *mark, AlertPeople *people, AlertStyle style, RgmInstant at,
           GError **error)
{
  g_return_val_if_fail (survey->subject.course != NULL, NULL);
  g_auto (Between) between = { NULL };
  g_autofree char *short_name = NULL;
  AlertSubject subject;
  if (!fill_subject (session, survey, current, people, &subject, &between, &short_name, error))
    return NULL;
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  gboolean snoozed = mark != NULL && mark->state == RGM_MARK_SNOOZED;
  view->alert = current->alert;
  view->course_id = subject.course->id;
  view->course_uid = g_strdup (subject.course->uid);
  view->patient = g_strdup (survey->subject.patient);
  view->course = g_strdup (subject.course->handle);
  view->dose = current->dose.number;
  view->when = snoozed ? mark->until : current->alert.from;
  subject.now = at;
  alert_say (&subject, style, view);
  return view;
}

/* Fills @survey with the alerts of course @id. Reads the course if the cache does not have it.
 * @read: (out): owns the course that was read.
 * @survey: (out): empty if the course can have no alerts any more. */
static gboolean
survey_by_id (const AlertCache *cache, const RgmSession *session, gint64 id, GPtrArray **read,
              Survey *survey, GError **error)
{
  const Entry *entry = g_hash_table_lookup (cache->entries, &id);
  const RgmCourse *course = entry != NULL ? entry->course : NULL;
  if (course == NULL) {
    *read = read_courses (session, id, error);
    if (*read == NULL)
      return FALSE;
    if ((*read)->len > 0)
      course = g_ptr_array_index (*read, 0);
  }
  if (course != NULL)
    survey_course (survey, session, cache->people, course);
  else
    survey->current = g_array_new (FALSE, FALSE, sizeof (Current));
  return TRUE;
}

/* ---- questions ---- */

GPtrArray *
alert_cache_due (AlertCache *cache, const RgmSession *session, AlertStyle style, RgmInstant *next,
                 GError **error)
{
  g_autoptr (GPtrArray) views
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  if (!refresh (cache, session, error))
    return NULL;
  *next = RGM_INSTANT_NONE;
  GSequenceIter *iter = g_sequence_get_begin_iter (cache->turns);
  if (!g_sequence_iter_is_end (iter))
    wake_at (next, ((const Entry *)g_sequence_get (iter))->next, session->now);
  for (iter = g_sequence_get_begin_iter (cache->waiting); !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter)) {
    const Entry *entry = g_sequence_get (iter);
    g_autoptr (GPtrArray) read = NULL;
    g_auto (Survey) survey = { .next = RGM_INSTANT_NONE };
    if (!survey_by_id (cache, session, entry->id, &read, &survey, error))
      return NULL;
    for (guint i = 0; i < survey.current->len; i++) {
      const Current *current = &g_array_index (survey.current, Current, i);
      RgmMark mark;
      RgmInstant again;
      if (!read_mark (session, entry->id, current, &mark, error))
        return NULL;
      if (!alert_mark_allows (&mark, session->now, &again))
        continue;
      RgmAlertView *view
        = make_view (session, &survey, current, &mark, cache->people, style, session->now, error);
      if (view == NULL)
        return NULL;
      g_ptr_array_add (views, view);
    }
  }
  g_ptr_array_sort (views, alert_views_compare);
  return g_steal_pointer (&views);
}

GPtrArray *
rgm_alerts_due (const RgmSession *session, gboolean private_mode, RgmInstant *next, GError **error)
{
  g_autoptr (AlertCache) cache = alert_cache_new ();
  RgmInstant unused;
  return alert_cache_due (cache, session, private_mode ? ALERT_PRIVATE : ALERT_PLAIN,
                          next != NULL ? next : &unused, error);
}

/* Returns: (transfer full) (nullable): the first alert in @later that is not among @views. */
static RgmAlertView *
steal_new (GPtrArray *later, const GPtrArray *views)
{
  for (guint i = 0; i < later->len; i++) {
    const RgmAlertView *view = g_ptr_array_index (later, i);
    gboolean known = FALSE;
    for (guint j = 0; j < views->len && !known; j++) {
      const RgmAlertView *each = g_ptr_array_index (views, j);
      known = each->course_id == view->course_id && each->dose == view->dose
              && g_str_equal (each->alert.key, view->alert.key);
    }
    if (!known)
      return g_ptr_array_steal_index (later, i);
  }
  return NULL;
}

gboolean
rgm_alert_next (const RgmSession *session, gboolean private_mode, RgmAlertView **view,
                GError **error)
{
  RgmSession then = *session;
  RgmInstant next;
  AlertStyle style = private_mode ? ALERT_PRIVATE : ALERT_PLAIN;
  g_autoptr (AlertCache) cache = alert_cache_new ();
  g_autoptr (GPtrArray) views = alert_cache_due (cache, &then, style, &next, error);
  *view = NULL;
  for (int i = 0; i < MOST_LOOKS && views != NULL && next != RGM_INSTANT_NONE; i++) {
    then.now = next;
    g_autoptr (GPtrArray) later = alert_cache_due (cache, &then, style, &next, error);
    if (later == NULL)
      return FALSE;
    *view = steal_new (later, views);
    if (*view != NULL)
      return TRUE;
  }
  return views != NULL;
}

gboolean
rgm_alert_of (const RgmSession *session, gint64 course_id, int dose, RgmAlertView **view,
              GError **error)
{
  g_autoptr (GPtrArray) courses = read_courses (session, course_id, error);
  g_autoptr (AlertPeople) people = courses != NULL ? read_people (session, error) : NULL;
  g_auto (Survey) survey = { .next = RGM_INSTANT_NONE };
  *view = NULL;
  if (people == NULL)
    return FALSE;
  if (courses->len == 0)
    return TRUE;
  survey_course (&survey, session, people, g_ptr_array_index (courses, 0));
  for (guint i = 0; i < survey.current->len; i++) {
    const Current *current = &g_array_index (survey.current, Current, i);
    RgmMark mark;
    if (!alert_kind_of_key (current->alert.kind)->snoozable
        || (dose != 0 && dose != current->dose.number))
      continue;
    if (!read_mark (session, course_id, current, &mark, error))
      return FALSE;
    *view = make_view (session, &survey, current, &mark, people, ALERT_PLAIN, session->now, error);
    return *view != NULL;
  }
  return TRUE;
}

gboolean
alert_tell (const RgmSession *session, gint64 course_id, int dose, AlertStyle style,
            AlertTeller tell, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) courses = read_courses (session, course_id, error);
  g_autoptr (AlertPeople) people = courses != NULL ? read_people (session, error) : NULL;
  g_auto (Survey) survey = { .next = RGM_INSTANT_NONE };
  if (people == NULL)
    return FALSE;
  if (courses->len > 0)
    survey_course (&survey, session, people, g_ptr_array_index (courses, 0));
  for (guint i = 0; survey.current != NULL && i < survey.current->len; i++) {
    const Current *current = &g_array_index (survey.current, Current, i);
    g_auto (Between) between = { NULL };
    g_autofree char *short_name = NULL;
    AlertSubject subject;
    if (current->dose.number != dose)
      continue;
    g_autoptr (RgmAlertView) view
      = make_view (session, &survey, current, NULL, people, style, session->now, error);
    if (view == NULL
        || !fill_subject (session, &survey, current, people, &subject, &between, &short_name,
                          error))
      return FALSE;
    tell (&subject, view, data);
  }
  return TRUE;
}

/* What the cache knows about alert @key of dose @dose, or NULL if that alert is not current. The
 * course must also have @uid: if the record was replaced, the same id may belong to another
 * course. */
static const Known *
find_known (const AlertCache *cache, gint64 course_id, const char *uid, int dose, const char *key)
{
  const Entry *entry = g_hash_table_lookup (cache->entries, &course_id);
  for (guint i = 0; entry != NULL && i < entry->known->len; i++) {
    const Known *known = &g_array_index (entry->known, Known, i);
    if (known->dose == dose && g_str_equal (entry->uid, uid) && g_str_equal (known->key, key))
      return known;
  }
  return NULL;
}

gboolean
alert_cache_is_current (AlertCache *cache, const RgmSession *session, const RgmAlertView *view,
                        gboolean *is_current, GError **error)
{
  *is_current = TRUE;
  if (!refresh (cache, session, error))
    return FALSE;
  const Known *known
    = find_known (cache, view->course_id, view->course_uid, view->dose, view->alert.key);
  *is_current = known != NULL && !known->snoozed;
  return TRUE;
}

gboolean
alert_cache_forget_ahead (const AlertCache *cache, const RgmSession *session, GError **error)
{
  const RgmMark none = { RGM_MARK_NONE, session->now, RGM_INSTANT_NONE, 0 };
  g_autoptr (GPtrArray) ahead = store_shown_ahead (session->store, session->now, error);
  for (guint i = ahead != NULL ? ahead->len : 0; i-- > 0;) {
    const RgmPopup *shown = g_ptr_array_index (ahead, i);
    if (find_known (cache, shown->course_id, shown->course_uid, shown->dose, shown->key) != NULL)
      g_ptr_array_remove_index_fast (ahead, i);
  }
  if (ahead == NULL || ahead->len == 0)
    return ahead != NULL;
  g_autoptr (RgmTransaction) change = store_begin (session->store, NULL, session->now, error);
  if (change == NULL)
    return FALSE;
  for (guint i = 0; i < ahead->len; i++) {
    const RgmPopup *shown = g_ptr_array_index (ahead, i);
    if (!store_set_mark (session->store, shown->course_id, shown->dose, shown->key, &none, error))
      return FALSE;
  }
  return store_commit (change, error);
}

/* Puts alert @key of dose @dose into words.
 * @at: the moment at which the words have to be true.
 * @today: FALSE: use @at as it is; TRUE: use a later moment if the words would not be true today,
 * see alert_said_today().
 * @view: (out) (transfer full) (nullable): NULL: the alert is not current any more. */
static gboolean
find_view (const AlertCache *cache, const RgmSession *session, gint64 course_id, int dose,
           const char *key, AlertStyle style, RgmInstant at, gboolean today, RgmAlertView **view,
           GError **error)
{
  g_autoptr (GPtrArray) read = NULL;
  g_auto (Survey) survey = { .next = RGM_INSTANT_NONE };
  *view = NULL;
  if (!survey_by_id (cache, session, course_id, &read, &survey, error))
    return FALSE;
  for (guint i = 0; i < survey.current->len && *view == NULL; i++) {
    const Current *current = &g_array_index (survey.current, Current, i);
    if (current->dose.number != dose || !g_str_equal (current->alert.key, key))
      continue;
    survey.subject.dose = &current->dose;
    *view = make_view (session, &survey, current, NULL, cache->people, style,
                       today ? alert_said_today (&survey.subject, at) : at, error);
    if (*view == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
alert_cache_say_today (const AlertCache *cache, const RgmSession *session, AlertStyle style,
                       const RgmAlertView *view, RgmAlertView **today, GError **error)
{
  return find_view (cache, session, view->course_id, view->dose, view->alert.key, style, view->said,
                    TRUE, today, error);
}

/* The alert that @popup shows. It has no text if it is not current any more. Returns: (transfer
 * full). */
static RgmAlertView *
view_of_popup (const AlertCache *cache, const RgmSession *session, const RgmPopup *popup,
               AlertStyle style, GError **error)
{
  RgmAlertView *view;
  if (!find_view (cache, session, popup->course_id, popup->dose, popup->key, style, popup->since,
                  FALSE, &view, error))
    return NULL;
  if (view == NULL) {
    const AlertKind *kind = alert_kind_of_key (popup->key);
    view = g_new0 (RgmAlertView, 1);
    view->course_id = popup->course_id;
    view->course_uid = g_strdup (popup->course_uid);
    view->dose = popup->dose;
    g_strlcpy (view->alert.key, popup->key, sizeof view->alert.key);
    if (kind != NULL) {
      view->alert.kind = kind->name;
      view->alert.urgency = kind->urgency;
      view->answerable = kind->answerable;
      view->snoozable = kind->snoozable;
    }
  }
  view->server = g_strdup (popup->server);
  view->popup = popup->id;
  view->shown_at = popup->since;
  return view;
}

GPtrArray *
alert_cache_on_screen (AlertCache *cache, const RgmSession *session, AlertStyle style,
                       AlertPopupFilter wanted, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) popups = store_popups (session->store, error);
  g_autoptr (GPtrArray) views
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_alert_view_free);
  if (popups == NULL || !refresh (cache, session, error))
    return NULL;
  for (guint i = 0; i < popups->len; i++) {
    const RgmPopup *popup = g_ptr_array_index (popups, i);
    if (wanted != NULL && !wanted (popup, data))
      continue;
    RgmAlertView *view = view_of_popup (cache, session, popup, style, error);
    if (view == NULL)
      return NULL;
    g_ptr_array_add (views, view);
  }
  return g_steal_pointer (&views);
}
