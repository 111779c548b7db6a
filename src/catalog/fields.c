/* fields.c: reads the values of a group into the members of a struct, as a table of fields says. */
#include "catalog/fields.h"

#include "base/compare.h"
#include "base/i18n.h"
#include "base/scan.h"
#include "base/text.h"

#include <regimen/settings.h>
#include <stdlib.h>
#include <string.h>

/* Each of the functions value_…() reads @value, stores it where its last argument but one points,
 * and frees the old value there. If the value is not accepted, it returns FALSE and sets @problem
 * (transfer full) to what is wrong and what would be accepted. */
static gboolean fail (char **problem, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (char **problem, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  *problem = g_strdup_vprintf (format, args);
  va_end (args);
  return FALSE;
}

gboolean
fields_is_key (const char *text)
{
  if (!g_ascii_islower (*text))
    return FALSE;
  return text[strspn (text, G_CSET_a_2_z "0123456789-")] == '\0';
}

/* Undoes the escapes of @length bytes of @text. Returns: (transfer full): NULL if one of them is
 * unknown. */
static char *
unescape (const char *text, gsize length)
{
  if (memchr (text, '\\', length) == NULL)
    return g_strndup (text, length);
  GString *out = g_string_sized_new (length);
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '\\' && (i + 1 == length || strchr ("\\;", text[i + 1]) == NULL)) {
      g_string_free (out, TRUE);
      return NULL;
    }
    i += text[i] == '\\';
    g_string_append_c (out, text[i]);
  }
  return g_string_free (out, FALSE);
}

/* The items of a list, without spaces around them. The last item may also end in a semicolon. NULL
 * with @problem set if the list is malformed. */
static GPtrArray *
split (const char *value, char **problem)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  while (*value != '\0') {
    gsize length = 0; /* up to the next semicolon that is not escaped */
    while (value[length] != '\0' && value[length] != ';')
      length += value[length] == '\\' && value[length + 1] != '\0' ? 2 : 1;
    char *item = unescape (value, length);
    if (item == NULL) {
      fail (problem, _ ("after \"\\\" only \"\\\" and \";\" are accepted"));
      return NULL;
    }
    g_ptr_array_add (items, g_strstrip (item));
    if (*item == '\0') {
      fail (problem, _ ("an item between \";\" is empty"));
      return NULL;
    }
    value += length + (value[length] == ';');
  }
  return g_steal_pointer (&items);
}

static void
take_items (GPtrArray *items, char ***member)
{
  g_ptr_array_add (items, NULL);
  g_strfreev (*member);
  *member = (char **)g_ptr_array_free (items, FALSE);
}

static gboolean
value_keys (const char *value, char ***keys, char **problem)
{
  g_autoptr (GPtrArray) items = split (value, problem);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    if (!fields_is_key (items->pdata[i]))
      return fail (
        problem,
        _ ("\"%s\" is not a key; a key has only a-z, 0-9 and \"-\", and begins with a letter"),
        (char *)items->pdata[i]);
    for (guint j = 0; j < i; j++)
      if (strcmp (items->pdata[j], items->pdata[i]) == 0)
        return fail (problem, _ ("\"%s\" is listed twice"), (char *)items->pdata[i]);
  }
  take_items (g_steal_pointer (&items), keys);
  return TRUE;
}

static gboolean
value_text (const char *value, char **text, char **problem)
{
  char *plain = unescape (value, strlen (value));
  if (plain == NULL)
    return fail (problem, _ ("after \"\\\" only \"\\\" and \";\" are accepted"));
  if (*plain == '\0') {
    g_free (plain);
    return fail (problem, _ ("this is empty; leave the line out or write a text"));
  }
  g_free (*text);
  *text = plain;
  return TRUE;
}

static gboolean
value_texts (const char *value, char ***texts, char **problem)
{
  GPtrArray *items = split (value, problem);
  if (items == NULL)
    return FALSE;
  take_items (items, texts);
  return TRUE;
}

static gboolean
value_number (const char *value, int min, int max, int *number, char **problem)
{
  guint64 parsed = 0;
  if (!g_ascii_string_to_unsigned (value, 10, (guint64)min, (guint64)max, &parsed, NULL))
    return fail (problem, _ ("\"%s\" is not accepted; write a whole number from %d to %d"), value,
                 min, max);
  *number = (int)parsed;
  return TRUE;
}

/* Reads "HH:MM" as seconds of the day. */
static gboolean
value_time (const char *value, int *seconds, char **problem)
{
  gint32 read;
  const char *at = value;
  if (!scan_time (&at, &read) || *at != '\0')
    return fail (problem, _ ("\"%s\" is not a time of day; write HH:MM from 00:00 to 23:59"),
                 value);
  *seconds = read;
  return TRUE;
}

static gboolean
value_leads (const char *value, int min, int max, gboolean largest_first, RgmLeads *leads,
             char **problem)
{
  g_autoptr (GPtrArray) items = split (value, problem);
  if (items == NULL)
    return FALSE;
  if (items->len > RGM_LEADS_MAX)
    return fail (problem, _ ("there are more than %d numbers"), RGM_LEADS_MAX);
  RgmLeads read = { 0 };
  for (; read.n < (int)items->len; read.n++) {
    int *number = &read.at[read.n];
    if (!value_number (items->pdata[read.n], min, max, number, problem))
      return FALSE;
    for (int i = 0; i < read.n; i++)
      if (read.at[i] == *number)
        return fail (problem, _ ("%d is listed twice"), *number);
  }
  qsort (read.at, (size_t)read.n, sizeof read.at[0], compare_ints);
  *leads = (RgmLeads){ .n = read.n };
  for (int i = 0; i < read.n; i++)
    leads->at[i] = read.at[largest_first ? read.n - 1 - i : i];
  return TRUE;
}

static gboolean
fail_unknown (const RgmKeyFile *file, const RgmKeyEntry *entry, const RgmField *fields,
              GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (; fields->key != NULL; fields++)
    g_ptr_array_add (names, (gpointer)fields->key);
  g_ptr_array_add (names, NULL);
  const char *near = text_suggest (entry->key, (const char *const *)names->pdata);
  if (near != NULL)
    return keyfile_fail (file, entry->line, error, _ ("unknown key \"%s\": did you mean \"%s\"?"),
                         entry->key, near);
  g_autofree char *list = g_strjoinv (", ", (char **)names->pdata);
  return keyfile_fail (file, entry->line, error, _ ("unknown key \"%s\": accepted here are %s"),
                       entry->key, list);
}

static gboolean
read_member (const RgmField *field, const char *value, gpointer member, char **problem)
{
  switch (field->type) {
  case RGM_FIELD_KEY:
    if (!fields_is_key (value))
      return fail (
        problem,
        _ ("\"%s\" is not a key; a key has only a-z, 0-9 and \"-\", and begins with a letter"),
        value);
    g_free (*(char **)member);
    *(char **)member = g_strdup (value);
    return TRUE;
  case RGM_FIELD_KEYS:
    return value_keys (value, member, problem);
  case RGM_FIELD_TEXT:
  case RGM_FIELD_WORD:
    return value_text (value, member, problem);
  case RGM_FIELD_TEXTS:
    return value_texts (value, member, problem);
  case RGM_FIELD_NUMBER:
    return value_number (value, field->min, field->max, member, problem);
  case RGM_FIELD_BOOLEAN:
    if (strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
      return fail (problem, _ ("\"%s\" is not accepted; write true or false"), value);
    *(gboolean *)member = strcmp (value, "true") == 0;
    return TRUE;
  case RGM_FIELD_TIME:
    return value_time (value, member, problem);
  case RGM_FIELD_LEADS:
    return value_leads (value, field->min, field->max, TRUE, member, problem);
  case RGM_FIELD_DELAYS:
    return value_leads (value, field->min, field->max, FALSE, member, problem);
  }
  g_return_val_if_reached (FALSE);
}

/* Reads @entry. Of several translations of a text, only one is read: the one in @language, or else
 * the one without a language. */
static gboolean
read_entry (const RgmKeyFile *file, const RgmKeyGroup *group, const RgmKeyEntry *entry,
            const RgmField *fields, const char *language, gpointer into, GError **error)
{
  const RgmField *field = fields;
  while (field->key != NULL && strcmp (field->key, entry->key) != 0)
    field++;
  if (field->key == NULL)
    return fail_unknown (file, entry, fields, error);
  gboolean translatable = field->type == RGM_FIELD_TEXT || field->type == RGM_FIELD_WORD
                          || field->type == RGM_FIELD_TEXTS;
  const char *wanted = field->type == RGM_FIELD_WORD ? NULL : language;
  if (entry->language != NULL && !translatable)
    return keyfile_fail (file, entry->line, error, _ ("\"%s\" cannot have a translation"),
                         entry->key);
  if (entry->language != NULL && keygroup_entry (group, entry->key) == NULL)
    return keyfile_fail (file, entry->line, error, _ ("\"%s[%s]\" needs \"%s\" beside it"),
                         entry->key, entry->language, entry->key);
  if (translatable && keygroup_translated (group, entry->key, wanted) != entry)
    return TRUE;
  g_auto (GStrv) unused = NULL; /* a list of keys that are looked up later is only checked here */
  gpointer member
    = field->member == RGM_FIELD_NO_MEMBER ? (gpointer)&unused : (char *)into + field->member;
  g_autofree char *problem = NULL;
  if (read_member (field, entry->value, member, &problem))
    return TRUE;
  return keyfile_fail (file, entry->line, error, "%s: %s", field->key, problem);
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
  for (const RgmField *field = fields; field->key != NULL; field++)
    if (field->required && keygroup_entry (group, field->key) == NULL)
      return keyfile_fail (file, group->line, error, _ ("[%s] has no \"%s\""), group->name,
                           field->key);
  return TRUE;
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
