#include "base/i18n.h"
#include "programs/import/import-run.h"
#include "programs/import/import-view.h"

static RgmImportWay
way_of (const CliImportOptions *given)
{
  if (given->cancelled == NULL)
    return RGM_IMPORT_AS_PROPOSED;
  return g_str_equal (given->cancelled, "hold") ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP;
}

void
import_want (ImportRun *run, guint index, const RgmProposal *proposal, RgmImportWay way)
{
  RgmImportWish *wish = rgm_import_wish_new (proposal, way);

  run->own[index] = wish;
  g_ptr_array_add (run->wishes, wish);
}

void
import_unwant (ImportRun *run, guint index)
{
  g_ptr_array_remove (run->wishes, run->own[index]);
  run->own[index] = NULL;
}

void
import_want_all (ImportRun *run)
{
  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    RgmImportWay way = proposal->verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP ? way_of (run->given)
                                                                          : RGM_IMPORT_AS_PROPOSED;

    if (cli_proposal_is_one (proposal)
        && (!proposal->verdict.choice || way != RGM_IMPORT_AS_PROPOSED))
      import_want (run, i, proposal, way);
  }
}

static int
count_refused (const ImportRun *run)
{
  int count = 0;

  for (guint i = 0; i < run->wishes->len; i++)
    count += ((const RgmImportWish *)run->wishes->pdata[i])->refusal != NULL;
  return count;
}

gboolean
import_apply (ImportRun *run, GError **error)
{
  GError *problem = NULL;
  int refused;

  run->done = rgm_import_apply (&run->session, run->wishes, FALSE, &problem);
  if (run->done)
    return TRUE;
  refused = count_refused (run);
  if (refused == 0)
    g_propagate_error (error, problem);
  else
    g_propagate_prefixed_error (
      error, problem,
      P_ ("%d proposal was refused, nothing was written: ",
          "%d proposals were refused, nothing was written; the first: ", (gulong)refused),
      refused);
  return FALSE;
}
