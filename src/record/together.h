/* together.h: two medicines of which one is used in place of the other, at once. */
#pragma once

#include "record/writing.h"

/* A medicine that is to be active. Borrows. */
typedef struct {
  gint64 patient_id;
  gint64 course_id; /* its course, which does not count as another one; 0: it is not on record */
  const char *name;
  const char *class_key;
} TogetherMedicine;

/* The class of a medicine, if it is @class_key by the catalog. One of the person's own is also
 * known by the name of a product, or of a treatment of the catalog. */
const char *together_class (const RgmCatalog *catalog, const char *name, const char *class_key);

/**
 * together_check: asks safety_check_together() about @medicine beside the active and the paused
 * courses of its patient, and refuses a medicine of the person's own if one of them has its name.
 * @zone: the patient's.
 * Returns: as writing_accept_refusal(), with its @overridden.
 */
gboolean together_check (const RgmSession *session, const TogetherMedicine *medicine,
                         const RgmZone *zone, char **overridden, GError **error);

/* The same for the medicine of @writing, if its course was completed and goes on as @coming. A
 * session without a catalog knows no such medicines. */
gboolean together_check_awake (const Writing *writing, const RgmCourse *coming, char **overridden,
                               GError **error);
