/* test-sandbox.c: whether something that has taken over the process that reads calendars can get
 * out of it. Each escape is tried twice: without the sandbox it must succeed, or the test would
 * prove nothing. */
#include "base/sanitizers.h"
#include "programs/read-calendar/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t other; /* another process of the same user */
static char *heap;  /* a page of ordinary memory */
static long page;

/* ---- the escapes: TRUE if it worked. They call the system themselves, as injected code would.
 * ----
 */

static gboolean
kill_by_tgkill (void)
{
  return syscall (SYS_tgkill, other, other, SIGUSR1) == 0;
}

/* The kernel ignores the high half of the argument. */
static gboolean
kill_by_wide_tgkill (void)
{
  return syscall (SYS_tgkill, (gint64)other | ((gint64)1 << 40), other, SIGUSR1) == 0;
}

static gboolean
kill_by_tkill (void)
{
  return syscall (SYS_tkill, other, SIGUSR1) == 0;
}

static gboolean
kill_by_kill (void)
{
  return syscall (SYS_kill, other, SIGUSR1) == 0;
}

static gboolean
map (int protection)
{
  return mmap (NULL, (size_t)page, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static gboolean
map_writable_code (void)
{
  return map (PROT_READ | PROT_WRITE | PROT_EXEC);
}

static gboolean
map_code (void)
{
  return map (PROT_EXEC);
}

static gboolean
protect (gpointer address, int protection)
{
  return mprotect (address, (size_t)page, protection) == 0;
}

static gboolean
make_heap_executable (void)
{
  return protect (heap, PROT_READ | PROT_EXEC);
}

static gboolean
make_heap_writable_code (void)
{
  return protect (heap, PROT_READ | PROT_WRITE | PROT_EXEC);
}

static gboolean
make_code_writable (void)
{
  guintptr code = (guintptr)&make_code_writable & ~((guintptr)page - 1);

  return protect ((gpointer)code, PROT_READ | PROT_WRITE | PROT_EXEC);
}

static gboolean
look_by_stat (void)
{
#ifdef SYS_stat
  struct stat status;

  return syscall (SYS_stat, "/etc/passwd", &status) == 0;
#else
  return syscall (SYS_faccessat, AT_FDCWD, "/etc/passwd", F_OK) == 0;
#endif
}

static gboolean
look_by_fstatat (void)
{
  struct stat status;

  return fstatat (AT_FDCWD, "/etc/passwd", &status, 0) == 0;
}

/* The flag with which the C library asks about an open file works with a path too. */
static gboolean
look_by_empty_path (void)
{
  struct stat status;

  return fstatat (AT_FDCWD, "/etc/passwd", &status, AT_EMPTY_PATH) == 0;
}

static gboolean
look_by_statx (void)
{
  struct statx status;

  return statx (AT_FDCWD, "/etc/passwd", AT_EMPTY_PATH, STATX_SIZE, &status) == 0;
}

static gboolean
look_by_access (void)
{
  return syscall (SYS_faccessat, AT_FDCWD, "/etc/passwd", F_OK) == 0;
}

static gboolean
look_by_readlink (void)
{
  char where[16];

  return readlink ("/proc/self/exe", where, sizeof where) > 0;
}

static gboolean
open_file (void)
{
  return syscall (SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY) >= 0;
}

static gboolean
make_file (void)
{
  return syscall (SYS_memfd_create, "x", 0) >= 0;
}

static gboolean
make_socket (void)
{
  return socket (AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static gboolean
make_process (void)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  return child > 0 && waitpid (child, NULL, 0) == child;
}

/* The kernel is asked for a thing that is not there: a process with the right to ask hears that. */
static gboolean
run_program (void)
{
  char *const none[] = { NULL };

  execve ("/nonexistent", none, none);
  return errno == ENOENT;
}

static gboolean
trace_itself (void)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static gboolean
read_other_memory (void)
{
  char byte;
  struct iovec here = { &byte, 1 }, there = { &byte, 1 };

  return process_vm_readv (getpid (), &here, 1, &there, 1, 0) == 1;
}

/* ---- what has to work all the same ---- */

static gboolean
get_memory (void)
{
  enum { BIG = 64 * 1024 * 1024, SMALL = 1000, MANY = 10000 };
  char *big = malloc (BIG);
  static char *kept[MANY]; /* until the process ends */

  if (big == NULL)
    return FALSE;
  memset (big, 1, BIG);
  free (big);
  for (int i = 0; i < MANY; i++)
    if ((kept[i] = malloc (SMALL)) == NULL)
      return FALSE;
  return map (PROT_READ | PROT_WRITE) && protect (heap, PROT_READ);
}

static gboolean
print_text (void)
{
  return printf ("# written\n") > 0 && fflush (stdout) == 0;
}

static gboolean
look_at_open_file (void)
{
#ifdef SYS_fstat
  struct stat status;

  return syscall (SYS_fstat, STDOUT_FILENO, &status) == 0;
#else
  return TRUE;
#endif
}

typedef struct {
  const char *name;
  gboolean (*try) (void);
} Case;

static const Case escapes[] = {
  { "tgkill", kill_by_tgkill },
  { "tgkill-wide", kill_by_wide_tgkill },
  { "tkill", kill_by_tkill },
  { "kill", kill_by_kill },
  { "map-writable-code", map_writable_code },
  { "map-code", map_code },
  { "heap-executable", make_heap_executable },
  { "heap-writable-code", make_heap_writable_code },
  { "code-writable", make_code_writable },
  { "stat", look_by_stat },
  { "fstatat", look_by_fstatat },
  { "fstatat-empty-path", look_by_empty_path },
  { "statx", look_by_statx },
  { "access", look_by_access },
  { "readlink", look_by_readlink },
  { "open", open_file },
  { "memfd", make_file },
  { "socket", make_socket },
  { "fork", make_process },
  { "exec", run_program },
  { "trace", trace_itself },
  { "read-memory", read_other_memory },
};

static const Case needs[] = {
  { "memory", get_memory },
  { "print", print_text },
  { "fstat", look_at_open_file },
};

/* Runs @try in a process of its own. Returns: how it ended, as waitpid() says it; the exit status
 * is 0 if it worked, 1 if not, 2 if there is no sandbox. */
static int
run_apart (gboolean (*try) (void), gboolean confined)
{
  pid_t child = fork ();
  int status = -1;

  if (child == 0) {
    if (confined && !sandbox_enter ())
      _exit (2);
    _exit (try () ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static int
exit_of (gboolean (*try) (void), gboolean confined)
{
  int status = run_apart (try, confined);

  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_escape (gconstpointer data)
{
  const Case *each = data;

  g_assert_cmpint (exit_of (each->try, FALSE), ==, 0);
  if (REGIMEN_SANITIZED)
    g_test_skip ("a build with sanitizers has no filter");
  else
    g_assert_cmpint (exit_of (each->try, TRUE), ==, 1);
}

static void
test_need (gconstpointer data)
{
  const Case *each = data;

  g_assert_cmpint (exit_of (each->try, FALSE), ==, 0);
  g_assert_cmpint (exit_of (each->try, TRUE), ==, 0);
}

static gboolean
give_up (void)
{
  abort ();
}

static void
test_abort (void)
{
  int status = run_apart (give_up, TRUE);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGABRT);
}

/* It outlives the signals that reach it, and ends with this process. */
static void
start_other (void)
{
  signal (SIGUSR1, SIG_IGN);
  other = fork ();
  if (other != 0)
    return;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  while (TRUE)
    pause ();
}

int
main (int argc, char **argv)
{
  int failed;

  page = sysconf (_SC_PAGESIZE);
  heap = mmap (NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  start_other ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    g_autofree char *path = g_strconcat ("/sandbox/escape/", escapes[i].name, NULL);
    g_test_add_data_func (path, &escapes[i], test_escape);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (needs); i++) {
    g_autofree char *path = g_strconcat ("/sandbox/need/", needs[i].name, NULL);
    g_test_add_data_func (path, &needs[i], test_need);
  }
  g_test_add_func ("/sandbox/abort", test_abort);
  failed = g_test_run ();
  kill (other, SIGKILL);
  waitpid (other, NULL, 0);
  return failed;
}
