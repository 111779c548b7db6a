#include "programs/publish/publish-read.h"

#include "base/i18n.h"
#include "cli/reader.h"

#include <regimen/ical.h>

#include <string.h>

/* The texts from @first on. */
static GString *
to_bytes (const GPtrArray *texts, guint first)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (CLI_READER_TEXTS);
  for (guint i = first; i < texts->len; i++)
    g_variant_builder_add (builder, "s", g_ptr_array_index (texts, i));
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_builder_end (builder));
  return g_string_new_len (g_variant_get_data (value), (gssize)g_variant_get_size (value));
}

/* The next one in @answer, from @at on. @object: (out) (nullable). Returns: FALSE: there is none.
 */
static gboolean
take_object (const GString *answer, gsize *at, GVariant **object)
{
  guint32 length;

  if (answer->len - *at < sizeof length)
    return FALSE;
  memcpy (&length, answer->str + *at, sizeof length);
  *at += sizeof length;
  if (answer->len - *at < length)
    return FALSE;
  g_autoptr (GBytes) bytes = g_bytes_new (answer->str + *at, length);
  *object = length > 0
              ? g_variant_ref_sink (g_variant_new_from_bytes (RGM_ICAL_OBJECT_TYPE, bytes, FALSE))
              : NULL;
  *at += length;
  return TRUE;
}

/* Returns: how many of the texts from @first on it has come to the end of. */
static guint
take_objects (const GString *answer, const GPtrArray *texts, guint first, GHashTable *found)
{
  gsize at = 0;
  guint taken = 0;
  GVariant *object;

  while (first + taken < texts->len && take_object (answer, &at, &object)) {
    if (object != NULL)
      g_hash_table_replace (found, g_strdup (g_ptr_array_index (texts, first + taken)), object);
    taken++;
  }
  return taken;
}

/* Whoever brings the process to its end cannot be read; those behind it can. */
static gboolean
read_from (const GPtrArray *texts, guint *first, gint64 until, GHashTable *found, GError **error)
{
  g_autoptr (GString) bytes = to_bytes (texts, *first);
  g_autoptr (GString) answer = g_string_new (NULL);
  CliReaderEnd end = cli_reader_run ("objects", bytes, until, answer, error);

  if (end == CLI_READER_NOT_STARTED)
    return FALSE;
  *first += take_objects (answer, texts, *first, found);
  if (*first < texts->len && end == CLI_READER_LATE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_AWAY,
                 _ ("what stands in the calendar could not be read within %d seconds"),
                 CLI_READER_SECONDS);
    return FALSE;
  }
  if (*first < texts->len)
    (*first)++;
  return TRUE;
}

GHashTable *
publish_read (const GPtrArray *texts, GError **error)
{
  g_autoptr (GHashTable) found
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);
  gint64 until = cli_reader_until ();

  for (guint first = 0; first < texts->len;)
    if (!read_from (texts, &first, until, found, error))
      return NULL;
  return g_steal_pointer (&found);
}
