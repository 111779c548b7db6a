/* regimen ask: notes questions for the next visit and their answers, and lists them. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/entry-text.h"
#include "cli/words/question-words.h"
#include "cli/written.h"

#include <string.h>

#define NUMBER_MAX 999999

typedef struct {
  gboolean all;
  CliNumber answered;
  CliNumber edit;
  CliNumber remove;
} Options;

static const CliOption options[] = {
  { "all", CLI_FLAG, G_STRUCT_OFFSET (Options, all), NULL,
    N_ ("also list the questions that were answered") },
  { "answered", CLI_NUMBER, G_STRUCT_OFFSET (Options, answered), "N",
    N_ ("the answer to question N follows"), 1, NUMBER_MAX, .also = "answer" },
  { "edit", CLI_NUMBER, G_STRUCT_OFFSET (Options, edit), "N",
    N_ ("the new words of question N follow"), 1, NUMBER_MAX },
  { "remove", CLI_NUMBER, G_STRUCT_OFFSET (Options, remove), "N",
    N_ ("take question N out of all lists"), 1, NUMBER_MAX },
  { NULL },
};

/* The zone in which days are shown: that of the patient or, if this system lacks it, that of this
 * machine. The difference does not matter for a question. */
static const RgmZone *
shown_zone (const CliInvocation *invocation, const RgmPatient *patient)
{
  const RgmZone *zone = rgm_zone_get (patient->zone, NULL);

  return zone != NULL ? zone : invocation->zone;
}

/* ---- lists ---- */

static void
print_question (CliInvocation *invocation, const RgmQuestion *question, const RgmZone *zone)
{
  g_autofree char *asked = cli_day_text (rgm_zone_day (zone, question->asked_at));
  g_autofree char *answered
    = question->answer != NULL ? cli_day_text (rgm_zone_day (zone, question->answered_at)) : NULL;

  cli_print_para (invocation, 4, _ ("%3d %s (asked on %s)"), question->number,
                  cli_as_written (invocation, question->question), asked);
  if (question->answer != NULL)
    cli_print_para (invocation, 6, _ ("    Answer: %s (%s)"),
                    cli_as_written (invocation, question->answer), answered);
}

/* Prints the questions of one person. @json: (nullable): gets the questions instead of the output.
 * @named: whether to print the name of the person as a heading. */
static gboolean
show_person (CliInvocation *invocation, const RgmPatient *patient, gboolean named, CliJson *json,
             GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (GPtrArray) questions
    = rgm_store_questions (invocation->store, patient->id, given->all, error);
  const RgmZone *zone = shown_zone (invocation, patient);

  if (questions == NULL)
    return FALSE;
  if (json == NULL && named)
    cli_print_heading (invocation, CLI_STRONG, patient->name);
  for (guint i = 0; i < questions->len; i++)
    if (json != NULL)
      cli_json_question (json, NULL, questions->pdata[i], patient->name, zone);
    else
      print_question (invocation, questions->pdata[i], zone);
  if (json == NULL && questions->len == 0)
    cli_print_para (invocation, 2,
                    given->all ? _ ("No question is on record.")
                               : _ ("No question is open. (Answered ones: regimen ask --all)"));
  return TRUE;
}

static gboolean
run_list (CliInvocation *invocation, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *text = NULL;
  RgmSession session;
  CliJson json;
  gboolean good = TRUE;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !cli_session_viewed (&session, FALSE, &people, error))
    return FALSE;
  cli_name_people (invocation, people);
  if (people->len == 0 && !invocation->globals.json)
    cli_print_para (invocation, 2, _ ("No question is on record."));
  cli_json_begin (&json);
  cli_json_open_array (&json, "questions");
  for (guint i = 0; good && i < people->len; i++)
    good = show_person (invocation, people->pdata[i], people->len > 1,
                        invocation->globals.json ? &json : NULL, error);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  if (good && invocation->globals.json)
    g_string_append (invocation->out, text);
  return good;
}

/* ---- changes ---- */

typedef struct {
  const Options *given;
  const char *text;
} Request;

static void
free_question (gpointer question)
{
  rgm_question_free (question);
}

static gpointer
enter (const RgmSession *session, gconstpointer data, GError **error)
{
  const Request *request = data;
  const Options *given = request->given;

  if (given->answered.given)
    return rgm_followup_answered (session, given->answered.value, request->text, error);
  if (given->edit.given)
    return rgm_followup_question_changed (session, given->edit.value, request->text, error);
  if (given->remove.given)
    return rgm_followup_question_removed (session, given->remove.value, error);
  return rgm_followup_asked (session, request->text, error);
}

/* Says what was done with @question. Returns: (transfer full). */
static char *
written_text (CliInvocation *invocation, const RgmQuestion *question)
{
  const Options *given = invocation->options;
  const char *text = cli_as_written (invocation, question->question);
  int number = question->number;

  if (given->answered.given)
    return g_strdup_printf (_ ("Question %d, \"%s\", is answered: \"%s\" (To take it back: regimen "
                               "undo)"),
                            number, text, cli_as_written (invocation, question->answer));
  if (given->edit.given)
    return g_strdup_printf (_ ("Question %d is now: %s"), number, text);
  if (given->remove.given)
    return g_strdup_printf (_ ("Removed: question %d, \"%s\". (To put it back: regimen undo)"),
                            number, text);
  return g_strdup_printf (_ ("Question %d for the next visit: %s (After the visit: regimen ask "
                             "--answered %d \"ANSWER\")"),
                          number, text, number);
}

static gboolean
run_write (CliInvocation *invocation, const char *text, GError **error)
{
  const Options *given = invocation->options;
  const Request request = { given, text };
  g_autoptr (RgmQuestion) question
    = cli_enter (invocation, CLI_NEEDS_RECORD, enter, &request, free_question, error);
  g_autofree char *said = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  CliJson json;

  if (question == NULL)
    return FALSE;
  if (!invocation->globals.json) {
    said = written_text (invocation, question);
    cli_print_para (invocation, 2, "%s", said);
    return TRUE;
  }
  patient = rgm_store_patient (invocation->store, question->patient_id, error);
  if (patient == NULL)
    return FALSE;
  cli_json_begin (&json);
  cli_json_open_array (&json, "questions");
  cli_json_question (&json, NULL, question, patient->name, shown_zone (invocation, patient));
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
  return TRUE;
}

/* ---- the command ---- */

/* Fails if @text is just a number, because that was probably meant for an option. */
static gboolean
check_question (const char *text, GError **error)
{
  if (text[strspn (text, G_CSET_DIGITS)] != '\0')
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is a number, not a question; to answer that question: regimen ask "
                  "--answered %s \"ANSWER\""),
               text, text);
  return FALSE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *text = cli_words_text (invocation, 0);
  gboolean writes = given->answered.given || given->edit.given || given->remove.given;

  if ((int)given->answered.given + (int)given->edit.given + (int)given->remove.given
          + (int)(given->all != FALSE)
        > 1
      || (given->all && *text != '\0') || (given->remove.given && *text != '\0')) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("these cannot be used together; type one of: %s"),
                 "ask [--all], ask \"QUESTION\", ask --answered N \"ANSWER\", ask --edit N "
                 "\"QUESTION\", ask --remove N");
    return FALSE;
  }
  if (!writes && *text == '\0')
    return run_list (invocation, error);
  if (!writes
      && (!check_question (text, error) || cli_fail_question_words (invocation, text, error)))
    return FALSE;
  return run_write (invocation, text, error);
}

const CliCommand cli_command_ask = {
  .name = "ask",
  .summary = N_ ("note a question for the next visit, or its answer"),
  .arguments = "[QUESTION]",
  .details
  = N_ ("Notes what you want to ask at the next visit. Open questions are listed by \"regimen "
        "ask\", and appear in the reminder of the day before a dose and in the calendar at the "
        "next dose of each course, but never with --private.\n\nWith --answered N and the answer, "
        "question N is answered and no longer appears there."),
  .examples = "regimen ask \"When is the next scan?\"\nregimen ask\n"
              "regimen ask --answered 1 \"In March.\"\nregimen ask --all",
  .word = CLI_WORD_OTHER,
  .max_words = 200,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
