/* signs.c: finds what a person noticed in the lists of effects and signs, and shows these lists. */
#include <regimen/signs.h>

#include "catalog/catalog-private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "catalog/effects.h"
#include "catalog/page.h"
#include "catalog/phrase.h"
#include "model/treatment.h"

#include <string.h>

/* ---- finding ---- */

static gboolean
has_phrase (char **phrases, GHashTable *words)
{
  for (char **phrase = phrases; *phrase != NULL; phrase++)
    if (phrase_is_in (*phrase, words))
      return TRUE;
  return FALSE;
}

static gboolean
has_any (GHashTable *found, char **keys)
{
  for (char **key = keys; *key != NULL; key++)
    if (g_hash_table_contains (found, *key))
      return TRUE;
  return FALSE;
}

static void
add_all (GHashTable *found, char **keys)
{
  for (char **key = keys; *key != NULL; key++)
    g_hash_table_add (found, *key);
}

/* The keys of the symptoms that @words name. First come symptoms with words of their own. A word
 * with several meanings is then used only if none of its meanings was found; it stands for all of
 * them. Last come the symptoms that are always found together with one of the first. */
static GHashTable *
find_symptoms (const GPtrArray *symptoms, GHashTable *words)
{
  GHashTable *found = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) meant = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    if (*symptom->means == NULL && has_phrase (symptom->words, words))
      g_hash_table_add (found, symptom->key);
  }
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    if (*symptom->means != NULL && !has_any (found, symptom->means)
        && has_phrase (symptom->words, words)) {
      g_hash_table_add (meant, symptom->key);
      add_all (meant, symptom->means);
    }
  }
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    if (g_hash_table_contains (found, symptom->key))
      add_all (meant, symptom->also);
  }
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, meant);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (found, key);
  return found;
}

/* Whether @found has one of the symptoms of @effect. An effect that has no symptoms is found by its
 * name. */
static gboolean
is_found (const RgmEffect *effect, GHashTable *found, GHashTable *words)
{
  return has_any (found, effect->symptoms)
         || (*effect->symptoms == NULL && phrase_is_in (effect->name, words));
}

RgmSigns *
rgm_signs_find (const RgmCatalog *catalog, const char *text)
{
  const GPtrArray *symptoms = rgm_catalog_symptoms (catalog);
  const GPtrArray *effects = catalog_objects (catalog, RGM_KIND_EFFECT);
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GHashTable) words = phrase_words (text);
  g_autoptr (GHashTable) found = find_symptoms (symptoms, words);
  RgmSigns *signs = g_new0 (RgmSigns, 1);
  signs->symptoms = g_ptr_array_new ();
  signs->effects = g_ptr_array_new ();
  signs->conditions = g_ptr_array_new ();
  signs->signs = g_ptr_array_new ();
  for (guint i = 0; i < symptoms->len; i++)
    if (g_hash_table_contains (found, ((const RgmSymptom *)symptoms->pdata[i])->key))
      g_ptr_array_add (signs->symptoms, symptoms->pdata[i]);
  for (guint i = 0; i < effects->len; i++)
    if (is_found (effects->pdata[i], found, words))
      g_ptr_array_add (signs->effects, effects->pdata[i]);
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    guint before = signs->signs->len;
    for (guint j = 0; j < condition->signs->len; j++)
      if (is_found (condition->signs->pdata[j], found, words))
        g_ptr_array_add (signs->signs, condition->signs->pdata[j]);
    if (signs->signs->len > before || has_phrase (condition->words, words))
      g_ptr_array_add (signs->conditions, conditions->pdata[i]);
  }
  return signs;
}

void
rgm_signs_free (RgmSigns *signs)
{
  if (signs == NULL)
    return;
  g_ptr_array_unref (signs->symptoms);
  g_ptr_array_unref (signs->effects);
  g_ptr_array_unref (signs->conditions);
  g_ptr_array_unref (signs->signs);
  g_free (signs);
}

gboolean
rgm_signs_found (const RgmSigns *signs)
{
  return signs->effects->len + signs->conditions->len > 0;
}

static gboolean
same_list (const GPtrArray *one, const GPtrArray *other)
{
  return one->len == other->len
         && (one->len == 0 || memcmp (one->pdata, other->pdata, one->len * sizeof (gpointer)) == 0);
}

gboolean
rgm_signs_same (const RgmSigns *one, const RgmSigns *other)
{
  return same_list (one->symptoms, other->symptoms) && same_list (one->effects, other->effects)
         && same_list (one->conditions, other->conditions) && same_list (one->signs, other->signs);
}

GPtrArray *
rgm_signs_effect_treatments (const RgmCatalog *catalog, const RgmEffect *effect, gboolean rare)
{
  const GPtrArray *all = rgm_catalog_treatments (catalog);
  GPtrArray *treatments = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    const RgmTreatment *treatment = all->pdata[i];
    GPtrArray *effects = rare ? treatment->rare_effects : treatment->effects;
    if (g_ptr_array_find (effects, effect, NULL))
      g_ptr_array_add (treatments, all->pdata[i]);
  }
  return treatments;
}

/* ---- showing ---- */

/* Whether one of @treatments (nullable) is @treatment. */
static gboolean
has_treatment (const GPtrArray *treatments, const RgmTreatment *treatment)
{
  for (guint i = 0; treatments != NULL && i < treatments->len; i++)
    if (strcmp (((const RgmTreatment *)treatments->pdata[i])->key, treatment->key) == 0)
      return TRUE;
  return FALSE;
}

/* The names of the treatments with @effect that are among @on_record, or of those that are not.
 * Returns: (transfer full): "" if there are none. */
static char *
list_treatments (const RgmCatalog *catalog, const RgmEffect *effect, gboolean rare,
                 const GPtrArray *on_record, gboolean recorded)
{
  g_autoptr (GPtrArray) treatments = rgm_signs_effect_treatments (catalog, effect, rare);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    if (has_treatment (on_record, treatment) == recorded)
      g_ptr_array_add (names, treatment->name);
  }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

/* Adds, for each effect, a line with the treatments that have it: those on record or the others. */
static void
add_effects (Page *page, const RgmSigns *signs, const RgmCatalog *catalog,
             const GPtrArray *on_record, gboolean recorded)
{
  const char *heading = recorded ? _ ("Side effects of the treatments on record:")
                        : on_record != NULL && on_record->len > 0
                          ? _ ("Side effects of other treatments:")
                          : _ ("Side effects of treatments:");
  for (guint i = 0; i < signs->effects->len; i++) {
    const RgmEffect *effect = signs->effects->pdata[i];
    g_autofree char *usual = list_treatments (catalog, effect, FALSE, on_record, recorded);
    g_autofree char *rare = list_treatments (catalog, effect, TRUE, on_record, recorded);
    g_autofree char *usual_line = g_strdup_printf (_ ("%s: %s"), effect->name, usual);
    g_autofree char *rare_line
      = g_strdup_printf (_ ("%s: listed as rare for %s"), effect->name, rare);
    if (heading != NULL && (*usual != '\0' || *rare != '\0'))
      page_heading (page, g_steal_pointer (&heading));
    if (*usual != '\0')
      page_line (page, usual_line);
    if (*rare != '\0')
      page_line (page, rare_line);
  }
}

/* Adds those of the effects found that are also signs, with both readings. An effect that can be a
 * sign of any condition ("either" in the catalog: a short-term increase in the symptoms) is added
 * only if a treatment on record has it. */
static void
add_readings (Page *page, const RgmSigns *signs, const RgmCatalog *catalog,
              const GPtrArray *on_record)
{
  g_autoptr (GPtrArray) effects = g_ptr_array_new ();
  for (guint i = 0; i < signs->effects->len; i++) {
    const RgmEffect *effect = signs->effects->pdata[i];
    g_autofree char *usual = list_treatments (catalog, effect, FALSE, on_record, TRUE);
    g_autofree char *rare = list_treatments (catalog, effect, TRUE, on_record, TRUE);
    if (effect->either == NULL || *usual != '\0' || *rare != '\0')
      g_ptr_array_add (effects, (gpointer)effect);
  }
  g_autoptr (GPtrArray) overlaps = treatment_effects_overlaps (effects, signs->conditions);
  page_overlaps (page, overlaps);
}

static void
cite_effects (GPtrArray *citations, const RgmCatalog *catalog, const GPtrArray *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    page_cite (citations, catalog, effect->source, effect->section);
  }
}

/* Ends @page with the sources of @conditions and @effects. */
static char *
end_page (Page *page, const RgmCatalog *catalog, const GPtrArray *conditions,
          const GPtrArray *effects)
{
  g_autoptr (GPtrArray) citations = page_citations ();
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    page_cite (citations, catalog, condition->source, condition->section);
  }
  cite_effects (citations, catalog, effects);
  page_sources (page, citations);
  return g_string_free (page->text, FALSE);
}

char *
rgm_signs_text (const RgmSigns *signs, const RgmCatalog *catalog, const GPtrArray *on_record,
                const char *to_call, int width)
{
  Page page = { g_string_new (to_call), width };
  add_readings (&page, signs, catalog, on_record);
  page_warnings (&page, signs->conditions);
  add_effects (&page, signs, catalog, on_record, TRUE);
  add_effects (&page, signs, catalog, on_record, FALSE);
  if (!rgm_signs_found (signs))
    return end_page (&page, catalog, rgm_catalog_conditions (catalog),
                     catalog_objects (catalog, RGM_KIND_EFFECT));
  return end_page (&page, catalog, signs->conditions, signs->effects);
}

char *
rgm_signs_text_brief (const RgmSigns *signs, const RgmCatalog *catalog, int width)
{
  gboolean warns = signs->conditions->len > 0;
  const char *readings = warns && signs->effects->len > 0
                           ? _ ("It can be either a side effect or a warning sign.")
                         : warns ? _ ("It can be a warning sign.")
                                 : _ ("It can be a side effect.");
  for (guint i = 0; i < signs->conditions->len; i++)
    if (!((const RgmCondition *)signs->conditions->pdata[i])->urgent)
      return NULL;
  if (!rgm_signs_found (signs))
    return NULL;
  g_autofree char *right_away = effects_right_away (catalog, signs->conditions);
  g_autofree char *scopes = effects_scopes (catalog);
  g_autofree char *text = g_strjoin (" ", readings, *right_away != '\0' ? right_away : scopes,
                                     *right_away != '\0' ? scopes : NULL, NULL);
  return page_wrap (text, width, 2);
}

char *
rgm_signs_text_all (const RgmCatalog *catalog, const char *to_call, int width)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  Page page = { g_string_new (to_call), width };
  page_warnings (&page, conditions);
  return end_page (&page, catalog, conditions, none);
}

/* ---- words ---- */

char **
rgm_symptom_phrases (const RgmSymptom *symptom)
{
  g_autoptr (GStrvBuilder) phrases = g_strv_builder_new ();
  for (char **phrase = symptom->words; *phrase != NULL; phrase++) {
    g_autoptr (GPtrArray) forms = phrase_forms (*phrase);
    g_strv_builder_add (phrases, forms->pdata[0]);
  }
  return g_strv_builder_end (phrases);
}

/* @typed with @word in place of word number @at, if the lists then have an entry for it. Returns:
 * (transfer full) (nullable). */
static char *
try_word (const RgmCatalog *catalog, char **typed, guint at, const char *word)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  for (guint i = 0; typed[i] != NULL; i++)
    g_ptr_array_add (words, i == at ? (char *)word : typed[i]);
  g_ptr_array_add (words, NULL);
  g_autofree char *text = g_strjoinv (" ", (char **)words->pdata);
  g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, text);
  return rgm_signs_found (signs) ? g_steal_pointer (&text) : NULL;
}

/* @typed with the word at @at corrected to one of @phrases. Returns: (transfer full) (nullable). */
static char *
correct (const RgmCatalog *catalog, char **typed, guint at, char **phrases)
{
  for (char **phrase = phrases; *phrase != NULL; phrase++) {
    g_auto (GStrv) words = g_strsplit_set (*phrase, " /", -1);
    for (char **word = words; *word != NULL; word++) {
      char *corrected
        = text_is_slip (typed[at], *word) ? try_word (catalog, typed, at, *word) : NULL;
      if (corrected != NULL)
        return corrected;
    }
  }
  return NULL;
}

char *
rgm_signs_suggest (const RgmCatalog *catalog, const char *text)
{
  const GPtrArray *symptoms = rgm_catalog_symptoms (catalog);
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_auto (GStrv) typed = g_strsplit (text, " ", -1);
  for (guint at = 0; typed[at] != NULL; at++) {
    char *corrected = NULL;
    for (guint i = 0; i < symptoms->len && corrected == NULL; i++)
      corrected = correct (catalog, typed, at, ((const RgmSymptom *)symptoms->pdata[i])->words);
    for (guint i = 0; i < conditions->len && corrected == NULL; i++)
      corrected = correct (catalog, typed, at, ((const RgmCondition *)conditions->pdata[i])->words);
    if (corrected != NULL)
      return corrected;
  }
  return NULL;
}
