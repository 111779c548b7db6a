/* test-signs.c: what people type leads to the lists that have it (tests/tables/signs.tsv), and the
 * text about it leaves nothing of these lists out. */
#include <regimen/signs.h>

#include "base/text.h"
#include "catalog/phrase.h"

#include "table.h"

#include <string.h>

static RgmCatalog *catalog;

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The keys of @objects, each of which begins with its key, in order; "-" for none. */
static char *
keys_of (const GPtrArray *objects)
{
  GString *keys = g_string_new (NULL);
  for (guint i = 0; i < objects->len; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? " " : "", *(char **)objects->pdata[i]);
  return g_string_free (objects->len > 0 ? keys : g_string_append (keys, "-"), FALSE);
}

/* The words of @text in the order of the alphabet: a set, to be compared. */
static char *
sorted (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  for (char **word = words; *word != NULL; word++)
    g_ptr_array_add (list, *word);
  g_ptr_array_sort (list, compare_texts);
  g_ptr_array_add (list, NULL);
  return g_strjoinv (" ", (char **)list->pdata);
}

/* How many rows have each symptom and each condition. */
static GHashTable *rows_of;

static void
count_row (const char *keys)
{
  g_auto (GStrv) words = g_strsplit (keys, " ", -1);
  for (char **word = words; *word != NULL; word++) {
    int count = GPOINTER_TO_INT (g_hash_table_lookup (rows_of, *word));
    g_hash_table_insert (rows_of, g_strdup (*word), GINT_TO_POINTER (count + 1));
  }
}

static gboolean
has_symptom (const GPtrArray *effects, const char *key)
{
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    if (g_strv_contains ((const char *const *)effect->symptoms, key))
      return TRUE;
  }
  return FALSE;
}

/* Whether @symptom is that of an effect or a sign; a word with several meanings is of none. */
static gboolean
is_listed (const RgmSymptom *symptom)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < conditions->len; i++)
    if (has_symptom (((const RgmCondition *)conditions->pdata[i])->signs, symptom->key))
      return TRUE;
  for (guint i = 0; i < treatments->len; i++)
    if (has_symptom (((const RgmTreatment *)treatments->pdata[i])->effects, symptom->key))
      return TRUE;
  return FALSE;
}

/* The keys of the symptoms found that are listed. */
static char *
listed_symptoms (const RgmSigns *signs)
{
  g_autoptr (GPtrArray) listed = g_ptr_array_new ();
  for (guint i = 0; i < signs->symptoms->len; i++)
    if (is_listed (signs->symptoms->pdata[i]))
      g_ptr_array_add (listed, signs->symptoms->pdata[i]);
  return keys_of (listed);
}

static void
check_row (char **cells)
{
  g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, cells[0]);
  g_autofree char *symptoms = listed_symptoms (signs);
  g_autofree char *found = sorted (symptoms), *expected = sorted (cells[1]);
  g_autofree char *effects = keys_of (signs->effects);
  g_autofree char *conditions = keys_of (signs->conditions);
  table_expect (cells, "the symptoms", expected, found);
  table_expect (cells, "the effects", cells[2], effects);
  table_expect (cells, "the conditions", cells[3], conditions);
  g_assert_true (rgm_signs_found (signs)
                 == (strcmp (effects, "-") != 0 || strcmp (conditions, "-") != 0));
  count_row (cells[1]);
}

/* Each row; and each symptom has at least three of them. */
static void
test_table (void)
{
  const GPtrArray *symptoms = rgm_catalog_symptoms (catalog);
  rows_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  table_run ("signs.tsv", 5, check_row);
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    if (is_listed (symptom) && GPOINTER_TO_INT (g_hash_table_lookup (rows_of, symptom->key)) < 3)
      g_test_fail_printf ("%s has fewer than three rows", symptom->key);
  }
  g_hash_table_unref (rows_of);
}

/* Every effect and every sign is found by the words of its source, and every condition by its name;
 * so the list that has a sign is never hidden from somebody who has read it. */
static void
test_own_words (void)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    for (guint j = 0; j < treatment->effects->len; j++) {
      RgmEffect *effect = treatment->effects->pdata[j];
      g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, effect->name);
      if (!g_ptr_array_find (signs->effects, effect, NULL))
        g_test_fail_printf ("%s is not found by its name", effect->key);
    }
  }
  for (guint i = 0; i < conditions->len; i++) {
    RgmCondition *condition = conditions->pdata[i];
    g_autoptr (RgmSigns) by_name = rgm_signs_find (catalog, condition->name);
    if (!g_ptr_array_find (by_name->conditions, condition, NULL))
      g_test_fail_printf ("%s is not found by its name", condition->key);
    for (guint j = 0; j < condition->signs->len; j++) {
      RgmEffect *sign = condition->signs->pdata[j];
      g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, sign->name);
      if (!g_ptr_array_find (signs->signs, sign, NULL)
          || !g_ptr_array_find (signs->conditions, condition, NULL))
        g_test_fail_printf ("%s is not found by its name", sign->key);
    }
  }
}

/* Anything can be typed. */
static void
test_anything (void)
{
  /* U+202E, which turns the direction of what follows */
  static const char turning[] = { (char)0xe2, (char)0x80, (char)0xae, '\0' };
  static const char *const texts[] = { "", " ", "\xff\xfe", "\n\t", "%s%n", turning, "-", "/" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, texts[i]);
    g_assert_false (rgm_signs_found (signs));
    g_assert_cmpuint (signs->symptoms->len + signs->signs->len, ==, 0);
    g_assert_null (rgm_signs_suggest (catalog, texts[i]));
  }
  g_autofree char *long_text = g_strnfill (100000, 'a');
  g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, long_text);
  g_assert_false (rgm_signs_found (signs));
}

/* ---- the words of the catalog ---- */

/* The form @text without regard to endings and order. */
static char *
folded_form (const char *text)
{
  g_autoptr (GHashTable) words = phrase_words (text);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer word;
  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    g_ptr_array_add (list, word);
  g_ptr_array_sort (list, compare_texts);
  g_ptr_array_add (list, NULL);
  return g_strjoinv (" ", (char **)list->pdata);
}

/* Every form of @phrases leads to @key alone. */
static void
claim_forms (GHashTable *claimed, char **phrases, const char *key)
{
  for (char **phrase = phrases; *phrase != NULL; phrase++) {
    g_autoptr (GPtrArray) forms = phrase_forms (*phrase);
    for (guint i = 0; i < forms->len; i++) {
      char *form = folded_form (forms->pdata[i]);
      const char *other = g_hash_table_lookup (claimed, form);
      if (other != NULL && strcmp (other, key) != 0)
        g_test_fail_printf ("“%s” leads to %s and to %s", (char *)forms->pdata[i], other, key);
      g_assert_cmpstr (form, !=, "");
      g_hash_table_insert (claimed, form, (gpointer)key);
    }
  }
}

/* No two symptoms or conditions share a phrase, in whatever forms of its words; what can mean two
 * things says so with "means" or "also". */
static void
test_one_meaning (void)
{
  const GPtrArray *symptoms = rgm_catalog_symptoms (catalog);
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GHashTable) claimed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    claim_forms (claimed, symptom->words, symptom->key);
  }
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    claim_forms (claimed, condition->words, condition->key);
  }
}

/* The conditions that have a sign with the symptom @key. Returns: (transfer full). */
static char *
conditions_with (const char *key)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) with = g_ptr_array_new ();
  for (guint i = 0; i < conditions->len; i++)
    if (has_symptom (((const RgmCondition *)conditions->pdata[i])->signs, key))
      g_ptr_array_add (with, conditions->pdata[i]);
  return keys_of (with);
}

/* Of the symptoms that a word can mean, one may be left out if another is named; so all of them
 * lead to the same conditions. */
static void
test_nothing_is_hidden (void)
{
  const GPtrArray *symptoms = rgm_catalog_symptoms (catalog);
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    for (char **key = symptom->means; *key != NULL; key++) {
      g_autofree char *first = conditions_with (symptom->means[0]), *other = conditions_with (*key);
      g_assert_cmpstr (first, ==, other);
    }
  }
}

/* Each symptom is that of an effect or a sign, or says what its words mean; and what completions
 * offer leads to something. */
static void
test_every_symptom_leads (void)
{
  const GPtrArray *symptoms = rgm_catalog_symptoms (catalog);
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    g_auto (GStrv) phrases = rgm_symptom_phrases (symptom);
    g_assert_cmpuint (g_strv_length (phrases), ==, g_strv_length (symptom->words));
    g_assert_true (is_listed (symptom) || *symptom->also != NULL || *symptom->means != NULL);
    for (char **phrase = phrases; *phrase != NULL; phrase++) {
      g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, *phrase);
      if (!rgm_signs_found (signs) || strchr (*phrase, '/') != NULL)
        g_test_fail_printf ("“%s” of %s leads to nothing", *phrase, symptom->key);
    }
  }
}

/* One word in all of its forms. */
static void
test_forms (void)
{
  static const char *const same[][2] = {
    { "bruise", "Bruises bruised bruising" },
    { "weak", "weakness WEAK" },
    { "sleepy", "sleepiness" },
    { "tired", "tiredness" },
    { "can't", "cant can’t can`t" },
    { "feet", "fee\u0301t" },
    { "rash", "rashes" },
  };
  static const char *const other[][2] = {
    { "hives", "hiv" }, { "breathless", "breathles" }, { "bleed", "ble" },
    { "this", "thi" },  { "nauseous", "nauseou" },     { "sting", "st" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autofree char *one = folded_form (same[i][0]), *all = folded_form (same[i][1]);
    g_assert_cmpstr (one, ==, all);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (other); i++) {
    g_autofree char *one = folded_form (other[i][0]), *two = folded_form (other[i][1]);
    g_assert_cmpstr (one, !=, two);
  }
}

static void
test_suggest (void)
{
  static const struct {
    const char *typed, *suggested;
  } cases[] = {
    { "diarhea", "diarrhea" },
    { "bad nausia", "bad nausea" },
    { "constipaton", "constipation" },
    { "vommiting", "vomiting" },
    { "hair loss", NULL },
    { "cough", NULL },
    { "anemmia", "anemia" },
    { "swollen ankles", NULL },
    { "leg", NULL },
    { "shorthess of breath", "shortness of breath" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *suggested = rgm_signs_suggest (catalog, cases[i].typed);
    g_assert_cmpstr (suggested, ==, cases[i].suggested);
  }
}

/* ---- the text ---- */

/* Fails if the parts, ended by NULL, do not stand in @text in this order. */
static void
assert_order (const char *text, const char *const *parts)
{
  const char *at = text;
  for (const char *const *part = parts; *part != NULL; part++) {
    const char *found = strstr (at, *part);
    if (found == NULL)
      g_error ("“%s” is missing or out of order in: %s", *part, text);
    at = found + 1;
  }
}

#define SCOPE "These lists are those of one article"

static char *
text_about (const char *typed, const char *treatments, const char *to_call)
{
  g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, typed);
  g_autoptr (GPtrArray) on_record = g_ptr_array_new ();
  g_auto (GStrv) keys = g_strsplit (treatments != NULL ? treatments : "", " ", -1);
  for (char **key = keys; *key != NULL; key++)
    g_ptr_array_add (on_record, (gpointer)rgm_catalog_lookup (catalog, *key));
  return rgm_signs_text (signs, catalog, treatments != NULL ? on_record : NULL, to_call, 0);
}

static void
test_text (void)
{
  g_autofree char *nausea = text_about ("nausea", "denosumab", "Call: the ward");
  const char *const parts[]
    = { "Call: the ward\n\nEach of these can be either a side effect or a sign of something else:",
        "\n  nausea: a side effect, or a sign of high blood calcium",
        "\n\nWarning signs, and what to do:\n  Signs of high blood calcium (hypercalcemia): ",
        "Tell the healthcare provider or nurse right away. If it is not treated",
        "\n\nSide effects of the treatments on record:\n  nausea: Denosumab",
        "\n\nSide effects of other treatments:\n  nausea: Zoledronic acid, Pamidronate, Oral "
        "bisphosphonate\n  a short-term increase in the symptoms of bone metastasis: listed as "
        "rare for Radiation therapy",
        "\n\n" SCOPE,
        "\n\nSource: \"Bone Metastases: When Cancer Spreads to the Bones\" (Symptoms of bone "
        "metastases; How bone metastasis is treated), URMC Health Encyclopedia",
        NULL };
  assert_order (nausea, parts);
  g_assert_null (strstr (nausea, "any of the conditions below"));
  g_assert_null (strstr (strstr (nausea, SCOPE) + 1, SCOPE));

  /* Nobody is meant: no treatment stands apart. */
  g_autofree char *rash = text_about ("rash", NULL, NULL);
  g_assert_true (
    g_str_has_prefix (rash, "Side effects of treatments:\n  rash: Denosumab\n  "
                            "skin changes in the treated area: Radiation therapy\n\n" SCOPE));
  g_assert_null (strstr (rash, "Warning signs"));

  /* The effect that may be any sign has both readings for those who have that treatment. */
  g_autofree char *radiation = text_about ("weak legs", "radiation", NULL);
  static const char both[]
    = "a short-term increase in the symptoms of bone metastasis: It is a side "
      "effect, or a sign of any of the conditions below.";
  const char *const readings[]
    = { both,
        "Signs of spinal cord compression: numbness or weakness in the legs, trouble urinating",
        "Signs of anemia (few red cells): ",
        "\n\nSide effects of the treatments on record:\n  a short-term increase", NULL };
  assert_order (radiation, readings);
  g_assert_null (strstr (radiation, "of other treatments"));

  /* A condition by its name has all that is said of it. */
  g_autofree char *anemia = text_about ("anemia", "radiation", NULL);
  g_assert_true (g_str_has_prefix (anemia, "Warning signs, and what to do:\n  Signs of anemia"));
  g_assert_null (strstr (anemia, "Side effects"));
}

/* Both readings of an effect and nothing else: every overlap of every treatment is shown. */
static void
test_both_readings (void)
{
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autoptr (GPtrArray) overlaps
      = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
    for (guint j = 0; j < overlaps->len; j++) {
      const RgmOverlap *overlap = overlaps->pdata[j];
      if (overlap->effect->either != NULL)
        continue;
      g_autofree char *text = text_about (overlap->effect->name, treatment->key, NULL);
      g_autofree char *line
        = g_strdup_printf ("\n  %s: a side effect, or a sign of ", overlap->effect->name);
      g_assert_nonnull (strstr (text, line));
      for (guint k = 0; k < overlap->conditions->len; k++) {
        const RgmCondition *condition = overlap->conditions->pdata[k];
        g_autofree char *signs_of = g_strdup_printf ("\n  Signs of %s", condition->name);
        g_assert_nonnull (strstr (text, signs_of));
      }
    }
  }
}

static void
test_all (void)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autofree char *text = rgm_signs_text_all (catalog, "Call: the ward", 0);
  g_assert_true (g_str_has_prefix (text, "Call: the ward\n\nWarning signs, and what to do:\n"));
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    const char *const parts[] = { condition->name, condition->advice, NULL };
    assert_order (text, parts);
    for (guint j = 0; j < condition->signs->len; j++)
      g_assert_nonnull (strstr (text, ((const RgmEffect *)condition->signs->pdata[j])->name));
  }
  const char *const end[] = { "\n\n" SCOPE, "\n\nSource: ", NULL };
  assert_order (text, end);
}

static void
test_width (void)
{
  static const int widths[] = { 40, 50, 80 };
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, "pain and nausea");
    g_autofree char *text = rgm_signs_text (signs, catalog, NULL, NULL, widths[i]);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
      g_assert_cmpint (text_width (*line), <=, widths[i]);
    g_assert_false (g_str_has_suffix (text, "\n"));
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_test_init (&argc, &argv, NULL);
  catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/signs/table", test_table);
  g_test_add_func ("/signs/own-words", test_own_words);
  g_test_add_func ("/signs/anything", test_anything);
  g_test_add_func ("/signs/one-meaning", test_one_meaning);
  g_test_add_func ("/signs/nothing-is-hidden", test_nothing_is_hidden);
  g_test_add_func ("/signs/every-symptom-leads", test_every_symptom_leads);
  g_test_add_func ("/signs/forms", test_forms);
  g_test_add_func ("/signs/suggest", test_suggest);
  g_test_add_func ("/signs/text", test_text);
  g_test_add_func ("/signs/both-readings", test_both_readings);
  g_test_add_func ("/signs/all", test_all);
  g_test_add_func ("/signs/width", test_width);
  int status = g_test_run ();
  rgm_catalog_free (catalog);
  return status;
}
