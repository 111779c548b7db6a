/* need-text.h: what is to be on record before the doses of a course, as text and as JSON. */
#pragma once

#include "cli/print/dose-text.h"

/* Prints each of @needs (element-type RgmNeed), which are those of the course of @view, and whether
 * the next dose has it. */
void cli_print_needs (CliInvocation *invocation, const CliCourseView *view, const GPtrArray *needs);
/* The same as objects in the open array. @now: of the command. */
void
cli_json_needs (CliJson *json, const CliCourseView *view, RgmInstant now, const GPtrArray *needs);

/* "regimen need denosumab scan", for the suggestion @name. Returns: (transfer full). */
char *cli_need_command (const RgmCourse *course, const char *name);

/* Prints what labels and guidelines name for @course and is not among @needs, under a heading of
 * its own, each with its sources and the command that accepts it. */
void
cli_print_suggestions (CliInvocation *invocation, const RgmCourse *course, const GPtrArray *needs);
/* The same as objects in the open array. */
void cli_json_suggestions (CliJson *json, const RgmCatalog *catalog, const RgmCourse *course,
                           const GPtrArray *needs);
