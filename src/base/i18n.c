/* i18n.c: finds the translations that belong to the running program. */
#include "base/i18n.h"

#include "base/program-folders.h"

#include <libintl.h>
#include <locale.h>

void
i18n_begin (void)
{
  g_auto (GStrv) above = program_folders ();
  g_autofree char *found = NULL;

  setlocale (LC_ALL, "");
  for (char **folder = above; *folder != NULL && found == NULL; folder++) {
    found = g_build_filename (*folder, REGIMEN_LOCALEDIR, NULL);
    if (!g_file_test (found, G_FILE_TEST_IS_DIR))
      g_clear_pointer (&found, g_free);
  }
  bindtextdomain ("regimen", found != NULL ? found : REGIMEN_LOCALE_PATH);
  bind_textdomain_codeset ("regimen", "UTF-8");
}
