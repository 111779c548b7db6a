/* sheet-file.h: the file in which a sheet stands. */
#pragma once

#include <regimen/store.h>

/**
 * sheet_write: writes @html, the sheet of @patient, to @path: beside its place, and then renamed,
 * so that nobody ever sees half of it; only the user can read it. An older sheet of the same person
 * is replaced, and so is an empty file. No link is followed.
 * Returns: FALSE with RGM_ERROR_USAGE (@path is no name of a file), RGM_ERROR_CONFLICT (the file is
 * there and is something else, or a link) or G_FILE_ERROR; then the file is as it was.
 */
gboolean
sheet_write (const char *path, const char *html, const RgmPatient *patient, GError **error);
