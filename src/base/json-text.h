/* json-text.h: JSON (RFC 8259) as far as regimen reads it itself: texts, and objects on one line
 * whose members are texts, whole numbers and null. */
#pragma once

#include <regimen/error.h>

/* Appends @text in double quotes. What a terminal would obey and what cannot be seen is written as
 * its number (text_is_plain()), and a byte that is not UTF-8 is U+FFFD. */
void json_append_text (GString *out, const char *text);

typedef enum {
  JSON_NULL,
  JSON_NUMBER,
  JSON_TEXT,
} JsonKind;

/* One member of an object. */
typedef struct {
  const char *key;
  JsonKind kind;
  gint64 number;
  const char *text;
} JsonMember;

/**
 * json_split_object: the members of an object. Nothing may follow it but blanks.
 * @line: ended by a zero byte, and without another one. It is taken to pieces: texts lose their
 * escapes where they stand, and @members borrow them.
 * @max: how many @members there is room for.
 * Returns: how many there are; -1 with RGM_ERROR_DAMAGED, whose message names the column, for what
 * is no JSON or not UTF-8, for an object or array within, another number than one of 64 bits, true
 * and false, more than @max members, and a text that has a zero byte.
 */
int json_split_object (char *line, JsonMember *members, guint max, GError **error);
