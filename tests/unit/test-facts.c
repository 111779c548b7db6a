/* The catalog against the facts of its source, written down here a second time: nothing may be
 * missing, nothing added. */
#include <regimen/catalog.h>

#include <string.h>

typedef struct {
  const char *key;
  const char *class_key;
  const char *unit;
  int min_days, usual_days, max_days;
  const char *effects; /* names, separated by "; " */
  const char *rare_effects;
  const char *instead_of;
  int response_from, response_to;
  const char
    *facts[5]; /* words that must be there; also in route, effects_text and the sentences */
} TreatmentFacts;

#define BISPHOSPHONATE "fever; tiredness; nausea; vomiting; lack of appetite; bone or joint pain"
#define BONE_MEDICINE                                                                              \
  "fewer broken bones, less bone pain, lower high blood calcium and slower bone damage"

static const TreatmentFacts treatment_facts[] = {
  { "zoledronic-acid",
    "bisphosphonate",
    "infusion",
    21,
    0,
    84,
    BISPHOSPHONATE,
    "",
    "",
    0,
    0,
    { "into a vein", "every 3 to 12 weeks", "mild and short-lived", "osteoclasts",
      BONE_MEDICINE } },
  { "pamidronate",
    "bisphosphonate",
    "infusion",
    21,
    0,
    84,
    BISPHOSPHONATE,
    "",
    "",
    0,
    0,
    { "into a vein", "every 3 to 12 weeks", "mild and short-lived", "osteoclasts",
      BONE_MEDICINE } },
  { "oral-bisphosphonate",
    "bisphosphonate",
    "tablet",
    0,
    0,
    0,
    BISPHOSPHONATE,
    "",
    "",
    0,
    0,
    { "swallowed", "takes up little", "irritate the stomach and gut", "same medicines",
      BONE_MEDICINE } },
  { "denosumab",
    "denosumab",
    "injection",
    28,
    28,
    28,
    "rash; muscle or joint pain; nausea; constipation; diarrhea",
    "",
    "bisphosphonate",
    0,
    0,
    { "under the skin", "every 4 weeks", "in place of a bisphosphonate, or when one stops working",
      "prevent broken bones, or delay", BONE_MEDICINE } },
  { "radiation",
    "radiation",
    "session",
    0,
    0,
    0,
    "skin changes in the treated area",
    "a short-term increase in the symptoms of bone metastasis",
    "",
    14,
    21,
    { "X-rays", "eases pain, kills tumor cells", "may prevent broken bones",
      "spinal cord compression", "2 to 3 weeks" } },
  { "radiopharmaceutical",
    "radiopharmaceutical",
    "visit",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "radioactive substance", "into a vein", "Side effects are rare", "eases pain",
      "many bones are affected" } },
  { "surgery",
    "surgery",
    "visit",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "done once", "most of the tumor", "rods, plates, screws, wires or pins",
      "prevents or treats a broken bone" } },
  { "ablation",
    "ablation",
    "visit",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "done once, for 1 or 2 tumors", "probe", "chemicals, electricity, heat or cold",
      "bone cement" } },
  { "bone-cement",
    "bone-cement",
    "visit",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "vertebroplasty or kyphoplasty", "cementoplasty",
      "needle: once, sometimes after another treatment", "quick-setting", "stabilizes" } },
  { "physical-therapy", "physical-therapy", "session", 0, 0, 0, "", "", "", 0, 0, { NULL } },
  { "pain-medicine",
    "pain-medicine",
    "dose",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "NSAIDs", "aspirin and ibuprofen", "prostaglandins" } },
  { "pain-relief",
    "pain-relief",
    "session",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "Heat and cold", "relaxation", "therapeutic beds or mattresses" } },
  { "primary-treatment",
    "primary-treatment",
    "visit",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "hormone therapy for prostate cancer", "along with the treatments of the bones" } },
  { "bone-scan", "test", "visit", 0, 0, 0, "", "", "", 0, 0, { "follow-up" } },
  { "ct", "test", "visit", 0, 0, 0, "", "", "", 0, 0, { "follow-up" } },
  { "mri", "test", "visit", 0, 0, 0, "", "", "", 0, 0, { "follow-up" } },
  { "x-ray", "test", "visit", 0, 0, 0, "", "", "", 0, 0, { "follow-up" } },
  { "pet", "test", "visit", 0, 0, 0, "", "", "", 0, 0, { "follow-up" } },
  { "biopsy", "test", "visit", 0, 0, 0, "", "", "", 0, 0, { "follow-up" } },
  { "lab-test",
    "test",
    "visit",
    0,
    0,
    0,
    "",
    "",
    "",
    0,
    0,
    { "follow-up", "Blood calcium and alkaline phosphatase", "other causes" } },
};

typedef struct {
  const char *key;
  const char *signs; /* names, separated by "; "; a qualifier in parentheses before */
  gboolean urgent;
  const char *advice;
  const char *untreated; /* a word of it, or NULL */
  const char *about;     /* a word of it, or NULL */
} ConditionFacts;

static const ConditionFacts condition_facts[] = {
  { "spinal-cord-compression",
    "numbness or weakness in the legs; trouble urinating; trouble having a bowel movement; "
    "numbness in the belly; (with these also) back pain",
    TRUE, "Tell a healthcare provider right away", "paralysis", NULL },
  { "hypercalcemia", "loss of appetite; nausea; thirst; constipation; tiredness; confusion", TRUE,
    "Tell your healthcare provider or nurse right away", "coma", NULL },
  { "broken-bone", "sudden pain", TRUE, "Talk to your healthcare provider right away", NULL,
    "breaking or collapsing: most often one of the long bones of the arms and legs, or the spine" },
  { "anemia", "tiredness; weakness; shortness of breath", TRUE,
    "Talk to your healthcare provider right away", NULL, NULL },
  { "infection", "fever; chills; tiredness (fatigue); pain", TRUE,
    "Talk to your healthcare provider right away", NULL, NULL },
  { "low-platelets", "bruising or bleeding very easily", TRUE,
    "Talk to your healthcare provider right away", NULL, NULL },
  { "bone-metastasis", "bone pain", FALSE, "Your healthcare provider can tell which it is", NULL,
    "Not all pain means metastasis" },
};

/* Who lists a sign as a side effect, and of what else it is a sign: the whole table of the
 * source. */
typedef struct {
  const char *treatment;
  const char *effect;
  const char *conditions; /* keys, in catalog order */
} OverlapFacts;

#define BISPHOSPHONATE_OVERLAPS(key)                                                               \
  { key, "fever", "infection" }, { key, "tiredness", "hypercalcemia; anemia; infection" },         \
    { key, "nausea", "hypercalcemia" }, { key, "lack of appetite", "hypercalcemia" },              \
  {                                                                                                \
    key, "bone or joint pain", "infection; bone-metastasis"                                        \
  }

static const OverlapFacts overlap_facts[] = {
  BISPHOSPHONATE_OVERLAPS ("zoledronic-acid"),
  BISPHOSPHONATE_OVERLAPS ("pamidronate"),
  BISPHOSPHONATE_OVERLAPS ("oral-bisphosphonate"),
  { "denosumab", "nausea", "hypercalcemia" },
  { "denosumab", "constipation", "hypercalcemia" },
  { "radiation", "a short-term increase in the symptoms of bone metastasis",
    "infection; bone-metastasis" },
};

static RgmCatalog *
load (void)
{
  g_autoptr (GError) error = NULL;
  RgmCatalog *catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  return catalog;
}

static char *
effect_names (const GPtrArray *effects)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    g_string_append (names, i == 0 ? "" : "; ");
    if (effect->qualifier != NULL)
      g_string_append_printf (names, "(%s) ", effect->qualifier);
    g_string_append (names, effect->name);
  }
  return g_string_free (names, FALSE);
}

static char *
condition_keys (const GPtrArray *conditions)
{
  GString *keys = g_string_new (NULL);
  for (guint i = 0; i < conditions->len; i++)
    g_string_append_printf (keys, "%s%s", i == 0 ? "" : "; ",
                            ((const RgmCondition *)conditions->pdata[i])->key);
  return g_string_free (keys, FALSE);
}

/* All that the catalog says of a treatment, on one line. */
static char *
said_of (const RgmTreatment *treatment)
{
  g_autofree char *facts = g_strjoinv (" ", treatment->facts);
  const char *parts[]
    = { treatment->route,        treatment->interval_text, treatment->effects_text,
        treatment->instead_text, treatment->response_text, facts };
  GString *said = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_append_printf (said, "%s ", parts[i] == NULL ? "" : parts[i]);
  return g_string_free (said, FALSE);
}

static void
check_numbers (const RgmTreatment *treatment, const TreatmentFacts *facts)
{
  g_assert_cmpint (treatment->interval.min_days, ==, facts->min_days);
  g_assert_cmpint (treatment->interval.usual_days, ==, facts->usual_days);
  g_assert_cmpint (treatment->interval.max_days, ==, facts->max_days);
  g_assert_cmpint (treatment->response_days[0], ==, facts->response_from);
  g_assert_cmpint (treatment->response_days[1], ==, facts->response_to);
}

static void
check_treatment (const RgmTreatment *treatment, const TreatmentFacts *facts)
{
  g_test_message ("%s", facts->key);
  g_assert_cmpstr (treatment->key, ==, facts->key);
  g_assert_cmpstr (treatment->class_key, ==, facts->class_key);
  g_assert_cmpstr (treatment->unit, ==, facts->unit);
  check_numbers (treatment, facts);
  g_autofree char *effects = effect_names (treatment->effects);
  g_autofree char *rare = effect_names (treatment->rare_effects);
  g_autofree char *instead_of = g_strjoinv ("; ", treatment->instead_of);
  g_assert_cmpstr (effects, ==, facts->effects);
  g_assert_cmpstr (rare, ==, facts->rare_effects);
  g_assert_cmpstr (instead_of, ==, facts->instead_of);
  g_autofree char *said = said_of (treatment);
  for (gsize i = 0; i < G_N_ELEMENTS (facts->facts) && facts->facts[i] != NULL; i++)
    if (strstr (said, facts->facts[i]) == NULL)
      g_error ("%s: “%s” is not in “%s”", facts->key, facts->facts[i], said);
}

static const TreatmentFacts *
facts_of (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (treatment_facts); i++)
    if (strcmp (treatment_facts[i].key, key) == 0)
      return &treatment_facts[i];
  g_error ("[treatment %s] is added to the source's: give it a row in treatment_facts", key);
}

static void
test_treatments (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    check_treatment (treatment, facts_of (treatment->key));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (treatment_facts); i++)
    if (rgm_catalog_lookup (catalog, treatment_facts[i].key) == NULL)
      g_error ("[treatment %s] of the source is missing", treatment_facts[i].key);
}

static void
check_mentions (const char *text, const char *word)
{
  g_assert_true ((text == NULL) == (word == NULL));
  if (word != NULL)
    g_assert_nonnull (strstr (text, word));
}

static void
test_conditions (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_assert_cmpuint (conditions->len, ==, G_N_ELEMENTS (condition_facts));
  for (gsize i = 0; i < G_N_ELEMENTS (condition_facts); i++) {
    const RgmCondition *condition = conditions->pdata[i];
    const ConditionFacts *facts = &condition_facts[i];
    g_autofree char *signs = effect_names (condition->signs);
    g_assert_cmpstr (condition->key, ==, facts->key);
    g_assert_cmpstr (signs, ==, facts->signs);
    g_assert_cmpstr (condition->advice, ==, facts->advice);
    g_assert_cmpint (condition->urgent, ==, facts->urgent);
    check_mentions (condition->untreated, facts->untreated);
    check_mentions (condition->about, facts->about);
  }
}

static void
test_overlaps (void)
{
  g_autoptr (RgmCatalog) catalog = load ();
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  gsize seen = 0;
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_autoptr (GPtrArray) overlaps
      = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
    for (guint j = 0; j < overlaps->len; j++) {
      const RgmOverlap *overlap = overlaps->pdata[j];
      g_autofree char *keys = condition_keys (overlap->conditions);
      g_assert_cmpuint (seen, <, G_N_ELEMENTS (overlap_facts));
      const OverlapFacts *facts = &overlap_facts[seen++];
      g_assert_cmpstr (treatment->key, ==, facts->treatment);
      g_assert_cmpstr (overlap->effect->name, ==, facts->effect);
      g_assert_cmpstr (keys, ==, facts->conditions);
    }
  }
  g_assert_cmpuint (seen, ==, G_N_ELEMENTS (overlap_facts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/treatments", test_treatments);
  g_test_add_func ("/facts/conditions", test_conditions);
  g_test_add_func ("/facts/overlaps", test_overlaps);
  return g_test_run ();
}
