/* program-options.h: the options of the commands export, import and publish. The command and the
 * program that does its work use the same struct. */
#pragma once

#include "cli/command.h"

typedef struct {
  const char *to, *keep;
  const char *format;
  gboolean stop, shared;
  CliNumber days;
  CliNumber minutes;
  gboolean tablets, lead_events;
} CliExportOptions;

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

typedef struct {
  const char *user;
  const char *password_command;
  const char *ca;
  const char *mine;
  CliNumber days;
  gboolean tablets;
} CliPublishOptions;
