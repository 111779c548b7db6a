/* error.c: the errors of the library, and the exit status that each of them means. */
#include <regimen/error.h>

G_DEFINE_QUARK (rgm - error - quark, rgm_error)

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
