#include "programs/import/import-file.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  MOST_BYTES = 32 * 1024 * 1024,
  PIECE = 64 * 1024,
};

static gboolean
fail_errno (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", what,
               g_strerror (code));
  return FALSE;
}

static const char *
kind_of (mode_t mode)
{
  return S_ISDIR (mode)                     ? _ ("a folder")
         : S_ISFIFO (mode)                  ? _ ("a pipe")
         : S_ISCHR (mode) || S_ISBLK (mode) ? _ ("a device")
                                            : _ ("no file");
}

/* Not blocking: the other end of a pipe may never come. */
static int
open_plain (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  struct stat status;
  int file = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (file < 0 || fstat (file, &status) != 0) {
    fail_errno (shown, error);
    return file;
  }
  if (S_ISREG (status.st_mode))
    return file;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("%s is %s; a calendar file is accepted"),
               shown, kind_of (status.st_mode));
  return file;
}

/* To its end, which may move while it is read, or to the limit. */
static gboolean
read_to_end (int file, GString *bytes, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE);

  while (TRUE) {
    gssize length = read (file, piece, PIECE);

    if (length == 0)
      return TRUE;
    if (length < 0 && errno != EINTR)
      return fail_errno (_ ("the calendar could not be read"), error);
    if (length > 0)
      g_string_append_len (bytes, piece, length);
    if (bytes->len <= MOST_BYTES)
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("it is larger than %d MiB, which no calendar of appointments is"),
                 MOST_BYTES / 1024 / 1024);
    return FALSE;
  }
}

GString *
cli_import_bytes (const char *path, GError **error)
{
  gboolean input = g_str_equal (path, "-");
  g_autoptr (GString) bytes = g_string_new (NULL);
  GError *local = NULL;
  int file = input ? STDIN_FILENO : open_plain (path, &local);

  if (local == NULL)
    read_to_end (file, bytes, &local);
  if (file > STDIN_FILENO)
    close (file);
  if (local == NULL)
    return g_steal_pointer (&bytes);
  g_propagate_error (error, local);
  return NULL;
}
