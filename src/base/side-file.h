/* side-file.h: checks that a file beside the record is one of this program, and that no other user
 * put it there. */
#pragma once

#include <regimen/error.h>

#include <sys/stat.h>

/**
 * side_file_is_good: whether @file, which lies beside the record, is an ordinary file with one
 * name, and belongs to the owner of the record, to this user or to root. It may belong to any user
 * if others may write to the record.
 */
gboolean side_file_is_good (const struct stat *file, const struct stat *record);

/* The same for the file at @path with the status @file, beside the record at @record with the
 * status @of_record. Returns: FALSE with RGM_ERROR_STORE: a line that names the file and its owner,
 * and says what the user can do. */
gboolean side_file_judge (const char *path, const struct stat *file, const char *record,
                          const struct stat *of_record, GError **error);

/* Opens the file @path beside the record @record if it is such a file, with @flags of open(2), and
 * never waits for the other end of a pipe. Returns: -1 with RGM_ERROR_STORE. */
int side_file_open (const char *path, int flags, const char *record, GError **error);

/* Opens the file @path beside the record @record for reading if it is an ordinary file with one
 * name that belongs to this user or to root. Nobody else may own it, not even a user who may write
 * to the record, because it says what is done in the name of this user. Returns: -1 with
 * RGM_ERROR_STORE. */
int side_file_open_own (const char *path, const char *record, GError **error);
