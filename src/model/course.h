/* course.h: functions about a course that are not public: they make one from the record, free it,
 * and find what is in it. */
#pragma once

#include <regimen/course.h>

RgmCourse *course_new (void);

void course_administration_free (RgmAdministration *administration);
void course_hold_free (RgmHold *hold);
void course_revision_free (RgmRevision *revision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmRevision, course_revision_free)

/* The lowest dose number from @from on (0: from the first dose on) that is not on record. A later
 * dose may be on record: it was skipped ahead of time, or logged early. */
int course_first_open (const RgmCourse *course, int from);

/* The highest dose number that is mentioned on record: as given, skipped, booked, moved or held; 0
 * if there is none. */
int course_last_named (const RgmCourse *course);

/* The name of the treatment of @course ("CT scan", if the handle is "ct"); NULL if it differs from
 * the handle only in letter case ("Denosumab" and "denosumab"). Returns: (transfer none)
 * (nullable). */
const char *course_other_name (const RgmCourse *course);
/* How a message names @course: "denosumab", or "ct (CT scan)". Returns: (transfer full). */
char *course_called (const RgmCourse *course);

/* Whether no new course can have @handle, because "feel/12", "lab/3" and "need/1" are names of
 * entries. A record of an older version may have such a course. */
gboolean course_is_reserved (const char *handle);

/* Makes a handle from what the user typed, with composed letters. Latin letters may be typed as
 * capitals, and hyphens as blanks. Returns: (transfer full): NULL with RGM_ERROR_USAGE if the
 * result is not 1 to 40 small letters of any script, digits and hyphens, or begins with a hyphen,
 * or is reserved. */
char *course_new_handle (const char *typed, GError **error);

/* The day on which the dose was given. All code uses this function, so that the day stays the same
 * if the patient's zone changes. @patient: the patient's zone, for entries on record without a
 * zone. */
RgmDay administration_day (const RgmAdministration *administration, const RgmZone *patient);

/* Whether @course looks as if @other was entered a second time: the treatment is the same, and
 * neither the site on the body nor, for single visits, the day tells them apart. */
gboolean course_repeats (const RgmCourse *course, const RgmCourse *other);

RgmCourse *course_copy (const RgmCourse *course);

/* The move of dose @dose that is on record, or NULL. Returns: (transfer none). */
const RgmMove *course_move (const RgmCourse *course, int dose);

/* Whether @pause is in force on @day. A pause that was taken back ends before it begins, so it is
 * in force on no day. */
gboolean course_pause_holds (const RgmPause *pause, RgmDay day);
/* Finds the days around @day on which @course is paused without a break. Pauses that overlap, or of
 * which one begins on the day after the other one ends, count as one. @until: (out): RGM_NO_DAY if
 * one of them has no end. Returns: FALSE if the course is not paused on @day. */
gboolean course_paused_days (const RgmCourse *course, RgmDay day, RgmDay *from, RgmDay *until);
/* Why @course is paused on the days from @from to @until (RGM_NO_DAY: and later): the reason of
 * each pause that is in force on one of them, said once. Returns: (transfer full) (nullable): NULL
 * if none of them has a reason. */
char *course_pause_reasons (const RgmCourse *course, RgmDay from, RgmDay until);

/* The revision that applies to dose @dose: of the revisions that begin at or before it, the one
 * made last. Returns: (transfer none): never NULL for a valid course. */
const RgmRevision *course_revision (const RgmCourse *course, int dose);

/* Whether the same change of the record made both. The moment alone does not tell, because two
 * commands may run in the same second; nor does the number of the change alone, because one merge
 * brings in many changes. */
gboolean course_same_change (const RgmRevision *one, const RgmRevision *other);

/* The highest number of a dose that is on record as given or skipped; 0 if there is none. */
int course_last_recorded (const RgmCourse *course);
