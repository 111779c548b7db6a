#include "base/i18n.h"
#include "cli/dose-text.h"

enum { DAYS_AHEAD = 180, NEAR_DAYS = 3 };

/* What is to be shown. */
typedef struct {
  CliCourseView view;
  GArray *doses; /* of RgmDose: those to be shown */
} Shown;

static const char *
dose_note (const RgmDose *dose, const char *unit_details)
{
  const RgmAdministration *done = dose->administration;

  if (done == NULL)
    return dose->open ? unit_details : NULL;
  return done->reason != NULL ? done->reason : done->note;
}

static void
add_row (CliTable *table, const Shown *shown, const RgmDose *dose)
{
  const RgmAdministration *done = dose->administration;
  g_autofree char *number = g_strdup_printf ("%d", dose->number);
  g_autofree char *target = cli_local_text (dose->target);
  g_autofree char *happened = done != NULL ? cli_instant_text (done->at, shown->view.zone)
                              : dose->appointment != NULL ? cli_local_text (dose->appointment->at)
                                                          : NULL;
  g_autofree char *details = cli_dose_details_text (shown->view.course, dose, shown->view.zone);
  const char *amount = done != NULL ? done->amount : NULL;
  const char *cells[] = { number,   target, cli_dose_state_text (shown->view.course, dose),
                          happened, amount, dose_note (dose, details) };

  cli_table_add (table, cli_dose_style (dose), cells);
}

/* Hundreds of tablets that came and went, or are to come, would hide the few that matter. */
static gboolean
is_far_tablet (const RgmDose *dose, RgmDay today)
{
  return dose->slot && dose->administration == NULL && ABS (dose->target.day - today) > NEAR_DAYS;
}

static void
print_doses (CliInvocation *invocation, const Shown *shown)
{
  const char *heading[] = { _ ("N"),      _ ("PLANNED"), _ ("STATE"), _ ("HAPPENED OR BOOKED"),
                            _ ("AMOUNT"), _ ("NOTE"),    NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  RgmDay today = rgm_zone_day (shown->view.zone, invocation->now);
  int left_out = 0;

  for (guint i = 0; i < shown->doses->len; i++) {
    const RgmDose *dose = &g_array_index (shown->doses, RgmDose, i);

    if (shown->doses->len > 1 && is_far_tablet (dose, today))
      left_out++;
    else
      add_row (table, shown, dose);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
  if (left_out > 0)
    cli_print_para (
      invocation, 0,
      _ ("Not listed: %d fixed times more than %d days away that nothing is on record "
         "of; --json has them."),
      left_out, NEAR_DAYS);
}

/* Each refusal that was overridden stands on a line of its own in the record. */
static void
print_anyway (CliInvocation *invocation, const char *what, const char *anyway)
{
  g_auto (GStrv) lines = anyway != NULL ? g_strsplit (anyway, "\n", -1) : NULL;

  for (char **line = lines; line != NULL && *line != NULL; line++)
    cli_print_para (invocation, 2, _ ("%s although a check refused: %s"), what, *line);
}

/* A revision that was made with the course is how it was added. */
static void
print_revisions (CliInvocation *invocation, const Shown *shown)
{
  const RgmCourse *course = shown->view.course;
  const RgmRevision *first = course->revisions->pdata[0];

  for (guint i = 1; i < course->revisions->len; i++) {
    const RgmRevision *revision = course->revisions->pdata[i];
    g_autofree char *schedule = rgm_schedule_describe (revision->schedule, course->units);
    g_autofree char *day = cli_day_text (rgm_zone_day (shown->view.zone, revision->made_at));
    const char *amount = revision->amount, *place = revision->place;

    if (i == 1 && revision->made_at == first->made_at
        && rgm_course_administration (course, 1) != NULL
        && rgm_course_administration (course, 1)->recorded_at == first->made_at)
      continue;
    cli_print_para (invocation, 2, _ ("Changed on %s: from %s %d on %s%s%s%s%s."), day,
                    course->unit, revision->from_dose, schedule, amount != NULL ? ", " : "",
                    amount != NULL ? amount : "", place != NULL ? ", " : "",
                    place != NULL ? place : "");
    print_anyway (invocation, _ ("Changed"), revision->anyway);
  }
}

static void
print_pauses (CliInvocation *invocation, const Shown *shown)
{
  const GPtrArray *pauses = shown->view.course->pauses;

  for (guint i = 0; i < pauses->len; i++) {
    const RgmPause *pause = pauses->pdata[i];
    g_autofree char *from = cli_day_text (pause->from);
    g_autofree char *until = pause->until != RGM_NO_DAY ? cli_day_text (pause->until) : NULL;

    cli_print_para (invocation, 2, _ ("Paused from %s %s%s%s%s."), from,
                    until != NULL ? _ ("to ") : _ ("until it is resumed"),
                    until != NULL ? until : "", pause->reason != NULL ? ": " : "",
                    pause->reason != NULL ? pause->reason : "");
  }
}

static void
print_overridden_logs (CliInvocation *invocation, const Shown *shown)
{
  const GPtrArray *done = shown->view.course->administrations;

  for (guint i = 0; i < done->len; i++) {
    const RgmAdministration *each = done->pdata[i];
    g_autofree char *what = g_strdup_printf (_ ("Dose %d is on record"), each->dose);

    print_anyway (invocation, what, each->anyway);
  }
}

static void
print_course (CliInvocation *invocation, const Shown *shown)
{
  const RgmCourse *course = shown->view.course;
  g_autofree char *schedule = rgm_schedule_describe (rgm_course_schedule (course), course->units);
  g_autofree char *given = cli_course_given_text (&shown->view);
  g_autoptr (GString) line = g_string_new (course->treatment_name);

  if (course->amount != NULL)
    g_string_append_printf (line, ", %s", course->amount);
  if (course->site != NULL)
    g_string_append_printf (line, ", %s", course->site);
  if (course->place != NULL)
    g_string_append_printf (line, ", %s", course->place);
  cli_print_para (invocation, 2, _ ("%s: %s, %s."), course->handle, line->str, schedule);
  cli_print_para (invocation, 2, _ ("For %s; %s; %s given, %d skipped."), shown->view.patient->name,
                  cli_course_state_text (shown->view.state), given, shown->view.skipped);
  print_anyway (invocation, _ ("Added"), course->anyway);
  print_revisions (invocation, shown);
  print_pauses (invocation, shown);
  print_overridden_logs (invocation, shown);
  if (shown->view.has_next) {
    cli_print_next (invocation, course, &shown->view.next, shown->view.zone);
    cli_print_fit (invocation, &shown->view.next, shown->view.zone);
  }
  cli_print (invocation, "%s", "");
  print_doses (invocation, shown);
}

static void
json_revisions (CliJson *json, const CliCourseView *view)
{
  cli_json_open_array (json, "revisions");
  for (guint i = 0; i < view->course->revisions->len; i++) {
    const RgmRevision *revision = view->course->revisions->pdata[i];
    g_autofree char *schedule = rgm_schedule_describe (revision->schedule, view->course->units);

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
print_json (CliInvocation *invocation, const Shown *shown)
{
  const CliCourseView *view = &shown->view;
  g_autofree char *why
    = view->has_next ? rgm_dose_why (&view->next, view->course, view->zone) : NULL;
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, "course");
  cli_json_course_members (&json, view);
  cli_json_text (&json, "amount", view->course->amount);
  cli_json_text (&json, "place", view->course->place);
  cli_json_text (&json, "site", view->course->site);
  cli_json_text (&json, "anyway", view->course->anyway);
  cli_json_text (&json, "why_next", why);
  cli_json_close_object (&json);
  json_revisions (&json, view);
  json_pauses (&json, view);
  json_holds (&json, view);
  cli_json_open_array (&json, "doses");
  for (guint i = 0; i < shown->doses->len; i++)
    cli_json_dose (&json, NULL, view->patient->name, view->course,
                   &g_array_index (shown->doses, RgmDose, i), view->zone);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

/* Every dose on record and of the near future, or only dose @only. */
static GArray *
find_doses (const CliCourseView *view, int only, RgmInstant now, GError **error)
{
  GArray *doses;
  RgmDose dose;

  if (only == 0)
    return rgm_course_doses (view->course, view->zone, now,
                             rgm_zone_day (view->zone, now) + DAYS_AHEAD);
  if (!rgm_course_dose (view->course, only, view->zone, now, &dose, error))
    return NULL;
  doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  return g_array_append_val (doses, dose);
}

static gboolean
show (CliInvocation *invocation, const RgmSession *session, const RgmPatient *patient,
      gint64 course_id, int only, GError **error)
{
  g_autoptr (RgmCourse) course = rgm_store_course (session->store, course_id, TRUE, error);
  g_autoptr (GArray) doses = NULL;
  Shown shown = { 0 };

  if (course == NULL || !cli_course_view (session, patient, course, &shown.view, error))
    return FALSE;
  doses = find_doses (&shown.view, only, session->now, error);
  if (doses == NULL)
    return FALSE;
  shown.doses = doses;
  if (invocation->globals.json)
    print_json (invocation, &shown);
  else
    print_course (invocation, &shown);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmSession session;
  int only = 0;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  patient = cli_session_patient (&session, error);
  if (patient == NULL)
    return FALSE;
  course = cli_session_course (&session, patient, invocation->words->pdata[0], &only, error);
  return course != NULL && show (invocation, &session, patient, course->id, only, error);
}

const CliCommand cli_command_show = {
  .name = "show",
  .summary = N_ ("one course: why its next date is what it is, and every dose"),
  .arguments = "HANDLE[/N]",
  .details = N_ ("Shows one course: its schedule, its next dose and why that has its date, and all "
                 "doses on record and in the next half year. "
                 "HANDLE/N shows dose N only."),
  .examples = "regimen show zoledronic-acid\nregimen show radiation/3",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .run = run,
};
