/* Treatments as plain data: those of a user's own, the unit's word, and the overlap of effects
 * and signs. */
#include <regimen/treatment.h>

#include "model/treatment.h"

static const struct {
  const char *name;
  const char *key;
} names[] = {
  { "Vitamin D", "vitamin-d" },
  { "Vitamin D3 (drops)", "vitamin-d3-drops" },
  { "  calcium  carbonate  ", "calcium-carbonate" },
  { "5-FU", "5-fu" },
  { "Curaçao", "curacao" },
  { "Ibuprofène Straße", "ibuprofene-strasse" },
  { "Кальций", "medicine" },
  { "Кальций D3", "d3" },
  { "カルシウム", "medicine" },
  { "a long name of a medicine that nobody types", "a-long-name-of-a-medicine-that-nobod" },
  { "x", "x" },
};

static void
test_custom (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom (names[i].name, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (treatment->key, ==, names[i].key);
    g_autofree char *stripped = g_strstrip (g_strdup (names[i].name));
    g_assert_cmpstr (treatment->name, ==, stripped);
    g_assert_cmpstr (treatment->class_key, ==, "custom");
    g_assert_true (treatment->custom);
    g_assert_cmpuint (treatment->effects->len + treatment->rare_effects->len, ==, 0);
    g_assert_cmpuint (g_strv_length (treatment->sources), ==, 0);
    g_assert_cmpint (treatment->interval.max_days, ==, 0);
  }
}

static void
test_custom_refused (void)
{
  static const char *const refused[] = { "", " ", "—", "a\nb", "a\x1b[31m", "\xff" };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (rgm_treatment_new_custom (refused[i], &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  }
  g_autofree char *endless = g_strnfill (501, 'a');
  g_autoptr (GError) error = NULL;
  g_assert_null (rgm_treatment_new_custom (endless, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
}

static void
test_units (void)
{
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom ("Vitamin D", NULL);
  g_assert_cmpstr (treatment->unit, ==, "dose");
  g_assert_cmpstr (treatment->units, ==, "doses");
}

static RgmEffect *
new_effect (const char *key, const char *symptoms)
{
  RgmEffect *effect = g_new0 (RgmEffect, 1);
  effect->key = g_strdup (key);
  effect->symptoms = g_strsplit (symptoms, " ", -1);
  return effect;
}

static RgmCondition *
new_condition (GPtrArray *signs)
{
  RgmCondition *condition = g_new0 (RgmCondition, 1);
  condition->signs = g_ptr_array_ref (signs);
  return condition;
}

/* The same symptom is the same sign, whatever it is called, also one that counts only beside
 * others. */
static void
test_overlaps (void)
{
  g_autoptr (GPtrArray) effects
    = g_ptr_array_new_with_free_func ((GDestroyNotify)treatment_effect_free);
  g_ptr_array_add (effects, new_effect ("a", "cold"));
  g_ptr_array_add (effects, new_effect ("b", "warm hot"));
  g_ptr_array_add (effects, new_effect ("c", "back"));
  g_autoptr (GPtrArray) signs
    = g_ptr_array_new_with_free_func ((GDestroyNotify)treatment_effect_free);
  g_ptr_array_add (signs, new_effect ("s", "hot wet"));
  g_ptr_array_add (signs, new_effect ("t", "back"));
  ((RgmEffect *)signs->pdata[1])->qualifier = g_strdup ("with these also");
  g_autoptr (GPtrArray) conditions
    = g_ptr_array_new_with_free_func ((GDestroyNotify)treatment_condition_free);
  g_ptr_array_add (conditions, new_condition (signs));
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom ("x", NULL);
  g_ptr_array_unref (treatment->rare_effects);
  treatment->rare_effects = g_ptr_array_ref (effects);
  g_autoptr (GPtrArray) overlaps = rgm_treatment_overlaps (treatment, conditions);
  g_assert_cmpuint (overlaps->len, ==, 2);
  for (guint i = 0; i < overlaps->len; i++) {
    const RgmOverlap *overlap = overlaps->pdata[i];
    g_assert_true (overlap->effect == effects->pdata[i + 1]);
    g_assert_cmpuint (overlap->conditions->len, ==, 1);
    g_assert_true (overlap->signs->pdata[0] == signs->pdata[i]);
  }
}

static void
test_free_nothing (void)
{
  rgm_treatment_free (NULL);
  treatment_effect_free (NULL);
  treatment_condition_free (NULL);
  treatment_source_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/treatment/custom", test_custom);
  g_test_add_func ("/treatment/custom-refused", test_custom_refused);
  g_test_add_func ("/treatment/units", test_units);
  g_test_add_func ("/treatment/overlaps", test_overlaps);
  g_test_add_func ("/treatment/free-nothing", test_free_nothing);
  return g_test_run ();
}
