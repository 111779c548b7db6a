/* regimen agenda: lists the coming doses, day by day. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/print/output.h"
#include "model/dose.h"

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

/* ---- the tablets of a day in one line ---- */

/* Whether @item is a tablet that needs no line of its own: it is planned for one of its fixed
 * times, is not due, tentative, booked, moved or on hold, and its time is not skipped or repeated
 * by a clock change. */
static gboolean
is_plain_tablet (const RgmAgendaItem *item)
{
  const RgmDose *dose = &item->dose;
  RgmFit fit = RGM_FIT_EXACT;

  if (!dose->slot || dose->state != RGM_DOSE_PLANNED || dose->tentative || dose->appointment != NULL
      || dose->hold != NULL || dose->why == RGM_WHY_MOVED)
    return FALSE;
  rgm_zone_to_instant (item->zone, dose->target, &fit);
  return fit == RGM_FIT_EXACT;
}

static char *
medicine_title (const RgmAgendaItem *item)
{
  const RgmCourse *course = item->course;
  const char *const parts[] = { course->handle, rgm_course_amount (course, item->dose.number),
                                course->site, rgm_dose_place (&item->dose, course) };

  return cli_list_text (parts, G_N_ELEMENTS (parts));
}

/* "calcium, 1 tablet: 08:00, 20:00": a title and the times of all plain tablets, from item @first
 * up to @end, that have the title, course and day of item @first. Sets their flags in @told. */
static char *
medicine_text (const RgmAgenda *agenda, guint first, guint end, gboolean *told)
{
  const RgmAgendaItem *head = &g_array_index (agenda->items, RgmAgendaItem, first);
  g_autoptr (GPtrArray) times = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = medicine_title (head), *list = NULL;

  for (guint i = first; i < end; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    RgmLocal at = item->dose.target;
    g_autofree char *its_title = item->course == head->course ? medicine_title (item) : NULL;

    if (g_strcmp0 (its_title, title) != 0 || at.day != head->dose.target.day
        || !is_plain_tablet (item))
      continue;
    told[i] = TRUE;
    g_ptr_array_add (times, g_strdup_printf ("%02d:%02d", at.second / 3600, at.second / 60 % 60));
  }
  list = cli_list_text ((const char *const *)times->pdata, times->len);
  return g_strdup_printf (_ ("%s: %s"), title, list);
}

/* "calcium, 1 tablet: 08:00, 20:00; ibuprofen: 09:00": all plain tablets of the same person and day
 * as item @first. @told: a flag for each item of @agenda. Items with a flag are left out; the flags
 * of the items in the text are set. */
static char *
tablet_day_text (const RgmAgenda *agenda, guint first, gboolean *told)
{
  /* Items are sorted by time, and no day is longer than this, so later items can be ignored. */
  enum { LONGEST_DAY = 48 * 3600 };
  const RgmAgendaItem *head = &g_array_index (agenda->items, RgmAgendaItem, first);
  GString *text = g_string_new (NULL);
  guint end = first;

  while (end < agenda->items->len
         && g_array_index (agenda->items, RgmAgendaItem, end).moment < head->moment + LONGEST_DAY)
    end++;
  for (guint i = first; i < end; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    g_autofree char *medicine = NULL;

    if (told[i] || item->patient != head->patient || !is_plain_tablet (item)
        || item->dose.target.day != head->dose.target.day)
      continue;
    medicine = medicine_text (agenda, i, end, told);
    g_string_append_printf (text, text->len > 0 ? "; %s" : "%s", medicine);
  }
  return g_string_free (text, FALSE);
}

/* ---- the table ---- */

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

/* Adds one row with all plain tablets of the same person and day as item @first. */
static void
add_tablet_row (CliTable *table, const CliInvocation *invocation, const RgmAgenda *agenda,
                guint first, gboolean with_patient, gboolean *told)
{
  const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, first);
  g_autofree char *date = cli_day_text (item->dose.target.day);
  g_autofree char *relative = rgm_dose_relative (&item->dose, item->zone, invocation->now);
  g_autofree char *details = tablet_day_text (agenda, first, told);
  const char *state = rgm_dose_state_words (&item->dose, item->course);
  const char *cells[]
    = { date, relative, with_patient ? item->patient->name : NULL, _ ("tablets"), state, details };

  cli_table_add (table, cli_dose_style (&item->dose), cells);
}

/* Prints, for each tablet that is due or overdue, the command that logs it. */
static void
print_unanswered (CliInvocation *invocation, const RgmAgenda *agenda)
{
  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (!item->dose.slot
        || (item->dose.state != RGM_DOSE_DUE && item->dose.state != RGM_DOSE_OVERDUE))
      continue;
    g_autofree char *dose = g_strdup_printf ("%s/%d", item->course->handle, item->dose.number);
    g_autofree char *patient = cli_patient_option (item->patient, agenda->patients);
    g_autofree char *log
      = dose_log_words (&item->dose, item->course, item->zone, invocation->now, FALSE);
    cli_print_para (invocation, 2, _ ("If %s was taken: regimen %s%s"), dose, patient, log);
  }
}

/* The days that are shown, both ends included. */
typedef struct {
  RgmDay first, last;
  gboolean typed; /* the user typed the days, so the output names them */
} Span;

static void
print_span (CliInvocation *invocation, const Span *span, gboolean empty)
{
  g_autofree char *first = cli_day_text (span->first), *last = cli_day_text (span->last);
  int days = span->last - span->first;
  g_autofree char *heading = g_strdup_printf (_ ("%s to %s"), first, last);

  if (!empty && span->typed && days > 0)
    cli_print_heading (invocation, CLI_STRONG, heading);
  if (empty && span->typed && days > 0)
    cli_print_para (invocation, 0, _ ("Nothing is planned from %s to %s."), first, last);
  else if (empty && span->typed)
    cli_print_para (invocation, 0, _ ("Nothing is planned for %s."), first);
  else if (empty)
    cli_print_para (invocation, 0,
                    P_ ("Nothing is planned in the next %d day.",
                        "Nothing is planned in the next %d days.", (gulong)days),
                    days);
}

/* @each_tablet: whether each tablet gets a line of its own. */
static void
print_agenda (CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient,
              const Span *span, gboolean each_tablet)
{
  const char *heading[]
    = { _ ("DATE"), _ ("WHEN"), _ ("WHO"), _ ("DOSE"), _ ("STATE"), _ ("DETAILS"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  g_autofree gboolean *told = g_new0 (gboolean, agenda->items->len);

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (each_tablet || !is_plain_tablet (item))
      add_row (table, invocation, item, patient == NULL);
    else if (!told[i])
      add_tablet_row (table, invocation, agenda, i, patient == NULL, told);
  }
  print_span (invocation, span, agenda->items->len == 0);
  if (agenda->items->len > 0)
    cli_table_print (table, invocation->out, &invocation->screen);
  print_unanswered (invocation, agenda);
  cli_print_pauses (invocation, agenda, patient);
}

/* Tablets fill the agenda quickly. Without --days, keeps only those of today and tomorrow, and the
 * next one of each course if that comes later. */
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

/* Removes the items outside @span. A dose of an earlier day that is still open counts as one of
 * today. An appointment in another zone counts for the day there, which is listed, and for that of
 * the patient. */
static void
keep_span (RgmAgenda *agenda, const Span *span, RgmInstant now)
{
  for (guint i = agenda->items->len; i-- > 0;) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    RgmDay today = rgm_zone_day (item->zone, now), earliest = MIN (today, span->last);
    RgmDay there = MAX (rgm_dose_local (&item->dose).day, earliest);
    RgmDay here = MAX (dose_day (&item->dose, item->zone), earliest);

    if ((there < span->first || there > span->last) && (here < span->first || here > span->last))
      g_array_remove_index (agenda->items, i);
  }
}

/* Finds the days to show from the words after the command and from --days. */
static gboolean
find_span (const CliInvocation *invocation, const RgmZone *zone, Span *span, GError **error)
{
  const Options *given = invocation->options;
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  RgmDay today = rgm_zone_day (zone, invocation->now);

  *span
    = (Span){ today, today + (given->days.given ? given->days.value : DAYS_USUAL), typed != NULL };
  if (typed == NULL)
    return TRUE;
  if (given->days.given) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" and --days both say which days are meant: give one of them"), typed);
    return FALSE;
  }
  if (!rgm_when_parse_span (typed, zone, invocation->now, i18n_first_weekday (), &span->first,
                            &span->last, error))
    return FALSE;
  if (span->last >= today && span->last - today <= RGM_SPAN_DAYS)
    return TRUE;
  if (span->last < today)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" has passed, and the agenda shows what comes; \"regimen history\" lists "
                    "what has happened"),
                 typed);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" is more than ten years away"),
                 typed);
  return FALSE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const RgmZone *zone;
  Span span;
  g_autoptr (RgmAgenda) agenda = NULL;
  g_autoptr (GPtrArray) people = NULL;
  const RgmPatient *patient;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !cli_session_viewed (&session, given->all_patients, &people, error))
    return FALSE;
  patient = !given->all_patients && people->len == 1 ? people->pdata[0] : NULL;
  cli_name_person (invocation, patient);
  zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;
  if (zone == NULL)
    zone = invocation->zone;
  if (!find_span (invocation, zone, &span, error))
    return FALSE;
  agenda
    = cli_load_agenda (&session, patient, span.last - rgm_zone_day (zone, invocation->now), error);
  if (agenda == NULL)
    return FALSE;
  if (span.typed)
    keep_span (agenda, &span, invocation->now);
  else if (!given->days.given)
    keep_near_times (agenda, invocation->now);
  if (invocation->globals.json)
    return cli_print_agenda_json (invocation, agenda, patient, RGM_NO_DAY, FALSE, error);
  if (patient == NULL)
    cli_name_agenda (invocation, agenda);
  print_agenda (invocation, agenda, patient, &span, given->tablets);
  return TRUE;
}

static const char *const spans[] = { "today", "tomorrow", "week", "weekend", "month", NULL };

const CliCommand cli_command_agenda = {
  .name = "agenda",
  .summary = N_ ("show the coming doses, day by day"),
  .arguments = "[DAYS]",
  .details
  = N_ ("Lists the doses that are overdue, due and planned, in order, and the next dose of every "
        "course even if it is farther away. If you type days, it lists the doses of those days: "
        "today, tomorrow, friday, \"1 Dec\", week, \"next week\", \"2 weeks\", december, \"next "
        "month\".\n\n\"tentative\" marks doses after the next one: they may move, depending on "
        "when the doses before them are given. One that you moved or put on hold stays in the list "
        "even after its day has passed. \"to book\" marks the next dose if it has no appointment "
        "yet. Tablets at fixed times are listed in one line for each day, or with --tablets in one "
        "line each. Only those of today and tomorrow, and the next one of each course, are listed, "
        "unless you type days or --days. A tablet that is due or overdue has a line of its own, "
        "and the command that logs it is below the table.\n\nThe agenda names each treatment, with "
        "--private too, because the commands about a dose need its name; \"regimen --private "
        "month\" names none.\n\nIf the database holds several people, the agenda is that of the "
        "person named with --patient, or of the one set with \"regimen patient default\"; without "
        "either, or with --all-patients, that of everybody."),
  .examples = "regimen agenda\nregimen agenda next week\nregimen agenda --days 30\nregimen agenda "
              "--all-patients --json",
  .word = CLI_WORD_OTHER,
  .subcommands = spans,
  .max_words = 1,
  .ends_in_date = TRUE,
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
