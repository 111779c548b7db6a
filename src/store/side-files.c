/* Checks the files that SQLite keeps beside the record: its journal, its -wal file and its -shm
 * file. If another user put one there, SQLite would play back a journal that destroys the record,
 * or write the record into a -wal file that the other user can read; and a pipe would make each
 * command wait for ever. */
#include "store/side-files.h"

#include "base/side-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const endings[] = { "-journal", "-wal", "-shm" };

/* ---- before it is opened ---- */

gboolean
side_files_check (const char *record, GError **error)
{
  struct stat main, file;

  if (stat (record, &main) != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (record, endings[i], NULL);
    if (lstat (path, &file) == 0 && !side_file_judge (path, &file, record, &main, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- while SQLite opens it ---- */

/* Returns: (transfer full) (nullable): the name of the record if @path is that of a file which
 * SQLite keeps beside it. */
static char *
record_of (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      return g_strndup (path, strlen (path) - strlen (endings[i]));
  return NULL;
}

/* Replaces the open() that SQLite calls. Another user may have put a file there since
 * side_files_check(), so the file is checked again after it was opened. */
static int
open_guarded (const char *path, int flags, int mode)
{
  g_autofree char *record = record_of (path);
  struct stat main, file;
  int fd;

  if (record == NULL || stat (record, &main) != 0)
    return open (path, flags, mode);
  fd = open (path, flags | O_NONBLOCK | O_NOCTTY, mode);
  if (fd < 0 || (fstat (fd, &file) == 0 && side_file_is_good (&file, &main)))
    return fd;
  close (fd);
  errno = EPERM;
  return -1;
}

void
side_files_guard (void)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
    if (vfs != NULL && vfs->iVersion >= 3)
      vfs->xSetSystemCall (vfs, "open", (sqlite3_syscall_ptr)open_guarded);
    g_once_init_leave (&done, 1);
  }
}
