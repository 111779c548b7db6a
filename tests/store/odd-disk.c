/* odd-disk: to be preloaded: the disk is of a kind that cannot do everything, or another program
 * does something there at a bad moment.
 *
 *   ODD_SWAP=FILE          gets the place of ODD_SWAPPED, right after
 *   ODD_SWAPPED=FILE       was opened for the
 *   ODD_SWAP_AT=n          n-th time, from 1
 */
/* the two names of a call are two functions here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    fd = real (path, flags, mode);                                                                 \
    if (fd >= 0)                                                                                   \
      swap (path);                                                                                 \
    return fd;                                                                                     \
  }
OPEN (open)
OPEN (open64)
/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
