/* good-record.c: the record that fuzzers of files change: something of each kind is on it. */
#include "good-record.h"

#include "cli/command.h"
#include "fuzz.h"

#include <string.h>

gboolean
good_record_run (const char *path, const char *line)
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

gboolean
good_record_changes (const guint8 **data, size_t *length)
{
  static const char mark[] = "CHANGE";
  gsize skip = strlen (mark);

  if (*length < skip || memcmp (*data, mark, skip) != 0)
    return FALSE;
  *data += skip;
  *length -= skip;
  return TRUE;
}

const char *
good_record (void)
{
  static char *path;
  if (path != NULL)
    return path;
  path = g_build_filename (fuzz_folder (), "good.db", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    if (!good_record_run (path, written[i]))
      g_error ("not understood: %s", written[i]);
  return path;
}

GBytes *
good_record_read (const char *path)
{
  char *content;
  gsize length;
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_bytes_new_take (content, length);
}
