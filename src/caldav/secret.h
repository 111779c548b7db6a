/* secret.h: passwords in the keyring of the desktop. */
#pragma once

#include <glib.h>

/* Stores the password of @user at @url in the keyring. Returns: FALSE if that is not possible, for
 * example because there is no keyring. */
gboolean caldav_keyring_store (const char *url, const char *user, const char *password);

/* Removes the password of @user at @url from the keyring, if it is there. */
void caldav_keyring_clear (const char *url, const char *user);

/* Looks up the password of @user at @url. @ask: whether the user may be asked to unlock a locked
 * keyring. @locked: (out): TRUE if the password is in a keyring that is locked. Returns: (transfer
 * full) (nullable): NULL if it is not in the keyring, or the keyring is locked. */
char *caldav_keyring_lookup (const char *url, const char *user, gboolean ask, gboolean *locked);
