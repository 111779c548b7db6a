/* regimen-import: the command import, in a program of its own. */
#include "base/i18n.h"
#include "cli/programs.h"
#include "programs/import/import-file.h"
#include "programs/import/import-published.h"
#include "programs/import/import-run.h"
#include "programs/import/import-view.h"
#include "programs/read-calendar/reader.h"

#include <unistd.h>

extern const CliCommand cli_command_import;

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
  else if ((given->event.given || given->all) && given->target == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s has a meaning with --for only"),
                 given->all ? "--all" : "--event");
  else if (given->event.given && given->all)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--event is one of them, --all is all; one of the two is accepted"));
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

/* ---- the run ---- */

static gboolean
read_target (CliInvocation *invocation, const RgmSession *session, const CliImportOptions *given,
             RgmImportFor *target, GError **error)
{
  g_autoptr (RgmPatient) patient = cli_session_patient (session, error);
  g_autoptr (RgmCourse) course = NULL;

  *target = (RgmImportFor){ .event = given->event.value, .all = given->all };
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

static void
count_proposals (ImportRun *run)
{
  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);

    run->proposals += cli_proposal_is_one (proposal);
    run->sure += cli_proposal_is_one (proposal) && !proposal->verdict.choice;
  }
}

static gboolean
apply_all (ImportRun *run, GError **error)
{
  import_want_all (run);
  return import_apply (run, error);
}

/* What was refused ends the command like a command of its own that was refused, after all is said.
 */
static gboolean
work (ImportRun *run, GError **error)
{
  gboolean asking = is_asking (run->invocation, run->given);
  gboolean done;

  count_proposals (run);
  done = !run->given->apply || apply_all (run, error);
  if (run->invocation->globals.json)
    import_print_json (run);
  else
    done = import_print_text (run, asking, asking ? error : NULL) && done;
  if (run->done && run->wishes->len > 0)
    cli_service_remind (run->invocation);
  return done;
}

static gboolean
work_on (ImportRun *run, const RgmImport *import, GError **error)
{
  g_autofree RgmImportWish **own = g_new0 (RgmImportWish *, import->proposals->len + 1);
  g_autoptr (GPtrArray) wishes
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_import_wish_free);

  run->import = import;
  run->many = import->patients->len > 1;
  run->file = run->given->published ? NULL : run->invocation->words->pdata[0];
  run->own = own;
  run->wishes = wishes;
  return work (run, error);
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
  events = reader_events (bytes, error);
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
  ImportRun state = { .invocation = invocation, .given = given };
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
  return import != NULL && work_on (&state, import, error);
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_import;

  command.run = run;
  return cli_main (&command, argv);
}
