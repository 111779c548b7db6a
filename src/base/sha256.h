/* sha256.h: the hash that shows whether a row of the record is still as it was written. */
#pragma once

#include <glib.h>

#define SHA256_BYTES 32

/* The SHA-256 (FIPS 180-4) of @length bytes at @bytes. */
void sha256_of (gconstpointer bytes, gsize length, guint8 digest[SHA256_BYTES]);
