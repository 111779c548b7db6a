/* json-there.h: what a record that was written as JSON before is to the record of today. */
#pragma once

#include <regimen/store.h>

typedef enum {
  JSON_THERE_PART,       /* all of its changes are on record */
  JSON_THERE_MORE,       /* it has changes that the record lacks: a newer copy, or a diverged one */
  JSON_THERE_OTHER,      /* nobody in it is on record */
  JSON_THERE_UNREADABLE, /* it is not as rgm_store_write_json() writes it, or ends too early */
} JsonThere;

/**
 * json_there: compares the file @path, which rgm_store_write_json() wrote, with the record. Its
 * last change and the hash of that stand for everything in it. A file of a version that had no such
 * hash is judged by the moment and the command of its last change.
 * @there: (out).
 * Returns: FALSE with @error if the file or the record cannot be read.
 */
gboolean json_there (RgmStore *store, const char *path, JsonThere *there, GError **error);
