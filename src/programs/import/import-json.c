/* import-json.c: prints the proposals and notes about a calendar as JSON. */
#include "base/text.h"
#include "cli/print/json.h"
#include "model/proposal.h"
#include "programs/import/import-print.h"
#include "programs/import/import-view.h"

/* The list in which @proposal is printed; NULL if it is not printed. */
static const char *
list_of (const RgmProposal *proposal)
{
  if (proposal_changes_record (&proposal->verdict))
    return "proposals";
  if (proposal->verdict.kind == RGM_PROPOSE_NOTHING)
    return NULL;
  return proposal->course != NULL ? "notes" : "foreign";
}

/* Adds a proposal or a note about a dose of this record. */
static void
json_proposal (CliJson *json, const ImportRun *run, guint index)
{
  static const char *const names[] = { [RGM_PROPOSE_BOOK] = "book",
                                       [RGM_PROPOSE_MOVE] = "move",
                                       [RGM_PROPOSE_LOG] = "log",
                                       [RGM_PROPOSE_HOLD_OR_SKIP] = "hold_or_skip",
                                       [RGM_PROPOSE_ATTACH] = "attach" };
  const RgmProposal *proposal = import_proposal (run, index);
  const RgmVerdict *verdict = &proposal->verdict;
  const RgmImportWish *wish = run->wish_of[index];
  const RgmZone *home = proposal->home;
  gboolean timed = verdict->kind == RGM_PROPOSE_BOOK || verdict->kind == RGM_PROPOSE_MOVE;
  gboolean change = proposal_changes_record (&proposal->verdict);
  g_autoptr (GPtrArray) commands = import_commands (proposal, run->several_patients, run->file);
  g_autofree char *bound = import_proposal_text (proposal, run->several_patients);
  g_autofree char *text = text_plain_blanks (bound);

  cli_json_open_object (json, NULL);
  if (change)
    cli_json_text (json, "kind", names[verdict->kind]);
  cli_json_text (json, "patient", proposal->patient->name);
  cli_json_text (json, "course", proposal->course->handle);
  cli_json_number (json, "dose", proposal->dose);
  cli_json_text (json, "treatment", proposal->course->treatment_key);
  cli_json_text (json, "unit", proposal->course->unit);
  cli_json_text (json, "reason", rgm_proposal_reason_name (verdict->reason));
  if (change) {
    if (verdict->kind == RGM_PROPOSE_LOG && verdict->day_only)
      cli_json_day (json, "at", rgm_zone_day (home, verdict->moment));
    else if (verdict->kind == RGM_PROPOSE_LOG)
      cli_json_instant (json, "at", verdict->moment, home);
    else
      cli_json_local (json, "at", timed ? verdict->at : RGM_LOCAL_NONE,
                      verdict->zone != NULL ? verdict->zone : home);
    cli_json_text (json, "zone", verdict->zone != NULL ? rgm_zone_name (verdict->zone) : NULL);
    cli_json_text (json, "place", verdict->place);
    cli_json_flag (json, "choice", verdict->choice);
  }
  cli_json_text (json, "text", text);
  if (change) {
    cli_json_open_array (json, "commands");
    for (guint i = 0; i < commands->len; i++)
      cli_json_text (json, NULL, commands->pdata[i]);
    cli_json_close_array (json);
    cli_json_flag (json, "applied", wish != NULL && run->done);
    cli_json_text (json, "refused",
                   wish != NULL && wish->refusal != NULL ? wish->refusal->message : NULL);
  }
  cli_json_close_object (json);
}

/* Adds an event that is not a dose of this record. */
static void
json_foreign (CliJson *json, const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;
  const RgmIncomingTime *time = &proposal->time;

  cli_json_open_object (json, NULL);
  cli_json_text (json, "uid", event->uid);
  cli_json_local (json, "at", proposal->placed ? time->local : RGM_LOCAL_NONE, time->zone);
  cli_json_text (json, "zone", proposal->placed ? rgm_zone_name (time->zone) : NULL);
  cli_json_text (json, "summary", event->summary);
  cli_json_text (json, "place", event->place);
  cli_json_flag (json, "cancelled", event->cancelled);
  cli_json_text (json, "problem", proposal->problem);
  cli_json_close_object (json);
}

void
import_print_json (const ImportRun *run)
{
  static const char *const lists[] = { "proposals", "notes", "foreign" };
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  for (guint list = 0; list < G_N_ELEMENTS (lists); list++) {
    cli_json_open_array (&json, lists[list]);
    for (guint i = 0; i < run->import->proposals->len; i++) {
      const RgmProposal *proposal = import_proposal (run, i);

      if (g_strcmp0 (list_of (proposal), lists[list]) != 0)
        continue;
      if (g_str_equal (lists[list], "foreign"))
        json_foreign (&json, proposal);
      else
        json_proposal (&json, run, i);
    }
    cli_json_close_array (&json);
  }
  cli_json_number (&json, "unchanged", import_count (run, RGM_PROPOSE_NOTHING, RGM_BECAUSE_SAME));
  cli_json_number (&json, "left_out", run->import->left_out);
  text = cli_json_end (&json);
  g_string_append (run->invocation->out, text);
}
