/* Shared code of the commands: paths, the open record, finding the patient and the course that the
 * user means, parsing times, and printing. */
#include "cli/command.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/words/whose.h"
#include "store/lost-zones.h"
#include "store/patient.h"

#include <string.h>

/* A quarter of a year, in seconds. */
#define QUARTER G_GINT64_CONSTANT (7889400)

char *
cli_database_path (const CliInvocation *invocation)
{
  const char *path
    = invocation->globals.db != NULL ? invocation->globals.db : g_getenv ("REGIMEN_DB");

  if (path != NULL && *path != '\0')
    return g_strdup (path);
  return g_build_filename (g_get_user_data_dir (), "regimen", "regimen.db", NULL);
}

gboolean
cli_database_exists (const CliInvocation *invocation)
{
  g_autofree char *path = cli_database_path (invocation);

  return invocation->store != NULL || g_file_test (path, G_FILE_TEST_EXISTS);
}

/* @user_dir: (nullable): where treatments of the user's own are. */
static const RgmCatalog *
load_catalog (CliInvocation *invocation, const char *user_dir, GError **error)
{
  const char *language = g_get_language_names ()[0];

  if (invocation->catalog == NULL)
    invocation->catalog
      = rgm_catalog_load (user_dir, g_str_equal (language, "C") ? NULL : language, error);
  return invocation->catalog;
}

const RgmCatalog *
cli_catalog (CliInvocation *invocation, GError **error)
{
  g_autofree char *user_dir
    = g_build_filename (g_get_user_config_dir (), "regimen", "catalog.d", NULL);

  return load_catalog (invocation, user_dir, error);
}

const RgmCatalog *
cli_catalog_at_least (CliInvocation *invocation, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (cli_catalog (invocation, &problem) != NULL)
    return invocation->catalog;
  if (load_catalog (invocation, NULL, error) != NULL)
    cli_note (invocation,
              _ ("Treatments of your own cannot be read, so nothing is said about them: %s"),
              problem->message);
  return invocation->catalog;
}

char *
cli_loss_text (const CliInvocation *invocation)
{
  const RgmLoss *loss = invocation->store != NULL ? rgm_store_loss (invocation->store) : NULL;
  g_autofree char *path = NULL, *shown = NULL, *seen = NULL, *there = NULL;
  int missing;

  if (loss == NULL)
    return NULL;
  path = cli_database_path (invocation);
  shown = g_filename_display_name (path);
  seen = cli_instant_text (loss->seen_at, invocation->zone);
  there = loss->there > 0 ? cli_instant_text (loss->there_at, invocation->zone) : NULL;
  missing = (int)(loss->seen - loss->there);
  if (there == NULL)
    return g_strdup_printf (
      _ ("%s has nothing on record, although something was saved on %s; \"regimen restore FILE\" "
         "puts a copy back; if it is meant to be empty: regimen check --accept"),
      shown, seen);
  if (missing > 0)
    return g_strdup_printf (
      P_ ("%s ends with the change of %s, and at least %d later change, that of %s, is missing; "
          "\"regimen restore FILE\" restores a newer copy; to go on with this record: regimen "
          "check --accept",
          "%s ends with the change of %s, and at least %d later changes, the last of them of %s, "
          "are missing; \"regimen restore FILE\" restores a newer copy; to go on with this record: "
          "regimen check --accept",
          missing),
      shown, there, missing, seen);
  return g_strdup_printf (
    _ (
      "%s is not the record that was here: its last change is of %s, and the one of %s is missing; "
      "\"regimen restore FILE\" puts a copy back; to go on with this record: regimen check "
      "--accept"),
    shown, there, seen);
}

gboolean
cli_session (CliInvocation *invocation, RgmStoreMode mode, CliNeeds needs, RgmSession *session,
             GError **error)
{
  invocation->writes = mode == RGM_STORE_CREATE;
  if (((needs & CLI_NEEDS_CATALOG) && cli_catalog (invocation, error) == NULL)
      || ((needs & CLI_NEEDS_SOME_CATALOG) && cli_catalog_at_least (invocation, error) == NULL))
    return FALSE;
  if ((needs & CLI_NEEDS_SETTINGS) && invocation->settings == NULL) {
    g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "regimen", "regimen.conf", NULL);
    g_autofree RgmSettings *settings = g_new0 (RgmSettings, 1);

    rgm_settings_init (settings);
    if (!rgm_settings_load (path, settings, error))
      return FALSE;
    invocation->settings = g_steal_pointer (&settings);
  }
  if (invocation->store == NULL) {
    g_autofree char *path = cli_database_path (invocation), *loss = NULL;

    invocation->store = rgm_store_open (path, mode, error);
    if (invocation->store == NULL)
      return FALSE;
    if (rgm_store_warning (invocation->store) != NULL)
      cli_note (invocation, "%s", rgm_store_warning (invocation->store));
    loss = cli_loss_text (invocation);
    if (loss != NULL)
      cli_note (invocation, "%s", loss);
  }
  *session = (RgmSession){
    .store = invocation->store,
    .catalog = invocation->catalog,
    .settings = invocation->settings,
    .zone = invocation->zone,
    .zone_doubt = invocation->zone_doubt,
    .patient = invocation->globals.patient,
    .now = invocation->now,
  };
  return TRUE;
}

void
cli_session_close (CliInvocation *invocation)
{
  g_clear_pointer (&invocation->store, rgm_store_close);
}

gboolean
cli_is_private (const CliInvocation *invocation, const RgmSession *session)
{
  return invocation->globals.private_mode || session->settings->private_mode;
}

gboolean
cli_session_patient_or_nobody (const RgmSession *session, RgmPatient **patient, GError **error)
{
  GError *local = NULL;

  *patient = rgm_session_patient (session, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

RgmPatient *
cli_session_patient (const RgmSession *session, GError **error)
{
  RgmPatient *patient;

  if (cli_session_patient_or_nobody (session, &patient, error) && patient == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("nothing is on record yet; start a course with \"regimen add TREATMENT\" (see "
                    "\"regimen catalog\")"));
  return patient;
}

gboolean
cli_session_viewed (const RgmSession *session, gboolean everybody, GPtrArray **patients,
                    GError **error)
{
  g_autoptr (GPtrArray) all = rgm_store_patients (session->store, error);
  RgmPatient *patient;

  if (all == NULL)
    return FALSE;
  if (everybody || rgm_session_is_open (session, all)) {
    for (guint i = all->len; i-- > 0 && all->len > 1;)
      if (rgm_patient_zone (all->pdata[i], NULL) == NULL)
        g_ptr_array_remove_index (all, i);
    *patients = g_steal_pointer (&all);
    return TRUE;
  }
  if (!cli_session_patient_or_nobody (session, &patient, error))
    return FALSE;
  *patients = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_patient_free);
  if (patient != NULL)
    g_ptr_array_add (*patients, patient);
  return TRUE;
}

/* Whether the clocks where @patient is do not agree with this machine at some time of this year. */
static gboolean
is_elsewhere (const CliInvocation *invocation, const RgmPatient *patient)
{
  const RgmZone *zone = rgm_patient_zone (patient, NULL);
  gboolean agree = TRUE;

  for (int quarter = 0; zone != NULL && quarter < 4; quarter++) {
    RgmInstant at = invocation->now + quarter * QUARTER;
    agree = agree && rgm_zone_offset (zone, at) == rgm_zone_offset (invocation->zone, at);
  }
  return !agree;
}

void
cli_set_elsewhere (CliInvocation *invocation, const char *zone)
{
  g_free (invocation->elsewhere);
  invocation->elsewhere = g_strdup (zone);
}

/* Adds a line to invocation->zones if the clocks where @patient is do not agree with this
 * machine. */
static void
add_zone (CliInvocation *invocation, const RgmPatient *patient)
{
  if (!is_elsewhere (invocation, patient))
    return;
  if (invocation->zones == NULL)
    invocation->zones = g_string_new (NULL);
  g_string_append_printf (invocation->zones, _ ("The times of %s are in the time zone %s."),
                          patient->name, patient->zone);
  g_string_append_c (invocation->zones, '\n');
}

void
cli_name_people (CliInvocation *invocation, const GPtrArray *people)
{
  if (people->len == 1)
    cli_name_person (invocation, people->pdata[0]);
  for (guint i = 0; people->len > 1 && i < people->len; i++)
    add_zone (invocation, people->pdata[i]);
}

void
cli_name_agenda (CliInvocation *invocation, const RgmAgenda *agenda)
{
  for (guint i = 0; i < agenda->patients->len; i++) {
    gboolean listed = FALSE;

    for (guint n = 0; n < agenda->items->len; n++)
      listed
        = listed
          || g_array_index (agenda->items, RgmAgendaItem, n).patient == agenda->patients->pdata[i];
    if (listed)
      add_zone (invocation, agenda->patients->pdata[i]);
  }
}

void
cli_name_person (CliInvocation *invocation, const RgmPatient *patient)
{
  gboolean several;

  if (patient != NULL && is_elsewhere (invocation, patient))
    cli_set_elsewhere (invocation, patient->zone);
  if (patient == NULL || !store_has_several_patients (invocation->store, &several, NULL)
      || !several)
    return;
  g_free (invocation->person);
  invocation->person = g_strdup (patient->name);
  g_clear_pointer (&invocation->to_add, g_free);
  if (!patient->is_default) {
    g_autofree char *quoted = text_shell_word (patient->name);
    invocation->to_add = g_strdup_printf ("--patient %s", quoted);
  }
}

const RgmZone *
cli_patient_zone (const CliInvocation *invocation, const RgmPatient *patient, GError **error)
{
  return patient != NULL ? rgm_patient_zone (patient, error) : invocation->zone;
}

const RgmZone *
cli_session_zone (const RgmSession *session)
{
  g_autoptr (RgmPatient) meant = rgm_session_patient (session, NULL);
  g_autoptr (GPtrArray) all = rgm_store_patients (session->store, NULL);
  const RgmPatient *one = meant != NULL                 ? meant
                          : all != NULL && all->len > 0 ? all->pdata[0]
                                                        : NULL;
  const RgmZone *zone = one != NULL ? rgm_patient_zone (one, NULL) : NULL;

  for (guint i = 0; meant == NULL && one != NULL && i < all->len; i++)
    if (!g_str_equal (((const RgmPatient *)all->pdata[i])->zone, one->zone))
      return session->zone;
  return zone != NULL ? zone : session->zone;
}

/* Whether @typed is the name of the treatment of @course or the beginning of that name, or a brand
 * of that treatment. @brand: (nullable): the brand that @typed names. */
static gboolean
is_called (const RgmCourse *course, const char *typed, const RgmBrand *brand)
{
  g_autofree char *wanted = text_fold (typed), *name = text_fold (course->treatment_name);

  return (*wanted != '\0' && g_str_has_prefix (name, wanted))
         || (brand != NULL && g_strcmp0 (brand->treatment, course->treatment_key) == 0);
}

/* The handle of the course of @patient whose treatment or brand @typed names. If @typed names
 * several courses, the only one that is not stopped counts. @any: (out): whether @typed names any
 * course. Returns: (transfer full) (nullable): NULL if it names none, or if it is not clear which
 * one is meant. */
static char *
find_by_name (CliInvocation *invocation, const RgmPatient *patient, const char *typed,
              gboolean *any)
{
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);
  const RgmBrand *brand = catalog != NULL ? rgm_catalog_brand (catalog, typed, NULL) : NULL;
  RgmCourseQuery all = { .patient_id = patient->id,
                         .now = invocation->now,
                         .ended = TRUE,
                         .since = RGM_INSTANT_NONE,
                         .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (invocation->store, &all, NULL);
  const RgmCourse *found = NULL;
  int count = 0, open = 0;

  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    gboolean runs = course->stopped_at == RGM_INSTANT_NONE;
    if (!is_called (course, typed, brand))
      continue;
    if (found == NULL || runs)
      found = course;
    count++;
    open += runs;
  }
  *any = count > 0;
  return count == 1 || open == 1 ? g_strdup (found->handle) : NULL;
}

/* How what the user typed matches the courses of a person. */
typedef enum {
  LEADS_NOWHERE,
  LEADS_SOMEWHERE, /* it is the beginning of a handle, or a name; maybe of several courses */
  LEADS_TO_HANDLE,
} Leads;

/* Matches @typed with the courses of @patient. @handle: (out) (transfer full) (nullable): the
 * handle of the course that @typed means; NULL if there is none, or more than one. */
static Leads
leads_to (CliInvocation *invocation, const RgmPatient *patient, const char *typed, char **handle,
          GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) handles = rgm_store_handles (invocation->store, patient->id, error);
  g_autofree char *normal = text_normalize (typed, G_NORMALIZE_NFC);
  g_autofree char *lower = g_utf8_strdown (normal != NULL ? normal : typed, -1);
  gboolean any = FALSE;

  *handle = NULL;
  if (handles == NULL)
    return LEADS_NOWHERE;
  *handle = g_strdup (rgm_course_find ((const char *const *)handles, typed, &problem));
  if (*handle == NULL)
    *handle = find_by_name (invocation, patient, typed, &any);
  if (*handle == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  for (char **each = handles; *each != NULL; each++)
    any = any || (*lower != '\0' && g_str_has_prefix (*each, lower));
  if (g_strv_contains ((const char *const *)handles, lower))
    return LEADS_TO_HANDLE;
  return any ? LEADS_SOMEWHERE : LEADS_NOWHERE;
}

/* Fails because none of @patients has a course @typed, and suggests one with a similar handle. */
static void
fail_nobody_has (const CliInvocation *invocation, const GPtrArray *patients, const char *typed,
                 GError **error)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_auto (GStrv) handles = rgm_store_handles (invocation->store, patient->id, NULL);
    const char *near = handles != NULL ? text_suggest (typed, (const char *const *)handles) : NULL;

    if (near == NULL)
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("nobody has a course \"%s\"; did you mean %s, which %s has?"), typed, near,
                 patient->name);
    return;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("nobody has a course \"%s\"; \"regimen agenda --all-patients\" shows the "
                  "courses of all people"),
               typed);
}

/* The person whose course @typed means, if no person is named. Returns: (transfer none): one of
 * @patients; NULL with RGM_ERROR_USAGE. */
static const RgmPatient *
find_owner (CliInvocation *invocation, const GPtrArray *patients, const char *typed, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const RgmPatient *usual = NULL, *first = NULL, *found = NULL;
  Leads usually = LEADS_NOWHERE, closest = LEADS_NOWHERE;
  int count = 0;

  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_autofree char *handle = NULL;
    g_autoptr (GError) problem = NULL;
    Leads leads = leads_to (invocation, patient, typed, &handle, &problem);

    if (problem != NULL && !g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

    if (patient->is_default) {
      usual = patient;
      usually = leads;
    }
    if (leads == LEADS_NOWHERE)
      continue;
    g_string_append_printf (names, "%s%s", count > 0 ? ", " : "", patient->name);
    closest = MAX (closest, leads);
    found = patient;
    if (count++ == 0)
      first = patient;
  }
  if (count == 1)
    return found;
  if (usual != NULL && usually == closest)
    return usual;
  if (count > 1) {
    g_autofree char *line
      = cli_line_for_person (invocation->command->name, invocation->argv, first);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("whose? several people have a course \"%s\": %s; type for example: %s"), typed,
                 names->str, line);
  } else
    fail_nobody_has (invocation, patients, typed, error);
  return NULL;
}

static RgmCourse *
find_course (CliInvocation *invocation, const RgmSession *session, const char *typed,
             RgmPatient **patient, int *dose, GError **error)
{
  RgmStore *store = invocation->store;
  g_autoptr (GPtrArray) patients = NULL;
  g_autofree char *handle = NULL, *found = NULL;
  const RgmPatient *owner;
  GError *problem = NULL;

  *patient = NULL;
  if (session->patient == NULL && (patients = rgm_store_patients (store, error)) == NULL)
    return NULL;
  if (session->patient != NULL || patients->len < 2) {
    *patient = cli_session_patient (session, error);
    if (*patient == NULL || !rgm_course_split_handle (typed, &handle, dose, error))
      return NULL;
  } else {
    if (!rgm_course_split_handle (typed, &handle, dose, error)
        || (owner = find_owner (invocation, patients, handle, error)) == NULL)
      return NULL;
    *patient = rgm_store_patient (store, owner->id, error);
    if (*patient == NULL)
      return NULL;
  }
  cli_name_person (invocation, *patient);
  leads_to (invocation, *patient, handle, &found, &problem);
  if (found != NULL)
    return rgm_store_course_by_handle (store, (*patient)->id, found, invocation->now, error);
  if (invocation->person != NULL)
    g_prefix_error (&problem, _ ("for %s: "), invocation->person);
  g_propagate_error (error, problem);
  return NULL;
}

char *
cli_course_named (CliInvocation *invocation, const char *typed)
{
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (RgmPatient) meant = NULL;
  char *handle = NULL;
  RgmSession session;

  if (!g_utf8_validate (typed, -1, NULL) || strlen (typed) < 3 || !cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return NULL;
  meant = session.patient != NULL ? rgm_session_patient (&session, NULL) : NULL;
  patients = rgm_store_patients (session.store, NULL);
  for (guint i = 0; handle == NULL && patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    if (session.patient == NULL || (meant != NULL && meant->id == patient->id))
      leads_to (invocation, patient, typed, &handle, NULL);
  }
  return handle;
}

void
cli_two_courses (CliInvocation *invocation, const char *first, const char *second, char **handle,
                 char **other)
{
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);
  g_autofree char *wanted = text_fold (second);
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (RgmPatient) meant = NULL;
  RgmSession session;

  *handle = *other = NULL;
  if (!cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return;
  patients = rgm_store_patients (session.store, NULL);
  meant = session.patient != NULL ? rgm_session_patient (&session, NULL) : NULL;
  for (guint i = 0; *other == NULL && patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_autofree char *one = NULL, *two = NULL;

    if ((session.patient != NULL && (meant == NULL || meant->id != patient->id))
        || (leads_to (invocation, patient, first, &one, NULL), one == NULL))
      continue;
    if (leads_to (invocation, patient, second, &two, NULL) != LEADS_TO_HANDLE && two != NULL) {
      g_autoptr (RgmCourse) course
        = rgm_store_course_by_handle (session.store, patient->id, two, invocation->now, NULL);
      g_autofree char *name = course != NULL ? text_fold (course->treatment_name) : g_strdup ("");

      if (!g_str_equal (name, wanted)
          && (catalog == NULL || rgm_catalog_brand (catalog, second, NULL) == NULL))
        continue;
    }
    if (two == NULL)
      continue;
    *handle = g_steal_pointer (&one);
    *other = g_steal_pointer (&two);
  }
}

/* ---- commands that name no course ---- */

/* Whether the user may mean @course with @command, which was typed without a course. */
static gboolean
may_be_meant (const CliCommand *command, const RgmCourse *course, const RgmZone *zone,
              RgmInstant now)
{
  static const char *const goes_on[] = { "change", "log", "stop", NULL }, *const planned[] = {
    "book", "hold", "move", "pause", "resume", "skip", "snooze", NULL
  };
  gboolean needs_plan = g_strv_contains (planned, command->name);
  RgmCourseState state = rgm_course_state (course, zone, now);

  if (g_str_equal (command->name, "resume"))
    return state == RGM_COURSE_PAUSED;
  if (needs_plan && rgm_course_schedule (course)->kind == RGM_SCHEDULE_AS_NEEDED)
    return FALSE;
  return (!needs_plan && !g_strv_contains (goes_on, command->name)) || state == RGM_COURSE_ACTIVE
         || state == RGM_COURSE_PAUSED;
}

/* Adds to @handles the handle of each course of @patient that may be meant. @named: whether to add
 * the name of the person to each. */
static gboolean
add_handles (CliInvocation *invocation, const RgmPatient *patient, gboolean named,
             GPtrArray *handles, GError **error)
{
  RgmCourseQuery query = { .patient_id = patient->id,
                           .now = invocation->now,
                           .ended = TRUE,
                           .since = RGM_INSTANT_NONE,
                           .ended_since = RGM_INSTANT_NONE };
  const RgmZone *zone = rgm_patient_zone (patient, error);
  g_autoptr (GPtrArray) courses
    = zone != NULL ? rgm_store_courses (invocation->store, &query, error) : NULL;

  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];

    if (may_be_meant (invocation->command, course, zone, invocation->now))
      g_ptr_array_add (handles, named ? g_strdup_printf ("%s (%s)", course->handle, patient->name)
                                      : g_strdup (course->handle));
  }
  return courses != NULL;
}

char *
cli_words_text (const CliInvocation *invocation, guint first)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < invocation->words->len; i++)
    g_string_append_printf (text, "%s%s", i > first ? " " : "",
                            (const char *)invocation->words->pdata[i]);
  return g_string_free (text, FALSE);
}

char *
cli_line_with_handle (const CliInvocation *invocation, const char *handle, const char *typed,
                      const RgmPatient *person)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "regimen %s %.*s", invocation->command->name,
                          (int)strcspn (handle, " "), handle);
  if (person != NULL) {
    g_autofree char *name = text_shell_word (person->name);
    g_string_append_printf (line, " --patient %s", name);
  }
  for (char **word = invocation->argv; *word != NULL; word++) {
    g_autofree char *quoted = text_shell_word (*word);

    if (g_strcmp0 (*word, typed) != 0)
      g_string_append_printf (line, " %s", quoted);
  }
  return g_strdup (line->str);
}

gboolean
cli_fail_no_course (CliInvocation *invocation, const char *all, GError **error)
{
  const CliCommand *command = invocation->command;
  g_autoptr (GPtrArray) handles = g_ptr_array_new_with_free_func (g_free), patients = NULL;
  g_autoptr (RgmPatient) meant = NULL;
  g_autofree char *usage = cli_command_usage (command), *line = NULL, *list = NULL;
  const RgmPatient *first = NULL;
  RgmSession session;
  gboolean several;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || (patients = rgm_store_patients (session.store, error)) == NULL)
    return FALSE;
  meant = rgm_session_patient (&session, NULL);
  several = meant == NULL && patients->len > 1;
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *each = patients->pdata[i];

    if (meant != NULL && meant->id != each->id)
      continue;
    if (!add_handles (invocation, each, several, handles, error))
      return FALSE;
    if (first == NULL && handles->len > 0)
      first = each;
  }
  line = handles->len > 0
           ? cli_line_with_handle (invocation, handles->pdata[0], all, several ? first : NULL)
           : NULL;
  if (line != NULL && g_str_equal (command->name, "skip")
      && !g_strv_contains ((const char *const *)invocation->argv, "--reason")) {
    g_autofree char *without = line;

    line = g_strconcat (without, " --reason TEXT", NULL);
  }
  list = cli_list_text ((const char *const *)handles->pdata, handles->len);
  if (patients->len == 0)
    return cli_session_patient (&session, error) != NULL;
  if (handles->len == 0 && g_str_equal (command->name, "resume"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course is paused"));
  else if (handles->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s needs more words; it is typed like this: regimen %s (regimen help %s)"),
                 command->name, usage, command->name);
  else if (command->min_words > 1 && invocation->words->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s needs more words; it is typed like this: regimen %s; the courses are: %s"),
                 command->name, usage, list);
  else if (handles->len == 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s needs to know which course you mean; type: %s"), command->name, line);
  else {
    g_ptr_array_remove_index (handles, 0);
    g_free (list);
    list = cli_list_text ((const char *const *)handles->pdata, handles->len);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is about one course at a time: %s; the other courses are: %s"),
                 command->name, line, list);
  }
  return FALSE;
}

RgmCourse *
cli_session_course (CliInvocation *invocation, const RgmSession *session, const char *typed,
                    RgmPatient **patient, int *dose, GError **error)
{
  static const char *const all[] = { "all", "both", "every", "everything", "courses", NULL };
  g_autofree char *lower = g_utf8_strdown (typed, -1);
  GError *problem = NULL;
  RgmCourse *course = find_course (invocation, session, typed, patient, dose, &problem);

  if (error != NULL)
    g_clear_pointer (&invocation->no_course, g_free);
  if (course != NULL)
    return course;
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE) && g_strv_contains (all, lower)
      && (session->patient == NULL || *patient != NULL)) {
    g_error_free (problem);
    cli_fail_no_course (invocation, typed, error);
  } else {
    if (error != NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE))
      invocation->no_course = g_strdup (typed);
    g_propagate_error (error, problem);
  }
  return NULL;
}

const RgmTreatment *
cli_course_treatment (const RgmCatalog *catalog, const RgmCourse *course, RgmTreatment **own)
{
  const RgmTreatment *known = rgm_catalog_lookup (catalog, course->treatment_key);

  *own = known == NULL ? rgm_treatment_new_custom (course->treatment_name, NULL) : NULL;
  return known != NULL ? known : *own;
}

gboolean
cli_parse_when (CliInvocation *invocation, const char *text, const RgmZone *zone, RgmWhenUse use,
                RgmWhen *when, GError **error)
{
  g_autofree char *fit = NULL;

  if (!rgm_when_parse (text, zone, invocation->now, use, when, error))
    return FALSE;
  fit = cli_fit_text (when->local, zone);
  if (fit != NULL)
    cli_note (invocation, "%s", fit);
  return TRUE;
}

gboolean
cli_parse_day (CliInvocation *invocation, const char *option, const char *text, const RgmZone *zone,
               RgmDay *day, GError **error)
{
  RgmWhen when;

  if (!rgm_when_parse (text, zone, invocation->now, RGM_WHEN_PLANNED, &when, error))
    return FALSE;
  if (rgm_local_has_time (when.local)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s takes a day without a time"), option);
    return FALSE;
  }
  *day = when.local.day;
  return TRUE;
}

gboolean
cli_parse_happened (CliInvocation *invocation, const char *text, const RgmZone *zone,
                    RgmGivenTime *time, GError **error)
{
  enum { NOON = 12 * 3600 };
  RgmWhen when;

  if (!cli_parse_when (invocation, text, zone, RGM_WHEN_HAPPENED, &when, error))
    return FALSE;
  time->at = when.instant;
  time->day_only = when.instant == RGM_INSTANT_NONE;
  time->part = when.part;
  if (!time->day_only)
    return TRUE;
  time->at = rgm_zone_to_instant (zone, (RgmLocal){ when.local.day, NOON }, NULL);
  if (when.local.day == rgm_zone_day (zone, invocation->now))
    time->at = MIN (time->at, invocation->now);
  return TRUE;
}

GArray *
cli_parse_closed (const char *text, GError **error)
{
  enum { MOST_CLOSED = 1024 * 1024 };
  g_autofree char *content = NULL;

  if (g_str_equal (text, "none"))
    return g_array_new (FALSE, FALSE, sizeof (RgmDay));
  if (!g_file_test (text, G_FILE_TEST_EXISTS))
    return rgm_when_parse_days (text, error);
  content = file_read (text, MOST_CLOSED, NULL, error);
  if (content == NULL)
    return NULL;
  return rgm_when_parse_days (content, error);
}

gboolean
cli_parse_amount (CliInvocation *invocation, const char *text, char **amount, GError **error)
{
  g_autofree char *note = NULL, *plain = NULL;

  *amount = NULL;
  if (text == NULL)
    return TRUE;
  plain = text_plain_blanks (text);
  *amount = amount_parse (plain, &note, error);
  if (note != NULL)
    cli_note (invocation, "%s", note);
  return *amount != NULL;
}

/* In what a user wrote, this follows each "regimen", so that no command begins there. No text on
 * record has it, because control characters are refused. */
#define NO_COMMAND "\x1f"

const char *
cli_as_written (CliInvocation *invocation, const char *text)
{
  GString *marked;

  if (text == NULL || strstr (text, "regimen") == NULL)
    return text;
  if (invocation->as_written == NULL)
    invocation->as_written = g_ptr_array_new_with_free_func (g_free);
  marked = g_string_new (text);
  g_string_replace (marked, "regimen", "regimen" NO_COMMAND, 0);
  g_ptr_array_add (invocation->as_written, marked->str);
  return g_string_free (marked, FALSE);
}

char *
cli_own_commands (const CliInvocation *invocation, const char *text)
{
  g_autofree char *persons
    = invocation->to_add != NULL ? cli_text_for_person (text, invocation->to_add) : NULL;
  const char *so_far = persons != NULL ? persons : text;
  g_autofree char *own = invocation->globals.db != NULL
                           ? cli_text_for_record (so_far, invocation->globals.db)
                           : g_strdup (so_far);
  g_autoptr (GString) plain = NULL;

  if (invocation->as_written == NULL)
    return g_steal_pointer (&own);
  plain = g_string_new (own);
  g_string_replace (plain, "regimen" NO_COMMAND, "regimen", 0);
  return g_strdup (plain->str);
}

/* cppcheck-suppress unknownMacro */
static char *format_text (const CliInvocation *invocation, const char *format, va_list args)
  G_GNUC_PRINTF (2, 0);

/* Formats a text for output. Control characters, which may come from the record or from the name of
 * a file, are removed, so that a terminal does not obey them. Returns: (transfer full). */
static char *
format_text (const CliInvocation *invocation, const char *format, va_list args)
{
  g_autofree char *raw = g_strdup_vprintf (format, args);
  g_autofree char *own = cli_own_commands (invocation, raw);

  return text_harmless (own);
}

void
cli_print (CliInvocation *invocation, const char *format, ...)
{
  g_autofree char *text = NULL, *plain = NULL;
  va_list args;
  gboolean added = invocation->to_add != NULL || invocation->globals.db != NULL;

  va_start (args, format);
  text = format_text (invocation, format, args);
  va_end (args);
  plain = added ? text_plain_blanks (text) : g_steal_pointer (&text);
  g_string_append_printf (invocation->out, "%s\n", plain);
}

void
cli_print_para (CliInvocation *invocation, int indent, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = format_text (invocation, format, args);
  va_end (args);
  cli_print_wrapped (invocation->out, &invocation->screen, indent, text);
}

void
cli_print_heading (CliInvocation *invocation, CliStyle style, const char *heading)
{
  if (invocation->out->len > 0)
    g_string_append_c (invocation->out, '\n');
  cli_print_styled (invocation->out, &invocation->screen, style, heading);
  g_string_append_c (invocation->out, '\n');
}

void
cli_print_json (CliInvocation *invocation, CliJson *json)
{
  g_autofree char *text = cli_json_end (json);

  g_string_append (invocation->out, text);
}

void
cli_note_lost_zones (CliInvocation *invocation)
{
  g_autoptr (GPtrArray) lost
    = invocation->store != NULL ? store_lost_zones (invocation->store, 0, NULL) : NULL;

  for (guint i = 0; lost != NULL && i < lost->len; i++)
    cli_note (invocation, "%s", (const char *)lost->pdata[i]);
}

void
cli_note (CliInvocation *invocation, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = format_text (invocation, format, args);
  va_end (args);
  g_string_append_printf (invocation->notes, "regimen: %s\n", g_strdelimit (text, "\n", ' '));
}
