/* table.h: runs the tables in tests/tables. Each row is a case, with tabs between its cells; '#'
 * begins a comment line. The last column says where the expected value comes from. */
#pragma once

#include <glib.h>

typedef void (*TableCheck) (char **cells);

/* Calls @check with the cells of each row of tests/tables/@name; every row must have @columns of
 * them. */
static inline void
table_run (const char *name, guint columns, TableCheck check)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "tables", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint rows = 0;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    if (**line == '#' || **line == '\0')
      continue;
    g_auto (GStrv) cells = g_strsplit (*line, "\t", -1);
    g_assert_cmpuint (g_strv_length (cells), ==, columns);
    check (cells);
    rows++;
  }
  g_assert_cmpuint (rows, >, 0);
}

/* If @got is not @expected, fails the test, which goes on nevertheless. @what: what was compared.
 */
static inline void
table_expect (char **cells, const char *what, const char *expected, const char *got)
{
  if (g_strcmp0 (expected, got) == 0)
    return;
  g_autofree char *row = g_strjoinv (" | ", cells);
  g_test_fail_printf ("%s: %s is %s, not %s", row, what, got, expected);
}
