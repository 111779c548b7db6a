/* test-wording.c: checks the words of the catalog in its raw files: every entry has a source,
 * nothing is unused, and there are no amounts of medicine, no brand names, no advice and no word
 * that the source does not have. */
#include <glib.h>
#include <string.h>

static const char *const files[]
  = { "sources.ini", "effects.ini", "conditions.ini", "treatments.ini" };

/* Every word of the sentences. Each was compared with the source by hand: treat a new word as a new
 * medical fact, and add it only after you have found it there. */
static const char vocabulary[]
  = " a ablation absorbed acid active affected after alkaline all along also an and anemia "
    "another appetite are area arms article as aspirin at away back be beams become bed "
    "beds before began belly better biopsy bisphosphonate bisphosphonates bleeding blood "
    "body bone bones both bowel break breaking breath broken bruising but by calcium "
    "called can cancer cancers cases cause causes cells cement cementoplasty changes "
    "check chemicals chills cold collapsing collects coma combinations combined come "
    "comes common compression confirm confusion constipation cord count course ct damage "
    "decrease delay denosumab destroy destroyed detail diagnosis diarrhea discuss do does "
    "done dose doses down drawn earlier ease eases easily effect effects electricity "
    "elsewhere every example external fatigue fever few fewer filled first follow "
    "followed for fraction fracture fractures from full gastrointestinal given gives glue "
    "go goes guide gut has have having health healthcare heat help helps high higher hole "
    "hormone how hypercalcemia ibuprofen if in include increase infection infusion "
    "infusions injection injections inside instance interval into irritate is it itself "
    "iv joint joints kill kills kind kyphoplasty lab lack last lead left legs less levels "
    "like little lived long loss low lower made mainly many mass mattress mattresses may "
    "mean means measured medication medicine medicines metastasis middle might mild "
    "mildly more most movement mri much muscle nausea needle night no not nsaid nsaids "
    "numbness nurse of often once one operation option or oral osteoclasts other outline "
    "over pain painkiller pamidronate paralysis part pet phosphatase physical "
    "physiotherapy piece pills pins place plan platelets plates prevent prevents primary "
    "probe problems prostaglandins prostate provider put quick radiation radioactive "
    "radiopharmaceutical radiopharmaceuticals radiotherapy rare rash ray rays red reduce "
    "relaxation relief relieve remove removes response responsible rest right risk rods "
    "same say scan screws see seem session sessions setting severe shape short shortness "
    "show side sign size skeleton skin slow slower slows small some sometimes spinal "
    "spine stabilize stabilizes stomach stop stops strengthen strong substance sudden "
    "suggest surgery swallowed symptom symptoms tablet tablets take taken takes talk tell "
    "term test tests than that the their them therapeutic therapy there these they thirst "
    "through time tiredness to too tracer tract treat treated treatment treatments treats "
    "trouble tumor tumors tumour under up urinating used useful usually values vein "
    "vertebroplasty very visit visits vomiting ways weakness weeks well what when where "
    "which white whole wires with without working works worse x your zoledronic ";

/* The only numbers that the sentences take from the source. */
static const char *const numbers[]
  = { "every 3 to 12 weeks", "every 4 weeks", "2 to 3 weeks", "1 or 2 tumors" };

/* Names under which medicines are sold, and medicines that the source does not name. */
static const char *const unnamed[]
  = { "zometa",        "aredia",      "reclast",     "aclasta",       "xgeva",       "prolia",
      "fosamax",       "actonel",     "boniva",      "bonviva",       "bondronat",   "bonefos",
      "zoledronate",   "ibandronate", "ibandronic",  "alendronate",   "risedronate", "clodronate",
      "quadramet",     "metastron",   "xofigo",      "pluvicto",      "samarium",    "strontium",
      "radium",        "lutetium",    "advil",       "motrin",        "nurofen",     "aleve",
      "naproxen",      "tylenol",     "paracetamol", "acetaminophen", "bayer",       "celecoxib",
      "celebrex",      "opioid",      "morphine",    "oxycodone",     "fentanyl",    "tamoxifen",
      "dexamethasone", "steroid" };

static const char *const advice[]
  = { "should", "must",    "ought",     "recommend", "consult", "avoid",
      "call ",  "contact", "emergency", "need to",   "do not",  "don't",
      "never",  "always",  "ask ",      "try ",      "safe",    "drink" };

/* What the source says with one of these words, and is no advice. */
static const char *const no_advice[] = { "do not last long", "do not confirm" };

typedef void (*Check) (const char *group, const char *key, const char *value);

static GKeyFile *
read_file (const char *name)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "..", "..", "src", "catalog", "data", name, NULL);
  g_autoptr (GError) error = NULL;
  GKeyFile *file = g_key_file_new ();
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, &error);
  g_assert_no_error (error);
  return file;
}

static void
check_group (GKeyFile *file, const char *group, Check check)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  for (char **key = keys; *key != NULL; key++) {
    g_autofree char *value = g_key_file_get_value (file, group, *key, NULL);
    check (group, *key, value);
  }
}

/* Runs @check on every value of every file. */
static void
check_all (Check check)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GKeyFile) file = read_file (files[i]);
    g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
    for (char **group = groups; *group != NULL; group++)
      check_group (file, *group, check);
  }
}

/* Keys whose values are words for people, other than the citation itself. */
static gboolean
is_wording (const char *key)
{
  static const char *const wording[] = { "name",          "aliases",
                                         "route",         "unit",
                                         "units",         "unit-also",
                                         "note",          "gloss",
                                         "about",         "advice",
                                         "untreated",     "qualifier",
                                         "instead-text",  "interval-text",
                                         "facts",         "effects-text",
                                         "response-text", "response-question",
                                         "section",       NULL };
  return g_strv_contains (wording, key);
}

static void
check_vocabulary (const char *group, const char *key, const char *value)
{
  if (!is_wording (key) || strcmp (key, "section") == 0)
    return;
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_strcanon (lower, G_CSET_a_2_z, ' ');
  g_auto (GStrv) words = g_strsplit (lower, " ", -1);
  for (char **word = words; *word != NULL; word++) {
    g_autofree char *spaced = g_strdup_printf (" %s ", *word);
    if (**word != '\0' && strstr (vocabulary, spaced) == NULL)
      g_error ("[%s] %s: “%s” is a word that nobody has checked against the source", group, key,
               *word);
  }
}

static void
test_vocabulary (void)
{
  check_all (check_vocabulary);
}

static void
remove_phrase (char *text, const char *phrase)
{
  for (char *at = strstr (text, phrase); at != NULL; at = strstr (text, phrase))
    memset (at, ' ', strlen (phrase));
}

static void
check_numbers (const char *group, const char *key, const char *value)
{
  if (!is_wording (key))
    return;
  g_autofree char *rest = g_strdup (value);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    remove_phrase (rest, numbers[i]);
  if (strcspn (rest, "0123456789") != strlen (rest))
    g_error ("[%s] %s: a number that the source does not have: “%s”", group, key, value);
}

static void
test_numbers (void)
{
  check_all (check_numbers);
}

static void
check_names (const char *group, const char *key, const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s %s", group, value);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (unnamed); i++)
    if (strstr (lower, unnamed[i]) != NULL)
      g_error ("[%s] %s: the source does not name “%s”", group, key, unnamed[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (no_advice); i++)
    remove_phrase (lower, no_advice[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (advice); i++)
    if (strstr (lower, advice[i]) != NULL)
      g_error ("[%s] %s: advice that is not the source's: “%s”", group, key, advice[i]);
}

static void
test_names (void)
{
  check_all (check_names);
}

/* The text of each key has one form, so that texts can be put together. */
static void
check_form (const char *group, const char *key, const char *value)
{
  static const char *const sentences[]
    = { "about", "untreated", "effects-text", "response-text", "facts", NULL };
  static const char *const phrases[]
    = { "name",          "note",  "gloss", "advice", "qualifier", "instead-text",
        "interval-text", "route", "unit",  "units",  NULL };
  if (g_strv_contains (sentences, key))
    g_assert_true (g_str_has_suffix (value, ".") && g_ascii_isupper (*value));
  if (g_strv_contains (phrases, key))
    g_assert_false (g_str_has_suffix (value, "."));
  if (g_strv_contains (sentences + 4, key)) {
    g_auto (GStrv) facts = g_strsplit (value, ";", -1);
    for (char **fact = facts; *fact != NULL; fact++)
      g_assert_true (g_str_has_suffix (*fact, ".") && g_ascii_isupper (**fact));
  }
}

static void
test_form (void)
{
  check_all (check_form);
}

static void
test_sources (void)
{
  for (gsize i = 1; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GKeyFile) file = read_file (files[i]);
    g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
    for (char **group = groups; *group != NULL; group++) {
      const char *key = g_str_has_prefix (*group, "treatment ") ? "sources" : "source";
      g_autofree char *source = g_key_file_get_value (file, *group, key, NULL);
      g_autofree char *section = g_key_file_get_value (file, *group, "section", NULL);
      gboolean class = g_str_has_prefix (*group, "class ");
      g_assert_cmpstr (source, ==, class ? NULL : "bone-metastases");
      g_assert_true (class || (section != NULL && *section != '\0'));
    }
  }
}

/* How often the keys of the lists @keys (NULL-terminated) occur in @file. Returns: (transfer
 * full): key to count. */
static GHashTable *
count_references (GKeyFile *file, const char *const *keys)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++)
    for (const char *const *key = keys; *key != NULL; key++) {
      g_auto (GStrv) words = g_key_file_get_string_list (file, *group, *key, NULL, NULL);
      for (char **word = words; word != NULL && *word != NULL; word++) {
        int count = GPOINTER_TO_INT (g_hash_table_lookup (counts, *word));
        g_hash_table_insert (counts, g_strdup (*word), GINT_TO_POINTER (count + 1));
      }
    }
  return counts;
}

static void
assert_used (GKeyFile *file, const char *prefix, GHashTable *counts, int at_most)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    if (!g_str_has_prefix (*group, prefix))
      continue;
    int count = GPOINTER_TO_INT (g_hash_table_lookup (counts, *group + strlen (prefix)));
    if (count < 1 || count > at_most)
      g_error ("[%s] is used %d times", *group, count);
  }
}

static void
test_nothing_unused (void)
{
  static const char *const effect_keys[] = { "effects", "rare-effects", NULL };
  static const char *const sign_keys[] = { "signs", NULL };
  static const char *const class_keys[] = { "class", NULL };
  g_autoptr (GKeyFile) effects = read_file ("effects.ini");
  g_autoptr (GKeyFile) conditions = read_file ("conditions.ini");
  g_autoptr (GKeyFile) treatments = read_file ("treatments.ini");
  g_autoptr (GHashTable) used_effects = count_references (treatments, effect_keys);
  g_autoptr (GHashTable) used_signs = count_references (conditions, sign_keys);
  g_autoptr (GHashTable) used_classes = count_references (treatments, class_keys);
  assert_used (effects, "effect ", used_effects, 99);
  assert_used (conditions, "sign ", used_signs, 1);
  assert_used (treatments, "class ", used_classes, 99);
}

static void
test_citation (void)
{
  g_autoptr (GKeyFile) file = read_file ("sources.ini");
  g_autofree char *reviewers
    = g_key_file_get_value (file, "source bone-metastases", "reviewers", NULL);
  static const char *const names[]
    = { "Jessica Gotwals RN BSN MPH", "Sabrina Felson MD", "Todd Gersten MD" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (strstr (reviewers, names[i]));
  g_autofree char *publisher
    = g_key_file_get_value (file, "source bone-metastases", "publisher", NULL);
  g_assert_cmpstr (publisher, ==, "URMC Health Encyclopedia");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wording/vocabulary", test_vocabulary);
  g_test_add_func ("/wording/numbers", test_numbers);
  g_test_add_func ("/wording/names", test_names);
  g_test_add_func ("/wording/form", test_form);
  g_test_add_func ("/wording/sources", test_sources);
  g_test_add_func ("/wording/nothing-unused", test_nothing_unused);
  g_test_add_func ("/wording/citation", test_citation);
  return g_test_run ();
}
