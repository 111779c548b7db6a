/* course.h: what only our own code does with a course: it makes one from the record and takes it
 * apart again. */
#pragma once

#include <regimen/course.h>

RgmCourse *rgm_course_new (void);

void rgm_administration_free (RgmAdministration *administration);
void rgm_appointment_free (RgmAppointment *appointment);
void rgm_hold_free (RgmHold *hold);
void rgm_revision_free (RgmRevision *revision);
void rgm_pause_free (RgmPause *pause);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmRevision, rgm_revision_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPause, rgm_pause_free)

/* The highest number of a dose that anything on record names: given, skipped, booked, moved or
 * held; 0 if there is none. */
int course_last_named (const RgmCourse *course);
