/* kept-files.h: calendar files that are kept equal to the record. */
#pragma once

#include "cli/command.h"
#include "programs/export/calendar-file.h"
#include "store/calendar-rows.h"

/* What became of a kept file, or is to be said of it. */
typedef enum {
  CLI_KEPT_CURRENT, /* is as the record is */
  CLI_KEPT_STALE,   /* is not, or is not there */
  CLI_KEPT_EMPTY,   /* nothing to export, so it stays as it was */
  CLI_KEPT_FAILED,  /* cannot be written, with an error */
} CliKeptState;

/* How @kept stands at the moment of @session; nothing is written. @error: (out): for FAILED. */
CliKeptState cli_kept_look (const RgmSession *session, const RgmKeptFile *kept, GError **error);

/* Writes it where it is not current. @events: (out) (nullable): how many it has. */
CliKeptState cli_kept_refresh (const RgmSession *session, const RgmKeptFile *kept, guint *events,
                               GError **error);
