/* no-read: to be preloaded: one read of a file fails, as from a disk that is about to die.
 *
 *   NO_READ_AT=n      which one of those at a position of the file, from 1; so SQLite reads
 *   NO_READ_STREAM=n  all reads of the file that is opened as a stream as the n-th one, from 1
 *   NO_READ_LOG=FILE  gets a byte when it happens
 */
/* the two names of a call are two functions here */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* They stand in for those of the C library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

typedef ssize_t (*Read) (int fd, void *bytes, size_t length, off64_t at);
typedef FILE *(*Open) (int fd, const char *mode);

/* Whether this read or stream is the one that $@variable wants to fail. @count: how many there were
 * before it; it is counted. */
static int
fails (const char *variable, long *count)
{
  const char *at = getenv (variable), *log = getenv ("NO_READ_LOG");
  int fd;

  if (at == NULL || ++*count != strtol (at, NULL, 10))
    return 0;
  fd = log != NULL ? open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (fd >= 0 && write (fd, ".", 1) == 1)
    close (fd);
  return 1;
}

static ssize_t
read_at (int fd, void *bytes, size_t length, off64_t at)
{
  static long reads;

  if (!fails ("NO_READ_AT", &reads))
    return ((Read)dlsym (RTLD_NEXT, "pread64")) (fd, bytes, length, at);
  errno = EIO;
  return -1;
}

ssize_t
pread (int fd, void *bytes, size_t length, off_t at)
{
  return read_at (fd, bytes, length, at);
}

ssize_t
pread64 (int fd, void *bytes, size_t length, off64_t at)
{
  return read_at (fd, bytes, length, at);
}

/* The reads of a stream cannot be replaced. A folder is put behind it, which the kernel refuses to
 * read. */
FILE *
fdopen (int fd, const char *mode)
{
  static long streams;
  int folder = *mode == 'r' && fails ("NO_READ_STREAM", &streams)
                 ? open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                 : -1;

  if (folder >= 0) {
    dup2 (folder, fd);
    close (folder);
  }
  return ((Open)dlsym (RTLD_NEXT, "fdopen")) (fd, mode);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
