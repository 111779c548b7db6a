/* json-there.h: compares a JSON file to which a record was written earlier with today's record. */
#pragma once

#include <regimen/store.h>

typedef enum {
  JSON_THERE_PART,       /* all of its changes are on record */
  JSON_THERE_MORE,       /* it has changes that the record lacks: a newer copy, or a diverged one */
  JSON_THERE_OTHER,      /* none of the people in it are on record */
  JSON_THERE_UNREADABLE, /* it is not as rgm_store_write_json() writes it, or ends too early */
} JsonThere;

/**
 * json_there: compares the file @path, which rgm_store_write_json() wrote, with the record, by its
 * last change and the hash of that change, which stand for everything in the file. A file of a
 * version that had no such hashes is judged by the id, time and command of its last change.
 * @there: (out).
 * Returns: FALSE with @error if the file or the record cannot be read.
 */
gboolean json_there (RgmStore *store, const char *path, JsonThere *there, GError **error);
