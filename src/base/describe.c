/* describe.c: dates and times as text for the user. */
#include <regimen/describe.h>

#include "base/civil.h"
#include "base/describe.h"
#include "base/i18n.h"

char *
rgm_day_describe (RgmDay day)
{
  g_autofree char *date = rgm_day_format (day);

  return g_strdup_printf ("%s %s", _ (civil_weekday_name (rgm_day_weekday (day))), date);
}

char *
rgm_local_describe (RgmLocal local)
{
  g_autofree char *day = rgm_day_describe (local.day);

  if (!rgm_local_has_time (local))
    return g_steal_pointer (&day);
  return g_strdup_printf ("%s %02d:%02d", day, local.second / 3600, local.second / 60 % 60);
}

char *
rgm_local_describe_in (RgmLocal local, const RgmZone *zone, const RgmZone *patient)
{
  g_autofree char *text = rgm_local_describe (local);

  if (rgm_local_has_time (local) && zone != patient)
    return g_strdup_printf (_ ("%s (%s time)"), text, rgm_zone_name (zone));
  return g_steal_pointer (&text);
}

char *
local_short (RgmLocal local)
{
  static const char *const months[]
    = { NC_ ("short month", "Jan"), NC_ ("short month", "Feb"), NC_ ("short month", "Mar"),
        NC_ ("short month", "Apr"), NC_ ("short month", "May"), NC_ ("short month", "Jun"),
        NC_ ("short month", "Jul"), NC_ ("short month", "Aug"), NC_ ("short month", "Sep"),
        NC_ ("short month", "Oct"), NC_ ("short month", "Nov"), NC_ ("short month", "Dec") };
  const char *weekday = _ (civil_weekday_name (rgm_day_weekday (local.day)));
  int year, month, day;
  rgm_day_split (local.day, &year, &month, &day);
  const char *name = C_ ("short month", months[month - 1]);

  if (!rgm_local_has_time (local))
    return g_strdup_printf (_ ("%s %d %s"), weekday, day, name);
  return g_strdup_printf (_ ("%s %d %s, %02d:%02d"), weekday, day, name, local.second / 3600,
                          local.second / 60 % 60);
}

char *
rgm_month_describe (RgmDay day)
{
  static const char *const names[]
    = { N_ ("January"),   N_ ("February"), N_ ("March"),    N_ ("April"),
        N_ ("May"),       N_ ("June"),     N_ ("July"),     N_ ("August"),
        N_ ("September"), N_ ("October"),  N_ ("November"), N_ ("December") };
  int year, month;

  rgm_day_split (day, &year, &month, NULL);
  return g_strdup_printf ("%s %d", _ (names[month - 1]), year);
}

char *
rgm_day_relative (RgmDay day, RgmDay today)
{
  int ahead = day - today, days = ABS (ahead);
  int weeks = (days + 3) / 7, months = (days * 10 + 152) / 304, years = (days + 182) / 365;

  if (ahead == 0)
    return g_strdup (_ ("today"));
  if (ahead == 1)
    return g_strdup (_ ("tomorrow"));
  if (ahead == -1)
    return g_strdup (_ ("yesterday"));
  if (days < 21)
    return g_strdup_printf (ahead > 0 ? P_ ("in %d day", "in %d days", (gulong)days)
                                      : P_ ("%d day ago", "%d days ago", (gulong)days),
                            days);
  if (days < 140)
    return g_strdup_printf (ahead > 0 ? P_ ("in %d week", "in %d weeks", (gulong)weeks)
                                      : P_ ("%d week ago", "%d weeks ago", (gulong)weeks),
                            weeks);
  if (days < 730)
    return g_strdup_printf (ahead > 0 ? P_ ("in %d month", "in %d months", (gulong)months)
                                      : P_ ("%d month ago", "%d months ago", (gulong)months),
                            months);
  return g_strdup_printf (ahead > 0 ? P_ ("in %d year", "in %d years", (gulong)years)
                                    : P_ ("%d year ago", "%d years ago", (gulong)years),
                          years);
}
