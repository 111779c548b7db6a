/* Feeds the reader of the record. The input is a database file; or, if it begins with "CHANGE", a
 * list of changes to a good one, six bytes each: the place (three bytes of an offset) and what
 * stands there then. Whatever the file is, reading it ends with rows or with an error. */
#include "fuzz.h"

#include "cli/command.h"

#include <regimen/alert.h>
#include <string.h>

enum { PLACE = 3, PIECE = 3 };

static GBytes *
read_file (const char *path)
{
  char *content;
  gsize length;
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_bytes_new_take (content, length);
}

static gboolean
run (const char *path, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", -1);
  RgmSettings settings;
  CliInvocation invocation;

  rgm_settings_init (&settings);
  cli_invocation_init (&invocation);
  g_assert_true (rgm_instant_parse ("2026-11-23T09:00:00+01:00", &invocation.now, NULL));
  invocation.zone = rgm_zone_get ("Europe/Berlin", NULL);
  invocation.globals.db = path;
  invocation.settings = &settings;
  invocation.screen.width = 80;
  g_autoptr (GError) error = NULL;
  gboolean done = cli_run (&invocation, NULL, words, &error);
  fuzz_check_answer (done, &error);
  invocation.settings = NULL;
  cli_invocation_clear (&invocation);
  return done;
}

static const char *const written[]
  = { "add\tdenosumab\t--given\t2026-10-01\t--given\t2026-10-29",
      "add\tradiation\t--fractions\t5\t--first\t2026-12-07 14:00\t--site\tleft hip",
      "add\tCalcium\t--custom\t--times\t8am,8pm\t--amount\t500 mg",
      "book\tdenosumab\t2026-11-27 10:00",
      "contact\tadd\tClinic\t--phone\t030 1234567",
      "feel\tpain\t6\t--note\tlegs",
      "lab\tcalcium\t1.98 mmol/L\t--range\t2.15-2.55",
      "ask\tWhat about the stairs?",
      "need\tdenosumab\tcheck",
      "log\tCalcium",
      "undo" };
static const char *const asked[]
  = { "agenda\t--days\t40", "history\t--all", "show\tdenosumab", "list", "month", "feel\tpain",
      "lab\tcalcium",       "need",           "contact",         "ask" };

/* A good record. Returns: (transfer none). */
static GBytes *
good (void)
{
  static GBytes *record;
  if (record != NULL)
    return record;
  g_autofree char *path = g_build_filename (fuzz_folder (), "good.db", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    if (!run (path, written[i]))
      g_error ("not understood: %s", written[i]);
  return record = read_file (path);
}

/* Returns: (transfer full). */
static GByteArray *
changed (const guint8 *data, size_t length)
{
  GByteArray *bytes = g_byte_array_new ();
  gsize size;
  const guint8 *from = g_bytes_get_data (good (), &size);

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
    run (path, asked[i]);
  g_autoptr (GPtrArray) problems = rgm_store_check (store, &check_error);
  fuzz_check_answer (problems != NULL, &check_error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  static const char mark[] = "CHANGE";
  gsize skip = strlen (mark);

  if (length >= skip && memcmp (data, mark, skip) == 0) {
    g_autoptr (GByteArray) bytes = changed (data + skip, length - skip);
    read_record (fuzz_write ("changed.db", bytes->data, bytes->len));
  } else {
    read_record (fuzz_write ("changed.db", data, length));
  }
  return 0;
}
