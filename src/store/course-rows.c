#include "store/store-private.h"

#include <base/i18n.h>

/* ---- reading ---- */

#define COURSES                                                                                    \
  "SELECT c.id, c.uid, c.patient_id, c.handle, c.treatment_key, c.treatment_name, "                \
  "c.treatment_class, c.unit, c.units, c.minutes,"                                                 \
  " c.amount, c.place, c.site, c.anyway, c.started_at, h.settled, h.makeups,"                      \
  " (SELECT CASE s.state WHEN 'stopped' THEN s.at END FROM course_states AS s CROSS JOIN changes " \
  "AS sc ON sc.id = s.change_id"                                                                   \
  "   WHERE s.course_id = c.id AND s.state IN ('stopped', 'resumed') AND sc.undone_by IS NULL "    \
  "ORDER BY s.id DESC LIMIT 1),"                                                                   \
  " (SELECT p.closed FROM patient_revisions AS p CROSS JOIN changes AS pc ON pc.id = p.change_id"  \
  "   WHERE p.patient_id = c.patient_id AND pc.undone_by IS NULL ORDER BY p.id DESC LIMIT 1)"      \
  " FROM courses AS c JOIN changes AS g ON g.id = c.change_id JOIN course_heads AS h ON "          \
  "h.course_id = c.id"                                                                             \
  " WHERE g.undone_by IS NULL "

/* ?1 the patient, ?2 ended ones too, ?3 ended ones with something at or after this; all or NULL. ?4
 * the only course. */
#define CHOSEN                                                                                     \
  "AND (?1 = 0 OR c.patient_id = ?1) AND (h.active OR ?2 OR (?3 IS NOT NULL AND ("                 \
  "  EXISTS (SELECT 1 FROM counted_administrations AS a WHERE a.course_id = c.id AND a.at >= ?3)"  \
  "  OR EXISTS (SELECT 1 FROM course_states AS s CROSS JOIN changes AS sc ON sc.id = s.change_id"  \
  "    WHERE s.course_id = c.id AND s.state = 'stopped' AND s.at >= ?3 AND sc.undone_by IS "       \
  "NULL))))"                                                                                       \
  " ORDER BY c.patient_id, c.id"

static void
read_treatment (sqlite3_stmt *statement, RgmCourse *course)
{
  course->treatment_key = rgm_sql_text (statement, 4);
  course->treatment_name = rgm_sql_text (statement, 5);
  course->treatment_class = rgm_sql_text (statement, 6);
  course->unit = rgm_sql_text (statement, 7);
  course->units = rgm_sql_text (statement, 8);
  course->minutes = sqlite3_column_int (statement, 9);
}

static RgmCourse *
read_course (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (RgmCourse) course = rgm_course_new ();

  course->id = sqlite3_column_int64 (statement, 0);
  course->uid = rgm_sql_text (statement, 1);
  course->patient_id = sqlite3_column_int64 (statement, 2);
  course->handle = rgm_sql_text (statement, 3);
  read_treatment (statement, course);
  course->amount = rgm_sql_text (statement, 10);
  course->place = rgm_sql_text (statement, 11);
  course->site = rgm_sql_text (statement, 12);
  course->anyway = rgm_sql_text (statement, 13);
  course->started_at = sqlite3_column_int64 (statement, 14);
  course->settled = sqlite3_column_int (statement, 15);
  course->makeups = sqlite3_column_int (statement, 16);
  course->stopped_at = rgm_sql_instant (statement, 17);
  if (!rgm_days_from_text ((const char *)sqlite3_column_text (statement, 18), course->clinic_closed,
                           error))
    return NULL;
  return g_steal_pointer (&course);
}

/* All doses from the first one at or after @since on are wanted: then no more than what lies
 * before it is left out. */
static gboolean
unsettle (RgmStore *store, RgmCourse *course, RgmInstant since, GError **error)
{
  gint64 first = 0;

  if (!rgm_sql_number (
        store, &first, error,
        "SELECT min (a.dose) FROM counted_administrations AS a WHERE a.course_id = ? AND a.at >= ?",
        "ii", course->id, (gint64)since))
    return FALSE;
  if (first > 0)
    course->settled = MIN (course->settled, (int)first - 1);
  return TRUE;
}

/* What is left out ends with a dose that was given. What was skipped may have been so long before
 * its day. */
static gboolean
unsettle_not_given (RgmStore *store, RgmCourse *course, GError **error)
{
  gint64 last = 0;
  gboolean well = rgm_sql_number (store, &last, error,
                                  "SELECT max (a.dose) FROM counted_administrations AS a"
                                  " WHERE a.course_id = ? AND a.dose <= ? AND a.outcome = 'given'",
                                  "id", course->id, course->settled);

  course->settled = (int)last;
  return well;
}

static gboolean
set_settled (RgmStore *store, RgmCourse *course, const RgmCourseQuery *query, GError **error)
{
  if (query->whole)
    course->settled = 0;
  if (query->since == RGM_INSTANT_NONE || course->settled == 0)
    return TRUE;
  return unsettle (store, course, query->since, error)
         && (!query->not_given || unsettle_not_given (store, course, error));
}

static gboolean
complete (RgmStore *store, RgmCourse *course, const RgmCourseQuery *query, GError **error)
{
  if (!set_settled (store, course, query, error) || !rgm_read_parts (store, course, error))
    return FALSE;
  if (course->revisions->len > 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
               _ ("%s: course %s has no schedule; run \"regimen check\""), store->path,
               course->handle);
  return FALSE;
}

static GPtrArray *
read_courses (RgmStore *store, sqlite3_stmt *statement, const RgmCourseQuery *query, GError **error)
{
  g_autoptr (GPtrArray) courses = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_course_free);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    g_autoptr (RgmCourse) course = read_course (statement, error);
    if (course == NULL || !complete (store, course, query, error))
      return NULL;
    g_ptr_array_add (courses, g_steal_pointer (&course));
  }
  return more == 0 ? g_steal_pointer (&courses) : NULL;
}

GPtrArray *
rgm_store_courses (RgmStore *store, const RgmCourseQuery *query, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_auto (RgmView) view = { 0 };

  if (!rgm_sql_view (&view, store, error))
    return NULL;
  statement = rgm_sql (store, error,
                       query->course_id != 0 ? COURSES "AND c.id = ?4 " CHOSEN : COURSES CHOSEN,
                       "id", query->patient_id, (int)query->ended);
  if (statement != NULL && query->course_id != 0)
    sqlite3_bind_int64 (statement, 4, query->course_id);
  if (statement != NULL && query->ended_since != RGM_INSTANT_NONE)
    sqlite3_bind_int64 (statement, 3, query->ended_since);
  return read_courses (store, statement, query, error);
}

/* The only course that @statement finds. */
static RgmCourse *
read_one (RgmStore *store, sqlite3_stmt *statement, gboolean whole, GError **error)
{
  const RgmCourseQuery query = { .whole = whole, .since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = read_courses (store, statement, &query, error);

  if (courses == NULL)
    return NULL;
  if (courses->len == 1)
    return g_ptr_array_steal_index (courses, 0);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("there is no such course on record"));
  return NULL;
}

RgmCourse *
rgm_store_course (RgmStore *store, gint64 id, gboolean whole, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_auto (RgmView) view = { 0 };

  if (!rgm_sql_view (&view, store, error))
    return NULL;
  statement = rgm_sql (store, error, COURSES "AND c.id = ?", "i", id);
  return read_one (store, statement, whole, error);
}

RgmCourse *
rgm_store_course_by_uid (RgmStore *store, const char *uid, gboolean whole, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_auto (RgmView) view = { 0 };

  if (!rgm_sql_view (&view, store, error))
    return NULL;
  statement = rgm_sql (store, error, COURSES "AND c.uid = ?", "t", uid);
  return read_one (store, statement, whole, error);
}

RgmCourse *
rgm_store_course_by_handle (RgmStore *store, gint64 patient_id, const char *handle, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_auto (RgmView) view = { 0 };

  if (!rgm_sql_view (&view, store, error))
    return NULL;
  statement = rgm_sql (store, error, COURSES "AND c.patient_id = ? AND c.handle = ?", "it",
                       patient_id, handle);
  return read_one (store, statement, FALSE, error);
}

char **
rgm_store_handles (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (GStrvBuilder) handles = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error,
               "SELECT c.handle FROM courses AS c JOIN changes AS g ON g.id = c.change_id"
               " WHERE c.patient_id = ? AND g.undone_by IS NULL ORDER BY c.id",
               "i", patient_id);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0)
    g_strv_builder_add (handles, (const char *)sqlite3_column_text (statement, 0));
  return more == 0 ? g_strv_builder_end (handles) : NULL;
}

/* ---- writing ---- */

static gboolean
handle_is_free (RgmStore *store, const RgmCourse *course, GError **error)
{
  gint64 taken = 0;

  if (!rgm_sql_number (store, &taken, error,
                       "SELECT count (*) FROM courses AS c JOIN changes AS g ON g.id = c.change_id"
                       " WHERE c.patient_id = ? AND c.handle = ? AND g.undone_by IS NULL",
                       "it", course->patient_id, course->handle))
    return FALSE;
  if (taken > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("the handle \"%s\" is taken; choose another one with --handle"),
                 course->handle);
  return taken == 0;
}

static gint64
insert_course (RgmStore *store, const RgmCourse *course, GError **error)
{
  RgmRow row = { .table = "courses" };

  rgm_row_text (&row, "uid", course->uid);
  rgm_row_number (&row, "patient_id", course->patient_id);
  rgm_row_text (&row, "handle", course->handle);
  rgm_row_text (&row, "treatment_key", course->treatment_key);
  rgm_row_text (&row, "treatment_name", course->treatment_name);
  rgm_row_text (&row, "treatment_class", course->treatment_class);
  rgm_row_text (&row, "unit", course->unit);
  rgm_row_text (&row, "units", course->units);
  rgm_row_number (&row, "minutes", course->minutes);
  rgm_row_text (&row, "amount", course->amount);
  rgm_row_text (&row, "place", course->place);
  rgm_row_text (&row, "site", course->site);
  rgm_row_text (&row, "anyway", course->anyway);
  rgm_row_number (&row, "started_at", course->started_at);
  return rgm_row_insert (store, &row, error);
}

gboolean
rgm_store_add_course (RgmStore *store, RgmCourse *course, GError **error)
{
  if (!handle_is_free (store, course, error))
    return FALSE;
  if (course->uid == NULL)
    course->uid = g_uuid_string_random ();
  course->id = insert_course (store, course, error);
  return course->id != 0
         && rgm_store_add_revision (store, course->id, course->revisions->pdata[0], error)
         && rgm_store_set_head (store, course->id, 0, TRUE, error);
}

gboolean
rgm_store_add_revision (RgmStore *store, gint64 course_id, const RgmRevision *revision,
                        GError **error)
{
  g_autofree char *schedule = rgm_schedule_to_stored (revision->schedule);
  RgmRow row = { .table = "revisions" };

  rgm_row_number (&row, "course_id", course_id);
  rgm_row_number (&row, "from_dose", revision->from_dose);
  rgm_row_text (&row, "schedule", schedule);
  rgm_row_number (&row, "made_at", revision->made_at);
  rgm_row_text (&row, "amount", revision->amount);
  rgm_row_text (&row, "place", revision->place);
  rgm_row_text (&row, "anyway", revision->anyway);
  return rgm_row_insert (store, &row, error) != 0;
}

gboolean
rgm_store_set_head (RgmStore *store, gint64 course_id, int settled, gboolean active, GError **error)
{
  return rgm_sql_run (
    store, error,
    "INSERT INTO course_heads (course_id, settled, makeups, active) VALUES (?1, ?2, 0, ?3)"
    " ON CONFLICT (course_id) DO UPDATE SET settled = ?2, active = ?3",
    "idd", course_id, settled, (int)(active != FALSE));
}
