/* unknown-command.h: suggests what the user may have meant by an unknown command or an unknown
 * course. */
#pragma once

#include "cli/command.h"

/* Improves the message of @error about the unknown command @typed, which is followed by @argv. For
 * example, @typed may be the name of a course or something that was noticed, or may ask for the
 * alerts. Also replaces "TREATMENT" in the message with a treatment that was typed or is on
 * record. */
void
cli_explain_unknown (CliInvocation *invocation, const char *typed, char **argv, GError **error);

/* Fails because words follow @typed, which means regimen without a command, as in "next zometa".
 * Suggests the command for that. */
void cli_fail_overview_words (CliInvocation *invocation, const char *typed, GError **error);

/* If @error says that invocation->no_course is not a course, improves its message: lists the
 * courses if a date was typed; otherwise suggests a course with a similar name, or shows how to add
 * a new one. */
void cli_explain_no_course (CliInvocation *invocation, GError **error);
