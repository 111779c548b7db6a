/* Waits for other programs that have the record locked. */
#include "store/store-private.h"

#define WAIT_TRIES 2000 /* of 5 ms on average: 10 s */

void
lock_nap (void)
{
  guint8 byte;

  sqlite3_randomness (sizeof byte, &byte);
  g_usleep (1000 + byte * 8000 / 255);
}

gboolean
lock_wait (int tries)
{
  if (tries >= WAIT_TRIES)
    return FALSE;
  lock_nap ();
  return TRUE;
}

static int
on_busy (void *data, int tries)
{
  return lock_wait (tries);
}

void
lock_wait_set (sqlite3 *db, gboolean wait)
{
  sqlite3_busy_handler (db, wait ? on_busy : NULL, NULL);
}
