/* Reads everything that a copy of the record says, as one fact for each thing that it is about, as
 * it is now or as it was after a change. */
#include "store/merge.h"
#include "store/past.h"
#include "store/store-private.h"

#include "base/i18n.h"

#include <string.h>

#define UNIT "\x1f" /* separates fields, because no text of a record has it */

/* ---- what is read ---- */

#define IN_FORCE(table)                                                                            \
  " FROM " table " AS t CROSS JOIN changes AS g ON g.id = t.change_id WHERE g.undone_by IS NULL"
#define OBSERVED(kind)                                                                             \
  "SELECT t.patient_id, t.id, t.number, t.number, t.removed IS NOT NULL, t.key, t.name, t.value,"  \
  " t.unit, t.low, t.high, t.site, t.note, t.at, t.zone, t.day, t.day_only,"                       \
  " t.recorded_at" IN_FORCE ("observations") " AND t.kind = '" kind "' ORDER BY t.id"

/* The columns of each row are: the id of the person or course, the id of the row, its number, what
 * it is about within the person or course, whether it takes back what was said before, and then the
 * fields. A later row replaces an earlier one that is about the same thing. */
static const struct {
  RgmMergeKind kind;
  gboolean of_person;
  const char *sql;
} readings[] = {
  { RGM_MERGE_PAUSE, FALSE,
    "SELECT t.course_id, t.id, t.from_dose, t.from_day, t.until_day < t.from_day, t.until_day,"
    " t.reason, coalesce (t.made_at, g.at), coalesce (t.made_change, t.change_id)" IN_FORCE (
      "pauses") " ORDER BY t.id" },
  { RGM_MERGE_END, FALSE,
    "SELECT t.course_id, t.id, 0, '', t.state = 'resumed', t.at, t.reason" IN_FORCE (
      "course_states") " AND t.state IN ('stopped', 'resumed') ORDER BY t.id" },
  { RGM_MERGE_BOOKING, FALSE,
    "SELECT t.course_id, t.id, t.dose, '', t.at IS NULL, t.at, t.zone, t.place,"
    " coalesce (t.made_at, g.at), t.anyway" IN_FORCE ("appointments") " ORDER BY t.id" },
  { RGM_MERGE_TARGET, FALSE,
    "SELECT t.course_id, t.id, t.dose, '', t.target IS NULL, t.target, " MOVE_KEPT
    ", coalesce (t.made_at, g.at), coalesce (t.made_change, t.change_id), t.anyway" IN_FORCE (
      "moves") " ORDER BY t.id" },
  { RGM_MERGE_HOLD, FALSE,
    "SELECT t.course_id, t.id, t.dose, '', t.reason IS NULL, t.reason, t.until, t.since" IN_FORCE (
      "holds") " ORDER BY t.id" },
  { RGM_MERGE_INVITATION, FALSE,
    "SELECT t.course_id, t.id, 0, t.uid || ' ' || ifnull (t.instance, ''), 0, t.sequence, "
    "t.changed,"
    " t.at, t.cancelled, t.dose" IN_FORCE ("invitations") " ORDER BY t.id" },
  { RGM_MERGE_NEED, FALSE,
    "SELECT t.course_id, t.id, 0, t.key, t.removed IS NOT NULL, t.name, t.within,"
    " t.source" IN_FORCE ("needs") " ORDER BY t.id" },
  { RGM_MERGE_FELT, TRUE, OBSERVED ("felt") },
  { RGM_MERGE_LAB, TRUE, OBSERVED ("lab") },
  { RGM_MERGE_CHECK, TRUE, OBSERVED ("check") },
  { RGM_MERGE_CONTACT, TRUE,
    "SELECT t.patient_id, t.id, t.number, t.number, t.removed IS NOT NULL, t.name, t.phone, "
    "t.hours,"
    " t.purpose" IN_FORCE ("contacts") " ORDER BY t.id" },
  { RGM_MERGE_QUESTION, TRUE,
    "SELECT t.patient_id, t.id, t.number, t.number, t.removed IS NOT NULL, t.question, t.asked_at,"
    " t.answer, t.answered_at" IN_FORCE ("questions") " ORDER BY t.id" },
};
enum { OWNER, ROW, NUMBER, SUBJECT, GONE, FIELDS };

#define PEOPLE                                                                                     \
  "SELECT p.id, p.uid, r.name, r.zone, ifnull (r.closed, ''), r.id FROM patients AS p"             \
  " JOIN changes AS c ON c.id = p.change_id JOIN patient_revisions AS r ON r.id = (SELECT max "    \
  "(s.id) FROM patient_revisions AS s CROSS JOIN changes AS sc ON sc.id = s.change_id"             \
  "   WHERE s.patient_id = p.id AND sc.undone_by IS NULL) WHERE c.undone_by IS NULL ORDER BY p.id"
/* The courses that are in a list, and the one with the UUID ?1; if ?2 is not 0, all courses. */
#define LISTED                                                                                     \
  "SELECT c.id, c.patient_id, c.uid, " COURSE_HANDLE                                               \
  ", c.treatment_key, c.started_at FROM courses AS c JOIN changes AS g ON g.id = c.change_id"      \
  " WHERE g.undone_by IS NULL AND (?2 OR " COURSE_LISTED " OR c.uid = ?1) ORDER BY c.id"
/* The schedules that count; if ?1 is not 0, also those that were replaced as a whole. */
#define PLANS                                                                                      \
  "SELECT t.course_id, t.id, t.from_dose, t.schedule, t.made_at, t.amount, t.place" IN_FORCE (     \
    "revisions") " AND (?1 OR " REVISION_COUNTS ") ORDER BY t.id"
#define ANSWERS                                                                                    \
  "SELECT t.course_id, t.id, t.dose, t.replaces, t.void IS NOT NULL, t.joined IS NOT NULL, "       \
  "t.outcome, t.at, t.day,"                                                                        \
  " t.day_only, t.amount, t.site, t.reason, t.note, t.makeup, t.zone, t.recorded_at, "             \
  "t.anyway" IN_FORCE ("administrations") " ORDER BY t.id"

/* ---- facts ---- */

static void
free_fact (gpointer data)
{
  MergeFact *fact = data;

  g_free (fact->key);
  g_free (fact->person);
  g_free (fact->course);
  g_strfreev (fact->fields);
  g_array_unref (fact->rows);
  g_ptr_array_unref (fact->versions);
  g_free (fact->birth);
  g_free (fact);
}

void
store_merge_facts_free (MergeFacts *facts)
{
  if (facts == NULL)
    return;
  g_hash_table_unref (facts->facts);
  g_hash_table_unref (facts->people);
  g_hash_table_unref (facts->courses);
  g_hash_table_unref (facts->numbers);
  g_free (facts);
}

/* What is known of a person or a course while its facts are read. */
typedef struct {
  char *person, *course;
  gboolean as_needed;
} Owner;

static void
free_owner (gpointer data)
{
  Owner *owner = data;

  g_free (owner->person);
  g_free (owner->course);
  g_free (owner);
}

typedef struct {
  MergeFacts *facts;
  GHashTable *people, *courses; /* of Owner, by id */
  /* of MergeFact: an entry by its owner and number, or a dose as needed by the ids of its rows */
  GHashTable *slots;
  const char *removed; /* nullable: the UUID of a course that is read although it is not listed */
  /* nullable: gets everything that was ever said; then all courses are read, not only listed
   * ones */
  GHashTable *history;
} Reader;

static gint64 *
copy_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static MergeFact *
fact_new (RgmMergeKind kind, const Owner *owner, int number)
{
  MergeFact *fact = g_new0 (MergeFact, 1);

  fact->kind = kind;
  fact->person = g_strdup (owner->person);
  fact->course = g_strdup (owner->course);
  fact->number = number;
  fact->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  fact->versions = g_ptr_array_new_with_free_func (g_free);
  return fact;
}

static char *
key_of (RgmMergeKind kind, const Owner *owner, const char *subject)
{
  return g_strdup_printf ("%s" UNIT "%s" UNIT "%s", rgm_merge_kind_name (kind),
                          owner->course != NULL ? owner->course : owner->person, subject);
}

/* Adds @fact, which is taken. If another fact has @key already, a number is appended to it.
 * Returns: (transfer none). */
static MergeFact *
add_fact (Reader *reader, MergeFact *fact, char *key)
{
  for (int n = 2; g_hash_table_contains (reader->facts->facts, key); n++) {
    char *next = g_strdup_printf ("%s" UNIT "%d", key, n);
    g_free (key);
    key = next;
  }
  fact->key = key;
  g_hash_table_insert (reader->facts->facts, key, fact);
  return fact;
}

static char **
fields_of (sqlite3_stmt *statement, int first)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();

  for (int i = first; i < sqlite3_column_count (statement); i++) {
    const char *text = (const char *)sqlite3_column_text (statement, i);
    g_strv_builder_add (fields, text != NULL ? text : "");
  }
  return g_strv_builder_end (fields);
}

/* The line of a history which says that @fact said @version. For an entry, the line does not have
 * the key, because the number at its end may change; the fields, which include a time, are enough
 * to tell entries apart. Returns: (transfer full). */
static char *
history_line (const MergeFact *fact, const char *version)
{
  if (fact->birth == NULL)
    return g_strconcat (fact->key, UNIT, version, NULL);
  return g_strjoin (UNIT, rgm_merge_kind_name (fact->kind),
                    fact->course != NULL ? fact->course : fact->person, version, NULL);
}

gboolean
store_merge_goes_on (const MergeFact *fact, const MergeFact *other)
{
  for (guint i = 0; i < other->versions->len; i++)
    if (i >= fact->versions->len
        || !g_str_equal (fact->versions->pdata[i], other->versions->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
store_merge_said (GHashTable *history, const MergeFact *fact)
{
  g_autofree char *line = NULL;

  if (fact->versions->len == 0)
    return FALSE;
  line = history_line (fact, fact->versions->pdata[fact->versions->len - 1]);
  return g_hash_table_contains (history, line);
}

/* Adds the last version of @fact to the history, if one is being read. */
static void
note_history (Reader *reader, const MergeFact *fact)
{
  if (reader->history != NULL)
    g_hash_table_add (reader->history,
                      history_line (fact, fact->versions->pdata[fact->versions->len - 1]));
}

/* Notes that @fact says @fields (taken) from row @row on. */
static void
say (Reader *reader, MergeFact *fact, gint64 row, char **fields)
{
  g_strfreev (fact->fields);
  fact->fields = fields;
  fact->gone = FALSE;
  g_array_append_val (fact->rows, row);
  g_ptr_array_add (fact->versions, g_strjoinv (UNIT, fields));
  note_history (reader, fact);
}

/* Adds a fact with one row and one field. */
static MergeFact *
add_single (Reader *reader, RgmMergeKind kind, const Owner *owner, gint64 row, const char *value)
{
  MergeFact *fact = add_fact (reader, fact_new (kind, owner, 0), key_of (kind, owner, ""));

  say (reader, fact, row, g_strdupv ((char *[]){ (char *)value, NULL }));
  return fact;
}

/* ---- lists with numbers ---- */

char *
store_merge_list (const MergeFact *fact)
{
  if (fact->kind == RGM_MERGE_TAKEN || fact->kind >= RGM_MERGE_FELT)
    return g_strdup_printf ("%s" UNIT "%s", rgm_merge_kind_name (fact->kind),
                            fact->course != NULL ? fact->course : fact->person);
  return NULL;
}

static void
note_number (Reader *reader, const MergeFact *fact, int number)
{
  char *list = store_merge_list (fact);
  int last = GPOINTER_TO_INT (g_hash_table_lookup (reader->facts->numbers, list));

  g_hash_table_insert (reader->facts->numbers, list, GINT_TO_POINTER (MAX (last, number)));
}

/* What the first row of an entry says, except when and in which zone it was entered: if two people
 * enter the same thing in two copies, it is one entry. If only the day is known, the moment is left
 * out, because for an entry of today it is the moment at which it was typed. */
static char *
birth_of (RgmMergeKind kind, char *const *fields)
{
  if (kind == RGM_MERGE_TAKEN)
    return g_strjoin (UNIT, *fields[RGM_MERGE_DAY_ONLY] != '\0' ? "" : fields[RGM_MERGE_AT],
                      fields[RGM_MERGE_DAY], fields[RGM_MERGE_AMOUNT], fields[RGM_MERGE_OUTCOME],
                      NULL);
  if (kind == RGM_MERGE_CONTACT)
    return g_strjoin (UNIT, fields[0], fields[1], fields[3], NULL);
  if (kind == RGM_MERGE_QUESTION)
    return g_strjoin (UNIT, fields[0], fields[1], NULL);
  return g_strjoin (UNIT, fields[0], fields[2], fields[3], fields[6],
                    *fields[RGM_MERGE_OBSERVED_DAY_ONLY] != '\0' ? ""
                                                                 : fields[RGM_MERGE_OBSERVED_AT],
                    fields[RGM_MERGE_OBSERVED_DAY], NULL);
}

static RgmInstant
birth_moment (RgmMergeKind kind, char *const *fields)
{
  const char *moment = kind == RGM_MERGE_TAKEN      ? fields[RGM_MERGE_AT]
                       : kind == RGM_MERGE_CONTACT  ? "0"
                       : kind == RGM_MERGE_QUESTION ? fields[1]
                                                    : fields[RGM_MERGE_OBSERVED_RECORDED_AT];

  return g_ascii_strtoll (moment, NULL, 10);
}

/* Adds an entry whose first row says @fields. */
static MergeFact *
add_entry (Reader *reader, RgmMergeKind kind, const Owner *owner, int number, char *const *fields)
{
  g_autofree char *birth = birth_of (kind, fields);
  MergeFact *fact = add_fact (reader, fact_new (kind, owner, number), key_of (kind, owner, birth));

  fact->birth = key_of (kind, owner, birth); /* order_twins() makes it unique */
  fact->made_at = birth_moment (kind, fields);
  return fact;
}

/* ---- reading ---- */

static gboolean
read_people (Reader *reader, RgmStore *store, const char *person, const char *as, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, PEOPLE, "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, 0), row = sqlite3_column_int64 (statement, 5);
    g_autofree char *uid = sql_text (statement, 1);
    Owner *owner = g_new0 (Owner, 1);

    owner->person = g_strdup (g_strcmp0 (uid, person) == 0 ? as : uid);
    g_hash_table_insert (reader->people, copy_id (id), owner);
    g_hash_table_insert (reader->facts->people, g_strdup (owner->person), copy_id (id));
    add_fact (reader, fact_new (RGM_MERGE_PERSON, owner, 0), key_of (RGM_MERGE_PERSON, owner, ""))
      ->fields
      = g_new0 (char *, 1);
    /* a person who goes by another UUID here keeps the name, zone and closed days that they have
     * here */
    if (g_strcmp0 (uid, person) == 0)
      continue;
    for (int i = 0; i < 3; i++)
      add_single (reader, RGM_MERGE_NAME + i, owner, row,
                  (const char *)sqlite3_column_text (statement, 2 + i));
  }
  return more == 0;
}

static gboolean
read_courses (Reader *reader, RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, LISTED, "ti", reader->removed, (gint64)(reader->history != NULL));
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, 0), whose = sqlite3_column_int64 (statement, 1);
    const Owner *person = g_hash_table_lookup (reader->people, &whose);
    Owner *owner;

    if (person == NULL)
      continue;
    owner = g_new0 (Owner, 1);
    owner->person = g_strdup (person->person);
    owner->course = sql_text (statement, 2);
    g_hash_table_insert (reader->courses, copy_id (id), owner);
    g_hash_table_insert (reader->facts->courses, g_strdup (owner->course), copy_id (id));
    add_single (reader, RGM_MERGE_HANDLE, owner, id,
                (const char *)sqlite3_column_text (statement, 3));
    add_single (reader, RGM_MERGE_COURSE, owner, id,
                (const char *)sqlite3_column_text (statement, 4))
      ->made_at
      = sqlite3_column_int64 (statement, 5);
  }
  return more == 0;
}

/* Reads the schedules of courses. All schedules of a course are one fact. */
static gboolean
read_plans (Reader *reader, RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, PLANS, "i", (gint64)(reader->history != NULL));
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, OWNER),
           row = sqlite3_column_int64 (statement, ROW);
    Owner *owner = g_hash_table_lookup (reader->courses, &id);
    g_auto (GStrv) parts = fields_of (statement, NUMBER);
    g_autofree char *line = g_strjoinv (UNIT, parts), *key = NULL;
    MergeFact *fact;

    if (owner == NULL)
      continue;
    key = key_of (RGM_MERGE_PLAN, owner, "");
    fact = g_hash_table_lookup (reader->facts->facts, key);
    if (fact == NULL)
      fact = add_fact (reader, fact_new (RGM_MERGE_PLAN, owner, 0), g_steal_pointer (&key));
    owner->as_needed = g_str_has_prefix (parts[1], "as-needed");
    g_array_append_val (fact->rows, row);
    g_ptr_array_add (fact->versions, g_steal_pointer (&line));
    note_history (reader, fact);
  }
  return more == 0;
}

/* Reads what is on record about doses. The rows of a planned dose have the same number. A row about
 * a dose as needed, whose number may change, belongs to the fact of the row that it replaces; the
 * key of that fact is what its first row said. */
static gboolean
read_answers (Reader *reader, RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, ANSWERS, "");
  int more = -1;

  g_hash_table_remove_all (reader->slots);
  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, OWNER),
           row = sqlite3_column_int64 (statement, ROW);
    gint64 replaces = sqlite3_column_int64 (statement, SUBJECT);
    int dose = sqlite3_column_int (statement, NUMBER);
    const Owner *owner = g_hash_table_lookup (reader->courses, &id);
    gboolean joined = sqlite3_column_int (statement, FIELDS);
    g_auto (GStrv) fields = fields_of (statement, FIELDS + 1);
    g_autofree char *subject = g_strdup_printf ("%d", dose), *key = NULL;
    MergeFact *fact;

    if (owner == NULL)
      continue;
    key = key_of (RGM_MERGE_ANSWER, owner, subject);
    fact = owner->as_needed ? g_hash_table_lookup (reader->slots, &replaces)
                            : g_hash_table_lookup (reader->facts->facts, key);
    if (fact == NULL && owner->as_needed)
      fact = add_entry (reader, RGM_MERGE_TAKEN, owner, dose, fields);
    else if (fact == NULL)
      fact = add_fact (reader, fact_new (RGM_MERGE_ANSWER, owner, dose), g_steal_pointer (&key));
    fact->number = dose;
    if (owner->as_needed) {
      g_hash_table_insert (reader->slots, copy_id (row), fact);
      note_number (reader, fact, dose);
    }
    fact->corrected = fact->corrected || (fact->rows->len > 0 && !joined);
    say (reader, fact, row, g_steal_pointer (&fields));
    fact->gone = sqlite3_column_int (statement, GONE) != 0;
    /* this frees its key for another dose that says the same */
    if (fact->gone && owner->as_needed)
      g_hash_table_remove (reader->facts->facts, fact->key);
  }
  return more == 0;
}

/* A pause that gets an end keeps the moment at which it was made. */
static void
keep_moment (const MergeFact *fact, char **fields)
{
  if (fact->fields == NULL
      || g_ascii_strtoll (fact->fields[2], NULL, 10) > g_ascii_strtoll (fields[2], NULL, 10))
    return;
  for (int i = 2; i < 4; i++) {
    g_free (fields[i]);
    fields[i] = g_strdup (fact->fields[i]);
  }
}

static gboolean
read_kind (Reader *reader, RgmStore *store, guint i, GError **error)
{
  RgmMergeKind kind = readings[i].kind;
  gboolean entries = kind >= RGM_MERGE_FELT;
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, readings[i].sql, "");
  int more = -1;

  g_hash_table_remove_all (reader->slots);
  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, OWNER),
           row = sqlite3_column_int64 (statement, ROW);
    gint64 slot = id * 1000000 + sqlite3_column_int64 (statement, NUMBER);
    int number = sqlite3_column_int (statement, NUMBER);
    gboolean gone = sqlite3_column_int (statement, GONE) != 0;
    const Owner *owner
      = g_hash_table_lookup (readings[i].of_person ? reader->people : reader->courses, &id);
    g_auto (GStrv) fields = fields_of (statement, FIELDS);
    g_autofree char *subject = NULL, *key = NULL;
    MergeFact *fact;

    if (owner == NULL)
      continue;
    subject = g_strdup_printf ("%d" UNIT "%s", number,
                               (const char *)sqlite3_column_text (statement, SUBJECT));
    key = key_of (kind, owner, subject);
    fact = entries ? g_hash_table_lookup (reader->slots, &slot)
                   : g_hash_table_lookup (reader->facts->facts, key);
    if (fact == NULL && gone)
      continue;
    if (fact == NULL && entries)
      fact = add_entry (reader, kind, owner, number, fields);
    else if (fact == NULL)
      fact = add_fact (reader, fact_new (kind, owner, number), g_steal_pointer (&key));
    if (kind == RGM_MERGE_PAUSE)
      keep_moment (fact, fields);
    if (entries) {
      note_number (reader, fact, number);
      g_hash_table_insert (reader->slots, copy_id (slot), fact);
    }
    say (reader, fact, row, g_steal_pointer (&fields));
    fact->gone = gone;
    /* after it was removed, another entry may get its number, or say the same */
    if (gone && entries) {
      g_hash_table_remove (reader->slots, &slot);
      g_hash_table_remove (reader->facts->facts, fact->key);
    }
  }
  return more == 0;
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer unused)
{
  MergeFact *fact = value;

  if (fact->kind == RGM_MERGE_PLAN) {
    g_ptr_array_add (fact->versions, NULL);
    fact->fields = g_new0 (char *, 2);
    fact->fields[0] = g_strjoinv ("\n", (char **)fact->versions->pdata);
    g_ptr_array_set_size (fact->versions, (int)fact->versions->len - 1);
  }
  return fact->gone;
}

static int
compare_twins (gconstpointer a, gconstpointer b)
{
  const MergeFact *first = *(const MergeFact *const *)a, *second = *(const MergeFact *const *)b;
  int order = strcmp (first->birth, second->birth);

  if (order == 0 && first->made_at != second->made_at)
    order = first->made_at < second->made_at ? -1 : 1;
  return order != 0 ? order : strcmp (first->versions->pdata[0], second->versions->pdata[0]);
}

/* Sets the keys of all entries. If the first rows of several entries say the same, their keys are
 * numbered in the order in which the entries were made. The order of their rows does not show that
 * order, because a merge that gives an entry another number writes it again. */
static void
order_twins (MergeFacts *facts)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  g_autofree char *birth = NULL;
  guint same = 0;

  g_hash_table_iter_init (&iter, facts->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((MergeFact *)value)->birth != NULL) {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (entries, value);
    }
  g_ptr_array_sort (entries, compare_twins);
  for (guint i = 0; i < entries->len; i++) {
    MergeFact *fact = entries->pdata[i];

    same = birth != NULL && g_str_equal (birth, fact->birth) ? same + 1 : 1;
    if (same == 1) {
      g_free (birth);
      birth = g_strdup (fact->birth);
    }
    g_free (fact->key);
    g_free (fact->birth);
    fact->key = same == 1 ? g_strdup (birth) : g_strdup_printf ("%s" UNIT "%u", birth, same);
    fact->birth = g_strdup (fact->key);
    g_hash_table_insert (facts->facts, fact->key, fact);
  }
}

static gboolean
read_all (Reader *reader, RgmStore *store, const char *person, const char *as, GError **error)
{
  if (!read_people (reader, store, person, as, error) || !read_courses (reader, store, error)
      || !read_plans (reader, store, error) || !read_answers (reader, store, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    if (!read_kind (reader, store, i, error))
      return FALSE;
  g_hash_table_foreach_remove (reader->facts->facts, is_gone, NULL);
  order_twins (reader->facts);
  return TRUE;
}

/* @history: (nullable): gets everything that was ever said up to @until. @merges: as for
 * store_merge_history(). */
static MergeFacts *
read_facts (RgmStore *store, gint64 until, const char *person, const char *as, const char *removed,
            GHashTable *history, gboolean merges, GError **error)
{
  g_autoptr (MergeFacts) facts = g_new0 (MergeFacts, 1);
  g_autoptr (GHashTable) people
    = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_owner);
  g_autoptr (GHashTable) courses
    = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_owner);
  g_autoptr (GHashTable) slots = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Reader reader = { facts, people, courses, slots, removed, history };
  gboolean past = until != 0 || history != NULL;
  gint64 end = until != 0 ? until + 1 : G_MAXINT64;
  g_auto (RgmView) view = { 0 };
  gboolean done;

  facts->facts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_fact);
  facts->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  facts->courses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  facts->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!sql_view (&view, store, error)
      || (history != NULL ? !past_open_history (store, end, merges, error)
          : until != 0    ? !past_open (store, end, error)
                          : FALSE))
    return NULL;
  done = read_all (&reader, store, person, as, error);
  if (past)
    past_close (store);
  return done ? g_steal_pointer (&facts) : NULL;
}

MergeFacts *
store_merge_facts (RgmStore *store, gint64 until, const char *person, const char *as,
                   GError **error)
{
  return read_facts (store, until, person, as, NULL, NULL, FALSE, error);
}

MergeFacts *
store_merge_facts_of_removed (RgmStore *store, const char *removed, GError **error)
{
  return read_facts (store, 0, NULL, NULL, removed, NULL, FALSE, error);
}

GHashTable *
store_merge_history (RgmStore *store, gint64 until, gboolean merges, const char *person,
                     const char *as, GError **error)
{
  g_autoptr (GHashTable) history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (MergeFacts) facts
    = read_facts (store, until, person, as, NULL, history, merges, error);

  return facts != NULL ? g_steal_pointer (&history) : NULL;
}
