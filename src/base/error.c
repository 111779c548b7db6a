/* error.c: the errors of the library, and the exit status that each of them means. */
#include <regimen/error.h>

#include "base/i18n.h"
#include "base/reword.h"

typedef struct {
  int traits; /* of ErrorTrait */
} RgmErrorPrivate;

static void
rgm_error_private_init (RgmErrorPrivate *private)
{
  private->traits = 0;
}

static void
rgm_error_private_copy (const RgmErrorPrivate *private, RgmErrorPrivate *copy)
{
  *copy = *private;
}

static void
rgm_error_private_clear (RgmErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (RgmError, rgm_error)

int
rgm_error_exit_status (const GError *error)
{
  if (error == NULL)
    return 0;
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, RGM_ERROR, RGM_ERROR_USAGE))
    return 2;
  return g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED)
             || g_error_matches (error, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT)
           ? 3
           : 1;
}

void
error_set_trait (GError **error, ErrorTrait trait)
{
  if (error != NULL && *error != NULL && (*error)->domain == RGM_ERROR)
    rgm_error_get_private (*error)->traits |= (int)trait;
}

gboolean
error_has_trait (const GError *error, ErrorTrait trait)
{
  return error->domain == RGM_ERROR && (rgm_error_get_private (error)->traits & (int)trait) != 0;
}

void
error_not_saved (GError **error)
{
  if (error == NULL || *error == NULL || error_has_trait (*error, ERROR_NOT_SAVED))
    return;
  error_reword (error, _ ("NOT SAVED: %s"), (*error)->message);
  error_set_trait (error, ERROR_NOT_SAVED);
}

void
error_reword (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (error == NULL || *error == NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&message);
}
