/* regimen-read-calendar: reads a calendar of unknown origin from standard input and writes what it
 * says, as the plain text of incoming.h, to standard output; or "error: " and why not, in one
 * line. It holds no record and has no rights: what it reads may have taken it over. */
#include "base/i18n.h"
#include "sandbox.h"

#include <regimen/ical.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* No more than the parent sends. */
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

int
main (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  cli_sandbox_enter ();
  if (!read_input (input))
    return 1;
  events = rgm_ical_read (input->str, input->len, &error);
  text = events != NULL ? rgm_incoming_write (events)
                        : g_strdup_printf ("error: %s\n", error->message);
  fwrite (text, 1, strlen (text), stdout);
  return fflush (stdout) == 0 ? 0 : 1;
}
