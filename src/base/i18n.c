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

  /* Nothing else of the locale is used, and each part may be a file of its own. */
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
  /* The days of a week are counted from a day that the locale names: a Sunday or a Monday. */
  enum { SUNDAY_OF_GLIBC = 19971130 };
  const char *locale = setlocale (LC_TIME, NULL);
  gboolean known = locale != NULL && !g_str_equal (locale, "C") && !g_str_equal (locale, "POSIX")
                   && !g_str_has_prefix (locale, "C.");
  /* a number of 32 bits in place of a pointer, whose other bits mean nothing */
  guint32 counted_from = (guint32)(guintptr)nl_langinfo (_NL_TIME_WEEK_1STDAY);
  int first = (guchar)*nl_langinfo (_NL_TIME_FIRST_WEEKDAY);

  if (known && first >= 1 && first <= 7)
    return (first + (counted_from == SUNDAY_OF_GLIBC ? 5 : 6)) % 7 + 1;
#endif
  return 1;
}
