/* regimen-docs TEMPLATES FOLDER DATE: writes the manual pages and completions to FOLDER. It runs
 * when regimen is built and is not installed. */
#include "programs/docs/docs.h"

static const struct {
  const char *name;
  char *(*make) (const char *template, const char *values);
} completions[] = {
  { "regimen.bash", docs_bash },
  { "_regimen", docs_zsh },
  { "regimen.fish", docs_fish },
};

/* Writes @text to the file @name in @folder. @text: (transfer full). */
static gboolean
write_file (const char *folder, const char *name, char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *owned = text;

  return g_file_set_contents (path, owned, -1, error);
}

static gboolean
write_manuals (const char *folder, const char *date, GError **error)
{
  if (!write_file (folder, "regimen.1", docs_manual (date), error))
    return FALSE;
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++) {
    g_autofree char *name = g_strdup_printf ("regimen-%s.1", (*command)->name);

    if (!write_file (folder, name, docs_manual_of (*command, date), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_completions (const char *templates, const char *folder, GError **error)
{
  g_autofree char *functions = g_build_filename (templates, "values.sh", NULL);
  g_autofree char *values = NULL;

  if (!g_file_get_contents (functions, &values, NULL, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (completions); i++) {
    g_autofree char *name = g_strconcat (completions[i].name, ".in", NULL);
    g_autofree char *path = g_build_filename (templates, name, NULL);
    g_autofree char *template = NULL;

    if (!g_file_get_contents (path, &template, NULL, error)
        || !write_file (folder, completions[i].name, completions[i].make (template, values), error))
      return FALSE;
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 4)
    return 2;
  if (write_manuals (argv[2], argv[3], &error) && write_completions (argv[1], argv[2], &error))
    return 0;
  g_printerr ("regimen-docs: %s\n", error->message);
  return 1;
}
