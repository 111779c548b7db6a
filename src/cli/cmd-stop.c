/* regimen stop: ends a course. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/words/extra-words.h"
#include "cli/written.h"

typedef struct {
  const char *at;
  const char *reason;
} Options;

static const CliOption options[] = {
  { "at", CLI_TEXT, G_STRUCT_OFFSET (Options, at), "DATE",
    N_ ("its last day, if that was before today"), .choices = "today yesterday", .also = "on" },
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT", N_ ("why") },
  { NULL },
};

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *count = NULL, *text = NULL, *said = NULL, *back = NULL;
  const char *at = NULL;
  RgmGivenTime last = { .at = invocation->now };
  CliCourseView view;

  if (!cli_date_typed (invocation, "at", given->at, &at, error)
      || !cli_target_open_course (invocation, CLI_NEEDS_RECORD, FALSE, &target, error)
      || (at != NULL && !cli_parse_happened (invocation, at, target.zone, &last, error))
      || !rgm_record_stopped (&target.session, target.course->id,
                              at != NULL ? rgm_zone_day (target.zone, last.at) : RGM_NO_DAY,
                              given->reason, &recorded, error)
      || !cli_course_view (&target.session, target.patient, recorded.course, &view, error))
    return FALSE;
  count = cli_course_given_text (&view);
  if (given->reason != NULL)
    text = g_strdup_printf (_ ("Stopped: %s (%s); %s %s. Its open doses are cancelled."),
                            recorded.course->handle, cli_as_written (invocation, given->reason),
                            count, rgm_deed_words (recorded.course->unit));
  else
    text = g_strdup_printf (_ ("Stopped: %s; %s %s. Its open doses are cancelled."),
                            recorded.course->handle, count, rgm_deed_words (recorded.course->unit));
  if (at != NULL) {
    g_autofree char *day = cli_day_text (rgm_zone_day (recorded.zone, recorded.course->stopped_at));
    g_autofree char *ended = g_strdup_printf (_ ("Its last day was %s."), day), *act = text;
    text = g_strjoin (" ", act, ended, NULL);
  }
  back = g_strdup_printf (_ ("(To take that back: regimen undo %s)"), recorded.course->handle);
  said = g_strjoin (" ", text, back, NULL);
  return cli_written_course (invocation, &target, &recorded, said, error);
}

const CliCommand cli_command_stop = {
  .name = "stop",
  .summary = N_ ("end a course"),
  .arguments = "HANDLE [DATE]",
  .details
  = N_ ("Ends a course for good: what was given stays on record, its open doses are "
        "cancelled. DATE is the same as --at: the last day of a course that ended before today. A "
        "mistake is taken back with \"regimen undo\"; a course that should never have "
        "been entered is removed with \"regimen remove\"; to interrupt a course, use "
        "\"regimen pause\"."),
  .examples = "regimen stop zoledronic-acid --reason \"the prescription ended\"\n"
              "regimen stop zoledronic-acid 31 July",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
