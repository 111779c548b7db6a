/* add-schedule.h: the schedule that the options of add describe. */
#pragma once

#include "command.h"

typedef struct {
  const char *every;
  const char *first;
  const char *on;
  const char *reckon;
  const char *window;
  CliNumber count;
  const char *until;
  CliNumber fractions;
  CliNumber per_day;
  const char *days;
  const char *closed;
} CliScheduleOptions;

/**
 * cli_schedule_read: the schedule that @options describe, the usual one of @treatment where they
 * name none and the catalog has it.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE: no kind or several, an option of another
 * kind, a value that is not accepted.
 */
RgmSchedule *cli_schedule_read (CliInvocation *invocation, const CliScheduleOptions *options,
                                const RgmTreatment *treatment, const RgmZone *zone, GError **error);
