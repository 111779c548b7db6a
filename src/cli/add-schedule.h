/* add-schedule.h: the schedule that the options of add and change describe. */
#pragma once

#include "cli/command.h"

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
  const char *times;
  const char *cycle;
  gboolean as_needed;
  const char *gap;
  const char *max;
} CliScheduleOptions;

/**
 * cli_schedule_read: the schedule that @options describe, the usual one of @treatment where they
 * name none and the catalog has it.
 * @needs_first: FALSE: doses were given before, and the next counts from them.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE: no kind or several, an option of another
 * kind, a value that is not accepted.
 */
RgmSchedule *cli_schedule_read (CliInvocation *invocation, const CliScheduleOptions *options,
                                const RgmTreatment *treatment, const RgmZone *zone,
                                gboolean needs_first, GError **error);

/**
 * cli_schedule_change: what @options say, over the schedule that @course has; "none" takes an end,
 * a cycle, a gap or a maximum away.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE as above.
 */
RgmSchedule *cli_schedule_change (CliInvocation *invocation, const CliScheduleOptions *options,
                                  const RgmCourse *course, const RgmZone *zone, GError **error);

/* Whether @options say anything. */
gboolean cli_schedule_is_given (const CliScheduleOptions *options);
