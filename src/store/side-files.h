/* side-files.h: checks that the files beside the record belong to this program, and that no other
 * user put them there. */
#pragma once

#include "store/store-private.h"

/**
 * side_files_check: looks at the files that SQLite keeps beside the record @record, before it opens
 * them. Each that exists has to be good (base/side-file.h). No file is changed.
 * @record: the path without symbolic links.
 * Returns: FALSE with RGM_ERROR_STORE: a line that names the file, its owner and what the user can
 * do.
 */
gboolean side_files_check (const char *record, GError **error);

/* From now on, SQLite opens a file beside a record in this process only if it passes that check;
 * otherwise it fails with SQLITE_CANTOPEN. */
void side_files_guard (void);
