/* make-clinic FILE PEOPLE: a record of so many people, made by the same calls as those of the
 * programs. Each has three courses: tablets twice a day from tomorrow on, a scan, and an infusion
 * every four weeks, whose first days are spread over four weeks; that of "Person 0" is today.
 * Fast where FILE is on a file system in memory: each course is a durable commit of its own. */
#include "made-record.h"

#include "model/schedule.h"

#define WEEKS 4

/* @rule: what follows the first date in the text of a stored schedule. */
static gboolean
add_course (const RgmSession *session, const char *handle, const char *kind, int days_ahead,
            const char *rule, GError **error)
{
  RgmDay day = rgm_zone_day (session->zone, session->now) + days_ahead;
  g_autofree char *first = rgm_day_format (day);
  g_autofree char *text = g_strdup_printf ("%s first=%s%s", kind, first, rule);
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom (handle, error);
  g_autoptr (RgmSchedule) schedule = treatment == NULL ? NULL : schedule_from_stored (text, error);
  RgmAddRequest request = { .treatment = treatment, .schedule = schedule, .handle = handle };
  g_autoptr (RgmCourse) course
    = schedule == NULL ? NULL : rgm_record_add (session, &request, error);

  return course != NULL;
}

static gboolean
add_person (RgmSession *session, int number, GError **error)
{
  g_autofree char *name = g_strdup_printf ("Person %d", number);
  g_autoptr (RgmPatient) patient
    = rgm_record_patient_added (session, name, rgm_zone_name (session->zone), error);

  session->patient = name;
  gboolean good
    = patient != NULL
      && add_course (session, "tablets", "times", 1, " times=08:00,20:00 days=127", error)
      && add_course (session, "scan", "once", 10 + number % 18, "", error)
      && add_course (session, "infusion", "interval", number % (WEEKS * 7),
                     " every=4w reckon=given", error);
  session->patient = NULL;
  return good;
}

static gboolean
add_people (RgmSession *session, int people, GError **error)
{
  for (int i = 0; i < people; i++)
    if (!add_person (session, i, error))
      return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  return made_record_main (argc, argv, "make-clinic", "usage: make-clinic FILE PEOPLE", add_people);
}
