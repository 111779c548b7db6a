/* regimen resume: ends a pause. */
#include "base/i18n.h"
#include "cli/written.h"
#include "model/course.h"

typedef struct {
  const char *on;
  gboolean anyway;
} Options;

static const CliOption options[] = {
  { "on", CLI_TEXT, G_STRUCT_OFFSET (Options, on), "DATE",
    N_ ("the first day on which doses are planned again; default: today"),
    .choices = "today tomorrow" },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("resume it although a safety check refused it") },
  { NULL },
};

/* Whether @course still has the pause that begins on @from. */
static gboolean
has_pause (const RgmCourse *course, RgmDay from)
{
  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (course->pauses, i);

    if (pause->from == from && course_pause_holds (pause, from))
      return TRUE;
  }
  return FALSE;
}

/* The pause that was to begin after the day @on and was taken back; NULL if there is none. */
static const RgmPause *
pause_taken_back (const RgmCourse *before, const RgmCourse *after, RgmDay on)
{
  for (guint i = 0; i < before->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (before->pauses, i);

    if (pause->from > on && has_pause (before, pause->from) && !has_pause (after, pause->from))
      return pause;
  }
  return NULL;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *text = NULL, *day = NULL, *begin = NULL;
  const RgmPause *taken_back;
  RgmDay on;

  if (!cli_target_open_course (invocation, CLI_NEEDS_CATALOG, given->anyway, &target, error))
    return FALSE;
  on = rgm_zone_day (target.zone, invocation->now);
  if ((given->on != NULL && !cli_parse_day (invocation, "on", given->on, target.zone, &on, error))
      || !rgm_record_resumed (&target.session, target.course->id, on, &recorded, error))
    return FALSE;
  day = cli_day_text (on);
  taken_back = pause_taken_back (target.course, recorded.course, on);
  if (taken_back != NULL) {
    begin = cli_day_text (taken_back->from);
    text = g_strdup_printf (_ ("Resumed: %s. The pause that was to begin on %s is taken back, and "
                               "its days are planned again. If the pause cancelled an appointment "
                               "that will take place after all, book it again."),
                            recorded.course->handle, begin);
  } else
    text = g_strdup_printf (_ ("Resumed: %s, from %s on."), recorded.course->handle, day);
  return cli_written_course (invocation, &target, &recorded, text, error);
}

const CliCommand cli_command_resume = {
  .name = "resume",
  .summary = N_ ("end a pause"),
  .arguments = "HANDLE",
  .details = N_ (
    "Ends the pause that includes the day --on, or takes back the one that begins after it: doses "
    "are planned again from that day on.\n\nIf no dose was left after the pause, and another "
    "medicine is active by now that is used in place of this one, it is refused with exit status "
    "3, as for \"regimen add\"; --anyway resumes it if that is what was prescribed."),
  .examples = "regimen resume my-tablets\nregimen resume radiation --on 2027-01-04",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .refused = N_ ("If this is what was prescribed, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
