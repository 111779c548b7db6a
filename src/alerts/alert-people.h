/* alert-people.h: everybody on record, as alerts need them: found by id, and with the short name of
 * each. It costs no more than one look at each person, however many alerts ask. Pure.
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
 * alert_people_short_name: what the person called @name is called in a title: the first name, or
 * more of the name if somebody else has the same first name. It has at most 12 letters.
 * Returns: (transfer full) (nullable): NULL if there are not several people.
 */
char *alert_people_short_name (AlertPeople *people, const char *name);
