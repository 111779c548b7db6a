/* calendar-file.c: writes the calendar of the record to a file, either once or each time that the
 * record has changed. */
#include "programs/export/calendar-file.h"

#include "base/file.h"
#include "base/i18n.h"
#include "programs/export/calendar-there.h"
#include "store/keeper.h"
#include "store/write.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How many bytes at the start of a calendar are certain to include its PRODID. */
#define HEAD 512

/* How many characters are kept of the hashes of earlier contents of a file: four hashes. */
#define HASHES_LENGTH 259

void
export_file_clear (ExportFile *file)
{
  g_clear_pointer (&file->calendar, rgm_calendar_free);
}

gboolean
export_file_load (ExportFile *file, const RgmSession *session, const RgmKeptFile *wanted,
                  GError **error)
{
  const RgmCalendarOptions options = { .days = wanted->days,
                                       .minutes = wanted->minutes,
                                       .private_mode = wanted->private_mode,
                                       .tablets = wanted->tablets,
                                       .lead_events = wanted->lead_events };

  *file
    = (ExportFile){ .path = wanted->path,
                    .calendar = rgm_calendar_load (session, wanted->patient_id, &options, error),
                    .private_mode = wanted->private_mode || session->settings->private_mode,
                    .shared = wanted->shared };
  return file->calendar != NULL;
}

/* ---- the text ---- */

static RgmEvent *
take_event (guint index, gboolean brief, gpointer data, GError **error)
{
  return rgm_calendar_event (data, index, brief);
}

gboolean
export_file_print (const ExportFile *file, RgmIcalSink sink, gpointer data, GError **error)
{
  /* a user may have the calendars of two people in one program, so they need different names */
  const char *owner = rgm_calendar_owner (file->calendar);
  g_autofree char *name = file->private_mode ? g_strdup (_ ("Appointments"))
                          : owner != NULL    ? g_strdup_printf (_ ("Treatments: %s"), owner)
                                             : g_strdup (_ ("Treatments"));

  return rgm_ical_write_from (rgm_calendar_length (file->calendar), take_event, file->calendar,
                              name, sink, data, error);
}

/* ---- what is at the path already ---- */

gboolean
export_file_check_path (const ExportFile *file, GError **error)
{
  g_autofree char *shown = file_shown (file->path);
  char head[HEAD + 1];
  gsize length;

  if (!file_read_head (file->path, head, HEAD, &length, error))
    return FALSE;
  if (length == 0
      || (g_str_has_prefix (head, "BEGIN:VCALENDAR\r\n")
          && strstr (head, "\r\nPRODID:" RGM_ICAL_PRODID "\r\n") != NULL))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s already exists and is not a calendar of regimen, so it is left alone; "
                  "choose another name, or remove it first"),
               shown);
  return FALSE;
}

gboolean
export_file_check_record (const ExportFile *file, const RgmSession *session, GError **error)
{
  g_autofree char *shown = file_shown (file->path);
  CalendarThere there;

  if (!calendar_there (session->store, file->path, &there, error))
    return FALSE;
  switch (there) {
  case CALENDAR_THERE_OURS:
    return TRUE;
  case CALENDAR_THERE_STRANGE:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has an event that regimen did not make, so it is left alone; choose "
                    "another name, or remove it first"),
                 shown);
    break;
  case CALENDAR_THERE_OTHER_RECORD:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is the calendar of another record, so it is left alone; choose another "
                    "name, or remove it first"),
                 shown);
    break;
  case CALENDAR_THERE_OTHER_COURSE:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has a treatment that this record lacks, so it is left alone; choose "
                    "another name, or remove it first"),
                 shown);
    break;
  }
  return FALSE;
}

/* Compares the bytes with the next ones of the file @data. At the first difference, returns FALSE
 * with an error, which only serves to stop the writer. */
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

static mode_t
mode_of (const ExportFile *file)
{
  return file->shared ? 0644 : 0600;
}

/* Whether the file already has the content and the mode with which it would be written. */
static gboolean
is_current (const ExportFile *file)
{
  FILE *there = file_open_stream (file->path, NULL);
  struct stat status;
  gboolean same = there != NULL && fstat (fileno (there), &status) == 0
                  && (status.st_mode & 07777) == mode_of (file)
                  && export_file_print (file, compare, there, NULL) && fgetc (there) == EOF;

  if (there != NULL)
    fclose (there);
  return same;
}

/* ---- writing ---- */

static gboolean
fill (int fd, gpointer data, GError **error)
{
  return export_file_print (data, file_append_piece, &fd, error);
}

gboolean
export_file_write (const ExportFile *file, GError **error)
{
  return file_replace (file->path, mode_of (file), fill, (gpointer)file, error);
}

/* ---- files that are kept ---- */

/* How long to wait for another program that writes in the same folder: LOCK_TRIES times LOCK_WAIT
 * microseconds. */
#define LOCK_TRIES 1000
#define LOCK_WAIT 10000

/* Locks the folder of @path, so that two processes do not update a kept file in it at the same
 * time. Otherwise one of them could mistake what the other has just written for a change by another
 * program. Returns: an open file, which holds the lock until it is closed; -1 if the folder cannot
 * be locked, as on some network file systems. */
static int
lock_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  for (int tries = 0; fd >= 0 && tries < LOCK_TRIES; tries++) {
    if (flock (fd, LOCK_EX | LOCK_NB) == 0)
      return fd;
    if (errno != EWOULDBLOCK && errno != EINTR)
      break;
    g_usleep (LOCK_WAIT);
  }
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Reads kept->written again, because another process may have written the file since @kept was
 * read. */
static gboolean
read_written (const RgmSession *session, RgmKeptFile *kept, GError **error)
{
  g_autoptr (GPtrArray) files = store_kept_files (session->store, error);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const RgmKeptFile *file = files->pdata[i];

    if (!g_str_equal (file->path, kept->path))
      continue;
    g_free (kept->written);
    kept->written = g_strdup (file->written);
  }
  return files != NULL;
}

/* @hash: (out) (transfer full) (nullable): the SHA-256 of the file; NULL if there is no such file.
 * Returns: FALSE with G_FILE_ERROR if it cannot be read. */
static gboolean
hash_file (const char *path, char **hash, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) problem = NULL;
  FILE *file = file_open_stream (path, &problem);
  guchar bytes[4096];
  gsize length;

  *hash = NULL;
  if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  while (file != NULL && (length = fread (bytes, 1, sizeof bytes, file)) > 0)
    g_checksum_update (checksum, bytes, (gssize)length);
  if (file != NULL && ferror (file))
    file_fail_errno (path, &problem);
  if (file != NULL)
    fclose (file);
  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  *hash = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

static gboolean
digest (const char *bytes, gsize length, gpointer data, GError **error)
{
  g_checksum_update (data, (const guchar *)bytes, (gssize)length);
  return TRUE;
}

/* Notes the hash of the new content of @file, before the file is written. After a crash, the file
 * has either the old or the new content, and both are known to come from regimen. */
static gboolean
note_hash (const RgmSession *session, RgmKeptFile *kept, const ExportFile *file, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *before = NULL;
  const char *hash;

  if (!hash_file (kept->path, &before, error) || !export_file_print (file, digest, checksum, error))
    return FALSE;
  hash = g_checksum_get_string (checksum);
  if (kept->written != NULL && g_str_has_prefix (kept->written, hash)
      && g_strcmp0 (before, hash) == 0)
    return TRUE;
  /* a missing file, for example on a removed disk, may come back with its old content */
  g_autofree char *others = before != NULL ? g_strdup (before) : g_strdup (kept->written);
  g_free (kept->written);
  kept->written = others != NULL && !g_str_equal (others, hash)
                    ? g_strdup_printf ("%s %.*s", hash, HASHES_LENGTH, others)
                    : g_strdup (hash);
  g_autoptr (RgmTransaction) noted = store_begin (session->store, NULL, session->now, error);
  return noted != NULL && store_set_kept_written (noted, kept->path, kept->written, error)
         && store_commit (noted, error);
}

/* Whether the file is as regimen wrote it for this record or for another copy of it, or is missing
 * or empty. If it is not known what regimen wrote, the file counts as unchanged. */
static gboolean
check_unchanged (const RgmKeptFile *kept, GError **error)
{
  g_autofree char *hash = NULL, *shown = file_shown (kept->path);
  GStatBuf status;

  if (kept->written != NULL && !hash_file (kept->path, &hash, error))
    return FALSE;
  if (hash == NULL || strstr (kept->written, hash) != NULL || keeper_wrote (kept->path, hash)
      || (g_stat (kept->path, &status) == 0 && status.st_size == 0))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s was changed by another program since regimen wrote it, so it is left alone; "
                  "\"regimen import %s\" shows the changes, and if it is renamed or removed, it is "
                  "written anew"),
               shown, shown);
  return FALSE;
}

/* Whether the file may be written for this record. A copy of a record lists the same files, and
 * leaves them to the record that kept them last. */
static gboolean
check_keeper (const RgmSession *session, const RgmKeptFile *kept, GError **error)
{
  g_autofree char *other = keeper_other (session->store, kept->path);
  g_autofree char *record = other != NULL ? file_shown (other) : NULL;
  g_autofree char *shown = file_shown (kept->path);

  if (other == NULL)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s was last kept with %s, another copy of this record, so it is left alone"),
               shown, record);
  return FALSE;
}

static ExportKeptState
update_locked (const RgmSession *session, RgmKeptFile *kept, ExportKeptWay way, guint *events,
               GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_auto (ExportFile) file = { NULL };

  if (way != EXPORT_KEPT_TAKE && !check_keeper (session, kept, error))
    return EXPORT_KEPT_OTHER;
  if (!read_written (session, kept, error))
    return EXPORT_KEPT_FAILED;
  if (!export_file_load (&file, session, kept, &problem)
      && g_error_matches (problem, RGM_ERROR, RGM_ERROR_CALENDAR)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return EXPORT_KEPT_EMPTY;
  }
  if (file.calendar == NULL || !export_file_check_path (&file, &problem)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return EXPORT_KEPT_FAILED;
  }
  if (events != NULL)
    *events = rgm_calendar_length (file.calendar);
  gboolean current = is_current (&file);
  if (!current
      && (!check_unchanged (kept, error)
          || (kept->written == NULL && !export_file_check_record (&file, session, error))))
    return EXPORT_KEPT_FAILED;
  if (way == EXPORT_KEPT_LOOK)
    return current ? EXPORT_KEPT_CURRENT : EXPORT_KEPT_STALE;
  if (!note_hash (session, kept, &file, error))
    return EXPORT_KEPT_FAILED;
  keeper_note (session->store, kept->path, kept->written);
  return current || export_file_write (&file, error) ? EXPORT_KEPT_CURRENT : EXPORT_KEPT_FAILED;
}

ExportKeptState
export_kept_update (const RgmSession *session, RgmKeptFile *kept, ExportKeptWay way, guint *events,
                    GError **error)
{
  int lock = lock_folder (kept->path);
  ExportKeptState state = update_locked (session, kept, way, events, error);

  if (lock >= 0)
    close (lock);
  return state;
}
