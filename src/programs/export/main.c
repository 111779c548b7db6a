/* regimen-export: the command export, in a program of its own. "regimen-export refresh" writes the
 * kept files anew where the record has changed; "regimen-export state" says how they stand. */
#include "base/i18n.h"
#include "cli/export-options.h"
#include "programs/export/kept-files.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

extern const CliCommand cli_command_export;

/* ---- once ---- */

static gboolean
print_piece (const char *bytes, gsize length, gpointer data, GError **error)
{
  if (fwrite (bytes, 1, length, stdout) == length)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("the calendar could not be written: %s"), g_strerror (errno));
  return FALSE;
}

static gboolean
write_to (CliInvocation *invocation, const CliCalendarFile *file, GError **error)
{
  guint events = rgm_calendar_length (file->calendar);
  g_autofree char *shown = g_filename_display_name (file->path);

  if (!cli_calendar_path_check ("--to", file->path, FALSE, error)
      || !cli_calendar_file_write (file, error))
    return FALSE;
  cli_print_para (invocation, 2, P_ ("Wrote %u event to %s.", "Wrote %u events to %s.", events),
                  events, shown);
  cli_print_para (invocation, 2,
                  _ ("Import it once, into a calendar of its own: a second import doubles "
                     "or drops events in many programs."));
  return TRUE;
}

static gboolean
export_once (CliInvocation *invocation, const RgmSession *session, const RgmKeptFile *wanted,
             GError **error)
{
  const CliExportOptions *given = invocation->options;
  const RgmCalendarOptions options = { .days = wanted->days,
                                       .minutes = wanted->minutes,
                                       .private_mode = wanted->private_mode,
                                       .tablets = wanted->tablets,
                                       .lead_events = wanted->lead_events };
  g_autoptr (RgmCalendar) calendar
    = rgm_calendar_load (session, wanted->patient_id, &options, error);
  CliCalendarFile file
    = { given->to, calendar, wanted->private_mode || session->settings->private_mode,
        wanted->shared };

  if (calendar == NULL)
    return FALSE;
  return given->to != NULL ? write_to (invocation, &file, error)
                           : cli_calendar_write (&file, print_piece, NULL, error);
}

/* ---- kept ---- */

static void
print_kept (CliInvocation *invocation, const char *path, guint events)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  cli_print_para (invocation, 2,
                  P_ ("%s has %u event, and is written anew after each change.",
                      "%s has %u events, and is written anew after each change.", events),
                  shown, events);
  cli_print (invocation, _ ("Subscribe to it in your calendar program:"));
  cli_print (invocation, "  %s", uri);
}

/* First the file, then the record of it: what could not be written once is not kept. */
static gboolean
keep (CliInvocation *invocation, const RgmSession *session, const RgmKeptFile *wanted,
      GError **error)
{
  guint events = 0;

  switch (cli_kept_refresh (session, wanted, &events, error)) {
  case CLI_KEPT_FAILED:
    return FALSE;
  case CLI_KEPT_EMPTY:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("nothing to export yet, so no file is kept; start with \"regimen add\""));
    return FALSE;
  default:
    break;
  }
  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  if (!rgm_store_keep_file (session->store, wanted, error)
      || !rgm_store_commit (session->store, error)) {
    rgm_store_rollback (session->store);
    return FALSE;
  }
  print_kept (invocation, wanted->path, events);
  return TRUE;
}

static char *
list_kept (const RgmSession *session)
{
  g_autoptr (GPtrArray) files = rgm_store_kept_files (session->store, NULL);
  GString *names = g_string_new (NULL);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const RgmKeptFile *file = g_ptr_array_index (files, i);
    g_autofree char *shown = g_filename_display_name (file->path);
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", shown);
  }
  return g_string_free (names, FALSE);
}

static gboolean
not_kept (const RgmSession *session, const char *path, GError **error)
{
  g_autofree char *names = list_kept (session);
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("--keep %s: that file is not kept; kept is: %s"), shown,
               *names != '\0' ? names : _ ("none"));
  return FALSE;
}

static gboolean
stop_keeping (CliInvocation *invocation, const RgmSession *session, const char *path,
              GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  gboolean kept = FALSE;

  if (!rgm_store_begin (session->store, NULL, session->now, error))
    return FALSE;
  if (!rgm_store_stop_keeping (session->store, path, &kept, error)
      || !rgm_store_commit (session->store, error)) {
    rgm_store_rollback (session->store);
    return FALSE;
  }
  if (!kept)
    return not_kept (session, path, error);
  cli_print_para (invocation, 2, _ ("%s stays as it is, and is not written any more."), shown);
  return TRUE;
}

/* ---- refresh ---- */

static void
note_failure (GString *failures, const GError *problem)
{
  g_string_append_printf (failures, "%s%s", failures->len > 0 ? "; " : "", problem->message);
}

static gboolean
refresh_all (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) files = rgm_store_kept_files (session->store, error);
  g_autoptr (GString) failures = g_string_new (NULL);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    g_autoptr (GError) problem = NULL;
    if (cli_kept_refresh (session, g_ptr_array_index (files, i), NULL, &problem) == CLI_KEPT_FAILED)
      note_failure (failures, problem);
  }
  if (files != NULL && failures->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("a calendar is not up to date: %s"),
                 failures->str);
  return files != NULL && failures->len == 0;
}

/* Another process may have written meanwhile, and its file may have been replaced by an older one
 * of ours: whoever is last looks again. */
static gboolean
refresh (const RgmSession *session, GError **error)
{
  gint64 before = 0, after = 0;

  do
    if (!rgm_store_data_version (session->store, &before, error) || !refresh_all (session, error)
        || !rgm_store_data_version (session->store, &after, error))
      return FALSE;
  while (before != after);
  return TRUE;
}

/* ---- how they stand, for "check" ---- */

static const char *const state_names[] = { "current", "stale", "empty", "failed" };

static void
print_part (const char *text)
{
  fwrite (text, 1, strlen (text) + 1, stdout);
}

static gboolean
print_states (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) files = rgm_store_kept_files (session->store, error);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const RgmKeptFile *file = g_ptr_array_index (files, i);
    g_autoptr (GError) problem = NULL;
    print_part (state_names[cli_kept_look (session, file, &problem)]);
    print_part (file->path);
    print_part (problem != NULL ? problem->message : "");
  }
  return files != NULL;
}

/* ---- */

static gboolean
check_options (const CliExportOptions *given, GError **error)
{
  if (given->keep != NULL && given->to != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--to writes once, --keep after each change: give one of them"));
  else if (given->stop && given->keep == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--stop needs the file that is to be kept no longer: --keep FILE --stop"));
  else if (given->shared && given->keep == NULL && given->to == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--shared is about a file: --to FILE or --keep FILE"));
  else
    return TRUE;
  return FALSE;
}

static RgmKeptFile *
read_wanted (const CliInvocation *invocation)
{
  const CliExportOptions *given = invocation->options;
  RgmKeptFile *wanted = g_new0 (RgmKeptFile, 1);

  wanted->path = given->keep != NULL && *given->keep != '\0'
                   ? g_canonicalize_filename (given->keep, NULL)
                   : g_strdup ("");
  wanted->days = given->days.given ? given->days.value : RGM_CALENDAR_DAYS;
  wanted->minutes = given->minutes.value;
  wanted->private_mode = invocation->globals.private_mode;
  wanted->tablets = given->tablets;
  wanted->lead_events = given->lead_events;
  wanted->shared = given->shared;
  return wanted;
}

static gboolean
act (CliInvocation *invocation, const RgmSession *session, GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_autoptr (RgmKeptFile) wanted = read_wanted (invocation);
  g_autoptr (RgmPatient) patient = NULL;

  if (session->patient != NULL && !cli_session_patient_or_nobody (session, &patient, error))
    return FALSE;
  wanted->patient_id = patient != NULL ? patient->id : 0;
  if (given->stop)
    return stop_keeping (invocation, session, wanted->path, error);
  return given->keep != NULL ? keep (invocation, session, wanted, error)
                             : export_once (invocation, session, wanted, error);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const CliExportOptions *given = invocation->options;
  gboolean writes = given->keep != NULL && cli_database_exists (invocation);
  RgmSession session;

  if (!check_options (given, error)
      || !cli_session (invocation, writes ? RGM_STORE_CREATE : RGM_STORE_READ,
                       CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session, error))
    return FALSE;
  if (invocation->words->len == 0)
    return act (invocation, &session, error);
  if (g_str_equal (invocation->words->pdata[0], "refresh"))
    return refresh (&session, error);
  if (g_str_equal (invocation->words->pdata[0], "state"))
    return print_states (&session, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, "regimen-export refresh, regimen-export state");
  return FALSE;
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_export;

  command.run = run;
  command.max_words = 1;
  return cli_main (&command, argv);
}
