/* export-options.h: what the command export and the program that does its work share. */
#pragma once

#include "cli/command.h"

typedef struct {
  const char *to, *keep;
  gboolean stop, shared;
  CliNumber days;
  CliNumber minutes;
  gboolean tablets, lead_events;
} CliExportOptions;
