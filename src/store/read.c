#include "store/store-private.h"

#include <base/i18n.h>

/* ---- one row each ---- */

RgmAdministration *
rgm_read_administration (sqlite3_stmt *statement)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->id = sqlite3_column_int64 (statement, 0);
  administration->dose = sqlite3_column_int (statement, 1);
  administration->outcome
    = g_strcmp0 ((const char *)sqlite3_column_text (statement, 2), "given") == 0 ? RGM_GIVEN
                                                                                 : RGM_SKIPPED;
  administration->at = sqlite3_column_int64 (statement, 3);
  administration->amount = rgm_sql_text (statement, 4);
  administration->site = rgm_sql_text (statement, 5);
  administration->reason = rgm_sql_text (statement, 6);
  administration->note = rgm_sql_text (statement, 7);
  administration->makeup = sqlite3_column_int (statement, 8);
  administration->recorded_at = sqlite3_column_int64 (statement, 9);
  administration->replaces = sqlite3_column_int64 (statement, 10);
  administration->anyway = rgm_sql_text (statement, 11);
  return administration;
}

static gpointer
read_revision (sqlite3_stmt *statement, GError **error)
{
  RgmSchedule *schedule
    = rgm_schedule_from_stored ((const char *)sqlite3_column_text (statement, 1), error);
  RgmRevision *revision;

  if (schedule == NULL)
    return NULL;
  revision = g_new0 (RgmRevision, 1);
  revision->from_dose = sqlite3_column_int (statement, 0);
  revision->schedule = schedule;
  revision->made_at = sqlite3_column_int64 (statement, 2);
  revision->amount = rgm_sql_text (statement, 3);
  revision->place = rgm_sql_text (statement, 4);
  revision->anyway = rgm_sql_text (statement, 5);
  return revision;
}

static gpointer
read_administration (sqlite3_stmt *statement, GError **error)
{
  return rgm_read_administration (statement);
}

static gpointer
read_appointment (sqlite3_stmt *statement, GError **error)
{
  RgmLocal at;
  RgmAppointment *appointment;

  if (!rgm_sql_local (statement, 1, &at, error))
    return NULL;
  appointment = g_new0 (RgmAppointment, 1);
  appointment->dose = sqlite3_column_int (statement, 0);
  appointment->at = at;
  appointment->zone = rgm_sql_text (statement, 2);
  appointment->place = rgm_sql_text (statement, 3);
  return appointment;
}

static gpointer
read_move (sqlite3_stmt *statement, GError **error)
{
  RgmLocal target;
  RgmMove *move;

  if (!rgm_sql_local (statement, 1, &target, error))
    return NULL;
  move = g_new0 (RgmMove, 1);
  move->dose = sqlite3_column_int (statement, 0);
  move->target = target;
  return move;
}

static gpointer
read_hold (sqlite3_stmt *statement, GError **error)
{
  RgmLocal until;
  RgmHold *hold;

  if (!rgm_sql_local (statement, 2, &until, error))
    return NULL;
  hold = g_new0 (RgmHold, 1);
  hold->dose = sqlite3_column_int (statement, 0);
  hold->reason = rgm_sql_text (statement, 1);
  hold->until = until.day;
  hold->since = sqlite3_column_int64 (statement, 3);
  return hold;
}

static gpointer
read_pause (sqlite3_stmt *statement, GError **error)
{
  RgmLocal from, until;
  RgmPause *pause;

  if (!rgm_sql_local (statement, 1, &from, error) || !rgm_sql_local (statement, 2, &until, error))
    return NULL;
  pause = g_new0 (RgmPause, 1);
  pause->from_dose = sqlite3_column_int (statement, 0);
  pause->from = from.day;
  pause->until = until.day;
  pause->reason = rgm_sql_text (statement, 3);
  return pause;
}

/* ---- the parts of a course ----
 * ?1 is the course, ?2 its settled dose. The statements walk an index: what is settled costs
 * nothing. */

typedef gpointer (*ReadRow) (sqlite3_stmt *statement, GError **error);

static gboolean
read_all (RgmStore *store, const RgmCourse *course, const char *sql, ReadRow read, GPtrArray *into,
          GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error, sql, "id", course->id, course->settled);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    gpointer element = read (statement, error);
    if (element == NULL)
      return FALSE;
    g_ptr_array_add (into, element);
  }
  return more == 0;
}

/* Reads rows of which the first one of each dose holds; one whose second column is NULL takes
 * back. @one: stop after the first that holds. */
static gboolean
read_latest (RgmStore *store, const RgmCourse *course, const char *sql, ReadRow read, gboolean one,
             GPtrArray *into, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error, sql, "id", course->id, course->settled);
  int more = -1, last = 0;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    gpointer element;
    if (sqlite3_column_int (statement, 0) == last)
      continue;
    last = sqlite3_column_int (statement, 0);
    if (sqlite3_column_type (statement, 1) == SQLITE_NULL)
      continue;
    if ((element = read (statement, error)) == NULL)
      return FALSE;
    g_ptr_array_add (into, element);
    if (one)
      return TRUE;
  }
  return more == 0;
}

#define COUNTED                                                                                    \
  "SELECT " RGM_ADMINISTRATION_COLUMNS " FROM counted_administrations AS a WHERE a.course_id = "   \
  "?1 "
#define LATEST(columns, table)                                                                     \
  "SELECT t.dose, " columns " FROM " table " AS t CROSS JOIN changes AS c ON c.id = t.change_id"   \
  " WHERE t.course_id = ?1 AND c.undone_by IS NULL "
#define LATER "AND t.dose > ?2 ORDER BY t.dose, t.id DESC"

/* The settled dose that was given last, and the one from which the next target counts: nearly
 * always the same one. (+dose: by time, so that the index by dose is no use.) */
static gboolean
read_anchors (RgmStore *store, RgmCourse *course, GError **error)
{
  GPtrArray *into = course->administrations;

  if (!read_all (store, course,
                 COUNTED "AND +a.dose <= ?2 AND a.outcome = 'given' ORDER BY a.at DESC LIMIT 1",
                 read_administration, into, error)
      || !read_all (store, course,
                    COUNTED "AND a.dose <= ?2 AND a.outcome = 'given' ORDER BY a.dose DESC LIMIT 1",
                    read_administration, into, error))
    return FALSE;
  if (into->len == 2
      && ((RgmAdministration *)into->pdata[0])->dose == ((RgmAdministration *)into->pdata[1])->dose)
    g_ptr_array_remove_index (into, 1);
  return read_latest (
    store, course, LATEST ("t.target", "moves") "AND t.dose <= ?2 ORDER BY t.dose DESC, t.id DESC",
    read_move, TRUE, course->moves, error);
}

static gboolean
read_revisions (RgmStore *store, RgmCourse *course, GError **error)
{
  return read_all (
    store, course,
    "SELECT t.from_dose, t.schedule, t.made_at, t.amount, t.place, t.anyway FROM revisions AS t"
    " CROSS JOIN changes AS c ON c.id = t.change_id"
    " WHERE t.course_id = ?1 AND ?2 >= 0 AND c.undone_by IS NULL ORDER BY t.id",
    read_revision, course->revisions, error);
}

#define SAME_PAUSE(alias)                                                                          \
  "FROM pauses AS " alias " CROSS JOIN changes AS " alias "c ON " alias "c.id = " alias            \
  ".change_id WHERE " alias ".course_id = t.course_id AND " alias                                  \
  ".from_dose = t.from_dose AND " alias ".from_day = t.from_day AND " alias "c.undone_by IS NULL"

/* One keeps its place when it gets an end. */
#define PAUSES                                                                                     \
  "SELECT t.from_dose, t.from_day, t.until_day, t.reason FROM pauses AS t CROSS JOIN changes AS c" \
  " ON c.id = t.change_id WHERE t.course_id = ?1 AND ?2 >= 0 AND c.undone_by IS NULL AND "         \
  "(t.until_day IS NULL OR t.until_day >= t.from_day) AND NOT EXISTS (SELECT 1 " SAME_PAUSE (      \
    "l") " AND l.id > t.id) ORDER BY (SELECT min (f.id) " SAME_PAUSE ("f") ")"

gboolean
rgm_read_parts (RgmStore *store, RgmCourse *course, GError **error)
{
  if (!read_revisions (store, course, error)
      || !read_all (store, course, PAUSES, read_pause, course->pauses, error)
      || (course->settled > 0 && !read_anchors (store, course, error)))
    return FALSE;
  return read_all (store, course, COUNTED "AND a.dose > ?2 ORDER BY a.dose", read_administration,
                   course->administrations, error)
         && read_latest (store, course, LATEST ("t.target", "moves") LATER, read_move, FALSE,
                         course->moves, error)
         && read_latest (store, course, LATEST ("t.at, t.zone, t.place", "appointments") LATER,
                         read_appointment, FALSE, course->appointments, error)
         && read_latest (store, course, LATEST ("t.reason, t.until, t.since", "holds") LATER,
                         read_hold, FALSE, course->holds, error);
}
