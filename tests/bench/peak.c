/* peak PROGRAM ARGUMENT...: runs a program and writes the most memory that it had, in KiB, to
 * standard error. Small itself: what a process had before it became another program counts too. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main (int argc, char **argv)
{
  struct rusage usage;
  int status = 1;
  pid_t child = argc > 1 ? fork () : -1;
  if (child == 0) {
    execv (argv[1], argv + 1);
    _exit (127);
  }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child || status != 0) {
    fputs ("peak: the program failed\n", stderr);
    return EXIT_FAILURE;
  }
  fprintf (stderr, "%ld\n", usage.ru_maxrss);
  return EXIT_SUCCESS;
}
