/* regimen show: shows one course, why its next date is what it is, and every dose. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/print/need-text.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/revised.h"

enum { DAYS_AHEAD = 180, NEAR_DAYS = 3 };

static void
print_doses (CliInvocation *invocation, const CliCourseView *view, const GArray *doses)
{
  const char *heading[] = { _ ("N"),      _ ("PLANNED"), _ ("STATE"), _ ("HAPPENED OR BOOKED"),
                            _ ("AMOUNT"), _ ("NOTE"),    NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  RgmDay today = rgm_zone_day (view->zone, invocation->now);
  int left_out = 0;

  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    const RgmAdministration *done = dose->administration;
    g_autofree char *number = g_strdup_printf ("%d", dose->number);
    g_autofree char *target = cli_local_text (dose->target);
    g_autofree char *details = cli_dose_details_text (view->course, dose, view->zone);
    g_autofree char *happened = NULL;
    const char *note = dose->open ? details : NULL;

    /* Leave out tablets that are past or far away, because hundreds of them would hide the few that
     * matter. */
    if (doses->len > 1 && dose->slot && done == NULL
        && ABS (dose->target.day - today) > NEAR_DAYS) {
      left_out++;
      continue;
    }
    if (done != NULL) {
      /* for a skipped dose, the recorded time says only when the user typed the command */
      if (done->outcome == RGM_GIVEN)
        happened = rgm_administration_when (done, view->zone);
      note = done->reason != NULL ? done->reason : done->note;
    } else if (dose->appointment != NULL)
      /* the details of an open dose name the zone */
      happened
        = dose->open ? cli_local_text (rgm_dose_local (dose)) : dose_time_text (dose, view->zone);
    const char *cells[] = { number,
                            target,
                            rgm_dose_state_words (dose, view->course),
                            happened,
                            done != NULL ? done->amount : NULL,
                            note };
    cli_table_add (table, cli_dose_style (dose), cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
  if (left_out > 0)
    cli_print_para (invocation, 0,
                    P_ ("Not listed: %d fixed time more than %d days away with nothing on record. "
                        "--json has it.",
                        "Not listed: %d fixed times more than %d days away with nothing on record. "
                        "--json has them.",
                        (gulong)left_out),
                    left_out, NEAR_DAYS);
}

/* The messages of overridden safety checks, which the record stores one per line. @anyway:
 * (nullable): the stored text. Returns: (transfer full). */
static char **
refusals (const char *anyway)
{
  return anyway != NULL ? g_strsplit (anyway, "\n", -1) : g_new0 (char *, 1);
}

/* Prints what was put on record about single doses although a safety check refused it. */
static void
print_overridden (CliInvocation *invocation, const RgmCourse *course)
{
  for (guint i = 0; i < course->moves->len; i++) {
    const RgmMove *move = course->moves->pdata[i];
    g_auto (GStrv) lines = refusals (move->anyway);

    for (char **line = lines; *line != NULL; line++)
      cli_print_para (invocation, 2, _ ("Dose %d was moved although a check refused it: %s"),
                      move->dose, *line);
  }
  for (guint i = 0; i < course->appointments->len; i++) {
    const RgmAppointment *appointment = course->appointments->pdata[i];
    g_auto (GStrv) lines = refusals (appointment->anyway);

    for (char **line = lines; *line != NULL; line++)
      cli_print_para (invocation, 2, _ ("Dose %d was booked although a check refused it: %s"),
                      appointment->dose, *line);
  }
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *done = course->administrations->pdata[i];
    g_auto (GStrv) lines = refusals (done->anyway);

    for (char **line = lines; *line != NULL; line++)
      cli_print_para (invocation, 2, _ ("Dose %d is on record although a check refused it: %s"),
                      done->dose, *line);
  }
}

/* Prints what each revision of the plan changed. */
static void
print_revisions (CliInvocation *invocation, const CliCourseView *view)
{
  const RgmCourse *course = view->course;
  const RgmRevision *told = NULL;

  for (guint i = 1; i < course->revisions->len; i++) {
    const RgmRevision *revision = course->revisions->pdata[i];
    gboolean again = told != NULL && course_same_change (told, revision);
    g_autofree char *day = cli_day_text (rgm_zone_day (view->zone, revision->made_at));
    g_autofree char *changed = revised_text (course, i);
    g_auto (GStrv) refused = refusals (revision->anyway);

    if (revised_is_addition (course, i))
      continue;
    if (*changed != '\0')
      cli_print_para (invocation, 2, _ ("Changed on %s, from %s %d on: %s."), day,
                      rgm_unit_words (course->unit), revision->from_dose,
                      cli_as_written (invocation, changed));
    for (char **line = refused; *line != NULL; line++)
      if (!again || g_strcmp0 (revision->anyway, told->anyway) != 0)
        cli_print_para (invocation, 2, _ ("Changed although a check refused it: %s"), *line);
    told = revision;
  }
}

static void
print_pauses (CliInvocation *invocation, const GPtrArray *pauses)
{
  for (guint i = 0; i < pauses->len; i++) {
    const RgmPause *pause = pauses->pdata[i];
    const char *reason = cli_as_written (invocation, pause->reason);
    g_autofree char *from = cli_day_text (pause->from);
    g_autofree char *until = pause->until != RGM_NO_DAY ? cli_day_text (pause->until) : NULL;

    if (until != NULL && reason != NULL)
      cli_print_para (invocation, 2, _ ("Paused from %s to %s (%s)."), from, until, reason);
    else if (until != NULL)
      cli_print_para (invocation, 2, _ ("Paused from %s to %s."), from, until);
    else if (reason != NULL)
      cli_print_para (invocation, 2, _ ("Paused from %s until it is resumed (%s)."), from, reason);
    else
      cli_print_para (invocation, 2, _ ("Paused from %s until it is resumed."), from);
  }
}

/* The first dose to which the last revision applies. Its amount and place are the current ones. */
static int
last_revised (const RgmCourse *course)
{
  return ((const RgmRevision *)course->revisions->pdata[course->revisions->len - 1])->from_dose;
}

static void
print_course (CliInvocation *invocation, const CliCourseView *view, const GArray *doses,
              const GPtrArray *needs)
{
  const RgmCourse *course = view->course;
  int last = last_revised (course);
  g_autofree char *schedule = rgm_schedule_describe (view->schedule, rgm_unit_words (course->unit),
                                                     rgm_unit_words (course->units));
  g_autofree char *given = cli_course_given_text (view);
  g_auto (GStrv) refused = refusals (course->anyway);
  const char *const parts[] = { course_other_name (course), rgm_course_amount (course, last),
                                course->site, rgm_course_place (course, last), schedule };
  g_autofree char *plan = cli_list_text (parts, G_N_ELEMENTS (parts));
  g_autofree char *ahead = cli_ahead_text (course, view->zone, invocation->now, "");

  cli_print_para (invocation, 2, "%s: %s.", course->handle, cli_as_written (invocation, plan));
  cli_print_para (invocation, 2, _ ("For %s; %s; %s %s, %d skipped."), view->patient->name,
                  cli_course_state_text (view->state), given, rgm_deed_words (course->unit),
                  view->skipped);
  if (view->state == RGM_COURSE_STOPPED) {
    g_autofree char *day = cli_day_text (rgm_zone_day (view->zone, view->ended));
    cli_print_para (invocation, 2, _ ("It was stopped on %s."), day);
  }
  for (char **line = refused; *line != NULL; line++)
    cli_print_para (invocation, 2, _ ("Added although a check refused it: %s"), *line);
  print_revisions (invocation, view);
  print_pauses (invocation, course->pauses);
  print_overridden (invocation, course);
  if (view->has_next) {
    cli_print_next (invocation, course, &view->next, view->zone);
    cli_print_fit (invocation, &view->next, view->zone);
  }
  cli_print_needs (invocation, view, needs);
  if (ahead != NULL)
    cli_print_para (invocation, 2, "%s", ahead);
  if (doses->len > 0)
    cli_print (invocation, "%s", "");
  print_doses (invocation, view, doses);
}

static void
json_revisions (CliJson *json, const CliCourseView *view)
{
  cli_json_open_array (json, "revisions");
  for (guint i = 0; i < view->course->revisions->len; i++) {
    const RgmRevision *revision = view->course->revisions->pdata[i];
    g_autofree char *schedule
      = rgm_schedule_describe (revision->schedule, rgm_unit_words (view->course->unit),
                               rgm_unit_words (view->course->units));

    cli_json_open_object (json, NULL);
    cli_json_number (json, "from_dose", revision->from_dose);
    cli_json_instant (json, "made_at", revision->made_at, view->zone);
    cli_json_text (json, "schedule", schedule);
    cli_json_text (json, "amount", revision->amount);
    cli_json_text (json, "place", revision->place);
    cli_json_text (json, "anyway", revision->anyway);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

static void
json_pauses (CliJson *json, const CliCourseView *view)
{
  cli_json_open_array (json, "pauses");
  for (guint i = 0; i < view->course->pauses->len; i++) {
    const RgmPause *pause = view->course->pauses->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_day (json, "from", pause->from);
    cli_json_day (json, "until", pause->until);
    cli_json_text (json, "reason", pause->reason);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

static void
json_holds (CliJson *json, const CliCourseView *view)
{
  cli_json_open_array (json, "holds");
  for (guint i = 0; i < view->course->holds->len; i++) {
    const RgmHold *hold = view->course->holds->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_number (json, "dose", hold->dose);
    cli_json_text (json, "reason", hold->reason);
    cli_json_instant (json, "since", hold->since, view->zone);
    cli_json_day (json, "until", hold->until);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

static void
print_json (CliInvocation *invocation, const CliCourseView *view, const GArray *doses,
            const GPtrArray *needs)
{
  g_autofree char *why
    = view->has_next ? rgm_dose_why (&view->next, view->course, view->zone) : NULL;
  int last = last_revised (view->course);
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, "course");
  cli_json_course_members (&json, view);
  cli_json_text (&json, "amount", rgm_course_amount (view->course, last));
  cli_json_text (&json, "place", rgm_course_place (view->course, last));
  cli_json_text (&json, "site", view->course->site);
  cli_json_text (&json, "anyway", view->course->anyway);
  cli_json_text (&json, "why_next", why);
  cli_json_close_object (&json);
  json_revisions (&json, view);
  json_pauses (&json, view);
  json_holds (&json, view);
  cli_json_open_array (&json, "needs");
  cli_json_needs (&json, view, invocation->now, needs);
  cli_json_close_array (&json);
  cli_json_open_array (&json, "doses");
  for (guint i = 0; i < doses->len; i++)
    cli_json_dose (&json, NULL, view->patient->name, view->course,
                   &g_array_index (doses, RgmDose, i), view->zone);
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

/* Returns: (transfer full) (element-type RgmDose): dose @only; if that is 0, all doses on record
 * and those planned for the next half year. */
static GArray *
find_doses (const CliCourseView *view, int only, RgmInstant now, GError **error)
{
  GArray *doses;
  RgmDose dose;

  if (only == 0) {
    doses = rgm_course_doses (view->course, view->zone, now,
                              rgm_zone_day (view->zone, now) + DAYS_AHEAD);
    for (guint i = doses->len; i-- > 0;)
      if (dose_is_overtaken (&g_array_index (doses, RgmDose, i), view->course, view->zone, now))
        g_array_remove_index (doses, i);
    return doses;
  }
  if (!rgm_course_dose (view->course, only, view->zone, now, &dose, error))
    return NULL;
  doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  g_array_append_val (doses, dose);
  return doses;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) found = NULL, course = NULL;
  g_autoptr (GArray) doses = NULL;
  g_autoptr (GPtrArray) needs = NULL;
  RgmSession session;
  CliCourseView view;
  int only = 0;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  found = cli_session_course (invocation, &session, invocation->words->pdata[0], &patient, &only,
                              error);
  /* Load the course again, with its whole history. */
  course
    = found != NULL ? rgm_store_course (session.store, found->id, RGM_INSTANT_NONE, error) : NULL;
  if (course == NULL || !cli_course_view (&session, patient, course, &view, error)
      || (doses = find_doses (&view, only, session.now, error)) == NULL
      || (needs = rgm_store_needs (session.store, course->id, error)) == NULL)
    return FALSE;
  if (invocation->globals.json)
    print_json (invocation, &view, doses, needs);
  else
    print_course (invocation, &view, doses, needs);
  return TRUE;
}

const CliCommand cli_command_show = {
  .name = "show",
  .verifies = CLI_VERIFIES_ALL,
  .summary = N_ ("show one course: why its next date is what it is, and every dose"),
  .arguments = "HANDLE[/N]",
  .details = N_ ("Shows one course: its schedule, its next dose and why that has its date, and all "
                 "doses on record and in the next half year. HANDLE/N shows only dose N."),
  .examples = "regimen show zoledronic-acid\nregimen show radiation/3",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .paged = TRUE,
  .run = run,
};
