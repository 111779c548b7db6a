/* merge-text.h: describes in words what two copies of a record say about the same thing. */
#pragma once

#include <regimen/record.h>

/* The subject of @item: "denosumab/3", "denosumab", "feel/12", or the name of a person. @person:
 * whether to name the person too, because several are on record. Returns: (transfer full). */
char *merge_subject (const RgmMergeItem *item, gboolean person);
/* Describes one version of @item: "given on Tue 2026-12-01, 4 mg". @fields: (nullable): its fields
 * in one of the copies; NULL if that copy has no such entry. @zone: the zone of the person.
 * Returns: (transfer full). */
char *merge_saying (const RgmMergeItem *item, char *const *fields, const RgmZone *zone);
/* Explains why the user has to decide about @item. Returns: (transfer none) (nullable): NULL if
 * there is nothing to explain. */
const char *merge_why (const RgmMergeItem *item);
