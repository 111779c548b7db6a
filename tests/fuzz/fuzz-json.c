/* Feeds the reader of a record that was written as JSON. The input is a file; or, if it begins with
 * "CHANGE", a list of changes to a good one: the place (three bytes of an offset), how many bytes
 * go, how many come, and these. Whatever the file is, the record is not made, and nothing of it is
 * left; or it is made, and written again it is the same file. */
#include "fuzz.h"
#include "good-record.h"

#include <glib/gstdio.h>
#include <regimen/store.h>
#include <string.h>

enum { PLACE = 3, HEAD = PLACE + 2 };

static gboolean
collect (const char *bytes, gsize length, gpointer data, GError **error)
{
  g_byte_array_append (data, (const guint8 *)bytes, (guint)length);
  return TRUE;
}

/* Returns: (transfer full): the record at @path as JSON. */
static GByteArray *
as_json (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_READ, &error);
  GByteArray *json = g_byte_array_new ();

  g_assert_no_error (error);
  rgm_store_write_json (store, collect, json, &error);
  g_assert_no_error (error);
  return json;
}

/* Returns: (transfer full): the good file with the changes that @data lists. */
static GByteArray *
changed (const guint8 *data, size_t length)
{
  static GByteArray *good;
  GByteArray *bytes = g_byte_array_new ();

  if (good == NULL)
    good = as_json (good_record ());
  g_byte_array_append (bytes, good->data, good->len);
  while (length >= HEAD && bytes->len > 0) {
    guint at = ((guint)data[0] << 16 | (guint)data[1] << 8 | data[2]) % bytes->len;
    guint gone = MIN (data[PLACE], bytes->len - at);
    guint come = (guint)MIN (data[PLACE + 1], length - HEAD);
    g_autoptr (GByteArray) rest = g_byte_array_new ();

    g_byte_array_append (rest, bytes->data + at + gone, bytes->len - at - gone);
    g_byte_array_set_size (bytes, at);
    g_byte_array_append (bytes, data + HEAD, come);
    g_byte_array_append (bytes, rest->data, rest->len);
    data += HEAD + come;
    length -= HEAD + come;
  }
  return bytes;
}

static guint
files_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* A line may end as in Windows, and the members of a row may stand in another order: then the same
 * record is written differently. Such a file is compared by the next one. */
static void
check_again (const char *path, const guint8 *data, size_t length)
{
  g_autofree char *again = g_build_filename (fuzz_folder (), "again.db", NULL);
  g_autoptr (GByteArray) first = as_json (path), second = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  if (first->len == length && memcmp (first->data, data, length) == 0)
    return;
  rgm_store_restore_json (again, fuzz_write ("again.json", first->data, first->len), 0, NULL, NULL,
                          &kept, &error);
  g_assert_no_error (error);
  second = as_json (again);
  g_assert_cmpmem (first->data, first->len, second->data, second->len);
  g_unlink (again);
}

static void
read_json (const guint8 *data, size_t length)
{
  g_autofree char *path = g_build_filename (fuzz_folder (), "made.db", NULL);
  const char *from = fuzz_write ("from.json", data, length);
  guint before = files_in (fuzz_folder ());
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = rgm_store_restore_json (path, from, 0, NULL, NULL, &kept, &error);

  fuzz_check_answer (done, &error);
  if (done) {
    check_again (path, data, length);
    g_unlink (path);
  } else {
    g_assert_cmpuint (files_in (fuzz_folder ()), ==, before);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  if (good_record_changes (&data, &length)) {
    g_autoptr (GByteArray) bytes = changed (data, length);
    read_json (bytes->data, bytes->len);
  } else {
    read_json (data, length);
  }
  return 0;
}
