/* regimen: the command line. */
#include "command.h"

int
main (int argc, char **argv)
{
  return cli_main (NULL, argv);
}
