/* mistakes.h: files with a mistake, and the line and words that the message must have. */
#pragma once

#include <glib.h>

typedef struct {
  const char *text;
  int line;
  const char *words; /* a part of the message */
} Mistake;

/* Writes @text to @path; fails the test where it cannot. */
static inline void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* @error is @code, one line "@path:LINE: …", and has the words of @mistake. */
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
