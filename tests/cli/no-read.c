/* no-read: to be preloaded: one read of a file fails, as from a disk that is about to die.
 *
 *   NO_READ_AT=n      which one, from 1
 *   NO_READ_LOG=FILE  gets a byte when it happens
 */
/* the two names of a call are two functions here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* They stand in for those of the C library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

typedef ssize_t (*Read) (int fd, void *bytes, size_t length, off64_t at);

static int
fails (void)
{
  static long reads;
  const char *at = getenv ("NO_READ_AT"), *log = getenv ("NO_READ_LOG");
  int fd;

  if (at == NULL || ++reads != strtol (at, NULL, 10))
    return 0;
  fd = log != NULL ? open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (fd >= 0 && write (fd, ".", 1) == 1)
    close (fd);
  errno = EIO;
  return 1;
}

ssize_t
pread (int fd, void *bytes, size_t length, off_t at)
{
  return fails () ? -1 : ((Read)dlsym (RTLD_NEXT, "pread64")) (fd, bytes, length, at);
}

ssize_t
pread64 (int fd, void *bytes, size_t length, off64_t at)
{
  return fails () ? -1 : ((Read)dlsym (RTLD_NEXT, "pread64")) (fd, bytes, length, at);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
