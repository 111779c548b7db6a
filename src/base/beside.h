/* beside.h: unfinished files. A file is written as "PATH.new-…" and renamed to PATH when it is
 * complete. Its writer holds a lock on it, so that a file that a killed writer left can be told
 * from one that is still being written. */
#pragma once

#include <glib.h>

typedef struct {
  char *name; /* NULL: there is no file */
  int fd;     /* holds the lock until it is closed */
} BesideFile;

/**
 * beside_name: a new name for an unfinished file of @path: "PATH.new-", six random characters, and
 * ten digits of a hash of everything before them. No user chooses such a name by chance:
 * "regimen.db.new-laptop" is a file of the user. Returns: (transfer full).
 */
char *beside_name (const char *path);
/**
 * beside_length: whether @name, without a folder, is one that beside_name() gave, or that of a file
 * that SQLite keeps beside it ("-wal"). Returns: its length without the ending of SQLite; 0 if it
 * is another name.
 */
gsize beside_length (const char *name);
/* What a message calls the file @path: for an unfinished file, or one that SQLite keeps beside it,
 * the path for which it is written; otherwise @path. Returns: (transfer full). */
char *beside_meant (const char *path);

/* Creates an unfinished file for @path, empty and with the mode 0600, and locks it. Returns: FALSE
 * with errno set. */
gboolean beside_create (const char *path, BesideFile *file);
/* The same for a folder, with the mode 0700. On a file system that cannot lock folders,
 * beside_sweep_folders() never removes a folder whose writer was killed. */
gboolean beside_create_folder (const char *path, BesideFile *folder);
/* Closes the file. This must be the last use of it, after SQLite has closed it: closing a file
 * drops the locks that SQLite has on it in this process. */
void beside_close (BesideFile *file);

/**
 * beside_sweep: removes the unfinished files that dead writers left in the folder of @path,
 * together with the files that SQLite kept beside them. They are recognized by their names alone,
 * not by their content. Files of other users, and files with a second name (hard links), stay. A
 * failure is ignored.
 */
void beside_sweep (const char *path);

/**
 * beside_sweep_folders: the same for unfinished folders. A folder stays as it is if it contains
 * anything but ordinary files of this user whose names are among @names (element-type utf8).
 */
void beside_sweep_folders (const char *path, const GPtrArray *names);
