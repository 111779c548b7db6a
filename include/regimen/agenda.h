/* agenda.h: the upcoming doses of all courses, in one list. */
#pragma once

#include <regimen/session.h>

RGM_BEGIN_DECLS

/* One dose with everything that is needed to show it. Borrows from its agenda. */
typedef struct {
  const RgmPatient *patient;
  const RgmCourse *course;
  const RgmZone *zone; /* of the patient */
  RgmDose dose;
  RgmInstant moment; /* rgm_dose_moment() */
} RgmAgendaItem;

typedef struct {
  GPtrArray *patients; /* of RgmPatient */
  GPtrArray *courses;  /* of RgmCourse */
  GArray *items;       /* of RgmAgendaItem, by moment, then course */
  /* nullable: a patient whose courses were left out, because this system lacks the patient's time
   * zone */
  const RgmPatient *zoneless;
} RgmAgenda;

/**
 * rgm_agenda_load: loads the open doses whose moment is at most @days days from now, overdue ones
 * included, and the next open dose of each course however far away it is. The cost does not grow
 * with the history, because only the open part of each course is read.
 * @patient_id: 0: all patients.
 * @days: 0 to 3660; -1: only the next open dose of each course, and every other dose that is due or
 * overdue.
 * Returns: (transfer full): NULL with RGM_ERROR_STORE.
 */
RgmAgenda *rgm_agenda_load (const RgmSession *session, gint64 patient_id, int days, GError **error);
void rgm_agenda_free (RgmAgenda *agenda);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmAgenda, rgm_agenda_free)

RGM_END_DECLS
