/* record-file.h: the whole record as a file for other programs. */
#pragma once

#include <regimen/session.h>

/* Writes the record as JSON to @path, 0600, durable and all at once. Only an empty file, or a
 * record that was written before, is replaced, and no link is followed: else RGM_ERROR_CONFLICT, or
 * RGM_ERROR_USAGE if @path cannot be the name of a file. */
gboolean record_file_write (RgmStore *store, const char *path, GError **error);

/* The same for the bundle of the person @patient_id, or of all people if that is 0: replaces only a
 * bundle. @count: (out): how many entries it has. */
gboolean record_bundle_write (const RgmSession *session, gint64 patient_id, const char *path,
                              guint *count, GError **error);

/* Writes each table of the record to a file of the new folder @path, 0700: the folder gets its name
 * when all files are whole. Nothing that is there is replaced, but for an empty folder: else
 * RGM_ERROR_CONFLICT. @count: (out): how many files. */
gboolean record_folder_write (RgmStore *store, const char *path, guint *count, GError **error);
