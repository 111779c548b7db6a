/* course.h: what only our own code does with a course: it makes one from the record and takes it
 * apart again. */
#pragma once

#include <regimen/course.h>

RgmCourse *course_new (void);

void course_administration_free (RgmAdministration *administration);
void course_hold_free (RgmHold *hold);
void course_revision_free (RgmRevision *revision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmRevision, course_revision_free)

/* The lowest number of a dose from @from on (0: from the first one) that is not on record. A later
 * dose may be: it was skipped ahead of time, or logged early. */
int course_first_open (const RgmCourse *course, int from);

/* The highest number of a dose that anything on record names: given, skipped, booked, moved or
 * held; 0 if there is none. */
int course_last_named (const RgmCourse *course);

/* The name of the treatment of @course ("CT scan" beside the handle "ct"); NULL if it is the handle
 * in other letter case ("Denosumab" beside "denosumab"). Returns: (transfer none) (nullable). */
const char *course_other_name (const RgmCourse *course);
/* How a message names @course: "denosumab", or "ct (CT scan)". Returns: (transfer full). */
char *course_called (const RgmCourse *course);

/* Whether @handle is that of no new course, because "feel/12" and "lab/3" are entries. */
gboolean course_is_reserved (const char *handle);

/* The handle that the user typed for a course, with composed letters; Latin letters may be typed as
 * capital ones, and hyphens as blanks. Returns: (transfer full): NULL with RGM_ERROR_USAGE if it is
 * not 1 to 40 small letters of any script, digits and hyphens, begins with a hyphen, or is
 * reserved. */
char *course_new_handle (const char *typed, GError **error);

/* The day on which the dose was given: the one answer to that, which stays the same if the
 * patient's zone changes. @patient: the zone of the patient, for what is on record without one. */
RgmDay administration_day (const RgmAdministration *administration, const RgmZone *patient);

/* Whether @course looks like @other entered a second time: it is the same treatment, and neither
 * the site on the body nor, of single visits, the day tells them apart. */
gboolean course_repeats (const RgmCourse *course, const RgmCourse *other);

RgmCourse *course_copy (const RgmCourse *course);

/* Where the record says that the user moved dose @dose to, or NULL. Returns: (transfer none). */
const RgmMove *course_move (const RgmCourse *course, int dose);

/* Whether @pause holds on the day @day. One that was taken back ends before it begins and holds on
 * no day. */
gboolean course_pause_holds (const RgmPause *pause, RgmDay day);

/* The revision that dose @dose follows: of the revisions that begin at or before it, the last one
 * made. Returns: (transfer none): never NULL for a valid course. */
const RgmRevision *course_revision (const RgmCourse *course, int dose);

/* Whether one change of the record made both. The moment alone does not tell, because two commands
 * may run in one second; the change alone neither, because one merge brings many. */
gboolean course_same_change (const RgmRevision *one, const RgmRevision *other);

/* The highest number of a dose that is on record as given or skipped; 0 if there is none. */
int course_last_recorded (const RgmCourse *course);
