/* kept-check.h: what "check" says about the calendar files that are kept equal to the record. */
#pragma once

#include "cli/json.h"
#include "cli/output.h"

typedef struct {
  char *state; /* "current", "stale", "empty", "failed" */
  char *path;
  char *problem; /* failed: why; else NULL */
} CliKeptReport;

/* Asks regimen-export, because only that program makes calendars. @database: its path.
 * Returns: (transfer full) (element-type CliKeptReport): NULL with @error if the program could not
 * be run. */
GPtrArray *cli_kept_check (const char *database, GError **error);

/* One sentence. @well: (out): whether the file is as it should be. Returns: (transfer full). */
char *cli_kept_text (const CliKeptReport *report, gboolean *well);

/* "calendars": an array. */
void cli_kept_json (CliJson *json, const GPtrArray *reports);
