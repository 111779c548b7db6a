/* witness.h: what was last seen of a record, kept outside of it. */
#pragma once

#include "store/store-private.h"

typedef struct {
  gint64 change;               /* how many changes there were */
  RgmInstant at;               /* when the last of them was made */
  guint8 hash[RGM_HASH_BYTES]; /* of the chain up to it */
} RgmWitness;

/* What stands for the path of the record @path, without symbolic links: 64 hexadecimal digits.
 * Returns: (transfer full). */
char *witness_key (const char *path);

/* Returns: FALSE if nothing is known of the record @path. */
gboolean witness_read (const char *path, RgmWitness *witness);
/* If this fails, an older one stays. */
void witness_write (const char *path, const RgmWitness *witness);
/* Forgets it: what is there next is what is meant to be there. */
void witness_forget (const char *path);

/* loss.c: the last change on record. @last: (out): change is 0 if there is none. */
gboolean loss_last_change (RgmStore *store, RgmWitness *last, GError **error);
