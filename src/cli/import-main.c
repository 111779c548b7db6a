/* regimen-import: the command import, in a program of its own. */
#include "base/i18n.h"
#include "dose-text.h"
#include "import-file.h"
#include "import-options.h"
#include "import-published.h"
#include "import-view.h"
#include "service.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern const CliCommand cli_command_import;

enum { MOST_FOREIGN = 20, LONGEST_ANSWER = 64 };

/* What became of a proposal. */
typedef enum {
  LEFT,
  DONE,
  REFUSED,
} Fate;

/* One run. */
typedef struct {
  CliInvocation *invocation;
  const CliImportOptions *given;
  RgmSession session;
  const RgmImport *import;
  gboolean many;                      /* patients */
  Fate *fates;                        /* of each proposal */
  char **said;                        /* of each: what the refusal was, or what became of it */
  int proposals, sure, done, refused; /* sure: without a choice */
  GError *first;                      /* refusal */
} Run;

/* ---- what the options say ---- */

static gboolean
check_options (const CliImportOptions *given, guint words, GError **error)
{
  const char *how = given->cancelled;

  if (how != NULL && !g_str_equal (how, "hold") && !g_str_equal (how, "skip"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--cancelled \"%s\": \"hold\" (put off) or \"skip\" (will not be given) is "
                    "accepted"),
                 how);
  else if (!given->apply && (how != NULL || given->anyway))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s has a meaning with --apply only"),
                 how != NULL ? "--cancelled" : "--anyway");
  else if (given->published && (words > 0 || given->target != NULL))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--published reads the calendar on the server, and takes neither a file nor "
                    "--for"));
  else if (!given->published && words == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("import needs a file, or --published: regimen import treatments.ics"));
  else if (given->event.given && given->target == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--event has a meaning with --for only"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
is_asking (const CliInvocation *invocation, const CliImportOptions *given)
{
  return !given->apply && !invocation->globals.json && isatty (STDIN_FILENO)
         && isatty (STDOUT_FILENO);
}

static RgmImportWay
way_of (const CliImportOptions *given)
{
  if (given->cancelled == NULL)
    return RGM_IMPORT_AS_PROPOSED;
  return g_str_equal (given->cancelled, "hold") ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP;
}

/* ---- putting on record ---- */

static const RgmProposal *
proposal_at (const Run *run, guint index)
{
  return g_ptr_array_index (run->import->proposals, index);
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
static void
apply (Run *run, guint index, const RgmProposal *proposal, RgmImportWay way)
{
  g_auto (RgmRecorded) recorded = { 0 };
  GError *refusal = NULL;

  if (rgm_import_apply (&run->session, proposal, way, &recorded, &refusal)) {
    run->fates[index] = DONE;
    run->said[index] = done_text (&recorded);
    run->done++;
    return;
  }
  run->fates[index] = REFUSED;
  run->said[index] = g_strdup (refusal->message);
  run->refused++;
  if (run->first == NULL)
    run->first = g_steal_pointer (&refusal);
  g_clear_error (&refusal);
}

static void
apply_all (Run *run)
{
  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = proposal_at (run, i);
    RgmImportWay way = proposal->verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP ? way_of (run->given)
                                                                          : RGM_IMPORT_AS_PROPOSED;

    if (cli_proposal_is_one (proposal)
        && (!proposal->verdict.choice || way != RGM_IMPORT_AS_PROPOSED))
      apply (run, i, proposal, way);
  }
}

/* ---- asking ---- */

static void
flush (CliInvocation *invocation)
{
  fwrite (invocation->out->str, 1, invocation->out->len, stdout);
  fflush (stdout);
  g_string_truncate (invocation->out, 0);
}

/* @answer: of LONGEST_ANSWER bytes. Returns: FALSE at the end of the input. */
static gboolean
ask (CliInvocation *invocation, const char *question, char *answer)
{
  g_string_append_printf (invocation->out, "   %s ", question);
  flush (invocation);
  if (fgets (answer, LONGEST_ANSWER, stdin) == NULL)
    return FALSE;
  g_strstrip (answer);
  return TRUE;
}

static const char *
question_for (const RgmProposal *proposal)
{
  if (proposal->verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP)
    return _ ("h: put off, s: will not be given, Enter: leave it");
  if (proposal->verdict.no_time)
    return _ ("The time (like 10:40) to log it, Enter: leave it");
  return _ ("Put it on record? y, Enter: leave it");
}

static gboolean
answer_time (const Run *run, const char *answer, RgmProposal *proposal)
{
  const RgmZone *zone = rgm_zone_get (proposal->patient->zone, NULL);
  RgmLocal local = rgm_zone_to_local (zone, proposal->verdict.moment);
  g_autofree char *day = rgm_day_format (local.day);
  g_autofree char *text = g_strconcat (day, " ", answer, NULL);
  RgmWhen when;

  if (!rgm_when_parse (text, zone, run->session.now, &when, NULL)
      || when.instant == RGM_INSTANT_NONE)
    return FALSE;
  proposal->verdict.moment = when.instant;
  return TRUE;
}

static void
take_answer (Run *run, guint index, const char *answer)
{
  RgmProposal proposal = *proposal_at (run, index);
  char first = g_ascii_tolower (*answer);

  if (proposal.verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP) {
    if (first == 'h' || first == 's')
      apply (run, index, &proposal, first == 'h' ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP);
  } else if (proposal.verdict.no_time ? answer_time (run, answer, &proposal) : first == 'y')
    apply (run, index, &proposal, RGM_IMPORT_AS_PROPOSED);
}

static void
print_fate (const Run *run, guint index)
{
  if (run->fates[index] == REFUSED)
    cli_print_para (run->invocation, 5, _ ("   Refused: %s"), run->said[index]);
  else if (run->fates[index] == DONE)
    cli_print_para (run->invocation, 5, "   %s", run->said[index]);
}

/* Returns: FALSE where nobody answers any more. */
static gboolean
ask_about (Run *run, guint index)
{
  char answer[LONGEST_ANSWER];

  if (!ask (run->invocation, question_for (proposal_at (run, index)), answer))
    return FALSE;
  take_answer (run, index, answer);
  print_fate (run, index);
  return TRUE;
}

/* ---- printing ---- */

static void
print_commands (const Run *run, const RgmProposal *proposal)
{
  g_autoptr (GPtrArray) commands = cli_proposal_commands (proposal, run->many);

  for (guint i = 0; i < commands->len; i++)
    cli_print (run->invocation, "     %s", (const char *)commands->pdata[i]);
}

static void
print_proposals (Run *run, gboolean asking)
{
  int number = 0;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = proposal_at (run, i);
    g_autofree char *text = NULL;

    if (!cli_proposal_is_one (proposal))
      continue;
    text = cli_proposal_text (proposal);
    cli_print_para (run->invocation, 3, "%d. %s", ++number, text);
    if (run->fates[i] == LEFT)
      print_commands (run, proposal);
    print_fate (run, i);
    if (asking)
      asking = ask_about (run, i);
  }
}

static int
count_of (const Run *run, RgmProposalKind kind, RgmProposalReason reason)
{
  int count = 0;

  for (guint i = 0; i < run->import->proposals->len; i++)
    count += proposal_at (run, i)->verdict.kind == kind
             && proposal_at (run, i)->verdict.reason == reason;
  return count;
}

static void
print_notes (const Run *run)
{
  int older = count_of (run, RGM_PROPOSE_NOTE, RGM_BECAUSE_OLDER);
  int same = count_of (run, RGM_PROPOSE_NOTHING, RGM_BECAUSE_SAME);

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = proposal_at (run, i);
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
print_foreign (const Run *run)
{
  int count = count_of (run, RGM_PROPOSE_NOTE, RGM_BECAUSE_FOREIGN), number = 0;

  if (count == 0)
    return;
  cli_print (run->invocation, _ ("Not of this record:"));
  for (guint i = 0; i < run->import->proposals->len && number < MOST_FOREIGN; i++) {
    const RgmProposal *proposal = proposal_at (run, i);
    g_autofree char *text = NULL;

    if (proposal->verdict.reason != RGM_BECAUSE_FOREIGN)
      continue;
    text = cli_foreign_text (proposal);
    cli_print_para (run->invocation, 5, "  %d. %s", ++number, text);
  }
  if (count > number)
    cli_print (run->invocation, _ ("  … and %d more."), count - number);
  cli_print_para (run->invocation, 2,
                  count > 1 ? _ ("To attach one of them to a dose: --for HANDLE[/N] --event NUMBER")
                            : _ ("To attach it to a dose: --for HANDLE[/N]"));
}

static void
print_end (const Run *run, gboolean asking)
{
  int left = run->proposals - run->done - run->refused;

  if (run->done > 0)
    cli_print_para (
      run->invocation, 2,
      P_ ("Put on record: %d. (\"regimen undo\" takes it back.)",
          "Put on record: %d. (Each \"regimen undo\" takes one back, the last first.)",
          (gulong)run->done),
      run->done);
  else if (run->proposals > 0 && run->refused == 0 && !run->given->apply)
    cli_print_para (run->invocation, 2,
                    asking ? _ ("Nothing was changed.")
                    : run->sure > 0
                      ? _ ("Nothing was changed. --apply puts on record what needs no "
                           "choice.")
                      : _ ("Nothing was changed. Type the command that is right."));
  if (run->given->apply && left > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("Left for you to decide: %d; the commands stand with it.",
                        "Left for you to decide: %d; the commands stand with them.", (gulong)left),
                    left);
}

/* What of the calendar on the server is not right: what the record says goes there again. */
static void
print_mine (const Run *run)
{
  if (run->given->published && run->import->proposals->len > 0)
    cli_print_para (run->invocation, 2,
                    _ ("Where the record is right: regimen publish --mine HANDLE/N"));
}

static void
print_text (Run *run, gboolean asking)
{
  CliInvocation *invocation = run->invocation;

  if (run->import->proposals->len == 0)
    cli_print (invocation, run->given->published
                             ? _ ("Nothing was changed in the calendar on the server.")
                             : _ ("The calendar has no events."));
  else if (run->proposals == 0)
    cli_print (invocation, _ ("Nothing to put on record."));
  print_proposals (run, asking);
  print_notes (run);
  print_foreign (run);
  print_end (run, asking);
  print_mine (run);
}

/* ---- JSON ---- */

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
json_proposal (CliJson *json, const Run *run, guint index)
{
  static const char *const names[] = { [RGM_PROPOSE_BOOK] = "book",
                                       [RGM_PROPOSE_MOVE] = "move",
                                       [RGM_PROPOSE_LOG] = "log",
                                       [RGM_PROPOSE_HOLD_OR_SKIP] = "hold_or_skip" };
  const RgmProposal *proposal = proposal_at (run, index);
  g_autoptr (GPtrArray) commands = cli_proposal_commands (proposal, run->many);
  g_autofree char *text = cli_proposal_text (proposal);

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
  cli_json_flag (json, "applied", run->fates[index] == DONE);
  cli_json_text (json, "refused", run->fates[index] == REFUSED ? run->said[index] : NULL);
  cli_json_close_object (json);
}

static void
json_note (CliJson *json, const Run *run, guint index)
{
  const RgmProposal *proposal = proposal_at (run, index);
  g_autofree char *text = cli_proposal_text (proposal);

  cli_json_open_object (json, NULL);
  json_dose (json, proposal);
  cli_json_text (json, "text", text);
  cli_json_close_object (json);
}

static void
json_foreign (CliJson *json, const Run *run, guint index)
{
  const RgmProposal *proposal = proposal_at (run, index);
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

typedef void (*JsonRow) (CliJson *json, const Run *run, guint index);

/* Which of the three lists a proposal stands in. */
static JsonRow
row_of (const RgmProposal *proposal)
{
  if (cli_proposal_is_one (proposal))
    return json_proposal;
  if (proposal->verdict.kind == RGM_PROPOSE_NOTHING)
    return NULL;
  return proposal->course != NULL ? json_note : json_foreign;
}

static void
json_list (CliJson *json, const Run *run, const char *key, JsonRow row)
{
  cli_json_open_array (json, key);
  for (guint i = 0; i < run->import->proposals->len; i++)
    if (row_of (proposal_at (run, i)) == row)
      row (json, run, i);
  cli_json_close_array (json);
}

static void
print_json (const Run *run)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  json_list (&json, run, "proposals", json_proposal);
  json_list (&json, run, "notes", json_note);
  json_list (&json, run, "foreign", json_foreign);
  cli_json_number (&json, "unchanged", count_of (run, RGM_PROPOSE_NOTHING, RGM_BECAUSE_SAME));
  text = cli_json_end (&json);
  g_string_append (run->invocation->out, text);
}

/* ---- the run ---- */

static gboolean
read_target (CliInvocation *invocation, const RgmSession *session, const CliImportOptions *given,
             RgmImportFor *target, GError **error)
{
  g_autoptr (RgmPatient) patient = cli_session_patient (session, error);
  g_autoptr (RgmCourse) course = NULL;

  *target = (RgmImportFor){ .event = given->event.value };
  course = patient != NULL
             ? cli_session_course (session, patient, given->target, &target->dose, error)
             : NULL;
  if (course == NULL)
    return FALSE;
  target->course_id = course->id;
  return TRUE;
}

static RgmImport *
compare (CliInvocation *invocation, const RgmSession *session, GPtrArray *events, GError **error)
{
  const CliImportOptions *given = invocation->options;
  g_autoptr (GPtrArray) taken = events;
  g_autoptr (RgmPatient) patient = NULL;
  RgmImportFor target;

  if (session->patient != NULL && !cli_session_patient_or_nobody (session, &patient, error))
    return NULL;
  if (given->target != NULL && !read_target (invocation, session, given, &target, error))
    return NULL;
  return rgm_import_compare (session, patient != NULL ? patient->id : 0, g_steal_pointer (&taken),
                             given->target != NULL ? &target : NULL, error);
}

/* What was refused ends the command like a command of its own that was refused. */
static gboolean
conclude (Run *run, GError **error)
{
  g_autofree char *message = NULL;

  if (run->done > 0)
    cli_service_remind (run->invocation);
  if (run->first == NULL)
    return TRUE;
  message = g_strdup_printf (P_ ("%d proposal was refused: %s",
                                 "%d proposals were refused; the "
                                 "first: %s",
                                 (gulong)run->refused),
                             run->refused, run->first->message);
  g_set_error_literal (error, run->first->domain, run->first->code, message);
  return FALSE;
}

static gboolean
work (Run *run, GError **error)
{
  guint count = run->import->proposals->len;
  gboolean asking = is_asking (run->invocation, run->given);
  g_autofree Fate *fates = g_new0 (Fate, count + 1);
  gboolean done;

  run->fates = fates;
  run->said = g_new0 (char *, count + 1);
  run->many = run->import->patients->len > 1;
  for (guint i = 0; i < count; i++) {
    run->proposals += cli_proposal_is_one (proposal_at (run, i));
    run->sure
      += cli_proposal_is_one (proposal_at (run, i)) && !proposal_at (run, i)->verdict.choice;
  }
  if (run->given->apply)
    apply_all (run);
  if (run->invocation->globals.json)
    print_json (run);
  else
    print_text (run, asking);
  done = conclude (run, error);
  for (guint i = 0; i < count; i++)
    g_free (run->said[i]);
  g_free (run->said);
  g_clear_error (&run->first);
  return done;
}

/* Names the file in front of what is wrong with it. */
static GPtrArray *
read_events (const char *path, GError **error)
{
  g_autofree char *display = g_filename_display_name (path);
  g_autofree char *name = rgm_incoming_clean (display, 200);
  g_autoptr (GString) bytes = cli_import_bytes (path, error);
  GPtrArray *events;

  if (bytes == NULL)
    return NULL;
  events = cli_import_events (bytes, error);
  if (events == NULL)
    g_prefix_error (error, "%s: ", name != NULL ? name : "?");
  return events;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const CliImportOptions *given = invocation->options;
  gboolean writes = given->apply || is_asking (invocation, given);
  RgmStoreMode mode
    = writes && cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;
  Run state = { .invocation = invocation, .given = given };
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (RgmImport) import = NULL;

  if (!check_options (given, invocation->words->len, error)
      || !cli_session (invocation, mode, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &state.session,
                       error))
    return FALSE;
  events = given->published ? cli_import_published (invocation, state.session.store, error)
                            : read_events (invocation->words->pdata[0], error);
  if (events == NULL)
    return FALSE;
  state.session.anyway = given->anyway;
  import = compare (invocation, &state.session, g_steal_pointer (&events), error);
  state.import = import;
  return import != NULL && work (&state, error);
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_import;

  command.run = run;
  return cli_main (&command, argv);
}
