/* secret.c: keeps passwords in the keyring of the desktop (org.freedesktop.secrets). If libsecret
 * was missing at build time, there is no keyring. */
#include "caldav/secret.h"

#include "base/i18n.h"

#ifdef HAVE_LIBSECRET
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "org.regimen.Publish",
  SECRET_SCHEMA_NONE,
  { { "url", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "user", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

gboolean
caldav_keyring_store (const char *url, const char *user, const char *password)
{
  g_autofree char *label = g_strdup_printf (_ ("regimen: calendar of %s"), user);
  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, password, NULL,
                                     NULL, "url", url, "user", user, NULL);
}

void
caldav_keyring_clear (const char *url, const char *user)
{
  secret_password_clear_sync (&schema, NULL, NULL, "url", url, "user", user, NULL);
}

char *
caldav_keyring_lookup (const char *url, const char *user, gboolean ask, gboolean *locked)
{
  SecretSearchFlags flags = SECRET_SEARCH_LOAD_SECRETS | (ask ? SECRET_SEARCH_UNLOCK : 0);
  GList *items
    = secret_password_search_sync (&schema, flags, NULL, NULL, "url", url, "user", user, NULL);
  SecretValue *value
    = items != NULL ? secret_retrievable_retrieve_secret_sync (items->data, NULL, NULL) : NULL;
  char *password = value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;
  *locked = items != NULL && password == NULL;
  g_clear_pointer (&value, secret_value_unref);
  g_list_free_full (items, g_object_unref);
  return password;
}

#else

gboolean
caldav_keyring_store (const char *url, const char *user, const char *password)
{
  return FALSE;
}

void
caldav_keyring_clear (const char *url, const char *user)
{
}

char *
caldav_keyring_lookup (const char *url, const char *user, gboolean ask, gboolean *locked)
{
  *locked = FALSE;
  return NULL;
}

#endif
