/* given-doses.c: finds the given doses that are shown beside observations. */
#include "followup/given-doses.h"

#include "model/course.h"

GPtrArray *
given_doses_load (const RgmSession *session, const RgmPatient *patient, RgmInstant since,
                  GError **error)
{
  const RgmCourseQuery query = { .patient_id = patient->id,
                                 .now = session->now,
                                 .ended = TRUE,
                                 .since = since,
                                 .ended_since = RGM_INSTANT_NONE };

  return rgm_store_courses (session->store, &query, error);
}

gboolean
given_doses_are_told (const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);

  return schedule->kind != RGM_SCHEDULE_TIMES && schedule->kind != RGM_SCHEDULE_AS_NEEDED
         && !(schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->every.unit == 'h');
}

static int
compare_given (gconstpointer a, gconstpointer b)
{
  const GivenDose *one = a, *other = b;

  if (one->day != other->day)
    return (one->day > other->day) - (one->day < other->day);
  return (one->done->at > other->done->at) - (one->done->at < other->done->at);
}

GArray *
given_doses_between (const GPtrArray *courses, const RgmZone *zone, RgmDay from, RgmDay until)
{
  GArray *given = g_array_new (FALSE, FALSE, sizeof (GivenDose));

  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    for (guint n = 0; given_doses_are_told (course) && n < course->administrations->len; n++) {
      const RgmAdministration *done = course->administrations->pdata[n];
      GivenDose dose = { course, done, administration_day (done, zone) };
      if (done->outcome == RGM_GIVEN && dose.day >= from && dose.day <= until)
        g_array_append_val (given, dose);
    }
  }
  g_array_sort (given, compare_given);
  return given;
}

gboolean
given_dose_is_before (const GivenDose *dose, const RgmObservation *observation)
{
  if (observation->day_only || dose->done->day_only)
    return dose->day <= observation->day;
  return dose->done->at <= observation->at; /* the two days may be those of different zones */
}

GArray *
given_doses_before (const GPtrArray *courses, const RgmZone *zone,
                    const RgmObservation *observation, int days)
{
  g_autoptr (GArray) given
    = given_doses_between (courses, zone, observation->day - days, observation->day + 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GArray *last = g_array_new (FALSE, FALSE, sizeof (GivenDose));

  for (guint i = given->len; i-- > 0;) {
    GivenDose *dose = &g_array_index (given, GivenDose, i);
    if (given_dose_is_before (dose, observation) && g_hash_table_add (seen, (gpointer)dose->course))
      g_array_append_val (last, *dose);
  }
  return last;
}
