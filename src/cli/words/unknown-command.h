/* unknown-command.h: a first word that is no command, and a name that is no course. */
#pragma once

#include "cli/command.h"

/* Explains in @error the unknown command @typed, which @argv follows: whether it asks for the
 * alerts, a course is called like that, a dose is to be corrected, or something was noticed; and
 * which treatment "TREATMENT" may be. */
void
cli_explain_unknown (CliInvocation *invocation, const char *typed, char **argv, GError **error);

/* Fails because words follow @typed, another word for regimen without a command: "next zometa" asks
 * for one course. */
void cli_fail_overview_words (CliInvocation *invocation, const char *typed, GError **error);

/* If @error says that what was typed is no course (CliInvocation.no_course), explains it: names the
 * courses if it is a date, and else how a new course is added. */
void cli_explain_no_course (CliInvocation *invocation, GError **error);
