#include "base/i18n.h"
#include "catalog/catalog-private.h"
#include "catalog/values.h"

#include <string.h>

/* "effect nausea" as kind and key. */
static gboolean
split_name (const RgmKeyFile *file, const RgmKeyGroup *group, RgmKindId *kind, const char **key,
            GError **error)
{
  const char *blank = strchr (group->name, ' ');
  g_autofree char *word
    = g_strndup (group->name, blank == NULL ? strlen (group->name) : (gsize)(blank - group->name));
  *kind = kind_find (word);
  *key = blank == NULL ? "" : blank + 1;
  if (*kind == RGM_N_KINDS)
    return keyfile_fail (file, group->line, error,
                         _ ("unknown group [%s]: it would be [treatment KEY], [effect KEY], "
                            "[class KEY] or [source KEY]"),
                         group->name);
  if (!value_is_key (*key))
    return keyfile_fail (
      file, group->line, error,
      _ ("[%s] has no proper key: after \"%s\" one blank and a word of a-z, 0-9 and \"-\""),
      group->name, word);
  return TRUE;
}

static gboolean
check_user (const RgmKeyFile *file, const RgmKeyGroup *group, RgmKindId kind, GError **error)
{
  if (rgm_kind (kind)->users)
    return TRUE;
  return keyfile_fail (
    file, group->line, error,
    _ ("[%s]: a file of your own may add treatments, classes, effects and sources only"),
    group->name);
}

/* The draft whose object is @object. */
static const RgmDraft *
find_draft (const GArray *drafts, gconstpointer object)
{
  for (guint i = 0; i < drafts->len; i++)
    if (g_array_index (drafts, RgmDraft, i).object == object)
      return &g_array_index (drafts, RgmDraft, i);
  g_return_val_if_reached (NULL);
}

static gboolean
check_new (const RgmCatalog *catalog, const RgmKeyFile *file, const RgmKeyGroup *group,
           RgmKindId kind, const char *key, const GArray *drafts, GError **error)
{
  gconstpointer other = g_hash_table_lookup (catalog->by_key[kind], key);
  if (other == NULL)
    return TRUE;
  const RgmDraft *draft = find_draft (drafts, other);
  return keyfile_fail (file, group->line, error,
                       _ ("[%s] is already in %s:%d and cannot be changed here: take another key"),
                       group->name, draft->file->name, draft->group->line);
}

static void
complete_lists (RgmKindId kind, gpointer object)
{
  RgmEffect *effect = object;
  if ((kind == RGM_KIND_EFFECT || kind == RGM_KIND_SIGN) && effect->symptoms == NULL)
    effect->symptoms = g_new0 (char *, 1);
  RgmCondition *condition = object;
  if (kind == RGM_KIND_CONDITION)
    condition->signs = g_ptr_array_new ();
}

static void
complete_treatment (RgmTreatment *treatment)
{
  char ***lists[]
    = { &treatment->aliases, &treatment->instead_of, &treatment->facts, &treatment->sources };
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (*lists[i] == NULL)
      *lists[i] = g_new0 (char *, 1);
  if (treatment->route == NULL)
    treatment->route = g_strdup ("");
  treatment->effects = g_ptr_array_new ();
  treatment->rare_effects = g_ptr_array_new ();
}

static gpointer
new_object (RgmCatalog *catalog, RgmKindId kind, const char *key)
{
  gpointer object = g_malloc0 (rgm_kind (kind)->size);
  *(char **)object = g_strdup (key);
  g_ptr_array_add (catalog->objects[kind], object);
  g_hash_table_insert (catalog->by_key[kind], *(char **)object, object);
  return object;
}

static gboolean
parse_group (RgmCatalog *catalog, const RgmKeyFile *file, const RgmKeyGroup *group, gboolean user,
             const char *language, GArray *drafts, GError **error)
{
  RgmKindId kind;
  const char *key;
  if (!split_name (file, group, &kind, &key, error)
      || (user && !check_user (file, group, kind, error))
      || !check_new (catalog, file, group, kind, key, drafts, error))
    return FALSE;
  RgmDraft draft = { kind, new_object (catalog, kind, key), file, group };
  g_array_append_val (drafts, draft);
  gboolean good = fields_read (file, group, rgm_kind (kind)->fields, language, draft.object, error);
  if (kind == RGM_KIND_TREATMENT)
    complete_treatment (draft.object);
  else
    complete_lists (kind, draft.object);
  return good;
}

gboolean
catalog_parse (RgmCatalog *catalog, const RgmKeyFile *file, gboolean user, const char *language,
               GArray *drafts, GError **error)
{
  for (guint i = 0; i < file->groups->len; i++)
    if (!parse_group (catalog, file, file->groups->pdata[i], user, language, drafts, error))
      return FALSE;
  return TRUE;
}
