/* regimen without a command: prints what is overdue, due and next, and the command for each. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "model/dose.h"
#include "store/calendar-rows.h"

enum { DAY_SECONDS = 86400 };

typedef enum {
  PART_OVERDUE,
  PART_DUE,
  PART_HELD,
  PART_NEXT,
  N_PARTS,
} Part;

static Part
part_of (const RgmDose *dose)
{
  if (dose->hold != NULL)
    return PART_HELD;
  if (dose->state == RGM_DOSE_OVERDUE)
    return PART_OVERDUE;
  return dose->state == RGM_DOSE_DUE ? PART_DUE : PART_NEXT;
}

static void
print_item (CliInvocation *invocation, const RgmAgenda *agenda, const RgmAgendaItem *item)
{
  const RgmDose *dose = &item->dose;
  const char *handle = item->course->handle;
  RgmLocal when = rgm_dose_local (dose);
  g_autofree char *date = cli_local_text (when);
  g_autofree char *relative = rgm_dose_relative (dose, item->zone, invocation->now);
  g_autofree char *details = cli_dose_details_text (item->course, dose, item->zone);
  g_autofree char *name = g_strdup_printf ("%s/%d", handle, dose->number);
  const char *const parts[]
    = { agenda->patients->len > 1 ? item->patient->name : NULL, name,
        cli_as_written (invocation, details),
        /* for a dose on hold, the details say so already */
        dose->hold != NULL ? NULL : rgm_dose_state_words (dose, item->course) };
  g_autofree char *list = cli_list_text (parts, G_N_ELEMENTS (parts));
  g_autofree char *latest = cli_day_text (dose->latest);
  g_autofree char *patient = cli_patient_option (item->patient, agenda->patients);
  g_autofree char *example = dose_booking_example (dose, dose->target.day);
  g_autofree char *log = dose_log_words (dose, item->course, item->zone, invocation->now, FALSE);
  g_autofree char *line
    = part_of (dose) == PART_OVERDUE
        ? g_strdup_printf (_ ("%s (%s): %s, its window ended on %s"), date, relative, list, latest)
        : g_strdup_printf ("%s (%s): %s", date, relative, list);

  cli_print_para (invocation, 4, "  %s", line);
  if (part_of (dose) == PART_HELD || dose->tentative)
    cli_print (invocation, "    regimen %sbook %s TIME", patient, name);
  if (dose->tentative) /* the dose before it is to be logged first */
    return;
  if (part_of (dose) != PART_NEXT) {
    cli_print (invocation, "    regimen %s%s", patient, log);
    cli_print (invocation,
               dose->slot ? "    regimen %sskip %s" : "    regimen %sskip %s --reason \"...\"",
               patient, name);
  } else if (rgm_dose_is_to_book (dose, item->course))
    cli_print (invocation, "    regimen %sbook %s \"%s\"", patient, name, example);
  else
    cli_print (invocation, "    regimen %sshow %s", patient, handle);
}

static void
print_part (CliInvocation *invocation, const RgmAgenda *agenda, Part part)
{
  static const CliStyle styles[] = { CLI_ALARM, CLI_NOTICE, CLI_STRONG, CLI_STRONG };
  static const char *const titles[] = { N_ ("Overdue"), N_ ("Due"), N_ ("On hold"), N_ ("Next") };
  gboolean any = FALSE;

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    /* a dose that is only a projection is left out: nothing is to be done about it before the dose
     * on which it depends is logged or skipped */
    if (item->dose.slot || dose_is_projection (&item->dose, item->course)
        || part_of (&item->dose) != part)
      continue;
    if (!any)
      cli_print_heading (invocation, styles[part], _ (titles[part]));
    any = TRUE;
    print_item (invocation, agenda, item);
  }
}

/* "20:00 planned", or "Tue 2026-12-01 08:00 planned" if that is not today. Returns: (transfer
 * full). */
static char *
slot_text (const CliInvocation *invocation, const RgmAgendaItem *item)
{
  RgmLocal at = item->dose.target;
  const char *state = rgm_dose_state_words (&item->dose, item->course);
  g_autofree char *when = at.day == rgm_zone_day (item->zone, invocation->now)
                            ? g_strdup_printf ("%02d:%02d", at.second / 3600, at.second / 60 % 60)
                            : cli_local_text (at);

  return g_strdup_printf ("%s %s", when, state);
}

/* Prints the open fixed times of one course, from item @first on, in one line. If the first one is
 * due or overdue, also prints the command that logs it. */
static void
print_times (CliInvocation *invocation, const RgmAgenda *agenda, guint first)
{
  const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, first);
  const char *handle = item->course->handle;
  const char *const parts[] = { handle, agenda->patients->len > 1 ? item->patient->name : NULL,
                                rgm_course_amount (item->course, item->dose.number) };
  g_autofree char *title = cli_list_text (parts, G_N_ELEMENTS (parts));
  g_autofree char *patient = cli_patient_option (item->patient, agenda->patients);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL, *log = NULL;

  for (guint i = first; i < agenda->items->len; i++) {
    const RgmAgendaItem *each = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (each->course == item->course)
      g_ptr_array_add (slots, slot_text (invocation, each));
  }
  list = cli_list_text ((const char *const *)slots->pdata, slots->len);
  cli_print_para (invocation, 4, "  %s: %s", title, list);
  log = dose_log_words (&item->dose, item->course, item->zone, invocation->now, FALSE);
  if (part_of (&item->dose) != PART_NEXT)
    cli_print (invocation, "    regimen %s%s", patient, log);
}

/* Prints one line for each course of tablets, because they may be taken several times a day. */
static void
print_tablets (CliInvocation *invocation, const RgmAgenda *agenda)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (!item->dose.slot || g_hash_table_contains (seen, item->course))
      continue;
    if (g_hash_table_size (seen) == 0)
      cli_print_heading (invocation, CLI_STRONG, _ ("Fixed times"));
    g_hash_table_add (seen, (gpointer)item->course);
    print_times (invocation, agenda, i);
  }
}

/* Prints a warning for each course with an open dose that has an entry dated in the future by
 * mistake. */
static void
print_ahead (CliInvocation *invocation, const RgmAgenda *agenda)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    g_autofree char *patient = cli_patient_option (item->patient, agenda->patients);
    g_autofree char *ahead = cli_ahead_text (item->course, item->zone, invocation->now, patient);

    if (ahead == NULL || !g_hash_table_add (seen, (gpointer)item->course))
      continue;
    cli_print (invocation, "%s", "");
    cli_print_para (invocation, 2, "%s", ahead);
  }
}

/* Prints a line if the user should look at the calendar on the server. If the server cannot be
 * reached, that is reported only after a day. */
static gboolean
print_published (CliInvocation *invocation, RgmStore *store, GError **error)
{
  g_autoptr (RgmPublication) publication = NULL;
  gboolean late;

  if (!store_publication (store, &publication, error))
    return FALSE;
  if (publication == NULL)
    return TRUE;
  late = publication->problem != NULL
         && (!publication->away || publication->succeeded_at == RGM_INSTANT_NONE
             || invocation->now - publication->succeeded_at > DAY_SECONDS);
  if (publication->asks > 0 || late)
    cli_print (invocation, "%s", "");
  if (publication->asks > 0)
    cli_print_para (
      invocation, 2,
      P_ ("%d event was changed in the calendar on the server: regimen publish show",
          "%d events were changed in the calendar on the server: regimen publish show",
          publication->asks),
      publication->asks);
  else if (late)
    cli_print_para (invocation, 2,
                    _ ("The calendar on the server is not up to date: regimen publish show"));
  return TRUE;
}

gboolean
cli_overview (CliInvocation *invocation, GError **error)
{
  g_autoptr (RgmAgenda) agenda = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  if (session.patient != NULL && !cli_session_patient_or_nobody (&session, &patient, error))
    return FALSE;
  cli_name_person (invocation, patient);
  agenda = cli_load_agenda (&session, patient, 0, error);
  if (agenda == NULL)
    return FALSE;
  if (invocation->globals.json)
    return cli_print_agenda_json (invocation, agenda, patient, RGM_NO_DAY, FALSE, error);

  if (patient == NULL)
    cli_name_agenda (invocation, agenda);
  for (Part part = 0; part < N_PARTS; part++)
    print_part (invocation, agenda, part);
  print_tablets (invocation, agenda);
  print_ahead (invocation, agenda);
  if (!cli_print_pauses (invocation, agenda, patient) && agenda->items->len == 0) {
    cli_print (invocation, "%s",
               agenda->patients->len == 0 ? _ ("Nothing is on record yet.")
                                          : _ ("No dose is open."));
    cli_print (invocation, _ ("Begin:                regimen setup"));
    cli_print (invocation,
               _ ("Start a course:       regimen add zoledronic-acid --every 4w --first DATE"));
    cli_print (invocation, _ ("See the treatments:   regimen catalog"));
    cli_print (invocation, _ ("See the commands:     regimen help"));
  }
  return print_published (invocation, session.store, error);
}
