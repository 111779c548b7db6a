/* regimen agenda: the coming doses, day by day. */
#include "base/i18n.h"
#include "cli/dose-text.h"
#include "cli/tablet-days.h"

enum { DAYS_USUAL = 90 };

typedef struct {
  CliNumber days;
  gboolean all_patients;
  gboolean tablets;
} Options;

static const CliOption options[] = {
  { "days", CLI_NUMBER, G_STRUCT_OFFSET (Options, days), "N",
    N_ ("how far ahead to look, in days; default: 90"), 0, 3660 },
  { "all-patients", CLI_FLAG, G_STRUCT_OFFSET (Options, all_patients), NULL,
    N_ ("the doses of everybody, not only of one person") },
  { "tablets", CLI_FLAG, G_STRUCT_OFFSET (Options, tablets), NULL,
    N_ ("a line for each tablet, not one for all of a day") },
  { NULL },
};

static void
add_row (CliTable *table, const CliInvocation *invocation, const RgmAgendaItem *item,
         gboolean with_patient)
{
  RgmLocal when = rgm_dose_local (&item->dose);
  g_autofree char *date = cli_local_text (when);
  g_autofree char *relative = rgm_dose_relative (&item->dose, item->zone, invocation->now);
  g_autofree char *dose = g_strdup_printf ("%s/%d", item->course->handle, item->dose.number);
  g_autofree char *details = cli_dose_details_text (item->course, &item->dose, item->zone);
  const char *state = rgm_dose_state_words (&item->dose, item->course);
  const char *cells[]
    = { date, relative, with_patient ? item->patient->name : NULL, dose, state, details };

  cli_table_add (table, cli_dose_style (&item->dose), cells);
}

/* What the person of item @first takes on its day. */
static void
add_tablet_row (CliTable *table, const CliInvocation *invocation, const RgmAgenda *agenda,
                guint first, gboolean with_patient, gboolean *told)
{
  const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, first);
  g_autofree char *date = cli_day_text (item->dose.target.day);
  g_autofree char *relative = rgm_dose_relative (&item->dose, item->zone, invocation->now);
  g_autofree char *details = cli_tablet_day_text (agenda, first, told);
  const char *state = rgm_dose_state_words (&item->dose, item->course);
  const char *cells[]
    = { date, relative, with_patient ? item->patient->name : NULL, _ ("tablets"), state, details };

  cli_table_add (table, cli_dose_style (&item->dose), cells);
}

/* For each tablet that waits for an answer, the command that gives it. */
static void
print_unanswered (CliInvocation *invocation, const RgmAgenda *agenda)
{
  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    g_autofree char *dose = g_strdup_printf ("%s/%d", item->course->handle, item->dose.number);
    g_autofree char *patient = cli_patient_option (agenda, item);

    if (item->dose.slot
        && (item->dose.state == RGM_DOSE_DUE || item->dose.state == RGM_DOSE_OVERDUE))
      cli_print_para (invocation, 2, _ ("If %s was taken: regimen %slog %s"), dose, patient, dose);
  }
}

/* A pause that lasts today. */
static void
print_pause (CliInvocation *invocation, const RgmCourse *course, const RgmPause *pause)
{
  const char *handle = course->handle, *reason = pause->reason;
  g_autofree char *since = cli_day_text (pause->from);
  g_autofree char *resumes = NULL;

  if (pause->until == RGM_NO_DAY && reason != NULL)
    cli_print_para (invocation, 0,
                    _ ("%s has been paused since %s (%s). To continue: regimen resume %s"), handle,
                    since, reason, handle);
  else if (pause->until == RGM_NO_DAY)
    cli_print_para (invocation, 0,
                    _ ("%s has been paused since %s. To continue: regimen resume %s"), handle,
                    since, handle);
  else {
    resumes = cli_day_text (pause->until + 1);
    if (reason != NULL)
      cli_print_para (invocation, 0, _ ("%s has been paused since %s (%s) and resumes on %s."),
                      handle, since, reason, resumes);
    else
      cli_print_para (invocation, 0, _ ("%s has been paused since %s and resumes on %s."), handle,
                      since, resumes);
  }
}

/* @patient: nullable: the only one that is shown. */
static void
print_pauses (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient)
{
  RgmDay today = rgm_zone_day (invocation->zone, invocation->now);

  for (guint i = 0; i < agenda->courses->len; i++) {
    const RgmCourse *course = agenda->courses->pdata[i];

    for (guint n = 0; n < course->pauses->len; n++) {
      const RgmPause *pause = course->pauses->pdata[n];

      if ((patient == NULL || patient->id == course->patient_id) && pause->from <= today
          && (pause->until == RGM_NO_DAY || pause->until >= today))
        print_pause (invocation, course, pause);
    }
  }
}

/* Names the zone of each patient who lives in another zone than that of this machine. */
static void
print_zones (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient)
{
  for (guint i = 0; i < agenda->patients->len; i++) {
    const RgmPatient *each = agenda->patients->pdata[i];

    if ((patient == NULL || patient->id == each->id)
        && !g_str_equal (each->zone, rgm_zone_name (invocation->zone)))
      cli_print_para (invocation, 0, _ ("The times of %s are in the time zone %s."), each->name,
                      each->zone);
  }
}

/* @each_tablet: no tablets are put together. */
static void
print_agenda (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient,
              int days, gboolean each_tablet)
{
  const char *heading[]
    = { _ ("DATE"), _ ("WHEN"), _ ("WHO"), _ ("DOSE"), _ ("STATE"), _ ("DETAILS"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  g_autofree gboolean *told = g_new0 (gboolean, agenda->items->len);

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (each_tablet || !cli_tablet_is_plain (item))
      add_row (table, invocation, item, patient == NULL);
    else if (!told[i])
      add_tablet_row (table, invocation, agenda, i, patient == NULL, told);
  }
  if (agenda->items->len > 0)
    cli_table_print (table, invocation->out, &invocation->screen);
  else
    cli_print_para (invocation, 0,
                    P_ ("Nothing is planned in the next %d day.",
                        "Nothing is planned in the next %d days.", (gulong)days),
                    days);
  print_unanswered (invocation, agenda);
  print_pauses (invocation, agenda, patient);
  if (agenda->items->len > 0)
    print_zones (invocation, agenda, patient);
}

/* Tablets fill the agenda quickly. Without --days, keeps only those of today and tomorrow, or the
 * next one if it comes later. */
static void
keep_near_times (RgmAgenda *agenda, RgmInstant now)
{
  for (guint i = agenda->items->len; i-- > 0;) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    gboolean first = TRUE;

    for (guint n = 0; n < i && first; n++)
      first = g_array_index (agenda->items, RgmAgendaItem, n).course != item->course;
    if (item->dose.slot && !first && item->dose.target.day > rgm_zone_day (item->zone, now) + 1)
      g_array_remove_index (agenda->items, i);
  }
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  int days = given->days.given ? given->days.value : DAYS_USUAL;
  g_autoptr (RgmAgenda) agenda = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  if (!given->all_patients && !cli_session_patient_or_nobody (&session, &patient, error))
    return FALSE;
  agenda = cli_load_agenda (&session, patient, days, error);
  if (agenda == NULL)
    return FALSE;
  if (!given->days.given)
    keep_near_times (agenda, invocation->now);
  if (invocation->globals.json)
    return cli_print_agenda_json (invocation, agenda, patient, error);
  print_agenda (invocation, agenda, patient, days, given->tablets);
  return TRUE;
}

const CliCommand cli_command_agenda = {
  .name = "agenda",
  .summary = N_ ("show the coming doses, day by day"),
  .arguments = "",
  .details
  = N_ ("Lists the doses that are overdue, due and planned, in order, and the next dose of every "
        "course even if it is farther away.\n\n"
        "\"tentative\" marks doses after the next one: they may move with what happens before "
        "them. \"to book\" marks the next dose if it has no appointment yet. The tablets that are "
        "planned at fixed times stand in one line a day, or in one line each with --tablets; those "
        "of today and tomorrow only, unless --days says how far to look. One that is not answered "
        "has a line of its own, and below the table the command that logs it.\n\n"
        "If the database holds several people, the agenda is that of the person named with "
        "--patient, or of everybody with --all-patients."),
  .examples = "regimen agenda\nregimen agenda --days 30\nregimen agenda --all-patients --json",
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
