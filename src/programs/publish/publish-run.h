/* publish-run.h: one run of regimen-publish: what the record says, sent to the calendar on the
 * server, with a note of how that went. */
#pragma once

#include "caldav/account.h"
#include "calendar/publish-calendar.h"
#include "cli/program-options.h"
#include "store/calendar-rows.h"

#include <regimen/caldav.h>

typedef struct {
  CliInvocation *invocation;
  gboolean quiet; /* "refresh": nobody is there to read or to answer */
  RgmCaldavAccount *account;
  RgmSession session;
  RgmPublication *publication; /* how the last run went; NULL if nothing was published yet */
  GPtrArray *events;           /* of RgmEvent: what the record says */
  GPtrArray *left_out;         /* what it cannot tell the times of: rgm_calendar_left_out() */
  gint64 patient_id;           /* whose they are; 0: those of all */
  RgmCalendarOptions options;
  gboolean made; /* this run has made the calendar, so what is known of an older one is void */
} PublishRun;
void publish_run_clear (PublishRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PublishRun, publish_run_clear)

/* Takes the lock for publishing this database, and waits if another program has it. The lock is
 * given back when the program ends. */
gboolean publish_lock (const CliInvocation *invocation, GError **error);

/* Opens the record, and reads what it says for the calendar of run->account. */
gboolean publish_load (PublishRun *run, RgmStoreMode mode, GError **error);

/* Forgets all that is known of a calendar on a server. */
gboolean publish_forget (PublishRun *run, GError **error);

/* Brings the calendar on the server up to date, and notes how that went, also if it failed. Prints
 * nothing. */
gboolean publish_send (PublishRun *run, RgmPublishReport *report, GError **error);
