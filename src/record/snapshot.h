/* snapshot.h: whole courses, kept to see what a change of the record does to them. */
#pragma once

#include <regimen/record.h>

typedef struct {
  gint64 id;
  RgmCourse *course;   /* NULL: not on record */
  const RgmZone *zone; /* of its patient then */
} RgmSnapshot;

/* The courses @ids (element-type gint64) as they are now. Returns: (transfer full) (element-type
 * RgmSnapshot). */
GArray *snapshot_take (RgmStore *store, const GArray *ids, GError **error);

/* Notes what has become of them since, inside the change that did it. */
gboolean snapshot_settle (const RgmSession *session, const GArray *before, GError **error);

/* The ids of all courses of a patient. Returns: (transfer full) (element-type gint64). */
GArray *snapshot_ids_of (RgmStore *store, gint64 patient_id, GError **error);
