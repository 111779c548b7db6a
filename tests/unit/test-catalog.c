/* The reader of the catalog: what people type, files of a user's own, translations, and every
 * mistake with its line. */
#include <regimen/effects.h>
#include <regimen/signs.h>

#include "mistakes.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("regimen-catalog-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "mine.ini", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
    g_remove (path);
  }
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static RgmCatalog *
load (const Fixture *fixture, const char *text, const char *language)
{
  g_autoptr (GError) error = NULL;
  if (text != NULL)
    write_file (fixture->path, text);
  RgmCatalog *catalog = rgm_catalog_load (fixture->dir, language, &error);
  g_assert_no_error (error);
  return catalog;
}

/* ---- finding ---- */

static const struct {
  const char *typed;
  const char *key;
} found[] = {
  { "denosumab", "denosumab" },
  { "Denosumab", "denosumab" },
  { "deno", "denosumab" },
  { "zoledronic acid", "zoledronic-acid" },
  { "ZOLEDRONIC-ACID", "zoledronic-acid" },
  { "zoledronicacid", "zoledronic-acid" },
  { "zol", "zoledronic-acid" },
  { "radiation", "radiation" },
  { "external radiation", "radiation" },
  { "radiop", "radiopharmaceutical" },
  { "x ray", "x-ray" },
  { "Xray", "x-ray" },
  { "vertebroplasty", "bone-cement" },
  { "kyphoplasty", "bone-cement" },
  { "Cementoplasty", "bone-cement" },
  { "CT", "ct" },
  { "ct scan", "ct" },
  { "mri", "mri" },
  { "pet", "pet" },
  { "blood test", "lab-test" },
  { "blood calcium", "lab-test" },
  { "alkaline phosphatase", "lab-test" },
  { "aspirin", "pain-medicine" },
  { "ibuprofen", "pain-medicine" },
  { "nsaid", "pain-medicine" },
  { "hormone therapy", "primary-treatment" },
  { "relaxation", "pain-relief" },
  { " bone scan ", "bone-scan" },
  { "xgeva", "denosumab" },
  { "ZOMETA", "zoledronic-acid" },
  { "Xofigo", "radiopharmaceutical" },
};

static void
test_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) catalog = load (fixture, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++) {
    g_autoptr (GError) error = NULL;
    const RgmTreatment *treatment = rgm_catalog_find (catalog, found[i].typed, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (treatment->key, ==, found[i].key);
  }
}

static const struct {
  const char *typed;
  const char *words;
} not_found[] = {
  { "denosumap", "did you mean \"denosumab\"?" },
  { "zoledronc-acid", "did you mean \"zoledronic-acid\"?" },
  { "ibuprofin", "did you mean \"ibuprofen\"?" },
  { "xgewa", "did you mean \"Xgeva\"?" },
  { "p", "pamidronate, physical-therapy, pain-medicine, pain-relief, primary-treatment, pet" },
  { "radi", "radiation, radiopharmaceutical" },
  { "qqqqqqqqqqqq", "\"regimen catalog\" lists the treatments" },
  { "", "\"regimen catalog\" lists the treatments" },
  { " - ", "\"regimen catalog\" lists the treatments" },
};

static void
test_not_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) catalog = load (fixture, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (not_found); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (rgm_catalog_find (catalog, not_found[i].typed, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    if (strstr (error->message, not_found[i].words) == NULL)
      g_error ("“%s” lacks “%s”", error->message, not_found[i].words);
  }
}

static void
test_lookup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) catalog = load (fixture, NULL, NULL);
  g_assert_cmpstr (rgm_catalog_lookup (catalog, "ct")->name, ==, "CT scan");
  g_assert_null (rgm_catalog_lookup (catalog, "CT"));
  g_assert_null (rgm_catalog_lookup (catalog, "deno"));
  g_assert_cmpstr (rgm_catalog_source (catalog, "bone-metastases")->title, ==,
                   "Bone Metastases: When Cancer Spreads to the Bones");
  g_assert_null (rgm_catalog_source (catalog, "nothing"));
}

/* Every treatment is found by its key, its name and each alias. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) catalog = load (fixture, NULL, NULL);
  const GPtrArray *treatments = rgm_catalog_treatments (catalog);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    g_assert_true (rgm_catalog_find (catalog, treatment->key, NULL) == treatment);
    g_assert_true (rgm_catalog_find (catalog, treatment->name, NULL) == treatment);
    for (char **alias = treatment->aliases; *alias != NULL; alias++)
      g_assert_true (rgm_catalog_find (catalog, *alias, NULL) == treatment);
  }
}

/* ---- files of a user's own ---- */

#define SOURCE "[source clinic]\ntitle=Leaflet\npublisher=Our clinic\n"
#define SYMPTOM "[symptom metal]\nwords=metallic taste;tastes like tin\n"
#define EFFECT "[effect metal]\nname=metallic taste\nsource=clinic\nsection=Page 2\n"
#define TREATMENT                                                                                  \
  "[treatment mouthwash]\nname=Mouthwash\nclass=care\nunit=rinse\nunits=rinses\nminutes=5\n"       \
  "effects=metal;nausea\nsources=clinic\nsection=Page 1\n"
#define CLASS "[class care]\nname=mouth care\n"
#define WHOLE SOURCE EFFECT CLASS TREATMENT

static void
test_user_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) catalog = load (fixture, TREATMENT SOURCE EFFECT CLASS, NULL);
  const RgmTreatment *treatment = rgm_catalog_find (catalog, "mouth", NULL);
  g_assert_cmpstr (treatment->name, ==, "Mouthwash");
  g_assert_cmpstr (treatment->class_name, ==, "mouth care");
  g_assert_cmpstr (treatment->route, ==, "");
  g_assert_cmpuint (treatment->effects->len, ==, 2);
  g_assert_false (treatment->custom);
  g_autoptr (GPtrArray) overlaps
    = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
  g_assert_cmpuint (overlaps->len, ==, 1);
}

/* An effect of a user's own is found by its name, or by the words of its symptom. */
static void
test_user_symptom (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) plain = load (fixture, WHOLE, NULL);
  g_autoptr (RgmSigns) by_name = rgm_signs_find (plain, "a metallic taste");
  g_assert_cmpuint (by_name->effects->len, ==, 1);
  g_autoptr (RgmCatalog) catalog
    = load (fixture, CLASS TREATMENT SYMPTOM SOURCE EFFECT "symptoms=metal\n", NULL);
  g_autoptr (RgmSigns) by_words = rgm_signs_find (catalog, "everything tastes like tin");
  g_assert_cmpuint (by_words->effects->len, ==, 1);
  g_assert_cmpstr (((RgmEffect *)by_words->effects->pdata[0])->key, ==, "metal");
  g_assert_cmpuint (by_words->conditions->len, ==, 0);
}

static void
test_user_dir (Fixture *fixture, gconstpointer data)
{
  g_autofree char *second = g_build_filename (fixture->dir, "zzz.ini", NULL);
  g_autofree char *hidden = g_build_filename (fixture->dir, ".mine.ini", NULL);
  g_autofree char *backup = g_build_filename (fixture->dir, "mine.ini~", NULL);
  write_file (second, SOURCE EFFECT CLASS);
  write_file (hidden, "not a catalog");
  write_file (backup, "not a catalog");
  g_autoptr (RgmCatalog) catalog = load (fixture, TREATMENT, NULL);
  g_assert_nonnull (rgm_catalog_lookup (catalog, "mouthwash"));
  g_autoptr (RgmCatalog) without = rgm_catalog_load ("/nowhere/at/all", NULL, NULL);
  g_assert_nonnull (without);
  g_autoptr (GError) error = NULL;
  g_assert_null (rgm_catalog_load (second, NULL, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CATALOG);
}

static void
test_escapes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) catalog
    = load (fixture, WHOLE "facts=one\\; still one ; two\\\\ ;\r\naliases=\n", NULL);
  const RgmTreatment *treatment = rgm_catalog_lookup (catalog, "mouthwash");
  g_assert_cmpuint (g_strv_length (treatment->facts), ==, 2);
  g_assert_cmpstr (treatment->facts[0], ==, "one; still one");
  g_assert_cmpstr (treatment->facts[1], ==, "two\\");
  g_assert_cmpuint (g_strv_length (treatment->aliases), ==, 0);
}

static void
test_translation (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *language;
    const char *name;
  } expected[] = {
    { NULL, "Mouthwash" },          { "de", "Mundspülung" }, { "de_CH.UTF-8", "Mundspülung" },
    { "de_AT", "Mundspülung (A)" }, { "fr", "Mouthwash" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (RgmCatalog) catalog = load (
      fixture, WHOLE "name[de_AT]=Mundspülung (A)\nname[de]=Mundspülung\n", expected[i].language);
    g_assert_cmpstr (rgm_catalog_lookup (catalog, "mouthwash")->name, ==, expected[i].name);
  }
}

/* The word for a dose goes on record, and code decides by it. */
static void
test_untranslated_unit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RgmCatalog) plain = load (fixture, WHOLE, "de");
  const char *unit = rgm_catalog_lookup (plain, "mouthwash")->unit;
  g_autoptr (RgmCatalog) catalog = load (fixture, WHOLE "unit[de]=Becher\n", "de");

  g_assert_cmpstr (rgm_catalog_lookup (catalog, "mouthwash")->unit, ==, unit);
}

/* ---- mistakes ---- */

static const Mistake mistakes[] = {
  { "[medicine x]\n", 1, "unknown group [medicine x]" },
  { "[treatment]\n", 1, "no proper key" },
  { "[treatment  x]\n", 1, "no proper key" },
  { "[treatment My Own]\n", 1, "no proper key" },
  { "[treatment 5fu]\n", 1, "a word of a-z, 0-9 and \"-\" that begins with a letter" },
  { "[condition x]\n", 1,
    "treatments, brands, classes, effects, symptoms, measures, units and sources only" },
  { "[sign x]\n", 1,
    "treatments, brands, classes, effects, symptoms, measures, units and sources only" },
  { "[treatment denosumab]\n", 1, "is already in catalog/treatments.ini:" },
  { "[effect nausea]\nname=sickness\n", 1, "cannot be changed" },
  { "[source bone-metastases]\n", 1, "cannot be changed" },
  { "[class test]\n", 1, "cannot be changed" },
  { SOURCE SOURCE, 4, "already on line 1" },
  { SOURCE "title=Again\n", 4, "already set on line 2" },
  { "[source clinic]\ntitle=Leaflet\n", 1, "has no \"publisher\"" },
  { "[source clinic]\ntitle=\npublisher=x\n", 2, "title: this is empty" },
  { "[source clinic]\ntitel=Leaflet\n", 2, "did you mean \"title\"" },
  { "[source clinic]\ndate=2026\n", 2, "accepted here are title, publisher, reviewers, scope" },
  { "[source clinic]\ntitle=Leaf\\let\npublisher=x\n", 2, "after \"\\\"" },
  { "[source clinic]\ntitle[de]=Blatt\npublisher=x\n", 2, "needs \"title\" beside it" },
  { "[source clinic]\ntitle[]=Blatt\n", 2, "is not a key" },
  { "[source clinic]\ntitle[d e]=Blatt\n", 2, "is not a key" },
  { "[source clinic]\ntitle[de=Blatt\n", 2, "is not a key" },
  { SOURCE EFFECT "symptoms=nausia\n", 8, "symptoms: there is no [symptom nausia]" },
  { SOURCE EFFECT "symptoms=nausea;nausea\n", 8, "is listed twice" },
  { SYMPTOM EFFECT SOURCE "symptoms=metal\n", 10, "unknown key \"symptoms\"" },
  { "[symptom metal]\nalso=nausea\n", 1, "has no \"words\"" },
  { "[symptom metal]\nwords=\n", 2, "words: this is empty" },
  { "[symptom metal]\nwords=metal;;tin\n", 2, "is empty" },
  { "[symptom metal]\nname=metal\nwords=metal\n", 2, "accepted here are words, also, means" },
  { SYMPTOM "also=mettle\n", 3, "also: there is no [symptom mettle]" },
  { SYMPTOM "means=nausia;vomiting\n", 3, "means: there is no [symptom nausia]" },
  { SYMPTOM "means=nausea\nalso=vomiting\n", 3, "either \"means\" or \"also\"" },
  { SYMPTOM "[symptom tin]\nwords=tin;Metallic Taste\n", 4,
    "\"Metallic Taste\" already leads to [symptom metal]" },
  { "[symptom tin]\nwords=queasy\n", 2, "already leads to [symptom nausea]" },
  { "[symptom tin]\nwords=platelets\n", 2, "already leads to [condition low-platelets]" },
  { "[unit x]\nwords=y\n", 1, "has no \"name\"" },
  { "[unit x]\nname=mmol/l\n", 1, "\"mmol/l\" already means [unit mmol-per-l]" },
  { "[unit x]\nname=x\nlowest=3\n", 3, "\"lowest\" needs \"highest\" beside it" },
  { "[unit x]\nname=x\nlowest=3\nhighest=2\n", 4, "highest: 2 is below lowest, 3" },
  { "[measure weight]\nname=weight\n", 1, "has no \"kind\"" },
  { "[measure weight]\nkind=weighed\nname=weight\n", 2, "write felt or lab" },
  { "[measure weight]\nkind=felt\nname=weight\nunits=stone\n", 4, "there is no [unit stone]" },
  { "[measure weight]\nkind=felt\nname=Pain\n", 3, "\"Pain\" already means [measure pain]" },
  { "[measure weight]\nkind=felt\nname=weight\nwords=heavy;temp\n", 4,
    "\"temp\" already means [measure temperature]" },
  { "[remark x]\n", 1, "measures, units and sources only" },
  { "[symptom nausea]\nwords=tin\n", 1, "is already in catalog/symptoms.ini:" },
  { SOURCE EFFECT "qualifier=perhaps\n", 8, "unknown key \"qualifier\"" },
  { EFFECT, 3, "source: there is no [source clinic]" },
  { "[effect metal]\nname=x\nsource=The Clinic\nsection=y\n", 3, "is not a key" },
  { "[effect metal]\nname=x\nsource=bone-metastases\n", 1, "has no \"section\"" },
  { CLASS "name[de]=Mundpflege\nname[de]=Pflege\n", 4, "already set on line 3" },
  { TREATMENT SOURCE EFFECT, 3, "class: there is no [class care]" },
  { TREATMENT CLASS SOURCE, 7, "effects: there is no [effect metal]" },
  { TREATMENT CLASS EFFECT SOURCE "[treatment rinse]\n", 19, "has no \"name\"" },
  { WHOLE "sources=clinic\n", 19, "already set on line 17" },
  { WHOLE "class[de]=x\n", 19, "cannot have a translation" },
  { WHOLE "minutes[de]=6\n", 19, "cannot have a translation" },
  { WHOLE "rare-effects=fewer\n", 19, "there is no [effect fewer]" },
  { WHOLE "rare-effects=rash;;fever\n", 19, "is empty" },
  { WHOLE "effects-text=There may be {efects}.\n", 19, "\"{efects}.\" names no list" },
  { WHOLE "effects-text=Danach: {nachwirkung-größer}.\n", 19, "\"{nachwirkung-grö\" names" },
  { WHOLE "effects-text=There may be {rare-effects}.\n", 19, "names no list of this treatment" },
  { WHOLE "instead-of=denosumab\n", 19, "\"instead-of\" needs \"instead-text\"" },
  { WHOLE "instead-text=Words\n", 19, "\"instead-text\" needs \"instead-of\"" },
  { WHOLE "instead-of=nothing\ninstead-text=Words\n", 19, "there is no [class nothing]" },
  { WHOLE "interval-min-days=7\n", 19, "needs \"interval-max-days\" beside it" },
  { WHOLE "interval-min-days=7\ninterval-max-days=9\n", 19, "needs \"interval-text\" beside it" },
  { WHOLE "interval-text=x\ninterval-min-days=9\ninterval-max-days=7\n", 21,
    "7 is below interval-min-days, 9" },
  { WHOLE "interval-text=x\ninterval-min-days=7\ninterval-max-days=9\ninterval-usual-days=6\n", 22,
    "6 is outside the range 7 to 9" },
  { WHOLE "interval-usual-days=6\n", 19, "6 is outside the range 0 to 0" },
  { WHOLE "interval-min-days=0\n", 19, "from 1 to 3660" },
  { WHOLE "interval-max-days=3661\n", 19, "from 1 to 3660" },
  { WHOLE "interval-max-days=4w\n", 19, "from 1 to 3660" },
  { WHOLE "response-from-days=3\n", 19, "beside it" },
  { WHOLE "response-from-days=3\nresponse-to-days=2\nresponse-text=x\nresponse-question=x\n", 20,
    "2 is below" },
  { WHOLE "aliases=ibuprofen\n", 19, "already means \"pain-medicine\" in the catalog" },
  { WHOLE "aliases=X Ray\n", 19, "already means \"x-ray\" in the catalog" },
  { SOURCE CLASS "[treatment rinse]\nname=Pamidronate\nclass=care\nunit=x\nunits=x\nminutes=5\n"
                 "sources=clinic\nsection=x\n",
    7, "already means \"pamidronate\" in the catalog" },
  { SOURCE CLASS "[treatment rinse]\nname=Rinse\nclass=care\nunit=x\nunits=x\nminutes=0\n"
                 "sources=clinic\nsection=x\n",
    11, "from 1 to 1440" },
  { SOURCE CLASS "[treatment rinse]\nname=Rinse\nclass=care\nunit=x\nunits=x\nminutes=5\n"
                 "sources=leaflet\nsection=x\n",
    12, "there is no [source leaflet]" },
};

static void
test_mistakes (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GError) error = NULL;
    write_file (fixture->path, mistakes[i].text);
    g_autoptr (RgmCatalog) catalog = rgm_catalog_load (fixture->dir, NULL, &error);
    if (catalog != NULL)
      g_error ("accepted: %s", mistakes[i].text);
    assert_mistake (error, RGM_ERROR, RGM_ERROR_CATALOG, fixture->path, &mistakes[i]);
  }
}

static void
test_two_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *second = g_build_filename (fixture->dir, "second.ini", NULL);
  g_autofree char *first_group = g_strdup_printf ("[class care] is already in %s:2", fixture->path);
  write_file (fixture->path, "\n" CLASS);
  write_file (second, CLASS);
  g_assert_null (rgm_catalog_load (fixture->dir, NULL, &error));
  assert_mistake (error, RGM_ERROR, RGM_ERROR_CATALOG, second, &(Mistake){ NULL, 1, first_group });
}

/* A file cut off anywhere is read, or refused with a line: never more. */
static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  for (gsize length = strlen (WHOLE); length-- > 0;) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = g_strndup (WHOLE, length);
    write_file (fixture->path, text);
    g_autoptr (RgmCatalog) catalog = rgm_catalog_load (fixture->dir, NULL, &error);
    g_assert_true ((catalog == NULL) == (error != NULL));
    if (error != NULL)
      g_assert_true (g_str_has_prefix (error->message, fixture->path));
  }
}

/* Without files of the user's, a group is read when it is asked for, and nothing is compared with
 * the other groups. With one, even if it adds nothing, all are read and compared. */
static void
test_one_by_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCatalog) whole = load (fixture, "# adds nothing\n", NULL), each = NULL;
  const GPtrArray *treatments = rgm_catalog_treatments (whole);
  each = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = treatments->len; i-- > 0;) {
    const RgmTreatment *one = treatments->pdata[i], *other = rgm_catalog_lookup (each, one->key);
    g_autofree char *text = rgm_effects_text (one, whole, 0);
    g_autofree char *same = rgm_effects_text (other, each, 0);
    g_assert_cmpstr (other->name, ==, one->name);
    g_assert_cmpstr (other->class_name, ==, one->class_name);
    g_assert_cmpstr (other->response_measure, ==, one->response_measure);
    g_assert_cmpstr (same, ==, text);
  }
  g_assert_cmpuint (rgm_catalog_treatments (each)->len, ==, treatments->len);
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *one = treatments->pdata[i],
                       *other = rgm_catalog_treatments (each)->pdata[i];
    g_assert_cmpstr (other->key, ==, one->key);
    g_assert_true (rgm_catalog_lookup (each, one->key) == other);
  }
  g_assert_null (rgm_catalog_lookup (each, "mouthwash"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/catalog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("found", test_found);
  ADD ("not-found", test_not_found);
  ADD ("lookup", test_lookup);
  ADD ("names", test_names);
  ADD ("user-file", test_user_file);
  ADD ("user-symptom", test_user_symptom);
  ADD ("user-dir", test_user_dir);
  ADD ("escapes", test_escapes);
  ADD ("translation", test_translation);
  ADD ("untranslated-unit", test_untranslated_unit);
  ADD ("mistakes", test_mistakes);
  ADD ("two-files", test_two_files);
  ADD ("cut-off", test_cut_off);
  ADD ("one-by-one", test_one_by_one);
  return g_test_run ();
}
