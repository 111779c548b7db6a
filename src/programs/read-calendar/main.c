/* regimen-read-calendar: reads a calendar of unknown origin from standard input and writes what it
 * says, as the plain text of incoming.h, to standard output; or "error: " and why not, in one
 * line. With "objects" it reads the events of a server, see reader.h. It holds no record and has no
 * rights: what it reads may have taken it over. */
#include "base/i18n.h"
#include "cli/reader.h"
#include "programs/read-calendar/sandbox.h"

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

static gboolean
write_all (const void *bytes, gsize length)
{
  return fwrite (bytes, 1, length, stdout) == length && fflush (stdout) == 0;
}

static gboolean
read_file (const GString *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = rgm_ical_read (input->str, input->len, &error);
  g_autofree char *text = events != NULL ? rgm_incoming_write (events)
                                         : g_strdup_printf ("error: %s\n", error->message);
  return write_all (text, strlen (text));
}

/* Each by itself, so that it is seen at which one this process came to its end. */
static gboolean
read_object (const char *text)
{
  g_autoptr (GVariant) object = rgm_ical_scan_object (text, NULL);
  guint32 length = object != NULL ? (guint32)g_variant_get_size (object) : 0;
  return write_all (&length, sizeof length)
         && (object == NULL || write_all (g_variant_get_data (object), length));
}

static gboolean
read_objects (const GString *input)
{
  g_autoptr (GVariant) texts = g_variant_ref_sink (
    g_variant_new_from_data (CLI_READER_TEXTS, input->str, input->len, FALSE, NULL, NULL));
  gboolean good = TRUE;
  for (gsize i = 0; good && i < g_variant_n_children (texts); i++) {
    const char *text;
    g_variant_get_child (texts, i, "&s", &text);
    good = read_object (text);
  }
  return good;
}

int
main (int argc, char **argv)
{
  g_autoptr (GString) input = g_string_new (NULL);
  gboolean objects = argc > 1 && g_str_equal (argv[1], "objects");

  if (!cli_sandbox_enter ()) {
    fputs ("error: ", stdout);
    puts (_ ("this system cannot lock up the process that reads files of unknown origin (it has no "
             "seccomp filter), so none is read"));
    return fflush (stdout) == 0 ? 0 : 1;
  }
  if (!read_input (input))
    return 1;
  return (objects ? read_objects (input) : read_file (input)) ? 0 : 1;
}
