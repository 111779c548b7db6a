/* embedded.h: files that are built into the library, by embed.py. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name; /* without its folder; NULL ends a table */
  const char *text;
} RgmEmbedded;
