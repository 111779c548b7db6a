/* titles.h: whose name stands in the titles of a calendar: where there are several people, that of
 * each. So who comes, goes or is renamed changes the events of others too. */
#pragma once

#include <regimen/record.h>

/* The names that are shown now, by the id of the patient. Returns: (transfer full). */
GHashTable *titles_take (RgmStore *store, GError **error);

/* Notes the doses of all whose name is shown in another way since, inside the change that did it.
 */
gboolean titles_settle (const RgmSession *session, GHashTable *before, GError **error);
