/* writing-refusal.c: decides whether the refusal of a safety check ends a command. */
#include "record/writing-refusal.h"

gboolean
writing_accept_refusal (const RgmSession *session, GError *refusal, char **overridden,
                        GError **error)
{
  char *before = *overridden;

  if (refusal == NULL)
    return TRUE;
  if (!session->anyway || !g_error_matches (refusal, RGM_ERROR, RGM_ERROR_REFUSED)) {
    g_propagate_error (error, refusal);
    return FALSE;
  }
  *overridden = before != NULL ? g_strconcat (before, "\n", refusal->message, NULL)
                               : g_strdup (refusal->message);
  g_free (before);
  g_error_free (refusal);
  return TRUE;
}
