/* span.h: a span of time in which a zone keeps one offset and one abbreviation. A zone is a list of
 * them. */
#pragma once

#include <regimen/localtime.h>

#define RGM_ABBREVIATION_SIZE 16

/* The changes that follow from a zone's yearly rules are listed up to this year; after it, the last
 * offset stays. The last accepted year is 2199, so sums that lead a little beyond it are still
 * right. */
#define RGM_SPAN_LAST_YEAR 2210

typedef struct {
  RgmInstant from; /* holds until the next span begins; G_MININT64 in the first */
  int offset;      /* seconds east of UTC */
  char abbreviation[RGM_ABBREVIATION_SIZE]; /* "CET" */
} RgmSpan;
