/* given-doses.h: finds the given doses that are shown beside observations, for example beside a
 * pain score. */
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
 * after @since, and for each course at least the last dose before that.
 * Returns: (transfer full) (element-type RgmCourse): NULL with @error set if the record cannot be
 * read.
 */
GPtrArray *given_doses_load (const RgmSession *session, const RgmPatient *patient, RgmInstant since,
                             GError **error);

/* Whether the doses of @course are shown beside observations. Tablets at fixed times, doses as
 * needed and doses every few hours are not: there are so many that they would hide everything
 * else. */
gboolean given_doses_are_told (const RgmCourse *course);

/* The doses of @courses that are shown beside observations and were given from the day @from to
 * @until, both inclusive. Returns: (transfer full) (element-type GivenDose): sorted by time. */
GArray *
given_doses_between (const GPtrArray *courses, const RgmZone *zone, RgmDay from, RgmDay until);

/* Whether @dose was given before @observation. If the time of one of them is not known, its day
 * decides, and on the same day the dose comes first. */
gboolean given_dose_is_before (const GivenDose *dose, const RgmObservation *observation);

/* For each of @courses whose doses are shown beside observations, the last dose that was given at
 * or before @observation, if it was not more than @days days before. Returns: (transfer full)
 * (element-type GivenDose): the latest one first. */
GArray *given_doses_before (const GPtrArray *courses, const RgmZone *zone,
                            const RgmObservation *observation, int days);
