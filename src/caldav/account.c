/* account.c: the file beside the database that says where the calendar is. */
#include <regimen/caldav.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"

#define GROUP "publish"
#define OWNER_ONLY 0600
#define USUAL_DAYS 180
#define MOST_DAYS 3660

void
rgm_caldav_account_free (RgmCaldavAccount *account)
{
  if (account == NULL)
    return;
  if (account->password != NULL)
    explicit_bzero (account->password, strlen (account->password));
  g_free (account->url);
  g_free (account->user);
  g_free (account->password_command);
  g_free (account->password);
  g_free (account->ca);
  g_free (account->patient);
  g_free (account);
}

static char *
path_of (const char *database)
{
  return g_strconcat (database, ".publish", NULL);
}

static guint64
new_writer (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uuid, -1);
  return g_ascii_strtoull (digest + 48, NULL, 16); /* the last 16 of 64 digits */
}

/* ---- reading ---- */

static gboolean
flag (GKeyFile *file, const char *key)
{
  return g_key_file_get_boolean (file, GROUP, key, NULL);
}

static char *
text (GKeyFile *file, const char *key)
{
  return g_key_file_get_string (file, GROUP, key, NULL);
}

static gboolean
read_writer (GKeyFile *file, guint64 *writer)
{
  g_autofree char *digits = text (file, "writer");
  return digits != NULL && g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT64, writer, NULL);
}

static gboolean
read_account (GKeyFile *file, RgmCaldavAccount *account)
{
  account->url = text (file, "url");
  account->user = text (file, "user");
  account->password_command = text (file, "password-command");
  account->keyring = flag (file, "keyring");
  account->password = text (file, "password");
  account->ca = text (file, "ca");
  account->patient = text (file, "patient");
  account->days = g_key_file_get_integer (file, GROUP, "days", NULL);
  account->private_mode = flag (file, "private");
  account->tablets = flag (file, "tablets");
  if (account->url == NULL)
    return read_writer (file, &account->writer);
  g_autofree char *url = rgm_caldav_check_url (account->url, NULL);
  return g_strcmp0 (url, account->url) == 0 && account->days >= 1 && account->days <= MOST_DAYS
         && read_writer (file, &account->writer);
}

/* A password may stand in it. */
static gboolean
check_mode (const char *path, GError **error)
{
  GStatBuf info;
  if (g_stat (path, &info) != 0 || (info.st_mode & (S_IRWXG | S_IRWXO)) == 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_SETTINGS,
               _ ("%s can be read by others, and a password may stand in it: chmod 600 it"), path);
  return FALSE;
}

static RgmCaldavAccount *
account_new (void)
{
  RgmCaldavAccount *account = g_new0 (RgmCaldavAccount, 1);
  account->days = USUAL_DAYS;
  account->writer = new_writer ();
  return account;
}

RgmCaldavAccount *
rgm_caldav_account_load (const char *database, GError **error)
{
  g_autofree char *path = path_of (database);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (RgmCaldavAccount) account = account_new ();
  g_autoptr (GError) problem = NULL;

  if (!check_mode (path, error))
    return NULL;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &problem)) {
    if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return g_steal_pointer (&account);
    g_set_error (error, RGM_ERROR, RGM_ERROR_SETTINGS, "%s: %s", path, problem->message);
    return NULL;
  }
  if (read_account (file, account))
    return g_steal_pointer (&account);
  g_set_error (error, RGM_ERROR, RGM_ERROR_SETTINGS,
               _ ("%s is not as it was written; set the calendar again: regimen publish set URL "
                  "--user NAME"),
               path);
  return NULL;
}

/* ---- writing ---- */

static void
set_text (GKeyFile *file, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, GROUP, key, value);
}

static void
set_flag (GKeyFile *file, const char *key, gboolean value)
{
  if (value)
    g_key_file_set_boolean (file, GROUP, key, TRUE);
}

static void
write_account (GKeyFile *file, const RgmCaldavAccount *account)
{
  set_text (file, "url", account->url);
  set_text (file, "user", account->user);
  set_text (file, "password-command", account->password_command);
  set_flag (file, "keyring", account->keyring);
  set_text (file, "password", account->password);
  set_text (file, "ca", account->ca);
  set_text (file, "patient", account->patient);
  g_key_file_set_integer (file, GROUP, "days", account->days);
  set_flag (file, "private", account->private_mode);
  set_flag (file, "tablets", account->tablets);
}

gboolean
rgm_caldav_account_save (const char *database, const RgmCaldavAccount *account, GError **error)
{
  g_autofree char *path = path_of (database);
  g_autofree char *writer = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", account->writer);
  g_autofree char *content = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gsize length = 0;

  set_text (file, "writer", writer);
  if (account->url != NULL)
    write_account (file, account);
  content = g_key_file_to_data (file, &length, NULL);
  gboolean written = g_file_set_contents_full (
    path, content, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
    OWNER_ONLY, error);
  explicit_bzero (content, length);
  return written;
}
