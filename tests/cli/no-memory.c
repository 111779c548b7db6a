/* no-memory: to be preloaded: one request for memory gets none.
 *
 *   NO_MEMORY_AT=n        which one, from 1
 *   NO_MEMORY_LOG=FILE    gets a byte when it happens
 *   NO_MEMORY_COUNT=FILE  gets a line with the number of requests when the process ends
 *
 * A request that g_once_init_enter() itself makes is left alone. GLib 2.84 makes it under a lock
 * that its own message about the missing memory needs too, so the program waits for ever.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* They stand in for those of the C library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t count, size_t size);
void *__libc_realloc (void *block, size_t size);

static long requests, fails_at = -1;

/* Whether g_once_init_enter() makes this request. The requests that this makes itself have later
 * numbers, so none of them fails. */
static int
is_from_once (void)
{
  enum { FRAMES = 10 };
  void *frames[FRAMES];
  int count = backtrace (frames, FRAMES);

  for (int i = 0; i < count; i++) {
    Dl_info found;
    if (dladdr (frames[i], &found) != 0 && found.dli_sname != NULL
        && strncmp (found.dli_sname, "g_once_init_enter", strlen ("g_once_init_enter")) == 0)
      return 1;
  }
  return 0;
}

static int
fails (void)
{
  const char *at, *log;
  int fd;

  if (fails_at < 0) {
    at = getenv ("NO_MEMORY_AT");
    fails_at = at != NULL ? strtol (at, NULL, 10) : 0;
  }
  if (++requests != fails_at || fails_at == 0 || is_from_once ())
    return 0;
  log = getenv ("NO_MEMORY_LOG");
  fd = log != NULL ? open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (fd >= 0 && write (fd, ".", 1) == 1)
    close (fd);
  errno = ENOMEM;
  return 1;
}

__attribute__ ((destructor)) static void
say_how_many (void)
{
  const char *name = getenv ("NO_MEMORY_COUNT");
  int fd = name != NULL ? open (name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;

  if (fd >= 0 && dprintf (fd, "%ld\n", requests) > 0)
    close (fd);
}

void *
malloc (size_t size)
{
  return fails () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t count, size_t size)
{
  return fails () ? NULL : __libc_calloc (count, size);
}

void *
realloc (void *block, size_t size)
{
  return fails () ? NULL : __libc_realloc (block, size);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
