/* kept-check.c: asks regimen-export about the state of the calendar files that are kept. */
#include "cli/kept-check.h"

#include "base/i18n.h"
#include "cli/programs.h"

#include <string.h>

static void
report_free (gpointer data)
{
  CliKeptReport *report = data;
  g_free (report->state);
  g_free (report->path);
  g_free (report->problem);
  g_free (report);
}

GPtrArray *
cli_kept_check (const char *database, GError **error)
{
  const char *const arguments[] = { "state", "--db", database, NULL };
  g_autoptr (GString) said = g_string_new (NULL);
  GPtrArray *reports;
  if (!cli_program_read ("regimen-export", arguments, said, error))
    return NULL;
  reports = g_ptr_array_new_with_free_func (report_free);
  /* "STATE", "PATH" and "PROBLEM" of each file, with a zero byte after each */
  for (const char *at = said->str, *end = at + said->len; at < end;) {
    CliKeptReport *report = g_new0 (CliKeptReport, 1);
    char **const parts[] = { &report->state, &report->path, &report->problem };
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
      gsize length = strnlen (at, (gsize)(end - at));
      *parts[i] = g_strndup (at, length);
      at += MIN (length + 1, (gsize)(end - at));
    }
    if (*report->problem == '\0')
      g_clear_pointer (&report->problem, g_free);
    g_ptr_array_add (reports, report);
  }
  return reports;
}

char *
cli_kept_text (const CliKeptReport *report, gboolean *well)
{
  g_autofree char *shown = g_filename_display_name (report->path);
  gboolean empty = g_str_equal (report->state, "empty");
  *well = empty || g_str_equal (report->state, "current");
  if (*well && !empty)
    return g_strdup_printf (_ ("%s is up to date"), shown);
  if (empty)
    return g_strdup_printf (_ ("%s stays as it was: there is nothing to export"), shown);
  if (report->problem != NULL)
    return g_strdup_printf (_ ("%s (to stop updating this file: regimen export --keep %s --stop)"),
                            report->problem, shown);
  return g_strdup_printf (_ ("%s is older than the record; regimend, or the next command that "
                             "changes the record, will update it"),
                          shown);
}

void
cli_kept_json (CliJson *json, const GPtrArray *reports)
{
  cli_json_open_array (json, "calendars");
  for (guint i = 0; reports != NULL && i < reports->len; i++) {
    const CliKeptReport *report = g_ptr_array_index (reports, i);
    g_autofree char *shown = g_filename_display_name (report->path);
    cli_json_open_object (json, NULL);
    cli_json_text (json, "path", shown);
    cli_json_text (json, "state", report->state);
    cli_json_text (json, "problem", report->problem);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}
