/* keyfile.c: reads a key file strictly and keeps the line numbers for messages. */
#include "catalog/keyfile.h"

#include "base/file.h"
#include "base/i18n.h"

#include <string.h>

/* Larger than any catalog or settings file that the user writes by hand. */
#define MAX_BYTES (1024 * 1024)

gboolean
keyfile_fail (const RgmKeyFile *file, int line, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, RGM_ERROR, (int)file->code, "%s:%d: %s", file->name, line, what);
  return FALSE;
}

static void
keygroup_free (gpointer data)
{
  RgmKeyGroup *group = data;
  g_array_unref (group->entries);
  g_free (group);
}

void
keyfile_free (RgmKeyFile *file)
{
  if (file == NULL)
    return;
  g_ptr_array_unref (file->groups);
  g_free (file->text);
  g_free (file->name);
  g_free (file);
}

/* Whether @text is not empty and has only letters, digits and the characters of @also. */
static gboolean
is_word (const char *text, const char *also)
{
  if (*text == '\0')
    return FALSE;
  while (g_ascii_isalnum (*text) || (*text != '\0' && strchr (also, *text) != NULL))
    text++;
  return *text == '\0';
}

static const RgmKeyEntry *
find_entry (const RgmKeyGroup *group, const char *key, const char *language)
{
  for (guint i = 0; i < group->entries->len; i++) {
    const RgmKeyEntry *entry = &g_array_index (group->entries, RgmKeyEntry, i);
    if (strcmp (entry->key, key) == 0 && g_strcmp0 (entry->language, language) == 0)
      return entry;
  }
  return NULL;
}

const RgmKeyEntry *
keygroup_entry (const RgmKeyGroup *group, const char *key)
{
  return find_entry (group, key, NULL);
}

const RgmKeyEntry *
keygroup_translated (const RgmKeyGroup *group, const char *key, const char *language)
{
  const RgmKeyEntry *entry = language == NULL ? NULL : find_entry (group, key, language);
  if (entry == NULL && language != NULL) {
    g_autofree char *shorter = g_strndup (language, strcspn (language, "_.@"));
    entry = find_entry (group, key, shorter);
  }
  return entry != NULL ? entry : find_entry (group, key, NULL);
}

static gboolean
read_group (RgmKeyFile *file, char *text, int line, GError **error)
{
  char *end = text + strlen (text) - 1;
  if (end == text || *end != ']' || strcspn (text + 1, "[]") + 1 != (gsize)(end - text))
    return keyfile_fail (file, line, error, _ ("\"%s\" is not a group; a group is written [name]"),
                         text);
  *end = '\0';
  const char *name = g_strstrip (text + 1);
  if (*name == '\0')
    return keyfile_fail (file, line, error, _ ("the group has no name"));
  for (guint i = 0; i < file->groups->len; i++) {
    const RgmKeyGroup *other = file->groups->pdata[i];
    if (strcmp (other->name, name) == 0)
      return keyfile_fail (file, line, error, _ ("group [%s] is already on line %d"), name,
                           other->line);
  }
  RgmKeyGroup *group = g_new0 (RgmKeyGroup, 1);
  group->name = name;
  group->line = line;
  group->entries = g_array_new (FALSE, FALSE, sizeof (RgmKeyEntry));
  g_ptr_array_add (file->groups, group);
  return TRUE;
}

/* Splits "name[de]" in place. */
static gboolean
split_key (char *text, RgmKeyEntry *entry)
{
  char *open = strchr (text, '[');
  entry->key = text;
  entry->language = NULL;
  if (open != NULL) {
    gsize length = strlen (open);
    if (open[length - 1] != ']')
      return FALSE;
    open[length - 1] = '\0';
    *open = '\0';
    entry->language = open + 1;
  }
  return is_word (entry->key, "-")
         && (entry->language == NULL
             || (g_ascii_isalpha (*entry->language) && is_word (entry->language, "_@-")));
}

static gboolean
fail_loose (const RgmKeyFile *file, const char *key, int line, GError **error)
{
  const char *group = file->group_of != NULL ? file->group_of (key) : NULL;
  if (group == NULL)
    return keyfile_fail (file, line, error, _ ("\"%s\" comes before the first [group]"), key);
  return keyfile_fail (file, line, error,
                       _ ("\"%s\" comes before the first [group]; it belongs below a line [%s]"),
                       key, group);
}

static gboolean
read_entry (RgmKeyFile *file, char *text, int line, GError **error)
{
  char *equals = strchr (text, '=');
  if (equals == NULL)
    return keyfile_fail (file, line, error,
                         _ ("\"%s\" is neither a [group] nor key=value nor a # comment"), text);
  *equals = '\0';
  RgmKeyEntry entry = { .value = g_strchug (equals + 1), .line = line };
  g_autofree char *typed = g_strdup (g_strchomp (text));
  if (!split_key (text, &entry))
    return keyfile_fail (file, line, error,
                         _ ("\"%s\" is not a key; a key has letters, digits and \"-\", and perhaps "
                            "a [language] after it"),
                         typed);
  if (file->groups->len == 0)
    return fail_loose (file, entry.key, line, error);
  const RgmKeyGroup *group = file->groups->pdata[file->groups->len - 1];
  const RgmKeyEntry *other = find_entry (group, entry.key, entry.language);
  if (other != NULL)
    return keyfile_fail (file, line, error, _ ("\"%s\" is already set on line %d"), entry.key,
                         other->line);
  g_array_append_val (group->entries, entry);
  return TRUE;
}

static gboolean
read_lines (RgmKeyFile *file, char *text, int number, GError **error)
{
  for (char *line = text; line != NULL; number++) {
    char *end = strchr (line, '\n');
    if (end != NULL)
      *end = '\0';
    g_strstrip (line);
    if (*line == '[' && !read_group (file, line, number, error))
      return FALSE;
    if (*line != '\0' && *line != '#' && *line != '[' && !read_entry (file, line, number, error))
      return FALSE;
    line = end == NULL ? NULL : end + 1;
  }
  return TRUE;
}

/* The number of the line that contains @at. @line: the number of the line with which @text
 * begins. */
static int
line_of (const char *text, int line, const char *at)
{
  for (const char *p = text; p < at; p++)
    line += *p == '\n';
  return line;
}

static gboolean
check_bytes (const RgmKeyFile *file, const char *text, gsize length, int line, GError **error)
{
  const char *end = NULL;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]) && text[i] != '\n' && text[i] != '\t' && text[i] != '\r')
      return keyfile_fail (file, line_of (text, line, text + i), error,
                           _ ("the line has an invisible control character; type the line anew"));
  if (!g_utf8_validate (text, (gssize)length, &end))
    return keyfile_fail (file, line_of (text, line, end), error, _ ("the line is not UTF-8 text"));
  return TRUE;
}

static RgmKeyFile *
parse (const char *name, RgmError code, const char *text, gsize length, int line,
       KeyFileGroupOf group_of, GError **error)
{
  g_autoptr (RgmKeyFile) file = g_new0 (RgmKeyFile, 1);
  file->name = g_strdup (name);
  file->code = code;
  file->group_of = group_of;
  file->text = g_strndup (text, length);
  file->groups = g_ptr_array_new_with_free_func (keygroup_free);
  if (!check_bytes (file, text, length, line, error) || !read_lines (file, file->text, line, error))
    return NULL;
  return g_steal_pointer (&file);
}

RgmKeyFile *
keyfile_parse (const char *name, RgmError code, const char *text, gsize length, int line,
               GError **error)
{
  return parse (name, code, text, length, line, NULL, error);
}

RgmKeyFile *
keyfile_read (const char *path, RgmError code, KeyFileGroupOf group_of, GError **error)
{
  gsize length = 0;
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = file_read (path, MAX_BYTES, &length, &problem);
  g_autofree char *shown = file_shown (path);
  if (text != NULL)
    return parse (shown, code, text, length, 1, group_of, error);
  g_set_error (error, RGM_ERROR, (int)code, _ ("cannot read %s"), problem->message);
  return NULL;
}
