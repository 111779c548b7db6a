#include "import-file.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  MOST_BYTES = 32 * 1024 * 1024,
  MOST_ANSWER = 32 * 1024 * 1024,
  PIECE = 64 * 1024,
  SECONDS = 5,
};

/* ---- the bytes ---- */

static gboolean
fail_errno (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", what,
               g_strerror (code));
  return FALSE;
}

static const char *
kind_of (mode_t mode)
{
  return S_ISDIR (mode)                     ? _ ("a folder")
         : S_ISFIFO (mode)                  ? _ ("a pipe")
         : S_ISCHR (mode) || S_ISBLK (mode) ? _ ("a device")
                                            : _ ("no file");
}

/* Not blocking: the other end of a pipe may never come. */
static int
open_plain (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  struct stat status;
  int file = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (file < 0 || fstat (file, &status) != 0) {
    fail_errno (shown, error);
    return file;
  }
  if (S_ISREG (status.st_mode))
    return file;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("%s is %s; a calendar file is accepted"),
               shown, kind_of (status.st_mode));
  return file;
}

/* To its end, which may move while it is read, or to the limit. */
static gboolean
read_to_end (int file, GString *bytes, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE);

  while (TRUE) {
    gssize length = read (file, piece, PIECE);

    if (length == 0)
      return TRUE;
    if (length < 0 && errno != EINTR)
      return fail_errno (_ ("the calendar could not be read"), error);
    if (length > 0)
      g_string_append_len (bytes, piece, length);
    if (bytes->len <= MOST_BYTES)
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("it is larger than %d MiB, which no calendar of appointments is"),
                 MOST_BYTES / 1024 / 1024);
    return FALSE;
  }
}

GString *
cli_import_bytes (const char *path, GError **error)
{
  gboolean input = g_str_equal (path, "-");
  g_autoptr (GString) bytes = g_string_new (NULL);
  GError *local = NULL;
  int file = input ? STDIN_FILENO : open_plain (path, &local);

  if (local == NULL)
    read_to_end (file, bytes, &local);
  if (file > STDIN_FILENO)
    close (file);
  if (local == NULL)
    return g_steal_pointer (&bytes);
  g_propagate_error (error, local);
  return NULL;
}

/* ---- the process that reads them ---- */

typedef struct {
  GPid pid;
  int in, out; /* -1: closed */
  const GString *bytes;
  gsize sent;
  GString *answer;
  gint64 until;
} Child;

static gboolean
start (Child *child, GError **error)
{
  static const char *const none[] = { NULL };
  g_auto (GStrv) argv = rgm_program_argv ("regimen-read-calendar", none, error);
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
  child->until = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
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

static GPtrArray *
read_answer (const GString *answer, GError **error)
{
  static const char prefix[] = "error: ";
  g_autofree char *said = NULL;

  if (!g_str_has_prefix (answer->str, prefix))
    return rgm_incoming_read (answer->str, answer->len, error);
  said = rgm_incoming_clean (answer->str + strlen (prefix), 300);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, said != NULL ? said : "?");
  return NULL;
}

GPtrArray *
cli_import_events (const GString *bytes, GError **error)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  Child child = { .bytes = bytes, .answer = answer };
  gboolean whole;

  signal (SIGPIPE, SIG_IGN);
  if (!start (&child, error))
    return NULL;
  whole = talk (&child);
  if (finish (&child) && whole)
    return read_answer (answer, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
               _ ("it could not be read within %d seconds and 512 MiB, as every calendar can"),
               SECONDS);
  return NULL;
}
