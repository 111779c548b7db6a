/* keeper.h: which record keeps a calendar file up to date. This is remembered outside of the
 * records, because a copy of a record lists the same files. */
#pragma once

#include <regimen/store.h>

/**
 * keeper_other: finds another copy of this record to which the calendar file @file is left, because
 * that copy was the last one to keep it. The file is not left to a copy that is no longer at its
 * path, because it was moved here or removed, or whose place an unrelated record has taken.
 * Returns: (transfer full) (nullable): the path of that copy; NULL if this record may keep the
 * file.
 */
char *keeper_other (RgmStore *store, const char *file);

/* Notes that @store is the record that keeps @file. @written: the hashes of what the file is to
 * have, as in RgmKeptFile. If this fails, the earlier note stays. */
void keeper_note (const RgmStore *store, const char *file, const char *written);

/* Whether @hash is among the hashes that were last noted for @file, no matter for which record: so
 * regimen wrote this content. */
gboolean keeper_wrote (const char *file, const char *hash);
