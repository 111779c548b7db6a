/* i18n.c: finds the translations that belong to the running program. */
#include "base/i18n.h"

#include "base/program-folders.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>

void
i18n_begin (void)
{
  g_auto (GStrv) above = program_folders ();
  g_autofree char *found = NULL;

  /* The other parts of the locale are not used, and loading each of them could open one more
   * file. */
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  setlocale (LC_TIME, "");
  for (char **folder = above; *folder != NULL && found == NULL; folder++) {
    found = g_build_filename (*folder, REGIMEN_LOCALEDIR, NULL);
    if (!g_file_test (found, G_FILE_TEST_IS_DIR))
      g_clear_pointer (&found, g_free);
  }
  bindtextdomain ("regimen", found != NULL ? found : REGIMEN_LOCALE_PATH);
  bind_textdomain_codeset ("regimen", "UTF-8");
}

int
i18n_first_weekday (void)
{
#ifdef __GLIBC__
  /* glibc counts weekdays from a date that the locale gives: a Sunday (1997-11-30) or a Monday. */
  enum { SUNDAY_OF_GLIBC = 19971130 };
  const char *locale = setlocale (LC_TIME, NULL);
  gboolean known = locale != NULL && !g_str_equal (locale, "C") && !g_str_equal (locale, "POSIX")
                   && !g_str_has_prefix (locale, "C.");
  /* this pointer is really a number of 32 bits; its other bits mean nothing */
  guint32 counted_from = (guint32)(guintptr)nl_langinfo (_NL_TIME_WEEK_1STDAY);
  int first = (guchar)*nl_langinfo (_NL_TIME_FIRST_WEEKDAY);

  if (known && first >= 1 && first <= 7)
    return (first + (counted_from == SUNDAY_OF_GLIBC ? 5 : 6)) % 7 + 1;
#endif
  return 1;
}
