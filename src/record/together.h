/* together.h: refuses a medicine while the patient has an active one that is used in place of it,
 * or that is the same. */
#pragma once

#include <regimen/course.h>

#include "record/writing-refusal.h"

/* A medicine that is to be active. Borrows. */
typedef struct {
  gint64 patient_id;
  gint64 course_id; /* its course, which is not compared with itself; 0: it is not on record yet */
  const char *name;
  const char *class_key;
} TogetherMedicine;

/* The class of the medicine @name, whose class on record is @class_key. If @class_key is
 * RGM_CLASS_CUSTOM, but @name is a product or a treatment of the catalog, the class is that of the
 * catalog. */
const char *together_class (const RgmCatalog *catalog, const char *name, const char *class_key);

/**
 * together_check: asks safety_check_together() about @medicine beside the active and the paused
 * courses of its patient, and refuses it if one of them already has its name.
 * @zone: the patient's.
 * Returns: as writing_accept_refusal(), with its @overridden.
 */
gboolean together_check (const RgmSession *session, const TogetherMedicine *medicine,
                         const RgmZone *zone, char **overridden, GError **error);

/* The same for the medicine of @before, if that course was completed and is not completed any more
 * as @coming, the course after the command. If the session has no catalog, nothing is refused. */
gboolean
together_check_awake (const RgmSession *session, const RgmCourse *before, const RgmCourse *coming,
                      const RgmZone *zone, char **overridden, GError **error);

/* The same for @course, if it is active or paused after an undo or a redo, but was not before.
 * @was: (nullable): the course before that; NULL: it was not on record. @zone: the patient's. If
 * the session has no catalog, nothing is refused. */
gboolean
together_check_back (const RgmSession *session, const RgmCourse *was, const RgmCourse *course,
                     const RgmZone *zone, char **overridden, GError **error);
