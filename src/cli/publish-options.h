/* publish-options.h: what the command publish and the program that does its work share. */
#pragma once

#include "cli/command.h"

typedef struct {
  const char *user;
  const char *password_command;
  const char *ca;
  const char *mine;
  CliNumber days;
  gboolean tablets;
} CliPublishOptions;
