/* given-doses.h: the doses that were given, beside which what was observed is shown. */
#pragma once

#include <regimen/session.h>

/* A dose that was given. Borrows from its course. */
typedef struct {
  const RgmCourse *course;
  const RgmAdministration *done;
  RgmDay day; /* in the zone of the person */
} GivenDose;

/**
 * given_doses_load: the courses of @patient, ended ones too, with the doses that were given at or
 * after @since, and of each course at least the last one before.
 * Returns: (transfer full) (element-type RgmCourse).
 */
GPtrArray *given_doses_load (const RgmSession *session, const RgmPatient *patient, RgmInstant since,
                             GError **error);

/* Whether each dose of @course is told by itself. Tablets at fixed times, what is taken as needed
 * and what is taken every so many hours would hide everything else. */
gboolean given_doses_are_told (const RgmCourse *course);

/* Those of @courses that are told and were given from the day @from to @until. Returns: (transfer
 * full) (element-type GivenDose): by time. */
GArray *
given_doses_between (const GPtrArray *courses, const RgmZone *zone, RgmDay from, RgmDay until);

/* Whether @dose was given before @observation. If the time of one of them is not known, its day
 * decides, and on the same day the dose comes first. */
gboolean given_dose_is_before (const GivenDose *dose, const RgmObservation *observation);

/* Of each of @courses that is told the last dose that was given at or before @observation, if that
 * is not more than @days days before it. Returns: (transfer full) (element-type GivenDose): the
 * last one first. */
GArray *given_doses_before (const GPtrArray *courses, const RgmZone *zone,
                            const RgmObservation *observation, int days);
