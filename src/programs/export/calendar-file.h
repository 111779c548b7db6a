/* calendar-file.h: writes the calendar of the record to a file, either once or each time that the
 * record has changed. */
#pragma once

#include "cli/command.h"
#include "store/calendar-rows.h"

#include <regimen/ical.h>

/* A calendar, and the file to which it is written. */
typedef struct {
  const char *path;      /* borrowed; NULL: standard output */
  RgmCalendar *calendar; /* owned */
  gboolean private_mode; /* the name of the calendar, too, must not tell of treatments or people */
  gboolean shared;       /* other users may read the file (0644); else only its owner (0600) */
} ExportFile;
void export_file_clear (ExportFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExportFile, export_file_clear)

/* Loads the calendar with the options of @wanted. @file: (out). Returns: FALSE with
 * RGM_ERROR_CALENDAR if there is nothing to export. */
gboolean export_file_load (ExportFile *file, const RgmSession *session, const RgmKeptFile *wanted,
                           GError **error);

/* Hands the text of the calendar to @sink. Returns: FALSE with the error of @sink. */
gboolean
export_file_print (const ExportFile *file, RgmIcalSink sink, gpointer data, GError **error);

/**
 * export_file_check_path: whether a calendar may be written to file->path, because there is
 * nothing, an empty file, or a calendar of this program. Files of other programs are never
 * overwritten, and links are not followed.
 * Returns: FALSE with RGM_ERROR_USAGE if the path cannot be that of a file, RGM_ERROR_CONFLICT if
 * something else is there, or G_FILE_ERROR if it cannot be read.
 */
gboolean export_file_check_path (const ExportFile *file, GError **error);

/* Whether the calendar of this program at file->path may be replaced by that of the record of
 * @session: regimen made all of its events, for courses that are on record, or it has no events.
 * Returns: FALSE with RGM_ERROR_CONFLICT if it is the calendar of another record, which may keep it
 * up to date, or has an event that the user or another program put into it. */
gboolean
export_file_check_record (const ExportFile *file, const RgmSession *session, GError **error);

/* Writes the file durably and atomically: other programs see either the old file or the new one.
 * Returns: FALSE with @error set; the old file is then as it was. */
gboolean export_file_write (const ExportFile *file, GError **error);

/* ---- files that are kept equal to the record ---- */

typedef enum {
  EXPORT_KEPT_CURRENT, /* the file says what the record says */
  EXPORT_KEPT_STALE,   /* it says something else, or does not exist */
  EXPORT_KEPT_EMPTY,   /* there is nothing to export, so it stays as it was; an error says why */
  EXPORT_KEPT_OTHER,   /* another copy of the record keeps the file; an error is set */
  EXPORT_KEPT_FAILED,  /* it cannot be written, or must not; an error is set */
} ExportKeptState;

typedef enum {
  EXPORT_KEPT_LOOK,   /* write nothing */
  EXPORT_KEPT_FOLLOW, /* write the file if it is not current, unless another copy keeps it */
  EXPORT_KEPT_TAKE,   /* write it if it is not current: from now on this record keeps it */
} ExportKeptWay;

/**
 * export_kept_update: compares @kept with the record at the moment of @session. A file that another
 * program changed since regimen wrote it is left alone: RGM_ERROR_CONFLICT. Processes that do this
 * at the same time take turns.
 * @kept: kept->written is read again from the store, if the store has it. Unless @way is
 * EXPORT_KEPT_LOOK, it then begins with the hash of the present content, also in the store.
 * @events: (out) (nullable): how many events the calendar has.
 */
ExportKeptState export_kept_update (const RgmSession *session, RgmKeptFile *kept, ExportKeptWay way,
                                    guint *events, GError **error);
