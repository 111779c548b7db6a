/* regimen-read-calendar: reads calendars of unknown origin from standard input and writes what they
 * say to standard output; wire.h describes both formats. It has no access to the record and no
 * rights, because a hostile calendar may take over this process. */
#include "base/i18n.h"
#include "programs/read-calendar/sandbox.h"
#include "programs/read-calendar/wire.h"

#include <regimen/ical.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* Reads everything that the parent process sends. */
static gboolean
read_input (GString *input)
{
  static char piece[PIECE];

  while (TRUE) {
    gssize length = read (STDIN_FILENO, piece, sizeof piece);

    if (length == 0)
      return TRUE;
    if (length < 0 && errno != EINTR)
      return FALSE;
    if (length > 0)
      g_string_append_len (input, piece, length);
  }
}

/* Reads one calendar. Returns: (transfer full): the answer about it. */
static char *
read_calendar (WireKind kind, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmIcalObject) object = NULL;
  g_autoptr (GPtrArray) events = NULL;

  if (kind == WIRE_OBJECT)
    object = ical_read_object (bytes, length, &error);
  else
    events = rgm_ical_read (bytes, length, &error);
  if (error != NULL)
    return wire_write_problem (error->message);
  return object != NULL ? wire_write_object (object) : wire_write_events (events);
}

/* Sends the answer at once, so that the parent process knows which calendar made this process
 * crash. */
static gboolean
answer (const char *text)
{
  return fputs (text, stdout) >= 0 && fflush (stdout) == 0;
}

int
main (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  WireKind kind;
  const char *bytes;
  gsize at = 0, length;

  if (!sandbox_enter ()) {
    g_autofree char *problem
      = wire_write_problem (_ ("calendars of unknown origin are read only in isolation, which this "
                               "system does not support (it has no seccomp filter)"));
    return answer (problem) ? 0 : 1;
  }
  if (!read_input (input))
    return 1;
  while (wire_next (input, &at, &kind, &bytes, &length)) {
    g_autofree char *text = read_calendar (kind, bytes, length);

    if (!answer (text))
      return 1;
  }
  return 0;
}
