/* calendar-file.h: the calendar of the record as a file, once or kept equal to the record. */
#pragma once

#include "cli/command.h"
#include "store/calendar-rows.h"

#include <regimen/ical.h>

/* A calendar, and the file that it is for. */
typedef struct {
  const char *path;      /* NULL: standard output. Borrowed */
  RgmCalendar *calendar; /* owned */
  gboolean private_mode; /* the name of the calendar tells nothing either */
  gboolean shared;       /* other users may read the file (0644); else only its owner (0600) */
} ExportFile;
void export_file_clear (ExportFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExportFile, export_file_clear)

/* Loads the calendar with the options of @wanted. @file: (out). Returns: FALSE with
 * RGM_ERROR_CALENDAR if there is nothing to export. */
gboolean export_file_load (ExportFile *file, const RgmSession *session, const RgmKeptFile *wanted,
                           GError **error);

/* Hands the text of the calendar to @sink. */
gboolean
export_file_print (const ExportFile *file, RgmIcalSink sink, gpointer data, GError **error);

/**
 * export_file_check_path: whether a calendar may take the place of what is at file->path: nothing,
 * an empty file, or a calendar of this program. What other programs wrote is never overwritten, and
 * no link is followed.
 * Returns: FALSE with RGM_ERROR_USAGE, RGM_ERROR_CONFLICT or G_FILE_ERROR.
 */
gboolean export_file_check_path (const ExportFile *file, GError **error);

/* Whether a file of this program at file->path is a calendar of the record of @session: one of the
 * events in it is of a course that is on record, or it has none. Returns: FALSE with
 * RGM_ERROR_CONFLICT if it is that of another record, which may keep it equal to itself. */
gboolean
export_file_check_record (const ExportFile *file, const RgmSession *session, GError **error);

/* Writes the file, durable and all at once: other programs see the old file or the new one. */
gboolean export_file_write (const ExportFile *file, GError **error);

/* ---- files that are kept equal to the record ---- */

typedef enum {
  EXPORT_KEPT_CURRENT, /* the file says what the record says */
  EXPORT_KEPT_STALE,   /* it says something else, or is not there */
  EXPORT_KEPT_EMPTY,   /* there is nothing to export, so the file stays as it was */
  EXPORT_KEPT_FAILED,  /* it cannot be written, or must not; an error is set */
} ExportKeptState;

/**
 * export_kept_update: how @kept compares with the record at the moment of @session. A file that
 * another program changed since it was written is left alone: RGM_ERROR_CONFLICT.
 * Processes that do this at once take turns.
 * @kept: kept->written is read from the store, if the store has it.
 * @write: write the file if it is not current; it is current then. kept->written becomes its hash,
 * also in the store.
 * @events: (out) (nullable): how many events the calendar has.
 */
ExportKeptState export_kept_update (const RgmSession *session, RgmKeptFile *kept, gboolean write,
                                    guint *events, GError **error);
