/* schedule-options.h: the schedule that the options of add and change describe. */
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
 * cli_schedule_read: the schedule that @options describe; if they name none, the usual one of
 * @treatment.
 * @needs_first: FALSE if doses were given before, because the next one then counts from them.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if the kind of schedule is missing, an option
 * does not go with it, or a value is not accepted.
 */
RgmSchedule *cli_schedule_read (CliInvocation *invocation, const CliScheduleOptions *options,
                                const RgmTreatment *treatment, const RgmZone *zone,
                                gboolean needs_first, GError **error);

/**
 * cli_schedule_change: the schedule of @course, changed as @options say; "none" takes an end, a
 * cycle, a gap or a maximum away.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE as above.
 */
RgmSchedule *cli_schedule_change (CliInvocation *invocation, const CliScheduleOptions *options,
                                  const RgmCourse *course, const RgmZone *zone, GError **error);

/* Whether any of @options is given. */
gboolean cli_schedule_is_given (const CliScheduleOptions *options);
