/* publish-server.h: the calendar on the server, in the form in which the library publishes to
 * it. */
#pragma once

#include "caldav/account.h"
#include "calendar/publish-calendar.h"

#include <regimen/caldav.h>

typedef struct {
  RgmCaldav *caldav;
  GHashTable *objects; /* the result of reader_objects() for the last fetch; NULL before that */
  GHashTable *own;     /* set of the listed names that regimen gives */
  gboolean others;     /* the calendar has events with other names, too */
  GHashTable *renamed; /* by UID: the names of regimen's events among these, as far as known */
} PublishServer;
void publish_server_clear (PublishServer *there);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PublishServer, publish_server_clear)

/* The functions with which the library publishes to @caldav. @there: (out): what they remember.
 * Both must outlive the result. */
RgmPublishServer publish_server (PublishServer *there, RgmCaldav *caldav);

/**
 * publish_connect: connects to the calendar of @account.
 * @seen: an earlier run has found the calendar there. If FALSE, looks for it, and creates it if it
 * does not exist.
 * @ask: whether the user may be asked to unlock a locked keyring.
 * @made: (inout): set to TRUE if the calendar was created, otherwise unchanged.
 * Returns: (transfer full): NULL with RGM_ERROR_AWAY or RGM_ERROR_SERVER.
 */
RgmCaldav *publish_connect (const RgmCaldavAccount *account, gboolean seen, gboolean ask,
                            gboolean *made, GError **error);
