#include "cli/agenda-json.h"

#include "cli/dose-text.h"

/* The zone of the only patient, else that of the machine. */
static const RgmZone *
zone_of (const CliInvocation *invocation, const RgmAgenda *agenda, const RgmPatient *patient)
{
  const RgmPatient *only
    = patient == NULL && agenda->patients->len == 1 ? agenda->patients->pdata[0] : patient;
  const RgmZone *zone = only != NULL ? rgm_zone_get (only->zone, NULL) : NULL;

  return zone != NULL ? zone : invocation->zone;
}

void
cli_print_agenda_json (CliInvocation *invocation, const RgmAgenda *agenda,
                       const RgmPatient *patient)
{
  const RgmZone *zone = zone_of (invocation, agenda, patient);
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_instant (&json, "now", invocation->now, zone);
  cli_json_text (&json, "zone", rgm_zone_name (zone));
  cli_json_open_array (&json, "doses");
  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);

    cli_json_dose (&json, NULL, item->patient->name, item->course, &item->dose, item->zone);
  }
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}
