/* undone.h: what the commands undo and redo do. */
#pragma once

#include "cli/command.h"

/* The options of both. */
typedef struct {
  gboolean anyway;
} CliUndoneOptions;

/* Takes back the last command of the person meant; @redo: brings back what was taken back last. */
gboolean cli_undone_run (CliInvocation *invocation, gboolean redo, gboolean anyway, GError **error);
