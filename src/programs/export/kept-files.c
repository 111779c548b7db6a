#include "programs/export/kept-files.h"
#include "store/calendar-rows.h"

static RgmCalendar *
load (const RgmSession *session, const RgmKeptFile *kept, GError **error)
{
  const RgmCalendarOptions options = { .days = kept->days,
                                       .minutes = kept->minutes,
                                       .private_mode = kept->private_mode,
                                       .tablets = kept->tablets,
                                       .lead_events = kept->lead_events };
  return rgm_calendar_load (session, kept->patient_id, &options, error);
}

static CliCalendarFile
file_of (const RgmSession *session, const RgmKeptFile *kept, const RgmCalendar *calendar)
{
  return (CliCalendarFile){ .path = kept->path,
                            .calendar = calendar,
                            .private_mode = kept->private_mode || session->settings->private_mode,
                            .shared = kept->shared };
}

/* @write: where it is not current. */
static CliKeptState
go_through (const RgmSession *session, const RgmKeptFile *kept, gboolean write, guint *events,
            GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (RgmCalendar) calendar = load (session, kept, &problem);
  CliCalendarFile file = file_of (session, kept, calendar);
  if (calendar == NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_CALENDAR))
    return CLI_KEPT_EMPTY;
  if (calendar == NULL || !cli_calendar_path_check ("--keep", kept->path, TRUE, &problem)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return CLI_KEPT_FAILED;
  }
  if (events != NULL)
    *events = rgm_calendar_length (calendar);
  if (cli_calendar_file_is_current (&file))
    return CLI_KEPT_CURRENT;
  if (!write)
    return CLI_KEPT_STALE;
  return cli_calendar_file_write (&file, error) ? CLI_KEPT_CURRENT : CLI_KEPT_FAILED;
}

CliKeptState
cli_kept_look (const RgmSession *session, const RgmKeptFile *kept, GError **error)
{
  return go_through (session, kept, FALSE, NULL, error);
}

CliKeptState
cli_kept_refresh (const RgmSession *session, const RgmKeptFile *kept, guint *events, GError **error)
{
  return go_through (session, kept, TRUE, events, error);
}
