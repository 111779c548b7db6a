/* Sentences for the user about rows that are not as they were written. Each names the course, dose
 * and day that the row is about. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/text.h"

/* The names come from the row as it is now, so the name itself may be what was altered; then the
 * date still helps to find the row. */
#define OF_DOSE COURSE_HANDLE " || '/' || t.dose"
#define OF_COURSE COURSE_HANDLE
#define OF_PERSON                                                                                  \
  "(SELECT p.name FROM patient_revisions AS p WHERE p.patient_id = t.patient_id"                   \
  " ORDER BY p.id DESC LIMIT 1)"
#define WRITTEN "(SELECT date (g.at, 'unixepoch') FROM changes AS g WHERE g.id = t.change_id)"
#define COURSES_OF_ROW " LEFT JOIN courses AS c ON c.id = t.course_id"

static const struct {
  const char *table, *what, *day, *join;
  const char *message; /* has "%s" twice, for the values of "what" and "day" */
} words[] = {
  { "administrations", OF_DOSE, "ifnull (t.day, date (t.at, 'unixepoch'))", COURSES_OF_ROW,
    N_ ("%s of %s is not as it was entered") },
  { "appointments", OF_DOSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the appointment of %s, entered on %s, is not as it was entered") },
  { "moves", OF_DOSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the date of %s, moved on %s, is not as it was entered") },
  { "holds", OF_DOSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the hold of %s, entered on %s, is not as it was entered") },
  { "invitations", OF_DOSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the invitation of %s, attached on %s, is not as it was entered") },
  { "courses", "c.handle", WRITTEN, " LEFT JOIN courses AS c ON c.id = t.id",
    N_ ("the course %s, entered on %s, is not as it was entered") },
  { "revisions", OF_COURSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the schedule of %s, entered on %s, is not as it was entered") },
  { "course_states", OF_COURSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the end of %s, entered on %s, is not as it was entered") },
  { "pauses", OF_COURSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the pause of %s, entered on %s, is not as it was entered") },
  { "course_names", OF_COURSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the name of %s, entered on %s, is not as it was entered") },
  { "needs", OF_COURSE, WRITTEN, COURSES_OF_ROW,
    N_ ("a need of %s, entered on %s, is not as it was entered") },
  { "dose_changes", OF_COURSE, WRITTEN, COURSES_OF_ROW,
    N_ ("the note on what calendars show for %s, made on %s, is not as it was made") },
  { "observations", "CASE t.kind WHEN 'felt' THEN 'feel' ELSE t.kind END || '/' || t.number",
    "t.day", "", N_ ("%s of %s is not as it was entered") },
  { "contacts", "t.name", WRITTEN, "",
    N_ ("the contact %s, entered on %s, is not as it was entered") },
  { "questions", "t.number", WRITTEN, "",
    N_ ("question %s, asked on %s, is not as it was entered") },
  { "patients",
    "(SELECT p.name FROM patient_revisions AS p WHERE p.patient_id = t.id"
    " ORDER BY p.id DESC LIMIT 1)",
    WRITTEN, "", N_ ("the entry for the person %s, made on %s, is not as it was entered") },
  { "patient_revisions", OF_PERSON, WRITTEN, "",
    N_ ("the change to the person %s, made on %s, is not as it was entered") },
  { "changes",
    "t.command || ifnull (' ' || (SELECT " COURSE_HANDLE " || '/' || a.dose FROM"
    " administrations AS a CROSS JOIN courses AS c ON c.id = a.course_id WHERE a.change_id = t.id"
    " LIMIT 1), '')",
    "date (t.at, 'unixepoch')", "", N_ ("the change \"%s\" of %s is not as it was made") },
  { "undos", "g.command", "date (g.at, 'unixepoch')",
    " LEFT JOIN changes AS g ON g.id = t.undone_change_id",
    N_ ("the undo of \"%s\" of %s is not as it was entered") },
  { "merges", "t.name", WRITTEN, "", N_ ("the merge of the copy %s on %s is not as it was noted") },
};

char *
row_words (RgmStore *store, const char *table, gint64 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *sql = NULL;
    g_autoptr (sqlite3_stmt) row = NULL;
    const char *what, *day;

    if (!g_str_equal (words[i].table, table))
      continue;
    sql = g_strdup_printf ("SELECT %s, %s FROM %s AS t%s WHERE t.id = ?", words[i].what,
                           words[i].day, table, words[i].join);
    row = sql_query (store, NULL, sql, "i", id);
    if (row == NULL || sql_next (store, row, NULL) <= 0)
      break;
    what = sql_borrow_text (row, 0);
    day = sql_borrow_text (row, 1);
    if (what != NULL && day != NULL && *what != '\0' && g_utf8_validate (what, -1, NULL)
        && g_utf8_validate (day, -1, NULL)) {
      g_auto (GStrv) parts = g_strsplit (_ (words[i].message), "%s", 3);
      g_autofree char *text = g_strconcat (parts[0], what, parts[1], day, parts[2], NULL);
      return text_harmless (text);
    }
    break;
  }
  return g_strdup_printf (_ ("row %" G_GINT64_FORMAT " of %s is not as it was written"), id, table);
}
