/* need-text.h: prints the needs of a course, which are entries that have to be on record before
 * each of its doses, as text and as JSON. */
#pragma once

#include "cli/print/dose-text.h"

/* Prints each of @needs (element-type RgmNeed), the needs of the course in @view, and says whether
 * it is met for the next dose. */
void cli_print_needs (CliInvocation *invocation, const CliCourseView *view, const GPtrArray *needs);
/* Adds @needs as objects to the open JSON array. @now: the time of the command. */
void
cli_json_needs (CliJson *json, const CliCourseView *view, RgmInstant now, const GPtrArray *needs);

/* The command that adds the need @name to @course. With --done or another option after it, it is a
 * command about that need: "regimen need denosumab scan". Returns: (transfer full). */
char *cli_need_command (const RgmCourse *course, const char *name);

/* Prints the suggestions of labels and guidelines for @course that are not yet among @needs, each
 * with its sources and the command that adds it. */
void
cli_print_suggestions (CliInvocation *invocation, const RgmCourse *course, const GPtrArray *needs);
/* Adds these suggestions as objects to the open JSON array. */
void cli_json_suggestions (CliJson *json, const RgmCatalog *catalog, const RgmCourse *course,
                           const GPtrArray *needs);
