/* dose-text.h: how a dose, a course and the agenda look, as text and as JSON. */
#pragma once

#include "cli/command.h"

CliStyle cli_dose_style (const RgmDose *dose);
/* "on time from Fri 2026-11-27 to Sat 2026-12-05". Returns: (transfer full). */
char *cli_dose_window_text (const RgmDose *dose);
/* What a row of a table says besides: unit, amount, site, place, hold, and what is odd about its
 * time. Returns: (transfer full). */
char *cli_dose_details_text (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone);
/* Prints when @dose is due, why then, and its window. */
void cli_print_next (CliInvocation *invocation, const RgmCourse *course, const RgmDose *dose,
                     const RgmZone *zone);
/* Explains how the time of @dose is taken if its zone skips it or has it twice. */
void cli_print_fit (CliInvocation *invocation, const RgmDose *dose, const RgmZone *zone);
/* The dose as a JSON object. @key: NULL inside an array. @dose: NULL gives null. */
void cli_json_dose (CliJson *json, const char *key, const char *patient, const RgmCourse *course,
                    const RgmDose *dose, const RgmZone *zone);

/* ---- courses ---- */

/* Names the courses that are paused today, and how each goes on. @patient: nullable: the only one
 * that is shown. Returns: whether there is any. */
gboolean
cli_print_pauses (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient);

/* One course with everything that list and show print. Borrows patient and course. */
typedef struct {
  const RgmPatient *patient;
  const RgmCourse *course;
  const RgmZone *zone;
  const RgmSchedule *schedule; /* which the dates that come first follow */
  RgmCourseState state;
  RgmInstant ended; /* RGM_INSTANT_NONE while the course goes on */
  int given, skipped;
  gboolean has_next;
  RgmDose next;
} CliCourseView;

gboolean cli_course_view (const RgmSession *session, const RgmPatient *patient,
                          const RgmCourse *course, CliCourseView *view, GError **error);
/* "active", "complete", "stopped". Returns: (transfer none). */
const char *cli_course_state_text (RgmCourseState state);
/* "3", or "3 of 10" if the number of doses is known. Returns: (transfer full). */
char *cli_course_given_text (const CliCourseView *view);
/**
 * cli_ahead_text: if something of the course is on record for a time to come that can only have
 * happened before, which dose that is, and the command that corrects it.
 * @option: the patient as an option, or "": cli_patient_option().
 * Returns: (transfer full) (nullable): NULL if all is as it should be.
 */
char *
cli_ahead_text (const RgmCourse *course, const RgmZone *zone, RgmInstant now, const char *option);
/* Adds the members of a course to the open JSON object. */
void cli_json_course_members (CliJson *json, const CliCourseView *view);

/* A removed course as a JSON object. @key: NULL inside an array. */
void cli_json_removed (CliJson *json, const char *key, const RgmRemovedCourse *course,
                       const RgmZone *zone);

/* ---- the agenda ---- */

/* The agenda of @patient, or of all if it is NULL: rgm_agenda_load(). NULL with RGM_ERROR_ZONE if
 * there is nothing to show but what needs a time zone that this system lacks. */
RgmAgenda *
cli_load_agenda (const RgmSession *session, const RgmPatient *patient, int days, GError **error);

/* "--patient NAME " as it has to be typed before a command about @patient, or "" if @patients
 * (element-type RgmPatient), who are all people on record, is only one person. Returns: (transfer
 * full). */
char *cli_patient_option (const RgmPatient *patient, const GPtrArray *patients);

/* Prints the agenda as JSON. Its zone is that of the only patient; if there are several, that of
 * this machine. @patient: nullable: the only one it is about. @month: a day of the month that it
 * is about; RGM_NO_DAY if it is about no month. */
gboolean cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda,
                                const RgmPatient *patient, RgmDay month, GError **error);
