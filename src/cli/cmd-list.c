#include "base/i18n.h"
#include "cli/dose-text.h"

static void
add_row (CliTable *table, const CliCourseView *view)
{
  g_autofree char *schedule
    = rgm_schedule_describe (rgm_course_schedule (view->course), view->course->units);
  g_autofree char *next = view->has_next ? cli_local_text (cli_dose_when (&view->next)) : NULL;
  g_autofree char *given = cli_course_given_text (view);
  const char *cells[]
    = { view->course->handle, cli_course_state_text (view->state), given, next, schedule };

  cli_table_add (table, view->state == RGM_COURSE_ACTIVE ? CLI_PLAIN : CLI_FAINT, cells);
}

static void
print_table (CliInvocation *invocation, const GArray *views)
{
  const char *heading[]
    = { _ ("COURSE"), _ ("STATE"), _ ("GIVEN"), _ ("NEXT"), _ ("SCHEDULE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  if (views->len == 0) {
    cli_print_para (invocation, 0,
                    _ ("No course is on record yet; \"regimen help add\" shows how to start one."));
    return;
  }
  for (guint i = 0; i < views->len; i++)
    add_row (table, &g_array_index (views, CliCourseView, i));
  cli_table_print (table, invocation->out, &invocation->screen);
}

static void
print_json (CliInvocation *invocation, const GArray *views)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "courses");
  for (guint i = 0; i < views->len; i++) {
    cli_json_open_object (&json, NULL);
    cli_json_course_members (&json, &g_array_index (views, CliCourseView, i));
    cli_json_close_object (&json);
  }
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

/* @courses: (out): what the views borrow from. */
static GArray *
load_views (const RgmSession *session, const RgmPatient *patient, GPtrArray **courses,
            GError **error)
{
  g_autoptr (GArray) views = g_array_new (FALSE, FALSE, sizeof (CliCourseView));
  RgmCourseQuery query
    = { .ended = TRUE, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };

  if (patient == NULL)
    return g_steal_pointer (&views);
  query.patient_id = patient->id;
  *courses = rgm_store_courses (session->store, &query, error);
  if (*courses == NULL)
    return NULL;
  for (guint i = 0; i < (*courses)->len; i++) {
    CliCourseView view;

    if (!cli_course_view (session, patient, (*courses)->pdata[i], &view, error))
      return NULL;
    g_array_append_val (views, view);
  }
  return g_steal_pointer (&views);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GPtrArray) courses = NULL;
  g_autoptr (GArray) views = NULL;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !cli_session_patient_or_nobody (&session, &patient, error))
    return FALSE;
  views = load_views (&session, patient, &courses, error);
  if (views == NULL)
    return FALSE;
  if (invocation->globals.json)
    print_json (invocation, views);
  else
    print_table (invocation, views);
  return TRUE;
}

const CliCommand cli_command_list = {
  .name = "list",
  .summary = N_ ("the courses"),
  .arguments = "",
  .details = N_ ("Lists the courses on record, ended ones too: their handle, how many doses were "
                 "given, the next date, and the schedule."),
  .examples = "regimen list\nregimen list --json",
  .json = TRUE,
  .run = run,
};
