/* schedule-options.h: makes a schedule from the options of the commands add and change. */
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
 * cli_schedule_read: the schedule that @options describe; without any, the usual schedule of
 * @treatment.
 * @needs_first: whether the date of the first dose is required. FALSE if doses were given before,
 * because the next one then counts from them.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if the options do not say which kind of
 * schedule it is, if an option does not go with that kind, or if a value is not accepted.
 */
RgmSchedule *cli_schedule_read (CliInvocation *invocation, const CliScheduleOptions *options,
                                const RgmTreatment *treatment, const RgmZone *zone,
                                gboolean needs_first, GError **error);

/**
 * cli_schedule_change: the schedule of @course, changed as @options say; the value "none" removes
 * an end, a cycle, a gap, a maximum or the closed days.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE as for cli_schedule_read().
 */
RgmSchedule *cli_schedule_change (CliInvocation *invocation, const CliScheduleOptions *options,
                                  const RgmCourse *course, const RgmZone *zone, GError **error);

/* Whether any of @options was given. */
gboolean cli_schedule_is_given (const CliScheduleOptions *options);
