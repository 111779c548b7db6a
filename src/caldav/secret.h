/* secret.h: the keyring of the desktop. */
#pragma once

#include <regimen/caldav.h>

/* Returns: (transfer full) (nullable): the password. @ask: a locked keyring may ask to be opened.
 * @locked: (out): it is there, in a keyring that is locked. */
char *rgm_secret_lookup (const RgmCaldavAccount *account, gboolean ask, gboolean *locked);
