/* beside.c: creates unfinished files next to their final place, and removes those that dead writers
 * left behind. */
#include "base/beside.h"

#include "base/sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK ".new-"
#define RANDOM 6                /* how many random characters follow MARK */
#define PROOF_BYTES 5           /* of the hash that follows them */
#define PROOF (2 * PROOF_BYTES) /* its digits */

static const char *const endings[] = { "-wal", "-shm", "-journal" };

/* ---- names ---- */

/* Writes to @proof the digits by which beside_length() recognizes a name that beside_name() made,
 * and a zero byte. @name: the name up to its last random character, @length bytes. */
static void
prove (const char *name, gsize length, char proof[PROOF + 1])
{
  guint8 digest[SHA256_BYTES];

  sha256_of (name, length, digest);
  for (int i = 0; i < PROOF_BYTES; i++)
    g_snprintf (proof + 2 * i, 3, "%02x", digest[i]);
}

char *
beside_name (const char *path)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GString) name = g_string_new (base);
  char random[RANDOM + 1] = "", proof[PROOF + 1];

  for (int i = 0; i < RANDOM; i++)
    random[i] = letters[g_random_int_range (0, (int)strlen (letters))];
  g_string_append_printf (name, MARK "%s", random);
  prove (name->str, name->len, proof);
  return g_strconcat (path, MARK, random, proof, NULL);
}

gsize
beside_length (const char *name)
{
  gsize length = strlen (name), mark = strlen (MARK);
  char proof[PROOF + 1];

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i])) {
      length -= strlen (endings[i]);
      break;
    }
  if (length <= mark + RANDOM + PROOF
      || strncmp (name + length - PROOF - RANDOM - mark, MARK, mark) != 0)
    return 0;
  prove (name, length - PROOF, proof);
  return strncmp (name + length - PROOF, proof, PROOF) == 0 ? length : 0;
}

char *
beside_meant (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize length = beside_length (name);
  gsize kept = strlen (path) - strlen (name);

  if (length == 0 || !g_str_has_suffix (path, name))
    return g_strdup (path);
  name[length] = '\0';
  *g_strrstr (name, MARK) = '\0';
  return g_strdup_printf ("%.*s%s", (int)kept, path, name);
}

/* ---- one that is being written ---- */

/* Takes the lock that marks a file as being written, on a byte far beyond those that a calendar or
 * SQLite uses. A lock of this kind belongs to the open file: it ends with the process, however the
 * process ends, and it is not lost when SQLite closes the same file. */
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

/* The lock of a folder. It is another kind of lock, because a folder cannot be opened for writing,
 * and it ends with the process as well. */
static gboolean
lock_folder (int fd)
{
  return flock (fd, LOCK_EX | LOCK_NB) == 0;
}

/* These two create @name, and open it. Return: -1 with errno. */
static int
make_file (const char *name)
{
  return open (name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static int
make_folder (const char *name)
{
  int fd;

  if (g_mkdir (name, 0700) != 0)
    return -1;
  fd = open (name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT)
    errno = EEXIST; /* swept away before it was locked: another name is tried */
  return fd;
}

static gboolean
create (const char *path, BesideFile *file, int (*make) (const char *name),
        gboolean (*take_lock) (int fd))
{
  enum { TRIES = 100 };

  for (int tries = 0; tries < TRIES; tries++) {
    file->name = beside_name (path);
    file->fd = make (file->name);
    if (file->fd < 0) {
      g_clear_pointer (&file->name, g_free);
      if (errno == EEXIST)
        continue;
      return FALSE;
    }
    /* Before it was locked, another process may have taken the file for one that a dead writer
     * left, and removed it. If the file system has no locks, the others cannot lock the file
     * either, so they leave it alone. */
    if ((take_lock (file->fd) || (errno != EAGAIN && errno != EACCES))
        && is_same (file->fd, file->name))
      return TRUE;
    beside_close (file);
  }
  errno = EAGAIN;
  return FALSE;
}

gboolean
beside_create (const char *path, BesideFile *file)
{
  return create (path, file, make_file, lock);
}

gboolean
beside_create_folder (const char *path, BesideFile *folder)
{
  return create (path, folder, make_folder, lock_folder);
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

/* Opens @path only if it is an ordinary file of this user that has no second name (hard link). A
 * second name might be that of the record itself, and closing the record here would drop this
 * process's locks on it. Returns: -1 otherwise. */
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
  g_unlink (path); /* last: while this file exists, the next sweep finds the others, too */
}

/* Removes the unfinished file @path, and what SQLite kept beside it, if its writer is dead. */
static void
sweep_file (const char *path, gconstpointer unused)
{
  struct stat status;
  int fd;

  if (lstat (path, &status) != 0 && errno == ENOENT) {
    discard (path);
    return;
  }
  fd = open_own (path);
  if (fd < 0)
    return;
  if (lock (fd) && is_same (fd, path))
    discard (path);
  close (fd);
}

/* Calls @each for the unfinished files and folders in the folder of @path, but not for @path. */
static void
each_unfinished (const char *path, void (*each) (const char *found, gconstpointer data),
                 gconstpointer data)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole), *base = g_path_get_basename (whole);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    gsize length = beside_length (name);
    g_autofree char *file = g_strndup (name, length);

    if (length > 0 && !g_str_equal (file, base)) {
      g_autofree char *found = g_build_filename (folder, file, NULL);
      each (found, data);
    }
  }
}

void
beside_sweep (const char *path)
{
  each_unfinished (path, sweep_file, NULL);
}

/* Whether @entry of the folder @fd is an ordinary file of this user, with one name, which is one of
 * @names. */
static gboolean
is_own_entry (int fd, const char *entry, const GPtrArray *names)
{
  struct stat status;

  return fstatat (fd, entry, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (status.st_mode)
         && status.st_uid == geteuid () && status.st_nlink == 1
         && g_ptr_array_find_with_equal_func ((GPtrArray *)names, entry, g_str_equal, NULL);
}

static gboolean
is_dots (const char *entry)
{
  return g_str_equal (entry, ".") || g_str_equal (entry, "..");
}

/* Whether each entry of @folder, whose descriptor is @fd, is an ordinary file of this user that is
 * one of @names. */
static gboolean
has_only (DIR *folder, int fd, const GPtrArray *names)
{
  const struct dirent *entry;

  while ((entry = readdir (folder)) != NULL)
    if (!is_dots (entry->d_name) && !is_own_entry (fd, entry->d_name, names))
      return FALSE;
  return TRUE;
}

/* Removes the unfinished folder @path if its writer is dead. @data: the names that may be in it. */
static void
sweep_folder (const char *path, gconstpointer data)
{
  const GPtrArray *names = data;
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;
  struct stat status;

  if (folder != NULL && fstat (fd, &status) == 0 && status.st_uid == geteuid () && lock_folder (fd)
      && is_same (fd, path) && has_only (folder, fd, names)) {
    for (guint i = 0; i < names->len; i++)
      unlinkat (fd, names->pdata[i], 0);
    g_rmdir (path);
  }
  if (folder != NULL)
    closedir (folder);
  else if (fd >= 0)
    close (fd);
}

void
beside_sweep_folders (const char *path, const GPtrArray *names)
{
  each_unfinished (path, sweep_folder, names);
}
