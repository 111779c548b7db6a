/* fields.h: reads the keys of a group into the members of a struct, as a table says. */
#pragma once

#include "catalog/keyfile.h"

typedef enum {
  RGM_FIELD_KEY,     /* char *: a word of a-z, 0-9 and "-" */
  RGM_FIELD_KEYS,    /* char **: a list of such words, without repeats */
  RGM_FIELD_TEXT,    /* char *: not empty; may be translated */
  RGM_FIELD_WORD,    /* char *: not empty; goes on record, so it is the same in every language: a
                        translation beside it is accepted, but not used */
  RGM_FIELD_TEXTS,   /* char **: a list of texts; may be translated */
  RGM_FIELD_NUMBER,  /* int: from min to max */
  RGM_FIELD_BOOLEAN, /* gboolean: true or false */
  RGM_FIELD_TIME,    /* int: HH:MM as seconds of the day */
  RGM_FIELD_LEADS,  /* RgmLeads: up to RGM_LEADS_MAX different numbers from min to max, kept largest
                       first */
  RGM_FIELD_DELAYS, /* RgmLeads: the same, kept smallest first */
} RgmFieldType;

/* Used in place of an offset: the value is only checked here, and read later with fields_list(). */
#define RGM_FIELD_NO_MEMBER G_MAXSIZE

typedef struct {
  const char *key; /* NULL ends the table */
  RgmFieldType type;
  gboolean required;
  gsize member; /* the offset in the struct */
  int min, max;
} RgmField;

/**
 * fields_read: sets the members of @into that the entries of @group name, and frees the strings
 * that they held; leaves the others alone.
 * @language: (nullable): the language in which texts are read.
 * Returns: FALSE with "FILE:LINE: …" for an unknown key, a required key that is missing, or a value
 * that is not accepted.
 */
gboolean fields_read (const RgmKeyFile *file, const RgmKeyGroup *group, const RgmField *fields,
                      const char *language, gpointer into, GError **error);

/* The words of the list @key of @group; empty if it has none. For lists that fields_read()
 * has accepted. Returns: (transfer full). */
char **fields_list (const RgmKeyGroup *group, const char *key);

/* Whether @text is a word of a-z, 0-9 and "-" that begins with a letter. */
gboolean fields_is_key (const char *text);
