#include "written.h"

#include "base/i18n.h"
#include "dose-text.h"
#include "service.h"

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

void
cli_target_clear (CliTarget *target)
{
  g_clear_pointer (&target->patient, rgm_patient_free);
  g_clear_pointer (&target->course, rgm_course_free);
}

void
cli_written_next (CliInvocation *invocation, const RgmRecorded *recorded)
{
  if (!recorded->has_next) {
    cli_print (invocation, _ ("No dose of this course is left: it is complete."));
    return;
  }
  cli_print_next (invocation, recorded->course, &recorded->next, recorded->zone);
  cli_print_fit (invocation, &recorded->next, recorded->zone);
}

void
cli_written_json_begin (CliJson *json, const CliTarget *target, const RgmRecorded *recorded)
{
  cli_json_begin (json);
  cli_json_dose (json, "dose", target->patient->name, recorded->course, &recorded->dose,
                 recorded->zone);
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
