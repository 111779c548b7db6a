/* json-text.h: the part of JSON (RFC 8259) that regimen writes and reads itself: strings, and
 * objects on one line whose members are strings, whole numbers and null. */
#pragma once

#include <regimen/error.h>

/* Appends @text as a JSON string, in double quotes. Control and invisible characters
 * (text_is_plain()) are written as escapes such as "\u200b", and a byte that is not UTF-8 as
 * U+FFFD. */
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
 * json_split_object: reads the members of an object. Only blanks may follow the object.
 * @line: ended by a zero byte. It is modified: strings are decoded in place, and @members borrow
 * them.
 * @max: how many @members there is room for.
 * Returns: how many members there are; -1 with RGM_ERROR_DAMAGED, whose message usually names the
 * column, if @line is not JSON or not UTF-8, or if it has an object or array inside the object,
 * true or false, a number that is not a whole one of 64 bits, a string with a zero byte, or more
 * than @max members.
 */
int json_split_object (char *line, JsonMember *members, guint max, GError **error);
