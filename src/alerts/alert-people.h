/* alert-people.h: everybody on record, as alerts need them: found by id, and with a short name for
 * each person. However many alerts ask, each way to shorten names is tried only once for each
 * person. Pure.
 */
#pragma once

#include <regimen/store.h>

typedef struct _AlertPeople AlertPeople;

/* @patients: (transfer full) (element-type RgmPatient). */
AlertPeople *alert_people_new (GPtrArray *patients);
void alert_people_free (AlertPeople *people);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AlertPeople, alert_people_free)

/* Returns: (transfer none) (nullable). */
const RgmPatient *alert_people_find (const AlertPeople *people, gint64 id);

/**
 * alert_people_short_name: how a title calls the person named @name: by the first name, or by more
 * of the name if somebody else has the same first name. It has at most 12 letters.
 * Returns: (transfer full) (nullable): NULL if fewer than two people are on record.
 */
char *alert_people_short_name (AlertPeople *people, const char *name);
