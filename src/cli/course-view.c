#include "cli/course-view.h"

#include "base/i18n.h"
#include "cli/dose-text.h"

/* When the last thing happened to a course that is complete. */
static RgmInstant
last_administration (const RgmCourse *course)
{
  RgmInstant last = RGM_INSTANT_NONE;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *administration = course->administrations->pdata[i];

    last = MAX (last, administration->at);
  }
  return last;
}

gboolean
cli_course_view (const RgmSession *session, const RgmPatient *patient, const RgmCourse *course,
                 CliCourseView *view, GError **error)
{
  const RgmZone *zone = rgm_zone_get (patient->zone, error);

  if (zone == NULL)
    return FALSE;
  *view = (CliCourseView){ .patient = patient,
                           .course = course,
                           .zone = zone,
                           .state = rgm_course_state (course, zone, session->now) };
  view->ended
    = view->state == RGM_COURSE_COMPLETED ? last_administration (course) : course->stopped_at;
  view->has_next = rgm_course_next (course, zone, session->now, &view->next);
  return rgm_store_count (session->store, course->id, &view->given, &view->skipped, error);
}

const char *
cli_course_state_text (RgmCourseState state)
{
  static const char *const texts[] = {
    [RGM_COURSE_ACTIVE] = N_ ("active"),
    [RGM_COURSE_COMPLETED] = N_ ("complete"),
    [RGM_COURSE_PAUSED] = N_ ("paused"),
    [RGM_COURSE_STOPPED] = N_ ("stopped"),
  };

  return _ (texts[state]);
}

char *
cli_course_given_text (const CliCourseView *view)
{
  const RgmSchedule *schedule = rgm_course_schedule (view->course);
  int all = schedule->kind == RGM_SCHEDULE_FRACTIONS ? schedule->fractions : schedule->count;

  return all > 0 ? g_strdup_printf (_ ("%d of %d"), view->given, all)
                 : g_strdup_printf ("%d", view->given);
}

void
cli_json_course_members (CliJson *json, const CliCourseView *view)
{
  const RgmCourse *course = view->course;
  const RgmSchedule *schedule = rgm_course_schedule (course);
  g_autofree char *described = rgm_schedule_describe (schedule, course->units);
  gboolean reckons = schedule->kind == RGM_SCHEDULE_INTERVAL;

  cli_json_text (json, "patient", view->patient->name);
  cli_json_text (json, "handle", course->handle);
  cli_json_text (json, "uid", course->uid);
  cli_json_text (json, "treatment", course->treatment_key);
  cli_json_text (json, "state", rgm_course_state_name (view->state));
  cli_json_text (json, "schedule", described);
  cli_json_text (json, "reckon",
                 !reckons                              ? NULL
                 : schedule->reckon == RGM_RECKON_PLAN ? "plan"
                                                       : "given");
  cli_json_instant (json, "started", course->started_at, view->zone);
  cli_json_instant (json, "ended", view->ended, view->zone);
  cli_json_number (json, "given", view->given);
  cli_json_number (json, "skipped", view->skipped);
  cli_json_local (json, "next", view->has_next ? cli_dose_when (&view->next) : RGM_LOCAL_NONE,
                  view->zone);
}
