/* dose-text.h: how a dose, a course and the agenda look, as text and as JSON. */
#pragma once

#include "cli/command.h"

/* "to book", "planned", "tentative", "booked", "due", "overdue" … Returns: (transfer none). */
const char *cli_dose_state_text (const RgmCourse *course, const RgmDose *dose);
CliStyle cli_dose_style (const RgmDose *dose);
/* When the dose is expected: its appointment, else its target. */
RgmLocal cli_dose_when (const RgmDose *dose);
/* "on time from Fri 2026-11-27 to Sat 2026-12-05". Returns: (transfer full). */
char *cli_dose_window_text (const RgmDose *dose);
/* What else to know in a row of a table: unit, amount, place, site, what is odd about its time.
 * Returns: (transfer full). */
char *cli_dose_details_text (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone);
/* Prints when @dose comes, why then, and its window. */
void cli_print_next (CliInvocation *invocation, const RgmCourse *course, const RgmDose *dose,
                     const RgmZone *zone);
/* Prints what became of its time, where that does not exist in its zone, or comes twice. */
void cli_print_fit (CliInvocation *invocation, const RgmDose *dose, const RgmZone *zone);
/* The dose as the JSON of agenda has it. @key: NULL inside an array; a NULL @dose gives null. */
void cli_json_dose (CliJson *json, const char *key, const char *patient, const RgmCourse *course,
                    const RgmDose *dose, const RgmZone *zone);
/* Whether an appointment is still to be made: its kind has appointments, and there is none yet. */
gboolean cli_dose_to_book (const RgmCourse *course, const RgmDose *dose);

/* ---- courses ---- */

/* Borrows patient and course. */
typedef struct {
  const RgmPatient *patient;
  const RgmCourse *course;
  const RgmZone *zone;
  RgmCourseState state;
  RgmInstant ended; /* RGM_INSTANT_NONE while it goes on */
  int given, skipped;
  gboolean has_next;
  RgmDose next;
} CliCourseView;

gboolean cli_course_view (const RgmSession *session, const RgmPatient *patient,
                          const RgmCourse *course, CliCourseView *view, GError **error);
/* "active", "complete", "stopped". Returns: (transfer none). */
const char *cli_course_state_text (RgmCourseState state);
/* "3", or "3 of 10" where the number is known. Returns: (transfer full). */
char *cli_course_given_text (const CliCourseView *view);
/* The members of a course in JSON, into the open object. */
void cli_json_course_members (CliJson *json, const CliCourseView *view);

/* ---- the agenda ---- */

/* Prints the agenda as JSON. Its zone is that of the only patient; if there are several, that of this
 * machine. @patient: nullable: the only one it is about. */
gboolean cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda,
                                const RgmPatient *patient, GError **error);
