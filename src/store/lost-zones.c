/* Time zones that are on record but that this system does not have: which people and appointments
 * have them, and which command repairs each. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "store/lost-zones.h"

const RgmZone *
rgm_patient_zone (const RgmPatient *patient, GError **error)
{
  const RgmZone *zone = rgm_zone_get (patient->zone, NULL);
  g_autofree char *name = NULL, *repair = NULL;

  if (zone != NULL)
    return zone;
  name = text_shell_word (patient->name);
  repair = g_strdup_printf ("regimen patient set %s --zone ZONE", name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_ZONE,
               _ ("the time zone of %s, %s, is missing or damaged on this system; to set another: "
                  "%s"),
               patient->name, patient->zone, repair);
  return NULL;
}

/* ---- the list ---- */

#define BOOKED                                                                                     \
  "SELECT c.id, t.dose, t.at, t.zone, c.patient_id FROM course_heads AS h"                         \
  " CROSS JOIN courses AS c ON c.id = h.course_id CROSS JOIN changes AS cg ON cg.id = c.change_id" \
  " CROSS JOIN appointments AS t ON t.course_id = c.id AND t.dose > h.settled"                     \
  " CROSS JOIN changes AS g ON g.id = t.change_id"                                                 \
  " WHERE h.active AND cg.undone_by IS NULL AND g.undone_by IS NULL"                               \
  " AND (?1 = 0 OR c.patient_id = ?1) ORDER BY c.id, t.dose, t.id DESC"
/* The handle of a course, unless the course was removed from the lists. */
#define LISTED "SELECT " COURSE_HANDLE " FROM courses AS c WHERE c.id = ? AND " COURSE_LISTED

/* Adds a line about the appointment in @row, a row of BOOKED whose zone this system does not have.
 * Adds none if the course was removed, or if the dose is on record as given or skipped. */
static gboolean
add_appointment (RgmStore *store, sqlite3_stmt *row, const GPtrArray *patients, GPtrArray *problems,
                 GError **error)
{
  const RgmPatient *patient = NULL;
  g_autofree char *name = NULL, *option = NULL;
  g_autofree char *handle = NULL, *zone = sql_text (row, 3);
  g_autoptr (sqlite3_stmt) course
    = sql_query (store, error, LISTED, "i", (gint64)sqlite3_column_int64 (row, 0));
  int dose = sqlite3_column_int (row, 1), listed;
  gint64 answers = 0;
  RgmLocal at;

  if (course == NULL || (listed = sql_next (store, course, error)) < 0)
    return FALSE;
  if (listed == 0)
    return TRUE;
  handle = sql_text (course, 0);
  if (!sql_number (store, &answers, error,
                   "SELECT count (*) FROM " COUNTED " WHERE a.course_id = ? AND a.dose = ?", "id",
                   (gint64)sqlite3_column_int64 (row, 0), dose)
      || !sql_local (row, 2, &at, error))
    return FALSE;
  for (guint i = 0; i < patients->len; i++)
    if (((const RgmPatient *)patients->pdata[i])->id == sqlite3_column_int64 (row, 4))
      patient = patients->pdata[i];
  if (answers > 0 || patient == NULL)
    return TRUE;
  name = text_shell_word (patient->name);
  option = patients->len > 1 ? g_strdup_printf ("--patient %s ", name) : g_strdup ("");
  g_autofree char *when = rgm_local_format (at);
  g_strdelimit (when, "T", ' ');
  g_ptr_array_add (
    problems,
    g_strdup_printf (_ ("the appointment of %s for %s/%d is at %s in the time zone %s, which is "
                        "missing or damaged on this system; to book it in another: regimen %sbook "
                        "%s/%d \"%s\" --zone ZONE"),
                     patient->name, handle, dose, when, zone, option, handle, dose, when));
  return TRUE;
}

/* As store_lost_zones(), but looks at every patient and every open appointment. */
static GPtrArray *
list_lost_zones (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);
  g_autoptr (sqlite3_stmt) rows
    = patients != NULL ? sql_query (store, error, BOOKED, "i", patient_id) : NULL;
  gint64 course = 0;
  int dose = 0, more = -1;

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_autoptr (GError) problem = NULL;
    if ((patient_id == 0 || patient->id == patient_id)
        && rgm_patient_zone (patient, &problem) == NULL)
      g_ptr_array_add (problems, g_strdup (problem->message));
  }
  while (rows != NULL && (more = sql_next (store, rows, error)) > 0) {
    const char *zone = sql_borrow_text (rows, 3);
    gboolean latest
      = sqlite3_column_int64 (rows, 0) != course || sqlite3_column_int (rows, 1) != dose;
    course = sqlite3_column_int64 (rows, 0);
    dose = sqlite3_column_int (rows, 1);
    if (latest && zone != NULL && rgm_zone_get (zone, NULL) == NULL
        && !add_appointment (store, rows, patients, problems, error))
      return NULL;
  }
  return more == 0 ? g_steal_pointer (&problems) : NULL;
}

/* Each zone in @table, once. This takes one search in the index of the zones for each; DISTINCT
 * would read every row. */
#define ZONES_OF(table)                                                                            \
  "SELECT zone FROM (WITH RECURSIVE each (zone) AS (SELECT min (zone) FROM " table                 \
  " WHERE zone IS NOT NULL UNION ALL SELECT (SELECT min (zone) FROM " table                        \
  " WHERE zone > each.zone) FROM each WHERE each.zone IS NOT NULL)"                                \
  " SELECT zone FROM each WHERE zone IS NOT NULL)"

/* @any: (out): whether this system lacks any zone that was ever entered. Most systems lack none,
 * and then no patient or appointment has to be read. */
static gboolean
find_any (RgmStore *store, gboolean *any, GError **error)
{
  g_autoptr (sqlite3_stmt) zones = sql_query (
    store, error, ZONES_OF ("patient_revisions") " UNION ALL " ZONES_OF ("appointments"), "");
  int more = -1;

  *any = FALSE;
  while (zones != NULL && !*any && (more = sql_next (store, zones, error)) > 0) {
    const char *zone = sql_borrow_text (zones, 0);
    *any = zone == NULL || rgm_zone_get (zone, NULL) == NULL;
  }
  return zones != NULL && more >= 0;
}

GPtrArray *
store_lost_zones (RgmStore *store, gint64 patient_id, GError **error)
{
  gboolean any;

  if (!find_any (store, &any, error))
    return NULL;
  return any ? list_lost_zones (store, patient_id, error) : g_ptr_array_new_with_free_func (g_free);
}
