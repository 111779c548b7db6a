/* lock.h: one service for each database. */
#pragma once

#include <regimen/error.h>

/**
 * service_lock: takes the lock "DATABASE.lock" for the life of the process: it goes with it,
 * however it ends.
 * Returns: a file descriptor to close; -1 with RGM_ERROR_CONFLICT where another service runs, or
 * RGM_ERROR_STORE.
 */
int service_lock (const char *database, GError **error);
