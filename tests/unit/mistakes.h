/* mistakes.h: checks the error messages about files with a mistake: each has to name the line of
 * the mistake, and to have certain words. */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef struct {
  const char *text;
  int line;
  const char *words; /* a part of the message */
} Mistake;

/* Writes @text to @path, without waiting for the disk; fails the test if it cannot. */
static inline void
write_file (const char *path, const char *text)
{
  FILE *file = fopen (path, "w");
  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Fails the test unless @error has the code @code, and its message is one line that begins with
 * "@path:LINE: " and has the words of @mistake. */
static inline void
assert_mistake (const GError *error, GQuark domain, int code, const char *path,
                const Mistake *mistake)
{
  g_assert_error (error, domain, code);
  g_autofree char *start = g_strdup_printf ("%s:%d: ", path, mistake->line);
  if (!g_str_has_prefix (error->message, start)
      || g_strstr_len (error->message, -1, mistake->words) == NULL)
    g_error ("“%s” does not begin with “%s” or lacks “%s”", error->message, start, mistake->words);
  g_assert_null (g_strstr_len (error->message, -1, "\n"));
}
