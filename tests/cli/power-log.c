/* power-log: to be preloaded: writes down what is done to the files below one folder, so that
 * images can be made of what a disk may hold if the power goes in between.
 *
 *   POWER_ROOT=FOLDER   the folder, without symbolic links
 *   POWER_LOG=FILE      gets a line for each call, "WHAT FILE OTHER AT LENGTH FROM TO" with tabs
 *                       between its parts, and then LENGTH bytes
 *
 * FILE and OTHER are numbers of inodes, FROM and TO are paths. What goes through a FILE of the C
 * library is not seen while it is written, so each sync has the whole content of its file.
 */
/* the two names of a call are two functions here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* They stand in for those of the C library, whose parameters have names of their own, and some
 * arguments of the macros are types and lists.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
/* Each list of arguments is begun. NOLINTBEGIN(clang-analyzer-valist.Uninitialized) */

#define MOST (64 << 20)

static void
log_call (const char *what, unsigned long file, unsigned long other, long long at,
          const char *bytes, size_t length, const char *from, const char *to)
{
  const char *name = getenv ("POWER_LOG");
  int number = errno;
  long fd = name != NULL ? syscall (SYS_openat, AT_FDCWD, name,
                                    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
                         : -1;
  char line[3 * PATH_MAX];
  int n = snprintf (line, sizeof line, "%s\t%lu\t%lu\t%lld\t%zu\t%s\t%s\n", what, file, other, at,
                    length, from, to);

  if (fd >= 0) {
    if (syscall (SYS_write, fd, line, n) != n
        || (length > 0 && syscall (SYS_write, fd, bytes, length) != (long)length))
      abort ();
    syscall (SYS_close, fd);
  }
  errno = number;
}

/* Whether @path, made absolute in @whole, is below the folder. */
static int
is_below (const char *path, char whole[PATH_MAX])
{
  const char *root = getenv ("POWER_ROOT");
  size_t length = root != NULL ? strlen (root) : 0;
  char folder[PATH_MAX];

  if (path[0] == '/')
    snprintf (whole, PATH_MAX, "%s", path);
  else if (getcwd (folder, sizeof folder) != NULL)
    snprintf (whole, PATH_MAX, "%.2000s/%.2000s", folder, path);
  else
    return 0;
  return length > 0 && strncmp (whole, root, length) == 0 && whole[length] == '/';
}

/* The number of the open file, or folder; 0: it is not below the folder. */
static unsigned long
number_of (int fd, mode_t *type)
{
  char link[64], name[PATH_MAX], whole[PATH_MAX];
  struct stat status;
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, name, sizeof name - 1);
  name[length > 0 ? length : 0] = '\0';
  if (length <= 0 || !is_below (name, whole) || fstat (fd, &status) != 0)
    return 0;
  *type = status.st_mode & S_IFMT;
  return *type == S_IFREG || *type == S_IFDIR ? status.st_ino : 0;
}

static unsigned long
number_at (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 ? status.st_ino : 0;
}

#define REAL(name, type, parameters)                                                               \
  static type (*real) parameters;                                                                  \
  int was = errno;                                                                                 \
  if (real == NULL)                                                                                \
    *(void **)&real = dlsym (RTLD_NEXT, #name);                                                    \
  errno = was

#define OPEN(name)                                                                                 \
  int name (const char *path, int flags, ...);                                                     \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    REAL (name, int, (const char *, int, ...));                                                    \
    unsigned long before = number_at (path);                                                       \
    va_list more;                                                                                  \
    mode_t mode = 0;                                                                               \
    va_start (more, flags);                                                                        \
    if ((flags & (O_CREAT | __O_TMPFILE)) != 0)                                                    \
      mode = va_arg (more, mode_t);                                                                \
    va_end (more);                                                                                 \
    errno = was;                                                                                   \
    return opened (path, flags, before, real (path, flags, mode));                                 \
  }

static int
opened (const char *path, int flags, unsigned long before, int fd)
{
  char whole[PATH_MAX];
  mode_t type;

  if (fd < 0 || !is_below (path, whole))
    return fd;
  if ((flags & O_CREAT) != 0 && before == 0)
    log_call ("make", number_of (fd, &type), 0, 0, NULL, 0, whole, "");
  else if ((flags & O_TRUNC) != 0)
    log_call ("cut", number_of (fd, &type), 0, 0, NULL, 0, "", "");
  return fd;
}
OPEN (open)
OPEN (open64)

static ssize_t
wrote (int fd, const void *bytes, ssize_t n, long long at)
{
  mode_t type;
  unsigned long file = n > 0 ? number_of (fd, &type) : 0;

  if (file != 0)
    log_call ("write", file, 0, at, bytes, (size_t)n, "", "");
  return n;
}

ssize_t
write (int fd, const void *bytes, size_t n)
{
  REAL (write, ssize_t, (int, const void *, size_t));
  ssize_t written = real (fd, bytes, n);
  off64_t end = written > 0 ? lseek64 (fd, 0, SEEK_CUR) : 0;

  return wrote (fd, bytes, written, end - written);
}

ssize_t
pwrite (int fd, const void *bytes, size_t n, off_t at)
{
  REAL (pwrite, ssize_t, (int, const void *, size_t, off_t));
  return wrote (fd, bytes, real (fd, bytes, n, at), at);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t n, off64_t at)
{
  REAL (pwrite64, ssize_t, (int, const void *, size_t, off64_t));
  return wrote (fd, bytes, real (fd, bytes, n, at), at);
}

static int
cut (int fd, int answer, long long size)
{
  mode_t type;
  unsigned long file = answer == 0 ? number_of (fd, &type) : 0;

  if (file != 0)
    log_call ("cut", file, 0, size, NULL, 0, "", "");
  return answer;
}

int
ftruncate (int fd, off_t size)
{
  REAL (ftruncate, int, (int, off_t));
  return cut (fd, real (fd, size), size);
}

int
ftruncate64 (int fd, off64_t size)
{
  REAL (ftruncate64, int, (int, off64_t));
  return cut (fd, real (fd, size), size);
}

/* The content of the open file @fd. A record is never opened a second time, because closing it
 * would drop the locks of SQLite. */
static char *
content_of (int fd, size_t *length)
{
  char *bytes = malloc (MOST), link[64];
  ssize_t n = bytes != NULL ? pread64 (fd, bytes, MOST, 0) : -1;

  if (n < 0 && bytes != NULL && errno == EBADF) {
    snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
    long again = syscall (SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
    n = again >= 0 ? pread64 ((int)again, bytes, MOST, 0) : -1;
    syscall (SYS_close, again);
  }
  *length = n > 0 ? (size_t)n : 0;
  return bytes;
}

static int
synced (int fd, int answer)
{
  mode_t type = 0;
  unsigned long file = answer == 0 ? number_of (fd, &type) : 0;
  size_t length = 0;
  char *bytes = file != 0 && type == S_IFREG ? content_of (fd, &length) : NULL;

  if (file != 0)
    log_call (type == S_IFDIR ? "folder" : "sync", file, 0, 0, bytes, length, "", "");
  free (bytes);
  return answer;
}

int
fsync (int fd)
{
  REAL (fsync, int, (int));
  return synced (fd, real (fd));
}

int
fdatasync (int fd)
{
  REAL (fdatasync, int, (int));
  return synced (fd, real (fd));
}

/* ---- names ---- */

static int
named (const char *what, int answer, const char *from, const char *to)
{
  char whole[PATH_MAX] = "", other[PATH_MAX] = "";

  if (answer == 0 && is_below (from, whole) + (to != NULL ? is_below (to, other) : 0) > 0)
    log_call (what, 0, 0, 0, NULL, 0, whole, other);
  return answer;
}

int
rename (const char *from, const char *to)
{
  REAL (rename, int, (const char *, const char *));
  return named ("rename", real (from, to), from, to);
}

int
renameat2 (int a, const char *from, int b, const char *to, unsigned int flags)
{
  REAL (renameat2, int, (int, const char *, int, const char *, unsigned int));
  return named ((flags & RENAME_EXCHANGE) != 0 ? "exchange" : "rename",
                real (a, from, b, to, flags), from, to);
}

int
link (const char *from, const char *to)
{
  REAL (link, int, (const char *, const char *));
  return named ("link", real (from, to), from, to);
}

int
unlink (const char *path)
{
  REAL (unlink, int, (const char *));
  return named ("remove", real (path), path, NULL);
}

int
rmdir (const char *path)
{
  REAL (rmdir, int, (const char *));
  return named ("remove", real (path), path, NULL);
}

int
mkdir (const char *path, mode_t mode)
{
  REAL (mkdir, int, (const char *, mode_t));
  int answer = real (path, mode);
  char whole[PATH_MAX];

  if (answer == 0 && is_below (path, whole))
    log_call ("make-folder", number_at (whole), 0, 0, NULL, 0, whole, "");
  return answer;
}

/* NOLINTEND(clang-analyzer-valist.Uninitialized) */
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
