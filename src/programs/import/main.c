/* regimen-import: does the work of the command import: reads a calendar, compares it with the
 * record, and puts on record what the user wants. */
#include "base/i18n.h"
#include "cli/programs.h"
#include "programs/import/import-print.h"
#include "programs/import/import-source.h"

#include <unistd.h>

extern const CliCommand cli_command_import;

static gboolean
check_options (const CliImportOptions *given, guint words, GError **error)
{
  const char *how = given->cancelled;

  if (how != NULL && !g_str_equal (how, "hold") && !g_str_equal (how, "skip"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--cancelled \"%s\" is not accepted; give \"hold\" (put off) or \"skip\" (will "
                    "not be given)"),
                 how);
  else if (!given->apply && (how != NULL || given->anyway))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s can be used only with --apply"),
                 how != NULL ? "--cancelled" : "--anyway");
  else if (given->published && (words > 0 || given->target != NULL))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--published is about the calendar on the server, and takes neither a file nor "
                    "--for"));
  else if (!given->published && words == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("import needs a file, or --published: regimen import treatments.ics"));
  else if ((given->event.given || given->all) && given->target == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s can be used only with --for"),
                 given->all ? "--all" : "--event");
  else if (given->at != NULL && given->target == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s can be used only with --for"), "--at");
  else if (given->zone != NULL && given->at == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s can be used only with --at"), "--zone");
  else if (given->at != NULL && given->all)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--at is the time of one appointment, and --all attaches all of them; give one "
                    "of the two"));
  else if (given->event.given && given->all)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--event attaches one appointment and --all attaches all of them; give one of "
                    "the two"));
  else
    return TRUE;
  return FALSE;
}

/* Reads --at, a time in the zone of --zone, or else in that of @patient. */
static gboolean
read_time (const ImportRun *run, const RgmPatient *patient, RgmIncomingTime *at, GError **error)
{
  const CliImportOptions *given = run->given;
  const RgmZone *zone
    = given->zone != NULL ? rgm_zone_find (given->zone, error) : rgm_patient_zone (patient, error);
  RgmWhen when;

  if (zone == NULL
      || !cli_parse_when (run->invocation, given->at, zone, RGM_WHEN_PLANNED, &when, error))
    return FALSE;
  *at = (RgmIncomingTime){ rgm_zone_to_instant (zone, when.local, NULL), when.local, zone,
                           RGM_DOUBT_NONE, RGM_INSTANT_NONE };
  return TRUE;
}

/* Compares @events with the record. @events: (transfer full). */
static gboolean
compare (ImportRun *run, GPtrArray *events, GError **error)
{
  const CliImportOptions *given = run->given;
  const RgmSession *session = &run->session;
  g_autoptr (GPtrArray) taken = events;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmIncomingTime at;
  RgmImportFor target = { .event = given->event.value, .all = given->all };

  if (session->patient != NULL && !cli_session_patient_or_nobody (session, &patient, error))
    return FALSE;
  if (given->target != NULL) {
    g_autoptr (RgmPatient) whose = NULL;

    course
      = cli_session_course (run->invocation, session, given->target, &whose, &target.dose, error);
    if (course == NULL || (given->at != NULL && !read_time (run, whose, &at, error)))
      return FALSE;
    target.course_id = course->id;
    target.at = given->at != NULL ? &at : NULL;
  }
  run->import = import_compare (session, patient != NULL ? patient->id : 0,
                                g_steal_pointer (&taken), course != NULL ? &target : NULL, error);
  if (run->import == NULL)
    return FALSE;
  /* regimen published each of these events: what matches no course is about one that was removed */
  for (guint i = run->import->proposals->len; given->published && i-- > 0;)
    if (import_proposal (run, i)->verdict.reason == RGM_BECAUSE_FOREIGN)
      g_ptr_array_remove_index (run->import->proposals, i);
  run->several_patients = run->import->patients->len > 1;
  run->wish_of = g_new0 (RgmImportWish *, run->import->proposals->len + 1);
  run->wishes = g_ptr_array_new_with_free_func ((GDestroyNotify)import_wish_free);
  return TRUE;
}

static gboolean
run_import (CliInvocation *invocation, GError **error)
{
  const CliImportOptions *given = invocation->options;
  g_auto (ImportRun) run = {
    .invocation = invocation,
    .given = given,
    .asking
    = !given->apply && !invocation->globals.json && isatty (STDIN_FILENO) && isatty (STDOUT_FILENO),
  };
  gboolean writes = (given->apply || run.asking) && cli_database_exists (invocation);
  GPtrArray *events;
  gboolean done = TRUE;

  if (!check_options (given, invocation->words->len, error)
      || !cli_session (invocation, writes ? RGM_STORE_CREATE : RGM_STORE_READ,
                       CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &run.session, error))
    return FALSE;
  run.session.anyway = given->anyway;
  run.file = given->published ? NULL : invocation->words->pdata[0];
  events = given->published
             ? import_read_published (invocation, run.session.store, &run.read_at, error)
             : import_read_file (run.file, error);
  if (events == NULL || !compare (&run, events, error))
    return FALSE;
  if (given->apply) {
    import_want_all (&run);
    done = import_apply (&run, error);
  }
  /* even if something was refused, the proposals are printed, with the reason */
  if (invocation->globals.json)
    import_print_json (&run);
  else
    done = import_print_text (&run, done ? error : NULL) && done;
  if (run.done && run.wishes->len > 0)
    cli_service_remind (invocation);
  return done;
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_import;

  command.run = run_import;
  return cli_main (&command, argv);
}
