/* Reads courses, with all that happened in them or only the later part, and the list of entries
 * that "regimen history" shows. */
#include "model/course-doses.h"
#include "model/course.h"
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "model/schedule.h"

#define DAY_SECONDS G_GINT64_CONSTANT (86400)
/* A dose can be skipped at most this long before its day. */
#define SKIPPED_AHEAD_DAYS 366

/* ---- reading one row, whose columns are in the order of the statements below ---- */

/* A row that a merge joined to another one is not a correction of it, so readers see no id in
 * replaces. */
#define ADMINISTRATION_COLUMNS                                                                     \
  "a.id, a.dose, a.outcome, a.at, a.amount, a.site, a.reason, a.note, a.makeup, a.recorded_at, "   \
  "CASE WHEN a.joined IS NULL THEN a.replaces END, a.anyway, a.zone, a.day, a.day_only"
#define ADMINISTRATION_N_COLUMNS 15

/* If the day is not on record, computes it from the time and the zone. If the system lacks the
 * zone, the zone is cleared, so that the patient's zone counts. */
static void
set_day (RgmAdministration *administration)
{
  const RgmZone *zone = rgm_zone_get (administration->zone, NULL);

  if (administration->day != RGM_NO_DAY)
    return;
  administration->day = zone != NULL ? rgm_zone_day (zone, administration->at) : 0;
  if (zone == NULL)
    g_clear_pointer (&administration->zone, g_free);
}

/* For a row that does not name its zone: the zone that the patient had when the time was entered.
 * If a correction kept the time, the time was entered with the row that it corrects. */
#define ZONE_THEN                                                                                  \
  "SELECT z.zone FROM administrations AS a JOIN courses AS zp ON zp.id = a.course_id"              \
  " JOIN patient_revisions AS z ON z.patient_id = zp.patient_id"                                   \
  " JOIN changes AS zc ON zc.id = z.change_id WHERE a.id = ? AND zc.undone_by IS NULL"             \
  " AND z.change_id <= (SELECT min (o.change_id) FROM administrations AS o WHERE o.course_id = "   \
  "a.course_id AND o.dose = a.dose AND o.at = a.at) ORDER BY z.id DESC LIMIT 1"

/* Fills in the zone and the day of a row that was written by an older version, which did not record
 * the zone. */
static gboolean
complete (RgmStore *store, RgmAdministration *administration, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int more;

  if (administration->zone != NULL)
    return TRUE;
  statement = sql_query (store, error, ZONE_THEN, "i", administration->id);
  if (statement == NULL || (more = sql_next (store, statement, error)) < 0)
    return FALSE;
  administration->zone = more > 0 ? sql_text (statement, 0) : NULL;
  if (administration->zone != NULL)
    set_day (administration);
  else if (administration->day == RGM_NO_DAY)
    administration->day = 0;
  return TRUE;
}

/* If the row has no zone, the caller has to call complete(). */
static gpointer
read_administration (sqlite3_stmt *statement, GError **error)
{
  RgmAdministration *administration;
  RgmLocal day;

  if (!sql_local (statement, 13, &day, error))
    return NULL;
  administration = g_new0 (RgmAdministration, 1);
  administration->id = sqlite3_column_int64 (statement, 0);
  administration->dose = sqlite3_column_int (statement, 1);
  administration->outcome
    = g_strcmp0 (sql_borrow_text (statement, 2), "given") == 0 ? RGM_GIVEN : RGM_SKIPPED;
  administration->at = sqlite3_column_int64 (statement, 3);
  administration->amount = sql_text (statement, 4);
  administration->site = sql_text (statement, 5);
  administration->reason = sql_text (statement, 6);
  administration->note = sql_text (statement, 7);
  administration->makeup = sqlite3_column_int (statement, 8);
  administration->recorded_at = sqlite3_column_int64 (statement, 9);
  administration->replaces = sqlite3_column_int64 (statement, 10);
  administration->anyway = sql_text (statement, 11);
  administration->zone = sql_text (statement, 12);
  administration->day = day.day;
  administration->day_only = sqlite3_column_int (statement, 14);
  if (administration->zone != NULL)
    set_day (administration);
  return administration;
}

static gpointer
read_revision (sqlite3_stmt *statement, GError **error)
{
  RgmSchedule *schedule = schedule_from_stored (sql_borrow_text (statement, 1), error);
  RgmRevision *revision;

  if (schedule == NULL)
    return NULL;
  revision = g_new0 (RgmRevision, 1);
  revision->from_dose = sqlite3_column_int (statement, 0);
  revision->schedule = schedule;
  revision->made_at = sqlite3_column_int64 (statement, 2);
  revision->amount = sql_text (statement, 3);
  revision->place = sql_text (statement, 4);
  revision->anyway = sql_text (statement, 5);
  revision->change = sqlite3_column_int64 (statement, 6);
  return revision;
}

static gpointer
read_appointment (sqlite3_stmt *statement, GError **error)
{
  RgmLocal at;
  RgmAppointment *appointment;

  if (!sql_local (statement, 1, &at, error))
    return NULL;
  appointment = g_new0 (RgmAppointment, 1);
  appointment->dose = sqlite3_column_int (statement, 0);
  appointment->at = at;
  appointment->zone = sql_text (statement, 2);
  appointment->place = sql_text (statement, 3);
  appointment->anyway = sql_text (statement, 4);
  appointment->made_at = sqlite3_column_int64 (statement, 5);
  return appointment;
}

static gpointer
read_move (sqlite3_stmt *statement, GError **error)
{
  RgmLocal target;
  RgmMove *move;

  if (!sql_local (statement, 1, &target, error))
    return NULL;
  move = g_new0 (RgmMove, 1);
  move->dose = sqlite3_column_int (statement, 0);
  move->target = target;
  move->anyway = sql_text (statement, 2);
  move->change = sqlite3_column_int64 (statement, 3);
  move->kept = sqlite3_column_int (statement, 4);
  move->made_at = sqlite3_column_int64 (statement, 5);
  move->merged = sqlite3_column_int (statement, 6);
  return move;
}

static gpointer
read_hold (sqlite3_stmt *statement, GError **error)
{
  RgmLocal until;
  RgmHold *hold;

  if (!sql_local (statement, 2, &until, error))
    return NULL;
  hold = g_new0 (RgmHold, 1);
  hold->dose = sqlite3_column_int (statement, 0);
  hold->reason = sql_text (statement, 1);
  hold->until = until.day;
  hold->since = sqlite3_column_int64 (statement, 3);
  return hold;
}

static gpointer
read_pause (sqlite3_stmt *statement, GError **error)
{
  RgmLocal from, until;
  RgmPause *pause;

  if (!sql_local (statement, 1, &from, error) || !sql_local (statement, 2, &until, error))
    return NULL;
  pause = g_new0 (RgmPause, 1);
  pause->from_dose = sqlite3_column_int (statement, 0);
  pause->from = from.day;
  pause->until = until.day;
  pause->reason = sql_text (statement, 3);
  pause->change = sqlite3_column_int64 (statement, 4);
  pause->made_at = sqlite3_column_int64 (statement, 5);
  pause->merged = sqlite3_column_int (statement, 6);
  return pause;
}

/* ---- the parts of a course ----
 * ?1 is the course; the doses after ?2, up to ?3, are read. The statements use an index, so other
 * doses cost nothing. SQLite takes longer to prepare a statement than to run it. So the same few
 * statements serve all courses, and a statement for something that courses rarely have, such as a
 * pause, is prepared only if the course has one. */

#define LAST_DOSE G_MAXINT32
#define ANY(table) "SELECT EXISTS (SELECT 1 FROM " table " WHERE course_id = ?)"

/* Reads the administrations of a course that count. */
static gboolean
read_administrations (RgmStore *store, RgmCourse *course, int after, int last, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT " ADMINISTRATION_COLUMNS " FROM " COUNTED
                 " WHERE a.course_id = ?1 AND a.dose > ?2 AND a.dose <= ?3 ORDER BY a.dose",
                 "idd", course->id, after, last);
  GPtrArray *into = course->administrations;
  guint first = into->len;

  if (!sql_rows (store, statement, read_administration, into, error))
    return FALSE;
  for (guint i = first; i < into->len; i++)
    if (!complete (store, into->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Reads the rows that @sql finds, of which only the first for each dose counts. If the second
 * column of that row is NULL, it says that nothing holds for the dose any more, for example because
 * an appointment was cancelled. */
static gboolean
read_latest (RgmStore *store, const RgmCourse *course, const char *sql, int after, int last,
             RgmReadRow read, GPtrArray *into, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, sql, "idd", course->id, after, last);
  int more = -1, dose = 0;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gpointer element;
    if (sqlite3_column_int (statement, 0) == dose)
      continue;
    dose = sqlite3_column_int (statement, 0);
    if (sqlite3_column_type (statement, 1) == SQLITE_NULL)
      continue;
    if ((element = read (statement, error)) == NULL)
      return FALSE;
    g_ptr_array_add (into, element);
  }
  return more == 0;
}

#define LATEST(columns, table)                                                                     \
  "SELECT t.dose, " columns " FROM " table " AS t CROSS JOIN changes AS c ON c.id = t.change_id"   \
  " WHERE t.course_id = ?1 AND c.undone_by IS NULL "
#define OF_DOSES "AND t.dose > ?2 AND t.dose <= ?3 ORDER BY t.dose, t.id DESC"
#define MOVES                                                                                      \
  LATEST ("t.target, t.anyway, coalesce (t.made_change, t.change_id), " MOVE_KEPT                  \
          ", coalesce (t.made_at, c.at), t.made_at IS NOT NULL",                                   \
          "moves")                                                                                 \
  OF_DOSES
#define APPOINTMENTS                                                                               \
  LATEST ("t.at, t.zone, t.place, t.anyway, coalesce (t.made_at, c.at)", "appointments") OF_DOSES
#define HOLDS LATEST ("t.reason, t.until, t.since", "holds") OF_DOSES

/* Among the settled doses, that is up to ?2: the one that was given at the latest time, and the
 * given one with the highest number. (+dose keeps SQLite from using the index by dose, which does
 * not help to sort by time.) */
#define ANCHORS                                                                                    \
  "SELECT (SELECT a.dose FROM " COUNTED " WHERE a.course_id = ?1"                                  \
  "   AND +a.dose <= ?2 AND a.outcome = 'given' ORDER BY a.at DESC LIMIT 1),"                      \
  " (SELECT a.dose FROM " COUNTED " WHERE a.course_id = ?1"                                        \
  "   AND a.dose <= ?2 AND a.outcome = 'given' ORDER BY a.dose DESC LIMIT 1)"

/* Reads the settled doses from which later targets count: the one that was given at the latest time
 * and the given one with the highest number, which are nearly always the same. If the two differ in
 * a course with an interval, a dose was entered out of order, and the doses after it can only be
 * computed from the one that was given at the latest time: then only the doses up to that one count
 * as settled. In a course with an interval, this also reads the doses that were skipped since,
 * because the next one counts from their dates. @any_moves: whether the course has moves; then this
 * also reads those of the settled doses from there on. */
static gboolean
read_anchors (RgmStore *store, RgmCourse *course, gboolean any_moves, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, ANCHORS, "id", course->id, course->settled);
  gboolean interval = rgm_course_schedule (course)->kind == RGM_SCHEDULE_INTERVAL;
  int given, last;

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  given = sqlite3_column_int (statement, 0);
  last = sqlite3_column_int (statement, 1);
  if (given < last && interval)
    course->settled = last = given;
  if ((last > 0 && last != given && !read_administrations (store, course, given - 1, given, error))
      || !read_administrations (store, course, MAX (last - 1, 0), interval ? course->settled : last,
                                error))
    return FALSE;
  return !any_moves
         || read_latest (store, course, MOVES, last - 1, course->settled, read_move, course->moves,
                         error);
}

#define REVISIONS                                                                                  \
  "SELECT t.from_dose, t.schedule, t.made_at, t.amount, t.place, t.anyway, t.change_id"            \
  " FROM revisions AS t CROSS JOIN changes AS c ON c.id = t.change_id"                             \
  " WHERE t.course_id = ? AND c.undone_by IS NULL AND " REVISION_COUNTS " ORDER BY t.id"

#define SAME_PAUSE(alias)                                                                          \
  "FROM pauses AS " alias " CROSS JOIN changes AS " alias "c ON " alias "c.id = " alias            \
  ".change_id WHERE " alias ".course_id = t.course_id AND " alias                                  \
  ".from_dose = t.from_dose AND " alias ".from_day = t.from_day AND " alias "c.undone_by IS NULL"

/* A pause that gets an end keeps its place in the order, and the time at which it was made: both
 * come from its first row. */
#define FIRST(what)                                                                                \
  "(SELECT " what " " SAME_PAUSE ("f") " ORDER BY coalesce (f.made_at, fc.at), coalesce "          \
                                       "(f.made_change, f.change_id), f.id LIMIT 1)"
#define FIRST_CHANGE FIRST ("coalesce (f.made_change, f.change_id)")
#define FIRST_AT FIRST ("coalesce (f.made_at, fc.at)")
#define FIRST_TAKEN_OVER FIRST ("f.made_at IS NOT NULL")
#define LATER_SAME_PAUSE "(SELECT 1 " SAME_PAUSE ("l") " AND l.id > t.id)"
#define FIRST_SAME_PAUSE "(SELECT min (f.id) " SAME_PAUSE ("f") ")"
#define PAUSE_COLUMNS                                                                              \
  "t.from_dose, t.from_day, t.until_day, t.reason, " FIRST_CHANGE ", " FIRST_AT                    \
  ", " FIRST_TAKEN_OVER
#define PAUSES                                                                                     \
  "SELECT " PAUSE_COLUMNS " FROM pauses AS t CROSS JOIN changes AS c ON c.id = t.change_id"        \
  " WHERE t.course_id = ? AND c.undone_by IS NULL"                                                 \
  " AND (t.until_day IS NULL OR t.until_day >= t.from_day)"                                        \
  " AND NOT EXISTS " LATER_SAME_PAUSE " ORDER BY 6, " FIRST_SAME_PAUSE

static gboolean
read_pauses (RgmStore *store, RgmCourse *course, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 any = 0;

  if (!sql_number (store, &any, error, ANY ("pauses"), "i", course->id))
    return FALSE;
  if (any == 0)
    return TRUE;
  statement = sql_query (store, error, PAUSES, "i", course->id);
  return sql_rows (store, statement, read_pause, course->pauses, error);
}

static gboolean
read_revisions (RgmStore *store, RgmCourse *course, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, REVISIONS, "i", course->id);

  if (!sql_rows (store, statement, read_revision, course->revisions, error))
    return FALSE;
  if (course->revisions->len > 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
               _ ("%s: course %s has no schedule; run \"regimen check\""), store->path,
               course->handle);
  error_set_trait (error, ERROR_ADVISES_CHECK);
  return FALSE;
}

/* Adds what is on record about the doses of a course. The settled ones are left out, except those
 * that read_anchors() reads (course.h). */
static gboolean
read_doses (RgmStore *store, RgmCourse *course, GError **error)
{
  gint64 moves = 0;
  int settled;

  if (!sql_number (store, &moves, error, ANY ("moves"), "i", course->id)
      || (course->settled > 0 && !read_anchors (store, course, moves != 0, error)))
    return FALSE;
  settled = course->settled;
  return read_administrations (store, course, settled, LAST_DOSE, error)
         && (moves == 0
             || read_latest (store, course, MOVES, settled, LAST_DOSE, read_move, course->moves,
                             error))
         && read_latest (store, course, APPOINTMENTS, settled, LAST_DOSE, read_appointment,
                         course->appointments, error)
         && read_latest (store, course, HOLDS, settled, LAST_DOSE, read_hold, course->holds, error);
}

/* ---- courses ---- */

/* The row of course_names in force for course c, if there is one. The join finds it once, instead
 * of once for each column. */
#define NAMED                                                                                      \
  " LEFT JOIN course_names AS m ON m.id = (SELECT n.id FROM course_names AS n"                     \
  "   CROSS JOIN changes AS nc ON nc.id = n.change_id WHERE n.course_id = c.id"                    \
  "   AND nc.undone_by IS NULL ORDER BY n.id DESC LIMIT 1)"
#define HANDLE "coalesce (m.handle, c.handle)"
#define COURSE_ROWS                                                                                \
  "SELECT c.id, c.uid, c.patient_id, " HANDLE ", c.treatment_key, c.treatment_name, "              \
  "c.treatment_class, c.unit, c.units, c.minutes,"                                                 \
  " c.amount, c.place, c.site, c.anyway, c.started_at, h.settled, h.makeups,"                      \
  " (SELECT CASE s.state WHEN 'stopped' THEN s.at END FROM course_states AS s CROSS JOIN changes " \
  "AS sc ON sc.id = s.change_id"                                                                   \
  "   WHERE s.course_id = c.id AND s.state IN ('stopped', 'resumed') AND sc.undone_by IS NULL "    \
  "ORDER BY s.id DESC LIMIT 1),"                                                                   \
  " (SELECT p.closed FROM patient_revisions AS p CROSS JOIN changes AS pc ON pc.id = p.change_id"  \
  "   WHERE p.patient_id = c.patient_id AND pc.undone_by IS NULL ORDER BY p.id DESC LIMIT "        \
  "1), " HEAD_DIFFERS (                                                                            \
    "h") " FROM courses AS c JOIN changes AS g ON g.id = c.change_id JOIN course_heads AS h ON "   \
         "h.course_id = c.id" NAMED
enum { HEAD_DIFFERS_AT = 19 };
#define COURSES COURSE_ROWS " WHERE g.undone_by IS NULL AND m.removed_at IS NULL "

/* ?1: the patient; 0: all. ?2: whether ended courses are wanted too. ?4, if only one course is
 * wanted: its id. */
#define CHOSEN "AND (?1 = 0 OR c.patient_id = ?1) AND (" HEAD_MAY_BE_ACTIVE ("h") " OR ?2"
/* ?3: an instant; ended courses with an administration or a stop at or after it are wanted too. */
#define ENDED_SINCE                                                                                \
  " OR EXISTS (SELECT 1 FROM " COUNTED " WHERE a.course_id = c.id AND a.at >= "                    \
  "?3)"                                                                                            \
  " OR EXISTS (SELECT 1 FROM course_states AS s CROSS JOIN changes AS sc ON sc.id = s.change_id"   \
  "    WHERE s.course_id = c.id AND s.state = 'stopped' AND s.at >= ?3 AND sc.undone_by IS NULL)"
#define IN_ORDER ") ORDER BY c.patient_id, c.started_at, c.id"

/* The name of the patient of course c. */
#define PERSON_NAME                                                                                \
  "(SELECT s.name FROM patient_revisions AS s CROSS JOIN changes AS sc ON sc.id = s.change_id"     \
  " WHERE s.patient_id = c.patient_id AND sc.undone_by IS NULL ORDER BY s.id DESC LIMIT 1)"

static RgmCourse *
read_course (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (RgmCourse) course = course_new ();

  course->id = sqlite3_column_int64 (statement, 0);
  course->uid = sql_text (statement, 1);
  course->patient_id = sqlite3_column_int64 (statement, 2);
  course->handle = sql_text (statement, 3);
  course->treatment_key = sql_text (statement, 4);
  course->treatment_name = sql_text (statement, 5);
  course->treatment_class = sql_text (statement, 6);
  course->unit = sql_text (statement, 7);
  course->units = sql_text (statement, 8);
  course->minutes = sqlite3_column_int (statement, 9);
  course->amount = sql_text (statement, 10);
  course->place = sql_text (statement, 11);
  course->site = sql_text (statement, 12);
  course->anyway = sql_text (statement, 13);
  course->started_at = sqlite3_column_int64 (statement, 14);
  course->settled = sqlite3_column_int (statement, 15);
  course->makeups = sqlite3_column_int (statement, 16);
  course->stopped_at = sql_instant (statement, 17);
  if (!sql_days_from_text (sql_borrow_text (statement, 18), course->clinic_closed, error))
    return NULL;
  return g_steal_pointer (&course);
}

/* Lowers course->settled to the dose before @first, if @first is not 0. */
static void
lower_settled (RgmCourse *course, gint64 first)
{
  if (first > 0)
    course->settled = MIN (course->settled, (int)first - 1);
}

/* Lowers the number of settled doses, which an earlier command computed with the time of its own
 * clock, to what the record and @now allow. The time matters only for fixed times and, in
 * set_settled(), for doses as needed. */
static gboolean
lower_to_now (RgmStore *store, RgmCourse *course, RgmInstant now, GError **error)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  g_autofree char *day = rgm_day_format (course_kept_from (now));
  gint64 moved = 0;

  if (kind != RGM_SCHEDULE_TIMES || course->settled == 0)
    return TRUE;
  course->settled = course_settled_at (course, now);
  if (!sql_number (store, &moved, error,
                   "SELECT ifnull (min (t.dose), 0) FROM moves AS t"
                   " WHERE t.course_id = ? AND t.dose <= ? AND t.target >= ?",
                   "idt", course->id, course->settled, day))
    return FALSE;
  lower_settled (course, moved);
  return TRUE;
}

/* Lowers course->settled as far as necessary, so that no dose that @query asks for is left out. */
static gboolean
set_settled (RgmStore *store, RgmCourse *course, const RgmCourseQuery *query, GError **error)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  RgmInstant since = query->since, kept = query->now - COURSE_KEPT_DAYS * DAY_SECONDS, skipped;
  gint64 first = 0, last = 0;

  if (query->whole)
    course->settled = 0;
  if (!lower_to_now (store, course, query->now, error))
    return FALSE;
  if (kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED)
    since = since == RGM_INSTANT_NONE ? kept : MIN (since, kept);
  if (since == RGM_INSTANT_NONE || course->settled == 0)
    return TRUE;
  /* A skipped dose may have been skipped long before its day, and a later one given since. */
  skipped = query->not_given ? since - SKIPPED_AHEAD_DAYS * DAY_SECONDS : since;
  if (!sql_number (store, &first, error,
                   "SELECT ifnull (min (a.dose), 0) FROM " COUNTED " WHERE"
                   " a.course_id = ? AND a.at >= ? AND (a.at >= ? OR a.outcome = 'skipped')",
                   "iii", course->id, (gint64)skipped, (gint64)since))
    return FALSE;
  lower_settled (course, first);
  if (!query->not_given)
    return TRUE;
  /* The last dose that is left out must be one that was given: a dose may have been skipped long
   * before its day. */
  if (!sql_number (store, &last, error,
                   "SELECT max (a.dose) FROM " COUNTED
                   " WHERE a.course_id = ? AND a.dose <= ? AND a.outcome = 'given'",
                   "id", course->id, course->settled))
    return FALSE;
  course->settled = (int)last;
  /* A tablet may have been taken long before its time, and tablets before it may have been missed
   * since. */
  if (kind == RGM_SCHEDULE_TIMES)
    course->settled = course_settled_at (course, since + COURSE_KEPT_DAYS * DAY_SECONDS);
  return TRUE;
}

/* Called if the head of @course differs from its twin: treats no dose as settled, and counts the
 * make-ups in the record. */
static gboolean
read_without_head (RgmStore *store, RgmCourse *course, GError **error)
{
  gint64 makeups;

  twins_doubt (store, course->id);
  course->settled = 0;
  if (!sql_number (store, &makeups, error,
                   "SELECT count (*) FROM " COUNTED " WHERE a.course_id = ? AND a.makeup", "i",
                   course->id))
    return FALSE;
  course->makeups = (int)makeups;
  return TRUE;
}

static GPtrArray *
read_courses (RgmStore *store, sqlite3_stmt *statement, const RgmCourseQuery *query, GError **error)
{
  g_autoptr (GPtrArray) courses = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_course_free);
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    g_autoptr (RgmCourse) course = read_course (statement, error);
    if (course == NULL
        || (sqlite3_column_int (statement, HEAD_DIFFERS_AT)
            && !read_without_head (store, course, error))
        || !read_pauses (store, course, error) || !read_revisions (store, course, error)
        || !set_settled (store, course, query, error) || !read_doses (store, course, error))
      return NULL;
    g_ptr_array_add (courses, g_steal_pointer (&course));
  }
  return more == 0 ? g_steal_pointer (&courses) : NULL;
}

static gpointer
read_void (sqlite3_stmt *statement, GError **error)
{
  return read_course (statement, error);
}

GPtrArray *
rgm_store_void_courses (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    COURSE_ROWS " WHERE c.patient_id = ? AND (g.undone_by IS NOT NULL OR m.removed_at IS NOT NULL)"
                " ORDER BY c.id",
    "i", patient_id);

  return sql_list (store, statement, read_void, (GDestroyNotify)rgm_course_free, error);
}

GPtrArray *
rgm_store_courses (RgmStore *store, const RgmCourseQuery *query, GError **error)
{
  gboolean since = query->ended_since != RGM_INSTANT_NONE;
  const char *all = since ? COURSES CHOSEN ENDED_SINCE IN_ORDER : COURSES CHOSEN IN_ORDER;
  const char *one = since ? COURSES "AND c.id = ?4 " CHOSEN ENDED_SINCE IN_ORDER
                          : COURSES "AND c.id = ?4 " CHOSEN IN_ORDER;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_auto (RgmView) view = { 0 };

  if (!sql_view (&view, store, error))
    return NULL;
  statement = sql_query (store, error, query->course_id != 0 ? one : all, "id", query->patient_id,
                         (int)query->ended);
  if (statement != NULL && query->course_id != 0)
    sqlite3_bind_int64 (statement, 4, query->course_id);
  if (statement != NULL && since)
    sqlite3_bind_int64 (statement, 3, query->ended_since);
  return read_courses (store, statement, query, error);
}

/* Reads the only course that @sql finds. @number is its ?1, and @text (nullable) its ?2. */
static RgmCourse *
read_one (RgmStore *store, const char *sql, gint64 number, const char *text, RgmInstant now,
          GError **error)
{
  const RgmCourseQuery query = { .now = now == RGM_INSTANT_NONE ? 0 : now,
                                 .whole = now == RGM_INSTANT_NONE,
                                 .since = RGM_INSTANT_NONE };
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GPtrArray) courses = NULL;
  g_auto (RgmView) view = { 0 };

  if (!sql_view (&view, store, error))
    return NULL;
  statement = text != NULL ? sql_query (store, error, sql, "it", number, text)
                           : sql_query (store, error, sql, "i", number);
  courses = read_courses (store, statement, &query, error);
  if (courses == NULL)
    return NULL;
  if (courses->len == 1)
    return g_ptr_array_steal_index (courses, 0);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("there is no such course on record"));
  return NULL;
}

RgmCourse *
rgm_store_course (RgmStore *store, gint64 id, RgmInstant now, GError **error)
{
  return read_one (store, COURSES "AND c.id = ?1", id, NULL, now, error);
}

RgmCourse *
rgm_store_course_by_uid (RgmStore *store, const char *uid, RgmInstant now, GError **error)
{
  return read_one (store, COURSES "AND c.uid = ?2", 0, uid, now, error);
}

#define HANDLES                                                                                    \
  "SELECT " HANDLE ", c.id FROM courses AS c JOIN changes AS g ON g.id = c.change_id" NAMED        \
  " WHERE c.patient_id = ? AND g.undone_by IS NULL AND m.removed_at IS NULL"                       \
  " ORDER BY c.started_at, c.id"

RgmCourse *
rgm_store_course_by_handle (RgmStore *store, gint64 patient_id, const char *handle, RgmInstant now,
                            GError **error)
{
  g_auto (RgmView) view = { 0 };
  /* declared after view, so that it is reset before the view ends: it may still have rows */
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 id = 0;
  int more = -1;

  if (!sql_view (&view, store, error))
    return NULL;
  statement = sql_query (store, error, HANDLES, "i", patient_id);
  while (statement != NULL && id == 0 && (more = sql_next (store, statement, error)) > 0)
    if (g_str_equal (sql_borrow_text (statement, 0), handle))
      id = sqlite3_column_int64 (statement, 1);
  return more >= 0 ? rgm_store_course (store, id, now, error) : NULL;
}

char **
rgm_store_handles (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (GStrvBuilder) handles = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, HANDLES, "i", patient_id);
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0)
    g_strv_builder_add (handles, sql_borrow_text (statement, 0));
  return more == 0 ? g_strv_builder_end (handles) : NULL;
}

void
rgm_removed_course_free (RgmRemovedCourse *course)
{
  if (course == NULL)
    return;
  g_free (course->patient);
  g_free (course->handle);
  g_free (course->uid);
  g_free (course->treatment);
  g_free (course);
}

static gpointer
read_removed (sqlite3_stmt *statement, GError **error)
{
  RgmRemovedCourse *course = g_new0 (RgmRemovedCourse, 1);

  course->patient = sql_text (statement, 0);
  course->handle = sql_text (statement, 1);
  course->uid = sql_text (statement, 2);
  course->treatment = sql_text (statement, 3);
  course->started_at = sqlite3_column_int64 (statement, 4);
  course->removed_at = sqlite3_column_int64 (statement, 5);
  return course;
}

GPtrArray *
rgm_store_removed (RgmStore *store, gint64 patient_id, gint64 course_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT " PERSON_NAME ", " COURSE_HANDLE
    ", c.uid, c.treatment_key, c.started_at, " COURSE_NAME (
      "n.removed_at") " FROM courses AS c JOIN changes AS g ON g.id = c.change_id"
                      " WHERE g.undone_by IS NULL AND " COURSE_REMOVED
                      " AND (?1 = 0 OR c.patient_id = ?1) AND (?2 = 0 OR c.id = ?2) ORDER BY c.id",
    "ii", patient_id, course_id);

  return sql_list (store, statement, read_removed, (GDestroyNotify)rgm_removed_course_free, error);
}

gboolean
store_last_place (RgmStore *store, gint64 course_id, int dose, char **place, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 LATEST ("t.place", "appointments") "AND t.dose = ?2 AND t.at IS NOT NULL"
                                                    " ORDER BY t.id DESC LIMIT 1",
                 "id", course_id, dose);
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *place = more > 0 ? sql_text (statement, 1) : NULL;
  return more >= 0;
}

gboolean
rgm_store_stop_reason (RgmStore *store, gint64 course_id, char **reason, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT CASE s.state WHEN 'stopped' THEN s.reason END FROM course_states AS s"
                 " CROSS JOIN changes AS c ON c.id = s.change_id WHERE s.course_id = ?"
                 " AND s.state IN ('stopped', 'resumed') AND c.undone_by IS NULL"
                 " ORDER BY s.id DESC LIMIT 1",
                 "i", course_id);
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *reason = more > 0 ? sql_text (statement, 0) : NULL;
  return more >= 0;
}

/* ---- counting and history ---- */

gboolean
rgm_store_count (RgmStore *store, gint64 course_id, int *given, int *skipped, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT count (*) FILTER (WHERE a.outcome = 'given'),"
    " count (*) FILTER (WHERE a.outcome = 'skipped') FROM " COUNTED " WHERE a.course_id = ?",
    "i", course_id);

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  *given = sqlite3_column_int (statement, 0);
  *skipped = sqlite3_column_int (statement, 1);
  return TRUE;
}

gboolean
store_given_again (RgmStore *store, gint64 course_id, gboolean *again, GError **error)
{
  gint64 given = 0;

  if (!sql_number (store, &given, error,
                   "SELECT count (*) FROM (SELECT 1 FROM " COUNTED
                   " WHERE a.course_id = ? AND a.outcome = 'given' LIMIT 2)",
                   "i", course_id))
    return FALSE;
  *again = given > 1;
  return TRUE;
}

void
rgm_history_row_free (RgmHistoryRow *row)
{
  if (row == NULL)
    return;
  course_administration_free (row->administration);
  g_free (row->patient);
  g_free (row->course);
  g_free (row->treatment);
  g_free (row->unit);
  g_free (row->merged_from);
  g_free (row);
}

#define HISTORY                                                                                    \
  "SELECT " ADMINISTRATION_COLUMNS ", n.id, a.course_id, " PERSON_NAME ", " COURSE_HANDLE          \
  ", c.treatment_name, c.unit, g.undone_by IS NOT NULL OR n.void IS NOT NULL, n.void IS NULL"      \
  ", CASE WHEN ?3 = 2 THEN (SELECT m.name FROM merges AS m WHERE m.change_id = a.change_id) END"   \
  " FROM administrations AS a JOIN changes AS g ON g.id = a.change_id"                             \
  " JOIN courses AS c ON c.id = a.course_id"                                                       \
  " LEFT JOIN administrations AS n ON n.id = (SELECT r.id FROM administrations AS r"               \
  "   CROSS JOIN changes AS rc ON rc.id = r.change_id WHERE r.replaces = a.id AND rc.undone_by "   \
  "IS NULL)"                                                                                       \
  " WHERE a.void IS NULL AND (?3 = 2 OR (g.undone_by IS NULL AND n.void IS NULL)) AND (?1 = 0 OR " \
  "c.patient_id = ?1) AND (?2 = 0 OR c.id "                                                        \
  "= "                                                                                             \
  "?2) AND "                                                                                       \
  "(?3 OR n.id IS NULL)"                                                                           \
  " ORDER BY a.at, a.id"

static gpointer
read_row (sqlite3_stmt *statement, GError **error)
{
  RgmHistoryRow *row = g_new0 (RgmHistoryRow, 1);
  int column = ADMINISTRATION_N_COLUMNS;

  row->administration = read_administration (statement, error);
  if (row->administration == NULL) {
    g_free (row);
    return NULL;
  }
  row->administration->replaced_by = sqlite3_column_int64 (statement, column++);
  row->course_id = sqlite3_column_int64 (statement, column++);
  row->patient = sql_text (statement, column++);
  row->course = sql_text (statement, column++);
  row->treatment = sql_text (statement, column++);
  row->unit = sql_text (statement, column++);
  row->taken_back = sqlite3_column_int (statement, column++);
  if (!sqlite3_column_int (statement, column++)) /* a row that takes it back is not a correction */
    row->administration->replaced_by = 0;
  row->merged_from = sql_text (statement, column++);
  return row;
}

GPtrArray *
rgm_store_history (RgmStore *store, gint64 patient_id, gint64 course_id, RgmHistoryDepth depth,
                   GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, HISTORY, "iid", patient_id, course_id, (int)depth);
  g_autoptr (GPtrArray) rows
    = sql_list (store, statement, read_row, (GDestroyNotify)rgm_history_row_free, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!complete (store, ((RgmHistoryRow *)rows->pdata[i])->administration, error))
      return NULL;
  return g_steal_pointer (&rows);
}

GPtrArray *
rgm_store_holds (RgmStore *store, gint64 course_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    LATEST ("t.reason, t.until, t.since", "holds") "AND t.reason IS NOT NULL ORDER BY t.id", "i",
    course_id);

  return sql_list (store, statement, read_hold, (GDestroyNotify)course_hold_free, error);
}

GPtrArray *
rgm_store_void_holds (RgmStore *store, gint64 course_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT t.dose, t.reason, t.until, t.since FROM holds AS t"
    " JOIN changes AS c ON c.id = t.change_id WHERE t.course_id = ? AND c.undone_by IS NOT NULL"
    " AND t.reason IS NOT NULL ORDER BY t.id",
    "i", course_id);

  return sql_list (store, statement, read_hold, (GDestroyNotify)course_hold_free, error);
}
