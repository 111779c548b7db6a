/* regimen: the command line. The only reader of the clock here. */
#include "command.h"

#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone;
  RgmInstant now;

  setlocale (LC_ALL, "");
  zone = rgm_clock_zone (&error);
  if (zone == NULL || !rgm_clock_now (&now, &error))
    return cli_fail (error);
  return cli_run (NULL, argv, now, zone);
}
