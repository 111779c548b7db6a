/* witness.h: what was last seen of a record, kept outside of it. */
#pragma once

#include "store/store-private.h"

typedef struct {
  gint64 change;               /* how many changes there were */
  RgmInstant at;               /* when the last of them was made */
  guint8 hash[RGM_HASH_BYTES]; /* the hash of the chain at that change */
} RgmWitness;

/* 64 hexadecimal digits that stand for the path of the record @path without symbolic links.
 * Returns: (transfer full). */
char *witness_key (const char *path);

/* Returns: FALSE if nothing is known of the record @path. */
gboolean witness_read (const char *path, RgmWitness *witness);
/* Keeps @witness for the record @path. If this fails, the older one stays. */
void witness_write (const char *path, const RgmWitness *witness);
/* Forgets what was seen of the record @path, so that any record there is accepted. */
void witness_forget (const char *path);

/* Reads the last change on record (loss.c). @last: (out): its change is 0 if there is none. */
gboolean loss_last_change (RgmStore *store, RgmWitness *last, GError **error);
