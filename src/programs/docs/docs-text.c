#include "programs/docs/docs.h"

#include <string.h>

char *
cli_docs_command_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    g_ptr_array_add (names, (gpointer)(*command)->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

void
cli_docs_quote (GString *out, const char *text, const char *special)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\'')
      g_string_append (out, "'\\'");
    else if (strchr (special, *p) != NULL)
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
}

char *
cli_docs_fill (const char *template, const char *const *values)
{
  g_autoptr (GString) text = g_string_new (template);

  for (const char *const *value = values; *value != NULL; value += 2) {
    g_autofree char *place = g_strdup_printf ("@%s@", value[0]);

    g_string_replace (text, place, value[1], 0);
  }
  return g_strdup (text->str);
}
