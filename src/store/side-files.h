/* side-files.h: the files beside the record are those of this program, and not of another user. */
#pragma once

#include "store/store-private.h"

/**
 * side_files_check: looks at the files that SQLite keeps beside the record @record, before it opens
 * them. Each that is there has to be an ordinary file with one name. Its owner is the owner of the
 * record, this user or root, unless others may write to the record. Nothing is touched.
 * @record: the path without symbolic links.
 * Returns: FALSE with RGM_ERROR_STORE: a line that names the file, its owner and the way out.
 */
gboolean side_files_check (const char *record, GError **error);

/* Opens the file @path beside the record @record if it is such a file, with @flags of open(2), and
 * never waits for the other end of a pipe. Returns: -1 with RGM_ERROR_STORE. */
int side_file_open (const char *path, int flags, const char *record, GError **error);

/* From now on, SQLite itself opens no other ones in this process. It fails with SQLITE_CANTOPEN. */
void side_files_guard (void);
