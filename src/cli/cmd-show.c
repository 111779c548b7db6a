#include "base/i18n.h"
#include "course-view.h"
#include "dose-text.h"

enum { DAYS_AHEAD = 180 };

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

static void
print_doses (CliInvocation *invocation, const Shown *shown)
{
  const char *heading[] = { _ ("N"),      _ ("PLANNED"), _ ("STATE"), _ ("HAPPENED OR BOOKED"),
                            _ ("AMOUNT"), _ ("NOTE"),    NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  for (guint i = 0; i < shown->doses->len; i++)
    add_row (table, shown, &g_array_index (shown->doses, RgmDose, i));
  cli_table_print (table, invocation->out, &invocation->screen);
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
  if (course->anyway != NULL)
    cli_print_para (invocation, 2, _ ("Added although a check refused: %s"), course->anyway);
  if (shown->view.has_next) {
    cli_print_next (invocation, course, &shown->view.next, shown->view.zone);
    cli_print_fit (invocation, &shown->view.next, shown->view.zone);
  }
  cli_print (invocation, "%s", "");
  print_doses (invocation, shown);
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
