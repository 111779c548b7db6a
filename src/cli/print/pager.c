/* Shows a long text on a terminal page by page, with the user's pager. */
#include "cli/print/pager.h"

#include "base/text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The exit statuses of a shell that could not run a command. */
enum { SHELL_CANNOT_RUN = 126, SHELL_NOT_FOUND = 127 };

/* The arguments to start $PAGER with. Returns: (transfer full): NULL if no pager is wanted. */
static char **
find_pager (void)
{
  const char *pager = g_getenv ("PAGER");
  char **argv = NULL;

  if (pager == NULL)
    pager = "less";
  if (pager[strspn (pager, " ")] == '\0' || g_str_equal (pager, "cat")
      || !g_shell_parse_argv (pager, NULL, &argv, NULL))
    return NULL;
  if (strpbrk (pager, "|&;<>()$`\\\"'*?[#~=%") == NULL)
    return argv;
  /* Start a shell only if $PAGER needs one, as git does. */
  g_strfreev (argv);
  return g_strdupv ((char *[]){ (char *)"/bin/sh", (char *)"-c", (char *)pager, NULL });
}

/* Writes @text to the pager, until it is all written or the pager has ended. */
static void
feed (int to, const char *text)
{
  gsize length = strlen (text);

  while (length > 0) {
    ssize_t written = write (to, text, length);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      break;
    text += written;
    length -= (gsize)written;
  }
  close (to);
}

gboolean
cli_pager_show (const CliScreen *screen, const char *text)
{
  const struct sigaction ignore = { .sa_handler = SIG_IGN };
  struct sigaction old_pipe, old_interrupt;
  g_auto (GStrv) environment = g_get_environ ();
  g_auto (GStrv) argv = NULL;
  GPid pid;
  int to, status = 0;

  /* text_lines() also counts the line after the final newline, where the shell prompt will be */
  if (screen->height == 0 || text_lines (text) <= screen->height || (argv = find_pager ()) == NULL)
    return FALSE;
  environment = g_environ_setenv (environment, "LESS", "FRX", FALSE);
  if (!g_spawn_async_with_pipes (NULL, argv, environment,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &pid,
                                 &to, NULL, NULL, NULL))
    return FALSE;
  /* Ctrl-C must not end this process while the pager runs, because the pager may handle it and
   * continue. Writing to a pager that has ended must fail with an error instead of a signal. */
  sigaction (SIGPIPE, &ignore, &old_pipe);
  sigaction (SIGINT, &ignore, &old_interrupt);
  feed (to, text);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    continue;
  sigaction (SIGPIPE, &old_pipe, NULL);
  sigaction (SIGINT, &old_interrupt, NULL);
  return !WIFEXITED (status)
         || (WEXITSTATUS (status) != SHELL_CANNOT_RUN && WEXITSTATUS (status) != SHELL_NOT_FOUND);
}
