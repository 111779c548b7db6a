/* power-disk.h: a disk whose power can go. A VFS of SQLite over the usual one writes down what is
 * done to one record, and images are made of what a disk may hold if the power goes in between:
 * what was synced is there, the rest only in part.
 *
 * The files are the record, its -wal and its -journal; the -shm file is memory. */
#pragma once

#include <glib.h>

/* A sync of what the disk ignores: it says that it is done, and is not. */
typedef enum {
  POWER_IGNORES_NOTHING = 0,
  POWER_IGNORES_RECORD = 1 << 0,
  POWER_IGNORES_WAL = 1 << 1,
  POWER_IGNORES_FOLDER = 1 << 2,
} PowerIgnored;

/* Makes the VFS the one that SQLite uses from now on. */
void power_install (void);

/* Begins to write down what is done to the record @path. What its files hold now is synced. */
void power_watch (const char *path, PowerIgnored ignored);
/* Ends that. What was written down is kept until the next power_watch(). */
void power_stop (void);
/* How many writes, syncs and so on were written down so far. */
guint power_count (void);

/* What is known if the power goes after the first @n of them. */
typedef struct PowerState PowerState;
PowerState *power_state (guint n);
void power_state_free (PowerState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PowerState, power_state_free)

/* Writes one of the images of @state in the place of the record and the files beside it. Nothing
 * may have them open. */
void power_image (const PowerState *state, GRand *dice);
