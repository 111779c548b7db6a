/* Shared code of the commands that change the record: finding the course or dose, and printing the
 * result. Also runs undo and redo. */
#include "cli/written.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/dose-text.h"
#include "cli/programs.h"
#include "cli/words/question-words.h"
#include "model/changes.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/safety.h"
#include "model/schedule.h"
#include "store/write.h"

#include <string.h>

gboolean
cli_target_open (CliInvocation *invocation, CliNeeds needs, gboolean anyway, CliTarget *target,
                 GError **error)
{
  /* Without a database there is no course to find. Opening it only for reading avoids creating
   * one. */
  RgmStoreMode mode = cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;
  const char *typed = invocation->words->pdata[0];
  g_autoptr (GError) problem = NULL;

  *target = (CliTarget){ .dose = 0 };
  if (!cli_session (invocation, mode, needs, &target->session, error))
    return FALSE;
  target->session.anyway = anyway;
  target->course = cli_session_course (invocation, &target->session, typed, &target->patient,
                                       &target->dose, &problem);
  if (target->course == NULL) {
    if (!g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)
        || !cli_fail_question_named (invocation, typed, error))
      g_propagate_error (error, g_steal_pointer (&problem));
    else
      g_clear_pointer (&invocation->no_course, g_free);
    return FALSE;
  }
  target->zone = cli_patient_zone (invocation, target->patient, error);
  return target->zone != NULL;
}

gboolean
cli_target_open_course (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                        CliTarget *target, GError **error)
{
  if (!cli_target_open (invocation, needs, anyway, target, error))
    return FALSE;
  if (target->dose == 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is about a whole course, not about one dose: regimen %s %s"),
               invocation->command->name, invocation->command->name, target->course->handle);
  return FALSE;
}

void
cli_target_clear (CliTarget *target)
{
  g_clear_pointer (&target->patient, rgm_patient_free);
  g_clear_pointer (&target->course, rgm_course_free);
}

gpointer
cli_enter (CliInvocation *invocation, CliNeeds needs, CliEnterFunc enter, gconstpointer request,
           GDestroyNotify free_entered, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  gpointer entered;
  RgmSession session;

  if (!cli_database_exists (invocation)) {
    entered = cli_session (invocation, RGM_STORE_TRY, needs, &session, error)
                ? enter (&session, request, error)
                : NULL;
    if (entered == NULL)
      return NULL;
    free_entered (entered);
    cli_session_close (invocation);
  }
  if (!cli_session (invocation, RGM_STORE_CREATE, needs, &session, error)
      || (entered = enter (&session, request, error)) == NULL)
    return NULL;
  patient = cli_session_patient (&session, NULL);
  if (patient != NULL)
    cli_name_person (invocation, patient);
  return entered;
}

void
cli_written_next (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;

  if (recorded->has_next) {
    cli_print_next (invocation, course, &recorded->next, recorded->zone);
    cli_print_fit (invocation, &recorded->next, recorded->zone);
    return;
  }
  switch (rgm_course_state (course, recorded->zone, invocation->now)) {
  case RGM_COURSE_COMPLETED:
    cli_print (invocation, _ ("No dose of this course is left: it is complete."));
    break;
  case RGM_COURSE_PAUSED:
    cli_print_para (invocation, 2,
                    _ ("It is paused, so no dose is planned. To continue: regimen resume %s"),
                    course->handle);
    break;
  default:
    /* A medicine that is taken as needed has no next dose. */
    break;
  }
}

void
cli_written_beside (CliInvocation *invocation, const RgmRecorded *recorded)
{
  const RgmDose *next = &recorded->next;

  if (recorded->has_next && next->appointment != NULL
      && dose_beside_window (next, recorded->course, recorded->zone) != 0)
    cli_print_para (invocation, 2,
                    _ ("Its appointment is outside its window now. To book another day: regimen "
                       "book %s/%d DAY TIME"),
                    recorded->course->handle, next->number);
}

/* The numbers of the doses in @runs: "1 to 4, 6, 8 and later". Returns: (transfer full). */
static char *
runs_text (const GArray *runs)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < runs->len; i++) {
    const RgmDoseRun *run = &g_array_index (runs, RgmDoseRun, i);
    g_ptr_array_add (parts, run->to == 0 ? g_strdup_printf (_ ("%d and later"), run->from)
                            : run->to == run->from
                              ? g_strdup_printf ("%d", run->from)
                              : g_strdup_printf (_ ("%d to %d"), run->from, run->to));
  }
  return cli_list_text ((const char *const *)parts->pdata, parts->len);
}

char *
cli_open_doses_text (const RgmRecorded *recorded, RgmInstant now, int from)
{
  const RgmCourse *course = recorded->course;
  g_autoptr (GArray) runs = course_open_runs (course, recorded->zone, now, from);
  g_autofree char *list = runs_text (runs);

  return runs->len < 2 ? NULL
                       : g_strdup_printf (_ ("It applies to these open %s: %s."),
                                          rgm_unit_words (course->units), list);
}

/* @runs without the doses of @course that are on record. Returns: (transfer full) (element-type
 * RgmDoseRun). */
static GArray *
open_runs (const RgmCourse *course, const GArray *runs)
{
  GArray *open = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));

  for (guint i = 0; i < runs->len; i++) {
    RgmDoseRun run = g_array_index (runs, RgmDoseRun, i);
    for (guint j = 0; j < course->administrations->len; j++) {
      int dose = ((const RgmAdministration *)g_ptr_array_index (course->administrations, j))->dose;
      RgmDoseRun before = { run.from, dose - 1 };
      if (dose < run.from || (run.to != 0 && dose > run.to))
        continue;
      if (before.to >= before.from)
        g_array_append_val (open, before);
      run.from = dose + 1;
    }
    if (run.to == 0 || run.to >= run.from)
      g_array_append_val (open, run);
  }
  return open;
}

char *
cli_paused_doses_text (const CliTarget *target, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;
  g_autoptr (GArray) changed
    = course_changes (target->course, target->zone, course, recorded->zone);
  g_autoptr (GArray) runs = open_runs (course, changed);
  g_autofree char *list = runs_text (runs);
  const RgmSchedule *schedule = rgm_course_schedule (course);

  if (runs->len == 0 || (runs->len == 1 && g_array_index (runs, RgmDoseRun, 0).to == 0))
    return NULL;
  return schedule_has_fixed_dates (schedule)
           ? g_strdup_printf (_ ("These %s get another time or are left out: %s."),
                              rgm_unit_words (course->units), list)
           : g_strdup_printf (_ ("These %s get another day: %s."), rgm_unit_words (course->units),
                              list);
}

char *
cli_course_end_text (const RgmRecorded *recorded, RgmInstant now)
{
  const RgmCourse *course = recorded->course;
  g_autofree char *when = NULL;
  RgmDose last;

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_FRACTIONS
      || !course_last_dose (course, recorded->zone, now, &last))
    return NULL;
  when = cli_local_text (last.target);
  return g_strdup_printf (_ ("The course now ends on %s, with %s %d."), when,
                          rgm_unit_words (course->unit), last.number);
}

void
cli_written_json_begin (CliJson *json, const CliTarget *target, const RgmRecorded *recorded)
{
  cli_json_begin (json);
  cli_json_dose (json, "dose", target->patient->name, recorded->course,
                 recorded->dose.number > 0 ? &recorded->dose : NULL, recorded->zone);
}

void
cli_written_json_end (CliInvocation *invocation, CliJson *json, const CliTarget *target,
                      const RgmRecorded *recorded)
{
  cli_json_dose (json, "next", target->patient->name, recorded->course,
                 recorded->has_next ? &recorded->next : NULL, recorded->zone);
  cli_print_json (invocation, json);
}

/* The zone of @appointment; @patient if this system lacks it. */
static const RgmZone *
booked_zone (const RgmAppointment *appointment, const RgmZone *patient)
{
  const RgmZone *zone = rgm_zone_get (appointment->zone, NULL);

  return zone != NULL ? zone : patient;
}

/* Whether the dose was given on a day before its appointment. Compares the days in the zone of the
 * appointment, because it may be another day where the patient is now. If only the day of the dose
 * is known, compares it with the day of the appointment in the zone in which the dose was given. */
static gboolean
is_given_before (const RgmAdministration *given, const RgmAppointment *appointment,
                 const RgmZone *patient)
{
  const RgmZone *booked = booked_zone (appointment, patient);
  RgmInstant moment = rgm_zone_to_instant (booked, appointment->at, NULL);

  if (given->day_only)
    return administration_day (given, patient)
           < rgm_zone_day (rgm_administration_zone (given, patient), moment);
  return rgm_zone_day (booked, given->at) < appointment->at.day;
}

/* Whether the command freed @appointment, which is one of @before: its dose is no longer planned,
 * was given on an earlier day, or was skipped on its day or earlier. */
static gboolean
is_freed (const RgmAppointment *appointment, const RgmCourse *before, const RgmRecorded *recorded,
          RgmInstant now)
{
  const RgmCourse *after = recorded->course;
  const RgmAdministration *answer = rgm_course_administration (after, appointment->dose);

  if (rgm_course_administration (before, appointment->dose) != NULL)
    return FALSE;
  if (answer != NULL && answer->outcome == RGM_GIVEN)
    return is_given_before (answer, appointment, recorded->zone);
  if (answer != NULL)
    return appointment->at.day >= rgm_zone_day (booked_zone (appointment, recorded->zone), now);
  return (after->stopped_at != RGM_INSTANT_NONE && before->stopped_at == RGM_INSTANT_NONE)
         || rgm_course_appointment (after, appointment->dose) == NULL;
}

/* If the next dose can be booked for the time of @freed, and no safety check would refuse that,
 * prints the command for it. A message must not propose a command that is then refused. */
static void
print_kept (CliInvocation *invocation, const RgmAppointment *freed, const RgmRecorded *recorded)
{
  const RgmCourse *course = recorded->course;
  const RgmDose *next = &recorded->next;
  const RgmZone *zone = rgm_zone_get (freed->zone, NULL);
  g_autofree char *typed = rgm_local_format (freed->at), *option = NULL;

  if (!recorded->has_next || next->slot || zone == NULL
      || rgm_course_appointment (course, next->number) != NULL
      || rgm_zone_to_instant (zone, freed->at, NULL) < invocation->now
      || !safety_check_plan (course, next, SAFETY_BOOK, freed->at, zone, recorded->zone, NULL))
    return;
  option = zone != recorded->zone ? g_strdup_printf (" --zone %s", freed->zone) : g_strdup ("");
  cli_print_para (invocation, 2, _ ("If that time is kept for %s %d: regimen book %s/%d %s%s"),
                  rgm_unit_words (course->unit), next->number, course->handle, next->number, typed,
                  option);
}

void
cli_written_freed (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded)
{
  const RgmCourse *before = target->course, *after = recorded->course;

  for (guint i = 0; i < before->appointments->len; i++) {
    const RgmAppointment *appointment = before->appointments->pdata[i];
    const RgmAdministration *answer = rgm_course_administration (after, appointment->dose);
    g_autofree char *when = appointment_text (appointment, recorded->zone);

    if (!is_freed (appointment, before, recorded, invocation->now))
      continue;
    cli_print_para (invocation, 2,
                    _ ("The appointment of %s %d on %s is no longer planned. This program does "
                       "not tell the clinic."),
                    rgm_unit_words (after->unit), appointment->dose, when);
    if (answer != NULL && answer->outcome == RGM_GIVEN)
      print_kept (invocation, appointment, recorded);
  }
}

gboolean
cli_written_course (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded,
                    const char *text, GError **error)
{
  CliCourseView view;
  CliJson json;

  if (!invocation->globals.json) {
    cli_print_para (invocation, 2, "%s", text);
    cli_written_freed (invocation, target, recorded);
    cli_written_next (invocation, recorded);
    return TRUE;
  }
  if (!cli_course_view (&target->session, target->patient, recorded->course, &view, error))
    return FALSE;
  cli_json_begin (&json);
  cli_json_open_object (&json, "course");
  cli_json_course_members (&json, &view);
  cli_json_close_object (&json);
  cli_written_json_end (invocation, &json, target, recorded);
  return TRUE;
}

void
cli_written_dose (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded,
                  const char *text)
{
  CliJson json;

  if (invocation->globals.json) {
    cli_written_json_begin (&json, target, recorded);
    cli_written_json_end (invocation, &json, target, recorded);
    return;
  }
  cli_print_para (invocation, 2, "%s", text);
  cli_written_freed (invocation, target, recorded);
  cli_written_next (invocation, recorded);
}

/* How many lines the text about what to watch for may take, so that the whole output has about 12,
 * not counting the empty line before the text. */
static int
lines_left (const CliInvocation *invocation)
{
  /* what to watch for takes six lines, and the note on how complete the lists are takes one or two
   * more */
  enum { SCREEN = 12, WATCH_MAX = 8, WATCH_MIN = 1 };
  int used = text_lines (invocation->out->str);

  /* On a narrow screen the same words need more lines, so the limit does not apply. */
  if (invocation->screen.width < 80)
    return WATCH_MAX;
  return CLAMP (SCREEN - used, WATCH_MIN, WATCH_MAX);
}

/* Prints whom @patient should call about something urgent, unless the user wants no details. The
 * settings are read only now, so that a mistake in them cannot keep a dose from being put on
 * record. */
static void
print_to_call (CliInvocation *invocation, const RgmPatient *patient)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) contacts = rgm_store_contacts (invocation->store, patient->id, &problem);
  g_autofree char *call = NULL;
  RgmSession session;

  if (contacts != NULL && contacts->len == 0)
    return;
  if (contacts == NULL
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SETTINGS, &session, &problem)) {
    cli_note (invocation, _ ("Whom to call cannot be shown: %s"), problem->message);
    return;
  }
  if (cli_is_private (invocation, &session))
    return;
  call = rgm_contacts_text (contacts, RGM_CONTACT_URGENT, 0);
  cli_print_para (invocation, 2, "%s", cli_as_written (invocation, call));
}

void
cli_written_watch (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded,
                   gboolean full)
{
  const RgmCatalog *catalog = target->session.catalog;
  g_autoptr (RgmTreatment) own = NULL;
  const RgmTreatment *treatment = cli_course_treatment (catalog, recorded->course, &own);
  int width = invocation->screen.width;
  gboolean again = FALSE;
  /* The command has no-break spaces, so that it stays on one line and can be copied. */
  g_autofree char *command = g_strdup_printf ("regimen\u00a0catalog\u00a0%s", treatment->key);
  g_autofree char *more = g_strdup_printf (_ ("More, and the source: %s"), command);
  g_autofree char *wrapped
    = rgm_effects_short (treatment, catalog, more, width, lines_left (invocation));
  g_autofree char *brief = text_plain_blanks (wrapped), *page = NULL;

  if (*brief == '\0')
    return;
  /* If it is not known whether this is the first dose, the full text is printed. */
  if (full || !store_given_again (target->session.store, recorded->course->id, &again, NULL)
      || !again)
    page = rgm_effects_text (treatment, catalog, width);
  cli_print (invocation, "\n%s", page != NULL ? page : brief);
  print_to_call (invocation, target->patient);
}

/* ---- undo and redo ---- */

/* Whether @change is about @course, or is about no course at all, such as a change of the name of a
 * person. */
static gboolean
is_about (const RgmChange *change, const RgmCourse *course)
{
  gsize length = strlen (course->handle);

  for (char **about = change->about; *about != NULL; about++)
    if (g_str_has_prefix (*about, course->handle)
        && ((*about)[length] == '\0' || (*about)[length] == '/'))
      return TRUE;
  return change->about[0] == NULL;
}

/* The next open dose of each course that @change is about, which is the first one of that course in
 * the agenda. @courses: (element-type gint64): the courses that the change touched. Returns:
 * (transfer container). */
static GPtrArray *
next_doses (const RgmAgenda *agenda, const RgmChange *change, const GArray *courses)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    gboolean again = FALSE, wanted = FALSE;

    for (guint n = 0; n < found->len; n++)
      again = again || ((const RgmAgendaItem *)found->pdata[n])->course == item->course;
    for (guint n = 0; n < courses->len; n++)
      wanted = wanted || g_array_index (courses, gint64, n) == item->course->id;
    if (!again && wanted && is_about (change, item->course))
      g_ptr_array_add (found, (gpointer)item);
  }
  return found;
}

/* The person that @change was about; if it was about several, the first. Returns: (transfer none)
 * (nullable): NULL if that person is no longer on record. */
static const RgmPatient *
person_of (const RgmChange *change, const GPtrArray *patients)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    if (change->people[0] != NULL && g_str_equal (patient->name, change->people[0]))
      return patient;
  }
  return NULL;
}

char *
cli_change_text (const char *command, const char *about)
{
  gboolean names = g_str_has_prefix (about, command) && about[strlen (command)] == '/';

  return names ? g_strdup (about) : g_strjoin (*about != '\0' ? " " : "", command, about, NULL);
}

/* The argument that "regimen undo" needs to take back @change, which redo has just restored: its
 * course, if there are later changes about @person. Returns: (transfer full): begins with a blank,
 * or is empty. */
static char *
later_course (const RgmSession *session, const RgmChange *change, const RgmPatient *person)
{
  g_autoptr (RgmChange) last
    = person != NULL ? rgm_record_to_undo (session, person->id, NULL) : NULL;
  const char *about = change->about[0];

  if (last == NULL || last->id == change->undoes || about == NULL)
    return g_strdup ("");
  return g_strdup_printf (" %.*s", (int)strcspn (about, "/"), about);
}

/* Prints which command was taken back or restored and, if @several, the people that it was
 * about. */
static void
print_undone (CliInvocation *invocation, const RgmSession *session, const RgmChange *change,
              gboolean redo, gboolean several, const GPtrArray *next, const GPtrArray *patients)
{
  const RgmPatient *person = person_of (change, patients);
  const RgmZone *zone = person != NULL ? rgm_zone_get (person->zone, NULL) : NULL;
  g_autofree char *option
    = person != NULL && !person->is_default ? cli_patient_option (person, patients) : g_strdup ("");
  g_autofree char *when = cli_instant_text (change->at, zone != NULL ? zone : invocation->zone);
  g_autofree char *about = g_strjoinv (", ", change->about);
  g_autofree char *people = g_strjoinv (", ", change->people);
  g_autofree char *what = cli_change_text (change->command, about);
  g_autofree char *course = later_course (session, change, person);

  if (redo && several)
    cli_print_para (invocation, 2,
                    _ ("Put back, for %s: %s, which was taken back on %s. (To take it back again: "
                       "regimen %sundo%s)"),
                    people, what, when, option, course);
  else if (redo)
    cli_print_para (
      invocation, 2,
      _ ("Put back: %s, which was taken back on %s. (To take it back again: regimen %sundo%s)"),
      what, when, option, course);
  else if (several)
    cli_print_para (invocation, 2,
                    _ ("Took back, for %s: %s, entered on %s. (To put it back: regimen %sredo)"),
                    people, what, when, option);
  else
    cli_print_para (invocation, 2,
                    _ ("Took back: %s, entered on %s. (To put it back: regimen %sredo)"), what,
                    when, option);
  for (guint i = 0; i < next->len; i++) {
    const RgmAgendaItem *item = next->pdata[i];

    cli_print_next (invocation, item->course, &item->dose, item->zone);
  }
}

static void
json_undone (CliInvocation *invocation, const RgmChange *change, gboolean redo,
             const GPtrArray *next)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, redo ? "redone" : "undone");
  cli_json_text (&json, "command", change->command);
  cli_json_instant (&json, "at", change->at, invocation->zone);
  cli_json_texts (&json, "people", change->people);
  cli_json_texts (&json, "about", change->about);
  cli_json_close_object (&json);
  cli_json_open_array (&json, "next");
  for (guint i = 0; i < next->len; i++) {
    const RgmAgendaItem *item = next->pdata[i];

    cli_json_dose (&json, NULL, item->patient->name, item->course, &item->dose, item->zone);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

/* Refuses undo without --patient if the last change of all was about somebody other than the
 * default person. Undo would take back an older change of the default person, although the user
 * probably means the last one. */
static gboolean
check_whose_last (CliInvocation *invocation, const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, error);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_change_free);
  const RgmPatient *usual = NULL, *of = NULL;
  const RgmChange *last = NULL, *own = NULL;

  if (patients == NULL)
    return FALSE;
  for (guint i = 0; session->patient == NULL && i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    RgmChange *change = rgm_record_to_undo (session, patient->id, NULL);
    if (change == NULL)
      continue;
    g_ptr_array_add (changes, change);
    if (patient->is_default) {
      usual = patient;
      own = change;
    }
    if (last == NULL || change->id > last->id) {
      of = patient;
      last = change;
    }
  }
  if (own == NULL || own->id == last->id)
    return TRUE;
  g_autofree char *about = g_strjoinv (", ", last->about);
  g_autofree char *own_about = g_strjoinv (", ", own->about);
  g_autofree char *what = cli_change_text (last->command, about);
  g_autofree char *own_what = cli_change_text (own->command, own_about);
  g_autofree char *word = text_shell_word (of->name), *own_word = text_shell_word (usual->name);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_REFUSED,
    _ ("the last change was for %s: %s. To take that back: \"regimen undo --patient %s\". To take "
       "back the last one for %s, which is %s: \"regimen undo --patient %s\"."),
    of->name, what, word, usual->name, own_what, own_word);
  return FALSE;
}

/* Loads the catalog for the safety check of two bone medicines. If a catalog file of the user's own
 * has a mistake, loads only the built-in catalog, so that undo and redo still work. */
static void
load_catalog (CliInvocation *invocation)
{
  if (cli_catalog (invocation, NULL) == NULL)
    invocation->catalog = rgm_catalog_load (NULL, NULL, NULL);
}

gboolean
cli_undone_run (CliInvocation *invocation, GError **error)
{
  const CliUndoneOptions *given = invocation->options;
  gboolean redo = g_str_equal (invocation->command->name, "redo");
  g_autoptr (RgmChange) change = NULL;
  g_autoptr (GArray) courses = NULL;
  g_autoptr (RgmAgenda) agenda = NULL;
  g_autoptr (GPtrArray) next = NULL, people = NULL;
  g_autoptr (RgmPatient) owner = NULL;
  g_autoptr (RgmCourse) course = NULL;
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  RgmSession session, everybody;
  gboolean several;
  int dose;

  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 redo ? _ ("nothing is on record yet, so there is nothing to bring back")
                      : _ ("nothing is on record yet, so there is nothing to take back"));
    return FALSE;
  }
  load_catalog (invocation);
  if (!cli_session (invocation, RGM_STORE_CREATE, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  session.anyway = given->anyway;
  if (typed != NULL) {
    course = cli_session_course (invocation, &session, typed, &owner, &dose, error);
    if (course == NULL)
      g_prefix_error (error, _ ("undo is typed alone, or with a course: "));
    if (course == NULL || !rgm_record_course_undone (&session, course->id, dose, &change, error))
      return FALSE;
  } else if ((!redo && !given->anyway && !check_whose_last (invocation, &session, error))
             || !(redo ? rgm_record_redone : rgm_record_undone) (&session, &change, error))
    return FALSE;
  everybody = session;
  everybody.patient = NULL; /* the person may have been removed by this undo */
  courses = store_change_courses (session.store, change->id, error);
  people = courses != NULL ? rgm_store_patients (session.store, error) : NULL;
  agenda = people != NULL ? rgm_agenda_load (&everybody, 0, -1, error) : NULL;
  if (agenda == NULL)
    return FALSE;
  next = next_doses (agenda, change, courses);
  several = people->len > 1 || g_strv_length (change->people) > 1 || change->about[0] == NULL;
  if (invocation->globals.json)
    json_undone (invocation, change, redo, next);
  else
    print_undone (invocation, &session, change, redo, several, next, people);
  return TRUE;
}
