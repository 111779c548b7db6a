/* The main function of the program regimen. */
#include "cli/command.h"

int
main (int argc, char **argv)
{
  return cli_main (NULL, argv);
}
