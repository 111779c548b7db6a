/* made-record.c: what the programs that make large records share. */
#include "made-record.h"

#include <stdlib.h>

static gboolean
make_file (const char *path, int count, MakeRecord make, GError **error)
{
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_CREATE, error);
  g_autoptr (RgmCatalog) catalog = store == NULL ? NULL : rgm_catalog_load (NULL, NULL, error);
  RgmSettings settings;
  RgmSession session = { .store = store, .catalog = catalog, .settings = &settings };

  if (catalog == NULL)
    return FALSE;
  rgm_settings_init (&settings);
  session.zone = rgm_zone_get ("Europe/Berlin", error);
  return session.zone != NULL && rgm_clock_now (&session.now, error)
         && make (&session, count, error);
}

int
made_record_main (int argc, char **argv, const char *name, const char *usage, MakeRecord make)
{
  g_autoptr (GError) error = NULL;

  if (argc == 3 && make_file (argv[1], (int)g_ascii_strtoll (argv[2], NULL, 10), make, &error))
    return EXIT_SUCCESS;
  g_printerr ("%s: %s\n", name, error == NULL ? usage : error->message);
  return EXIT_FAILURE;
}
