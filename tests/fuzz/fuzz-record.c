/* Feeds the reader of the record. The input is a database file; or, if it begins with "CHANGE", a
 * list of changes to a good one, six bytes each: the place (three bytes of an offset) and what
 * stands there then. Whatever the file is, reading it ends with rows or with an error. */
#include "fuzz.h"

#include "good-record.h"

#include <regimen/store.h>
#include <string.h>

enum { PLACE = 3, PIECE = 3 };

static const char *const asked[]
  = { "agenda\t--days\t40", "history\t--all", "show\tdenosumab", "list", "month", "feel\tpain",
      "lab\tcalcium",       "need",           "contact",         "ask" };

/* Returns: (transfer full). */
static GByteArray *
changed (const guint8 *data, size_t length)
{
  static GBytes *good;
  GByteArray *bytes = g_byte_array_new ();
  gsize size;

  if (good == NULL)
    good = good_record_read (good_record ());
  const guint8 *from = g_bytes_get_data (good, &size);

  g_byte_array_append (bytes, from, (guint)size);
  for (; length >= PLACE + PIECE; data += PLACE + PIECE, length -= PLACE + PIECE) {
    gsize at = ((gsize)data[0] << 16 | (gsize)data[1] << 8 | data[2]) % (size - PIECE);
    memcpy (bytes->data + at, data + PLACE, PIECE);
  }
  return bytes;
}

static void
read_record (const char *path)
{
  g_autoptr (GError) error = NULL, check_error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_READ, &error);

  fuzz_check_answer (store != NULL, &error);
  if (store == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    good_record_run (path, asked[i]);
  g_autoptr (GPtrArray) problems = rgm_store_check (store, &check_error);
  fuzz_check_answer (problems != NULL, &check_error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  if (good_record_changes (&data, &length)) {
    g_autoptr (GByteArray) bytes = changed (data, length);
    read_record (fuzz_write ("changed.db", bytes->data, bytes->len));
  } else {
    read_record (fuzz_write ("changed.db", data, length));
  }
  return 0;
}
