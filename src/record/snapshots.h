/* snapshots.h: whole courses as they were before a command that can change many of them at once,
 * from which it is worked out afterwards what the command has changed. */
#pragma once

#include <regimen/session.h>

typedef struct {
  gint64 id;
  RgmCourse *course;   /* NULL: not on record */
  const RgmZone *zone; /* zone of its patient at that time; NULL: this system does not have it */
} Snapshot;

/* The courses @ids (element-type gint64) as they are now. Returns: (transfer full) (element-type
 * Snapshot). */
GArray *snapshots_take (RgmStore *store, const GArray *ids, GError **error);
/* Notes how each course differs from its snapshot, as a part of the open change. */
gboolean snapshots_settle (const RgmSession *session, const GArray *before, GError **error);
