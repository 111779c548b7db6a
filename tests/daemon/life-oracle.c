/* life-oracle.c: says which alerts hold, without the code that the program has for this. */
#include "life-oracle.h"
#include "model/course.h"
#include "model/dose.h"
#include "store/past.h"

#include <string.h>

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY (24 * HOUR)
#define MORNING (9 * 3600)

char *
oracle_name (const char *course_uid, int dose, const char *key)
{
  return g_strdup_printf ("%s/%d %s", course_uid, dose, key);
}

/* Of which day a dose is where the person lives, and of which moment if it has one. */
typedef struct {
  RgmDay day, today;
  RgmInstant moment; /* RGM_INSTANT_NONE: none */
  gboolean slot;
} Truth;

/* The alerts of a dose in the order in which one takes the place of the other: the last one that
 * has begun holds. */
typedef struct {
  const RgmCourse *course;
  const RgmZone *zone;
  RgmInstant now;
  int dose;
  char *stem;
  char *holds; /* key */
  Truth truth;
} Line;

static void
says (Line *line, RgmInstant from, const char *kind, int step)
{
  if (from > line->now)
    return;
  g_free (line->holds);
  line->holds = g_strdup_printf ("%s-%d:%s", kind, step, line->stem);
}

static void
silent (Line *line, RgmInstant from)
{
  if (from <= line->now)
    g_clear_pointer (&line->holds, g_free);
}

static RgmInstant
morning (const Line *line, RgmDay day)
{
  return rgm_zone_to_instant (line->zone, (RgmLocal){ day, MORNING }, NULL);
}

static void
finish (Line *line, GHashTable *holding)
{
  if (line->holds != NULL)
    g_hash_table_insert (holding, oracle_name (line->course->uid, line->dose, line->holds),
                         g_memdup2 (&line->truth, sizeof line->truth));
  g_free (line->holds);
  g_free (line->stem);
}

/* ---- open doses ---- */

static void
says_before (Line *line, const RgmSchedule *schedule, const RgmDose *dose, RgmDay day)
{
  gboolean interval = schedule->kind == RGM_SCHEDULE_INTERVAL;
  int length = interval ? rgm_period_days (schedule->every) : 1000;
  gboolean books = interval || (schedule->kind == RGM_SCHEDULE_ONCE && !dose_is_timed (dose));
  gboolean later_session = schedule->kind == RGM_SCHEDULE_FRACTIONS && dose->number > 1;
  if (books && dose->appointment == NULL && length > 14)
    says (line, morning (line, day - 14), "book", 14);
  if (books && dose->appointment == NULL && length > 3)
    says (line, morning (line, day - 3), "book", 3);
  if (!later_session && length > 1)
    says (line, morning (line, day - 1), "upcoming", 1);
}

/* When a dose, which is no fixed time, is overdue for the one who is told. */
static RgmInstant
overdue_at (const Line *line, const RgmDose *dose)
{
  RgmInstant late = dose_overdue_from (dose, line->zone);
  RgmDay day = rgm_zone_day (line->zone, late);
  return morning (line, day) < late ? morning (line, day + 1) : morning (line, day);
}

static void
says_due (Line *line, const RgmSchedule *schedule, const RgmDose *dose)
{
  RgmInstant moment = rgm_dose_moment (dose, line->zone);
  gboolean hours = dose->appointment == NULL && schedule->every.unit == 'h'
                   && schedule->kind == RGM_SCHEDULE_INTERVAL;
  if (!dose_is_timed (dose))
    moment = morning (line, dose->target.day);
  else if (!hours)
    moment -= 2 * HOUR;
  says (line, moment, "due", 0);
}

static void
says_overdue (Line *line, const RgmDose *dose)
{
  RgmDay first = rgm_zone_day (line->zone, overdue_at (line, dose));
  for (int day = 0; day <= 7; day++)
    says (line, morning (line, first + day), "overdue", day);
  for (int day = 14; morning (line, first + day) <= line->now; day += 7)
    says (line, morning (line, first + day), "overdue", day);
}

/* A reminder between 22:00 and 07:00 waits for 07:00. */
static RgmInstant
not_at_night (const Line *line, RgmInstant at)
{
  RgmLocal local = rgm_zone_to_local (line->zone, at);
  int hour = local.second / 3600;
  RgmLocal seven = { hour >= 22 ? local.day + 1 : local.day, 7 * 3600 };
  return hour >= 22 || hour < 7 ? rgm_zone_to_instant (line->zone, seven, NULL) : at;
}

/* A fixed time: at the time, an hour after it and two hours later. After three without an answer,
 * only one alert a day, in the morning, for the time that has come before it. */
static void
says_time (Line *line, const RgmDose *dose)
{
  RgmInstant moment = rgm_dose_moment (dose, line->zone);
  RgmDay day = rgm_zone_day (line->zone, moment);
  int silent_before = 0;
  while (silent_before + 1 < dose->number
         && rgm_course_administration (line->course, dose->number - 1 - silent_before) == NULL)
    silent_before++;
  if (silent_before >= 3) {
    says (line, morning (line, day) < moment ? morning (line, day + 1) : morning (line, day),
          "overdue", 24);
    return;
  }
  says (line, moment, "due", 0);
  says (line, not_at_night (line, moment + HOUR), "overdue", 0);
  says (line, not_at_night (line, moment + 3 * HOUR), "overdue", 2);
}

/* @own: the day of the dose. A hold from the future was entered by a clock that was wrong, so it
 * must not be later than that day. */
static void
says_held (Line *line, const RgmHold *hold, RgmDay own)
{
  RgmDay since = rgm_zone_day (line->zone, hold->since);
  RgmDay day = hold->until == RGM_NO_DAY ? since + 7 : hold->until;
  if (since > rgm_zone_day (line->zone, line->now)) {
    day = own < day ? own : day;
    line->stem = rgm_day_format (day);
  } else if (hold->until == RGM_NO_DAY) {
    line->stem = rgm_instant_format_utc (hold->since);
  } else {
    line->stem = rgm_day_format (day);
  }
  for (int step = 0; morning (line, day + step) <= line->now; step += 7)
    says (line, morning (line, day + step), "hold", step);
}

/* Whether the dose counts from the day on which the one before it was given. */
static gboolean
depends (const RgmCourse *course, const RgmDose *dose)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  return schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->reckon == RGM_RECKON_GIVEN;
}

/* @first: (nullable): another dose, the one that is asked for first. */
static void
open_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, const RgmDose *dose,
           const RgmDose *first, GHashTable *holding)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  Line line = { .course = course, .zone = zone, .now = now, .dose = dose->number };
  RgmLocal asked = dose->appointment != NULL ? dose->appointment->at : dose->target;
  RgmDay day
    = dose_is_timed (dose) ? rgm_zone_day (zone, rgm_dose_moment (dose, zone)) : dose->target.day;
  line.truth
    = (Truth){ day, rgm_zone_day (zone, now),
               dose_is_timed (dose) ? rgm_dose_moment (dose, zone) : RGM_INSTANT_NONE, dose->slot };
  if (dose->state == RGM_DOSE_HELD) {
    says_held (&line, dose->hold, day);
    finish (&line, holding);
    return;
  }
  line.stem = rgm_local_format (asked);
  if (dose->slot) {
    says_time (&line, dose);
    finish (&line, holding);
    return;
  }
  says_before (&line, schedule, dose, day);
  says_due (&line, schedule, dose);
  if (first == NULL)
    says_overdue (&line, dose);
  else if (depends (course, dose)) /* it is announced and no more */
    silent (&line, rgm_dose_moment (dose, zone));
  else /* the alert of the other dose tells about this one too */
    silent (&line, MAX (overdue_at (&line, first), morning (&line, day + 1)));
  finish (&line, holding);
}

/* Whether an open dose that is not the first one has alerts. The user was told when a dose on hold
 * will be asked about, so it is, whatever is before it. */
static gboolean
is_asked_about_later (const RgmDose *dose)
{
  return dose->hold != NULL || (!dose->tentative && !dose->slot);
}

static void
open_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, GHashTable *holding)
{
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, now, rgm_zone_day (zone, now) + 3);
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();
  const Line line = { .course = course, .zone = zone, .now = now };
  const RgmDose *first = NULL;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (!dose->open || (asked->len > 0 && !is_asked_about_later (dose)))
      continue;
    g_ptr_array_add (asked, (gpointer)dose);
    gboolean leads = asked->len == 1 && (dose->slot || depends (course, dose));
    gboolean led = first != NULL && (first->slot || depends (course, first));
    if (leads
        || (!led && dose->state != RGM_DOSE_HELD
            && (first == NULL || overdue_at (&line, dose) < overdue_at (&line, first))))
      first = dose;
  }
  for (guint i = 0; i < asked->len; i++) {
    const RgmDose *dose = asked->pdata[i];
    g_assert (dose != NULL);
    open_dose (course, zone, now, dose, dose == first ? NULL : first, holding);
  }
}

/* ---- given doses ---- */

/* The day on which it was given where it was entered, wherever the person is by now. */
static RgmDay
day_given (const RgmAdministration *given)
{
  return rgm_zone_day (rgm_zone_get (given->zone, NULL), given->at);
}

static gboolean
is_often (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  return kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED;
}

static void
given_line (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
            const RgmAdministration *given, const char *kind, const int *days, int n,
            GHashTable *holding)
{
  Line line = { .course = course,
                .zone = zone,
                .now = session->now,
                .dose = given->dose,
                .stem = rgm_instant_format_utc (given->at) };
  RgmDay day = day_given (given);
  /* a dose that was put on record late has no alerts for the days before */
  for (int i = 0; i < n; i++) {
    RgmInstant from
      = days[i] == 0 ? MAX (given->at, given->recorded_at) : morning (&line, day + days[i]);
    if (days[i] == 0 && i + 1 < n && from >= morning (&line, day + days[i + 1]))
      continue;
    says (&line, from, kind, days[i]);
    silent (&line, morning (&line, day + days[i] + 7));
    if (i + 1 < n && morning (&line, day + days[i + 1]) > session->now)
      break;
  }
  finish (&line, holding);
}

/* The first session of the week in which the last one was given; weeks count from the first day of
 * the course. */
static const RgmAdministration *
session_of_week (const RgmCourse *course, const RgmAdministration *last)
{
  RgmDay day = day_given (last);
  RgmDay begins = course_revision (course, 1)->schedule->first.day;
  const RgmAdministration *found = last;
  while (begins > day)
    begins -= 7;
  while (begins + 7 <= day)
    begins += 7;
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    RgmDay of = day_given (each);
    if (each->outcome == RGM_GIVEN && of >= begins && of < begins + 7 && each->at < found->at)
      found = each;
  }
  return found;
}

static void
given_doses (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
             GHashTable *holding)
{
  static const int watch[] = { 0, 1, 3 }, response[] = { 14, 21 };
  const RgmTreatment *treatment = rgm_catalog_lookup (session->catalog, course->treatment_key);
  const RgmAdministration *given
    = is_often (course) ? rgm_course_administration (course, 1) : rgm_course_last_given (course);
  if (treatment == NULL || given == NULL || given->outcome != RGM_GIVEN)
    return;
  gboolean sessions = rgm_course_schedule (course)->kind == RGM_SCHEDULE_FRACTIONS;
  if (treatment->effects->len + treatment->rare_effects->len > 0)
    given_line (session, course, zone, sessions ? session_of_week (course, given) : given, "watch",
                watch, sessions ? 1 : 3, holding);
  if (sessions && treatment->response_days[0] > 0
      && rgm_course_state (course, zone, session->now) == RGM_COURSE_COMPLETED)
    given_line (session, course, zone, given, "response", response, 2, holding);
}

static const RgmZone *
zone_of (const GPtrArray *patients, gint64 id)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (patient->id == id)
      return rgm_zone_get (patient->zone, NULL);
  }
  g_assert_not_reached ();
}

static void
forget_courses (Oracle *oracle)
{
  g_clear_pointer (&oracle->patients, g_ptr_array_unref);
  g_clear_pointer (&oracle->courses, g_ptr_array_unref);
}

void
oracle_clear (Oracle *oracle)
{
  forget_courses (oracle);
  g_clear_pointer (&oracle->holding, g_hash_table_unref);
}

/* Reads the courses if the record has changed or a day has passed, except those that ended long
 * ago. Returns: whether they were read. */
static gboolean
read_courses (Oracle *oracle, const RgmSession *session)
{
  RgmInstant since = session->now - 45 * DAY;
  RgmCourseQuery query = { .now = session->now, .ended_since = since, .since = since };
  g_autoptr (GArray) touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean all, people;
  store_touched (session->store, &oracle->position, touched, &all, &people, NULL);
  if (oracle->courses != NULL && !all && touched->len == 0
      && ABS (session->now - oracle->read) < DAY)
    return FALSE;
  forget_courses (oracle);
  oracle->read = session->now;
  oracle->patients = rgm_store_patients (session->store, NULL);
  oracle->courses = rgm_store_courses (session->store, &query, NULL);
  return TRUE;
}

GHashTable *
oracle_holding (Oracle *oracle, const RgmSession *session)
{
  if (!read_courses (oracle, session) && oracle->holding != NULL && oracle->at == session->now)
    return oracle->holding;
  g_clear_pointer (&oracle->holding, g_hash_table_unref);
  oracle->at = session->now;
  oracle->holding = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < oracle->courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (oracle->courses, i);
    const RgmZone *zone = zone_of (oracle->patients, course->patient_id);
    open_doses (course, zone, session->now, oracle->holding);
    given_doses (session, course, zone, oracle->holding);
  }
  return oracle->holding;
}

RgmInstant
oracle_slot (Oracle *oracle, const RgmSession *session, const char *name)
{
  const Truth *truth = g_hash_table_lookup (oracle_holding (oracle, session), name);
  return truth != NULL && truth->slot ? truth->moment : G_MININT64;
}

/* The number before @words in @said. Returns: -1: @said has no such words. */
static int
number_before (const char *said, const char *words)
{
  const char *end = strstr (said, words), *begin = end;
  while (begin != NULL && begin > said && g_ascii_isdigit (begin[-1]))
    begin--;
  return begin != NULL && begin < end ? (int)g_ascii_strtoll (begin, NULL, 10) : -1;
}

gboolean
oracle_is_true (Oracle *oracle, const RgmSession *session, const char *name, const char *said)
{
  const Truth *truth = g_hash_table_lookup (oracle_holding (oracle, session), name);
  static const char *const days_late[] = { " days late", " day late" };
  static const char *const hours_late[] = { " hours late or more", " hour late or more" };
  static const char *const near[] = { "in ", "In " };
  if (truth == NULL)
    return TRUE;
  /* Only a popup of its own has buttons. */
  gboolean asks = strstr (said, "Given? ") != NULL || strstr (said, "Taken? ") != NULL
                  || strstr (said, "Done? ") != NULL || strstr (said, " that day? ") != NULL;
  const char *day = strstr (said, " that day? ");
  /* a line that has no day would put the dose on record as given when it is typed */
  if (day != NULL && strstr (day, " --at ") == NULL)
    return FALSE;
  if (strchr (said, '\n') != NULL && strstr (name, " due-") != NULL
      && asks != (truth->moment == RGM_INSTANT_NONE || session->now >= truth->moment))
    return FALSE;
  int ahead = truth->day - truth->today;
  for (int i = 0; i < 2; i++) {
    int late = number_before (said, days_late[i]), hours = number_before (said, hours_late[i]);
    const char *after = late >= 0 ? strstr (said, days_late[i]) + strlen (days_late[i]) : "";
    if (late >= 0 && (g_str_has_prefix (after, " or more") ? late > -ahead : late != -ahead))
      return FALSE;
    if (hours >= 0 && hours * HOUR > session->now - truth->moment)
      return FALSE;
    for (const char *at = said; (at = strstr (at, near[i])) != NULL; at++) {
      int days = (int)g_ascii_strtoll (at + strlen (near[i]), NULL, 10);
      if (days > 0 && strstr (at, " day") != NULL && days != ahead)
        return FALSE;
    }
  }
  return (strstr (said, "omorrow") == NULL || ahead == 1)
         && ((strstr (said, "oday: ") == NULL && strstr (said, "(today)") == NULL) || ahead == 0)
         && (strstr (said, "Still due") == NULL || ahead < 0);
}
