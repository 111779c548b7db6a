/* regimen-export: the command export, in a program of its own. */
#include "base/i18n.h"
#include "export-options.h"

#include <regimen/ical.h>

extern const CliCommand cli_command_export;

enum { DAYS_USUAL = 180, OWNER_ONLY = 0600 };

static gboolean
append (const char *bytes, gsize length, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)length);
  return TRUE;
}

/* A link is written through to what it points at; a name that is no plain file ("/dev/stdout")
 * cannot be replaced. */
static gboolean
check_target (const char *path, GError **error)
{
  if (*path == '\0' || g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--to \"%s\" is no file name"), path);
    return FALSE;
  }
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--to \"%s\" is no plain file; without --to the calendar goes to standard output"), path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_calendar (CliInvocation *invocation, const GString *calendar, guint events, GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_autofree char *shown = NULL;

  if (given->to == NULL) {
    g_string_append_len (invocation->out, calendar->str, (gssize)calendar->len);
    return TRUE;
  }
  if (!check_target (given->to, error)
      || !g_file_set_contents_full (given->to, calendar->str, (gssize)calendar->len,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    OWNER_ONLY, error))
    return FALSE;
  shown = g_filename_display_name (given->to);
  cli_print_para (invocation, 2, P_ ("Wrote %u event to %s.", "Wrote %u events to %s.", events),
                  events, shown);
  cli_print_para (invocation, 2,
                  _ ("Import it once, into a calendar of its own: a second import doubles "
                     "or drops events in many programs."));
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GString) calendar = g_string_new (NULL);
  RgmCalendarOptions options = { .days = given->days.given ? given->days.value : DAYS_USUAL,
                                 .minutes = given->minutes.value,
                                 .tablets = given->tablets };
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error))
    return FALSE;
  options.private_mode = invocation->globals.private_mode || session.settings->private_mode;
  if (session.patient != NULL && !cli_session_patient_or_nobody (&session, &patient, error))
    return FALSE;
  events = rgm_calendar_events (&session, patient != NULL ? patient->id : 0, &options, error);
  if (events == NULL
      || !rgm_ical_write (events, options.private_mode ? _ ("Appointments") : _ ("Treatments"),
                          append, calendar, error))
    return FALSE;
  return write_calendar (invocation, calendar, events->len, error);
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_export;

  command.run = run;
  return cli_main (&command, argv);
}
