/* publish-set.c: sets the calendar to which regimen publishes. Nothing is kept until the server has
 * accepted the user and the password. */
#include "programs/publish/publish-set.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "caldav/secret.h"
#include "programs/publish/publish-server.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_MAX 1024
#define INTERRUPT '\003'

/* ---- the password ---- */

/* Reads one line from standard input, byte by byte: a buffer would keep a copy of the password.
 * Returns: FALSE if the line is too long. */
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

/* Reads one line from the terminal without showing it. Ctrl+C is read as a character, and does not
 * end the program, so that the settings of the terminal are always restored. */
static gboolean
read_without_echo (const char *user, char *line, gsize size)
{
  g_autofree char *shown = text_harmless (user);
  struct termios usual, silent;

  if (tcgetattr (STDIN_FILENO, &usual) != 0)
    return FALSE;
  silent = usual;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
  g_printerr (_ ("Password of %s: "), shown);
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
                         _ ("no password was given; type it when asked, pass it as one line on "
                            "standard input, or use --password-command"));
  return password;
}

/* ---- the account ---- */

/* Checks what can be checked without the server, so that nothing is written if it is wrong.
 * @patient: (out) (transfer full) (nullable): the person named with --patient. */
static gboolean
check_options (CliInvocation *invocation, RgmPatient **patient, GError **error)
{
  const CliPublishOptions *given = invocation->options;
  RgmSession session;

  if (given->password_command != NULL && given->user == NULL) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE,
                         _ ("--password-command can be used only with --user NAME"));
    return FALSE;
  }
  if (given->ca != NULL && !g_file_test (given->ca, G_FILE_TEST_IS_REGULAR)) {
    g_autofree char *shown = file_shown (given->ca);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--ca \"%s\" is not a file; give the file with the certificate to trust"),
                 shown);
    return FALSE;
  }
  if (invocation->globals.patient == NULL)
    return TRUE;
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  *patient = cli_session_patient (&session, error);
  cli_session_close (invocation);
  return *patient != NULL;
}

/* The account that the user describes, with its password. @patient: (nullable): whose calendar it
 * is. @writer: the mark of this database. Returns: (transfer full): NULL if no password was
 * given. */
static RgmCaldavAccount *
read_account (const CliInvocation *invocation, const char *url, const RgmPatient *patient,
              guint64 writer, GError **error)
{
  const CliPublishOptions *given = invocation->options;
  g_autoptr (RgmCaldavAccount) account = g_new0 (RgmCaldavAccount, 1);

  account->writer = writer;
  account->url = g_strdup (url);
  account->user = g_strdup (given->user);
  account->password_command = g_strdup (given->password_command);
  account->ca = given->ca != NULL ? g_canonicalize_filename (given->ca, NULL) : NULL;
  account->patient = g_strdup (patient != NULL ? patient->name : NULL);
  account->patient_uid = g_strdup (patient != NULL ? patient->uid : NULL);
  account->days = given->days.given ? given->days.value : RGM_CALENDAR_DAYS;
  account->private_mode = invocation->globals.private_mode;
  account->tablets = given->tablets;
  if (given->user == NULL || given->password_command != NULL)
    return g_steal_pointer (&account);
  account->password = ask_password (given->user, error);
  return account->password != NULL ? g_steal_pointer (&account) : NULL;
}

/* Keeps the account and its password: the password in the keyring if there is one, or else in the
 * file of the account. The password of the former account is removed from the keyring if it is no
 * longer needed. */
static gboolean
keep_account (const char *database, RgmCaldavAccount *account, const RgmCaldavAccount *former,
              GError **error)
{
  if (account->password != NULL
      && caldav_keyring_store (account->url, account->user, account->password)) {
    account->keyring = TRUE;
    explicit_bzero (account->password, strlen (account->password));
    g_clear_pointer (&account->password, g_free);
  }
  if (!caldav_account_save (database, account, error))
    return FALSE;
  if (former->url != NULL && former->keyring
      && (!account->keyring || !g_str_equal (former->url, account->url)
          || g_strcmp0 (former->user, account->user) != 0))
    caldav_keyring_clear (former->url, former->user);
  return TRUE;
}

gboolean
publish_set (PublishRun *run, const char *url, GError **error)
{
  CliInvocation *invocation = run->invocation;
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *shown = file_shown (database);
  g_autoptr (RgmCaldavAccount) former = g_steal_pointer (&run->account);
  g_autoptr (RgmCaldav) caldav = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  RgmCaldavAccount *account;

  if (!check_options (invocation, &patient, error))
    return FALSE;
  account = run->account = read_account (invocation, url, patient, former->writer, error);
  if (account == NULL)
    return FALSE;
  caldav = publish_connect (account, FALSE, TRUE, &run->made, error);
  if (caldav == NULL)
    return FALSE;
  g_free (account->url); /* the server may have redirected the program to another address */
  account->url = g_strdup (rgm_caldav_url (caldav));
  if (!keep_account (database, account, former, error))
    return FALSE;
  if (invocation->globals.json)
    return TRUE;
  cli_print_para (invocation, 2, _ ("The calendar is set: %s"), account->url);
  if (account->keyring)
    cli_print_para (invocation, 2, _ ("The password is kept in the keyring of the desktop."));
  else if (account->password != NULL)
    cli_print_para (
      invocation, 2,
      _ ("There is no keyring here, so the password is kept in %s.publish, which only "
         "you can read."),
      shown);
  return TRUE;
}
