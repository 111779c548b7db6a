/* difference.h: which changes one record has and another one has not. */
#pragma once

#include <regimen/store.h>

/* Changes that only one of the two records has. */
typedef struct {
  gint64 count;
  GPtrArray
    *last; /* of RgmChange, the last ones, at most as many as were asked for; oldest first */
} RecordChanges;

typedef struct {
  RecordChanges here, there;
  /* one of the records is of an older version, and only how many changes it has was compared */
  gboolean older;
} RecordDifference;
void record_difference_clear (RecordDifference *difference);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RecordDifference, record_difference_clear)

/**
 * record_difference: compares the records @here and @there by their chains of changes. Up to the
 * last change that both have, they are the same. An undo is a change too.
 * @there: a file that nobody writes to.
 * @most: how many changes of each are described: their people and about are filled in; of an undo,
 * that of what it took back.
 * Returns: FALSE with @error if one of them cannot be read.
 */
gboolean record_difference (RgmStore *here, const char *there, int most,
                            RecordDifference *difference, GError **error);
