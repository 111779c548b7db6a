/* What the store keeps about calendars: versions of doses, appointments that were not made by
 * regimen, calendar files and the calendar on a server. */
#include "store/calendar-rows.h"
#include "model/event.h"
#include "store/store-private.h"

/* ---- versions of doses ---- */

/* Rows of changes that were undone count too: the SEQUENCE of an event must not go back to a number
 * that calendars have seen. */
GArray *
store_dose_changes (RgmStore *store, gint64 course_id, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (RgmDoseChange));
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT from_dose, ifnull (to_dose, 0), at, change_id FROM dose_changes WHERE course_id = ?"
    " ORDER BY id",
    "i", course_id);
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    RgmDoseChange change = { .from = sqlite3_column_int (statement, 0),
                             .to = sqlite3_column_int (statement, 1),
                             .at = sqlite3_column_int64 (statement, 2),
                             .change = sqlite3_column_int64 (statement, 3) };
    g_array_append_val (changes, change);
  }
  return more == 0 ? g_steal_pointer (&changes) : NULL;
}

int
store_dose_sequence (const GArray *changes, int dose, RgmInstant fallback, RgmInstant *at)
{
  int sequence = 0;
  gint64 counted = 0;

  *at = fallback;
  for (guint i = 0; i < changes->len; i++) {
    const RgmDoseChange *change = &g_array_index (changes, RgmDoseChange, i);
    if (dose < change->from || (change->to != 0 && dose > change->to)
        || (change->change != 0 && change->change == counted))
      continue;
    sequence++;
    counted = change->change;
    *at = change->at;
  }
  return sequence;
}

gboolean
store_dose_changed_since (RgmStore *store, gint64 course_id, int dose, gint64 change,
                          RgmInstant *at, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT max (t.at) FROM dose_changes AS t CROSS JOIN changes AS g ON g.id = t.change_id"
    " WHERE t.course_id = ?1 AND t.from_dose <= ?2 AND ifnull (t.to_dose, ?2) >= ?2"
    " AND t.change_id > ?3 AND g.undone_by IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM undos AS u WHERE u.change_id = g.id)",
    "iii", course_id, (gint64)dose, change);

  if (statement == NULL || sql_next (store, statement, error) < 0)
    return FALSE;
  *at = sql_instant (statement, 0);
  return TRUE;
}

/* ---- appointments that were not made by regimen ---- */

void
store_invitation_free (RgmInvitation *invitation)
{
  if (invitation == NULL)
    return;
  g_free (invitation->uid);
  g_free (invitation);
}

gboolean
store_add_invitation (RgmStore *store, const RgmInvitation *invitation, GError **error)
{
  RgmRow row = { .table = "invitations" };

  row_number (&row, "course_id", invitation->course_id);
  row_number (&row, "dose", invitation->dose);
  row_text (&row, "uid", invitation->uid);
  row_instant (&row, "instance", invitation->instance);
  row_number (&row, "sequence", invitation->sequence);
  row_instant (&row, "changed", invitation->changed);
  row_number (&row, "at", invitation->at);
  row_number (&row, "cancelled", invitation->cancelled);
  return row_insert (store, &row, error) != 0;
}

static gpointer
read_invitation (sqlite3_stmt *statement, GError **error)
{
  RgmInvitation *invitation = g_new0 (RgmInvitation, 1);

  invitation->course_id = sqlite3_column_int64 (statement, 0);
  invitation->dose = sqlite3_column_int (statement, 1);
  invitation->uid = sql_text (statement, 2);
  invitation->instance = sql_instant (statement, 3);
  invitation->sequence = sqlite3_column_int (statement, 4);
  invitation->changed = sql_instant (statement, 5);
  invitation->at = sqlite3_column_int64 (statement, 6);
  invitation->cancelled = sqlite3_column_int (statement, 7) != 0;
  invitation->change = sqlite3_column_int64 (statement, 8);
  return invitation;
}

/* A later row in force, for the same appointment (SAME_ONE) or the same dose (SAME_DOSE). */
#define LATER                                                                                      \
  "SELECT 1 FROM invitations AS n CROSS JOIN changes AS d ON d.id = n.change_id WHERE n.id > i.id" \
  " AND d.undone_by IS NULL AND "
#define SAME_ONE "n.uid = i.uid AND n.instance IS i.instance"
#define SAME_DOSE "n.course_id = i.course_id AND n.dose = i.dose"

GPtrArray *
store_invitations (RgmStore *store, const char *uid, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT i.course_id, i.dose, i.uid, i.instance, i.sequence, i.changed, i.at, i.cancelled,"
    " i.change_id"
    " FROM invitations AS i CROSS JOIN changes AS g ON g.id = i.change_id"
    " CROSS JOIN courses AS c ON c.id = i.course_id"
    " WHERE i.uid = ? AND g.undone_by IS NULL AND " COURSE_LISTED " AND NOT EXISTS (" LATER SAME_ONE
    ") AND NOT EXISTS (" LATER SAME_DOSE ") ORDER BY i.instance, i.id",
    "t", uid);

  return sql_list (store, statement, read_invitation, (GDestroyNotify)store_invitation_free, error);
}

/* ---- calendar files that are kept equal to the record ---- */

void
store_kept_file_free (RgmKeptFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_free (file->written);
  g_free (file);
}

static gpointer
read_file (sqlite3_stmt *statement, GError **error)
{
  RgmKeptFile *file = g_new0 (RgmKeptFile, 1);

  file->path = sql_text (statement, 0);
  file->patient_id = sqlite3_column_int64 (statement, 1);
  file->days = sqlite3_column_int (statement, 2);
  file->minutes = sqlite3_column_int (statement, 3);
  file->private_mode = sqlite3_column_int (statement, 4);
  file->tablets = sqlite3_column_int (statement, 5);
  file->lead_events = sqlite3_column_int (statement, 6);
  file->shared = sqlite3_column_int (statement, 7);
  file->written = sql_text (statement, 8);
  return file;
}

GPtrArray *
store_kept_files (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT path, ifnull (patient_id, 0), days, minutes, private, tablets, lead_events, shared,"
    " written"
    " FROM kept_files ORDER BY path",
    "");

  return sql_list (store, statement, read_file, (GDestroyNotify)store_kept_file_free, error);
}

gboolean
store_keep_file (RgmStore *store, const RgmKeptFile *file, GError **error)
{
  return sql_run (
    store, error,
    "INSERT INTO kept_files (path, patient_id, days, minutes, private, tablets, lead_events, "
    "shared, written) VALUES (?1, nullif (?2, 0), ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    " ON CONFLICT (path) DO UPDATE SET "
    "patient_id = nullif (?2, 0), days = ?3, minutes = ?4, private = ?5, tablets = ?6, "
    "lead_events = ?7, shared = ?8, written = ?9",
    "tiddddddt", file->path, file->patient_id, file->days, file->minutes,
    (int)(file->private_mode != FALSE), (int)(file->tablets != FALSE),
    (int)(file->lead_events != FALSE), (int)(file->shared != FALSE), file->written);
}

gboolean
store_set_kept_written (RgmStore *store, const char *path, const char *written, GError **error)
{
  return sql_run (store, error, "UPDATE kept_files SET written = ? WHERE path = ?", "tt", written,
                  path);
}

gboolean
store_stop_keeping (RgmStore *store, const char *path, gboolean *kept, GError **error)
{
  if (!sql_run (store, error, "DELETE FROM kept_files WHERE path = ?", "t", path))
    return FALSE;
  *kept = sqlite3_changes (store->db) > 0;
  return TRUE;
}

gboolean
store_has_course (RgmStore *store, const char *uuid, gboolean *has, GError **error)
{
  gint64 count = 0;

  if (!sql_number (store, &count, error, "SELECT count (*) FROM courses WHERE uid = ?", "t", uuid))
    return FALSE;
  *has = count > 0;
  return TRUE;
}

/* ---- which calendars were written ---- */

gboolean
store_course_added (RgmStore *store, gint64 course_id, gint64 *change, GError **error)
{
  return sql_number (store, change, error,
                     "SELECT ifnull (max (change_id), 0) FROM courses WHERE id = ?", "i",
                     course_id);
}

GArray *
store_exports (RgmStore *store, GError **error)
{
  g_autoptr (GArray) exports = g_array_new (FALSE, FALSE, sizeof (RgmExport));
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error, "SELECT first_change, last_change, at, patient_id, days, tablets FROM exports",
    "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    RgmExport export = { .first_change = sqlite3_column_int64 (statement, 0),
                         .last_change = sqlite3_column_int64 (statement, 1),
                         .at = sql_instant (statement, 2),
                         .patient_id = sqlite3_column_int64 (statement, 3),
                         .days = sqlite3_column_int (statement, 4),
                         .tablets = sqlite3_column_int (statement, 5) };
    g_array_append_val (exports, export);
  }
  return more == 0 ? g_steal_pointer (&exports) : NULL;
}

gboolean
store_export_is_known (RgmStore *store, const RgmExport *export, gboolean *known, GError **error)
{
  gint64 found = 0;
  gboolean read = sql_number (
    store, &found, error,
    "SELECT count (*) FROM exports WHERE last_change = ? AND patient_id = ? AND days = ?"
    " AND tablets = ? AND at / 86400 = ? / 86400",
    "iiddi", export->last_change, export->patient_id, export->days, (int)(export->tablets != FALSE),
    (gint64) export->at);

  *known = found > 0;
  return read;
}

gboolean
store_note_export (RgmStore *store, const RgmExport *export, GError **error)
{
  return sql_run (
    store, error,
    "INSERT INTO exports (first_change, last_change, at, patient_id, days, tablets)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (last_change, patient_id, days, tablets) DO UPDATE"
    " SET at = max (at, excluded.at)",
    "iiiidd", export->first_change, export->last_change, (gint64) export->at, export->patient_id,
    export->days, (int)(export->tablets != FALSE));
}

gboolean
store_last_change (RgmStore *store, gint64 *change, GError **error)
{
  return sql_number (store, change, error, "SELECT ifnull (max (id), 0) FROM changes", "");
}

char **
store_followers (RgmStore *store, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gint64 files = 0, published = 0;

  if (!sql_number (store, &files, error, "SELECT count (*) FROM kept_files", "")
      || !sql_number (store, &published, error, "SELECT count (*) FROM publication", ""))
    return NULL;
  if (files > 0)
    g_strv_builder_add (names, "regimen-export");
  if (published > 0)
    g_strv_builder_add (names, "regimen-publish");
  return g_strv_builder_end (names);
}

/* ---- the calendar on a server ---- */

static const char *const state_names[] = {
  [RGM_PUBLISHED_SAME] = "same",       [RGM_PUBLISHED_CHANGED] = "changed",
  [RGM_PUBLISHED_DELETED] = "deleted", [RGM_PUBLISHED_NEWER] = "newer",
  [RGM_PUBLISHED_FOREIGN] = "foreign",
};

void
store_publication_free (RgmPublication *publication)
{
  if (publication == NULL)
    return;
  g_free (publication->url);
  g_free (publication->problem);
  g_free (publication);
}

RgmPublished *
store_published_new (const char *uid)
{
  RgmPublished *published = g_new0 (RgmPublished, 1);

  published->uid = g_strdup (uid);
  published->noticed_at = RGM_INSTANT_NONE;
  return published;
}

void
store_published_free (RgmPublished *published)
{
  if (published == NULL)
    return;
  g_free (published->uid);
  g_free (published->etag);
  g_free (published->theirs);
  g_free (published);
}

const char *
store_published_state_name (RgmPublishedState state)
{
  return state_names[state];
}

/* ---- the calendar ---- */

gboolean
store_publication (RgmStore *store, RgmPublication **publication, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT url, made, succeeded_at, tried_at, problem, away,"
                 " (SELECT count (*) FROM published WHERE asks = 1 AND mine = 0) FROM publication",
                 "");
  int more = statement != NULL ? sql_next (store, statement, error) : -1;

  *publication = NULL;
  if (more <= 0)
    return more == 0;
  *publication = g_new0 (RgmPublication, 1);
  (*publication)->url = sql_text (statement, 0);
  (*publication)->made = sqlite3_column_int (statement, 1) != 0;
  (*publication)->succeeded_at = sql_instant (statement, 2);
  (*publication)->tried_at = sql_instant (statement, 3);
  (*publication)->problem = sql_text (statement, 4);
  (*publication)->away = sqlite3_column_int (statement, 5) != 0;
  (*publication)->asks = sqlite3_column_int (statement, 6);
  return TRUE;
}

gboolean
store_set_publication (RgmStore *store, const RgmPublication *publication, GError **error)
{
  gboolean succeeded = publication->succeeded_at != RGM_INSTANT_NONE;
  gboolean tried = publication->tried_at != RGM_INSTANT_NONE;

  return sql_run (store, error,
                  "INSERT INTO publication (id, url, made, succeeded_at, tried_at, problem, away)"
                  " VALUES (1, ?1, ?2, iif (?7, ?3, NULL), iif (?8, ?4, NULL), ?5, ?6)"
                  " ON CONFLICT (id) DO UPDATE SET url = excluded.url, made = excluded.made,"
                  " succeeded_at = excluded.succeeded_at, tried_at = excluded.tried_at,"
                  " problem = excluded.problem, away = excluded.away",
                  "tdiitddd", publication->url, (int)publication->made,
                  (gint64)publication->succeeded_at, (gint64)publication->tried_at,
                  publication->problem, (int)publication->away, (int)succeeded, (int)tried);
}

gboolean
store_clear_publication (RgmStore *store, GError **error)
{
  return sql_run (store, error, "DELETE FROM publication", "")
         && sql_run (store, error, "DELETE FROM published", "");
}

/* ---- its events ---- */

static gpointer
read_published (sqlite3_stmt *statement, GError **error)
{
  RgmPublished *published = store_published_new (sql_borrow_text (statement, 0));

  published->state = (RgmPublishedState)sql_name (
    statement, 1, state_names, G_N_ELEMENTS (state_names), RGM_PUBLISHED_FOREIGN);
  published->etag = sql_text (statement, 2);
  published->sequence = sqlite3_column_int (statement, 3);
  published->record_sequence = sqlite3_column_int (statement, 4);
  published->record_changed = sqlite3_column_int64 (statement, 5);
  event_print_parse (sql_borrow_text (statement, 6), &published->print);
  event_print_parse (sql_borrow_text (statement, 7), &published->base);
  published->start = sqlite3_column_int64 (statement, 8);
  published->theirs = sql_text (statement, 9);
  published->noticed_at = sql_instant (statement, 10);
  published->asks = sqlite3_column_int (statement, 11) != 0;
  published->mine = sqlite3_column_int (statement, 12) != 0;
  published->told = (guint64)sqlite3_column_int64 (statement, 13);
  return published;
}

GPtrArray *
store_published (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT uid, state, etag, sequence, record_sequence, record_changed, print, base,"
                 " start, theirs, noticed_at, asks, mine, told FROM published ORDER BY start, uid",
                 "");

  return sql_list (store, statement, read_published, (GDestroyNotify)store_published_free, error);
}

gboolean
store_set_published (RgmStore *store, const RgmPublished *published, GError **error)
{
  g_autofree char *print = event_print_format (&published->print);
  g_autofree char *base = event_print_format (&published->base);
  gboolean noticed = published->noticed_at != RGM_INSTANT_NONE;

  return sql_run (store, error,
                  "INSERT OR REPLACE INTO published (uid, state, etag, sequence, "
                  "record_sequence, record_changed, print, base, start, theirs, noticed_at, "
                  "asks, mine, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, iif (?15, ?11, NULL), "
                  "?12, ?13, ?14)",
                  "tttddittitiddid", published->uid, state_names[published->state], published->etag,
                  published->sequence, published->record_sequence,
                  (gint64)published->record_changed, print, base, (gint64)published->start,
                  published->theirs, (gint64)published->noticed_at, (int)published->asks,
                  (int)published->mine, (gint64)published->told, (int)noticed);
}

gboolean
store_settle_published (RgmStore *store, const char *uid, GError **error)
{
  return sql_run (store, error, "UPDATE published SET asks = 0 WHERE uid = ? AND state = 'changed'",
                  "t", uid);
}

gboolean
store_forget_published (RgmStore *store, const char *uid, GError **error)
{
  return sql_run (store, error, "DELETE FROM published WHERE uid = ?", "t", uid);
}
