#include "cli/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  MOST_ANSWER = 32 * 1024 * 1024,
  PIECE = 64 * 1024,
};

typedef struct {
  GPid pid;
  int in, out; /* -1: closed */
  const GString *bytes;
  gsize sent;
  GString *answer;
  gint64 until;
} Child;

static gboolean
start (Child *child, const char *what, GError **error)
{
  const char *const arguments[] = { what, NULL };
  g_auto (GStrv) argv = rgm_program_argv ("regimen-read-calendar", arguments, error);
  g_autofree char *libraries = g_strdup_printf ("LD_LIBRARY_PATH=%s", g_getenv ("LD_LIBRARY_PATH"));
  char *environment[] = { g_getenv ("LD_LIBRARY_PATH") != NULL ? libraries : NULL, NULL };

  if (argv == NULL)
    return FALSE;
  if (!g_spawn_async_with_pipes (NULL, argv, environment,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                 &child->pid, &child->in, &child->out, NULL, error))
    return FALSE;
  fcntl (child->in, F_SETFL, O_NONBLOCK);
  fcntl (child->out, F_SETFL, O_NONBLOCK);
  return TRUE;
}

static void
close_end (int *end)
{
  close (*end);
  *end = -1;
}

static void
send_more (Child *child)
{
  gsize left = child->bytes->len - child->sent;
  gssize length = write (child->in, child->bytes->str + child->sent, left);

  if (length > 0)
    child->sent += (gsize)length;
  else if (errno != EAGAIN && errno != EINTR)
    child->sent = child->bytes->len; /* it reads no more */
  if (child->sent == child->bytes->len)
    close_end (&child->in);
}

static void
take_more (Child *child)
{
  static char piece[PIECE];
  gssize length = read (child->out, piece, sizeof piece);

  if (length > 0 && child->answer->len + (gsize)length <= MOST_ANSWER)
    g_string_append_len (child->answer, piece, length);
  else if (length >= 0 || (errno != EAGAIN && errno != EINTR))
    close_end (&child->out);
}

/* Until it has closed its output. Returns: FALSE where that takes too long. */
static gboolean
talk (Child *child)
{
  while (child->out >= 0) {
    struct pollfd ends[] = { { child->out, POLLIN, 0 }, { child->in, POLLOUT, 0 } };
    gint64 left = (child->until - g_get_monotonic_time ()) / 1000;

    if (left <= 0)
      return FALSE;
    if (poll (ends, child->in >= 0 ? 2 : 1, (int)left) < 0 && errno != EINTR)
      return FALSE;
    if (child->in >= 0 && ends[1].revents != 0)
      send_more (child);
    if (ends[0].revents != 0)
      take_more (child);
  }
  return TRUE;
}

/* Waits for its end, and makes it where that takes too long. Returns: whether it ended by itself,
 * and well. */
static gboolean
finish (Child *child)
{
  int status = 0;
  pid_t ended = 0;

  if (child->in >= 0)
    close_end (&child->in);
  if (child->out >= 0)
    close_end (&child->out);
  while (ended == 0 && g_get_monotonic_time () < child->until) {
    ended = waitpid (child->pid, &status, WNOHANG);
    if (ended == 0)
      g_usleep (500);
  }
  if (ended == 0) {
    kill (child->pid, SIGKILL);
    waitpid (child->pid, &status, 0);
  }
  g_spawn_close_pid (child->pid);
  return ended == child->pid && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

gint64
cli_reader_until (void)
{
  return g_get_monotonic_time () + CLI_READER_SECONDS * G_USEC_PER_SEC;
}

CliReaderEnd
cli_reader_run (const char *what, const GString *bytes, gint64 until, GString *answer,
                GError **error)
{
  Child child = { .bytes = bytes, .answer = answer, .until = until };

  signal (SIGPIPE, SIG_IGN);
  if (!start (&child, what, error))
    return CLI_READER_NOT_STARTED;
  gboolean whole = talk (&child);
  if (finish (&child) && whole)
    return CLI_READER_WHOLE;
  return g_get_monotonic_time () < until ? CLI_READER_DIED : CLI_READER_LATE;
}
