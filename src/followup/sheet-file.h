/* sheet-file.h: writes a sheet to a file. */
#pragma once

#include <regimen/store.h>

/**
 * sheet_write: writes @html, the sheet of @patient, to @path. The text goes to a temporary file
 * first, which is then renamed, so that no program ever sees half a sheet. Only the user can read
 * the file. An older sheet of the same person is replaced, and so is an empty file. Links are not
 * followed.
 * Returns: FALSE with RGM_ERROR_USAGE (@path is not the name of a file), RGM_ERROR_CONFLICT (the
 * file exists and is something else, or is a link) or G_FILE_ERROR; then the file is unchanged.
 */
gboolean
sheet_write (const char *path, const char *html, const RgmPatient *patient, GError **error);
