#include "programs/export/calendar-file.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536
/* In which PRODID stands. */
#define HEAD 512

static gboolean
set_errno (const char *path, int number, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: %s", shown,
               g_strerror (number));
  return FALSE;
}

static mode_t
mode_of (const CliCalendarFile *file)
{
  return file->shared ? 0644 : 0600;
}

/* ---- the calendar ---- */

static RgmEvent *
take_event (guint index, gboolean brief, gpointer data, GError **error)
{
  return rgm_calendar_event (data, index, brief);
}

/* Two calendars in one program have two names. */
static char *
name_of (const CliCalendarFile *file)
{
  const char *owner = rgm_calendar_owner (file->calendar);
  if (file->private_mode)
    return g_strdup (_ ("Appointments"));
  return owner != NULL ? g_strdup_printf (_ ("Treatments: %s"), owner)
                       : g_strdup (_ ("Treatments"));
}

gboolean
cli_calendar_write (const CliCalendarFile *file, RgmIcalSink sink, gpointer data, GError **error)
{
  g_autofree char *name = name_of (file);
  return rgm_ical_write_from (rgm_calendar_length (file->calendar), take_event,
                              (gpointer)file->calendar, name, sink, data, error);
}

/* ---- what is there ---- */

/* The file that a link points to, so that the link stays. */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *resolved = g_strdup (real != NULL ? real : path);
  free (real);
  return resolved;
}

static gboolean
is_ours (const char *path)
{
  char head[HEAD + 1];
  FILE *file = fopen (path, "re");
  gsize length = file != NULL ? fread (head, 1, HEAD, file) : 1;
  if (file != NULL)
    fclose (file);
  head[file != NULL ? length : 0] = '\0';
  return length == 0
         || (g_str_has_prefix (head, "BEGIN:VCALENDAR\r\n")
             && strstr (head, "\r\nPRODID:" RGM_ICAL_PRODID "\r\n") != NULL);
}

static gboolean
check_kind (const char *option, const char *path, const char *shown, GError **error)
{
  gboolean there = g_file_test (path, G_FILE_TEST_EXISTS);
  if (*path == '\0' || g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s \"%s\" is no file name"), option, shown);
  else if (!there && g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s \"%s\" is a link to nothing; name a file"), option, shown);
  else if (there && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s \"%s\" is no plain file; without it the calendar goes to standard output"),
                 option, shown);
  else
    return TRUE;
  return FALSE;
}

gboolean
cli_calendar_path_check (const char *option, const char *path, gboolean ours, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  if (!check_kind (option, path, shown, error))
    return FALSE;
  if (!ours || !g_file_test (path, G_FILE_TEST_EXISTS) || is_ours (path))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s is there already and is no calendar of regimen, so it is left alone; choose "
                  "another name, or remove it first"),
               shown);
  return FALSE;
}

/* ---- comparing ---- */

/* Stops at the first difference, with an error that nobody reads. */
static gboolean
compare (const char *bytes, gsize length, gpointer data, GError **error)
{
  FILE *file = data;
  g_autofree char *there = g_malloc (length);
  if (fread (there, 1, length, file) == length && memcmp (there, bytes, length) == 0)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "different");
  return FALSE;
}

gboolean
cli_calendar_file_is_current (const CliCalendarFile *file)
{
  FILE *there = fopen (file->path, "re");
  struct stat status;
  gboolean same = there != NULL && fstat (fileno (there), &status) == 0
                  && (status.st_mode & 07777) == mode_of (file)
                  && cli_calendar_write (file, compare, there, NULL) && fgetc (there) == EOF;
  if (there != NULL)
    fclose (there);
  return same;
}

/* ---- writing ---- */

static gboolean
append (const char *bytes, gsize length, gpointer data, GError **error)
{
  const int *fd = data;
  while (length > 0) {
    ssize_t written = write (*fd, bytes, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                           g_strerror (errno));
      return FALSE;
    }
    bytes += written;
    length -= (gsize)written;
  }
  return TRUE;
}

static gboolean
fill (const CliCalendarFile *file, int fd, GError **error)
{
  if (!cli_calendar_write (file, append, &fd, error))
    return FALSE;
  if (fchmod (fd, mode_of (file)) == 0 && fsync (fd) == 0)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  return FALSE;
}

/* A rename is durable when its folder is. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
cli_calendar_file_write (const CliCalendarFile *file, GError **error)
{
  g_autofree char *path = resolve (file->path);
  g_autofree char *beside = g_strconcat (path, ".new-XXXXXX", NULL);
  g_autofree char *shown = g_filename_display_name (file->path);
  int fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_errno (file->path, errno, error);
  gboolean filled = fill (file, fd, error);
  close (fd);
  if (filled && g_rename (beside, path) == 0) {
    sync_folder (path);
    return TRUE;
  }
  if (filled)
    set_errno (file->path, errno, error);
  else
    g_prefix_error (error, "%s: ", shown);
  g_unlink (beside);
  return FALSE;
}
