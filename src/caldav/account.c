/* account.c: reads and writes the file beside the database that has the address of the calendar on
 * the server, and gets the password for it. */
#include "caldav/account.h"

#include <regimen/caldav.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/side-file.h"
#include "caldav/secret.h"

#define GROUP "publish"
#define OWNER_ONLY 0600
#define USUAL_DAYS 180
#define MOST_DAYS 3660
#define COMMAND_SECONDS 60
#define PASSWORD_MAX 4096
#define READ_BYTES 512 /* at a time */
#define MAX_BYTES 65536

void
caldav_account_free (RgmCaldavAccount *account)
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
  g_free (account->patient_uid);
  g_free (account);
}

static char *
path_of (const char *database)
{
  return g_strconcat (database, ".publish", NULL);
}

/* ---- reading ---- */

static char *
text (GKeyFile *file, const char *key)
{
  return g_key_file_get_string (file, GROUP, key, NULL);
}

/* Returns: FALSE if @file is not of the form that caldav_account_save() writes. */
static gboolean
read_account (GKeyFile *file, RgmCaldavAccount *account)
{
  g_autofree char *digits = text (file, "writer"), *url = NULL;

  account->url = text (file, "url");
  account->user = text (file, "user");
  account->password_command = text (file, "password-command");
  account->keyring = g_key_file_get_boolean (file, GROUP, "keyring", NULL);
  account->password = text (file, "password");
  account->ca = text (file, "ca");
  account->patient = text (file, "patient");
  account->patient_uid = text (file, "patient-uid");
  account->days = g_key_file_get_integer (file, GROUP, "days", NULL);
  account->private_mode = g_key_file_get_boolean (file, GROUP, "private", NULL);
  account->tablets = g_key_file_get_boolean (file, GROUP, "tablets", NULL);
  if (digits == NULL
      || !g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT64, &account->writer, NULL))
    return FALSE;
  if (account->url == NULL)
    return TRUE;
  url = rgm_caldav_check_url (account->url, NULL);
  return g_strcmp0 (url, account->url) == 0 && account->days >= 1 && account->days <= MOST_DAYS;
}

/* A new account without a calendar, and with a random number as its writer. */
static RgmCaldavAccount *
new_account (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uuid, -1);
  RgmCaldavAccount *account = g_new0 (RgmCaldavAccount, 1);

  account->days = USUAL_DAYS;
  account->writer = g_ascii_strtoull (digest + 48, NULL, 16); /* the last 16 of 64 digits */
  return account;
}

/* Reads @path, which is open as @fd. Returns: FALSE with RGM_ERROR_SETTINGS if other users may read
 * it, or if it is not a key file. */
static gboolean
load_file (GKeyFile *file, int fd, const char *path, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) problem = NULL;
  struct stat info;
  gsize length = 0;

  if (fstat (fd, &info) != 0 || (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_SETTINGS,
      _ ("%s can be read by other users, and it may contain a password; make it private with "
         "chmod 600"),
      path);
    return FALSE;
  }
  content = file_read_open (fd, path, MAX_BYTES, &length, &problem);
  if (content == NULL) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SETTINGS, problem->message);
    return FALSE;
  }
  gboolean loaded = g_key_file_load_from_data (file, content, length, G_KEY_FILE_NONE, &problem);
  explicit_bzero (content, length);
  if (!loaded)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SETTINGS, "%s: %s", path, problem->message);
  return loaded;
}

RgmCaldavAccount *
caldav_account_load (const char *database, GError **error)
{
  g_autofree char *path = path_of (database);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (RgmCaldavAccount) account = new_account ();
  struct stat info;

  if (lstat (path, &info) != 0 && errno == ENOENT)
    return g_steal_pointer (&account);
  int fd = side_file_open_own (path, database, error);
  if (fd < 0)
    return NULL;
  gboolean loaded = load_file (file, fd, path, error);
  close (fd);
  if (!loaded)
    return NULL;
  if (read_account (file, account))
    return g_steal_pointer (&account);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_SETTINGS,
    _ ("%s is damaged, or was changed by hand; set the calendar again: regimen publish set URL "
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

static gboolean
fill (int fd, gpointer content, GError **error)
{
  return file_append (fd, content, strlen (content), error);
}

gboolean
caldav_account_save (const char *database, const RgmCaldavAccount *account, GError **error)
{
  g_autofree char *path = path_of (database);
  g_autofree char *writer = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", account->writer);
  g_autofree char *content = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  set_text (file, "writer", writer);
  if (account->url != NULL) {
    set_text (file, "url", account->url);
    set_text (file, "user", account->user);
    set_text (file, "password-command", account->password_command);
    set_flag (file, "keyring", account->keyring);
    set_text (file, "password", account->password);
    set_text (file, "ca", account->ca);
    set_text (file, "patient", account->patient);
    set_text (file, "patient-uid", account->patient_uid);
    g_key_file_set_integer (file, GROUP, "days", account->days);
    set_flag (file, "private", account->private_mode);
    set_flag (file, "tablets", account->tablets);
  }
  content = g_key_file_to_data (file, NULL, NULL);
  gboolean written = file_replace (path, OWNER_ONLY, fill, content, error);
  explicit_bzero (content, strlen (content));
  return written;
}

/* ---- the password ---- */

static gboolean
fail_command (GError **error, const char *message)
{
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER, message);
  return FALSE;
}

/* Reads from @pipe until it ends. Returns: FALSE if more than PASSWORD_MAX bytes come, if the
 * command was silent for COMMAND_SECONDS in all, or if the pipe cannot be read. */
static gboolean
read_all (int pipe, GString *out)
{
  int looks = COMMAND_SECONDS; /* how often poll() may still wait a second in vain */
  char bytes[READ_BYTES];
  while (looks > 0 && out->len < PASSWORD_MAX) {
    struct pollfd wait = { pipe, POLLIN, 0 };
    if (poll (&wait, 1, 1000) <= 0) {
      looks--;
      continue;
    }
    ssize_t n = read (pipe, bytes, sizeof bytes);
    if (n == 0)
      return TRUE;
    if (n > 0)
      g_string_append_len (out, bytes, n);
    else if (errno != EINTR)
      return FALSE;
  }
  return FALSE;
}

static gboolean
run_command (char **argv, GString *out, GError **error)
{
  GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES;
  GPid child;
  int pipe, status = 0;

  if (!g_spawn_async_with_pipes (NULL, argv, NULL, flags, NULL, NULL, &child, NULL, &pipe, NULL,
                                 NULL))
    return fail_command (error, _ ("the password command could not be started"));
  gboolean whole = read_all (pipe, out);
  close (pipe);
  if (!whole)
    kill (child, SIGKILL);
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (child);
  if (!whole)
    return fail_command (
      error, _ ("the password command did not end within a minute, or printed too much"));
  return (WIFEXITED (status) && WEXITSTATUS (status) == 0)
         || fail_command (error, _ ("the password command failed"));
}

static char *
from_command (const char *command, GError **error)
{
  g_auto (GStrv) argv = NULL;
  /* so large that it never moves: no copy of the password stays in freed memory */
  g_autoptr (GString) out = g_string_sized_new (PASSWORD_MAX + READ_BYTES);
  if (!g_shell_parse_argv (command, NULL, &argv, NULL)) {
    fail_command (error, _ ("the password command has a quote that does not end, or is empty"));
    return NULL;
  }
  char *password
    = run_command (argv, out, error) ? g_strndup (out->str, strcspn (out->str, "\r\n")) : NULL;
  explicit_bzero (out->str, out->len);
  if (password == NULL || *password != '\0')
    return password;
  g_free (password);
  fail_command (error, _ ("the password command printed no password"));
  return NULL;
}

char *
caldav_password (const RgmCaldavAccount *account, gboolean ask, GError **error)
{
  gboolean locked;
  char *password;

  if (account->user == NULL)
    return g_strdup ("");
  if (account->password_command != NULL)
    return from_command (account->password_command, error);
  if (!account->keyring)
    return g_strdup (account->password != NULL ? account->password : "");
  password = caldav_keyring_lookup (account->url, account->user, ask, &locked);
  if (password == NULL && locked)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY,
                         _ ("the keyring with the calendar's password is locked"));
  else if (password == NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the keyring does not give the calendar's password; set it again: "
                            "regimen publish set URL --user NAME"));
  return password;
}
