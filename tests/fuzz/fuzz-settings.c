/* Feeds the two kinds of files that the user writes: the settings, and treatments of the user's own
 * for the catalog. What is refused is named with its line, and changes nothing. */
#include "fuzz.h"

#include <regimen/catalog.h>
#include <regimen/settings.h>
#include <string.h>
#include <sys/stat.h>

static void
check_settings (const guint8 *data, size_t length)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings, before;
  const char *path = fuzz_write ("regimen.conf", data, length);

  memset (&before, 0, sizeof before); /* padding too */
  rgm_settings_init (&before);
  memcpy (&settings, &before, sizeof settings);
  gboolean done = rgm_settings_load (path, &settings, &error);
  fuzz_check_answer (done, &error);
  if (!done)
    g_assert_cmpint (memcmp (&settings, &before, sizeof settings), ==, 0);
  g_assert_true (settings.day_start >= 0 && settings.day_start < 86400);
  g_assert_true (settings.quiet_from >= 0 && settings.quiet_from < 86400);
  g_assert_true (settings.quiet_until >= 0 && settings.quiet_until < 86400);
  g_assert_true (settings.snooze_minutes >= 1 && settings.snooze_minutes <= 1440);
  g_assert_true (settings.open_at_once >= 1 && settings.open_at_once <= 20);
  g_assert_true (settings.book_days.n >= 0 && settings.book_days.n <= RGM_LEADS_MAX);
}

/* What the user adds never takes anything away that was built in. */
static void
check_catalog (const guint8 *data, size_t length)
{
  static guint conditions;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (fuzz_folder (), "catalog", NULL);

  g_mkdir_with_parents (folder, 0700);
  fuzz_write ("catalog/own.ini", data, length);
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (folder, "de", &error);
  fuzz_check_answer (catalog != NULL, &error);
  if (catalog == NULL)
    return;
  if (conditions == 0) {
    g_autoptr (RgmCatalog) built_in = rgm_catalog_load (NULL, NULL, NULL);
    conditions = rgm_catalog_conditions (built_in)->len;
  }
  g_assert_cmpuint (rgm_catalog_conditions (catalog)->len, ==, conditions);
  g_assert_nonnull (rgm_catalog_lookup (catalog, "denosumab"));
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_assert_true (rgm_catalog_lookup (catalog, treatment->key) == treatment);
    g_assert_true (g_utf8_validate (treatment->name, -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  check_settings (data, length);
  check_catalog (data, length);
  return 0;
}
