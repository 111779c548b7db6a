/* test-facts.c: the catalog against the page of facts: each sentence says what the page says, as
 * sure of it and no surer, under its heading; and no overlap of the two lists is missing. */
#include "base/embedded.h"
#include "catalog/keyfile.h"

#include <regimen/measure.h>

#include "catalog/brand.h"
#include "table.h"

#include <string.h>

extern const RgmEmbedded catalog_data[];

/* The files whose facts are the article's. */
static const char *const article_files[]
  = { "sources.ini", "treatments.ini", "effects.ini", "conditions.ini", "measures.ini", NULL };

/* Entries that name other groups of the catalog, or words and lengths of the program's own. */
static const char *const own_keys[] = { "aliases", "units",  "unit-also", "minutes", "symptoms",
                                        "words",   "source", "sources",   "section", NULL };

/* Lists of keys: how sure the source is of them stands in the sentence about them. */
static const char *const list_keys[] = { "effects", "rare-effects", "signs", "about", NULL };

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
                                                 strlen (embedded->text), 1, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < file->groups->len; i++) {
      const RgmKeyGroup *group = file->groups->pdata[i];
      if (g_str_has_prefix (group->name, "class ") || g_str_has_prefix (group->name, "unit ")
          || g_str_has_prefix (group->name, "measure ")
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

/* The names of products, written down a second time: what each leads to, NULL for another product
 * than the catalog's; the class; words of what it is; and of who says so. */
static const struct {
  const char *names;
  const char *treatment;
  const char *class_key;
  gboolean keeps_name, fixed_times;
  const char *is;
  const char *source;
} brand_facts[] = {
  { "Zometa", "zoledronic-acid", "bisphosphonate", FALSE, FALSE, "the 4 mg product for cancer",
    "Zometa prescribing information, indications, Novartis" },
  { "Aredia", "pamidronate", "bisphosphonate", FALSE, FALSE, "pamidronate", "Novartis" },
  { "Pamisol", "pamidronate", "bisphosphonate", FALSE, FALSE, "pamidronate",
    "consumer medicine information" },
  { "Xgeva; Wyost; Osenvelt; Bomyntra; Aukelso; Xtrenbo; Jubereq; Oziltus", "denosumab",
    "denosumab", FALSE, FALSE, "denosumab, the 120 mg product",
    "FDA product records, openFDA, 2026" },
  { "Bondronat; Ibandronic acid", "oral-bisphosphonate", "bisphosphonate", TRUE, TRUE,
    "ibandronic acid, a bisphosphonate for cancer", "EMA" },
  { "Bonefos; Loron; Clasteon; Ostac", "oral-bisphosphonate", "bisphosphonate", TRUE, TRUE,
    "clodronate, a bisphosphonate", "Switzerland, Germany, United Kingdom" },
  { "Xofigo", "radiopharmaceutical", "radiopharmaceutical", TRUE, FALSE, "radium-223", "FDA" },
  { "Metastron", "radiopharmaceutical", "radiopharmaceutical", TRUE, FALSE, "strontium-89",
    "label copies" },
  { "Quadramet", "radiopharmaceutical", "radiopharmaceutical", TRUE, FALSE, "samarium-153",
    "label copies" },
  { "Aspirin; Ibuprofen", "pain-medicine", "pain-medicine", TRUE, FALSE, "NSAID", "URMC" },
  { "Reclast", NULL, "bisphosphonate", FALSE, FALSE,
    "zoledronic acid 5 mg, for osteoporosis and Paget's disease",
    "Reclast medication guide, 2020" },
  { "Aclasta", NULL, "bisphosphonate", FALSE, FALSE,
    "zoledronic acid 5 mg, for osteoporosis and Paget's disease", "EU" },
  { "Prolia; Jubbonti; Ospomyv; Conexxence; Bildyos; Bosaya; Enoby; Osvyrti; Stoboclo", NULL,
    "denosumab", FALSE, FALSE, "denosumab 60 mg, for osteoporosis", "FDA product records" },
  { "Boniva; Bonviva", NULL, "bisphosphonate", FALSE, FALSE, "ibandronate, for osteoporosis",
    "product texts" },
};

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

/* Every name leads where the facts say, in any case and within other words. */
static void
test_brands (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  guint count = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (brand_facts); i++) {
    g_auto (GStrv) names = g_strsplit (brand_facts[i].names, "; ", -1);
    for (char **name = names; *name != NULL; name++) {
      g_autofree char *upper = g_ascii_strup (*name, -1);
      g_autofree char *typed = g_strdup_printf ("my %s, 4 weeks", upper);
      g_autoptr (GError) error = NULL;
      const char *found = NULL;
      const RgmBrand *brand = rgm_catalog_brand (catalog, typed, &found);
      const RgmTreatment *treatment = rgm_catalog_find (catalog, *name, &error);
      g_autofree char *text = NULL, *source = NULL;

      g_assert_nonnull (brand);
      count++;
      g_assert_cmpstr (found, ==, *name);
      g_assert_cmpstr (brand->treatment, ==, brand_facts[i].treatment);
      g_assert_cmpstr (brand->class_key, ==, brand_facts[i].class_key);
      g_assert_cmpstr (catalog_class_of (catalog, typed), ==, brand_facts[i].class_key);
      g_assert_cmpint (brand->keeps_name, ==, brand_facts[i].keeps_name);
      g_assert_cmpint (brand->fixed_times, ==, brand_facts[i].fixed_times);
      source = g_strdup_printf ("%s, %s", rgm_catalog_source (catalog, brand->source)->title,
                                rgm_catalog_source (catalog, brand->source)->publisher);
      g_assert_nonnull (strstr (source, brand_facts[i].source));
      text = catalog_brand_text (catalog, brand, found);
      g_assert_nonnull (strstr (text, brand_facts[i].is));
      g_assert_cmpstr (treatment != NULL ? treatment->key : NULL, ==, brand_facts[i].treatment);
      if (treatment == NULL)
        g_assert_error (error, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT);
    }
  }
  for (guint i = 0; i < catalog_brands (catalog)->len; i++)
    count -= g_strv_length (((RgmBrand *)catalog_brands (catalog)->pdata[i])->names);
  g_assert_cmpuint (count, ==, 0); /* none is added to the facts */
}

static void
test_no_brand (void)
{
  static const char *const others[] = { "Xgeval", "Prol", "zometas", "Calcium", "" };
  g_autoptr (RgmCatalog) catalog = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (rgm_catalog_brand (catalog, others[i], NULL));
  g_assert_cmpstr (catalog_class_of (catalog, "Denosumab 60"), ==, "denosumab");
  g_assert_cmpstr (catalog_class_of (catalog, "zoledronic acid (Hospira)"), ==, "bisphosphonate");
  g_assert_null (catalog_class_of (catalog, "Calcium"));
}

/* What guidelines say, written down a second time. */
static void
test_guidelines (void)
{
  static const struct {
    const char *about, *text, *source;
  } facts[] = {
    { "calcium", "does not recommend bone markers for routine monitoring",
      "Guideline 2017 (breast cancer), ASCO-CCO" },
    { "alkaline phosphatase", "does not recommend bone markers for routine monitoring",
      "Guideline 2017 (breast cancer), ASCO-CCO" },
  };
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *measures = rgm_catalog_measures (catalog);
  guint count = 0;

  for (guint i = 0; i < measures->len; i++) {
    g_autoptr (GPtrArray) remarks = rgm_measure_remarks (catalog, measures->pdata[i]);
    for (guint n = 0; n < remarks->len; n++)
      count += strcmp (((RgmRemark *)remarks->pdata[n])->source, "bone-metastases") != 0;
  }
  g_assert_cmpuint (count, ==, G_N_ELEMENTS (facts)); /* none is added to the facts */
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_autoptr (GPtrArray) remarks = rgm_measure_remarks (
      catalog, rgm_measure_find (catalog, RGM_OBSERVATION_LAB, facts[i].about));
    const RgmRemark *last = remarks->pdata[remarks->len - 1];
    const RgmSource *source = rgm_catalog_source (catalog, last->source);
    g_autofree char *cited = g_strdup_printf ("%s, %s", source->title, source->publisher);
    g_assert_nonnull (strstr (last->text, facts[i].text));
    g_assert_cmpstr (cited, ==, facts[i].source);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/words", test_words);
  g_test_add_func ("/facts/hedges", test_hedges);
  g_test_add_func ("/facts/headings", test_headings);
  g_test_add_func ("/facts/overlaps", test_overlaps);
  g_test_add_func ("/facts/brands", test_brands);
  g_test_add_func ("/facts/no-brand", test_no_brand);
  g_test_add_func ("/facts/guidelines", test_guidelines);
  return g_test_run ();
}
