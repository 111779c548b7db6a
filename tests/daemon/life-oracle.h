/* life-oracle.h: which alerts hold, from the table of kinds and default moments alone: it shares
 * the doses of a course with the program, and nothing of its alerts. */
#pragma once

#include <regimen/alert.h>

#include "store/past.h"

/* One alert that holds: "UUID/3 due-0:2026-12-03". */
char *oracle_name (const char *course_uid, int dose, const char *key);

/* Remembers what it has read. Zeroed at first. */
typedef struct {
  RgmPosition position;
  RgmInstant read, at;
  GPtrArray *patients, *courses;
  GHashTable *holding;
} Oracle;
void oracle_clear (Oracle *oracle);

/* The names of all alerts that hold now. Returns: (transfer none) (element-type utf8). */
GHashTable *oracle_holding (Oracle *oracle, const RgmSession *session);

/* The time of the tablet that the alert @name, which holds, is about; G_MININT64: it is about no
 * fixed time. What the person saw before that time was about another one, before a journey. */
RgmInstant oracle_slot (Oracle *oracle, const RgmSession *session, const char *name);

/* Whether what is said of the alert @name, which holds, is true: all that a title or a body says of
 * the day of its dose as seen from today; and whether it asks if a dose was given as soon as its
 * time has come, and not before. */
gboolean
oracle_is_true (Oracle *oracle, const RgmSession *session, const char *name, const char *said);
