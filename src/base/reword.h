/* reword.h: replaces the message of an error if the caller can explain it better than the function
 * that failed. */
#pragma once

#include <glib.h>

/* Replaces the message of @error; its domain and code stay. The old message may be among the
 * arguments. @error: (nullable): if there is no error, nothing happens. */
void error_reword (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
