/* signs-text.c: writes what a search in the lists of side effects and warning signs found as JSON,
 * and prints what to do if nothing was found. */
#include "cli/print/signs-text.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/catalog-json.h"

static void
json_symptoms (CliJson *json, const GPtrArray *symptoms)
{
  cli_json_open_array (json, "symptoms");
  for (guint i = 0; i < symptoms->len; i++) {
    const RgmSymptom *symptom = symptoms->pdata[i];
    g_auto (GStrv) phrases = rgm_symptom_phrases (symptom);

    cli_json_open_object (json, NULL);
    cli_json_text (json, "key", symptom->key);
    cli_json_open_array (json, "words");
    for (char **phrase = phrases; *phrase != NULL; phrase++)
      cli_json_text (json, NULL, *phrase);
    cli_json_close_array (json);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

static void
json_treatments (CliJson *json, const RgmCatalog *catalog, const RgmEffect *effect, gboolean rare,
                 const GPtrArray *on_record)
{
  g_autoptr (GPtrArray) treatments = rgm_signs_effect_treatments (catalog, effect, rare);

  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_text (json, "key", treatment->key);
    cli_json_text (json, "name", treatment->name);
    cli_json_flag (json, "rare", rare);
    cli_json_flag (json, "on_record",
                   on_record != NULL && g_ptr_array_find ((GPtrArray *)on_record, treatment, NULL));
    cli_json_close_object (json);
  }
}

static void
json_effects_found (CliJson *json, const RgmCatalog *catalog, const GPtrArray *effects,
                    const GPtrArray *on_record)
{
  cli_json_open_array (json, "side_effects");
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_text (json, "effect", effect->name);
    cli_json_open_array (json, "treatments");
    json_treatments (json, catalog, effect, FALSE, on_record);
    json_treatments (json, catalog, effect, TRUE, on_record);
    cli_json_close_array (json);
    cli_json_source (json, "source", catalog, effect->source, effect->section);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

/* @found: (nullable): NULL if the user searched for nothing; then all conditions are added. */
static void
json_conditions (CliJson *json, const RgmCatalog *catalog, const RgmSigns *found)
{
  const GPtrArray *conditions
    = found != NULL ? found->conditions : rgm_catalog_conditions (catalog);

  cli_json_open_array (json, "conditions");
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_condition_members (json, catalog, condition);
    cli_json_open_array (json, "found");
    for (guint s = 0; found != NULL && s < condition->signs->len; s++)
      if (g_ptr_array_find (found->signs, condition->signs->pdata[s], NULL))
        cli_json_text (json, NULL, ((const RgmEffect *)condition->signs->pdata[s])->name);
    cli_json_close_array (json);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

void
cli_json_signs_members (CliJson *json, const RgmCatalog *catalog, const RgmSigns *found,
                        const GPtrArray *on_record)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  json_symptoms (json, found != NULL ? found->symptoms : rgm_catalog_symptoms (catalog));
  json_effects_found (json, catalog, found != NULL ? found->effects : none, on_record);
  json_conditions (json, catalog, found);
}

void
cli_print_no_contact (CliInvocation *invocation)
{
  cli_print (invocation, "%s", "");
  cli_print_para (
    invocation, 2,
    _ ("No phone number is on record. To have it shown here: regimen contact add NAME "
       "--phone NUMBER"));
}

void
cli_print_not_found (CliInvocation *invocation, const char *typed)
{
  const RgmTreatment *treatment = rgm_catalog_find (invocation->catalog, typed, NULL);
  g_autofree char *quoted = text_quote (typed);
  g_autofree char *suggested = rgm_signs_suggest (invocation->catalog, typed);
  g_autofree char *shown = suggested != NULL ? text_shell_word (suggested) : NULL;

  cli_print_para (invocation, 0, _ ("%s is in none of the lists. They do not list everything."),
                  quoted);
  if (treatment != NULL)
    cli_print_para (invocation, 0, _ ("The side effects of this treatment: regimen catalog %s"),
                    treatment->key);
  else if (shown != NULL)
    cli_print_para (invocation, 0, _ ("Did you mean this? regimen signs %s"), shown);
  else
    cli_print_para (invocation, 0, _ ("All warning signs: regimen signs"));
  cli_print (invocation, "%s", "");
}
