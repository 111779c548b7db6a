#include "cli/after-change.h"

#include "base/i18n.h"
#include "cli/programs.h"
#include "cli/service-hint.h"

static void
run_all (const CliInvocation *invocation, char **programs)
{
  g_autofree char *database = cli_database_path (invocation);
  const char *const arguments[] = { "refresh", "--db", database, NULL };
  for (char **program = programs; *program != NULL; program++) {
    g_autoptr (GError) error = NULL;
    /* a command does not wait for a server */
    if (g_str_equal (*program, "regimen-publish"))
      g_printerr (_ ("regimen: the calendar on the server follows with: regimen publish\n"));
    else if (!cli_program_run (*program, arguments, &error))
      g_printerr ("regimen: %s\n", error->message);
  }
}

void
cli_followers_run (CliInvocation *invocation, gboolean changed)
{
  RgmStore *store = invocation->store;
  g_autoptr (RgmStore) own = NULL;
  g_auto (GStrv) programs = NULL;
  if (changed) {
    g_autofree char *database = cli_database_path (invocation);
    own = rgm_store_open (database, RGM_STORE_READ, NULL);
    store = own;
  }
  if (store == NULL || !(changed || rgm_store_written (store) > 0))
    return;
  programs = rgm_store_followers (store, NULL);
  if (programs != NULL && *programs != NULL && !cli_service_runs (invocation))
    run_all (invocation, programs);
}
