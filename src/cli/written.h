/* written.h: what a command that wrote says: what stands on record now, and what comes next. */
#pragma once

#include "cli/command.h"

/* What the three commands about one dose have in common. */
typedef struct {
  RgmSession session;
  RgmPatient *patient;
  RgmCourse *course;
  const RgmZone *zone; /* the patient's */
  int dose;            /* 0: the next open one */
} CliTarget;

/* Opens the record for writing and finds the HANDLE[/N] that is the first word. */
gboolean cli_target_open (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                          CliTarget *target, GError **error);
/* The same for a command that speaks of the course as a whole: HANDLE/N is RGM_ERROR_USAGE. */
gboolean cli_target_open_course (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                                 CliTarget *target, GError **error);
void cli_target_clear (CliTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTarget, cli_target_clear)

/* Prints the next dose, or that there is none, and the reminder about the service. */
void cli_written_next (CliInvocation *invocation, const RgmRecorded *recorded);

/* What a command about a course as a whole says: @text, a sentence, or the course in JSON; then the
 * next dose. */
gboolean cli_written_course (CliInvocation *invocation, const CliTarget *target,
                             const RgmRecorded *recorded, const char *text, GError **error);

/* The same for a command about one dose. */
void cli_written_dose (CliInvocation *invocation, const CliTarget *target,
                       const RgmRecorded *recorded, const char *text);

/* Begins the JSON of a command that wrote a dose: "dose". */
void cli_written_json_begin (CliJson *json, const CliTarget *target, const RgmRecorded *recorded);
/* Ends it: "next". */
void cli_written_json_end (CliInvocation *invocation, CliJson *json, const CliTarget *target,
                           const RgmRecorded *recorded);
