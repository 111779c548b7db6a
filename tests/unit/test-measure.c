/* What the user types of how they feel, and of what a laboratory found, taken apart; and what the
 * catalog says of measures. */
#include <regimen/measure.h>

#include "catalog/codes.h"
#include "table.h"

#include <string.h>

static RgmCatalog *catalog;

/* "name | value | unit", with "| range LOW-HIGH" and "| at DATE" behind it if they were typed; or
 * "error". Returns: (transfer full). */
static char *
told (const RgmTyped *typed)
{
  GString *text = g_string_new (typed == NULL ? "error" : NULL);
  if (typed == NULL)
    return g_string_free (text, FALSE);
  g_string_printf (text, "%s | %s | %s", typed->name, typed->value != NULL ? typed->value : "-",
                   typed->unit != NULL ? typed->unit : "-");
  if (typed->low != NULL)
    g_string_append_printf (text, " | range %s-%s", typed->low, typed->high);
  if (typed->at != NULL)
    g_string_append_printf (text, " | at %s", typed->at);
  return g_string_free (text, FALSE);
}

/* What @kind of text makes of @text. Of a value, the entry that it is for stands before it:
 * "felt pain: 5". */
static char *
parse (const char *kind, const char *text, GError **error)
{
  g_autoptr (RgmTyped) typed = NULL;
  if (strcmp (kind, "range") == 0) {
    g_autofree char *low = NULL, *high = NULL;
    return rgm_range_parse (text, &low, &high, error) ? g_strdup_printf ("%s | %s", low, high)
                                                      : g_strdup ("error");
  }
  if (strcmp (kind, "felt") == 0)
    typed = rgm_felt_parse (catalog, text, error);
  else if (strcmp (kind, "lab") == 0)
    typed = rgm_lab_parse (catalog, text, error);
  else {
    g_auto (GStrv) parts = g_strsplit (kind, ":", 3);
    typed = rgm_value_parse (
      catalog, strcmp (parts[0], "felt") == 0 ? RGM_OBSERVATION_FELT : RGM_OBSERVATION_LAB,
      parts[1], *parts[2] != '\0' ? parts[2] : NULL, text, error);
  }
  return told (typed);
}

static void
check_row (char **cells)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = parse (cells[0], cells[1], &error);
  table_expect (cells, "it", *cells[2] == '!' ? "error" : cells[2], got);
  if (error == NULL)
    return;
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, cells[2] + 1) == NULL)
    table_expect (cells, "the message", cells[2] + 1, error->message);
}

static void
test_table (void)
{
  table_run ("measures.tsv", 4, check_row);
}

/* Anything that is typed gives an entry or a message, and what an entry shows was typed. */
static void
test_anything (void)
{
  static const char *const pieces[]
    = { "pain",  "6",         "<",   "-",       "mild",      "temperature", "38.4C",
        "C",     "/10",       "not", "calcium", "2,41",      "mg/dL",       "..",
        "1.000", "to",        "°",   "µ",       "yesterday", "=",           "last",
        "nov",   "2.20-2.60", ",",   "",        "\u2264",    "0",           "CA" };
  for (guint seed = 0; seed < 4000; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    g_autoptr (GString) text = g_string_new (NULL);
    int count = g_rand_int_range (random, 0, 6);
    for (int i = 0; i < count; i++)
      g_string_append_printf (text, "%s%s", g_rand_boolean (random) ? " " : "",
                              pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
    for (int kind = 0; kind < 2; kind++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (RgmTyped) typed = kind == 0 ? rgm_felt_parse (catalog, text->str, &error)
                                             : rgm_lab_parse (catalog, text->str, &error);
      g_assert_true ((typed != NULL) == (error == NULL));
      if (typed == NULL || typed->value == NULL)
        continue;
      g_assert_true (*typed->name != '\0');
      g_autofree char *digits = g_strdup (typed->value);
      g_autofree char *pointed = g_strdelimit (g_strdup (text->str), ",", '.');
      if (strpbrk (digits, "0123456789") != NULL && !g_str_has_prefix (digits, "0."))
        g_assert_nonnull (strstr (pointed, digits + strspn (digits, "<>=")));
    }
  }
}

static void
test_codes (void)
{
  static const struct {
    RgmObservationKind kind;
    const char *name, *unit, *code; /* the page of facts, once more */
  } codes[] = {
    { RGM_OBSERVATION_FELT, "pain", NULL, "72514-3" },
    { RGM_OBSERVATION_FELT, "temperature", "C", "8310-5" },
    { RGM_OBSERVATION_FELT, "Temp", "°f", "8310-5" },
    { RGM_OBSERVATION_LAB, "calcium", "mg/dL", "17861-6" },
    { RGM_OBSERVATION_LAB, "Ca", "MG/DL", "17861-6" },
    { RGM_OBSERVATION_LAB, "calcium", "mmol/L", NULL },
    { RGM_OBSERVATION_LAB, "calcium", NULL, NULL },
    { RGM_OBSERVATION_LAB, "calcium", "furlongs", NULL },
    { RGM_OBSERVATION_LAB, "corrected calcium", "mmol/l", "29265-6" },
    { RGM_OBSERVATION_LAB, "corrected calcium", "mg/dL", NULL },
    { RGM_OBSERVATION_LAB, "ionised calcium", "mmol/L", "1995-0" },
    { RGM_OBSERVATION_LAB, "ALP", "U/L", "6768-6" },
    { RGM_OBSERVATION_LAB, "creatinine", "mg/dL", "2160-0" },
    { RGM_OBSERVATION_LAB, "creatinine", "umol/L", "14682-9" },
    { RGM_OBSERVATION_LAB, "creatinine", "μmol/l", "14682-9" },
    { RGM_OBSERVATION_LAB, "creatinine", "U/L", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    const RgmMeasure *measure = rgm_measure_find (catalog, codes[i].kind, codes[i].name);
    g_assert_nonnull (measure);
    g_assert_cmpstr (rgm_measure_loinc (catalog, measure, codes[i].unit), ==, codes[i].code);
  }
  g_assert_null (rgm_measure_find (catalog, RGM_OBSERVATION_LAB, "pain"));
  g_assert_null (rgm_measure_find (catalog, RGM_OBSERVATION_FELT, ""));
}

static void
test_code_systems (void)
{
  static const struct {
    const char *key, *name, *url;
  } systems[]
    = { { "atc", "ATC", "http://www.whocc.no/atc" }, { "loinc", "LOINC", "http://loinc.org" } };

  for (gsize i = 0; i < G_N_ELEMENTS (systems); i++) {
    const RgmCodeSystem *system = catalog_code_system (catalog, systems[i].key);
    g_assert_nonnull (system);
    g_assert_cmpstr (system->name, ==, systems[i].name);
    g_assert_cmpstr (system->url, ==, systems[i].url);
    g_assert_nonnull (rgm_catalog_source (catalog, system->source));
  }
}

/* The key of a treatment, what a course is called, and the code: the page of facts, once more. */
static void
test_atc (void)
{
  static const struct {
    const char *treatment, *name, *code;
  } codes[] = {
    { "zoledronic-acid", "Zoledronic acid", "M05BA08" },
    { "pamidronate", "Pamidronate", "M05BA03" },
    { "denosumab", "Denosumab", "M05BX04" },
    { "oral-bisphosphonate", "Oral bisphosphonate", NULL },
    { "oral-bisphosphonate", "Bonefos", "M05BA02" },
    { "oral-bisphosphonate", "Bondronat", "M05BA06" },
    { "bondronat", "bondronat", "M05BA06" },
    { "ibandronic-acid", "Ibandronic Acid", "M05BA06" },
    { "radiopharmaceutical", "Xofigo", "V10XX03" },
    { "radiopharmaceutical", "Metastron", "V10BX01" },
    { "radiopharmaceutical", "Quadramet", "V10BX02" },
    { "radiopharmaceutical", "Radiopharmaceutical", NULL },
    { "xgeva", "Xgeva", "M05BX04" },
    /* another product, or more than the name of one */
    { "prolia", "Prolia", NULL },
    { "xgeva-or-placebo", "Xgeva or placebo", NULL },
    { "pain-medicine", "Ibuprofen", NULL },
    { "vitamin", "Vitamin", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpstr (catalog_atc (catalog, codes[i].treatment, codes[i].name), ==, codes[i].code);
}

/* A medicine of the user's own is a medicine, and so is one whose class is not known any more. */
static void
test_procedures (void)
{
  static const char *const done[]
    = { "radiation",        "surgery", "ablation",    "bone-cement",
        "physical-therapy", "test",    "pain-relief", "primary-treatment" };
  static const char *const medicines[]
    = { "bisphosphonate", "denosumab", "radiopharmaceutical", "pain-medicine", "custom", "gone" };

  for (gsize i = 0; i < G_N_ELEMENTS (done); i++)
    g_assert_true (catalog_class_is_procedure (catalog, done[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (medicines); i++)
    g_assert_false (catalog_class_is_procedure (catalog, medicines[i]));
}

static void
test_remarks (void)
{
  g_autoptr (GPtrArray) calcium
    = rgm_measure_remarks (catalog, rgm_measure_find (catalog, RGM_OBSERVATION_LAB, "calcium"));
  g_autoptr (GPtrArray) creatinine
    = rgm_measure_remarks (catalog, rgm_measure_find (catalog, RGM_OBSERVATION_LAB, "creatinine"));
  g_assert_cmpuint (calcium->len, ==, 2);
  g_assert_cmpstr (((const RgmRemark *)calcium->pdata[0])->source, ==, "bone-metastases");
  g_assert_cmpstr (((const RgmRemark *)calcium->pdata[1])->source, ==, "asco-cco-2017");
  g_assert_cmpuint (creatinine->len, ==, 0);
}

/* Each example of the catalog is typed after its command and gives a value, or lists one. */
static void
test_examples (void)
{
  const GPtrArray *measures = rgm_catalog_measures (catalog);
  g_autofree char *felt = rgm_measure_examples (catalog, RGM_OBSERVATION_FELT);
  guint checked = 0;
  g_assert_true (g_str_has_prefix (felt, "regimen feel "));
  for (guint i = 0; i < measures->len; i++) {
    const RgmMeasure *measure = measures->pdata[i];
    g_autofree char *accepts = rgm_measure_accepts (measure);
    g_assert_cmpstr (accepts, !=, "");
    for (char **example = measure->examples; *example != NULL; example++) {
      g_auto (GStrv) words = NULL;
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_assert_true (g_shell_parse_argv (*example, NULL, &words, NULL));
      for (char **word = words; *word != NULL && !g_str_has_prefix (*word, "--"); word++)
        g_string_append_printf (typed, " %s", *word);
      g_autoptr (RgmTyped) got = measure->kind == RGM_OBSERVATION_FELT
                                   ? rgm_felt_parse (catalog, typed->str, &error)
                                   : rgm_lab_parse (catalog, typed->str, &error);
      g_assert_no_error (error);
      g_assert_true (got->measure == measure);
      checked++;
    }
  }
  g_assert_cmpuint (checked, >=, 5);
}

static void
test_none (void)
{
  g_assert_true (rgm_value_is_none ("none") && rgm_value_is_none ("0")
                 && rgm_value_is_none ("0.0"));
  g_assert_false (rgm_value_is_none ("mild") || rgm_value_is_none ("0.1")
                  || rgm_value_is_none (NULL) || rgm_value_is_none ("<0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = rgm_catalog_load (NULL, NULL, NULL);
  g_test_add_func ("/measure/table", test_table);
  g_test_add_func ("/measure/anything", test_anything);
  g_test_add_func ("/measure/codes", test_codes);
  g_test_add_func ("/measure/code-systems", test_code_systems);
  g_test_add_func ("/measure/atc", test_atc);
  g_test_add_func ("/measure/procedures", test_procedures);
  g_test_add_func ("/measure/remarks", test_remarks);
  g_test_add_func ("/measure/examples", test_examples);
  g_test_add_func ("/measure/none", test_none);
  int status = g_test_run ();
  rgm_catalog_free (catalog);
  return status;
}
