/* The hashes of events as they stand on a server, from tests/tables/objects.tsv, read in the
 * process without rights as `regimen publish` reads them. They were recorded once and must never
 * change: if they did, every calendar that was published before would look as if somebody had
 * changed it, and be asked about or written anew. */
#include <string.h>

#include "ical/object.h"
#include "programs/read-calendar/reader.h"

#include "../unit/table.h"
#include "model/event.h"

/* @cell without its escapes, and with each "{3*text}" as three times the text. (transfer full) */
static char *
expand (const char *cell)
{
  g_autofree char *plain = g_strcompress (cell);
  g_autoptr (GRegex) repeat = g_regex_new ("\\{(\\d+)\\*([^}]*)\\}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (repeat, plain, 0, &match))
    return g_steal_pointer (&plain);
  g_autofree char *number = g_match_info_fetch (match, 1), *text = g_match_info_fetch (match, 2);
  int start, end;
  g_match_info_fetch_pos (match, 0, &start, &end);
  g_autoptr (GString) whole = g_string_new_len (plain, start);
  for (gint64 left = g_ascii_strtoll (number, NULL, 10); left > 0; left--)
    g_string_append (whole, text);
  g_string_append (whole, plain + end);
  return g_strdup (whole->str);
}

/* What is told of @event: its hashes, SEQUENCE, status, and whether it has a mark. */
static char *
describe (const RgmEvent *event)
{
  if (event == NULL)
    return g_strdup ("unreadable");
  RgmEventPrint print = event_print (event);
  g_autofree char *hashes = event_print_format (&print);
  return g_strdup_printf ("%s %d %d %s", hashes, event->sequence, event->status,
                          event->mark != NULL ? event->mark : "-");
}

static void
check_row (char **cells)
{
  g_autofree char *text = expand (cells[2]);
  const char *zone = g_str_equal (cells[1], "-") ? NULL : cells[1];
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_ptr_array_add (texts, text);
  g_autoptr (GHashTable) objects = reader_objects (texts, &error);
  g_assert_no_error (error);
  const RgmIcalObject *object = g_hash_table_lookup (objects, text);
  g_autoptr (RgmEvent) event = object != NULL ? ical_object_event (object, zone, NULL) : NULL;
  g_autofree char *found = describe (event);
  table_expect (cells, "the event", cells[3], found);
}

static void
test_hashes (void)
{
  table_run ("objects.tsv", 5, check_row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object/hashes", test_hashes);
  return g_test_run ();
}
