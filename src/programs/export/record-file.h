/* record-file.h: writes the whole record to files for other programs. */
#pragma once

#include <regimen/session.h>

/* Writes the record as JSON to @path, with mode 0600, durably and atomically. Replaces only an
 * empty file, or a record that was exported before if @store has all changes in it
 * (store/json-there.h). Links are not followed. Returns: FALSE with RGM_ERROR_CONFLICT if something
 * else is there, or with RGM_ERROR_USAGE if @path cannot be the name of a file. */
gboolean record_file_write (RgmStore *store, const char *path, GError **error);

/* The same for the FHIR bundle of the person @patient_id, or of all people if that is 0. Replaces
 * only an empty file, or a bundle that has no other person, and no course that the record lacks.
 * @count: (out): how many entries the bundle has. */
gboolean record_bundle_write (const RgmSession *session, gint64 patient_id, const char *path,
                              guint *count, GError **error);

/* Writes each table of the record to a file of the new folder @path, with mode 0700. The folder
 * gets its name when all files are complete. Nothing that exists is replaced, except an empty
 * folder. Returns: FALSE with RGM_ERROR_CONFLICT if something else is there. @count: (out): how
 * many files were written. */
gboolean record_folder_write (RgmStore *store, const char *path, guint *count, GError **error);

/* Removes the unfinished folders that killed exports left beside @path. */
void record_folder_sweep (RgmStore *store, const char *path);
