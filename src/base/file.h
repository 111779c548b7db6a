/* file.h: reads and writes files whose names the user gives. Only ordinary files are read. Writing
 * never follows a link, and replaces nothing by mistake. */
#pragma once

#include <regimen/error.h>

#include <stdio.h>
#include <sys/types.h>

/**
 * file_shown: the name of a file as it is shown to the user: valid UTF-8 on one line, with "?" for
 * control characters, which a terminal would obey, and for invisible ones. Returns: (transfer
 * full).
 */
char *file_shown (const char *path);

/* What the error @number of the operating system means, and what to do if that is known. Returns:
 * (transfer none). */
const char *file_errno_text (int number);

/* Sets @error (G_FILE_ERROR) to a message with @path and the meaning of errno. Returns: FALSE. */
gboolean file_fail_errno (const char *path, GError **error);

/* @path without symbolic links. The file, and its folder too, may be missing.
 * Returns: (transfer full). */
char *file_real (const char *path);

/**
 * file_open_plain: opens an ordinary file for reading; links are followed. Nothing else is opened:
 * a pipe would wait until another program writes to it, and a device might never end.
 * Returns: -1 with G_FILE_ERROR; its message begins with the name.
 */
int file_open_plain (const char *path, GError **error);

/**
 * file_read: the content of an ordinary file of at most @most bytes.
 * @length: (out) (nullable).
 * Returns: (transfer full): the content, with a zero byte after it; NULL with G_FILE_ERROR (_NOENT
 * if there is no such file), whose message begins with the name.
 */
char *file_read (const char *path, gsize most, gsize *length, GError **error);

/* Opens a file as file_open_plain() does, but as a stream. Returns: NULL with G_FILE_ERROR. */
FILE *file_open_stream (const char *path, GError **error);

/* Called with one line, including its line break; @line may be modified. Returns: whether to go on:
 * FALSE without @error set to end the reading, or with @error set on failure. */
typedef gboolean (*FileTakeLine) (char *line, gpointer data, GError **error);
/* Calls @take for each line of the ordinary file @path, which may be of any length. Returns: FALSE
 * with the error of @take, or with G_FILE_ERROR as for file_read(). */
gboolean file_each_line (const char *path, FileTakeLine take, gpointer data, GError **error);

/* The same as file_read() for the file @path that is open as @fd, which stays open. */
char *file_read_open (int fd, const char *path, gsize most, gsize *length, GError **error);

/**
 * file_read_head: looks at what a new file at @path would replace.
 * @head: (out): has room for @size + 1 bytes: at most @size bytes from the beginning of the file,
 * and a zero byte; "" if the file is empty or does not exist.
 * @length: (out): how many bytes are in @head.
 * Returns: FALSE with RGM_ERROR_USAGE if @path cannot be the name of a file or is not an ordinary
 * file; with RGM_ERROR_CONFLICT if it is a link, or a file that has another name too (in a folder
 * to which others can write, another user may have put it there so that a file elsewhere is
 * replaced); or with G_FILE_ERROR.
 */
gboolean file_read_head (const char *path, char *head, gsize size, gsize *length, GError **error);

/* Writes the content of a file to @fd. Returns: FALSE with @error. */
typedef gboolean (*FileFill) (int fd, gpointer data, GError **error);

/* Writes all bytes to @fd. Returns: FALSE with G_FILE_ERROR. */
gboolean file_append (int fd, const char *bytes, gsize length, GError **error);
/* The same, as a callback for a writer that delivers its bytes piece by piece. @data: points to the
 * file descriptor, an int. */
gboolean file_append_piece (const char *bytes, gsize length, gpointer data, GError **error);

/* Makes the names in @folder durable: without this, a file that was just renamed may lose its name
 * in a power cut. A failure is ignored, because not every file system can do this. */
void file_sync_folder (const char *folder);

/**
 * file_replace: writes a temporary file and renames it to @path, so that other programs see either
 * the old content or the new one, also after a crash. Whatever is at @path is replaced, and a link
 * is not followed; file_read_head() says beforehand whether it may be replaced.
 * @mode: 0600, or 0644 if others may read the file; the umask does not change it.
 * Returns: FALSE with @error, whose message begins with the name; the old file is then as it was.
 */
gboolean file_replace (const char *path, mode_t mode, FileFill fill, gpointer data, GError **error);
