/* catalog-json.c: adds effects, sources and conditions from the catalog to a JSON object. */
#include "cli/print/catalog-json.h"

void
cli_json_effects (CliJson *json, const char *key, const GPtrArray *effects)
{
  cli_json_open_array (json, key);
  for (guint i = 0; i < effects->len; i++)
    cli_json_text (json, NULL, ((const RgmEffect *)effects->pdata[i])->name);
  cli_json_close_array (json);
}

void
cli_json_source (CliJson *json, const char *key, const RgmCatalog *catalog, const char *source,
                 const char *section)
{
  const RgmSource *cited = rgm_catalog_source (catalog, source);
  g_autofree char *text
    = section != NULL ? g_strdup_printf ("%s, %s: %s", cited->title, cited->publisher, section)
                      : g_strdup_printf ("%s, %s", cited->title, cited->publisher);

  cli_json_text (json, key, text);
}

void
cli_json_condition_members (CliJson *json, const RgmCatalog *catalog, const RgmCondition *condition)
{
  cli_json_text (json, "key", condition->key);
  cli_json_text (json, "name", condition->name);
  cli_json_text (json, "other_name", condition->gloss);
  cli_json_effects (json, "signs", condition->signs);
  cli_json_text (json, "about", condition->about);
  cli_json_text (json, "advice", condition->advice);
  cli_json_text (json, "untreated", condition->untreated);
  cli_json_flag (json, "urgent", condition->urgent);
  cli_json_source (json, "source", catalog, condition->source, condition->section);
}
