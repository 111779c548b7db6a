/* import-options.h: what the command import and the program that does its work share. */
#pragma once

#include "cli/command.h"

typedef struct {
  gboolean published;
  gboolean apply;
  gboolean anyway;
  const char *target; /* --for */
  CliNumber event;
  gboolean all;
  const char *at, *zone;
  const char *cancelled;
} CliImportOptions;
