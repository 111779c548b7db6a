/* regimen sheet: writes one page about the record for the clinic. */
#include "base/civil.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/command.h"
#include "followup/sheet-file.h"
#include "followup/sheet.h"

#define DEFAULT_FILE "regimen-sheet.html"

typedef struct {
  const char *since;
  gboolean open;
} Options;

static const CliOption options[] = {
  { "since", CLI_TEXT, G_STRUCT_OFFSET (Options, since), "PERIOD",
    N_ ("how far back, as \"3 months\", 12w or a day; default: 3 months") },
  { "open", CLI_FLAG, G_STRUCT_OFFSET (Options, open), NULL, N_ ("open it in the browser") },
  { NULL },
};

/* Finds the first day of the sheet. @text: a period that ends today, or a day. */
static gboolean
parse_since (CliInvocation *invocation, const char *text, const RgmZone *zone, RgmDay *since,
             GError **error)
{
  RgmDay today = rgm_zone_day (zone, invocation->now);
  RgmPeriod period;
  RgmWhen when;

  if (rgm_period_parse (text, &period, NULL)) {
    *since = period.unit == 'm'   ? rgm_day_add_months (today, -period.count)
             : period.unit == 'w' ? today - 7 * period.count
                                  : today - period.count;
    if (period.unit != 'h' && civil_day_in_range (*since))
      return TRUE;
    if (period.unit != 'h')
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("--since \"%s\" is before the year 1900; type a shorter time, like "
                      "\"3 months\", or a day"),
                   text);
    else
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("--since \"%s\" is not a number of days, weeks or months, like \"3 months\""),
                   text);
    return FALSE;
  }
  if (!cli_parse_when (invocation, text, zone, RGM_WHEN_HAPPENED, &when, error))
    return FALSE;
  *since = when.local.day;
  if (*since <= today)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("--since \"%s\" is in the future; type a day that has passed, or how far back, "
                  "like \"3 months\""),
               text);
  return FALSE;
}

/* Opens the page in the desktop's browser. If that fails, adds a note; the page has been written in
 * any case. */
static void
open_page (CliInvocation *invocation, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (full, NULL, &error);
  char *words[] = { (char *)"xdg-open", uri, NULL };

  if (uri == NULL
      || !g_spawn_async (NULL, words, NULL,
                         G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL
                           | G_SPAWN_STDERR_TO_DEV_NULL,
                         NULL, NULL, NULL, &error))
    cli_note (invocation, _ ("no browser could be opened (%s); open the file by hand"),
              error->message);
}

static void
print_written (CliInvocation *invocation, const char *path, RgmDay since)
{
  g_autofree char *shown = file_shown (path), *day = cli_day_text (since);
  g_autofree char *from = rgm_day_format (since);
  CliJson json;

  if (!invocation->globals.json) {
    cli_print_para (invocation, 2, _ ("Wrote what is on record since %s to the file %s"), day,
                    shown);
    cli_print_para (invocation, 2, _ ("Open it in a browser, and print it from there."));
    return;
  }
  cli_json_begin (&json);
  cli_json_text (&json, "sheet", path);
  cli_json_text (&json, "since", from);
  cli_print_json (invocation, &json);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *path = invocation->words->len > 0 ? g_strdup (invocation->words->pdata[0])
                                                     : g_canonicalize_filename (DEFAULT_FILE, NULL);
  g_autofree char *html = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  const RgmZone *zone;
  SheetOptions sheet = { 0 };
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error)
      || (patient = cli_session_patient (&session, error)) == NULL
      || (zone = rgm_patient_zone (patient, error)) == NULL)
    return FALSE;
  sheet.since = sheet_usual_since (rgm_zone_day (zone, invocation->now));
  if (given->since != NULL && !parse_since (invocation, given->since, zone, &sheet.since, error))
    return FALSE;
  sheet.private_mode = cli_is_private (invocation, &session);
  html = sheet_page (&session, patient, &sheet, error);
  if (html == NULL || !sheet_write (path, html, patient, error))
    return FALSE;
  cli_name_person (invocation, patient);
  print_written (invocation, path, sheet.since);
  if (given->open)
    open_page (invocation, path);
  return TRUE;
}

const CliCommand cli_command_sheet = {
  .name = "sheet",
  .verifies = CLI_VERIFIES_ALL,
  .summary = N_ ("write a page for the clinic, to print or to show"),
  .arguments = "[FILE]",
  .details = N_ (
    "Writes one page about the last three months: the courses, each dose with its planned and its "
    "actual day, what was put off or skipped and why, how much radiation each site had, what was "
    "noticed and what a laboratory found, with the doses marked, what is needed before the next "
    "doses, the questions, and whom to call. The page says that you entered all this, and adds no "
    "advice.\n\nIf you name no FILE, the page is regimen-sheet.html in the folder in which you "
    "are. An older sheet of the same person is replaced; any other file is left alone. Only you "
    "can read the page. It needs no network.\n\n--private leaves out the names of people and "
    "places and the phone numbers. What was typed as a reason or a note stays."),
  .examples = "regimen sheet --open\nregimen sheet visit.html --since 6m\n"
              "regimen sheet --since 2026-09-01 --private",
  .word = CLI_WORD_FILE,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
