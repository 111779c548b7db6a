/* course-view.h: one course with what list and show say of it. */
#pragma once

#include "cli/command.h"

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
