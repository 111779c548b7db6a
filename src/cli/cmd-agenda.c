#include "agenda-json.h"
#include "base/i18n.h"
#include "dose-text.h"

enum { DAYS_USUAL = 90 };

typedef struct {
  CliNumber days;
  gboolean all_patients;
} Options;

static const CliOption options[] = {
  { "days", CLI_NUMBER, G_STRUCT_OFFSET (Options, days), "N",
    N_ ("how far ahead to look, in days (90)"), 0, 3660 },
  { "all-patients", CLI_FLAG, G_STRUCT_OFFSET (Options, all_patients), NULL,
    N_ ("everybody, not one person") },
  { NULL },
};

static void
add_row (CliTable *table, const CliInvocation *invocation, const RgmAgendaItem *item,
         gboolean with_patient)
{
  RgmLocal when = cli_dose_when (&item->dose);
  g_autofree char *date = cli_local_text (when);
  g_autofree char *relative = cli_relative_text (when.day, invocation->now, item->zone);
  g_autofree char *dose = g_strdup_printf ("%s/%d", item->course->handle, item->dose.number);
  g_autofree char *details = cli_dose_details_text (item->course, &item->dose, item->zone);
  const char *state = cli_dose_state_text (item->course, &item->dose);
  const char *cells[]
    = { date, relative, with_patient ? item->patient->name : NULL, dose, state, details };

  cli_table_add (table, cli_dose_style (&item->dose), cells);
}

/* @patient: nullable: the only one that is shown. */
static void
print_zones (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient)
{
  for (guint i = 0; i < agenda->patients->len; i++) {
    const RgmPatient *other = agenda->patients->pdata[i];

    if ((patient == NULL || patient->id == other->id)
        && !g_str_equal (other->zone, rgm_zone_name (invocation->zone)))
      cli_print_para (invocation, 0, _ ("Times of %s are those of %s."), other->name, other->zone);
  }
}

static void
print_agenda (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient,
              int days)
{
  const char *heading[]
    = { _ ("DATE"), _ ("WHEN"), _ ("WHO"), _ ("DOSE"), _ ("STATE"), _ ("DETAILS"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  if (agenda->items->len == 0) {
    cli_print_para (invocation, 0, _ ("Nothing is planned in the next %d days."), days);
    return;
  }
  for (guint i = 0; i < agenda->items->len; i++)
    add_row (table, invocation, &g_array_index (agenda->items, RgmAgendaItem, i), patient == NULL);
  cli_table_print (table, invocation->out, &invocation->screen);
  print_zones (invocation, agenda, patient);
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
  agenda = rgm_agenda_load (&session, patient != NULL ? patient->id : 0, days, error);
  if (agenda == NULL)
    return FALSE;
  if (invocation->globals.json)
    cli_print_agenda_json (invocation, agenda, patient);
  else
    print_agenda (invocation, agenda, patient, days);
  return TRUE;
}

const CliCommand cli_command_agenda = {
  .name = "agenda",
  .summary = N_ ("what comes, day by day"),
  .arguments = "",
  .details = N_ ("Lists the doses that are overdue, due and planned, in order, and the next dose "
                 "of every course however far it is.\n\n"
                 "\"tentative\" marks doses beyond the next one: they move with what happens "
                 "before them. \"to book\" marks the next "
                 "dose where there is no appointment yet."),
  .examples = "regimen agenda\nregimen agenda --days 30\nregimen agenda --all-patients --json",
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
