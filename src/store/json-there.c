/* Looks at a JSON file of an earlier export, which is about to be replaced by one of this record.
 * Only the rows of three tables are read: people, changes, and the chain of their hashes. */
#include "store/json-there.h"

#include "base/file.h"
#include "base/json-text.h"
#include "store/store-private.h"

#include <stdio.h>
#include <string.h>

/* The first version of the tables that has the table chain. */
#define CHAINED 13

typedef struct {
  RgmStore *store;
  char table[32];                             /* of the lines that follow; "": none */
  char *change, *link;                        /* nullable: the last row of changes, and of chain */
  int tables;                                 /* the version that the first line names */
  gboolean lists_changes, lists_chain, ended; /* has these two tables; the last line was "}" */
  gboolean people, shared;                    /* it has people; one of them is on record here */
  gboolean begun, readable;                   /* the first line was read; all were as expected */
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

/* @row: a line without the comma after its object. Parsing changes the text. */
static void
look_at_person (Look *look, char *row, GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  int count = json_split_object (row, members, WRITTEN_COLUMNS, NULL);
  const JsonMember *uid = find_member (members, count, "uid", JSON_TEXT);
  gint64 found = 0;

  look->readable = uid != NULL;
  if (!look->readable
      || !sql_number (look->store, &found, error, "SELECT count (*) FROM patients WHERE uid = ?",
                      "t", uid->text))
    return;
  look->people = TRUE;
  look->shared = look->shared || found > 0;
}

/* Whether the last change of the file is on record. @change: (out): its id. */
static gboolean
has_change (Look *look, gint64 *change, gboolean *has, GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  int count = json_split_object (look->change, members, WRITTEN_COLUMNS, NULL);
  const JsonMember *id = find_member (members, count, "id", JSON_NUMBER);
  const JsonMember *at = find_member (members, count, "at", JSON_TEXT);
  const JsonMember *command = find_member (members, count, "command", JSON_TEXT);
  RgmInstant moment;
  gint64 found = 0;

  look->readable
    = id != NULL && at != NULL && command != NULL && rgm_instant_parse (at->text, &moment, NULL);
  if (!look->readable)
    return TRUE;
  *change = id->number;
  if (!sql_number (look->store, &found, error,
                   "SELECT count (*) FROM changes WHERE id = ? AND at = ? AND command = ?", "iit",
                   *change, moment, command->text))
    return FALSE;
  *has = found > 0;
  return TRUE;
}

/* Whether the last hash of the file is on record as the hash of change @change: it also stands for
 * all changes before. */
static gboolean
has_link (Look *look, gint64 change, gboolean *has, GError **error)
{
  JsonMember members[WRITTEN_COLUMNS];
  int count = json_split_object (look->link, members, WRITTEN_COLUMNS, NULL);
  const JsonMember *id = find_member (members, count, "change_id", JSON_NUMBER);
  const JsonMember *hash = find_member (members, count, "hash", JSON_TEXT);
  gint64 found = 0;

  look->readable = id != NULL && hash != NULL && id->number == change;
  if (look->readable
      && !sql_number (look->store, &found, error,
                      "SELECT count (*) FROM chain WHERE change_id = ? AND lower (hex (hash)) = ?",
                      "it", change, hash->text))
    return FALSE;
  *has = found > 0;
  return TRUE;
}

static gboolean
is_first_line (const char *line, int *tables)
{
  int format = 0;

  /* NOLINTNEXTLINE(cert-err34-c): a number that is too large is not a known format or version. */
  return sscanf (line, JSON_FIRST_LINE ",", &format, tables) == 2 && format == JSON_FORMAT;
}

/* Looks at a line that is not the first one. */
static void
look_at_row (Look *look, char *line, GError **error)
{
  gsize length = strcspn (line, "\r\n");
  gboolean begins
    = g_str_has_prefix (line, "\"") && length > 4 && strncmp (line + length - 4, "\": [", 4) == 0;
  char **last;

  line[length] = '\0';
  look->ended = g_str_equal (line, "}");
  if (begins) {
    g_autofree char *name = g_strndup (line + 1, length - 5);
    g_strlcpy (look->table, name, sizeof look->table);
    look->lists_changes = look->lists_changes || g_str_equal (name, "changes");
    look->lists_chain = look->lists_chain || g_str_equal (name, "chain");
    return;
  }
  if (*line == ']')
    *look->table = '\0';
  if (length > 0 && line[length - 1] == ',')
    line[length - 1] = '\0';
  if (g_str_equal (look->table, "patients")) {
    look_at_person (look, line, error);
    return;
  }
  last = g_str_equal (look->table, "changes") ? &look->change
         : g_str_equal (look->table, "chain") ? &look->link
                                              : NULL;
  if (last != NULL) {
    g_free (*last);
    *last = g_strdup (line);
  }
}

static gboolean
look_at_line (char *line, gpointer data, GError **error)
{
  Look *look = data;

  if (look->begun)
    look_at_row (look, line, error);
  else
    look->readable = is_first_line (line, &look->tables);
  look->begun = TRUE;
  return look->readable;
}

/* Whether the file seems to be complete: it has the tables that it must have, and its last line. */
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
  gboolean has = TRUE;
  gint64 change = 0;

  look->readable = look->readable && is_whole (look);
  if (look->readable && look->change != NULL && !has_change (look, &change, &has, error))
    return FALSE;
  if (look->readable && has && look->link != NULL && !has_link (look, change, &has, error))
    return FALSE;
  *there = !look->readable                 ? JSON_THERE_UNREADABLE
           : look->people && !look->shared ? JSON_THERE_OTHER
           : has                           ? JSON_THERE_PART
                                           : JSON_THERE_MORE;
  return TRUE;
}

gboolean
json_there (RgmStore *store, const char *path, JsonThere *there, GError **error)
{
  Look look = { .store = store };
  gboolean good = file_each_line (path, look_at_line, &look, error) && judge (&look, there, error);

  g_free (look.change);
  g_free (look.link);
  return good;
}
