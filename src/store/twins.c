/* Rows that are not part of the record have their content twice, because they have no hash. */
#include "store/store-private.h"

#include "base/i18n.h"

static const struct {
  const char *table, *what, *content;
  const char *message; /* of @what */
} twins[] = {
  { "alerts", "ifnull (" COURSE_HANDLE ", '') || '/' || t.dose",
    "quote (t.course_id) || quote (t.dose) || quote (t.key) || quote (t.state) || quote (t.at) ||"
    " quote (t.until) || quote (t.attempts) || quote (t.server) || quote (t.popup)",
    N_ ("what was noted of an alert of %s is not as it was noted") },
  { "kept_files", "t.path",
    "quote (t.path) || quote (t.patient_id) || quote (t.days) || quote (t.minutes) || quote "
    "(t.private) || quote (t.tablets) || quote (t.lead_events) || quote (t.shared) || quote "
    "(t.written)",
    N_ ("what was noted of the calendar file %s is not as it was noted") },
  { "course_heads", "ifnull (" COURSE_HANDLE ", '')",
    "quote (t.settled) || ' ' || quote (t.makeups) || ' ' || quote (t.active)",
    N_ ("the values derived from the record are wrong for course %s") },
};

/* Whether any of the rows is not as it was written. Who they are about takes SQLite longer to
 * prepare than everything else here, and is only asked if so. */
static gboolean
find_any (RgmStore *store, gint64 *any, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    g_string_append_printf (sql, "%sEXISTS (SELECT 1 FROM %s AS t WHERE t.twin IS NOT (%s))",
                            i > 0 ? " OR " : "", twins[i].table, twins[i].content);
  return sql_number (store, any, error, sql->str, "");
}

gboolean
twins_check (RgmStore *store, GPtrArray *problems, GError **error)
{
  enum { TWINS = 14 }; /* the version that has them; this may be a copy of an older one */
  gint64 version = 0, any = 0;

  if (!sql_number (store, &version, error, "PRAGMA user_version", "")
      || (version >= TWINS && !find_any (store, &any, error)))
    return FALSE;
  for (guint i = 0; any != 0 && i < G_N_ELEMENTS (twins); i++) {
    gboolean of_course = !g_str_equal (twins[i].table, "kept_files");
    g_autofree char *sql = g_strdup_printf (
      "SELECT %s FROM %s AS t%s WHERE t.twin IS NOT (%s)", twins[i].what, twins[i].table,
      of_course ? " LEFT JOIN courses AS c ON c.id = t.course_id" : "", twins[i].content);

    if (!row_check_each (store, sql, _ (twins[i].message), problems, error))
      return FALSE;
  }
  return TRUE;
}
