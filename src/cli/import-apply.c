#include "base/i18n.h"
#include "dose-text.h"
#include "import-run.h"
#include "import-view.h"

static RgmImportWay
way_of (const CliImportOptions *given)
{
  if (given->cancelled == NULL)
    return RGM_IMPORT_AS_PROPOSED;
  return g_str_equal (given->cancelled, "hold") ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP;
}

static char *
done_text (const RgmRecorded *recorded)
{
  const RgmDose *dose = &recorded->dose;
  RgmLocal when = cli_dose_when (dose);
  g_autofree char *window = cli_dose_window_text (dose);

  if (!dose->open || dose->slot || (when.day >= dose->earliest && when.day <= dose->latest))
    return g_strdup (_ ("On record."));
  return g_strdup_printf (_ ("On record. That lies outside its window: it is %s."), window);
}

/* Each is a change of its own, and one that is refused keeps no other. */
void
import_apply (ImportRun *run, guint index, const RgmProposal *proposal, RgmImportWay way)
{
  g_auto (RgmRecorded) recorded = { 0 };
  GError *refusal = NULL;

  if (rgm_import_apply (&run->session, proposal, way, &recorded, &refusal)) {
    run->fates[index] = IMPORT_DONE;
    run->said[index] = done_text (&recorded);
    run->done++;
    return;
  }
  run->fates[index] = IMPORT_REFUSED;
  run->said[index] = g_strdup (refusal->message);
  run->refused++;
  if (run->first == NULL)
    run->first = g_steal_pointer (&refusal);
  g_clear_error (&refusal);
}

void
import_apply_all (ImportRun *run)
{
  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    RgmImportWay way = proposal->verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP ? way_of (run->given)
                                                                          : RGM_IMPORT_AS_PROPOSED;

    if (cli_proposal_is_one (proposal)
        && (!proposal->verdict.choice || way != RGM_IMPORT_AS_PROPOSED))
      import_apply (run, i, proposal, way);
  }
}
