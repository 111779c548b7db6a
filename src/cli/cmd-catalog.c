/* regimen catalog: lists the treatments that the program knows, or shows one. */
#include "base/i18n.h"
#include "cli/print/catalog-json.h"

static void
print_table (CliInvocation *invocation, const GPtrArray *treatments)
{
  const char *heading[] = { _ ("SHORT NAME"), _ ("TREATMENT"), _ ("HOW OFTEN"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = treatments->pdata[i];
    const char *cells[] = { treatment->key, treatment->name, treatment->interval_text };

    cli_table_add (table, CLI_PLAIN, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
  cli_print (invocation, "%s", "");
  cli_print_para (
    invocation, 0, "%s",
    _ ("\"regimen catalog NAME\" shows one with its side effects, warning signs and sources."));
}

static void
print_line (CliInvocation *invocation, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    cli_print_para (invocation, 2, "%s: %s", title, text);
}

static void
print_treatment (CliInvocation *invocation, const RgmTreatment *treatment)
{
  g_autofree char *watch
    = rgm_effects_text (treatment, invocation->catalog, invocation->screen.width);

  g_autofree char *aliases
    = treatment->aliases != NULL ? g_strjoinv (", ", treatment->aliases) : NULL;

  cli_print_styled (invocation->out, &invocation->screen, CLI_STRONG, treatment->name);
  cli_print (invocation, "%s", "");
  print_line (invocation, _ ("Short name"), treatment->key);
  print_line (invocation, _ ("Kind"), treatment->class_name);
  print_line (invocation, _ ("Given"), treatment->route);
  print_line (invocation, _ ("How often"), treatment->interval_text);
  print_line (invocation, _ ("Other names"), aliases);
  for (char **fact = treatment->facts; fact != NULL && *fact != NULL; fact++)
    cli_print_para (invocation, 2, "- %s", *fact);
  if (treatment->instead_text != NULL)
    cli_print_para (invocation, 2, "- %s.", treatment->instead_text);
  if (treatment->response_text != NULL)
    cli_print_para (invocation, 2, "- %s", treatment->response_text);
  cli_print (invocation, "\n%s", watch);
}

/* Adds the side effects that are also warning signs, each with the conditions that it may be a sign
 * of. */
static void
json_overlaps (CliJson *json, const RgmCatalog *catalog, const RgmTreatment *treatment)
{
  g_autoptr (GPtrArray) overlaps
    = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));

  cli_json_open_array (json, "also_signs");
  for (guint i = 0; i < overlaps->len; i++) {
    const RgmOverlap *overlap = overlaps->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_text (json, "effect", overlap->effect->name);
    cli_json_open_array (json, "conditions");
    for (guint c = 0; c < overlap->conditions->len; c++)
      cli_json_text (json, NULL, ((const RgmCondition *)overlap->conditions->pdata[c])->name);
    cli_json_close_array (json);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

static void
json_treatment (CliJson *json, const RgmCatalog *catalog, const RgmTreatment *treatment)
{
  cli_json_open_object (json, NULL);
  cli_json_text (json, "key", treatment->key);
  cli_json_text (json, "name", treatment->name);
  cli_json_text (json, "class", treatment->class_key);
  cli_json_text (json, "route", treatment->route);
  cli_json_text (json, "unit", treatment->unit);
  cli_json_number_or_null (json, "interval_min_days", treatment->interval.min_days);
  cli_json_number_or_null (json, "interval_usual_days", treatment->interval.usual_days);
  cli_json_number_or_null (json, "interval_max_days", treatment->interval.max_days);
  cli_json_effects (json, "side_effects", treatment->effects);
  cli_json_effects (json, "rare_effects", treatment->rare_effects);
  json_overlaps (json, catalog, treatment);
  cli_json_open_array (json, "sources");
  for (char **key = treatment->sources; key != NULL && *key != NULL; key++)
    cli_json_source (json, NULL, catalog, *key, NULL);
  cli_json_close_array (json);
  cli_json_close_object (json);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const RgmCatalog *catalog = cli_catalog (invocation, error);
  const GPtrArray *treatments;
  const RgmTreatment *only = NULL;
  CliJson json;

  if (catalog == NULL)
    return FALSE;
  treatments = rgm_catalog_treatments (catalog);
  if (invocation->words->len > 0) {
    only = rgm_catalog_find (catalog, invocation->words->pdata[0], error);
    if (only == NULL)
      return FALSE;
  }

  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_open_array (&json, "treatments");
    for (guint i = 0; i < treatments->len; i++)
      if (only == NULL || only == treatments->pdata[i])
        json_treatment (&json, catalog, treatments->pdata[i]);
    cli_json_close_array (&json);
    cli_json_open_array (&json, "conditions");
    for (guint i = 0; i < rgm_catalog_conditions (catalog)->len; i++) {
      cli_json_open_object (&json, NULL);
      cli_json_condition_members (&json, catalog, rgm_catalog_conditions (catalog)->pdata[i]);
      cli_json_close_object (&json);
    }
    cli_json_close_array (&json);
    cli_print_json (invocation, &json);
  } else if (only != NULL)
    print_treatment (invocation, only);
  else
    print_table (invocation, treatments);
  return TRUE;
}

const CliCommand cli_command_catalog = {
  .name = "catalog",
  .summary = N_ ("list the treatments, or show one with its effects, warning signs and sources"),
  .arguments = "[TREATMENT]",
  .details = N_ ("Lists the treatments that the program knows, or shows one: how it is given and "
                 "how often, its side effects, the warning signs that a provider must be told "
                 "about right away, and the source of each of these.\n\n"
                 "Files in $XDG_CONFIG_HOME/regimen/catalog.d add treatments of your own."),
  .examples = "regimen catalog\nregimen catalog denosumab",
  .word = CLI_WORD_TREATMENT,
  .max_words = 1,
  .json = TRUE,
  .paged = TRUE,
  .run = run,
};
