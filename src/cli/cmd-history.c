/* regimen history: the doses that were given or skipped. */
#include "base/i18n.h"
#include "cli/command.h"
#include "cli/dose-text.h"

typedef struct {
  gboolean all;
} Options;

static const CliOption options[] = {
  { "all", CLI_FLAG, G_STRUCT_OFFSET (Options, all), NULL,
    N_ ("also what was corrected, taken back or removed") },
  { NULL },
};

/* "left arm, went well; anyway: the window opens on ...; corrected later". */
static char *
note_text (const RgmHistoryRow *row)
{
  const RgmAdministration *done = row->administration;
  const char *const parts[] = { done->site, done->reason, done->note };
  g_autofree char *said = cli_list_text (parts, G_N_ELEMENTS (parts));
  g_autofree char *line = NULL, *anyway = NULL;
  const char *remarks[4] = { NULL };
  gsize count = 0;

  if (*said != '\0')
    remarks[count++] = said;
  if (done->anyway != NULL) {
    line = g_strdelimit (g_strdup (done->anyway), "\n", ' ');
    anyway = g_strdup_printf (_ ("anyway: %s"), line);
    remarks[count++] = anyway;
  }
  /* what became of the row, or of the row that it corrects */
  if (row->taken_back)
    remarks[count] = _ ("taken back");
  else if (done->replaced_by != 0)
    remarks[count] = _ ("corrected later");
  else if (done->replaces != 0)
    remarks[count] = _ ("a correction");
  return g_strjoinv ("; ", (char **)remarks);
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
    g_autofree char *when = cli_administration_text (done, zone);
    g_autofree char *dose = g_strdup_printf ("%s/%d", row->course, done->dose);
    g_autofree char *note = note_text (row);
    const char *outcome = done->outcome == RGM_GIVEN ? rgm_deed_words (row->unit) : _ ("skipped");
    const char *cells[] = { when, dose, outcome, done->amount, note };
    gboolean counts = done->outcome == RGM_GIVEN && done->replaced_by == 0 && !row->taken_back;

    cli_table_add (table, counts ? CLI_PLAIN : CLI_FAINT, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

static void
print_removed (CliInvocation *invocation, const GPtrArray *removed, const RgmZone *zone)
{
  for (guint i = 0; i < removed->len; i++) {
    const RgmRemovedCourse *course = removed->pdata[i];
    g_autofree char *added = cli_day_text (rgm_zone_day (zone, course->started_at));
    g_autofree char *gone = cli_day_text (rgm_zone_day (zone, course->removed_at));

    cli_print_para (invocation, 0, _ ("The course %s, added on %s, was removed on %s."),
                    course->handle, added, gone);
  }
}

static void
json_row (CliJson *json, const RgmHistoryRow *row, const RgmZone *zone, gboolean all)
{
  const RgmAdministration *done = row->administration;

  cli_json_open_object (json, NULL);
  cli_json_number_or_null (json, "id", done->id);
  cli_json_text (json, "patient", row->patient);
  cli_json_text (json, "course", row->course);
  cli_json_number (json, "dose", done->dose);
  cli_json_text (json, "outcome", done->outcome == RGM_GIVEN ? "given" : "skipped");
  cli_json_administration (json, "at", done, zone);
  cli_json_text (json, "amount", done->amount);
  cli_json_text (json, "site", done->site);
  cli_json_text (json, "reason", done->reason);
  cli_json_text (json, "note", done->note);
  cli_json_text (json, "anyway", done->anyway);
  cli_json_instant (json, "recorded_at", done->recorded_at, zone);
  cli_json_number_or_null (json, "replaces", done->replaces);
  cli_json_number_or_null (json, "replaced_by", done->replaced_by);
  if (all)
    cli_json_flag (json, "taken_back", row->taken_back);
  cli_json_close_object (json);
}

/* @typed: nullable: HANDLE or HANDLE/N. @patient: (out): NULL if nobody is on record. */
static GPtrArray *
load_rows (CliInvocation *invocation, const RgmSession *session, const char *typed, gboolean all,
           RgmPatient **whose, GError **error)
{
  g_autoptr (RgmCourse) course = NULL;
  const RgmPatient *patient;
  GPtrArray *rows;
  int dose = 0;

  if (typed == NULL
        ? !cli_session_patient_or_nobody (session, whose, error)
        : (course = cli_session_course (invocation, session, typed, whose, &dose, error)) == NULL)
    return NULL;
  patient = *whose;
  if (patient == NULL)
    return g_ptr_array_new ();
  cli_name_person (invocation, patient);
  rows = rgm_store_history (invocation->store, patient->id, course != NULL ? course->id : 0,
                            all ? RGM_HISTORY_ALL : RGM_HISTORY_COUNTED, error);
  for (guint i = rows != NULL && dose > 0 ? rows->len : 0; i-- > 0;)
    if (((const RgmHistoryRow *)rows->pdata[i])->administration->dose != dose)
      g_ptr_array_remove_index (rows, i);
  return rows;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GPtrArray) rows = NULL, removed = NULL;
  const RgmZone *zone;
  RgmSession session;
  CliJson json;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  rows = load_rows (invocation, &session, typed, given->all, &patient, error);
  zone = rows != NULL ? cli_patient_zone (invocation, patient, error) : NULL;
  removed = rows != NULL && patient != NULL && given->all && typed == NULL
              ? rgm_store_removed (invocation->store, patient->id, 0, error)
              : g_ptr_array_new ();
  if (zone == NULL || removed == NULL)
    return FALSE;

  if (!invocation->globals.json) {
    print_table (invocation, rows, zone);
    print_removed (invocation, removed, zone);
    return TRUE;
  }
  cli_json_begin (&json);
  cli_json_open_array (&json, "administrations");
  for (guint i = 0; i < rows->len; i++)
    json_row (&json, rows->pdata[i], zone, given->all);
  cli_json_close_array (&json);
  if (given->all) {
    cli_json_open_array (&json, "removed");
    for (guint i = 0; i < removed->len; i++)
      cli_json_removed (&json, NULL, removed->pdata[i], zone);
    cli_json_close_array (&json);
  }
  cli_print_json (invocation, &json);
  return TRUE;
}

const CliCommand cli_command_history = {
  .name = "history",
  .summary = N_ ("list the doses that were given or skipped"),
  .arguments = "[HANDLE[/N]]",
  .details
  = N_ ("Lists what is on record, oldest first: of every course, of one, or of one dose.\n\n"
        "--all also shows what was corrected with \"regimen amend\" and what \"regimen undo\" "
        "took back: every version is listed and marked. Courses that were removed with \"regimen "
        "remove\" are named at the end."),
  .examples = "regimen history\nregimen history --all\nregimen history zoledronic-acid --json",
  .word = CLI_WORD_HANDLE,
  .max_words = 1,
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
