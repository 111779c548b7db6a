/* Files that are written beside the place that they get, and what is left of them if their writer
 * is killed. */
#include "base/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK ".new-"
#define RANDOM 6 /* characters after it */

/* Takes the lock of a writer, on a byte that neither a calendar nor SQLite ever uses. A lock of
 * this kind belongs to the open file, so it ends with the process, however that ends, and SQLite
 * does not lose it when it closes the same file. */
static gboolean
lock (int fd)
{
  struct flock byte
    = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)1 << 46, .l_len = 1 };

  return fcntl (fd, F_OFD_SETLK, &byte) == 0;
}

static gboolean
is_same (int fd, const char *name)
{
  struct stat opened, named;

  return fstat (fd, &opened) == 0 && lstat (name, &named) == 0 && opened.st_dev == named.st_dev
         && opened.st_ino == named.st_ino;
}

gboolean
beside_create (const char *path, BesideFile *file)
{
  enum { TRIES = 100 };

  for (int tries = 0; tries < TRIES; tries++) {
    file->name = g_strconcat (path, MARK "XXXXXX", NULL);
    file->fd = g_mkstemp_full (file->name, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file->fd < 0) {
      g_clear_pointer (&file->name, g_free);
      return FALSE;
    }
    /* Before it was locked, another process may have taken it for that of a dead writer. If the
     * file system has no locks, nobody can lock it, and nobody sweeps it away. */
    if ((lock (file->fd) || (errno != EAGAIN && errno != EACCES)) && is_same (file->fd, file->name))
      return TRUE;
    beside_close (file);
  }
  errno = EAGAIN;
  return FALSE;
}

void
beside_close (BesideFile *file)
{
  int number = errno;

  if (file->name != NULL)
    close (file->fd);
  g_clear_pointer (&file->name, g_free);
  errno = number;
}

/* ---- what dead writers left ---- */

static const char *const endings[] = { "-wal", "-shm", "-journal" };

/* The length of the name of a file beside, without what SQLite appends to it; 0 if @name is not of
 * one. */
static gsize
beside_length (const char *name)
{
  gsize length = strlen (name), mark = strlen (MARK);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i])) {
      length -= strlen (endings[i]);
      break;
    }
  if (length <= RANDOM + mark || strncmp (name + length - RANDOM - mark, MARK, mark) != 0)
    return 0;
  for (gsize i = length - RANDOM; i < length; i++)
    if (!g_ascii_isalnum (name[i]))
      return 0;
  return length;
}

static gboolean
begins_with (const char *name, const char *base)
{
  return g_str_has_prefix (name, base) && name[strlen (base)] == '.';
}

/* Opens nothing that is not an ordinary file of this user with one name: the record itself might
 * have a second one, and closing it would drop the locks of this process. */
static int
open_own (const char *path)
{
  struct stat status;

  if (lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_uid != geteuid ()
      || status.st_nlink != 1)
    return -1;
  return open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

static void
discard (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *other = g_strconcat (path, endings[i], NULL);
    g_unlink (other);
  }
  g_unlink (path); /* last, because it is the one that is looked for */
}

/* @path is the name of a file beside. @certain: its name says that it is ours. */
static void
sweep_one (const char *path, gboolean certain, BesideIsOurs is_ours)
{
  struct stat status;
  int fd;

  if (certain && lstat (path, &status) != 0 && errno == ENOENT) {
    discard (path);
    return;
  }
  fd = open_own (path);
  if (fd < 0)
    return;
  if ((certain || (is_ours != NULL && is_ours (fd))) && lock (fd) && is_same (fd, path))
    discard (path);
  close (fd);
}

void
beside_sweep (const char *path, BesideIsOurs is_ours)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole), *base = g_path_get_basename (whole);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    gsize length = beside_length (name);
    gboolean certain = begins_with (name, base);

    if (length > 0 && (certain || is_ours != NULL)) {
      g_autofree char *file = g_strndup (name, length);
      g_autofree char *found = g_build_filename (folder, file, NULL);
      sweep_one (found, certain, is_ours);
    }
  }
}
