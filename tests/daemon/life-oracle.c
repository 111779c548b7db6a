/* life-oracle.c: says which alerts hold, without the code that the program has for this. */
#include "life-oracle.h"
#include "store/past.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY (24 * HOUR)
#define MORNING (9 * 3600)

char *
oracle_name (const char *course_uid, int dose, const char *key)
{
  return g_strdup_printf ("%s/%d %s", course_uid, dose, key);
}

/* The alerts of a dose in the order in which one takes the place of the other: the last one that
 * has begun holds. */
typedef struct {
  const RgmCourse *course;
  const RgmZone *zone;
  RgmInstant now;
  int dose;
  char *stem;
  char *holds; /* key */
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
    g_hash_table_add (holding, oracle_name (line->course->uid, line->dose, line->holds));
  g_free (line->holds);
  g_free (line->stem);
}

/* ---- open doses ---- */

static void
says_before (Line *line, const RgmSchedule *schedule, const RgmDose *dose, RgmDay day)
{
  gboolean interval = schedule->kind == RGM_SCHEDULE_INTERVAL;
  int length = interval ? rgm_period_days (schedule->every) : 1000;
  gboolean books = interval || (schedule->kind == RGM_SCHEDULE_ONCE && !rgm_dose_is_timed (dose));
  if (books && dose->appointment == NULL && length > 14)
    says (line, morning (line, day - 14), "book", 14);
  if (books && dose->appointment == NULL && length > 3)
    says (line, morning (line, day - 3), "book", 3);
  if (!dose->slot && length > 1)
    says (line, morning (line, day - 1), "upcoming", 1);
}

static RgmInstant
due_at (const Line *line, const RgmSchedule *schedule, const RgmDose *dose)
{
  RgmInstant moment = rgm_dose_moment (dose, line->zone);
  if (!rgm_dose_is_timed (dose))
    return morning (line, dose->target.day);
  if (dose->slot)
    return moment;
  if (dose->appointment == NULL && schedule->every.unit == 'h'
      && schedule->kind == RGM_SCHEDULE_INTERVAL)
    return moment;
  return moment - 2 * HOUR;
}

static void
says_overdue_days (Line *line, RgmDay first, int offset, int unit)
{
  for (int day = 1; day <= 7; day++)
    says (line, morning (line, first + offset + day), "overdue", unit * (offset + day));
  for (int day = 14; morning (line, first + offset + day) <= line->now; day += 7)
    says (line, morning (line, first + offset + day), "overdue", unit * (offset + day));
}

static void
says_overdue (Line *line, const RgmDose *dose)
{
  RgmInstant late = rgm_dose_overdue_from (dose, line->zone);
  RgmDay day = rgm_zone_day (line->zone, late);
  if (dose->slot) {
    for (int hours = 0; hours < 24; hours += 2)
      says (line, late + hours * HOUR, "overdue", hours);
    says (line, morning (line, day + 2), "overdue", 48);
    says_overdue_days (line, day, 2, 24);
    return;
  }
  if (morning (line, day) < late)
    day++;
  says (line, morning (line, day), "overdue", 0);
  says_overdue_days (line, day, 0, 1);
}

static void
open_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, const RgmDose *dose,
           gboolean in_turn, GHashTable *holding)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  Line line = { course, zone, now, dose->number, NULL, NULL };
  RgmLocal asked = dose->appointment != NULL ? dose->appointment->at : dose->target;
  RgmDay day = rgm_dose_is_timed (dose) ? rgm_zone_day (zone, rgm_dose_moment (dose, zone))
                                        : dose->target.day;
  line.stem = rgm_local_format (asked);
  if (in_turn)
    says_before (&line, schedule, dose, day);
  says (&line, due_at (&line, schedule, dose), "due", 0);
  if (in_turn)
    says_overdue (&line, dose);
  finish (&line, holding);
}

/* Whether the day of a later dose is fixed, so that it does not move with the dose before it. */
static gboolean
stands (const RgmCourse *course, const RgmDose *dose)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  return schedule->kind == RGM_SCHEDULE_FRACTIONS || schedule->kind == RGM_SCHEDULE_TIMES
         || schedule->reckon == RGM_RECKON_PLAN || dose->appointment != NULL;
}

/* Whether the due alert of a dose out of turn has ended, which it does together with its window. */
static gboolean
is_over (const RgmDose *dose, const RgmZone *zone, RgmInstant now)
{
  Line line = { NULL, zone, now, 0, NULL, NULL };
  RgmInstant late = rgm_dose_overdue_from (dose, zone);
  RgmDay day = rgm_zone_day (zone, late);
  if (dose->slot)
    return now >= late;
  return now >= (morning (&line, day) < late ? morning (&line, day + 1) : morning (&line, day));
}

static void
held_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, const RgmDose *dose,
           GHashTable *holding)
{
  Line line = { course, zone, now, dose->number, NULL, NULL };
  if (dose->hold == NULL || dose->hold->until == RGM_NO_DAY)
    return;
  line.stem = rgm_day_format (dose->hold->until);
  says (&line, morning (&line, dose->hold->until), "hold", 0);
  finish (&line, holding);
}

static void
open_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, GHashTable *holding)
{
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, now, rgm_zone_day (zone, now) + 3);
  gboolean in_turn = TRUE;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (!dose->open)
      continue;
    if (in_turn && dose->state == RGM_DOSE_HELD)
      held_dose (course, zone, now, dose, holding);
    else if (dose->state != RGM_DOSE_HELD
             && (in_turn || (stands (course, dose) && !is_over (dose, zone, now))))
      open_dose (course, zone, now, dose, in_turn, holding);
    in_turn = FALSE;
  }
}

/* ---- given doses ---- */

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
  Line line = { course, zone, session->now, given->dose, rgm_instant_format_utc (given->at), NULL };
  RgmDay day = rgm_zone_day (zone, given->at);
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
  if (treatment->effects->len + treatment->rare_effects->len > 0)
    given_line (session, course, zone, given, "watch", watch, 3, holding);
  if (rgm_course_schedule (course)->kind == RGM_SCHEDULE_FRACTIONS
      && treatment->response_days[0] > 0
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
  gboolean all;
  store_touched (session->store, &oracle->position, touched, &all, NULL);
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
  oracle->holding = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < oracle->courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (oracle->courses, i);
    const RgmZone *zone = zone_of (oracle->patients, course->patient_id);
    open_doses (course, zone, session->now, oracle->holding);
    given_doses (session, course, zone, oracle->holding);
  }
  return oracle->holding;
}
