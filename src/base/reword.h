/* reword.h: what an error says beside its code, and how to replace its message if the caller can
 * explain it better than the function that failed. */
#pragma once

#include <glib.h>

/* What a caller has to know of an error to add to its message, or to choose another one. The words
 * of the message do not tell it, because they are translated. */
typedef enum {
  ERROR_ASKS = 1 << 0,    /* the message ends with a question, which suggests something */
  ERROR_UNCLEAR = 1 << 1, /* what was typed can be read in several ways, and the message says how */
  ERROR_NOT_SAVED = 1 << 2, /* nothing was written, and the message begins with that */
  /* everything was written, but a power cut may undo it, because the folder could not be synced */
  ERROR_NOT_SYNCED = 1 << 3,
  ERROR_ADVISES_CHECK = 1 << 4, /* the message ends with "; " and the advice to check the record */
} ErrorTrait;

/* @error: (nullable): if there is no error, or one of another domain than RGM_ERROR, nothing
 * happens. */
void error_set_trait (GError **error, ErrorTrait trait);
/* Whether @error has @trait. Copies of an error have its traits. FALSE for an error of another
 * domain. */
gboolean error_has_trait (const GError *error, ErrorTrait trait);

/* Puts "NOT SAVED: " before the message of @error and gives it ERROR_NOT_SAVED, unless it has that
 * already. @error: (nullable): as in error_set_trait(). */
void error_not_saved (GError **error);

/* Replaces the message of @error; its domain, code and traits stay. The old message may be among
 * the arguments. @error: (nullable): if there is no error, nothing happens. */
void error_reword (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
