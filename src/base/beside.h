/* beside.h: a file that is written beside the place that it gets when it is complete. Its name is
 * "PATH.new-XXXXXX". Its writer holds a lock on it, so that what a killed writer left can be told
 * from what a living one is still writing. */
#pragma once

#include <glib.h>

typedef struct {
  char *name; /* NULL: none */
  int fd;     /* holds the lock until it is closed */
} BesideFile;

/* Makes an empty one, 0600, beside @path. Returns: FALSE with errno set. */
gboolean beside_create (const char *path, BesideFile *file);
/* Closes it, after every other use of it: closing it drops the locks of SQLite in this process. */
void beside_close (BesideFile *file);

/* Whether a file that does not begin with the name of @path may be removed, too. It is opened as
 * @fd for reading. */
typedef gboolean (*BesideIsOurs) (int fd);
/**
 * beside_sweep: removes what dead writers left in the folder of @path: of files whose name begins
 * with that of @path ("regimen.db.new-…", "regimen.db.backup-v3-….new-…"), and of those of which
 * @is_ours (nullable) says so; with the files that SQLite kept beside them. Nothing else is ever
 * removed, and a failure is of no matter.
 */
void beside_sweep (const char *path, BesideIsOurs is_ours);
