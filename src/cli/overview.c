/* regimen without a command: what is overdue, due and next, and the command for each. */
#include "base/i18n.h"
#include "cli/dose-text.h"

enum { DAY_SECONDS = 86400 };

typedef enum {
  PART_OVERDUE,
  PART_DUE,
  PART_NEXT,
  N_PARTS,
} Part;

static Part
part_of (const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_OVERDUE)
    return PART_OVERDUE;
  return dose->state == RGM_DOSE_DUE ? PART_DUE : PART_NEXT;
}

static const char *
part_title (Part part)
{
  static const char *const titles[] = {
    [PART_OVERDUE] = N_ ("Overdue"),
    [PART_DUE] = N_ ("Due"),
    [PART_NEXT] = N_ ("Next"),
  };

  return _ (titles[part]);
}

/* The name as it has to be typed, with --patient where there are several people. */
static char *
patient_option (const RgmAgenda *agenda, const RgmAgendaItem *item)
{
  g_autofree char *quoted = NULL;

  if (agenda->patients->len < 2)
    return g_strdup ("");
  quoted = g_shell_quote (item->patient->name);
  return g_strdup_printf ("--patient %s ", quoted);
}

static void
print_commands (CliInvocation *invocation, const RgmAgenda *agenda, const RgmAgendaItem *item)
{
  const char *handle = item->course->handle;
  g_autofree char *patient = patient_option (agenda, item);
  g_autofree char *day = rgm_day_format (item->dose.target.day);

  if (part_of (&item->dose) != PART_NEXT) {
    cli_print (invocation, "    regimen %slog %s/%d", patient, handle, item->dose.number);
    cli_print (invocation, "    regimen %sskip %s/%d --reason \"...\"", patient, handle,
               item->dose.number);
  } else if (cli_dose_to_book (item->course, &item->dose))
    cli_print (invocation, "    regimen %sbook %s/%d \"%s 10:00\"", patient, handle,
               item->dose.number, day);
  else
    cli_print (invocation, "    regimen %sshow %s", patient, handle);
}

static void
print_item (CliInvocation *invocation, const RgmAgenda *agenda, const RgmAgendaItem *item)
{
  RgmLocal when = cli_dose_when (&item->dose);
  g_autofree char *date = cli_local_text (when);
  g_autofree char *relative = cli_relative_text (when.day, invocation->now, item->zone);
  g_autofree char *details = cli_dose_details_text (item->course, &item->dose, item->zone);
  g_autofree char *latest = cli_day_text (item->dose.latest);
  g_autoptr (GString) line = g_string_new ("  ");

  g_string_append_printf (line, "%s (%s): ", date, relative);
  if (agenda->patients->len > 1)
    g_string_append_printf (line, "%s, ", item->patient->name);
  g_string_append_printf (line, "%s/%d, %s, %s", item->course->handle, item->dose.number, details,
                          cli_dose_state_text (item->course, &item->dose));
  if (part_of (&item->dose) == PART_OVERDUE)
    g_string_append_printf (line, _ (", its window ended on %s"), latest);
  cli_print_para (invocation, 4, "%s", line->str);
  print_commands (invocation, agenda, item);
}

static void
print_part (CliInvocation *invocation, const RgmAgenda *agenda, Part part)
{
  static const CliStyle styles[] = { CLI_ALARM, CLI_NOTICE, CLI_STRONG };
  gboolean any = FALSE;

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (item->dose.slot || part_of (&item->dose) != part)
      continue;
    if (!any) {
      g_string_append (invocation->out, invocation->out->len > 0 ? "\n" : "");
      cli_print_styled (invocation->out, &invocation->screen, styles[part], part_title (part));
      g_string_append_c (invocation->out, '\n');
    }
    any = TRUE;
    print_item (invocation, agenda, item);
  }
}

/* "20:00 planned", with its day where that is not today. */
static void
append_slot (GString *line, const CliInvocation *invocation, const RgmAgendaItem *item)
{
  RgmDay today = rgm_zone_day (item->zone, invocation->now);
  RgmLocal at = item->dose.target;
  g_autofree char *day = at.day != today ? cli_day_text (at.day) : g_strdup ("");

  g_string_append_printf (line, "%s%s%02d:%02d %s", day, at.day != today ? " " : "",
                          at.second / 3600, at.second / 60 % 60,
                          cli_dose_state_text (item->course, &item->dose));
}

/* The open fixed times of one course, from item @first on, in one line, and the command for the
 * first. */
static void
print_times (CliInvocation *invocation, const RgmAgenda *agenda, guint first)
{
  const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, first);
  const char *amount = rgm_course_amount (item->course, item->dose.number);
  g_autofree char *patient = patient_option (agenda, item);
  g_autoptr (GString) line = g_string_new (item->course->handle);
  gboolean any = FALSE;

  if (agenda->patients->len > 1)
    g_string_append_printf (line, ", %s", item->patient->name);
  if (amount != NULL)
    g_string_append_printf (line, ", %s", amount);
  for (guint i = first; i < agenda->items->len; i++) {
    const RgmAgendaItem *each = &g_array_index (agenda->items, RgmAgendaItem, i);

    if (each->course != item->course)
      continue;
    g_string_append (line, any ? ", " : ": ");
    append_slot (line, invocation, each);
    any = TRUE;
  }
  cli_print_para (invocation, 4, "  %s", line->str);
  if (part_of (&item->dose) != PART_NEXT)
    cli_print (invocation, "    regimen %slog %s/%d", patient, item->course->handle,
               item->dose.number);
}

static gboolean
is_first_of_course (const RgmAgenda *agenda, guint index)
{
  const RgmCourse *course = g_array_index (agenda->items, RgmAgendaItem, index).course;

  for (guint i = 0; i < index; i++)
    if (g_array_index (agenda->items, RgmAgendaItem, i).course == course)
      return FALSE;
  return TRUE;
}

/* Tablets come several times a day: one line for each course. */
static void
print_tablets (CliInvocation *invocation, const RgmAgenda *agenda)
{
  gboolean any = FALSE;

  for (guint i = 0; i < agenda->items->len; i++) {
    if (!g_array_index (agenda->items, RgmAgendaItem, i).dose.slot
        || !is_first_of_course (agenda, i))
      continue;
    if (!any) {
      g_string_append (invocation->out, invocation->out->len > 0 ? "\n" : "");
      cli_print_styled (invocation->out, &invocation->screen, CLI_STRONG, _ ("Fixed times"));
      g_string_append_c (invocation->out, '\n');
    }
    any = TRUE;
    print_times (invocation, agenda, i);
  }
}

static void
print_welcome (CliInvocation *invocation, gboolean nobody)
{
  cli_print (invocation, "%s", nobody ? _ ("Nothing is on record yet.") : _ ("No dose is open."));
  cli_print (invocation,
             _ ("Start a course:       regimen add zoledronic-acid --every 4w --first DATE"));
  cli_print (invocation, _ ("See the treatments:   regimen catalog"));
  cli_print (invocation, _ ("See the commands:     regimen help"));
}

/* Being away for a while is nothing to speak of. */
static gboolean
is_late (const RgmPublication *publication, RgmInstant now)
{
  return publication->problem != NULL
         && (!publication->away || publication->succeeded_at == RGM_INSTANT_NONE
             || now - publication->succeeded_at > DAY_SECONDS);
}

static gboolean
print_published (CliInvocation *invocation, RgmStore *store, GError **error)
{
  g_autoptr (RgmPublication) publication = NULL;

  if (!rgm_store_publication (store, &publication, error))
    return FALSE;
  if (publication == NULL || (publication->asks == 0 && !is_late (publication, invocation->now)))
    return TRUE;
  g_string_append_c (invocation->out, '\n');
  if (publication->asks > 0)
    cli_print_para (
      invocation, 2,
      P_ ("%d event was changed in the calendar on the server: regimen publish show",
          "%d events were changed in the calendar on the server: regimen publish show",
          publication->asks),
      publication->asks);
  else
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
  agenda = rgm_agenda_load (&session, patient != NULL ? patient->id : 0, 0, error);
  if (agenda == NULL)
    return FALSE;
  if (invocation->globals.json) {
    cli_print_agenda_json (invocation, agenda, patient);
    return TRUE;
  }
  for (Part part = 0; part < N_PARTS; part++)
    print_part (invocation, agenda, part);
  print_tablets (invocation, agenda);
  if (agenda->items->len == 0)
    print_welcome (invocation, agenda->patients->len == 0);
  return print_published (invocation, session.store, error);
}
