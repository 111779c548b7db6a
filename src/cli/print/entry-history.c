/* entry-history.c: prints the versions of entries, for regimen history --all. */
#include "cli/print/entry-history.h"

#include "base/i18n.h"
#include "cli/print/entry-text.h"

/* "feel/1", "contact 2", "need of denosumab". Returns: (transfer full). */
static char *
entry_name (const RgmEntryVersion *version)
{
  if (version->observation != NULL)
    return cli_entry_id (version->observation);
  if (version->contact != NULL)
    return g_strdup_printf (_ ("contact %d"), version->contact->number);
  if (version->question != NULL)
    return g_strdup_printf (_ ("question %d"), version->question->number);
  return g_strdup_printf (_ ("need of %s"), version->course);
}

/* The content of the version. @zone: the patient's. Returns: (transfer full). */
static char *
version_text (const RgmEntryVersion *version, const RgmZone *zone)
{
  const RgmQuestion *question = version->question;
  const RgmNeed *need = version->need;
  g_autofree char *within = NULL;

  if (version->observation != NULL)
    return cli_entry_said (version->observation, zone);
  if (version->contact != NULL)
    return rgm_contact_text (version->contact);
  if (question != NULL)
    return question->answer == NULL
             ? g_strdup (question->question)
             : g_strdup_printf (_ ("%s Answer: %s"), question->question, question->answer);
  if (need->within.count == 0)
    return g_strdup (need->name);
  within = rgm_period_describe (need->within);
  return g_strdup_printf (_ ("%s, not older than %s"), need->name, within);
}

static const char *
fate_text (const RgmEntryVersion *version, RgmVersionFate fate)
{
  switch (fate) {
  case RGM_FATE_HOLDS:
    break;
  case RGM_FATE_CORRECTION:
    return _ ("a correction");
  case RGM_FATE_ANSWER:
    return _ ("answered");
  case RGM_FATE_ENTERED_AGAIN:
    return _ ("entered again");
  case RGM_FATE_CORRECTED_LATER:
    return _ ("corrected later");
  case RGM_FATE_ANSWERED_LATER:
    return _ ("answered later");
  case RGM_FATE_REMOVED_LATER:
    return _ ("removed later");
  case RGM_FATE_REMOVAL:
    return _ ("removed");
  case RGM_FATE_TAKEN_BACK:
    return version->removal ? _ ("removal taken back") : _ ("taken back");
  }
  return NULL;
}

/* Whether a version with this fate is what the record says today. */
static gboolean
holds (RgmVersionFate fate)
{
  return fate <= RGM_FATE_ENTERED_AGAIN;
}

void
cli_print_versions (CliInvocation *invocation, const GPtrArray *versions, const RgmZone *zone)
{
  const char *heading[] = { _ ("ENTRY"), _ ("WRITTEN"), _ ("NOTE"), _ ("WHAT IT SAID"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  if (versions->len == 0)
    return;
  if (invocation->out->len > 0)
    cli_print (invocation, "%s", "");
  cli_print_para (invocation, 0,
                  _ ("Entries that were corrected, answered, removed or taken back:"));
  for (guint i = 0; i < versions->len; i++) {
    const RgmEntryVersion *version = versions->pdata[i];
    RgmVersionFate fate = rgm_entry_version_fate (versions, i);
    g_autofree char *name = entry_name (version), *text = version_text (version, zone);
    g_autofree char *written = cli_day_text (rgm_zone_day (zone, version->written_at));
    const char *cells[] = { name, written, fate_text (version, fate), text };

    cli_table_add (table, holds (fate) ? CLI_PLAIN : CLI_FAINT, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

/* ---- JSON ---- */

static void
json_need (CliJson *json, const char *key, const RgmEntryVersion *version)
{
  const RgmNeed *need = version->need;
  g_autofree char *within = need->within.count > 0
                              ? g_strdup_printf ("%d%c", need->within.count, need->within.unit)
                              : NULL;

  cli_json_open_object (json, key);
  cli_json_text (json, "course", version->course);
  cli_json_text (json, "name", need->name);
  cli_json_text (json, "within", within);
  cli_json_text (json, "suggestion", need->source);
  cli_json_close_object (json);
}

void
cli_json_versions (CliJson *json, const GPtrArray *versions, const RgmPatient *patient,
                   const RgmZone *zone)
{
  for (guint i = 0; i < versions->len; i++) {
    const RgmEntryVersion *version = versions->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_text (json, "patient", patient->name);
    if (version->observation != NULL)
      cli_json_entry (json, "entry", version->observation, patient->name);
    else if (version->contact != NULL)
      cli_json_contact (json, "contact", version->contact, patient->name);
    else if (version->question != NULL)
      cli_json_question (json, "question", version->question, patient->name, zone);
    else
      json_need (json, "need", version);
    cli_json_instant (json, "written_at", version->written_at, zone);
    cli_json_flag (json, "removal", version->removal);
    cli_json_flag (json, "taken_back", version->taken_back);
    cli_json_flag (json, "holds", holds (rgm_entry_version_fate (versions, i)));
    cli_json_close_object (json);
  }
}
