/* children: to be preloaded: notes the arguments of each program that a process starts or becomes.
 *
 *   CHILDREN_LOG=FILE  gets a line for each of them: the words, each ended by a tab
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* These functions stand in for those of the C library, whose parameters have names of their own,
 * and the macro takes types and lists.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */

static void
note (char *const *words)
{
  const char *name = getenv ("CHILDREN_LOG");
  int fd = name != NULL ? open (name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  char line[65536];
  size_t length = 0;

  for (int i = 0; words[i] != NULL && length < sizeof line; i++)
    length += (size_t)snprintf (line + length, sizeof line - length, "%s\t", words[i]);
  if (length < sizeof line)
    length += (size_t)snprintf (line + length, sizeof line - length, "\n");
  if (fd >= 0 && (length >= sizeof line || write (fd, line, length) < 0))
    abort ();
  if (fd >= 0)
    close (fd);
}

#define STARTS(name, parameters, arguments)                                                        \
  int name parameters                                                                              \
  {                                                                                                \
    int (*real) parameters = (int (*) parameters)dlsym (RTLD_NEXT, #name);                         \
    note (words);                                                                                  \
    return real arguments;                                                                         \
  }

STARTS (execv, (const char *path, char *const words[]), (path, words))
STARTS (execvp, (const char *path, char *const words[]), (path, words))
STARTS (execve, (const char *path, char *const words[], char *const set[]), (path, words, set))
STARTS (execvpe, (const char *path, char *const words[], char *const set[]), (path, words, set))
STARTS (posix_spawn,
        (pid_t * pid, const char *path, const posix_spawn_file_actions_t *actions,
         const posix_spawnattr_t *attributes, char *const words[], char *const set[]),
        (pid, path, actions, attributes, words, set))
STARTS (posix_spawnp,
        (pid_t * pid, const char *path, const posix_spawn_file_actions_t *actions,
         const posix_spawnattr_t *attributes, char *const words[], char *const set[]),
        (pid, path, actions, attributes, words, set))

/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
