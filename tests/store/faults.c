/* faults: to be preloaded: makes the n-th system call that changes a file fail, or end the process.
 *
 *   FAULT_CALLS=read   calls that read a file instead; "memory": what SQLite allocates; "any": all
 *                      calls on files, also those that open or remove one
 *   FAULT_FILE=TEXT    only calls on files in whose name TEXT is
 *   FAULT_AT=n         which one, from 1
 *   FAULT_KIND=…       a number: it fails with this errno; "kill": SIGKILL before it is done;
 *                      "stop": SIGSTOP before it is done, and with SIGCONT it goes on. Of the calls
 *                      that write, and only these count: "short": it writes half of its bytes, and
 *                      says so; "cut": it does not say so; "wrong": another byte is written
 *   FAULT_LASTING=1    so do all after it; otherwise it happens once, in one process of all that
 *                      the program starts
 *   FAULT_LOG=FILE     says "fired" there when it happens
 *   FAULT_COUNT=FILE   each process writes there at its end how many such calls it made
 *   FAULT_TYPE=n       every file system says that it is of type n (statfs(2))
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
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* They stand in for those of the C library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

static int calls;

/* The calls themselves, because those of the C library are counted. */
static void
report (void)
{
  const char *name = getenv ("FAULT_LOG");
  long fd
    = name != NULL ? syscall (SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

  if (fd >= 0) {
    syscall (SYS_write, fd, "fired\n", 6);
    syscall (SYS_close, fd);
  }
}

__attribute__ ((destructor)) static void
tell_calls (void)
{
  const char *name = getenv ("FAULT_COUNT");
  char line[32];
  int length = snprintf (line, sizeof line, "%d\n", calls);
  long fd
    = name != NULL ? syscall (SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

  if (fd >= 0) {
    syscall (SYS_write, fd, line, length);
    syscall (SYS_close, fd);
  }
}

static int
has_fired (void)
{
  const char *name = getenv ("FAULT_LOG");

  return name != NULL && syscall (SYS_faccessat, AT_FDCWD, name, F_OK) == 0;
}

static int
is_kind (const char *kind)
{
  const char *chosen = getenv ("FAULT_KIND");

  return chosen != NULL && strcmp (chosen, kind) == 0;
}

static int
is_of_writes (void)
{
  return is_kind ("short") || is_kind ("cut") || is_kind ("wrong");
}

static int
fails (void)
{
  const char *at = getenv ("FAULT_AT"), *kind = getenv ("FAULT_KIND");
  int n = at != NULL ? (int)strtol (at, NULL, 10) : 0;

  calls++;
  if (n == 0 || kind == NULL || calls < n
      || (getenv ("FAULT_LASTING") == NULL && (calls > n || has_fired ())))
    return 0;
  report ();
  if (strcmp (kind, "kill") == 0)
    raise (SIGKILL);
  if (strcmp (kind, "stop") == 0) {
    raise (SIGSTOP);
    return 0;
  }
  errno = (int)strtol (kind, NULL, 10);
  return 1;
}

/* Whether the calls of this kind are those that fail. */
static int
wanted (const char *kind)
{
  const char *chosen = getenv ("FAULT_CALLS");

  if (strcmp (kind, "write") == 0)
    kind = "change";
  else if (is_of_writes ())
    return 0;
  return strcmp (chosen != NULL ? chosen : "change", kind) == 0
         || (chosen != NULL && strcmp (chosen, "any") == 0 && strcmp (kind, "memory") != 0);
}

static int
is_meant (int fd)
{
  const char *text = getenv ("FAULT_FILE");
  char link[64], name[4096];
  ssize_t length;

  if (text == NULL)
    return 1;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, name, sizeof name - 1);
  name[length > 0 ? length : 0] = '\0';
  return strstr (name, text) != NULL;
}

static int
is_file (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && is_meant (fd);
}

static int
is_file_or_folder (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 && (S_ISREG (status.st_mode) || S_ISDIR (status.st_mode));
}

/* The two structures are the same. */
int
statfs (const char *path, struct statfs *status)
{
  int (*real) (const char *, struct statfs *)
    = (int (*) (const char *, struct statfs *))dlsym (RTLD_NEXT, "statfs");
  const char *type = getenv ("FAULT_TYPE");
  int answer = real (path, status);

  if (type != NULL && answer == 0)
    status->f_type = (__fsword_t)strtol (type, NULL, 0);
  return answer;
}

int
statfs64 (const char *path, struct statfs64 *status)
{
  return statfs (path, (struct statfs *)status);
}

/* ---- writes that do something else than they should ---- */

/* A copy of @bytes in which one in the middle is another one, if that is wanted. NULL: the call has
 * to fail. */
static void *
spoil (const void *bytes, size_t n)
{
  unsigned char *copy = is_of_writes () && n > 0 ? malloc (n) : NULL;

  if (copy == NULL)
    return NULL;
  memcpy (copy, bytes, n);
  if (is_kind ("wrong"))
    copy[n / 2] ^= 1;
  return copy;
}

static size_t
spoiled_length (size_t n)
{
  return is_kind ("wrong") ? n : (n + 1) / 2;
}

/* ---- calls that fail ---- */

/* The names of parameters are ours, and some arguments of the macro are types and lists. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
#define CALL(name, type, parameters, arguments, condition)                                         \
  type name parameters;                                                                            \
  type name parameters                                                                             \
  {                                                                                                \
    static type (*real) parameters;                                                                \
    if (real == NULL)                                                                              \
      *(void **)&real = dlsym (RTLD_NEXT, #name);                                                  \
    if (condition)                                                                                 \
      return -1;                                                                                   \
    return real arguments;                                                                         \
  }

/* Those that write bytes. @put writes @spoiled at the same place. */
#define WRITES(name, parameters, arguments, put)                                                   \
  ssize_t name parameters;                                                                         \
  ssize_t name parameters                                                                          \
  {                                                                                                \
    static ssize_t (*real) parameters;                                                             \
    void *spoiled = NULL;                                                                          \
    ssize_t written;                                                                               \
    if (real == NULL)                                                                              \
      *(void **)&real = dlsym (RTLD_NEXT, #name);                                                  \
    if (!wanted ("write") || !is_file (fd) || !fails ())                                           \
      return real arguments;                                                                       \
    spoiled = spoil (bytes, n);                                                                    \
    if (spoiled == NULL)                                                                           \
      return -1;                                                                                   \
    written = put;                                                                                 \
    free (spoiled);                                                                                \
    return is_kind ("short") ? written : (ssize_t)n;                                               \
  }

WRITES (write, (int fd, const void *bytes, size_t n), (fd, bytes, n),
        real (fd, spoiled, spoiled_length (n)))
WRITES (pwrite, (int fd, const void *bytes, size_t n, off_t at), (fd, bytes, n, at),
        real (fd, spoiled, spoiled_length (n), at))
WRITES (pwrite64, (int fd, const void *bytes, size_t n, off64_t at), (fd, bytes, n, at),
        real (fd, spoiled, spoiled_length (n), at))
CALL (fsync, int, (int fd), (fd), wanted ("change") && is_file_or_folder (fd) && fails ())
CALL (fdatasync, int, (int fd), (fd), wanted ("change") && is_file_or_folder (fd) && fails ())
CALL (ftruncate, int, (int fd, off_t size), (fd, size),
      wanted ("change") && is_file (fd) && fails ())
CALL (ftruncate64, int, (int fd, off64_t size), (fd, size),
      wanted ("change") && is_file (fd) && fails ())
CALL (rename, int, (const char *from, const char *to), (from, to), wanted ("change") && fails ())
CALL (renameat2, int, (int a, const char *from, int b, const char *to, unsigned int flags),
      (a, from, b, to, flags), wanted ("change") && fails ())
CALL (link, int, (const char *from, const char *to), (from, to), wanted ("change") && fails ())
CALL (unlink, int, (const char *path), (path), wanted ("any") && fails ())
CALL (mkdir, int, (const char *path, mode_t mode), (path, mode), wanted ("any") && fails ())
CALL (close, int, (int fd), (fd), wanted ("any") && is_file_or_folder (fd) && fails ())
CALL (read, ssize_t, (int fd, void *bytes, size_t n), (fd, bytes, n),
      wanted ("read") && is_file (fd) && fails ())
CALL (pread, ssize_t, (int fd, void *bytes, size_t n, off_t at), (fd, bytes, n, at),
      wanted ("read") && is_file (fd) && fails ())
CALL (pread64, ssize_t, (int fd, void *bytes, size_t n, off64_t at), (fd, bytes, n, at),
      wanted ("read") && is_file (fd) && fails ())
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */

/* The list of arguments was begun.
 * NOLINTBEGIN(clang-analyzer-valist.Uninitialized) */
#define OPEN(name)                                                                                 \
  int name (const char *path, int flags, ...);                                                     \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    static int (*real) (const char *, int, ...);                                                   \
    va_list more;                                                                                  \
    mode_t mode = 0;                                                                               \
    if (real == NULL)                                                                              \
      *(void **)&real = dlsym (RTLD_NEXT, #name);                                                  \
    va_start (more, flags);                                                                        \
    if ((flags & (O_CREAT | __O_TMPFILE)) != 0)                                                    \
      mode = va_arg (more, mode_t);                                                                \
    va_end (more);                                                                                 \
    if (wanted ("any") && fails ())                                                                \
      return -1;                                                                                   \
    return real (path, flags, mode);                                                               \
  }
OPEN (open)
OPEN (open64)
/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

/* ---- memory ----
 * GLib ends the process if it gets none, so only SQLite is asked how it takes that. */

void *__libc_malloc (size_t n);
void *__libc_realloc (void *block, size_t n);

static int
fails_for_sqlite (const void *caller)
{
  static __thread int inside; /* what follows may allocate */
  Dl_info from;
  int failed;

  if (inside)
    return 0;
  inside = 1;
  failed = wanted ("memory") && dladdr (caller, &from) != 0 && from.dli_fname != NULL
           && strstr (from.dli_fname, "sqlite") != NULL && fails ();
  inside = 0;
  return failed;
}

void *
malloc (size_t n)
{
  return fails_for_sqlite (__builtin_return_address (0)) ? NULL : __libc_malloc (n);
}

void *
realloc (void *block, size_t n)
{
  return fails_for_sqlite (__builtin_return_address (0)) ? NULL : __libc_realloc (block, n);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
