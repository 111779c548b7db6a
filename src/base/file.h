/* file.h: files whose names come from the user: what is read is an ordinary file, and what is
 * written never follows a link and replaces nothing by mistake. */
#pragma once

#include <regimen/error.h>

#include <sys/types.h>

/**
 * file_shown: how the name of a file is shown: valid UTF-8 on one line; what a terminal would obey,
 * and what cannot be seen, is "?". Returns: (transfer full).
 */
char *file_shown (const char *path);

/* Sets @error (G_FILE_ERROR) to what errno says of @path. Returns: FALSE. */
gboolean file_fail_errno (const char *path, GError **error);

/* @path without symbolic links; what it names may be missing, and its folder too.
 * Returns: (transfer full). */
char *file_real (const char *path);

/**
 * file_open_plain: opens an ordinary file for reading, also behind a link. Opening a pipe would
 * wait until another program writes to it, and a device might never end.
 * Returns: -1 with G_FILE_ERROR: a line that begins with the name.
 */
int file_open_plain (const char *path, GError **error);

/**
 * file_read: the content of an ordinary file of at most @most bytes.
 * @length: (out) (nullable).
 * Returns: (transfer full): with a zero byte behind it; NULL with G_FILE_ERROR (_NOENT if there is
 * no such file): a line that begins with the name.
 */
char *file_read (const char *path, gsize most, gsize *length, GError **error);

/**
 * file_read_head: looks at what a new file at @path would replace.
 * @head: (out): @size bytes: the beginning of the file, and a zero byte; "" if it is empty or if
 * nothing is there.
 * @length: (out): how many bytes are in @head.
 * Returns: FALSE with RGM_ERROR_USAGE if @path cannot be the name of a file, RGM_ERROR_CONFLICT if
 * a link is there, or a file that has another name too (in a folder that others can write to,
 * another user may have put it there to have a file elsewhere replaced), or G_FILE_ERROR.
 */
gboolean file_read_head (const char *path, char *head, gsize size, gsize *length, GError **error);

/* Writes the content of a file. Returns: FALSE with @error. */
typedef gboolean (*FileFill) (int fd, gpointer data, GError **error);

/* Writes all bytes to @fd. Returns: FALSE with G_FILE_ERROR. */
gboolean file_append (int fd, const char *bytes, gsize length, GError **error);
/* The same for a writer that hands over its bytes piece by piece. @data: points to the int. */
gboolean file_append_piece (const char *bytes, gsize length, gpointer data, GError **error);

/* Makes the names in @folder durable: a file that got its name there may have lost it after a power
 * cut before that. A failure is of no matter, because not each file system can do it. */
void file_sync_folder (const char *folder);

/**
 * file_replace: writes a file beside its place and renames it, so that others see the old content
 * or the new one, also after a crash. The new name replaces whatever is at @path, without following
 * a link: file_read_head() says first whether it may.
 * @mode: 0600, or 0644 if others may read it; the umask is not asked.
 * Returns: FALSE with @error, which begins with the name; then the old file is as it was.
 */
gboolean file_replace (const char *path, mode_t mode, FileFill fill, gpointer data, GError **error);
