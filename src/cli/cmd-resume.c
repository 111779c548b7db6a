/* regimen resume: ends a pause. */
#include "base/i18n.h"
#include "cli/written.h"

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

/* The pause of @course that resuming on the day @on takes back, because it begins later; NULL if one
 * ends then. */
static const RgmPause *
pause_to_come (const RgmCourse *course, RgmDay on)
{
  const RgmPause *coming = NULL;

  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (course->pauses, i);
    gboolean counts = pause->until == RGM_NO_DAY || pause->until >= pause->from;

    if (counts && pause->from <= on && (pause->until == RGM_NO_DAY || pause->until >= on))
      return NULL;
    if (counts && pause->from > on && (coming == NULL || pause->from < coming->from))
      coming = pause;
  }
  return coming;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *text = NULL, *day = NULL, *begin = NULL;
  const RgmPause *coming;
  RgmDay on;

  if (!cli_target_open_course (invocation, CLI_NEEDS_CATALOG, given->anyway, &target, error))
    return FALSE;
  on = rgm_zone_day (target.zone, invocation->now);
  if ((given->on != NULL && !cli_parse_day (invocation, "on", given->on, target.zone, &on, error))
      || !rgm_record_resumed (&target.session, target.course->id, on, &recorded, error))
    return FALSE;
  day = cli_day_text (on);
  coming = pause_to_come (target.course, on);
  if (coming != NULL) {
    begin = cli_day_text (coming->from);
    text = g_strdup_printf (
      _ ("Resumed: %s. The pause that was to begin on %s is taken back; nothing is left out."),
      recorded.course->handle, begin);
  } else
    text = g_strdup_printf (_ ("Resumed: %s, from %s on."), recorded.course->handle, day);
  return cli_written_course (invocation, &target, &recorded, text, error);
}

const CliCommand cli_command_resume = {
  .name = "resume",
  .summary = N_ ("end a pause"),
  .arguments = "HANDLE",
  .details
  = N_ ("Ends the pause that includes the day --on, or takes back the one that begins "
        "after it: doses are planned again from that day on.\n\n"
        "If no dose was left after the pause, and another medicine is active by now that is "
        "used in place of this one, it is refused with exit status 3, as for \"regimen add\"; "
        "--anyway takes it if that is what was prescribed."),
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
