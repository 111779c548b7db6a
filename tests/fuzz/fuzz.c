/* fuzz.c: what the fuzzers share. */
#include "fuzz.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
fuzz_check_answer (gboolean done, GError **error)
{
  g_assert_true (done == (*error == NULL));
  if (done)
    return;
  g_assert_cmpuint (strlen ((*error)->message), >, 0);
  if (!g_utf8_validate ((*error)->message, -1, NULL)) {
    g_autofree char *shown = g_strescape ((*error)->message, NULL);
    g_error ("not UTF-8: %s", shown);
  }
}

char *
fuzz_text (const guint8 *data, size_t length, size_t most)
{
  return length > 0 ? g_strndup ((const char *)data, MIN (length, most)) : g_strdup ("");
}

static char *folder;

static int
remove_one (const char *path, const struct stat *about, int kind, struct FTW *place)
{
  return remove (path);
}

static void
remove_folder (void)
{
  nftw (folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
  g_clear_pointer (&folder, g_free);
}

const char *
fuzz_folder (void)
{
  if (folder == NULL) {
    gboolean memory = access ("/dev/shm", W_OK) == 0;
    folder = g_strdup (memory ? "/dev/shm/fuzz-XXXXXX" : "/tmp/fuzz-XXXXXX");
    g_assert_nonnull (g_mkdtemp (folder));
    atexit (remove_folder);
  }
  return folder;
}

const char *
fuzz_write (const char *name, const void *data, size_t length)
{
  static char path[64];
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_snprintf (path, sizeof path, "%s/%s", fuzz_folder (), name), <, sizeof path);
  g_file_set_contents_full (path, data, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  return path;
}
