/* at-open: to be preloaded: something happens just before a file is opened for the first time.
 *
 *   AT_OPEN_NAME=TEXT     how the name of the file ends
 *   AT_OPEN_COMMAND=TEXT  the shell command that is run before; the process waits for its end
 *   AT_OPEN_FAILS=1       the file is not opened, as if this user might not
 */
/* the two names of a call are two functions here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* They stand in for those of the C library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

typedef int (*Open) (const char *path, int flags, ...);

static int
open_it (const char *path, int flags, mode_t mode)
{
  static int done;
  const char *name = getenv ("AT_OPEN_NAME"), *command = getenv ("AT_OPEN_COMMAND");
  size_t length = strlen (path), end = name != NULL ? strlen (name) : 0;

  if (name == NULL || done || length < end || strcmp (path + length - end, name) != 0)
    return ((Open)dlsym (RTLD_NEXT, "open64")) (path, flags, mode);
  done = 1;
  unsetenv ("LD_PRELOAD");
  /* the command is that of a test */
  if (command != NULL && system (command) != 0) /* NOLINT(cert-env33-c) */
    abort ();
  if (getenv ("AT_OPEN_FAILS") == NULL)
    return ((Open)dlsym (RTLD_NEXT, "open64")) (path, flags, mode);
  errno = EACCES;
  return -1;
}

/* The list of arguments was begun.
 * NOLINTBEGIN(clang-analyzer-valist.Uninitialized) */
#define OPEN(name)                                                                                 \
  int name (const char *path, int flags, ...);                                                     \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    va_list more;                                                                                  \
    mode_t mode;                                                                                   \
    va_start (more, flags);                                                                        \
    mode = (flags & O_CREAT) != 0 ? va_arg (more, mode_t) : 0;                                     \
    va_end (more);                                                                                 \
    return open_it (path, flags, mode);                                                            \
  }
OPEN (open)
OPEN (open64)
/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
