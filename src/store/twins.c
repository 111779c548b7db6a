/* Checks the rows that are not part of the record. They have no hash; instead each has its content
 * twice, the second time as one text in the column twin. */
#include "store/store-private.h"

#include "base/i18n.h"

typedef struct {
  const char *name;
  gboolean of_course;
  const char *what, *differs;
  const char *message; /* has one "%s", for the value of "what" */
} Twins;

static const Twins twins[] = {
  { "alerts", TRUE, "ifnull (" COURSE_HANDLE ", '') || '/' || t.dose", MARK_DIFFERS ("t"),
    N_ ("the stored state of an alert of %s was altered") },
  { "kept_files", FALSE, "t.path",
    "t.twin IS NOT (quote (t.path) || quote (t.patient_id) || quote (t.days) || quote (t.minutes)"
    " || quote (t.private) || quote (t.tablets) || quote (t.lead_events) || quote (t.shared)"
    " || quote (t.written))",
    N_ ("what is stored about the calendar file %s was altered") },
  { "course_heads", TRUE, "ifnull (" COURSE_HANDLE ", '')", HEAD_DIFFERS ("t"),
    N_ ("what was worked out from the record is wrong for course %s") },
};

/* @any: (out): whether any row differs from its twin. The statements that find out what such a row
 * is about take SQLite the longest to prepare, so they are only used if there is one. */
static gboolean
find_any (RgmStore *store, gint64 *any, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    g_string_append_printf (sql, "%sEXISTS (SELECT 1 FROM %s AS t WHERE %s)", i > 0 ? " OR " : "",
                            twins[i].name, twins[i].differs);
  return sql_number (store, any, error, sql->str, "");
}

/* Adds a problem for each row of @table that differs from its twin. @course_id: if it is not 0,
 * only rows about that course. */
static gboolean
add_different (RgmStore *store, const Twins *table, gint64 course_id, GPtrArray *problems,
               GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "SELECT %s FROM %s AS t%s WHERE %s", table->what, table->name,
                          table->of_course ? " LEFT JOIN courses AS c ON c.id = t.course_id" : "",
                          table->differs);
  if (course_id != 0)
    g_string_append_printf (sql, " AND t.course_id = %" G_GINT64_FORMAT, course_id);
  return row_check_each (store, sql->str, _ (table->message), problems, error);
}

gboolean
twins_check (RgmStore *store, GPtrArray *problems, GError **error)
{
  enum { TWINS = 14 }; /* the first version that has twins; this may be a copy of an older one */
  gint64 version = 0, any = 0;

  if (!sql_number (store, &version, error, "PRAGMA user_version", "")
      || (version >= TWINS && !find_any (store, &any, error)))
    return FALSE;
  for (guint i = 0; any != 0 && i < G_N_ELEMENTS (twins); i++)
    if (!add_different (store, &twins[i], 0, problems, error))
      return FALSE;
  return TRUE;
}

gboolean
twins_check_read (RgmStore *store, GPtrArray *problems, GError **error)
{
  gboolean good = TRUE;

  for (guint i = 0; good && i < G_N_ELEMENTS (twins); i++)
    if (!twins[i].of_course)
      good = add_different (store, &twins[i], 0, problems, error);
    else
      for (guint k = 0; good && k < store->doubted->len; k++)
        good = add_different (store, &twins[i], g_array_index (store->doubted, gint64, k), problems,
                              error);
  return good;
}

void
twins_doubt (RgmStore *store, gint64 course_id)
{
  for (guint i = 0; i < store->doubted->len; i++)
    if (g_array_index (store->doubted, gint64, i) == course_id)
      return;
  g_array_append_val (store->doubted, course_id);
}
