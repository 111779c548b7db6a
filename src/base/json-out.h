/* json-out.h: writes JSON (RFC 8259) from beginning to end. No library is used: writing needs no
 * tree of objects, and the commands start faster without one. */
#pragma once

#include <glib.h>

typedef struct {
  GString *text;
  int depth;
  gboolean first; /* the open object or array is still empty */
  gboolean flat;  /* on one line; else indented by two blanks per level */
} JsonOut;

/* @key: NULL inside an array, and for the outermost value. */
void json_open_object (JsonOut *out, const char *key);
void json_close_object (JsonOut *out);
void json_open_array (JsonOut *out, const char *key);
void json_close_array (JsonOut *out);

/* @text: NULL gives null. */
void json_add_text (JsonOut *out, const char *key, const char *text);
/* @value: text that is JSON already: a number with all of its digits, true, or false. */
void json_add_raw (JsonOut *out, const char *key, const char *value);
void json_add_number (JsonOut *out, const char *key, gint64 number);
