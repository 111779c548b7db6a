/* Checks the files beside the record: SQLite's journal, its -wal file and its -shm file, and the
 * lock of the service. In a folder in which others may make files, another user may put a file with
 * such a name there. SQLite would then play back a journal that destroys the record, or write the
 * record into a -wal file that the other user can read; and a pipe would make each command wait for
 * ever. */
#include "store/side-files.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const endings[] = { "-journal", "-wal", "-shm" };

typedef enum {
  GOOD,
  NOT_PLAIN,
  SECOND_NAME,
  OF_A_STRANGER,
} Fault;

/* Users who may write to the record are not strangers: with a file beside it they can do no more
 * than they can already. */
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

/* ---- for the user ---- */

/* Returns: (transfer full): the name of @user; if there is none, the number. */
static char *
name_user (uid_t user)
{
  const struct passwd *entry = getpwuid (user);
  g_autofree char *valid = entry != NULL ? g_utf8_make_valid (entry->pw_name, -1) : NULL;

  return valid != NULL ? g_steal_pointer (&valid) : g_strdup_printf ("%u", (guint)user);
}

/* Sets @error, and returns FALSE, unless @fault is GOOD. */
static gboolean
judge (const char *path, const struct stat *file, const char *record, Fault fault, GError **error)
{
  g_autofree char *shown = NULL, *record_shown = NULL, *user = NULL;

  if (fault == GOOD)
    return TRUE;
  shown = g_filename_display_name (path);
  record_shown = g_filename_display_name (record);
  user = name_user (file->st_uid);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_STORE,
    fault == NOT_PLAIN
      ? _ ("%s, which belongs to the user %s, is not an ordinary file, but has the name of one "
           "that regimen keeps beside the record; nothing was read or written. Remove it, or move "
           "%s into a folder in which only you can make files")
    : fault == SECOND_NAME
      ? _ ("%s, which belongs to the user %s, has a second name (a hard link), but has the name of "
           "a file that regimen keeps beside the record; nothing was read or written. Remove it, "
           "or move %s into a folder in which only you can make files")
      : _ ("%s belongs to the user %s, who could read or destroy the record with it; nothing was "
           "read or written. Remove it, or move %s into a folder in which only you can make files"),
    shown, user, record_shown);
  return FALSE;
}

/* ---- before it is opened ---- */

gboolean
side_files_check (const char *record, GError **error)
{
  struct stat main, file;

  if (stat (record, &main) != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (record, endings[i], NULL);
    if (lstat (path, &file) == 0 && !judge (path, &file, record, find_fault (&file, &main), error))
      return FALSE;
  }
  return TRUE;
}

int
side_file_open (const char *path, int flags, const char *record, GError **error)
{
  int fd = open (path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);
  struct stat main, file;
  int number = errno;

  /* there is no record yet; then the file has to belong to this user */
  if (stat (record, &main) != 0)
    main = (struct stat){ .st_uid = geteuid () };
  if (fd < 0 && lstat (path, &file) == 0
      && !judge (path, &file, record, find_fault (&file, &main), error))
    return -1;
  if (fd < 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s could not be opened: %s"), path,
                 g_strerror (number));
    return -1;
  }
  if (fstat (fd, &file) == 0 && judge (path, &file, record, find_fault (&file, &main), error))
    return fd;
  close (fd);
  return -1;
}

/* ---- while SQLite opens it ---- */

/* Returns: (transfer full) (nullable): the name of the record if @path is that of a file which
 * SQLite keeps beside it. */
static char *
record_of (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      return g_strndup (path, strlen (path) - strlen (endings[i]));
  return NULL;
}

/* Replaces the open() that SQLite calls. Another user may have put a file there since
 * side_files_check(), so the file is checked again after it was opened. */
static int
open_guarded (const char *path, int flags, int mode)
{
  g_autofree char *record = record_of (path);
  struct stat main, file;
  int fd;

  if (record == NULL || stat (record, &main) != 0)
    return open (path, flags, mode);
  fd = open (path, flags | O_NONBLOCK | O_NOCTTY, mode);
  if (fd < 0 || (fstat (fd, &file) == 0 && find_fault (&file, &main) == GOOD))
    return fd;
  close (fd);
  errno = EPERM;
  return -1;
}

void
side_files_guard (void)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
    if (vfs != NULL && vfs->iVersion >= 3)
      vfs->xSetSystemCall (vfs, "open", (sqlite3_syscall_ptr)open_guarded);
    g_once_init_leave (&done, 1);
  }
}
