/* merge-text.h: what two copies of a record say, in words. */
#pragma once

#include <regimen/record.h>

/* What @item is about: "denosumab/3", "denosumab", "feel/12", or a name. @person: whether people
 * are named, because there are several. Returns: (transfer full). */
char *merge_subject (const RgmMergeItem *item, gboolean person);
/* What @fields (nullable), those of @item in one of the copies, say: "given on Tue 2026-12-01,
 * 4 mg". @zone: of the person. Returns: (transfer full). */
char *merge_saying (const RgmMergeItem *item, char *const *fields, const RgmZone *zone);
/* Why a person is asked. Returns: (transfer none). */
const char *merge_why (const RgmMergeItem *item);
