/* difference.h: which changes one record has and another one does not have. */
#pragma once

#include <regimen/store.h>

/* Changes that only one of the two records has. */
typedef struct {
  gint64 count;
  /* of RgmChange: the last of them, at most as many as were asked for, oldest first */
  GPtrArray *last;
} RecordChanges;

typedef struct {
  RecordChanges here, there;
  /* the other record is of an older version, so only the numbers of changes were compared */
  gboolean older;
} RecordDifference;
void record_difference_clear (RecordDifference *difference);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RecordDifference, record_difference_clear)

/**
 * record_difference: compares the records @here and @there by their chains of changes. Up to the
 * last change that both have, they are the same. An undo is a change too.
 * @there: the path of a file to which no program is writing.
 * @most: how many changes of each record are listed at most. Their people and about are filled in;
 * an undo gets those of the change that it took back.
 * Returns: FALSE with @error if one of them cannot be read.
 */
gboolean record_difference (RgmStore *here, const char *there, int most,
                            RecordDifference *difference, GError **error);
