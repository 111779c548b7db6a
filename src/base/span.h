/* span.h: a span of time in which a zone keeps one offset and one abbreviation. A zone is a list of
 * them. */
#pragma once

#include <regimen/localtime.h>

#define RGM_ABBREVIATION_SIZE 16

/* Up to this year the yearly rules of a zone are written out; from then on the last offset stays.
 * Past the last accepted year, so that sums near it hold. */
#define RGM_SPAN_LAST_YEAR 2210

typedef struct {
  RgmInstant from; /* holds until the next span begins; G_MININT64 in the first */
  int offset;      /* seconds east of UTC */
  char abbreviation[RGM_ABBREVIATION_SIZE]; /* "CET" */
} RgmSpan;
