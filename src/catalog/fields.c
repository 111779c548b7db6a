#include "catalog/fields.h"

#include "base/i18n.h"
#include "base/text.h"
#include "catalog/values.h"

#include <string.h>

static const RgmField *
find_field (const RgmField *fields, const char *key)
{
  for (; fields->key != NULL; fields++)
    if (strcmp (fields->key, key) == 0)
      return fields;
  return NULL;
}

static gboolean
fail_unknown (const RgmKeyFile *file, const RgmKeyEntry *entry, const RgmField *fields,
              GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (; fields->key != NULL; fields++)
    g_ptr_array_add (names, (gpointer)fields->key);
  g_ptr_array_add (names, NULL);
  const char *near = rgm_text_suggest (entry->key, (const char *const *)names->pdata);
  if (near != NULL)
    return keyfile_fail (file, entry->line, error, _ ("unknown key \"%s\": did you mean \"%s\"?"),
                         entry->key, near);
  g_autofree char *list = g_strjoinv (", ", (char **)names->pdata);
  return keyfile_fail (file, entry->line, error, _ ("unknown key \"%s\": accepted here are %s"),
                       entry->key, list);
}

static gboolean
check_language (const RgmKeyFile *file, const RgmKeyGroup *group, const RgmKeyEntry *entry,
                gboolean translatable, GError **error)
{
  if (!translatable)
    return keyfile_fail (file, entry->line, error, _ ("\"%s\" is not translated"), entry->key);
  if (keygroup_entry (group, entry->key) == NULL)
    return keyfile_fail (file, entry->line, error, _ ("\"%s[%s]\" stands without \"%s\""),
                         entry->key, entry->language, entry->key);
  return TRUE;
}

static gboolean
read_member (const RgmField *field, const char *value, gpointer member, char **problem)
{
  switch (field->type) {
  case RGM_FIELD_KEY:
    return value_key (value, member, problem);
  case RGM_FIELD_KEYS:
    return value_keys (value, member, problem);
  case RGM_FIELD_TEXT:
    return rgm_value_text (value, member, problem);
  case RGM_FIELD_TEXTS:
    return value_texts (value, member, problem);
  case RGM_FIELD_NUMBER:
    return value_number (value, field->min, field->max, member, problem);
  case RGM_FIELD_BOOLEAN:
    return value_boolean (value, member, problem);
  case RGM_FIELD_TIME:
    return value_time (value, member, problem);
  case RGM_FIELD_LEADS:
    return value_leads (value, field->min, field->max, TRUE, member, problem);
  case RGM_FIELD_DELAYS:
    return value_leads (value, field->min, field->max, FALSE, member, problem);
  }
  g_return_val_if_reached (FALSE);
}

/* A list whose words are looked up later is read into nothing here. */
static gboolean
read_value (const RgmField *field, const char *value, gpointer into, char **problem)
{
  if (field->member != RGM_FIELD_NO_MEMBER)
    return read_member (field, value, (char *)into + field->member, problem);
  g_auto (GStrv) unused = NULL;
  return value_keys (value, &unused, problem);
}

/* Reads @entry where it is the one that counts: that of @language, else that of none. */
static gboolean
read_entry (const RgmKeyFile *file, const RgmKeyGroup *group, const RgmKeyEntry *entry,
            const RgmField *fields, const char *language, gpointer into, GError **error)
{
  const RgmField *field = find_field (fields, entry->key);
  if (field == NULL)
    return fail_unknown (file, entry, fields, error);
  gboolean translatable = field->type == RGM_FIELD_TEXT || field->type == RGM_FIELD_TEXTS;
  if (entry->language != NULL && !check_language (file, group, entry, translatable, error))
    return FALSE;
  if (translatable && keygroup_translated (group, entry->key, language) != entry)
    return TRUE;
  g_autofree char *problem = NULL;
  if (read_value (field, entry->value, into, &problem))
    return TRUE;
  return keyfile_fail (file, entry->line, error, "%s: %s", field->key, problem);
}

static gboolean
check_required (const RgmKeyFile *file, const RgmKeyGroup *group, const RgmField *fields,
                GError **error)
{
  for (; fields->key != NULL; fields++)
    if (fields->required && keygroup_entry (group, fields->key) == NULL)
      return keyfile_fail (file, group->line, error, _ ("[%s] has no \"%s\""), group->name,
                           fields->key);
  return TRUE;
}

gboolean
fields_read (const RgmKeyFile *file, const RgmKeyGroup *group, const RgmField *fields,
             const char *language, gpointer into, GError **error)
{
  for (guint i = 0; i < group->entries->len; i++) {
    const RgmKeyEntry *entry = &g_array_index (group->entries, RgmKeyEntry, i);
    if (!read_entry (file, group, entry, fields, language, into, error))
      return FALSE;
  }
  return check_required (file, group, fields, error);
}

char **
fields_list (const RgmKeyGroup *group, const char *key)
{
  const RgmKeyEntry *entry = keygroup_entry (group, key);
  char **words = NULL;
  g_autofree char *problem = NULL;
  if (entry == NULL || !value_keys (entry->value, &words, &problem))
    return g_new0 (char *, 1);
  return words;
}
