/* backup-plan.h: which of the copies of a record are kept, and when the next one is due. Pure. */
#pragma once

#include <regimen/zone.h>

/* How many copies of a record are kept in one folder. */
typedef struct {
  int newest; /* how many of the newest copies to keep; 0: keep by days and weeks instead */
  int days;   /* for how many days that have a copy to keep the last one of the day */
  /* of older copies, for how many weeks that have one to keep the last one of the week */
  int weeks;
} BackupRule;

/* The rule that the service uses. */
#define BACKUP_RULE_USUAL ((BackupRule){ .days = 7, .weeks = 4 })

/**
 * backup_plan_keep: decides which copies @rule keeps. Days without a copy do not count, so no copy
 * is lost because the service was off for a month, or because the record did not change. A week
 * begins on Monday.
 *
 * Copies that were made later than @now, because the clock ran ahead, are judged separately: they
 * neither push out other copies nor are pushed out by them. Of the copies up to @now the newest one
 * is always kept.
 * @moments: when each of the @count copies was made, the newest first.
 * @zone: the zone that decides where days and weeks begin.
 * @keep: (out): @count values, TRUE for each copy to keep.
 */
void backup_plan_keep (BackupRule rule, const RgmInstant *moments, guint count, const RgmZone *zone,
                       RgmInstant now, gboolean *keep);

/* Whether no copy was made on the day of @now; @moments and @zone as above. */
gboolean
backup_plan_is_due (const RgmInstant *moments, guint count, const RgmZone *zone, RgmInstant now);
