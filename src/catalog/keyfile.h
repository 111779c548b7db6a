/* keyfile.h: the strict reader of key files, shared by the catalog and the settings.
 *
 * The format is a subset of that of GKeyFile, and the reader keeps the line numbers: "[group]",
 * "key=value", "key[xx]=value", "# comment" and empty lines; UTF-8 without control characters. In
 * values "\\" is a backslash and "\;" a semicolon inside a list; there are no other escapes. */
#pragma once

#include <regimen/error.h>

/* The name of the group to which @key belongs, for a message; NULL if no group has such a key. */
typedef const char *(*KeyFileGroupOf) (const char *key);

/* Strings point into the file's text. */
typedef struct {
  const char *key;
  const char *language; /* NULL: the entry has no language */
  const char *value;
  int line;
} RgmKeyEntry;

typedef struct {
  const char *name;
  GArray *entries; /* of RgmKeyEntry */
  int line;
} RgmKeyGroup;

typedef struct {
  char *name;              /* the file as messages name it */
  RgmError code;           /* of all errors about this file */
  KeyFileGroupOf group_of; /* nullable */
  char *text;
  GPtrArray *groups; /* of RgmKeyGroup */
} RgmKeyFile;

/**
 * keyfile_parse: reads the groups of @text.
 * @name: is put before the line number in messages. @code: of the errors about this file. @line:
 * the number that the first line of @text has in the file.
 * Returns: (transfer full): NULL with "NAME:LINE: …" if a line does not fit the format, a group or
 * key is repeated, or a key comes before the first group.
 */
RgmKeyFile *keyfile_parse (const char *name, RgmError code, const char *text, gsize length,
                           int line, GError **error);
/* The same for the file at @path. @group_of: (nullable): names the group to which a key belongs if
 * it comes before the first [group]. */
RgmKeyFile *keyfile_read (const char *path, RgmError code, KeyFileGroupOf group_of, GError **error);
void keyfile_free (RgmKeyFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmKeyFile, keyfile_free)

/* The entry with the key @key and without a language, or NULL. */
const RgmKeyEntry *keygroup_entry (const RgmKeyGroup *group, const char *key);
/* The entry with the key @key for @language ("de_AT" finds key[de_AT], else key[de]), else the one
 * without a language, or NULL. */
const RgmKeyEntry *
keygroup_translated (const RgmKeyGroup *group, const char *key, const char *language);

/* Sets @error to "FILE:LINE: …". Returns: FALSE always. */
gboolean keyfile_fail (const RgmKeyFile *file, int line, GError **error, const char *format, ...)
  G_GNUC_PRINTF (4, 5);
