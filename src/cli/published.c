#include "cli/published.h"

#include "base/i18n.h"

#define DAY_SECONDS 86400

/* Being away for a while is nothing to speak of. */
static gboolean
is_late (const RgmPublication *publication, RgmInstant now)
{
  return publication->problem != NULL
         && (!publication->away || publication->succeeded_at == RGM_INSTANT_NONE
             || now - publication->succeeded_at > DAY_SECONDS);
}

gboolean
cli_print_published (CliInvocation *invocation, RgmStore *store, GError **error)
{
  g_autoptr (RgmPublication) publication = NULL;

  if (!rgm_store_publication (store, &publication, error))
    return FALSE;
  if (publication == NULL || (publication->asks == 0 && !is_late (publication, invocation->now)))
    return TRUE;
  g_string_append_c (invocation->out, '\n');
  if (publication->asks > 0)
    cli_print_para (
      invocation, 2,
      P_ ("%d event was changed in the calendar on the server: regimen publish show",
          "%d events were changed in the calendar on the server: regimen publish show",
          publication->asks),
      publication->asks);
  else
    cli_print_para (invocation, 2,
                    _ ("The calendar on the server is not up to date: regimen publish show"));
  return TRUE;
}
