/* odd-disk: to be preloaded: the disk is of a kind that cannot do everything, or another program
 * does something there at a bad moment.
 *
 *   ODD_SWAP=FILE          gets the place of ODD_SWAPPED, right after
 *   ODD_SWAPPED=FILE       was opened for the
 *   ODD_SWAP_AT=n          n-th time, from 1
 *   ODD_NO_COLONS=1        no file can have a colon in its name (FAT, exFAT)
 *   ODD_TAKEN=1            renameat2() with flags finds a file in the way, which is gone at once
 *   ODD_NO_EXCHANGE=1      renameat2() knows no flags (NFS, some of FUSE)
 *   ODD_NO_RENAME_TO=FILE  no file can be renamed to FILE
 *   ODD_KILL_LINK_TO=TEXT  the process ends after it made a link in whose name TEXT is
 *   ODD_NO_SYNC=number     syncing a folder fails with this errno,
 *   ODD_NO_SYNC_FROM=n     from the n-th time on
 */
/* the two names of a call are two functions here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* They stand in for those of the C library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* ---- another program ---- */

static void
swap (const char *opened)
{
  static long count;
  const char *from = getenv ("ODD_SWAP"), *to = getenv ("ODD_SWAPPED"),
             *at = getenv ("ODD_SWAP_AT");

  if (from != NULL && to != NULL && at != NULL && strcmp (opened, to) == 0
      && ++count == strtol (at, NULL, 10))
    syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* ---- a disk that cannot do everything ---- */

static int
has_colon (const char *path)
{
  return getenv ("ODD_NO_COLONS") != NULL && strchr (path, ':') != NULL;
}

static int
refuse (int number)
{
  errno = number;
  return -1;
}

int
rename (const char *from, const char *to)
{
  const char *not_to = getenv ("ODD_NO_RENAME_TO");

  if (has_colon (to))
    return refuse (EINVAL);
  if (not_to != NULL && strcmp (to, not_to) == 0)
    return refuse (EIO);
  return (int)syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
renameat2 (int a, const char *from, int b, const char *to, unsigned int flags)
{
  if (has_colon (to) || (flags != 0 && getenv ("ODD_NO_EXCHANGE") != NULL))
    return refuse (EINVAL);
  if (flags != 0 && getenv ("ODD_TAKEN") != NULL)
    return refuse (EEXIST);
  return (int)syscall (SYS_renameat2, a, from, b, to, flags);
}

int
link (const char *from, const char *to)
{
  const char *last = getenv ("ODD_KILL_LINK_TO");
  int answer;

  if (has_colon (to))
    return refuse (EINVAL);
  answer = (int)syscall (SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (answer == 0 && last != NULL && strstr (to, last) != NULL)
    raise (SIGKILL);
  return answer;
}

int
fsync (int fd)
{
  static long count;
  const char *number = getenv ("ODD_NO_SYNC"), *from = getenv ("ODD_NO_SYNC_FROM");
  struct stat status;

  if (number != NULL && fstat (fd, &status) == 0 && S_ISDIR (status.st_mode)
      && ++count >= (from != NULL ? strtol (from, NULL, 10) : 1))
    return refuse ((int)strtol (number, NULL, 10));
  return (int)syscall (SYS_fsync, fd);
}

/* ---- opening ---- */

/* The list of arguments was begun.
 * NOLINTBEGIN(clang-analyzer-valist.Uninitialized) */
#define OPEN(name)                                                                                 \
  int name (const char *path, int flags, ...);                                                     \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    int (*real) (const char *, int, ...)                                                           \
      = (int (*) (const char *, int, ...))dlsym (RTLD_NEXT, #name);                                \
    va_list more;                                                                                  \
    mode_t mode = 0;                                                                               \
    int fd;                                                                                        \
    va_start (more, flags);                                                                        \
    if ((flags & (O_CREAT | __O_TMPFILE)) != 0)                                                    \
      mode = va_arg (more, mode_t);                                                                \
    va_end (more);                                                                                 \
    if (has_colon (path))                                                                          \
      return refuse (EINVAL);                                                                      \
    fd = real (path, flags, mode);                                                                 \
    if (fd >= 0)                                                                                   \
      swap (path);                                                                                 \
    return fd;                                                                                     \
  }
OPEN (open)
OPEN (open64)
/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
