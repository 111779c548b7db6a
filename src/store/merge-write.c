/* Writes into this record what only another copy of it has: each row is copied as it is there, but
 * with the ids that its course and its person have here. */
#include "store/merge.h"
#include "store/store-private.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

/* ---- which columns hold the fields of a kind ---- */

static const char *const tables[RGM_MERGE_KINDS] = { [RGM_MERGE_PERSON] = "patients",
                                                     [RGM_MERGE_COURSE] = "courses",
                                                     [RGM_MERGE_PAUSE] = "pauses",
                                                     [RGM_MERGE_END] = "course_states",
                                                     [RGM_MERGE_ANSWER] = "administrations",
                                                     [RGM_MERGE_TAKEN] = "administrations",
                                                     [RGM_MERGE_BOOKING] = "appointments",
                                                     [RGM_MERGE_TARGET] = "moves",
                                                     [RGM_MERGE_HOLD] = "holds",
                                                     [RGM_MERGE_INVITATION] = "invitations",
                                                     [RGM_MERGE_NEED] = "needs",
                                                     [RGM_MERGE_FELT] = "observations",
                                                     [RGM_MERGE_LAB] = "observations",
                                                     [RGM_MERGE_CHECK] = "observations",
                                                     [RGM_MERGE_CONTACT] = "contacts",
                                                     [RGM_MERGE_QUESTION] = "questions" };

/* Columns that hold numbers; all others hold text. */
static const char *const number_columns[]
  = { "made_at",     "made_change", "day_only",   "makeup",     "recorded_at", "kept",
      "since",       "sequence",    "changed",    "cancelled",  "dose",        "asked_at",
      "answered_at", "number",      "replaces",   "void",       "joined",      "anew",
      "removed",     "course_id",   "patient_id", "removed_at", NULL };

static gboolean
holds_number (const char *table, const char *column)
{
  /* an instant, except in appointments, where it is a local time, as text */
  if (g_str_equal (column, "at"))
    return !g_str_equal (table, "appointments");
  return g_strv_contains (number_columns, column);
}

/* ---- rows ---- */

/* Values that a copied row gets instead of those that it has in the other copy. */
typedef struct {
  int n;
  RgmField fields[24];
} Other;

/* @text: borrowed; NULL or "": no value. */
static void
other_text (Other *other, const char *table, const char *column, const char *text)
{
  RgmField *field = &other->fields[other->n++];

  g_assert (other->n <= (int)G_N_ELEMENTS (other->fields));
  *field = (RgmField){ .column = column, .type = SQLITE_NULL };
  if (text == NULL || *text == '\0')
    return;
  field->type = holds_number (table, column) ? SQLITE_INTEGER : SQLITE_TEXT;
  field->text = text;
  field->number = field->type == SQLITE_INTEGER ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
other_number (Other *other, const char *column, gint64 number)
{
  other->fields[other->n++]
    = (RgmField){ .column = column, .type = SQLITE_INTEGER, .number = number };
}

/* Copies row @id of @table from @from to this record, with the values in @other instead of its own.
 * Returns: its new id, 0 on failure. */
static gint64
copy_row (MergeWriter *writer, RgmStore *from, const char *table, gint64 id, const Other *other,
          GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = ?", table);
  g_autoptr (sqlite3_stmt) statement = sql_query (from, error, sql, "i", id);
  RgmRow there, row = { .table = table };

  if (statement == NULL || sql_next (from, statement, error) <= 0)
    return 0;
  row_read (statement, table, &there);
  for (int i = 0; i < there.n; i++) {
    const RgmField *field = &there.fields[i];
    if (g_str_equal (field->column, "id") || g_str_equal (field->column, "change_id"))
      continue;
    for (int j = 0; j < other->n; j++)
      if (g_str_equal (other->fields[j].column, field->column))
        field = &other->fields[j];
    row.fields[row.n++] = *field;
  }
  return row_insert (writer->ours, &row, error);
}

/* ---- the person or course of a fact ---- */

static gint64
id_of (MergeWriter *writer, const MergeFact *fact)
{
  const char *uid = fact->course != NULL ? fact->course : fact->person;
  const char *sql
    = fact->course != NULL
        ? "SELECT c.id FROM courses AS c JOIN changes AS g ON g.id = c.change_id WHERE c.uid = ?"
          " AND g.undone_by IS NULL"
        : "SELECT p.id FROM patients AS p JOIN changes AS g ON g.id = p.change_id WHERE p.uid = ?"
          " AND g.undone_by IS NULL";
  gint64 id = 0;

  return sql_number (writer->ours, &id, NULL, sql, "t", uid) ? id : 0;
}

static void
touch (MergeWriter *writer, gint64 course)
{
  g_hash_table_add (writer->courses, g_memdup2 (&course, sizeof course));
}

static void
add_owner (MergeWriter *writer, const MergeFact *fact, Other *other)
{
  gint64 id = id_of (writer, fact);

  other_number (other, fact->course != NULL ? "course_id" : "patient_id", id);
  if (fact->course != NULL)
    touch (writer, id);
}

/* ---- people and courses ---- */

/* If adding it was taken back, its row is still there, so it cannot be added again. */
gboolean
store_merge_check_new (MergeWriter *writer, const MergeFact *fact, const char *name, GError **error)
{
  const char *table = tables[fact->kind];
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE uid = ?", table);
  g_autofree char *copy = text_shell_word (writer->theirs->path);
  g_autofree char *path = file_shown (writer->ours->path), *record = text_shell_word (path);
  gint64 there = 0;

  if (!sql_number (writer->ours, &there, error, sql, "t",
                   fact->course != NULL ? fact->course : fact->person))
    return FALSE;
  /* a course that was only removed from the lists comes back as it is */
  if (there == 0 || id_of (writer, fact) != 0)
    return TRUE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_CONFLICT,
    _ ("%s was added to this record, and that was undone. If nothing was entered since, \"regimen "
       "redo\" brings it back, and then the copy can be merged. Otherwise merge this record into "
       "the copy, and use the copy from then on: regimen --db %s merge %s"),
    name, copy, record);
  return FALSE;
}

/* Fails because the person @id here (0: not on record here) would get @name, which is the name of
 * @other here. */
static void
fail_name (const MergeWriter *writer, gint64 id, const char *name, const RgmPatient *other,
           GError **error)
{
  g_autoptr (RgmPatient) same = id != 0 ? rgm_store_patient (writer->ours, id, NULL) : NULL;
  g_autofree char *here = file_shown (writer->ours->path), *record = text_shell_word (here);
  g_autofree char *there = file_shown (writer->theirs->path), *copy = text_shell_word (there);
  g_autofree char *ours = text_shell_word (other->name), *theirs = text_shell_word (name);
  g_autofree char *who = same != NULL
                           ? g_strdup_printf (_ ("one who is called %s here"), same->name)
                           : g_strdup (_ ("one who is not on record here"));

  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("there would be two patients named %s: one here, and in %s %s; rename one of "
                  "them, and then merge again: regimen --db %s patient set %s --name NAME, or "
                  "regimen --db %s patient set %s --name NAME"),
               other->name, there, who, record, ours, copy, theirs);
}

/* Checks that no other person than @id here (0: not on record here) has @name. */
static gboolean
check_name (const MergeWriter *writer, gint64 id, const char *name, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (writer->ours, error);
  g_autofree char *wanted = text_fold (name);

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *other = patients->pdata[i];
    g_autofree char *taken = text_fold (other->name);
    if (other->id == id || !g_str_equal (taken, wanted))
      continue;
    fail_name (writer, id, name, other, error);
    return FALSE;
  }
  return patients != NULL;
}

gboolean
store_merge_person (MergeWriter *writer, const MergeFact *theirs, GError **error)
{
  g_autofree char *key = g_strdup_printf ("name\x1f%s\x1f", theirs->person);
  const MergeFact *name = g_hash_table_lookup (writer->there->facts, key);
  RgmRow row = { .table = "patients" };
  Other other = { 0 };
  gint64 id;

  if (!store_merge_check_new (writer, theirs, name->fields[0], error)
      || !check_name (writer, 0, name->fields[0], error))
    return FALSE;
  row_text (&row, "uid", theirs->person);
  id = row_insert (writer->ours, &row, error);
  other_number (&other, "patient_id", id);
  other_text (&other, "patient_revisions", "chosen", NULL);
  return id != 0
         && copy_row (writer, writer->theirs, "patient_revisions",
                      g_array_index (name->rows, gint64, 0), &other, error)
              != 0;
}

gboolean
store_merge_handle (MergeWriter *writer, const char *course, const char *handle, GError **error)
{
  const MergeFact fact = { .course = (char *)course };
  RgmRow row = { .table = "course_names" };
  gint64 id = id_of (writer, &fact);

  row_number (&row, "course_id", id);
  row_text (&row, "handle", handle);
  row_instant (&row, "removed_at", RGM_INSTANT_NONE);
  touch (writer, id);
  return row_insert (writer->ours, &row, error) != 0;
}

/* ---- the name, zone and closed days of a person ---- */

static gboolean
set_person (MergeWriter *writer, const MergeFact *theirs, GError **error)
{
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  const char *value = theirs->fields[0];
  gint64 id = id_of (writer, theirs);

  if ((theirs->kind == RGM_MERGE_CLOSED && !sql_days_from_text (value, closed, error))
      || (theirs->kind == RGM_MERGE_NAME && !check_name (writer, id, value, error)))
    return FALSE;
  return store_set_patient (writer->ours, id, theirs->kind == RGM_MERGE_NAME ? value : NULL,
                            theirs->kind == RGM_MERGE_ZONE ? value : NULL,
                            theirs->kind == RGM_MERGE_CLOSED ? closed : NULL, error);
}

/* ---- schedules ---- */

static gboolean
set_plan (MergeWriter *writer, const MergeFact *ours, const MergeFact *theirs, GError **error)
{
  /* how many of them this record has already; if it has any others, all are written anew */
  guint known = ours != NULL && store_merge_goes_on (theirs, ours) ? ours->versions->len : 0;
  gint64 id = id_of (writer, theirs), old = 0;

  if (!sql_number (writer->ours, &old, error, "SELECT count (*) FROM revisions WHERE course_id = ?",
                   "i", id))
    return FALSE;
  for (guint i = known; i < theirs->rows->len; i++) {
    Other other = { 0 };
    add_owner (writer, theirs, &other);
    other_text (&other, "revisions", "anew", i == 0 && old > 0 ? "1" : NULL);
    if (copy_row (writer, writer->theirs, "revisions", g_array_index (theirs->rows, gint64, i),
                  &other, error)
        == 0)
      return FALSE;
  }
  return TRUE;
}

/* ---- everything else ---- */

/* Adds a row which says that the thing in @ours no longer holds in this record. */
static gboolean
take_back (MergeWriter *writer, const MergeFact *ours, GError **error)
{
  static const char *const cleared[]
    = { "at",   "zone",   "place",  "anyway", "made_at", "made_change",
        "kept", "target", "reason", "until",  "since",   NULL };
  const char *table = tables[ours->kind];
  gint64 last = g_array_index (ours->rows, gint64, ours->rows->len - 1);
  g_autofree char *before = NULL;
  Other other = { 0 };

  switch (ours->kind) {
  case RGM_MERGE_INVITATION: /* the appointment of its dose says all that matters */
  case RGM_MERGE_PLAN:
    return TRUE;
  case RGM_MERGE_ANSWER:
  case RGM_MERGE_TAKEN:
    other_number (&other, "replaces", last);
    other_number (&other, "void", 1);
    other_number (&other, "recorded_at", writer->now);
    break;
  case RGM_MERGE_END:
    other_text (&other, table, "state", "resumed");
    other_number (&other, "at", writer->now);
    other_text (&other, table, "reason", NULL);
    break;
  case RGM_MERGE_PAUSE: { /* a pause that ends before it begins does not count */
    g_autoptr (sqlite3_stmt) statement = sql_query (
      writer->ours, error, "SELECT date (from_day, '-1 day') FROM pauses WHERE id = ?", "i", last);
    if (statement == NULL || sql_next (writer->ours, statement, error) <= 0)
      return FALSE;
    before = sql_text (statement, 0);
    other_text (&other, table, "until_day", before);
    break;
  }
  case RGM_MERGE_BOOKING:
  case RGM_MERGE_TARGET:
  case RGM_MERGE_HOLD:
    for (guint i = 0; cleared[i] != NULL; i++)
      other_text (&other, table, cleared[i], NULL);
    break;
  default:
    other_number (&other, "removed", 1);
  }
  add_owner (writer, ours, &other);
  return copy_row (writer, writer->ours, table, last, &other, error) != 0;
}

/* Called if the course of @theirs was removed here, and comes back. What was entered about it here
 * before that would be in force again, so it is taken back, unless the other copy says it too. */
static gboolean
take_back_rest (MergeWriter *writer, const MergeFact *theirs, GError **error)
{
  g_autoptr (MergeFacts) facts = store_merge_facts_of_removed (writer->ours, theirs->course, error);
  GHashTableIter iter;
  gpointer key, value;

  if (facts == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, facts->facts);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const MergeFact *fact = value;
    if (g_strcmp0 (fact->course, theirs->course) == 0 && fact->kind != RGM_MERGE_COURSE
        && fact->kind != RGM_MERGE_HANDLE && !g_hash_table_contains (writer->there->facts, key)
        && !take_back (writer, fact, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
store_merge_course (MergeWriter *writer, const MergeFact *theirs, const char *handle,
                    GError **error)
{
  const MergeFact person = { .person = theirs->person };
  Other other = { 0 };
  gint64 id = id_of (writer, theirs);

  /* the course is on record here, and was only removed from the lists */
  if (id != 0)
    return take_back_rest (writer, theirs, error)
           && store_merge_handle (writer, theirs->course, handle, error);
  if (!store_merge_check_new (writer, theirs, handle, error))
    return FALSE;
  other_number (&other, "patient_id", id_of (writer, &person));
  other_text (&other, "courses", "handle", handle);
  id = copy_row (writer, writer->theirs, "courses", g_array_index (theirs->rows, gint64, 0), &other,
                 error);
  touch (writer, id);
  return id != 0 && store_set_head (writer->ours, id, 0, TRUE, error);
}

/* Copies row @row of @from, which is about the same thing as @fact, to this record. @fields:
 * (nullable): the fields that it gets instead of its own. @last: (inout): for a dose, the id
 * of the row that it replaces, or 0; afterwards, the id of the new row. @joined: it is not a
 * correction of the row that it replaces. */
static gboolean
put (MergeWriter *writer, RgmStore *from, const MergeFact *fact, gint64 row, char *const *fields,
     int number, gint64 *last, gboolean joined, GError **error)
{
  const char *table = tables[fact->kind];
  gboolean dose = fact->kind == RGM_MERGE_ANSWER || fact->kind == RGM_MERGE_TAKEN;
  Other other = { 0 };

  add_owner (writer, fact, &other);
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    other_text (&other, table, rgm_merge_field_names (fact->kind)[i], fields[i]);
  if (dose) {
    other_number (&other, "dose", number);
    other_text (&other, table, "joined", joined && *last != 0 ? "1" : NULL);
    other_text (&other, table, "replaces", NULL);
    if (*last != 0)
      other.fields[other.n - 1]
        = (RgmField){ .column = "replaces", .type = SQLITE_INTEGER, .number = *last };
  } else if (fact->kind >= RGM_MERGE_FELT)
    other_number (&other, "number", number);
  *last = copy_row (writer, from, table, row, &other, error);
  return *last != 0;
}

static gboolean
has_version (const MergeFact *fact, const char *version)
{
  for (guint i = 0; fact != NULL && i < fact->versions->len; i++)
    if (g_str_equal (fact->versions->pdata[i], version))
      return TRUE;
  return FALSE;
}

gboolean
store_merge_fact (MergeWriter *writer, const MergeFact *ours, const MergeFact *theirs,
                  char *const *joined, int number, GError **error)
{
  gint64 last;
  guint end;

  if (theirs == NULL && ours->kind == RGM_MERGE_COURSE) {
    g_autoptr (RgmCourse) course
      = rgm_store_course_by_uid (writer->ours, ours->course, RGM_INSTANT_NONE, error);
    return course != NULL && store_remove (writer->ours, course, writer->now, error);
  }
  if (theirs == NULL)
    return take_back (writer, ours, error);
  if (theirs->kind >= RGM_MERGE_NAME && theirs->kind <= RGM_MERGE_CLOSED)
    return set_person (writer, theirs, error);
  if (theirs->kind == RGM_MERGE_PLAN)
    return set_plan (writer, ours, theirs, error);
  last = ours != NULL ? g_array_index (ours->rows, gint64, ours->rows->len - 1) : 0;
  end = theirs->rows->len - 1;
  /* versions that were corrected or changed in the other copy become part of the history here, so
   * that an old copy that still has one of them brings nothing back */
  for (guint i = 0; theirs->kind != RGM_MERGE_INVITATION && i < end; i++) {
    const char *version = theirs->versions->pdata[i];
    g_auto (GStrv) fields = g_strsplit (version, "\x1f", -1);

    if (!has_version (ours, version)
        && !put (writer, writer->theirs, theirs, g_array_index (theirs->rows, gint64, i), fields,
                 number, &last, i == 0, error))
      return FALSE;
  }
  return put (writer, writer->theirs, theirs, g_array_index (theirs->rows, gint64, end),
              joined != NULL ? joined : theirs->fields, number, &last,
              !theirs->corrected && (ours == NULL || !ours->corrected), error);
}

/* ---- numbers ---- */

gboolean
store_merge_free_number (MergeWriter *writer, const MergeFact *ours, GError **error)
{
  return ours->kind == RGM_MERGE_TAKEN || take_back (writer, ours, error);
}

gboolean
store_merge_renumber (MergeWriter *writer, const MergeFact *ours, int number, GError **error)
{
  gint64 last = g_array_index (ours->rows, gint64, ours->rows->len - 1);
  guint first = ours->kind == RGM_MERGE_TAKEN ? ours->rows->len - 1 : 0;

  for (guint i = first; i < ours->rows->len; i++)
    if (!put (writer, writer->ours, ours, g_array_index (ours->rows, gint64, i), NULL, number,
              &last, !ours->corrected, error))
      return FALSE;
  return TRUE;
}

/* ---- which copy was merged ---- */

gboolean
store_merge_note (MergeWriter *writer, const char *name, const MergeBase *base, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];
  g_autoptr (GString) text = g_string_new (NULL);
  RgmRow row = { .table = "merges" };
  gboolean found = FALSE;

  if (!chain_hash (writer->theirs, base->theirs, hash, &found, error))
    return FALSE;
  for (int i = 0; i < RGM_HASH_BYTES; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  row_text (&row, "name", name);
  row_number (&row, "last_change", base->theirs);
  row_text (&row, "last_hash", text->str);
  return row_insert (writer->ours, &row, error) != 0;
}

gboolean
store_merge_settle (RgmStore *store, gint64 course, GError **error)
{
  return sql_run (store, error, "UPDATE course_heads SET settled = 0, active = 1, " COUNT_MAKEUPS,
                  "i", course);
}
