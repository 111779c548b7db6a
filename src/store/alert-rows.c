/* What the store keeps about alerts: their marks, their popups, and the last sign of life of the
 * service. */
#include "store/alert-rows.h"

#include "base/file.h"
#include "base/side-file.h"
#include "model/safety.h"
#include "store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static const char *const mark_names[] = {
  [RGM_MARK_NONE] = "none",
  [RGM_MARK_CLAIMED] = "claimed",
  [RGM_MARK_SHOWN] = "shown",
  [RGM_MARK_SNOOZED] = "snoozed",
};

/* Selects a mark, and whether it differs from its twin. */
#define MARK                                                                                       \
  "SELECT t.state, t.at, t.until, t.attempts, " MARK_DIFFERS ("t") ", t.server IS NOT NULL"        \
                                                                   " FROM alerts AS t"

/* Reads the first row of @statement, which begins with MARK and is about course @course_id. */
static gboolean
read_mark (RgmStore *store, sqlite3_stmt *statement, gint64 course_id, RgmMark *mark,
           GError **error)
{
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *mark = (RgmMark){ .state = RGM_MARK_NONE, .at = RGM_INSTANT_NONE, .until = RGM_INSTANT_NONE };
  if (more <= 0)
    return more == 0;
  mark->state
    = (RgmMarkState)sql_name (statement, 0, mark_names, G_N_ELEMENTS (mark_names), RGM_MARK_NONE);
  mark->at = sqlite3_column_int64 (statement, 1);
  mark->until = sql_instant (statement, 2);
  mark->attempts = sqlite3_column_int (statement, 3);
  if (sqlite3_column_int (statement, 4))
    twins_doubt (store, course_id);
  mark->on_screen = sqlite3_column_int (statement, 5);
  return TRUE;
}

gboolean
store_mark (RgmStore *store, gint64 course_id, int dose, const char *key, RgmMark *mark,
            GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, MARK " WHERE t.course_id = ? AND t.dose = ? AND t.key = ?", "idt",
                 course_id, dose, key);

  return read_mark (store, statement, course_id, mark, error);
}

gboolean
store_snooze (RgmStore *store, gint64 course_id, int dose, const char *stem, RgmInstant now,
              RgmMark *mark, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 MARK " WHERE t.course_id = ? AND t.dose = ? AND t.state = 'snoozed'"
                      " AND substr (t.key, instr (t.key, ':')) = ? AND ?4 < t.until"
                      " AND ?4 >= 2 * t.at - t.until ORDER BY t.until DESC LIMIT 1",
                 "idti", course_id, dose, stem, (gint64)now);

  return read_mark (store, statement, course_id, mark, error);
}

gboolean
store_set_mark (RgmStore *store, gint64 course_id, int dose, const char *key, const RgmMark *mark,
                GError **error)
{
  gboolean snoozed = mark->state == RGM_MARK_SNOOZED;

  if (mark->state == RGM_MARK_NONE)
    return sql_run (store, error, "DELETE FROM alerts WHERE course_id = ? AND dose = ? AND key = ?",
                    "idt", course_id, dose, key);
  return sql_run (store, error,
                  "INSERT INTO alerts (course_id, dose, key, state, at, until, attempts)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, iif (?8, ?6, NULL), ?7)"
                  " ON CONFLICT (course_id, dose, key) DO UPDATE SET"
                  " state = excluded.state, at = excluded.at, until = excluded.until, attempts "
                  "= excluded.attempts, server = NULL, popup = NULL",
                  "idttiidd", course_id, dose, key, mark_names[mark->state], (gint64)mark->at,
                  (gint64)mark->until, mark->attempts, (int)snoozed);
}

gboolean
store_waiting_alerts (RgmStore *store, RgmInstant now, GArray *courses, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT DISTINCT course_id FROM alerts INDEXED BY alerts_unsettled"
                 " WHERE state <> 'shown' AND (state = 'claimed' OR until > ?)",
                 "i", (gint64)now);

  return sql_ids (store, statement, courses, error);
}

gboolean
store_snoozed_since (RgmStore *store, gint64 patient_id, RgmInstant since, RgmInstant now,
                     char **dose, RgmInstant *until, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT " COURSE_HANDLE " || '/' || a.dose, a.until FROM alerts AS a"
                 " INDEXED BY alerts_unsettled CROSS JOIN courses AS c ON c.id = a.course_id"
                 " WHERE a.state <> 'shown' AND a.state = 'snoozed' AND a.at BETWEEN ?2 AND ?3"
                 " AND a.until > ?3 AND c.patient_id = ?1 ORDER BY a.at DESC LIMIT 1",
                 "iii", patient_id, (gint64)since, (gint64)now);
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *dose = more > 0 ? sql_text (statement, 0) : NULL;
  *until = more > 0 ? sql_instant (statement, 1) : RGM_INSTANT_NONE;
  return more >= 0;
}

/* ---- popups ---- */

gboolean
store_set_popup (RgmStore *store, gint64 course_id, int dose, const char *key, const char *server,
                 guint32 popup, GError **error)
{
  return sql_run (store, error,
                  "UPDATE alerts SET server = ?4, popup = ?5"
                  " WHERE course_id = ?1 AND dose = ?2 AND key = ?3 AND state = 'shown'",
                  "idtti", course_id, dose, key, server, (gint64)popup);
}

#define OF_POPUP                                                                                   \
  " WHERE course_id = ?1 AND dose = ?2 AND key = ?3 AND state = 'shown' AND server IS ?4"          \
  " AND (?4 IS NULL OR popup = ?5)"

/* Behind the key of an alert: its popup is left on the screen, and nothing else. */
#define LEFT "~"

gboolean
store_leave_popup (RgmStore *store, gint64 course_id, int dose, const char *key, GError **error)
{
  return sql_run (store, error,
                  "UPDATE OR REPLACE alerts SET key = key || '" LEFT "'"
                  " WHERE course_id = ? AND dose = ? AND key = ? AND server IS NOT NULL",
                  "idt", course_id, dose, key);
}

gboolean
store_end_popup (RgmStore *store, const RgmPopup *popup, gboolean lost, GError **error)
{
  g_autofree char *left = g_strconcat (popup->key, LEFT, NULL);

  return sql_run (store, error, "DELETE FROM alerts" OF_POPUP, "idtti", popup->course_id,
                  popup->dose, left, popup->server, (gint64)popup->id)
         && sql_run (store, error,
                     lost ? "DELETE FROM alerts" OF_POPUP
                          : "UPDATE alerts SET server = NULL, popup = NULL" OF_POPUP,
                     "idtti", popup->course_id, popup->dose, popup->key, popup->server,
                     (gint64)popup->id);
}

gboolean
store_has_popup (RgmStore *store, const RgmPopup *popup, gboolean *found, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT 1 FROM alerts" OF_POPUP, "idtti", popup->course_id,
                 popup->dose, popup->key, popup->server, (gint64)popup->id);
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *found = more > 0;
  return more >= 0;
}

void
store_popup_free (RgmPopup *popup)
{
  if (popup == NULL)
    return;
  g_free (popup->course_uid);
  g_free (popup->key);
  g_free (popup->server);
  g_free (popup);
}

static gpointer
read_popup (sqlite3_stmt *statement, GError **error)
{
  RgmPopup *popup = g_new0 (RgmPopup, 1);

  popup->course_id = sqlite3_column_int64 (statement, 0);
  popup->course_uid = sql_text (statement, 1);
  popup->dose = sqlite3_column_int (statement, 2);
  popup->key = sql_text (statement, 3);
  popup->server = sql_text (statement, 4);
  popup->id = (guint32)sqlite3_column_int64 (statement, 5);
  popup->since = sqlite3_column_int64 (statement, 6);
  return popup;
}

GPtrArray *
store_popups (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT a.course_id, c.uid, a.dose, a.key, a.server, a.popup, a.at"
                 " FROM alerts AS a"
                 " INDEXED BY alerts_on_screen CROSS JOIN courses AS c ON c.id = a.course_id"
                 " WHERE a.server IS NOT NULL ORDER BY a.server, a.popup, a.course_id, a.dose",
                 "");

  return sql_list (store, statement, read_popup, (GDestroyNotify)store_popup_free, error);
}

gboolean
store_given_ahead (RgmStore *store, RgmInstant now, gboolean *found, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT 1 WHERE EXISTS (SELECT 1 FROM courses AS c CROSS JOIN administrations AS a"
                 " ON a.course_id = c.id AND a.at > ?1)"
                 " AND EXISTS (SELECT 1 FROM counted_administrations WHERE outcome = 'given'"
                 " AND at > ?1 + iif (day_only, ?2, ?3))",
                 "idd", (gint64)now, SAFETY_DAY_ERROR, SAFETY_CLOCK_ERROR);
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *found = more > 0;
  return more >= 0;
}

GPtrArray *
store_shown_ahead (RgmStore *store, RgmInstant now, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT a.course_id, c.uid, a.dose, a.key, NULL, 0, a.at FROM alerts AS a"
                 " JOIN courses AS c ON c.id = a.course_id"
                 " WHERE a.state = 'shown' AND a.server IS NULL AND a.at > ?",
                 "i", (gint64)now);

  return sql_list (store, statement, read_popup, (GDestroyNotify)store_popup_free, error);
}

/* ---- the service ---- */

gboolean
store_set_heartbeat (RgmStore *store, RgmInstant at, const char *what, GError **error)
{
  g_autoptr (RgmTransaction) transaction = store_begin (store, NULL, at, error);

  return transaction != NULL
         && sql_run (store, error,
                     "INSERT INTO service (id, at, what) VALUES (1, ?1, ?2)"
                     " ON CONFLICT (id) DO UPDATE SET at = ?1, what = ?2",
                     "it", (gint64)at, what)
         && store_commit (transaction, error);
}

gboolean
store_heartbeat (RgmStore *store, RgmInstant *at, char **what, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, "SELECT at, what FROM service", "");
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *at = more > 0 ? sqlite3_column_int64 (statement, 0) : RGM_INSTANT_NONE;
  *what = more > 0 ? sql_text (statement, 1) : NULL;
  return more >= 0;
}

int
store_lock_open (const char *database, GError **error)
{
  g_autofree char *path = store_lock_path (database);

  return side_file_open (path, O_RDWR | O_CREAT, database, error);
}

char *
store_lock_path (const char *database)
{
  g_autofree char *real = file_real (database);

  return g_strconcat (real, ".lock", NULL);
}

gboolean
store_service_runs (const char *database)
{
  g_autofree char *path = store_lock_path (database);
  int file = side_file_open (path, O_RDONLY, database, NULL);
  gboolean held;

  if (file < 0)
    return FALSE;
  held = flock (file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (file);
  return held;
}
