/* regimen month: shows a month as a grid of days, with a sign for each dose. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "model/dose.h"

#include <string.h>

typedef struct {
  gboolean all_patients;
} Options;

static const CliOption options[] = {
  { "all-patients", CLI_FLAG, G_STRUCT_OFFSET (Options, all_patients), NULL,
    N_ ("the doses of everybody, not only of one person") },
  { NULL },
};

/* Prints what the signs that occur in the grid mean. */
static void
print_legend (CliInvocation *invocation, const RgmMonth *month, gboolean has_today, gboolean cut)
{
  static const char signs[] = RGM_MONTH_SIGNS;
  g_autoptr (GString) legend = g_string_new (NULL);

  for (gsize i = 0; i < strlen (signs); i++)
    if (month->words[i] != NULL)
      g_string_append_printf (legend, "%s%c\u00a0%s", legend->len > 0 ? ", " : "", signs[i],
                              month->words[i]);
  if (cut)
    g_string_append_printf (legend, ", +\u00a0%s", _ ("and more"));
  if (has_today)
    g_string_append_printf (legend, "%s[ ]\u00a0%s", legend->len > 0 ? ", " : "", _ ("today"));
  if (legend->len > 0)
    cli_print_para (invocation, 1, " %s", legend->str);
}

/* @hide: whether to hide the names of treatments. */
static void
print_doses (CliInvocation *invocation, const RgmMonth *month, gboolean with_patient, gboolean hide)
{
  const char *heading[] = { _ ("DATE"), _ ("WHO"), _ ("STATE"), _ ("DOSE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  for (guint i = 0; i < month->agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (month->agenda->items, RgmAgendaItem, i);
    const RgmDose *dose = &item->dose;
    g_autofree char *date = dose->state == RGM_DOSE_GIVEN
                              ? rgm_administration_when (dose->administration, item->zone)
                              : dose_time_text (dose, item->zone);
    g_autofree char *title
      = hide ? g_strdup (_ ("Treatment")) : rgm_dose_title (item->course, dose->number);
    const char *state = rgm_dose_state_words (dose, item->course);
    const char *cells[] = { date, with_patient ? item->patient->name : NULL, state, title };

    if (!rgm_month_is_tablets (item->course))
      cli_table_add (table, cli_dose_style (dose), cells);
  }
  cli_print (invocation, "%s", "");
  if (table->rows->len > 1)
    cli_table_print (table, invocation->out, &invocation->screen);
  else
    cli_print_para (invocation, 0, "%s",
                    month->agenda->items->len > 0
                      ? _ ("Only tablets are on record or planned in this month.")
                      : _ ("Nothing is on record or planned in this month."));
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (RgmMonth) month = NULL;
  g_autofree char *title = NULL, *grid = NULL;
  const RgmPatient *patient;
  const RgmZone *zone;
  RgmSession session;
  RgmDay today, first;
  gboolean cut, hide;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SETTINGS, &session, error)
      || !cli_session_viewed (&session, given->all_patients, &people, error))
    return FALSE;
  patient = !given->all_patients && people->len == 1 ? people->pdata[0] : NULL;
  if (patient != NULL)
    cli_name_person (invocation, patient);
  else
    cli_name_people (invocation, people);
  zone = cli_patient_zone (invocation, patient, error);
  if (zone == NULL)
    return FALSE;
  today = rgm_zone_day (zone, invocation->now);
  if (!rgm_when_parse_month (invocation->words->len > 0 ? invocation->words->pdata[0] : "this",
                             today, &first, error))
    return FALSE;
  month = rgm_month_load (&session, patient != NULL ? patient->id : 0, first, error);
  if (month == NULL)
    return FALSE;
  title = rgm_month_describe (first);
  hide = cli_is_private (invocation, &session);
  if (invocation->globals.json)
    return cli_print_agenda_json (invocation, month->agenda, patient, first, hide, error);
  grid = rgm_month_grid (month, today, i18n_first_weekday (), invocation->screen.width, &cut);
  cli_print_heading (invocation, CLI_STRONG, title);
  cli_print_styled (invocation->out, &invocation->screen, CLI_PLAIN, grid);
  print_legend (invocation, month, strchr (grid, '[') != NULL, cut);
  print_doses (invocation, month, given->all_patients || people->len > 1, hide);
  return TRUE;
}

static const char *const months[]
  = { "this", "next", "last",   "january",   "february", "march",    "april",    "may",
      "june", "july", "august", "september", "october",  "november", "december", NULL };

const CliCommand cli_command_month = {
  .name = "month",
  .summary = N_ ("show a month as a grid, with a sign for each dose"),
  .arguments = "[MONTH]",
  .details
  = N_ ("Shows the days of this month, or of the month that is typed, and on each day a sign for "
        "what is planned or has happened; the line below the grid says what the signs mean. Then "
        "come the doses of the month, except tablets, in the order of their days.\n\n"
        "A month is typed as december, \"dec 2026\", 2026-12, next or last. Without a year it is "
        "the nearest one. The week begins with Monday, or as the language settings of this machine "
        "say.\n\n"
        "With --private, or \"private = true\" below [privacy] in regimen.conf, the list names no "
        "treatment, and --json gives null for its course, unit, amount and place too. If the "
        "database holds several people, the month is that of the person named with --patient, or "
        "of the one set with \"regimen patient default\"; without either, or with "
        "--all-patients, that of everybody."),
  .examples = "regimen month\nregimen month december\nregimen month 2027-01 --all-patients",
  .word = CLI_WORD_OTHER,
  .subcommands = months,
  .max_words = 1,
  .ends_in_date = TRUE,
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
