/* secret.h: passwords in the keyring of the desktop. */
#pragma once

#include <glib.h>

/* Puts @password of @user at @url in the keyring. Returns: FALSE if there is no keyring. */
gboolean caldav_keyring_store (const char *url, const char *user, const char *password);

/* Takes the password out of the keyring, if it is there. */
void caldav_keyring_clear (const char *url, const char *user);

/* @ask: whether a locked keyring may ask the user to unlock it. @locked: (out): TRUE if the
 * password is there, in a keyring that is locked. Returns: (transfer full) (nullable): the
 * password. */
char *caldav_keyring_lookup (const char *url, const char *user, gboolean ask, gboolean *locked);
