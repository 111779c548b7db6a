/* backup-plan.h: which of the copies of a record are kept, and when the next one is due. Pure. */
#pragma once

#include <regimen/zone.h>

/* How many copies of a record are kept in one folder. */
typedef struct {
  int newest; /* so many of the newest ones; 0: by days and weeks */
  int days;   /* the last copy of each day, for so many days that have one */
  int weeks;  /* of what is older, the last copy of each week, for so many weeks that have one */
} BackupRule;

/* What the service keeps. */
#define BACKUP_RULE_USUAL ((BackupRule){ .days = 7, .weeks = 4 })

/**
 * backup_plan_keep: which copies @rule keeps. Days without a copy do not count, so a service that
 * was off for a month, or a record that did not change, costs no copy. A week begins on Monday.
 *
 * Copies that were made later than @now, because the clock ran ahead, are judged by themselves:
 * they neither push out others nor are pushed out by them. Of the copies up to @now the newest one
 * is always kept.
 * @moments: when each of the @count copies was made, the newest first.
 * @zone: whose days and weeks count.
 * @keep: (out): @count answers.
 */
void backup_plan_keep (BackupRule rule, const RgmInstant *moments, guint count, const RgmZone *zone,
                       RgmInstant now, gboolean *keep);

/* Whether no copy was made on the day of @now; @moments and @zone as above. */
gboolean
backup_plan_is_due (const RgmInstant *moments, guint count, const RgmZone *zone, RgmInstant now);
