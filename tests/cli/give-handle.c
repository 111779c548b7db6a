/* give-handle DATABASE HANDLE: gives the only course a handle that an older version accepted, such
 * as "need", which the commands refuse today. */
#include "store/write.h"

#include <stdio.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  RgmCourseQuery all
    = { .ended = TRUE, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  RgmStore *store = argc == 3 ? rgm_store_open (argv[1], RGM_STORE_CREATE, &error) : NULL;
  g_autoptr (GPtrArray) courses = store != NULL ? rgm_store_courses (store, &all, &error) : NULL;
  RgmTransaction *change
    = courses != NULL ? store_begin (store, "rename", 1795000000, &error) : NULL;
  gboolean done = change != NULL && store_rename (store, courses->pdata[0], argv[2], &error)
                  && store_commit (change, &error);

  g_clear_pointer (&store, rgm_store_close);
  if (!done)
    fprintf (stderr, "%s\n", error != NULL ? error->message : "give-handle DATABASE HANDLE");
  return done ? 0 : 1;
}
