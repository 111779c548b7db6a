/* publish-run.h: one run of regimen-publish, which sends the events of the record to the calendar
 * on the server and notes the outcome. */
#pragma once

#include "caldav/account.h"
#include "calendar/publish-calendar.h"
#include "cli/program-options.h"
#include "store/calendar-rows.h"

#include <regimen/caldav.h>

typedef struct {
  CliInvocation *invocation;
  gboolean quiet; /* for "refresh", which the service runs: no user can read or answer */
  RgmCaldavAccount *account;
  RgmSession session;
  RgmPublication *publication; /* the outcome of the last run; NULL if nothing was published yet */
  GPtrArray *events;           /* of RgmEvent: the events of the record */
  /* rgm_calendar_left_out(): events whose times cannot be worked out */
  GPtrArray *left_out;
  gint64 patient_id; /* whose events they are; 0: those of all patients */
  RgmCalendarOptions options;
  /* this run has created the calendar, so what is known about an older one no longer holds */
  gboolean made;
} PublishRun;
void publish_run_clear (PublishRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PublishRun, publish_run_clear)

/* Takes the lock for publishing this database; waits if another program has it. The lock is
 * released when the program ends. Returns: FALSE with G_FILE_ERROR, or with RGM_ERROR_STORE if the
 * lock file may not be used (side_file_open()). */
gboolean publish_lock (const CliInvocation *invocation, GError **error);

/* Opens the record, and loads its events for the calendar of run->account; no events if there is
 * nothing to publish. */
gboolean publish_load (PublishRun *run, RgmStoreMode mode, GError **error);

/* Forgets everything that is known about the calendar on the server. */
gboolean publish_forget (PublishRun *run, GError **error);

/* Brings the calendar on the server up to date, and notes the outcome, also after a failure. Prints
 * nothing. @report: (out). Returns: FALSE with RGM_ERROR_AWAY if a later run may succeed, with
 * RGM_ERROR_SERVER if the user has to do something, or with an error of the record. */
gboolean publish_send (PublishRun *run, RgmPublishReport *report, GError **error);
