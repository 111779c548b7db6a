/* Makes a new record from the rows of a damaged one that are still as they were entered. */
#include "store/witness.h"

#include "base/i18n.h"
#include "model/schedule.h"
#include <inttypes.h>
#include <string.h>

void
rgm_salvaged_clear (RgmSalvaged *salvaged)
{
  g_clear_pointer (&salvaged->words, g_ptr_array_unref);
}

/* ---- the rows, as they are ---- */

/* No record has this many changes. A row with a higher number was made by somebody who also gave it
 * the right hash; a new record with all changes up to that number would fill the disk. */
#define MOST_CHANGES "10000000"

/* Removes the changes whose number cannot be right. */
static void
drop_impossible_changes (GPtrArray *rows)
{
  for (guint i = rows->len; i-- > 0;) {
    const SalvagedRow *row = rows->pdata[i];
    if (row->table == 0 && row->id > g_ascii_strtoll (MOST_CHANGES, NULL, 10))
      g_ptr_array_remove_index (rows, i);
  }
}

/* Returns: FALSE without @error set if a constraint of the tables refuses the row, or if the number
 * of its change cannot be right. */
static gboolean
put_row (RgmStore *store, const SalvagedRow *row, GError **error)
{
  const char *table = row_tables[row->table];
  g_autofree char *columns = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", table);
  g_autoptr (sqlite3_stmt) names = sql_query (store, error, columns, ""), statement = NULL;
  g_autoptr (GString) sql = g_string_new (NULL), marks = g_string_new (NULL);
  g_autoptr (GString) possible = g_string_new ("TRUE");
  int more = -1;

  g_string_printf (sql, "INSERT INTO %s (", table);
  for (int i = 1; names != NULL && (more = sql_next (store, names, error)) > 0; i++) {
    const char *name = sql_borrow_text (names, 0);
    g_string_append_printf (sql, "%s%s", i > 1 ? ", " : "", name);
    g_string_append_printf (marks, "%s?%d", i > 1 ? ", " : "", i);
    if (g_str_has_suffix (name, "change_id")) /* undone_change_id, too */
      g_string_append_printf (possible, " AND ?%d BETWEEN 1 AND " MOST_CHANGES, i);
  }
  if (more < 0)
    return FALSE;
  g_string_append_printf (sql, ") SELECT %s WHERE %s", marks->str, possible->str);
  statement = sql_query (store, error, sql->str, "");
  if (statement == NULL)
    return FALSE;
  salvage_bind (row, statement);
  if (sqlite3_step (statement) == SQLITE_DONE)
    return sqlite3_changes (store->db) == 1;
  if ((sqlite3_errcode (store->db) & 0xff) != SQLITE_CONSTRAINT)
    sql_error (store, error);
  return FALSE;
}

/* Puts in all rows except the changes, which are written later, because they depend on which of
 * their rows are left. */
static gboolean
put_rows (RgmStore *store, const GPtrArray *rows, RgmSalvaged *salvaged, GError **error)
{
  for (guint i = 0; i < rows->len; i++) {
    const SalvagedRow *row = rows->pdata[i];
    GError *problem = NULL;
    if (row->table == 0 || put_row (store, row, &problem))
      salvaged->saved++;
    else if (problem != NULL) {
      g_propagate_error (error, problem);
      return FALSE;
    }
  }
  return TRUE;
}

/* ---- in the place of what is lost ---- */

/* A condition: whether the change of row x is in force. put_undone() makes the table. */
#define IN_FORCE(x) x ".change_id NOT IN (SELECT id FROM temp.undone)"

/* Puts in a row for a person whose row is lost. It has the same id, but another uid. */
static gboolean
put_person (RgmStore *store, gint64 id, gint64 change, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  g_autofree char *uid = g_uuid_string_random ();
  RgmRow row = { .table = "patients" };

  row_number (&row, "id", id);
  row_text (&row, "uid", uid);
  row_number (&row, "change_id", change);
  return row_put (store, &row, hash, error);
}

/* The time zone of person ?1: that of what was last entered about them or, if none of it has one,
 * that of another person. The second column is a free id for a row of patient_revisions. */
#define ZONE_OF_PERSON                                                                             \
  "SELECT coalesce ((SELECT a.zone FROM administrations AS a JOIN courses AS c ON c.id = "         \
  "a.course_id WHERE c.patient_id = ?1 AND a.zone IS NOT NULL ORDER BY a.id DESC LIMIT 1),"        \
  " (SELECT zone FROM observations WHERE patient_id = ?1 ORDER BY id DESC LIMIT 1),"               \
  " (SELECT b.zone FROM appointments AS b JOIN courses AS c ON c.id = b.course_id WHERE "          \
  "c.patient_id = ?1 AND b.zone IS NOT NULL ORDER BY b.id DESC LIMIT 1),"                          \
  " (SELECT zone FROM patient_revisions ORDER BY patient_id = ?1 DESC, id DESC LIMIT 1),"          \
  " 'Etc/UTC'), (SELECT ifnull (max (id), 0) + 1 FROM patient_revisions)"

/* Gives a name and a time zone to a person who has none. */
static gboolean
put_name (RgmStore *store, gint64 id, gint64 change, RgmSalvaged *salvaged, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  g_autofree char *name = g_strdup_printf (_ ("salvaged %" PRId64), id), *zone = NULL;
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, ZONE_OF_PERSON, "i", id);
  RgmRow row = { .table = "patient_revisions" };

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  zone = sql_text (statement, 0);
  row_number (&row, "id", sqlite3_column_int64 (statement, 1));
  row_number (&row, "patient_id", id);
  row_text (&row, "name", name);
  row_text (&row, "zone", zone);
  row_number (&row, "change_id", change);
  g_ptr_array_add (
    salvaged->words,
    g_strdup_printf (_ ("a person's name is lost; it is \"%s\" now, with the time zone %s, until "
                        "you change it: regimen patient set \"%s\" --name NAME --zone ZONE"),
                     name, zone, name));
  return row_put (store, &row, hash, error);
}

static gboolean
put_course (RgmStore *store, gint64 id, gint64 person, gint64 change, RgmInstant now,
            GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *handle = g_strdup_printf ("salvaged-%" PRId64, id);
  RgmRow row = { .table = "courses" };

  row_number (&row, "id", id);
  row_text (&row, "uid", uid);
  row_number (&row, "patient_id", person);
  row_text (&row, "handle", handle);
  row_text (&row, "treatment_key", handle);
  row_text (&row, "treatment_name", handle);
  row_text (&row, "treatment_class", RGM_CLASS_CUSTOM);
  row_text (&row, "unit", "dose");
  row_text (&row, "units", "doses");
  row_number (&row, "minutes", 60);
  row_number (&row, "started_at", now);
  row_number (&row, "change_id", change);
  return row_put (store, &row, hash, error);
}

/* Gives a course whose schedule is lost the schedule "as needed", so that it plans nothing. */
static gboolean
put_schedule (RgmStore *store, gint64 course, gint64 change, RgmInstant now, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_AS_NEEDED);
  g_autofree char *stored = schedule_to_stored (schedule);
  RgmRow row = { .table = "revisions" };
  gint64 id = 0;

  if (!sql_number (store, &id, error, "SELECT ifnull (max (id), 0) + 1 FROM revisions", ""))
    return FALSE;
  row_number (&row, "id", id);
  row_number (&row, "course_id", course);
  row_number (&row, "from_dose", 1);
  row_text (&row, "schedule", stored);
  row_number (&row, "made_at", now);
  row_number (&row, "change_id", change);
  return row_put (store, &row, hash, error);
}

/* The ids of people and courses that are lost but that rows refer to, of people whose name is lost,
 * and of courses whose schedule is. */
#define PEOPLE_REFERRED_TO                                                                         \
  "SELECT patient_id AS id FROM courses UNION SELECT patient_id FROM observations UNION SELECT "   \
  "patient_id FROM contacts UNION SELECT patient_id FROM questions UNION SELECT patient_id FROM "  \
  "patient_revisions"
#define LOST_PEOPLE PEOPLE_REFERRED_TO " EXCEPT SELECT id FROM patients"
#define NAMELESS                                                                                   \
  "SELECT p.id FROM patients AS p WHERE " IN_FORCE (                                               \
    "p") " EXCEPT SELECT r.patient_id FROM "                                                       \
         "patient_revisions AS r WHERE " IN_FORCE ("r")
#define LOST_COURSES                                                                               \
  "SELECT course_id FROM administrations UNION SELECT course_id FROM appointments UNION SELECT "   \
  "course_id FROM moves UNION SELECT course_id FROM holds UNION SELECT course_id FROM revisions "  \
  "UNION SELECT course_id FROM course_states UNION SELECT course_id FROM dose_changes UNION "      \
  "SELECT course_id FROM pauses UNION SELECT course_id FROM invitations UNION SELECT course_id "   \
  "FROM course_names UNION SELECT course_id FROM needs EXCEPT SELECT id FROM courses"
#define UNPLANNED                                                                                  \
  "SELECT c.id FROM courses AS c WHERE " IN_FORCE (                                                \
    "c") " EXCEPT SELECT r.course_id FROM revisions AS r WHERE " IN_FORCE ("r")

/* The person who gets the courses that are lost: the only one there ever was, as far as is known.
 * If there were several, nobody knows whose the courses are, and a new person gets them. */
#define OWNER_OF_LOST_COURSES                                                                      \
  "SELECT CASE WHEN ifnull (max (id), 0) <= 1 THEN 1 ELSE max (id) + 1 END FROM"                   \
  " (SELECT id FROM patients UNION " PEOPLE_REFERRED_TO ")"

static GArray *
find_ids (RgmStore *store, const char *sql, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "");

  return sql_ids (store, statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}

/* Puts in the people who are lost but that rows refer to, and names those whose name is lost. */
static gboolean
put_people (RgmStore *store, gint64 change, RgmSalvaged *salvaged, GError **error)
{
  g_autoptr (GArray) lost = find_ids (store, LOST_PEOPLE, error), nameless = NULL;

  for (guint n = 0; lost != NULL && n < lost->len; n++)
    if (!put_person (store, g_array_index (lost, gint64, n), change, error))
      return FALSE;
  nameless = lost != NULL ? find_ids (store, NAMELESS, error) : NULL;
  for (guint n = 0; nameless != NULL && n < nameless->len; n++)
    if (!put_name (store, g_array_index (nameless, gint64, n), change, salvaged, error))
      return FALSE;
  return nameless != NULL;
}

/* Puts in a row for each of the courses @lost. */
static gboolean
put_courses (RgmStore *store, const GArray *lost, gint64 change, RgmInstant now, GError **error)
{
  gint64 person = 1;

  if (!sql_number (store, &person, error, OWNER_OF_LOST_COURSES, ""))
    return FALSE;
  for (guint n = 0; n < lost->len; n++)
    if (!put_course (store, g_array_index (lost, gint64, n), person, change, now, error))
      return FALSE;
  return TRUE;
}

/* Says where the doses of the courses @lost are now. */
static gboolean
note_courses (RgmStore *store, const GArray *lost, RgmSalvaged *salvaged, GError **error)
{
  for (guint n = 0; n < lost->len; n++) {
    gint64 id = g_array_index (lost, gint64, n);
    g_autofree char *name = NULL;
    g_autoptr (sqlite3_stmt) statement
      = sql_query (store, error,
                   "SELECT r.name FROM courses AS c JOIN patient_revisions AS r ON r.patient_id = "
                   "c.patient_id WHERE c.id = ? AND " IN_FORCE ("r") " ORDER BY r.id DESC LIMIT 1",
                   "i", id);

    if (statement == NULL || sql_next (store, statement, error) < 0)
      return FALSE;
    name = sql_text (statement, 0);
    g_ptr_array_add (
      salvaged->words,
      g_strdup_printf (_ ("the details of course %" PRId64 " are lost, also whose it is; its doses "
                          "are now listed under \"salvaged-%" PRId64 "\" of \"%s\""),
                       id, id, name));
  }
  return TRUE;
}

static gboolean
put_schedules (RgmStore *store, gint64 change, RgmInstant now, RgmSalvaged *salvaged,
               GError **error)
{
  g_autoptr (GArray) unplanned = find_ids (store, UNPLANNED, error);

  for (guint n = 0; unplanned != NULL && n < unplanned->len; n++) {
    gint64 id = g_array_index (unplanned, gint64, n);
    if (!put_schedule (store, id, change, now, error))
      return FALSE;
    g_ptr_array_add (salvaged->words,
                     g_strdup_printf (_ ("the schedule of course %" PRId64
                                         " is lost, so it plans nothing, until you end it "
                                         "(regimen stop) and add it again (regimen add)"),
                                      id));
  }
  return unplanned != NULL;
}

/* Puts courses and people in the place of those that are lost. The courses come first, because the
 * person who gets them may have to be put in, too, and has the time zone of their doses. */
static gboolean
put_lost (RgmStore *store, gint64 change, RgmInstant now, RgmSalvaged *salvaged, GError **error)
{
  g_autoptr (GArray) courses = find_ids (store, LOST_COURSES, error);

  return courses != NULL && put_courses (store, courses, change, now, error)
         && put_people (store, change, salvaged, error)
         && note_courses (store, courses, salvaged, error)
         && put_schedules (store, change, now, salvaged, error);
}

/* ---- the doses ---- */

/* The first row whose predecessor is lost. */
#define ORPHAN                                                                                     \
  "SELECT id FROM administrations WHERE replaces NOT IN (SELECT id FROM administrations)"          \
  " ORDER BY id LIMIT 1"
/* What the lost predecessor of row ?1 replaced, as far as can be told: the newest row that counts
 * of the same dose and that is older than the lost row. If there is none, a merge may have given
 * the dose another number; then its row is one of the same moment. (If only the day is known, all
 * doses of a day have the same moment.) */
#define BEFORE_LOST                                                                                \
  "SELECT h.id FROM administrations AS a JOIN temp.counting AS h ON h.course_id = a.course_id"     \
  " AND h.id < a.replaces AND (h.dose = a.dose"                                                    \
  "   OR (h.at = a.at AND h.day_only IS NULL AND a.day_only IS NULL))"                             \
  " WHERE a.id = ?1 ORDER BY h.dose = a.dose DESC, h.id DESC LIMIT 1"

/* Makes row @id of administrations replace row @before. If @before is 0, the row becomes an entry
 * of its own; but one that only takes another row back is left out, or it would count as given. */
static gboolean
link_orphan (RgmStore *store, gint64 id, gint64 before, RgmSalvaged *salvaged, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT * FROM administrations WHERE id = ?", "i", id);
  guint8 hash[RGM_HASH_BYTES];
  gboolean voids = FALSE;
  RgmRow row;

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  row_read (statement, "administrations", &row);
  for (int i = 0; i < row.n; i++) {
    RgmField *field = &row.fields[i];
    if (g_str_equal (field->column, "replaces")) {
      field->type = before != 0 ? SQLITE_INTEGER : SQLITE_NULL;
      field->number = before;
    } else if (g_str_equal (field->column, "joined") && before == 0)
      field->type = SQLITE_NULL;
    else if (g_str_equal (field->column, "void"))
      voids = field->type != SQLITE_NULL;
  }
  if (voids && before == 0) {
    salvaged->saved--;
    return sql_run (store, error, "DELETE FROM administrations WHERE id = ?", "i", id);
  }
  row_hash (&row, hash);
  return sql_run (store, error,
                  "UPDATE administrations SET replaces = nullif (?2, 0),"
                  " joined = CASE WHEN ?2 <> 0 THEN joined END, hash = ?3 WHERE id = ?1",
                  "iib", id, before, hash);
}

/* A row that corrects a lost one takes the place of what the lost one had corrected. Otherwise both
 * would count, and one dose would be two. */
static gboolean
link_orphans (RgmStore *store, RgmSalvaged *salvaged, GError **error)
{
  for (;;) {
    gint64 id = 0, before = 0;

    if (!sql_number (store, &id, error, ORPHAN, ""))
      return FALSE;
    if (id == 0)
      return TRUE;
    if (!sql_number (store, &before, error, BEFORE_LOST, "i", id)
        || !link_orphan (store, id, before, salvaged, error))
      return FALSE;
  }
}

/* The first row that counts although a later one of the same dose counts, too. */
#define DOUBLE                                                                                     \
  "SELECT a.id, a.dose, c.handle, a.recorded_at FROM temp.counting AS a JOIN courses AS c ON "     \
  "c.id = a.course_id WHERE EXISTS (SELECT 1 FROM temp.counting AS l WHERE l.course_id = "         \
  "a.course_id AND l.dose = a.dose AND l.id > a.id) ORDER BY a.id LIMIT 1"

/* Adds a row which says that row @id of administrations no longer counts, as a merge does. */
static gboolean
take_back (RgmStore *store, gint64 id, gint64 change, RgmInstant now, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT * FROM administrations WHERE id = ?", "i", id);
  const struct {
    const char *column;
    int type;
    gint64 number;
  } others[] = { { "replaces", SQLITE_INTEGER, id },
                 { "void", SQLITE_INTEGER, 1 },
                 { "joined", SQLITE_NULL, 0 },
                 { "recorded_at", SQLITE_INTEGER, now },
                 { "change_id", SQLITE_INTEGER, change } };
  guint8 hash[RGM_HASH_BYTES];
  RgmRow row;

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  row_read (statement, "administrations", &row);
  for (int i = 0; i < row.n; i++)
    for (guint n = 0; n < G_N_ELEMENTS (others); n++)
      if (g_str_equal (row.fields[i].column, others[n].column)) {
        row.fields[i].type = others[n].type;
        row.fields[i].number = others[n].number;
      }
  return sql_number (store, &row.fields[0].number, error,
                     "SELECT max (id) + 1 FROM administrations", "")
         && row_put (store, &row, hash, error);
}

/* If a row is lost that took back an entry, or gave it another number, that entry counts again, and
 * one dose has two. Only the entry that was made last counts then. */
static gboolean
take_back_doubles (RgmStore *store, gint64 change, RgmInstant now, RgmSalvaged *salvaged,
                   GError **error)
{
  for (;;) {
    g_autoptr (sqlite3_stmt) statement = sql_query (store, error, DOUBLE, "");
    int more = statement != NULL ? sql_next (store, statement, error) : -1;
    g_autofree char *handle = NULL, *when = NULL;
    gint64 id, dose;

    if (more <= 0)
      return more == 0;
    id = sqlite3_column_int64 (statement, 0);
    dose = sqlite3_column_int64 (statement, 1);
    handle = sql_text (statement, 2);
    when = rgm_instant_format_utc (sqlite3_column_int64 (statement, 3));
    if (!take_back (store, id, change, now, error))
      return FALSE;
    g_ptr_array_add (
      salvaged->words,
      g_strdup_printf (_ ("which entry of dose %s/%" PRId64 " counts, of several; that of %.10s "
                          "does not now, but a later one does: regimen history --all"),
                       handle, dose, when));
  }
}

/* ---- the changes ---- */

typedef struct {
  RgmInstant at;
  const char *command; /* NULL: lost */
  gint64 undone_by, written;
  gint64 rows;
} Change;

/* Sets undone_by in @changes, going from the newest undo to the oldest. */
static gboolean
derive_undone (RgmStore *store, GArray *changes, GError **error)
{
  g_autoptr (sqlite3_stmt) undos = sql_query (
    store, error, "SELECT undone_change_id, change_id FROM undos ORDER BY change_id DESC", "");
  int more = -1;

  while (undos != NULL && (more = sql_next (store, undos, error)) > 0) {
    gint64 what = sqlite3_column_int64 (undos, 0), by = sqlite3_column_int64 (undos, 1);
    Change *undone = &g_array_index (changes, Change, what);
    if (g_array_index (changes, Change, by).undone_by == 0 && undone->undone_by == 0)
      undone->undone_by = by;
  }
  return more == 0;
}

/* Puts the changes that are not in force into the table temp.undone, on which the view
 * temp.counting depends: the administrations that count. */
static gboolean
put_undone (RgmStore *store, const GArray *changes, GError **error)
{
  if (!sql_run (store, error, "CREATE TEMP TABLE undone (id INTEGER PRIMARY KEY)", "")
      || !sql_run (
        store, error,
        "CREATE TEMP VIEW counting AS SELECT h.* FROM main.administrations AS h"
        " WHERE " IN_FORCE ("h") " AND h.void IS NULL AND NOT EXISTS (SELECT 1 FROM "
                                 "main.administrations AS n WHERE n.replaces = h.id AND " IN_FORCE (
                                   "n") ")",
        ""))
    return FALSE;
  for (guint id = 1; id < changes->len; id++)
    if (g_array_index (changes, Change, id).undone_by != 0
        && !sql_run (store, error, "INSERT INTO temp.undone (id) VALUES (?)", "i", (gint64)id))
      return FALSE;
  return TRUE;
}

/* Fills in what is known of the changes, the last of which is the salvage itself, except how many
 * rows they have. */
static gboolean
read_changes (RgmStore *store, RgmStore *model, const GPtrArray *rows, GArray *changes,
              GPtrArray *texts, GError **error)
{
  for (guint i = 0; i < rows->len && ((SalvagedRow *)rows->pdata[i])->table == 0; i++) {
    const SalvagedRow *row = rows->pdata[i];
    Change *change = &g_array_index (changes, Change, row->id);
    g_autoptr (sqlite3_stmt) statement
      = sql_query (model, error, "SELECT ?2, ?3, ?5, ?1, ?4, ?6", "");
    if (statement == NULL)
      return FALSE;
    salvage_bind (row, statement);
    if (sql_next (model, statement, error) <= 0)
      return FALSE;
    change->at = sqlite3_column_int64 (statement, 0);
    g_ptr_array_add (texts, sql_text (statement, 1));
    change->command = texts->pdata[texts->len - 1];
    change->written = sqlite3_column_int64 (statement, 2);
  }
  return derive_undone (store, changes, error) && put_undone (store, changes, error);
}

/* Counts the rows of each change. */
static gboolean
count_rows (RgmStore *store, GArray *changes, GError **error)
{
  for (guint i = 1; row_tables[i] != NULL; i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT change_id FROM %s", row_tables[i]);
    g_autoptr (GArray) ids = find_ids (store, sql, error);
    for (guint n = 0; ids != NULL && n < ids->len; n++)
      g_array_index (changes, Change, g_array_index (ids, gint64, n)).rows++;
    if (ids == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
note_lost_rows (const Change *change, gint64 id, RgmSalvaged *salvaged)
{
  g_autofree char *when = rgm_instant_format_utc (change->at);

  if (change->command == NULL)
    g_ptr_array_add (salvaged->words,
                     g_strdup_printf (_ ("the command of change %" PRId64 " is lost; %" PRId64
                                         " of its rows are saved"),
                                      id, change->rows));
  else if (change->rows < change->written)
    g_ptr_array_add (salvaged->words,
                     g_strdup_printf (_ ("of what \"%s\" entered on %.10s, %" PRId64 " of %" PRId64
                                         " rows are lost"),
                                      change->command, when, change->written - change->rows,
                                      change->written));
}

static gboolean
put_changes (RgmStore *store, GArray *changes, RgmInstant now, RgmSalvaged *salvaged,
             GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  RgmInstant last = now;

  for (guint id = 1; id < changes->len; id++) /* the time for changes before the first known one */
    if (g_array_index (changes, Change, id).command != NULL) {
      last = g_array_index (changes, Change, id).at;
      break;
    }
  for (guint id = 1; id < changes->len; id++) {
    Change *change = &g_array_index (changes, Change, id);
    gboolean own = id == changes->len - 1;
    RgmRow row = { .table = "changes" };

    if (change->command == NULL)
      change->at = own ? now : last;
    last = change->at;
    if (!own)
      note_lost_rows (change, id, salvaged);
    row_number (&row, "id", id);
    row_number (&row, "at", change->at);
    row_text (&row, "command", change->command != NULL ? change->command : "salvage");
    row_instant (&row, "undone_by", change->undone_by != 0 ? change->undone_by : RGM_INSTANT_NONE);
    row_number (&row, "row_count", change->rows);
    if (!row_put (store, &row, hash, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- all of it ---- */

/* Finds the highest id of a change that any row has. */
static gboolean
last_change (const GPtrArray *rows, RgmStore *store, gint64 *last, GError **error)
{
  *last = 0;
  for (guint i = 0; i < rows->len && ((SalvagedRow *)rows->pdata[i])->table == 0; i++)
    *last = MAX (*last, ((SalvagedRow *)rows->pdata[i])->id);
  for (guint i = 1; row_tables[i] != NULL; i++) {
    g_autofree char *sql
      = g_strdup_printf ("SELECT ifnull (max (change_id), 0) FROM %s", row_tables[i]);
    gint64 most = 0;
    if (!sql_number (store, &most, error, sql, ""))
      return FALSE;
    *last = MAX (*last, most);
  }
  return TRUE;
}

static gboolean
fill (RgmStore *store, RgmStore *model, GPtrArray *rows, RgmInstant now, RgmSalvaged *salvaged,
      GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (Change));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gint64 last, own;

  drop_impossible_changes (rows);
  if (!put_rows (store, rows, salvaged, error) || !last_change (rows, store, &last, error))
    return FALSE;
  own = last + 1;
  g_array_set_size (changes, (guint)own + 1);
  return read_changes (store, model, rows, changes, texts, error)
         && put_lost (store, own, now, salvaged, error)
         && sql_run (store, error, "DROP TRIGGER administrations_update", "")
         && sql_run (store, error, "DROP TRIGGER administrations_delete", "")
         && link_orphans (store, salvaged, error)
         && take_back_doubles (store, own, now, salvaged, error)
         && count_rows (store, changes, error) && put_changes (store, changes, now, salvaged, error)
         && chain_build (store, error)
         && sql_run (
           store, error,
           "INSERT INTO course_heads (course_id, settled, makeups, active) SELECT c.id, 0,"
           " (SELECT count (*) FROM " COUNTED " WHERE a.course_id = c.id"
           "  AND a.makeup), 1 FROM courses AS c",
           "");
}

/* Compares what was salvaged of the record @from with what was last seen of that record. If its
 * last changes are lost as a whole, nothing in the file tells that they were there. */
static gboolean
note_lost_end (RgmStore *store, const char *from, RgmSalvaged *salvaged, GError **error)
{
  guint8 hash[RGM_HASH_BYTES] = { 0 };
  g_autofree char *when = NULL;
  gboolean found;
  gint64 last = 0;
  RgmWitness seen;

  if (!witness_read (from, &seen))
    return TRUE;
  /* the last change in @store is the salvage itself */
  if (!sql_number (store, &last, error, "SELECT max (id) - 1 FROM changes", "")
      || !chain_hash (store, seen.change, hash, &found, error))
    return FALSE;
  when = rgm_instant_format_utc (seen.at);
  if (seen.change > last)
    g_ptr_array_add (
      salvaged->words,
      g_strdup_printf (P_ ("at least %" PRId64 " later change, which was made on %.10s",
                           "at least %" PRId64
                           " later changes, the last of which was made on %.10s",
                           (gulong)(seen.change - last)),
                       seen.change - last, when));
  /* where rows are lost, the hash is another one anyway */
  else if (salvaged->words->len == 0 && memcmp (hash, seen.hash, sizeof hash) != 0)
    g_ptr_array_add (salvaged->words,
                     g_strdup_printf (_ ("a change that was made on %.10s; the database is another "
                                         "one than the one that was here then"),
                                      when));
  return TRUE;
}

/* Makes the triggers that fill() has to drop again, as the current tables have them. */
static gboolean
put_triggers (RgmStore *store, RgmStore *model, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (model, error,
                 "SELECT sql FROM sqlite_schema WHERE name IN ('administrations_update',"
                 " 'administrations_delete') ORDER BY name",
                 "");
  int more = -1;

  while (statement != NULL && (more = sql_next (model, statement, error)) > 0)
    if (!sql_run (store, error, sql_borrow_text (statement, 0), ""))
      return FALSE;
  return more == 0;
}

/* Makes the record in the empty file @file. @path: the name that it gets. @rows: what was found in
 * the damaged record @from. */
static gboolean
make_record (const char *file, const char *path, const char *from, GPtrArray *rows, RgmInstant now,
             RgmSalvaged *salvaged, GError **error)
{
  g_autoptr (RgmStore) model = store_open_in_memory (path, error), store = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *db = model != NULL ? connection_open (file, SQLITE_OPEN_READWRITE, error) : NULL;

  if (db == NULL)
    return FALSE;
  store = store_wrap (db, path);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  if (!migrate_run (store, NULL, error) || !sql_run (store, error, "BEGIN IMMEDIATE", "")
      || !fill (store, model, rows, now, salvaged, error)
      || !note_lost_end (store, from, salvaged, error) || !put_triggers (store, model, error)
      || !sql_run (store, error, "COMMIT", "") || !check_content (store, problems, error))
    return FALSE;
  if (problems->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("%s was not made: %s"), path,
                 (const char *)problems->pdata[0]);
  return problems->len == 0;
}

gboolean
rgm_store_salvage (const char *from, const char *path, RgmInstant now, RgmSalvaged *salvaged,
                   GError **error)
{
  g_autoptr (RgmStore) model = store_open_in_memory (from, error);
  g_autoptr (GPtrArray) rows = model != NULL ? salvage_scan (model, from, error) : NULL;
  BesideFile beside = { 0 };
  gboolean exists = FALSE;

  *salvaged = (RgmSalvaged){ .words = g_ptr_array_new_with_free_func (g_free) };
  if (rows == NULL || !backup_is_free (path, error))
    return FALSE;
  if (rows->len == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("no row in %s is as it was entered, so there is nothing to salvage"), from);
    return FALSE;
  }
  beside_sweep (path);
  if (!store_file_beside (path, &beside, error))
    return FALSE;
  if (!make_record (beside.name, path, from, rows, now, salvaged, error)
      || !store_file_sync (beside.name, error)) {
    store_file_discard (&beside);
    return FALSE;
  }
  return store_file_publish (&beside, path, &exists, error)
         && (!exists || backup_is_free (path, error));
}
