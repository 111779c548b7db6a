/* keeper.h: which record keeps a calendar file up to date. This is remembered outside of the
 * records, because a copy of a record lists the same files. */
#pragma once

#include <regimen/store.h>

/**
 * keeper_other: whether the calendar file @file is left to another copy of this record, which kept
 * it last. It is not if that copy is no longer at its path, because then it was moved here or
 * removed, or if an unrelated record has taken its place.
 * Returns: (transfer full) (nullable): the path of that copy; NULL if this record may keep the
 * file.
 */
char *keeper_other (RgmStore *store, const char *file);

/* Notes that @store is the record that keeps @file. @written: the hashes of what the file is to
 * have, as in RgmKeptFile. If this fails, the earlier note stays. */
void keeper_note (const RgmStore *store, const char *file, const char *written);

/* Whether @hash is that of a content that a program of regimen wrote to @file last, for whichever
 * record. */
gboolean keeper_wrote (const char *file, const char *hash);
