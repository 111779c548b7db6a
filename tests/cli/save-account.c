/* save-account DATABASE: writes what "regimen publish set" keeps, as that does. */
#include "caldav/account.h"

#include <stdio.h>

int
main (int argc, char **argv)
{
  RgmCaldavAccount account
    = { .url = (char *)"https://calendar.example.org/me/", .user = (char *)"me", .days = 90 };
  g_autoptr (GError) error = NULL;

  if (argc == 2 && caldav_account_save (argv[1], &account, &error))
    return 0;
  fprintf (stderr, "%s\n", error != NULL ? error->message : "save-account DATABASE");
  return 1;
}
