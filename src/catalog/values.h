/* values.h: one value of a key file. Each function sets its last but one argument, freeing what it
 * held, or returns FALSE and says in @problem (transfer full) what is wrong and what would be
 * accepted. */
#pragma once

#include <regimen/settings.h>

gboolean value_key (const char *value, char **key, char **problem);
gboolean value_keys (const char *value, char ***keys, char **problem);
gboolean rgm_value_text (const char *value, char **text, char **problem);
gboolean value_texts (const char *value, char ***texts, char **problem);
gboolean value_number (const char *value, int min, int max, int *number, char **problem);
gboolean value_boolean (const char *value, gboolean *boolean, char **problem);
gboolean value_time (const char *value, int *seconds, char **problem);
gboolean value_leads (const char *value, int min, int max, gboolean largest_first, RgmLeads *leads,
                      char **problem);

/* Whether @text is a word of a-z, 0-9 and "-" that begins with a letter. */
gboolean value_is_key (const char *text);
