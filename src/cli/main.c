/* regimen: the command line. */
#include "cli/command.h"

int
main (int argc, char **argv)
{
  return cli_main (NULL, argv);
}
