#include "base/i18n.h"
#include "catalog/catalog-private.h"

#include <string.h>

/* What linking works with: all drafts, and what they have said so far. */
typedef struct {
  RgmCatalog *catalog;
  const RgmDraft *draft;
  GHashTable *symptoms; /* of signs; borrowed keys */
  GHashTable *names;    /* folded key, name or alias of a treatment: its key */
} Linker;

static int
line_of (const RgmDraft *draft, const char *key)
{
  const RgmKeyEntry *entry = keygroup_entry (draft->group, key);
  return entry == NULL ? draft->group->line : entry->line;
}

/* The object of @kind that @word, in entry @key, refers to; NULL with @error. */
static gpointer
look_up (const Linker *linker, const char *key, RgmKindId kind, const char *word, GError **error)
{
  const RgmDraft *draft = linker->draft;
  gpointer object = g_hash_table_lookup (linker->catalog->by_key[kind], word);
  if (object == NULL)
    keyfile_fail (draft->file, line_of (draft, key), error, _ ("%s: there is no [%s %s]"), key,
                  rgm_kind (kind)->name, word);
  return object;
}

/* Looks up every word of the list @key; adds the objects to @into (nullable). */
static gboolean
link_list (const Linker *linker, const char *key, RgmKindId kind, GPtrArray *into, GError **error)
{
  g_auto (GStrv) words = fields_list (linker->draft->group, key);
  for (char **word = words; *word != NULL; word++) {
    gpointer object = look_up (linker, key, kind, *word, error);
    if (object == NULL)
      return FALSE;
    if (into != NULL)
      g_ptr_array_add (into, object);
  }
  return TRUE;
}

static gboolean
link_effect (const Linker *linker, const RgmEffect *effect, GError **error)
{
  const RgmDraft *draft = linker->draft;
  for (char **symptom = effect->symptoms; *symptom != NULL; symptom++)
    if (!g_hash_table_contains (linker->symptoms, *symptom))
      return keyfile_fail (draft->file, line_of (draft, "symptoms"), error,
                           _ ("symptoms: no sign has \"%s\": leave it out or correct it"),
                           *symptom);
  return look_up (linker, "source", RGM_KIND_SOURCE, effect->source, error) != NULL;
}

static gboolean
link_condition (const Linker *linker, const RgmCondition *condition, GError **error)
{
  return link_list (linker, "signs", RGM_KIND_SIGN, condition->signs, error)
         && look_up (linker, "source", RGM_KIND_SOURCE, condition->source, error) != NULL;
}

/* Some keys are of use only together. */
static gboolean
check_together (const Linker *linker, const char *const *keys, GError **error)
{
  const RgmDraft *draft = linker->draft;
  const RgmKeyEntry *first = keygroup_entry (draft->group, keys[0]);
  for (const char *const *key = keys + 1; *key != NULL; key++) {
    const RgmKeyEntry *entry = keygroup_entry (draft->group, *key);
    if ((entry == NULL) == (first == NULL))
      continue;
    return keyfile_fail (draft->file, (entry == NULL ? first : entry)->line, error,
                         _ ("\"%s\" stands without \"%s\""), entry == NULL ? keys[0] : *key,
                         entry == NULL ? *key : keys[0]);
  }
  return TRUE;
}

static gboolean
check_pairs (const Linker *linker, GError **error)
{
  static const char *const interval[]
    = { "interval-min-days", "interval-max-days", "interval-text", NULL };
  static const char *const response[]
    = { "response-from-days", "response-to-days", "response-text", "response-question", NULL };
  static const char *const instead[] = { "instead-of", "instead-text", NULL };
  return check_together (linker, interval, error) && check_together (linker, response, error)
         && check_together (linker, instead, error);
}

static gboolean
check_ranges (const Linker *linker, const RgmTreatment *treatment, GError **error)
{
  const RgmDraft *draft = linker->draft;
  const RgmIntervalRange *interval = &treatment->interval;
  if (interval->min_days > interval->max_days)
    return keyfile_fail (draft->file, line_of (draft, "interval-max-days"), error,
                         _ ("interval-max-days: %d is below interval-min-days, %d"),
                         interval->max_days, interval->min_days);
  if (interval->usual_days != 0
      && (interval->usual_days < interval->min_days || interval->usual_days > interval->max_days))
    return keyfile_fail (draft->file, line_of (draft, "interval-usual-days"), error,
                         _ ("interval-usual-days: %d is not from %d to %d"), interval->usual_days,
                         interval->min_days, interval->max_days);
  if (treatment->response_days[0] > treatment->response_days[1])
    return keyfile_fail (draft->file, line_of (draft, "response-to-days"), error,
                         _ ("response-to-days: %d is below response-from-days, %d"),
                         treatment->response_days[1], treatment->response_days[0]);
  return TRUE;
}

/* Claims @name for the treatment, so that what people type means one thing. */
static gboolean
claim_name (const Linker *linker, const RgmTreatment *treatment, const char *key, const char *name,
            GError **error)
{
  g_autofree char *folded = catalog_fold (name);
  const char *other = g_hash_table_lookup (linker->names, folded);
  if (other != NULL && strcmp (other, treatment->key) != 0)
    return keyfile_fail (linker->draft->file, line_of (linker->draft, key), error,
                         _ ("\"%s\" already means [treatment %s]"), name, other);
  g_hash_table_insert (linker->names, g_steal_pointer (&folded), treatment->key);
  return TRUE;
}

static gboolean
claim_names (const Linker *linker, const RgmTreatment *treatment, GError **error)
{
  if (!claim_name (linker, treatment, "", treatment->key, error)
      || !claim_name (linker, treatment, "name", treatment->name, error))
    return FALSE;
  for (char **alias = treatment->aliases; *alias != NULL; alias++)
    if (!claim_name (linker, treatment, "aliases", *alias, error))
      return FALSE;
  return TRUE;
}

static gboolean
link_treatment (const Linker *linker, RgmTreatment *treatment, GError **error)
{
  const RgmClass *class = look_up (linker, "class", RGM_KIND_CLASS, treatment->class_key, error);
  if (class == NULL)
    return FALSE;
  treatment->class_name = g_strdup (class->name);
  return link_list (linker, "sources", RGM_KIND_SOURCE, NULL, error)
         && link_list (linker, "instead-of", RGM_KIND_CLASS, NULL, error)
         && link_list (linker, "effects", RGM_KIND_EFFECT, treatment->effects, error)
         && link_list (linker, "rare-effects", RGM_KIND_EFFECT, treatment->rare_effects, error)
         && check_pairs (linker, error) && check_ranges (linker, treatment, error)
         && claim_names (linker, treatment, error);
}

static gboolean
link_draft (const Linker *linker, GError **error)
{
  switch (linker->draft->kind) {
  case RGM_KIND_EFFECT:
  case RGM_KIND_SIGN:
    return link_effect (linker, linker->draft->object, error);
  case RGM_KIND_CONDITION:
    return link_condition (linker, linker->draft->object, error);
  case RGM_KIND_TREATMENT:
    return link_treatment (linker, linker->draft->object, error);
  default:
    return TRUE;
  }
}

static GHashTable *
collect_symptoms (const RgmCatalog *catalog)
{
  GHashTable *symptoms = g_hash_table_new (g_str_hash, g_str_equal);
  const GPtrArray *signs = catalog->objects[RGM_KIND_SIGN];
  for (guint i = 0; i < signs->len; i++) {
    const RgmEffect *sign = signs->pdata[i];
    for (char **symptom = sign->symptoms; *symptom != NULL; symptom++)
      g_hash_table_add (symptoms, *symptom);
  }
  return symptoms;
}

gboolean
catalog_link (RgmCatalog *catalog, const GArray *drafts, GError **error)
{
  g_autoptr (GHashTable) symptoms = collect_symptoms (catalog);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Linker linker = { .catalog = catalog, .symptoms = symptoms, .names = names };
  for (guint i = 0; i < drafts->len; i++) {
    linker.draft = &g_array_index (drafts, RgmDraft, i);
    if (!link_draft (&linker, error))
      return FALSE;
  }
  return TRUE;
}
