#include "cli/service-hint.h"

#include "base/i18n.h"

gboolean
cli_service_runs (const CliInvocation *invocation)
{
  g_autofree char *database = cli_database_path (invocation);

  return rgm_service_runs (database);
}

/* NULL: the overview. */
static const char *
cli_name (const CliInvocation *invocation)
{
  return invocation->command != NULL ? invocation->command->name : NULL;
}

void
cli_service_remind (CliInvocation *invocation)
{
  RgmInstant heartbeat = RGM_INSTANT_NONE;
  g_autofree char *what = NULL;

  if (invocation->store == NULL || g_strcmp0 (cli_name (invocation), "check") == 0)
    return;
  if (!rgm_store_heartbeat (invocation->store, &heartbeat, &what, NULL)
      || heartbeat == RGM_INSTANT_NONE || cli_service_runs (invocation))
    return;
  cli_note (invocation, _ ("the alerts are off: regimend does not run (systemctl --user "
                           "start regimend; \"regimen check\" says more)"));
}
