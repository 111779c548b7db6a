/* Decides which copies of a record are kept: those of the last days, and one for each of the weeks
 * before. */
#include "model/backup-plan.h"

/* As backup_plan_keep(), for copies that were all made up to the present moment, or all after
 * it. */
static void
keep_some (BackupRule rule, const RgmInstant *moments, guint count, const RgmZone *zone,
           gboolean *keep)
{
  RgmDay last_day = RGM_NO_DAY, last_monday = RGM_NO_DAY;
  int days = 0, weeks = 0;

  for (guint i = 0; i < count; i++) {
    RgmDay day = rgm_zone_day (zone, moments[i]), monday = day - rgm_day_weekday (day) + 1;

    if (rule.newest > 0) {
      keep[i] = i < (guint)rule.newest;
    } else if (day == last_day) {
      keep[i] = FALSE; /* a later copy of that day has been judged already */
    } else if (days < rule.days) {
      keep[i] = TRUE;
      days++;
    } else {
      keep[i] = monday != last_monday && weeks < rule.weeks;
      weeks += keep[i];
      last_monday = monday;
    }
    last_day = day;
  }
}

void
backup_plan_keep (BackupRule rule, const RgmInstant *moments, guint count, const RgmZone *zone,
                  RgmInstant now, gboolean *keep)
{
  guint ahead = 0;

  if (count == 0)
    return;
  while (ahead < count && moments[ahead] > now)
    ahead++;
  keep_some (rule, moments, ahead, zone, keep);
  keep_some (rule, moments + ahead, count - ahead, zone, keep + ahead);
}

gboolean
backup_plan_is_due (const RgmInstant *moments, guint count, const RgmZone *zone, RgmInstant now)
{
  RgmDay today = rgm_zone_day (zone, now);

  for (guint i = 0; i < count; i++)
    if (rgm_zone_day (zone, moments[i]) == today)
      return FALSE;
  return TRUE;
}
