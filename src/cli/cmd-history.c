#include "base/i18n.h"
#include "cli/command.h"

typedef struct {
  gboolean all;
} Options;

static const CliOption options[] = {
  { "all", CLI_FLAG, G_STRUCT_OFFSET (Options, all), NULL,
    N_ ("also what was corrected or taken back") },
  { NULL },
};

static const char *
outcome_name (const RgmAdministration *administration)
{
  return administration->outcome == RGM_GIVEN ? "given" : "skipped";
}

/* What became of the row, or of what it became. Returns: (transfer none) (nullable). */
static const char *
fate (const RgmHistoryRow *row)
{
  if (row->taken_back)
    return _ ("taken back");
  if (row->administration->replaced_by != 0)
    return _ ("corrected later");
  return row->administration->replaces != 0 ? _ ("a correction") : NULL;
}

static void
append_fate (GString *note, const RgmHistoryRow *row)
{
  if (fate (row) != NULL)
    g_string_append_printf (note, "%s%s", note->len > 0 ? "; " : "", fate (row));
}

static char *
note_text (const RgmHistoryRow *row)
{
  const RgmAdministration *administration = row->administration;
  const char *parts[] = { administration->site, administration->reason, administration->note };
  g_autoptr (GString) note = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (note, "%s%s", note->len > 0 ? ", " : "", parts[i]);
  if (administration->anyway != NULL) {
    g_autofree char *line = g_strdelimit (g_strdup (administration->anyway), "\n", ' ');

    g_string_append_printf (note, _ ("%sanyway: %s"), note->len > 0 ? "; " : "", line);
  }
  append_fate (note, row);
  return g_strdup (note->str);
}

static void
print_table (CliInvocation *invocation, const GPtrArray *rows, const RgmZone *zone)
{
  const char *heading[] = { _ ("WHEN"), _ ("DOSE"), _ ("OUTCOME"), _ ("AMOUNT"), _ ("NOTE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  if (rows->len == 0) {
    cli_print_para (invocation, 0,
                    _ ("Nothing has happened yet; \"regimen log HANDLE\" puts a dose on record."));
    return;
  }
  for (guint i = 0; i < rows->len; i++) {
    const RgmHistoryRow *row = rows->pdata[i];
    const RgmAdministration *done = row->administration;
    g_autofree char *when = cli_instant_text (done->at, zone);
    g_autofree char *dose = g_strdup_printf ("%s/%d", row->course, done->dose);
    g_autofree char *note = note_text (row);
    const char *outcome = done->outcome == RGM_GIVEN ? _ ("given") : _ ("skipped");
    const char *cells[] = { when, dose, outcome, done->amount, note };

    gboolean counts = done->outcome == RGM_GIVEN && done->replaced_by == 0 && !row->taken_back;

    cli_table_add (table, counts ? CLI_PLAIN : CLI_FAINT, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

static void
json_id (CliJson *json, const char *key, gint64 id)
{
  if (id == 0)
    cli_json_text (json, key, NULL);
  else
    cli_json_number (json, key, id);
}

static void
json_row (CliJson *json, const RgmHistoryRow *row, const RgmZone *zone, gboolean all)
{
  const RgmAdministration *done = row->administration;

  cli_json_open_object (json, NULL);
  json_id (json, "id", done->id);
  cli_json_text (json, "patient", row->patient);
  cli_json_text (json, "course", row->course);
  cli_json_number (json, "dose", done->dose);
  cli_json_text (json, "outcome", outcome_name (done));
  cli_json_instant (json, "at", done->at, zone);
  cli_json_text (json, "amount", done->amount);
  cli_json_text (json, "site", done->site);
  cli_json_text (json, "reason", done->reason);
  cli_json_text (json, "note", done->note);
  cli_json_text (json, "anyway", done->anyway);
  cli_json_instant (json, "recorded_at", done->recorded_at, zone);
  json_id (json, "replaces", done->replaces);
  json_id (json, "replaced_by", done->replaced_by);
  if (all)
    cli_json_flag (json, "taken_back", row->taken_back);
  cli_json_close_object (json);
}

static void
print_json (CliInvocation *invocation, const GPtrArray *rows, const RgmZone *zone, gboolean all)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "administrations");
  for (guint i = 0; i < rows->len; i++)
    json_row (&json, rows->pdata[i], zone, all);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

static void
keep_dose (GPtrArray *rows, int dose)
{
  for (guint i = rows->len; i > 0; i--) {
    const RgmHistoryRow *row = rows->pdata[i - 1];

    if (row->administration->dose != dose)
      g_ptr_array_remove_index (rows, i - 1);
  }
}

/* @typed: nullable: HANDLE or HANDLE/N. */
static GPtrArray *
load_rows (const RgmSession *session, const RgmPatient *patient, const char *typed, gboolean all,
           GError **error)
{
  g_autoptr (RgmCourse) course = NULL;
  GPtrArray *rows;
  int dose = 0;

  if (typed != NULL) {
    course = cli_session_course (session, patient, typed, &dose, error);
    if (course == NULL)
      return NULL;
  }
  rows = rgm_store_history (session->store, patient->id, course != NULL ? course->id : 0,
                            all ? RGM_HISTORY_ALL : RGM_HISTORY_COUNTED, error);
  if (rows != NULL && dose > 0)
    keep_dose (rows, dose);
  return rows;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  const RgmZone *zone = invocation->zone;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !cli_session_patient_or_nobody (&session, &patient, error))
    return FALSE;
  if (patient == NULL && typed != NULL)
    return cli_session_patient (&session, error) != NULL;
  if (patient != NULL)
    zone = rgm_zone_get (patient->zone, error);
  rows = patient != NULL ? load_rows (&session, patient, typed, given->all, error)
                         : g_ptr_array_new ();
  if (zone == NULL || rows == NULL)
    return FALSE;
  if (invocation->globals.json)
    print_json (invocation, rows, zone, given->all);
  else
    print_table (invocation, rows, zone);
  return TRUE;
}

const CliCommand cli_command_history = {
  .name = "history",
  .summary = N_ ("what happened: doses given and skipped"),
  .arguments = "[HANDLE[/N]]",
  .details
  = N_ ("Lists what is on record, oldest first: of every course, of one, or of one dose.\n\n"
        "--all shows also what was corrected with \"regimen amend\" and what \"regimen undo\" "
        "took back: each version stands there, and says so."),
  .examples = "regimen history\nregimen history --all\nregimen history zoledronic-acid --json",
  .word = CLI_WORD_HANDLE,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
