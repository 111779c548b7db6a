/* reword.h: an error of which a caller knows more than the function that failed. */
#pragma once

#include <glib.h>

/* Puts another message in the place of that of @error; its domain and code stay. The old message
 * may be among the arguments. @error: (nullable): nothing happens without one. */
void error_reword (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
