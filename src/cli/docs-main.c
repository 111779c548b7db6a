/* regimen-docs FOLDER DATE: writes the manual pages and completions. Runs when regimen is built,
 * and is not installed. */
#include "docs.h"

static gboolean
write_file (const char *folder, const char *name, char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *owned = text;
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents (path, owned, -1, &error))
    return TRUE;
  g_printerr ("regimen-docs: %s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  gboolean written;

  if (argc != 3)
    return 2;
  written = write_file (argv[1], "regimen.1", cli_docs_manual (argv[2]))
            && write_file (argv[1], "regimen.bash", cli_docs_bash ())
            && write_file (argv[1], "_regimen", cli_docs_zsh ())
            && write_file (argv[1], "regimen.fish", cli_docs_fish ());
  for (const CliCommand *const *command = cli_commands (); written && *command != NULL; command++) {
    g_autofree char *name = g_strdup_printf ("regimen-%s.1", (*command)->name);

    written = write_file (argv[1], name, cli_docs_manual_of (*command, argv[2]));
  }
  return written ? 0 : 1;
}
