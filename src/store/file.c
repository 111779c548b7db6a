#include "store/store-private.h"

#include <base/i18n.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
fail (const char *path, int number, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, "%s: %s", path, g_strerror (number));
  return FALSE;
}

char *
rgm_file_beside (const char *path, GError **error)
{
  g_autofree char *whole
    = g_canonicalize_filename (path, NULL); /* SQLite would read more than a name in some */
  g_autofree char *name = g_strconcat (whole, ".new-XXXXXX", NULL);
  int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0) {
    fail (path, errno, error);
    return NULL;
  }
  close (fd);
  return g_steal_pointer (&name);
}

gboolean
rgm_file_sync (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    fail (path, errno, error);
  if (fd >= 0)
    close (fd);
  return ok;
}

void
rgm_file_discard (const char *path)
{
  const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (path, endings[i], NULL);
    g_unlink (name);
  }
}

/* Neither of the two ever takes the place of a file that is there; some file systems know only
 * one of them. */
static int
rename_new (const char *beside, const char *path)
{
  if (renameat2 (AT_FDCWD, beside, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  return link (beside, path) == 0 ? 0 : errno;
}

gboolean
rgm_file_publish (const char *beside, const char *path, gboolean *exists, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int number = rename_new (beside, path);

  rgm_file_discard (beside);
  if (exists != NULL)
    *exists = number == EEXIST;
  if (number == EEXIST && exists != NULL)
    return TRUE;
  if (number != 0)
    return fail (path, number, error);
  return rgm_file_sync (folder, error);
}
