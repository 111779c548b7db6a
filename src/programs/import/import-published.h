/* import-published.h: what was changed in the calendar on the server, as it was seen there last. */
#pragma once

#include "cli/command.h"

/**
 * cli_import_published: the events that somebody changed or deleted there and that wait for a
 * person. An event that cannot be read is left out, with a note.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_USAGE where nothing is
 * published.
 */
GPtrArray *cli_import_published (CliInvocation *invocation, RgmStore *store, GError **error);
