/* publish-set.c: "publish set URL": nothing is kept before the server was there and let us in. */
#include "programs/publish/publish-run.h"

#include "base/i18n.h"
#include "caldav/secret.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_MAX 1024
#define INTERRUPT '\003'

/* ---- the password ---- */

/* One line, without a buffer in which it would stay. Returns: FALSE where it has no end. */
static gboolean
read_line (char *line, gsize size)
{
  gsize length = 0;
  char c;

  while (length + 1 < size) {
    ssize_t n = read (STDIN_FILENO, &c, 1);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0 || c == '\n' || c == '\r')
      break;
    line[length++] = c;
  }
  line[length] = '\0';
  return length + 1 < size;
}

/* An interrupt comes as a character, so that the terminal never stays without its echo. */
static gboolean
read_without_echo (const char *user, char *line, gsize size)
{
  struct termios usual, silent;

  if (tcgetattr (STDIN_FILENO, &usual) != 0)
    return FALSE;
  silent = usual;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
  g_printerr (_ ("Password of %s: "), user);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  gboolean whole = read_line (line, size);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &usual);
  g_printerr ("\n");
  return whole && strchr (line, INTERRUPT) == NULL;
}

static char *
ask_password (const char *user, GError **error)
{
  char line[PASSWORD_MAX];
  gboolean whole = isatty (STDIN_FILENO) ? read_without_echo (user, line, sizeof line)
                                         : read_line (line, sizeof line);
  char *password = whole && *line != '\0' ? g_strdup (line) : NULL;

  explicit_bzero (line, sizeof line);
  if (password == NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE,
                         _ ("no password was given; it is read from the terminal, or as one line "
                            "from standard input, or see --password-command"));
  return password;
}

/* ---- the account ---- */

static gboolean
check_options (const CliPublishOptions *given, GError **error)
{
  if (given->password_command != NULL && given->user == NULL) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE,
                         _ ("--password-command goes with --user NAME"));
    return FALSE;
  }
  if (given->ca != NULL && !g_file_test (given->ca, G_FILE_TEST_IS_REGULAR)) {
    g_autofree char *shown = g_filename_display_name (given->ca);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--ca \"%s\" is no file with certificates"),
                 shown);
    return FALSE;
  }
  return TRUE;
}

static void
clear_account (RgmCaldavAccount *account)
{
  g_clear_pointer (&account->url, g_free);
  g_clear_pointer (&account->user, g_free);
  g_clear_pointer (&account->password_command, g_free);
  g_clear_pointer (&account->password, g_free);
  g_clear_pointer (&account->ca, g_free);
  g_clear_pointer (&account->patient, g_free);
  account->keyring = FALSE;
}

/* What is set, with the mark that this database has had before. */
static gboolean
fill_account (CliInvocation *invocation, RgmCaldavAccount *account, char *url, GError **error)
{
  const CliPublishOptions *given = invocation->options;

  clear_account (account);
  account->url = url;
  account->user = g_strdup (given->user);
  account->password_command = g_strdup (given->password_command);
  account->ca = given->ca != NULL ? g_canonicalize_filename (given->ca, NULL) : NULL;
  account->patient = g_strdup (invocation->globals.patient);
  account->days = given->days.given ? given->days.value : 180;
  account->private_mode = invocation->globals.private_mode;
  account->tablets = given->tablets;
  if (given->user == NULL || given->password_command != NULL)
    return TRUE;
  account->password = ask_password (given->user, error);
  return account->password != NULL;
}

/* In the keyring where there is one, else in the account's file. */
static void
keep_password (RgmCaldavAccount *account)
{
  if (account->password == NULL
      || !rgm_caldav_keyring_store (account->url, account->user, account->password))
    return;
  account->keyring = TRUE;
  explicit_bzero (account->password, strlen (account->password));
  g_clear_pointer (&account->password, g_free);
}

static void
print_set (CliInvocation *invocation, const RgmCaldavAccount *account)
{
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *shown = g_filename_display_name (database);

  if (invocation->globals.json)
    return;
  cli_print_para (invocation, 2, _ ("Set: %s"), account->url);
  if (account->keyring)
    cli_print_para (invocation, 2, _ ("The password is kept in the keyring of the desktop."));
  else if (account->password != NULL)
    cli_print_para (invocation, 2,
                    _ ("There is no keyring here: the password is kept in %s.publish, which only "
                       "you can read."),
                    shown);
}

/* Before it is tried: what is refused makes no file. */
static gboolean
check_patient (CliInvocation *invocation, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  RgmSession session;

  if (invocation->globals.patient == NULL)
    return TRUE;
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  patient = cli_session_patient (&session, error);
  cli_session_close (invocation);
  return patient != NULL;
}

/* The keyring keeps no password that nothing asks for any more. */
static void
clear_former (const RgmCaldavAccount *former, const RgmCaldavAccount *account)
{
  gboolean same = account->keyring && g_strcmp0 (former->url, account->url) == 0
                  && g_strcmp0 (former->user, account->user) == 0;

  if (former->url != NULL && former->keyring && !same)
    rgm_caldav_keyring_clear (former->url, former->user);
}

gboolean
publish_set (PublishRun *run, GError **error)
{
  CliInvocation *invocation = run->invocation;
  RgmCaldavAccount *account = run->account;
  g_autofree char *url = rgm_caldav_check_url (invocation->words->pdata[1], error);
  g_autofree char *database = cli_database_path (invocation);
  g_autoptr (RgmCaldavAccount) former
    = url != NULL ? rgm_caldav_account_load (database, error) : NULL;
  g_autoptr (RgmCaldav) caldav = NULL;

  if (former == NULL || !check_options (invocation->options, error)
      || !check_patient (invocation, error)
      || !fill_account (invocation, account, g_steal_pointer (&url), error))
    return FALSE;
  caldav = publish_connect (run, FALSE, TRUE, error);
  if (caldav == NULL)
    return FALSE;
  g_free (account->url);
  account->url = g_strdup (rgm_caldav_url (caldav));
  keep_password (account);
  if (!rgm_caldav_account_save (database, account, error))
    return FALSE;
  clear_former (former, account);
  print_set (invocation, account);
  return TRUE;
}
