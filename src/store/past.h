/* past.h: the record as it was before a change, and what was written to it since a reader last
 * looked. */
#pragma once

#include <regimen/store.h>

/* ---- before a change: what a calendar may have shown ---- */
/**
 * store_course_before: the whole course @id as it was on record before change @change. Must not be
 * called inside a change.
 * @zone: (out): the zone that the patient had then.
 * Returns: (transfer full): NULL without @error set if the course was not there.
 */
RgmCourse *store_course_before (RgmStore *store, gint64 id, gint64 change, const RgmZone **zone,
                                GError **error);
/* The courses whose adding was taken back, or that were removed, and that have a dose change at
 * or after @since. @patient_id: 0: those of all patients. Returns: (transfer full) (element-type
 * gint64). */
GArray *
store_vanished_courses (RgmStore *store, gint64 patient_id, RgmInstant since, GError **error);

/* ---- since a reader looked ---- */

/* How much of the record a reader has seen. All zeroes if it has read nothing yet. */
typedef struct {
  gint64 change;
  guint8 hash[32];
} RgmPosition;

/**
 * store_touched: adds to @courses (element-type gint64) each course that was written to since
 * @position, some of them twice, and moves @position to the end of the record.
 * @all: (out): nothing was read before, or this is not the record that was read (for example after
 * `regimen restore`), so any course may be new or different; then nothing is added to @courses.
 * @people: (out): the people on record, or their names, zones or closed days, may have changed.
 */
gboolean store_touched (RgmStore *store, RgmPosition *position, GArray *courses, gboolean *all,
                        gboolean *people, GError **error);
