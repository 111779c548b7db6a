/* agenda-json.h: the agenda as JSON. */
#pragma once

#include "cli/command.h"

/* @patient: nullable: the only one it is about. */
void cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda,
                            const RgmPatient *patient);
