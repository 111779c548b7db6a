#include "daemon/lock.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define TRIES 5
#define PAUSE                                                                                      \
  50000 /* microseconds: others hold the lock for a moment to see whether a service runs */

static gboolean
take (int file)
{
  for (int i = 0; i < TRIES; i++) {
    if (flock (file, LOCK_EX | LOCK_NB) == 0)
      return TRUE;
    g_usleep (PAUSE);
  }
  return FALSE;
}

int
service_lock (const char *database, GError **error)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  int file = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s could not be opened: %s"), path,
                 g_strerror (errno));
    return -1;
  }
  if (take (file))
    return file;
  close (file);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("another regimend runs for %s, so this one has nothing to do"), database);
  return -1;
}
