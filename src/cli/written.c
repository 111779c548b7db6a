#include "cli/written.h"

#include "base/i18n.h"
#include "cli/dose-text.h"
#include "cli/programs.h"

gboolean
cli_target_open (CliInvocation *invocation, CliNeeds needs, gboolean anyway, CliTarget *target,
                 GError **error)
{
  /* where there is no database there is no dose to write about, and none is made */
  RgmStoreMode mode = cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;

  *target = (CliTarget){ .dose = 0 };
  if (!cli_session (invocation, mode, needs, &target->session, error))
    return FALSE;
  target->session.anyway = anyway;
  target->patient = cli_session_patient (&target->session, error);
  if (target->patient == NULL)
    return FALSE;
  target->zone = rgm_zone_get (target->patient->zone, error);
  if (target->zone == NULL)
    return FALSE;
  target->course = cli_session_course (&target->session, target->patient,
                                       invocation->words->pdata[0], &target->dose, error);
  return target->course != NULL;
}

gboolean
cli_target_open_course (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                        CliTarget *target, GError **error)
{
  if (!cli_target_open (invocation, needs, anyway, target, error))
    return FALSE;
  if (target->dose == 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s speaks of a course, not of one dose: regimen %s %s"),
               invocation->command->name, invocation->command->name, target->course->handle);
  return FALSE;
}

void
cli_target_clear (CliTarget *target)
{
  g_clear_pointer (&target->patient, rgm_patient_free);
  g_clear_pointer (&target->course, rgm_course_free);
}

/* What is taken as needed has no next dose to speak of; cmd-log.c says what else is to be said. */
static void
print_no_next (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;

  switch (rgm_course_state (course, recorded->zone, invocation->now)) {
  case RGM_COURSE_COMPLETED:
    cli_print (invocation, _ ("No dose of this course is left: it is complete."));
    break;
  case RGM_COURSE_PAUSED:
    cli_print_para (invocation, 2,
                    _ ("It is paused, and no dose is planned until: regimen resume %s"),
                    course->handle);
    break;
  default:
    break;
  }
}

void
cli_written_next (CliInvocation *invocation, const RgmRecorded *recorded)
{
  if (!recorded->has_next) {
    print_no_next (invocation, recorded);
    return;
  }
  cli_print_next (invocation, recorded->course, &recorded->next, recorded->zone);
  cli_print_fit (invocation, &recorded->next, recorded->zone);
}

void
cli_written_json_begin (CliJson *json, const CliTarget *target, const RgmRecorded *recorded)
{
  cli_json_begin (json);
  cli_json_dose (json, "dose", target->patient->name, recorded->course,
                 recorded->dose.number > 0 ? &recorded->dose : NULL, recorded->zone);
}

void
cli_written_json_end (CliInvocation *invocation, CliJson *json, const CliTarget *target,
                      const RgmRecorded *recorded)
{
  g_autofree char *text = NULL;

  cli_json_dose (json, "next", target->patient->name, recorded->course,
                 recorded->has_next ? &recorded->next : NULL, recorded->zone);
  text = cli_json_end (json);
  g_string_append (invocation->out, text);
}

static gboolean
course_json (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded,
             GError **error)
{
  CliCourseView view;
  CliJson json;

  if (!cli_course_view (&target->session, target->patient, recorded->course, &view, error))
    return FALSE;
  cli_json_begin (&json);
  cli_json_open_object (&json, "course");
  cli_json_course_members (&json, &view);
  cli_json_close_object (&json);
  cli_written_json_end (invocation, &json, target, recorded);
  return TRUE;
}

gboolean
cli_written_course (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded,
                    const char *text, GError **error)
{
  if (invocation->globals.json)
    return course_json (invocation, target, recorded, error);
  cli_print_para (invocation, 2, "%s", text);
  cli_written_next (invocation, recorded);
  return TRUE;
}

void
cli_written_dose (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded,
                  const char *text)
{
  CliJson json;

  if (invocation->globals.json) {
    cli_written_json_begin (&json, target, recorded);
    cli_written_json_end (invocation, &json, target, recorded);
    return;
  }
  cli_print_para (invocation, 2, "%s", text);
  cli_written_next (invocation, recorded);
}
