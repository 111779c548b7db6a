/* regimen list: lists the courses on record. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "model/dose.h"

typedef struct {
  gboolean all_patients;
} Options;

static const CliOption options[] = {
  { "all-patients", CLI_FLAG, G_STRUCT_OFFSET (Options, all_patients), NULL,
    N_ ("the courses of everybody, not only of one person") },
  { NULL },
};

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
  for (guint i = 0; i < views->len; i++) {
    const CliCourseView *view = &g_array_index (views, CliCourseView, i);
    const RgmCourse *course = view->course;
    g_autofree char *schedule = rgm_schedule_describe (
      view->schedule, rgm_unit_words (course->unit), rgm_unit_words (course->units));
    g_autofree char *next = !view->has_next           ? NULL
                            : view->next.hold != NULL ? dose_hold_text (view->next.hold, view->zone)
                                                      : dose_time_text (&view->next, view->zone);
    g_autofree char *given = cli_course_given_text (view);
    const char *cells[]
      = { course->handle, cli_course_state_text (view->state), given, next, schedule };

    cli_table_add (table, view->state == RGM_COURSE_ACTIVE ? CLI_PLAIN : CLI_FAINT, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

/* Prints the doses on hold that the table does not show, because the next dose of their course is
 * an earlier one. */
static void
print_later_holds (CliInvocation *invocation, const CliCourseView *view)
{
  for (guint i = 0; i < view->course->holds->len; i++) {
    const RgmHold *hold = view->course->holds->pdata[i];
    g_autofree char *text = dose_hold_text (hold, view->zone);
    RgmDose dose;

    if (!rgm_course_dose (view->course, hold->dose, view->zone, invocation->now, &dose, NULL)
        || dose.state != RGM_DOSE_HELD || (view->has_next && dose.number == view->next.number))
      continue;
    cli_print_para (invocation, 2, "%s/%d: %s", view->course->handle, dose.number,
                    cli_as_written (invocation, text));
  }
}

/* Reads the courses of @patient. @patient: (nullable): NULL gives no views. @courses: (out)
 * (transfer full): the views borrow from it. */
static GArray *
load_views (const RgmSession *session, const RgmPatient *patient, GPtrArray **courses,
            GError **error)
{
  g_autoptr (GArray) views = g_array_new (FALSE, FALSE, sizeof (CliCourseView));
  RgmCourseQuery query = {
    .now = session->now, .ended = TRUE, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE
  };

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

/* Prints @views, or adds them to @json if it is not NULL. @people: all people of the list; if there
 * are several, the name of @patient is printed as a heading. */
static void
show_person (CliInvocation *invocation, const RgmPatient *patient, const GPtrArray *people,
             const GArray *views, CliJson *json)
{
  g_autofree char *option = patient != NULL ? cli_patient_option (patient, people) : g_strdup ("");

  if (json == NULL && people->len > 1)
    cli_print_heading (invocation, CLI_STRONG, patient->name);
  if (json == NULL)
    print_table (invocation, views);
  for (guint i = 0; i < views->len; i++) {
    const CliCourseView *view = &g_array_index (views, CliCourseView, i);
    g_autofree char *ahead = cli_ahead_text (view->course, view->zone, invocation->now, option);

    if (json != NULL) {
      cli_json_open_object (json, NULL);
      cli_json_course_members (json, view);
      cli_json_close_object (json);
      continue;
    }
    print_later_holds (invocation, view);
    if (ahead != NULL)
      cli_print_para (invocation, 2, "%s", ahead);
  }
}

/* Shows the courses of each of @people. */
static gboolean
show_people (CliInvocation *invocation, const RgmSession *session, const GPtrArray *people,
             CliJson *json, GError **error)
{
  for (guint i = 0; i < MAX (people->len, 1); i++) {
    const RgmPatient *patient = i < people->len ? people->pdata[i] : NULL;
    g_autoptr (GPtrArray) courses = NULL;
    g_autoptr (GArray) views = load_views (session, patient, &courses, error);

    if (views == NULL)
      return FALSE;
    show_person (invocation, patient, people, views, json);
  }
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *text = NULL;
  RgmSession session;
  CliJson json;
  gboolean done;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !cli_session_viewed (&session, given->all_patients, &people, error))
    return FALSE;
  cli_name_people (invocation, people);
  if (!invocation->globals.json)
    return show_people (invocation, &session, people, NULL, error);
  cli_json_begin (&json);
  cli_json_open_array (&json, "courses");
  done = show_people (invocation, &session, people, &json, error);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, done ? text : "");
  return done;
}

const CliCommand cli_command_list = {
  .name = "list",
  .summary = N_ ("list the courses"),
  .arguments = "",
  .details = N_ ("Lists the courses on record, ended ones too: their handle, how many doses were "
                 "given, the next date, or since when the next dose is on hold and why, and the "
                 "schedule. Below them it names the later doses that are on hold. If the database "
                 "holds several people and neither --patient nor "
                 "\"regimen patient default\" says who is meant, or with --all-patients, those of "
                 "everybody."),
  .examples = "regimen list\nregimen list --json",
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
