/* test-effects.c: the text about the effects of a treatment names every effect, every sign and
 * both of their readings, and fits a terminal. */
#include "base/text.h"
#include "catalog/effects.h"

#include <regimen/effects.h>
#include <string.h>

static RgmCatalog *
load (void)
{
  g_autoptr (GError) error = NULL;
  RgmCatalog *catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  return catalog;
}

/* @text with all runs of blanks and line ends as one blank. */
static char *
flatten (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  GString *flat = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (flat, "%s%s", flat->len == 0 ? "" : " ", *word);
  return g_string_free (flat, FALSE);
}

static void
assert_has (const char *text, const char *words)
{
  if (words != NULL && strstr (text, words) == NULL)
    g_error ("“%s” is not in: %s", words, text);
}

static void
assert_has_all (const char *text, const GPtrArray *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    assert_has (text, effect->name);
    assert_has (text, effect->note);
    assert_has (text, effect->qualifier);
  }
}

static void
assert_has_warnings (const char *text, const RgmCatalog *catalog)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    if (!condition->urgent)
      continue;
    assert_has (text, condition->name);
    assert_has (text, condition->gloss);
    assert_has (text, condition->about);
    assert_has (text, condition->advice);
    assert_has (text, condition->untreated);
    assert_has_all (text, condition->signs);
  }
}

/* How far the lists reach stands once, beside their source. */
#define SCOPE                                                                                      \
  "These lists are those of one article, which does not list everything. The leaflet and the "     \
  "care "                                                                                          \
  "team know more."
static const char scope_text[] = SCOPE;
/* The same where there is little room. */
#define SCOPE_SHORT "These are one article's lists; the leaflet and the care team know more."

/* Nothing is missing for any treatment at any width. */
static void
test_complete (void)
{
  static const int widths[] = { 0, 40, 80, 132 };
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (widths); j++) {
      const RgmTreatment *treatment = treatments->pdata[i];
      g_autofree char *text = rgm_effects_text (treatment, catalog, widths[j]);
      g_autofree char *flat = flatten (text);
      assert_has_all (flat, treatment->effects);
      assert_has_all (flat, treatment->rare_effects);
      g_assert_null (strchr (flat, '{'));
      assert_has_warnings (flat, catalog);
      assert_has (flat, "Source: \"Bone Metastases: When Cancer Spreads to the Bones\" (");
      const char *scope = strstr (flat, SCOPE);
      g_assert_true (scope != NULL && strstr (scope + 1, SCOPE) == NULL);
    }
}

static void
test_width (void)
{
  static const int widths[] = { 40, 60, 80 };
  g_autoptr (RgmCatalog) catalog = load ();
  const RgmTreatment *treatment = rgm_catalog_lookup (catalog, "zoledronic-acid");
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    g_autofree char *text = rgm_effects_text (treatment, catalog, widths[i]);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
      g_assert_cmpint (text_width (*line), <=, widths[i]);
      g_assert_false (g_str_has_suffix (*line, " "));
    }
    g_assert_false (g_str_has_suffix (text, "\n"));
    g_assert_null (strstr (text, "\n\n\n"));
  }
}

/* A sign that may also be an effect has both readings, from the table of the source. */
static void
test_both_readings (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  g_autofree char *acid
    = rgm_effects_text (rgm_catalog_lookup (catalog, "zoledronic-acid"), catalog, 0);
  assert_has (acid, "\n  fever: a side effect, or a sign of infection\n");
  assert_has (acid, "\n  nausea: a side effect, or a sign of high blood calcium\n");
  assert_has (acid, "\n  lack of appetite: a side effect, or a sign of high blood calcium "
                    "(\"loss of appetite\")\n");
  assert_has (acid, "\n  tiredness: a side effect, or a sign of high blood calcium, anemia or "
                    "infection (\"fatigue\")\n");
  assert_has (acid, "\n  bone or joint pain: a side effect, or a sign of spinal cord compression "
                    "(\"back pain, with its other signs\"), a broken bone (\"sudden pain\"), "
                    "infection (\"pain\") or bone metastasis itself (\"bone pain\")\n");
  g_assert_null (strstr (acid, "vomiting: "));
  g_autofree char *denosumab
    = rgm_effects_text (rgm_catalog_lookup (catalog, "denosumab"), catalog, 0);
  assert_has (denosumab, "\n  nausea: a side effect, or a sign of high blood calcium\n");
  assert_has (denosumab, "\n  constipation: a side effect, or a sign of spinal cord compression "
                         "(\"trouble having a bowel movement\") or high blood calcium\n");
  assert_has (denosumab, "\n  muscle or joint pain: a side effect, or a sign of spinal cord");
  g_assert_null (strstr (denosumab, "rash: "));
  g_autofree char *radiation
    = rgm_effects_text (rgm_catalog_lookup (catalog, "radiation"), catalog, 0);
  assert_has (radiation, "bone metastasis: It is a side effect, or a sign of any of the conditions "
                         "below.");
}

static void
test_order (void)
{
  static const char *const parts[]
    = { "Side effects to watch for:",
        "Each of these can be either a side effect or a sign of something else:",
        "\n\nWarning signs, and what to do:\n",
        "Signs of spinal cord compression: ",
        "with these also back pain. Tell a healthcare provider right away.",
        "If it is not treated, it can cause paralysis.",
        "Signs of high blood calcium (hypercalcemia): ",
        "Tell the healthcare provider or nurse right away.",
        "coma.",
        "Signs of a broken bone: ",
        "Discuss it with the healthcare provider right away.",
        "Signs of anemia (",
        "Signs of infection (",
        "Signs of low platelets: ",
        "Signs of bone metastasis itself: bone pain (",
        "Not all pain means metastasis",
        scope_text,
        "Source: " };
  g_autoptr (RgmCatalog) catalog = load ();
  g_autofree char *text = rgm_effects_text (rgm_catalog_lookup (catalog, "denosumab"), catalog, 0);
  const char *at = text;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *found = strstr (at, parts[i]);
    if (found == NULL)
      g_error ("“%s” is missing or out of order in: %s", parts[i], text);
    at = found + 1;
  }
}

/* A treatment without side effects has only the warning signs. */
static void
test_no_effects (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  g_autoptr (RgmTreatment) custom = rgm_treatment_new_custom ("Vitamin D", NULL);
  g_autofree char *own = rgm_effects_text (custom, catalog, 80);
  g_autofree char *flat = flatten (own);
  g_assert_true (g_str_has_prefix (own, "Warning signs, and what to do:\n"));
  assert_has_warnings (flat, catalog);
  const RgmTreatment *listed = rgm_catalog_lookup (catalog, "surgery");
  g_autofree char *surgery = rgm_effects_text (listed, catalog, 80);
  g_assert_true (g_str_has_prefix (surgery, "Warning signs, and what to do:\n"));
}

static void
test_sources (void)
{
  static const char *const expected[][2] = {
    { "denosumab", "How bone metastasis is treated; Symptoms of bone metastases" },
    { "radiation", "How bone metastasis is treated; Symptoms of bone metastases" },
    { "ct", "How doctors find and diagnose bone metastasis; Symptoms of bone metastases" },
  };
  g_autoptr (RgmCatalog) catalog = load ();
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *text
      = rgm_effects_text (rgm_catalog_lookup (catalog, expected[i][0]), catalog, 0);
    g_autofree char *line = g_strdup_printf (
      "\n\nSource: \"Bone Metastases: When Cancer Spreads to the Bones\" (%s), URMC Health "
      "Encyclopedia",
      expected[i][1]);
    g_assert_true (g_str_has_suffix (text, line));
  }
}

static void
test_rare (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  g_autofree char *text = rgm_effects_text (rgm_catalog_lookup (catalog, "radiation"), catalog, 0);
  assert_has (text, "Side effects may include skin changes in the treated area and, in rare cases, "
                    "a short-term increase in the symptoms of bone metastasis.");
  g_autofree char *substance
    = rgm_effects_text (rgm_catalog_lookup (catalog, "radiopharmaceutical"), catalog, 0);
  assert_has (substance, "Side effects are rare.");
}

#define EITHER "Each of these can be either a side effect or a sign of something else: "
#define RIGHT_AWAY                                                                                 \
  "Tell a healthcare provider right away about signs of spinal cord compression, high blood "      \
  "calcium, a broken bone, anemia, infection, low platelets or bone metastasis itself (bone "      \
  "pain).\n"

static const struct {
  const char *key;
  const char *brief;
} briefs[] = {
  { "denosumab",
    "Side effects may include rash, muscle or joint pain, nausea, constipation, "
    "diarrhea.\n" RIGHT_AWAY EITHER "muscle or joint pain, nausea, constipation. " SCOPE_SHORT },
  { "pamidronate",
    "Some of the most common side effects are fever, tiredness, nausea, vomiting, "
    "lack of appetite, bone or joint pain. They are usually mild and do not last "
    "long.\n" RIGHT_AWAY EITHER "fever, tiredness, nausea, lack of appetite, bone or "
    "joint pain. " SCOPE_SHORT },
  { "surgery", "" },
  { "radiopharmaceutical", "" },
  { "ct", "" },
};

static void
test_brief (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  for (gsize i = 0; i < G_N_ELEMENTS (briefs); i++) {
    g_autofree char *brief = effects_brief (rgm_catalog_lookup (catalog, briefs[i].key), catalog);
    g_assert_cmpstr (brief, ==, briefs[i].brief);
  }
  g_autoptr (RgmTreatment) custom = rgm_treatment_new_custom ("Vitamin D", NULL);
  g_autofree char *none = effects_brief (custom, catalog);
  g_assert_cmpstr (none, ==, "");
}

#define SOURCE                                                                                     \
  "\nSource: \"Bone Metastases: When Cancer Spreads to the Bones\", URMC Health Encyclopedia"

static const struct {
  const char *key;
  const char *lines;
} event_lines[] = {
  { "denosumab", "Side effects may include rash, muscle or joint pain, nausea, constipation, "
                 "diarrhea.\n" RIGHT_AWAY EITHER
                 "muscle or joint pain, nausea, constipation.\n" SCOPE_SHORT SOURCE },
  { "radiation", "Side effects may include skin changes in the treated area and, in rare cases, a "
                 "short-term increase in the symptoms of bone metastasis.\n" RIGHT_AWAY
                 "This can be either a side effect or a sign of something else: a short-term "
                 "increase in the symptoms of bone metastasis.\n" SCOPE_SHORT SOURCE },
  { "radiopharmaceutical", "Side effects are rare.\n" RIGHT_AWAY SCOPE_SHORT SOURCE },
  { "ct", RIGHT_AWAY SCOPE_SHORT SOURCE },
};

static void
test_lines (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  for (gsize i = 0; i < G_N_ELEMENTS (event_lines); i++) {
    g_autofree char *lines
      = effects_lines (rgm_catalog_lookup (catalog, event_lines[i].key), catalog);
    g_assert_cmpstr (lines, ==, event_lines[i].lines);
  }
  g_autoptr (RgmTreatment) custom = rgm_treatment_new_custom ("Vitamin D", NULL);
  g_autofree char *own = effects_lines (custom, catalog);
  g_assert_cmpstr (own, ==, RIGHT_AWAY SCOPE_SHORT SOURCE);
}

#define ALSO "These can also be warning signs: "
#define MORE " More, and the source: regimen catalog "
#define CONDITIONS                                                                                 \
  "Tell a healthcare provider right away about signs of spinal cord compression, high blood "      \
  "calcium, a broken bone, anemia, infection, low platelets or bone metastasis itself (bone "      \
  "pain). These are one article's lists; the leaflet and the care team know more."
#define COMMON                                                                                     \
  "Some of the most common side effects are fever, tiredness, nausea, vomiting, lack of "          \
  "appetite, bone or joint pain. "

static const struct {
  const char *key;
  int width, lines;
  const char *text;
} short_texts[] = {
  { "denosumab", 80, 7,
    "Side effects may include rash, muscle or joint pain, nausea, constipation, diarrhea. " ALSO
    "muscle or joint pain, nausea, constipation. " CONDITIONS MORE "denosumab" },
  { "zoledronic-acid", 80, 7,
    COMMON ALSO "fever, tiredness, nausea, lack of appetite, bone or joint pain. " CONDITIONS MORE
                "zoledronic-acid" },
  /* What is left out at 80 columns is left out on a narrow screen too. */
  { "zoledronic-acid", 50, 7,
    COMMON ALSO "fever, tiredness, nausea, lack of appetite, bone or joint pain. " CONDITIONS MORE
                "zoledronic-acid" },
  { "radiation", 80, 7,
    "Side effects may include skin changes in the treated area and, in rare cases, a short-term "
    "increase in the symptoms of bone metastasis. This can also be a warning sign: a "
    "short-term increase in the symptoms of bone metastasis. " CONDITIONS MORE "radiation" },
  { "radiopharmaceutical", 80, 7, "Side effects are rare. " CONDITIONS MORE "radiopharmaceutical" },
  /* With room for all of it, nothing is left out. */
  { "zoledronic-acid", 80, 9,
    COMMON "They are usually mild and do not last long. " ALSO
           "fever, tiredness, nausea, lack of appetite, bone or joint pain. " CONDITIONS MORE
           "zoledronic-acid" },
  /* A side effect never stands there without its other reading; the conditions always do. */
  { "zoledronic-acid", 80, 6, CONDITIONS MORE "zoledronic-acid" },
  { "zoledronic-acid", 80, 1, CONDITIONS MORE "zoledronic-acid" },
  { "surgery", 80, 7, "" },
  { "ct", 80, 7, "" },
};

static void
test_short (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  for (gsize i = 0; i < G_N_ELEMENTS (short_texts); i++) {
    const char *key = short_texts[i].key;
    g_autofree char *more = g_strdup_printf ("More, and the source: regimen catalog %s", key);
    g_autofree char *text = rgm_effects_short (rgm_catalog_lookup (catalog, key), catalog, more,
                                               short_texts[i].width, short_texts[i].lines);
    g_autofree char *flat = flatten (text);
    g_assert_cmpstr (flat, ==, short_texts[i].text);
  }
  g_autoptr (RgmTreatment) custom = rgm_treatment_new_custom ("Vitamin D", NULL);
  g_autofree char *none = rgm_effects_short (custom, catalog, "More.", 80, 7);
  g_assert_cmpstr (none, ==, "");
}

/* Of every treatment with effects there is room for the lists in eight lines of 80 columns; they
 * stand in their own paragraph. */
static void
test_short_fits (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autofree char *more
      = g_strdup_printf ("More, and the source: regimen catalog %s", treatment->key);
    g_autofree char *text = rgm_effects_short (treatment, catalog, more, 80, 8);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_assert_cmpuint (g_strv_length (lines), <=, 8);
    for (char **line = lines; *line != NULL; line++)
      g_assert_cmpint (text_width (*line), <=, 80);
    if (treatment->effects_text == NULL)
      continue;
    g_autofree char *flat = flatten (text);
    assert_has_all (flat, treatment->effects);
    assert_has_all (flat, treatment->rare_effects);
    assert_has (text, "\nTell a healthcare provider right away");
    g_assert_true (g_str_has_suffix (flat, more));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watch/complete", test_complete);
  g_test_add_func ("/watch/width", test_width);
  g_test_add_func ("/watch/both-readings", test_both_readings);
  g_test_add_func ("/watch/order", test_order);
  g_test_add_func ("/watch/no-effects", test_no_effects);
  g_test_add_func ("/watch/sources", test_sources);
  g_test_add_func ("/watch/rare", test_rare);
  g_test_add_func ("/watch/brief", test_brief);
  g_test_add_func ("/watch/lines", test_lines);
  g_test_add_func ("/effects/lines", test_lines);
  g_test_add_func ("/watch/short", test_short);
  g_test_add_func ("/watch/short-fits", test_short_fits);
  return g_test_run ();
}
