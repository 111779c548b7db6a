#include "record/refusal.h"

gboolean
refusal_accept (const RgmSession *session, GError *refusal, GString *overridden, GError **error)
{
  if (refusal == NULL)
    return TRUE;
  if (!session->anyway || !g_error_matches (refusal, RGM_ERROR, RGM_ERROR_REFUSED)) {
    g_propagate_error (error, refusal);
    return FALSE;
  }
  g_string_append_printf (overridden, "%s%s", overridden->len > 0 ? "\n" : "", refusal->message);
  g_error_free (refusal);
  return TRUE;
}
