/* test-facts.c: the catalog against the page of facts: each sentence says what the page says, as
 * sure of it and no surer, under its heading; and no overlap of the two lists is missing. */
#include "base/embedded.h"
#include "catalog/keyfile.h"

#include <regimen/catalog.h>

#include "table.h"

#include <string.h>

extern const RgmEmbedded catalog_data[];

/* The files whose facts are the article's. */
static const char *const article_files[]
  = { "sources.ini", "treatments.ini", "effects.ini", "conditions.ini", NULL };

/* Entries that name other groups of the catalog, or words and lengths of the program's own. */
static const char *const own_keys[] = { "aliases", "units",   "unit-also", "minutes", "symptoms",
                                        "source",  "sources", "section",   NULL };

/* Lists of keys: how sure the source is of them stands in the sentence about them. */
static const char *const list_keys[] = { "effects", "rare-effects", "signs", NULL };

/* Words that say how sure something is, or how often it happens. */
static const char *const hedges[]
  = { "may",  "might", "can",  "often",  "sometimes", "usually", "mainly", "mostly", "some", "most",
      "rare", "very",  "seem", "always", "never",     "should",  "must",   "first",  "help", NULL };

/* What the catalog has: "group<tab>key": its words. */
static GHashTable *
read_catalog (void)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const RgmEmbedded *embedded = catalog_data; embedded->name != NULL; embedded++) {
    g_autoptr (GError) error = NULL;
    if (!g_strv_contains (article_files, embedded->name))
      continue;
    g_autoptr (RgmKeyFile) file = keyfile_parse (embedded->name, RGM_ERROR_CATALOG, embedded->text,
                                                 strlen (embedded->text), &error);
    g_assert_no_error (error);
    for (guint i = 0; i < file->groups->len; i++) {
      const RgmKeyGroup *group = file->groups->pdata[i];
      if (g_str_has_prefix (group->name, "class ")
          || (g_str_has_prefix (group->name, "source ")
              && strcmp (group->name, "source bone-metastases") != 0))
        continue;
      for (guint j = 0; j < group->entries->len; j++) {
        const RgmKeyEntry *entry = &g_array_index (group->entries, RgmKeyEntry, j);
        if (g_strv_contains (own_keys, entry->key) || entry->language != NULL)
          continue;
        gboolean facts = strcmp (entry->key, "facts") == 0;
        g_auto (GStrv) parts = g_strsplit (entry->value, facts ? ";" : "\n", -1);
        for (int n = 0; parts[n] != NULL; n++)
          g_hash_table_insert (words,
                               facts ? g_strdup_printf ("%s\tfacts %d", group->name, n + 1)
                                     : g_strdup_printf ("%s\t%s", group->name, entry->key),
                               g_strdup (parts[n]));
      }
    }
  }
  return words;
}

/* The hedges in @text, each once, in the order of the table: "may, often". */
static char *
hedges_of (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_auto (GStrv) words = g_strsplit_set (lower, " ,;:.()\"", -1);
  GString *found = g_string_new (NULL);
  for (const char *const *hedge = hedges; *hedge != NULL; hedge++)
    for (char **word = words; *word != NULL; word++)
      if (strcmp (*word, *hedge) == 0
          || (g_str_has_suffix (*word, "s") && strlen (*word) == strlen (*hedge) + 1
              && g_str_has_prefix (*word, *hedge))) {
        g_string_append_printf (found, "%s%s", found->len > 0 ? ", " : "", *hedge);
        break;
      }
  return g_string_free (found, FALSE);
}

static GHashTable *catalog_words;

static void
check_words (char **cells)
{
  g_autofree char *key = g_strdup_printf ("%s\t%s", cells[0], cells[1]);
  table_expect (cells, "the catalog's sentence", cells[2],
                g_hash_table_lookup (catalog_words, key));
  g_hash_table_remove (catalog_words, key);
  gboolean sentence = strchr (cells[2], ' ') != NULL && !g_strv_contains (list_keys, cells[1]);
  if (!sentence || strcmp (cells[3], "-") == 0)
    return;
  g_autofree char *said = hedges_of (cells[2]), *of_the_page = hedges_of (cells[3]);
  table_expect (cells, "how sure the catalog is", of_the_page, said);
}

static void
test_words (void)
{
  catalog_words = read_catalog ();
  table_run ("facts.tsv", 4, check_words);
  GHashTableIter left;
  gpointer key, value;
  g_hash_table_iter_init (&left, catalog_words);
  while (g_hash_table_iter_next (&left, &key, &value))
    g_test_fail_printf ("“%s” (%s) has no row in facts.tsv", (char *)value, (char *)key);
  g_hash_table_unref (catalog_words);
}

/* The test above sees a sentence that is surer than its source. */
static void
test_hedges (void)
{
  static const char *const sentences[][2] = {
    { "It often helps ease pain.", "often, help" },
    { "It eases pain.", "" },
    { "Some of the most common may be mild; they seem so.", "may, some, most, seem" },
    { "A canal in May-be", "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_autofree char *found = hedges_of (sentences[i][0]);
    g_assert_cmpstr (found, ==, sentences[i][1]);
  }
}

static RgmCatalog *
load (void)
{
  g_autoptr (GError) error = NULL;
  RgmCatalog *catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  return catalog;
}

#define SYMPTOMS "Symptoms of bone metastases"
#define DIAGNOSIS "How doctors find and diagnose bone metastasis"
#define TREATMENT "How bone metastasis is treated"

static void
assert_headings (const GPtrArray *effects, const char *heading)
{
  for (guint i = 0; i < effects->len; i++)
    g_assert_cmpstr (((const RgmEffect *)effects->pdata[i])->section, ==, heading);
}

/* The article has three headings, and nothing is cited under another one. */
static void
test_headings (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    gboolean test = strcmp (treatment->class_key, "test") == 0;
    g_assert_cmpstr (treatment->section, ==, test ? DIAGNOSIS : TREATMENT);
    assert_headings (treatment->effects, TREATMENT);
    assert_headings (treatment->rare_effects, TREATMENT);
  }
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    g_assert_cmpstr (condition->section, ==, SYMPTOMS);
    assert_headings (condition->signs, SYMPTOMS);
  }
}

/* The rows "treatment<tab>effect<tab>condition<tab>sign" that the catalog gives. */
static GPtrArray *catalog_overlaps;
static guint overlaps_seen;

static void
check_overlap (char **cells)
{
  g_autofree char *row = g_strdup_printf ("%s\t%s\t%s\t%s", cells[0], cells[1], cells[2], cells[3]);
  g_assert_cmpuint (overlaps_seen, <, catalog_overlaps->len);
  table_expect (cells, "the overlap", row, catalog_overlaps->pdata[overlaps_seen++]);
}

static void
test_overlaps (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  catalog_overlaps = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autoptr (GPtrArray) overlaps
      = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
    for (guint j = 0; j < overlaps->len; j++) {
      const RgmOverlap *overlap = overlaps->pdata[j];
      g_assert_cmpuint (overlap->conditions->len, ==, overlap->signs->len);
      for (guint k = 0; k < overlap->conditions->len; k++) {
        const RgmCondition *condition = overlap->conditions->pdata[k];
        const RgmEffect *sign = overlap->signs->pdata[k];
        g_ptr_array_add (catalog_overlaps,
                         g_strdup_printf ("%s\t%s\t%s\t%s", treatment->key, overlap->effect->name,
                                          condition->name,
                                          sign->reading != NULL ? sign->reading : sign->name));
      }
    }
  }
  overlaps_seen = 0;
  table_run ("overlaps.tsv", 5, check_overlap);
  g_assert_cmpuint (overlaps_seen, ==, catalog_overlaps->len);
  g_ptr_array_unref (catalog_overlaps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/words", test_words);
  g_test_add_func ("/facts/hedges", test_hedges);
  g_test_add_func ("/facts/headings", test_headings);
  g_test_add_func ("/facts/overlaps", test_overlaps);
  return g_test_run ();
}
