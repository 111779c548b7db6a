#include "base/i18n.h"
#include "programs/import/import-run.h"
#include "programs/import/import-view.h"

enum { MOST_FOREIGN = 20 };

static void
print_commands (const ImportRun *run, const RgmProposal *proposal)
{
  g_autoptr (GPtrArray) commands = cli_proposal_commands (proposal, run->many, run->file);

  for (guint i = 0; i < commands->len; i++)
    cli_print (run->invocation, "     %s", (const char *)commands->pdata[i]);
}

static void
print_fate (const ImportRun *run, guint index)
{
  const RgmImportWish *wish = run->own[index];

  if (wish != NULL && run->done)
    cli_print (run->invocation, "   %s", _ ("On record."));
  else
    print_commands (run, import_proposal (run, index));
  if (wish != NULL && wish->refusal != NULL)
    cli_print_para (run->invocation, 5, _ ("   Refused: %s"), wish->refusal->message);
}

static void
print_proposals (ImportRun *run, gboolean asking)
{
  int number = 0;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    g_autofree char *text = NULL;

    if (!cli_proposal_is_one (proposal))
      continue;
    text = cli_proposal_text (proposal);
    cli_print_para (run->invocation, 3, "%d. %s", ++number, text);
    print_fate (run, i);
    if (asking)
      asking = import_ask_about (run, i);
  }
}

/* ---- what is only told ---- */

static void
print_notes (const ImportRun *run)
{
  int older = import_count (run, RGM_PROPOSE_NOTE, RGM_BECAUSE_OLDER);
  int same = import_count (run, RGM_PROPOSE_NOTHING, RGM_BECAUSE_SAME);

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    g_autofree char *text = NULL;

    if (proposal->verdict.kind != RGM_PROPOSE_NOTE || proposal->course == NULL
        || proposal->verdict.reason == RGM_BECAUSE_OLDER)
      continue;
    text = cli_proposal_text (proposal);
    cli_print_para (run->invocation, 2, _ ("Note: %s"), text);
  }
  if (older > 0)
    cli_print_para (
      run->invocation, 2,
      P_ ("%d event is from before the last change of its dose, and says nothing new.",
          "%d events are from before the last change of their doses, and say nothing new.",
          (gulong)older),
      older);
  if (same > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("%d event is as on record.", "%d events are as on record.", (gulong)same),
                    same);
}

static void
print_foreign (const ImportRun *run)
{
  int count = import_count (run, RGM_PROPOSE_NOTE, RGM_BECAUSE_FOREIGN), number = 0, shown = 0;

  if (count == 0)
    return;
  cli_print (run->invocation, _ ("Not of this record:"));
  for (guint i = 0; i < run->import->proposals->len && shown < MOST_FOREIGN; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    g_autofree char *text = NULL;

    number += proposal->course == NULL || proposal->remembered;
    if (proposal->verdict.reason != RGM_BECAUSE_FOREIGN)
      continue;
    text = cli_foreign_text (proposal);
    cli_print_para (run->invocation, 5, "  %d. %s", number, text);
    shown++;
  }
  if (count > shown)
    cli_print (run->invocation, _ ("  … and %d more."), count - shown);
  cli_print_para (run->invocation, 2,
                  count > 1
                    ? _ ("To attach one of them to a dose: --for HANDLE[/N] --event NUMBER; all "
                         "of them, in order: --for HANDLE[/N] --all")
                    : _ ("To attach it to a dose: --for HANDLE[/N]"));
}

/* ---- the end ---- */

static void
print_nothing_done (const ImportRun *run, gboolean asked)
{
  const char *said = asked           ? _ ("Nothing was changed.")
                     : run->sure > 0 ? _ ("Nothing was changed. --apply puts on record what needs "
                                          "no choice.")
                                     : _ ("Nothing was changed. Type the command that is right.");

  if (run->proposals > 0 && !run->given->apply)
    cli_print_para (run->invocation, 2, "%s", said);
}

static void
print_end (const ImportRun *run, gboolean asked)
{
  int done = run->done ? (int)run->wishes->len : 0;
  int left = run->proposals - (int)run->wishes->len;

  if (done > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("Put on record: %d. (\"regimen undo\" takes it back.)",
                        "Put on record: %d. (\"regimen undo\" takes all of it back.)",
                        (gulong)done),
                    done);
  else
    print_nothing_done (run, asked);
  if (run->given->apply && left > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("Left for you to decide: %d; the commands stand with it.",
                        "Left for you to decide: %d; the commands stand with them.", (gulong)left),
                    left);
}

/* An appointment that is attached is found by what comes next of it. */
static void
print_attached (const ImportRun *run)
{
  gulong count = 0;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);

    count += proposal->attached && cli_proposal_is_one (proposal) && *proposal->event->uid != '\0';
  }
  if (count > 0)
    cli_print_para (
      run->invocation, 2, "%s",
      run->done ? P_ ("What comes next of that appointment finds its dose by itself.",
                      "What comes next of those appointments finds their doses by itself.", count)
                : P_ ("With --apply, or a yes on a terminal, what comes next of that "
                      "appointment finds its dose by itself.",
                      "With --apply, or a yes on a terminal, what comes next of those "
                      "appointments finds their doses by itself.",
                      count));
}

/* What of the calendar on the server is not right: what the record says goes there again. */
static void
print_mine (const ImportRun *run)
{
  if (run->given->published && run->import->proposals->len > 0)
    cli_print_para (run->invocation, 2,
                    _ ("Where the record is right: regimen publish --mine HANDLE/N"));
}

static void
print_beginning (const ImportRun *run)
{
  if (run->import->proposals->len == 0)
    cli_print (run->invocation, run->given->published
                                  ? _ ("Nothing was changed in the calendar on the server.")
                                  : _ ("The calendar has no events."));
  else if (run->proposals == 0)
    cli_print (run->invocation, _ ("Nothing to put on record."));
}

gboolean
import_print_text (ImportRun *run, gboolean asking, GError **error)
{
  print_beginning (run);
  print_proposals (run, asking);
  if (asking && run->wishes->len > 0 && !import_apply (run, error))
    return FALSE;
  print_notes (run);
  print_foreign (run);
  print_end (run, asking);
  print_attached (run);
  print_mine (run);
  return TRUE;
}
