/* picture.h: a record as text: all that reads tell of it, but for the ids of rows, so that two
 * records can be compared. */
#pragma once

#include <regimen/store.h>

/* People, courses with all of their parts, counts and history. @whole: courses with all of their
 * history; else what a partial read gives. */
char *picture_of (RgmStore *store, gboolean whole);
