#include "catalog/values.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

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
value_is_key (const char *text)
{
  if (!g_ascii_islower (*text))
    return FALSE;
  return text[strspn (text, G_CSET_a_2_z "0123456789-")] == '\0';
}

/* Undoes the escapes of @length bytes of @text. Returns: (transfer full): NULL where there is an
 * unknown one. */
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

/* The bytes up to the next semicolon that is not escaped. */
static gsize
item_length (const char *text)
{
  gsize length = 0;
  while (text[length] != '\0' && text[length] != ';')
    length += text[length] == '\\' && text[length + 1] != '\0' ? 2 : 1;
  return length;
}

/* The items of a list, without blanks around them; an empty one only at the end. NULL with
 * @problem. */
static GPtrArray *
split (const char *value, char **problem)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  while (*value != '\0') {
    gsize length = item_length (value);
    char *item = unescape (value, length);
    if (item == NULL) {
      fail (problem, _ ("after \"\\\" only \"\\\" or \";\" can stand"));
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
has_before (const GPtrArray *items, guint index)
{
  for (guint i = 0; i < index; i++)
    if (strcmp (items->pdata[i], items->pdata[index]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
value_key (const char *value, char **key, char **problem)
{
  if (!value_is_key (value))
    return fail (problem, _ ("\"%s\" is no key: a word of a-z, 0-9 and \"-\""), value);
  g_free (*key);
  *key = g_strdup (value);
  return TRUE;
}

gboolean
value_keys (const char *value, char ***keys, char **problem)
{
  g_autoptr (GPtrArray) items = split (value, problem);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    if (!value_is_key (items->pdata[i]))
      return fail (problem, _ ("\"%s\" is no key: a word of a-z, 0-9 and \"-\""),
                   (char *)items->pdata[i]);
    if (has_before (items, i))
      return fail (problem, _ ("\"%s\" stands there twice"), (char *)items->pdata[i]);
  }
  take_items (g_steal_pointer (&items), keys);
  return TRUE;
}

gboolean
rgm_value_text (const char *value, char **text, char **problem)
{
  char *plain = unescape (value, strlen (value));
  if (plain == NULL)
    return fail (problem, _ ("after \"\\\" only \"\\\" or \";\" can stand"));
  if (*plain == '\0') {
    g_free (plain);
    return fail (problem, _ ("is empty: leave the line out or write the text"));
  }
  g_free (*text);
  *text = plain;
  return TRUE;
}

gboolean
value_texts (const char *value, char ***texts, char **problem)
{
  GPtrArray *items = split (value, problem);
  if (items == NULL)
    return FALSE;
  take_items (items, texts);
  return TRUE;
}

gboolean
value_number (const char *value, int min, int max, int *number, char **problem)
{
  guint64 parsed = 0;
  if (!g_ascii_string_to_unsigned (value, 10, (guint64)min, (guint64)max, &parsed, NULL))
    return fail (problem, _ ("\"%s\" is not accepted: a whole number from %d to %d"), value, min,
                 max);
  *number = (int)parsed;
  return TRUE;
}

gboolean
value_boolean (const char *value, gboolean *boolean, char **problem)
{
  gboolean yes = strcmp (value, "true") == 0;
  if (!yes && strcmp (value, "false") != 0)
    return fail (problem, _ ("\"%s\" is not accepted: true or false"), value);
  *boolean = yes;
  return TRUE;
}

/* Two digits, or -1. */
static int
two_digits (const char *text)
{
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]))
    return -1;
  return g_ascii_digit_value (text[0]) * 10 + g_ascii_digit_value (text[1]);
}

gboolean
value_time (const char *value, int *seconds, char **problem)
{
  gboolean shaped = strlen (value) == 5 && value[2] == ':';
  int hour = shaped ? two_digits (value) : -1;
  int minute = shaped ? two_digits (value + 3) : -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return fail (problem, _ ("\"%s\" is no time of day: HH:MM from 00:00 to 23:59"), value);
  *seconds = (hour * 60 + minute) * 60;
  return TRUE;
}

static int
compare_numbers (const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

static void
sort_leads (RgmLeads *leads, gboolean largest_first)
{
  qsort (leads->at, (size_t)leads->n, sizeof leads->at[0], compare_numbers);
  for (int i = 0; largest_first && i < leads->n / 2; i++) {
    int swapped = leads->at[i];
    leads->at[i] = leads->at[leads->n - 1 - i];
    leads->at[leads->n - 1 - i] = swapped;
  }
}

static gboolean
read_leads (const GPtrArray *items, int min, int max, RgmLeads *leads, char **problem)
{
  for (; leads->n < (int)items->len; leads->n++) {
    if (!value_number (items->pdata[leads->n], min, max, &leads->at[leads->n], problem))
      return FALSE;
    for (int i = 0; i < leads->n; i++)
      if (leads->at[i] == leads->at[leads->n])
        return fail (problem, _ ("%d stands there twice"), leads->at[i]);
  }
  return TRUE;
}

gboolean
value_leads (const char *value, int min, int max, gboolean largest_first, RgmLeads *leads,
             char **problem)
{
  g_autoptr (GPtrArray) items = split (value, problem);
  if (items == NULL)
    return FALSE;
  if (items->len > RGM_LEADS_MAX)
    return fail (problem, _ ("more than %d numbers"), RGM_LEADS_MAX);
  RgmLeads read = { 0 };
  if (!read_leads (items, min, max, &read, problem))
    return FALSE;
  sort_leads (&read, largest_first);
  *leads = read;
  return TRUE;
}
