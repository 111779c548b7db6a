/* regimen stop: ends a course. */
#include "base/i18n.h"
#include "cli/dose-text.h"
#include "cli/written.h"

typedef struct {
  const char *reason;
} Options;

static const CliOption options[] = {
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT", N_ ("why") },
  { NULL },
};

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *count = NULL, *text = NULL;
  CliCourseView view;

  if (!cli_target_open_course (invocation, CLI_NEEDS_RECORD, FALSE, &target, error)
      || !rgm_record_stopped (&target.session, target.course->id, given->reason, &recorded, error)
      || !cli_course_view (&target.session, target.patient, recorded.course, &view, error))
    return FALSE;
  count = cli_course_given_text (&view);
  if (given->reason != NULL)
    text = g_strdup_printf (_ ("Stopped: %s (%s); %s %s. Its open doses are cancelled."),
                            recorded.course->handle, given->reason, count,
                            rgm_deed_words (recorded.course->unit));
  else
    text = g_strdup_printf (_ ("Stopped: %s; %s %s. Its open doses are cancelled."),
                            recorded.course->handle, count, rgm_deed_words (recorded.course->unit));
  return cli_written_course (invocation, &target, &recorded, text, error);
}

const CliCommand cli_command_stop = {
  .name = "stop",
  .summary = N_ ("end a course"),
  .arguments = "HANDLE",
  .details
  = N_ ("Ends a course for good: what was given stays on record, its open doses are "
        "cancelled. A mistake is taken back with \"regimen undo\"; a course that should never have "
        "been entered is removed with \"regimen remove\"; to interrupt a course, use "
        "\"regimen pause\"."),
  .examples = "regimen stop zoledronic-acid --reason \"the prescription ended\"",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
