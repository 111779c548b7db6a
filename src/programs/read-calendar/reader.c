/* reader.c: starts regimen-read-calendar, sends it calendars, and takes its answers. */
#include "programs/read-calendar/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/program.h"
#include "programs/read-calendar/wire.h"

enum {
  SECONDS = 5,
  MOST_ANSWER = 32 * 1024 * 1024,
  PIECE = 64 * 1024,
};

typedef enum {
  READER_NOT_STARTED, /* an error is set */
  READER_WHOLE,       /* it read everything, and ended normally */
  READER_DIED,        /* it crashed, or reached its memory limit */
  READER_LATE,        /* it took too long and was killed */
} ReaderEnd;

typedef struct {
  GPid pid;
  int in, out; /* -1: closed */
  const GString *request;
  gsize sent;
  GString *answer;
  gint64 until; /* deadline on the monotonic clock, in microseconds */
} Child;

static gboolean
start (Child *child, GError **error)
{
  const char *const arguments[] = { NULL };
  g_auto (GStrv) argv = program_argv ("regimen-read-calendar", arguments, error);
  g_autofree char *libraries = g_strdup_printf ("LD_LIBRARY_PATH=%s", g_getenv ("LD_LIBRARY_PATH"));
  char *environment[] = { g_getenv ("LD_LIBRARY_PATH") != NULL ? libraries : NULL, NULL };

  if (argv == NULL
      || !g_spawn_async_with_pipes (NULL, argv, environment,
                                    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                                    NULL, &child->pid, &child->in, &child->out, NULL, error))
    return FALSE;
  fcntl (child->in, F_SETFL, O_NONBLOCK);
  fcntl (child->out, F_SETFL, O_NONBLOCK);
  return TRUE;
}

static void
close_end (int *end)
{
  if (*end >= 0)
    close (*end);
  *end = -1;
}

/* Exchanges data with the child until it has closed its output. Returns: FALSE if that takes too
 * long. */
static gboolean
talk (Child *child)
{
  g_autofree char *piece = g_malloc (PIECE);

  while (child->out >= 0) {
    struct pollfd ends[] = { { child->out, POLLIN, 0 }, { child->in, POLLOUT, 0 } };
    gint64 left = (child->until - g_get_monotonic_time ()) / 1000;

    if (left <= 0)
      return FALSE;
    if (poll (ends, child->in >= 0 ? 2 : 1, (int)left) < 0 && errno != EINTR)
      return FALSE;
    if (child->in >= 0 && ends[1].revents != 0) {
      gsize left_over = child->request->len - child->sent;
      gssize length = write (child->in, child->request->str + child->sent, left_over);
      if (length > 0)
        child->sent += (gsize)length;
      else if (errno != EAGAIN && errno != EINTR)
        child->sent = child->request->len; /* the child no longer reads */
      if (child->sent == child->request->len)
        close_end (&child->in);
    }
    if (ends[0].revents != 0) {
      gssize length = read (child->out, piece, PIECE);
      if (length > 0 && child->answer->len + (gsize)length <= MOST_ANSWER)
        g_string_append_len (child->answer, piece, length);
      else if (length >= 0 || (errno != EAGAIN && errno != EINTR))
        close_end (&child->out);
    }
  }
  return TRUE;
}

/* Waits until the child has ended, and kills it if that takes too long. Returns: whether it ended
 * by itself, with exit status 0. */
static gboolean
finish (Child *child)
{
  int status = 0;
  pid_t ended = 0;

  close_end (&child->in);
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

/* Runs the reader once. @answer: the output of the reader is appended; it is not trusted. */
static ReaderEnd
run (const GString *request, gint64 until, GString *answer, GError **error)
{
  Child child = { .request = request, .answer = answer, .until = until };
  gboolean whole;

  signal (SIGPIPE, SIG_IGN);
  if (!start (&child, error))
    return READER_NOT_STARTED;
  whole = talk (&child);
  if (finish (&child) && whole)
    return READER_WHOLE;
  return g_get_monotonic_time () < until ? READER_DIED : READER_LATE;
}

GPtrArray *
reader_events (const GString *bytes, GError **error)
{
  gint64 until = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  g_autoptr (GString) request = g_string_sized_new (bytes->len + 64);
  g_autoptr (GString) answer = g_string_new (NULL);

  wire_ask (request, WIRE_FILE, bytes->str, bytes->len);
  switch (run (request, until, answer, error)) {
  case READER_WHOLE:
    return wire_read_events (answer, error);
  case READER_NOT_STARTED:
    return NULL;
  default:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("it could not be read within %d seconds and 512 MiB of memory, which are "
                    "enough for any proper calendar"),
                 SECONDS);
    return NULL;
  }
}

/* If the reader crashes on an object, that object counts as unreadable, and another reader gets the
 * objects after it. */
GHashTable *
reader_objects (const GPtrArray *texts, GError **error)
{
  gint64 until = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify)ical_object_free);
  g_autoptr (GHashTable) table
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)ical_object_free);

  while (objects->len < texts->len) {
    g_autoptr (GString) request = g_string_new (NULL);
    g_autoptr (GString) answer = g_string_new (NULL);
    ReaderEnd end;

    for (guint i = objects->len; i < texts->len; i++) {
      const char *text = g_ptr_array_index (texts, i);

      wire_ask (request, WIRE_OBJECT, text, strlen (text));
    }
    end = run (request, until, answer, error);
    if (end == READER_NOT_STARTED)
      return NULL;
    wire_read_objects (answer, objects);
    if (objects->len < texts->len && end == READER_LATE) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_AWAY,
                   _ ("the events of the calendar could not be read within %d seconds"), SECONDS);
      return NULL;
    }
    if (objects->len < texts->len)
      g_ptr_array_add (objects, NULL);
  }
  for (guint i = 0; i < texts->len; i++) {
    RgmIcalObject *object = g_steal_pointer (&g_ptr_array_index (objects, i));

    if (object != NULL)
      g_hash_table_replace (table, g_strdup (g_ptr_array_index (texts, i)), object);
  }
  return g_steal_pointer (&table);
}
