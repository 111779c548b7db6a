/* file.c: reads ordinary files, and replaces a file in one step. */
#include "base/file.h"

#include "base/beside.h"
#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 16384

char *
file_shown (const char *path)
{
  g_autofree char *display = g_filename_display_name (path);

  return g_strdelimit (text_harmless (display), "\n", '?');
}

const char *
file_errno_text (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
    return _ ("the disk is full; make room on it, and try again");
  case EROFS:
    return _ ("nothing can be written there, because it is read-only; choose another place");
  default:
    return g_strerror (number);
  }
}

gboolean
file_fail_errno (const char *path, GError **error)
{
  int number = errno;
  g_autofree char *meant = beside_meant (path), *shown = file_shown (meant);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: %s", shown,
               file_errno_text (number));
  return FALSE;
}

char *
file_real (const char *path)
{
  char *found = realpath (path, NULL);
  g_autofree char *name = g_path_get_basename (path), *folder = g_path_get_dirname (path);
  char *real;

  if (found != NULL) {
    real = g_strdup (found);
  } else {
    found = realpath (folder, NULL);
    real = g_build_filename (found != NULL ? found : folder, name, NULL);
  }
  free (found);
  return real;
}

/* Sets @error to a message that says what is at @path instead of an ordinary file. */
static gboolean
fail_not_plain (const char *path, mode_t mode, GError **error)
{
  g_autofree char *shown = file_shown (path);

  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               S_ISDIR (mode)    ? _ ("%s is a folder; an ordinary file is needed")
               : S_ISFIFO (mode) ? _ ("%s is a pipe; an ordinary file is needed")
               : S_ISCHR (mode) || S_ISBLK (mode)
                 ? _ ("%s is a device; an ordinary file is needed")
                 : _ ("%s is not an ordinary file; an ordinary file is needed"),
               shown);
  return FALSE;
}

int
file_open_plain (const char *path, GError **error)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0 || fstat (fd, &status) != 0)
    file_fail_errno (path, error);
  else if (S_ISREG (status.st_mode))
    return fd;
  else
    fail_not_plain (path, status.st_mode, error);
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Reads at most @most bytes. Does not rely on the size of the file, because the file may grow while
 * it is read. */
static gboolean
read_bytes (int fd, gsize most, GString *bytes, const char *path, GError **error)
{
  char piece[PIECE];

  while (bytes->len < most) {
    ssize_t length = read (fd, piece, MIN (sizeof piece, most - bytes->len));

    if (length == 0)
      return TRUE;
    if (length < 0 && errno != EINTR)
      return file_fail_errno (path, error);
    if (length > 0)
      g_string_append_len (bytes, piece, length);
  }
  return TRUE;
}

char *
file_read_open (int fd, const char *path, gsize most, gsize *length, GError **error)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  gboolean whole = read_bytes (fd, most + 1, bytes, path, error);

  if (whole && bytes->len > most) {
    g_autofree char *shown = file_shown (path),
                    *size = g_format_size_full (most, G_FORMAT_SIZE_IEC_UNITS);

    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _ ("%s is larger than %s, which is more than is accepted here"), shown, size);
    return NULL;
  }
  if (!whole)
    return NULL;
  if (length != NULL)
    *length = bytes->len;
  return g_string_free (g_steal_pointer (&bytes), FALSE);
}

char *
file_read (const char *path, gsize most, gsize *length, GError **error)
{
  int fd = file_open_plain (path, error);
  char *text = fd >= 0 ? file_read_open (fd, path, most, length, error) : NULL;

  if (fd >= 0)
    close (fd);
  return text;
}

FILE *
file_open_stream (const char *path, GError **error)
{
  int fd = file_open_plain (path, error);
  FILE *file = fd >= 0 ? fdopen (fd, "r") : NULL;

  if (fd >= 0 && file == NULL) {
    file_fail_errno (path, error);
    close (fd);
  }
  return file;
}

gboolean
file_each_line (const char *path, FileTakeLine take, gpointer data, GError **error)
{
  FILE *file = file_open_stream (path, error);
  g_autoptr (GError) problem = NULL;
  gboolean more = TRUE;
  char *line = NULL;
  size_t size = 0;

  if (file == NULL)
    return FALSE;
  while (more && problem == NULL && getline (&line, &size, file) >= 0)
    more = take (line, data, &problem);
  if (problem == NULL && ferror (file))
    file_fail_errno (path, &problem);
  free (line);
  fclose (file);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* ---- what a new file would replace ---- */

static gboolean
check_place (const char *path, const struct stat *status, GError **error)
{
  g_autofree char *shown = file_shown (path);

  if (S_ISDIR (status->st_mode))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" is a folder, not a file"), shown);
  else if (S_ISLNK (status->st_mode))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is a link, so it is left alone; name the file that it points to, or choose "
                    "another name"),
                 shown);
  else if (!S_ISREG (status->st_mode))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not an ordinary file; an ordinary file is needed"), shown);
  else if (status->st_nlink > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is a hard link: the same file has a second name. It was left alone; choose "
                    "a different name, or remove %s first"),
                 shown, shown);
  else
    return TRUE;
  return FALSE;
}

gboolean
file_read_head (const char *path, char *head, gsize size, gsize *length, GError **error)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  struct stat status;
  int fd;

  *head = '\0';
  *length = 0;
  if (*path == '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" is not the name of a file"), path);
    return FALSE;
  }
  if (lstat (path, &status) != 0)
    return errno == ENOENT || file_fail_errno (path, error);
  if (!check_place (path, &status, error))
    return FALSE;
  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return file_fail_errno (path, error);
  gboolean safe = (fstat (fd, &status) == 0 || file_fail_errno (path, error))
                  && check_place (path, &status, error)
                  && read_bytes (fd, size, bytes, path, error);
  close (fd);
  if (!safe)
    return FALSE;
  *length = bytes->len;
  memcpy (head, bytes->str, bytes->len + 1);
  return TRUE;
}

/* ---- writing ---- */

gboolean
file_append (int fd, const char *bytes, gsize length, GError **error)
{
  while (length > 0) {
    ssize_t written = write (fd, bytes, length);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                           file_errno_text (errno));
      return FALSE;
    }
    bytes += written;
    length -= (gsize)written;
  }
  return TRUE;
}

gboolean
file_append_piece (const char *bytes, gsize length, gpointer data, GError **error)
{
  const int *fd = data;

  return file_append (*fd, bytes, length, error);
}

void
file_sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
file_replace (const char *path, mode_t mode, FileFill fill, gpointer data, GError **error)
{
  g_autofree char *shown = file_shown (path), *folder = g_path_get_dirname (path);
  BesideFile beside = { 0 };
  gboolean written = FALSE;

  beside_sweep (path);
  if (!beside_create (path, &beside)) {
    file_fail_errno (path, error);
  } else if (!fill (beside.fd, data, error)) {
    g_prefix_error (error, "%s: ", shown);
  } else {
    written = fchmod (beside.fd, mode) == 0 && fsync (beside.fd) == 0
              && g_rename (beside.name, path) == 0;
    if (!written)
      file_fail_errno (path, error);
  }
  if (written)
    file_sync_folder (folder);
  else if (beside.name != NULL)
    g_unlink (beside.name);
  beside_close (&beside);
  return written;
}
