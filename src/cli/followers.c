#include "followers.h"

#include "programs.h"
#include "service.h"

static gboolean
has_kept_files (RgmStore *store)
{
  g_autoptr (GPtrArray) files = rgm_store_kept_files (store, NULL);
  return files != NULL && files->len > 0;
}

static void
run_one (const CliInvocation *invocation, const char *program)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = cli_database_path (invocation);
  const char *const arguments[] = { "refresh", "--db", database, NULL };
  if (!cli_program_run (program, (char *const *)arguments, &error))
    g_printerr ("regimen: %s\n", error->message);
}

void
cli_followers_run (CliInvocation *invocation, gboolean changed)
{
  RgmStore *store = invocation->store;
  g_autoptr (RgmStore) own = NULL;
  if (changed) {
    g_autofree char *database = cli_database_path (invocation);
    store = own = rgm_store_open (database, RGM_STORE_READ, NULL);
  }
  if (store != NULL && (changed || rgm_store_has_written (store)) && has_kept_files (store)
      && !cli_service_runs (invocation))
    run_one (invocation, "regimen-export");
}
