/* put-on-record FILE: puts on record what the lines of standard input say, by the same calls as the
 * programs, in one process: thousands of values in a second. Each line has its parts between tabs:
 *
 *   felt|lab|check TIME NAME VALUE UNIT LOW HIGH SITE NOTE     ask TIME QUESTION
 *   contact TIME NAME PHONE HOURS PURPOSE                      answer TIME NUMBER ANSWER
 *   need TIME HANDLE NAME WITHIN                               log TIME HANDLE
 *
 * TIME is RFC 3339: when it was typed, and when it happened. An empty part is none. */
#include <regimen/regimen.h>

#include <regimen/followup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 10 };

/* Part @n of a line, or NULL. */
static const char *
part (char **parts, guint n)
{
  return n < g_strv_length (parts) && *parts[n] != '\0' ? parts[n] : NULL;
}

static gboolean
observe (RgmSession *session, RgmObservationKind kind, char **parts, GError **error)
{
  const RgmObservationRequest request = { .kind = kind,
                                          .name = part (parts, 2),
                                          .value = part (parts, 3),
                                          .unit = part (parts, 4),
                                          .low = part (parts, 5),
                                          .high = part (parts, 6),
                                          .site = part (parts, 7),
                                          .note = part (parts, 8),
                                          .at = { session->now, FALSE } };
  g_autoptr (RgmObservation) observation = rgm_followup_observed (session, &request, error);

  return observation != NULL;
}

static gboolean
add_contact (RgmSession *session, char **parts, GError **error)
{
  RgmContact contact = { .name = parts[2], .phone = parts[3], .hours = (char *)part (parts, 4) };

  if (part (parts, 5) != NULL && !rgm_contact_purpose_parse (parts[5], &contact.purpose, error))
    return FALSE;
  g_autoptr (RgmContact) added = rgm_followup_contact_set (session, &contact, error);
  return added != NULL;
}

static RgmCourse *
find_course (RgmSession *session, const char *handle, GError **error)
{
  g_autoptr (RgmPatient) patient = rgm_session_patient (session, error);

  return patient != NULL
           ? rgm_store_course_by_handle (session->store, patient->id, handle, session->now, error)
           : NULL;
}

static gboolean
add_need (RgmSession *session, char **parts, GError **error)
{
  g_autoptr (RgmCourse) course = find_course (session, parts[2], error);
  RgmPeriod within = { 0, 'd' };

  if (course == NULL || (part (parts, 4) != NULL && !rgm_period_parse (parts[4], &within, error)))
    return FALSE;
  g_autoptr (RgmNeed) need
    = rgm_followup_need_set (session, course->id, parts[3], within, NULL, error);
  return need != NULL;
}

static gboolean
log_dose (RgmSession *session, char **parts, GError **error)
{
  g_autoptr (RgmCourse) course = find_course (session, parts[2], error);
  g_auto (RgmRecorded) recorded = { 0 };

  return course != NULL
         && rgm_record_given (session, course->id, 0, &(RgmGivenRequest){ .at = session->now },
                              &recorded, error);
}

static gboolean
put (RgmSession *session, char **parts, GError **error)
{
  const char *what = parts[0];

  if (g_str_equal (what, "felt"))
    return observe (session, RGM_OBSERVATION_FELT, parts, error);
  if (g_str_equal (what, "lab"))
    return observe (session, RGM_OBSERVATION_LAB, parts, error);
  if (g_str_equal (what, "check"))
    return observe (session, RGM_OBSERVATION_CHECK, parts, error);
  if (g_str_equal (what, "contact"))
    return add_contact (session, parts, error);
  if (g_str_equal (what, "need"))
    return add_need (session, parts, error);
  if (g_str_equal (what, "log"))
    return log_dose (session, parts, error);
  g_autoptr (RgmQuestion) question
    = g_str_equal (what, "ask")
        ? rgm_followup_asked (session, parts[2], error)
        : rgm_followup_answered (session, (int)strtol (parts[2], NULL, 10), parts[3], error);
  return question != NULL;
}

static gboolean
put_all (RgmSession *session, GError **error)
{
  char line[8192];

  while (fgets (line, sizeof line, stdin) != NULL) {
    g_auto (GStrv) parts = g_strsplit (g_strchomp (line), "\t", MOST_PARTS);
    if (g_strv_length (parts) < 3) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, "not a line: %s", line);
      return FALSE;
    }
    if (!rgm_instant_parse (parts[1], &session->now, error) || !put (session, parts, error)) {
      g_prefix_error (error, "%s %s: ", parts[0], parts[2]);
      return FALSE;
    }
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store
    = argc == 2 ? rgm_store_open (argv[1], RGM_STORE_CREATE, &error) : NULL;
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  RgmSettings settings;
  RgmSession session = { .store = store,
                         .catalog = catalog,
                         .settings = &settings,
                         .zone = rgm_zone_get ("Europe/Berlin", NULL) };

  rgm_settings_init (&settings);
  if (store != NULL && put_all (&session, &error))
    return 0;
  fprintf (stderr, "put-on-record: %s\n", error != NULL ? error->message : "usage: FILE <LINES");
  return 1;
}
