/* import-json.c: prints what a calendar asks for as JSON. */
#include "cli/json.h"
#include "programs/import/import-print.h"
#include "programs/import/import-view.h"

/* The members that say which dose @proposal is about, and why. */
static void
json_dose (CliJson *json, const RgmProposal *proposal)
{
  const RgmCourse *course = proposal->course;

  cli_json_text (json, "patient", proposal->patient->name);
  cli_json_text (json, "course", course->handle);
  cli_json_number (json, "dose", proposal->dose);
  cli_json_text (json, "treatment", course->treatment_key);
  cli_json_text (json, "unit", course->unit);
  cli_json_text (json, "reason", rgm_proposal_reason_name (proposal->verdict.reason));
}

/* The members that say when and where it would be, if it is put on record as proposed. */
static void
json_time (CliJson *json, const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;
  const RgmZone *zone = rgm_zone_get (proposal->patient->zone, NULL);
  gboolean when = verdict->kind == RGM_PROPOSE_BOOK || verdict->kind == RGM_PROPOSE_MOVE;

  if (verdict->kind == RGM_PROPOSE_LOG)
    cli_json_instant (json, "at", verdict->moment, zone);
  else
    cli_json_local (json, "at", when ? verdict->at : RGM_LOCAL_NONE,
                    verdict->zone != NULL ? verdict->zone : zone);
  cli_json_text (json, "zone", verdict->zone != NULL ? rgm_zone_name (verdict->zone) : NULL);
  cli_json_text (json, "place", verdict->place);
}

static void
json_proposal (CliJson *json, const ImportRun *run, guint index)
{
  static const char *const names[] = { [RGM_PROPOSE_BOOK] = "book",
                                       [RGM_PROPOSE_MOVE] = "move",
                                       [RGM_PROPOSE_LOG] = "log",
                                       [RGM_PROPOSE_HOLD_OR_SKIP] = "hold_or_skip",
                                       [RGM_PROPOSE_ATTACH] = "attach" };
  const RgmProposal *proposal = import_proposal (run, index);
  const RgmImportWish *wish = run->wish_of[index];
  g_autoptr (GPtrArray) commands = import_commands (proposal, run->several_patients, run->file);
  g_autofree char *text = import_proposal_text (proposal);

  cli_json_open_object (json, NULL);
  cli_json_text (json, "kind", names[proposal->verdict.kind]);
  json_dose (json, proposal);
  json_time (json, proposal);
  cli_json_flag (json, "choice", proposal->verdict.choice);
  cli_json_text (json, "text", text);
  cli_json_open_array (json, "commands");
  for (guint i = 0; i < commands->len; i++)
    cli_json_text (json, NULL, commands->pdata[i]);
  cli_json_close_array (json);
  cli_json_flag (json, "applied", wish != NULL && run->done);
  cli_json_text (json, "refused",
                 wish != NULL && wish->refusal != NULL ? wish->refusal->message : NULL);
  cli_json_close_object (json);
}

static void
json_note (CliJson *json, const ImportRun *run, guint index)
{
  const RgmProposal *proposal = import_proposal (run, index);
  g_autofree char *text = import_proposal_text (proposal);

  cli_json_open_object (json, NULL);
  json_dose (json, proposal);
  cli_json_text (json, "text", text);
  cli_json_close_object (json);
}

static void
json_foreign (CliJson *json, const ImportRun *run, guint index)
{
  const RgmProposal *proposal = import_proposal (run, index);
  const RgmIncomingTime *time = &proposal->time;

  cli_json_open_object (json, NULL);
  cli_json_text (json, "uid", proposal->event->uid);
  cli_json_local (json, "at", proposal->placed ? time->local : RGM_LOCAL_NONE, time->zone);
  cli_json_text (json, "zone", proposal->placed ? rgm_zone_name (time->zone) : NULL);
  cli_json_text (json, "summary", proposal->event->summary);
  cli_json_text (json, "place", proposal->event->place);
  cli_json_flag (json, "cancelled", proposal->event->cancelled);
  cli_json_text (json, "problem", proposal->problem);
  cli_json_close_object (json);
}

typedef void (*JsonRow) (CliJson *json, const ImportRun *run, guint index);

/* The function for the list in which @proposal is printed. NULL: it is in none of them. */
static JsonRow
row_of (const RgmProposal *proposal)
{
  if (import_changes_record (proposal))
    return json_proposal;
  if (proposal->verdict.kind == RGM_PROPOSE_NOTHING)
    return NULL;
  return proposal->course != NULL ? json_note : json_foreign;
}

static void
json_list (CliJson *json, const ImportRun *run, const char *key, JsonRow row)
{
  cli_json_open_array (json, key);
  for (guint i = 0; i < run->import->proposals->len; i++)
    if (row_of (import_proposal (run, i)) == row)
      row (json, run, i);
  cli_json_close_array (json);
}

void
import_print_json (const ImportRun *run)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  json_list (&json, run, "proposals", json_proposal);
  json_list (&json, run, "notes", json_note);
  json_list (&json, run, "foreign", json_foreign);
  cli_json_number (&json, "unchanged", import_count (run, RGM_PROPOSE_NOTHING, RGM_BECAUSE_SAME));
  text = cli_json_end (&json);
  g_string_append (run->invocation->out, text);
}
