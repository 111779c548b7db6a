/* day-part.c: the parts of a day that people name, such as the evening: which times are in them,
 * and how they are shown and typed. */
#include "base/day-part.h"

#include <regimen/describe.h>

#include "base/i18n.h"

/* The hours at which a part begins and ends, counted from the beginning of its day. The night ends
 * at 28, which is 4:00 of the next day. */
static void
part_hours (RgmDayPart part, int *first, int *end)
{
  static const struct {
    int first, end;
  } hours[] = { [RGM_PART_NONE] = { 0, 24 },
                [RGM_PART_MORNING] = { 1, 12 },
                [RGM_PART_AFTERNOON] = { 12, 18 },
                [RGM_PART_EVENING] = { 17, 24 },
                [RGM_PART_NIGHT] = { 18, 28 } };

  *first = hours[part].first;
  *end = hours[part].end;
}

gboolean
day_part_has (RgmDay day, RgmDayPart part, RgmLocal local)
{
  gint64 second = (local.day - day) * G_GINT64_CONSTANT (86400) + local.second;
  int first, end;

  part_hours (part, &first, &end);
  return rgm_local_has_time (local) ? second >= first * 3600 && second < end * 3600
                                    : local.day == day;
}

RgmLocal
day_part_begin (RgmDay day, RgmDayPart part)
{
  int first, end;

  part_hours (part, &first, &end);
  return (RgmLocal){ day, first * 3600 };
}

char *
day_part_describe (RgmDay day, RgmDayPart part)
{
  g_autofree char *date = rgm_day_describe (day);

  switch (part) {
  case RGM_PART_MORNING:
    return g_strdup_printf (_ ("the morning of %s"), date);
  case RGM_PART_AFTERNOON:
    return g_strdup_printf (_ ("the afternoon of %s"), date);
  case RGM_PART_EVENING:
    return g_strdup_printf (_ ("the evening of %s"), date);
  case RGM_PART_NIGHT:
    return g_strdup_printf (_ ("the night of %s"), date);
  default:
    return g_steal_pointer (&date);
  }
}

char *
day_part_format (RgmDay day, RgmDayPart part)
{
  static const char *const words[] = { [RGM_PART_MORNING] = "morning",
                                       [RGM_PART_AFTERNOON] = "afternoon",
                                       [RGM_PART_EVENING] = "evening",
                                       [RGM_PART_NIGHT] = "night" };
  g_autofree char *date = rgm_day_format (day);

  if (part != RGM_PART_NONE)
    return g_strdup_printf ("%s %s", date, words[part]);
  return g_steal_pointer (&date);
}
