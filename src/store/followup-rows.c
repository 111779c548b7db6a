/* followup-rows.c: reads and writes observations, contacts, questions and needs. If an entry has
 * several rows, the latest one in force counts. */
#include "store/store-private.h"

#include "base/i18n.h"

/* The end of a SELECT from @table AS o: the rows of changes in force that no later row in force
 * with the same @identity replaces or removes. CROSS JOIN fixes the order of the loops. */
#define IN_FORCE(table, identity)                                                                  \
  " CROSS JOIN changes AS g ON g.id = o.change_id WHERE g.undone_by IS NULL AND o.removed IS NULL" \
  " AND NOT EXISTS (SELECT 1 FROM " table " AS r CROSS JOIN changes AS rg ON rg.id = r.change_id"  \
  "   WHERE " identity " AND r.id > o.id AND rg.undone_by IS NULL)"

#define SAME_OBSERVATION "r.patient_id = o.patient_id AND r.kind = o.kind AND r.number = o.number"
#define SAME_NUMBER "r.patient_id = o.patient_id AND r.number = o.number"
#define SAME_NEED "r.course_id = o.course_id AND r.key = o.key"

/* The number for a new entry. Rows that were taken back count too: if one of them is brought back,
 * no other entry has its number. */
#define NEXT_NUMBER(table) "SELECT ifnull (max (number), 0) + 1 FROM " table " WHERE patient_id = ?"

static const char *const kinds[RGM_OBSERVATION_N_KINDS] = { "felt", "lab", "check" };

/* ---- observations ---- */

#define OBSERVATION_COLUMNS                                                                        \
  "o.id, o.patient_id, o.kind, o.number, o.key, o.name, o.value, o.unit, o.low, o.high, o.site,"   \
  " o.note, o.at, o.zone, o.day, o.day_only, o.recorded_at"
#define COUNTED_OBSERVATIONS IN_FORCE ("observations", SAME_OBSERVATION)

static gpointer
read_observation (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (RgmObservation) observation = g_new0 (RgmObservation, 1);

  observation->id = sqlite3_column_int64 (statement, 0);
  observation->patient_id = sqlite3_column_int64 (statement, 1);
  observation->kind = (RgmObservationKind)sql_name (statement, 2, kinds, G_N_ELEMENTS (kinds), 0);
  observation->number = sqlite3_column_int (statement, 3);
  observation->key = sql_text (statement, 4);
  observation->name = sql_text (statement, 5);
  observation->value = sql_text (statement, 6);
  observation->unit = sql_text (statement, 7);
  observation->low = sql_text (statement, 8);
  observation->high = sql_text (statement, 9);
  observation->site = sql_text (statement, 10);
  observation->note = sql_text (statement, 11);
  observation->at = sqlite3_column_int64 (statement, 12);
  observation->zone = sql_text (statement, 13);
  observation->day = rgm_day_parse (sql_borrow_text (statement, 14), error);
  observation->day_only = sqlite3_column_int (statement, 15) != 0;
  observation->recorded_at = sqlite3_column_int64 (statement, 16);
  return observation->day != RGM_NO_DAY ? g_steal_pointer (&observation) : NULL;
}

GPtrArray *
rgm_store_observations (RgmStore *store, const RgmObservationQuery *query, GError **error)
{
  /* one statement for each index that can be used */
  const char *sql = query->key != NULL
                      ? "SELECT " OBSERVATION_COLUMNS " FROM observations AS o" COUNTED_OBSERVATIONS
                        " AND o.patient_id = ?1 AND o.key = ?3 AND o.at >= ?4 AND"
                        " (?2 IS NULL OR o.kind = ?2) ORDER BY o.at, o.kind, o.number"
                      : "SELECT " OBSERVATION_COLUMNS " FROM observations AS o" COUNTED_OBSERVATIONS
                        " AND o.patient_id = ?1 AND o.kind = ?2 AND o.at >= ?4"
                        " ORDER BY o.at, o.number";
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, sql, "itti", query->patient_id,
                 query->any_kind ? NULL : kinds[query->kind], query->key, (gint64)query->since);

  g_return_val_if_fail (query->key != NULL || !query->any_kind, NULL);
  return sql_list (store, statement, read_observation, (GDestroyNotify)rgm_observation_free, error);
}

GPtrArray *
rgm_store_latest_observations (RgmStore *store, gint64 patient_id, RgmObservationKind kind,
                               GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "WITH RECURSIVE each_key (key) AS (SELECT min (key) FROM observations WHERE patient_id = ?1"
    " AND kind = ?2 UNION ALL SELECT (SELECT min (n.key) FROM observations AS n WHERE n.patient_id"
    "   = ?1 AND n.kind = ?2 AND n.key > each_key.key) FROM each_key WHERE each_key.key IS NOT "
    "NULL)"
    " SELECT " OBSERVATION_COLUMNS " FROM each_key CROSS JOIN observations AS o ON o.id ="
    " (SELECT o.id FROM observations AS o" COUNTED_OBSERVATIONS
    "   AND o.patient_id = ?1 AND o.key = each_key.key AND o.kind = ?2"
    "   ORDER BY o.at DESC, o.number DESC LIMIT 1) ORDER BY each_key.key",
    "it", patient_id, kinds[kind]);

  return sql_list (store, statement, read_observation, (GDestroyNotify)rgm_observation_free, error);
}

/* Reads one row. Returns: (transfer full): NULL without @error set if there is none. */
static gpointer
read_one (RgmStore *store, sqlite3_stmt *statement, RgmReadRow read, GError **error)
{
  return statement != NULL && sql_next (store, statement, error) > 0 ? read (statement, error)
                                                                     : NULL;
}

RgmObservation *
rgm_store_observation (RgmStore *store, gint64 patient_id, RgmObservationKind kind, int number,
                       GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT " OBSERVATION_COLUMNS " FROM observations AS o" COUNTED_OBSERVATIONS
                 " AND o.patient_id = ? AND o.kind = ? AND o.number = ?",
                 "itd", patient_id, kinds[kind], number);

  return read_one (store, statement, read_observation, error);
}

RgmObservation *
rgm_store_last_observation (RgmStore *store, gint64 patient_id, const char *key, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT " OBSERVATION_COLUMNS " FROM observations AS o" COUNTED_OBSERVATIONS
                 " AND o.patient_id = ? AND o.key = ? AND o.kind <> 'felt'"
                 " ORDER BY o.at DESC, o.number DESC LIMIT 1",
                 "it", patient_id, key);

  return read_one (store, statement, read_observation, error);
}

gboolean
store_add_observation (RgmStore *store, RgmObservation *observation, gboolean removed,
                       GError **error)
{
  RgmRow row = { .table = "observations" };
  g_autofree char *day = rgm_day_format (observation->day);
  gint64 number = observation->number;

  if (number == 0
      && !sql_number (store, &number, error, NEXT_NUMBER ("observations") " AND kind = ?", "it",
                      observation->patient_id, kinds[observation->kind]))
    return FALSE;
  observation->number = (int)number;
  row_number (&row, "patient_id", observation->patient_id);
  row_text (&row, "kind", kinds[observation->kind]);
  row_number (&row, "number", number);
  row_text (&row, "key", observation->key);
  row_text (&row, "name", observation->name);
  row_text (&row, "value", observation->value);
  row_text (&row, "unit", observation->unit);
  row_text (&row, "low", observation->low);
  row_text (&row, "high", observation->high);
  row_text (&row, "site", observation->site);
  row_text (&row, "note", observation->note);
  row_number (&row, "at", observation->at);
  row_text (&row, "zone", observation->zone);
  row_text (&row, "day", day);
  row_instant (&row, "day_only", observation->day_only ? 1 : RGM_INSTANT_NONE);
  row_number (&row, "recorded_at", observation->recorded_at);
  row_instant (&row, "removed", removed ? 1 : RGM_INSTANT_NONE);
  observation->id = row_insert (store, &row, error);
  return observation->id != 0;
}

/* ---- contacts ---- */

#define CONTACT_COLUMNS "o.patient_id, o.number, o.name, o.phone, o.hours, o.purpose"

static gpointer
read_contact (sqlite3_stmt *statement, GError **error)
{
  RgmContact *contact = g_new0 (RgmContact, 1);
  const char *purpose = sql_borrow_text (statement, 5);

  contact->patient_id = sqlite3_column_int64 (statement, 0);
  contact->number = sqlite3_column_int (statement, 1);
  contact->name = sql_text (statement, 2);
  contact->phone = sql_text (statement, 3);
  contact->hours = sql_text (statement, 4);
  if (purpose != NULL && !rgm_contact_purpose_parse (purpose, &contact->purpose, error))
    g_clear_pointer (&contact, rgm_contact_free);
  return contact;
}

GPtrArray *
rgm_store_contacts (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT " CONTACT_COLUMNS " FROM contacts AS o" IN_FORCE (
                   "contacts", SAME_NUMBER) " AND o.patient_id = ? ORDER BY o.number",
                 "i", patient_id);

  return sql_list (store, statement, read_contact, (GDestroyNotify)rgm_contact_free, error);
}

gboolean
store_add_contact (RgmStore *store, RgmContact *contact, gboolean removed, GError **error)
{
  RgmRow row = { .table = "contacts" };
  gint64 number = contact->number;

  if (number == 0
      && !sql_number (store, &number, error, NEXT_NUMBER ("contacts"), "i", contact->patient_id))
    return FALSE;
  contact->number = (int)number;
  row_number (&row, "patient_id", contact->patient_id);
  row_number (&row, "number", number);
  row_text (&row, "name", contact->name);
  row_text (&row, "phone", contact->phone);
  row_text (&row, "hours", contact->hours);
  row_text (&row, "purpose", rgm_contact_purpose_key (contact->purpose));
  row_instant (&row, "removed", removed ? 1 : RGM_INSTANT_NONE);
  return row_insert (store, &row, error) != 0;
}

/* ---- questions ---- */

#define QUESTION_COLUMNS "o.patient_id, o.number, o.question, o.asked_at, o.answer, o.answered_at"

static gpointer
read_question (sqlite3_stmt *statement, GError **error)
{
  RgmQuestion *question = g_new0 (RgmQuestion, 1);

  question->patient_id = sqlite3_column_int64 (statement, 0);
  question->number = sqlite3_column_int (statement, 1);
  question->question = sql_text (statement, 2);
  question->asked_at = sqlite3_column_int64 (statement, 3);
  question->answer = sql_text (statement, 4);
  question->answered_at = sql_instant (statement, 5);
  return question;
}

GPtrArray *
rgm_store_questions (RgmStore *store, gint64 patient_id, gboolean answered, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT " QUESTION_COLUMNS " FROM questions AS o" IN_FORCE (
      "questions",
      SAME_NUMBER) " AND o.patient_id = ?1 AND (?2 OR o.answer IS NULL) ORDER BY o.number",
    "id", patient_id, (int)(answered != FALSE));

  return sql_list (store, statement, read_question, (GDestroyNotify)rgm_question_free, error);
}

gboolean
store_add_question (RgmStore *store, RgmQuestion *question, gboolean removed, GError **error)
{
  RgmRow row = { .table = "questions" };
  gint64 number = question->number;

  if (number == 0
      && !sql_number (store, &number, error, NEXT_NUMBER ("questions"), "i", question->patient_id))
    return FALSE;
  question->number = (int)number;
  row_number (&row, "patient_id", question->patient_id);
  row_number (&row, "number", number);
  row_text (&row, "question", question->question);
  row_number (&row, "asked_at", question->asked_at);
  row_text (&row, "answer", question->answer);
  row_instant (&row, "answered_at", question->answered_at);
  row_instant (&row, "removed", removed ? 1 : RGM_INSTANT_NONE);
  return row_insert (store, &row, error) != 0;
}

/* ---- needs ---- */

#define NEED_COLUMNS "o.course_id, o.key, o.name, o.within, o.source"

static gpointer
read_need (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (RgmNeed) need = g_new0 (RgmNeed, 1);
  const char *within = sql_borrow_text (statement, 3);

  need->course_id = sqlite3_column_int64 (statement, 0);
  need->key = sql_text (statement, 1);
  need->name = sql_text (statement, 2);
  need->source = sql_text (statement, 4);
  if (within != NULL && !rgm_period_parse (within, &need->within, error))
    return NULL;
  return g_steal_pointer (&need);
}

GPtrArray *
rgm_store_needs (RgmStore *store, gint64 course_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT " NEED_COLUMNS
    " FROM needs AS o" IN_FORCE ("needs", SAME_NEED) " AND o.course_id = ? ORDER BY o.id",
    "i", course_id);
  g_autoptr (GPtrArray) needs
    = sql_list (store, statement, read_need, (GDestroyNotify)rgm_need_free, error);
  gint64 patient_id = 0;

  if (needs == NULL || needs->len == 0)
    return g_steal_pointer (&needs);
  if (!sql_number (store, &patient_id, error, "SELECT patient_id FROM courses WHERE id = ?", "i",
                   course_id))
    return NULL;
  for (guint i = 0; i < needs->len; i++) {
    RgmNeed *need = needs->pdata[i];
    g_autoptr (GError) problem = NULL;
    need->last = rgm_store_last_observation (store, patient_id, need->key, &problem);
    if (problem != NULL) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  }
  return g_steal_pointer (&needs);
}

gboolean
store_add_need (RgmStore *store, const RgmNeed *need, gboolean removed, GError **error)
{
  RgmRow row = { .table = "needs" };
  g_autofree char *within = need->within.count > 0
                              ? g_strdup_printf ("%d%c", need->within.count, need->within.unit)
                              : NULL;

  row_number (&row, "course_id", need->course_id);
  row_text (&row, "key", need->key);
  row_text (&row, "name", need->name);
  row_text (&row, "within", within);
  row_text (&row, "source", need->source);
  row_instant (&row, "removed", removed ? 1 : RGM_INSTANT_NONE);
  return row_insert (store, &row, error) != 0;
}

/* ---- earlier versions ---- */

/* Selects the rows of @table AS o whose entry has several rows, and the rows that were taken back.
 * ?1: the patient. ?2: the only course that is wanted; 0: all. */
#define SELECT_VERSIONS(columns, course, table, identity, wanted)                                  \
  "SELECT " columns ", " course ", g.at, o.removed IS NOT NULL, g.undone_by IS NOT NULL"           \
  " FROM " table " AS o CROSS JOIN changes AS g ON g.id = o.change_id WHERE"                       \
  " (g.undone_by IS NOT NULL OR EXISTS (SELECT 1 FROM " table " AS r WHERE " identity              \
  "   AND r.id <> o.id)) AND " wanted
#define OF_PERSON "?2 = 0 AND o.patient_id = ?1"
#define COURSE_OF_NEED "(SELECT " COURSE_HANDLE " FROM courses AS c WHERE c.id = o.course_id)"
#define OF_COURSES                                                                                 \
  "o.course_id IN (SELECT id FROM courses WHERE patient_id = ?1 AND (?2 = 0 OR id = ?2))"

/* Makes a version from the last four columns. The caller adds the entry itself. Returns: (transfer
 * full). */
static RgmEntryVersion *
version_new (sqlite3_stmt *statement)
{
  RgmEntryVersion *version = g_new0 (RgmEntryVersion, 1);
  int column = sqlite3_column_count (statement) - 4;

  version->course = sql_text (statement, column++);
  version->written_at = sqlite3_column_int64 (statement, column++);
  version->removal = sqlite3_column_int (statement, column++);
  version->taken_back = sqlite3_column_int (statement, column++);
  return version;
}

static gpointer
read_observation_version (sqlite3_stmt *statement, GError **error)
{
  RgmObservation *observation = read_observation (statement, error);
  RgmEntryVersion *version = observation != NULL ? version_new (statement) : NULL;

  if (version != NULL)
    version->observation = observation;
  return version;
}

static gpointer
read_contact_version (sqlite3_stmt *statement, GError **error)
{
  RgmContact *contact = read_contact (statement, error);
  RgmEntryVersion *version = contact != NULL ? version_new (statement) : NULL;

  if (version != NULL)
    version->contact = contact;
  return version;
}

static gpointer
read_question_version (sqlite3_stmt *statement, GError **error)
{
  RgmEntryVersion *version = version_new (statement);

  version->question = read_question (statement, error);
  return version;
}

static gpointer
read_need_version (sqlite3_stmt *statement, GError **error)
{
  RgmNeed *need = read_need (statement, error);
  RgmEntryVersion *version = need != NULL ? version_new (statement) : NULL;

  if (version != NULL)
    version->need = need;
  return version;
}

GPtrArray *
rgm_store_entry_versions (RgmStore *store, gint64 patient_id, gint64 course_id, GError **error)
{
  static const struct {
    const char *sql;
    RgmReadRow read;
  } tables[] = {
    { SELECT_VERSIONS (OBSERVATION_COLUMNS, "NULL", "observations", SAME_OBSERVATION,
                       OF_PERSON) " ORDER BY instr ('felt lab check', o.kind), o.number, o.id",
      read_observation_version },
    { SELECT_VERSIONS (CONTACT_COLUMNS, "NULL", "contacts", SAME_NUMBER,
                       OF_PERSON) " ORDER BY o.number, o.id",
      read_contact_version },
    { SELECT_VERSIONS (QUESTION_COLUMNS, "NULL", "questions", SAME_NUMBER,
                       OF_PERSON) " ORDER BY o.number, o.id",
      read_question_version },
    { SELECT_VERSIONS (NEED_COLUMNS, COURSE_OF_NEED, "needs", SAME_NEED,
                       OF_COURSES) " ORDER BY o.course_id, o.key, o.id",
      read_need_version },
  };
  g_autoptr (GPtrArray) versions
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_entry_version_free);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autoptr (sqlite3_stmt) statement
      = sql_query (store, error, tables[i].sql, "ii", patient_id, course_id);

    if (!sql_rows (store, statement, tables[i].read, versions, error))
      return NULL;
  }
  return g_steal_pointer (&versions);
}
