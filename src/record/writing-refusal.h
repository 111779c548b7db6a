/* writing-refusal.h: what becomes of a command that a safety check refuses. */
#pragma once

#include <regimen/session.h>

/**
 * writing_accept_refusal: decides about @refusal, the result of a safety check (owned by this call;
 * NULL: the check passed). If the session says "anyway", its message becomes a line of @overridden
 * (transfer full), and the result is TRUE; otherwise it becomes @error. An error that is not a
 * refusal is never overridden.
 */
gboolean writing_accept_refusal (const RgmSession *session, GError *refusal, char **overridden,
                                 GError **error);
