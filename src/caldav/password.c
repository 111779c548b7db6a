/* password.c: the password, from where it is kept. */
#include "caldav/secret.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"

#define COMMAND_SECONDS 60
#define PASSWORD_MAX 4096

static gboolean
fail_command (GError **error, const char *why)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER, _ ("the password command %s"), why);
  return FALSE;
}

/* Reads from @pipe until it ends. Each look waits, so @looks is the limit in seconds of silence. */
static gboolean
read_all (int pipe, GString *out, int looks)
{
  char bytes[512];
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
    return fail_command (error, _ ("could not be started"));
  gboolean whole = read_all (pipe, out, COMMAND_SECONDS);
  close (pipe);
  if (!whole)
    kill (child, SIGKILL);
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (child);
  if (!whole)
    return fail_command (error, _ ("did not end within a minute, or printed too much"));
  return (WIFEXITED (status) && WEXITSTATUS (status) == 0) || fail_command (error, _ ("failed"));
}

static char *
from_command (const char *command, GError **error)
{
  g_auto (GStrv) argv = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  if (!g_shell_parse_argv (command, NULL, &argv, NULL)) {
    fail_command (error, _ ("has a quote that does not end, or is empty"));
    return NULL;
  }
  if (!run_command (argv, out, error))
    return NULL;
  char *password = g_strndup (out->str, strcspn (out->str, "\r\n"));
  explicit_bzero (out->str, out->len);
  if (*password != '\0')
    return password;
  g_free (password);
  fail_command (error, _ ("printed no password"));
  return NULL;
}

static char *
from_keyring (const RgmCaldavAccount *account, gboolean ask, GError **error)
{
  gboolean locked;
  char *password = rgm_secret_lookup (account, ask, &locked);
  if (password == NULL)
    g_set_error_literal (error, RGM_ERROR, locked ? RGM_ERROR_AWAY : RGM_ERROR_SERVER,
                         locked ? _ ("the keyring with the calendar's password is locked")
                                : _ ("the keyring does not give the calendar's password; set it "
                                     "again: regimen publish set URL --user NAME"));
  return password;
}

char *
rgm_caldav_password (const RgmCaldavAccount *account, gboolean ask, GError **error)
{
  if (account->user == NULL)
    return g_strdup ("");
  if (account->password_command != NULL)
    return from_command (account->password_command, error);
  if (account->keyring)
    return from_keyring (account, ask, error);
  return g_strdup (account->password != NULL ? account->password : "");
}
