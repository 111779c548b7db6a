/* account.h: the account that `regimen publish set` stores: the address of the calendar, and how to
 * log in there. It is in a file of its own beside the database ("regimen.db.publish", 0600), so
 * that a copy of the database on another computer does not publish by itself. */
#pragma once

#include <regimen/error.h>

typedef struct {
  char *url;  /* of the calendar, ends in '/'; NULL: none is set */
  char *user; /* nullable: NULL if the server needs no name and no password */
  /* Where the password is: the first line that the command prints; or else in the keyring of the
   * desktop, if keyring is set; or else here. */
  char *password_command; /* nullable */
  gboolean keyring;
  char *password; /* nullable */
  char *ca;       /* nullable: file with the certificates to trust in place of the system's */
  char *patient;  /* nullable: NULL if the calendar is about all patients */
  /* RgmPatient.uid, which stays if the name is changed; NULL in an account of an older version */
  char *patient_uid;
  int days; /* how many days ahead are published */
  gboolean private_mode, tablets;
  guint64 writer; /* a random number for this computer's database, which marks the events that it
                     publishes */
} RgmCaldavAccount;
void caldav_account_free (RgmCaldavAccount *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCaldavAccount, caldav_account_free)

/**
 * caldav_account_load: reads the account. @database: the path of the database.
 * Returns: (transfer full): with url NULL if there is no file; NULL with RGM_ERROR_SETTINGS if the
 * file is not what caldav_account_save() writes, or other users can read it; NULL with
 * RGM_ERROR_STORE if another user may have put it there (side_file_open_own()).
 */
RgmCaldavAccount *caldav_account_load (const char *database, GError **error);

/* Replaces the file in one step (file_replace()). If url is NULL, only the number of the writer is
 * written. Returns: FALSE with an error of G_FILE_ERROR if that fails. */
gboolean
caldav_account_save (const char *database, const RgmCaldavAccount *account, GError **error);

/**
 * caldav_password: the password of @account.
 * @ask: whether the user may be asked to unlock a locked keyring.
 * Returns: (transfer full): "" if there is no user or no password; NULL with RGM_ERROR_AWAY if the
 * keyring is locked, or RGM_ERROR_SERVER if the command fails or the keyring has no password.
 */
char *caldav_password (const RgmCaldavAccount *account, gboolean ask, GError **error);
