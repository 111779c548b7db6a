/* dose-text.h: prints doses, courses and the agenda, as text and as JSON. */
#pragma once

#include "cli/command.h"

CliStyle cli_dose_style (const RgmDose *dose);
/* "on time from Fri 2026-11-27 to Sat 2026-12-05". Returns: (transfer full). */
char *cli_dose_window_text (const RgmDose *dose);
/* The details of @dose in a table: unit, amount, site, place, hold, and what is unusual about its
 * time, for example that it is outside its window. Returns: (transfer full). */
char *cli_dose_details_text (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone);
/* Prints when @dose is due, why it is due then, and its window. */
void cli_print_next (CliInvocation *invocation, const RgmCourse *course, const RgmDose *dose,
                     const RgmZone *zone);
/* If the time of @dose does not exist or exists twice in its zone, because the clocks change,
 * prints which moment is taken. */
void cli_print_fit (CliInvocation *invocation, const RgmDose *dose, const RgmZone *zone);
/* Adds @dose as a JSON object. @key: NULL inside an array. @dose: NULL gives null. */
void cli_json_dose (CliJson *json, const char *key, const char *patient, const RgmCourse *course,
                    const RgmDose *dose, const RgmZone *zone);

/* ---- courses ---- */

/* Prints each course that is paused today, and when it resumes or which command resumes it.
 * @patient: (nullable): the person whose courses are shown; NULL for everybody. Returns: whether
 * any course is paused. */
gboolean
cli_print_pauses (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient);

/* Everything that the commands list and show print about one course. Borrows patient and course. */
typedef struct {
  const RgmPatient *patient;
  const RgmCourse *course;
  const RgmZone *zone;
  const RgmSchedule *schedule; /* the one that the next dates follow */
  RgmCourseState state;
  RgmInstant ended; /* RGM_INSTANT_NONE while the course goes on */
  int given, skipped;
  gboolean has_next;
  RgmDose next;
} CliCourseView;

/* Fills @view. Returns: FALSE with RGM_ERROR_ZONE if this system lacks the zone of @patient, or
 * with RGM_ERROR_STORE. */
gboolean cli_course_view (const RgmSession *session, const RgmPatient *patient,
                          const RgmCourse *course, CliCourseView *view, GError **error);
/* "active", "paused", "complete" or "stopped". Returns: (transfer none). */
const char *cli_course_state_text (RgmCourseState state);
/* "3", or "3 of 10" if the number of doses is known. Returns: (transfer full). */
char *cli_course_given_text (const CliCourseView *view);
/**
 * cli_ahead_text: reports an entry of the course that is dated in the future although it can only
 * describe the past, for example a dose given tomorrow, and names the command that corrects it.
 * @option: the option that names the patient, from cli_patient_option(); may be "".
 * Returns: (transfer full) (nullable): NULL if there is no such entry.
 */
char *
cli_ahead_text (const RgmCourse *course, const RgmZone *zone, RgmInstant now, const char *option);
/* Adds what is known about a course to the open JSON object. */
void cli_json_course_members (CliJson *json, const CliCourseView *view);

/* Adds a removed course as a JSON object. @key: NULL inside an array. */
void cli_json_removed (CliJson *json, const char *key, const RgmRemovedCourse *course,
                       const RgmZone *zone);

/* ---- the agenda ---- */

/* The agenda of @patient, or of all people if it is NULL, from rgm_agenda_load(). @days: as for
 * that function. Returns: (transfer full): NULL with @error set; that is RGM_ERROR_ZONE if the
 * agenda is empty only because this system lacks a time zone. */
RgmAgenda *
cli_load_agenda (const RgmSession *session, const RgmPatient *patient, int days, GError **error);

/* The option "--patient NAME " for a command about @patient, followed by a blank; "" if only one
 * person is on record. @patients: (element-type RgmPatient): all people on record. Returns:
 * (transfer full). */
char *cli_patient_option (const RgmPatient *patient, const GPtrArray *patients);

/* Prints the agenda as JSON. Its times are in the zone of the patient; if it has several patients,
 * in that of this machine. @patient: (nullable): the person that the agenda was loaded for. @month:
 * a day of the month to be shown; RGM_NO_DAY if the agenda is not that of a month. @hide: whether
 * to give null for everything that reveals the treatment: its name, course, unit, amount and
 * place. */
gboolean
cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda,
                       const RgmPatient *patient, RgmDay month, gboolean hide, GError **error);
