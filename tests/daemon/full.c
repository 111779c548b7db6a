/* full.c: laid under regimend by LD_PRELOAD: the disk is full as long as the file $REGIMEN_FULL is
 * there. What SQLite wants to write fails then as it does on a full disk. */
#undef _FILE_OFFSET_BITS /* so that both names of each function are defined here */
#define _LARGEFILE64_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static int
is_full (void)
{
  const char *path = getenv ("REGIMEN_FULL");
  int before = errno, full = path != NULL && access (path, F_OK) == 0;
  errno = full ? ENOSPC : before;
  return full;
}

/* The names of the parameters are those that the headers give them, or not; macros make the rest.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
#define FAILS(type, name, parameters, arguments)                                                   \
  type name parameters                                                                             \
  {                                                                                                \
    type (*real) parameters = (type (*) parameters)dlsym (RTLD_NEXT, #name);                       \
    return is_full () ? -1 : real arguments;                                                       \
  }

FAILS (ssize_t, pwrite, (int file, const void *bytes, size_t length, off_t at),
       (file, bytes, length, at))
FAILS (ssize_t, pwrite64, (int file, const void *bytes, size_t length, off64_t at),
       (file, bytes, length, at))
FAILS (int, ftruncate, (int file, off_t length), (file, length))
FAILS (int, ftruncate64, (int file, off64_t length), (file, length))
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
