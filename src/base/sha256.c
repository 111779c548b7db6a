/* sha256.c: SHA-256 by Nettle, which uses the processor's instructions for it. Speed matters,
 * because every command checks the hashes of the rows that it relies on. */
#include "base/sha256.h"

#include <nettle/sha2.h>

void
sha256_of (gconstpointer bytes, gsize length, guint8 digest[SHA256_BYTES])
{
  struct sha256_ctx hash;

  sha256_init (&hash);
  sha256_update (&hash, length, bytes);
  sha256_digest (&hash, SHA256_BYTES, digest);
}
