/* Feeds the command line: each line of the input is a command, each TAB in it a new word, on a
 * new record that all lines share. A command succeeds, or it fails with one line; the record
 * is whole all the time; and what fails because it was not understood changes nothing. */
#include "fuzz.h"

#include "base/text.h"
#include "cli/command.h"
#include "store/write.h"

#include <glib/gstdio.h>
#include <string.h>

enum { MOST = 2000, MOST_LINES = 12 };

/* They read or write files, or start other programs. */
static const char *const left_out[] = { "backup", "check",   "export",  "help",  "import",
                                        "notify", "publish", "restore", "setup", "sheet" };

static RgmCatalog *
catalog (void)
{
  static RgmCatalog *loaded;
  if (loaded == NULL)
    loaded = rgm_catalog_load (NULL, NULL, NULL);
  return loaded;
}

/* Returns: the last change in force; 0: none. */
static gint64
last_change (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_READ, &error);
  g_assert_no_error (error);
  g_autoptr (RgmChange) change = store_change_in_force (store, &error);
  g_assert_no_error (error);
  return change != NULL ? change->id : 0;
}

static void
check_record (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_READ, &error);
  g_autoptr (GPtrArray) problems = rgm_store_check (store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_error ("the record is not whole: %s", (const char *)problems->pdata[i]);
}

/* Whether one of the words may be a command that is left out, or a file. */
static gboolean
is_left_out (char **words)
{
  for (char **word = words; *word != NULL; word++) {
    if (strchr (*word, '/') != NULL && strlen (strchr (*word, '/')) > 5)
      return TRUE; /* perhaps the path of a file with closed days */
    if (g_str_has_prefix (*word, "--db"))
      return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
      if (g_str_equal (*word, left_out[i]))
        return TRUE;
  }
  return FALSE;
}

/* What is printed is text without anything hidden in it. */
static void
run_line (const char *path, RgmInstant now, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", -1);
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  CliInvocation invocation;

  if (is_left_out (words))
    return;
  gint64 before = last_change (path);
  rgm_settings_init (&settings);
  cli_invocation_init (&invocation);
  invocation.globals.db = path;
  invocation.now = now;
  invocation.zone = rgm_zone_get ("Europe/Berlin", NULL);
  invocation.catalog = catalog ();
  invocation.settings = &settings;
  invocation.screen.width = 80;
  gboolean done = cli_run (&invocation, NULL, words, &error);
  fuzz_check_answer (done, &error);
  g_autofree char *shown = text_harmless (invocation.out->str);
  g_assert_cmpstr (shown, ==, invocation.out->str);
  invocation.catalog = NULL;
  invocation.settings = NULL;
  cli_invocation_clear (&invocation);
  if (!done)
    g_assert_cmpint (last_change (path), ==, before);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autofree char *text = fuzz_text (data, length, MOST);
  g_auto (GStrv) lines = g_strsplit (text, "\n", MOST_LINES);
  g_autofree char *path = g_build_filename (fuzz_folder (), "regimen.db", NULL);
  RgmInstant now;

  g_assert_true (rgm_instant_parse ("2026-11-23T09:00:00+01:00", &now, NULL));
  for (char **line = lines; *line != NULL; line++, now += 60)
    run_line (path, now, *line);
  check_record (path);
  g_remove (path);
  return 0;
}
