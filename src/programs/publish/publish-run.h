/* publish-run.h: the parts of regimen-publish. */
#pragma once

#include "caldav/account.h"
#include "cli/publish-options.h"
#include "store/calendar-rows.h"

#include <regimen/caldav.h>

/* One run of the command. */
typedef struct {
  CliInvocation *invocation;
  RgmCaldavAccount *account;
  RgmSession session;
  RgmPublication *publication; /* NULL: nothing was published yet */
  GPtrArray *events;           /* of RgmEvent: what the record says */
  gboolean quiet;              /* "refresh": nobody is there to read or to answer */
  gboolean fresh; /* the calendar was made just now: what was known of one there is over */
} PublishRun;
void publish_run_clear (PublishRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PublishRun, publish_run_clear)

/* Takes the lock of this database's publishing, waiting for whoever has it. It ends with the
 * program. */
gboolean publish_lock (const CliInvocation *invocation, GError **error);

/* Opens the record and reads what it and the store say of the calendar of run->account. */
gboolean publish_load (PublishRun *run, RgmStoreMode mode, GError **error);

/* A calendar on a server, and what stood there when it was last got. */
typedef struct {
  RgmCaldav *caldav;
  GHashTable *objects; /* of reader_objects(); NULL: nothing was got yet */
} PublishServer;
void publish_server_clear (PublishServer *there);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PublishServer, publish_server_clear)

/* @there as the library publishes to it. */
RgmPublishServer publish_server (PublishServer *there);

/* Connects. @seen: the calendar has been seen before; else it is looked at, and made where it is
 * not there: then run->fresh is set. @ask: the keyring may ask for its password. (transfer full) */
RgmCaldav *publish_connect (PublishRun *run, gboolean seen, gboolean ask, GError **error);

/* Publishes over @caldav and notes how it went; prints nothing. */
gboolean publish_now (PublishRun *run, RgmCaldav *caldav, RgmPublishReport *report, GError **error);
/* Notes that it could not be tried: @problem. */
void publish_note_failure (PublishRun *run, const GError *problem);

/* "publish set URL". */
gboolean publish_set (PublishRun *run, GError **error);

/* ---- publish-show.c ---- */

/* Appends what somebody should look at, where there is anything. */
gboolean publish_print_asks (PublishRun *run, GError **error);
/* "publish show". */
gboolean publish_show (PublishRun *run, GError **error);
/* The same as data, also of a run that has @report. */
gboolean publish_print_json (PublishRun *run, const RgmPublishReport *report, GError **error);
