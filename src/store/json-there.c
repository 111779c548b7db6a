/* Looks at a record that was written as JSON before, in whose place this record is to be written.
 * Only the lines of three tables are read: people, changes, and the chain of their hashes. */
#include "store/json-there.h"

#include "base/file.h"
#include "base/json-text.h"
#include "store/store-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first version of the tables that has the table chain. */
#define CHAINED 13

typedef struct {
  RgmStore *store;
  char table[32];                             /* of the lines that follow; "": none */
  char *change, *link;                        /* nullable: the last row of changes, and of chain */
  int tables;                                 /* the version that the first line names */
  gboolean lists_changes, lists_chain, ended; /* the lines that say so were there */
  gboolean people, shared;                    /* it has people; one of them is on record here */
} Look;

/* Returns: (nullable): the member @key of @members, if it is of the kind @kind. */
static const JsonMember *
find_member (const JsonMember *members, int count, const char *key, JsonKind kind)
{
  for (int i = 0; i < count; i++)
    if (g_str_equal (members[i].key, key) && members[i].kind == kind)
      return &members[i];
  return NULL;
}

/* @row: a line, without what follows its object; it is taken to pieces. @readable: (out). */
static gboolean
look_at_person (Look *look, char *row, gboolean *readable, GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  int count = json_split_object (row, members, WRITTEN_COLUMNS, NULL);
  const JsonMember *uid = find_member (members, count, "uid", JSON_TEXT);
  gint64 found = 0;

  *readable = uid != NULL;
  if (*readable
      && !sql_number (look->store, &found, error, "SELECT count (*) FROM patients WHERE uid = ?",
                      "t", uid->text))
    return FALSE;
  look->people = TRUE;
  look->shared = look->shared || found > 0;
  return TRUE;
}

/* Whether the last change of the file is on record. */
static gboolean
has_change (Look *look, gint64 *change, gboolean *readable, gboolean *has, GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  int count = json_split_object (look->change, members, WRITTEN_COLUMNS, NULL);
  const JsonMember *id = find_member (members, count, "id", JSON_NUMBER);
  const JsonMember *at = find_member (members, count, "at", JSON_TEXT);
  const JsonMember *command = find_member (members, count, "command", JSON_TEXT);
  RgmInstant moment;
  gint64 found = 0;

  *readable
    = id != NULL && at != NULL && command != NULL && rgm_instant_parse (at->text, &moment, NULL);
  if (!*readable)
    return TRUE;
  *change = id->number;
  if (!sql_number (look->store, &found, error,
                   "SELECT count (*) FROM changes WHERE id = ? AND at = ? AND command = ?", "iit",
                   *change, moment, command->text))
    return FALSE;
  *has = found > 0;
  return TRUE;
}

/* The same for its hash, which stands for everything before it as well. */
static gboolean
has_link (Look *look, gint64 change, gboolean *readable, gboolean *has, GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  int count = json_split_object (look->link, members, WRITTEN_COLUMNS, NULL);
  const JsonMember *id = find_member (members, count, "change_id", JSON_NUMBER);
  const JsonMember *hash = find_member (members, count, "hash", JSON_TEXT);
  gint64 found = 0;

  *readable = id != NULL && hash != NULL && id->number == change;
  if (*readable
      && !sql_number (look->store, &found, error,
                      "SELECT count (*) FROM chain WHERE change_id = ? AND lower (hex (hash)) = ?",
                      "it", change, hash->text))
    return FALSE;
  *has = found > 0;
  return TRUE;
}

/* Looks at one line. @readable: (out). */
static gboolean
look_at_line (Look *look, char *line, gboolean *readable, GError **error)
{
  gsize length = strcspn (line, "\r\n");
  gboolean begins
    = g_str_has_prefix (line, "\"") && length > 4 && strncmp (line + length - 4, "\": [", 4) == 0;

  *readable = TRUE;
  line[length] = '\0';
  look->ended = g_str_equal (line, "}");
  if (begins) {
    g_autofree char *name = g_strndup (line + 1, length - 5);
    g_strlcpy (look->table, name, sizeof look->table);
    look->lists_changes = look->lists_changes || g_str_equal (name, "changes");
    look->lists_chain = look->lists_chain || g_str_equal (name, "chain");
    return TRUE;
  }
  if (*line == ']')
    *look->table = '\0';
  if (length > 0 && line[length - 1] == ',')
    line[length - 1] = '\0';
  if (g_str_equal (look->table, "patients"))
    return look_at_person (look, line, readable, error);
  char **last = g_str_equal (look->table, "changes") ? &look->change
                : g_str_equal (look->table, "chain") ? &look->link
                                                     : NULL;
  if (last != NULL) {
    g_free (*last);
    *last = g_strdup (line);
  }
  return TRUE;
}

/* Whether the file is as it was written, as far as these lines tell. */
static gboolean
is_whole (const Look *look)
{
  return look->ended && look->lists_changes
         && (look->lists_chain ? (look->change != NULL) == (look->link != NULL)
                               : look->tables < CHAINED);
}

static gboolean
judge (Look *look, JsonThere *there, GError **error)
{
  gboolean readable = is_whole (look), has = TRUE;
  gint64 change = 0;

  if (readable && look->change != NULL && !has_change (look, &change, &readable, &has, error))
    return FALSE;
  if (readable && has && look->link != NULL && !has_link (look, change, &readable, &has, error))
    return FALSE;
  *there = !readable                       ? JSON_THERE_UNREADABLE
           : look->people && !look->shared ? JSON_THERE_OTHER
           : has                           ? JSON_THERE_PART
                                           : JSON_THERE_MORE;
  return TRUE;
}

/* @readable: (out). */
static gboolean
look_at_lines (Look *look, FILE *file, gboolean *readable, GError **error)
{
  char *line = NULL;
  size_t size = 0;
  int format = 0;
  gboolean good = TRUE;

  /* NOLINTBEGIN(cert-err34-c): a number that is too large is none that is known. */
  *readable = getline (&line, &size, file) >= 0
              && sscanf (line, JSON_FIRST_LINE ",", &format, &look->tables) == 2
              && format == JSON_FORMAT;
  /* NOLINTEND(cert-err34-c) */
  while (good && *readable && getline (&line, &size, file) >= 0)
    good = look_at_line (look, line, readable, error);
  free (line);
  return good;
}

gboolean
json_there (RgmStore *store, const char *path, JsonThere *there, GError **error)
{
  Look look = { .store = store };
  int fd = file_open_plain (path, error);
  FILE *file = fd >= 0 ? fdopen (fd, "r") : NULL;
  gboolean readable = TRUE, good;

  if (file == NULL)
    return FALSE;
  good = look_at_lines (&look, file, &readable, error)
         && (!ferror (file) || file_fail_errno (path, error))
         && (!readable || judge (&look, there, error));
  if (!readable)
    *there = JSON_THERE_UNREADABLE;
  fclose (file);
  g_free (look.change);
  g_free (look.link);
  return good;
}
