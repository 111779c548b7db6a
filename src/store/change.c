/* Changes of the record: one transaction for each command that writes, and taking a change back.
 *
 * A change is undone if a change that is in force took it back. The column changes.undone_by says
 * so; it is derived, so that reading need not follow the chain of undos. Only the last change in
 * force about a person can be taken back, because later ones may be built on it; changes about
 * other people do not matter. A change that is only about the doses or the plan of one course need
 * only be the last one about that course, because no change about another course or entry is built
 * on it. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "store/write.h"
#include <inttypes.h>
#include <string.h>

/* The hash that the row of change @id has with these values of undone_by (0: NULL) and
 * row_count. */
static gboolean
hash_change (RgmStore *store, gint64 id, gint64 undone_by, gint64 row_count,
             guint8 hash[RGM_HASH_BYTES], GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT id, at, command, nullif (?, 0) AS undone_by, ? AS row_count FROM changes "
                 "WHERE id = ?",
                 "iii", undone_by, row_count, id);
  RgmRow row;

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  row_read (statement, "changes", &row);
  row_hash (&row, hash);
  return TRUE;
}

static void
roll_back_change (RgmStore *store)
{
  /* after some errors SQLite has rolled back by itself */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  store->writing = store->begun = FALSE;
  store->change = 0;
}

/* Checks, under the write lock, that the record has the tables of this program. While it was open,
 * a newer program may have brought it up to date, or an older copy may have been put in its place;
 * in other tables, what this program writes could mean something else. */
static gboolean
check_version (RgmStore *store, GError **error)
{
  gint64 version = 0;

  if (!sql_number (store, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (version > RGM_SCHEMA_VERSION) {
    sql_newer (store->path, version, error);
  } else if (version < RGM_SCHEMA_VERSION)
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("%s was replaced by a copy of an older version while it was open; try again"),
                 store->path);
  if (version != RGM_SCHEMA_VERSION)
    error_not_saved (error);
  return version == RGM_SCHEMA_VERSION;
}

gboolean
store_has_own_version (RgmStore *store)
{
  gint64 version = RGM_SCHEMA_VERSION;

  return !sql_number (store, &version, NULL, "PRAGMA user_version", "")
         || version == RGM_SCHEMA_VERSION;
}

static gboolean
begin_change (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  if (store->fixed) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s does not exist, or cannot be written"),
                 store->path);
    error_not_saved (error);
    return FALSE;
  }
  store->writing = TRUE;
  /* The id is taken under the write lock, so the ids have no gap. If a change is removed, the check
   * sees the gap that it leaves. */
  own_files_forget_pages (store);
  if (!sql_run (store, error, "BEGIN IMMEDIATE", "") || !own_files_check (store, error)
      || !check_version (store, error)
      || (command != NULL
          && (!sql_run (store, error,
                        "INSERT INTO changes (id, at, command)"
                        " SELECT ifnull (max (id), 0) + 1, ?, ? FROM changes",
                        "it", (gint64)now, command)
              || !sql_wrote_row (store, error)))) {
    roll_back_change (store);
    return FALSE;
  }
  store->begun = TRUE;
  if (command != NULL) {
    store->change = sqlite3_last_insert_rowid (store->db);
    store->rows = 0;
    store->change_at = now;
    memset (store->sum, 0, sizeof store->sum);
  }
  return TRUE;
}

/* Whether the change @change, whose COMMIT failed, is not on record, and cannot come back. If the
 * disk fails after the pages of a change were written to the -wal file, SQLite takes back the
 * change, and leaves the pages: the next program that finds them there after a crash takes them for
 * saved ones. So they are cleared away, if the disk allows that. */
static gboolean
is_taken_back (RgmStore *store, gint64 change)
{
  gint64 found = 1;

  return catch_up_is_done (store)
         && sql_number (store, &found, NULL, "SELECT count (*) FROM changes WHERE id = ?", "i",
                        change)
         && found == 0;
}

/* Ends the transaction: with a commit or, if that fails, by taking the change back. Then the
 * message says if it may be on record nevertheless. */
static gboolean
commit (RgmStore *store, gint64 change, GError **error)
{
  gboolean begun = !sqlite3_get_autocommit (store->db);

  if (sql_run (store, error, "COMMIT", ""))
    return TRUE;
  int code = sqlite3_extended_errcode (store->db);
  /* if a write failed, the page that ends the change is not in the -wal file */
  gboolean all_written
    = ((code & 0xff) == SQLITE_IOERR && code != SQLITE_IOERR_WRITE) || code == SQLITE_NOMEM;
  roll_back_change (store);
  if (change != 0 && begun && all_written && !is_taken_back (store, change))
    error_reword (error,
                  _ ("NOT SAVED: %s: the disk failed while this was saved, so it may be on record "
                     "nevertheless; when the disk works again, look at \"regimen history\" before "
                     "you enter it once more"),
                  store->path);
  return FALSE;
}

static gboolean
commit_change (RgmStore *store, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  gint64 change = store->change;

  if ((store->change != 0
       && (!hash_change (store, store->change, 0, store->rows, hash, error)
           || !sql_run (store, error, "UPDATE changes SET row_count = ?, hash = ? WHERE id = ?",
                        "dbi", store->rows, hash, store->change)
           || !sql_wrote_row (store, error) || !chain_append (store, hash, error)))
      || !own_files_check (store, error) || !commit (store, change, error)) {
    roll_back_change (store);
    return FALSE;
  }
  store->written += store->change != 0;
  store->writing = store->begun = FALSE;
  store->change = 0;
  /* This comes before the user is told that the change is saved, because people copy the main file
   * alone. */
  store_catch_up (store);
  if (change != 0)
    loss_note_saved (store, change);
  return TRUE;
}

/* ---- parts of a change ---- */

static void
roll_back_part (RgmStore *store)
{
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
  store->rows = store->rows_before;
  memcpy (store->sum, store->sum_before, sizeof store->sum);
  store->writing = FALSE;
}

gboolean
store_begin_together (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  g_return_val_if_fail (!store->writing && !store->together, FALSE);
  store->together = begin_change (store, command, now, error);
  store->writing = FALSE;
  return store->together;
}

gboolean
store_commit_together (RgmStore *store, GError **error)
{
  g_return_val_if_fail (store->together && !store->writing, FALSE);
  store->together = FALSE;
  store->writing = TRUE;
  return commit_change (store, error);
}

void
store_rollback_together (RgmStore *store)
{
  if (store->together)
    roll_back_change (store);
  store->together = FALSE;
}

/* ---- a second attempt ---- */

gboolean
store_remember (RgmStore *store, StorePlace *place, GError **error)
{
  place->rows = store->rows;
  memcpy (place->sum, store->sum, sizeof store->sum);
  return sql_run (store, error, "SAVEPOINT place", "");
}

gboolean
store_go_back (RgmStore *store, const StorePlace *place, GError **error)
{
  if (!sql_run (store, error, "ROLLBACK TO place", "")
      || !sql_run (store, error, "RELEASE place", ""))
    return FALSE;
  store->rows = place->rows;
  memcpy (store->sum, place->sum, sizeof store->sum);
  return TRUE;
}

/* ---- one change ---- */

RgmTransaction *
store_begin (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  g_return_val_if_fail (!store->writing, NULL);
  if (!store->together)
    return begin_change (store, command, now, error) ? store : NULL;
  store->rows_before = store->rows;
  memcpy (store->sum_before, store->sum, sizeof store->sum);
  store->writing = TRUE;
  /* after some errors SQLite has taken back the whole change by itself */
  if (sqlite3_get_autocommit (store->db)) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_STORE,
                         _ ("an earlier part of the same command failed"));
    error_not_saved (error);
  } else if (sql_run (store, error, "SAVEPOINT part", ""))
    return store;
  store->writing = FALSE;
  return NULL;
}

gboolean
store_commit (RgmTransaction *store, GError **error)
{
  g_return_val_if_fail (store->writing, FALSE);
  if (!store->together)
    return commit_change (store, error);
  if (!sql_run (store, error, "RELEASE part", "")) {
    roll_back_part (store);
    return FALSE;
  }
  store->writing = FALSE;
  return TRUE;
}

void
store_rollback (RgmTransaction *store)
{
  if (store->writing && store->together)
    roll_back_part (store);
  else if (store->writing)
    roll_back_change (store);
}

/* ---- taking back ---- */

gboolean
change_set_undone (RgmStore *store, gint64 id, gint64 undone_by, GError **error)
{
  gint64 rows = 0;
  guint8 hash[RGM_HASH_BYTES];

  return sql_number (store, &rows, error, "SELECT row_count FROM changes WHERE id = ?", "i", id)
         && hash_change (store, id, undone_by, rows, hash, error)
         && sql_run (store, error,
                     "UPDATE changes SET undone_by = nullif (?1, 0), hash = ?2 WHERE id = ?3"
                     " AND undone_by IS NOT nullif (?1, 0)",
                     "ibi", undone_by, hash, id);
}

/* The table chain: a change and, if it is an undo, the change that it took back, and so on down to
 * the change that is not an undo. */
#define CHAIN                                                                                      \
  "WITH RECURSIVE chain (id) AS (SELECT ? UNION SELECT u.undone_change_id FROM undos AS u JOIN "   \
  "chain AS n ON u.change_id = n.id) "

void
rgm_change_free (RgmChange *change)
{
  if (change == NULL)
    return;
  g_free (change->command);
  g_strfreev (change->people);
  g_strfreev (change->about);
  g_free (change);
}

static RgmChange *
read_change (sqlite3_stmt *statement)
{
  RgmChange *change = g_new0 (RgmChange, 1);

  change->id = sqlite3_column_int64 (statement, 0);
  change->command = sql_text (statement, 1);
  change->at = sqlite3_column_int64 (statement, 2);
  change->undoes = sqlite3_column_int64 (statement, 3);
  return change;
}

RgmChange *
store_change_in_force (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT c.id, c.command, c.at, (SELECT u.undone_change_id FROM undos AS u WHERE u.change_id = "
    "c.id) FROM changes AS c"
    " WHERE c.undone_by IS NULL AND c.row_count > 0 AND c.id <> ? ORDER BY c.id DESC LIMIT 1",
    "i", store->change);

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return NULL;
  return read_change (statement);
}

GPtrArray *
store_changes_after (RgmStore *store, gint64 after, int most, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_change_free);
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT id, command, at, (SELECT u.undone_change_id FROM undos AS u WHERE u.change_id = c.id)"
    " FROM (SELECT * FROM changes WHERE id > ? ORDER BY id DESC LIMIT ?) AS c ORDER BY id",
    "id", after, most);
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0)
    g_ptr_array_add (changes, read_change (statement));
  return more == 0 ? g_steal_pointer (&changes) : NULL;
}

RgmChange *
store_change_origin (RgmStore *store, gint64 id, gboolean *holds, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 CHAIN "SELECT id, command, at, 0, undone_by IS NULL FROM changes"
                       " WHERE id = (SELECT min (id) FROM chain)",
                 "i", id);

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return NULL;
  *holds = sqlite3_column_int (statement, 4) != 0;
  return read_change (statement);
}

/* ---- whose change it is ---- */

#define OF_COURSE_ROWS(table, dose)                                                                \
  " UNION ALL SELECT c.patient_id, c.id, " dose ", t.change_id FROM " table                        \
  " AS t CROSS JOIN courses AS c ON c.id = t.course_id"
#define OF_PERSON(table) " UNION ALL SELECT patient_id, NULL, NULL, change_id FROM " table
/* Every row about a person that a user entered, with its course and dose, if it has them, and its
 * change. A merge counts as being about everybody, because it may have no row about any person, for
 * example if the user decided to keep everything as it was. */
#define ROWS                                                                                       \
  "rows (person, course, dose, change) AS (SELECT id, NULL, NULL, change_id FROM patients"         \
  " UNION ALL SELECT patient_id, NULL, NULL, change_id FROM patient_revisions"                     \
  " UNION ALL SELECT patient_id, id, NULL, change_id FROM courses" OF_COURSE_ROWS (                \
    "revisions", "NULL") OF_COURSE_ROWS ("administrations", "t.dose")                              \
    OF_COURSE_ROWS ("appointments", "t.dose") OF_COURSE_ROWS ("moves", "t.dose")                   \
      OF_COURSE_ROWS ("holds", "t.dose") OF_COURSE_ROWS ("course_states", "NULL")                  \
        OF_COURSE_ROWS ("pauses", "NULL") OF_COURSE_ROWS ("course_names", "NULL")                  \
          OF_COURSE_ROWS ("invitations", "t.dose") OF_COURSE_ROWS ("needs", "NULL")                \
            OF_PERSON ("observations") OF_PERSON ("contacts") OF_PERSON (                          \
              "questions") " UNION ALL SELECT p.id, NULL, NULL, t.change_id FROM merges AS t"      \
                           " CROSS JOIN patients AS p JOIN changes AS pc ON pc.id = p.change_id"   \
                           " WHERE pc.undone_by IS NULL)"
/* The changes about person ?1, and those about any person whose adding was taken back: such a
 * person cannot be named, so these can be taken back or restored whichever person is named. */
#define CHANGES_OF_PERSON                                                                          \
  "WITH " ROWS ", of_person (id) AS (SELECT change FROM rows WHERE person = ?1 OR person IN"       \
  " (SELECT p.id FROM patients AS p CROSS JOIN changes AS g ON g.id = p.change_id"                 \
  " WHERE g.undone_by IS NOT NULL)) "
#define IS_UNDO "EXISTS (SELECT 1 FROM undos AS u WHERE u.change_id = g.id)"
/* Whether change ?1 is only about the doses or the plan of one course. This is FALSE for a change
 * that adds, stops, renames or removes the course, because later changes about other courses may
 * depend on that. */
#define IS_OF_ONE_COURSE                                                                           \
  "(SELECT count (*) = count (course) AND count (DISTINCT course) = 1 FROM rows WHERE change = ?1" \
  " AND ?1 NOT IN (SELECT change_id FROM courses UNION ALL SELECT change_id FROM course_states"    \
  " UNION ALL SELECT change_id FROM course_names))"
/* Whether change ?1 is only about courses, or doses of them. */
#define IS_OF_COURSES "(SELECT count (*) = count (course) FROM rows WHERE change = ?1)"
/* Whether a row is about a course, or about a person's name, zone or closed days. Observations,
 * questions and contacts do not affect courses. */
#define BEARS_ON_COURSES                                                                           \
  "(course IS NOT NULL OR change IN (SELECT change_id FROM patient_revisions))"
/* The last command, other than ?1, that wrote about one of the people of change ?1 after change ?2.
 * If ?3 is 1, it has to be in force. Then it must also be about the same course if change ?1 is
 * only about the doses or the plan of one course, and it must bear on courses if change ?1 is only
 * about courses. */
#define LATER_CHANGE                                                                               \
  "WITH " ROWS " SELECT g.id, g.command, g.at, 0 FROM changes AS g WHERE g.id > ?2 AND g.id <> ?1" \
  " AND (?3 = 0 OR g.undone_by IS NULL) AND NOT " IS_UNDO " AND g.id IN (SELECT change FROM rows"  \
  " WHERE person IN (SELECT person FROM rows WHERE change = ?1) AND (?3 = 0 OR "                   \
  "NOT " IS_OF_ONE_COURSE " OR course IN (SELECT course FROM rows WHERE change = ?1))"             \
  " AND (?3 = 0 OR NOT " IS_OF_COURSES " OR " BEARS_ON_COURSES ")) ORDER BY g.id DESC LIMIT 1"

static RgmChange *
read_one (RgmStore *store, sqlite3_stmt *statement, GError **error)
{
  return statement != NULL && sql_next (store, statement, error) > 0 ? read_change (statement)
                                                                     : NULL;
}

/* Finds the change that prevents change @id, which is about the command @origin, from being taken
 * back: a later command about one of the same people. If @origin is only about the doses or the
 * plan of one course, only a command about that course prevents it; if it is only about courses,
 * observations, questions and contacts do not. If @id is an undo, so that the command would be
 * brought back, any later command about one of the same people prevents it, even one that is not in
 * force. Returns: (transfer full): NULL without @error set if nothing prevents it. */
static RgmChange *
find_later (RgmStore *store, gint64 id, gint64 origin, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, LATER_CHANGE, "iid", origin, id, (int)(id == origin));

  return read_one (store, statement, error);
}

RgmChange *
store_change_to_undo (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    CHANGES_OF_PERSON "SELECT g.id, g.command, g.at, 0 FROM changes AS g WHERE g.undone_by IS NULL"
                      " AND g.row_count > 0 AND NOT " IS_UNDO
                      " AND g.id IN (SELECT id FROM of_person) ORDER BY g.id DESC LIMIT 1",
    "i", patient_id);

  return read_one (store, statement, error);
}

gboolean
store_change_leads_back (RgmStore *store, gint64 id, gboolean *leads, GError **error)
{
  gint64 since = 0;

  if (!sql_number (store, &since, error,
                   "SELECT count (*) FROM changes WHERE id < ?1 AND undone_by > ?1", "i", id))
    return FALSE;
  *leads = since == 0;
  return TRUE;
}

RgmChange *
store_course_change_to_undo (RgmStore *store, gint64 course_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "WITH " ROWS " SELECT g.id, g.command, g.at, 0 FROM changes AS g"
                 " WHERE g.undone_by IS NULL AND NOT " IS_UNDO
                 " AND g.id IN (SELECT change FROM rows WHERE course = ?1)"
                 " ORDER BY g.id DESC LIMIT 1",
                 "i", course_id);

  return read_one (store, statement, error);
}

RgmChange *
store_change_to_redo (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (GArray) undos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT g.id FROM changes AS g WHERE g.undone_by IS NULL AND " IS_UNDO " ORDER BY g.id DESC",
    "");

  if (!sql_ids (store, statement, undos, error))
    return NULL;
  for (guint i = 0; i < undos->len; i++) {
    gint64 id = g_array_index (undos, gint64, i), mine = 0;
    gboolean holds = FALSE;
    GError *problem = NULL;
    g_autoptr (RgmChange) origin = store_change_origin (store, id, &holds, error), later = NULL;

    if (origin == NULL
        || !sql_number (store, &mine, error,
                        CHANGES_OF_PERSON "SELECT count (*) FROM of_person WHERE id = ?2", "ii",
                        patient_id, origin->id))
      return NULL;
    if (holds || mine == 0)
      continue;
    later = find_later (store, id, origin->id, &problem);
    if (problem != NULL)
      g_propagate_error (error, problem);
    if (problem != NULL || later != NULL)
      return NULL;
    origin->undoes = origin->id;
    origin->id = id;
    if (!sql_number (store, &origin->at, error, "SELECT at FROM changes WHERE id = ?", "i", id))
      return NULL;
    return g_steal_pointer (&origin);
  }
  return NULL;
}

/* Returns: (transfer full): the first column of every row of @sql, with ?1 bound to @change. */
static char **
read_texts (RgmStore *store, const char *sql, gint64 change, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "i", change);
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0)
    g_ptr_array_add (texts, sql_text (statement, 0));
  if (more < 0)
    return NULL;
  g_ptr_array_add (texts, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}

/* The observations of change ?1, by kind and number, as the user names them: "feel/12 (pain 6)". */
#define OBSERVATIONS_OF_CHANGE                                                                     \
  "SELECT CASE kind WHEN 'felt' THEN 'feel/' WHEN 'lab' THEN 'lab/' ELSE 'need/' END || number"    \
  " || ' (' || name || ifnull (' ' || value, '') || ifnull (' ' || unit, '') || ')'"               \
  " FROM observations WHERE change_id = ?1 ORDER BY kind, number"
/* What change ?1 is about: courses or single doses (ABOUT_COURSES); the needs that it wrote, for
 * which the course alone is not listed as well (ABOUT_NEEDS); and a person's observations, contacts
 * and questions (ABOUT_PERSON). */
#define ABOUT_COURSES                                                                              \
  " SELECT * FROM (SELECT " COURSE_HANDLE " || CASE WHEN count (DISTINCT w.dose) = 1"              \
  " AND count (*) = count (w.dose) THEN '/' || min (w.dose) ELSE '' END"                           \
  " FROM rows AS w CROSS JOIN courses AS c ON c.id = w.course WHERE w.change = ?1"                 \
  " AND NOT EXISTS (SELECT 1 FROM needs AS d WHERE d.change_id = ?1 AND d.course_id = c.id)"       \
  " GROUP BY c.id ORDER BY c.id)"
#define ABOUT_NEEDS                                                                                \
  " UNION ALL SELECT " COURSE_HANDLE " || ' ' || d.name FROM needs AS d"                           \
  " CROSS JOIN courses AS c ON c.id = d.course_id WHERE d.change_id = ?1"
#define ABOUT_PERSON                                                                               \
  " UNION ALL SELECT * FROM (" OBSERVATIONS_OF_CHANGE ")"                                          \
  " UNION ALL SELECT name FROM contacts WHERE change_id = ?1"                                      \
  " UNION ALL SELECT 'question ' || number FROM questions WHERE change_id = ?1"

gboolean
store_change_describe (RgmStore *store, gint64 origin, RgmChange *change, GError **error)
{
  change->people = read_texts (
    store,
    "WITH " ROWS " SELECT (SELECT r.name FROM patient_revisions AS r CROSS JOIN changes AS g"
    " ON g.id = r.change_id WHERE r.patient_id = w.person"
    " ORDER BY g.undone_by IS NOT NULL, r.id DESC LIMIT 1)"
    " FROM (SELECT DISTINCT person FROM rows WHERE change = ?) AS w ORDER BY w.person",
    origin, error);
  change->about
    = change->people == NULL
        ? NULL
        : read_texts (store, "WITH " ROWS ABOUT_COURSES ABOUT_NEEDS ABOUT_PERSON, origin, error);
  return change->about != NULL;
}

gboolean
store_check_undo (RgmStore *store, gint64 id, GError **error)
{
  GError *problem = NULL;
  gboolean holds = FALSE;
  gint64 in_force = 0;
  g_autoptr (RgmChange) origin = store_change_origin (store, id, &holds, &problem), later = NULL;
  g_autofree char *people = NULL;

  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (!sql_number (store, &in_force, error,
                   "SELECT count (*) FROM changes WHERE id = ? AND id <> ? AND undone_by IS NULL",
                   "ii", id, store->change))
    return FALSE;
  if (origin == NULL || in_force == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("change %" PRId64 " is not in force any more; look at the record again"), id);
    return FALSE;
  }
  later = find_later (store, id, origin->id, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (later == NULL)
    return TRUE;
  if (!store_change_describe (store, later->id, later, error))
    return FALSE;
  people = g_strjoinv (", ", later->people);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("a later change, \"%s\", is about %s too, and would have to be taken back first: "
                  "regimen undo"),
               later->command, people);
  return FALSE;
}

gboolean
store_undo (RgmStore *store, gint64 id, const char *anyway, GError **error)
{
  g_autoptr (GArray) courses = NULL;
  RgmRow row = { .table = "undos" };

  if (!store_check_undo (store, id, error))
    return FALSE;
  row_number (&row, "undone_change_id", id);
  row_text (&row, "anyway", anyway);
  if (row_insert (store, &row, error) == 0)
    return FALSE;
  /* undone_by is worked out from the newest change of the chain to the oldest, because a change is
   * undone only if its undo is in force */
  for (gint64 each = id, next; each != 0; each = next) {
    gint64 undo = 0;
    next = 0;
    if (!sql_number (store, &undo, error,
                     "SELECT ifnull (max (u.change_id), 0) FROM undos AS u CROSS JOIN changes AS c"
                     " ON c.id = u.change_id WHERE u.undone_change_id = ? AND c.undone_by IS NULL",
                     "i", each)
        || !change_set_undone (store, each, undo, error)
        || !sql_number (store, &next, error,
                        "SELECT undone_change_id FROM undos WHERE change_id = ?", "i", each))
      return FALSE;
  }
  /* The heads get values that are right for any course. The caller, which looks at the doses, sets
   * them again with store_set_head(). */
  courses = store_change_courses (store, id, error);
  for (guint i = 0; courses != NULL && i < courses->len; i++)
    if (!sql_run (store, error, "UPDATE course_heads SET settled = 0, active = 1, " COUNT_MAKEUPS,
                  "i", g_array_index (courses, gint64, i)))
      return FALSE;
  return courses != NULL;
}

/* ---- the courses of a change ---- */

#define OF_COURSE(table)                                                                           \
  " UNION SELECT course_id FROM " table " WHERE change_id IN (SELECT id FROM chain)"
#define OF_PATIENT(column, table)                                                                  \
  " UNION SELECT c.id FROM courses AS c WHERE c.patient_id IN (SELECT " column " FROM " table      \
  " WHERE change_id IN (SELECT id FROM chain))"
#define TOUCHED                                                                                    \
  CHAIN                                                                                            \
  " SELECT id FROM courses WHERE change_id IN (SELECT id FROM chain)" OF_COURSE ("revisions")      \
    OF_COURSE ("administrations") OF_COURSE ("appointments") OF_COURSE ("moves")                   \
      OF_COURSE ("holds") OF_COURSE ("course_states") OF_COURSE ("pauses")                         \
        OF_COURSE ("dose_changes") OF_COURSE ("invitations") OF_COURSE ("course_names")            \
          OF_COURSE ("needs") OF_PATIENT ("id", "patients")                                        \
            OF_PATIENT ("patient_id", "patient_revisions") OF_PATIENT ("patient_id", "contacts")   \
              OF_PATIENT ("patient_id", "questions")                                               \
                OF_PATIENT ("patient_id", "observations") " ORDER BY 1"

GArray *
store_change_courses (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GArray) courses = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, TOUCHED, "i", id);

  return sql_ids (store, statement, courses, error) ? g_steal_pointer (&courses) : NULL;
}

/* ---- what this connection and others wrote ---- */

guint
store_written (const RgmStore *store)
{
  return store->written;
}

gboolean
rgm_store_data_version (RgmStore *store, gint64 *version, GError **error)
{
  return sql_number (store, version, error, "PRAGMA data_version", "");
}
