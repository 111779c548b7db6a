/* import-run.c: collects which proposals of a calendar the user wants, and puts them on record. */
#include "programs/import/import-run.h"

#include "base/i18n.h"
#include "model/proposal.h"
#include "programs/import/import-view.h"
#include "store/calendar-rows.h"

void
import_run_clear (ImportRun *run)
{
  g_clear_pointer (&run->wish_of, g_free);
  g_clear_pointer (&run->wishes, g_ptr_array_unref);
  g_clear_pointer (&run->import, import_free);
}

const RgmProposal *
import_proposal (const ImportRun *run, guint index)
{
  return g_ptr_array_index (run->import->proposals, index);
}

int
import_count (const ImportRun *run, RgmProposalKind kind, RgmProposalReason reason)
{
  int count = 0;

  for (guint i = 0; i < run->import->proposals->len; i++)
    count += import_proposal (run, i)->verdict.kind == kind
             && import_proposal (run, i)->verdict.reason == reason;
  return count;
}

void
import_want (ImportRun *run, guint index, const RgmProposal *proposal, RgmImportWay way)
{
  run->wish_of[index] = import_wish_new (proposal, way);
  g_ptr_array_add (run->wishes, run->wish_of[index]);
}

void
import_want_all (ImportRun *run)
{
  const char *cancelled = run->given->cancelled;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    RgmImportWay way = RGM_IMPORT_AS_PROPOSED;

    if (proposal->verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP && cancelled != NULL)
      way = g_str_equal (cancelled, "hold") ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP;
    if (way == RGM_IMPORT_HOLD && proposal->ours.slot) /* a dose at a fixed time is never held */
      continue;
    if (proposal_changes_record (&proposal->verdict)
        && (!proposal->verdict.choice || way != RGM_IMPORT_AS_PROPOSED))
      import_want (run, i, proposal, way);
  }
}

/* Notes that the user accepts the words that a person gave events on the calendar server. They stay
 * there, and are not asked about any more. */
static gboolean
accept_words (const ImportRun *run, GError **error)
{
  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);

    if (proposal->verdict.reason == RGM_BECAUSE_REWORDED
        && !store_settle_published (run->session.store, proposal->event->uid, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
import_apply (ImportRun *run, GError **error)
{
  g_autoptr (GError) problem = NULL;
  int refused = 0;

  run->done = import_record (&run->session, run->wishes, run->import->change, FALSE, &problem);
  if (run->done)
    return !run->given->published || !run->given->apply || accept_words (run, error);
  for (guint i = 0; i < run->wishes->len; i++)
    refused += ((const RgmImportWish *)run->wishes->pdata[i])->refusal != NULL;
  if (refused == 0)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error (error, problem->domain, problem->code,
                 P_ ("%d proposal was refused, so nothing was written: %s",
                     "%d proposals were refused, so nothing was written. The first one: %s",
                     (gulong)refused),
                 refused, problem->message);
  return FALSE;
}
