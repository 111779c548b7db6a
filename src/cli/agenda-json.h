/* agenda-json.h: the agenda as JSON. */
#pragma once

#include "command.h"

void cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda);
