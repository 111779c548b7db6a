/* Treatments and what the catalog says about them: memory management, treatments that the user
 * enters by name, and effects that are warning signs too. */
#include "model/treatment.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

/* A handle has at most 40 characters, and may need a number at its end. */
#define LONGEST_KEY 36

void
treatment_source_free (RgmSource *source)
{
  if (source == NULL)
    return;
  g_free (source->key);
  g_free (source->title);
  g_free (source->publisher);
  g_free (source->reviewers);
  g_free (source->scope);
  g_free (source->scope_short);
  g_free (source->right_away);
  g_free (source);
}

void
treatment_symptom_free (RgmSymptom *symptom)
{
  if (symptom == NULL)
    return;
  g_free (symptom->key);
  g_strfreev (symptom->words);
  g_strfreev (symptom->also);
  g_strfreev (symptom->means);
  g_free (symptom);
}

void
treatment_effect_free (RgmEffect *effect)
{
  if (effect == NULL)
    return;
  g_free (effect->key);
  g_free (effect->name);
  g_free (effect->qualifier);
  g_strfreev (effect->symptoms);
  g_free (effect->reading);
  g_free (effect->either);
  g_free (effect->note);
  g_free (effect->source);
  g_free (effect->section);
  g_free (effect);
}

void
treatment_condition_free (RgmCondition *condition)
{
  if (condition == NULL)
    return;
  g_free (condition->key);
  g_free (condition->name);
  g_free (condition->listed);
  g_free (condition->gloss);
  g_free (condition->about);
  g_clear_pointer (&condition->signs, g_ptr_array_unref);
  g_strfreev (condition->words);
  g_free (condition->advice);
  g_free (condition->untreated);
  g_free (condition->source);
  g_free (condition->section);
  g_free (condition);
}

void
treatment_brand_free (RgmBrand *brand)
{
  if (brand == NULL)
    return;
  g_free (brand->key);
  g_strfreev (brand->names);
  g_free (brand->is);
  g_free (brand->treatment);
  g_free (brand->class_key);
  g_free (brand->atc);
  g_free (brand->source);
  g_free (brand->section);
  g_free (brand);
}

void
rgm_treatment_free (RgmTreatment *treatment)
{
  if (treatment == NULL)
    return;
  char *words[] = { treatment->key,
                    treatment->name,
                    treatment->class_key,
                    treatment->class_name,
                    treatment->route,
                    treatment->atc,
                    treatment->unit,
                    treatment->units,
                    treatment->unit_also,
                    treatment->instead_text,
                    treatment->interval_text,
                    treatment->response_text,
                    treatment->effects_text,
                    treatment->section,
                    treatment->response_question,
                    treatment->response_measure };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_free (words[i]);
  g_strfreev (treatment->aliases);
  g_strfreev (treatment->instead_of);
  g_strfreev (treatment->facts);
  g_strfreev (treatment->sources);
  g_clear_pointer (&treatment->effects, g_ptr_array_unref);
  g_clear_pointer (&treatment->rare_effects, g_ptr_array_unref);
  g_free (treatment);
}

/* "Ibuprofène" becomes "ibuprofene". A letter that has no ASCII form becomes "?", and so a
 * separator. */
char *
treatment_key_of (const char *name)
{
  g_autofree char *plain = g_str_to_ascii (name, "C");
  g_autofree char *lower = g_ascii_strdown (plain, -1);
  GString *key = g_string_new (NULL);
  for (const char *p = lower; *p != '\0' && key->len < LONGEST_KEY; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (key, *p);
    else if (key->len > 0 && key->str[key->len - 1] != '-')
      g_string_append_c (key, '-');
  }
  if (key->len > 0 && key->str[key->len - 1] == '-')
    g_string_truncate (key, key->len - 1);
  return g_string_free (key, FALSE);
}

static gboolean
has_letter (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

RgmTreatment *
rgm_treatment_new_custom (const char *name, GError **error)
{
  if (!text_check (_ ("name"), name, error))
    return NULL;
  if (!has_letter (name)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" cannot be the name of a treatment: it needs a letter or a digit"),
                 name);
    return NULL;
  }
  g_autofree char *key = treatment_key_of (name);
  RgmTreatment *treatment = g_new0 (RgmTreatment, 1);
  treatment->key = *key != '\0' ? g_steal_pointer (&key) : g_strdup (RGM_KEY_NAMELESS);
  treatment->name = g_strstrip (g_strdup (name));
  treatment->class_key = g_strdup (RGM_CLASS_CUSTOM);
  treatment->class_name = g_strdup (_ ("your own"));
  treatment->route = g_strdup ("");
  treatment->unit = g_strdup ("dose");
  treatment->units = g_strdup ("doses");
  treatment->aliases = g_new0 (char *, 1);
  treatment->instead_of = g_new0 (char *, 1);
  treatment->facts = g_new0 (char *, 1);
  treatment->sources = g_new0 (char *, 1);
  treatment->effects = g_ptr_array_new ();
  treatment->rare_effects = g_ptr_array_new ();
  treatment->minutes = 60;
  treatment->custom = TRUE;
  return treatment;
}

/* The first sign of @condition that shares a symptom with @effect, or NULL. */
static const RgmEffect *
sign_like (const RgmEffect *effect, const RgmCondition *condition)
{
  for (guint i = 0; i < condition->signs->len; i++) {
    const RgmEffect *sign = condition->signs->pdata[i];
    for (char **symptom = effect->symptoms; *symptom != NULL; symptom++)
      if (g_strv_contains ((const char *const *)sign->symptoms, *symptom))
        return sign;
  }
  return NULL;
}

static void
overlap_free (gpointer data)
{
  RgmOverlap *overlap = data;
  g_ptr_array_unref (overlap->conditions);
  g_ptr_array_unref (overlap->signs);
  g_free (overlap);
}

static void
add_overlaps (GPtrArray *overlaps, const GPtrArray *effects, const GPtrArray *conditions)
{
  for (guint i = 0; i < effects->len; i++) {
    RgmOverlap *overlap = g_new0 (RgmOverlap, 1);
    overlap->effect = effects->pdata[i];
    overlap->conditions = g_ptr_array_new ();
    overlap->signs = g_ptr_array_new ();
    for (guint j = 0; j < conditions->len; j++) {
      const RgmEffect *sign = sign_like (overlap->effect, conditions->pdata[j]);
      if (sign == NULL)
        continue;
      g_ptr_array_add (overlap->conditions, conditions->pdata[j]);
      g_ptr_array_add (overlap->signs, (gpointer)sign);
    }
    if (overlap->conditions->len > 0)
      g_ptr_array_add (overlaps, overlap);
    else
      overlap_free (overlap);
  }
}

GPtrArray *
treatment_effects_overlaps (const GPtrArray *effects, const GPtrArray *conditions)
{
  GPtrArray *overlaps = g_ptr_array_new_with_free_func (overlap_free);
  add_overlaps (overlaps, effects, conditions);
  return overlaps;
}

GPtrArray *
rgm_treatment_overlaps (const RgmTreatment *treatment, const GPtrArray *conditions)
{
  GPtrArray *overlaps = g_ptr_array_new_with_free_func (overlap_free);
  add_overlaps (overlaps, treatment->effects, conditions);
  add_overlaps (overlaps, treatment->rare_effects, conditions);
  return overlaps;
}
