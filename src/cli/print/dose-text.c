/* Prints doses, courses and the agenda, as text and as JSON. */
#include "cli/print/dose-text.h"

#include "base/i18n.h"
#include "base/text.h"
#include "calendar/calendar-event.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/safety.h"

#include <string.h>

CliStyle
cli_dose_style (const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_OVERDUE)
    return CLI_ALARM;
  if (dose->state == RGM_DOSE_DUE)
    return CLI_NOTICE;
  return dose->tentative || !dose->open ? CLI_FAINT : CLI_PLAIN;
}

char *
cli_dose_window_text (const RgmDose *dose)
{
  g_autofree char *earliest = cli_day_text (dose->earliest);
  g_autofree char *latest = cli_day_text (dose->latest);

  if (dose->earliest == dose->latest)
    return g_strdup_printf (_ ("on time only on %s"), earliest);
  return g_strdup_printf (_ ("on time from %s to %s"), earliest, latest);
}

/* Adds to @parts a text for everything that is unusual about the time of @dose, for example that it
 * is outside its window. */
static void
add_odd_time (GPtrArray *parts, const RgmCourse *course, const RgmDose *dose,
              const RgmZone *patient)
{
  const RgmZone *zone = rgm_dose_zone (dose, patient);
  RgmLocal when = rgm_dose_local (dose);
  RgmFit fit = RGM_FIT_EXACT;

  if (dose_zone_is_lost (dose)) {
    g_autofree char *booked = cli_local_text (dose->appointment->at);

    g_ptr_array_add (parts, g_strdup_printf (_ ("booked for %s in %s, an unknown time zone"),
                                             booked, dose->appointment->zone));
  }
  if (dose_other_zone (dose, patient) != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("time of %s"), dose_other_zone (dose, patient)));
  if (dose_beside_window (dose, course, patient) != 0)
    g_ptr_array_add (parts, g_strdup (_ ("outside its window")));
  if (rgm_local_has_time (when))
    rgm_zone_to_instant (zone, when, &fit);
  if (fit == RGM_FIT_GAP)
    g_ptr_array_add (parts, g_strdup (_ ("a time that the clocks skip")));
  else if (fit == RGM_FIT_REPEATED)
    g_ptr_array_add (parts, g_strdup (_ ("this time comes twice: the first")));
}

char *
cli_dose_details_text (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *amount = rgm_course_amount (course, dose->number);
  const char *place = rgm_dose_place (dose, course);
  RgmLocal planned;

  /* "infusion 4 mg, left hip", or "session left hip". */
  if (amount != NULL || course->site != NULL)
    g_ptr_array_add (parts, g_strdup_printf ("%s %s", rgm_unit_words (course->unit),
                                             amount != NULL ? amount : course->site));
  else
    g_ptr_array_add (parts, g_strdup (rgm_unit_words (course->unit)));
  if (amount != NULL && course->site != NULL)
    g_ptr_array_add (parts, g_strdup (course->site));
  if (place != NULL)
    g_ptr_array_add (parts, g_strdup (place));
  if (dose->hold != NULL)
    g_ptr_array_add (parts, dose_hold_text (dose->hold, zone));
  if (dose->hold != NULL && dose->hold->until != RGM_NO_DAY) {
    g_autofree char *until = cli_day_text (dose->hold->until);

    g_ptr_array_add (parts, g_strdup_printf (_ ("reminders from %s"), until));
  }
  if (dose->open && rgm_dose_unmoved (dose, course, zone, &planned)) {
    g_autofree char *from = cli_local_text (planned);

    g_ptr_array_add (parts, g_strdup_printf (_ ("moved from %s"), from));
  }
  if (dose->open)
    add_odd_time (parts, course, dose, zone);
  return cli_list_text ((const char *const *)parts->pdata, parts->len);
}

/* Prints since when and why the next dose is on hold, and from when on reminders ask about it. */
static void
print_held (CliInvocation *invocation, const RgmCourse *course, const RgmDose *dose,
            const RgmZone *zone)
{
  const RgmHold *hold = dose->hold;
  const char *reason = cli_as_written (invocation, hold->reason);
  g_autofree char *since = rgm_day_describe (rgm_zone_day (zone, hold->since));
  g_autofree char *target = cli_local_text (dose->target);
  g_autofree char *why = rgm_dose_why (dose, course, zone);

  if (hold->until != RGM_NO_DAY) {
    g_autofree char *until = cli_day_text (hold->until);

    cli_print_para (invocation, 2,
                    _ ("Next: %s %s/%d has been on hold since %s (%s). Reminders ask about it from "
                       "%s on. It was planned for %s: %s."),
                    rgm_unit_words (course->unit), course->handle, dose->number, since, reason,
                    until, target, why);
  } else
    cli_print_para (invocation, 2,
                    _ ("Next: %s %s/%d has been on hold since %s (%s). It was planned for %s: %s."),
                    rgm_unit_words (course->unit), course->handle, dose->number, since, reason,
                    target, why);
}

void
cli_print_next (CliInvocation *invocation, const RgmCourse *course, const RgmDose *dose,
                const RgmZone *zone)
{
  g_autofree char *when = dose_time_text (dose, zone);
  g_autofree char *relative = rgm_dose_relative (dose, zone, invocation->now);
  g_autofree char *why = rgm_dose_why (dose, course, zone);
  g_autofree char *window = cli_dose_window_text (dose);
  g_autofree char *target = cli_local_text (dose->target);

  if (dose->hold != NULL)
    print_held (invocation, course, dose, zone);
  else if (dose->slot && (dose->why == RGM_WHY_SLOT || dose->why == RGM_WHY_FIRST))
    /* The window of a fixed time of day is not worth printing. */
    cli_print_para (invocation, 2, _ ("Next: %s %s/%d on %s (%s)."), rgm_unit_words (course->unit),
                    course->handle, dose->number, when, relative);
  else if (dose->appointment != NULL)
    cli_print_para (invocation, 2,
                    _ ("Next: %s %s/%d is booked for %s (%s). Its planned day is %s: %s; %s."),
                    rgm_unit_words (course->unit), course->handle, dose->number, when, relative,
                    target, why, window);
  else
    cli_print_para (invocation, 2, _ ("Next: %s %s/%d on %s (%s): %s; %s."),
                    rgm_unit_words (course->unit), course->handle, dose->number, when, relative,
                    why, window);
}

void
cli_print_fit (CliInvocation *invocation, const RgmDose *dose, const RgmZone *zone)
{
  g_autofree char *fit = cli_fit_text (rgm_dose_local (dose), rgm_dose_zone (dose, zone));

  if (fit != NULL)
    cli_print_para (invocation, 2, "%s", fit);
}

/* @hide: whether to give null for everything that reveals the treatment. */
static void
add_dose (CliJson *json, const char *key, const char *patient, const RgmCourse *course,
          const RgmDose *dose, const RgmZone *zone, gboolean hide)
{
  const RgmAppointment *appointment;
  const RgmAdministration *done;

  if (dose == NULL) {
    cli_json_text (json, key, NULL);
    return;
  }
  appointment = dose->appointment;
  done = dose->administration;
  cli_json_open_object (json, key);
  cli_json_text (json, "patient", patient);
  cli_json_text (json, "course", hide ? NULL : course->handle);
  cli_json_number (json, "dose", dose->number);
  cli_json_text (json, "treatment", hide ? NULL : course->treatment_key);
  cli_json_text (json, "unit", hide ? NULL : course->unit);
  cli_json_text (json, "state", rgm_dose_state_name (dose->state));
  cli_json_local (json, "due", dose->target, zone);
  cli_json_local (json, "appointment", appointment != NULL ? rgm_dose_local (dose) : RGM_LOCAL_NONE,
                  rgm_dose_zone (dose, zone));
  cli_json_day (json, "earliest", dose->earliest);
  cli_json_day (json, "latest", dose->latest);
  cli_json_flag (json, "tentative", dose->tentative);
  cli_json_text (json, "amount",
                 hide                                   ? NULL
                 : done != NULL && done->amount != NULL ? done->amount
                                                        : rgm_course_amount (course, dose->number));
  cli_json_text (json, "place", hide ? NULL : rgm_dose_place (dose, course));
  cli_json_close_object (json);
}

void
cli_json_dose (CliJson *json, const char *key, const char *patient, const RgmCourse *course,
               const RgmDose *dose, const RgmZone *zone)
{
  add_dose (json, key, patient, course, dose, zone, FALSE);
}

/* ---- courses ---- */

char *
cli_ahead_text (const RgmCourse *course, const RgmZone *zone, RgmInstant now, const char *option)
{
  const RgmAdministration *given = safety_given_ahead (course, now);
  const RgmHold *held = safety_held_ahead (course, now);
  const RgmRevision *changed = safety_changed_ahead (course, now);
  g_autofree char *when = NULL;

  if (given != NULL) {
    when = rgm_administration_when (given, zone);
    return g_strdup_printf (_ ("%s/%d is on record as given on %s, which is in the future. Is "
                               "the clock wrong, or was it then? To correct it: regimen %samend "
                               "%s/%d --at TIME"),
                            course->handle, given->dose, when, option, course->handle, given->dose);
  }
  if (held != NULL) {
    when = cli_local_text (rgm_zone_to_local (zone, held->since));
    return g_strdup_printf (_ ("%s/%d is on record as on hold since %s, which is in the future. "
                               "Is the clock wrong, or was it then? To enter it again: regimen "
                               "%shold %s/%d --reason \"...\""),
                            course->handle, held->dose, when, option, course->handle, held->dose);
  }
  if (changed != NULL) {
    when = cli_local_text (rgm_zone_to_local (zone, changed->made_at));
    return g_strdup_printf (
      _ ("%s is on record as changed on %s, which is in the future (from dose %d on). Is the "
         "clock wrong, or was it then? To enter the change again: regimen %schange %s"),
      course->handle, when, changed->from_dose, option, course->handle);
  }
  return NULL;
}

gboolean
cli_course_view (const RgmSession *session, const RgmPatient *patient, const RgmCourse *course,
                 CliCourseView *view, GError **error)
{
  const RgmZone *zone = rgm_patient_zone (patient, error);

  if (zone == NULL)
    return FALSE;
  *view = (CliCourseView){ .patient = patient,
                           .course = course,
                           .zone = zone,
                           .schedule = course_schedule_at (course, zone, session->now),
                           .state = rgm_course_state (course, zone, session->now),
                           .ended = course->stopped_at };
  /* A completed course ended with its last dose. That dose is loaded even if not all doses are. */
  if (view->state == RGM_COURSE_COMPLETED) {
    const GPtrArray *done = course->administrations;

    view->ended = done->len > 0 ? ((const RgmAdministration *)done->pdata[done->len - 1])->at
                                : RGM_INSTANT_NONE;
  }
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

  if (all > 0)
    return g_strdup_printf (_ ("%d of %d"), view->given, all);
  return g_strdup_printf ("%d", view->given);
}

/* Since when, why and until when @course is paused, for cli_print_para(). @option: names the
 * patient in the command; may be "". @from, @until: as course_paused_days() gives them. Returns:
 * (transfer full). */
static char *
pause_text (CliInvocation *invocation, const RgmCourse *course, const char *option, RgmDay from,
            RgmDay until)
{
  const char *handle = course->handle;
  g_autofree char *since = cli_day_text (from);
  g_autofree char *all = course_pause_reasons (course, from, until);
  const char *reasons = cli_as_written (invocation, all);
  g_autofree char *resumes = until != RGM_NO_DAY ? cli_day_text (until + 1) : NULL;

  if (resumes == NULL && reasons != NULL)
    return g_strdup_printf (
      _ ("%s has been paused since %s (%s). To continue: regimen %sresume %s"), handle, since,
      reasons, option, handle);
  if (resumes == NULL)
    return g_strdup_printf (_ ("%s has been paused since %s. To continue: regimen %sresume %s"),
                            handle, since, option, handle);
  if (reasons != NULL)
    return g_strdup_printf (_ ("%s has been paused since %s (%s) and resumes on %s."), handle,
                            since, reasons, resumes);
  return g_strdup_printf (_ ("%s has been paused since %s and resumes on %s."), handle, since,
                          resumes);
}

gboolean
cli_print_pauses (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient)
{
  gboolean named = patient == NULL && agenda->patients->len > 1;
  gboolean any = FALSE;

  for (guint i = 0; i < agenda->courses->len; i++) {
    const RgmCourse *course = agenda->courses->pdata[i];
    const RgmPatient *of = calendar_patient (agenda->patients, course->patient_id);
    const RgmZone *zone = of != NULL ? rgm_patient_zone (of, NULL) : NULL;
    RgmDay from, until;

    if (zone == NULL || (patient != NULL && patient->id != of->id)
        || !course_paused_days (course, rgm_zone_day (zone, invocation->now), &from, &until))
      continue;
    g_autofree char *option = cli_patient_option (of, agenda->patients);
    g_autofree char *text = pause_text (invocation, course, named ? option : "", from, until);

    if (named)
      cli_print_para (invocation, 0, "%s: %s", of->name, text);
    else
      cli_print_para (invocation, 0, "%s", text);
    any = TRUE;
  }
  return any;
}

void
cli_json_course_members (CliJson *json, const CliCourseView *view)
{
  const RgmCourse *course = view->course;
  const RgmSchedule *schedule = view->schedule;
  g_autofree char *described = rgm_schedule_describe (schedule, rgm_unit_words (course->unit),
                                                      rgm_unit_words (course->units));
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
  cli_json_local (json, "next", view->has_next ? rgm_dose_local (&view->next) : RGM_LOCAL_NONE,
                  rgm_dose_zone (&view->next, view->zone));
}

void
cli_json_removed (CliJson *json, const char *key, const RgmRemovedCourse *course,
                  const RgmZone *zone)
{
  cli_json_open_object (json, key);
  cli_json_text (json, "patient", course->patient);
  cli_json_text (json, "handle", course->handle);
  cli_json_text (json, "uid", course->uid);
  cli_json_text (json, "treatment", course->treatment);
  cli_json_instant (json, "started", course->started_at, zone);
  cli_json_instant (json, "removed", course->removed_at, zone);
  cli_json_close_object (json);
}

/* ---- the agenda ---- */

RgmAgenda *
cli_load_agenda (const RgmSession *session, const RgmPatient *patient, int days, GError **error)
{
  g_autoptr (RgmAgenda) agenda
    = rgm_agenda_load (session, patient != NULL ? patient->id : 0, days, error);

  if (agenda != NULL && agenda->items->len == 0 && agenda->zoneless != NULL
      && rgm_patient_zone (agenda->zoneless, error) == NULL)
    return NULL;
  return g_steal_pointer (&agenda);
}

char *
cli_patient_option (const RgmPatient *patient, const GPtrArray *patients)
{
  g_autofree char *quoted = NULL;

  if (patients->len < 2)
    return g_strdup ("");
  quoted = text_shell_word (patient->name);
  return g_strdup_printf ("--patient %s ", quoted);
}

gboolean
cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda,
                       const RgmPatient *patient, RgmDay month, gboolean hide, GError **error)
{
  const RgmPatient *only
    = patient == NULL && agenda->patients->len == 1 ? agenda->patients->pdata[0] : patient;
  const RgmZone *zone = cli_patient_zone (invocation, only, error);
  CliJson json;

  if (zone == NULL)
    return FALSE;
  cli_json_begin (&json);
  cli_json_instant (&json, "now", invocation->now, zone);
  cli_json_text (&json, "zone", rgm_zone_name (zone));
  if (month != RGM_NO_DAY) {
    g_autofree char *day = rgm_day_format (month);
    g_autofree char *name = g_strndup (day, strlen ("2026-12"));

    cli_json_text (&json, "month", name);
  }
  cli_json_open_array (&json, "doses");
  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    add_dose (&json, NULL, item->patient->name, item->course, &item->dose, item->zone, hide);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
  return TRUE;
}
