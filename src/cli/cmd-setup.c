/* regimen setup: asks questions in a terminal to get a new user started, and runs the commands that
 * follow from the answers. setup-talk.c decides what is asked; this file reads the answers, prints,
 * and runs the commands. */
#include "base/i18n.h"
#include "base/program.h"
#include "base/text.h"
#include "cli/programs.h"
#include "cli/setup/setup-talk.h"
#include "model/course.h"
#include "store/calendar-rows.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- what is on record ---- */

/* Tells @talk about @patient, and prints the courses and, unless @hidden, the contacts of
 * @patient. */
static gboolean
show_person (CliInvocation *invocation, SetupTalk *talk, const RgmPatient *patient, gboolean hidden,
             GError **error)
{
  RgmCourseQuery query = { .patient_id = patient->id,
                           .now = invocation->now,
                           .since = RGM_INSTANT_NONE,
                           .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (invocation->store, &query, error);
  g_autoptr (GPtrArray) contacts
    = courses != NULL ? rgm_store_contacts (invocation->store, patient->id, error) : NULL;
  g_autofree char *call = NULL;

  if (contacts == NULL)
    return FALSE;
  call = rgm_contacts_text (contacts, RGM_CONTACT_ANYTHING, 0);
  cli_print_para (invocation, 2, _ ("On record: %s, in %s."), patient->name, patient->zone);
  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    g_autofree char *schedule = rgm_schedule_describe (
      rgm_course_schedule (course), rgm_unit_words (course->unit), rgm_unit_words (course->units));

    g_autofree char *called = course_called (course);

    cli_print_para (invocation, 4, "  %s: %s", called, schedule);
  }
  if (contacts->len > 0 && !hidden)
    cli_print_para (invocation, 4, "  %s", call);
  setup_talk_knows_person (talk, patient->name, rgm_patient_zone (patient, NULL), courses->len,
                           contacts->len);
  return TRUE;
}

/* Tells @talk what is on record already and need not be asked, and prints it. */
static gboolean
show_record (CliInvocation *invocation, SetupTalk *talk, GError **error)
{
  g_autoptr (GPtrArray) patients = NULL, kept = NULL;
  g_autoptr (RgmPublication) publication = NULL;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SETTINGS, &session, error)
      || (patients = rgm_store_patients (session.store, error)) == NULL
      || (kept = store_kept_files (session.store, error)) == NULL
      || !store_publication (session.store, &publication, error))
    return FALSE;
  for (guint i = 0; i < patients->len; i++)
    if (!show_person (invocation, talk, patients->pdata[i], cli_is_private (invocation, &session),
                      error))
      return FALSE;
  if (kept->len > 0 || publication != NULL)
    setup_talk_knows_calendar (talk);
  if (cli_service_runs (invocation))
    setup_talk_knows_alerts (talk);
  cli_session_close (invocation);
  return TRUE;
}

/* ---- the terminal ---- */

/* Writes the output so far to the terminal, because the user has to see it before answering. */
static void
show (CliInvocation *invocation)
{
  fputs (invocation->out->str, stdout);
  fflush (stdout);
  g_string_truncate (invocation->out, 0);
}

/* @words as they are typed in a shell. Returns: (transfer full). */
static char *
command_line (char **words)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++) {
    g_autofree char *quoted = text_shell_word (*word);

    g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", quoted);
  }
  return g_strdup (line->str);
}

static void
show_turn (CliInvocation *invocation, const SetupTurn *turn)
{
  if (turn->told != NULL)
    cli_print_para (invocation, 0, "%s", turn->told);
  if (turn->move == SETUP_RUNS)
    return;
  if (turn->command != NULL) {
    g_autofree char *line = command_line (turn->command);

    cli_print (invocation, "%s", "");
    cli_print_para (invocation, 0, "%s", _ ("The command that does it:"));
    cli_print (invocation, "    %s", line);
  }
  if (turn->question != NULL) {
    cli_print (invocation, "%s", "");
    cli_print_para (invocation, 0, "%s", turn->question);
    g_autofree char *fallback = text_harmless (turn->fallback);

    g_string_append_printf (invocation->out, "[%s] > ", fallback);
  }
}

/* Reads a line and passes it to @talk as the answer. At the end of the input, ends the
 * conversation. */
static void
read_answer (CliInvocation *invocation, SetupTalk *talk)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = cli_read_line (invocation);

  if (line == NULL)
    setup_talk_leave (talk);
  else if (!g_utf8_validate (line, -1, NULL))
    cli_print (invocation, "%s", _ ("That could not be read as text; type it again."));
  else if (!setup_talk_answer (talk, line, &error))
    cli_print_para (invocation, 0, "%s", error->message);
}

/* ---- the commands ---- */

/* Runs a command of regimen in this process, as if it had been typed in a shell. */
static gboolean
run_here (CliInvocation *invocation, char **words, GError **error)
{
  CliInvocation own;
  gboolean done;

  cli_invocation_init (&own);
  own.screen = invocation->screen;
  own.now = invocation->now;
  own.zone = invocation->zone;
  own.zone_doubt = g_strdup (invocation->zone_doubt);
  done = cli_run (&own, NULL, words + 1, error);
  g_string_append_printf (invocation->out, "%s%s", own.out->str, own.notes->str);
  show (invocation);
  if (done)
    cli_followers_run (&own, FALSE);
  cli_invocation_clear (&own);
  return done;
}

/* Runs a program and waits for its end. It uses the same terminal and prints its own errors. */
static gboolean
run_program (char **words, GError **error)
{
  g_auto (GStrv) found = g_str_equal (words[0], "regimen")
                           ? program_argv (words[0], (const char *const *)words + 1, error)
                           : g_strdupv (words);
  int status = 0;

  if (found == NULL
      || !g_spawn_sync (NULL, found, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL,
                        NULL, NULL, NULL, &status, error))
    return FALSE;
  if (g_spawn_check_wait_status (status, NULL))
    return TRUE;
  g_set_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, _ ("the lines above say why"));
  return FALSE;
}

/* Runs the command line of @turn, and tells @talk how it ended. */
static void
run_turn (CliInvocation *invocation, SetupTalk *talk, const SetupTurn *turn)
{
  const CliCommand *command = turn->name != NULL ? cli_command_find (turn->name, NULL, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  if (command != NULL && command->run != NULL)
    run_here (invocation, turn->command, &error);
  else
    run_program (turn->command, &error);
  setup_talk_ran (talk, error);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const SetupPlace place = { .catalog = cli_catalog (invocation, error),
                             .zone = invocation->zone,
                             .zone_doubt = invocation->zone_doubt,
                             .db = invocation->globals.db,
                             .private_mode = invocation->globals.private_mode,
                             .home = g_get_home_dir (),
                             .now = invocation->now,
                             .start = cli_service_start (invocation) };
  g_autoptr (SetupTalk) talk = NULL;
  SetupMove move = SETUP_ASKS;

  if (place.catalog == NULL)
    return FALSE;
  if (!isatty (STDIN_FILENO)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("setup asks questions, and standard input is not a terminal; type instead: "
                    "regimen patient add NAME --zone ZONE, regimen add TREATMENT --first DATE, "
                    "regimen contact add NAME --phone NUMBER, regimen export --keep FILE, "
                    "regimen check"));
    return FALSE;
  }
  talk = setup_talk_new (&place);
  cli_print_para (
    invocation, 0,
    _ ("This asks a few questions to get you started. Press Enter to accept the answer in "
       "brackets. \"back\" returns to the question before. \"quit\" or Ctrl-D leaves at any time: "
       "what was run until then stays on record, and the rest is asked again."));
  if (!show_record (invocation, talk, error))
    return FALSE;
  while (move != SETUP_ENDS) {
    g_auto (SetupTurn) turn = { 0 };

    setup_talk_turn (talk, &turn);
    move = turn.move;
    show_turn (invocation, &turn);
    show (invocation);
    if (move == SETUP_ASKS)
      read_answer (invocation, talk);
    else if (move == SETUP_RUNS)
      run_turn (invocation, talk, &turn);
  }
  return TRUE;
}

const CliCommand cli_command_setup = {
  .name = "setup",
  .summary = N_ ("begin: asks a few questions and enters the answers"),
  .arguments = "",
  .details
  = N_ ("Asks, in a terminal, what is needed to begin: who is treated and in which time zone, each "
        "treatment with its interval, its next date and the doses that were given before, whom to "
        "call, whether the dates are to be in a calendar program, and whether the alerts are to "
        "start. Each question has an answer in brackets, which Enter accepts. A name may be that "
        "of a treatment (\"regimen catalog\") or a brand name; dates are typed as in \"regimen "
        "help dates\".\n\nEach command that follows from the answers is shown, and run only if you "
        "say yes. If a safety check refuses one, you see why, and nothing is put on record unless "
        "you say that it was prescribed like this; if not, you are asked for the dates "
        "again.\n\n\"back\" returns to the question before, as long as nothing was run in between. "
        "\"quit\" or Ctrl-D leaves at any time. What was done until then stays, and if you start "
        "it again, it goes on from what is on record."),
  .examples = "regimen setup",
  .run = run,
};
