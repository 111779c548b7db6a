/* Whether a file beside the record is one of this program. In a folder in which others may make
 * files, another user may put a file of such a name there. */
#include "base/side-file.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

typedef enum {
  GOOD,
  NOT_PLAIN,
  SECOND_NAME,
  OF_A_STRANGER,
  NOT_YOURS,
} Fault;

/* If others may write to the record, they are not strangers: their files beside it are as good as
 * what they may write into it. */
static Fault
find_fault (const struct stat *file, const struct stat *record)
{
  gboolean known
    = file->st_uid == record->st_uid || file->st_uid == 0 || file->st_uid == geteuid ();

  if (!S_ISREG (file->st_mode))
    return NOT_PLAIN;
  if (file->st_nlink > 1)
    return SECOND_NAME;
  return known || (record->st_mode & (S_IWGRP | S_IWOTH)) != 0 ? GOOD : OF_A_STRANGER;
}

gboolean
side_file_is_good (const struct stat *file, const struct stat *record)
{
  return find_fault (file, record) == GOOD;
}

/* ---- for the user ---- */

/* Returns: (transfer full): the name of a user, or else the number. */
static char *
name_user (uid_t user)
{
  const struct passwd *entry = getpwuid (user);
  g_autofree char *valid = entry != NULL ? g_utf8_make_valid (entry->pw_name, -1) : NULL;

  return valid != NULL ? g_steal_pointer (&valid) : g_strdup_printf ("%u", (guint)user);
}

/* Returns: FALSE with @error. */
static gboolean
fail (const char *path, const struct stat *file, const char *record, Fault fault, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *record_shown = g_filename_display_name (record);
  g_autofree char *user = name_user (file->st_uid);

  g_set_error (
    error, RGM_ERROR, RGM_ERROR_STORE,
    fault == NOT_PLAIN
      ? _ ("%s, which belongs to the user %s, is not an ordinary file, but has the name of one "
           "that regimen keeps beside the record; nothing was read or written. Remove it, or move "
           "%s into a folder in which only you can make files")
    : fault == SECOND_NAME ? _ (
        "%s belongs to the user %s and is a hard link (the same file has a second name), so "
        "regimen does not use it as its own file beside the record; nothing was read or written. "
        "Remove it, or move %s into a folder in which only you can make files")
    : fault == NOT_YOURS
      ? _ ("%s belongs to the user %s, who could use it to have the record sent elsewhere; nothing "
           "was read or sent. Remove it, or move %s into a folder in which only you can make files")
      : _ ("%s belongs to the user %s, who could read or destroy the record with it; nothing was "
           "read or written. Remove it, or move %s into a folder in which only you can make files"),
    shown, user, record_shown);
  return FALSE;
}

gboolean
side_file_judge (const char *path, const struct stat *file, const char *record,
                 const struct stat *of_record, GError **error)
{
  Fault fault = find_fault (file, of_record);

  return fault == GOOD || fail (path, file, record, fault, error);
}
/* ---- opening ---- */

static int
open_safely (const char *path, int flags)
{
  return open (path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);
}

/* Sets @error to the error @number of open(). Returns: -1. */
static int
fail_open (const char *path, int number, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s could not be opened: %s"), shown,
               g_strerror (number));
  return -1;
}

int
side_file_open (const char *path, int flags, const char *record, GError **error)
{
  int fd = open_safely (path, flags);
  struct stat main, file;
  int number = errno;

  if (stat (record, &main) != 0) /* no record yet: the file has to be this user's, or root's */
    main = (struct stat){ .st_uid = geteuid () };
  if (fd < 0 && lstat (path, &file) == 0 && !side_file_judge (path, &file, record, &main, error))
    return -1;
  if (fd < 0)
    return fail_open (path, number, error);
  if (fstat (fd, &file) == 0 && side_file_judge (path, &file, record, &main, error))
    return fd;
  close (fd);
  return -1;
}

int
side_file_open_own (const char *path, const char *record, GError **error)
{
  const struct stat own = { .st_uid = geteuid () };
  int fd = open_safely (path, O_RDONLY), number = errno;
  struct stat file;
  Fault fault;

  if ((fd < 0 ? lstat (path, &file) : fstat (fd, &file)) != 0)
    fault = GOOD;
  else
    fault = find_fault (&file, &own);
  if (fault == GOOD)
    return fd >= 0 ? fd : fail_open (path, number, error);
  if (fd >= 0)
    close (fd);
  fail (path, &file, record, fault == OF_A_STRANGER ? NOT_YOURS : fault, error);
  return -1;
}
