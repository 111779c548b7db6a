/* refusal.h: what happens to the word of a safety check. */
#pragma once

#include <regimen/record.h>

/**
 * A safety check has said @refusal (owned by this call, NULL: it passed). Where the session says
 * "anyway" it is added to @overridden and TRUE is returned,
 * else it becomes @error. Other errors than a refusal are never overridden.
 */
gboolean
refusal_accept (const RgmSession *session, GError *refusal, GString *overridden, GError **error);
