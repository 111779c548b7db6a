/* path-watch.h: watches the file to which a path leads. The path may lead through symbolic links,
 * and every folder on it may be removed, made again or replaced. */
#pragma once

#include <glib.h>

typedef enum {
  PATH_WRITTEN,  /* the file was written to; a transaction of SQLite may not be complete yet */
  PATH_REPLACED, /* the path leads to another file than before, which is complete */
  PATH_GONE,     /* the path does not lead to a file any more */
} PathChange;

typedef void (*PathWatchCallback) (PathChange change, gpointer data);

typedef struct _PathWatch PathWatch;

/**
 * path_watch_new: begins to watch @path. The file and its folders may be missing.
 * @suffix: (nullable): of a second file beside the file, whose writes count as writes to the file:
 * "-wal". If there is a suffix, each write is reported, and so is the creation or removal of
 * another file whose name is that of the file, "-" and something else ("-shm"). If there is none, a
 * write is reported only when the writer closes the file.
 * Returns: (transfer full): NULL with an error of the GFileError domain if nothing can be watched.
 */
PathWatch *path_watch_new (const char *path, const char *suffix, PathWatchCallback callback,
                           gpointer data, GError **error);
void path_watch_free (PathWatch *watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PathWatch, path_watch_free)
